package importer

import (
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// rowOf is a row of JSON whose warnings come back through the pointer.
func rowOf(t *testing.T, object string) (*row, *[]string) {
	t.Helper()
	record, err := parseObject([]byte(object), 1)
	if err != nil {
		t.Fatal(err)
	}
	var warnings []string
	return &row{Record: record, today: "2026-11-24", warn: func(f, m string) { warnings = append(warnings, f+": "+m) }}, &warnings
}

func sourceOf(t *testing.T, text string) *Source {
	t.Helper()
	var s Source
	if err := yaml.UnmarshalWithOptions([]byte(text), &s, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	if err := s.check(); err != nil {
		t.Fatal(err)
	}
	return &s
}

const object = `{"name": "  Ada  ", "empty": "", "phase": "Phase 2", "list": "b| a ||b", "year": 2024,
	"sites": ["Clinic, Lyon, France", "Ward, Seoul, Korea, Republic of", "House, Turin, Italy", "Clinic, Paris, France", "Barge, Atlantis"]}`

func TestSources(t *testing.T) {
	for source, want := range map[string]string{
		"name":                                   "Ada",
		"empty":                                  "",
		"absent":                                 "",
		"{value: yes}":                           "yes",
		"{value: 7}":                             "7",
		"{column: year}":                         "2024",
		"{from: [empty, name]}":                  "Ada",
		"{from: [empty, absent]}":                "",
		"{from: [empty, {value: x, warn: odd}]}": "x !f: odd",
		"{join: [name, empty, {column: list, split: '|', label: L}]}":           "Ada\n\nL: b; a; b",
		"{column: list, split: '|'}":                                            "b~a~b",
		"{column: list, split: '|', pick: first}":                               "b",
		"{column: list, split: '|', pick: commonest}":                           "b",
		"{column: list, split: '|', pick: only}":                                "",
		"{column: sites, as: country}":                                          "FR~KR~IT~FR",
		"{column: sites, as: country, pick: commonest}":                         "FR",
		"{column: sites, extract: '^[^,]+'}":                                    "Clinic~Ward~House~Clinic~Barge",
		"{column: sites, extract: ', ([^,]+), France'}":                         "Lyon~Paris",
		"{column: name, prefix: 'x:'}":                                          "x:Ada",
		"{value: Société Générale de l’Été, as: key}":                           "societe-generale-de-l-ete",
		"{column: phase, translate: {Phase 2: exact, phase 2: folded}}":         "exact",
		"{column: phase, translate: {PHASE 2: folded}}":                         "folded",
		"{column: phase, translate: {'/phase [12]/': pattern, PHASE 3: x}}":     "pattern",
		"{column: phase, translate: {/nothing/: pattern}}":                      "Phase 2",
		"{column: phase, translate: {/nothing/: pattern}, otherwise: other}":    "other",
		"{column: phase, translate: {/nothing/: pattern}, otherwise: ''}":       "",
		"{column: phase, translate: {Phase 2: }}":                               "",
		"{column: empty, translate: {/nothing/: pattern}, otherwise: other}":    "",
		"{column: sites, startingWith: phase}":                                  "",
		"{column: list, split: '|', translate: {a: A, b: B}, otherwise: other}": "B~A~B",
	} {
		r, warnings := rowOf(t, object)
		got := strings.Join(r.list("f", sourceOf(t, source)), "~")
		if *warnings != nil {
			got += " !" + strings.Join(*warnings, "!")
		}
		if got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}

func TestDays(t *testing.T) {
	for source, want := range map[string]string{
		"{value: 2027-02-28}":                                             "2027-02-28",
		"{value: 2028-02}":                                                "2028-02-29",
		"{value: end of next year}":                                       "2027-12-31",
		"{value: 03/04/2027, formats: [DD/MM/YYYY]}":                      "2027-04-03",
		"{value: 3 Apr 2027, formats: [D MMM YYYY]}":                      "2027-04-03",
		"{value: April 2027, formats: [MMMM YYYY]}":                       "2027-04-30",
		"{value: 2027-02-29}":                                             "!",
		"{value: soon}":                                                   "!",
		"{value: 03/04/2027}":                                             "!",
		"{from: [empty, {value: 2020-01}], skipPast: true}":               "2020-01-31",
		"{from: [{value: 2020-01}, {value: 2027-01-01}]}":                 "2020-01-31",
		"{from: [{value: 2020-01}, {value: 2027-01-01}], skipPast: true}": "2027-01-01",
		"{from: [{value: 2020-01}, {value: end of next year, warn: guessed}], skipPast: true}": "2027-12-31 f: guessed",
		"empty": "",
	} {
		r, warnings := rowOf(t, object)
		got := ""
		if d := r.date("f", sourceOf(t, source), true); d != nil {
			got = string(*d)
		}
		if r.problems != nil {
			got = "!"
		}
		if got = strings.TrimSpace(got + " " + strings.Join(*warnings, "")); got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}

func TestNumbersAndChoices(t *testing.T) {
	for value, want := range map[string]int64{"12": 12, "1 200": 1200, "1.200": 1200, "1,200,300": 1200300, "1’200": 1200, "12.5": -1, "1.20": -1, "-3": -1, "ten": -1, "99999999999999999999": -1} {
		r, _ := rowOf(t, `{}`)
		n := r.number("f", &Source{Value: value})
		if got := r.problems == nil; got != (want >= 0) || got && *n != want {
			t.Errorf("%s: %v", value, n)
		}
	}
	r, _ := rowOf(t, `{}`)
	if n := r.number("f", &Source{Value: "7", Times: 1000}); *n != 7000 {
		t.Error(*n)
	}
	if yes, no := r.truth("f", &Source{Value: "Yes"}), r.truth("f", &Source{Value: "0"}); !*yes || *no {
		t.Error(*yes, *no)
	}
	if r.truth("f", &Source{Value: "perhaps"}); len(r.problems) != 1 {
		t.Error(r.problems)
	}
}

func TestCutAtWord(t *testing.T) {
	for text, want := range map[string]string{
		"short":                       "short",
		"exactly ten":                 "exactly…",
		"one, two three":              "one, two…",
		"one two, three":              "one two…",
		strings.Repeat("x", 20):       "xxxxxxxxx…",
		"a bcdefghijklmnopqrstuvwxyz": "a bcdefgh…",
		"一二三四五六七八九十十一":                "一二三四五六七八九…",
	} {
		if got := cutAtWord(text, 10); got != want || len([]rune(got)) > 10 {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestCountries(t *testing.T) {
	for text, want := range map[string]string{"FR": "FR", "Frankreich": "FR", "巴西": "BR", "España": "ES", "San Diego, CA": "", "Boston, United States": "US",
		"China Medical University, Taichung, Taiwan": "TW", "Kowloon, Hong Kong": "HK", "Seoul, Korea, Republic of": "KR", "Türkiye": "TR", "Atlantis": "", "": ""} {
		if got := countryAtEnd(text); got != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}

func TestTechnologiesAreFound(t *testing.T) {
	im, _ := newImporter(t)
	r, err := im.prepare(t.Context(), Options{Map: loadMap(t, "clinicaltrials")})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"Triple Negative Breast Cancers":                 "triple-negative-breast-cancer",
		"a vaccine against Alzheimer's and hypertension": "vaccines dementia-alzheimer hypertension",
		"cáncer de mama":                                 "breast-cancer",
		"乳腺癌的治疗":                                         "breast-cancer",
		"heart-valves":                                   "heart-valves",
		"breast cancer, also cancer":                     "breast-cancer",
		"wheezing of dragons":                            "",
		"":                                               "",
	} {
		var found []string
		for _, n := range r.vocabulary.find(text, "en") {
			found = append(found, r.vocabulary.nodes[n].Slug)
		}
		if !slices.Equal(found, strings.Fields(want)) {
			t.Errorf("%s: %q", text, found)
		}
	}
}
