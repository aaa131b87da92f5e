package mission

import (
	"slices"
	"strconv"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/match"
	"github.com/bioxclusters/portal/internal/organisation"
)

// Rule is a condition of participation. Any one of Values fulfils a rule that takes values; Min and Max are inclusive and count
// missions that the organisation took part in before, in the markets that Values name, in all where they name none.
type Rule struct {
	Kind      RuleKind `json:"kind"`
	Values    []string `json:"values"` // ids of clusters, technologies or markets; size classes
	Min       *int     `json:"min,omitempty"`
	Max       *int     `json:"max,omitempty"`
	Mandatory bool     `json:"mandatory"`
}

// Named are the ids of a type among a rule's values.
func Named[T id.Typed](r *Rule) []T {
	ids := []T{}
	for _, v := range r.Values {
		if id.Valid(T(v)) {
			ids = append(ids, T(v))
		}
	}
	return ids
}

// SizeClasses are the classes of a rule on size.
func (r *Rule) SizeClasses() []organisation.SizeClass {
	classes := []organisation.SizeClass{}
	for _, v := range r.Values {
		if r.Kind == SizeClassRule {
			classes = append(classes, organisation.SizeClass(v))
		}
	}
	return classes
}

// RuleKind is what a rule is about.
type RuleKind string

// The kinds of rule.
const (
	ClusterMembership RuleKind = "CLUSTER_MEMBERSHIP" // of one of the clusters
	SizeClassRule     RuleKind = "SIZE_CLASS"         // one of the classes
	TechnologyRule    RuleKind = "TECHNOLOGY"         // names one of the technologies, or one below it
	VerifiedProfile   RuleKind = "VERIFIED_PROFILE"
	PastParticipation RuleKind = "PAST_PARTICIPATION" // so many missions before
)

// Valid tells whether there is such a kind.
func (k RuleKind) Valid() bool {
	return slices.Contains([]RuleKind{ClusterMembership, SizeClassRule, TechnologyRule, VerifiedProfile, PastParticipation}, k)
}

// How rules are judged, as the requirements of opportunities are.
const (
	Fulfilled match.Verdict = "MATCH"
	Gap       match.Verdict = "GAP"
	Unknown   match.Verdict = "UNKNOWN" // the facts are not in the profile
)

// Facts are what rules are judged by: an organisation's profile as it is now, and the missions that it took part in.
type Facts struct {
	OrganisationID id.Organisation        `db:"id"`
	ClusterID      id.Cluster             `db:"cluster_id"`
	SizeClass      string                 `db:"size_class"` // "" while figures lack
	Status         string                 `db:"status"`
	Technologies   db.List[id.Technology] `db:"technologies"` // that its capabilities name
	Participated   db.List[id.Market]     `db:"participated"` // the markets of missions it took part in, one a mission
}

// judge gives the verdict on a rule and the facts that it rests on: none, or a rule that asks nothing, is UNKNOWN and never a
// GAP. below tells which technologies are one of the rule's values or below one.
func (r Rule) judge(f *Facts, below func(id.Technology) bool) (match.Verdict, []string) {
	switch r.Kind {
	case ClusterMembership:
		return r.oneOf(string(f.ClusterID))
	case SizeClassRule:
		return r.oneOf(f.SizeClass)
	case VerifiedProfile:
		return Rule{Values: []string{verified}}.oneOf(f.Status)
	case TechnologyRule:
		return judgeTechnologies(f.Technologies, below)
	case PastParticipation:
		return r.judgeParticipation(f.Participated)
	}
	return Unknown, nil
}

func (r Rule) oneOf(fact string) (match.Verdict, []string) {
	switch {
	case fact == "" || len(r.Values) == 0:
		return Unknown, nil
	case slices.Contains(r.Values, fact):
		return Fulfilled, []string{fact}
	}
	return Gap, []string{fact}
}

// judgeTechnologies gives as facts those that fulfil the rule, else all.
func judgeTechnologies(named []id.Technology, below func(id.Technology) bool) (match.Verdict, []string) {
	var facts, fitting []string
	for _, t := range named {
		facts = append(facts, string(t))
		if below(t) {
			fitting = append(fitting, string(t))
		}
	}
	switch {
	case facts == nil:
		return Unknown, nil
	case fitting != nil:
		return Fulfilled, fitting
	}
	return Gap, facts
}

func (r Rule) judgeParticipation(in []id.Market) (match.Verdict, []string) {
	n := 0
	for _, m := range in {
		if len(r.Values) == 0 || slices.Contains(r.Values, string(m)) {
			n++
		}
	}
	facts := []string{strconv.Itoa(n)}
	if r.Min != nil && n < *r.Min || r.Max != nil && n > *r.Max {
		return Gap, facts
	}
	return Fulfilled, facts
}

const (
	mostRules         = 20
	mostValues        = 50
	mostParticipation = 1000
)

// checkRules notes what is wrong with the form of rules; whether their values name anything, the service finds out.
func checkRules(c *fault.Check, rules []RuleInput) {
	c.Count("eligibility", len(rules), 0, mostRules)
	for i, r := range rules[:min(len(rules), mostRules)] {
		at := func(field string) string { return fault.Item("eligibility", i, field) }
		c.Count(at("values"), len(r.Values), 0, mostValues)
		switch {
		case !r.Kind.Valid():
			c.Add(fault.Invalid, at("kind"), "There is no such kind of rule.")
		case r.Kind == PastParticipation:
			checkParticipation(c, at, r)
			continue
		case r.Kind == VerifiedProfile:
			c.That(len(r.Values) == 0, at("values"), "This kind of rule takes no values.")
		default:
			c.That(len(r.Values) > 0, at("values"), "Please give at least %d of these.", 1)
		}
		c.That(r.Min == nil, at("min"), "Only past participation is counted.")
		c.That(r.Max == nil, at("max"), "Only past participation is counted.")
	}
}

func checkParticipation(c *fault.Check, at func(string) string, r RuleInput) {
	c.That(r.Min != nil || r.Max != nil, at("min"), "Please give a number.")
	if r.Min != nil {
		c.Range(at("min"), *r.Min, 0, mostParticipation)
	}
	if r.Max != nil {
		c.Range(at("max"), *r.Max, 0, mostParticipation)
	}
	if r.Min != nil && r.Max != nil {
		c.That(*r.Min <= *r.Max, at("max"), "The greatest number is smaller than the least.")
	}
}
