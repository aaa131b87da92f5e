package demo

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
)

// business makes the rows of an organisation and its capabilities.
func (m *maker) business(b *business) {
	description, texts := m.profile(b)
	var marketID any
	if b.market != nil {
		marketID = string(b.market.id)
	}
	website := "https://" + b.site + ".example"
	m.row(organisations, string(b.id), string(b.kind), string(b.status), b.listed, string(b.cluster.id), marketID, b.name,
		organisation.NameKey(b.name), b.region.country, b.town.nuts, b.town.name, b.founded, b.headcount, b.turnover, b.balance,
		b.accounts, string(b.independence), string(*b.size), b.nace, b.languages, b.certifications, website,
		description, organisation.SearchVector(b.indexed(description)), 1, b.at, b.at)
	table := "sme-capability"
	if b.market != nil {
		table = "partner-capability"
	}
	d := roll(m.Seed, table, b.number)
	for i, c := range b.capabilities {
		m.row(capabilities, string(newID[id.Capability](d, b.at)), string(b.id), i, string(c.direction), m.technologyIDs(c.techs), texts[i],
			b.language, unless(string(c.stage)), words(c.partnerships), marketIDs(c.markets))
	}
}

// indexed is what the search vector of an organisation depends on.
func (b *business) indexed(description string) *organisation.Organisation {
	o := &organisation.Organisation{Kind: b.kind, Status: b.status, Listed: b.listed, LegalName: b.name, City: b.town.name, Description: description}
	if b.market != nil {
		o.MarketID = &b.market.id
	}
	return o
}

func (w *world) technologyIDs(techs []int) []string {
	ids := make([]string, len(techs))
	for i, t := range techs {
		ids[i] = string(w.techs[t].id)
	}
	return ids
}

func marketIDs(markets []*marketRef) []string {
	ids := make([]string, len(markets))
	for i, m := range markets {
		ids[i] = string(m.id)
	}
	return ids
}

// deals makes all opportunities. Titles and references are made unlike each other here, in the order of the opportunities.
func (m *maker) deals() error {
	seen := make(map[[8]byte]struct{}, m.Opportunities) // the first bytes of a hash: the same on every machine, unlike maphash
	serials := map[string]int{}
	for k := range m.Opportunities {
		x := m.deal(k)
		prefix := codes[x.kind] + x.owner.region.country + x.at.UTC().Format("20060102")
		serials[prefix]++
		reference := fmt.Sprintf("%s%03d", prefix, serials[prefix])
		e := m.essay(x, func(title string) bool {
			sum := sha256.Sum256([]byte(title))
			key := [8]byte(sum[:8])
			_, used := seen[key]
			seen[key] = struct{}{}
			return !used
		})
		if e.title == "" {
			e.title = reference + ": " + m.techs[x.subject].words[x.language].label
		}
		m.store(x, reference, e)
		if err := m.flush(false); err != nil {
			return err
		}
	}
	prefixes := make([]string, 0, len(serials))
	for prefix := range serials {
		prefixes = append(prefixes, prefix)
	}
	slices.Sort(prefixes)
	for _, prefix := range prefixes {
		m.row(counters, prefix, serials[prefix])
	}
	return m.flush(true)
}

func (m *maker) store(x *deal, reference string, e essay) {
	requirements, _ := json.Marshal(append([]opportunity.Requirement{}, x.requirements...)) // plain strings and numbers
	changed, listed, version := x.at, x.at, 1
	switch {
	case !x.published.IsZero():
		changed, listed, version = x.published, x.published, 3
	case x.status != opportunity.Draft:
		changed, version = x.at.Add(20*time.Minute), 2
	}
	if x.status == opportunity.ChangesRequested {
		changed, version = x.at.Add(40*time.Minute), 3
		m.review(x, changed)
	}
	if x.status == opportunity.Expired {
		changed, version = x.expires, 4
	}
	m.row(opportunities, string(x.id), reference, string(x.kind), string(x.status), string(x.owner.id), string(x.market.id),
		unless(string(m.writerFor(x.owner))), e.title, e.summary, e.description, e.advantages, e.specification, e.partnerSought,
		m.technologyIDs(x.techs), unless(string(x.stage)), unless(x.trl), unless(string(x.ipr)), words(x.partnerships), string(requirements),
		unless(string(x.deadline)), x.language, x.confidential,
		listed, x.published, x.expires, version, x.at, changed)
}

// complaints are issues that reviewers raise.
var complaints = []opportunity.Issue{
	{Severity: opportunity.Major, Field: "partnerSought", Message: "Please say what the partner is to do, and how large a partner you have in mind."},
	{Severity: opportunity.Blocker, Field: "summary", Message: "The summary names a product without saying what it is for."},
	{Severity: opportunity.Minor, Field: "title", Message: "A shorter title would be found more easily."},
	{Severity: opportunity.Major, Field: "advantages", Message: "Please support this claim with a figure or a source."},
	{Severity: opportunity.Major, Field: "requirements", Message: "One of the mandatory requirements excludes most companies. Is it needed?"},
	{Severity: opportunity.Minor, Field: "technologies", Message: "Please choose the technology itself rather than its whole branch."},
}

func (m *maker) review(x *deal, at time.Time) {
	d := roll(m.Seed, "review", x.number)
	issues, _ := json.Marshal(some(d, complaints, d.between(1, 3)))
	m.row(reviews, string(newID[id.Review](d, at)), string(x.id), string(m.staffOf(x.owner.cluster)), "CHANGES_REQUESTED", string(issues), at)
}
