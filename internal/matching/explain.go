package matching

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Bounds of what evidence names.
const (
	maxTechnologyEvidence = 3
	maxWordEvidence       = 6
)

// explain gives the evidence of each part, in the order of partKinds.
func (m *Model) explain(p *AnalysedProfile, d *AnalysedDocument, asOf time.Time) [parts][]Evidence {
	s := p.sides[sideOf(d.Document.Kind)]
	return [parts][]Evidence{
		m.explainTechnology(s, d),
		explainComplement(s, d),
		m.explainText(s, d),
		{explainMarket(p, s, d)},
		{explainStage(s, d)},
		explainFreshness(d, asOf),
	}
}

// kinship is how an organisation's technology answers one of the opportunity's.
type kinship struct {
	own, asked technology
	similarity int64
}

// explainTechnology names, for the opportunity's technologies that are answered best, the organisation's technology that answers.
func (m *Model) explainTechnology(s *side, d *AnalysedDocument) []Evidence {
	switch {
	case len(d.technologies) == 0:
		return []Evidence{because("TECHNOLOGY_NONE_IN_OPPORTUNITY")}
	case len(s.technologies) == 0:
		return []Evidence{because("TECHNOLOGY_NONE_" + directionOf(d))}
	}
	var kin []kinship
	for _, asked := range d.technologies {
		best := kinship{asked: asked}
		for _, own := range s.technologies {
			if similarity := m.similarity(own, asked); similarity > best.similarity {
				best.own, best.similarity = own, similarity
			}
		}
		if best.similarity > 0 {
			kin = append(kin, best)
		}
	}
	if len(kin) == 0 {
		return []Evidence{because("TECHNOLOGY_FAR")}
	}
	slices.SortStableFunc(kin, func(a, b kinship) int { return cmp.Compare(b.similarity, a.similarity) })
	var evidence []Evidence
	for _, k := range kin[:min(len(kin), maxTechnologyEvidence)] {
		evidence = append(evidence, m.explainKinship(k))
	}
	return evidence
}

// directionOf is the direction of the organisation's capabilities that were looked at.
func directionOf(d *AnalysedDocument) string { return sideOf(d.Document.Kind) }

func (m *Model) explainKinship(k kinship) Evidence {
	if k.own.id == k.asked.id {
		return because("TECHNOLOGY_SAME", "technology", k.asked.id)
	}
	above := m.tree.common(k.own.node, k.asked.node)
	code := "TECHNOLOGY_RELATED"
	switch {
	case above == k.asked.node:
		return because("TECHNOLOGY_NARROWER", "ownTechnology", k.own.id, "technology", k.asked.id)
	case above == k.own.node:
		return because("TECHNOLOGY_BROADER", "ownTechnology", k.own.id, "technology", k.asked.id)
	case m.tree.parent[k.own.node] == above && m.tree.parent[k.asked.node] == above:
		code = "TECHNOLOGY_SIBLING"
	}
	return because(code, "ownTechnology", k.own.id, "technology", k.asked.id, "common", m.tree.id[above])
}

func explainComplement(s *side, d *AnalysedDocument) []Evidence {
	kind := d.Document.Kind
	if complementPart(s, d) == 0 {
		return []Evidence{because("COMPLEMENT_NONE", "kind", kind)}
	}
	evidence := []Evidence{because("COMPLEMENT_"+directionOf(d), "kind", kind)}
	own, asked := closestPartnership(s, d)
	switch {
	case partnershipPart(s, d) == 0:
		return append(evidence, because("PARTNERSHIP_OTHER",
			"ownPartnership", strings.Join(s.partnerships, "|"), "partnership", strings.Join(d.Document.Partnerships, "|")))
	case own == "":
		return append(evidence, because("PARTNERSHIP_UNKNOWN"))
	case own == asked:
		return append(evidence, because("PARTNERSHIP_SAME", "partnership", asked))
	}
	return append(evidence, because("PARTNERSHIP_NEAR", "ownPartnership", own, "partnership", asked))
}

// explainText names the words in common that count most.
func (m *Model) explainText(s *side, d *AnalysedDocument) []Evidence {
	var shared []queryTerm
	common(s.query.terms, d.terms, func(t queryTerm, h *heldTerm) {
		t.gain *= m.impact(d, h)
		shared = append(shared, t)
	})
	slices.SortFunc(shared, func(a, b queryTerm) int {
		return cmp.Or(cmp.Compare(b.gain, a.gain), cmp.Compare(a.surface, b.surface), cmp.Compare(a.key, b.key))
	})
	var words []string
	for _, t := range shared {
		if len(words) < maxWordEvidence && !slices.Contains(words, t.surface) {
			words = append(words, t.surface)
		}
	}
	language := d.Document.Language
	switch {
	case len(words) > 0:
		return []Evidence{because("TEXT_WORDS", "words", strings.Join(words, "|"))}
	case !s.query.stated:
		return []Evidence{because("TEXT_EMPTY")}
	case language != "" && len(s.languages) > 0 && !slices.Contains(s.languages, language):
		return []Evidence{because("TEXT_OTHER_LANGUAGE", "language", language, "ownLanguage", strings.Join(s.languages, "|"))}
	}
	return []Evidence{because("TEXT_NONE")}
}

func explainMarket(p *AnalysedProfile, s *side, d *AnalysedDocument) Evidence {
	market := d.Document.MarketID
	own := p.Profile.MarketID
	switch score := marketPart(p, s, d); {
	case market == "":
		return because("MARKET_UNKNOWN")
	case own == "" && len(s.markets) == 0:
		return because("MARKET_NOT_STATED", "market", market)
	case score == One && own != "":
		return because("MARKET_SAME", "market", market)
	case score == One:
		return because("MARKET_WANTED", "market", market)
	case own != "":
		return because("MARKET_OTHER", "market", market, "ownMarket", own)
	}
	return because("MARKET_OTHER", "market", market, "ownMarket", strings.Join(s.markets, "|"))
}

func explainStage(s *side, d *AnalysedDocument) Evidence {
	own, steps := nearestStage(s, d)
	switch {
	case d.stage < 0:
		return because("STAGE_UNKNOWN_OPPORTUNITY")
	case steps < 0:
		return because("STAGE_UNKNOWN_ORGANISATION", "stage", stages[d.stage])
	case steps == 0:
		return because("STAGE_SAME", "stage", stages[d.stage])
	}
	return because("STAGE_APART", "ownStage", stages[own], "stage", stages[d.stage], "steps", strconv.Itoa(steps))
}

func explainFreshness(d *AnalysedDocument, asOf time.Time) []Evidence {
	evidence := []Evidence{because("PUBLISHED_UNKNOWN")}
	if age, known := daysSince(d, asOf); known {
		evidence[0] = because("PUBLISHED_DAYS", "days", strconv.FormatInt(age, 10))
	}
	if left, ends := daysLeft(d, asOf); ends {
		evidence = append(evidence, because("CLOSES_DAYS", "days", strconv.FormatInt(left, 10)))
	}
	return evidence
}
