package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/audit"
)

type auditCommand struct {
	Head string `help:"A head that was printed earlier; the chain must still hold it." placeholder:"POSITION:HASH"`
}

// Run checks the chain and prints its head, alone on its line.
func (c auditCommand) Run(s *session) error {
	noted, err := c.noted()
	if err != nil {
		return err
	}
	return s.with(func(d *database) error {
		pool, err := d.pool(s.ctx)
		if err != nil {
			return err
		}
		defer pool.Close()
		head, err := audit.Verify(s.ctx, pool, time.Now(), noted)
		if err != nil {
			return fmt.Errorf("the audit log does not hold: %w", err)
		}
		_, err = fmt.Fprintf(s.out, "%d:%s\n", head.Position, head.Hash)
		return err
	})
}

func (c auditCommand) noted() (*audit.Head, error) {
	if c.Head == "" {
		return nil, nil
	}
	position, hash, ok := strings.Cut(c.Head, ":")
	n, err := strconv.ParseInt(position, 10, 64)
	if !ok || err != nil {
		return nil, fmt.Errorf("--head is %q: give POSITION:HASH as printed", c.Head)
	}
	return &audit.Head{Position: n, Hash: strings.ToLower(hash)}, nil
}
