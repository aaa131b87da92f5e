package demo

import (
	"testing"

	"github.com/bioxclusters/portal/internal/opportunity"
)

func TestLexiconIsSearchVector(t *testing.T) {
	w, err := newWorld(t.Context(), empty(t), little.withDefaults(testTime))
	if err != nil {
		t.Fatal(err)
	}
	l := newLexicon()
	for k := range w.Opportunities {
		x := w.deal(k)
		e := w.essay(x, func(string) bool { return true })
		want := opportunity.SearchVector(e.title, e.summary, e.description, e.advantages, e.specification, e.partnerSought)
		if got := l.vector(x.language, e); got != want {
			t.Fatalf("%s\n%s\n%+v", got, want, e)
		}
	}
}
