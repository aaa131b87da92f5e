package country

import (
	"strings"
	"testing"

	xlanguage "golang.org/x/text/language"
)

func TestValid(t *testing.T) {
	all := strings.Fields(codes)
	if len(all) != 249 {
		t.Errorf("%d codes, want the 249 of ISO 3166-1", len(all))
	}
	for _, c := range all {
		if r, err := xlanguage.ParseRegion(c); err != nil || !r.IsCountry() || !Valid(c) {
			t.Errorf("%s: %v", c, err)
		}
	}
	for _, c := range []string{"", "E", "es", "ESP", "XX", "EU", "UK", "EL", " E", "E ", "\x00\x00"} {
		if Valid(c) {
			t.Errorf("%q passes", c)
		}
	}
}

func TestNUTS(t *testing.T) {
	for code, want := range map[string]bool{
		"ES": true, "ES51": true, "FRK2": true, "DE2": true, "ITC1": true, "DE212": true, "UKI3": true, "ES5Z": true,
		"": false, "E": false, "ES5111": false, "es51": false, "5E": false, "ES-5": false, "ES5\x00": false, "ÉS": false,
	} {
		if NUTS(code) != want {
			t.Errorf("%q: %v, want %v", code, !want, want)
		}
	}
	for _, c := range []struct {
		country, nuts string
		want          bool
	}{{"ES", "ES51", true}, {"FR", "ES51", false}, {"GR", "EL30", true}, {"GB", "UKI", true}, {"GB", "GBI", false}} {
		if Holds(c.country, c.nuts) != c.want {
			t.Errorf("%s in %s: %v, want %v", c.nuts, c.country, !c.want, c.want)
		}
	}
}
