// Package ref finds rows of reference data by what people call them: their id, or the code or slug that names them.
package ref

import (
	"slices"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
)

// Max bounds how many references one list may hold.
const Max = 100

// Name is a row's id and the code or slug that people call it by.
type Name[T id.Typed] struct {
	ID   T      `db:"id"`
	Name string `db:"name"`
}

// Resolve finds the id of each reference, in their order and each id once. Faults, all at once, are INVALID: on field when there
// are more than Max references, else on each item that names nothing.
func Resolve[T id.Typed](names []Name[T], field string, refs []string) ([]T, error) {
	var check fault.Check
	if check.Count(field, len(refs), 0, Max); check.Err() != nil {
		return nil, check.Err()
	}
	ids := make([]T, 0, len(refs))
	for i, r := range refs {
		at := find(names, r)
		check.That(at >= 0, fault.Item(field, i), "There is no such item.")
		if at >= 0 && !slices.Contains(ids, names[at].ID) {
			ids = append(ids, names[at].ID)
		}
	}
	return ids, check.Err()
}

// One is Resolve for a single reference; the fault is on field itself.
func One[T id.Typed](names []Name[T], field, r string) (T, error) {
	at := find(names, r)
	if at < 0 {
		return "", fault.New(fault.Invalid, field, "There is no such item.")
	}
	return names[at].ID, nil
}

func find[T id.Typed](names []Name[T], r string) int {
	return slices.IndexFunc(names, func(n Name[T]) bool { return n.Name == r || string(n.ID) == r })
}
