package match

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/technology"
)

// mostOpen bounds how many open opportunities one snapshot holds in memory: some 5 kB each.
const mostOpen = 20_000

// snapshot is everything that scores depend on but the organisation and the day: the newest open opportunities, analysed, and the
// model made of their statistics, the technology tree and the weights. It is never changed.
type snapshot struct {
	fingerprint  fingerprint
	tree         *matching.Tree
	parents      map[string]string
	model        *matching.Model
	documents    []document // by id
	technologies map[id.Technology]*technology.Technology
	markets      map[id.Market]*market.Market
	partial      bool // there are more open opportunities than documents
}

// document is an analysed opportunity in one version.
type document struct {
	analysed *matching.AnalysedDocument
	version  int
	partner  bool
}

// fresh gives the snapshot of the database as it is now. It asks for the fingerprint each time, and reads and analyses, when that
// has changed, only the opportunities that are new or changed; statistics are always taken anew of the whole, so that
// every process has the same. Callers that meet a change at the same time wait for one of them.
func (s *Service) fresh(ctx context.Context, now time.Time) (*snapshot, error) {
	want, err := selectFingerprint(ctx, s.db, now, s.most)
	if err != nil {
		return nil, err
	}
	if known := s.current.Load(); known != nil && known.fingerprint == want {
		return known, nil
	}
	select {
	case s.refreshing <- struct{}{}:
		defer func() { <-s.refreshing }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	known := s.current.Load()
	if known != nil && known.fingerprint == want {
		return known, nil
	}
	made, err := s.refresh(ctx, now, known, want.Reference)
	if err != nil {
		return nil, err
	}
	s.current.Store(made)
	return made, nil
}

// refresh makes the snapshot that follows known, which may be nil.
func (s *Service) refresh(ctx context.Context, now time.Time, known *snapshot, reference int64) (*snapshot, error) {
	made := &snapshot{}
	if known != nil && known.fingerprint.Reference == reference {
		made.tree, made.parents, made.technologies, made.markets = known.tree, known.parents, known.technologies, known.markets
	} else if err := s.readReference(ctx, made); err != nil {
		return nil, err
	}
	weights, err := selectWeights(ctx, s.db)
	if err != nil {
		return nil, err
	}
	entries, err := selectEntries(ctx, s.db, now, s.most)
	if err != nil {
		return nil, err
	}
	made.fingerprint = fingerprint{Open: len(entries), Reference: reference}
	for _, e := range entries {
		made.fingerprint.Content ^= e.Key
	}
	made.partial = len(entries) == s.most
	var have map[id.Opportunity]document
	if known != nil && known.tree == made.tree {
		have = known.byID()
	}
	if made.documents, err = s.documents(ctx, made.tree, entries, have); err != nil {
		return nil, err
	}
	statistics := matching.Collect(analysed(made.documents))
	statistics.Number = (made.fingerprint.Content ^ reference) & (1<<53 - 1) // a number that JSON carries whole
	made.model = matching.NewModel(made.tree, statistics, weights)
	return made, nil
}

// readReference reads the technology tree and the names of technologies and markets.
func (s *Service) readReference(ctx context.Context, made *snapshot) error {
	tree, err := s.technologies.Tree(ctx)
	if err != nil {
		return err
	}
	technologies, err := s.technologies.All(ctx, nil)
	if err != nil {
		return err
	}
	markets, err := s.markets.All(ctx)
	if err != nil {
		return err
	}
	made.tree, made.parents = matching.NewTree(tree.Parents, tree.Aliases), tree.Parents
	made.technologies = map[id.Technology]*technology.Technology{}
	for _, t := range technologies {
		made.technologies[t.ID] = t
	}
	made.markets = map[id.Market]*market.Market{}
	for _, m := range markets {
		made.markets[m.ID] = m
	}
	return nil
}

func (s *snapshot) byID() map[id.Opportunity]document {
	have := make(map[id.Opportunity]document, len(s.documents))
	for _, d := range s.documents {
		have[id.Opportunity(d.analysed.Document.ID)] = d
	}
	return have
}

// chunk is how many opportunities are read at once, some 10 kB each.
const chunk = 1000

// documents gives the analysed opportunities of entries by id, taking what is there in the right version and reading the rest. One
// that has changed since its entry was read counts as it is now.
func (s *Service) documents(ctx context.Context, tree *matching.Tree, entries []entry, have map[id.Opportunity]document) ([]document, error) {
	documents := make([]document, 0, len(entries))
	var missing []id.Opportunity
	partner := map[id.Opportunity]bool{}
	for _, e := range entries {
		if d, ok := have[e.ID]; ok && d.version == e.Version {
			documents = append(documents, document{d.analysed, d.version, e.Partner})
		} else {
			missing = append(missing, e.ID)
			partner[e.ID] = e.Partner
		}
	}
	for ids := range slices.Chunk(missing, chunk) {
		rows, err := selectDocuments(ctx, s.db, ids)
		if err != nil {
			return nil, err
		}
		texts := make([]matching.Document, len(rows))
		for i, o := range rows {
			texts[i] = documentOf(o)
		}
		for i, analysed := range matching.Analyse(tree, texts) {
			documents = append(documents, document{analysed, rows[i].Version, partner[rows[i].ID]})
		}
	}
	slices.SortFunc(documents, func(a, b document) int { return cmp.Compare(a.analysed.Document.ID, b.analysed.Document.ID) })
	return documents, nil
}

func analysed(documents []document) []*matching.AnalysedDocument {
	list := make([]*matching.AnalysedDocument, len(documents))
	for i, d := range documents {
		list[i] = d.analysed
	}
	return list
}

// candidates are the documents of the other side: those of the snapshot, or, when more opportunities are open than it holds, the
// newest of all that share a branch of the technology tree with the organisation.
func (s *Service) candidates(ctx context.Context, snap *snapshot, p matching.Profile, now time.Time) ([]document, error) {
	documents, wanted := snap.documents, p.MarketID == ""
	if snap.partial {
		entries, err := selectBranch(ctx, s.db, now, s.most, wanted, snap.branch(p))
		if err != nil {
			return nil, err
		}
		if documents, err = s.beyond(ctx, snap, entries); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(slices.Clone(documents), func(d document) bool { return d.partner != wanted }), nil
}

// beyond gives the documents of entries that may lie outside the snapshot, and keeps them for the next caller as long as the tree
// is the same, at most as many as a snapshot holds besides those just read.
func (s *Service) beyond(ctx context.Context, snap *snapshot, entries []entry) ([]document, error) {
	have := snap.byID()
	outside := s.outside.Load()
	if outside == nil || outside.tree != snap.tree {
		outside = &snapshot{tree: snap.tree}
	}
	for key, d := range outside.byID() {
		if _, ok := have[key]; !ok {
			have[key] = d
		}
	}
	documents, err := s.documents(ctx, snap.tree, entries, have)
	if err != nil {
		return nil, err
	}
	keep := &snapshot{tree: snap.tree, documents: documents}
	if len(outside.documents) < s.most {
		merged := outside.byID()
		maps.Copy(merged, keep.byID())
		keep.documents = slices.Collect(maps.Values(merged))
	}
	s.outside.Store(keep)
	return documents, nil
}

// branch gives every technology that shares its topmost technology with one of the profile's.
func (s *snapshot) branch(p matching.Profile) []id.Technology {
	tops := map[string]bool{}
	for _, c := range p.Capabilities {
		for _, t := range c.Technologies {
			tops[s.top(t)] = true
		}
	}
	var branch []id.Technology
	for t := range s.parents {
		if tops[s.top(t)] {
			branch = append(branch, id.Technology(t))
		}
	}
	return branch
}

// top is the topmost technology above one. The tree's rows name existing parents only, and parents come before children.
func (s *snapshot) top(t string) string {
	for range len(s.parents) {
		if s.parents[t] == "" {
			break
		}
		t = s.parents[t]
	}
	return t
}
