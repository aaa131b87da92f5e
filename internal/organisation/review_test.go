package organisation

import (
	"context"
	"strings"
	"testing"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/viewer"
)

func TestReview(t *testing.T) {
	w := newWorld(t)
	o := w.add("Acme", func(o *Organisation) { o.Status, o.Listed = Draft, false })
	admin, staff := w.member("admin", viewer.OrganisationAdmin, o), w.staff("staff", clu("biocat"))
	w.member("colleague", viewer.Member, o)
	ctx := t.Context()
	submit := func() error { _, err := w.s.Submit(ctx, admin, SubmitInput{o.ID}); return err }
	verify := func(v viewer.Viewer) error { _, err := w.s.Verify(ctx, v, VerifyInput{o.ID}); return err }
	suspend := func(v viewer.Viewer) error {
		_, err := w.s.Suspend(ctx, v, SuspendInput{o.ID, "Accounts\r\nare false"})
		return err
	}
	expect(t, "an empty profile", submit(), "INVALID city", "INVALID description", "INVALID headcount", "INVALID languages", "INVALID capabilities")
	expect(t, "verify a draft", verify(staff), "CONFLICT")
	expect(t, "suspend a draft", suspend(staff), "CONFLICT")
	_, err := w.s.Update(ctx, admin, UpdateInput{OrganisationID: o.ID, ExpectedVersion: 1, Profile: Profile{City: ptr("Girona"), Description: ptr("x"), Headcount: ptr(3), Languages: []string{"ca"}}})
	w.must(err)
	_, err = w.s.SetCapabilities(ctx, admin, SetCapabilitiesInput{o.ID, 2, []CapabilityInput{{Direction: Offers, Technologies: []string{"mri"}, Text: "x"}}})
	w.must(err)
	w.must(submit())
	expect(t, "submit again", submit(), "CONFLICT")
	expect(t, "verify oneself", verify(admin), "FORBIDDEN")
	expect(t, "suspend oneself", suspend(admin), "FORBIDDEN")
	expect(t, "staff of others", verify(w.staff("other", clu("biom"))), "NOT_FOUND organisationId")
	w.must(verify(staff))
	expect(t, "verify again", verify(staff), "CONFLICT")
	w.must(suspend(staff))
	expect(t, "suspend again", suspend(staff), "CONFLICT")
	w.must(verify(staff))
	if n := w.count(`select count(*) from job where kind = 'letter'`); n != 6 {
		t.Errorf("%d letters, want three for each of two people", n)
	}
	for what, query := range map[string]string{
		"the reason":  `select count(*) from job where payload::text like '%Accounts%are false%'`,
		"the address": `select count(*) from job where payload::text like '%https://portal.example/organisations/` + string(o.ID) + `%'`,
	} {
		if w.count(query) == 0 {
			t.Errorf("no letter tells %s", what)
		}
	}
	if n := w.count(`select count(*) from event where act in ('submitOrganisation', 'verifyOrganisation', 'suspendOrganisation')`); n != 4 {
		t.Errorf("%d lines of the log, want 4", n)
	}
	if w.count(`select count(*) from event where detail::text like '%false%'`) != 0 {
		t.Error("the log holds the reason")
	}
	_, err = w.s.Suspend(ctx, staff, SuspendInput{o.ID, " "})
	expect(t, "no reason", err, "INVALID reason")
	_, err = w.s.Suspend(ctx, staff, SuspendInput{o.ID, "\xff"})
	expect(t, "a bad reason", err, "INVALID reason")
}

func TestBadProfiles(t *testing.T) {
	w := newWorld(t)
	o := w.add("Old", nil)
	admin, ann := w.member("admin", viewer.OrganisationAdmin, o), w.person("ann")
	long := func(n int) *string { return ptr(strings.Repeat("é", n)) }
	for _, c := range []struct {
		field string
		p     Profile
	}{
		{"legalName", Profile{LegalName: ptr("")}}, {"legalName", Profile{LegalName: ptr(" \t ")}}, {"legalName", Profile{LegalName: long(257)}},
		{"legalName", Profile{LegalName: ptr("a\x00b")}}, {"legalName", Profile{LegalName: ptr("a\xffb")}}, {"legalName", Profile{LegalName: ptr("a\nb")}},
		{"legalName", Profile{LegalName: ptr("?!")}}, {"legalName", Profile{LegalName: ptr("a\u0000")}},
		{"country", Profile{Country: ptr("es")}}, {"country", Profile{Country: ptr("")}}, {"country", Profile{Country: ptr("E\x00")}}, {"country", Profile{Country: ptr("UK")}},
		{"region", Profile{Region: ptr("ES5111")}}, {"region", Profile{Region: ptr("FR1")}}, {"region", Profile{Region: ptr("ES\x00")}},
		{"city", Profile{City: long(129)}}, {"city", Profile{City: ptr("a\x00")}}, {"city", Profile{City: ptr("\xc3\x28")}},
		{"foundedYear", Profile{FoundedYear: ptr(1599)}}, {"foundedYear", Profile{FoundedYear: ptr(2027)}}, {"foundedYear", Profile{FoundedYear: ptr(-1 << 62)}},
		{"headcount", Profile{Headcount: ptr(-1)}}, {"headcount", Profile{Headcount: ptr(1 << 40)}},
		{"turnover", Profile{Turnover: ptr(int64(-1))}}, {"turnover", Profile{Turnover: ptr(int64(1) << 60)}}, {"balanceTotal", Profile{BalanceTotal: ptr(int64(-1))}},
		{"accountsYear", Profile{AccountsYear: ptr(1899)}}, {"accountsYear", Profile{AccountsYear: ptr(2027)}},
		{"independence", Profile{Independence: ptr(Independence("X"))}}, {"independence", Profile{Independence: ptr(Independence("\x00"))}},
		{"naceCodes.1", Profile{NACECodes: []string{"72", "7"}}}, {"naceCodes.0", Profile{NACECodes: []string{"72.111"}}}, {"naceCodes.0", Profile{NACECodes: []string{"72\x00"}}},
		{"languages.0", Profile{Languages: []string{"EN"}}}, {"languages.1", Profile{Languages: []string{"en", "\xff\xff"}}},
		{"certifications.0", Profile{Certifications: []string{""}}}, {"certifications.0", Profile{Certifications: []string{*long(65)}}}, {"certifications.0", Profile{Certifications: []string{"a\x00"}}},
		{"website", Profile{Website: ptr("javascript:alert(1)")}}, {"website", Profile{Website: ptr("x")}}, {"website", Profile{Website: ptr("https://a.b/" + strings.Repeat("x", 600))}},
		{"website", Profile{Website: ptr("https://a.b/\x00")}}, {"website", Profile{Website: ptr("a.b\xff")}},
		{"description", Profile{Description: long(4001)}}, {"description", Profile{Description: ptr("a\x00b")}}, {"description", Profile{Description: ptr("a\xffb")}}, {"description", Profile{Description: ptr("a\x1bb")}},
	} {
		before := w.written()
		_, err := w.s.Update(t.Context(), admin, UpdateInput{OrganisationID: o.ID, ExpectedVersion: 1, Profile: c.p})
		expect(t, "update", err, "INVALID "+c.field)
		in := acme()
		in.Region = nil
		overwrite(&in.Profile, c.p)
		_, err = w.s.Create(t.Context(), ann, in)
		expect(t, "create", err, "INVALID "+c.field)
		w.must(w.db.InTx(t.Context(), func(tx *db.Tx) error {
			_, err = w.s.UpsertImported(t.Context(), tx, w.coordinator(), Import{ExternalReference: "1", Kind: Company, Cluster: "biocat", Profile: in.Profile})
			expect(t, "import", err, "INVALID "+c.field)
			return nil
		}))
		if w.written() != before {
			t.Errorf("%s: something was written", c.field)
		}
	}
}

func TestBadInputBesideTheProfile(t *testing.T) {
	w := newWorld(t)
	o := w.add("Old", nil)
	admin, ann := w.member("admin", viewer.OrganisationAdmin, o), w.person("ann")
	before := w.written()
	many := make([]string, 31)
	for i := range many {
		many[i] = strings.Repeat("x", i+1)
	}
	_, err := w.s.Update(t.Context(), admin, UpdateInput{OrganisationID: o.ID, ExpectedVersion: 1, Profile: Profile{City: ptr(strings.Repeat("x", 129)), Certifications: many, Country: ptr("")}})
	expect(t, "several at once", err, "INVALID country", "INVALID city", "INVALID certifications")
	in := acme()
	in.Kind = "X"
	_, err = w.s.Create(t.Context(), ann, in)
	expect(t, "kind", err, "INVALID kind")
	in = acme()
	in.Cluster, in.IdempotencyKey = "\x00\xff", ptr(strings.Repeat("k", 129))
	_, err = w.s.Create(t.Context(), ann, in)
	expect(t, "a long key", err, "INVALID idempotencyKey")
	in.IdempotencyKey = nil
	_, err = w.s.Create(t.Context(), ann, in)
	expect(t, "a bad cluster", err, "INVALID cluster")
	if w.written() != before {
		t.Error("something was written")
	}
}

// overwrite lays what p gives over a profile.
func overwrite(to *Profile, p Profile) {
	setPointer(&to.LegalName, p.LegalName)
	setPointer(&to.Country, p.Country)
	setPointer(&to.Region, p.Region)
	setPointer(&to.City, p.City)
	setPointer(&to.FoundedYear, p.FoundedYear)
	setPointer(&to.Headcount, p.Headcount)
	setPointer(&to.Turnover, p.Turnover)
	setPointer(&to.BalanceTotal, p.BalanceTotal)
	setPointer(&to.AccountsYear, p.AccountsYear)
	setPointer(&to.Independence, p.Independence)
	setPointer(&to.Website, p.Website)
	setPointer(&to.Description, p.Description)
	for _, l := range []struct{ to, from *[]string }{{&to.NACECodes, &p.NACECodes}, {&to.Languages, &p.Languages}, {&to.Certifications, &p.Certifications}} {
		if *l.from != nil {
			*l.to = *l.from
		}
	}
}

func (w *world) coordinator() viewer.Viewer {
	return viewer.Viewer{User: usr("coordinator"), Roles: []viewer.Role{viewer.Coordinator}}
}

func TestUpsertImported(t *testing.T) {
	w := newWorld(t)
	ctx, staff := t.Context(), w.staff("staff", clu("biocat"))
	upsert := func(v viewer.Viewer, in Import) (r ImportResult, err error) {
		err = w.db.InTx(ctx, func(tx *db.Tx) error {
			r, err = w.s.UpsertImported(ctx, tx, v, in)
			return err
		})
		return r, err
	}
	in := Import{ExternalReference: "NCT:Acme", Kind: Company, Cluster: "biocat", Profile: acme().Profile,
		Capabilities: []CapabilityInput{{Direction: Offers, Technologies: []string{"mri"}, Text: "x", Markets: []string{"CN"}}}}
	first, err := upsert(staff, in)
	w.must(err)
	o, err := selectOne(ctx, w.db, first.ID, false)
	w.must(err)
	if !first.Created || first.Changed || o.Status != UnderReview || o.Origin != Imported || *o.ExternalReference != "NCT:Acme" || o.Listed || w.count(`select count(*) from capability`) != 1 {
		t.Errorf("%+v %+v", first, o)
	}
	before := w.written()
	same, err := upsert(w.coordinator(), in)
	if err != nil || same != (ImportResult{ID: first.ID}) || w.written() != before {
		t.Errorf("the same again: %+v %v", same, err)
	}
	w.db.MustExec(`update organisation set status = 'VERIFIED'`)
	in.City = ptr("Lleida")
	in.Capabilities[0].Text = "y"
	changed, err := upsert(staff, in)
	w.must(err)
	o, _ = selectOne(ctx, w.db, first.ID, false)
	if changed != (ImportResult{ID: first.ID, Changed: true}) || o.City != "Lleida" || o.Status != Verified || o.Version != 2 || o.Description == "" {
		t.Errorf("%+v %+v", changed, o)
	}
	in.Capabilities[0].Text = "z"
	if changed, err = upsert(staff, in); err != nil || !changed.Changed {
		t.Error("a change of a capability alone:", err)
	}
	in.Capabilities = nil
	if changed, err = upsert(staff, in); err != nil || changed.Changed || w.count(`select count(*) from capability`) != 1 {
		t.Error("no capabilities given:", err)
	}
	w.add("Gate", func(o *Organisation) { o.ExternalReference = ptr("gateway:x") })
	own, stolen, market, moved := in, in, in, in
	own.ExternalReference, stolen.ExternalReference, market.ExternalReference = "gateway:x", "\x00", strings.Repeat("x", 257)
	moved.Cluster = "biom"
	for want, in := range map[string]Import{"CONFLICT externalReference": own, "INVALID externalReference": stolen, "FORBIDDEN cluster": moved} {
		_, err := upsert(staff, in)
		expect(t, want, err, want)
	}
	_, err = upsert(staff, market)
	expect(t, "a long reference", err, "INVALID externalReference")
	_, err = upsert(w.staff("other", clu("biom")), moved)
	expect(t, "staff of others take it over", err, "FORBIDDEN cluster")
	_, err = upsert(w.person("ann"), in)
	expect(t, "somebody", err, "FORBIDDEN cluster")
}

func TestNothingHalfWritten(t *testing.T) {
	w := newWorld(t)
	o := w.add("Acme", func(o *Organisation) { o.Status = UnderReview })
	w.member("admin", viewer.OrganisationAdmin, o)
	w.db.MustExec(`update portal_user set email = 'not an address'`) // the letter cannot be written
	before := w.written()
	if _, err := w.s.Verify(context.Background(), w.staff("staff", clu("biocat")), VerifyInput{o.ID}); err == nil {
		t.Fatal("verified without its letter")
	}
	if w.written() != before {
		t.Error("something was written")
	}
}
