package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/lib/pq"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
	"go.uber.org/goleak"

	"github.com/bioxclusters/portal/internal/budget"
	"github.com/bioxclusters/portal/internal/config"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/embeddedpg"
)

// operationTime is the deadline of an operation; a request that the database does not answer ends by then and three seconds.
const operationTime = 10 * time.Second

// troubled is a portal with a network between it and its database that a test can spoil.
type troubled struct {
	t     *testing.T
	url   string
	proxy *toxiproxy.Proxy
	pg    *embeddedpg.Server
}

// throughProxy starts a migrated database and a proxy in front of it.
func throughProxy(t *testing.T) (*embeddedpg.Server, *toxiproxy.Proxy) {
	t.Helper()
	server := dbtest.Server(t)
	if err := db.Migrate(t.Context(), server.URL("portal")); err != nil {
		t.Fatal(err)
	}
	socket, err := pq.NewConfig(server.URL("portal"))
	if err != nil {
		t.Fatal(err)
	}
	p := toxiproxy.NewProxy(toxiproxy.NewServer(toxiproxy.NewMetricsContainer(prometheus.NewRegistry()), zerolog.Nop()), "database", "127.0.0.1:0", bridge(t, socket.Host+"/.s.PGSQL.5432"))
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	return server, p
}

func newTroubled(t *testing.T) *troubled {
	t.Helper()
	server, p := throughProxy(t)
	return &troubled{t, portalOn(t, p), p, server}
}

// portalOn serves a portal whose database is behind a proxy, or is the primary of those behind several; it gives its address.
func portalOn(t *testing.T, proxies ...*toxiproxy.Proxy) string {
	t.Helper()
	var hosts, ports []string
	for _, p := range proxies {
		host, port, _ := net.SplitHostPort(p.Listen)
		hosts, ports = append(hosts, host), append(ports, port)
	}
	through := "host=" + strings.Join(hosts, ",") + " port=" + strings.Join(ports, ",") + " user=portal dbname=portal sslmode=disable"
	pool, err := db.Open(t.Context(), db.Options{URL: through, Role: db.AppRole})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	public, _ := url.Parse("http://localhost")
	limits, err := budget.Parse("")
	if err != nil {
		t.Fatal(err)
	}
	portal, err := newPortal(config.Config{DataDir: t.TempDir(), CostLimits: limits}, pool, through, public, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(portal.handler)
	t.Cleanup(front.Close)
	return front.URL
}

// bridge lets TCP reach a unix socket; it gives its address.
func bridge(t *testing.T, socket string) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var conns sync.WaitGroup
	t.Cleanup(func() { l.Close(); conns.Wait() })
	conns.Go(func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("unix", socket)
			if err != nil {
				client.Close()
				continue
			}
			for _, pair := range [][2]net.Conn{{client, server}, {server, client}} {
				conns.Go(func() { defer pair[0].Close(); defer pair[1].Close(); io.Copy(pair[0], pair[1]) })
			}
		}
	})
	return l.Addr().String()
}

// ask gives the code of the answer's error, "" for none.
func (w *troubled) ask() (code string, took time.Duration) {
	start := time.Now()
	resp, err := http.Post(w.url+"/graphql", "application/json", strings.NewReader(`{"query":"{markets{code} missions{totalCount}}"}`))
	if err != nil {
		return err.Error(), time.Since(start)
	}
	defer resp.Body.Close()
	raw, _ := io.ReadAll(resp.Body)
	var a struct {
		Error  struct{ Code string }
		Errors []struct{ Extensions struct{ Code string } }
	}
	if err := json.Unmarshal(raw, &a); err != nil {
		return string(raw), time.Since(start)
	}
	if a.Error.Code != "" {
		return a.Error.Code, time.Since(start)
	}
	for _, e := range a.Errors {
		code = e.Extensions.Code
	}
	return code, time.Since(start)
}

func (w *troubled) ready() int {
	resp, err := http.Get(w.url + "/readyz")
	if err != nil {
		w.t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

// heals waits until the portal answers again.
func (w *troubled) heals() {
	w.t.Helper()
	start := time.Now()
	for {
		if code, _ := w.ask(); code == "" {
			break
		} else if time.Since(start) > 30*time.Second { // five seconds on a machine that does nothing else
			w.t.Fatal("does not heal:", code)
		}
		time.Sleep(50 * time.Millisecond)
	}
	w.t.Logf("healed %s after", time.Since(start).Round(time.Millisecond))
	if status := w.ready(); status != 200 {
		w.t.Error("readyz says", status)
	}
}

func TestTheDatabaseInTrouble(t *testing.T) {
	before := goleak.IgnoreCurrent()
	t.Cleanup(func() { // after all subtests: what waited for the database has gone
		http.DefaultClient.CloseIdleConnections()
		goleak.VerifyNone(t, before)
	})
	toxic := func(w *troubled, json string) func() {
		added, err := w.proxy.Toxics.AddToxicJson(strings.NewReader(json))
		if err != nil {
			t.Fatal(err)
		}
		return func() { _ = w.proxy.Toxics.RemoveToxic(context.Background(), added.Name) }
	}
	for name, spoil := range map[string]func(*troubled) (heal func()){
		"gone": func(w *troubled) func() {
			w.proxy.Stop()
			return func() {
				if err := w.proxy.Start(); err != nil {
					t.Error(err)
				}
			}
		},
		"slow":        func(w *troubled) func() { return toxic(w, `{"type":"latency","attributes":{"latency":15000}}`) },
		"black-holed": func(w *troubled) func() { return toxic(w, `{"type":"timeout","attributes":{"timeout":0}}`) },
		"resetting":   func(w *troubled) func() { return toxic(w, `{"type":"reset_peer","attributes":{"timeout":0}}`) },
		"stopped": func(w *troubled) func() {
			_ = syscall.Kill(w.pg.Pid(), syscall.SIGSTOP)
			pid := w.pg.Pid()
			w.proxy.Stop()
			return func() {
				_ = syscall.Kill(pid, syscall.SIGCONT)
				if err := w.proxy.Start(); err != nil {
					t.Error(err)
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTroubled(t)
			w.t = t
			if code, _ := w.ask(); code != "" || w.ready() != 200 {
				t.Fatal("not well before:", code)
			}
			heal := spoil(w)
			var all sync.WaitGroup
			for range 30 { // more than the pool has connections
				all.Go(func() {
					if code, took := w.ask(); code != "UNAVAILABLE" || took > operationTime+3*time.Second {
						t.Errorf("%q after %s", code, took.Round(time.Millisecond))
					}
				})
			}
			all.Go(func() {
				if status := w.ready(); status != 503 {
					t.Error("readyz says", status)
				}
			})
			all.Wait()
			heal()
			w.heals()
		})
	}
	t.Run("failing over", func(t *testing.T) {
		t.Parallel()
		_, primary := throughProxy(t)
		server, standby := throughProxy(t)
		demote := func(readOnly string) {
			owner, err := db.Open(t.Context(), db.Options{URL: server.URL("postgres")})
			if err != nil {
				t.Fatal(err)
			}
			defer owner.Close()
			owner.MustExec(`alter database portal set default_transaction_read_only = ` + readOnly) // as a standby says it of itself
		}
		demote("on")
		w := &troubled{t: t, url: portalOn(t, standby, primary), proxy: primary, pg: server}
		if code, _ := w.ask(); code != "" || w.ready() != 200 {
			t.Fatal("the primary is not found:", code)
		}
		primary.Stop()
		if code, took := w.ask(); code != "UNAVAILABLE" || took > operationTime+3*time.Second || w.ready() != 503 {
			t.Errorf("without a primary: %q after %s", code, took)
		}
		demote("off")
		w.heals()
	})
	t.Run("restarted", func(t *testing.T) {
		t.Parallel()
		w := newTroubled(t)
		w.t = t
		killed := w.pg.Pid()
		if err := syscall.Kill(killed, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		start, refused := time.Now(), 0
		for {
			code, _ := w.ask()
			if code == "" && w.pg.Pid() != killed {
				break
			}
			if refused++; code != "" && code != "UNAVAILABLE" || time.Since(start) > time.Minute {
				t.Fatalf("%q after %s", code, time.Since(start))
			}
			time.Sleep(20 * time.Millisecond)
		}
		t.Logf("back %s after the kill, %d requests refused or early", time.Since(start).Round(time.Millisecond), refused)
	})
}

// lines gives what a command prints as it prints it.
type lines struct {
	mu  sync.Mutex
	out bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.out.Write(b)
}

func (l *lines) address(t *testing.T) string {
	t.Helper()
	for range 600 {
		l.mu.Lock()
		_, rest, found := strings.Cut(l.out.String(), "listening on ")
		l.mu.Unlock()
		if at, _, ended := strings.Cut(rest, "\n"); found && ended {
			return at
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the portal does not listen")
	return ""
}

// SIGTERM ends the context that a command runs with. Requests that wait for their turn at the password's hash are under way then;
// each is answered.
func TestStoppingLosesNoRequest(t *testing.T) {
	variables := map[string]string{"PORTAL_LISTEN": "127.0.0.1:0", "PORTAL_DATABASE_URL": dbtest.URL(t), "PORTAL_DATA_DIR": t.TempDir()}
	ctx, stop := context.WithCancel(t.Context())
	out, ended := &lines{}, make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"serve"}, func(name string) (string, bool) { value, ok := variables[name]; return value, ok }, out)
	}()
	at := out.address(t)
	const clients = 20
	var sent, all sync.WaitGroup
	sent.Add(clients)
	for i := range clients {
		all.Go(func() {
			var once sync.Once
			trace := &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { once.Do(sent.Done) }}
			body := fmt.Sprintf(`{"email":"nobody%d@example.org","password":"guess number one"}`, i)
			r, _ := http.NewRequestWithContext(httptrace.WithClientTrace(context.Background(), trace), "POST", at+"/auth/session", strings.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			resp, err := http.DefaultClient.Do(r)
			if err != nil {
				once.Do(sent.Done)
				t.Error(err)
				return
			}
			defer resp.Body.Close()
			if raw, err := io.ReadAll(resp.Body); err != nil || resp.StatusCode != http.StatusUnauthorized {
				t.Errorf("%d %s %v", resp.StatusCode, raw, err)
			}
		})
	}
	sent.Wait()
	time.Sleep(200 * time.Millisecond) // until the portal has accepted them all: the last lies in the kernel's queue
	stop()
	all.Wait()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(stopTime + 10*time.Second):
		t.Error("the portal does not stop")
	}
	if _, err := http.Get(at + "/healthz"); err == nil {
		t.Error("somebody still answers")
	}
}
