package matching

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// eligible tells whether no mandatory requirement is a gap.
func eligible(p *AnalysedProfile, d *AnalysedDocument, asOf time.Time) bool {
	for _, r := range d.Document.Requirements {
		if !r.Mandatory {
			continue
		}
		if verdict, _ := r.judge(p, p.sides[sideOf(d.Document.Kind)], asOf); verdict == Gap {
			return false
		}
	}
	return true
}

// judge gives the verdict on one requirement with the facts it rests on.
func judge(p *AnalysedProfile, d *AnalysedDocument, r Requirement, asOf time.Time) Verdict {
	verdict, facts := r.judge(p, p.sides[sideOf(d.Document.Kind)], asOf)
	v := Verdict{Kind: r.Kind, Verdict: verdict, Mandatory: r.Mandatory}
	asked := r.asked()
	switch {
	case asked == "" || !r.known():
		v.Evidence = []Evidence{because("REQUIREMENT_UNREADABLE", "requirement", r.Kind)}
	case len(facts) == 0:
		v.Evidence = []Evidence{because("REQUIREMENT_NO_FACT", "requirement", r.Kind, "asked", asked)}
	default:
		v.Evidence = []Evidence{because("REQUIREMENT_FACTS", "requirement", r.Kind, "asked", asked, "facts", strings.Join(facts, "|"))}
	}
	if verdict == Gap && r.Mandatory {
		v.Evidence = append(v.Evidence, because("NOT_ELIGIBLE"))
	}
	return v
}

// judge gives a verdict and the facts of the profile it was found by: no facts, or a requirement that says nothing, is unknown and
// never a gap.
func (r Requirement) judge(p *AnalysedProfile, s *side, asOf time.Time) (verdict string, facts []string) {
	switch r.Kind {
	case TRLRequired:
		return r.judgeLevels(s)
	case YearsInBusinessRequired:
		return r.judgeYears(p, asOf)
	case RegionRequired:
		return r.judgeRegion(p)
	}
	facts = r.facts(p, s)
	values := sortedSet(r.Values)
	if len(facts) == 0 || len(values) == 0 {
		return Unknown, facts
	}
	for _, fact := range facts {
		if slices.ContainsFunc(values, func(v string) bool { return strings.EqualFold(v, fact) }) {
			return Fulfilled, facts
		}
	}
	return Gap, facts
}

// facts are what the profile states on a requirement that asks for one of its values.
func (r Requirement) facts(p *AnalysedProfile, s *side) []string {
	switch r.Kind {
	case CertificationRequired:
		return sortedSet(p.Profile.Certifications)
	case SizeClassRequired:
		return sortedSet([]string{p.Profile.SizeClass})
	case CountryRequired:
		return sortedSet([]string{p.Profile.Country})
	case LanguageRequired:
		return sortedSet(p.Profile.Languages)
	case StageRequired:
		return s.stageNames()
	case IPRRequired:
		return s.iprs
	}
	return nil
}

func (s *side) stageNames() []string {
	var names []string
	for _, place := range s.stages {
		names = append(names, stages[place])
	}
	return names
}

// judgeRegion compares NUTS codes, which name the greater region by fewer characters: a region inside one asked for is a match, one
// that only contains it is unknown.
func (r Requirement) judgeRegion(p *AnalysedProfile) (string, []string) {
	region, asked := strings.ToUpper(p.Profile.Region), sortedSet(r.Values)
	if region == "" || len(asked) == 0 {
		return Unknown, sortedSet([]string{region})
	}
	verdict := Gap
	for _, v := range asked {
		switch v = strings.ToUpper(v); {
		case strings.HasPrefix(region, v):
			return Fulfilled, []string{region}
		case strings.HasPrefix(v, region):
			verdict = Unknown
		}
	}
	return verdict, []string{region}
}

// judgeLevels compares technology readiness levels with the stages stated: a match when all levels of a stage are inside the bounds,
// unknown when only some are.
func (r Requirement) judgeLevels(s *side) (string, []string) {
	facts := s.stageNames()
	if len(facts) == 0 || r.Min == nil && r.Max == nil {
		return Unknown, facts
	}
	verdict := Gap
	for _, place := range s.stages {
		lowest, highest := stageLevels[place][0], stageLevels[place][1]
		switch {
		case r.within(lowest) && r.within(highest):
			return Fulfilled, facts
		case r.within(lowest) || r.within(highest):
			verdict = Unknown
		}
	}
	return verdict, facts
}

// judgeYears counts calendar years since the year of founding.
func (r Requirement) judgeYears(p *AnalysedProfile, asOf time.Time) (string, []string) {
	if p.Profile.FoundedYear <= 0 {
		return Unknown, nil
	}
	years := asOf.UTC().Year() - p.Profile.FoundedYear
	facts := []string{strconv.Itoa(years)}
	switch {
	case r.Min == nil && r.Max == nil:
		return Unknown, facts
	case r.within(years):
		return Fulfilled, facts
	}
	return Gap, facts
}

func (r Requirement) within(n int) bool {
	return (r.Min == nil || n >= *r.Min) && (r.Max == nil || n <= *r.Max)
}

// known tells whether the kind is one that can be judged.
func (r Requirement) known() bool {
	return r.numeric() || requirementKinds[r.Kind] != ""
}

func (r Requirement) numeric() bool {
	return r.Kind == TRLRequired || r.Kind == YearsInBusinessRequired
}

// asked writes what a requirement asks for: its values, or its bounds; "" when it says nothing.
func (r Requirement) asked() string {
	switch {
	case !r.numeric():
		return strings.Join(sortedSet(r.Values), "|")
	case r.Min != nil && r.Max != nil:
		return strconv.Itoa(*r.Min) + "–" + strconv.Itoa(*r.Max)
	case r.Min != nil:
		return "≥ " + strconv.Itoa(*r.Min)
	case r.Max != nil:
		return "≤ " + strconv.Itoa(*r.Max)
	}
	return ""
}
