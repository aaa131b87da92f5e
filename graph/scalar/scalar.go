// Package scalar carries the schema's own scalars between GraphQL and Go.
package scalar

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/fault"
)

const maxSafe = 1 << 53 // the largest whole number that JSON's usual readers keep exactly

// MarshalDate writes a day; no day is null.
func MarshalDate(d day.Date) graphql.Marshaler {
	if d == "" {
		return graphql.Null
	}
	return graphql.MarshalString(string(d))
}

// UnmarshalDate reads a day; what is not one is INVALID.
func UnmarshalDate(v any) (day.Date, error) {
	s, _ := v.(string)
	d, err := day.Parse(s)
	if err != nil {
		return "", fault.New(fault.Invalid, "", "Please give a day of the form YYYY-MM-DD.")
	}
	return d, nil
}

// MarshalDateTime writes an instant in UTC; the zero time is null.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	if t.IsZero() {
		return graphql.Null
	}
	return graphql.MarshalString(t.UTC().Format(time.RFC3339Nano))
}

// UnmarshalDateTime reads an instant of RFC 3339 from year 1900 to 9998; what is not one is INVALID.
func UnmarshalDateTime(v any) (time.Time, error) {
	s, _ := v.(string)
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || t.Year() < 1900 || t.Year() > 9998 {
		return time.Time{}, fault.New(fault.Invalid, "", "Please give an instant as RFC 3339 writes it, such as 2026-11-23T09:00:00Z.")
	}
	return t.UTC().Truncate(time.Microsecond), nil // what the database keeps
}

// MarshalBigInt writes a whole number.
func MarshalBigInt(n int64) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = io.WriteString(w, strconv.FormatInt(n, 10)) })
}

// UnmarshalBigInt reads a whole number up to 2^53 either way, given as a number or as a text of digits.
func UnmarshalBigInt(v any) (int64, error) {
	n, err := strconv.ParseInt(fmt.Sprint(v), 10, 64)
	if f, ok := v.(float64); ok && f == math.Trunc(f) && math.Abs(f) <= maxSafe {
		n, err = int64(f), nil
	}
	if err != nil || n > maxSafe || n < -maxSafe {
		return 0, fault.New(fault.Invalid, "", "Please give a whole number of at most 2^53.")
	}
	return n, nil
}

// MarshalInt writes an Int.
func MarshalInt(n int) graphql.Marshaler { return graphql.MarshalInt(n) }

// UnmarshalInt reads an Int and holds it to the 32 bits that the GraphQL specification gives it.
func UnmarshalInt(v any) (int, error) {
	n, err := graphql.UnmarshalInt(v)
	if err != nil || n > math.MaxInt32 || n < math.MinInt32 {
		return 0, fault.New(fault.Invalid, "", "Please give a whole number of 32 bits.")
	}
	return n, nil
}

// MarshalFloat writes a Float.
func MarshalFloat(f float64) graphql.Marshaler { return graphql.MarshalFloat(f) }

// UnmarshalFloat reads a finite Float.
func UnmarshalFloat(v any) (float64, error) {
	if n, ok := v.(json.Number); ok {
		v = string(n)
	}
	f, err := graphql.UnmarshalFloat(v)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return 0, fault.New(fault.Invalid, "", "Please give a number.")
	}
	return f, nil
}
