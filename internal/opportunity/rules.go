package opportunity

import (
	"slices"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/language"
	"github.com/bioxclusters/portal/internal/organisation"
)

// Lengths of the texts, in characters, as the Enterprise Europe Network bounds them.
const (
	maxTitle         = 256
	maxSummary       = 500
	maxDescription   = 4000
	maxAdvantages    = 2000
	maxSpecification = 2000
	maxPartnerSought = 4000
	maxTechnologies  = 5
	maxPartnerships  = 3
)

// life is how long a published opportunity lives, unless it is a research request, which lives to its deadline.
const life = 365 * 24 * time.Hour

// endOfLife is when an opportunity published at a time expires; a research request's deadline day counts whole, in UTC.
func (o *Opportunity) endOfLife(published time.Time) time.Time {
	if o.Kind == ResearchRequest && o.Deadline != nil {
		return o.Deadline.Add(1).Begin(time.UTC)
	}
	return published.Add(life)
}

// checkForm checks what a stored opportunity must fulfil even as a draft. Technologies and requirements are checked where they
// come in.
func (o *Opportunity) checkForm(c *fault.Check) {
	c.That(o.Kind.Valid(), "kind", "There is no such kind of opportunity.")
	c.Line("title", o.Title, 1, maxTitle)
	c.Text("summary", o.Summary, 0, maxSummary)
	c.Text("description", o.Description, 0, maxDescription)
	c.Text("advantages", o.Advantages, 0, maxAdvantages)
	c.Text("specification", o.Specification, 0, maxSpecification)
	c.Text("partnerSought", o.PartnerSought, 0, maxPartnerSought)
	c.Count("technologies", len(o.TechnologyIDs), 0, maxTechnologies)
	c.That(language.ISO639(o.Language), "language", "Please give a language as ISO 639-1 writes it, such as en.")
	if o.Stage != nil {
		c.That(o.Stage.Valid(), "stage", "There is no such stage.")
	}
	if o.TRL != nil {
		c.Range("trl", *o.TRL, 1, maxTRL)
	}
	if o.IPR != nil {
		c.That(o.IPR.Valid(), "ipr", "There is no such status of intellectual property rights.")
	}
	if o.Deadline != nil {
		checkDay(c, "deadline", *o.Deadline)
	}
	o.checkPartnerships(c)
}

func (o *Opportunity) checkPartnerships(c *fault.Check) {
	c.Count("partnerships", len(o.PartnershipList), 0, maxPartnerships)
	for i, p := range o.PartnershipList {
		c.That(p.Valid(), fault.Item("partnerships", i), "There is no such type of partnership.")
		c.That(!slices.Contains(o.PartnershipList[:i], p), fault.Item("partnerships", i), "Please name each only once.")
	}
}

// checkComplete checks what an opportunity needs before others read it: a summary,
// technologies and types of partnership, whatever its kind, and what its kind demands.
func (o *Opportunity) checkComplete(c *fault.Check) {
	filled(c, "summary", o.Summary)
	c.Count("technologies", len(o.TechnologyIDs), 1, maxTechnologies)
	c.Count("partnerships", len(o.PartnershipList), 1, maxPartnerships)
	switch o.Kind {
	case BusinessOffer:
		filled(c, "advantages", o.Advantages)
	case BusinessRequest, TechnologyRequest:
		filled(c, "specification", o.Specification)
	case TechnologyOffer:
		filled(c, "advantages", o.Advantages)
		c.That(o.Stage != nil, "stage", "Please fill this in.")
		c.That(o.IPR != nil, "ipr", "Please fill this in.")
	case ResearchRequest:
		c.That(o.Deadline != nil, "deadline", "Please fill this in.")
		only := len(o.PartnershipList) == 0 || slices.Equal(o.PartnershipList, []organisation.Partnership{organisation.ResearchCooperation})
		c.That(only, "partnerships", "A research request seeks a research cooperation only.")
	}
}

// checkAhead checks that a deadline is not past when others begin to read.
func (o *Opportunity) checkAhead(c *fault.Check, now time.Time) {
	if o.Deadline != nil {
		c.That(*o.Deadline >= day.Of(now, time.UTC), "deadline", "This day is past.")
	}
}

func filled(c *fault.Check, field, text string) {
	c.That(strings.TrimSpace(text) != "", field, "Please fill this in.")
}
