// Package budget bounds what questions may cost: each by itself, and all of an asker's within a minute. A cost is a number of
// objects, reckoned by whoever answers before anything is done.
package budget

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bioxclusters/portal/internal/viewer"
)

// Allowance is what an asker may spend, in objects: on one question, and in the long run each minute. A whole minute's
// objects may be spent at once, and come back evenly.
type Allowance struct{ Question, Minute int }

// Limits are the allowances of the kinds of askers.
type Limits struct {
	Visitor Allowance
	Member  Allowance // whoever is signed in and none of the next
	Analyst Allowance // analysts, who ask anything; coordinators and staff, whose pages show whole missions
}

// Default are the limits unless the operator says otherwise.
var Default = Limits{Visitor: Allowance{200, 6000}, Member: Allowance{1000, 30000}, Analyst: Allowance{5000, 60000}}

// Of is the allowance of a viewer.
func (l Limits) Of(v viewer.Viewer) Allowance {
	switch {
	case v.Has(viewer.Analyst) || v.Has(viewer.Staff) || v.IsCoordinator():
		return l.Analyst
	case v.SignedIn():
		return l.Member
	default:
		return l.Visitor
	}
}

// Parse reads limits such as "visitor=200/6000,member=1000/30000": objects a question, objects a minute. What is not
// named stays as it is in Default.
func Parse(s string) (Limits, error) {
	l := Default
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		kind, known := map[string]*Allowance{"visitor": &l.Visitor, "member": &l.Member, "analyst": &l.Analyst}[strings.TrimSpace(name)]
		a, err := parseAllowance(value)
		if !known || err != nil {
			return l, fmt.Errorf("give visitor=200/6000,member=1000/30000,analyst=5000/60000: objects a question, and at least as many a minute")
		}
		*kind = a
	}
	return l, nil
}

func parseAllowance(s string) (a Allowance, err error) {
	question, minute, _ := strings.Cut(s, "/")
	if a.Question, err = strconv.Atoi(strings.TrimSpace(question)); err != nil {
		return a, err
	}
	if a.Minute, err = strconv.Atoi(strings.TrimSpace(minute)); err != nil {
		return a, err
	}
	if a.Question < 1 || a.Minute < a.Question || a.Minute > 1<<30 {
		return a, fmt.Errorf("%d a question and %d a minute do not go together", a.Question, a.Minute)
	}
	return a, nil
}
