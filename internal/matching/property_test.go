package matching_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bioxclusters/portal/internal/matching"
)

// fixed is a model whose statistics do not move while properties are checked.
var fixed, fixedDocuments = modelOf(collection(300))

func setOf(from []string, most int) *rapid.Generator[[]string] {
	return rapid.SliceOfN(rapid.SampledFrom(from), 0, most)
}

var proseOf = rapid.Custom(func(t *rapid.T) string {
	return prose(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)), rapid.IntRange(0, 30).Draw(t, "words"))
})

var anyRequirement = rapid.Custom(func(t *rapid.T) matching.Requirement {
	bound := func(name string) *int { return rapid.Ptr(rapid.IntRange(-1, 30), true).Draw(t, name) }
	return matching.Requirement{
		Kind: rapid.SampledFrom([]string{"CERTIFICATION", "SIZE_CLASS", "COUNTRY", "REGION", "LANGUAGE", "STAGE", "TRL",
			"YEARS_IN_BUSINESS", "IPR", "MOON"}).Draw(t, "requirement"),
		Values: setOf([]string{"GMP", "SMALL", "ES", "ES5", "en", "LAB_TESTED", "GRANTED", ""}, 3).Draw(t, "values"),
		Min:    bound("min"), Max: bound("max"), Mandatory: rapid.Bool().Draw(t, "mandatory"),
	}
})

var anyDocument = rapid.Custom(func(t *rapid.T) matching.Document {
	return matching.Document{
		ID: "opp_1", OwnerID: "org_partner", Kind: rapid.SampledFrom(append(kinds, "")).Draw(t, "kind"),
		Title: proseOf.Draw(t, "title"), Text: rapid.String().Draw(t, "text"), Language: rapid.SampledFrom([]string{"en", "es", ""}).Draw(t, "language"),
		Technologies: setOf(leaves, 5).Draw(t, "technologies"), MarketID: rapid.SampledFrom(append(markets, "")).Draw(t, "market"),
		Partnerships: setOf(partnerships, 3).Draw(t, "partnerships"), Stage: rapid.SampledFrom(stages).Draw(t, "stage"),
		TRL: rapid.IntRange(-1, 10).Draw(t, "trl"), Requirements: rapid.SliceOfN(anyRequirement, 0, 4).Draw(t, "requirements"),
		Published: asOf.AddDate(0, 0, -rapid.IntRange(-5, 400).Draw(t, "age")),
		Expires:   asOf.AddDate(0, 0, rapid.IntRange(-5, 400).Draw(t, "left")),
	}
})

var anyCapability = rapid.Custom(func(t *rapid.T) matching.Capability {
	return matching.Capability{
		Direction:    rapid.SampledFrom([]string{matching.Offers, matching.Seeks}).Draw(t, "direction"),
		Technologies: setOf(leaves, 5).Draw(t, "technologies"), Text: proseOf.Draw(t, "text"), Language: "en",
		Stage: rapid.SampledFrom(stages).Draw(t, "stage"), Partnerships: setOf(partnerships, 3).Draw(t, "partnerships"),
		Markets: setOf(markets, 2).Draw(t, "markets"),
	}
})

var anyProfile = rapid.Custom(func(t *rapid.T) matching.Profile {
	return matching.Profile{
		ID: "org_1", Country: rapid.SampledFrom([]string{"", "ES", "FR"}).Draw(t, "country"),
		Region: rapid.SampledFrom([]string{"", "ES", "ES511"}).Draw(t, "region"), SizeClass: rapid.SampledFrom([]string{"", "SMALL"}).Draw(t, "size"),
		FoundedYear: rapid.SampledFrom([]int{0, 2000, 2024}).Draw(t, "founded"), Languages: setOf([]string{"en", "ca"}, 2).Draw(t, "languages"),
		Certifications: setOf([]string{"GMP", "GLP"}, 2).Draw(t, "certifications"),
		Description:    proseOf.Draw(t, "description"), DescriptionLanguage: "en",
		Markets: setOf(markets, 2).Draw(t, "markets"), MarketID: rapid.SampledFrom([]string{"", "", "mkt_usa"}).Draw(t, "market"),
		Capabilities: rapid.SliceOfN(anyCapability, 0, 4).Draw(t, "capabilities"),
	}
})

func fixedScore(p matching.Profile, d matching.Document) matching.Match {
	return fixed.Score(fixed.Prepare(p)[0], matching.Analyse(tree, []matching.Document{d})[0], asOf)
}

func TestPartsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := fixedScore(anyProfile.Draw(t, "profile"), anyDocument.Draw(t, "document"))
		total, points := int64(0), 0
		for _, p := range m.Parts {
			total += int64(p.Weight) * p.Score
			points += p.Points
			if p.Score < 0 || p.Score > matching.One || len(p.Evidence) == 0 {
				t.Fatalf("part %+v", p)
			}
			for _, e := range p.Evidence {
				if e.English() == "" {
					t.Fatalf("no words for %+v", e)
				}
			}
		}
		if total != m.Total || points != m.Score || m.Score < 0 || m.Score > 1000 {
			t.Fatalf("parts add up to %d and %d, the match says %d and %d", total, points, m.Total, m.Score)
		}
	})
}

func TestSameTechnologyOnBothSidesNeverLowers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, d := anyProfile.Draw(t, "profile"), anyDocument.Draw(t, "document")
		before := fixedScore(p, d).Total
		added := rapid.SampledFrom(leaves).Draw(t, "added")
		d.Technologies = append(slices.Clone(d.Technologies), added)
		p.Capabilities = slices.Clone(p.Capabilities)
		for i := range p.Capabilities {
			p.Capabilities[i].Technologies = append(slices.Clone(p.Capabilities[i].Technologies), added)
		}
		sides := map[string][]string{
			matching.BusinessOffer: {matching.Seeks}, matching.TechnologyOffer: {matching.Seeks},
			matching.BusinessRequest: {matching.Offers}, matching.TechnologyRequest: {matching.Offers},
		}[d.Kind]
		if !slices.ContainsFunc(p.Capabilities, func(c matching.Capability) bool { return sides == nil || slices.Contains(sides, c.Direction) }) {
			t.Skip("the organisation states nothing that is compared")
		}
		if after := fixedScore(p, d).Total; after < before {
			t.Fatalf("%s on both sides lowers %d to %d", added, before, after)
		}
	})
}

func TestGapNeverRaises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, d := anyProfile.Draw(t, "profile"), anyDocument.Draw(t, "document")
		before := fixedScore(p, d)
		added := anyRequirement.Draw(t, "added")
		d.Requirements = append(slices.Clone(d.Requirements), added)
		after := fixedScore(p, d)
		if after.Total > before.Total || after.Eligible && !before.Eligible {
			t.Fatalf("a requirement raises %d to %d", before.Total, after.Total)
		}
		verdict := after.Requirements[len(after.Requirements)-1]
		if verdict.Verdict == matching.Gap && added.Mandatory && after.Eligible {
			t.Fatal("eligible in spite of a mandatory gap")
		}
	})
}

func TestOrderOfSetsDoesNotShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, d := anyProfile.Draw(t, "profile"), anyDocument.Draw(t, "document")
		before := fixedScore(p, d)
		if diff := cmp.Diff(before, fixedScore(p, d)); diff != "" {
			t.Fatalf("the same input scores differently: %s", diff)
		}
		shuffle := func(set []string) []string { return rapid.Permutation(set).Draw(t, "order") }
		d.Technologies, d.Partnerships = shuffle(d.Technologies), shuffle(d.Partnerships)
		p.Markets, p.Languages, p.Certifications = shuffle(p.Markets), shuffle(p.Languages), shuffle(p.Certifications)
		p.Capabilities = rapid.Permutation(p.Capabilities).Draw(t, "capabilities")
		for i := range p.Capabilities {
			c := &p.Capabilities[i]
			c.Technologies, c.Partnerships, c.Markets = shuffle(c.Technologies), shuffle(c.Partnerships), shuffle(c.Markets)
		}
		if diff := cmp.Diff(before, fixedScore(p, d)); diff != "" {
			t.Fatalf("the order of a set shows: %s", diff)
		}
	})
}

func TestStatisticsDoNotDependOnOrder(t *testing.T) {
	shuffled := slices.Clone(fixedDocuments)
	slices.Reverse(shuffled)
	if diff := cmp.Diff(matching.Collect(fixedDocuments), matching.Collect(shuffled)); diff != "" {
		t.Error(diff)
	}
}
