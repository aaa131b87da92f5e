package graph

import (
	"context"

	"github.com/bioxclusters/portal/graph/connection"
	"github.com/bioxclusters/portal/internal/jobs"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

func (r queryResolver) DeadJobs(ctx context.Context, first *int, after *string) (*connection.DeadJobs, error) {
	v := viewer.From(ctx)
	p, err := r.jobs.Dead(ctx, v, page.Args{First: first, After: after})
	if p == nil || err != nil {
		return nil, err
	}
	return connection.New(p, func(ctx context.Context) (int, error) { return r.jobs.CountDead(ctx, v) }), nil
}

func (r mutationResolver) RetryJob(ctx context.Context, input jobs.RetryInput) (*RetryJobPayload, error) {
	job, err := r.jobs.Retry(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &RetryJobPayload{Job: job, UserErrors: problems}, err
}
