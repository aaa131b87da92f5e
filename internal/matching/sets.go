package matching

import (
	"cmp"
	"maps"
	"slices"
)

// sortedSet gives the values in order, each once, without empty ones; the argument is left as it is.
func sortedSet(values []string) []string {
	set := slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
	slices.Sort(set)
	return slices.Compact(set)
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
