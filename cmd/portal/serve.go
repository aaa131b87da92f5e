package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
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
	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/budget"
	"github.com/bioxclusters/portal/internal/catalogue"
	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/config"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/demo"
	"github.com/bioxclusters/portal/internal/importer"
	"github.com/bioxclusters/portal/internal/jobs"
	"github.com/bioxclusters/portal/internal/live"
	"github.com/bioxclusters/portal/internal/mail"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/match"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/once"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/outcome"
	"github.com/bioxclusters/portal/internal/report"
	"github.com/bioxclusters/portal/internal/server"
	"github.com/bioxclusters/portal/internal/statistics"
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
	var private net.Listener
	if s.config.MetricsListen != "" {
		if private, err = net.Listen("tcp", s.config.MetricsListen); err != nil {
			return fmt.Errorf("PORTAL_METRICS_LISTEN (--metrics-listen) is %q: %w", s.config.MetricsListen, err)
		}
		defer private.Close()
	}
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
	p, err := newPortal(s.config, pool, d.own, origin(s.config, listener), log)
	if err != nil {
		return err
	}
	return s.serve(p, d, listener, private)
}

// demonstration loads demonstration data when asked to, and refuses to show its accounts, whose passwords everyone knows,
// to more than this machine.
func (s *session) demonstration(d *database) error {
	owner, err := d.owner(s.ctx)
	if err != nil {
		return err
	}
	defer owner.Close()
	present, err := demo.Present(s.ctx, owner)
	if err != nil {
		return err
	}
	if present || s.config.Demo {
		if err := onLoopback(s.config); err != nil {
			return err
		}
	}
	if s.config.Demo {
		return demo.Ensure(s.ctx, owner, s.out)
	}
	return nil
}

// onLoopback refuses addresses by which others could reach the portal, its own or a proxy's.
func onLoopback(c config.Config) error {
	const why = "this database holds, or is to hold, demonstration accounts, which are served on loopback only"
	if !config.Loopback(c.Listen) {
		return fmt.Errorf("PORTAL_LISTEN (--listen) is %q: %s", c.Listen, why)
	}
	if c.PublicURL != nil && !config.Loopback(net.JoinHostPort(c.PublicURL.Hostname(), "0")) {
		return fmt.Errorf("PORTAL_PUBLIC_URL (--public-url) is %q: %s", c.PublicURL, why)
	}
	return nil
}

// portal is everything that runs while the portal serves.
type portal struct {
	handler, private http.Handler
	worker           *jobs.Worker
	catalogue        *catalogue.Catalogue
	matches          *match.Service
	live             *live.Hub
	costs            *budget.Ledger
	seal             func(context.Context) // the audit log, until the context ends
	public           *url.URL
}

// newPortal wires the nouns, bottom up. direct is the address of PostgreSQL itself, to listen on.
func newPortal(c config.Config, pool *db.DB, direct string, public *url.URL, log *slog.Logger) (*portal, error) {
	now := func() time.Time { return time.Now().UTC() }
	base := public.String()
	post, err := deliverer(c, public, log)
	if err != nil {
		return nil, err
	}
	markets, clusters, technologies := market.NewService(pool), cluster.NewService(pool), technology.NewService(pool)
	accounts := account.NewService(pool, now, issuer(c), base)
	organisations := organisation.NewService(pool, now, base)
	opportunities := opportunity.NewService(pool, now, organisations, base)
	matches := match.NewService(pool, now, organisations, opportunities, technologies, markets)
	missions := mission.NewService(pool, now, base)
	outcomes := outcome.NewService(pool, now, organisations, missions)
	reports := report.NewService(missions, outcomes, clusters, technologies)
	counts := statistics.NewService(pool, now, matches)
	watchers := live.NewHub(live.Options{DB: pool, URL: direct, Versions: missions.Beats, Viewers: accounts.ViewersBySessions, Log: log})
	missions.OnCommit(watchers.Changed)
	costs := budget.NewLedger(pool, now)
	answers := graph.NewHandler(graph.Services{
		Accounts: accounts, Markets: markets, Clusters: clusters, Technologies: technologies, Organisations: organisations,
		Opportunities: opportunities, Matches: matches, Missions: missions, Outcomes: outcomes, Reports: reports, Statistics: counts, Jobs: jobs.NewService(pool, now), Audit: audit.NewService(pool), Live: watchers, Now: now,
		Documents: web.Documents(), Adhoc: c.Adhoc, Limits: c.CostLimits, Ledger: costs,
	})
	dist, built := web.Dist()
	if !built {
		dist = nil // the server says how to build it
	}
	registry := prometheus.NewRegistry()
	handlers := map[string]jobs.Handler{mail.JobKind: mail.Handler(post)}
	maps.Copy(handlers, accounts.Handlers())
	maps.Copy(handlers, missions.JobHandlers())
	return &portal{
		public:    public,
		catalogue: opportunities.Catalogue(),
		matches:   matches,
		live:      watchers,
		costs:     costs,
		seal:      func(ctx context.Context) { audit.Seal(ctx, pool, now, log) },
		private:   server.Private(registry),
		handler: server.New(server.Options{DB: pool, Accounts: accounts, Missions: missions, Reports: reports, Importer: &importer.Importer{DB: pool, Organisations: organisations, Opportunities: opportunities, Now: now}, GraphQL: answers, Client: dist, PublicURL: public,
			TrustedProxies: c.TrustedProxies, Log: log, Registry: registry, Now: now, OIDC: provider(c)}),
		worker: &jobs.Worker{DB: pool, Handlers: handlers, Now: now, Log: log, Chores: []jobs.Chore{
			{Name: "expire opportunities", Every: time.Minute, Do: func(ctx context.Context) error { _, err := opportunities.ExpireDue(ctx, now()); return err }},
			{Name: "close missions", Every: time.Minute, Do: missions.CloseDue},
			{Name: "start missions", Every: time.Minute, Do: missions.RunDue},
			{Name: "lapse offers", Every: time.Minute, Do: missions.LapseDue},
			{Name: "remind", Every: 10 * time.Minute, Do: missions.Remind},
			{Name: "purge personal data", Every: time.Hour, Do: missions.PurgePersonalData},
			{Name: "sample matches", Every: 5 * time.Minute, Do: counts.TakeSample},
			{Name: "rotate the signing key", Every: time.Hour, Do: accounts.RotateDue},
			{Name: "prune accounts", Every: time.Hour, Do: accounts.Prune},
			{Name: "prune costs", Every: time.Hour, Do: costs.Prune},
			{Name: "prune the change log", Every: time.Hour, Do: func(ctx context.Context) error { return catalogue.Prune(ctx, pool, now()) }},
			{Name: "prune idempotency keys", Every: time.Hour, Do: func(ctx context.Context) error { return once.Prune(ctx, pool, now()) }},
		}},
	}, nil
}

// provider is the OpenID provider of the settings, nil for none.
func provider(c config.Config) *server.OIDC {
	if c.OIDC.Issuer == "" {
		return nil
	}
	return &server.OIDC{Issuer: c.OIDC.Issuer, ClientID: c.OIDC.ClientID, ClientSecret: c.OIDC.ClientSecret, Name: c.OIDC.Name}
}

// deliverer sends letters by SMTP, or puts them into a folder where there is no mail server.
func deliverer(c config.Config, public *url.URL, log *slog.Logger) (mail.Deliverer, error) {
	from := "noreply@" + public.Hostname()
	if c.SMTPURL == nil {
		return &mail.Folder{Dir: filepath.Join(c.DataDir, "letters"), From: from, Log: log}, nil
	}
	post, err := mail.NewSMTP(c.SMTPURL.String(), from)
	if err != nil {
		return nil, fmt.Errorf("PORTAL_SMTP_URL (--smtp-url): %w", err)
	}
	return post, nil
}

// serve answers requests until the context ends, then lets those under way finish. private is for metrics, nil for none.
func (s *session) serve(p *portal, d *database, listener, private net.Listener) error {
	group, ctx := errgroup.WithContext(s.ctx)
	front := server.Listen(p.handler)
	group.Go(func() error { return ignoreClosed(front.Serve(listener)) })
	group.Go(func() error { p.worker.Run(ctx); return nil })
	group.Go(func() error { p.seal(ctx); return nil })
	group.Go(func() error { p.catalogue.Run(ctx, slog.Default()); return nil })
	group.Go(func() error { warm(ctx, p.matches); return nil })
	group.Go(func() error { p.costs.Run(ctx, slog.Default()); return nil })
	group.Go(func() error { p.live.Run(ctx); return nil }) // its end ends the streams, which Shutdown would wait for
	if private != nil {
		back := &http.Server{Handler: p.private, ReadHeaderTimeout: 5 * time.Second}
		group.Go(func() error { return ignoreClosed(back.Serve(private)) })
		group.Go(func() error { <-ctx.Done(); return back.Close() })
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

// warm makes matching ready for whoever asks first, when it can: the catalogue must have been read.
func warm(ctx context.Context, matches *match.Service) {
	for matches.Warm(ctx) != nil {
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return
		}
	}
}

func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// issuer is who signs access tokens. Without PORTAL_PUBLIC_URL it does not depend on the port served, so that
// `portal token` signs as the serving portal does.
func issuer(c config.Config) string {
	if c.PublicURL != nil {
		return c.PublicURL.String()
	}
	return "http://localhost"
}

// origin is the portal's address for people.
func origin(c config.Config, listener net.Listener) *url.URL {
	if c.PublicURL != nil {
		return c.PublicURL
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return &url.URL{Scheme: "http", Host: strings.TrimSuffix(net.JoinHostPort("localhost", port), ":80")}
}
