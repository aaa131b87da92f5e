package matching

import (
	"cmp"
	"maps"
	"slices"
)

// AnalysedProfile is an organisation made ready to be scored against any number of documents by the model that prepared it. It is
// never changed.
type AnalysedProfile struct {
	Profile Profile          // without its texts
	sides   map[string]*side // by direction, and both of them for research
}

// both names the side of everything an organisation offers or seeks: a request for research asks for partners who do either.
const both = "BOTH"

// side is what an organisation states in one direction, taken together.
type side struct {
	directions   []string
	technologies []technology
	stages       []int // places, in order
	iprs         []string
	partnerships []string
	markets      []string
	languages    []string // of the texts
	query        query
}

// sideOf is the direction of an organisation's capabilities that an opportunity of a kind is compared with.
func sideOf(kind string) string {
	switch kind {
	case BusinessOffer, TechnologyOffer:
		return Seeks
	case BusinessRequest, TechnologyRequest:
		return Offers
	}
	return both
}

// Prepare makes profiles ready, in their order.
func (m *Model) Prepare(profiles ...Profile) []*AnalysedProfile {
	a := newAnalyser()
	prepared := make([]*AnalysedProfile, len(profiles))
	for i, p := range profiles {
		prepared[i] = m.prepare(a, p)
	}
	return prepared
}

func (m *Model) prepare(a *analyser, p Profile) *AnalysedProfile {
	sides := map[string]*side{}
	for _, direction := range [...]string{Offers, Seeks, both} {
		sides[direction] = m.side(a, p, direction)
	}
	p.Description = ""
	p.Capabilities = nil
	return &AnalysedProfile{p, sides}
}

func (m *Model) side(a *analyser, p Profile, direction string) *side {
	s := &side{markets: slices.Clone(p.Markets)}
	words := wanted{}
	if p.Description != "" {
		s.languages = append(s.languages, p.DescriptionLanguage)
		words.add(a, p.DescriptionLanguage, p.Description, descriptionWeight)
	}
	var technologies []string
	for _, c := range p.Capabilities {
		if c.Direction != direction && direction != both {
			continue
		}
		s.directions = append(s.directions, c.Direction)
		technologies = append(technologies, c.Technologies...)
		s.partnerships = append(s.partnerships, c.Partnerships...)
		s.markets = append(s.markets, c.Markets...)
		s.iprs = append(s.iprs, c.IPR)
		if place := stagePlace(c.Stage); place >= 0 {
			s.stages = append(s.stages, place)
		}
		if c.Text != "" {
			s.languages = append(s.languages, c.Language)
			words.add(a, c.Language, c.Text, capabilityWeight)
		}
	}
	s.technologies = m.tree.resolve(technologies)
	for _, set := range [...]*[]string{&s.directions, &s.partnerships, &s.markets, &s.iprs, &s.languages} {
		*set = sortedSet(*set)
	}
	slices.Sort(s.stages)
	s.stages = slices.Compact(s.stages)
	s.query = m.query(words)
	return s
}

// Weights of the words of a profile, in eighths: what a capability says counts twice what the description says, and the whole word
// a quarter of its stem: enough to be found without the stem, too little to count a word twice.
const (
	capabilityWeight  = 8
	descriptionWeight = 4
	wholeWordShare    = 4 // a quarter
)

// wanted are the terms of a profile's texts by key. A term counts by its greatest weight, however often it stands there.
type wanted map[uint64]wantedTerm

type wantedTerm struct {
	weight  int64
	surface string
	term    string
}

func (t wanted) add(a *analyser, language, text string, weight int64) {
	a.words(language, text, func(w *word) {
		t.put(w.stem.key, wantedTerm{weight, w.surface, w.stem.text})
		if w.folded != w.stem {
			t.put(w.folded.key, wantedTerm{weight / wholeWordShare, w.surface, w.folded.text})
		}
	})
}

func (t wanted) put(key uint64, term wantedTerm) {
	known, ok := t[key]
	if !ok || term.weight > known.weight {
		t[key] = term
	} else if term.weight == known.weight && term.surface < known.surface {
		t[key] = term // whichever comes first in the alphabet, so that the order of texts does not show
	}
}

// query holds the terms a side's texts are searched by.
type query struct {
	stated bool        // whether there was any word to search by
	terms  []queryTerm // in the order of their keys
	gain   int64       // of all terms together
}

// queryTerm is a term with its weight times its inverse document frequency.
type queryTerm struct {
	key     uint64
	gain    int64
	surface string // the word it comes from
	term    string
}

// maxQueryTerms bounds a query to its most telling terms.
const maxQueryTerms = 64

// query keeps the most telling of the wanted terms. A term that no document of the snapshot holds tells nothing.
func (m *Model) query(words wanted) query {
	q := query{stated: len(words) > 0}
	for _, key := range slices.Sorted(maps.Keys(words)) {
		if gain := words[key].weight * m.rarity(key); gain > 0 {
			q.terms = append(q.terms, queryTerm{key, gain, words[key].surface, words[key].term})
		}
	}
	slices.SortStableFunc(q.terms, func(a, b queryTerm) int { return cmp.Compare(b.gain, a.gain) })
	q.terms = q.terms[:min(len(q.terms), maxQueryTerms)]
	slices.SortFunc(q.terms, func(a, b queryTerm) int { return cmp.Compare(a.key, b.key) })
	for _, t := range q.terms {
		q.gain += t.gain
	}
	return q
}
