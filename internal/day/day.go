// Package day holds calendar days without a clock or a zone: "2026-11-23".
package day

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Date is a calendar day in the form YYYY-MM-DD, which sorts as text; "" is no day.
type Date string

// Parse checks the form and that there is such a day, from year 1900 to 9998.
func Parse(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1900 || t.Year() > 9998 {
		return "", fmt.Errorf("%.20q is not a day of the form YYYY-MM-DD", s)
	}
	return Date(s), nil
}

// Of is the day that an instant falls on in a zone.
func Of(t time.Time, zone *time.Location) Date { return Date(t.In(zone).Format(time.DateOnly)) }

// Begin is the first instant of the day in a zone; the zero time for no day.
func (d Date) Begin(zone *time.Location) time.Time {
	t, _ := time.ParseInLocation(time.DateOnly, string(d), zone)
	return t
}

// Add moves the day by n days.
func (d Date) Add(n int) Date { return Of(d.Begin(time.UTC).AddDate(0, 0, n), time.UTC) }

// Until counts the days from d to e, negative when e is earlier.
func (d Date) Until(e Date) int {
	return int(e.Begin(time.UTC).Sub(d.Begin(time.UTC)).Hours() / 24)
}

// Scan reads a date column.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case time.Time:
		*d = Date(v.Format(time.DateOnly))
	case string:
		*d = Date(v)
	case []byte:
		*d = Date(v)
	case nil:
		*d = ""
	default:
		return fmt.Errorf("a day from %T", src)
	}
	return nil
}

// Value writes a date column; no day is NULL.
func (d Date) Value() (driver.Value, error) {
	if d == "" {
		return nil, nil
	}
	return string(d), nil
}
