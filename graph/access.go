package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/outcome"
	"github.com/bioxclusters/portal/internal/viewer"
)

var (
	notSignedIn = fault.New(fault.Unauthenticated, "", "Please sign in.")
	noRead      = fault.New(fault.Forbidden, "", "This token may not ask questions: it lacks the scope READ.")
	noWrite     = fault.New(fault.Forbidden, "", "This token may not act: it lacks the scope WRITE.")
)

// rootRule closes every root field to visitors unless the schema says @public, and to tokens whose scopes do not name its kind.
func rootRule(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	field, v := graphql.GetRootFieldContext(ctx).Field, viewer.From(ctx)
	public := field.Definition != nil && field.Definition.Directives.ForName("public") != nil
	introspection := len(field.Name) > 1 && field.Name[:2] == "__"
	switch {
	case introspection:
	case !public && !v.SignedIn():
		return refuse(ctx, notSignedIn, field)
	case field.ObjectDefinition.Name == "Mutation" && !v.Allows(viewer.Write):
		return refuse(ctx, noWrite, field)
	case field.ObjectDefinition.Name == "Query" && !v.Allows(viewer.Read):
		return refuse(ctx, noRead, field)
	}
	return next(ctx)
}

func refuse(ctx context.Context, why error, field graphql.CollectedField) graphql.Marshaler {
	graphql.AddError(ctx, &fieldError{why, field})
	return graphql.Null
}

// access answers @access: null for whoever may not read the field, as if there were nothing.
func access(ctx context.Context, obj any, next graphql.Resolver, rule AccessRule) (any, error) {
	if !mayRead(viewer.From(ctx), obj, rule) {
		return nil, nil
	}
	return next(ctx)
}

func mayRead(v viewer.Viewer, obj any, rule AccessRule) bool {
	switch rule {
	case AccessRulePublic:
		return true
	case AccessRuleSignedIn:
		return v.SignedIn()
	}
	switch o := obj.(type) {
	case *organisation.Organisation:
		return organisation.ViewOf(v, o) >= viewNeeded(rule)
	case *opportunity.Opportunity:
		return (rule == AccessRuleFullView || rule == AccessRulePersonal) && opportunity.MayReadFully(v, o)
	case *mission.Registration:
		return rule == AccessRulePersonal // whoever is handed a registration may read it whole; analysts are handed none
	case *mission.Mission:
		return rule == AccessRulePersonal && mission.MaySeeContacts(v)
	case *outcome.Outcome:
		return rule == AccessRulePersonal && outcome.MayReadEvidence(v, o)
	case *account.User:
		return rule == AccessRuleSelf && v.User == o.ID
	}
	return false // a rule that nobody taught this function stays closed
}

func viewNeeded(rule AccessRule) organisation.View {
	switch rule {
	case AccessRuleListedView:
		return organisation.Listed
	case AccessRuleFullView:
		return organisation.Full
	default:
		return organisation.Personal
	}
}
