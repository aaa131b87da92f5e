package matching_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bioxclusters/portal/internal/matching"
)

// score scores a pair by a model of the document alone and two of its kin.
func score(p matching.Profile, d matching.Document) matching.Match {
	other := matching.Document{ID: "opp_2", Technologies: []string{"records"}, Text: "hospital records in the cloud", Language: "en"}
	another := matching.Document{ID: "opp_3", Technologies: []string{"vaccines"}, Text: "influenza vaccines", Language: "en"}
	model, documents := modelOf([]matching.Document{d, other, another})
	return model.Score(model.Prepare(p)[0], documents[0], asOf)
}

// part finds a part of a match, and its evidence in English.
func part(m matching.Match, kind string) (matching.Part, string) {
	for _, p := range m.Parts {
		if p.Kind == kind {
			var english []string
			for _, e := range p.Evidence {
				english = append(english, e.English())
			}
			return p, strings.Join(english, " ")
		}
	}
	return matching.Part{}, ""
}

func TestScoreExplainsItself(t *testing.T) {
	m := score(sme(), offer())
	if m.Score < 800 || !m.Eligible || m.WeightsVersion != 1 {
		t.Errorf("score %d, eligible %v, version %d", m.Score, m.Eligible, m.WeightsVersion)
	}
	for kind, want := range map[string]string{
		matching.Technology: "Both name antibodies.",
		matching.Complement: "The organisation seeks something, and the opportunity offers (TECHNOLOGY_OFFER). Both want this type of partnership: COMMERCIAL.",
		matching.Text:       "Words in common: antibodies, tumours, oncology.",
		matching.Market:     "The organisation is interested in mkt_china.",
		matching.Stage:      "Both at the same stage: LAB_TESTED.",
		matching.Freshness:  "Days since publication: 30. Days left: 335.",
	} {
		if _, got := part(m, kind); got != want {
			t.Errorf("%s: got %q, want %q", kind, got, want)
		}
	}
}

func TestTechnologyOrder(t *testing.T) {
	last := int64(matching.One + 1)
	for _, c := range []struct{ own, why string }{
		{"antibodies", "Both name"},
		{"biologics", "which includes antibodies"},
		{"vaccines", "both directly under biologics"},
		{"imaging", "both somewhere under red"},
		{"records", "None of their technologies are related."},
	} {
		p := sme()
		p.Capabilities[0].Technologies = []string{c.own}
		got, why := part(score(p, offer()), matching.Technology)
		if got.Score >= last || !strings.Contains(why, c.why) {
			t.Errorf("%s: %d after %d, %q", c.own, got.Score, last, why)
		}
		last = got.Score
	}
}

func TestTechnologyNames(t *testing.T) {
	for own, want := range map[string]int64{"monoclonals": matching.One, "unheard": 0, "": 0} {
		p := sme()
		p.Capabilities[0].Technologies = []string{own}
		if got, _ := part(score(p, offer()), matching.Technology); got.Score != want {
			t.Errorf("%q: got %d, want %d", own, got.Score, want)
		}
	}
	p, d := sme(), offer()
	p.Capabilities[0].Technologies, d.Technologies = []string{"unheard"}, []string{"unheard"}
	if got, _ := part(score(p, d), matching.Technology); got.Score != matching.One {
		t.Errorf("a technology unknown to the tree is not itself: %d", got.Score)
	}
}

func TestParts(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*matching.Profile, *matching.Document)
		kind   string
		want   int64
		why    string
	}{
		{"two offers", func(p *matching.Profile, d *matching.Document) { p.Capabilities = p.Capabilities[1:] }, matching.Complement, 0, "nothing that answers"},
		{"near partnership", func(p *matching.Profile, d *matching.Document) {
			d.Partnerships = []string{matching.CommercialWithAssistance}
		}, matching.Complement, 850_000, "are close"},
		{"far partnership", func(p *matching.Profile, d *matching.Document) {
			d.Partnerships = []string{matching.Investment}
		}, matching.Complement, 500_000, "differ"},
		{"request", func(p *matching.Profile, d *matching.Document) {
			d.Kind, d.Technologies = matching.TechnologyRequest, []string{"imaging"}
		}, matching.Technology, matching.One, "imaging"},
		{"research takes both", func(p *matching.Profile, d *matching.Document) {
			d.Kind, d.Technologies = matching.ResearchRequest, []string{"imaging", "antibodies"}
		}, matching.Technology, matching.One, "antibodies"},
		{"other market", func(p *matching.Profile, d *matching.Document) { d.MarketID = "mkt_usa" }, matching.Market, 0, "is for mkt_usa"},
		{"no market stated", func(p *matching.Profile, d *matching.Document) { p.Markets = nil }, matching.Market, 500_000, "neutral"},
		{"partner in the market", func(p *matching.Profile, d *matching.Document) {
			p.MarketID, p.Markets = "mkt_china", nil
		}, matching.Market, matching.One, "works in"},
		{"partner elsewhere", func(p *matching.Profile, d *matching.Document) { p.MarketID = "mkt_usa" }, matching.Market, 0, "mkt_usa"},
		{"stages apart", func(p *matching.Profile, d *matching.Document) { d.Stage = matching.OnMarket }, matching.Stage, 500_000, "steps between them: 2"},
		{"stage by TRL", func(p *matching.Profile, d *matching.Document) { d.Stage, d.TRL = "", 5 }, matching.Stage, matching.One, "LAB_TESTED"},
		{"stage unknown", func(p *matching.Profile, d *matching.Document) { d.Stage = "" }, matching.Stage, 500_000, "neutral"},
		{"last week", func(p *matching.Profile, d *matching.Document) {
			d.Published, d.Deadline = asOf, asOf.AddDate(0, 0, 7)
		}, matching.Freshness, 500_000, "Days left: 7"},
		{"closed", func(p *matching.Profile, d *matching.Document) { d.Deadline = asOf }, matching.Freshness, 0, "Days left: 0"},
		{"other language", func(p *matching.Profile, d *matching.Document) {
			d.Title, d.Summary, d.Text, d.Language = "抗体药物", "", "", "zh"
		}, matching.Text, 0, "languages differ (en and zh)"},
		{"no text", func(p *matching.Profile, d *matching.Document) {
			p.Description, p.Capabilities[0].Text = "", ""
		}, matching.Text, 0, "no text"},
	} {
		p, d := sme(), offer()
		c.change(&p, &d)
		got, why := part(score(p, d), c.kind)
		if got.Score != c.want || !strings.Contains(why, c.why) {
			t.Errorf("%s: got %d, want %d: %q", c.name, got.Score, c.want, why)
		}
	}
}

func TestRequirements(t *testing.T) {
	five, twenty := 5, 20
	for _, c := range []struct {
		requirement matching.Requirement
		want        string
		evidence    string
	}{
		{matching.Requirement{Kind: "CERTIFICATION", Values: []string{"GMP"}}, "MATCH", "CERTIFICATION: asked GMP; the profile states GMP, ISO 13485."},
		{matching.Requirement{Kind: "CERTIFICATION", Values: []string{"GLP"}}, "GAP", "CERTIFICATION: asked GLP; the profile states GMP, ISO 13485."},
		{matching.Requirement{Kind: "SIZE_CLASS", Values: []string{"MICRO", "SMALL"}}, "MATCH", "SIZE_CLASS: asked MICRO, SMALL; the profile states SMALL."},
		{matching.Requirement{Kind: "COUNTRY", Values: []string{"FR"}}, "GAP", "COUNTRY: asked FR; the profile states ES."},
		{matching.Requirement{Kind: "REGION", Values: []string{"ES51"}}, "MATCH", "REGION: asked ES51; the profile states ES511."},
		{matching.Requirement{Kind: "REGION", Values: []string{"ES5119"}}, "UNKNOWN", "REGION: asked ES5119; the profile states ES511."},
		{matching.Requirement{Kind: "REGION", Values: []string{"ITC1"}}, "GAP", "REGION: asked ITC1; the profile states ES511."},
		{matching.Requirement{Kind: "LANGUAGE", Values: []string{"zh", "en"}}, "MATCH", "LANGUAGE: asked en, zh; the profile states ca, en."},
		{matching.Requirement{Kind: "STAGE", Values: []string{"ON_MARKET"}}, "GAP", "STAGE: asked ON_MARKET; the profile states LAB_TESTED."},
		{matching.Requirement{Kind: "TRL", Max: &five}, "MATCH", "TRL: asked ≤ 5; the profile states LAB_TESTED."},
		{matching.Requirement{Kind: "TRL", Min: &five}, "UNKNOWN", "TRL: asked ≥ 5; the profile states LAB_TESTED."},
		{matching.Requirement{Kind: "TRL", Min: &twenty}, "GAP", "TRL: asked ≥ 20; the profile states LAB_TESTED."},
		{matching.Requirement{Kind: "YEARS_IN_BUSINESS", Min: &five, Max: &twenty}, "MATCH", "YEARS_IN_BUSINESS: asked 5–20; the profile states 10."},
		{matching.Requirement{Kind: "YEARS_IN_BUSINESS", Min: &twenty}, "GAP", "YEARS_IN_BUSINESS: asked ≥ 20; the profile states 10."},
		{matching.Requirement{Kind: "IPR", Values: []string{"GRANTED"}}, "UNKNOWN", "IPR: asked GRANTED; the profile does not say."},
		{matching.Requirement{Kind: "COUNTRY"}, "UNKNOWN", "COUNTRY: the requirement does not say what it asks for."},
		{matching.Requirement{Kind: "MOON", Values: []string{"full"}}, "UNKNOWN", "MOON: the requirement does not say what it asks for."},
	} {
		d := offer()
		d.Requirements = []matching.Requirement{c.requirement}
		got := score(sme(), d).Requirements[0]
		if got.Verdict != c.want || got.Evidence[0].English() != c.evidence {
			t.Errorf("%+v: got %s, want %s: %s", c.requirement, got.Verdict, c.want, got.Evidence[0].English())
		}
		empty := score(matching.Profile{ID: "org_empty"}, d)
		if v := empty.Requirements[0].Verdict; v != "UNKNOWN" || !empty.Eligible {
			t.Errorf("%+v: a profile without facts is %s", c.requirement, v)
		}
	}
}

func TestMandatoryGap(t *testing.T) {
	d := offer()
	before := score(sme(), d)
	d.Requirements = []matching.Requirement{{Kind: "COUNTRY", Values: []string{"CN"}, Mandatory: true}}
	m := score(sme(), d)
	if m.Eligible || m.Total != before.Total {
		t.Errorf("eligible %v, total %d, before %d", m.Eligible, m.Total, before.Total)
	}
	if got := m.Requirements[0].Evidence[1].English(); got != "This requirement is mandatory: not eligible." {
		t.Error(got)
	}
}

func TestEmptyIsLowAndHonest(t *testing.T) {
	m := score(matching.Profile{ID: "org_empty"}, offer())
	if m.Score > 200 {
		t.Errorf("an empty profile scores %d", m.Score)
	}
	if _, why := part(m, matching.Technology); why != "The organisation names no technology that it seeks." {
		t.Error(why)
	}
	model := matching.NewModel(matching.NewTree(nil, nil), matching.Collect(nil), matching.Version1)
	nothing := model.Score(model.Prepare(matching.Profile{})[0], matching.Analyse(tree, []matching.Document{{}})[0], time.Time{})
	if len(nothing.Parts) != 6 {
		t.Error("nothing against nothing is not explained")
	}
}

func TestCircularTree(t *testing.T) {
	circle := matching.NewTree(map[string]string{"a": "b", "b": "c", "c": "a", "d": "a", "self": "self"}, nil)
	documents := matching.Analyse(circle, []matching.Document{{ID: "1", Technologies: []string{"d", "self"}}})
	model := matching.NewModel(circle, matching.Collect(documents), matching.Version1)
	p := model.Prepare(matching.Profile{Capabilities: []matching.Capability{{Technologies: []string{"b"}}}})[0]
	if got := model.Score(p, documents[0], asOf); len(got.Parts) != 6 {
		t.Error("not scored")
	}
}

func TestWeightsCheck(t *testing.T) {
	if err := matching.Version1.Check(); err != nil {
		t.Error(err)
	}
	for _, w := range []matching.Weights{{Text: 999}, {Text: 1001, Stage: -1}} {
		if w.Check() == nil {
			t.Errorf("%+v passes", w)
		}
	}
}

func TestEvidenceSpeaksEveryLanguage(t *testing.T) {
	e := matching.Evidence{Code: "TECHNOLOGY_SIBLING", Args: map[string]string{"ownTechnology": "a", "technology": "b", "common": "c"}}
	namer := func(kind, id string) string { return map[string]string{"technology/a": "Vaccins"}[kind+"/"+id] }
	if diff := cmp.Diff("L'organització indica Vaccins i l'oportunitat b: totes dues directament sota c.", e.Text("ca", namer)); diff != "" {
		t.Error(diff)
	}
	words := matching.Evidence{Code: "TEXT_WORDS", Args: map[string]string{"words": "抗体|药物"}}
	if diff := cmp.Diff("共同词语：抗体、药物。", words.Text("zh", nil)); diff != "" {
		t.Error(diff)
	}
	if got := e.Text("tlh", nil); got != e.English() {
		t.Error(got)
	}
}
