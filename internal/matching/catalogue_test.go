package matching

import (
	"regexp"
	"slices"
	"testing"
)

func TestCatalogueIsComplete(t *testing.T) {
	argument := regexp.MustCompile(`\{\w+\}`)
	arguments := func(sentence string) []string {
		found := argument.FindAllString(sentence, -1)
		slices.Sort(found)
		return found
	}
	for lang, sentences := range catalogue {
		for code, sentence := range inEnglish {
			if !slices.Equal(arguments(sentence), arguments(sentences[code])) {
				t.Errorf("%s %s has other arguments than in English: %q", lang, code, sentences[code])
			}
		}
		if len(sentences) != len(inEnglish) {
			t.Errorf("%s has %d sentences, English %d", lang, len(sentences), len(inEnglish))
		}
	}
}

func TestLog2(t *testing.T) {
	for x, want := range map[uint64]int64{0: 0, 1: 0, 2: 1 << 16, 1 << 40: 40 << 16, 3: 103872, 10: 217705} { // log2(3) = 1.58496, log2(10) = 3.32193
		if got := log2(x); got != want {
			t.Errorf("log2(%d) = %d, want %d", x, got, want)
		}
	}
	for x := uint64(1); x < 100_000; x++ {
		if log2(x) > log2(x+1) {
			t.Fatalf("log2 falls from %d to %d", x, x+1)
		}
	}
}
