package match

import (
	"cmp"
	"fmt"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/page"
)

// throng makes n listed SMEs with two capabilities each, of words and technologies that some hundreds share.
func (w *world) throng(n int) {
	var all db.List[id.Technology]
	for branch := range 6 {
		for twig := range 9 {
			all = append(all, tec(branch, twig))
		}
	}
	prose := func(seed string, n int) string {
		return fmt.Sprintf(`(select string_agg('word' || (power(hashint4(i * 31 + %s + k)::bigint & 1023, 2)::int / 300), ' ') from generate_series(1, %d) k)`, seed, n)
	}
	for from := 1; from <= n; from += chunk {
		to := min(from+chunk-1, n)
		w.exec(`insert into organisation (id, kind, status, listed, cluster_id, legal_name, name_key, country, city, description, languages, created_at, updated_at)
		select 'org_' || lpad(i::text, 26, '0'), 'COMPANY', 'VERIFIED', true, $1, 'SME ' || i, 'sme ' || i, 'ES', '', `+prose("1", 15)+`, '{en}', $2, $2
		from generate_series($3::int, $4::int) i`, id.Derived[id.Cluster]("catalonia"), noon, from, to)
		w.exec(`insert into capability (id, organisation_id, position, direction, technology_ids, text, language, stage, partnerships, market_ids)
		select 'cap_' || lpad((2 * i + p)::text, 26, '0'), 'org_' || lpad(i::text, 26, '0'), p, (array['OFFERS', 'SEEKS'])[p + 1],
			array[($1::text[])[1 + (hashint4(i + p) & 1023) % 54], ($1::text[])[1 + (hashint4(i * 7 + p) & 1023) % 54]], `+prose("p * 7", 20)+`, 'en',
			'LAB_TESTED', '{COMMERCIAL}', '{}'
		from generate_series($2::int, $3::int) i, generate_series(0, 1) p`, all, from, to)
	}
}

// BenchmarkCandidates takes a page of 20 and the count of all, explained, from the database at rest: at 3,300 SMEs, and with PORTAL_TEST_LONG=1
// at 200,000.
func BenchmarkCandidates(b *testing.B) {
	sizes := []int{3_300}
	if os.Getenv("PORTAL_TEST_LONG") != "" {
		sizes = append(sizes, 200_000)
	}
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w := newWorld(b)
			w.fill(300)
			w.throng(n)
			if _, err := dbtest.Owner(b).Exec(`vacuum analyze`); err != nil {
				b.Fatal(err)
			}
			var asked []id.Opportunity
			for i := range 20 {
				o := w.publish(fmt.Sprint("asked ", i), "hospital", opportunity.TechnologyRequest, fmt.Sprintf("word%d word%d word%d word%d", i, 40*i, i*i, 3000-i), tec(i%6, i%9))
				asked = append(asked, o)
			}
			runtime.GC()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			if err := w.Warm(b.Context()); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(time.Since(start).Seconds(), "first-s")
			runtime.GC()
			runtime.ReadMemStats(&after)
			b.ReportMetric((float64(after.HeapAlloc)-float64(before.HeapAlloc))/1e6, "held-MB")
			for _, what := range []string{"page", "count", "changed"} {
				var took []time.Duration
				for _, o := range asked {
					if what == "changed" {
						w.exec(`update organisation set version = version + 1 where id = 'org_' || lpad('7', 26, '0')`)
					}
					start := time.Now()
					var err error
					if what == "count" {
						_, err = w.CountCandidates(b.Context(), partner("hospital"), o, &CandidateFilter{MinScore: ptr(50.0)})
					} else {
						_, err = w.Candidates(b.Context(), partner("hospital"), o, nil, page.Args{})
					}
					if err != nil {
						b.Fatal(err)
					}
					took = append(took, time.Since(start))
				}
				slices.SortFunc(took, cmp.Compare)
				b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, what+"-p50-ms")
				b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, what+"-max-ms")
			}
		})
	}
}
