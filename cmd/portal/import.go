package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/bioxclusters/portal/internal/importer"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
)

type importCommand struct {
	Target  string `arg:"" enum:"organisations,opportunities" help:"What the file holds: organisations or opportunities."`
	File    string `arg:"" type:"existingfile" help:"CSV, or JSON lines."`
	Map     string `required:"" help:"File that says which column feeds which field, or the name of one that the portal brings along: clinicaltrials, een, organisations." placeholder:"MAP.yaml"`
	DryRun  bool   `help:"Do everything, then take it back."`
	SkipBad bool   `help:"Take the other records when some are refused; without it nothing is written then."`
	Cluster string `help:"Slug of the cluster that answers for the organisations; unset: the one that the map names." placeholder:"SLUG"`
	Report  string `type:"path" help:"Write the whole report there, as JSON." placeholder:"FILE.json"`
}

// Run imports a file and prints what came of it; it fails when records were refused and not skipped.
func (c importCommand) Run(s *session) error {
	m, err := importer.Load(c.Map)
	if err != nil {
		return err
	}
	if m.Target() != c.Target {
		return fmt.Errorf("the map %s is for %s", c.Map, m.Target())
	}
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	return s.with(func(d *database) error {
		pool, err := d.owner(s.ctx)
		if err != nil {
			return err
		}
		defer pool.Close()
		now := func() time.Time { return time.Now().UTC() }
		organisations := organisation.NewService(pool, now, issuer(s.config))
		im := importer.Importer{DB: pool, Organisations: organisations, Now: now,
			Opportunities: opportunity.NewService(pool, now, organisations, issuer(s.config))}
		report, err := im.Run(s.ctx, importer.Options{Map: m, File: file, Name: filepath.Base(c.File), Cluster: c.Cluster, DryRun: c.DryRun, SkipBad: c.SkipBad})
		if report == nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
		return errors.Join(err, report.WriteText(s.out), c.writeReport(report))
	})
}

func (c importCommand) writeReport(report *importer.Report) error {
	if c.Report == "" {
		return nil
	}
	file, err := os.Create(c.Report)
	if err != nil {
		return err
	}
	return errors.Join(report.WriteJSON(file), file.Close())
}
