package graph

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/viewer"
)

// somethingWrong is all that a client learns of a fault that is nobody's business but the log's.
var somethingWrong = fault.New(fault.Internal, "", "Something went wrong. It has been noted; please try again later.")

// userErrors turns what a person can mend into the payload's errors; everything else stays an error of the request.
func userErrors(ctx context.Context, err error) ([]*UserError, error) {
	list := fault.All(err)
	if len(list) == 0 {
		return []*UserError{}, err
	}
	problems := make([]*UserError, 0, len(list))
	for _, f := range list {
		if f.Code == fault.Unavailable || f.Code == fault.Internal || f.Code == fault.Unauthenticated {
			return []*UserError{}, f
		}
		problems = append(problems, &UserError{Code: f.Code, Field: f.Field, Message: f.In(viewer.From(ctx).Language)})
	}
	return problems, nil
}

// present writes an error for the client: faults in the viewer's language, GraphQL's own as they are, the rest not at all.
func present(ctx context.Context, err error) *gqlerror.Error {
	list := fault.All(err)
	if len(list) == 0 {
		list = fault.All(db.Fault(err))
	}
	var parsed *gqlerror.Error
	isGraphQL := errors.As(err, &parsed)
	switch {
	case len(list) > 0:
		return faultError(ctx, err, list[0])
	case isGraphQL && parsed.Err == nil:
		return parsed
	}
	slog.ErrorContext(ctx, "request failed", "error", err, "path", graphql.GetPath(ctx).String(), "request", audit.RequestID(ctx))
	return faultError(ctx, err, somethingWrong)
}

func faultError(ctx context.Context, err error, f *fault.Error) *gqlerror.Error {
	out := &gqlerror.Error{Message: f.In(viewer.From(ctx).Language), Path: graphql.GetPath(ctx), Extensions: map[string]any{"code": f.Code}}
	var parsed *gqlerror.Error
	if errors.As(err, &parsed) {
		out.Locations = parsed.Locations
		if len(parsed.Path) > 0 {
			out.Path = parsed.Path
		}
	}
	if len(f.Field) > 0 {
		out.Extensions["field"] = f.Field
	}
	return out
}

// recovered logs a panic with its stack and answers like any other internal fault.
func recovered(ctx context.Context, p any) error {
	slog.ErrorContext(ctx, "panic", "panic", p, "path", graphql.GetPath(ctx).String(), "request", audit.RequestID(ctx), "stack", string(debug.Stack()))
	return somethingWrong
}

func isMissing(err error) bool { return errors.Is(err, &fault.Error{Code: fault.NotFound}) }

// fieldError is an error of a root field that was not run.
type fieldError struct {
	error
	field graphql.CollectedField
}

func (e *fieldError) Unwrap() error { return e.error }

// inWords is the message of a fault for the viewer; what is no fault stays an error.
func inWords(ctx context.Context, err error) (*string, error) {
	list := fault.All(err)
	if len(list) == 0 {
		return nil, err
	}
	message := list[0].In(viewer.From(ctx).Language)
	return &message, nil
}
