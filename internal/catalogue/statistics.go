package catalogue

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"
)

// encodeTerms writes counts by 64-bit key: keys in order as differences, each followed by its count, as varints.
func encodeTerms(terms map[uint64]int64) []byte {
	out := make([]byte, 0, 12*len(terms))
	last := uint64(0)
	for _, key := range slices.Sorted(maps.Keys(terms)) {
		out = binary.AppendUvarint(out, key-last)
		out = binary.AppendUvarint(out, uint64(terms[key]))
		last = key
	}
	return out
}

func decodeTerms(raw []byte) (map[uint64]int64, error) {
	terms := make(map[uint64]int64, len(raw)/10)
	key := uint64(0)
	for len(raw) > 0 {
		difference, n := binary.Uvarint(raw)
		if n <= 0 {
			return nil, errBroken
		}
		count, m := binary.Uvarint(raw[n:])
		if m <= 0 {
			return nil, errBroken
		}
		key += difference
		terms[key] = int64(count)
		raw = raw[n+m:]
	}
	return terms, nil
}

var errBroken = errors.New("catalogue: the stored statistics cannot be read")
