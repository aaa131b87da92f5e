package opportunity

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// TestVisible compares the SQL with the policy for every person and every state of every owner's opportunities, confidential too.
func TestVisible(t *testing.T) {
	w := newWorld(t)
	var all []*Opportunity
	for _, owner := range organisations {
		for i, status := range statuses {
			all = append(all, w.insertAs(owner.name, status, func(o *Opportunity) { o.Confidential = i%2 == 0 }))
		}
	}
	for name, v := range persons {
		listed := map[id.Opportunity]bool{}
		for _, o := range w.pages(name, nil, nil, 100) {
			listed[o.ID] = true
		}
		n, err := w.count(t.Context(), v, nil)
		if err != nil || n != len(listed) {
			t.Errorf("%s: counts %d, lists %d, %v", name, n, len(listed), err)
		}
		open, err := w.count(t.Context(), v, &Filter{OpenOnly: ptr(true)})
		for _, o := range all {
			if o.OpenForInterest(w.clock) && MayRead(v, o) {
				open--
			}
			if MayRead(v, o) != listed[o.ID] {
				t.Errorf("%s, %s of %s: policy %v, SQL %v", name, o.Status, o.OrganisationID, MayRead(v, o), listed[o.ID])
			}
			if _, err := w.Get(t.Context(), v, o.ID); (err == nil) != listed[o.ID] {
				t.Errorf("%s gets %s: %v", name, o.Status, err)
			}
			w.checkOwnerFilter(name, o)
		}
		if open != 0 || err != nil {
			t.Errorf("%s: %d more open than the rule says, %v", name, open, err)
		}
	}
}

// checkOwnerFilter finds an opportunity by its owner exactly when the person may know the owner.
func (w *world) checkOwnerFilter(person string, o *Opportunity) {
	w.t.Helper()
	v := persons[person]
	f := &Filter{Organisations: []id.Organisation{o.OrganisationID}, Statuses: []Status{o.Status}}
	n, err := w.count(w.t.Context(), v, f)
	if want := MayRead(v, o) && MayReadOwner(v, o); err != nil || (n == 1) != want {
		w.t.Errorf("%s finds %s of %s by its owner: %d, want %v, %v", person, o.Status, o.OrganisationID, n, want, err)
	}
}

// pages reads a whole list, page by page.
func (w *world) pages(person string, f *Filter, order *Order, first int) []*Opportunity {
	w.t.Helper()
	var all []*Opportunity
	args := page.Args{First: &first}
	for {
		p, err := w.List(w.t.Context(), persons[person], f, order, args)
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

// TestOwnerPolicy spells out who knows the owner.
func TestOwnerPolicy(t *testing.T) {
	w := newWorld(t)
	public := w.insertAs("acme", Published, nil)
	secret := w.insertAs("acme", Published, func(o *Opportunity) { o.Confidential = true })
	unlisted := w.insertAs("quiet", Published, nil)
	for person, want := range map[string]string{
		"visitor": "", "nobody": "public", "acme": "public secret", "munich": "public", "shanghai": "public", "quiet": "public unlisted",
		"staff": "public secret unlisted", "bavarian": "public", "analyst": "public unlisted", "coordinator": "public secret unlisted",
	} {
		var got []string
		for _, c := range []struct {
			name string
			o    *Opportunity
		}{{"public", public}, {"secret", secret}, {"unlisted", unlisted}} {
			if MayReadOwner(persons[person], c.o) {
				got = append(got, c.name)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s knows the owner of %q, want %q", person, got, want)
		}
	}
}

// random fills the world with opportunities that share times, deadlines and titles.
func (w *world) random(n int) {
	r := rand.New(rand.NewPCG(1, 2))
	nodes := []id.Technology{tec("bio"), tec("antibodies"), tec("mabs"), tec("vaccines"), tec("devices"), tec("imaging")}
	for range n {
		w.insertAs(organisations[r.IntN(len(organisations))].name, statuses[r.IntN(len(statuses))], func(o *Opportunity) {
			o.Kind = []Kind{BusinessOffer, BusinessRequest, TechnologyOffer, TechnologyRequest, ResearchRequest}[r.IntN(5)]
			o.MarketID = mkt([]string{"CN", "BR"}[r.IntN(2)])
			o.Title = []string{"Alpha", "Beta, é", "alpha", "", "Ωmega"}[r.IntN(5)] + "x"
			o.ListedAt = noon.Add(time.Duration(r.IntN(4)) * time.Microsecond)
			if r.IntN(3) > 0 {
				o.Deadline = ptr(day.Date("2026-11-20").Add(r.IntN(6)))
			}
			if r.IntN(3) > 0 {
				o.Stage = ptr([]organisation.Stage{organisation.Concept, organisation.OnMarket}[r.IntN(2)])
			}
			r.Shuffle(len(nodes), func(i, j int) { nodes[i], nodes[j] = nodes[j], nodes[i] })
			o.TechnologyIDs = slices.Clone(db.List[id.Technology](nodes[:1+r.IntN(3)]))
			o.Summary = []string{"vaccine adjuvants", "antibody discovery", ""}[r.IntN(3)]
			o.Description = []string{"oncology", "vaccine", ""}[r.IntN(3)]
			o.Confidential = r.IntN(4) == 0
		})
	}
}

// TestOrders pages through every order in small pages: the whole list once, in order, ties by id.
func TestOrders(t *testing.T) {
	w := newWorld(t)
	w.random(120)
	compare := map[OrderField]func(a, b *Opportunity) int{
		ByNewest:   func(a, b *Opportunity) int { return a.ListedAt.Compare(b.ListedAt) },
		ByDeadline: func(a, b *Opportunity) int { return cmp.Compare(deadlineKey(a), deadlineKey(b)) },
		ByTitle:    func(a, b *Opportunity) int { return cmp.Compare(a.Title, b.Title) },
	}
	for field, less := range compare {
		for _, direction := range []page.Direction{"", page.Ascending, page.Descending} {
			order := &Order{Field: field}
			sign := 1
			if direction != "" {
				order.Direction = &direction
			}
			if direction == page.Descending || direction == "" && field == ByNewest {
				sign = -1
			}
			for _, first := range []int{1, 7, 100} {
				all := w.pages("coordinator", nil, order, first)
				if len(all) != 120 {
					t.Errorf("%s %s by %d: %d rows", field, direction, first, len(all))
				}
				if !slices.IsSortedFunc(all, func(a, b *Opportunity) int { return sign * cmp.Or(less(a, b), cmp.Compare(a.ID, b.ID)) }) {
					t.Errorf("%s %s by %d: not in order", field, direction, first)
				}
			}
		}
	}
}

// filters are choices of every filter, alone and together.
var filters = []*Filter{
	nil, {},
	{Markets: []string{"CN"}}, {Kinds: []Kind{BusinessOffer, ResearchRequest}}, {Stages: []organisation.Stage{organisation.Concept}},
	{Technologies: []string{"bio"}}, {Technologies: []string{"antibodies", "imaging"}}, {Statuses: []Status{Published, Expired}},
	{OpenOnly: ptr(true)}, {DeadlineBefore: date("2026-11-23")}, {Text: ptr("vaccine")}, {Text: ptr("ANTIBÓDY disc")}, {Text: ptr(" !? ")},
	{Partnerships: []organisation.Partnership{organisation.Supplier}}, {Organisations: []id.Organisation{org("acme"), org("quiet")}},
	{Markets: []string{"BR", "CN"}, Kinds: []Kind{TechnologyOffer, TechnologyRequest, BusinessRequest}, Technologies: []string{"bio"},
		Stages: []organisation.Stage{organisation.Concept, organisation.OnMarket}, OpenOnly: ptr(true), Text: ptr("va")},
}

// TestFacets compares list, count and facets with counting by hand.
func TestFacets(t *testing.T) {
	w := newWorld(t)
	w.random(150)
	all := w.pages("coordinator", nil, nil, 100)
	for _, person := range []string{"visitor", "munich", "acme", "staff", "analyst", "coordinator"} {
		for i, f := range filters {
			rows := w.pages(person, f, nil, 100)
			n, err := w.count(t.Context(), persons[person], f)
			if want := w.naive(person, all, f, ""); err != nil || n != len(want) || len(rows) != n {
				t.Errorf("%s, filter %d: counts %d, lists %d, want %d, %v", person, i, n, len(rows), len(want), err)
			}
			facets, err := w.facets(t.Context(), persons[person], f)
			if err != nil {
				t.Fatal(err)
			}
			got := fmt.Sprint(facets.Markets, facets.Kinds, facets.Technologies, facets.Stages)
			if want := w.naiveFacets(person, all, f); got != want {
				t.Errorf("%s, filter %d:\n got %s\nwant %s", person, i, got, want)
			}
		}
	}
}

// naive filters by hand, leaving one filter out.
func (w *world) naive(person string, all []*Opportunity, f *Filter, but string) []*Opportunity {
	if f == nil {
		f = &Filter{}
	}
	below := map[string][]id.Technology{"bio": {tec("bio"), tec("antibodies"), tec("mabs"), tec("vaccines")},
		"antibodies": {tec("antibodies"), tec("mabs")}, "imaging": {tec("imaging")}}
	v := persons[person]
	return slices.DeleteFunc(slices.Clone(all), func(o *Opportunity) bool {
		text := strings.ToLower(o.Title + " " + o.Summary)
		if v.SignedIn() {
			text += " " + strings.ToLower(o.Description)
		}
		matches := map[string]bool{
			"text":    f.Text == nil || strings.Contains(text, map[string]string{"vaccine": "vaccine", "va": "va", "ANTIBÓDY disc": "antibody disc"}[*f.Text]),
			"markets": len(f.Markets) == 0 || slices.ContainsFunc(f.Markets, func(m string) bool { return mkt(m) == o.MarketID }),
			"kinds":   len(f.Kinds) == 0 || slices.Contains(f.Kinds, o.Kind),
			"technologies": len(f.Technologies) == 0 || slices.ContainsFunc(f.Technologies, func(name string) bool {
				return slices.ContainsFunc(below[name], func(t id.Technology) bool { return slices.Contains(o.TechnologyIDs, t) })
			}),
			"stages":       len(f.Stages) == 0 || o.Stage != nil && slices.Contains(f.Stages, *o.Stage),
			"statuses":     len(f.Statuses) == 0 || slices.Contains(f.Statuses, o.Status),
			"open":         f.OpenOnly == nil || o.OpenForInterest(w.clock),
			"deadline":     f.DeadlineBefore == nil || o.Deadline != nil && *o.Deadline <= *f.DeadlineBefore,
			"partnerships": len(f.Partnerships) == 0,
			"owners":       len(f.Organisations) == 0 || slices.Contains(f.Organisations, o.OrganisationID) && MayReadOwner(v, o),
			"visible":      MayRead(v, o),
		}
		delete(matches, but)
		for _, ok := range matches {
			if !ok {
				return true
			}
		}
		return false
	})
}

func (w *world) naiveFacets(person string, all []*Opportunity, f *Filter) string {
	facets := []any{}
	for _, c := range []struct {
		filter string
		keys   func(*Opportunity) []string
	}{
		{"markets", func(o *Opportunity) []string { return []string{string(o.MarketID)} }},
		{"kinds", func(o *Opportunity) []string { return []string{string(o.Kind)} }},
		{"technologies", func(o *Opportunity) []string {
			var keys []string
			for _, t := range o.TechnologyIDs {
				keys = append(keys, string(t))
			}
			return keys
		}},
		{"stages", func(o *Opportunity) []string {
			if o.Stage == nil {
				return nil
			}
			return []string{string(*o.Stage)}
		}},
	} {
		counts := map[string]int{}
		for _, o := range w.naive(person, all, f, c.filter) {
			for _, k := range c.keys(o) {
				counts[k]++
			}
		}
		var list []tally
		for k, n := range counts {
			list = append(list, tally{k, n})
		}
		slices.SortFunc(list, func(a, b tally) int { return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.key, b.key)) })
		facets = append(facets, list)
	}
	return fmt.Sprint(facets...)
}

// TestSearch: visitors search what they read; words of any script are found, quotes and operators are harmless.
func TestSearch(t *testing.T) {
	w := newWorld(t)
	w.insertAs("acme", Published, func(o *Opportunity) {
		o.Title, o.Summary, o.Description = "Lateral-flow 510(k) kit", "für die Früherkennung, l'analyse", "Contains a secret 抗体药物 ingredient 1e5 x'y"
	})
	for text, want := range map[string][2]int{ // visitor, member
		"": {1, 1}, "lateral": {1, 1}, "FLOW kit": {1, 1}, "fruherk": {1, 1}, "früherkennung lat": {1, 1}, "510": {1, 1}, "kit zzz": {0, 0},
		"secret": {0, 1}, "kit secre": {0, 1}, "抗体": {0, 1}, "药物": {0, 1}, "1e5": {0, 1}, "acme": {0, 0}, "ate": {0, 0},
		"analyse": {1, 1}, "x'y": {0, 1}, "kit & !flow": {1, 1}, `\':*|<->(`: {1, 1}, "''": {1, 1}, "secret:A": {0, 1},
	} {
		for i, person := range []string{"visitor", "munich"} {
			n, err := w.count(t.Context(), persons[person], &Filter{Text: &text})
			if err != nil || n != want[i] {
				t.Errorf("%s searches %q: %d, want %d, %v", person, text, n, want[i], err)
			}
		}
	}
}

// TestCursors refuses what is not a cursor of the list.
func TestCursors(t *testing.T) {
	w := newWorld(t)
	o := w.insertAs("acme", Published, nil)
	p, err := w.List(t.Context(), persons["visitor"], nil, nil, page.Args{})
	if err != nil || len(p.Cursors) != 1 {
		t.Fatal(p, err)
	}
	newest, title, deadline := "opportunity NEWEST DESC", "opportunity TITLE ASC", "opportunity DEADLINE ASC"
	for _, c := range []struct {
		order  OrderField
		cursor string
	}{
		{ByNewest, "!"}, {ByNewest, "AAAA"}, {ByNewest, page.Encode(newest, "yesterday", string(o.ID))}, {ByNewest, page.Encode(newest, "2026-11-23T12:00:00Z", "x")},
		{ByNewest, page.Encode(newest, "2026-11-23T12:00:00+09:00", string(o.ID))}, {ByNewest, page.Encode(newest, "-2026-11-23T12:00:00Z", string(o.ID))},
		{ByNewest, page.Encode(newest, "2026-11-23T12:00:00Z")}, {ByNewest, page.Encode(title, "2026-11-23T12:00:00Z", string(o.ID))},
		{ByNewest, page.Encode(newest, "0000-11-23T12:00:00Z", string(o.ID))}, {ByNewest, page.Encode(newest, "infinity", string(o.ID))},
		{ByDeadline, page.Encode(deadline, "2026-02-30", string(o.ID))}, {ByDeadline, page.Encode(deadline, "infinity", string(o.ID))},
		{ByTitle, page.Encode(title, "a\x00b", string(o.ID))}, {ByTitle, p.Cursors[0]},
	} {
		_, err := w.List(t.Context(), persons["visitor"], nil, &Order{Field: c.order}, page.Args{After: &c.cursor})
		if faultsOf(err) != "INVALID after" {
			t.Errorf("%s after %s: %v", c.order, c.cursor, err)
		}
	}
	for _, first := range []int{-1, 101} {
		if _, err := w.List(t.Context(), persons["visitor"], nil, nil, page.Args{First: &first}); faultsOf(err) != "INVALID first" {
			t.Error(err)
		}
	}
}

// TestBadFilters names the field at fault.
func TestBadFilters(t *testing.T) {
	w := newWorld(t)
	for want, f := range map[string]*Filter{
		"INVALID filter.text":           {Text: ptr("a\x00")},
		"INVALID filter.kinds.1":        {Kinds: []Kind{BusinessOffer, "X'"}},
		"INVALID filter.stages.0":       {Stages: []organisation.Stage{""}},
		"INVALID filter.partnerships.0": {Partnerships: []organisation.Partnership{"x"}},
		"INVALID filter.statuses.0":     {Statuses: []Status{"x"}},
		"INVALID filter.markets.1":      {Markets: []string{"CN", "\xff\x00"}},
		"INVALID filter.technologies.0": {Technologies: []string{"'"}},
		"INVALID filter.deadlineBefore": {DeadlineBefore: date("2026-13-01")},
		"INVALID filter.organisations":  {Organisations: make([]id.Organisation, 101)},
		"":                              {Organisations: []id.Organisation{"\x00", "org_x", org("none")}},
	} {
		if _, err := w.count(t.Context(), persons["munich"], f); faultsOf(err) != want {
			t.Errorf("%q, want %q", faultsOf(err), want)
		}
	}
	if _, err := w.count(t.Context(), persons["munich"], &Filter{Text: ptr(strings.Repeat("é", 201))}); !isCode(err, fault.Invalid) {
		t.Error(err)
	}
	for _, o := range []*Order{{Field: "X"}, {Field: ByTitle, Direction: ptr(page.Direction("UP"))}} {
		if _, err := w.List(t.Context(), persons["munich"], nil, o, page.Args{}); !isCode(err, fault.Invalid) {
			t.Error(err)
		}
	}
}

// count and facets are Find's.
func (w *world) count(ctx context.Context, v viewer.Viewer, f *Filter) (int, error) {
	found, err := w.Find(ctx, v, f)
	if err != nil {
		return 0, err
	}
	return found.Total, nil
}

func (w *world) facets(ctx context.Context, v viewer.Viewer, f *Filter) (*Facets, error) {
	found, err := w.Find(ctx, v, f)
	if err != nil {
		return nil, err
	}
	return found.Facets, nil
}
