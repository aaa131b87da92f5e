package language

import (
	"strings"
	"testing"

	xlanguage "golang.org/x/text/language"
)

func TestISO639(t *testing.T) {
	codes := strings.Fields(iso639)
	if len(codes) != 183 {
		t.Errorf("%d codes, want the 183 of ISO 639-1", len(codes))
	}
	for _, c := range codes {
		if _, err := xlanguage.ParseBase(c); err != nil || !ISO639(c) {
			t.Errorf("%s: %v", c, err)
		}
	}
	for _, c := range append([]string{"", " ", "e", "eng", "EN", "xx", "a ", " a", "n\x00", "\xff\xfe"}, "z z") {
		if ISO639(c) {
			t.Errorf("%q passes", c)
		}
	}
	for _, c := range All {
		if !ISO639(c) || !Portal(c) {
			t.Errorf("%s is not known", c)
		}
	}
}

func TestNegotiate(t *testing.T) {
	for header, want := range map[string]string{
		"":                              "en",
		"ca":                            "ca",
		"de-AT,de;q=0.9,en;q=0.5":       "de",
		"ja,ko;q=0.9":                   "en",
		"ja, pt-BR;q=0.8, en;q=0.3":     "pt",
		"en;q=0.2, fr;q=0.9":            "fr",
		"zh-Hant-TW":                    "zh",
		"fr;q=0, it":                    "it",
		"*":                             "en",
		"\x00\xff;;;q=":                 "en",
		strings.Repeat("es,", 1000):     "en",
		"es-419;q=0.7,xx-invalid-00000": "en",
	} {
		if got := Negotiate(header); got != want {
			t.Errorf("%.40q: %s, want %s", header, got, want)
		}
	}
}
