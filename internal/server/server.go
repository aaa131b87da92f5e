// Package server is the portal's HTTP: it finds out who asks, guards the door, signs people in and out, and serves the client.
// What GraphQL answers is graph's business, who somebody is account's.
package server

import (
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/importer"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/report"
)

// Options are what a Server is made of; all but Client and OIDC are mandatory.
type Options struct {
	DB             *db.DB
	Accounts       *account.Service
	Missions       *mission.Service
	Reports        *report.Service
	Importer       *importer.Importer
	GraphQL        http.Handler
	Client         fs.FS // the built client, nil when there is none
	PublicURL      *url.URL
	TrustedProxies []netip.Prefix
	Log            *slog.Logger
	Registry       *prometheus.Registry
	Now            func() time.Time
	OIDC           *OIDC // nil for none
}

// Server serves one portal.
type Server struct {
	Options
	metrics   metrics
	admission admission
	openID    *openID // nil for none
}

// New wires the routes.
func New(o Options) http.Handler {
	s := &Server{Options: o, metrics: newMetrics(o.Registry, o.DB), admission: newAdmission()}
	door := http.NewCrossOriginProtection() // refuses state-changing requests that a foreign page sends with our cookie
	if err := door.AddTrustedOrigin(o.PublicURL.Scheme + "://" + o.PublicURL.Host); err != nil {
		panic(err) // config has checked the address
	}
	mux := http.NewServeMux()
	mux.Handle("/graphql", upgrades(door, door.Handler(postsCompressed(s.admit(s.withViewer(o.GraphQL))))))
	mux.Handle("POST /auth/token", door.Handler(within(signInTime, s.token)))
	mux.Handle("POST /auth/session", door.Handler(within(signInTime, s.signIn)))
	mux.Handle("DELETE /auth/session", door.Handler(http.HandlerFunc(s.signOut)))
	mux.Handle("POST /auth/session/options", door.Handler(within(signInTime, s.beginPasskeySignIn)))
	mux.Handle("POST /auth/passkeys/options", door.Handler(s.withViewer(within(signInTime, s.beginPasskey))))
	mux.Handle("POST /auth/passkeys", door.Handler(s.withViewer(within(signInTime, s.addPasskey))))
	mux.Handle("/auth/session/options", only("POST"))
	mux.Handle("/auth/passkeys/options", only("POST"))
	mux.Handle("/auth/passkeys", only("POST"))
	mux.HandleFunc("GET /auth/ways", s.signInWays)
	if o.OIDC != nil {
		s.openID = &openID{OIDC: *o.OIDC}
		mux.Handle("GET "+oidcPath, within(signInTime, s.leave))
		mux.Handle("GET "+oidcPath+"/callback", within(signInTime, s.comingBack))
	}
	mux.Handle("/auth/token", only("POST"))
	mux.Handle("/auth/session", only("POST, DELETE"))
	mux.Handle("POST /files", door.Handler(s.withViewer(http.HandlerFunc(s.upload))))
	mux.Handle("GET /files/{id}", s.withViewer(http.HandlerFunc(s.file)))
	mux.Handle("GET /reports/{file}", s.withViewer(http.HandlerFunc(s.report)))
	mux.Handle("GET /calendars/{file}", s.withViewer(http.HandlerFunc(s.calendar)))
	mux.Handle("/calendars/{file}", only("GET, HEAD"))
	mux.Handle("/reports/{file}", only("GET, HEAD"))
	mux.Handle("/files", only("POST"))
	mux.Handle("POST /imports", door.Handler(s.withViewer(http.HandlerFunc(s.imports))))
	mux.Handle("/imports", only("POST"))
	mux.Handle("/files/{id}", only("GET, HEAD"))
	mux.HandleFunc("GET /.well-known/jwks.json", s.jwks)
	mux.HandleFunc("GET /healthz", healthz)
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.Handle("/", compressed(reading(client(o.Client))))
	return s.around(mux)
}

// upgrades refuses a WebSocket that a foreign page opens: its handshake is a GET, which the door would let through, but it
// carries our cookie past the browser's rules for reading answers.
func upgrades(door *http.CrossOriginProtection, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") != "" {
			probe := r.Clone(r.Context())
			probe.Method = http.MethodPost
			if err := door.Check(probe); err != nil {
				http.Error(w, err.Error(), http.StatusForbidden)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}
