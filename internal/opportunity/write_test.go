package opportunity

import (
	"strings"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
)

// TestBadContent names every fault of an input at once, and writes nothing.
func TestBadContent(t *testing.T) {
	w := newWorld(t)
	long := func(n int) *string { return ptr(strings.Repeat("ü", n)) }
	for _, c := range []struct {
		want   string
		change func(*CreateInput)
	}{
		{"", func(*CreateInput) {}},
		{"", func(in *CreateInput) { in.Title, in.Description = long(256), long(4000) }},
		{"INVALID advantages, INVALID description, INVALID partnerSought, INVALID specification, INVALID summary, INVALID title", func(in *CreateInput) {
			in.Title, in.Summary, in.Description, in.Advantages = long(257), long(501), long(4001), long(2001)
			in.Specification, in.PartnerSought = long(2001), long(4001)
		}},
		{"INVALID kind, INVALID market, INVALID title", func(in *CreateInput) { in.Kind, in.Market, in.Title = "X", "XX", ptr(" \n ") }},
		{"INVALID summary, INVALID title", func(in *CreateInput) { in.Title, in.Summary = ptr("a\x00b"), ptr("\xff") }},
		{"INVALID technologies.1", func(in *CreateInput) { in.Technologies = []string{"bio", "none\x00"} }},
		{"INVALID technologies", func(in *CreateInput) {
			in.Technologies = []string{"bio", "antibodies", "mabs", "vaccines", "devices", "imaging"}
		}},
		{"INVALID partnerships.0, INVALID partnerships.2", func(in *CreateInput) {
			in.Partnerships = []organisation.Partnership{"X", organisation.Supplier, organisation.Supplier}
		}},
		{"INVALID deadline, INVALID ipr, INVALID language, INVALID stage, INVALID trl", func(in *CreateInput) {
			in.Deadline, in.IPR, in.Language, in.Stage, in.TRL = date("2026-02-30"), ptr(IPR("X")), ptr("xx"), ptr(organisation.Stage("X")), ptr(10)
		}},
		{"INVALID requirements.0.kind, INVALID requirements.1.values, INVALID requirements.2.min, INVALID requirements.3.max, INVALID requirements.4.values.0",
			func(in *CreateInput) {
				in.Requirements = []RequirementInput{{Kind: "X"}, {Kind: RequiresLanguage}, {Kind: RequiresTRL}, {Kind: RequiresTRL, Min: ptr(5), Max: ptr(4)},
					{Kind: RequiresCountry, Values: []string{"es"}}}
			}},
		{"INVALID requirements.0.max, INVALID requirements.1.min, INVALID requirements.2.values", func(in *CreateInput) {
			in.Requirements = []RequirementInput{{Kind: RequiresYearsInBusiness, Min: ptr(3), Max: ptr(4)},
				{Kind: RequiresIPR, Values: []string{"GRANTED"}, Min: ptr(1)}, {Kind: RequiresTRL, Min: ptr(1), Values: []string{"1"}}}
		}},
		{"INVALID requirements", func(in *CreateInput) {
			in.Requirements = make([]RequirementInput, 21)
			for i := range in.Requirements {
				in.Requirements[i] = RequirementInput{Kind: RequiresTRL, Min: ptr(1)}
			}
		}},
		{"NOT_FOUND organisationId", func(in *CreateInput) { in.OrganisationID = ptr(id.Organisation("org_\x00")) }},
		{"NOT_FOUND organisationId", func(in *CreateInput) { in.OrganisationID = ptr(org("quiet")) }},
		{"FORBIDDEN", func(in *CreateInput) { in.OrganisationID = ptr(org("munich")) }},
		{"INVALID idempotencyKey", func(in *CreateInput) { in.IdempotencyKey = ptr("") }},
	} {
		in := offer()
		c.change(&in)
		var before, after int
		w.value(&before, `select count(*) from opportunity`)
		if _, err := w.Create(t.Context(), persons["acme"], in); faultsOf(err) != c.want {
			t.Errorf("%q, want %q", faultsOf(err), c.want)
		}
		w.value(&after, `select count(*) from opportunity`)
		if (after > before) != (c.want == "") {
			t.Errorf("%q: %d rows after %d", c.want, after, before)
		}
	}
}

// TestCreateFor: for whom people write.
func TestCreateFor(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct{ person, owner, want string }{
		{"visitor", "", "UNAUTHENTICATED"}, {"nobody", "", "INVALID organisationId"}, {"staff", "", "INVALID organisationId"},
		{"acme", "", ""}, {"acme", "acme", ""}, {"staff", "acme", ""}, {"staff", "munich", "FORBIDDEN"}, {"bavarian", "quiet", "NOT_FOUND organisationId"},
		{"coordinator", "munich", ""}, {"analyst", "acme", "FORBIDDEN"}, {"banned", "", "CONFLICT"}, {"staff", "banned", "CONFLICT"},
		{"staff", "young", ""}, {"shanghai", "", ""},
	} {
		in := offer()
		if c.owner != "" {
			in.OrganisationID = ptr(org(c.owner))
		}
		o, err := w.Create(t.Context(), persons[c.person], in)
		if faultsOf(err) != c.want {
			t.Errorf("%s for %q: %q, want %q", c.person, c.owner, faultsOf(err), c.want)
		}
		if err == nil && (*o.AuthorID != persons[c.person].User || o.Status != Draft || o.Version != 1 || o.Origin != organisation.Portal) {
			t.Errorf("%+v", o)
		}
	}
}

// TestUpdate: absent fields stay, cleared ones are emptied, an old version is refused.
func TestUpdate(t *testing.T) {
	w := newWorld(t)
	in := offer()
	in.Requirements = []RequirementInput{{Kind: RequiresTRL, Min: ptr(4)}, {Kind: RequiresLanguage, Values: []string{"en"}, Mandatory: ptr(false)}}
	in.Deadline = date("2026-12-01")
	o := w.create("acme", in, Draft)
	if r := o.Requirements(); len(r) != 2 || !r[0].Mandatory || r[1].Mandatory || *r[0].Min != 4 {
		t.Errorf("%+v", r)
	}
	change := UpdateInput{OpportunityID: o.ID, ExpectedVersion: 1, Content: Content{Title: ptr(" New ")}, Clear: []string{"deadline", "stage", "technologies"}}
	now, err := w.Update(t.Context(), persons["staff"], change)
	if err != nil || now.Title != "New" || now.Deadline != nil || now.Stage != nil || len(now.TechnologyIDs) != 0 || now.Version != 2 ||
		now.Summary != o.Summary || len(now.Requirements()) != 2 || *now.AuthorID != user("acme") {
		t.Errorf("%+v, %v", now, err)
	}
	if n, _ := w.count(t.Context(), persons["acme"], &Filter{Text: ptr("antibody platform")}); n != 0 {
		t.Error("found by its old title")
	}
	if _, err := w.Update(t.Context(), persons["acme"], change); faultsOf(err) != "CONFLICT expectedVersion" {
		t.Error(err)
	}
	change.ExpectedVersion, change.Clear = 2, []string{"title", "confidential"}
	if _, err := w.Update(t.Context(), persons["acme"], change); faultsOf(err) != "INVALID confidential, INVALID title" {
		t.Error(err)
	}
	for _, bad := range []id.Opportunity{"", "\x00", "mis_00000000000000000000000000", id.New[id.Opportunity](noon)} {
		if _, err := w.Update(t.Context(), persons["acme"], UpdateInput{OpportunityID: bad}); faultsOf(err) != "NOT_FOUND opportunityId" {
			t.Error(err)
		}
	}
}

// TestReview: letters to staff and author, reviews for the own side only, the log complete.
func TestReview(t *testing.T) {
	w := newWorld(t)
	o := w.create("acme", offer(), Draft)
	for _, issues := range [][]Issue{nil, make([]Issue, 51), {{"X", "owner", " "}}} {
		if _, err := w.RequestChanges(t.Context(), persons["staff"], RequestChangesInput{o.ID, issues}); !strings.Contains(faultsOf(err), "INVALID issues") {
			t.Error(err)
		}
	}
	issues := []Issue{{Blocker, "summary", "Too short."}, {Minor, "partnerSought", "Who?"}}
	for i, act := range []func() (*Opportunity, error){
		func() (*Opportunity, error) { return w.Submit(t.Context(), persons["acme"], SubmitInput{o.ID}) },
		func() (*Opportunity, error) {
			return w.RequestChanges(t.Context(), persons["staff"], RequestChangesInput{o.ID, issues})
		},
		func() (*Opportunity, error) { return w.Submit(t.Context(), persons["colleague"], SubmitInput{o.ID}) },
		func() (*Opportunity, error) { return w.Publish(t.Context(), persons["staff2"], PublishInput{o.ID}) },
	} {
		w.clock = w.clock.Add(time.Hour)
		if _, err := act(); err != nil {
			t.Fatal(i, err)
		}
	}
	var letters, events int
	w.value(&letters, `select count(*) from job where kind = 'letter'`)
	w.value(&events, `select count(*) from event where subject_id = $1`, o.ID)
	if letters != 2+1+2+1 || events != 5 {
		t.Errorf("%d letters, %d events", letters, events)
	}
	for person, want := range map[string]int{"visitor": 0, "munich": 0, "analyst": 0, "bavarian": 0, "acme": 2, "staff": 2, "coordinator": 2} {
		reviews, err := w.ReviewsOf(t.Context(), persons[person], []id.Opportunity{o.ID, "x\x00"})
		if err != nil || len(reviews[o.ID]) != want {
			t.Errorf("%s reads %d reviews, %v", person, len(reviews[o.ID]), err)
		}
		if want == 2 && (reviews[o.ID][0].Decision != DecidedPublish || len(reviews[o.ID][1].Issues()) != 2) {
			t.Errorf("%+v", reviews[o.ID])
		}
	}
}

// TestBookmarks: each person's own, the latest first, and only what can still be read.
func TestBookmarks(t *testing.T) {
	w := newWorld(t)
	var all []*Opportunity
	for range 5 {
		o := w.insertAs("acme", Published, nil)
		all = append(all, o)
		for range 2 {
			if _, err := w.AddBookmark(t.Context(), persons["munich"], AddBookmarkInput{o.ID}); err != nil {
				t.Fatal(err)
			}
		}
	}
	draft := w.insertAs("acme", Draft, nil)
	for person, want := range map[string]string{"munich": "NOT_FOUND opportunityId", "visitor": "UNAUTHENTICATED", "acme": ""} {
		if _, err := w.AddBookmark(t.Context(), persons[person], AddBookmarkInput{draft.ID}); faultsOf(err) != want {
			t.Errorf("%s: %v", person, err)
		}
	}
	if _, err := w.RemoveBookmark(t.Context(), persons["munich"], RemoveBookmarkInput{all[0].ID}); err != nil {
		t.Fatal(err)
	}
	w.move(all[1], OnHold)
	var found []id.Opportunity
	for args := (page.Args{First: ptr(2)}); ; {
		p, err := w.Bookmarks(t.Context(), persons["munich"], args)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range p.Nodes {
			found = append(found, o.ID)
		}
		if !p.HasNext {
			break
		}
		args.After = &p.Cursors[len(p.Cursors)-1]
	}
	n, err := w.CountBookmarks(t.Context(), persons["munich"])
	if len(found) != 3 || n != 3 || err != nil {
		t.Errorf("%v, %d, %v", found, n, err)
	}
	marks, err := w.BookmarkedIDs(t.Context(), persons["munich"], []id.Opportunity{all[0].ID, all[4].ID, "\x00"})
	if err != nil || marks[all[0].ID] || !marks[all[4].ID] {
		t.Error(marks, err)
	}
	for _, cursor := range []string{"x", page.Encode(bookmarkOrder, "now", string(draft.ID)), page.Encode(bookmarkOrder, "2026-11-23T12:00:00Z", "x")} {
		if _, err := w.Bookmarks(t.Context(), persons["munich"], page.Args{After: &cursor}); faultsOf(err) != "INVALID after" {
			t.Error(err)
		}
	}
}

// TestImport: made once, changed when the file does, never against a person's decision.
func TestImport(t *testing.T) {
	w := newWorld(t)
	in := Imported{ExternalReference: "NCT1/CN", OrganisationID: org("munich"), MarketID: mkt("CN"), Kind: ResearchRequest, Title: "A study", Summary: "Of something.",
		Technologies: []id.Technology{tec("vaccines")}, Partnerships: []organisation.Partnership{organisation.ResearchCooperation},
		Deadline: date("2027-06-30"), Language: "en", PublishedAt: ptr(noon.AddDate(0, -3, 0)),
		Requirements: []RequirementInput{{Kind: RequiresCountry, Values: []string{"CN"}}}}
	do := func(want string) *Opportunity {
		t.Helper()
		var oid id.Opportunity
		var created, changed bool
		err := w.db.InTx(t.Context(), func(tx *db.Tx) (err error) {
			oid, created, changed, err = w.UpsertImported(t.Context(), tx, in)
			return err
		})
		got := map[[2]bool]string{{true, false}: "created", {false, true}: "changed", {false, false}: "same"}[[2]bool{created, changed}]
		if err != nil {
			got = faultsOf(err)
		}
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
		o, _ := w.Get(t.Context(), persons["coordinator"], oid)
		return o
	}
	o := do("created")
	if o.Status != Published || o.AuthorID != nil || o.Origin != organisation.Imported || o.Reference != "RDES20261123001" || o.Version != 1 || !o.OpenForInterest(w.clock) {
		t.Errorf("%+v", o)
	}
	w.clock = w.clock.Add(time.Hour)
	do("same")
	in.Title = "The study"
	if o := do("changed"); o.Version != 2 || o.Reference != "RDES20261123001" {
		t.Errorf("%+v", o)
	}
	in.Expired = true
	if o := do("changed"); o.Status != Expired {
		t.Error(o.Status)
	}
	in.Expired, in.Deadline = false, date("2026-11-22")
	if o := do("changed"); o.Status != Expired {
		t.Error(o.Status)
	}
	in.Deadline = date("2027-06-30")
	o = do("changed")
	if _, err := w.Withdraw(t.Context(), persons["munich"], WithdrawInput{o.ID}); err != nil {
		t.Fatal(err)
	}
	if o := do("same"); o.Status != Withdrawn {
		t.Error(o.Status)
	}
	in.Kind, in.OrganisationID = BusinessOffer, org("acme")
	do("INVALID kind, INVALID organisation")
	in = Imported{ExternalReference: "2", OrganisationID: org("munich"), MarketID: mkt("CN"), Kind: ResearchRequest, Language: "english"}
	do("INVALID deadline, INVALID language, INVALID partnerships, INVALID summary, INVALID technologies, INVALID title")
	in.ExternalReference, in.OrganisationID = "", "x"
	do("INVALID externalReference, INVALID organisation")
}
