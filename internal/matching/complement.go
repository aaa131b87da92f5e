package matching

import "slices"

// Types of partnership.
const (
	Commercial               = "COMMERCIAL"
	CommercialWithAssistance = "COMMERCIAL_WITH_TECHNICAL_ASSISTANCE"
	Investment               = "INVESTMENT"
	Outsourcing              = "OUTSOURCING"
	Supplier                 = "SUPPLIER"
	ResearchCooperation      = "RESEARCH_COOPERATION"
)

// complements says how far a capability of a direction answers an opportunity of a kind, in millionths: a need answers an offer, an
// offer a request; research is done by those who offer it and, less surely, by those who look for it. What is not listed is 0:
// two offers of the same thing are rivals.
var complements = map[string]map[string]int64{
	BusinessOffer:     {Seeks: One},
	TechnologyOffer:   {Seeks: One},
	BusinessRequest:   {Offers: One},
	TechnologyRequest: {Offers: One},
	ResearchRequest:   {Offers: One, Seeks: 7 * One / 10},
}

// near says how close two different types of partnership are, in millionths, whichever is named first.
var near = map[[2]string]int64{
	{Commercial, CommercialWithAssistance}:          7 * One / 10,
	{CommercialWithAssistance, Outsourcing}:         3 * One / 10,
	{CommercialWithAssistance, ResearchCooperation}: 3 * One / 10,
	{Commercial, Supplier}:                          5 * One / 10,
	{Outsourcing, Supplier}:                         6 * One / 10,
	{Investment, ResearchCooperation}:               2 * One / 10,
}

// complementPart is how far the organisation's directions answer the kind of opportunity, half of it for that alone and half for the
// types of partnership: the closest pair counts, and nothing stated on a side is neutral.
func complementPart(s *side, d *AnalysedDocument) int64 {
	answer := int64(0)
	for _, direction := range s.directions {
		answer = max(answer, complements[d.Document.Kind][direction])
	}
	return answer * (One + partnershipPart(s, d)) / (2 * One)
}

// partnershipPart is how close the closest pair of types of partnership is.
func partnershipPart(s *side, d *AnalysedDocument) int64 {
	if len(s.partnerships) == 0 || len(d.Document.Partnerships) == 0 {
		return neutral
	}
	closest := int64(0)
	for _, asked := range d.Document.Partnerships {
		closest = max(closest, s.close[asked])
	}
	return closest
}

// closeTo gives how close types of partnership are to the closest of some; 0 for those that it lacks.
func closeTo(own []string) map[string]int64 {
	close := make(map[string]int64, 6)
	for pair, c := range near {
		for i, one := range pair {
			if other := pair[1-i]; slices.Contains(own, one) {
				close[other] = max(close[other], c)
			}
		}
	}
	for _, one := range own {
		close[one] = One
	}
	return close
}

// closestPartnership names the closest pair of types of partnership, the organisation's first; empty when a side states none or none
// are close.
func closestPartnership(s *side, d *AnalysedDocument) (own, asked string) {
	closest := int64(0)
	for _, a := range s.partnerships {
		for _, b := range d.Document.Partnerships {
			c := max(near[[2]string{a, b}], near[[2]string{b, a}])
			if a == b {
				c = One
			}
			if c > closest {
				own, asked, closest = a, b, c
			}
		}
	}
	return own, asked
}
