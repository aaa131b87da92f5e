package main

import (
	"fmt"

	"github.com/bioxclusters/portal/internal/account"
)

type appointCommand struct {
	User string `required:"" help:"Email address of the user." placeholder:"EMAIL"`
}

// Run makes a user a coordinator: the first one of a portal, who appoints the others in the graph.
func (c appointCommand) Run(s *session) error {
	return s.withAccounts(func(accounts *account.Service) error {
		if err := accounts.Appoint(s.ctx, c.User); err != nil {
			return err
		}
		_, err := fmt.Fprintln(s.out, c.User, "is a coordinator.")
		return err
	})
}
