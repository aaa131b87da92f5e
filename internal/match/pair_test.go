package match

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// partner is a member of an organisation of the market's side.
func partner(name string) viewer.Viewer {
	v := member(name)
	v.OrganisationMarket = mkt("CN")
	return v
}

// stranger is staff of another cluster.
var stranger = viewer.Viewer{User: id.Derived[id.User]("stranger"), Cluster: id.Derived[id.Cluster]("bavaria"), Roles: []viewer.Role{viewer.Staff}, Language: "de"}

// people stores the users behind viewers, whom blocks and ratings refer to.
func (w *world) people(viewers ...viewer.Viewer) {
	for _, v := range viewers {
		w.exec(`insert into portal_user (id, email, email_key, name, language, created_at, updated_at) values ($1, $1, $1, 'n', 'en', $2, $2)
			on conflict do nothing`, v.User, noon)
	}
}

// introduced reads all candidates in pages of n.
func (w *world) introduced(v viewer.Viewer, o id.Opportunity, f *CandidateFilter, n int) []*Match {
	w.t.Helper()
	var all []*Match
	for args := (page.Args{First: &n}); ; {
		p, err := w.Candidates(w.t.Context(), v, o, f, args)
		if err != nil {
			w.t.Fatal(err)
		}
		all = append(all, p.Nodes...)
		if !p.HasNext {
			break
		}
		args.After = &p.Cursors[len(p.Cursors)-1]
	}
	count, err := w.CountCandidates(w.t.Context(), v, o, f)
	if err != nil || count != len(all) {
		w.t.Errorf("%d candidates, counted %d, %v", len(all), count, err)
	}
	return all
}

func whom(matches []*Match) (list []id.Organisation) {
	for _, m := range matches {
		list = append(list, m.OrganisationID)
	}
	return list
}

// crowd makes n SMEs, each with a capability, every fifth unlisted.
func (w *world) crowd(n int) {
	r := rand.New(rand.NewPCG(5, 6))
	words := strings.Fields("antibody oncology tumour study vaccine adjuvant clinical device hospital kit imaging cell gene therapy assay")
	for i := range n {
		name := fmt.Sprintf("sme %d", i)
		w.organisation(name, "", words[r.IntN(len(words))]+" "+words[r.IntN(len(words))])
		w.capability(name, []string{"OFFERS", "SEEKS"}[r.IntN(2)], words[r.IntN(len(words))]+" and "+words[r.IntN(len(words))], tec(r.IntN(6), r.IntN(9)))
		if i%5 == 4 {
			w.exec(`update organisation set listed = false, version = version + 1 where id = $1`, org(name))
		}
	}
}

// TestCandidatesScoreAsMatches: a pair has the same score, parts and verdicts from both sides, pages hold together, filters hold.
func TestCandidatesScoreAsMatches(t *testing.T) {
	w := newWorld(t)
	w.crowd(25)
	o := w.publish("1", "hospital", opportunity.TechnologyRequest, "Antibody discovery for oncology", tec(0, 1))
	w.publish("2", "hospital", opportunity.BusinessOffer, "Vaccine adjuvants", tec(1, 1))
	whole := w.introduced(coordinator, o, nil, 100)
	if len(whole) != 27 || !slices.IsSortedFunc(whole, func(a, b *Match) int {
		return cmp.Or(cmp.Compare(b.total, a.total), cmp.Compare(a.OrganisationID, b.OrganisationID))
	}) {
		t.Fatal(len(whole), whom(whole))
	}
	if got := w.introduced(coordinator, o, nil, 4); !slices.Equal(whom(got), whom(whole)) {
		t.Error("pages of 4 differ")
	}
	for _, m := range whole {
		p, err := w.Matches(t.Context(), coordinator, m.OrganisationID, nil, page.Args{First: ptr(100)})
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(p.Nodes, func(n *Match) bool { return n.Opportunity.ID == o })
		a, _ := json.Marshal(m)
		b, _ := json.Marshal(p.Nodes[i])
		if string(a) != string(b) || m.total != p.Nodes[i].total {
			t.Errorf("from one side %s\nfrom the other %s", a, b)
		}
	}
	for _, least := range []float64{0, whole[5].Score, whole[5].Score + 0.05, 100} {
		want := slices.DeleteFunc(slices.Clone(whole), func(m *Match) bool { return m.Score < least })
		if got := w.introduced(coordinator, o, &CandidateFilter{MinScore: &least}, 10); !slices.Equal(whom(got), whom(want)) {
			t.Errorf("at least %v: %d, want %d", least, len(got), len(want))
		}
	}
	w.exec(`update organisation set languages = '{fr}', version = version + 1 where id = $1`, whole[2].OrganisationID)
	if got := whom(w.introduced(coordinator, o, &CandidateFilter{EligibleOnly: ptr(true)}, 10)); len(got) != 26 || slices.Contains(got, whole[2].OrganisationID) {
		t.Errorf("%d are eligible", len(got))
	}
	if got := w.introduced(coordinator, o, &CandidateFilter{Clusters: []string{"catalonia"}}, 50); len(got) != 27 {
		t.Errorf("%d of the cluster", len(got))
	}
	if got := w.introduced(coordinator, o, &CandidateFilter{Markets: []string{"CN"}}, 50); len(got) != 0 {
		t.Errorf("%d SMEs of a market", len(got))
	}
	for field, in := range map[string]struct {
		f    *CandidateFilter
		args page.Args
	}{
		"after":             {nil, page.Args{After: ptr(page.Encode(candidateOrder, "1", "opp_1"))}},
		"first":             {nil, page.Args{First: ptr(-1)}},
		"filter.minScore":   {&CandidateFilter{MinScore: ptr(100.1)}, page.Args{}},
		"filter.clusters.0": {&CandidateFilter{Clusters: []string{"atlantis"}}, page.Args{}},
	} {
		_, err := w.Candidates(t.Context(), coordinator, o, in.f, in.args)
		if all := fault.All(err); len(all) != 1 || all[0].Code != fault.Invalid || strings.Join(all[0].Field, ".") != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// TestWhoFindsWhom: owners find listed and verified SMEs, staff and coordinators their own besides, others nothing at all.
func TestWhoFindsWhom(t *testing.T) {
	w := newWorld(t)
	w.exec(`insert into cluster (id, slug, kind, name, country, region_name, nuts, city, website, latitude, longitude, stands_for)
		values ($1, 'bavaria', 'CLUSTER', 'b', 'DE', '', '', '', '', 0, 0, '')`, stranger.Cluster)
	for name, change := range map[string]string{"own unlisted": "listed = false", "own draft": "status = 'DRAFT'", "own suspended": "status = 'SUSPENDED'",
		"own large": "size_class = 'LARGE'", "own institute": "kind = 'RESEARCH'", "Bavarian": "cluster_id = '" + string(stranger.Cluster) + "'",
		"Bavarian unlisted": "listed = false, cluster_id = '" + string(stranger.Cluster) + "'"} {
		w.organisation(name, "", "Geheimnis and antibodies")
		w.exec(`update organisation set `+change+` where id = $1`, org(name))
	}
	open := w.publish("open", "hospital", opportunity.TechnologyRequest, "Antibody discovery", tec(0, 1))
	secret := w.publish("secret", "hospital", opportunity.TechnologyRequest, "Antibody discovery", tec(0, 1))
	ours := w.publish("ours", "sme", opportunity.TechnologyOffer, "Antibody discovery", tec(0, 1))
	w.exec(`update opportunity set confidential = true where id = $1`, secret)
	analyst := viewer.Viewer{User: "usr_x", Roles: []viewer.Role{viewer.Analyst}}
	both := staff
	both.Roles = []viewer.Role{viewer.Staff, viewer.Analyst}
	listed := []string{"Bavarian", "rival", "sme"}
	own := append(slices.Clone(listed), "own draft", "own unlisted")
	for _, c := range []struct {
		who  viewer.Viewer
		what id.Opportunity
		want []string
	}{
		{partner("hospital"), open, listed}, {partner("hospital"), secret, listed}, {staff, open, own}, {both, open, own}, {staff, secret, own},
		{coordinator, open, append(slices.Clone(own), "Bavarian unlisted")}, {member("sme"), ours, []string{"hospital", "Geheimrat GmbH"}},
		{viewer.Viewer{}, open, nil}, {member("sme"), open, nil}, {member("rival"), ours, nil}, {partner("hospital"), ours, nil},
		{partner("Geheimrat GmbH"), open, nil}, {stranger, open, nil}, {stranger, secret, nil}, {analyst, open, nil}, {coordinator, opp("none"), nil},
	} {
		if c.want == nil {
			_, err := w.Candidates(t.Context(), c.who, c.what, nil, page.Args{})
			_, counted := w.CountCandidates(t.Context(), c.who, c.what, nil)
			_, absent := w.Candidates(t.Context(), c.who, opp("absent"), nil, page.Args{})
			if err == nil || counted == nil || err.Error() != absent.Error() || counted.Error() != absent.Error() {
				t.Errorf("%v: %v, %v, %v", c.who, err, counted, absent)
			}
			continue
		}
		var want []id.Organisation
		for _, name := range c.want {
			want = append(want, org(name))
		}
		got := whom(w.introduced(c.who, c.what, nil, 3))
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%v of %s: %v, want %v (%v)", c.who, c.what, got, want, c.want)
		}
	}
	w.exec(`update organisation set status = 'SUSPENDED', version = version + 1 where id = $1`, org("hospital"))
	if got := w.introduced(staff, open, nil, 5); len(got) != 0 {
		t.Errorf("a suspended owner has %d candidates", len(got))
	}
}

// TestDiscreet: a partner reads why, but no fact of a profile that it may not read.
func TestDiscreet(t *testing.T) {
	w := newWorld(t)
	o := w.publish("1", "hospital", opportunity.TechnologyRequest, "Antibody discovery for oncology", tec(0, 1))
	w.exec(`update organisation set certifications = '{Geheimzeichen}', languages = '{ca}', version = version + 1 where id = $1`, org("sme"))
	asPartner := w.introduced(partner("hospital"), o, nil, 10)
	asStaff := w.introduced(staff, o, nil, 10)
	shown, _ := json.Marshal(asPartner)
	full, _ := json.Marshal(asStaff)
	if strings.Contains(string(shown), "Geheimzeichen") || strings.Contains(string(shown), "Catalan") || !strings.Contains(string(full), "Geheimzeichen") {
		t.Errorf("%s\n%s", shown, full)
	}
	for i, m := range asPartner {
		if m.Score != asStaff[i].Score || m.Eligible != asStaff[i].Eligible || m.Requirements[1].Verdict != asStaff[i].Requirements[1].Verdict {
			t.Errorf("%+v\n%+v", m, asStaff[i])
		}
		for _, p := range m.Parts {
			if p.Evidence == "" {
				t.Errorf("%+v", p)
			}
		}
	}
}

// TestCandidatesAreFresh: what changes shows at the next call, in every process alike.
func TestCandidatesAreFresh(t *testing.T) {
	w := newWorld(t)
	o := w.publish("1", "hospital", opportunity.TechnologyRequest, "Antibody discovery for oncology", tec(0, 1))
	other := &world{Service: w.service(), t: t, db: w.db}
	check := func(what string, n int) []*Match {
		t.Helper()
		here, there := w.introduced(coordinator, o, nil, 2), other.introduced(coordinator, o, nil, 50)
		anew := (&world{Service: w.service(), t: t, db: w.db}).introduced(coordinator, o, nil, 50)
		a, _ := json.Marshal(here)
		b, _ := json.Marshal(there)
		c, _ := json.Marshal(anew)
		if len(here) != n || string(a) != string(b) || string(a) != string(c) {
			t.Errorf("%s: %d, processes say:\n%s\n%s\n%s", what, len(here), a, b, c)
		}
		return here
	}
	check("at first", 2)
	w.organisation("new", "", "antibody discovery for oncology")
	check("a new one", 3)
	before := check("again", 3)
	w.capability("new", "OFFERS", "Antibody discovery for oncology", tec(0, 1))
	w.exec(`update organisation set version = version + 1 where id = $1`, org("new"))
	after := check("it offers something", 3)
	if after[0].Score <= before[1].Score && after[0].OrganisationID == before[0].OrganisationID {
		t.Errorf("%v\n%v", before, after)
	}
	w.publish("2", "hospital", opportunity.BusinessOffer, "Antibody kits", tec(0, 1))
	check("other statistics", 3)
	w.exec(`update organisation set market_id = $2, version = version + 1 where id = $1`, org("new"), mkt("BR"))
	check("it changed sides", 2)
	w.exec(`update technology set parent_id = $1, ancestors = array[$1] where id = $2`, tec(0, 0), tec(1, 0))
	check("another tree", 2)
	w.exec(`update opportunity set status = 'WITHDRAWN', version = version + 1 where id = $1`, o)
	check("withdrawn", 0)
}

// TestBlocked: a block hides the pair on both sides for everyone, from either of them, until it is taken back.
func TestBlocked(t *testing.T) {
	w := newWorld(t)
	w.people(member("sme"), partner("hospital"))
	o := w.publish("1", "hospital", opportunity.TechnologyRequest, "Antibody discovery", tec(0, 1))
	w.publish("2", "Geheimrat GmbH", opportunity.TechnologyRequest, "Antibody discovery", tec(0, 1))
	state := func() string {
		n, err := w.Count(t.Context(), member("sme"), org("sme"), nil)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(len(w.all(member("sme"), "sme", nil, 10)), n, len(w.all(coordinator, "sme", nil, 10)), len(w.introduced(partner("hospital"), o, nil, 10)),
			len(w.introduced(coordinator, o, nil, 10)), len(w.all(member("rival"), "rival", nil, 10)))
	}
	free, apart := "2 2 2 2 2 2", "1 1 1 1 1 2"
	is := func(what, want string) {
		t.Helper()
		if got := state(); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	set := func(v viewer.Viewer, name string, on bool) {
		t.Helper()
		var g *organisation.Organisation
		var err error
		if on {
			g, err = w.Block(t.Context(), v, BlockInput{org(name)})
		} else {
			g, err = w.Unblock(t.Context(), v, UnblockInput{org(name)})
		}
		if err != nil || g.ID != org(name) {
			t.Fatal(err)
		}
	}
	is("at first", free)
	set(member("sme"), "hospital", true)
	set(member("sme"), "hospital", true)
	is("the SME blocks", apart)
	set(partner("hospital"), "sme", true)
	is("both block", apart)
	set(member("sme"), "hospital", false)
	is("the partner blocks", apart)
	blocks, err := w.Blocks(t.Context(), partner("hospital"), page.Args{})
	n, counted := w.CountBlocks(t.Context(), partner("hospital"))
	if err != nil || counted != nil || n != 1 || len(blocks.Nodes) != 1 || blocks.Nodes[0].ID != org("sme") {
		t.Errorf("%v %v %v %d", blocks, err, counted, n)
	}
	if none, err := w.Blocks(t.Context(), member("sme"), page.Args{}); err != nil || len(none.Nodes) != 0 {
		t.Error("the blocked one reads of it")
	}
	set(partner("hospital"), "sme", false)
	set(partner("hospital"), "sme", false)
	is("nobody blocks", free)
	w.exec(`update opportunity set confidential = true, version = version + 1 where id = $1`, o)
	set(member("sme"), "hospital", true)
	is("the SME blocks the owner of a confidential one, and must not learn that it is", "2 2 2 1 1 2")
	set(partner("hospital"), "sme", true)
	is("the owner of a confidential one blocks", apart)
	set(member("sme"), "hospital", false)
	set(partner("hospital"), "sme", false)
	var acts string
	if err := w.db.Get(&acts, `select string_agg(act || ' ' || (detail ->> 'organisation' = $1), ', ' order by act, detail ->> 'organisation' = $1) from event`, org("sme")); err != nil ||
		acts != "blockOrganisation false, blockOrganisation false, blockOrganisation true, blockOrganisation true, "+
			"unblockOrganisation false, unblockOrganisation false, unblockOrganisation true, unblockOrganisation true" {
		t.Error(acts, err)
	}
	for _, c := range []struct {
		who  viewer.Viewer
		whom string
		code fault.Code
	}{{viewer.Viewer{}, "hospital", fault.Unauthenticated}, {staff, "hospital", fault.Forbidden}, {member("sme"), "sme", fault.Invalid},
		{member("sme"), "none", fault.NotFound}, {coordinator, "sme", fault.Forbidden}} {
		_, err := w.Block(t.Context(), c.who, BlockInput{org(c.whom)})
		if all := fault.All(err); len(all) != 1 || all[0].Code != c.code {
			t.Errorf("%v blocks %s: %v", c.who, c.whom, err)
		}
	}
}

// TestBlockWhilePaging: from the answer to a block on, no page shows the pair, however many read and block meanwhile.
func TestBlockWhilePaging(t *testing.T) {
	w := newWorld(t)
	w.crowd(12)
	w.people(partner("hospital"))
	o := w.publish("1", "hospital", opportunity.TechnologyRequest, "Antibody discovery", tec(0, 1))
	var lock sync.Mutex
	blocked := map[id.Organisation]bool{}
	done := make(chan struct{})
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				lock.Lock()
				before := make([]id.Organisation, 0, len(blocked))
				for g := range blocked {
					before = append(before, g)
				}
				lock.Unlock()
				for args := (page.Args{First: ptr(3)}); ; {
					p, err := w.Candidates(t.Context(), partner("hospital"), o, nil, args)
					if err != nil {
						t.Error(err)
						return
					}
					for _, m := range p.Nodes {
						if slices.Contains(before, m.OrganisationID) {
							t.Errorf("%s is shown", m.OrganisationID)
						}
					}
					if !p.HasNext || len(p.Cursors) == 0 {
						break
					}
					args.After = &p.Cursors[len(p.Cursors)-1]
				}
			}
		})
	}
	for i := range 12 {
		if i%5 == 4 {
			w.organisation(fmt.Sprint("late ", i), "", "antibody")
			continue // unlisted
		}
		g := org(fmt.Sprintf("sme %d", i))
		if _, err := w.Block(t.Context(), partner("hospital"), BlockInput{g}); err != nil {
			t.Error(err)
		}
		lock.Lock()
		blocked[g] = true
		lock.Unlock()
	}
	close(done)
	wg.Wait()
	if got := len(w.introduced(partner("hospital"), o, nil, 50)); got != 4 {
		t.Errorf("%d are left", got)
	}
}
