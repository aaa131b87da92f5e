package organisation

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/country"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/language"
	"github.com/bioxclusters/portal/internal/matching"
)

// apply writes what the profile gives into the organisation, tidied, and leaves the rest; complete finishes the work.
func (p Profile) apply(o *Organisation) {
	set(&o.LegalName, p.LegalName)
	set(&o.Country, p.Country)
	set(&o.Region, p.Region)
	set(&o.City, p.City)
	set(&o.Independence, p.Independence)
	set(&o.Website, p.Website)
	set(&o.Description, p.Description)
	set(&o.Listed, p.Listed)
	setPointer(&o.FoundedYear, p.FoundedYear)
	setPointer(&o.Headcount, p.Headcount)
	setPointer(&o.Turnover, p.Turnover)
	setPointer(&o.BalanceTotal, p.BalanceTotal)
	setPointer(&o.AccountsYear, p.AccountsYear)
	for _, l := range []struct {
		to   *[]string
		from []string
	}{{(*[]string)(&o.NACECodeList), p.NACECodes}, {(*[]string)(&o.LanguageList), p.Languages}, {(*[]string)(&o.CertificationList), p.Certifications}} {
		if l.from != nil {
			*l.to = distinct(l.from)
		}
	}
	for _, text := range []*string{&o.LegalName, &o.Region, &o.City, &o.Website, &o.Description} {
		*text = strings.TrimSpace(*text)
	}
	if o.Website != "" && !strings.Contains(o.Website, "://") {
		o.Website = "https://" + o.Website
	}
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

func setPointer[T any](to **T, from *T) {
	if from != nil {
		*to = from
	}
}

// distinct trims the items and leaves out those that came before, in their order.
func distinct(items []string) []string {
	out := make([]string, 0, len(items))
	for _, item := range items {
		if item = strings.TrimSpace(item); !slices.Contains(out, item) {
			out = append(out, item)
		}
	}
	return out
}

// clear empties the fields of these names; INVALID on those that must not be empty.
func (o *Organisation) clear(names []string) error {
	var c fault.Check
	for _, name := range names {
		switch name {
		case "region":
			o.Region = ""
		case "city":
			o.City = ""
		case "foundedYear":
			o.FoundedYear = nil
		case "headcount":
			o.Headcount = nil
		case "turnover":
			o.Turnover = nil
		case "balanceTotal":
			o.BalanceTotal = nil
		case "accountsYear":
			o.AccountsYear = nil
		case "naceCodes":
			o.NACECodeList = nil
		case "languages":
			o.LanguageList = nil
		case "certifications":
			o.CertificationList = nil
		case "website":
			o.Website = ""
		case "description":
			o.Description = ""
		default:
			c.Add(fault.Invalid, name, "This cannot be empty.")
		}
	}
	return c.Err()
}

const (
	maxHeadcount = 10_000_000
	maxEuros     = 10_000_000_000_000
)

var naceForm = regexp.MustCompile(`^\d{2}(\.\d{1,2})?$`)

// check finds every fault of a profile, on the names that the schema gives its fields. What passes can be stored.
func (o *Organisation) check(now time.Time) error {
	var c fault.Check
	c.That(o.Kind.Valid(), "kind", "There is no such choice.")
	c.That(o.Independence.Valid(), "independence", "There is no such choice.")
	c.Line("legalName", o.LegalName, 1, 256)
	c.That(o.LegalName == "" || len(matching.Fold(o.LegalName)) > 0, "legalName", "Please write the name in letters.")
	c.That(country.Valid(o.Country), "country", "Please give a country by its two-letter code, such as ES.")
	c.That(o.Region == "" || country.NUTS(o.Region) && country.Holds(o.Country, o.Region), "region", "Please give a NUTS code within the country, such as ES51.")
	c.Line("city", o.City, 0, 128)
	c.Website("website", o.Website)
	c.Text("description", o.Description, 0, 4000)
	optionalRange(&c, "foundedYear", o.FoundedYear, 1600, now.Year())
	optionalRange(&c, "headcount", o.Headcount, 0, maxHeadcount)
	optionalRange(&c, "accountsYear", o.AccountsYear, 1900, now.Year())
	optionalRange(&c, "turnover", o.Turnover, 0, maxEuros)
	optionalRange(&c, "balanceTotal", o.BalanceTotal, 0, maxEuros)
	o.checkLists(&c)
	return c.Err()
}

func (o *Organisation) checkLists(c *fault.Check) {
	c.Count("naceCodes", len(o.NACECodeList), 0, 20)
	for i, code := range o.NACECodeList {
		c.That(naceForm.MatchString(code), fault.Item("naceCodes", i), "Please give a NACE class, such as 72.11.")
	}
	c.Count("languages", len(o.LanguageList), 0, 20)
	for i, code := range o.LanguageList {
		c.That(language.ISO639(code), fault.Item("languages", i), "Please give a language by its two-letter code, such as en.")
	}
	c.Count("certifications", len(o.CertificationList), 0, 30)
	for i, text := range o.CertificationList {
		c.Line(fault.Item("certifications", i), text, 1, 64)
	}
}

func optionalRange[T int | int64](c *fault.Check, field string, n *T, least, most T) {
	if n != nil {
		c.That(*n >= least && *n <= most, field, "Please give a number from %d to %d.", least, most)
	}
}

// complete computes what follows from the profile: the key for duplicates and the size class.
func (o *Organisation) complete() {
	o.NameKey = NameKey(o.LegalName)
	o.SizeClass = SizeClassOf(o.Headcount, o.Turnover, o.BalanceTotal)
}

// lacking finds what must be there before a profile can be submitted, capabilities being how many it has.
func (o *Organisation) lacking(capabilities int) error {
	var c fault.Check
	c.That(o.City != "", "city", "Please fill this in before you submit the profile.")
	c.That(o.Description != "", "description", "Please fill this in before you submit the profile.")
	c.That(o.Headcount != nil, "headcount", "Please fill this in before you submit the profile.")
	c.That(len(o.LanguageList) > 0, "languages", "Please fill this in before you submit the profile.")
	c.That(capabilities > 0, "capabilities", "Please fill this in before you submit the profile.")
	return c.Err()
}
