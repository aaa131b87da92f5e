package catalogue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/reference"
	"github.com/bioxclusters/portal/internal/technology"
)

// tooLong is a hang guard: how long anything may take here.
const tooLong = 30 * time.Second

var owner = id.Derived[id.Organisation]("owner")

type world struct {
	t  testing.TB
	db *db.DB // what people write through
}

func newWorld(t testing.TB) *world {
	w := &world{t, dbtest.New(t)}
	if err := reference.Load(t.Context(), dbtest.Owner(t), time.Now().UTC()); err != nil {
		t.Fatal(err)
	}
	w.exec(`insert into organisation (id, kind, status, listed, cluster_id, market_id, legal_name, name_key, country, city, description, languages, created_at, updated_at)
		values ($1, 'COMPANY', 'VERIFIED', true, $2, $3, 'owner', 'owner', 'ES', '', '', '{en}', now(), now())`,
		owner, reference.ClusterID("biocat"), reference.MarketID("CN"))
	return w
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	if _, err := w.db.ExecContext(w.t.Context(), query, args...); err != nil {
		w.t.Fatal(err)
	}
}

// process is the catalogue of another process, with connections of its own that go by name, following the database until the test
// ends.
func (w *world) process(name string) *Catalogue {
	w.t.Helper()
	address, err := url.Parse(dbtest.URL(w.t))
	if err != nil {
		w.t.Fatal(err)
	}
	query := address.Query()
	query.Set("application_name", name)
	address.RawQuery = query.Encode()
	d, err := db.Open(w.t.Context(), db.Options{URL: address.String(), Role: db.AppRole, MaxConns: 4})
	if err != nil {
		w.t.Fatal(err)
	}
	c := New(d, time.Now, technology.NewService(d))
	ctx, cancel := context.WithCancel(w.t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.Run(ctx, slog.New(slog.DiscardHandler))
	}()
	w.t.Cleanup(func() {
		cancel()
		<-done
		_ = d.Close()
	})
	return c
}

// put writes an opportunity anew, or over what is there.
func put(ctx context.Context, q db.Q, name, title, status string) error {
	_, err := q.ExecContext(ctx, `insert into opportunity (id, reference, kind, status, organisation_id, market_id, title, technology_ids, partnerships,
			language, listed_at, published_at, expires_at, created_at, updated_at)
		values ($1, $1, 'TECHNOLOGY_OFFER', $2, $3, $4, $5, '{}', '{}', 'en', now(), now(), now() + interval '90 days', now(), now())
		on conflict (id) do update set title = excluded.title, status = excluded.status`,
		id.Derived[id.Opportunity](name), status, owner, reference.MarketID("CN"), title)
	return err
}

// finds gives the ids that a word finds, in order.
func finds(s *State, word string) []string {
	var ids []string
	f := matching.Filter{Own: string(owner)}
	for _, hit := range s.Model.Find(s.Index, matching.Search{Query: matching.ParseQuery(word), Filter: f, First: 1000}).Hits {
		ids = append(ids, hit.ID)
	}
	slices.Sort(ids)
	return ids
}

// eventually waits until ok, reading the catalogue without asking it to look: what others commit comes by itself.
func eventually(t *testing.T, c *Catalogue, what string, ok func(*State) bool) time.Duration {
	t.Helper()
	began := time.Now()
	for s := c.current.Load(); s == nil || !ok(s); s = c.current.Load() {
		if time.Since(began) > tooLong {
			t.Fatalf("%s: not within %s", what, tooLong)
		}
		time.Sleep(5 * time.Millisecond)
	}
	return time.Since(began)
}

// TestFollowsCommitsOutOfOrder: writers whose transactions overlap, overtake each other and are sometimes rolled back lose nothing
// for processes that follow, and all processes hold what the database holds.
func TestFollowsCommitsOutOfOrder(t *testing.T) {
	w := newWorld(t)
	processes := []*Catalogue{w.process("first"), w.process("second")}
	const writers, acts = 8, 25
	var group sync.WaitGroup
	for writer := range writers {
		group.Go(func() {
			r := rand.New(rand.NewPCG(uint64(writer), 1))
			for act := range acts {
				err := w.db.InTx(t.Context(), func(tx *db.Tx) error {
					for range 1 + r.IntN(3) {
						name := fmt.Sprint(writer, "-", r.IntN(10))
						if r.IntN(5) == 0 {
							if _, err := tx.ExecContext(t.Context(), `delete from opportunity where id = $1`, id.Derived[id.Opportunity](name)); err != nil {
								return err
							}
						} else if err := put(t.Context(), tx, name, fmt.Sprintf("word%d word%dx%02d", writer, writer, act), "PUBLISHED"); err != nil {
							return err
						}
						time.Sleep(time.Duration(r.IntN(8)) * time.Millisecond)
					}
					if r.IntN(6) == 0 {
						return errRolledBack
					}
					return nil
				})
				if err != nil && !errors.Is(err, errRolledBack) {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	for _, c := range processes {
		for writer := range writers {
			for act := range acts {
				word := fmt.Sprintf("word%dx%02d", writer, act)
				var want []string
				if err := w.db.SelectContext(t.Context(), &want, `select id from opportunity where title like '% ' || $1 order by id`, word); err != nil {
					t.Fatal(err)
				}
				eventually(t, c, word, func(s *State) bool { return slices.Equal(finds(s, word), want) })
			}
		}
		var n int
		if err := w.db.GetContext(t.Context(), &n, `select count(*) from opportunity`); err != nil || c.current.Load().Index.Len() != n {
			t.Errorf("%d of %d opportunities, %v", c.current.Load().Index.Len(), n, err)
		}
	}
	a, b := processes[0].current.Load(), processes[1].current.Load()
	if a.Statistics.Number != b.Statistics.Number || a.Statistics.AverageLength != b.Statistics.AverageLength {
		t.Errorf("statistics %d and %d", a.Statistics.Number, b.Statistics.Number)
	}
}

var errRolledBack = errors.New("thought better of it")

// TestOthersCommitsShowSoon: what was published or withdrawn elsewhere shows without being asked for, and at once to who wrote it.
func TestOthersCommitsShowSoon(t *testing.T) {
	w := newWorld(t)
	other := w.process("other")
	own := New(w.db, time.Now, technology.NewService(w.db))
	for i := range 5 {
		word := "needle" + strconv.Itoa(i)
		if err := put(t.Context(), w.db, "one", word, "PUBLISHED"); err != nil {
			t.Fatal(err)
		}
		s, err := own.Current(t.Context())
		if err != nil || len(finds(s, word)) != 1 {
			t.Fatalf("not at once to who wrote it, %v", err)
		}
		t.Logf("elsewhere after %s", eventually(t, other, word, func(s *State) bool { return len(finds(s, word)) == 1 }))
	}
	w.exec(`update opportunity set status = 'WITHDRAWN'`)
	eventually(t, other, "withdrawn", func(s *State) bool { return s.Index.Open(time.Now()) == 0 })
	w.exec(`update opportunity set status = 'PUBLISHED'`)
	eventually(t, other, "published", func(s *State) bool { return s.Index.Open(time.Now()) == 1 })
	w.exec(`update organisation set status = 'SUSPENDED'`)
	eventually(t, other, "owner suspended", func(s *State) bool { return s.Index.Open(time.Now()) == 0 })
}

// TestLostConnectionsReplay: a process whose connections are cut again and again misses nothing.
func TestLostConnectionsReplay(t *testing.T) {
	w := newWorld(t)
	c := w.process("cut")
	eventually(t, c, "ready", func(*State) bool { return true })
	boss := dbtest.Owner(t)
	for i := range 10 {
		if err := put(t.Context(), w.db, strconv.Itoa(i), "cut"+strconv.Itoa(i), "PUBLISHED"); err != nil {
			t.Fatal(err)
		}
		if _, err := boss.ExecContext(t.Context(), `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cut' and datname = current_database()`); err != nil {
			t.Fatal(err)
		}
		_, _ = c.Current(t.Context()) // whether it can be asked at this moment or not
	}
	for i := range 10 {
		eventually(t, c, "after cuts", func(s *State) bool { return len(finds(s, "cut"+strconv.Itoa(i))) == 1 })
	}
}

// TestManyChangesAtOnce: more changes than are followed one by one, new weights and new technologies reach every process, and
// statistics are taken anew and shared.
func TestManyChangesAtOnce(t *testing.T) {
	w := newWorld(t)
	a, b := w.process("a"), w.process("b")
	eventually(t, a, "ready", func(*State) bool { return true })
	number := a.current.Load().Statistics.Number
	w.exec(`insert into opportunity (id, reference, kind, status, organisation_id, market_id, title, technology_ids, partnerships, language, listed_at, published_at, expires_at, created_at, updated_at)
		select 'opp_' || lpad(i::text, 26, '0'), i::text, 'TECHNOLOGY_OFFER', 'PUBLISHED', $1, $2, 'crowd member' || i, '{}', '{}', 'en', now(), now(), now() + interval '9 days', now(), now()
		from generate_series(1, $3) i`, owner, reference.MarketID("CN"), mostChanges+500)
	for _, c := range []*Catalogue{a, b} {
		eventually(t, c, "crowd", func(s *State) bool { return s.Index.Len() == mostChanges+500 && s.Statistics.Number > number })
	}
	eventually(t, a, "the same statistics", func(s *State) bool { return s.Statistics.Number == b.current.Load().Statistics.Number })
	w.exec(`insert into match_weights (version, weights, created_at) values (7, '{"TECHNOLOGY": 0, "COMPLEMENT": 0, "TEXT": 1000, "MARKET": 0, "STAGE": 0, "FRESHNESS": 0}', now())`)
	eventually(t, b, "weights", func(s *State) bool { return s.weights.Version == 7 && s.weights.Text == matching.FullWeight })
	reference := b.current.Load().Reference()
	if _, err := dbtest.Owner(t).ExecContext(t.Context(), `update technology set synonyms = synonyms where slug = (select min(slug) from technology)`); err != nil {
		t.Fatal(err)
	}
	eventually(t, b, "technologies", func(s *State) bool { return s.Reference() != reference })
}

// TestChangesBeforeTheFirstReading: what was there before a process began, and what commits while it reads, are in its first state.
func TestChangesBeforeTheFirstReading(t *testing.T) {
	w := newWorld(t)
	tx, err := w.db.BeginTxx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	if err := put(t.Context(), tx, "late", "straggler", "PUBLISHED"); err != nil {
		t.Fatal(err)
	}
	c := w.process("new")
	eventually(t, c, "ready", func(s *State) bool { return len(finds(s, "straggler")) == 0 })
	if err := put(t.Context(), w.db, "early", "overtaker", "PUBLISHED"); err != nil {
		t.Fatal(err)
	}
	eventually(t, c, "overtaker", func(s *State) bool { return len(finds(s, "overtaker")) == 1 })
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	eventually(t, c, "straggler", func(s *State) bool { return len(finds(s, "straggler")) == 1 })
}
