package matching

// BM25 (Robertson, Walker, Jones, Hancock-Beaulieu and Gatford, "Okapi at TREC-3", 1994) with k1 = 1.2 and b = 0.75 and the inverse
// document frequency log(1 + (N - n + 0.5) / (n + 0.5)) that is never below zero. The numbers below are thousandths.
const (
	k1       = 1200
	k1Fixed  = 300 // k1 * (1 - b): the part of k1 that does not depend on the document's length
	k1Length = 900 // k1 * b
)

// maxCount is how often a term counts at the most, and maxLength how long a document.
const (
	maxCount  = 1<<8 - 1
	maxLength = 1<<16 - 1
)

// titleWeight is how many times a word of the title counts.
const titleWeight = 2

// fullImpact is the impact of a term that a document could not hold more of.
const fullImpact = 255

// rarity is the inverse document frequency of a term in 128ths of a bit, 0 for a term that no document holds.
//
// 1 + (N-n+0.5)/(n+0.5) = (N+1)/(n+0.5) = (2N+2)/(2n+1).
//
// In this unit the greatest sum of gains times impacts, 64 terms of weight 64 that a single one of 2^31 documents holds, fits into 32
// bits: what an index adds up in.
func (m *Model) rarity(key uint64) int64 {
	holding := m.statistics.Terms[key]
	if holding <= 0 {
		return 0
	}
	return max(0, log2(uint64(2*m.statistics.Documents+2))-log2(uint64(2*holding+1))) * 128 / logUnit
}

// impact is what a term adds to a document's relevance, apart from its rarity: tf / (tf + k1 * (1 - b + b * length / average
// length)) in 255ths, at least 1, of a count of at most 255. It is this integer by definition, so that an index may keep it in a byte
// and still give the score that the pair has.
func impact(count, length, averageLength int64) uint8 {
	count = min(count, maxCount)
	norm := int64(k1)
	if averageLength > 0 {
		norm = k1Fixed + k1Length*1000*length/averageLength
	}
	tf := count * 1000
	return uint8(max(1, (2*fullImpact*tf+tf+norm)/(2*(tf+norm))))
}

// impact is the impact of a term that a document holds.
func (m *Model) impact(d *AnalysedDocument, h *heldTerm) int64 {
	if h.impact > 0 {
		return int64(h.impact)
	}
	return int64(impact(int64(h.count), d.length, m.statistics.AverageLength))
}

// relevance is the text part: BM25 of the side's query over the document's terms, brought to 0..1.
func (m *Model) relevance(s *side, d *AnalysedDocument) int64 {
	sum := int64(0)
	common(s.query.terms, d.terms, func(t queryTerm, h *heldTerm) { sum += t.gain * m.impact(d, h) })
	return s.query.part(sum)
}

// part brings a sum of gains times impacts to millionths: with r the share of the highest sum the query could reach, the part is
// 9r / (8r + 1): 0 for nothing, 1 for everything, and 0.56 for an eighth, since a profile speaks of more than any one opportunity
// does. It depends on the pair and the snapshot only and never falls as the sum rises.
func (q *query) part(sum int64) int64 {
	highest := q.gain * fullImpact
	if highest == 0 {
		return 0
	}
	sum = min(sum, highest)
	return min(One, scale(9*sum, One, 8*sum+highest))
}

// common calls found for every term of the query that the document holds, in one walk along both.
func common(terms []queryTerm, held []heldTerm, found func(queryTerm, *heldTerm)) {
	at := 0
	for i := range terms {
		for at < len(held) && held[at].key < terms[i].key {
			at++
		}
		if at == len(held) {
			return
		}
		if held[at].key == terms[i].key {
			found(terms[i], &held[at])
		}
	}
}
