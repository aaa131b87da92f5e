package db

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"github.com/lib/pq"
)

// List is a text[] column. A nil List is stored as the empty array and NULL is read as nil; to store NULL use a nil *List.
// NULL elements are refused.
type List[T ~string] []T

// Scan implements sql.Scanner.
func (l *List[T]) Scan(src any) error {
	var a pq.StringArray
	if err := a.Scan(src); err != nil {
		return err
	}
	if a == nil {
		*l = nil
		return nil
	}
	*l = make(List[T], len(a))
	for i, s := range a {
		(*l)[i] = T(s)
	}
	return nil
}

// Value implements driver.Valuer.
func (l List[T]) Value() (driver.Value, error) {
	a := make(pq.StringArray, len(l))
	for i, s := range l {
		a[i] = string(s)
	}
	return a.Value()
}

// JSON is a jsonb column that holds a V; NULL is read as the zero T.
type JSON[T any] struct{ V T }

// Scan implements sql.Scanner.
func (j *JSON[T]) Scan(src any) error {
	var v T
	switch s := src.(type) {
	case nil:
	case []byte:
		if err := json.Unmarshal(s, &v); err != nil {
			return err
		}
	case string:
		if err := json.Unmarshal([]byte(s), &v); err != nil {
			return err
		}
	default:
		return fmt.Errorf("db: cannot read %T as JSON", src)
	}
	j.V = v
	return nil
}

// Value implements driver.Valuer; it gives a string, because []byte would travel as bytea.
func (j JSON[T]) Value() (driver.Value, error) {
	b, err := json.Marshal(j.V)
	return string(b), err
}
