package organisation

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// acme is a good input.
func acme() CreateInput {
	return CreateInput{Kind: Company, Cluster: "biocat", Profile: Profile{
		LegalName: ptr(" Acme Biotech, S.L. "), Country: ptr("ES"), Region: ptr("ES51"), City: ptr("Girona"), FoundedYear: ptr(2012), Headcount: ptr(12),
		Turnover: ptr(int64(1_000_000)), BalanceTotal: ptr(int64(2_000_000)), AccountsYear: ptr(2025), Independence: ptr(Autonomous),
		NACECodes: []string{"72.11", " 72.11", "21"}, Languages: []string{"ca", "en"}, Certifications: []string{"ISO 13485"},
		Website: ptr("www.acme.example/about"), Description: ptr("What we do.\nSecond line.")}}
}

func TestCreateJoinsItsMaker(t *testing.T) {
	w := newWorld(t)
	v := w.person("ann")
	in := acme()
	in.IdempotencyKey = ptr("k1")
	r, err := w.s.Create(t.Context(), v, in)
	w.must(err)
	o := r.Organisation
	if o.LegalName != "Acme Biotech, S.L." || o.Status != Draft || o.Listed || *o.SizeClass != Small || o.Website != "https://www.acme.example/about" ||
		len(o.NACECodes()) != 2 || o.ClusterID != clu("biocat") || o.NameKey != "acmebiotech" || o.Version != 1 || !o.CreatedAt.Equal(noon) || o.Origin != Portal {
		t.Errorf("%+v", o)
	}
	if n := w.count(`select count(*) from portal_user where organisation_id = $1 and organisation_role = 'ORGANISATION_ADMIN'`, o.ID); n != 1 {
		t.Error("its maker is not its administrator")
	}
	before := w.written()
	again, err := w.s.Create(t.Context(), v, in)
	if err != nil || again.Organisation.ID != o.ID || w.written() != before {
		t.Error("the same key did it again:", err)
	}
	in.LegalName = ptr("Another")
	_, err = w.s.Create(t.Context(), v, in)
	expect(t, "the key with other input", err, "CONFLICT idempotencyKey")
	in.IdempotencyKey = nil
	_, err = w.s.Create(t.Context(), v, in)
	expect(t, "a second organisation with a viewer from before", err, "CONFLICT")
	v.Organisation, v.Roles = o.ID, []viewer.Role{viewer.OrganisationAdmin}
	_, err = w.s.Create(t.Context(), v, in)
	expect(t, "a second organisation", err, "CONFLICT")
	if w.written() != before {
		t.Error("something was written")
	}
}

func TestCreateLooksForDuplicatesThatTheViewerMaySee(t *testing.T) {
	w := newWorld(t)
	named := w.add("ACME Biotech SA", nil)
	hosted := w.add("Trading as Other", func(o *Organisation) { o.Website = "http://acme.example/home" })
	abroad := w.add("Acme Biotech GmbH", func(o *Organisation) { o.Country = "DE" })
	hidden := w.add("Acme Biotech", func(o *Organisation) { o.Listed = false })
	staff := w.staff("staff", clu("biocat"))
	coordinator := w.person("coordinator")
	coordinator.Roles = []viewer.Role{viewer.Coordinator}
	for _, c := range []struct {
		who  string
		v    viewer.Viewer
		want []*Organisation
	}{
		{"a newcomer, who reads names only", w.person("ann"), []*Organisation{named, abroad}},
		{"staff", staff, []*Organisation{named, hosted, hidden}},
		{"a coordinator", coordinator, []*Organisation{named, hosted, hidden}},
	} {
		before := w.written()
		in := acme()
		in.IdempotencyKey = ptr("key")
		r, err := w.s.Create(t.Context(), c.v, in)
		expect(t, c.who, err, "CONFLICT legalName")
		got := map[id.Organisation]bool{}
		for _, o := range r.PossibleDuplicates {
			got[o.ID] = true
		}
		for _, o := range c.want {
			if !got[o.ID] {
				t.Errorf("%s does not see %s", c.who, o.LegalName)
			}
		}
		if len(got) != len(c.want) || r.Organisation != nil || w.written() != before {
			t.Errorf("%s: %d duplicates, want %d; or something was written", c.who, len(got), len(c.want))
		}
		in.NotADuplicate = ptr(true)
		if r, err = w.s.Create(t.Context(), c.v, in); err != nil || r.Organisation == nil {
			t.Errorf("%s: %v", c.who, err)
		}
		w.db.MustExec(`update portal_user set organisation_id = null, organisation_role = null`)
		w.db.MustExec(`delete from organisation where id = $1`, r.Organisation.ID)
	}
	in := acme()
	in.LegalName, in.Website = ptr("Hidden Name"), nil
	w.add("Hidden Name", func(o *Organisation) { o.Status = Draft })
	_, err := w.s.Create(t.Context(), w.person("eve"), in)
	expect(t, "an invisible one tells nothing", err)
}

func TestCreateFor(t *testing.T) {
	w := newWorld(t)
	staff := w.staff("staff", clu("biocat"))
	gateway := acme()
	gateway.Kind, gateway.Market = Gateway, ptr("CN")
	elsewhere := acme()
	elsewhere.Cluster = "biom"
	unsaid := acme()
	unsaid.Cluster = ""
	agency := acme()
	agency.Cluster = "erai"
	nowhere := acme()
	nowhere.Cluster, nowhere.Market = "biocat", ptr("XX\x00")
	for _, c := range []struct {
		what string
		v    viewer.Viewer
		in   CreateInput
		want []string
	}{
		{"a visitor", viewer.Viewer{}, acme(), []string{"UNAUTHENTICATED"}},
		{"a gateway by a newcomer", w.person("ann"), gateway, []string{"FORBIDDEN kind"}},
		{"staff for another cluster", staff, elsewhere, []string{"FORBIDDEN cluster"}},
		{"for an agency", staff, agency, []string{"INVALID cluster"}},
		{"for no cluster", staff, unsaid, []string{"INVALID cluster"}},
		{"for an unknown market", staff, nowhere, []string{"INVALID market"}},
		{"staff", staff, acme(), nil},
	} {
		before := w.written()
		_, err := w.s.Create(t.Context(), c.v, c.in)
		expect(t, c.what, err, c.want...)
		if c.want != nil && w.written() != before {
			t.Errorf("%s: something was written", c.what)
		}
	}
	gateway.NotADuplicate = ptr(true)
	r, err := w.s.Create(t.Context(), staff, gateway)
	w.must(err)
	if *r.Organisation.MarketID != mkt("CN") || w.count(`select count(*) from portal_user where organisation_id is not null`) != 0 {
		t.Error("staff joined what they wrote, or the market is lost")
	}
}

func TestUpdate(t *testing.T) {
	w := newWorld(t)
	o := w.add("Acme", func(o *Organisation) {
		o.City, o.Headcount, o.Turnover, o.LanguageList = "Girona", ptr(5), ptr(int64(1)), []string{"ca"}
	})
	admin := w.member("admin", viewer.OrganisationAdmin, o)
	got, err := w.s.Update(t.Context(), admin, UpdateInput{OrganisationID: o.ID, ExpectedVersion: 1,
		Profile: Profile{LegalName: ptr("Zeta GmbH"), Headcount: ptr(100)}, Clear: []string{"city", "languages"}})
	w.must(err)
	if got.LegalName != "Zeta GmbH" || got.NameKey != "zeta" || got.City != "" || len(got.Languages()) != 0 || *got.SizeClass != Medium || *got.Turnover != 1 || got.Version != 2 || got.Country != "ES" {
		t.Errorf("%+v", got)
	}
	if p, _ := w.s.List(t.Context(), admin, &Filter{Text: ptr("zeta")}, nil, allRows); len(p.Nodes) != 1 {
		t.Error("it is not found by its new name")
	}
	got, err = w.s.Update(t.Context(), admin, UpdateInput{OrganisationID: o.ID, ExpectedVersion: 2, Clear: []string{"turnover"}})
	if err != nil || got.SizeClass != nil {
		t.Error("a size class without figures:", err)
	}
	member, hidden := w.member("member", viewer.Member, o), w.add("Hidden", func(o *Organisation) { o.Listed = false })
	before := w.written()
	for _, c := range []struct {
		what string
		v    viewer.Viewer
		in   UpdateInput
		want []string
	}{
		{"a visitor", viewer.Viewer{}, UpdateInput{OrganisationID: o.ID}, []string{"UNAUTHENTICATED"}},
		{"a member", member, UpdateInput{OrganisationID: o.ID, ExpectedVersion: 3}, []string{"FORBIDDEN"}},
		{"staff of others", w.staff("other", clu("biom")), UpdateInput{OrganisationID: o.ID, ExpectedVersion: 3}, []string{"FORBIDDEN"}},
		{"one that is hidden", member, UpdateInput{OrganisationID: hidden.ID}, []string{"NOT_FOUND organisationId"}},
		{"one that is not", member, UpdateInput{OrganisationID: org("none")}, []string{"NOT_FOUND organisationId"}},
		{"no id", member, UpdateInput{OrganisationID: "org_\x00"}, []string{"NOT_FOUND organisationId"}},
		{"an old version", admin, UpdateInput{OrganisationID: o.ID, ExpectedVersion: 2}, []string{"CONFLICT expectedVersion"}},
		{"what cannot be empty", admin, UpdateInput{OrganisationID: o.ID, ExpectedVersion: 3, Clear: []string{"legalName", "listed", "nonsense"}}, []string{"INVALID legalName", "INVALID listed", "INVALID nonsense"}},
		{"a region elsewhere", admin, UpdateInput{OrganisationID: o.ID, ExpectedVersion: 3, Profile: Profile{Region: ptr("FRK2")}}, []string{"INVALID region"}},
	} {
		_, err := w.s.Update(t.Context(), c.v, c.in)
		expect(t, c.what, err, c.want...)
	}
	if w.written() != before {
		t.Error("something was written")
	}
}

func TestOneOfManyUpdatesOfAVersionWins(t *testing.T) {
	w := newWorld(t)
	o := w.add("Acme", nil)
	admin := w.member("admin", viewer.OrganisationAdmin, o)
	var wins, conflicts int
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := range 12 {
		wg.Go(func() {
			var err error
			if i%2 == 0 {
				_, err = w.s.Update(t.Context(), admin, UpdateInput{OrganisationID: o.ID, ExpectedVersion: 1, Profile: Profile{City: ptr("Girona")}})
			} else {
				_, err = w.s.SetCapabilities(t.Context(), admin, SetCapabilitiesInput{OrganisationID: o.ID, ExpectedVersion: 1})
			}
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				wins++
			case errors.Is(err, fault.New(fault.Conflict, "", "")):
				conflicts++
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if wins != 1 || conflicts != 11 || w.count(`select version from organisation where id = $1`, o.ID) != 2 || w.count(`select count(*) from event`) != 1 {
		t.Errorf("%d won, %d were told of a conflict", wins, conflicts)
	}
}

func TestSetCapabilities(t *testing.T) {
	w := newWorld(t)
	o := w.add("Acme", nil)
	admin := w.member("admin", viewer.OrganisationAdmin, o)
	good := CapabilityInput{Direction: Offers, Technologies: []string{"mri", string(tec("vaccines")), "mri"}, Text: " Scanners ", Stage: ptr(OnMarket),
		Partnerships: []Partnership{Commercial, Commercial}, Markets: []string{"CN"}}
	set := func(version int, all ...CapabilityInput) error {
		_, err := w.s.SetCapabilities(t.Context(), admin, SetCapabilitiesInput{o.ID, version, all})
		return err
	}
	w.must(set(1, good, CapabilityInput{Direction: Seeks, Technologies: []string{"imaging"}, Text: "a partner", Language: ptr("ca")}))
	found, err := w.s.CapabilitiesOf(t.Context(), admin, []id.Organisation{o.ID})
	w.must(err)
	if c := found[o.ID][0]; len(found[o.ID]) != 2 || len(c.TechnologyIDs()) != 2 || c.TechnologyIDs()[0] != tec("mri") || c.Text != "Scanners" || c.Language != "en" || *c.Stage != OnMarket ||
		len(c.Partnerships()) != 1 || c.MarketIDs()[0] != mkt("CN") || found[o.ID][1].Language != "ca" {
		t.Errorf("%+v", found[o.ID])
	}
	w.must(set(2, good))
	before := w.written()
	expect(t, "an old version", set(2, good), "CONFLICT expectedVersion")
	expect(t, "too many", set(3, make([]CapabilityInput, 21)...), append([]string{"INVALID capabilities"}, emptyFaults()...)...)
	bad := CapabilityInput{Direction: "X", Text: "\x00", Language: ptr("xx"), Stage: ptr(Stage("X")), Partnerships: []Partnership{"X"}}
	expect(t, "everything", set(3, good, bad), "INVALID capabilities.1.direction", "INVALID capabilities.1.technologies", "INVALID capabilities.1.text",
		"INVALID capabilities.1.language", "INVALID capabilities.1.stage", "INVALID capabilities.1.partnerships.0")
	lost := good
	lost.Technologies, lost.Markets = []string{"mri", "x\x00", "\xff"}, []string{"CN", "cn"}
	expect(t, "references", set(3, good, lost), "INVALID capabilities.1.technologies.1", "INVALID capabilities.1.technologies.2", "INVALID capabilities.1.markets.1")
	lost = good
	lost.Text = strings.Repeat("é", 2001)
	expect(t, "a long text", set(3, lost), "INVALID capabilities.0.text")
	if w.written() != before {
		t.Error("something was written")
	}
	w.must(set(3))
	if w.count(`select count(*) from capability`) != 0 {
		t.Error("capabilities were left")
	}
}

// emptyFaults are those of twenty empty capabilities.
func emptyFaults() (all []string) {
	for i := range maxCapabilities {
		for _, field := range []string{"direction", "technologies", "text"} {
			all = append(all, "INVALID "+fault.Item("capabilities", i, field))
		}
	}
	return all
}
