package matching

// BM25 (Robertson, Walker, Jones, Hancock-Beaulieu and Gatford, "Okapi at TREC-3", 1994) with k1 = 1.2 and b = 0.75 and the inverse
// document frequency log(1 + (N - n + 0.5) / (n + 0.5)) that is never below zero. The numbers below are thousandths.
const (
	k1        = 1200
	k1Fixed   = 300 // k1 * (1 - b): the part of k1 that does not depend on the document's length
	k1Length  = 900 // k1 * b
	frequency = One // the unit of a term's weight within a document
)

// rarity is the inverse document frequency of a term times logUnit, 0 for a term that no document holds.
//
// 1 + (N-n+0.5)/(n+0.5) = (N+1)/(n+0.5) = (2N+2)/(2n+1).
func (m *Model) rarity(key uint64) int64 {
	holding := m.statistics.Terms[key]
	if holding <= 0 {
		return 0
	}
	return max(0, log2(uint64(2*m.statistics.Documents+2))-log2(uint64(2*holding+1)))
}

// lengthNorm is k1 * (1 - b + b * length / average length), in thousandths.
func (m *Model) lengthNorm(length int64) int64 {
	if m.statistics.AverageLength <= 0 {
		return k1
	}
	return k1Fixed + k1Length*1000*length/m.statistics.AverageLength
}

// termWeight is tf * (k1 + 1) / (tf + norm), in millionths.
func termWeight(count, norm int64) int64 {
	return count * 1000 * (k1 + 1000) * (frequency / 1000) / (count*1000 + norm)
}

// relevance is the text part: BM25 of the side's query over the document's terms, brought to 0..1.
//
// With r the share of the highest BM25 the query could reach, the part is 9r / (8r + 1): 0 for nothing, 1 for everything, and
// 0.56 for an eighth, since a profile speaks of more than any one opportunity does. It depends on this pair and the snapshot only.
func (m *Model) relevance(s *side, d *AnalysedDocument) int64 {
	sum, highest := int64(0), s.query.gain*(k1+1000)/1000
	if highest == 0 {
		return 0
	}
	norm := m.lengthNorm(d.length)
	common(s.query.terms, d.terms, func(t queryTerm, count int64) {
		sum += t.gain * termWeight(count, norm) / frequency
	})
	sum = min(sum, highest)
	return min(One, scale(9*sum, One, 8*sum+highest))
}

// common calls found for every term of the query that the document holds, in one walk along both.
func common(terms []queryTerm, held []termCount, found func(queryTerm, int64)) {
	at := 0
	for i := range terms {
		for at < len(held) && held[at].key < terms[i].key {
			at++
		}
		if at == len(held) {
			return
		}
		if held[at].key == terms[i].key {
			found(terms[i], held[at].count)
		}
	}
}
