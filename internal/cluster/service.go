package cluster

import (
	"cmp"
	"context"
	"slices"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/ref"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Service reads clusters. They are few and everyone may read them, so every question reads the rows it needs anew.
type Service struct{ db *db.DB }

// NewService makes a Service over a database.
func NewService(d *db.DB) *Service { return &Service{d} }

// All lists the clusters by name.
func (s *Service) All(ctx context.Context) ([]*Cluster, error) {
	all, err := selectAll(ctx, s.db)
	slices.SortFunc(all, func(a, b *Cluster) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return all, err
}

// ByIDs finds clusters by id, whoever asks; ids of none are left out.
func (s *Service) ByIDs(ctx context.Context, _ viewer.Viewer, ids []id.Cluster) (map[id.Cluster]*Cluster, error) {
	return selectByIDs(ctx, s.db, slices.DeleteFunc(slices.Clone(ids), func(i id.Cluster) bool { return !id.Valid(i) }))
}

// BySlug finds a cluster by its slug; NOT_FOUND when there is none.
func (s *Service) BySlug(ctx context.Context, slug string) (*Cluster, error) {
	all, err := selectAll(ctx, s.db)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(all, func(c *Cluster) bool { return c.Slug == slug })
	if at < 0 {
		return nil, fault.Missing("")
	}
	return all[at], nil
}

// Resolve finds the cluster of each reference, an id or a slug; INVALID on the items of field that name none.
func Resolve(ctx context.Context, q db.Q, field string, refs []string) ([]id.Cluster, error) {
	if len(refs) == 0 {
		return nil, nil
	}
	names, err := selectNames(ctx, q)
	if err != nil {
		return nil, err
	}
	return ref.Resolve(names, field, refs)
}

// ResolveOne is Resolve for a single reference; INVALID on field when it names no cluster.
func ResolveOne(ctx context.Context, q db.Q, field, r string) (id.Cluster, error) {
	names, err := selectNames(ctx, q)
	if err != nil {
		return "", err
	}
	return ref.One(names, field, r)
}

// ResolveResponsible is ResolveOne for a cluster that is to answer for organisations: one of kind CLUSTER, since a regional agency
// has no members of its own.
func ResolveResponsible(ctx context.Context, q db.Q, field, r string) (id.Cluster, error) {
	c, err := ResolveOne(ctx, q, field, r)
	if err != nil {
		return "", err
	}
	kind, err := selectKind(ctx, q, c)
	if err == nil && kind != KindCluster {
		return "", fault.New(fault.Invalid, field, "Please choose a cluster: a regional agency has no members of its own.")
	}
	return c, err
}
