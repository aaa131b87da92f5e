package main

import (
	"fmt"
	"net"
	"net/url"
	"time"

	"github.com/bioxclusters/portal/internal/account"
)

type tokenCommand struct {
	User string `required:"" help:"Email address of the user." placeholder:"EMAIL"`
}

// Run prints an access token of ten minutes, alone on its line.
func (c tokenCommand) Run(s *session) error {
	return s.with(func(d *database) error {
		pool, err := d.pool(s.ctx)
		if err != nil {
			return err
		}
		defer pool.Close()
		accounts := account.NewService(pool, func() time.Time { return time.Now().UTC() }, s.issuer())
		tokens, err := accounts.TokensFor(s.ctx, c.User)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(s.out, tokens.Access)
		return err
	})
}

// issuer is the address that the serving portal signs as, as far as the settings tell.
func (s *session) issuer() *url.URL {
	if s.config.PublicURL != nil {
		return s.config.PublicURL
	}
	_, port, _ := net.SplitHostPort(s.config.Listen)
	return &url.URL{Scheme: "http", Host: net.JoinHostPort("localhost", port)}
}
