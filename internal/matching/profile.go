package matching

import (
	"cmp"
	"maps"
	"math/bits"
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
	close        map[string]int64 // how close a type of partnership is to the closest of these
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
	said := words(a, p)
	sides := map[string]*side{}
	for _, direction := range [...]string{Offers, Seeks, both} {
		sides[direction] = m.side(p, direction)
		sides[direction].query = m.query(said[direction])
	}
	p.Description = ""
	p.Capabilities = nil
	return &AnalysedProfile{p, sides}
}

// words are the terms of a profile's texts by direction.
func words(a *analyser, p Profile) map[string]wanted {
	said := map[string]wanted{Offers: {}, Seeks: {}, both: {}}
	for _, direction := range [...]string{Offers, Seeks} {
		said[direction].add(a, p.DescriptionLanguage, p.Description, descriptionWeight)
		for _, c := range p.Capabilities {
			if c.Direction == direction {
				said[direction].add(a, c.Language, c.Text, capabilityWeight)
			}
		}
		said[both].or(said[direction])
	}
	return said
}

// side takes together what a profile states in a direction, but for the words.
func (m *Model) side(p Profile, direction string) *side {
	s := &side{markets: slices.Clone(p.Markets)}
	if p.Description != "" {
		s.languages = append(s.languages, p.DescriptionLanguage)
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
		}
	}
	s.technologies = m.tree.resolve(technologies)
	for _, set := range [...]*[]string{&s.directions, &s.partnerships, &s.markets, &s.iprs, &s.languages} {
		*set = sortedSet(*set)
	}
	s.close = closeTo(s.partnerships)
	slices.Sort(s.stages)
	s.stages = slices.Compact(s.stages)
	return s
}

// Weights of the words of a profile: what a capability says counts twice what the description says, and the whole word an eighth of
// its stem: enough to put the very word first, too little to count a word twice. All are powers of two, as Pool keeps them.
const (
	capabilityWeight  = 16
	descriptionWeight = 8
	wholeWordShare    = 8
	mostOften         = 4 // a word counts at most so many times
)

// wanted are the terms of a profile's texts by key.
type wanted map[uint64]wantedTerm

// wantedTerm weighs a term: by the sum of its weights wherever it stands, rounded down to a power of two, at most four times the
// greatest of them. What is said twice is meant: on judged sets of ten kinds that raises the mean average precision of queries of a
// paragraph by a fifth, and of a sentence by a twentieth (docs/decisions/0013-how-texts-are-compared.md).
type wantedTerm struct {
	weight    int64
	sum, most int64
	surface   string // the first in the alphabet of those that weigh most, so that the order of texts does not show
	term      string
}

func (t wanted) add(a *analyser, language, text string, weight int64) {
	a.words(language, text, func(w word, surface []byte) {
		t.put(a.terms[w.stem], string(surface), weight)
		if w.folded != w.stem {
			t.put(a.terms[w.folded], string(surface), weight/wholeWordShare)
		}
	})
}

func (t wanted) put(term term, surface string, weight int64) {
	known := t[term.key]
	if weight > known.most || weight == known.most && surface < known.surface {
		known.most, known.surface, known.term = weight, surface, term.text
	}
	known.sum += weight
	known.weight = min(1<<(bits.Len64(uint64(known.sum))-1), mostOften*known.most)
	t[term.key] = known
}

// or adds terms of another direction: each counts as in the direction where it weighs more.
func (t wanted) or(other wanted) {
	for key, term := range other {
		known, ok := t[key]
		if !ok || term.weight > known.weight || term.weight == known.weight && term.surface < known.surface {
			t[key] = term
		}
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
