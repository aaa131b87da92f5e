package demo

import (
	"github.com/bioxclusters/portal/internal/opportunity"
)

var requirementKinds = []opportunity.RequirementKind{opportunity.RequiresCertification, opportunity.RequiresSizeClass, opportunity.RequiresCountry,
	opportunity.RequiresRegion, opportunity.RequiresLanguage, opportunity.RequiresStage, opportunity.RequiresTRL, opportunity.RequiresYearsInBusiness,
	opportunity.RequiresIPR}

// requirement makes up what is asked for of a kind, from the other side of the opportunity's owner.
func (w *world) requirement(d dice, x *deal, kind opportunity.RequirementKind) opportunity.Requirement {
	r := opportunity.Requirement{Kind: kind, Values: []string{}}
	europe := x.owner.market != nil
	switch kind {
	case opportunity.RequiresCertification:
		r.Values = some(d, standards[w.techs[x.subject].branch], 2)
		if !europe {
			r.Values = append([]string(nil), localStandards[x.market.code]...)
		}
	case opportunity.RequiresSizeClass:
		r.Values = pick(d, [][]string{{"MICRO", "SMALL"}, {"SMALL", "MEDIUM"}, {"MICRO", "SMALL", "MEDIUM"}, {"MEDIUM", "LARGE"}})
	case opportunity.RequiresCountry:
		r.Values = []string{x.market.code}
		if europe {
			r.Values = some(d, []string{"DE", "ES", "FR", "IT"}, d.between(2, 4))
		}
	case opportunity.RequiresRegion:
		if !europe {
			return w.requirement(d, x, opportunity.RequiresCountry)
		}
		r.Values = some(d, []string{"ES51", "FRK2", "DE2", "ITC1"}, d.between(1, 3))
	case opportunity.RequiresLanguage:
		r.Values = []string{"en"}
		if d.chance(40) {
			r.Values = append(r.Values, x.market.languages[0])
		}
		r.Values = distinct(r.Values)
	case opportunity.RequiresStage:
		from := d.IntN(3)
		for _, s := range stageList[from+1:] {
			r.Values = append(r.Values, string(s))
		}
	case opportunity.RequiresTRL:
		r.Min = new(int)
		*r.Min = d.between(2, 7)
		if d.chance(30) {
			r.Max = new(int)
			*r.Max = min(9, *r.Min+d.between(2, 4))
		}
	case opportunity.RequiresYearsInBusiness:
		r.Min = new(int)
		*r.Min = pick(d, []int{1, 2, 3, 5, 10})
	case opportunity.RequiresIPR:
		r.Values = pick(d, [][]string{{"GRANTED"}, {"APPLIED", "GRANTED"}, {"SECRET_KNOW_HOW", "APPLIED", "GRANTED"}})
	}
	return r
}

// codes begin references, as package opportunity writes them.
var codes = map[opportunity.Kind]string{opportunity.BusinessOffer: "BO", opportunity.BusinessRequest: "BR",
	opportunity.TechnologyOffer: "TO", opportunity.TechnologyRequest: "TR", opportunity.ResearchRequest: "RD"}

// gesture of a kind, which says how its texts are written.
func gesture(k opportunity.Kind) string {
	switch k {
	case opportunity.BusinessOffer, opportunity.TechnologyOffer:
		return "offer"
	case opportunity.ResearchRequest:
		return "research"
	}
	return "request"
}
