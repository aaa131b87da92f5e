package demo

import (
	"slices"

	"github.com/bioxclusters/portal/internal/organisation"
)

// needs says of which branches a company of a branch seeks help.
var needs = map[string][]string{
	"medicines":                    {"development-services", "development-services", "manufacturing-packaging", "medicines", "digital-health", "diagnostics"},
	"development-services":         {"research-tools", "digital-health", "development-services", "medicines"},
	"diagnostics":                  {"research-tools", "manufacturing-packaging", "diagnostics", "digital-health", "development-services"},
	"medical-devices":              {"manufacturing-packaging", "medical-devices", "digital-health", "development-services"},
	"digital-health":               {"digital-health", "medical-devices", "development-services", "diagnostics"},
	"research-tools":               {"research-tools", "development-services", "manufacturing-packaging"},
	"industrial-agri-food-biotech": {"industrial-agri-food-biotech", "manufacturing-packaging", "research-tools"},
	"manufacturing-packaging":      {"manufacturing-packaging", "medicines", "medical-devices"},
}

// standards are certifications that suit a branch, the likeliest first.
var standards = map[string][]string{
	"medicines":                    {"GMP", "ISO 9001", "GLP"},
	"development-services":         {"GCP", "GLP", "ISO 9001", "ISO 17025"},
	"diagnostics":                  {"ISO 13485", "CE-IVDR", "ISO 15189", "FDA 510(k)"},
	"medical-devices":              {"ISO 13485", "CE-MDR", "FDA 510(k)", "ANVISA", "NMPA"},
	"digital-health":               {"ISO 27001", "ISO 13485", "CE-MDR"},
	"research-tools":               {"ISO 9001", "ISO 17025"},
	"industrial-agri-food-biotech": {"ISO 9001", "ISO 22000", "GMP"},
	"manufacturing-packaging":      {"GMP", "ISO 9001", "ISO 13485", "ISO 15378"},
}

// localStandards are approvals that partners in a market hold.
var localStandards = map[string][]string{"CN": {"NMPA", "GMP"}, "BR": {"ANVISA", "ISO 9001"}, "US": {"FDA 510(k)", "GMP"}}

// trades by NACE Rev. 2.
var naceOf = map[string][]string{
	"medicines": {"72.11", "21.20"}, "development-services": {"72.11", "72.19", "71.20"}, "diagnostics": {"21.20", "26.60", "32.50"},
	"medical-devices": {"32.50", "26.60"}, "digital-health": {"62.01", "63.11"}, "research-tools": {"72.11", "26.51"},
	"industrial-agri-food-biotech": {"72.11", "10.89", "20.15"}, "manufacturing-packaging": {"21.10", "21.20", "22.22"},
}

var stageList = []organisation.Stage{organisation.Concept, organisation.UnderDevelopment, organisation.LabTested, organisation.Demonstration, organisation.OnMarket}

// stageWeights, by domain: medicines take long, services are on the market or are none.
var stageWeights = map[string][]int{
	"drug": {8, 34, 28, 18, 12}, "device": {4, 20, 20, 22, 34}, "test": {4, 20, 20, 22, 34}, "software": {4, 20, 14, 26, 36}, "service": {0, 4, 4, 10, 82}, "bio": {4, 16, 22, 20, 38},
}

// partnerships that go with a direction, likely ones more often.
var (
	offered = []organisation.Partnership{organisation.Commercial, organisation.Commercial, organisation.CommercialWithTechnicalAssistance, organisation.ResearchCooperation, organisation.Investment}
	sought  = []organisation.Partnership{organisation.Supplier, organisation.Outsourcing, organisation.ResearchCooperation, organisation.Commercial, organisation.CommercialWithTechnicalAssistance}
)

// equip gives a business its capabilities and what goes with its branch.
func (w *world) equip(d dice, b *business) {
	subjects := w.subjects[b.branch]
	main := pick(d, subjects)
	if b.number == 0 && b.market == nil {
		main = w.bySlug["mrna-technology"]
	}
	if hasAreas(b.branch) {
		b.areas = some(d, w.areas, d.between(1, 2))
		if b.number == 0 && b.market == nil {
			b.areas = []int{w.bySlug["respiratory-viral-infections"], w.bySlug["solid-tumours"]}
		}
	}
	offers, seeks := d.weighted(0, 45, 40, 15), d.weighted(0, 60, 40)
	if b.number == 0 {
		offers, seeks = 3, 2
	}
	for n := range offers {
		subject := main
		if n > 0 {
			subject = w.sibling(d, main)
		}
		w.able(d, b, organisation.Offers, subject)
	}
	for range seeks {
		branch := b.branch
		if b.market == nil {
			branch = pick(d, needs[b.branch])
		}
		w.able(d, b, organisation.Seeks, pick(d, w.subjects[branch]))
	}
	for n, s := range standards[b.branch] {
		if d.chance(50 - 12*n) {
			b.certifications = append(b.certifications, s)
		}
	}
	if b.market != nil {
		b.certifications = append(b.certifications, some(d, localStandards[b.market.code], 1)...)
	}
	slices.Sort(b.certifications)
	b.certifications = slices.Compact(b.certifications)
	b.nace = some(d, naceOf[b.branch], d.between(1, 2))
}

func hasAreas(branch string) bool {
	return branch != "industrial-agri-food-biotech" && branch != "manufacturing-packaging"
}

// able adds a capability.
func (w *world) able(d dice, b *business, direction organisation.Direction, subject int) {
	c := capability{direction: direction, techs: []int{subject}, markets: b.markets, stage: stageList[d.weighted(stageWeights[w.techs[subject].domain]...)]}
	if areas := w.areasOf(b, subject); len(areas) > 0 && d.chance(80) {
		c.techs = append(c.techs, pick(d, areas))
	}
	list := offered
	if direction == organisation.Seeks {
		list = sought
	}
	c.partnerships = distinct(some(d, list, d.between(1, 3)))
	b.capabilities = append(b.capabilities, c)
}

// areasOf are the therapeutic areas in which a business may use a technology: its own, unless the technology suits others only.
func (w *world) areasOf(b *business, subject int) []int {
	if !hasAreas(w.techs[subject].branch) {
		return nil
	}
	slugs, particular := w.suiting[w.techs[subject].slug]
	if !particular {
		return b.areas
	}
	areas := make([]int, len(slugs))
	for i, s := range slugs {
		areas[i] = w.bySlug[s]
	}
	return areas
}

// sibling is another subject near one: of the same parent, else of the same branch.
func (w *world) sibling(d dice, of int) int {
	t := w.techs[of]
	var near []int
	for _, other := range w.subjects[t.branch] {
		if other != of && w.techs[other].parent == t.parent {
			near = append(near, other)
		}
	}
	if len(near) == 0 {
		near = w.subjects[t.branch]
	}
	return pick(d, near)
}

// distinct drops what came before.
func distinct[T comparable](list []T) []T {
	var out []T
	for _, item := range list {
		if !slices.Contains(out, item) {
			out = append(out, item)
		}
	}
	return out
}
