package importer

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

func studies(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile("testdata/studies.csv")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// good are the studies that nothing is wrong with.
func good(t *testing.T) string {
	t.Helper()
	text, _, _ := strings.Cut(studies(t), "NCT90000005")
	return text
}

const imported = `select count(*) from opportunity`

func TestAllOrNothing(t *testing.T) {
	im, d := newImporter(t)
	o := Options{Map: loadMap(t, "clinicaltrials"), File: strings.NewReader(studies(t)), Name: "studies.csv"}
	report, err := im.Run(t.Context(), o)
	if !errors.Is(err, ErrRefused) {
		t.Fatal(err)
	}
	golden(t, "refused.txt", report.text(t))
	if n := count(t, d, imported) + count(t, d, `select count(*) from event where act like 'import%'`); n != 0 {
		t.Errorf("%d rows were written", n)
	}
}

func TestSkipBad(t *testing.T) {
	im, d := newImporter(t)
	report := im.run(t, loadMap(t, "clinicaltrials"), studies(t), func(o *Options) { o.SkipBad = true })
	golden(t, "skipped.txt", report.text(t))
	var b bytes.Buffer
	if err := report.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	golden(t, "skipped.json", b.String())
	if n := count(t, d, imported); n != 4 {
		t.Errorf("%d opportunities", n)
	}
	if n := count(t, d, `select count(*) from event where act = 'import' and actor_id is null`); n != 1 {
		t.Errorf("%d entries in the log", n)
	}
}

func TestDryRun(t *testing.T) {
	im, d := newImporter(t)
	m := loadMap(t, "clinicaltrials")
	dry := im.run(t, m, good(t), func(o *Options) { o.DryRun = true })
	if dry.Written || dry.Created != 4 || count(t, d, imported) != 0 {
		t.Errorf("%+v", dry)
	}
	wet := im.run(t, m, good(t), nil)
	if wet.Created != dry.Created || wet.Owners != dry.Owners || !wet.Written || count(t, d, imported) != 4 {
		t.Errorf("%+v", wet)
	}
}

func TestSecondImport(t *testing.T) {
	im, d := newImporter(t)
	m := loadMap(t, "clinicaltrials")
	im.run(t, m, good(t), nil)
	before := count(t, d, `select count(*) from event`)
	again := im.run(t, m, good(t), nil)
	if again.Unchanged != 4 || again.Created+again.Changed+again.Owners != 0 || len(again.Refusals) != 0 {
		t.Errorf("%+v", again)
	}
	if n := count(t, d, `select count(*) from event`); n != before+1 {
		t.Errorf("%d entries in the log were %d", n, before)
	}
	text := strings.Replace(good(t), "A Registry of Kidney Stones", "A Registry of Stones", 1)
	text = strings.Replace(text, ",RECRUITING,\"An invented", ",TERMINATED,\"An invented", 1)
	if changed := im.run(t, m, text, nil); changed.Changed != 3 || changed.Unchanged != 1 {
		t.Errorf("%+v", changed)
	}
}

// What a study becomes, in full.
func TestClinicalTrials(t *testing.T) {
	im, d := newImporter(t)
	im.run(t, loadMap(t, "clinicaltrials"), good(t), nil)
	var rows []struct {
		Reference, Status, Origin, Kind, Deadline, Stage, Partnerships, Technologies, Owner, OwnerKind, OwnerStatus, Country, Market, Listed string
	}
	err := d.SelectContext(t.Context(), &rows, `select o.external_reference as reference, o.status, o.origin, o.kind, o.deadline::text as deadline,
		coalesce(o.stage, '') as stage, array_to_string(o.partnerships, ' ') as partnerships, left(o.listed_at::text, 10) as listed,
		(select string_agg(t.slug, ' ' order by t.slug) from technology t where t.id = any(o.technology_ids)) as technologies,
		g.legal_name as owner, g.kind as ownerkind, g.status as ownerstatus, g.country, m.code as market
		from opportunity o join organisation g on g.id = o.organisation_id join market m on m.id = g.market_id order by 1`)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(strings.Join([]string{r.Reference, r.Status, r.Origin, r.Kind, r.Partnerships, r.Deadline, r.Stage, r.Listed, r.Technologies,
			"| " + r.Owner, r.OwnerKind, r.OwnerStatus, r.Country, r.Market}, " ") + "\n")
	}
	want := `NCT90000001:BR PUBLISHED IMPORTED RESEARCH_REQUEST RESEARCH_COOPERATION 2027-06-30 DEMONSTRATION 2026-01-02 respiratory-diseases | Bergamot Respiratory, Inc. COMPANY UNDER_REVIEW BR BR
NCT90000001:US PUBLISHED IMPORTED RESEARCH_REQUEST RESEARCH_COOPERATION 2027-06-30 DEMONSTRATION 2026-01-02 respiratory-diseases | Bergamot Respiratory, Inc. COMPANY UNDER_REVIEW BR BR
NCT90000002:CN EXPIRED IMPORTED RESEARCH_REQUEST RESEARCH_COOPERATION 2021-05-31  2019-02-20 clinical-research | University of Nowhere RESEARCH UNDER_REVIEW CN CN
NCT90000003:CN PUBLISHED IMPORTED RESEARCH_REQUEST RESEARCH_COOPERATION 2027-12-31  2025-11-30 hypertension | Tramontana Devices S.L. COMPANY UNDER_REVIEW HK CN
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
	var description string
	if err := d.GetContext(t.Context(), &description, `select description from opportunity where external_reference = 'NCT90000001:BR'`); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"Conditions: Asthma; Wheezing of Dragons\n", "Sites in the market: Praia Hospital, Recife, Brazil; Praia Hospital Norte, Natal, Brazil\n"} {
		if !strings.Contains(description, part) {
			t.Errorf("%q is not in %q", part, description)
		}
	}
}

// An owner that is there keeps what its team and its cluster wrote.
func TestKnownOwnerStays(t *testing.T) {
	im, d := newImporter(t)
	m := loadMap(t, "clinicaltrials")
	im.run(t, m, good(t), nil)
	if _, err := d.ExecContext(t.Context(), `update organisation set country = 'US', status = 'VERIFIED' where legal_name like 'Bergamot%'`); err != nil {
		t.Fatal(err)
	}
	if again := im.run(t, m, good(t), nil); again.Unchanged != 4 {
		t.Errorf("%+v", again)
	}
	if n := count(t, d, `select count(*) from organisation where country = 'US' and status = 'VERIFIED' and legal_name like 'Bergamot%'`); n != 1 {
		t.Error("the import wrote over the owner")
	}
}

func TestTheSameReferenceTwice(t *testing.T) {
	im, _ := newImporter(t)
	header, rest, _ := strings.Cut(good(t), "\n")
	report := im.run(t, loadMap(t, "clinicaltrials"), header+"\n"+rest+rest, nil)
	want := Refusal{8, "externalReference", "“NCT90000001:BR” stands in line 2 already."}
	if report.Refused != 3 || report.Refusals[0] != want {
		t.Errorf("%+v", report.Refusals)
	}
}

func TestClusters(t *testing.T) {
	im, d := newImporter(t)
	m := loadMap(t, "clinicaltrials")
	for cluster, want := range map[string]string{"nowhere": `there is no cluster "nowhere"`} {
		_, err := im.Run(t.Context(), Options{Map: m, File: strings.NewReader(good(t)), Cluster: cluster})
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v", cluster, err)
		}
	}
	im.run(t, m, good(t), func(o *Options) { o.Cluster = "biocat" })
	if n := count(t, d, `select count(*) from organisation g join cluster c on c.id = g.cluster_id where g.origin = 'IMPORTED' and c.slug = 'biocat'`); n != 3 {
		t.Errorf("%d owners", n)
	}
	if _, err := im.Run(t.Context(), Options{Map: loadMap(t, "organisations"), File: strings.NewReader("Name\nx\n")}); err == nil {
		t.Error("no cluster, no complaint")
	}
}

func TestColumnsThatDoNotMeet(t *testing.T) {
	im, _ := newImporter(t)
	_, err := im.Run(t.Context(), Options{Map: loadMap(t, "een"), File: strings.NewReader("x,y\n1,2\n")})
	if err == nil || !strings.HasPrefix(err.Error(), "the file has none of the columns") {
		t.Error(err)
	}
}
