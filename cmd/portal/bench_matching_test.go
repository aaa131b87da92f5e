package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/bioxclusters/portal/graph"
	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/budget"
	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/match"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/reference"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

// How the collection of the benchmark is made: terms by Zipf's law out of a vocabulary, so that an organisation's 40 words meet
// common and rare ones alike.
const (
	benchVocabulary = 60_000
	benchQuery      = 40
	benchPartners   = 20_000
	benchSMEs       = 100
	benchAsked      = 300
)

// TestBenchMatching prints how fast matches are found among n open opportunities, all of the other side: make bench-matching. Times
// are printed, never asserted. cpu_ is the processor's time of the same, for machines that have other work to do.
func TestBenchMatching(t *testing.T) {
	sizes := os.Getenv("PORTAL_BENCH_SIZES")
	if sizes == "" {
		t.Skip("a benchmark: make bench-matching")
	}
	terms := 45
	if n, err := strconv.Atoi(os.Getenv("PORTAL_BENCH_TERMS")); err == nil {
		terms = n
	}
	for size := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(size, func(t *testing.T) { benchMatching(t, n, terms) })
	}
}

func benchMatching(t *testing.T, n, terms int) {
	b := &bench{t: t, r: rand.New(rand.NewPCG(uint64(n), 1)), owner: dbtest.Owner(t), pool: dbtest.New(t)}
	b.zipf = rand.NewZipf(b.r, 1.05, 40, benchVocabulary-1)
	b.fill(n, terms)
	b.serve()
	before, began := heapInUse(), time.Now()
	state, err := b.opportunities.Catalogue().Current(t.Context())
	for err != nil {
		state, err = b.opportunities.Catalogue().Current(t.Context())
	}
	ready, size := time.Since(began), heapInUse()-before
	packing := min(n, 100_000)
	analysed, packed := b.pack(packing, terms)
	engine, cpu := b.engine(state.Model, state.Index)
	graphql := b.graphql()
	words, wordsCPU := b.search(state.Model, state.Index)
	facets := b.listing(`{ opportunities(filter: {text: "%s"}, first: 20) { totalCount nodes { id title } facets { markets { count } kinds { count } technologies { count } stages { count } } } }`)
	everything := b.listing(`{ opportunities(first: 20) { totalCount nodes { id title } facets { markets { count } technologies { count } } } }`)
	sql := b.sql()
	fmt.Printf("matching n=%d terms_per_doc=%d engine_p50_ms=%.2f engine_p99_ms=%.2f cpu_p50_ms=%.2f cpu_p99_ms=%.2f graphql_p50_ms=%.2f graphql_p99_ms=%.2f index_mb=%.0f analysed_mtokens_per_s=%.1f build_s=%.1f mtokens_per_s=%.1f ready_s=%.1f sql_p50_ms=%.0f\n",
		n, terms, p(engine, 50), p(engine, 99), p(cpu, 50), p(cpu, 99), p(graphql, 50), p(graphql, 99), float64(size)/1e6,
		float64(packing*terms)/1e6/analysed.Seconds(), packed.Seconds()*float64(n)/float64(packing), float64(packing*terms)/1e6/packed.Seconds(), ready.Seconds(), p(sql, 50))
	fmt.Printf("search n=%d engine_p50_ms=%.2f cpu_p50_ms=%.2f cpu_p99_ms=%.2f graphql_with_facets_p50_ms=%.2f graphql_everything_with_facets_p50_ms=%.2f\n",
		n, p(words, 50), p(wordsCPU, 50), p(wordsCPU, 99), p(facets, 50), p(everything, 50))
}

type bench struct {
	t             *testing.T
	r             *rand.Rand
	zipf          *rand.Zipf
	owner, pool   *db.DB
	technologies  []string
	smes          []string
	opportunities *opportunity.Service
	matches       *match.Service
	handler       http.Handler
	tree          *matching.Tree
}

func (b *bench) word(k uint64) string { return "w" + strconv.FormatUint(k*2654435761%1e10, 36) }

// text writes different words.
func (b *bench) text(different int) string {
	seen := map[uint64]bool{}
	var text strings.Builder
	for len(seen) < different {
		if k := b.zipf.Uint64(); !seen[k] {
			seen[k] = true
			text.WriteString(b.word(k) + " ")
		}
	}
	return text.String()
}

// related draws technologies, most of them near the first.
func (b *bench) related(n int) string {
	first := b.r.IntN(len(b.technologies))
	chosen := []string{b.technologies[first]}
	for len(chosen) < n {
		next := b.r.IntN(len(b.technologies))
		if b.r.IntN(3) > 0 {
			next = min(first/10*10+b.r.IntN(10), len(b.technologies)-1)
		}
		if !slices.Contains(chosen, b.technologies[next]) {
			chosen = append(chosen, b.technologies[next])
		}
	}
	return "{" + strings.Join(chosen, ",") + "}"
}

func (b *bench) one(of ...string) string { return of[b.r.IntN(len(of))] }

func (b *bench) exec(query string, args ...any) {
	b.t.Helper()
	if _, err := b.owner.ExecContext(b.t.Context(), query, args...); err != nil {
		b.t.Fatal(err)
	}
}

// fill makes the database.
func (b *bench) fill(n, terms int) {
	now := time.Now().UTC()
	if err := reference.Load(b.t.Context(), b.owner, now); err != nil {
		b.t.Fatal(err)
	}
	if err := b.owner.SelectContext(b.t.Context(), &b.technologies, `select id from technology order by array_length(ancestors, 1) nulls first, ancestors, id`); err != nil {
		b.t.Fatal(err)
	}
	organisation := func(i int, partner bool) string {
		return string(id.Derived[id.Organisation](fmt.Sprint(partner, i)))
	}
	var ids, markets, names []string
	for i := range benchPartners {
		ids, markets, names = append(ids, organisation(i, true)), append(markets, string(reference.MarketID(b.one("CN", "BR", "US")))), append(names, fmt.Sprint("partner ", i))
	}
	b.organisations(ids, markets, names, now)
	ids, markets, names = nil, nil, nil
	for i := range benchSMEs {
		ids, markets, names = append(ids, organisation(i, false)), append(markets, ""), append(names, fmt.Sprint("sme ", i))
	}
	b.organisations(ids, markets, names, now)
	b.smes = ids
	for i, sme := range ids {
		for j, direction := range []string{"OFFERS", "SEEKS"} {
			b.exec(`insert into capability (id, organisation_id, position, direction, technology_ids, text, language, stage, partnerships, market_ids)
				values ($1, $2, $3, $4, $5::text[], $6, 'en', $7, $8::text[], '{}')`, id.Derived[id.Capability](fmt.Sprint(i, direction)), sme, j, direction,
				b.related(2), b.text(benchQuery), b.one("CONCEPT", "LAB_TESTED", "ON_MARKET"), "{"+b.one("COMMERCIAL", "SUPPLIER", "RESEARCH_COOPERATION")+"}")
		}
	}
	for from := 0; from < n; from += 5000 {
		b.publish(from, min(from+5000, n), terms, now)
	}
	b.exec(`vacuum (analyze, freeze)`) // now, and not by itself while things are measured
}

func (b *bench) organisations(ids, markets, names []string, now time.Time) {
	b.exec(`insert into organisation (id, kind, status, listed, cluster_id, market_id, legal_name, name_key, country, city, description, languages, created_at, updated_at)
		select unnest($1::text[]), 'COMPANY', 'VERIFIED', true, $2, nullif(unnest($3::text[]), ''), unnest($4::text[]), unnest($4::text[]), 'ES', '', '', '{en}', $5, $5`,
		db.List[string](ids), reference.ClusterID("biocat"), db.List[string](markets), db.List[string](names), now)
}

func (b *bench) publish(from, to, terms int, now time.Time) {
	columns := make([]db.List[string], 9)
	add := func(values ...string) {
		for i, v := range values {
			columns[i] = append(columns[i], v)
		}
	}
	for i := from; i < to; i++ {
		title, rest := b.text(5), b.text(terms-5)
		stage := b.one("CONCEPT", "UNDER_DEVELOPMENT", "LAB_TESTED", "DEMONSTRATION", "ON_MARKET")
		add(string(id.Derived[id.Opportunity](strconv.Itoa(i))), b.one("BUSINESS_OFFER", "BUSINESS_REQUEST", "TECHNOLOGY_OFFER", "TECHNOLOGY_REQUEST", "RESEARCH_REQUEST"),
			string(id.Derived[id.Organisation](fmt.Sprint(true, i%benchPartners))), string(reference.MarketID(b.one("CN", "BR", "US"))), title, rest,
			b.related(1+b.r.IntN(3)), stage, "{"+b.one("COMMERCIAL", "SUPPLIER", "RESEARCH_COOPERATION", "INVESTMENT,OUTSOURCING")+"}")
	}
	args := []any{now.AddDate(0, 0, -b.r.IntN(300)), now.AddDate(0, 0, 1+b.r.IntN(360))}
	for _, c := range columns {
		args = append(args, c)
	}
	b.exec(`insert into opportunity (id, reference, kind, status, organisation_id, market_id, title, description, technology_ids, stage, partnerships,
			language, listed_at, published_at, expires_at, created_at, updated_at)
		select id, id, kind, 'PUBLISHED', owner, market, title, description, technologies::text[], stage, partnerships::text[], 'en', $1, $1, $2, $1, $1
		from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
			as t(id, kind, owner, market, title, description, technologies, stage, partnerships)`, args...)
}

// serve wires what answers.
func (b *bench) serve() {
	now := func() time.Time { return time.Now().UTC() }
	markets, technologies := market.NewService(b.pool), technology.NewService(b.pool)
	organisations := organisation.NewService(b.pool, now, "")
	b.opportunities = opportunity.NewService(b.pool, now, organisations, "")
	b.matches = match.NewService(b.pool, now, organisations, b.opportunities, technologies, markets)
	plenty := budget.Allowance{Question: math.MaxInt32, Minute: math.MaxInt32}
	b.handler = graph.NewHandler(graph.Services{Limits: budget.Limits{Visitor: plenty, Member: plenty, Analyst: plenty}, Accounts: account.NewService(b.pool, now, "", ""), Markets: markets, Clusters: cluster.NewService(b.pool),
		Technologies: technologies, Organisations: organisations, Opportunities: b.opportunities,
		Matches: b.matches, Missions: mission.NewService(b.pool, now, ""), Now: now})
	tree, err := technologies.Tree(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	b.tree = matching.NewTree(tree.Parents, tree.Aliases)
}

// pack measures analysing and packing as many documents of the same making on one core, without the database.
func (b *bench) pack(n, terms int) (analysed, packed time.Duration) {
	documents := make([]matching.Document, n)
	for i := range documents {
		documents[i] = matching.Document{ID: string(id.Derived[id.Opportunity](strconv.Itoa(i))), Kind: matching.BusinessOffer, Language: "en",
			Title: b.text(5), Text: b.text(terms - 5), Technologies: []string{b.technologies[i%len(b.technologies)]}}
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	analyst, builder := matching.NewAnalyst(b.tree), matching.NewBuilder(b.tree)
	for chunk := range slices.Chunk(documents, 1000) {
		began := threadTime()
		list := analyst.ForIndex(chunk)
		analysed += threadTime() - began
		began = threadTime()
		for _, d := range list {
			builder.Add(&matching.Entry{AnalysedDocument: d, Open: true})
		}
		packed += threadTime() - began
	}
	began := threadTime()
	builder.Index(1000 * int64(terms))
	return analysed, packed + threadTime() - began
}

// engine measures the ranking alone, for profiles made ready.
func (b *bench) engine(model *matching.Model, index *matching.Index) (took, cpu []time.Duration) {
	now := time.Now().UTC()
	var profiles []matching.Profile
	for i := range benchAsked {
		capability := func(direction string) matching.Capability {
			return matching.Capability{Direction: direction, Technologies: strings.Split(strings.Trim(b.related(2), "{}"), ","), Text: b.text(benchQuery),
				Stage: b.one("CONCEPT", "LAB_TESTED", "ON_MARKET"), Partnerships: []string{b.one("COMMERCIAL", "SUPPLIER")},
				Markets: []string{string(reference.MarketID(b.one("CN", "BR", "US")))}}
		}
		profiles = append(profiles, matching.Profile{ID: strconv.Itoa(i), Capabilities: []matching.Capability{capability(matching.Offers), capability(matching.Seeks)}})
	}
	return onThread(model.Prepare(profiles...), func(profile *matching.AnalysedProfile) {
		model.Rank(index, profile, matching.Wanted{Now: now, AsOf: now, Cut: matching.Cut{First: 20}})
	})
}

// search measures what people type: two or three words, the last begun, with facets.
func (b *bench) search(model *matching.Model, index *matching.Index) (took, cpu []time.Duration) {
	var queries []*matching.Query
	for range benchAsked {
		queries = append(queries, matching.ParseQuery(b.typed()))
	}
	return onThread(queries, func(q *matching.Query) { model.Find(index, matching.Search{Query: q, First: 20}) })
}

func (b *bench) typed() string {
	last := b.word(b.zipf.Uint64())
	return b.word(b.zipf.Uint64()) + " " + last[:max(2, len(last)-1)]
}

// graphql measures a page of matches with their full explanation, through the handler.
func (b *bench) graphql() []time.Duration {
	return timed(b.asked(), func(sme string) {
		b.ask(viewer.Viewer{User: "usr_00000000000000000000000001", Organisation: id.Organisation(sme), OrganisationCluster: reference.ClusterID("biocat"),
			Roles: []viewer.Role{viewer.Member}, Language: "en"},
			`{ viewer { organisation { matches(first: 20) { nodes { score eligible opportunity { id title } parts { kind weight score points evidence } requirements { kind verdict evidence mandatory } } } } } }`)
	})
}

func (b *bench) listing(query string) []time.Duration {
	return timed(b.asked(), func(string) {
		q := query
		if strings.Contains(q, "%s") {
			q = fmt.Sprintf(query, b.typed())
		}
		b.ask(viewer.Viewer{User: "usr_00000000000000000000000001", Roles: []viewer.Role{viewer.Coordinator}, Language: "en"}, q)
	})
}

func (b *bench) asked() []string {
	var smes []string
	for i := range benchAsked {
		smes = append(smes, b.smes[i%len(b.smes)])
	}
	return smes
}

func (b *bench) ask(v viewer.Viewer, query string) {
	body, _ := json.Marshal(map[string]string{"query": query})
	r := httptest.NewRequest("POST", "/graphql", bytes.NewReader(body)).WithContext(viewer.With(context.Background(), v))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	if w.Code != 200 || strings.Contains(w.Body.String(), `"errors"`) || !strings.Contains(w.Body.String(), `"id"`) && !strings.Contains(w.Body.String(), `"nodes":[]`) {
		b.t.Fatalf("%d %.500s", w.Code, w.Body)
	}
}

// sql measures the same by PostgreSQL's own ranking: the words of a profile by ts_rank, with an index on the vectors.
func (b *bench) sql() []time.Duration {
	b.exec(`alter table opportunity add column vector tsvector generated always as (to_tsvector('simple', title || ' ' || description)) stored`)
	b.exec(`create index on opportunity using gin (vector)`)
	return timed(b.asked()[:7], func(string) {
		words := strings.Fields(b.text(benchQuery))
		var ids []string
		if err := b.owner.SelectContext(b.t.Context(), &ids, `select id from opportunity where status = 'PUBLISHED' and expires_at > now() and vector @@ $1::tsquery
			order by ts_rank(vector, $1::tsquery) desc, id limit 20`, strings.Join(words, " | ")); err != nil {
			b.t.Fatal(err)
		}
	})
}

// onThread measures wall and processor's time of one call each, after one that is not counted. The call stays on its thread, which
// makes what waits for other goroutines look slow: that is for timed.
func onThread[T any](each []T, call func(T)) (took, cpu []time.Duration) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	call(each[0])
	for _, one := range each {
		began, worked := time.Now(), threadTime()
		call(one)
		took, cpu = append(took, time.Since(began)), append(cpu, threadTime()-worked)
	}
	slices.Sort(took)
	slices.Sort(cpu)
	return took, cpu
}

// timed measures the time of one call each, after one that is not counted.
func timed[T any](each []T, call func(T)) (took []time.Duration) {
	call(each[0])
	for _, one := range each {
		began := time.Now()
		call(one)
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took
}

// p is a percentile in milliseconds.
func p(sorted []time.Duration, percent float64) float64 {
	return float64(sorted[int(math.Ceil(percent/100*float64(len(sorted))))-1].Microseconds()) / 1000
}

// threadTime is the processor's time that this thread has had.
func threadTime() time.Duration {
	const thread = 1 // RUSAGE_THREAD on Linux
	var use syscall.Rusage
	if err := syscall.Getrusage(thread, &use); err != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

func heapInUse() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
