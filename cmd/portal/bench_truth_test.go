package main

import (
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/catalogue"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/demo"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/reference"
	"github.com/bioxclusters/portal/internal/viewer"
)

// truthDepth is how many matches a person looks at.
const truthDepth = 20

// TestBenchTruth prints how well matches find the opportunities of the demonstration that were made for an SME, for the whole score,
// for each part alone and for PostgreSQL's own ranking of the SME's words: make bench-truth. The matches are those that the SME
// would see. What was made for whom stands nowhere in the database.
func TestBenchTruth(t *testing.T) {
	if os.Getenv("PORTAL_BENCH_TRUTH") == "" {
		t.Skip("a benchmark: make bench-truth")
	}
	b := &bench{t: t, owner: dbtest.Owner(t), pool: dbtest.New(t)}
	if err := reference.Load(t.Context(), b.owner, time.Now().UTC()); err != nil {
		t.Fatal(err)
	}
	var options demo.Options
	if _, err := demo.Generate(t.Context(), b.owner, options, io.Discard); err != nil {
		t.Fatal(err)
	}
	b.exec(`analyze`)
	truth, err := demo.Truth(t.Context(), b.owner, options)
	if err != nil {
		t.Fatal(err)
	}
	b.serve()
	smes := slices.Sorted(maps.Keys(truth))
	pairs := 0
	for _, made := range truth {
		pairs += len(made)
	}
	fmt.Printf("truth smes=%d pairs=%d\n", len(smes), pairs)
	measure := func(name string, find func(id.Organisation) []id.Opportunity) {
		var recall, ndcg float64
		for _, sme := range smes {
			r, n := truthMeasures(find(sme), truth[sme])
			recall, ndcg = recall+r, ndcg+n
		}
		fmt.Printf("truth score=%s recall@20=%.4f ndcg@20=%.4f\n", name, recall/float64(len(smes)), ndcg/float64(len(smes)))
	}
	measure("whole", b.matchesOf)
	for i, w := range []struct {
		part    string
		weights matching.Weights
	}{
		{"technology", matching.Weights{Technology: matching.FullWeight}}, {"complement", matching.Weights{Complement: matching.FullWeight}},
		{"text", matching.Weights{Text: matching.FullWeight}}, {"market", matching.Weights{Market: matching.FullWeight}},
		{"stage", matching.Weights{Stage: matching.FullWeight}}, {"freshness", matching.Weights{Freshness: matching.FullWeight}},
	} {
		w.weights.Version = 100 + i
		// through the pool that matches are read by: what a process writes itself it sees at once
		if _, err := catalogue.AddWeights(t.Context(), b.pool, w.weights); err != nil {
			t.Fatal(err)
		}
		measure(w.part, b.matchesOf)
	}
	b.vectors()
	measure("ts_rank", b.rankedOf)
}

// truthMeasures are recall and normalised discounted cumulated gain of a ranking, every opportunity made for the SME being worth the
// same (K. Järvelin and J. Kekäläinen, 2002).
func truthMeasures(ranking, made []id.Opportunity) (recall, ndcg float64) {
	ideal := 0.0
	for i := range min(len(made), truthDepth) {
		ideal += 1 / math.Log2(float64(i+2))
	}
	for i, o := range ranking {
		if slices.Contains(made, o) {
			recall += 1 / float64(min(len(made), truthDepth))
			ndcg += 1 / math.Log2(float64(i+2)) / ideal
		}
	}
	return recall, ndcg
}

// matchesOf are the first matches that an SME sees.
func (b *bench) matchesOf(sme id.Organisation) []id.Opportunity {
	v := viewer.Viewer{User: "usr_00000000000000000000000001", Organisation: sme, Roles: []viewer.Role{viewer.Member}, Language: "en"}
	first := truthDepth
	list, err := b.matches.Matches(b.t.Context(), v, sme, nil, page.Args{First: &first})
	if err != nil {
		b.t.Fatal(err)
	}
	var found []id.Opportunity
	for _, m := range list.Nodes {
		found = append(found, m.Opportunity.ID)
	}
	return found
}

// vectors makes PostgreSQL's own vectors of what SMEs could be matched with, each stemmed by the language of its text.
func (b *bench) vectors() {
	b.exec(`create function truth_language(text) returns regconfig language sql immutable as $$
		select coalesce('{"en": "english", "es": "spanish", "fr": "french", "de": "german", "it": "italian", "pt": "portuguese", "ca": "catalan"}'::jsonb ->> $1, 'simple')::regconfig $$`)
	b.exec(`create table truth_vector as select o.id, to_tsvector(truth_language(o.language), concat_ws(' ', o.title, o.summary, o.description, o.advantages)) as words
		from opportunity o join organisation g on g.id = o.organisation_id
		where o.status = 'PUBLISHED' and o.expires_at > now() and (o.deadline is null or o.deadline >= current_date) and g.market_id is not null`)
	b.exec(`create index on truth_vector using gin (words)`)
}

// rankedOf are the first of PostgreSQL's own ranking by the words of the SME's capabilities and description.
func (b *bench) rankedOf(sme id.Organisation) []id.Opportunity {
	var found []id.Opportunity
	err := b.owner.SelectContext(b.t.Context(), &found, `
		with asked as (
			select string_agg(lexeme, ' | ')::tsquery as words from (
				select distinct quote_literal(t.lexeme) as lexeme from organisation g
				cross join lateral (select g.description as text, g.languages[1] as language union all
					select c.text, c.language from capability c where c.organisation_id = g.id) said
				cross join lateral unnest(to_tsvector(truth_language(said.language), said.text)) t
				where g.id = $1) words)
		select v.id from truth_vector v, asked where v.words @@ asked.words order by ts_rank(v.words, asked.words) desc, v.id limit $2`, sme, truthDepth)
	if err != nil {
		b.t.Fatal(err)
	}
	return found
}
