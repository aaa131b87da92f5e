package graph

import (
	"context"

	"github.com/bioxclusters/portal/graph/connection"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
)

// maxNodes bounds nodes(ids:).
const maxNodes = 100

func (r queryResolver) Node(ctx context.Context, nodeID string) (connection.Node, error) {
	l := load(ctx)
	switch id.Kind(nodeID) {
	case "mkt":
		return node(l.market.Load(ctx, id.Market(nodeID)))
	case "clu":
		return node(l.cluster.Load(ctx, id.Cluster(nodeID)))
	case "tec":
		return node(l.technology.Load(ctx, id.Technology(nodeID)))
	case "org":
		return node(l.organisation.Load(ctx, id.Organisation(nodeID)))
	case "opp":
		return node(l.opportunity.Load(ctx, id.Opportunity(nodeID)))
	case "mis":
		return node(l.mission.Load(ctx, id.Mission(nodeID)))
	case "reg":
		return node(l.registration.Load(ctx, id.Registration(nodeID)))
	case "doc":
		return node(l.document.Load(ctx, id.Document(nodeID)))
	case "out":
		return node(l.outcome.Load(ctx, id.Outcome(nodeID)))
	case "usr":
		return node(l.user.Load(ctx, id.User(nodeID)))
	}
	return nil, nil
}

func (r queryResolver) Nodes(ctx context.Context, ids []string) ([]connection.Node, error) {
	if len(ids) > maxNodes {
		return nil, fault.New(fault.Invalid, "ids", "Please give at most %d of these.", maxNodes)
	}
	nodes := make([]connection.Node, len(ids))
	for i, nodeID := range ids {
		n, err := r.Node(ctx, nodeID)
		if err != nil {
			return nil, err
		}
		nodes[i] = n
	}
	return nodes, nil
}

// node keeps a typed nil from becoming a node.
func node[T any](value *T, err error) (connection.Node, error) {
	if value == nil || err != nil {
		return nil, err
	}
	return value, nil
}
