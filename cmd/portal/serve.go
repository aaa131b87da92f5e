package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"github.com/bioxclusters/portal/graph"
	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/config"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/demo"
	"github.com/bioxclusters/portal/internal/jobs"
	"github.com/bioxclusters/portal/internal/mail"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/match"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/server"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/web"
)

// stopTime is how long requests under way may take after SIGTERM.
const stopTime = 20 * time.Second

type serveCommand struct{}

// Run serves until the context ends: database, migrations, nouns, graph, HTTP, jobs, in this order, and back.
func (serveCommand) Run(s *session) (err error) {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	slog.SetDefault(log)
	listener, err := net.Listen("tcp", s.config.Listen) // first: a port that is taken should not start a database
	if err != nil {
		return fmt.Errorf("PORTAL_LISTEN (--listen) is %q: %w", s.config.Listen, err)
	}
	defer listener.Close()
	d, err := start(s.ctx, s.config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.stop()) }()
	if err := d.migrate(s.ctx); err != nil {
		return err
	}
	if err := s.demonstration(d); err != nil {
		return err
	}
	pool, err := d.pool(s.ctx)
	if err != nil {
		return err
	}
	defer pool.Close()
	p, err := newPortal(s.ctx, s.config, pool, origin(s.config, listener), log)
	if err != nil {
		return err
	}
	return s.serve(p, d, listener)
}

// demonstration loads demonstration data when asked to, and refuses to show its accounts, whose passwords everyone knows,
// to more than this machine.
func (s *session) demonstration(d *database) error {
	owner, err := d.owner(s.ctx)
	if err != nil {
		return err
	}
	defer owner.Close()
	if s.config.Demo {
		if err := demo.Ensure(s.ctx, owner, s.out); err != nil {
			return err
		}
	}
	present, err := demo.Present(s.ctx, owner)
	if err != nil {
		return err
	}
	if present && !config.Loopback(s.config.Listen) {
		return fmt.Errorf("PORTAL_LISTEN (--listen) is %q: this database holds demonstration accounts, which are served on loopback only", s.config.Listen)
	}
	return nil
}

// portal is everything that runs while the portal serves.
type portal struct {
	handler  http.Handler
	private  http.Handler
	worker   *jobs.Worker
	chores   []func(context.Context) error // what is due by the clock
	log      *slog.Logger
	public   *url.URL
	accounts *account.Service
}

// newPortal wires the nouns, bottom up.
func newPortal(ctx context.Context, c config.Config, pool *db.DB, public *url.URL, log *slog.Logger) (*portal, error) {
	now := func() time.Time { return time.Now().UTC() }
	post, err := mail.NewDeliverer(c.SMTPURL, filepath.Join(c.DataDir, "letters"), public, log)
	if err != nil {
		return nil, err
	}
	markets, clusters, technologies := market.NewService(pool), cluster.NewService(pool), technology.NewService(pool)
	accounts := account.NewService(pool, now, public)
	organisations := organisation.NewService(pool, now)
	opportunities := opportunity.NewService(pool, now)
	matches := match.NewService(pool, now)
	missions := mission.NewService(pool, now)
	registry := prometheus.NewRegistry()
	p := &portal{log: log, public: public, accounts: accounts, private: server.Private(registry)}
	answers := graph.NewHandler(graph.Services{
		Accounts: accounts, Markets: markets, Clusters: clusters, Technologies: technologies, Organisations: organisations,
		Opportunities: opportunities, Matches: matches, Missions: missions, Now: now,
	})
	dist, ok := web.Dist()
	if !ok {
		dist = nil
	}
	p.handler = server.New(server.Options{DB: pool, Accounts: accounts, GraphQL: answers, Client: dist, PublicURL: public,
		TrustedProxies: c.TrustedProxies, Log: log, Registry: registry, Now: now})
	p.worker = jobs.NewWorker(pool, now, log, post.Handlers(), missions.JobHandlers())
	p.chores = []func(context.Context) error{opportunities.ExpireDue, missions.CloseDue, accounts.Prune}
	return p, nil
}

// serve answers requests until the context ends, then lets those under way finish.
func (s *session) serve(p *portal, d *database, listener net.Listener) error {
	group, ctx := errgroup.WithContext(s.ctx)
	front := server.Listen(p.handler)
	group.Go(func() error { return ignoreClosed(front.Serve(listener)) })
	group.Go(func() error { return p.worker.Run(ctx) })
	group.Go(func() error { return p.doChores(ctx) })
	if s.config.MetricsListen != "" {
		private := &http.Server{Addr: s.config.MetricsListen, Handler: p.private, ReadHeaderTimeout: 5 * time.Second}
		group.Go(func() error { return ignoreClosed(private.ListenAndServe()) })
		group.Go(func() error { <-ctx.Done(); return private.Close() })
	}
	if d.server != nil {
		group.Go(func() error { return watch(ctx, d) })
	}
	group.Go(func() error {
		<-ctx.Done()
		deadline, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
		defer cancel()
		return front.Shutdown(deadline)
	})
	s.announce(p, listener)
	return group.Wait()
}

// watch ends the portal when its private database was given up.
func watch(ctx context.Context, d *database) error {
	select {
	case <-ctx.Done():
		return nil
	case <-d.server.Done():
		return fmt.Errorf("the private database ended: %w", d.server.Stop())
	}
}

// announce says where the portal answers, each address alone on its line.
func (s *session) announce(p *portal, listener net.Listener) {
	fmt.Fprintf(s.out, "listening on http://%s\n", listener.Addr())
	fmt.Fprintf(s.out, "the portal is at %s\n", p.public)
	if s.config.Demo {
		fmt.Fprint(s.out, demo.SignIns)
	}
}

// doChores does once a minute what the clock, not a person, brings about; a chore that fails is tried again.
func (p *portal) doChores(ctx context.Context) error {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		for _, chore := range p.chores {
			if err := chore(ctx); err != nil && ctx.Err() == nil {
				p.log.WarnContext(ctx, "chore failed", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// origin is the portal's address for people.
func origin(c config.Config, listener net.Listener) *url.URL {
	if c.PublicURL != nil {
		return c.PublicURL
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return &url.URL{Scheme: "http", Host: strings.TrimSuffix(net.JoinHostPort("localhost", port), ":80")}
}
