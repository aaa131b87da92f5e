package mission

import (
	"context"

	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/match"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

// RuleVerdict is how a rule was judged for an organisation.
type RuleVerdict struct {
	Kind      RuleKind
	Verdict   match.Verdict
	Evidence  string // in the viewer's language
	Mandatory bool
}

// jury judges organisations by the rules of one mission.
type jury struct {
	rules []*Rule
	below []map[id.Technology]bool // by rule: the technologies that fulfil it
}

func newJury(ctx context.Context, q db.Q, rules []*Rule) (*jury, error) {
	j := &jury{rules, make([]map[id.Technology]bool, len(rules))}
	for i, r := range rules {
		if r.Kind != TechnologyRule {
			continue
		}
		asked := make([]id.Technology, len(r.Values))
		for n, v := range r.Values {
			asked[n] = id.Technology(v)
		}
		list, err := technology.Descendants(ctx, q, asked)
		if err != nil {
			return nil, err
		}
		j.below[i] = make(map[id.Technology]bool, len(list))
		for _, t := range list {
			j.below[i][t] = true
		}
	}
	return j, nil
}

func (j *jury) judge(i int, f *Facts) (match.Verdict, []string) {
	return j.rules[i].judge(f, func(t id.Technology) bool { return j.below[i][t] })
}

// gap is the first mandatory rule that an organisation does not fulfil, -1 for none.
func (j *jury) gap(f *Facts) int {
	for i, r := range j.rules {
		if verdict, _ := j.judge(i, f); r.Mandatory && verdict == Gap {
			return i
		}
	}
	return -1
}

// verdicts judges an organisation by every rule, with evidence in a language.
func (j *jury) verdicts(ctx context.Context, q db.Q, f *Facts, lang string) ([]*RuleVerdict, error) {
	var mentioned []string
	for i, r := range j.rules {
		_, facts := j.judge(i, f)
		mentioned = append(append(mentioned, r.Values...), facts...)
	}
	names, err := selectNames(ctx, q, mentioned, lang)
	if err != nil {
		return nil, err
	}
	list := make([]*RuleVerdict, len(j.rules))
	for i, r := range j.rules {
		verdict, facts := j.judge(i, f)
		list[i] = &RuleVerdict{r.Kind, verdict, r.evidence(lang, facts, func(v string) string {
			if name, ok := names[v]; ok {
				return name
			}
			return word(lang, v)
		}), r.Mandatory}
	}
	return list, nil
}

// refusal is why an organisation with a gap in a mandatory rule cannot register, in a language; nil without such a gap. In a
// SELECTION nobody is refused: staff judge.
func (j *jury) refusal(ctx context.Context, q db.Q, m *Mission, f *Facts, lang string) error {
	if m.Admission == Selection || f == nil {
		return nil
	}
	i := j.gap(f)
	if i < 0 {
		return nil
	}
	list, err := j.verdicts(ctx, q, f, lang)
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "", "The organisation does not fulfil a condition of this mission. %s", list[i].Evidence)
}

// VerdictsOf judges the organisations of registrations, which the caller knows to be visible, by their missions' rules and by
// their profiles as they are now, with evidence in the viewer's language.
func (s *Service) VerdictsOf(ctx context.Context, v viewer.Viewer, list []*Registration) (map[*Registration][]*RuleVerdict, error) {
	missions, organisations := make([]id.Mission, len(list)), make([]id.Organisation, len(list))
	for i, r := range list {
		missions[i], organisations[i] = r.MissionID, r.OrganisationID
	}
	found, err := readMissions(ctx, s.db, missions)
	if err != nil {
		return nil, err
	}
	facts, err := selectFacts(ctx, s.db, organisations)
	if err != nil {
		return nil, err
	}
	juries, verdicts := map[id.Mission]*jury{}, make(map[*Registration][]*RuleVerdict, len(list))
	for _, m := range found {
		if juries[m.ID], err = newJury(ctx, s.db, m.Eligibility()); err != nil {
			return nil, err
		}
	}
	for _, r := range list {
		if j := juries[r.MissionID]; j != nil && len(j.rules) > 0 && facts[r.OrganisationID] != nil {
			if verdicts[r], err = j.verdicts(ctx, s.db, facts[r.OrganisationID], v.Language); err != nil {
				return nil, err
			}
		}
	}
	return verdicts, nil
}

// Verdicts judges the viewer's organisation by a mission's rules; nil for those who have none.
func (s *Service) Verdicts(ctx context.Context, v viewer.Viewer, m *Mission) ([]*RuleVerdict, error) {
	o := own(v)
	if o == "" {
		return nil, nil
	}
	facts, err := selectFacts(ctx, s.db, []id.Organisation{o})
	if err != nil || facts[o] == nil {
		return nil, err
	}
	j, err := newJury(ctx, s.db, m.Eligibility())
	if err != nil {
		return nil, err
	}
	return j.verdicts(ctx, s.db, facts[o], v.Language)
}

// rules checks rules and resolves what they name; nil stays nil.
func (s *Service) rules(ctx context.Context, in []RuleInput) ([]*Rule, error) {
	var c fault.Check
	if checkRules(&c, in); c.Err() != nil || in == nil {
		return nil, c.Err()
	}
	rules := make([]*Rule, len(in))
	for i, r := range in {
		rules[i] = &Rule{r.Kind, []string{}, r.Min, r.Max, r.Mandatory == nil || *r.Mandatory}
		values, err := s.ruleValues(ctx, fault.Item("eligibility", i, "values"), r)
		if err != nil {
			return nil, err
		}
		rules[i].Values = append(rules[i].Values, values...)
	}
	return rules, nil
}

func (s *Service) ruleValues(ctx context.Context, field string, r RuleInput) ([]string, error) {
	switch r.Kind {
	case ClusterMembership:
		found, err := cluster.Resolve(ctx, s.db, field, r.Values)
		return plainIDs(found), err
	case TechnologyRule:
		found, err := technology.Resolve(ctx, s.db, field, r.Values)
		return plainIDs(found), err
	case PastParticipation:
		found, err := market.Resolve(ctx, s.db, field, r.Values)
		return plainIDs(found), err
	}
	var c fault.Check
	for i, v := range r.Values {
		c.That(organisation.SizeClass(v).Valid(), fault.Item(field, i), "This is no value of this kind of rule.")
	}
	return r.Values, c.Err()
}

func plainIDs[T id.Typed](ids []T) []string {
	list := make([]string, len(ids))
	for i, t := range ids {
		list[i] = string(t)
	}
	return list
}
