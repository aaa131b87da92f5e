package demo

import (
	"slices"
	"time"

	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/organisation"
)

// business is an organisation of the demonstration, all but its texts.
type business struct {
	number         int // among the SMEs, or among the partners
	id             id.Organisation
	at             time.Time
	region         *region
	cluster        *clusterRef // responsible
	market         *marketRef  // of a partner, else nil
	kind           organisation.Kind
	status         organisation.Status
	listed         bool
	name, site     string
	town           town
	language       string // of its texts
	branch         string
	areas          []int
	capabilities   []capability
	markets        []*marketRef // of interest
	founded        int
	headcount      int
	turnover       int64
	balance        int64
	accounts       int // year
	independence   organisation.Independence
	size           *organisation.SizeClass
	nace           []string
	languages      []string
	certifications []string
}

// capability is what a business offers or seeks, all but its text.
type capability struct {
	direction    organisation.Direction
	techs        []int // the subject first, then areas
	stage        organisation.Stage
	partnerships []organisation.Partnership
	markets      []*marketRef
}

func (c *capability) subject() int { return c.techs[0] }

// area is the therapeutic area it is about, -1 for none.
func (c *capability) area(w *world) int {
	for _, t := range c.techs {
		if w.techs[t].domain == "" {
			return t
		}
	}
	return -1
}

// active tells whether others see it and it may publish.
func (b *business) active() bool { return b.status == organisation.Verified && b.listed }

// verified tells whether it takes part.
func (b *business) verified() bool { return b.status == organisation.Verified }

// branches, and how common each is in the region of each cluster; partners are spread evenly.
var (
	branches      = []string{"medicines", "development-services", "diagnostics", "medical-devices", "digital-health", "research-tools", "industrial-agri-food-biotech", "manufacturing-packaging"}
	branchWeights = map[string][]int{
		"biocat":      {26, 16, 14, 16, 14, 6, 5, 3},
		"lyonbiopole": {28, 18, 18, 14, 6, 8, 3, 5},
		"biom":        {30, 16, 12, 14, 12, 9, 3, 4},
		"biopmed":     {18, 12, 14, 24, 12, 7, 6, 7},
		"":            {22, 14, 16, 20, 12, 6, 4, 6},
	}
)

// shares of the clusters among 33 SMEs in a row.
var shares = []int{9, 8, 10, 6}

// mostRemembered bounds the memory for SMEs, at about 2 KB each: many opportunities are about the same ones.
const mostRemembered = 20_000

// sme gives SME i, to be read only. The first one is the one of sme@demo.example.
func (w *world) sme(i int) *business {
	if i >= mostRemembered {
		return w.makeSME(i)
	}
	if w.smes == nil {
		w.smes = make([]*business, min(w.SMEs, mostRemembered))
	}
	if w.smes[i] == nil {
		w.smes[i] = w.makeSME(i)
	}
	return w.smes[i]
}

func (w *world) makeSME(i int) *business {
	d := roll(w.Seed, "sme", i)
	place, home := i*10%33, 0
	for place >= shares[home] {
		place -= shares[home]
		home++
	}
	b := &business{number: i, cluster: w.clusters[home], region: w.clusters[home].region, kind: organisation.Company, language: "en"}
	b.status = pick(d, smeStatuses)
	b.listed = b.verified() && d.chance(72)
	if d.chance(42) {
		b.language = pick(d, b.region.languages)
	}
	b.branch = branches[d.weighted(branchWeights[b.region.code]...)]
	if i == 0 {
		b.status, b.listed, b.language, b.branch = organisation.Verified, true, "en", "medicines"
	}
	b.at = w.joined(d, b.status, i, w.SMEs)
	b.id = newID[id.Organisation](d, b.at)
	b.markets = some(d, w.markets, d.between(1, 3))
	if i == 0 {
		b.markets = w.markets
	}
	b.town = pick(d, b.region.towns)
	b.figures(d, w.asOf.Year(), 2.3)
	b.name, b.site = w.nameOf(i, b, d)
	b.languages = []string{b.region.languages[0], "en"}
	if len(b.region.languages) > 1 {
		b.languages = append(b.languages, b.region.languages[1])
	}
	if d.chance(12) {
		b.languages = append(b.languages, pick(d, []string{"zh", "pt", "pt"}))
	}
	w.equip(d, b)
	return b
}

var smeStatuses = slices.Concat(slices.Repeat([]organisation.Status{organisation.Verified}, 88),
	slices.Repeat([]organisation.Status{organisation.UnderReview}, 5), slices.Repeat([]organisation.Status{organisation.Draft}, 5),
	slices.Repeat([]organisation.Status{organisation.Suspended}, 2))

// joined is when an organisation was entered: long before the first opportunity, or these weeks while it waits for a review.
func (w *world) joined(d dice, s organisation.Status, i, of int) time.Time {
	if s == organisation.UnderReview || s == organisation.Draft {
		return w.asOf.Add(-time.Duration(d.between(6*60, 24*60*30)) * time.Minute)
	}
	span := 900 * 24 * time.Hour
	since := time.Duration((float64(i) + d.Float64()) / float64(of) * float64(span))
	return w.asOf.Add(-span - 520*24*time.Hour + since).Truncate(time.Millisecond)
}

// partner makes partner j of the markets. The first one is the one of partner@demo.example, in China and invited by Biocat.
func (w *world) partner(j int) *business {
	d := roll(w.Seed, "partner", j)
	m := w.markets[[]int{0, 1, 2, 0, 2, 1, 0, 2}[j%8]]
	b := &business{number: j, market: m, region: m.region, cluster: w.clusters[d.IntN(len(w.clusters))], language: "en"}
	b.kind = []organisation.Kind{organisation.Company, organisation.Research, organisation.Investor, organisation.PublicBody}[d.weighted(74, 16, 4, 6)]
	b.status = []organisation.Status{organisation.Verified, organisation.UnderReview}[d.weighted(95, 5)]
	if m.languages[0] != "en" && d.chance(30) {
		b.language = m.region.languages[0]
	}
	if j < 3 { // every market has one that is active
		b.status, b.kind = organisation.Verified, organisation.Company
	}
	if b.kind != organisation.Company {
		b.language = "en"
	}
	if j == 0 {
		b.cluster, b.language = w.clusters[0], "en"
	}
	b.listed = b.verified()
	b.branch = branches[d.weighted(branchWeights[""]...)]
	b.at = w.joined(d, b.status, j, w.Options.partners())
	b.id = newID[id.Organisation](d, b.at)
	b.markets = []*marketRef{m}
	b.town = pick(d, b.region.towns)
	b.figures(d, w.asOf.Year(), 4.2)
	b.name, b.site = w.nameOf(w.SMEs+j, b, d)
	b.languages = slices.Compact([]string{m.languages[0], "en"})
	w.equip(d, b)
	return b
}

// figures makes a plausible headcount, around e to the given mean, with the accounts that go with it.
func (b *business) figures(d dice, year int, mean float64) {
	age := min(int(d.logNormal(1.9, 0.8)), 70)
	b.founded = year - 1 - age
	b.headcount = max(1, min(int(d.logNormal(mean+0.02*float64(min(age, 20)), 1.15)), 4000))
	perHead := d.logNormal(11.3, 0.5) // EUR
	if age < 4 {
		perHead /= 6 // little is sold yet
	}
	b.turnover = int64(float64(b.headcount)*perHead) / 1000 * 1000
	b.balance = int64(float64(b.headcount)*d.logNormal(11.4, 0.6)) / 1000 * 1000
	b.accounts = year - 1
	b.independence = []organisation.Independence{organisation.Autonomous, organisation.Partner, organisation.Linked}[d.weighted(82, 11, 7)]
	b.size = organisation.SizeClassOf(&b.headcount, &b.turnover, &b.balance)
}
