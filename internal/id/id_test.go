package id

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestIdsSortByTheirTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := time.UnixMilli(rapid.Int64Range(0, 1<<47).Draw(t, "a"))
		b := time.UnixMilli(rapid.Int64Range(0, 1<<47).Draw(t, "b"))
		x, y := New[Mission](a), New[Mission](b)
		if a.Before(b) != (x < y) && !a.Equal(b) {
			t.Fatalf("%v %v gave %s %s", a, b, x, y)
		}
		if !Valid(x) || !Valid(y) {
			t.Fatalf("%s or %s is not valid", x, y)
		}
	})
}

func TestValidRefusesWhatIsNotAnId(t *testing.T) {
	good := New[Mission](time.Unix(1_800_000_000, 0))
	for _, bad := range []string{"", "mis_", "mis", string(good)[4:], "org_" + string(good)[4:], string(good) + "0", string(good[:29]) + "\x00", string(good[:29]) + "u", "mis_8" + string(good)[5:]} {
		if Valid(Mission(bad)) {
			t.Errorf("%q passed", bad)
		}
	}
}

func TestDerivedIsStableAndDistinct(t *testing.T) {
	if got, want := Derived[Market]("CN"), Derived[Market]("CN"); got != want {
		t.Fatalf("%s != %s", got, want)
	}
	if Derived[Market]("CN") == Derived[Market]("BR") {
		t.Fatal("two keys, one id")
	}
}

func TestNewDoesNotRepeat(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	var all []Job
	for range 1000 {
		all = append(all, New[Job](now))
	}
	slices.Sort(all)
	if len(slices.Compact(all)) != 1000 {
		t.Fatal("an id came twice")
	}
}

func TestKind(t *testing.T) {
	for in, want := range map[string]string{"mis_X": "mis", "": "", "mission_1": "", "x": ""} {
		if got := Kind(in); got != want {
			t.Errorf("Kind(%q) = %q, want %q", in, got, want)
		}
	}
}
