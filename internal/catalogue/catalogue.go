// Package catalogue keeps all opportunities of the database in memory, analysed and indexed, for whoever matches and searches them.
//
// It reads everything once and then follows the change log, in which triggers note each changed row in the writer's transaction. It
// reads the log from the oldest transaction that was under way at its last look (PostgreSQL's snapshot xmin): commits that overtake
// each other leave no gap, and a lost connection replays by itself. Every process holds the same catalogue: what scores depend on is
// an integer by definition or a numbered snapshot of statistics in the database.
package catalogue

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/technology"
)

const (
	lookEvery      = 500 * time.Millisecond // whether somebody asks or not
	lookAgain      = 100 * time.Millisecond // since the last look, when somebody asks
	keepChanges    = 24 * time.Hour
	keepStatistics = 4
	mostChanges    = 20_000 // of one look; beyond, everything is read anew
	smallEnough    = 20_000 // documents up to which statistics and merges are not left to the background
	patience       = 3 * time.Second
)

// State is the catalogue at a moment. It is never changed.
type State struct {
	Tree       *matching.Tree
	Statistics *matching.Statistics
	Index      *matching.Index
	Model      *matching.Model
	weights    matching.Weights
	reference  int64
}

// Reference is a number that changes with the technologies and markets: names that were read under another one are out of date.
func (s *State) Reference() int64 { return s.reference }

// Catalogue follows the database. It is safe for concurrent use.
type Catalogue struct {
	db           *db.DB
	now          func() time.Time
	technologies *technology.Service
	current      atomic.Pointer[State]
	references   atomic.Int64

	mu       sync.Mutex // held by whoever looks
	at       *position
	looked   atomic.Int64 // when the last look began, Unix nanoseconds
	commits  atomic.Uint64
	building atomic.Bool
	analyst  *matching.Analyst
	replay   [][]*matching.Entry // changes since a merge in the background began
	removed  [][]string
	merging  bool
}

// position is how far the change log was read.
type position struct {
	xmin string
	seen map[int64]bool // lines at or after xmin that were read already
}

// New makes a Catalogue, empty until it is first asked for or Run.
func New(d *db.DB, now func() time.Time, technologies *technology.Service) *Catalogue {
	return &Catalogue{db: d, now: now, technologies: technologies}
}

// NotReady is what Current says while everything is being read for the first time and that takes longer than a caller should wait.
var NotReady = errors.Join(fault.New(fault.Unavailable, "", "The portal has just started and is still reading its opportunities. Please try again in a minute."))

// Current gives the catalogue as of the latest commit of this process and of any other's a tenth of a second ago. While
// everything is being read for the first time it waits up to three seconds, then says NotReady.
func (c *Catalogue) Current(ctx context.Context) (*State, error) {
	if known := c.current.Load(); known != nil && c.commits.Load() == c.db.Commits() && time.Since(time.Unix(0, c.looked.Load())) < lookAgain {
		return known, nil
	}
	if c.current.Load() == nil {
		return c.first(ctx)
	}
	if err := c.look(ctx); err != nil {
		return nil, err
	}
	return c.current.Load(), nil
}

// first waits for the first state, which goes on being made when the caller gives up.
func (c *Catalogue) first(ctx context.Context) (*State, error) {
	done := make(chan error, 1)
	go func() { done <- c.look(context.WithoutCancel(ctx)) }()
	select {
	case err := <-done:
		return c.current.Load(), err
	case <-time.After(patience):
		return nil, NotReady
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Run follows the database until ctx ends.
func (c *Catalogue) Run(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	failing := false
	for {
		began := time.Now()
		first := c.current.Load() == nil
		err := c.look(ctx)
		if err == nil {
			err = c.tidy(ctx)
		}
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && !failing:
			log.WarnContext(ctx, "the catalogue cannot follow the database", "error", err)
		case err == nil && first:
			log.InfoContext(ctx, "the catalogue is ready", "opportunities", c.current.Load().Index.Len(), "took", time.Since(began).Round(time.Millisecond))
		}
		failing = err != nil
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// Document reads an opportunity as the pair function reads it, whether it is open or not; NOT_FOUND when there is none.
func (c *Catalogue) Document(ctx context.Context, oid id.Opportunity) (matching.Document, error) {
	r, err := selectWhole(ctx, c.db, oid)
	if err != nil {
		return matching.Document{}, err
	}
	return r.document(), nil
}
