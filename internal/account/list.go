package account

import (
	"context"
	"slices"

	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Filter narrows a list of people; what is absent does not narrow.
type Filter struct {
	Text          *string // part of the name or of the address
	Roles         []viewer.Role
	Statuses      []Status
	Organisations []id.Organisation
	Clusters      []string // ids or slugs
}

const listOrder = "user name"

// List pages through the people that v may see, by name.
func (s *Service) List(ctx context.Context, v viewer.Viewer, f *Filter, args page.Args) (*page.Page[*User], error) {
	limit, err := args.Limit()
	if err != nil {
		return nil, err
	}
	after, err := args.From(listOrder, 2)
	if err == nil && after != nil && !id.Valid(id.User(after[1])) {
		err = fault.New(fault.Invalid, "after", "This cursor is not one of this list.")
	}
	if err != nil {
		return nil, err
	}
	n, err := s.narrow(ctx, v, f)
	if err != nil {
		return nil, err
	}
	list, err := listUsers(ctx, s.db, n, after, limit+1)
	if err != nil {
		return nil, db.Fault(err)
	}
	return page.Of(list, limit, after, listOrder, func(u *User) []string { return []string{u.Name, string(u.ID)} }), nil
}

// Count counts the people that List pages through.
func (s *Service) Count(ctx context.Context, v viewer.Viewer, f *Filter) (int, error) {
	n, err := s.narrow(ctx, v, f)
	if err != nil {
		return 0, err
	}
	count, err := countUsers(ctx, s.db, n)
	return count, db.Fault(err)
}

// narrow checks a filter and joins it with what v may see.
func (s *Service) narrow(ctx context.Context, v viewer.Viewer, f *Filter) (n narrowed, err error) {
	if !v.SignedIn() {
		return n, mustSignIn()
	}
	n.viewer = v
	if f == nil {
		return n, nil
	}
	var c fault.Check
	if f.Text != nil {
		c.Line("filter.text", *f.Text, 0, 256)
		n.text = *f.Text
	}
	for i, r := range f.Roles {
		c.That(slices.Contains(viewer.Roles, r), fault.Item("filter.roles", i), "There is no such choice.")
	}
	for i, st := range f.Statuses {
		c.That(st.Valid(), fault.Item("filter.statuses", i), "There is no such choice.")
	}
	if err := c.Err(); err != nil {
		return n, err
	}
	n.roles, n.statuses = f.Roles, f.Statuses
	if len(f.Organisations) > 0 { // an id that names nothing narrows to nobody
		n.organisations = append([]id.Organisation{""}, slices.DeleteFunc(slices.Clone(f.Organisations), func(o id.Organisation) bool { return !id.Valid(o) })...)
	}
	n.clusters, err = cluster.Resolve(ctx, s.db, "filter.clusters", f.Clusters)
	return n, err
}
