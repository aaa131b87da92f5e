package match

import (
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
)

// today is the beginning of the day that an instant falls on in UTC.
func today(t time.Time) time.Time { return day.Of(t, time.UTC).Begin(time.UTC) }

// profileOf writes an organisation as the engine reads it. The language of its description is not known.
func profileOf(o *organisation.Organisation, capabilities []organisation.Capability) matching.Profile {
	p := matching.Profile{ID: string(o.ID), Country: o.Country, Region: o.Region, SizeClass: text(o.SizeClass),
		Languages: o.LanguageList, Certifications: o.CertificationList, Description: o.Description, MarketID: text(o.MarketID)}
	if o.FoundedYear != nil {
		p.FoundedYear = *o.FoundedYear
	}
	for _, c := range capabilities {
		p.Capabilities = append(p.Capabilities, matching.Capability{
			Direction: string(c.Direction), Technologies: texts(c.TechnologyList), Text: c.Text, Language: c.Language,
			Stage: text(c.Stage), Partnerships: texts(c.PartnershipList), Markets: texts(c.MarketList)})
	}
	return p
}

// text is a value or "".
func text[T ~string](s *T) string {
	if s == nil {
		return ""
	}
	return string(*s)
}

func texts[L ~[]T, T ~string](list L) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}

// asked is what an opportunity asks of a partner, as the engine reads it.
func asked(o *opportunity.Opportunity) []matching.Requirement {
	var list []matching.Requirement
	for _, r := range o.Requirements() {
		list = append(list, matching.Requirement{Kind: string(r.Kind), Values: r.Values, Min: r.Min, Max: r.Max, Mandatory: r.Mandatory})
	}
	return list
}
