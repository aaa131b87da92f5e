package demo

import (
	"slices"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
)

// deal is an opportunity of the demonstration, all but its texts.
type deal struct {
	number       int
	id           id.Opportunity
	at           time.Time // of making
	owner        *business
	best         *business // the SME it was made for, nil for most
	market       *marketRef
	kind         opportunity.Kind
	status       opportunity.Status
	subject      int
	area         int // -1 for none
	techs        []int
	stage        organisation.Stage // "" for none
	trl          int                // 0 for none
	ipr          opportunity.IPR    // "" for none
	partnerships []organisation.Partnership
	requirements []opportunity.Requirement
	language     string
	confidential bool
	published    time.Time // zero while it is not
	expires      time.Time
	deadline     day.Date // "" for none
}

// open tells whether interest can be shown on the as-of day.
func (x *deal) open(asOf day.Date) bool {
	return x.status == opportunity.Published && x.owner.verified() && (x.deadline == "" || x.deadline >= asOf)
}

const lived = 365 * 24 * time.Hour // a publication's life, as package opportunity has it

// deal makes opportunity k, the oldest being the first.
func (w *world) deal(k int) *deal {
	d := roll(w.Seed, "opportunity", k)
	x := &deal{number: k, at: w.madeAt(d, k), area: -1}
	role, status := w.roleOf(k)
	x.id = newID[id.Opportunity](d, x.at)
	switch {
	case role == ofSME:
		w.write(d, x, w.sme(0))
	case role == ofPartner:
		w.write(d, x, w.partners[0])
	case role == forSME:
		w.plant(d, x, w.sme(0))
	case k%5 >= 3:
		w.write(d, x, w.author(d))
	case d.chance(65):
		w.plant(d, x, w.chosen(k))
	default:
		m := w.markets[d.weighted(38, 25, 37)]
		w.write(d, x, w.partners[pick(d, m.partners)])
	}
	x.confidential = d.chance(8)
	w.detail(d, x)
	w.live(d, x, status)
	w.require(d, x)
	return x
}

// madeAt spreads opportunities over the last 480 days, more of them lately.
func (w *world) madeAt(d dice, k int) time.Time {
	left := 1 - (float64(k)+d.Float64())/float64(w.Opportunities)
	age := time.Duration(left * left * (2 - left) * float64(480*24*time.Hour))
	return w.asOf.Add(-age - time.Hour).Truncate(time.Millisecond)
}

// role of an opportunity that the demonstration accounts need.
type role int

const (
	anyRole   role = iota
	ofSME          // of sme@demo.example's organisation
	ofPartner      // of partner@demo.example's
	forSME         // a good match for the former
)

// cast are the opportunities of the demonstration accounts among the last twenty that have a role, the newest first; the others are
// made for the SME.
var cast = map[int]struct {
	role   role
	status opportunity.Status
}{
	0: {ofSME, opportunity.Draft}, 5: {ofSME, opportunity.Published}, 11: {ofSME, opportunity.ChangesRequested},
	1: {ofPartner, opportunity.Submitted}, 6: {ofPartner, opportunity.Published}, 12: {ofPartner, opportunity.Published}, 16: {ofPartner, opportunity.Published},
}

// roleOf gives some of the newer third of the opportunities a role, and the status that goes with it.
func (w *world) roleOf(k int) (role, opportunity.Status) {
	back, step := w.Opportunities-1-k, max(1, w.Opportunities/60)
	if back >= 20*step || back%step != 0 {
		return anyRole, ""
	}
	if c, found := cast[back/step]; found {
		return c.role, c.status
	}
	return forSME, opportunity.Published
}

// author is a verified SME.
func (w *world) author(d dice) *business {
	for {
		if b := w.sme(d.IntN(w.SMEs)); b.verified() {
			return b
		}
	}
}

// chosen is the verified SME that opportunity k is made for: one after the other in an order that jumps, so that the planted
// opportunities spread over all SMEs.
func (w *world) chosen(k int) *business {
	for n := k * 7919; ; n++ {
		if b := w.sme(n % w.SMEs); b.verified() {
			return b
		}
	}
}

// write makes an opportunity out of a capability of its owner: what one offers becomes an offer, what one seeks a request.
func (w *world) write(d dice, x *deal, owner *business) {
	x.owner = owner
	c := pick(d, owner.capabilities)
	x.market = pick(d, owner.markets)
	x.language = owner.language
	kinds := []opportunity.Kind{opportunity.BusinessOffer, opportunity.TechnologyOffer, opportunity.ResearchRequest}
	if c.direction == organisation.Seeks {
		kinds = []opportunity.Kind{opportunity.BusinessRequest, opportunity.TechnologyRequest, opportunity.ResearchRequest}
	}
	x.kind = kinds[d.weighted(42, 43, 15)]
	w.about(d, x, c, 85)
}

// plant makes an opportunity of a partner that answers a capability of an SME: it asks for what the SME offers, or offers what it
// seeks, in a market that interests it.
func (w *world) plant(d dice, x *deal, best *business) {
	x.best, x.market = best, pick(d, best.markets)
	c := pick(d, best.capabilities)
	owners := x.market.byBranch[w.techs[c.subject()].branch]
	if len(owners) == 0 {
		owners = x.market.partners
	}
	x.owner = w.partners[pick(d, owners)]
	x.language = x.owner.language
	kinds := []opportunity.Kind{opportunity.TechnologyRequest, opportunity.BusinessRequest, opportunity.ResearchRequest}
	if c.direction == organisation.Seeks {
		kinds = []opportunity.Kind{opportunity.BusinessOffer, opportunity.TechnologyOffer, opportunity.ResearchRequest}
	}
	x.kind = kinds[d.weighted(45, 38, 17)]
	w.about(d, x, c, 70)
	x.stage = c.stage
	x.partnerships = some(d, c.partnerships, d.between(1, len(c.partnerships)))
}

// about takes over what a capability is about: the same technology in so many per cent, else a sibling.
func (w *world) about(d dice, x *deal, c capability, percent int) {
	x.subject, x.area = c.subject(), c.area(w)
	if !d.chance(percent) {
		x.subject = w.sibling(d, x.subject)
	}
	x.techs = []int{x.subject}
	if x.area >= 0 {
		x.techs = append(x.techs, x.area)
	}
	if d.chance(30) {
		x.techs = distinct(append(x.techs, w.sibling(d, x.subject)))
	}
	x.partnerships = c.partnerships
	x.stage = c.stage
}

// levels are the readiness levels of each stage (Horizon 2020, General Annex G).
var levels = map[organisation.Stage][2]int{organisation.Concept: {1, 2}, organisation.UnderDevelopment: {3, 3},
	organisation.LabTested: {4, 5}, organisation.Demonstration: {6, 7}, organisation.OnMarket: {8, 9}}

var iprs = []opportunity.IPR{opportunity.IPRNone, opportunity.IPRSecretKnowHow, opportunity.IPRApplied, opportunity.IPRGranted}

// detail adds what the kind demands, and what goes with it.
func (w *world) detail(d dice, x *deal) {
	offer := x.kind == opportunity.TechnologyOffer || x.kind == opportunity.BusinessOffer
	switch {
	case x.kind == opportunity.ResearchRequest:
		x.partnerships = []organisation.Partnership{organisation.ResearchCooperation}
		x.stage = []organisation.Stage{organisation.Concept, organisation.UnderDevelopment, organisation.LabTested}[d.IntN(3)]
	case x.kind == opportunity.BusinessOffer && x.stage != organisation.OnMarket && d.chance(70):
		x.stage = organisation.OnMarket
	case x.best == nil && !offer && d.chance(40):
		x.stage = ""
	}
	if l, found := levels[x.stage]; found && d.chance(60) {
		x.trl = d.between(l[0], l[1])
	}
	if x.kind == opportunity.TechnologyOffer || offer && d.chance(50) {
		x.ipr = iprs[d.weighted(8, 22, 30, 40)]
		if x.stage == organisation.Concept {
			x.ipr = iprs[d.weighted(20, 35, 40, 5)]
		}
	}
}

// live decides how far it has come by the as-of day, unless that is decided.
func (w *world) live(d dice, x *deal, decided opportunity.Status) {
	x.status = opportunity.Published
	if w.asOf.Sub(x.at) < 25*24*time.Hour {
		x.status = []opportunity.Status{opportunity.Published, opportunity.Submitted, opportunity.Draft, opportunity.ChangesRequested}[d.weighted(66, 12, 14, 8)]
	}
	if decided != "" {
		x.status = decided
	}
	if x.kind == opportunity.ResearchRequest {
		x.deadline = day.Of(x.at.AddDate(0, 0, d.between(80, 220)), time.UTC)
	}
	if x.status == opportunity.Published {
		w.publish(d, x, decided != "")
	}
}

// publish gives it the days of a published one and lets it end where its time is over; one that is kept is not taken back.
func (w *world) publish(d dice, x *deal, kept bool) {
	x.published = x.at.Add(time.Duration(d.between(60, 9*24*60)) * time.Minute)
	if !x.published.Before(w.asOf) {
		x.published = x.at.Add(30 * time.Minute)
	}
	x.expires = x.published.Add(lived)
	if x.kind == opportunity.ResearchRequest {
		x.expires = x.deadline.Add(1).Begin(time.UTC)
	} else if d.chance(45) {
		x.deadline = day.Of(x.published.AddDate(0, 0, d.between(120, 364)), time.UTC)
	}
	switch {
	case !x.expires.After(w.asOf):
		x.status = opportunity.Expired
	case !kept && d.chance(4):
		x.status = opportunity.Withdrawn
	case !kept && d.chance(1):
		x.status = opportunity.OnHold
	}
}

// require adds up to four requirements. What is mandatory in an opportunity made for an SME, the SME fulfils.
func (w *world) require(d dice, x *deal) {
	for _, kind := range some(d, requirementKinds, d.weighted(25, 30, 25, 15, 5)) {
		r := w.requirement(d, x, kind)
		r.Mandatory = d.chance(35)
		if x.best != nil && r.Mandatory && !fulfils(x.best, x, r) {
			r.Mandatory = false
		}
		x.requirements = append(x.requirements, r)
	}
}

// fulfils tells whether a business certainly brings what is required.
func fulfils(b *business, x *deal, r opportunity.Requirement) bool {
	has := func(facts ...string) bool {
		return slices.ContainsFunc(facts, func(f string) bool { return slices.Contains(r.Values, f) })
	}
	switch r.Kind {
	case opportunity.RequiresCertification:
		return has(b.certifications...)
	case opportunity.RequiresSizeClass:
		return b.size != nil && has(string(*b.size))
	case opportunity.RequiresCountry:
		return has(b.region.country)
	case opportunity.RequiresRegion:
		return has(b.town.nuts, b.town.nuts[:min(4, len(b.town.nuts))])
	case opportunity.RequiresLanguage:
		return has(b.languages...)
	case opportunity.RequiresYearsInBusiness:
		return x.at.Year()-b.founded >= *r.Min
	}
	return false
}
