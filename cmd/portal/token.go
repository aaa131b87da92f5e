package main

import (
	"fmt"
	"time"

	"github.com/bioxclusters/portal/internal/account"
)

type tokenCommand struct {
	User string `required:"" help:"Email address of the user." placeholder:"EMAIL"`
}

// Run prints an access token of ten minutes, alone on its line.
func (c tokenCommand) Run(s *session) error {
	return s.withAccounts(func(accounts *account.Service) error {
		tokens, err := accounts.TokensFor(s.ctx, c.User)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(s.out, tokens.Access)
		return err
	})
}

// withAccounts does something with the accounts of the running or started database.
func (s *session) withAccounts(do func(*account.Service) error) error {
	return s.with(func(d *database) error {
		pool, err := d.pool(s.ctx)
		if err != nil {
			return err
		}
		defer pool.Close()
		return do(account.NewService(pool, func() time.Time { return time.Now().UTC() }, issuer(s.config), issuer(s.config)))
	})
}
