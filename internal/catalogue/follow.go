package catalogue

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/matching"
)

// look brings the catalogue up to date, one at a time: who waited for another's look that began after them need not look again.
func (c *Catalogue) look(ctx context.Context) error {
	asked := time.Now().UnixNano()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.current.Load() != nil && c.looked.Load() > asked {
		return nil
	}
	began, commits := time.Now(), c.db.Commits()
	if c.at != nil && began.UnixNano()-c.looked.Load() > int64(keepChanges)/2 {
		c.at = nil
	}
	if err := c.step(ctx); err != nil {
		return err
	}
	c.looked.Store(began.UnixNano())
	c.commits.Store(commits)
	return nil
}

func (c *Catalogue) step(ctx context.Context) error {
	if c.at == nil || c.current.Load() == nil {
		return c.rebuild(ctx)
	}
	changes, err := selectChanges(ctx, c.db, c.at.xmin, mostChanges+1)
	if err != nil {
		return err
	}
	news := c.at.fresh(changes)
	if len(changes) > mostChanges || news.reference {
		return c.rebuild(ctx)
	}
	if err := c.apply(ctx, news); err != nil {
		return err
	}
	c.at = &position{xmin: changes[0].Xmin, seen: news.seen}
	if known := c.current.Load(); known.Index.Len() <= smallEnough && stale(known.Statistics, int64(known.Index.Open(c.now()))) {
		if err := c.refreshStatistics(ctx, known); err != nil {
			return err
		}
		return c.step(ctx) // to read them
	}
	return nil
}

// rebuild reads everything anew.
func (c *Catalogue) rebuild(ctx context.Context) error {
	state, at, err := c.build(ctx)
	if err != nil {
		return err
	}
	c.analyst = matching.NewAnalyst(state.Tree)
	c.replay, c.removed, c.merging = nil, nil, false
	c.at = at
	c.current.Store(state)
	return nil
}

// news is what changes mean for the catalogue.
type news struct {
	opportunities       map[id.Opportunity]bool
	owners              map[id.Organisation]bool
	reference           bool
	weights, statistics bool
	seen                map[int64]bool
}

// fresh sorts the changes that were not read before.
func (p *position) fresh(changes []change) *news {
	n := &news{opportunities: map[id.Opportunity]bool{}, owners: map[id.Organisation]bool{}, seen: map[int64]bool{}}
	for _, change := range changes {
		if change.Seq == nil {
			continue
		}
		n.seen[*change.Seq] = true
		if p.seen[*change.Seq] {
			continue
		}
		switch change.Noun {
		case "opportunity":
			n.opportunities[id.Opportunity(change.ID)] = true
		case "owner":
			n.owners[id.Organisation(change.ID)] = true
		case "reference":
			n.reference = true
		case "weights":
			n.weights = true
		case "statistics":
			n.statistics = true
		}
	}
	return n
}

// apply makes the state that follows the current one.
func (c *Catalogue) apply(ctx context.Context, n *news) error {
	next := *c.current.Load()
	if len(n.opportunities)+len(n.owners) > 0 {
		entries, removed, err := c.changed(ctx, n)
		if err != nil {
			return err
		}
		next.Index = next.Index.With(entries, removed)
		if c.merging {
			c.replay, c.removed = append(c.replay, entries), append(c.removed, removed)
		}
	}
	if n.weights {
		weights, err := Weights(ctx, c.db)
		if err != nil {
			return err
		}
		next.weights = weights
	}
	if n.statistics {
		statistics, err := selectStatistics(ctx, c.db)
		if err != nil {
			return err
		}
		if statistics != nil && statistics.AverageLength != next.Index.AverageLength() {
			return c.rebuild(ctx)
		}
		if statistics != nil {
			next.Statistics = statistics
		}
	}
	if n.weights || n.statistics {
		next.Model = matching.NewModel(next.Tree, next.Statistics, next.weights)
	}
	c.current.Store(&next)
	return nil
}

// changed reads what changed; what is no longer there is removed.
func (c *Catalogue) changed(ctx context.Context, n *news) (entries []*matching.Entry, removed []string, err error) {
	ids, owners := keys(n.opportunities), keys(n.owners)
	rows, err := selectChanged(ctx, c.db, ids, owners)
	if err != nil {
		return nil, nil, err
	}
	there := map[id.Opportunity]bool{}
	for _, r := range rows {
		there[r.ID] = true
	}
	for _, one := range ids {
		if !there[one] {
			removed = append(removed, string(one))
		}
	}
	return c.analyse(c.analyst, rows), removed, nil
}

func keys[K comparable](set map[K]bool) []K {
	list := make([]K, 0, len(set))
	for k := range set {
		list = append(list, k)
	}
	return list
}

// tidy does what takes long while others read and follow: merging segments, taking statistics.
func (c *Catalogue) tidy(ctx context.Context) error {
	c.mu.Lock()
	known := c.current.Load()
	due := known.Index.Due()
	c.merging, c.replay, c.removed = due, nil, nil
	c.mu.Unlock()
	if due {
		c.merge(known)
	}
	if known = c.current.Load(); known.Index.Len() > smallEnough {
		return c.refreshStatistics(ctx, known)
	}
	return nil
}

// merge puts the merged index in place of the current one, after doing again what changed meanwhile.
func (c *Catalogue) merge(known *State) {
	merged := known.Index.Merged()
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.merging { // everything was read anew meanwhile
		return
	}
	for i := range c.replay {
		merged = merged.With(c.replay[i], c.removed[i])
	}
	next := *c.current.Load()
	next.Index = merged
	c.current.Store(&next)
	c.merging, c.replay, c.removed = false, nil, nil
}

// stale tells whether statistics no longer describe so many documents: more than a tenth came or went.
func stale(s *matching.Statistics, documents int64) bool {
	return s == nil || 10*max(documents-s.Documents, s.Documents-documents) > s.Documents
}

// refreshStatistics takes and stores statistics when those known are stale; the change log then brings them to every process,
// this one too.
func (c *Catalogue) refreshStatistics(ctx context.Context, known *State) error {
	open := known.Index.Open(c.now())
	if !stale(known.Statistics, int64(open)) {
		return nil
	}
	_, err := c.store(ctx, known.Index.Statistics(c.now()), known.Statistics)
	return err
}

// store stores statistics. The average length is kept while it is less than a tenth off: impacts stay as they are, and no process
// reads everything anew.
func (c *Catalogue) store(ctx context.Context, taken, known *matching.Statistics) (*matching.Statistics, error) {
	number := int64(0)
	if known != nil {
		number = known.Number
		if 10*max(taken.AverageLength-known.AverageLength, known.AverageLength-taken.AverageLength) <= known.AverageLength {
			taken.AverageLength = known.AverageLength
		}
	}
	return insertStatistics(ctx, c.db, taken, number, c.now())
}
