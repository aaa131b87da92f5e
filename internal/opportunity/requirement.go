package opportunity

import (
	"github.com/bioxclusters/portal/internal/country"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/language"
	"github.com/bioxclusters/portal/internal/organisation"
)

// Requirement is what a partner must, or should, bring. Any one of Values fulfils it; Min and Max are inclusive.
type Requirement struct {
	Kind      RequirementKind `json:"kind"`
	Values    []string        `json:"values"`
	Min       *int            `json:"min,omitempty"`
	Max       *int            `json:"max,omitempty"`
	Mandatory bool            `json:"mandatory"`
}

// RequirementInput is a requirement as a client writes it; Mandatory is true unless said otherwise.
type RequirementInput struct {
	Kind      RequirementKind
	Values    []string
	Min       *int
	Max       *int
	Mandatory *bool
}

// RequirementKind is what a requirement is about.
type RequirementKind string

// The kinds of requirement.
const (
	RequiresCertification   RequirementKind = "CERTIFICATION"
	RequiresSizeClass       RequirementKind = "SIZE_CLASS"
	RequiresCountry         RequirementKind = "COUNTRY"
	RequiresRegion          RequirementKind = "REGION"
	RequiresLanguage        RequirementKind = "LANGUAGE"
	RequiresStage           RequirementKind = "STAGE"
	RequiresTRL             RequirementKind = "TRL"
	RequiresYearsInBusiness RequirementKind = "YEARS_IN_BUSINESS"
	RequiresIPR             RequirementKind = "IPR"
)

// valueForms tells, per kind that takes values, whether a value is one of its kind.
var valueForms = map[RequirementKind]func(string) bool{
	RequiresCertification: func(string) bool { return true }, // any line of text
	RequiresSizeClass:     func(s string) bool { return organisation.SizeClass(s).Valid() },
	RequiresCountry:       country.Valid,
	RequiresRegion:        country.NUTS,
	RequiresLanguage:      language.ISO639,
	RequiresStage:         func(s string) bool { return organisation.Stage(s).Valid() },
	RequiresIPR:           func(s string) bool { return IPR(s).Valid() },
}

// Valid tells whether there is such a kind.
func (k RequirementKind) Valid() bool { return k.counts() || valueForms[k] != nil }

// counts tells whether the kind is about a number rather than values.
func (k RequirementKind) counts() bool { return k == RequiresTRL || k == RequiresYearsInBusiness }

// Bounds of a list of requirements, and of the numbers that they name.
const (
	maxRequirements = 20
	maxValues       = 20
	maxTRL          = 9
	maxYears        = 500
)

// checkRequirements checks the form of a list and returns it as it is stored.
func checkRequirements(c *fault.Check, list []RequirementInput) []Requirement {
	c.Count("requirements", len(list), 0, maxRequirements)
	requirements := make([]Requirement, 0, len(list))
	for i, in := range list {
		at := func(field string) string { return fault.Item("requirements", i, field) }
		switch {
		case !in.Kind.Valid():
			c.Add(fault.Invalid, at("kind"), "There is no such kind of requirement.")
		case in.Kind.counts():
			checkBounds(c, at, in)
		default:
			checkValues(c, at, in)
		}
		requirements = append(requirements, Requirement{
			in.Kind, append([]string{}, in.Values...), in.Min, in.Max, in.Mandatory == nil || *in.Mandatory,
		})
	}
	return requirements
}

// checkBounds checks a requirement about a number.
func checkBounds(c *fault.Check, at func(string) string, in RequirementInput) {
	c.That(len(in.Values) == 0, at("values"), "This kind of requirement takes numbers, no values.")
	least, most := 1, maxTRL
	if in.Kind == RequiresYearsInBusiness {
		least, most = 0, maxYears
		c.That(in.Max == nil, at("max"), "Only a range of technology readiness levels has a greatest number.")
	}
	c.That(in.Min != nil || in.Max != nil, at("min"), "Please give a number.")
	if in.Min != nil {
		c.Range(at("min"), *in.Min, least, most)
	}
	if in.Max != nil {
		c.Range(at("max"), *in.Max, least, most)
	}
	if in.Min != nil && in.Max != nil {
		c.That(*in.Min <= *in.Max, at("max"), "The greatest number is smaller than the least.")
	}
}

// checkValues checks a requirement about values.
func checkValues(c *fault.Check, at func(string) string, in RequirementInput) {
	c.That(in.Min == nil, at("min"), "This kind of requirement takes values, no numbers.")
	c.That(in.Max == nil, at("max"), "This kind of requirement takes values, no numbers.")
	c.Count(at("values"), len(in.Values), 1, maxValues)
	for j, value := range in.Values {
		field := fault.Item(at("values"), j)
		c.Line(field, value, 1, 64)
		c.That(valueForms[in.Kind](value), field, "This is no value of this kind of requirement.")
	}
}
