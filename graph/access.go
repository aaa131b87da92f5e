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

var notSignedIn = fault.New(fault.Unauthenticated, "", "Please sign in.")

// rootRule closes every root field to visitors unless the schema says @public.
func rootRule(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	field := graphql.GetRootFieldContext(ctx).Field
	public := field.Definition != nil && field.Definition.Directives.ForName("public") != nil
	introspection := len(field.Name) > 1 && field.Name[:2] == "__"
	if !public && !introspection && !viewer.From(ctx).SignedIn() {
		graphql.AddError(ctx, &fieldError{notSignedIn, field})
		return graphql.Null
	}
	return next(ctx)
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
