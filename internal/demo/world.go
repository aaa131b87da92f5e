package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/technology"
)

// world is what generation starts from: the options, the reference data and the words. It does not change, and every row of the
// demonstration follows from it and the row's number. It remembers SMEs, and is for one goroutine.
type world struct {
	vocabulary
	Options
	asOf     time.Time // its first instant, UTC: everything generated has happened before
	markets  []*marketRef
	clusters []*clusterRef // by home
	techs    []tech
	subjects map[string][]int // by branch: technologies that have products
	bySlug   map[string]int
	areas    []int
	names    []string    // coined
	partners []*business // of the markets, by number
	smes     []*business // those made so far, by number, of the first mostRemembered
}

type marketRef struct {
	id        id.Market
	code      string
	regulator string
	languages []string
	zone      string
	region    *region
	partners  []int            // numbers of partners that may publish: verified companies and institutes
	byBranch  map[string][]int // the same by branch
}

type clusterRef struct {
	id     id.Cluster
	region *region
}

// tech is a node of the technology tree with its words.
type tech struct {
	id       id.Technology
	slug     string
	parent   string
	branch   string
	domain   string
	products []string
	nace     []string
	words    map[string]techWords
}

type techWords struct {
	label    string // as it stands within a sentence
	synonyms []string
}

// newWorld reads the reference data.
func newWorld(ctx context.Context, d *db.DB, o Options) (*world, error) {
	words, err := readWords()
	if err != nil {
		return nil, err
	}
	w := &world{vocabulary: words, Options: o, asOf: o.AsOf.Begin(time.UTC), subjects: map[string][]int{}, bySlug: map[string]int{}}
	if err := w.readMarkets(ctx, d); err != nil {
		return nil, err
	}
	if err := w.readClusters(ctx, d); err != nil {
		return nil, err
	}
	if err := w.readTechnologies(ctx, d); err != nil {
		return nil, err
	}
	w.names = coinNames(roll(o.Seed, "name", 0))
	for j := range o.partners() {
		p := w.partner(j)
		w.partners = append(w.partners, p)
		if p.active() && (p.kind == organisation.Company || p.kind == organisation.Research) {
			p.market.partners = append(p.market.partners, j)
			p.market.byBranch[p.branch] = append(p.market.byBranch[p.branch], j)
		}
	}
	return w, nil
}

func (w *world) readMarkets(ctx context.Context, d *db.DB) error {
	all, err := market.NewService(d).All(ctx)
	if err != nil {
		return err
	}
	for _, r := range marketRegions {
		at := slices.IndexFunc(all, func(m *market.Market) bool { return m.Code == r.code })
		if at < 0 {
			return fmt.Errorf("the reference data lacks market %s", r.code)
		}
		m := all[at]
		w.markets = append(w.markets, &marketRef{id: m.ID, code: m.Code, regulator: m.RegulatorAbbreviation,
			languages: m.LanguageList, zone: m.TimeZoneList[0], region: r,
			byBranch: map[string][]int{}})
	}
	return nil
}

func (w *world) readClusters(ctx context.Context, d *db.DB) error {
	all, err := cluster.NewService(d).All(ctx)
	if err != nil {
		return err
	}
	for _, r := range clusterRegions {
		at := slices.IndexFunc(all, func(c *cluster.Cluster) bool { return c.Slug == r.code })
		if at < 0 {
			return fmt.Errorf("the reference data lacks cluster %s", r.code)
		}
		w.clusters = append(w.clusters, &clusterRef{all[at].ID, r})
	}
	return nil
}

func (w *world) readTechnologies(ctx context.Context, d *db.DB) error {
	all, err := technology.NewService(d).All(ctx, nil)
	if err != nil {
		return err
	}
	slugs := map[id.Technology]string{}
	for _, t := range all {
		slugs[t.ID] = t.Slug
		n := tech{id: t.ID, slug: t.Slug, branch: t.Slug, products: w.products[t.Slug], words: map[string]techWords{}}
		if len(t.AncestorList) > 0 {
			n.branch, n.parent = slugs[t.AncestorList[0]], slugs[t.AncestorList[len(t.AncestorList)-1]]
		}
		n.domain = domains[n.branch]
		for language := range w.phrases {
			n.words[language] = techWords{withSmall(t.LabelIn(language), language), common(t.SynonymMap.V[language])}
		}
		at := len(w.techs)
		w.techs, w.bySlug[t.Slug] = append(w.techs, n), at
		switch {
		case t.Kind == technology.KindTherapeuticArea && n.parent != "":
			w.areas = append(w.areas, at)
		case n.domain != "" && len(n.products) > 0:
			w.subjects[n.branch] = append(w.subjects[n.branch], at)
		}
	}
	if len(w.areas) == 0 || len(w.subjects) < len(domains) {
		return fmt.Errorf("the reference data lacks technologies")
	}
	return nil
}

// common are the synonyms that read well within a sentence: the first ones, which are the broadest, without names and standards.
func common(synonyms []string) []string {
	var list []string
	for _, s := range synonyms[:min(6, len(synonyms))] {
		if !strings.HasPrefix(s, "ISO ") {
			list = append(list, s)
		}
	}
	return list
}
