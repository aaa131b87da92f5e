package match

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/catalogue"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// all reads every match of an organisation, in pages of n.
func (w *world) all(v viewer.Viewer, name string, f *Filter, n int) []*Match {
	w.t.Helper()
	var all []*Match
	for args := (page.Args{First: &n}); ; {
		p, err := w.Matches(w.t.Context(), v, org(name), f, args)
		if err != nil {
			w.t.Fatal(err)
		}
		all = append(all, p.Nodes...)
		if !p.HasNext {
			return all
		}
		args.After = &p.Cursors[len(p.Cursors)-1]
	}
}

func ids(matches []*Match) []id.Opportunity {
	var list []id.Opportunity
	for _, m := range matches {
		list = append(list, m.Opportunity.ID)
	}
	return list
}

// TestExplained: the best comes first, its parts add up, and every part and requirement says why in the viewer's language.
func TestExplained(t *testing.T) {
	w := newWorld(t)
	best := w.publish("1", "hospital", opportunity.TechnologyRequest, "Antibody discovery for oncology", tec(0, 1))
	w.publish("2", "hospital", opportunity.BusinessOffer, "Hospital beds", tec(5, 1))
	w.publish("own side", "rival", opportunity.TechnologyRequest, "Antibody discovery for oncology", tec(0, 1))
	for _, v := range []viewer.Viewer{member("sme"), staff, coordinator} {
		matches := w.all(v, "sme", nil, 10)
		if len(matches) != 2 || matches[0].Opportunity.ID != best || matches[0].Score <= matches[1].Score || matches[0].Score < 50 {
			t.Fatalf("%+v", matches)
		}
		for _, m := range matches {
			points, weight := 0.0, 0.0
			for _, p := range m.Parts {
				points += p.Points
				weight += p.Weight
				if p.Evidence == "" || p.Score < 0 || p.Score > 1 || strings.Contains(p.Evidence, "{") || strings.Contains(p.Evidence, "tec_") || strings.Contains(p.Evidence, "mkt_") {
					t.Errorf("%s: %+v", v.Language, p)
				}
			}
			if math.Abs(points-m.Score) > 1e-9 || math.Abs(weight-1) > 1e-9 || m.OrganisationID != org("sme") || m.WeightsVersion != 1 || !m.Eligible {
				t.Errorf("points %v of %v, weights %v, %+v", points, m.Score, weight, m)
			}
			if r := m.Requirements; len(r) != 2 || r[0].Verdict != "MATCH" || r[1].Verdict != "UNKNOWN" || !r[0].Mandatory || r[1].Mandatory || r[0].Evidence == "" {
				t.Errorf("%+v", r)
			}
		}
	}
	spanish := w.all(staff, "sme", nil, 1)[0]
	if !strings.Contains(spanish.Parts[0].Evidence, "Nombre de tecnología") || !strings.Contains(spanish.Requirements[0].Evidence, "inglés") {
		t.Errorf("%+v", spanish)
	}
}

// TestWhose: matches are for the organisation itself, its cluster's staff and coordinators; nobody else learns of any.
func TestWhose(t *testing.T) {
	w := newWorld(t)
	analyst := viewer.Viewer{User: "usr_x", Roles: []viewer.Role{viewer.Analyst}}
	for i, v := range []viewer.Viewer{{}, member("rival"), member("hospital"), analyst} {
		_, err := w.Matches(t.Context(), v, org("sme"), nil, page.Args{})
		_, counted := w.Count(t.Context(), v, org("sme"), nil)
		_, absent := w.Matches(t.Context(), v, org("none"), nil, page.Args{})
		if err == nil || counted == nil || err.Error() != absent.Error() || len(fault.All(err)) != 1 {
			t.Errorf("%d: %v, %v, %v", i, err, counted, absent)
		}
	}
}

// TestConfidential: an owner who stays unnamed takes part, and nothing of it is in the answer, nor does its evidence count.
func TestConfidential(t *testing.T) {
	w := newWorld(t)
	w.publish("1", "Geheimrat GmbH", opportunity.TechnologyRequest, "Antibody discovery", tec(0, 1))
	open := w.all(member("sme"), "sme", nil, 10)
	w.exec(`update opportunity set confidential = true, version = version + 1`)
	w.exec(`update organisation set legal_name = 'Antibody oncology', city = 'Antibody' where id = $1`, org("Geheimrat GmbH"))
	matches := w.all(member("sme"), "sme", nil, 10)
	for _, m := range matches {
		m.Opportunity = nil // whose fields have rules of their own; this is about what the match itself says
	}
	answer, _ := json.Marshal(matches)
	if len(matches) != 1 || matches[0].Score != open[0].Score || strings.Contains(string(answer), "Geheim") || strings.Contains(string(answer), string(org("Geheimrat GmbH"))) {
		t.Errorf("%s", answer)
	}
}

// TestFresh: what changes shows at the next call, in every process alike.
func TestFresh(t *testing.T) {
	w := newWorld(t)
	other := w.service()
	check := func(what string, want ...string) {
		t.Helper()
		here := w.all(member("sme"), "sme", nil, 3)
		there := (&world{Service: other, t: t, db: w.db}).all(member("sme"), "sme", nil, 100)
		anew := (&world{Service: w.service(), t: t, db: w.db}).all(member("sme"), "sme", nil, 100)
		var expected []id.Opportunity
		for _, name := range want {
			expected = append(expected, opp(name))
		}
		slices.Sort(expected)
		got := ids(here)
		slices.Sort(got)
		if !slices.Equal(got, expected) {
			t.Errorf("%s: %v, want %v", what, got, expected)
		}
		a, _ := json.Marshal(here)
		b, _ := json.Marshal(there)
		c, _ := json.Marshal(anew)
		if string(a) != string(b) || string(a) != string(c) {
			t.Errorf("%s: processes differ:\n%s\n%s\n%s", what, a, b, c)
		}
	}
	check("nothing")
	w.publish("1", "hospital", opportunity.TechnologyRequest, "Antibody discovery", tec(0, 1))
	check("one", "1")
	w.publish("2", "Geheimrat GmbH", opportunity.TechnologyRequest, "Vaccine adjuvants", tec(0, 3))
	w.publish("3", "hospital", opportunity.BusinessRequest, "Oncology kits", tec(0, 2))
	check("three", "1", "2", "3")
	w.exec(`update organisation set status = 'SUSPENDED' where id = $1`, org("hospital"))
	check("an owner suspended", "2")
	w.exec(`update organisation set status = 'VERIFIED' where id = $1`, org("hospital"))
	check("verified again", "1", "2", "3")
	w.exec(`update opportunity set title = 'Immunology', version = version + 1 where id = $1`, opp("1"))
	check("changed", "1", "2", "3")
	w.exec(`update opportunity set deadline = '2026-11-23', version = version + 1 where id = $1`, opp("3"))
	check("closing today", "1", "2", "3")
	w.clock = noon.AddDate(0, 0, 1)
	time.Sleep(150 * time.Millisecond) // nothing was committed: the catalogue looks again by itself
	check("closed", "1", "2")
	w.exec(`update organisation set market_id = null where id = $1`, org("Geheimrat GmbH"))
	check("changed sides", "1")
	w.exec(`update technology set parent_id = $1, ancestors = array[$1] where id = $2`, tec(0, 0), tec(1, 0))
	check("the tree changed", "1")
	before := w.all(member("sme"), "sme", nil, 1)[0]
	weights := matching.Weights{Version: 2, Technology: 1000}
	if _, err := catalogue.AddWeights(t.Context(), w.db, weights); err != nil {
		t.Fatal(err)
	}
	check("weights changed", "1")
	if after := w.all(member("sme"), "sme", nil, 1)[0]; after.WeightsVersion != 2 || after.Score == before.Score {
		t.Errorf("%+v", after)
	}
	if _, err := catalogue.AddWeights(t.Context(), w.db, matching.Weights{Version: 3, Text: 1}); err == nil {
		t.Error("weights that sum to 1 stored")
	}
}

// TestPages: pages of any size make the same list, ordered, ties by id, and filters hold on what is shown.
func TestPages(t *testing.T) {
	w := newWorld(t)
	w.fill(150)
	for i := range 20 { // all alike
		w.publish(fmt.Sprint("tie", i), "hospital", opportunity.TechnologyRequest, "Antibody", tec(0, 1))
	}
	whole := w.all(member("sme"), "sme", nil, 100)
	if !slices.IsSortedFunc(whole, func(a, b *Match) int {
		return cmp.Or(cmp.Compare(b.total, a.total), cmp.Compare(a.Opportunity.ID, b.Opportunity.ID))
	}) {
		t.Error("not in order")
	}
	if got := w.all(member("sme"), "sme", nil, 7); !slices.Equal(ids(got), ids(whole)) {
		t.Error("pages of 7 differ from pages of 100")
	}
	n, err := w.Count(t.Context(), member("sme"), org("sme"), nil)
	if err != nil || n != len(whole) {
		t.Errorf("%d, want %d, %v", n, len(whole), err)
	}
	for _, least := range []float64{0, whole[10].Score, whole[10].Score + 0.05, 100} {
		f := &Filter{MinScore: &least}
		want := slices.DeleteFunc(slices.Clone(whole), func(m *Match) bool { return m.Score < least })
		n, err := w.Count(t.Context(), member("sme"), org("sme"), f)
		if got := w.all(member("sme"), "sme", f, 50); !slices.Equal(ids(got), ids(want)) || n != len(want) || err != nil {
			t.Errorf("at least %v: %d and %d, want %d, %v", least, len(got), n, len(want), err)
		}
	}
	china, brazil := w.all(member("sme"), "sme", &Filter{Markets: []string{"CN"}}, 100), w.all(member("sme"), "sme", &Filter{Markets: []string{"BR"}}, 100)
	if len(china)+len(brazil) != len(whole) || len(china) < 20 || len(brazil) == 0 {
		t.Errorf("%d + %d of %d", len(china), len(brazil), len(whole))
	}
	w.checkBad(whole[0])
}

// checkBad refuses what is no page, cursor or filter.
func (w *world) checkBad(m *Match) {
	w.t.Helper()
	for want, in := range map[string]struct {
		f    *Filter
		args page.Args
	}{
		"after 1":           {nil, page.Args{After: ptr("x")}},
		"after 2":           {nil, page.Args{After: ptr(page.Encode(matchOrder, "1e3", string(m.Opportunity.ID)))}},
		"after 3":           {nil, page.Args{After: ptr(page.Encode(matchOrder, "1", "org_1"))}},
		"after 4":           {nil, page.Args{After: ptr(page.Encode("mission", "1", string(m.Opportunity.ID)))}},
		"first 1":           {nil, page.Args{First: ptr(101)}},
		"filter.markets.0":  {&Filter{Markets: []string{"\x00"}}, page.Args{}},
		"filter.minScore 1": {&Filter{MinScore: ptr(-0.1)}, page.Args{}},
		"filter.minScore 2": {&Filter{MinScore: ptr(math.NaN())}, page.Args{}},
		"filter.minScore 3": {&Filter{MinScore: ptr(math.Inf(1))}, page.Args{}},
	} {
		_, err := w.Matches(w.t.Context(), member("sme"), org("sme"), in.f, in.args)
		field, _, _ := strings.Cut(want, " ")
		all := fault.All(err)
		if len(all) != 1 || all[0].Code != fault.Invalid || strings.Join(all[0].Field, ".") != field {
			w.t.Errorf("%s: %v", want, err)
		}
	}
}

// TestTogether: many callers meet a changing set; each answer is one of a whole state, and nothing races.
func TestTogether(t *testing.T) {
	w := newWorld(t)
	w.fill(60)
	var wg sync.WaitGroup
	for i := range 12 {
		wg.Go(func() {
			for range 5 {
				if _, err := w.Matches(t.Context(), member("sme"), org("sme"), nil, page.Args{}); err != nil {
					t.Error(i, err)
				}
			}
		})
	}
	for i := range 10 {
		w.publish(fmt.Sprint(i), "hospital", opportunity.TechnologyRequest, "Antibody", tec(0, 1))
		time.Sleep(time.Millisecond)
	}
	wg.Wait()
	if n := len(w.all(member("sme"), "sme", nil, 100)); n < 10 {
		t.Error(n)
	}
}

// TestLabels: every label has every language, and every value of the closed sets has a label.
func TestLabels(t *testing.T) {
	for key, names := range labels {
		if len(names) != len(labelLanguages) || slices.Contains(names, "") {
			t.Errorf("%s: %q", key, names)
		}
	}
	namer := (&snapshot{}).namer
	for _, lang := range labelLanguages {
		for kind, value := range map[string]string{"language": "zh", "country": "BR", "stage": "CONCEPT", "ipr": "NONE"} {
			if namer(lang)(kind, value) == "" {
				t.Errorf("%s: no name of %s %s", lang, kind, value)
			}
		}
	}
	for _, bad := range []string{"", "xx!", "\xff"} {
		if got := namer("de")("language", bad) + namer("de")("country", bad) + namer(bad)("country", "zz1"); got != "" {
			t.Errorf("%q is named %q", bad, got)
		}
	}
}

// BenchmarkMatches measures one page of 20 over 3,000 open opportunities, first with nothing known, then with all known.
func BenchmarkMatches(b *testing.B) {
	w := newWorld(b)
	w.fill(3000)
	if _, err := dbtest.Owner(b).Exec(`vacuum analyze`); err != nil { // as a database in use would have done
		b.Fatal(err)
	}
	run := func(b *testing.B, s func() *Service) {
		for b.Loop() {
			if _, err := s().Matches(b.Context(), member("sme"), org("sme"), nil, page.Args{}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("first", func(b *testing.B) { run(b, w.service) })
	b.Run("warm", func(b *testing.B) { run(b, func() *Service { return w.Service }) })
	b.Run("one changed", func(b *testing.B) {
		run(b, func() *Service {
			w.exec(`update opportunity set version = version + 1 where id = (select min(id) from opportunity)`)
			return w.Service
		})
	})
}
