// Package graph answers GraphQL out of the nouns. It holds no rule and no SQL: a resolver calls a service or a loader, and
// what it may hand out is decided there; which fields of it a reader sees, the schema's @access says.
package graph

import (
	"time"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/match"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/technology"
)

//go:generate go tool gqlgen generate

// Services are the nouns that the graph is drawn from.
type Services struct {
	Accounts      *account.Service
	Markets       *market.Service
	Clusters      *cluster.Service
	Technologies  *technology.Service
	Organisations *organisation.Service
	Opportunities *opportunity.Service
	Matches       *match.Service
	Missions      *mission.Service
	Now           func() time.Time
}

// resolver is the root of all resolvers; its fields are named apart from the schema's, so that gqlgen binds none of them.
type resolver struct {
	accounts      *account.Service
	markets       *market.Service
	clusters      *cluster.Service
	technologies  *technology.Service
	organisations *organisation.Service
	opportunities *opportunity.Service
	matches       *match.Service
	missions      *mission.Service
	now           func() time.Time
}

func newResolver(s Services) *resolver {
	return &resolver{s.Accounts, s.Markets, s.Clusters, s.Technologies, s.Organisations, s.Opportunities, s.Matches, s.Missions, s.Now}
}
