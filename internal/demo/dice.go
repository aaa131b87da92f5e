package demo

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"time"

	"github.com/bioxclusters/portal/internal/id"
)

// dice is a stream of random numbers of its own for one row: it depends on the seed, a table's name and the row's number alone,
// so a row comes out the same whichever rows are made before it, or at the same time.
type dice struct{ *rand.Rand }

// roll makes the stream of a row.
func roll(seed uint64, table string, index int) dice {
	name := fnv.New64a()
	_, _ = name.Write([]byte(table)) // never fails
	var key [32]byte
	binary.LittleEndian.PutUint64(key[0:], seed)
	binary.LittleEndian.PutUint64(key[8:], name.Sum64())
	binary.LittleEndian.PutUint64(key[16:], uint64(index))
	return dice{rand.New(rand.NewChaCha8(key))}
}

// chance is true with a probability of so many per cent.
func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

// between is one of the numbers from least to most, both included.
func (d dice) between(least, most int) int { return least + d.IntN(most-least+1) }

// logNormal is a number whose logarithm has this mean and deviation.
func (d dice) logNormal(mean, deviation float64) float64 {
	return math.Exp(mean + deviation*d.NormFloat64())
}

// pick is one item of a list, each as likely.
func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// some are n different items of a list in its order, or all of a shorter one.
func some[T any](d dice, list []T, n int) []T {
	var out []T
	for i, item := range list {
		if d.IntN(len(list)-i) < n-len(out) {
			out = append(out, item)
		}
	}
	return out
}

// weighted is the place of one of the weights, as likely as it is heavy.
func (d dice) weighted(weights ...int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	at := d.IntN(sum)
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// newID makes the id of a row from its time and its stream.
func newID[T id.Typed](d dice, at time.Time) T {
	var random [10]byte
	binary.LittleEndian.PutUint64(random[:], d.Uint64())
	binary.LittleEndian.PutUint16(random[8:], uint16(d.Uint32()))
	return id.From[T](at, random)
}
