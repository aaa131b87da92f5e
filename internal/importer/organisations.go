package importer

import (
	"cmp"

	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/language"
	"github.com/bioxclusters/portal/internal/organisation"
)

// organisation fills an organisation from a record; prefix stands before the names of its fields in what is reported. cluster is
// for those whose record names none.
func (r *row) organisation(prefix string, f *OrganisationFields, cluster string) organisation.Import {
	in := organisation.Import{
		ExternalReference: r.line(prefix+"externalReference", f.ExternalReference),
		Cluster:           cmp.Or(r.line(prefix+"cluster", f.Cluster), cluster),
		Market:            optional(r.line(prefix+"market", f.Market)),
		Profile:           r.profile(prefix, f),
	}
	if kind := choice(r, prefix+"kind", f.Kind, organisation.Kind.Valid); kind != nil {
		in.Kind = *kind
	}
	return in
}

func (r *row) profile(prefix string, f *OrganisationFields) organisation.Profile {
	return organisation.Profile{
		LegalName:      optional(r.shortLine(prefix+"legalName", f.LegalName, maxTitle)),
		Country:        r.country(prefix+"country", f.Country),
		Region:         optional(r.line(prefix+"region", f.Region)),
		City:           optional(r.shortLine(prefix+"city", f.City, 128)),
		FoundedYear:    r.small(prefix+"foundedYear", f.FoundedYear),
		Headcount:      r.small(prefix+"headcount", f.Headcount),
		Turnover:       r.number(prefix+"turnover", f.Turnover),
		BalanceTotal:   r.number(prefix+"balanceTotal", f.BalanceTotal),
		AccountsYear:   r.small(prefix+"accountsYear", f.AccountsYear),
		Independence:   choice(r, prefix+"independence", f.Independence, organisation.Independence.Valid),
		NACECodes:      r.list(prefix+"naceCodes", f.NACECodes),
		Languages:      r.list(prefix+"languages", f.Languages),
		Certifications: r.list(prefix+"certifications", f.Certifications),
		Website:        optional(r.line(prefix+"website", f.Website)),
		Description:    optional(r.text(prefix+"description", f.Description, maxDescription)),
		Listed:         r.truth(prefix+"listed", f.Listed),
	}
}

// country evaluates a source as a country, by code or name; a name that is none stays, to be refused.
func (r *row) country(name string, s *Source) *string {
	value := r.line(name, s)
	return optional(cmp.Or(countryAtEnd(value), value))
}

// capabilities makes one capability of what the organisation offers and one of what it seeks, each with the technologies found. Of
// texts without any technology none can be made.
func (r *row) capabilities(f *OrganisationFields, technologies []id.Technology) []organisation.CapabilityInput {
	var made []organisation.CapabilityInput
	code := language.Default
	for _, c := range []struct {
		name      string
		direction organisation.Direction
		source    *Source
	}{{"offers", organisation.Offers, f.Offers}, {"seeks", organisation.Seeks, f.Seeks}} {
		text := r.text(c.name, c.source, maxCapability)
		switch {
		case text == "":
		case len(technologies) == 0:
			r.warn(c.name, "no technology of it is known: no capability was made")
		default:
			in := organisation.CapabilityInput{Direction: c.direction, Text: text, Language: &code}
			for _, t := range technologies {
				in.Technologies = append(in.Technologies, string(t))
			}
			made = append(made, in)
		}
	}
	return made
}
