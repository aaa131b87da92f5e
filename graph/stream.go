package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/viewer"
)

// stream is a subscription under way.
type stream struct {
	exec     graphql.GraphExecutor
	services Services
	ctx      context.Context
	next     graphql.ResponseHandler
	end      *streamEnd
	once     *graphql.Response // the only answer of a subscription that could not begin
	why      error             // why it ended, once it has said so
}

// streamEnd is where a resolver leaves why its stream ended, before it closes its channel; nil when there was no more to say.
type streamEnd struct{ err error }

type streamEndKey struct{}

// endStream says why the stream of ctx is about to end.
func endStream(ctx context.Context, why error) {
	if end, ok := ctx.Value(streamEndKey{}).(*streamEnd); ok {
		end.err = why
	}
}

// subscribe begins a subscription for whoever ctx names. It carries nothing else, and reads the viewer anew: connections
// outlive the sessions that they were opened with.
func subscribe(ctx context.Context, exec graphql.GraphExecutor, services Services, params *graphql.RawParams) *stream {
	s := &stream{exec: exec, services: services, end: &streamEnd{}, ctx: ctx}
	oc, errs := exec.CreateOperationContext(graphql.StartOperationTrace(ctx), params)
	ctx = graphql.WithOperationContext(ctx, oc)
	if errs != nil {
		s.once = exec.DispatchError(ctx, errs)
		return s
	}
	v, err := stillThere(ctx, services.Accounts)
	if err == nil {
		err = subscribable(oc, v)
	}
	if err != nil {
		s.once = exec.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(err)})
		return s
	}
	ctx = context.WithValue(viewer.With(ctx, v), streamEndKey{}, s.end)
	s.next, s.ctx = exec.DispatchOperation(ctx, oc)
	return s
}

// stillThere is the viewer of ctx as the session stands now; visitors stay visitors.
func stillThere(ctx context.Context, accounts *account.Service) (viewer.Viewer, error) {
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return v, nil
	}
	return accounts.ViewerBySession(ctx, v.Session)
}

// subscribable refuses what is no subscription, and visitors unless the schema says @public: the rule of rootRule, which the
// executor does not ask for subscriptions.
func subscribable(oc *graphql.OperationContext, v viewer.Viewer) error {
	if oc.Operation.Operation != ast.Subscription {
		return fault.New(fault.Invalid, "", "This connection carries subscriptions only; send queries and mutations by POST.")
	}
	for _, field := range graphql.CollectFields(oc, oc.Operation.SelectionSet, []string{"Subscription"}) {
		public := field.Definition != nil && field.Definition.Directives.ForName("public") != nil
		if !public && !v.SignedIn() {
			return notSignedIn
		}
	}
	return nil
}

// answer waits for the next answer, each with loaders of its own, so that it looks anew; nil when the stream is over. last is set with the answer that says why.
func (s *stream) answer() (resp *graphql.Response, last bool) {
	if s.once != nil {
		resp, s.once = s.once, nil
		return resp, true
	}
	if s.next == nil {
		return nil, true
	}
	if resp := s.next(withLoaders(s.ctx, s.services)); resp != nil {
		return resp, resp.Data == nil && len(resp.Errors) > 0
	}
	if s.ctx.Err() != nil || s.end.err == nil { // in this order: while ctx lasts only a closed channel ends the answers, and the reason was left before
		return nil, true
	}
	s.next, s.why = nil, s.end.err
	return s.exec.DispatchError(s.ctx, gqlerror.List{gqlerror.Wrap(s.why)}), true
}

// signedOut tells whether the stream ended because its session did.
func (s *stream) signedOut() bool {
	list := fault.All(s.why)
	return len(list) > 0 && list[0].Code == fault.Unauthenticated
}
