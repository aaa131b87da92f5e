package mission

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
	"github.com/google/go-cmp/cmp"
)

// reviewer makes one more person who works for cluster number c.
func (w *world) reviewer(c, n int) viewer.Viewer {
	w.t.Helper()
	v := w.staff(c)
	v.User = id.Derived[id.User](fmt.Sprint("reviewer", c, n))
	w.exec(`insert into portal_user (id, email, email_key, name, cluster_id, created_at, updated_at) values ($1, $2, $2, 'R', $3, $4, $4)
		on conflict do nothing`, v.User, fmt.Sprintf("reviewer%d-%d@example.org", c, n), v.Cluster, noon)
	return v
}

// candidates is a SELECTION of cluster 0, co-owned by cluster 1, with n registrations, all eligible.
func (w *world) candidates(in CreateInput, n int) (*Mission, []viewer.Viewer, []*Registration) {
	w.t.Helper()
	in.Admission, in.CoOwners, in.Criteria = Selection, []string{"biom"}, []CriterionInput{{"Fit with the market", 3}, {"Readiness", 1}}
	m, p := w.open(in), w.members(n, 3)
	r := make([]*Registration, n)
	for i, v := range p {
		r[i] = w.register(v, m)
		must(w.s.JudgeEligibility(w.t.Context(), w.staff(0), JudgeInput{RegistrationID: r[i].ID, Eligible: true}))(w.t)
	}
	return m, p, r
}

// score has two people give a candidate so many points out of ten.
func (w *world) score(r *Registration, points int) {
	w.t.Helper()
	for n, v := range []viewer.Viewer{w.reviewer(0, 0), w.reviewer(1, 0)} {
		must(w.s.Score(w.t.Context(), v, ScoreInput{RegistrationID: r.ID, Points: []int{points, points}, Comment: ptr(fmt.Sprint(n))}))(w.t)
	}
}

// The whole way of a SELECTION, of an INBOUND mission, from draft to completion.
func TestSelectionFromDraftToCompletion(t *testing.T) {
	w := newWorld(t)
	ctx, s, staff := t.Context(), w.s, w.staff(0)
	in := draft(3)
	in.Direction, in.Quotas = Inbound, []QuotaInput{{"biopmed", 1, nil}, {"biocat", 0, ptr(1)}}
	m, p, r := w.candidates(in, 7) // of clusters 0 1 2 0 1 2 0
	for i, points := range []int{9, 8, 4, 8, 7, 3} {
		w.score(r[i], points)
	}
	must(s.Score(ctx, staff, ScoreInput{RegistrationID: r[6].ID, Points: []int{10, 10}}))(t) // one review is none
	refused[*Proposal](t, "Registration is open until 2026-10-02 00:00 (Asia/Shanghai); close the mission before you select.")(s.Propose(ctx, staff, ProposeInput{m.ID}))
	w.at(closes)
	if err := s.CloseDue(ctx); err != nil {
		t.Fatal(err)
	}
	proposal := must(s.Propose(ctx, w.staff(1), ProposeInput{m.ID}))(t)
	var chosen []id.Registration
	for _, c := range proposal.Chosen {
		chosen = append(chosen, c.ID)
	}
	if d := cmp.Diff([]id.Registration{r[0].ID, r[1].ID, r[2].ID}, chosen); d != "" || proposal.Total() != 210 {
		t.Error(proposal.Total(), d)
	}
	type reason struct {
		Rule            SelectionRule
		Missing, Review int
		Behind          id.Registration
		Above           int
	}
	got := map[id.Registration]reason{}
	for _, o := range proposal.LeftOut {
		got[o.ID] = reason{o.Rule, o.Missing, o.MissingReviews, o.Behind, o.Above}
	}
	want := map[id.Registration]reason{
		r[3].ID: {MaximumReached, 1000, 0, r[0].ID, 1},
		r[4].ID: {GuaranteedPrior, 1000, 0, r[1].ID, 1},
		r[5].ID: {CapacityReached, 1000, 0, r[2].ID, 0},
		r[6].ID: {NotScored, 0, 1, "", 0},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error("reasons: ", d)
	}
	confirm := func(confirmed ...*Registration) error {
		in := ConfirmSelectionInput{MissionID: m.ID, Rejected: []RejectionInput{{r[6].ID, "The profile is too thin."}}, IdempotencyKey: ptr(fmt.Sprint(len(confirmed)))}
		for _, r := range confirmed {
			in.Confirmed = append(in.Confirmed, r.ID)
		}
		_, err := s.ConfirmSelection(ctx, staff, in)
		return err
	}
	wantFault(t, confirm(r[0], r[1], r[2], r[4]), fault.Conflict, "confirmed")          // four of three
	wantFault(t, confirm(r[0], r[3], r[2]), fault.Conflict, "confirmed")                // two of a cluster that may have one
	wantFault(t, confirm(r[0], r[1], r[4]), fault.Conflict, "confirmed")                // none of a cluster with a guarantee
	wantFault(t, confirm(r[0], r[0]), fault.Invalid, "confirmed.1")                     // twice
	wantFault(t, confirm(r[0], r[6], r[2]), fault.Invalid, "rejected.0.registrationId") // on two lists
	if err := confirm(r[0], r[4], r[2]); err != nil {                                   // staff prefer another of cluster 1
		t.Fatal(err)
	}
	if err := confirm(r[0], r[4], r[2]); err != nil { // the same again, by its key
		t.Error(err)
	}
	check := func(i int, want string) {
		t.Helper()
		if got := w.status(p[i], r[i]); got != want {
			t.Errorf("registration %d: %s, want %s", i, got, want)
		}
	}
	for i, want := range []string{"CONFIRMED OPEN_PLACE", "WAITLISTED FULL", "CONFIRMED OPEN_PLACE", "WAITLISTED CLUSTER_MAXIMUM", "CONFIRMED OPEN_PLACE", "WAITLISTED FULL", "REJECTED -"} {
		check(i, want)
	}
	list := must(s.WaitingList(ctx, p[5], m))(t)
	wantList := []*WaitingPlace{{1, 2, noon, ptr(8000), Full, nil, "", false}, {2, 4, noon, ptr(8000), ClusterMaximum, nil, "", false}, {3, 6, noon, ptr(3000), Full, nil, "", true}}
	if d := cmp.Diff(wantList, list); d != "" || m.WaitingListRule() != ByScore {
		t.Error("the list: ", d)
	}
	must(s.Promote(ctx, staff, PromoteInput{RegistrationID: r[5].ID, Reason: "The host asked for this product."}))(t)
	if list := must(s.WaitingList(ctx, p[1], m))(t); list[0].PromotedFor != "The host asked for this product." || list[1].Own != true {
		t.Errorf("the list after a promotion: %+v", list[0])
	}
	must(s.Confirm(ctx, staff, ConfirmInput{m.ID}))(t)
	w.withdraw(p[4], r[4])
	check(5, "OFFERED OPEN_PLACE") // before higher scores
	must(s.AcceptOffer(ctx, p[5], AcceptOfferInput{RegistrationID: r[5].ID}))(t)

	w.at(inShanghai(2026, 11, 23, 9, 0))
	if err := s.RunDue(ctx); err != nil {
		t.Fatal(err)
	}
	_, err := s.Reject(ctx, staff, RejectInput{RegistrationID: r[0].ID, Reason: "late"})
	wantFault(t, err, fault.Conflict, "registrationId")
	w.at(inShanghai(2026, 11, 27, 18, 0))
	if m := must(s.Complete(ctx, staff, CompleteInput{m.ID}))(t); m.Status != Completed {
		t.Error(m.Status)
	}
	letters := w.letters()
	for kind, n := range map[string]int{"REGISTRATION_RECEIVED": 7, "REGISTRATION_CONFIRMED": 4, "REGISTRATION_WAITLISTED": 3, "REGISTRATION_REJECTED": 1, "PLACE_OFFERED": 1} {
		if letters[kind] != n {
			t.Errorf("%d letters %s", letters[kind], kind)
		}
	}
}

func TestReviewers(t *testing.T) {
	w := newWorld(t)
	ctx, s := t.Context(), w.s
	m, p, r := w.candidates(draft(2), 2)
	one, two, partial := w.reviewer(0, 1), w.reviewer(1, 1), w.reviewer(0, 2)
	give := func(v viewer.Viewer, points ...int) error {
		_, err := s.Score(ctx, v, ScoreInput{RegistrationID: r[0].ID, Points: points})
		return err
	}
	wantFault(t, give(one, 5), fault.Invalid, "points")
	wantFault(t, give(one, 5, 11), fault.Invalid, "points.1")
	wantFault(t, give(w.staff(2), 5, 5), fault.NotFound, "registrationId")
	for v, points := range map[*viewer.Viewer][]int{&one: {0, 0}, &two: {10, 5}, &partial: {10, 10}} {
		if err := give(*v, points...); err != nil {
			t.Fatal(err)
		}
	}
	if err := give(one, 9, 8); err != nil { // what one thinks now counts
		t.Fatal(err)
	}
	must(s.DeclareConflict(ctx, partial, DeclareConflictInput{r[0].ID}))(t)
	wantFault(t, give(partial, 10, 10), fault.Forbidden, "")
	now := must(s.Registration(ctx, one, r[0].ID))(t)
	if *now.ScoreCents != 8750 { // ((27+8)/40 + (30+5)/40) / 2
		t.Error(*now.ScoreCents)
	}
	if ScoreFor(p[0], now, m) != nil || *ScoreFor(one, now, m) != 87.5 {
		t.Error("who knows the score before the decision")
	}
	own := must(s.AssessmentsOf(ctx, p[0], []id.Registration{r[0].ID}))(t)
	all := must(s.AssessmentsOf(ctx, two, []id.Registration{r[0].ID}))(t)
	if own[r[0].ID] != nil || len(all[r[0].ID]) != 3 {
		t.Error(own, all)
	}
	must(s.Close(ctx, one, CloseInput{m.ID}))(t)
	_, err := s.ConfirmSelection(ctx, partial, ConfirmSelectionInput{MissionID: m.ID, Confirmed: []id.Registration{r[0].ID}})
	wantFault(t, err, fault.Forbidden, "")
	_, err = s.Update(ctx, one, UpdateInput{MissionID: m.ID, ExpectedVersion: 3, Criteria: []CriterionInput{{"Other", 1}}})
	wantFault(t, err, fault.Conflict, "criteria")
	must(s.ConfirmSelection(ctx, two, ConfirmSelectionInput{MissionID: m.ID, Confirmed: []id.Registration{r[0].ID, r[1].ID}}))(t)
	wantFault(t, give(one, 1, 1), fault.Conflict, "registrationId")
	if now := must(s.Registration(ctx, p[0], r[0].ID))(t); *ScoreFor(p[0], now, m) != 87.5 {
		t.Error("a candidate who is decided on may know")
	}
}

// Whoever gets fewer than two reviews, or has not been judged, keeps the list from being decided, or off it.
func TestJudging(t *testing.T) {
	w := newWorld(t)
	ctx, s, staff := t.Context(), w.s, w.staff(0)
	in := draft(2)
	in.Admission = Selection
	m := w.open(in)
	p := w.members(2, 1)
	first, second := w.register(p[0], m), w.register(p[1], m)
	_, err := s.JudgeEligibility(ctx, staff, JudgeInput{RegistrationID: first.ID})
	wantFault(t, err, fault.Invalid, "reasons")
	_, err = s.JudgeEligibility(ctx, p[0], JudgeInput{RegistrationID: first.ID, Eligible: true})
	wantFault(t, err, fault.Forbidden, "registrationId")
	got := must(s.JudgeEligibility(ctx, staff, JudgeInput{RegistrationID: first.ID, Reasons: []string{"No product yet.", "No figures."}}))(t)
	if got.Status != RegistrationIneligible {
		t.Error(got.Status)
	}
	must(s.Close(ctx, staff, CloseInput{m.ID}))(t)
	refused[*Mission](t, "There are candidates whose eligibility nobody has judged yet.")(s.ConfirmSelection(ctx, staff, ConfirmSelectionInput{MissionID: m.ID}))
	must(s.Reverse(ctx, staff, ReverseInput{RegistrationID: first.ID, To: RegistrationEligible, Reason: "Figures came."}))(t)
	must(s.JudgeEligibility(ctx, staff, JudgeInput{RegistrationID: second.ID, Eligible: true}))(t)
	must(s.ConfirmSelection(ctx, staff, ConfirmSelectionInput{MissionID: m.ID, Confirmed: []id.Registration{second.ID}, Rejected: []RejectionInput{{first.ID, "Others fit better."}}}))(t)
	must(s.Reverse(ctx, staff, ReverseInput{RegistrationID: first.ID, To: RegistrationConfirmed, Reason: "There is room."}))(t)
	history := must(s.HistoryOf(ctx, p[0], []id.Registration{first.ID}))(t)[first.ID]
	var told []string
	for _, h := range history {
		told = append(told, string(h.To)+" "+h.Reason)
	}
	want := []string{"SUBMITTED ", "INELIGIBLE No product yet.\nNo figures.", "ELIGIBLE Figures came.", "REJECTED Others fit better.", "CONFIRMED There is room."}
	if d := cmp.Diff(want, told); d != "" {
		t.Error("the history keeps both: ", d)
	}
}

func TestReversalsPassNobody(t *testing.T) {
	w := newWorld(t)
	ctx, s, staff := t.Context(), w.s, w.staff(0)
	m := w.open(draft(1))
	p := w.members(3, 1)
	var r []*Registration
	for _, v := range p {
		r = append(r, w.register(v, m))
	}
	must(s.Reject(ctx, staff, RejectInput{RegistrationID: r[0].ID, Reason: "Did not pay."}))(t)
	if got := w.status(p[1], r[1]); got != "OFFERED OPEN_PLACE" {
		t.Error(got)
	}
	reverse := func(i int, to RegistrationStatus) error {
		_, err := s.Reverse(ctx, staff, ReverseInput{RegistrationID: r[i].ID, To: to, Reason: "The payment was found."})
		return err
	}
	wantFault(t, reverse(0, RegistrationConfirmed), fault.Conflict, "to") // no place
	wantFault(t, reverse(0, RegistrationEligible), fault.Conflict, "to")  // not in this kind of admission
	if err := reverse(0, RegistrationWaitlisted); err != nil {
		t.Fatal(err)
	}
	if at := must(s.Positions(ctx, []id.Registration{r[0].ID}))(t)[r[0].ID]; at != 1 {
		t.Errorf("its arrival is as it was, its position %d", at)
	}
	must(s.DeclineOffer(ctx, p[1], DeclineOfferInput{RegistrationID: r[1].ID}))(t)
	if got := w.status(p[0], r[0]); got != "OFFERED OPEN_PLACE" {
		t.Error(got)
	}
	w.at(noon.Add(72 * time.Hour))
	if err := s.LapseDue(ctx); err != nil {
		t.Fatal(err)
	}
	if got := w.status(p[2], r[2]); got != "OFFERED OPEN_PLACE" {
		t.Error(got)
	}
	if _, err := s.AcceptOffer(ctx, p[0], AcceptOfferInput{RegistrationID: r[0].ID}); fmt.Sprint(err) != "The offer was open until 2026-09-13 20:00 (Asia/Shanghai)." {
		t.Error("too late, without the date: ", err)
	}
	again := w.register(p[0], m)
	wantFault(t, reverse(0, RegistrationWaitlisted), fault.Conflict, "registrationId") // it registered anew
	if again.Status != RegistrationWaitlisted {
		t.Error(again.Status)
	}
	p, r = append(p, w.members(1, 1)[0]), append(r, nil)
	r[3] = w.register(p[3], m)
	standing := func() string {
		at := must(s.Positions(ctx, []id.Registration{again.ID, r[3].ID}))(t)
		return fmt.Sprint(at[again.ID], at[r[3].ID])
	}
	promoted := must(s.Promote(ctx, staff, PromoteInput{RegistrationID: r[3].ID, Reason: "Strategic."}))(t)
	if list := must(s.WaitingList(ctx, p[0], m))(t); standing() != "2 1" || promoted.PromotedFor != "Strategic." || *list[0].Promotion != 1 || list[0].PromotedFor != "Strategic." {
		t.Errorf("%s %+v", standing(), list[0])
	}
	if err := reverse(3, RegistrationWaitlisted); err != nil || standing() != "1 2" {
		t.Error("a promotion taken back: ", err, standing())
	}
	wantFault(t, reverse(3, RegistrationWaitlisted), fault.Conflict, "to")
	if h := must(s.HistoryOf(ctx, staff, []id.Registration{r[3].ID}))(t)[r[3].ID]; len(h) != 3 || h[1].Reason != "Strategic." || h[2].Reason == "" {
		t.Errorf("the history keeps both: %+v", h)
	}
	w.checkMission(m)
}

// Staff register their own SMEs for another cluster's mission; who does not fulfil its conditions stays out, with the evidence.
func TestFirstComeWithConditionsFromDraftToCompletion(t *testing.T) {
	w := newWorld(t)
	ctx, s, staff := t.Context(), w.s, w.staff(0)
	in := draft(2)
	in.Eligibility = []RuleInput{
		{Kind: ClusterMembership, Values: []string{"biom", "biopmed"}},
		{Kind: SizeClassRule, Values: []string{"MICRO", "SMALL"}},
		{Kind: VerifiedProfile},
		{Kind: PastParticipation, Values: []string{"CN"}, Max: ptr(0)},
		{Kind: TechnologyRule, Values: []string{"biologics"}, Mandatory: ptr(false)},
	}
	w.exec(`insert into technology (id, slug, parent_id, ancestors, kind, labels, synonyms, een_codes, nace_codes, position) values
		($1, 'biologics', null, '{}', 'TECHNOLOGY', '{"en":"Biologics","de":"Biologika"}', '{}', '{}', '{}', 0),
		($2, 'antibodies', $1, array[$1], 'TECHNOLOGY', '{"en":"Antibodies","de":"Antikörper"}', '{}', '{}', '{}', 1)`,
		id.Derived[id.Technology]("biologics"), id.Derived[id.Technology]("antibodies"))
	m := w.open(in)
	p := w.members(4, 3) // of clusters 0 1 2 0
	w.exec(`update organisation set size_class = 'LARGE' where id = $1`, p[2].Organisation)
	w.exec(`insert into capability (id, organisation_id, position, direction, technology_ids, text, language, partnerships, market_ids)
		values ('cap_0000000000000000000000000A', $1, 0, 'OFFERS', array[$2], '', 'en', '{}', '{}')`, p[1].Organisation, id.Derived[id.Technology]("antibodies"))
	p[2].Language = "de"
	for i, words := range map[int]string{
		0: "The organisation does not fulfil a condition of this mission. cluster: asked biom, biopmed; the profile states biocat.",
		2: "The organisation does not fulfil a condition of this mission. Unternehmensgröße: gefordert Kleinstunternehmen, klein; das Profil nennt groß.",
	} {
		_, err := s.Register(ctx, p[i], one(m))
		wantFault(t, err, fault.Conflict, "")
		if err != nil && err.Error() != words {
			t.Error(err)
		}
		if why := must(s.CannotRegister(ctx, p[i], []*Mission{m}))(t)[m.ID]; why == nil || why.Error() != words {
			t.Error(why)
		}
	}
	nominate := func(v viewer.Viewer, who int, agreed bool) (*Registration, error) {
		return s.Nominate(ctx, v, NominateInput{MissionID: m.ID, OrganisationID: p[who].Organisation, Agreed: agreed,
			Delegates: []DelegateInput{{"Ada", "ada@example.org", "CEO"}}, IdempotencyKey: ptr("n")})
	}
	_, err := nominate(w.staff(1), 1, false)
	wantFault(t, err, fault.Invalid, "agreed")
	_, err = nominate(w.staff(2), 1, true) // not of its cluster
	wantFault(t, err, fault.NotFound, "organisationId")
	r := must(nominate(w.staff(1), 1, true))(t)
	if again := must(nominate(w.staff(1), 1, true))(t); again.ID != r.ID || r.Status != RegistrationConfirmed || *r.NominatedBy != w.clusters[1] {
		t.Errorf("%+v", r)
	}
	verdicts := must(s.VerdictsOf(ctx, staff, []*Registration{r}))(t)[r]
	var said []string
	for _, v := range verdicts {
		said = append(said, string(v.Verdict)+" "+v.Evidence)
	}
	want := []string{
		"MATCH cluster: asked biom, biopmed; the profile states biom.",
		"UNKNOWN size of the enterprise: asked micro, small; the profile does not say.",
		"MATCH profile: asked verified; the profile states verified.",
		"MATCH earlier missions: asked ≤ 0, China; the profile states 0.",
		"MATCH technologies: asked Biologics; the profile states Antibodies.",
	}
	if d := cmp.Diff(want, said); d != "" {
		t.Error(d)
	}
	if l := w.letters(); l["REGISTRATION_NOMINATED"] != 2 || l["REGISTRATION_CONFIRMED"] != 2 { // to the organisation and to who nominated it
		t.Error(l)
	}
	w.at(closes)
	must(s.Close(ctx, staff, CloseInput{m.ID}))(t)
	must(s.Confirm(ctx, staff, ConfirmInput{m.ID}))(t)
	w.at(inShanghai(2026, 11, 23, 8, 0))
	must(s.Run(ctx, staff, RunInput{m.ID}))(t)
	w.at(inShanghai(2026, 11, 27, 20, 0))
	must(s.Complete(ctx, staff, CompleteInput{m.ID}))(t)
	w.at(noon)
	next := w.open(in) // whoever took part in one is no newcomer to the next
	_, err = s.Register(ctx, p[1], one(next))
	wantFault(t, err, fault.Conflict, "")
	for field, rule := range map[string]RuleInput{
		"eligibility.0.values": {Kind: SizeClassRule}, "eligibility.0.values.0": {Kind: SizeClassRule, Values: []string{"HUGE"}},
		"eligibility.0.kind": {Kind: "LUCK"}, "eligibility.0.min": {Kind: PastParticipation}, "eligibility.0.max": {Kind: VerifiedProfile, Max: ptr(1)},
	} {
		in.Eligibility = []RuleInput{rule}
		_, err := s.Create(ctx, staff, in)
		wantFault(t, err, fault.Invalid, field)
	}
	if !slices.Equal(next.Eligibility()[1].Values, []string{"MICRO", "SMALL"}) {
		t.Errorf("%+v", next.Eligibility()[1])
	}
}
