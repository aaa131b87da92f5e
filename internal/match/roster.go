package match

import (
	"context"
	"slices"
	"sync"

	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/organisation"
)

// chunk is how many organisations are read at once.
const chunk = 1000

// roster keeps every organisation's profile analysed, with what decides who may find it. Its lock is held for writing by one chunk of
// changes at a time, and for reading while a ranking runs.
type roster struct {
	sync.RWMutex
	refreshing chan struct{} // held by whoever brings it up to date
	stamp      stamp
	snap       *snapshot      // that the pool is tuned to
	pool       *matching.Pool // nil at first
	versions   []int          // by place in the pool
	standings  []uint32       // by place in the pool: place in different
	different  []standing     // the first is that of an organisation which is gone
	known      map[standing]uint32
}

func newRoster() *roster {
	return &roster{refreshing: make(chan struct{}, 1), different: []standing{{}}, known: map[standing]uint32{}}
}

// standing is all of an organisation, but its id, that decides who may find it among candidates. There are far fewer different ones
// than organisations.
type standing struct {
	Cluster id.Cluster
	Market  id.Market // "" unless a partner
	Kind    organisation.Kind
	Status  organisation.Status
	Listed  bool
	Large   bool
}

func standingOf(o *organisation.Organisation) standing {
	st := standing{Cluster: o.ClusterID, Kind: o.Kind, Status: o.Status, Listed: o.Listed, Large: !o.IsSME()}
	if o.MarketID != nil {
		st.Market = *o.MarketID
	}
	return st
}

// organisation is an organisation with this standing, for the rules to look at.
func (st standing) organisation(g id.Organisation) *organisation.Organisation {
	o := &organisation.Organisation{ID: g, ClusterID: st.Cluster, Kind: st.Kind, Status: st.Status, Listed: st.Listed}
	if st.Market != "" {
		o.MarketID = &st.Market
	}
	if large := organisation.Large; st.Large {
		o.SizeClass = &large
	}
	return o
}

// profiles brings the roster up to date: with the versions of organisations in the database, and with the snapshot that matches are
// scored by. What is unchanged costs one look into an index, a changed profile its analysis and a look at every organisation's
// version; the first call analyses all, some 10,000 a second.
//
// It is the one place that decides when profiles are read again: whoever learns of changes otherwise calls update with their ids.
func (s *Service) profiles(ctx context.Context) error {
	if _, _, err := s.fresh(ctx); err != nil {
		return err
	}
	want, err := selectStamp(ctx, s.db)
	if err != nil {
		return err
	}
	r := s.roster
	if r.is(want, s.current.Load()) {
		return nil
	}
	select {
	case r.refreshing <- struct{}{}:
		defer func() { <-r.refreshing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	snap := s.current.Load()
	r.tune(snap)
	if r.is(want, snap) {
		return nil
	}
	rows, err := selectVersions(ctx, s.db)
	if err != nil {
		return err
	}
	for changed := range slices.Chunk(r.changes(rows), chunk) {
		if err := s.update(ctx, changed); err != nil {
			return err
		}
	}
	r.Lock()
	defer r.Unlock()
	r.stamp = want
	return nil
}

// is tells whether the roster stands for a state of the database.
func (r *roster) is(want stamp, snap *snapshot) bool {
	r.RLock()
	defer r.RUnlock()
	return r.pool != nil && r.stamp == want && r.snap == snap
}

func (r *roster) tune(snap *snapshot) {
	r.Lock()
	defer r.Unlock()
	switch {
	case r.pool == nil:
		r.pool = matching.NewPool(snap.model)
	case r.snap != snap:
		r.pool.Tune(snap.model)
	}
	r.snap = snap
}

// changes gives the organisations that are new, changed or gone.
func (r *roster) changes(rows []version) []id.Organisation {
	r.RLock()
	defer r.RUnlock()
	var list []id.Organisation
	there := make([]bool, r.pool.Len())
	for _, row := range rows {
		place, ok := r.pool.Place(string(row.ID))
		if ok {
			there[place] = true
		}
		if !ok || r.versions[place] != row.Version {
			list = append(list, row.ID)
		}
	}
	for place, found := range there {
		if !found && r.standings[place] != 0 {
			list = append(list, id.Organisation(r.pool.ID(place)))
		}
	}
	return list
}

// update reads organisations anew; those that are not found are gone.
func (s *Service) update(ctx context.Context, ids []id.Organisation) error {
	rows, capabilities, err := selectProfiles(ctx, s.db, ids)
	if err != nil {
		return err
	}
	found := make(map[id.Organisation]*organisation.Organisation, len(rows))
	for _, o := range rows {
		found[o.ID] = o
	}
	s.roster.Lock()
	defer s.roster.Unlock()
	for _, one := range ids {
		s.roster.put(one, found[one], capabilities[one])
	}
	return nil
}

// put sets one organisation; nil for one that is gone.
func (r *roster) put(one id.Organisation, o *organisation.Organisation, capabilities []organisation.Capability) {
	if o == nil {
		if place, ok := r.pool.Place(string(one)); ok {
			r.standings[place] = 0
		}
		return
	}
	place := r.pool.Put(profileOf(o, capabilities))[0]
	for len(r.versions) <= place {
		r.versions, r.standings = append(r.versions, 0), append(r.standings, 0)
	}
	st := standingOf(o)
	number, ok := r.known[st]
	if !ok {
		number = uint32(len(r.different))
		r.different, r.known[st] = append(r.different, st), number
	}
	r.versions[place], r.standings[place] = o.Version, number
}
