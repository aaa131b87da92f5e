package main

import (
	"fmt"
	"time"

	"github.com/bioxclusters/portal/internal/account"
)

type appointCommand struct {
	User string `required:"" help:"Email address of the user." placeholder:"EMAIL"`
}

// Run makes a user a coordinator: the first one of a portal, who appoints the others in the graph.
func (c appointCommand) Run(s *session) error {
	return s.with(func(d *database) error {
		pool, err := d.pool(s.ctx)
		if err != nil {
			return err
		}
		defer pool.Close()
		accounts := account.NewService(pool, func() time.Time { return time.Now().UTC() }, issuer(s.config), issuer(s.config))
		if err := accounts.Appoint(s.ctx, c.User); err != nil {
			return err
		}
		_, err = fmt.Fprintln(s.out, c.User, "is a coordinator.")
		return err
	})
}
