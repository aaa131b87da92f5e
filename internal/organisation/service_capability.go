package organisation

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/language"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

const (
	maxCapabilities = 20 // of one organisation
	maxTechnologies = 10 // of one capability
)

// SetCapabilities replaces all that an organisation offers and seeks, for those who may change its profile.
func (s *Service) SetCapabilities(ctx context.Context, v viewer.Viewer, in SetCapabilitiesInput) (*Organisation, error) {
	if err := checkCapabilities(in.Capabilities); err != nil {
		return nil, err
	}
	return s.change(ctx, v, in.OrganisationID, MayUpdate, func(tx db.Q, o *Organisation, now time.Time) error {
		all, err := resolveCapabilities(ctx, tx, in.Capabilities, now)
		if err != nil {
			return err
		}
		if err := o.expect(in.ExpectedVersion); err != nil {
			return err
		}
		if err := replaceCapabilities(ctx, tx, o.ID, all); err != nil {
			return err
		}
		if err := update(ctx, tx, o, now); err != nil {
			return err
		}
		return record(ctx, tx, v, now, "setCapabilities", o, map[string]any{"capabilities": len(all)})
	})
}

// checkCapabilities finds every fault of form, on fields below "capabilities".
func checkCapabilities(all []CapabilityInput) error {
	var c fault.Check
	c.Count("capabilities", len(all), 0, maxCapabilities)
	for i, in := range all[:min(len(all), maxCapabilities)] {
		at := func(field string) string { return fault.Item("capabilities", i, field) }
		c.That(in.Direction.Valid(), at("direction"), "There is no such choice.")
		c.Count(at("technologies"), len(in.Technologies), 1, maxTechnologies)
		c.Text(at("text"), in.Text, 1, 2000)
		c.That(in.Language == nil || language.ISO639(*in.Language), at("language"), "Please give a language by its two-letter code, such as en.")
		c.That(in.Stage == nil || in.Stage.Valid(), at("stage"), "There is no such choice.")
		for j, p := range in.Partnerships {
			c.That(p.Valid(), fault.Item(at("partnerships"), j), "There is no such choice.")
		}
	}
	return c.Err()
}

// resolveCapabilities makes rows of inputs whose form is right, and finds what they refer to; all references that name nothing are
// told at once.
func resolveCapabilities(ctx context.Context, q db.Q, all []CapabilityInput, now time.Time) ([]*Capability, error) {
	rows := make([]*Capability, len(all))
	var c fault.Check
	for i, in := range all {
		technologies, err := technology.Resolve(ctx, q, fault.Item("capabilities", i, "technologies"), in.Technologies)
		if err != nil && fault.All(err) == nil {
			return nil, err
		}
		c.Merge("", err)
		markets, err := market.Resolve(ctx, q, fault.Item("capabilities", i, "markets"), in.Markets)
		if err != nil && fault.All(err) == nil {
			return nil, err
		}
		c.Merge("", err)
		rows[i] = &Capability{ID: id.New[id.Capability](now), Position: i, Direction: in.Direction, TechnologyList: technologies,
			Text: strings.TrimSpace(in.Text), Language: language.Default, Stage: in.Stage, MarketList: markets}
		set(&rows[i].Language, in.Language)
		for _, p := range in.Partnerships {
			if !slices.Contains(rows[i].PartnershipList, p) {
				rows[i].PartnershipList = append(rows[i].PartnershipList, p)
			}
		}
	}
	return rows, c.Err()
}
