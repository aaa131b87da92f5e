package day

import (
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	for _, bad := range []string{"", "2026-2-3", "2026-02-30", "23.11.2026", "2026-11-23T00:00:00Z", "9999-12-31", "0001-01-01", "2026-11-23\x00"} {
		if d, err := Parse(bad); err == nil {
			t.Errorf("%q gave %s", bad, d)
		}
	}
	if d, err := Parse("2028-02-29"); err != nil || d != "2028-02-29" {
		t.Error(d, err)
	}
}

func TestDaysAcrossZonesAndClockChanges(t *testing.T) {
	madrid, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Fatal(err)
	}
	if got := Of(time.Date(2026, 3, 28, 23, 30, 0, 0, time.UTC), madrid); got != "2026-03-29" {
		t.Error(got)
	}
	if got := Date("2026-03-29").Add(1); got != "2026-03-30" {
		t.Error(got)
	}
	if got := Date("2026-03-28").Until("2026-03-30"); got != 2 {
		t.Error(got)
	}
	if got := Date("2026-03-29").Begin(madrid).UTC(); !got.Equal(time.Date(2026, 3, 28, 23, 0, 0, 0, time.UTC)) {
		t.Error(got)
	}
}
