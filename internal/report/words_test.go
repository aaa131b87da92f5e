package report

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/language"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/outcome"
	"github.com/bioxclusters/portal/internal/technology"
)

// TestThePageSpeaksEveryLanguage demands each text of the page in each language, and nothing besides; the page shows them.
func TestThePageSpeaksEveryLanguage(t *testing.T) {
	wanted := []string{MeetingsNote, "By cluster", "By size", "By technology", "Cluster", "Size class", "Technology", "asked", "answers", "average of 1 to 5", "answers of %s"}
	wanted = slices.AppendSeq(wanted, maps.Values(labels))
	for _, text := range regexp.MustCompile(`\.T "([^"]+)"`).FindAllStringSubmatch(pageText, -1) {
		wanted = append(wanted, text[1])
	}
	slices.Sort(wanted)
	wanted = slices.Compact(wanted)
	r := &Report{
		Mission:       &mission.Mission{Title: "T", Status: mission.Closed},
		Participation: &mission.Participation{ByTechnology: []*mission.TechnologyFigures{{TechnologyID: "tec_1"}}, BySize: []*mission.SizeFigures{{}}},
		Satisfaction:  &mission.Satisfaction{},
		Outcomes:      []outcome.Count{{Kind: outcome.NDA, ValueBand: outcome.UpTo100K, Number: 4}},
		technologies:  map[id.Technology]*technology.Technology{"tec_1": {}},
	}
	pages := map[string]string{}
	for _, code := range language.All {
		var page bytes.Buffer
		r.Language = code
		if err := r.HTML(&page); err != nil {
			t.Fatal(err)
		}
		pages[code] = page.String()
		if !strings.Contains(page.String(), `<html lang="`+code+`">`) || strings.Contains(page.String(), "%!") {
			t.Errorf("%s: %s", code, page.String())
		}
		if code == language.Default {
			continue
		}
		if d := cmp.Diff(wanted, slices.Sorted(maps.Keys(wordsIn(code)))); d != "" {
			t.Errorf("words/%s.json: %s", code, d)
		}
		for english, text := range wordsIn(code) {
			if text == "" || strings.Count(english, "%s") != strings.Count(text, "%s") {
				t.Errorf("words/%s.json: %q is %q", code, english, text)
			}
		}
	}
	for code, want := range map[string]string{"en": "Non-disclosure agreement", "de": "Geheimhaltungsvereinbarung", "zh": "保密协议", "fr": "jusqu’à 100 000", "ca": "Falten dades", "pt": "inquiridas"} {
		if !strings.Contains(pages[code], want) {
			t.Errorf("the page in %s does not say %q: %s", code, want, pages[code])
		}
	}
}
