package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/demo"
	"github.com/bioxclusters/portal/internal/fault"
)

type demoCommand struct {
	Seed          uint64 `help:"Same seed and same day, same data." default:"2026"`
	AsOf          string `help:"The day that the data are of; default today." placeholder:"YYYY-MM-DD"`
	SMEs          int    `help:"How many SMEs, up to 200,000." name:"smes" default:"3300"`
	Opportunities int    `help:"How many opportunities, up to 1,000,000." default:"3000"`
	Missions      int    `help:"How many missions, up to 1,000." default:"13"`
}

// Run fills an empty portal.
func (c demoCommand) Run(s *session) error {
	asOf := day.Of(time.Now(), time.UTC)
	if c.AsOf != "" {
		var err error
		if asOf, err = day.Parse(c.AsOf); err != nil {
			return fmt.Errorf("--as-of: %w", err)
		}
	}
	return s.with(func(d *database) (err error) {
		owner, err := d.owner(s.ctx)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, owner.Close()) }()
		_, err = demo.Generate(s.ctx, owner, demo.Options{Seed: c.Seed, AsOf: asOf, SMEs: c.SMEs, Opportunities: c.Opportunities, Missions: c.Missions}, s.out)
		if list := fault.All(err); len(list) > 0 && len(list[0].Field) > 0 { // its fields are named like the flags
			return fmt.Errorf("--%s: %w", list[0].Field[0], list[0])
		}
		return err
	})
}
