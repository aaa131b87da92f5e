package server

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/outcome"
	"github.com/bioxclusters/portal/internal/report"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

const (
	email    = "anna@arbre.example"
	password = "canary horse battery"
	userID   = "usr_0000000000000000000000000A"
)

// passwordHash is made once: it costs time by design.
var passwordHash = account.HashPassword(password)

// world is a door with one person who may pass it.
type world struct {
	t        *testing.T
	http     http.Handler
	db       *db.DB
	accounts *account.Service
	options  Options
	log      bytes.Buffer
	now      time.Time
}

// newWorld serves at a public address; the graph behind it says who asks and from where, and panics when asked to.
func newWorld(t *testing.T, public string, client fs.FS) *world {
	t.Helper()
	return newWorldOn(t, dbtest.New(t), public, client)
}

func newWorldOn(t *testing.T, pool *db.DB, public string, client fs.FS) *world {
	t.Helper()
	w := &world{t: t, db: pool, now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	if _, err := w.db.Exec(`insert into portal_user (id, email, email_key, name, password_hash, email_verified_at, created_at, updated_at)
		values ($1, $2, $2, 'Anna', $3, now(), now(), now()) on conflict do nothing`, userID, email, passwordHash); err != nil {
		t.Fatal(err)
	}
	address, err := url.Parse(public)
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return w.now }
	log := slog.New(slog.NewTextHandler(&w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	before := slog.Default()
	slog.SetDefault(log)
	t.Cleanup(func() { slog.SetDefault(before) })
	missions, organisations := mission.NewService(w.db, now, public), organisation.NewService(w.db, now, public)
	reports := report.NewService(missions, outcome.NewService(w.db, now, organisations, missions), cluster.NewService(w.db), technology.NewService(w.db))
	w.accounts = account.NewService(w.db, now, public, public)
	w.options = Options{DB: w.db, Accounts: w.accounts, Missions: missions, Reports: reports, GraphQL: http.HandlerFunc(graph), Client: client,
		PublicURL: address, TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")},
		Log: log, Registry: prometheus.NewRegistry(), Now: now}
	w.http = New(w.options)
	return w
}

func graph(rw http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Has("panic") {
		panic("canary: something broke")
	}
	writeJSON(rw, http.StatusOK, map[string]string{"user": string(viewer.From(r.Context()).User), "client": string(account.ClientFrom(r.Context())),
		"language": viewer.From(r.Context()).Language})
}

// do sends a request; headers are "Name: value", of which "Remote" is the address that it comes from.
func (w *world) do(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.RemoteAddr = "192.0.2.1:4711"
	for _, header := range headers {
		switch name, value, _ := strings.Cut(header, ": "); name {
		case "Remote":
			r.RemoteAddr = value
		case "Host":
			r.Host = value
		default:
			r.Header.Add(name, value)
		}
	}
	rec := httptest.NewRecorder()
	w.http.ServeHTTP(rec, r)
	return rec
}

const (
	form = "Content-Type: application/x-www-form-urlencoded"
	asJS = "Content-Type: application/json"
)

func (w *world) form(values url.Values, headers ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.do("POST", "/auth/token", values.Encode(), append(headers, form)...)
}

// grant is a good request for tokens.
func grant() url.Values {
	return url.Values{"grant_type": {"password"}, "username": {email}, "password": {password}}
}

// tokens reads the answer of /auth/token.
func (w *world) tokens(rec *httptest.ResponseRecorder) tokenAnswer {
	w.t.Helper()
	var a tokenAnswer
	if err := json.Unmarshal(rec.Body.Bytes(), &a); err != nil || rec.Code != http.StatusOK || a.AccessToken == "" || a.RefreshToken == "" {
		w.t.Fatalf("no tokens: %d %s", rec.Code, rec.Body)
	}
	return a
}

// cookie signs in as a browser does.
func (w *world) cookie(headers ...string) *http.Cookie {
	w.t.Helper()
	rec := w.do("POST", "/auth/session", `{"email":"`+email+`","password":"`+password+`"}`, append(headers, asJS)...)
	cookies := rec.Result().Cookies()
	if rec.Code != http.StatusNoContent || len(cookies) != 1 {
		w.t.Fatalf("no cookie: %d %s", rec.Code, rec.Body)
	}
	return cookies[0]
}

// asker is whom the graph sees.
func (w *world) asker(headers ...string) string {
	w.t.Helper()
	rec := w.do("POST", "/graphql", "{}", headers...)
	var who map[string]string
	if err := json.Unmarshal(rec.Body.Bytes(), &who); err != nil || rec.Code != http.StatusOK {
		w.t.Fatalf("the graph was not reached: %d %s", rec.Code, rec.Body)
	}
	return who["user"]
}
