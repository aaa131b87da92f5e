package match

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

func (w *world) rate(v viewer.Viewer, name string, o id.Opportunity, relevant bool, reason Reason) *Rating {
	w.t.Helper()
	in := RateInput{OrganisationID: org(name), OpportunityID: o, Relevant: relevant, Note: ptr("Geheimnotiz")}
	if reason != "" {
		in.Reason = &reason
	}
	r, err := w.Rate(w.t.Context(), v, in)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// TestNoThanksHides: only NO_THANKS hides the pair, both ways and for everyone, from either side, until that side says otherwise.
func TestNoThanksHides(t *testing.T) {
	w := newWorld(t)
	w.people(member("sme"), partner("hospital"))
	o := w.publish("1", "hospital", opportunity.TechnologyRequest, "Antibody discovery", tec(0, 1))
	w.publish("2", "hospital", opportunity.TechnologyRequest, "Antibody discovery", tec(0, 1))
	is := func(what, want string) {
		t.Helper()
		n, err := w.Count(t.Context(), member("sme"), org("sme"), nil)
		if got := fmt.Sprint(len(w.all(member("sme"), "sme", nil, 10)), n, len(w.introduced(partner("hospital"), o, nil, 10)),
			len(w.introduced(coordinator, o, nil, 10)), len(w.all(member("rival"), "rival", nil, 10))); got != want || err != nil {
			t.Errorf("%s: %s, want %s, %v", what, got, want, err)
		}
	}
	sides := map[string]viewer.Viewer{"sme": member("sme"), "hospital": partner("hospital")}
	for name, v := range sides {
		for _, reason := range []Reason{"", WrongTechnology, WrongPartnership, WrongMarket, WrongStage, AlreadyKnown, OtherReason} {
			w.rate(v, "sme", o, false, reason)
			is(name+" "+string(reason), "2 2 2 2 2")
		}
		shown := w.rate(v, "sme", o, false, NoThanks)
		is(name+" declines", "1 1 1 1 2")
		again := w.rate(sides["sme"], "sme", o, false, NoThanks)
		if shown.Score() != again.Score() || shown.Tenths == 0 {
			t.Errorf("the score of a hidden pair moves: %v, %v", shown, again)
		}
		for _, both := range sides {
			if _, err := w.Unrate(t.Context(), both, UnrateInput{org("sme"), o}); err != nil {
				t.Error(err)
			}
		}
		is(name+" takes it back", "2 2 2 2 2")
		w.rate(v, "sme", o, false, NoThanks)
		w.rate(v, "sme", o, true, "")
		is(name+" changes its mind", "2 2 2 2 2")
	}
	var notes int
	if err := w.db.Get(&notes, `select count(*) from event where detail::text like '%Geheim%'`); err != nil || notes > 0 {
		t.Error("a note is in the log", err)
	}
}

// TestRatingsBelongToASide: each side has one rating a pair, keeps the score it was shown, and reads none of the other's.
func TestRatingsBelongToASide(t *testing.T) {
	w := newWorld(t)
	w.people(member("sme"), partner("hospital"))
	o := w.publish("1", "hospital", opportunity.TechnologyRequest, "Antibody discovery", tec(0, 1))
	o2 := w.publish("2", "hospital", opportunity.TechnologyRequest, "Antibody discovery for oncology", tec(0, 1))
	shown := w.introduced(partner("hospital"), o, nil, 10)
	at := slices.IndexFunc(shown, func(m *Match) bool { return m.OrganisationID == org("sme") })
	theirs, ours := w.rate(partner("hospital"), "sme", o, true, ""), w.rate(member("sme"), "sme", o, false, WrongStage)
	for _, r := range []*Rating{theirs, ours} {
		if r.Score() != shown[at].Score || r.WeightsVersion != 1 || r.Snapshot != shown[at].Snapshot || r.Snapshot <= 0 {
			t.Errorf("%+v of %+v", r, shown[at])
		}
	}
	w.clock = w.clock.Add(time.Minute)
	w.rate(member("sme"), "sme", o2, true, "")
	for name, c := range map[string]struct {
		who  viewer.Viewer
		want []id.Opportunity
		side Side
	}{"sme": {member("sme"), []id.Opportunity{o2, o}, OrganisationSide}, "hospital": {partner("hospital"), []id.Opportunity{o}, OwnerSide}, "rival": {member("rival"), nil, ""}, "staff": {staff, nil, ""}} {
		var got []id.Opportunity
		for args := (page.Args{First: ptr(1)}); ; {
			p, err := w.Ratings(t.Context(), c.who, args)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range p.Nodes {
				got = append(got, r.OpportunityID)
				if r.Side != c.side {
					t.Errorf("%s reads %+v", name, r)
				}
			}
			if !p.HasNext {
				break
			}
			args.After = &p.Cursors[0]
		}
		n, err := w.CountRatings(t.Context(), c.who)
		found, ferr := w.RatingsOf(t.Context(), c.who, []Pair{{org("sme"), o}, {org("sme"), o2}, {org("rival"), o}})
		if !slices.Equal(got, c.want) || n != len(c.want) || len(found) != len(c.want) || err != nil || ferr != nil {
			t.Errorf("%s: %v, %d, %v", name, got, n, found)
		}
	}
	if _, err := w.Ratings(t.Context(), member("sme"), page.Args{After: ptr(page.Encode(ratingOrder, "x", "y", "z"))}); err == nil {
		t.Error("a cursor of nonsense is taken")
	}
}

// TestWhoMayRate: the two sides alone, of pairs that can match, in the right form.
func TestWhoMayRate(t *testing.T) {
	w := newWorld(t)
	o := w.publish("1", "hospital", opportunity.TechnologyRequest, "Antibody discovery", tec(0, 1))
	w.publish("secret", "Geheimrat GmbH", opportunity.TechnologyRequest, "Antibody discovery", tec(0, 1))
	own := w.publish("own", "rival", opportunity.TechnologyRequest, "Antibody discovery", tec(0, 1))
	draft := w.publish("draft", "sme", opportunity.TechnologyOffer, "Antibody discovery", tec(0, 1))
	w.exec(`update opportunity set confidential = true where id = $1`, opp("secret"))
	w.exec(`update opportunity set status = 'DRAFT', published_at = null where id = $1`, draft)
	w.exec(`update organisation set listed = false where id = $1`, org("rival"))
	for what, c := range map[string]struct {
		who   viewer.Viewer
		in    RateInput
		code  fault.Code
		field string
	}{
		"visitor":             {viewer.Viewer{}, RateInput{OrganisationID: org("sme"), OpportunityID: o}, fault.Unauthenticated, ""},
		"staff":               {staff, RateInput{OrganisationID: org("sme"), OpportunityID: o}, fault.Forbidden, ""},
		"coordinator":         {coordinator, RateInput{OrganisationID: org("sme"), OpportunityID: o}, fault.Forbidden, ""},
		"another SME":         {member("rival"), RateInput{OrganisationID: org("sme"), OpportunityID: o}, fault.Forbidden, ""},
		"another partner":     {partner("hospital"), RateInput{OrganisationID: org("sme"), OpportunityID: opp("secret")}, fault.Forbidden, ""},
		"unlisted":            {partner("hospital"), RateInput{OrganisationID: org("rival"), OpportunityID: o}, fault.NotFound, "organisationId"},
		"no organisation":     {member("sme"), RateInput{OrganisationID: "org_1", OpportunityID: o}, fault.NotFound, "organisationId"},
		"no opportunity":      {member("sme"), RateInput{OrganisationID: org("sme"), OpportunityID: "\x00"}, fault.NotFound, "opportunityId"},
		"same side":           {member("sme"), RateInput{OrganisationID: org("sme"), OpportunityID: own}, fault.Conflict, "organisationId"},
		"draft":               {member("sme"), RateInput{OrganisationID: org("hospital"), OpportunityID: draft}, fault.Conflict, "opportunityId"},
		"draft of another":    {partner("hospital"), RateInput{OrganisationID: org("hospital"), OpportunityID: draft}, fault.NotFound, "opportunityId"},
		"reason of relevant":  {member("sme"), RateInput{OrganisationID: org("sme"), OpportunityID: o, Relevant: true, Reason: ptr(NoThanks)}, fault.Invalid, "reason"},
		"no such reason":      {member("sme"), RateInput{OrganisationID: org("sme"), OpportunityID: o, Reason: ptr(Reason("X"))}, fault.Invalid, "reason"},
		"a note without end":  {member("sme"), RateInput{OrganisationID: org("sme"), OpportunityID: o, Note: ptr(strings.Repeat("é", 501))}, fault.Invalid, "note"},
		"a note with control": {member("sme"), RateInput{OrganisationID: org("sme"), OpportunityID: o, Note: ptr("\x00")}, fault.Invalid, "note"},
	} {
		_, err := w.Rate(t.Context(), c.who, c.in)
		if all := fault.All(err); len(all) != 1 || all[0].Code != c.code || strings.Join(all[0].Field, ".") != c.field {
			t.Errorf("%s: %v", what, err)
		}
	}
	var n int
	if err := w.db.Get(&n, `select (select count(*) from match_rating) + (select count(*) from event)`); err != nil || n != 0 {
		t.Errorf("refused, but %d rows are written, %v", n, err)
	}
}

// TestRatingsTogether: however many of one side rate a pair at once, one rating stands.
func TestRatingsTogether(t *testing.T) {
	w := newWorld(t)
	w.people(member("sme"), partner("hospital"))
	o := w.publish("1", "hospital", opportunity.TechnologyRequest, "Antibody discovery", tec(0, 1))
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			v := []viewer.Viewer{member("sme"), partner("hospital")}[i%2]
			if _, err := w.Rate(t.Context(), v, RateInput{OrganisationID: org("sme"), OpportunityID: o, Relevant: i%4 < 2}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	var n, events int
	if err := w.db.Get(&n, `select count(*) from match_rating`); err != nil || n != 2 {
		t.Errorf("%d ratings, %v", n, err)
	}
	if err := w.db.Get(&events, `select count(*) from event where act = 'rateMatch'`); err != nil || events != 8 {
		t.Errorf("%d events, %v", events, err)
	}
}

// TestFeedback: bands of ten points by version of the weights, for analysts and coordinators alone.
func TestFeedback(t *testing.T) {
	w := newWorld(t)
	for i, c := range []struct {
		score, version int
		relevant       bool
	}{{1000, 1, true}, {900, 1, false}, {899, 1, true}, {0, 1, false}, {99, 1, true}, {600, 2, true}} {
		o := w.publish(fmt.Sprint(i), "hospital", opportunity.TechnologyRequest, "Antibody", tec(0, 1))
		w.exec(`insert into match_rating (organisation_id, opportunity_id, side, relevant, score, weights_version, snapshot, rated_at)
			values ($1, $2, 'OWNER', $3, $4, $5, 1, $6)`, org("sme"), o, c.relevant, c.score, c.version, noon)
	}
	analyst := viewer.Viewer{User: "usr_x", Roles: []viewer.Role{viewer.Analyst}}
	for _, v := range []viewer.Viewer{analyst, coordinator} {
		bands, err := w.Feedback(t.Context(), v)
		if err != nil || len(bands) != 20 {
			t.Fatalf("%d bands, %v", len(bands), err)
		}
		var got []string
		for _, b := range bands {
			if share := b.Acceptance(); share != nil {
				got = append(got, fmt.Sprint(b.WeightsVersion, " ", b.From, "-", b.To(), " ", b.Relevant, "/", b.Rated, " ", *share))
			}
		}
		if want := "2 60-70 1/1 1; 1 0-10 1/2 0.5; 1 80-90 1/1 1; 1 90-100 1/2 0.5"; strings.Join(got, "; ") != want {
			t.Errorf("%q", got)
		}
	}
	for _, v := range []viewer.Viewer{{}, member("sme"), partner("hospital"), staff} {
		if bands, err := w.Feedback(t.Context(), v); bands != nil || err != nil {
			t.Errorf("%v reads %v, %v", v, bands, err)
		}
	}
}

// TestCandidatesStayInScope: whatever the standing of an organisation and the role of the viewer, nobody is found whom the rules do not
// name, and nobody but a member speaks for a side.
func TestCandidatesStayInScope(t *testing.T) {
	catalonia, bavaria := staff.Cluster, stranger.Cluster
	rapid.Check(t, func(t *rapid.T) {
		pick := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(t, name) }
		side := func(name string) *id.Market { return rapid.Ptr(rapid.Just(mkt("CN")), true).Draw(t, name) }
		g := &organisation.Organisation{ID: id.Organisation(pick("id", string(org("a")), string(org("b")))), ClusterID: id.Cluster(pick("cluster", string(catalonia), string(bavaria))),
			Kind:   organisation.Kind(pick("kind", "COMPANY", "RESEARCH", "GATEWAY")),
			Status: organisation.Status(pick("status", "DRAFT", "UNDER_REVIEW", "VERIFIED", "SUSPENDED")), Listed: rapid.Bool().Draw(t, "listed"), MarketID: side("market")}
		if rapid.Bool().Draw(t, "large") {
			g.SizeClass = ptr(organisation.Large)
		}
		o := &opportunity.Opportunity{OrganisationID: org("b"), OwnerClusterID: id.Cluster(pick("ownerCluster", string(catalonia), string(bavaria))), OwnerMarketID: side("ownerMarket")}
		v := rapid.SampledFrom([]viewer.Viewer{member("a"), partner("b"), staff, stranger, coordinator, {User: "usr_x", Roles: []viewer.Role{viewer.Analyst}}}).Draw(t, "viewer")
		if found := isCandidate(v, o, g); found {
			switch {
			case (g.MarketID == nil) == (o.OwnerMarketID == nil):
				t.Fatal("of the same side")
			case g.Status == organisation.Suspended:
				t.Fatal("suspended")
			case g.MarketID == nil && (g.Kind != organisation.Company || g.SizeClass != nil):
				t.Fatal("no SME")
			case (!g.Listed || g.Status != organisation.Verified) && !v.BelongsTo(g.ID) && !v.IsStaffOf(g.ClusterID) && !v.IsCoordinator():
				t.Fatal("not listed and VERIFIED")
			}
		}
		if got := standingOf(g).organisation(g.ID); isCandidate(v, o, got) != isCandidate(v, o, g) {
			t.Fatalf("%+v stands for %+v", got, g)
		}
		if side := sideOf(v, g.ID, o); side != "" && !v.BelongsTo(g.ID) && !v.BelongsTo(o.OrganisationID) {
			t.Fatalf("speaks for %s", side)
		}
	})
}
