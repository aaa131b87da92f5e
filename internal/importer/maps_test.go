package importer

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bioxclusters/portal/internal/db"
)

func file(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// lines are the rows of a query of one column.
func lines(t *testing.T, d *db.DB, query string) string {
	t.Helper()
	var rows []string
	if err := d.SelectContext(t.Context(), &rows, query); err != nil {
		t.Fatal(err)
	}
	return strings.Join(rows, "\n")
}

func TestProfilesOfTheNetwork(t *testing.T) {
	im, d := newImporter(t)
	report := im.run(t, loadMap(t, "een"), file(t, "profiles.jsonl"), func(o *Options) { o.SkipBad, o.Name = true, "profiles.jsonl" })
	golden(t, "profiles.txt", report.text(t))
	got := lines(t, d, `select concat_ws(' ', o.external_reference, o.kind, o.status, o.deadline, o.stage, o.ipr, o.partnerships, o.confidential,
		(select string_agg(t.slug, ' ') from technology t where t.id = any(o.technology_ids)), '|', g.legal_name, g.kind, g.country, m.code)
		from opportunity o join organisation g on g.id = o.organisation_id join market m on m.id = o.market_id order by o.external_reference`)
	want := `een:BOCN20260901007:CN BUSINESS_OFFER PUBLISHED 2027-02-28 ON_MARKET GRANTED {COMMERCIAL} t wound-care | EEN client BOCN20260901007 COMPANY CN CN
een:TRBR20250101001:BR TECHNOLOGY_REQUEST EXPIRED 2025-03-01 {RESEARCH_COOPERATION} t in-vitro-diagnostics | EEN client TRBR20250101001 COMPANY BR BR`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	again := im.run(t, loadMap(t, "een"), file(t, "profiles.jsonl"), func(o *Options) { o.SkipBad = true })
	if again.Unchanged != 2 || again.Changed+again.Created != 0 {
		t.Errorf("%+v", again)
	}
}

func TestMembersOfACluster(t *testing.T) {
	im, d := newImporter(t)
	m := loadMap(t, "organisations")
	change := func(o *Options) { o.SkipBad, o.Name, o.Cluster = true, "members.csv", "biocat" }
	golden(t, "members.txt", im.run(t, m, file(t, "members.csv"), change).text(t))
	got := lines(t, d, `select concat_ws(' ', external_reference, g.kind, status, g.country, region, g.city, founded_year, headcount, turnover, size_class,
		nace_codes, g.website, listed, description, '|', legal_name, c.slug, (select string_agg(direction || ' ' || text, ',') from capability where organisation_id = g.id))
		from organisation g join cluster c on c.id = g.cluster_id where origin = 'IMPORTED' order by 1`)
	want := `members:M1 COMPANY UNDER_REVIEW FR FRK26 Lyon 2015 12 1200000 SMALL {72.11} https://example.org t Fait de molécules

Technologies: Monoclonal antibodies | Inventé Biologie SAS biocat OFFERS Antibodies against nothing
members:M2 RESEARCH UNDER_REVIEW ES  Barcelona {}  f Technologies: Pottery | Imaginary Institute biocat`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	again := im.run(t, m, file(t, "members.csv"), change)
	if again.Unchanged != 2 || again.Changed+again.Created != 0 {
		t.Errorf("%+v", again)
	}
	if changed := im.run(t, m, strings.Replace(file(t, "members.csv"), ";12;", ";13;", 1), change); changed.Changed != 1 || changed.Unchanged != 1 {
		t.Errorf("%+v", changed)
	}
}
