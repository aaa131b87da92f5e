package graph

import (
	"context"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/viewer"
)

type subscriptionResolver struct{ *resolver }

func (r *resolver) Subscription() SubscriptionResolver { return subscriptionResolver{r} }

// MissionChanged sends the mission now and after every change, looked up anew each time for a viewer whose rights were just
// seen to be the same.
func (r subscriptionResolver) MissionChanged(ctx context.Context, missionID string) (<-chan *mission.Mission, error) {
	v := viewer.From(ctx)
	watch, err := r.live.Watch(ctx, v, missionID)
	if err != nil {
		return nil, err
	}
	m, err := r.missions.Get(ctx, v, id.Mission(missionID)) // after Watch, so that no change falls between
	if err != nil {
		watch.Close()
		return nil, err
	}
	out := make(chan *mission.Mission)
	go func() {
		defer close(out)
		defer watch.Close()
		for err == nil {
			select {
			case out <- m:
			case <-ctx.Done():
				return
			}
			if err = watch.Next(ctx); err == nil {
				m, err = r.missions.Get(ctx, v, id.Mission(missionID))
			}
		}
		if fault.All(err) != nil {
			endStream(ctx, err)
		}
	}()
	return out, nil
}
