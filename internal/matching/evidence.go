package matching

import (
	"slices"
	"strings"
)

// Evidence is one reason for a part's score or one fact a verdict rests on: a code of the catalogue and its arguments, ids and
// values as they stand in the data. An argument of several values separates them by "|".
type Evidence struct {
	Code string
	Args map[string]string
}

// Namer gives the label of a value in the reader's language, "" when it has none: then the value itself is shown. The kinds it is
// asked for are technology, market, stage, partnership, opportunityKind, language, requirement and, for what a requirement asks,
// certification, sizeClass, country, region and ipr.
type Namer func(kind, id string) string

// argumentKinds says what the arguments of evidence hold; "asked" and "facts" go by the kind of requirement, others stand as they
// are.
var argumentKinds = map[string]string{
	"technology": "technology", "ownTechnology": "technology", "common": "technology",
	"market": "market", "ownMarket": "market",
	"stage": "stage", "ownStage": "stage",
	"partnership": "partnership", "ownPartnership": "partnership",
	"kind":     "opportunityKind",
	"language": "language", "ownLanguage": "language",
	"requirement": "requirement",
}

// requirementKinds says what the values of a requirement are.
var requirementKinds = map[string]string{
	CertificationRequired: "certification", SizeClassRequired: "sizeClass", CountryRequired: "country", RegionRequired: "region",
	LanguageRequired: "language", StageRequired: "stage", IPRRequired: "ipr",
}

// Text writes the evidence as a sentence in one of the portal's languages (en ca es fr de it pt zh), in English when the language
// is another; "" when the code is unknown. namer may be nil.
func (e Evidence) Text(lang string, namer Namer) string {
	sentences, ok := catalogue[lang]
	if !ok {
		lang, sentences = "en", catalogue["en"]
	}
	var pairs []string
	for arg, value := range e.Args {
		kind := argumentKinds[arg]
		if arg == "asked" || arg == "facts" {
			kind = requirementKinds[e.Args["requirement"]]
		}
		pairs = append(pairs, "{"+arg+"}", label(lang, kind, value, namer))
	}
	return strings.NewReplacer(pairs...).Replace(sentences[e.Code])
}

// Discreet is the match for a reader who sees no more of the organisation than its technologies: evidence that names anything else of
// its profile alone says only that there is some. What both sides say stays, as do scores and verdicts.
func (m Match) Discreet() Match {
	m.Parts, m.Requirements = slices.Clone(m.Parts), slices.Clone(m.Requirements)
	for i := range m.Parts {
		m.Parts[i].Evidence = discreet(m.Parts[i].Evidence)
	}
	for i := range m.Requirements {
		m.Requirements[i].Evidence = discreet(m.Requirements[i].Evidence)
	}
	return m
}

func discreet(list []Evidence) []Evidence {
	list = slices.Clone(list)
	for i, e := range list {
		for _, own := range []string{"ownPartnership", "ownMarket", "ownStage", "ownLanguage", "facts"} {
			if e.Args[own] != "" {
				list[i] = because("WITHHELD")
			}
		}
	}
	return list
}

// English writes the evidence as an English sentence with ids and values as they are.
func (e Evidence) English() string { return e.Text("en", nil) }

// label names the values of an argument, in their order.
func label(lang, kind, value string, namer Namer) string {
	separator := ", "
	if lang == "zh" {
		separator = "、"
	}
	values := strings.Split(value, "|")
	for i, v := range values {
		if kind == "" || namer == nil {
			continue
		}
		if name := namer(kind, v); name != "" {
			values[i] = name
		}
	}
	return strings.Join(values, separator)
}

// because makes evidence of a code and pairs of argument and value.
func because(code string, pairs ...string) Evidence {
	e := Evidence{Code: code}
	if len(pairs) > 0 {
		e.Args = make(map[string]string, len(pairs)/2)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		e.Args[pairs[i]] = pairs[i+1]
	}
	return e
}
