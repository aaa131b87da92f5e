package matching

import (
	"slices"
	"strings"
	"time"
)

// Best gives the places of the best organisations for an opportunity, as Candidates does for profiles: the same totals in the same
// order. allowed says of each place of the Pool whether it may be ranked; the opportunity's owner is left out besides.
//
// It scores everything but the texts of all that are allowed, and then, from the top, the texts of those alone that can still reach
// the cut: milliseconds per 100,000 organisations for the first page; a page far down costs as much as scoring all.
func (p *Pool) Best(d *AnalysedDocument, asOf time.Time, cut Cut, allowed func(place int) bool) []Place {
	if cut.First <= 0 {
		return nil
	}
	q := p.question(d, asOf, cut)
	var top []found
	q.descend(q.bounds(allowed), func(bound int64) bool {
		return len(top) < cut.First || bound >= top[len(top)-1].Total
	}, func(at found) {
		if cut.After == nil || cut.After.before(at.Place) {
			top = insert(top, at, cut.First)
		}
	})
	places := make([]Place, len(top))
	for i, at := range top {
		places[i] = at.Place
	}
	return places
}

// Count counts the organisations that pass the cut's filters, wherever it is. Texts are scored only of those whose other parts do not
// decide.
func (p *Pool) Count(d *AnalysedDocument, asOf time.Time, cut Cut, allowed func(place int) bool) int {
	q := p.question(d, asOf, cut)
	count := 0
	if cut.MinScore <= 0 {
		for i := range p.members {
			if q.ranks(i, allowed) && q.passes(&p.members[i]) {
				count++
			}
		}
		return count
	}
	for _, b := range q.bounds(allowed) {
		enough := tenths(b.total) >= cut.MinScore || tenths(b.total+q.text(&p.members[b.index])) >= cut.MinScore
		if enough && q.passes(&p.members[b.index]) {
			count++
		}
	}
	return count
}

// ranks tells whether a member is one of those to be ranked.
func (q *question) ranks(place int, allowed func(int) bool) bool {
	return allowed(place) && q.pool.members[place].id != q.document.Document.OwnerID
}

// question is an opportunity made ready to be compared with the members of a Pool.
type question struct {
	pool      *Pool
	document  *AnalysedDocument
	asOf      time.Time
	cut       Cut
	direction int
	shapes    []int64   // weighted sum of complement, market, stage and freshness, by shape; -1 while unknown
	similar   [][]int64 // of each technology of the document, to each of the Pool
	nearest   []int64   // of each technology of the Pool, the similarity of the document's most similar
	best      []int64   // scratch, by technology of the document
	impacts   []uint8   // by term of the Pool
	judged    *AnalysedProfile
}

func (p *Pool) question(d *AnalysedDocument, asOf time.Time, cut Cut) *question {
	q := &question{pool: p, document: d, asOf: asOf, cut: cut, direction: slices.Index(directionNames[:], sideOf(d.Document.Kind)),
		shapes: make([]int64, len(p.shape)), nearest: make([]int64, len(p.tree)), best: make([]int64, len(d.technologies)),
		impacts: make([]uint8, len(p.rarity)), judged: &AnalysedProfile{sides: map[string]*side{}}}
	for i := range q.shapes {
		q.shapes[i] = -1
	}
	for _, asked := range d.technologies {
		similar := make([]int64, len(p.tree))
		for i, own := range p.tree {
			similar[i] = p.model.similarity(asked, own)
			q.nearest[i] = max(q.nearest[i], similar[i])
		}
		q.similar = append(q.similar, similar)
	}
	for i := range d.terms {
		if number, ok := p.terms.number[d.terms[i].key]; ok {
			q.impacts[number] = uint8(p.model.impact(d, &d.terms[i]))
		}
	}
	return q
}

// bound is a member by its place, with its total but for the text part.
type bound struct {
	index int
	total int64
}

// bounds gives those that may be ranked and can reach the least score.
func (q *question) bounds(allowed func(int) bool) []bound {
	weights, list := q.pool.model.weights, make([]bound, 0, len(q.pool.members))
	for i := range q.pool.members {
		m := &q.pool.members[i]
		if !q.ranks(i, allowed) {
			continue
		}
		b := bound{i, int64(weights.Technology)*q.technology(m) + q.shape(m.shapes[q.direction])}
		if tenths(b.total+q.mostText()) >= q.cut.MinScore {
			list = append(list, b)
		}
	}
	return list
}

// mostText is what the text part can add at most.
func (q *question) mostText() int64 { return int64(q.pool.model.weights.Text) * One }

// descend scores the texts of members in the order of their bounds, as long as worth says that one with such a bound matters.
func (q *question) descend(list []bound, worth func(int64) bool, visit func(found)) {
	for _, step := range inSteps(list) {
		for _, b := range step {
			if !worth(b.total + q.mostText()) {
				continue
			}
			m := &q.pool.members[b.index]
			total := b.total + q.text(m)
			if worth(total) && tenths(total) >= q.cut.MinScore && q.passes(m) {
				visit(found{Place{total, m.id}, b.index})
			}
		}
		if len(step) > 0 && !worth(step[0].total-step[0].total%Tenth+Tenth-1+q.mostText()) {
			return
		}
	}
}

// inSteps puts bounds into steps of a tenth of a point, the highest first: enough order to stop early, at a price in proportion to
// their number.
func inSteps(list []bound) [][]bound {
	var sizes [FullWeight + 1]int
	for _, b := range list {
		sizes[b.total/Tenth]++
	}
	var steps [FullWeight + 1][]bound
	sorted := make([]bound, len(list))
	for i := range steps { // the highest step begins the list
		n := sizes[FullWeight-i]
		steps[i], sorted = sorted[:0:n], sorted[n:]
	}
	for _, b := range list {
		i := FullWeight - b.total/Tenth
		steps[i] = append(steps[i], b)
	}
	return steps[:]
}

// shape is the weighted sum of the parts that all members of a shape have alike.
func (q *question) shape(number uint32) int64 {
	if q.shapes[number] < 0 {
		known, weights := q.pool.shape[number], q.pool.model.weights
		p := &AnalysedProfile{Profile: Profile{MarketID: known.market}}
		q.shapes[number] = int64(weights.Complement)*complementPart(known.side, q.document) + int64(weights.Market)*marketPart(p, known.side, q.document) +
			int64(weights.Stage)*stagePart(known.side, q.document) + int64(weights.Freshness)*freshnessPart(q.document, q.asOf)
	}
	return q.shapes[number]
}

// technology is technologyPart by the similarities worked out beforehand.
func (q *question) technology(m *member) int64 {
	clear(q.best)
	sum, count := int64(0), int64(0)
	for i, t := range m.technologies {
		if t&(uint32(q.direction)+1) == 0 || q.pool.same != nil && q.met(m.technologies[:i], t) {
			continue
		}
		count++
		sum += q.nearest[t>>2]
		for j := range q.best {
			q.best[j] = max(q.best[j], q.similar[j][t>>2])
		}
	}
	if count == 0 || len(q.best) == 0 {
		return 0
	}
	back := int64(0)
	for _, best := range q.best {
		back += best
	}
	return (sum/count + back/int64(len(q.best))) / 2
}

// met tells whether the same node of the tree was named before in the direction asked, by another of its names.
func (q *question) met(before []uint32, t uint32) bool {
	return slices.ContainsFunc(before, func(b uint32) bool {
		return b&(uint32(q.direction)+1) != 0 && q.pool.same[b>>2] == q.pool.same[t>>2]
	})
}

// text is the weighted text part: relevance by the terms' numbers.
func (q *question) text(m *member) int64 {
	gain, sum, count := int64(0), int64(0), 0
	for _, t := range m.terms {
		if g := weight(t, q.direction) * q.pool.rarity[t>>6]; g > 0 {
			count++
			gain += g
			sum += g * int64(q.impacts[t>>6])
		}
	}
	if count > maxQueryTerms {
		gain, sum = q.longText(m)
	}
	return int64(q.pool.model.weights.Text) * (&query{gain: gain}).part(sum)
}

// longText sums the most telling terms only, those that the query of a profile keeps.
func (q *question) longText(m *member) (gain, sum int64) {
	words := wanted{}
	for _, t := range m.terms {
		words[q.pool.terms.value[t>>6]] = wantedTerm{weight: weight(t, q.direction)}
	}
	asked := q.pool.model.query(words)
	for _, t := range asked.terms {
		sum += t.gain * int64(q.impacts[q.pool.terms.number[t.key]])
	}
	return asked.gain, sum
}

// passes tells whether a member has no gap in a mandatory requirement, where that is asked for.
func (q *question) passes(m *member) bool {
	if !q.cut.EligibleOnly {
		return true
	}
	list := func(fact int) []string { return strings.Split(q.pool.lists.value[m.facts[fact]], separator) }
	q.judged.Profile = Profile{Country: list(countryFact)[0], Region: list(regionFact)[0], SizeClass: list(sizeFact)[0],
		FoundedYear: int(m.founded), Languages: list(languageFact), Certifications: list(certificationFact)}
	q.judged.sides[directionNames[q.direction]] = q.pool.shape[m.shapes[q.direction]].side
	return eligible(q.judged, q.document, q.asOf)
}
