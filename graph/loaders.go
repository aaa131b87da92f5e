package graph

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/vikstrous/dataloadgen"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/match"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/outcome"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

// gather is how long a loader waits for more keys: long enough for the siblings of a list to ask, too short to feel.
const gather = 300 * time.Microsecond

// loaders batch the look-ups of one operation for one viewer: a line each.
type loaders struct {
	market       loader[id.Market, *market.Market]
	cluster      loader[id.Cluster, *cluster.Cluster]
	technology   loader[id.Technology, *technology.Technology]
	organisation loader[id.Organisation, *organisation.Organisation]
	capabilities loader[id.Organisation, []*organisation.Capability]
	children     loader[id.Technology, []*technology.Technology]
	sectors      loader[id.Organisation, []id.Technology]
	members      loader[id.Organisation, []*account.User]
	opportunity  loader[id.Opportunity, *opportunity.Opportunity]
	bookmarked   loader[id.Opportunity, bool]
	reviews      loader[id.Opportunity, []*opportunity.Review]
	blocked      loader[id.Organisation, bool]     // by the viewer's organisation
	rating       loader[match.Pair, *match.Rating] // of the viewer's side
	mission      loader[id.Mission, *mission.Mission]
	quotas       loader[id.Mission, []*mission.Quota]
	places       loader[id.Mission, *mission.Places]
	ownPlace     loader[id.Mission, *mission.Registration] // the viewer's organisation's
	barred       loader[id.Mission, error]                 // why the viewer cannot register
	registration loader[id.Registration, *mission.Registration]
	registrant   loader[id.Registration, *organisation.Organisation]
	position     loader[id.Registration, int]
	delegates    loader[id.Registration, []*mission.Delegate]
	history      loader[id.Registration, []*mission.RegistrationChange]
	verdicts     loader[*mission.Registration, []*mission.RuleVerdict]
	assessments  loader[id.Registration, []*mission.Assessment]
	followUp     loader[id.Registration, *mission.FollowUp]
	proposals    loader[id.Registration, []*mission.ChangeProposal]
	feedback     loader[id.Registration, *mission.Feedback]
	documents    loader[id.Mission, []*mission.Document]
	document     loader[id.Document, *mission.Document]
	outcome      loader[id.Outcome, *outcome.Outcome]
	user         loader[id.User, *account.User]
}

type loadersKey struct{}

// withLoaders gives an operation its loaders. They live as long as the operation, not as the connection: sockets live long.
func withLoaders(ctx context.Context, s Services) context.Context {
	v := viewer.From(ctx)
	return context.WithValue(ctx, loadersKey{}, &loaders{
		market:       batch(v, s.Markets.ByIDs),
		cluster:      batch(v, s.Clusters.ByIDs),
		technology:   batch(v, s.Technologies.ByIDs),
		children:     batch(v, forAll(s.Technologies.Children)),
		organisation: batch(v, s.Organisations.ByIDs),
		capabilities: batch(v, s.Organisations.CapabilitiesOf),
		sectors:      batch(v, s.Organisations.TechnologiesOf),
		members:      batch(v, s.Accounts.MembersOf),
		opportunity:  batch(v, s.Opportunities.ByIDs),
		bookmarked:   batch(v, s.Opportunities.BookmarkedIDs),
		reviews:      batch(v, s.Opportunities.ReviewsOf),
		blocked:      batch(v, s.Matches.BlockedIDs),
		rating:       batch(v, s.Matches.RatingsOf),
		mission:      batch(v, s.Missions.ByIDs),
		quotas:       batch(v, forAll(s.Missions.Quotas)),
		places:       batch(v, forAll(s.Missions.Places)),
		ownPlace:     batch(v, s.Missions.ViewerRegistration),
		barred:       batch(v, s.barred),
		registration: batch(v, s.Missions.RegistrationsByIDs),
		registrant:   batch(v, s.Missions.OrganisationsOf),
		position:     batch(v, forAll(s.Missions.Positions)),
		delegates:    batch(v, s.Missions.DelegatesOf),
		history:      batch(v, s.Missions.HistoryOf),
		verdicts:     batch(v, s.Missions.VerdictsOf),
		assessments:  batch(v, s.Missions.AssessmentsOf),
		followUp:     batch(v, s.Missions.FollowUpsOf),
		proposals:    batch(v, s.Missions.ProposalsOf),
		feedback:     batch(v, s.Missions.FeedbackOf),
		documents:    batch(v, s.Missions.DocumentsOf),
		document:     batch(v, s.Missions.DocumentsByIDs),
		outcome:      batch(v, s.Outcomes.ByIDs),
		user:         batch(v, s.Accounts.ByIDs),
	})
}

// forAll suits a look-up that is the same for every viewer.
func forAll[K comparable, V any](fetch func(context.Context, []K) (map[K]V, error)) func(context.Context, viewer.Viewer, []K) (map[K]V, error) {
	return func(ctx context.Context, _ viewer.Viewer, keys []K) (map[K]V, error) { return fetch(ctx, keys) }
}

// barred says of each mission why the viewer cannot register; nothing of those they can register for.
func (s Services) barred(ctx context.Context, v viewer.Viewer, ids []id.Mission) (map[id.Mission]error, error) {
	found, err := s.Missions.ByIDs(ctx, v, ids)
	if err != nil {
		return nil, err
	}
	return s.Missions.CannotRegister(ctx, v, slices.Collect(maps.Values(found)))
}

// load takes the operation's loaders.
func load(ctx context.Context) *loaders { return ctx.Value(loadersKey{}).(*loaders) }

// loader gives the zero value for what is not there, or not for this viewer.
type loader[K comparable, V any] struct {
	batches *dataloadgen.Loader[K, V]
}

func batch[K comparable, V any](v viewer.Viewer, fetch func(context.Context, viewer.Viewer, []K) (map[K]V, error)) loader[K, V] {
	return loader[K, V]{dataloadgen.NewMappedLoader(func(ctx context.Context, keys []K) (map[K]V, error) {
		return fetch(ctx, v, keys)
	}, dataloadgen.WithWait(gather), dataloadgen.WithBatchCapacity(1000))}
}

// Load fetches one value together with its siblings'.
func (l loader[K, V]) Load(ctx context.Context, key K) (V, error) {
	value, err := l.batches.Load(ctx, key)
	if errors.Is(err, dataloadgen.ErrNotFound) {
		err = nil
	}
	return value, err
}

// All fetches several values in the order of their keys, without those that are not there.
func (l loader[K, V]) All(ctx context.Context, keys []K) ([]V, error) {
	thunks := make([]func() (V, error), len(keys))
	for i, k := range keys {
		thunks[i] = l.batches.LoadThunk(ctx, k)
	}
	values := make([]V, 0, len(keys))
	for _, thunk := range thunks {
		value, err := thunk()
		if errors.Is(err, dataloadgen.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, nil
}
