package importer

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// jsonLines gives a function that reads the next line that is not empty.
func jsonLines(in *bufio.Reader) func() (*Record, error) {
	at := 0
	return func() (*Record, error) {
		for {
			line, long, err := readLine(in)
			if err != nil {
				return nil, err
			}
			at++
			if long {
				return nil, &BadRecord{at, fmt.Sprintf("it is longer than %d KiB", maxRecord>>10)}
			}
			if line = bytes.TrimSpace(line); len(line) == 0 {
				continue
			}
			return parseObject(line, at)
		}
	}
}

func parseObject(line []byte, at int) (*Record, error) {
	var object map[string]any
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	if err := decoder.Decode(&object); err != nil || object == nil {
		return nil, &BadRecord{at, "it is not a JSON object on one line"}
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, &BadRecord{at, "something follows the JSON object"}
	}
	return &Record{Line: at, object: object}, nil
}

// readLine reads a line of any length, but of one longer than a record may be keeps nothing.
func readLine(in *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		long = long || len(line)+len(part) > maxRecord
		if !long {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && (long || len(line) > 0):
			return line, long, nil
		}
		return line, long, err
	}
}

// descend appends to found the texts, numbers and truth values that a path leads to; a list on the way means each of its items.
func descend(found []string, value any, path []string) []string {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			found = descend(found, item, path)
		}
	case map[string]any:
		if len(path) > 0 {
			return descend(found, v[path[0]], path[1:])
		}
	case string, json.Number, bool:
		if len(path) == 0 {
			return append(found, fmt.Sprint(v))
		}
	}
	return found
}
