package matching_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/bioxclusters/portal/internal/matching"
)

func TestTerms(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"en", "The companies' antibodies", "compani companies antibodi antibodies"},
		{"en", "CD19-positive T cells", "cd19 posit positive t cell cells"},
		{"es", "la oncología de los niños", "oncolog oncologia nin ninos"},
		{"ca", "les col·laboracions amb l'empresa", "collaboracio collaboracions empres empresa"},
		{"ca", "biotecnològiques i biotecnològic", "biotecnologic biotecnologiques biotecnologic"},
		{"fr", "l'œuvre des thérapies géniques", "oeuvr oeuvre therap therapies geniqu geniques"},
		{"de", "für Größen und Straße", "gross grossen strass strasse"},
		{"it", "dell'università", "univers universita"},
		{"pt", "não à inovação", "inov inovacao"},
		{"zh", "抗体药物 CAR-T 药", "抗体 体药 药物 car t 药"},
		{"", "The antibodies", "the antibodies"},
		{"xx", "İstanbul ﬁne ＡＢＣ", "istanbul fine abc"},
		{"en", "שלום עולם مرحبا", "שלום עולם مرحبا"},
		{"en", "a\x00b\x07c \xff\xfe d", "b c d"},
		{"en", "e\u0301cole", "ecole"},
		{"en", "IL-2, TNF-α and TNFα", "il 2 il2 tnf alpha tnf alpha"},
		{"en", "HEK‑293T in 5-10 days, 3-hydroxy, p53", "hek 293t hek293t 5 10 day days 3 hydroxi hydroxy p53"},
		{"en", "SARS-CoV-2 - 3 phase--2", "sar sars cov 2 cov2 3 phase 2"},
		{"", "ΑΝΤΊΣΩΜΑ και 5 μg", "αντισωμα και 5 mu g"},
		{"en", "", ""},
		{"en", " \u0301·- ", ""},
	} {
		if diff := cmp.Diff(c.want, strings.Join(matching.Terms(c.lang, c.text), " ")); diff != "" {
			t.Errorf("Terms(%q, %q): %s", c.lang, c.text, diff)
		}
	}
}

func TestFold(t *testing.T) {
	got := strings.Join(matching.Fold("The Müller & Søren's 抗体药 naïve col·legi"), " ")
	if want := "the muller soren s 抗体 体药 naive collegi"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestTermsOfEveryLanguage compares the terms of a text per language with testdata/terms, where a line has the words of a line of the
// text. UPDATE_GOLDEN=1 writes them.
func TestTermsOfEveryLanguage(t *testing.T) {
	texts, err := filepath.Glob("testdata/terms/*.txt")
	if err != nil || len(texts) != 8 {
		t.Fatal(texts, err)
	}
	for _, file := range texts {
		lang := strings.TrimSuffix(filepath.Base(file), ".txt")
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		for line := range strings.Lines(string(text)) {
			got.WriteString(strings.Join(matching.Terms(lang, line), " ") + "\n")
		}
		golden := strings.TrimSuffix(file, ".txt") + ".golden"
		if os.Getenv("UPDATE_GOLDEN") != "" {
			if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s: %s", lang, diff)
		}
	}
}

func TestTermsAreBounded(t *testing.T) {
	if got := matching.Terms("en", strings.Repeat("x", 4000)); len(got) != 1 || len(got[0]) > 64 {
		t.Errorf("one word of 4,000 characters gives %d terms", len(got))
	}
	if got := len(matching.Fold(strings.Repeat("ab ", 50_000))); got != 10_000 {
		t.Errorf("50,000 words give %d", got)
	}
	if got := len(matching.Fold(strings.Repeat("药", 50_000))); got != 10_000 {
		t.Errorf("50,000 ideographs give %d", got)
	}
}

func FuzzTerms(f *testing.F) {
	for _, text := range []string{"", "antibodies", "l'œuvre", "抗体药物", "\xff\x00", "\u0301\u0301", "ŀl col·l", "İ",
		strings.Repeat("é", 500), "שָׁלוֹם", "ﷺ", "가나다", "カタカナ", "qu gu ll ñ ß yy", "ió ions ísimamente"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		check(t, text, matching.Fold(text))
		for _, lang := range []string{"en", "es", "ca", "fr", "de", "it", "pt", "zh", ""} {
			check(t, text, matching.Terms(lang, text))
		}
	})
}

func check(t *testing.T, text string, terms []string) {
	for _, term := range terms {
		if term == "" || !utf8.ValidString(term) || strings.ContainsFunc(term, unicode.IsSpace) || utf8.RuneCountInString(term) > 4*64 {
			t.Fatalf("term %q of %q", term, text)
		}
	}
}
