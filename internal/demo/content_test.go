package demo

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/opportunity"
)

// TestMandatoryFields holds every opportunity against what its kind demands before it is submitted.
func TestMandatoryFields(t *testing.T) {
	d := filled(t, little)
	for name, broken := range map[string]string{
		"all":           `summary = '' or cardinality(technology_ids) not between 1 and 5 or cardinality(partnerships) not between 1 and 3`,
		"offer":         `kind in ('BUSINESS_OFFER', 'TECHNOLOGY_OFFER') and advantages = ''`,
		"request":       `kind in ('BUSINESS_REQUEST', 'TECHNOLOGY_REQUEST') and specification = ''`,
		"technology":    `kind = 'TECHNOLOGY_OFFER' and (stage is null or ipr is null)`,
		"research":      `kind = 'RESEARCH_REQUEST' and (deadline is null or partnerships <> '{RESEARCH_COOPERATION}')`,
		"published":     `status = 'PUBLISHED' and (published_at is null or expires_at <= '2026-11-23')`,
		"level":         `trl is not null and not case stage when 'CONCEPT' then trl <= 2 when 'UNDER_DEVELOPMENT' then trl = 3 when 'LAB_TESTED' then trl in (4, 5) when 'DEMONSTRATION' then trl in (6, 7) else trl >= 8 end`,
		"submitted":     `status = 'SUBMITTED' and deadline < '2026-11-23'`,
		"texts cleanly": `concat(title, summary, description, advantages, specification, partner_sought) ~ '[{}]|  |%!'`,
		"reference":     `reference !~ '^(BO|BR|TO|TR|RD)[A-Z]{2}\d{8}\d{3,}$'`,
	} {
		if n := number(t, d, `select count(*) from opportunity where status <> 'DRAFT' and (`+broken+`)`); n != 0 {
			t.Errorf("%s: %d opportunities", name, n)
		}
	}
	if n := number(t, d, `select count(*) from organisation where description ~ '[{}]|  '`); n != 0 {
		t.Errorf("%d descriptions", n)
	}
}

func TestRequirementsAreOfEveryKindAndValid(t *testing.T) {
	d := filled(t, little)
	var lists []db.JSON[[]opportunity.Requirement]
	if err := d.SelectContext(t.Context(), &lists, `select requirements from opportunity`); err != nil {
		t.Fatal(err)
	}
	kinds := map[opportunity.RequirementKind]int{}
	for _, list := range lists {
		for _, r := range list.V {
			kinds[r.Kind]++
			numeric := r.Kind == opportunity.RequiresTRL || r.Kind == opportunity.RequiresYearsInBusiness
			if !r.Kind.Valid() || numeric != (len(r.Values) == 0) || numeric != (r.Min != nil) {
				raw, _ := json.Marshal(r)
				t.Errorf("%s", raw)
			}
		}
	}
	if len(kinds) != len(requirementKinds) {
		t.Errorf("kinds %v", kinds)
	}
}

// TestEveryTechnologyHasWords finds product lists of slugs that the tree does not have, and subjects too few to choose from.
func TestEveryTechnologyHasWords(t *testing.T) {
	w, err := newWorld(t.Context(), empty(t), little.withDefaults(testTime))
	if err != nil {
		t.Fatal(err)
	}
	for slug := range w.products {
		if _, found := w.bySlug[slug]; !found {
			t.Errorf("products of %s, which is no technology", slug)
		}
	}
	for branch, subjects := range w.subjects {
		if len(subjects) < 5 {
			t.Errorf("%s has only %d subjects", branch, len(subjects))
		}
	}
}

// TestEverySentence renders every sentence of every language, so that no slot is unknown.
func TestEverySentence(t *testing.T) {
	w, err := newWorld(t.Context(), empty(t), little.withDefaults(testTime))
	if err != nil {
		t.Fatal(err)
	}
	bad := regexp.MustCompile(`[{}]|\ba [aeiou][^n ]|  `)
	for language, p := range w.phrases {
		for _, subject := range []string{"mrna-technology", "mri", "telemedicine", "toxicology", "fermentation"} {
			v := w.voice(roll(1, language, 0), language, w.bySlug[subject], w.bySlug["oncology"], w.markets[0])
			v.name, v.city, v.year, v.people = "Name", "Town", 2015, 12
			lists := [][]template{p.Intro, p.Focus, p.Close, p.Offers, p.Seeks, p.Context, p.Substance, p.Plan, p.Need, p.Advantages, p.Specification, p.Role, p.Motivation}
			for _, byKind := range p.Titles {
				for _, l := range byKind {
					lists = append(lists, l)
				}
			}
			for _, m := range []map[string][]template{p.Summary, p.Wish, p.Proof} {
				for _, l := range m {
					lists = append(lists, l)
				}
			}
			for _, l := range lists {
				for i := range l {
					if s := v.render(&l[i]); strings.TrimSpace(s) == "" || language == "en" && bad.MatchString(s) && !strings.Contains(s, "a uni") && !strings.Contains(s, "a user") {
						t.Errorf("%s: %q", language, s)
					}
				}
			}
		}
	}
}

func TestTruthIsOpenAndForEligibleSMEs(t *testing.T) {
	d := filled(t, little)
	truth, err := Truth(t.Context(), d, little)
	if err != nil {
		t.Fatal(err)
	}
	pairs := 0
	for sme, list := range truth {
		for _, o := range list {
			pairs++
			if number(t, d, `select count(*) from opportunity o join organisation g on g.id = o.organisation_id, organisation s
				where o.id = $1 and s.id = $2 and o.status = 'PUBLISHED' and g.market_id = o.market_id and s.market_id is null
				and exists (select from capability where organisation_id = s.id and (market_ids = '{}' or o.market_id = any(market_ids)))`, o, sme) != 1 {
				t.Errorf("%s for %s", o, sme)
			}
		}
	}
	var sme id.Organisation
	if err := d.GetContext(t.Context(), &sme, `select organisation_id from portal_user where email = 'sme@demo.example'`); err != nil {
		t.Fatal(err)
	}
	if pairs < 60 || len(truth[sme]) < 8 {
		t.Errorf("%d pairs, %d for the demonstration's SME", pairs, len(truth[sme]))
	}
}
