package importer

import (
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/viewer"
)

// MayImport says why the viewer may not import with a map, nil when they may: cluster staff organisations, each checked to be of
// their cluster; coordinators everything.
func MayImport(v viewer.Viewer, m *Map) error {
	switch {
	case !v.SignedIn():
		return fault.New(fault.Unauthenticated, "", "Please sign in.")
	case v.IsCoordinator():
		return nil
	case !v.Has(viewer.Staff) || v.Cluster == "":
		return fault.New(fault.Forbidden, "", "Only cluster staff and coordinators can import.")
	case m != nil && m.Organisation == nil:
		return fault.New(fault.Forbidden, "map", "Only coordinators can import opportunities.")
	}
	return nil
}
