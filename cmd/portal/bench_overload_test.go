package main

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/budget"
	"github.com/bioxclusters/portal/internal/config"
	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/demo"
	"github.com/bioxclusters/portal/internal/reference"
)

// TestBenchOverload prints what those who are admitted wait, with as many clients as the portal takes in at a time and with ten times
// as many: make bench-overload. Nothing is asserted. Who is refused comes again after the second that Retry-After says.
func TestBenchOverload(t *testing.T) {
	if os.Getenv("PORTAL_BENCH_OVERLOAD") == "" {
		t.Skip("a benchmark: make bench-overload")
	}
	pool, now := dbtest.New(t), time.Now().UTC()
	if err := reference.Load(t.Context(), dbtest.Owner(t), now); err != nil {
		t.Fatal(err)
	}
	if _, err := demo.Generate(t.Context(), dbtest.Owner(t), demo.Options{Seed: 1, AsOf: day.Of(now, time.UTC), SMEs: 300, Opportunities: 3000, Missions: 10}, io.Discard); err != nil {
		t.Fatal(err)
	}
	limits, err := budget.Parse("visitor=100000/1000000000")
	if err != nil {
		t.Fatal(err)
	}
	public, _ := url.Parse("http://localhost")
	portal, err := newPortal(config.Config{DataDir: t.TempDir(), CostLimits: limits}, pool, dbtest.URL(t), public, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(portal.handler)
	defer front.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1000}}
	ask := func() (int, time.Duration) {
		start := time.Now()
		resp, err := client.Post(front.URL+"/graphql", "application/json", strings.NewReader(`{"query":"{ opportunities(first: 20) { totalCount nodes { id title summary } } missions(first: 10) { nodes { id title placesLeft } } }"}`))
		if err != nil {
			t.Error(err)
			return 0, 0
		}
		defer resp.Body.Close()
		_, _ = io.Copy(io.Discard, resp.Body)
		return resp.StatusCode, time.Since(start)
	}
	measure := func(clients int) (p99 time.Duration) {
		var mu sync.Mutex
		var admitted, refused []time.Duration
		var all sync.WaitGroup
		end := time.Now().Add(10 * time.Second)
		for range clients {
			all.Go(func() {
				for time.Now().Before(end) {
					code, took := ask()
					mu.Lock()
					if code == http.StatusOK {
						admitted = append(admitted, took)
					} else {
						refused = append(refused, took)
					}
					mu.Unlock()
					if code != http.StatusOK {
						time.Sleep(time.Second)
					}
				}
			})
		}
		all.Wait()
		slices.Sort(admitted)
		slices.Sort(refused)
		p99 = time.Duration(p(admitted, 99) * float64(time.Millisecond))
		last := 0.0
		if len(refused) > 0 {
			last = p(refused, 99)
		}
		fmt.Printf("overload clients=%d admitted_per_s=%d p50_ms=%.0f p99_ms=%.0f refused=%d refused_p99_ms=%.0f\n",
			clients, len(admitted)/10, p(admitted, 50), p(admitted, 99), len(refused), last)
		return p99
	}
	measure(64) // not counted: connections are made, the catalogue gets ready
	full, over := measure(64), measure(640)
	fmt.Printf("overload p99_ratio=%.2f\n", float64(over)/float64(full))
}
