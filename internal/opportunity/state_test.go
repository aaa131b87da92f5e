package opportunity

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/viewer"
)

// acts are the mutations that move an opportunity.
var acts = map[string]func(context.Context, *Service, viewer.Viewer, *Opportunity) error{
	"update": func(ctx context.Context, s *Service, v viewer.Viewer, o *Opportunity) error {
		_, err := s.Update(ctx, v, UpdateInput{OpportunityID: o.ID, ExpectedVersion: o.Version})
		return err
	},
	"submit": func(ctx context.Context, s *Service, v viewer.Viewer, o *Opportunity) error {
		_, err := s.Submit(ctx, v, SubmitInput{o.ID})
		return err
	},
	"requestChanges": func(ctx context.Context, s *Service, v viewer.Viewer, o *Opportunity) error {
		_, err := s.RequestChanges(ctx, v, RequestChangesInput{o.ID, []Issue{{Major, "summary", "Say who needs it."}}})
		return err
	},
	"publish": func(ctx context.Context, s *Service, v viewer.Viewer, o *Opportunity) error {
		_, err := s.Publish(ctx, v, PublishInput{o.ID})
		return err
	},
	"withdraw": func(ctx context.Context, s *Service, v viewer.Viewer, o *Opportunity) error {
		_, err := s.Withdraw(ctx, v, WithdrawInput{o.ID})
		return err
	},
}

var statuses = []Status{Draft, Submitted, ChangesRequested, Published, OnHold, Expired, Archived, Withdrawn}

// TestStates tries every act in every state as those who may do it.
func TestStates(t *testing.T) {
	w := newWorld(t)
	can := map[string][]Status{
		"update":         {Draft, ChangesRequested},
		"submit":         {Draft, ChangesRequested},
		"requestChanges": {Submitted},
		"publish":        {Submitted},
		"withdraw":       {Draft, Submitted, ChangesRequested, Published, OnHold},
	}
	becomes := map[string]Status{"submit": Submitted, "requestChanges": ChangesRequested, "publish": Published, "withdraw": Withdrawn}
	for act, do := range acts {
		for _, from := range statuses {
			o := w.create("acme", offer(), from)
			person := "acme"
			if act == "publish" || act == "requestChanges" {
				person = "staff"
			}
			err := do(t.Context(), w.Service, persons[person], o)
			allowed := slices.Contains(can[act], from)
			if allowed && err != nil || !allowed && !isCode(err, fault.Conflict) {
				t.Errorf("%s of %s: %v", act, from, err)
			}
			if !allowed && !strings.Contains(err.Error(), string(from)) {
				t.Errorf("%s of %s does not name the state: %v", act, from, err)
			}
			if to := becomes[act]; allowed && to != "" {
				if now := w.move(o, Draft); now.Status != to || now.Version != o.Version+1 {
					t.Errorf("%s of %s: %s, version %d", act, from, now.Status, now.Version)
				}
			}
		}
	}
}

// TestPolicy tries every act as everyone: fine, FORBIDDEN for who reads it, NOT_FOUND for who does not.
func TestPolicy(t *testing.T) {
	w := newWorld(t)
	own := []string{"acme", "colleague"}
	reviewers := []string{"staff", "staff2", "coordinator"}
	may := map[string][]string{
		"update":         slices.Concat(own, reviewers),
		"submit":         slices.Concat(own, reviewers),
		"requestChanges": reviewers,
		"publish":        reviewers,
		"withdraw":       append(own, "coordinator"),
	}
	for act, do := range acts {
		from := Submitted
		if act == "update" || act == "submit" {
			from = Draft
		}
		for name, v := range persons {
			o := w.create("acme", offer(), from)
			err := do(t.Context(), w.Service, v, o)
			want := ""
			switch {
			case slices.Contains(may[act], name):
			case MayRead(v, o):
				want = "FORBIDDEN"
			default:
				want = "NOT_FOUND opportunityId"
			}
			if got := faultsOf(err); got != want {
				t.Errorf("%s by %s: %q, want %q", act, name, got, want)
			}
		}
	}
}

// TestSecondPerson: whoever wrote an opportunity never publishes it, whatever else they are.
func TestSecondPerson(t *testing.T) {
	w := newWorld(t)
	for _, author := range []string{"staff", "coordinator"} {
		in := offer()
		in.OrganisationID = ptr(org("acme"))
		o := w.create(author, in, Submitted)
		if _, err := w.Publish(t.Context(), persons[author], PublishInput{o.ID}); !isCode(err, fault.Forbidden) {
			t.Errorf("%s publishes their own: %v", author, err)
		}
		if _, err := w.Publish(t.Context(), persons["staff2"], PublishInput{o.ID}); err != nil {
			t.Error(err)
		}
	}
	o := w.insertAs("young", Submitted, func(o *Opportunity) { o.Stage, o.IPR, o.Advantages = ptr(organisation.Concept), ptr(IPRNone), "Some." })
	if _, err := w.Publish(t.Context(), persons["staff"], PublishInput{o.ID}); !isCode(err, fault.Conflict) || !strings.Contains(err.Error(), "DRAFT") {
		t.Errorf("published for an owner not verified: %v", err)
	}
}

// TestMandatory empties each field that a kind demands, and submits and publishes.
func TestMandatory(t *testing.T) {
	w := newWorld(t)
	demands := map[Kind][]string{
		BusinessOffer:     {"advantages"},
		BusinessRequest:   {"specification"},
		TechnologyOffer:   {"advantages", "ipr", "stage"},
		TechnologyRequest: {"specification"},
		ResearchRequest:   {"deadline"},
	}
	for kind, fields := range demands {
		fields = slices.Concat(fields, []string{"partnerships", "summary", "technologies"})
		in := CreateInput{Kind: kind, Market: "CN", Content: Content{Title: ptr("Bare")}}
		var want []string
		for _, f := range fields {
			want = append(want, "INVALID "+f)
		}
		slices.Sort(want)
		bare := w.create("acme", in, Draft)
		if _, err := w.Submit(t.Context(), persons["acme"], SubmitInput{bare.ID}); faultsOf(err) != strings.Join(want, ", ") {
			t.Errorf("%s submitted bare: %v", kind, faultsOf(err))
		}
		bare = w.move(bare, Submitted)
		if _, err := w.Publish(t.Context(), persons["staff"], PublishInput{bare.ID}); faultsOf(err) != strings.Join(want, ", ") {
			t.Errorf("%s published bare: %v", kind, faultsOf(err))
		}
	}
	full := offer()
	full.Kind, full.Specification, full.Deadline = ResearchRequest, ptr("Some"), date("2026-12-31")
	full.Partnerships = []organisation.Partnership{organisation.ResearchCooperation, organisation.Supplier}
	o := w.create("acme", full, Draft)
	if _, err := w.Submit(t.Context(), persons["acme"], SubmitInput{o.ID}); faultsOf(err) != "INVALID partnerships" {
		t.Errorf("research with a supplier: %v", err)
	}
}

// TestLife: 365 days, or to the end of a research request's deadline; past it nobody can show interest, and ExpireDue moves it.
func TestLife(t *testing.T) {
	w := newWorld(t)
	research := offer()
	research.Kind, research.Deadline, research.Partnerships = ResearchRequest, date("2026-12-31"), []organisation.Partnership{organisation.ResearchCooperation}
	for _, c := range []struct {
		in   CreateInput
		ends time.Time
	}{
		{offer(), noon.AddDate(0, 0, 365)},
		{research, time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)},
	} {
		w.clock = noon
		o := w.create("acme", c.in, Submitted)
		o, err := w.Publish(t.Context(), persons["staff"], PublishInput{o.ID})
		if err != nil || !o.ExpiresAt.Equal(c.ends) || !o.ListedAt.Equal(noon) || !o.OpenForInterest(noon) {
			t.Fatalf("%+v, %v", o, err)
		}
		if before := c.ends.Add(-time.Second); !o.OpenForInterest(before) {
			t.Error("closed a second before its end")
		}
		w.clock = c.ends
		if n, _ := w.count(t.Context(), persons["visitor"], &Filter{OpenOnly: ptr(true)}); n != 0 || o.OpenForInterest(c.ends) {
			t.Errorf("still open at its end: %d", n)
		}
		if n, err := w.ExpireDue(t.Context(), c.ends.Add(-time.Second)); n != 0 || err != nil {
			t.Errorf("%d expired too early, %v", n, err)
		}
		if n, err := w.ExpireDue(t.Context(), c.ends); n != 1 || err != nil {
			t.Errorf("%d expired, %v", n, err)
		}
		if o, _ = w.Get(t.Context(), persons["acme"], o.ID); o.Status != Expired || o.Version != 3 {
			t.Errorf("%s, version %d", o.Status, o.Version)
		}
	}
	past := w.create("acme", research, Draft) // the clock has passed its deadline
	if _, err := w.Submit(t.Context(), persons["acme"], SubmitInput{past.ID}); faultsOf(err) != "INVALID deadline" {
		t.Errorf("submitted after its deadline: %v", err)
	}
	if day.Of(w.clock, time.UTC) != "2027-01-01" {
		t.Fatal("the test's clock")
	}
}

// TestPublishOrWithdraw lets both happen at once: one of the two orders, and never published after withdrawn.
func TestPublishOrWithdraw(t *testing.T) {
	w := newWorld(t)
	for range 20 {
		o := w.create("acme", offer(), Submitted)
		var wg sync.WaitGroup
		var published, withdrawn error
		wg.Go(func() { published = acts["publish"](t.Context(), w.Service, persons["staff"], o) })
		wg.Go(func() { withdrawn = acts["withdraw"](t.Context(), w.Service, persons["acme"], o) })
		wg.Wait()
		if withdrawn != nil || published != nil && !isCode(published, fault.Conflict) {
			t.Fatal(published, withdrawn)
		}
		if now := w.move(o, Draft); now.Status != Withdrawn {
			t.Fatal(now.Status)
		}
	}
	o := w.create("acme", offer(), Submitted)
	var wg sync.WaitGroup
	results := make([]error, 8)
	for i := range results {
		wg.Go(func() { results[i] = acts["publish"](t.Context(), w.Service, persons["staff"], o) })
	}
	wg.Wait()
	done := 0
	for _, err := range results {
		if err == nil {
			done++
		}
	}
	var reviews int
	w.value(&reviews, `select count(*) from review where opportunity_id = $1`, o.ID)
	if done != 1 || reviews != 1 {
		t.Errorf("published %d times, %d reviews", done, reviews)
	}
}

// TestReferences: 50 people write at once, and no two get the same reference or leave a gap.
func TestReferences(t *testing.T) {
	w := newWorld(t)
	var wg sync.WaitGroup
	references := make([]string, 50)
	for i := range references {
		wg.Go(func() {
			o, err := w.Create(t.Context(), persons["acme"], offer())
			if err != nil {
				t.Error(err)
				return
			}
			references[i] = o.Reference
		})
	}
	wg.Wait()
	slices.Sort(references)
	if references[0] != "TOES20261123001" || references[49] != "TOES20261123050" || len(slices.Compact(references)) != 50 {
		t.Error(references)
	}
}

// TestIdempotency: the same key makes one opportunity, also when the calls meet.
func TestIdempotency(t *testing.T) {
	w := newWorld(t)
	in := offer()
	in.IdempotencyKey = ptr("once")
	ids := make([]id.Opportunity, 6)
	var wg sync.WaitGroup
	for i := range ids {
		wg.Go(func() {
			o, err := w.Create(t.Context(), persons["acme"], in)
			if err != nil {
				t.Error(err)
				return
			}
			ids[i] = o.ID
		})
	}
	wg.Wait()
	if len(slices.Compact(ids)) != 1 {
		t.Error(ids)
	}
	in.Title = ptr("Another")
	if _, err := w.Create(t.Context(), persons["acme"], in); faultsOf(err) != "CONFLICT idempotencyKey" {
		t.Error(err)
	}
}
