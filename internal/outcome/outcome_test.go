package outcome_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/outcome"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/reference"
	"github.com/bioxclusters/portal/internal/viewer"
)

// people are of two listed SMEs, of clusters 0 and 1, a partner in China, and the staff.
func people(t *testing.T) (s *outcome.Service, a, b, partner, staffA, staffB viewer.Viewer) {
	t.Helper()
	d := dbtest.New(t)
	now := func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }
	if err := reference.Load(t.Context(), dbtest.Owner(t), now()); err != nil {
		t.Fatal(err)
	}
	clusters := []id.Cluster{id.Derived[id.Cluster]("cluster:biocat"), id.Derived[id.Cluster]("cluster:biom")}
	china := id.Derived[id.Market]("market:CN")
	make := func(name string, c id.Cluster, m *id.Market) viewer.Viewer {
		v := viewer.Viewer{User: id.Derived[id.User](name), Organisation: id.Derived[id.Organisation](name), OrganisationCluster: c, Roles: []viewer.Role{viewer.Member}}
		if _, err := d.Exec(`insert into organisation (id, kind, status, listed, cluster_id, market_id, legal_name, name_key, country, created_at, updated_at)
			values ($1, 'COMPANY', 'VERIFIED', true, $2, $3, $4, $5, 'ES', now(), now())`, v.Organisation, c, m, name, organisation.NameKey(name)); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Exec(`insert into portal_user (id, email, email_key, name, created_at, updated_at) values ($1, $1, $1, 'N', now(), now())`, v.User); err != nil {
			t.Fatal(err)
		}
		return v
	}
	a, b, partner = make("Arbre SL", clusters[0], nil), make("Brisa GmbH", clusters[1], nil), make("Puxi Biologics Co., Ltd.", clusters[0], &china)
	staffA, staffB = make("Staff A", clusters[0], nil), make("Staff B", clusters[1], nil)
	staffA.Organisation, staffA.Cluster, staffA.Roles = "", clusters[0], []viewer.Role{viewer.Staff}
	staffB.Organisation, staffB.Cluster, staffB.Roles = "", clusters[1], []viewer.Role{viewer.Staff}
	organisations := organisation.NewService(d, now, "")
	return outcome.NewService(d, now, organisations, mission.NewService(d, now, "")), a, b, partner, staffA, staffB
}

func code(err error) fault.Code {
	if list := fault.All(err); len(list) > 0 {
		return list[0].Code
	}
	return ""
}

func deal(partner id.Organisation, name string) outcome.RecordInput {
	market := "CN"
	in := outcome.RecordInput{Kind: outcome.Licence, AgreedOn: "2026-11-20", Market: &market}
	if partner != "" {
		in.PartnerID = &partner
	} else {
		in.PartnerName = &name
	}
	return in
}

// Two SMEs agree with one another, and either side, their staff and a free spelling of the name report it, all at once.
func TestOneAgreementCountsOnce(t *testing.T) {
	s, a, b, _, staffA, _ := people(t)
	forA := deal(b.Organisation, "")
	forA.OrganisationID = &a.Organisation
	var all sync.WaitGroup
	var recorded, refused atomic.Int32
	for i := range 24 {
		all.Go(func() {
			var err error
			switch i % 4 {
			case 0:
				_, err = s.Record(t.Context(), a, deal(b.Organisation, ""))
			case 1:
				_, err = s.Record(t.Context(), b, deal(a.Organisation, ""))
			case 2:
				_, err = s.Record(t.Context(), staffA, forA)
			case 3:
				_, err = s.Record(t.Context(), a, deal("", "BRISA"))
			}
			switch code(err) {
			case "":
				recorded.Add(1)
			case fault.Conflict:
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if recorded.Load() != 1 || refused.Load() != 23 {
		t.Errorf("%d recorded, %d refused", recorded.Load(), refused.Load())
	}
	other := deal(b.Organisation, "")
	other.Kind = outcome.Sale
	if _, err := s.Record(t.Context(), a, other); err != nil {
		t.Error("another kind: ", err)
	}
}

func TestWhoRecordsAndWhoReads(t *testing.T) {
	s, a, b, partner, staffA, staffB := people(t)
	ctx := t.Context()
	key, evidence := "k", "The contract."
	in := deal(partner.Organisation, "")
	in.IdempotencyKey, in.Evidence = &key, &evidence
	o, err := s.Record(ctx, a, in)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := s.Record(ctx, a, in); err != nil || again.ID != o.ID {
		t.Error("the same key: ", again, err)
	}
	analyst := viewer.Viewer{User: "usr_x", Roles: []viewer.Role{viewer.Analyst}}
	for name, c := range map[string]struct {
		v           viewer.Viewer
		sees, reads bool
	}{"own": {a, true, true}, "other SME": {b, false, false}, "partner": {partner, true, false}, "own staff": {staffA, true, true}, "other staff": {staffB, false, false},
		"analyst": {analyst, true, false}, "visitor": {}} {
		list, err := s.List(ctx, c.v, nil, page.Args{})
		n, _ := s.Count(ctx, c.v, nil)
		if err != nil || (len(list.Nodes) == 1) != c.sees || (n == 1) != c.sees || outcome.MaySee(c.v, o) != c.sees || outcome.MayReadEvidence(c.v, o) != c.reads {
			t.Errorf("%s: %v %d %v", name, list, n, err)
		}
		if _, err := s.Get(ctx, c.v, o.ID); (err == nil) != c.sees {
			t.Errorf("%s: %v", name, err)
		}
	}
	forA := deal("", "Else")
	forA.OrganisationID = &a.Organisation
	for name, c := range map[string]struct {
		v    viewer.Viewer
		in   outcome.RecordInput
		want fault.Code
	}{
		"another's, listed": {b, forA, fault.Forbidden}, "other staff": {staffB, forA, fault.Forbidden}, "visitor": {viewer.Viewer{}, forA, fault.Unauthenticated},
		"a partner for itself": {partner, deal(a.Organisation, ""), fault.Conflict}, "with oneself": {a, deal(a.Organisation, ""), fault.Invalid},
		"staff for nobody": {staffA, deal("", "Else"), fault.Invalid}, "own staff": {staffA, forA, ""},
	} {
		if _, err := s.Record(ctx, c.v, c.in); code(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	tomorrow := deal("", "Else")
	tomorrow.AgreedOn = "2026-11-25"
	if _, err := s.Record(ctx, a, tomorrow); code(err) != fault.Invalid {
		t.Error("to come: ", err)
	}
	if _, err := s.Retract(ctx, partner, outcome.RetractInput{OutcomeID: o.ID, ExpectedVersion: 1, Reason: "x"}); code(err) != fault.Forbidden {
		t.Error(err)
	}
	if _, err := s.Retract(ctx, a, outcome.RetractInput{OutcomeID: o.ID, ExpectedVersion: 2, Reason: "x"}); code(err) != fault.Conflict {
		t.Error(err)
	}
	if r, err := s.Retract(ctx, a, outcome.RetractInput{OutcomeID: o.ID, ExpectedVersion: 1, Reason: "x"}); err != nil || r.RetractedAt == nil {
		t.Error(r, err)
	}
	in.IdempotencyKey = nil
	if _, err := s.Record(ctx, a, in); err != nil {
		t.Error("recorded anew after it was retracted: ", err)
	}
}
