package mission

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/embeddedpg"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// long tells whether to run tests at full size.
func long() bool { return os.Getenv("PORTAL_TEST_LONG") != "" }

// Every key is sent by eight callers, again and again until each has an answer, while the database is killed in between: each key
// has one effect, and all its callers the same answer.
func TestKeysActOnceHoweverOftenTheDatabaseDies(t *testing.T) {
	keys, kills := 60, 2
	if long() {
		keys, kills = 300, 5
	}
	server := dbtest.Server(t)
	url := server.URL(embeddedpg.Database)
	if err := db.Migrate(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	pool, err := db.Open(t.Context(), db.Options{URL: url, Role: db.AppRole})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	w := newWorldOn(t, pool)
	people := w.members(keys, 3)
	m := w.open(draft(keys / 2))

	var answered, lost atomic.Int64
	answers := make([]map[id.Registration]int, keys)
	var mu sync.Mutex
	var crowd sync.WaitGroup
	for k, p := range people {
		answers[k] = map[id.Registration]int{}
		for range 8 {
			crowd.Go(func() {
				time.Sleep(time.Duration(rand.IntN(kills*600)) * time.Millisecond)
				r := w.insist(p, m, &lost)
				mu.Lock()
				defer mu.Unlock()
				answers[k][r]++
				answered.Add(1)
			})
		}
	}
	for n := range kills {
		for answered.Load() < int64((n+1)*keys*8/(kills+2)) {
			time.Sleep(time.Millisecond)
		}
		if err := syscall.Kill(server.Pid(), syscall.SIGKILL); err != nil {
			t.Error(err)
		}
	}
	crowd.Wait()

	differing := 0
	for k, got := range answers {
		if len(got) != 1 || got[""] != 0 {
			differing++
			t.Errorf("key %d was answered %v", k, got)
		}
	}
	effects := w.count(`select count(*) from registration`)
	for what, sql := range map[string]string{
		"letters": `select count(*) from job where kind = 'letter'`, "events": `select count(*) from event where act = 'registerForMission'`,
		"keys kept": `select count(*) from idempotency where node_id <> ''`, "changes": `select count(*) from registration_change`,
	} {
		if n := w.count(sql); n != keys {
			t.Errorf("%d %s of %d keys", n, what, keys)
		}
	}
	w.checkMission(m)
	line := fmt.Sprintf("missions keys=%d callers=8 database_kills=%d calls_lost=%d effects=%d differing_answers=%d", keys, kills, lost.Load(), effects, differing)
	if effects != keys || lost.Load() == 0 {
		t.Error(line)
	}
	fmt.Fprintln(os.Stderr, line)
}

// insist registers under the person's one key until there is an answer, and counts the calls whose answers were lost.
func (w *world) insist(p viewer.Viewer, m *Mission, lost *atomic.Int64) id.Registration {
	in := one(m)
	in.IdempotencyKey = ptr("key of " + string(p.User))
	for deadline := time.Now().Add(time.Minute); ; {
		r, err := w.s.Register(w.t.Context(), p, in)
		if err == nil {
			return r.ID
		}
		if !errors.Is(err, fault.New(fault.Unavailable, "", "")) || time.Now().After(deadline) {
			w.t.Error(err)
			return ""
		}
		lost.Add(1)
		time.Sleep(100 * time.Millisecond)
	}
}
