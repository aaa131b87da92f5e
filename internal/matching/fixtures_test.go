package matching_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/matching"
)

var asOf = time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC)

// tree has two roots; under "red" two branches with two leaves each.
var tree = matching.NewTree(map[string]string{
	"red": "", "biologics": "red", "antibodies": "biologics", "vaccines": "biologics",
	"devices": "red", "implants": "devices", "imaging": "devices",
	"it": "", "records": "it",
}, map[string]string{"monoclonals": "antibodies"})

func offer() matching.Document {
	return matching.Document{
		ID: "opp_1", OwnerID: "org_partner", Kind: matching.TechnologyOffer, Language: "en",
		Title: "Monoclonal antibodies against tumours", Summary: "Humanised antibodies for oncology, looking for European partners",
		Text:         "Our platform makes antibodies against solid tumours; we seek clinical development with a licensee.",
		Technologies: []string{"antibodies"}, MarketID: "mkt_china", Partnerships: []string{matching.Commercial},
		Stage: matching.LabTested, Published: asOf.AddDate(0, 0, -30), Expires: asOf.AddDate(0, 0, 335),
	}
}

func sme() matching.Profile {
	return matching.Profile{
		ID: "org_sme", Country: "ES", Region: "ES511", SizeClass: "SMALL", FoundedYear: 2016, Languages: []string{"en", "ca"},
		Certifications: []string{"ISO 13485", "GMP"}, Markets: []string{"mkt_china"},
		Description: "Oncology company in Barcelona", DescriptionLanguage: "en",
		Capabilities: []matching.Capability{
			{Direction: matching.Seeks, Technologies: []string{"antibodies"}, Text: "Antibodies for tumours", Language: "en",
				Stage: matching.LabTested, Partnerships: []string{matching.Commercial}},
			{Direction: matching.Offers, Technologies: []string{"imaging"}, Text: "Imaging of tumours in mice", Language: "en",
				Stage: matching.OnMarket, Partnerships: []string{matching.Supplier}},
		},
	}
}

var words = strings.Fields(`antibody tumour clinical trial platform device sensor implant imaging software data cell gene therapy
	vaccine diagnostic biomarker assay screening production fermentation purification regulatory licence distribution hospital
	patient surgery wound bone cardiac neural stem tissue enzyme protein peptide molecule synthesis formulation delivery oral
	injection inhaled topical dose toxicity safety efficacy market partner manufacturing quality laboratory research cooperation`)

var (
	leaves       = []string{"antibodies", "vaccines", "implants", "imaging", "records", "biologics", "devices", "red", "it", "unheard"}
	kinds        = []string{matching.BusinessOffer, matching.BusinessRequest, matching.TechnologyOffer, matching.TechnologyRequest, matching.ResearchRequest}
	partnerships = []string{matching.Commercial, matching.CommercialWithAssistance, matching.Investment, matching.Outsourcing, matching.Supplier, matching.ResearchCooperation}
	stages       = []string{matching.Concept, matching.UnderDevelopment, matching.LabTested, matching.Demonstration, matching.OnMarket, ""}
	markets      = []string{"mkt_china", "mkt_brazil", "mkt_usa"}
)

// prose writes n words, the first of the list more often than the last, and now and then one that few others hold.
func prose(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		if r.IntN(4) == 0 {
			fmt.Fprintf(&b, "term%d ", r.IntN(20_000))
		} else {
			b.WriteString(words[r.IntN(1+r.IntN(len(words)))] + " ")
		}
	}
	return b.String()
}

func some(r *rand.Rand, from []string, most int) []string {
	var chosen []string
	for range 1 + r.IntN(most) {
		chosen = append(chosen, from[r.IntN(len(from))])
	}
	return chosen
}

func collection(n int) []matching.Document {
	r := rand.New(rand.NewPCG(1, 2))
	documents := make([]matching.Document, n)
	for i := range documents {
		documents[i] = matching.Document{
			ID: fmt.Sprintf("opp_%06d", i), OwnerID: "org_partner", Kind: kinds[r.IntN(len(kinds))], Language: "en",
			Title: prose(r, 8), Summary: prose(r, 40), Text: prose(r, 150),
			Technologies: some(r, leaves, 4), MarketID: markets[r.IntN(3)], Partnerships: some(r, partnerships, 3),
			Stage: stages[r.IntN(len(stages))], Published: asOf.AddDate(0, 0, -r.IntN(300)), Expires: asOf.AddDate(0, 0, r.IntN(300)),
		}
	}
	return documents
}

func modelOf(documents []matching.Document) (*matching.Model, []*matching.AnalysedDocument) {
	analysed := matching.Analyse(tree, documents)
	return matching.NewModel(tree, matching.Collect(analysed), matching.Version1), analysed
}
