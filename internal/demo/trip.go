package demo

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/mission"
)

// trip is a mission whose registrations are played through, event by event, with the portal's own rules of admission.
type trip struct {
	plan
	*world
	dice
	id            id.Mission
	starts, ends  day.Date
	opens, closes time.Time
	zone          string
	market        *marketRef
	list          []*booking // by arrival
	standing      mission.Standing
	events        []event // still to come, earliest first
}

// booking is a registration with its history.
type booking struct {
	id         id.Registration
	who        *business
	status     mission.RegistrationStatus
	reason     mission.PlaceReason // "" for none
	until      time.Time           // of an offer
	arrival    int
	motivation string
	history    []decision
	reviews    []*mission.Assessment
	score      *int // hundredths of a point; nil until two have reviewed it
}

type decision struct {
	at    time.Time
	to    mission.RegistrationStatus
	actor id.User
	why   string
}

// event is something that happens to a booking, or, without one, to the whole mission.
type event struct {
	at time.Time
	do func(at time.Time)
}

// later puts an event among those to come; what would happen after the as-of day, does not.
func (x *trip) later(at time.Time, do func(time.Time)) {
	if at.Before(x.asOf) {
		x.events = append(x.events, event{at, do})
		slices.SortStableFunc(x.events, func(a, b event) int { return a.at.Compare(b.at) })
	}
}

// admit plays the application window, the waiting list and what came of it.
func (x *trip) admit(n int) {
	x.standing = mission.Standing{Capacity: x.capacity, Quotas: map[id.Cluster]*mission.Quota{}, Guarantees: x.admission == mission.FirstCome,
		Taken: map[id.Cluster]int{}, Waiting: map[id.Cluster]int{}}
	for c, cluster := range x.clusters {
		if x.guaranteed != nil {
			x.standing.Quotas[cluster.id] = &mission.Quota{ClusterID: cluster.id, Guaranteed: x.guaranteed[c]}
		} else if x.limit != nil {
			x.standing.Quotas[cluster.id] = &mission.Quota{ClusterID: cluster.id, Maximum: &x.limit[c]}
		}
	}
	end := x.closes
	if x.asOf.Before(end) {
		end = x.asOf.Add(-2 * time.Hour)
	}
	for _, b := range x.applicantsOf(n) {
		at := x.opens.Add(time.Duration(x.Float64() * float64(end.Sub(x.opens)))).Truncate(time.Millisecond)
		x.later(at, func(at time.Time) { x.arrive(b, at) })
	}
	if x.admission == mission.Selection {
		x.later(x.closes.Add(10*24*time.Hour), x.choose)
	} else {
		x.later(x.closes, func(at time.Time) { x.standing.Guarantees = false; x.serve(at) })
	}
	if x.lateWithdrawal {
		x.later(x.asOf.Add(-7*time.Hour), x.leave)
	}
	x.later(x.starts.Begin(time.UTC).Add(-time.Minute), x.depart)
	for len(x.events) > 0 {
		next := x.events[0]
		x.events = x.events[1:]
		next.do(next.at)
	}
}

// applicantsOf are different verified SMEs, with sme@demo.example's among those of the first mission alone.
func (x *trip) applicantsOf(n int) []*business {
	var list []*business
	seen := map[int]bool{0: true}
	if n == 0 {
		list = append(list, x.sme(0))
	}
	for tries := 0; len(list) < x.applicants && tries < 50*x.applicants; tries++ {
		i := x.IntN(x.SMEs)
		if b := x.sme(i); !seen[i] && b.verified() && b.at.Before(x.opens) {
			seen[i] = true
			list = append(list, b)
		}
	}
	return list
}

// arrive registers a newcomer.
func (x *trip) arrive(b *business, at time.Time) {
	first := b.capabilities[0]
	v := x.voice(x.dice, b.language, first.subject(), first.area(x.world), x.market)
	r := &booking{who: b, arrival: len(x.list) + 1, id: newID[id.Registration](x.dice, at), motivation: v.say(v.Motivation)}
	x.serve(at)
	to := mission.RegistrationSubmitted
	if x.admission == mission.FirstCome {
		verdict := x.standing.Admit(b.cluster.id)
		to, r.reason = verdict.Status, verdict.Reason
	}
	x.list = append(x.list, r)
	x.move(r, at, to, x.writerFor(b), "")
	left := x.status == mission.Closed && x.chance(25) // for the staff to decide on
	if x.admission == mission.Selection && !left {
		x.later(at.Add(time.Duration(x.between(30, 200))*time.Hour), func(at time.Time) { x.examine(r, at) })
	}
	if x.chance(12) && b.number != 0 {
		x.later(at.Add(time.Duration(x.between(20, 900))*time.Hour), func(at time.Time) { x.withdraw(r, at) })
	}
}

// move changes a status and keeps the count of places.
func (x *trip) move(r *booking, at time.Time, to mission.RegistrationStatus, actor id.User, why string) {
	cluster := r.who.cluster.id
	x.count(cluster, r.status, -1)
	x.count(cluster, to, 1)
	r.status = to
	r.history = append(r.history, decision{at, to, actor, why})
	if to != mission.RegistrationOffered {
		r.until = time.Time{}
	}
	switch to {
	case mission.RegistrationOffered, mission.RegistrationConfirmed, mission.RegistrationWaitlisted:
	default:
		r.reason = ""
	}
}

func (x *trip) count(c id.Cluster, s mission.RegistrationStatus, n int) {
	switch s {
	case mission.RegistrationConfirmed, mission.RegistrationOffered:
		x.standing.Taken[c] += n
	case mission.RegistrationWaitlisted:
		x.standing.Waiting[c] += n
		x.standing.Queue += n
	}
}

// serve offers free places to the waiting list.
func (x *trip) serve(at time.Time) {
	var waiting []mission.Waiter
	byID := map[id.Registration]*booking{}
	for _, r := range x.list {
		if r.status == mission.RegistrationWaitlisted {
			byID[r.id] = r
			waiting = append(waiting, mission.Waiter{ID: r.id, ClusterID: r.who.cluster.id})
		}
	}
	if len(waiting) == 0 {
		return
	}
	for _, offer := range x.standing.Serve(waiting) {
		r := byID[offer.ID]
		x.standing.Taken[offer.ClusterID]-- // Serve has counted it already, and move does again
		x.standing.Waiting[offer.ClusterID]++
		x.standing.Queue++
		x.move(r, at, mission.RegistrationOffered, "", "")
		r.reason, r.until = offer.Reason, at.Add(72*time.Hour)
		x.answer(r, at)
	}
}

// answer has an offer taken, declined or lapse in its time.
func (x *trip) answer(r *booking, at time.Time) {
	until := r.until
	if at.After(x.asOf.Add(-12 * time.Hour)) {
		return // nobody has answered yet
	}
	to, when := mission.RegistrationConfirmed, at.Add(time.Duration(x.between(4, 60))*time.Hour)
	switch n := x.IntN(100); {
	case n < 12:
		to = mission.RegistrationDeclined
	case n < 24:
		to, when = mission.RegistrationLapsed, until
	}
	x.later(when, func(at time.Time) {
		if r.status != mission.RegistrationOffered || r.until != until {
			return
		}
		x.move(r, at, to, "", "")
		x.serve(at)
	})
}

// withdraw takes a registration back, if it still lives and the mission does not run.
func (x *trip) withdraw(r *booking, at time.Time) {
	switch r.status {
	case mission.RegistrationConfirmed, mission.RegistrationWaitlisted, mission.RegistrationOffered, mission.RegistrationSubmitted, mission.RegistrationEligible:
		if at.Before(x.starts.Begin(time.UTC).Add(-time.Hour)) {
			x.move(r, at, mission.RegistrationWithdrawn, x.writerFor(r.who), pick(x.dice, []string{"", "A customer visit falls into the same week.", "Our budget was cut."}))
			x.serve(at)
		}
	}
}

// leave has somebody with a place withdraw whose place another can have.
func (x *trip) leave(at time.Time) {
	for _, r := range x.list {
		if r.status == mission.RegistrationConfirmed {
			x.withdraw(r, at)
			return
		}
	}
}

// examine decides whether an applicant can be chosen.
func (x *trip) examine(r *booking, at time.Time) {
	if r.status != mission.RegistrationSubmitted {
		return
	}
	if x.chance(14) {
		x.move(r, at, mission.RegistrationIneligible, x.staffOf(x.clusters[x.home]), "The company has no product in the field of this mission.")
		return
	}
	x.move(r, at, mission.RegistrationEligible, x.staffOf(x.clusters[x.home]), "")
	x.review(r, at)
	if x.chance(75) {
		x.review(r, at.Add(time.Hour))
	}
}

// criterionList is what candidates of a SELECTION are scored on.
var criterionList = []*mission.Criterion{{Name: "Fit with the market", Weight: 40}, {Name: "Maturity of the product", Weight: 35}, {Name: "Readiness of the team", Weight: 25}}

// review has the staff of the mission's cluster score a candidate, and after them the coordinator; only where these are two people.
func (x *trip) review(r *booking, at time.Time) {
	reviewers := []id.User{x.staffOf(x.clusters[x.home]), x.accountID(coordinatorAccount)}
	if reviewers[0] == reviewers[1] || len(r.reviews) == len(reviewers) {
		return
	}
	a := &mission.Assessment{ReviewerID: reviewers[len(r.reviews)], At: at}
	for range criterionList {
		a.PointList = append(a.PointList, int64(x.between(3, 10)))
	}
	r.reviews = append(r.reviews, a)
	r.score = mission.ScoreOf(criterionList, r.reviews)
}

// byScore orders candidates, the best first; those without a score come last, as they arrived.
func byScore(a, b *booking) int {
	score := func(r *booking) int {
		if r.score == nil {
			return -1
		}
		return *r.score
	}
	return score(b) - score(a)
}

// choose gives the places of a SELECTION to the best, then a waiting list of four, and refusals.
func (x *trip) choose(at time.Time) {
	staff, given := x.staffOf(x.clusters[x.home]), 0
	for _, r := range x.list {
		if r.status == mission.RegistrationSubmitted {
			x.examine(r, at.Add(-time.Hour))
		}
		x.review(r, at.Add(-time.Hour))
	}
	for _, r := range slices.SortedStableFunc(slices.Values(x.list), byScore) {
		if r.status != mission.RegistrationEligible {
			continue
		}
		switch given++; {
		case given <= x.capacity:
			r.reason = mission.OpenPlace
			x.move(r, at, mission.RegistrationConfirmed, staff, "")
		case given <= x.capacity+4:
			r.reason = mission.Full
			x.move(r, at, mission.RegistrationWaitlisted, staff, "")
		default:
			x.move(r, at, mission.RegistrationRejected, staff, "Other applications fit the programme better.")
		}
	}
}

// depart ends the waiting when the mission starts, and tells afterwards who was there.
func (x *trip) depart(at time.Time) {
	for _, r := range x.list {
		if r.status == mission.RegistrationOffered {
			x.move(r, at, mission.RegistrationLapsed, "", "")
		}
	}
	if x.status != mission.Completed {
		return
	}
	after := x.ends.Add(1).Begin(time.UTC).Add(10 * time.Hour)
	for _, r := range x.list {
		if r.status == mission.RegistrationConfirmed {
			to := mission.RegistrationAttended
			if x.chance(6) && r.who.number != 0 {
				to = mission.RegistrationNoShow
			}
			x.move(r, after, to, x.staffOf(x.clusters[x.home]), "")
		}
	}
	x.events = nil // nothing happens to it any more
}

// description is Markdown.
func (x *trip) description() string {
	who := "Companies of the four clusters travel together"
	if x.direction == mission.Inbound {
		who = "Guests from the market meet companies of the four clusters"
	}
	return x.plan.about + "\n\n" + who + ". Every company names up to " + string(rune('0'+x.seats)) + " delegates. The cluster that runs the mission helps to prepare documents and meetings."
}

var sessions = [][3]string{{"Welcome and briefing", "Meeting of the delegation", "Networking with local companies"},
	{"Regulatory seminar", "One-to-one meetings", "Visit to a hospital"}, {"Company presentations", "One-to-one meetings", "Reception"},
	{"Visit to a science park", "Talks with distributors", "Round table on intellectual property"}, {"Site visits", "Review of the week and next steps", "Time for individual appointments"}}

// agenda is the programme, three sessions a day, as JSON.
func (x *trip) agenda() string {
	zone, err := time.LoadLocation(x.zone)
	if err != nil {
		zone = time.UTC
	}
	items := []*mission.AgendaItem{}
	for n := range x.days {
		begin := x.starts.Add(n).Begin(zone)
		row := sessions[n%len(sessions)]
		for k, hour := range []int{9, 11, 15} {
			from := begin.Add(time.Duration(hour) * time.Hour).UTC()
			items = append(items, &mission.AgendaItem{StartsAt: from, EndsAt: from.Add(100 * time.Minute), Title: row[k], Place: x.venue})
		}
	}
	raw, _ := json.Marshal(items) // plain strings and times
	return string(raw)
}

// criteria are what candidates are scored on, as JSON: nothing where places go by arrival.
func (x *trip) criteria() string {
	if x.admission != mission.Selection {
		return "[]"
	}
	raw, _ := json.Marshal(criterionList) // plain strings and numbers
	return string(raw)
}
