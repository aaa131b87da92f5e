package scalar

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestBigIntKeepsWhatJSONKeeps(t *testing.T) {
	for _, v := range []any{json.Number("9007199254740992"), "9007199254740992", int64(1 << 53), float64(1 << 53)} {
		if n, err := UnmarshalBigInt(v); err != nil || n != 1<<53 {
			t.Errorf("%v: %d %v", v, n, err)
		}
	}
	for _, v := range []any{json.Number("9007199254740993"), "", "1.5", 1.5, nil, true, "99999999999999999999"} {
		if n, err := UnmarshalBigInt(v); err == nil {
			t.Errorf("%v gave %d", v, n)
		}
	}
}

func TestIntHas32Bits(t *testing.T) {
	if n, err := UnmarshalInt(json.Number("2147483647")); err != nil || n != 2147483647 {
		t.Error(n, err)
	}
	for _, v := range []any{json.Number("2147483648"), json.Number("-2147483649"), "x", json.Number("1e400")} {
		if n, err := UnmarshalInt(v); err == nil {
			t.Errorf("%v gave %d", v, n)
		}
	}
}

func TestDatesAndInstants(t *testing.T) {
	if _, err := UnmarshalDate("2026-02-30"); err == nil {
		t.Error("a day that is none passed")
	}
	if _, err := UnmarshalDateTime("0000-01-01T00:00:00Z"); err == nil {
		t.Error("year 0 passed")
	}
	got, err := UnmarshalDateTime("2026-11-23T10:00:00.123456789+01:00")
	var b strings.Builder
	MarshalDateTime(got).MarshalGQL(&b)
	if err != nil || b.String() != `"2026-11-23T09:00:00.123456Z"` {
		t.Error(b.String(), err)
	}
	b.Reset()
	MarshalDateTime(time.Time{}).MarshalGQL(&b)
	if b.String() != "null" {
		t.Error(b.String())
	}
}

func TestFloatIsFinite(t *testing.T) {
	for _, v := range []any{"NaN", "Inf", json.Number("1e999"), "x"} {
		if f, err := UnmarshalFloat(v); err == nil {
			t.Errorf("%v gave %v", v, f)
		}
	}
}
