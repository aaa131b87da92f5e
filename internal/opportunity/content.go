package opportunity

import (
	"context"
	"strings"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/technology"
)

// fill takes over what the content has, and the market when one is given, and checks the form of the whole: all faults at once.
func (o *Opportunity) fill(ctx context.Context, q db.Q, in Content, ref *string) (err error) {
	var found fault.List
	if ref != nil {
		o.MarketID, err = market.ResolveOne(ctx, q, "market", *ref)
		if found, err = gather(found, err); err != nil {
			return err
		}
	}
	if in.Technologies != nil {
		o.TechnologyIDs, err = technology.Resolve(ctx, q, "technologies", in.Technologies)
		if found, err = gather(found, err); err != nil {
			return err
		}
	}
	var c fault.Check
	o.set(&c, in)
	o.checkForm(&c)
	if found = append(found, fault.All(c.Err())...); len(found) > 0 {
		return found
	}
	return nil
}

// gather adds the faults of err to a list; an error that is none is given back.
func gather(list fault.List, err error) (fault.List, error) {
	faults := fault.All(err)
	if faults == nil {
		return list, err
	}
	return append(list, faults...), nil
}

// set takes over what the content has; texts lose the space around them.
func (o *Opportunity) set(c *fault.Check, in Content) {
	setText(&o.Title, in.Title)
	setText(&o.Summary, in.Summary)
	setText(&o.Description, in.Description)
	setText(&o.Advantages, in.Advantages)
	setText(&o.Specification, in.Specification)
	setText(&o.PartnerSought, in.PartnerSought)
	setText(&o.Language, in.Language)
	if in.Stage != nil {
		o.Stage = in.Stage
	}
	if in.TRL != nil {
		o.TRL = in.TRL
	}
	if in.IPR != nil {
		o.IPR = in.IPR
	}
	if in.Partnerships != nil {
		o.PartnershipList = in.Partnerships
	}
	if in.Requirements != nil {
		o.RequirementList.V = checkRequirements(c, in.Requirements)
	}
	if in.Deadline != nil {
		o.Deadline = in.Deadline
	}
	if in.Confidential != nil {
		o.Confidential = *in.Confidential
	}
}

func setText(to *string, text *string) {
	if text != nil {
		*to = strings.TrimSpace(*text)
	}
}

// clear empties fields by their names in the schema; a field that cannot be empty is at fault.
func (o *Opportunity) clear(fields []string) error {
	var c fault.Check
	for _, field := range fields {
		switch field {
		case "summary":
			o.Summary = ""
		case "description":
			o.Description = ""
		case "advantages":
			o.Advantages = ""
		case "specification":
			o.Specification = ""
		case "partnerSought":
			o.PartnerSought = ""
		case "technologies":
			o.TechnologyIDs = nil
		case "stage":
			o.Stage = nil
		case "trl":
			o.TRL = nil
		case "ipr":
			o.IPR = nil
		case "partnerships":
			o.PartnershipList = nil
		case "requirements":
			o.RequirementList.V = nil
		case "deadline":
			o.Deadline = nil
		default:
			c.Add(fault.Invalid, field, "This cannot be empty.")
		}
	}
	return c.Err()
}
