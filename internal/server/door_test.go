package server

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/viewer"
)

func TestForeignPagesCannotUseOurCookie(t *testing.T) {
	w := newWorld(t, "https://portal.example", nil)
	cookie := "Cookie: __Host-portal=" + w.cookie().Value
	cases := []struct {
		headers []string
		refused bool
	}{
		{[]string{"Sec-Fetch-Site: same-origin", "Origin: https://portal.example"}, false},
		{[]string{"Sec-Fetch-Site: none"}, false},
		{[]string{"Origin: https://portal.example", "Host: 10.1.2.3:8080"}, false}, // behind a proxy that does not pass Host on
		{[]string{"Origin: https://portal.example", "Host: 10.1.2.3:8080", "Sec-Fetch-Site: same-origin"}, false},
		{nil, false}, // no browser
		{[]string{"Sec-Fetch-Site: cross-site", "Origin: https://evil.example"}, true},
		{[]string{"Sec-Fetch-Site: cross-site"}, true},
		{[]string{"Sec-Fetch-Site: same-site", "Origin: https://www.portal.example"}, true},
		{[]string{"Origin: https://evil.example"}, true},
		{[]string{"Origin: null"}, true},
		{[]string{"Origin: https://portal.example.evil.example"}, true},
		{[]string{"Origin: https://portal.example:8443"}, true},
		{[]string{"Sec-Fetch-Site: rubbish", "Origin: https://evil.example"}, true},
	}
	for _, c := range cases {
		for _, target := range []string{"POST /graphql", "GET /graphql", "POST /auth/session", "POST /auth/token", "DELETE /auth/session"} {
			method, path, _ := strings.Cut(target, " ")
			if !c.refused && method == http.MethodDelete {
				continue // it would sign out
			}
			headers := append(slices.Clone(c.headers), cookie, asJS)
			if method == http.MethodGet {
				headers = append(headers, "Connection: Upgrade", "Upgrade: websocket")
			}
			rec := w.do(method, path, "{}", headers...)
			if (rec.Code == http.StatusForbidden) != c.refused {
				t.Errorf("%s %v: %d", target, c.headers, rec.Code)
			}
		}
	}
	if w.asker(cookie) != userID {
		t.Error("a foreign page signed somebody out")
	}
}

func TestClientAddresses(t *testing.T) {
	w := newWorld(t, "https://portal.example", nil)
	cases := []struct{ remote, forwarded, want string }{
		{"192.0.2.1:4711", "", "192.0.2.1"},
		{"192.0.2.1:4711", "198.51.100.7", "192.0.2.1"}, // no proxy of ours
		{"10.0.0.1:4711", "", "10.0.0.1"},
		{"10.0.0.1:4711", "198.51.100.7", "198.51.100.7"},
		{"10.0.0.1:4711", "203.0.113.9, 198.51.100.7", "198.51.100.7"}, // what the client wrote itself stands left
		{"10.0.0.1:4711", "203.0.113.9,198.51.100.7, 10.0.0.2 ", "198.51.100.7"},
		{"10.0.0.1:4711", "10.0.0.3, 10.0.0.2", "10.0.0.3"},
		{"10.0.0.1:4711", "203.0.113.9, rubbish", "10.0.0.1"},
		{"10.0.0.1:4711", "203.0.113.9, rubbish, 10.0.0.2", "10.0.0.2"},
		{"[::ffff:10.0.0.1]:4711", "198.51.100.7", "198.51.100.7"},
		{"[fd00::1]:4711", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
		{"[2001:db8::1]:4711", "198.51.100.7", "2001:db8::/64"},
		{"rubbish", "198.51.100.7", ""},
	}
	for _, c := range cases {
		rec := w.do("POST", "/graphql", "{}", "Remote: "+c.remote, "X-Forwarded-For: "+c.forwarded, "Forwarded: for=203.0.113.1", "X-Real-Ip: 203.0.113.2")
		var got map[string]string
		if err := json.Unmarshal(rec.Body.Bytes(), &got); err != nil || got["client"] != c.want {
			t.Errorf("%s, %q: %s, wanted %s", c.remote, c.forwarded, rec.Body, c.want)
		}
	}
	rec := w.do("POST", "/graphql", "{}", "Remote: 10.0.0.1:1", "X-Forwarded-For: 203.0.113.9", "X-Forwarded-For: 198.51.100.7")
	if !strings.Contains(rec.Body.String(), `"198.51.100.7"`) {
		t.Errorf("two header lines: %s", rec.Body)
	}
}

func TestLanguageOfVisitors(t *testing.T) {
	w := newWorld(t, "https://portal.example", nil)
	for accept, want := range map[string]string{"": "en", "ca-ES,es;q=0.8": "ca", "xx": "en", strings.Repeat("q", 9000): "en"} {
		if rec := w.do("POST", "/graphql", "{}", "Accept-Language: "+accept); !strings.Contains(rec.Body.String(), `"language":"`+want+`"`) {
			t.Errorf("%.20q: %s", accept, rec.Body)
		}
	}
}

// TestRoutes walks over methods and addresses; every answer carries the headers that protect a browser.
func TestRoutes(t *testing.T) {
	w := newWorld(t, "https://portal.example", site(t))
	cases := []struct {
		request string
		status  int
		allow   string
	}{
		{"GET /healthz", 200, ""}, {"HEAD /healthz", 200, ""}, {"POST /healthz", 405, "GET, HEAD"}, {"GET /readyz", 200, ""}, {"DELETE /readyz", 405, "GET, HEAD"},
		{"GET /.well-known/jwks.json", 200, ""}, {"PUT /.well-known/jwks.json", 405, "GET, HEAD"}, {"GET /.well-known/other", 404, ""},
		{"GET /auth/token", 405, "POST"}, {"PUT /auth/token", 405, "POST"}, {"OPTIONS /auth/token", 405, "POST"}, {"POST /auth/token", 400, ""},
		{"GET /auth/session", 405, "POST, DELETE"}, {"PATCH /auth/session", 405, "POST, DELETE"}, {"POST /auth/session", 400, ""}, {"DELETE /auth/session", 204, ""},
		{"GET /auth/other", 404, ""}, {"POST /auth/other", 405, "GET, HEAD"}, {"POST /graphql", 200, ""}, {"GET /graphql", 200, ""}, {"POST /graphql?panic", 500, ""},
		{"GET /", 200, ""}, {"HEAD /", 200, ""}, {"POST /", 405, "GET, HEAD"}, {"GET /missions/mis_1", 200, ""}, {"GET /metrics", 200, ""}, {"GET /debug/pprof/", 200, ""},
		{"GET /assets/app-1a2b.js", 200, ""}, {"GET /assets/none.js", 404, ""}, {"GET /assets/", 404, ""}, {"GET /favicon.ico", 200, ""}, {"GET /.env", 404, ""}, {"GET /.git/config", 404, ""},
	}
	for _, c := range cases {
		method, target, _ := strings.Cut(c.request, " ")
		rec := w.do(method, target, "")
		if rec.Code != c.status || rec.Header().Get("Allow") != c.allow {
			t.Errorf("%s: %d, Allow %q", c.request, rec.Code, rec.Header().Get("Allow"))
		}
		h := rec.Header()
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("X-Frame-Options") != "DENY" || !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'self'") ||
			h.Get("Referrer-Policy") == "" || h.Get("Cross-Origin-Opener-Policy") == "" || h.Get("Permissions-Policy") == "" || len(h.Get("X-Request-Id")) != 16 ||
			!strings.HasPrefix(h.Get("Strict-Transport-Security"), "max-age=") || h.Get("Access-Control-Allow-Origin") != "" || h.Get("Server") != "" {
			t.Errorf("%s: %v", c.request, h)
		}
		if strings.Contains(rec.Body.String(), "go_goroutines") || strings.Contains(rec.Body.String(), "goroutine") {
			t.Errorf("%s shows the inside", c.request)
		}
	}
	plain := newWorld(t, "http://localhost:8080", nil)
	if plain.do("GET", "/", "").Header().Get("Strict-Transport-Security") != "" {
		t.Error("on plain http, browsers are sent to https")
	}
}

// site is a built client with a secret beside it.
func site(t *testing.T) fs.FS {
	t.Helper()
	all := fstest.MapFS{"secret.txt": {Data: []byte("CANARY")}, "dist/index.html": {Data: []byte("<!doctype html>the page")}, "dist/assets/app-1a2b.js": {Data: []byte("js")}, "dist/favicon.ico": {Data: []byte("icon")}}
	dist, err := fs.Sub(all, "dist")
	if err != nil {
		t.Fatal(err)
	}
	return dist
}

func TestClient(t *testing.T) {
	w := newWorld(t, "https://portal.example", site(t))
	for target, cache := range map[string]string{"/": "no-cache", "/missions/mis_1?x=y": "no-cache", "/assets/app-1a2b.js": "public, max-age=31536000, immutable"} {
		if rec := w.do("GET", target, ""); rec.Code != 200 || rec.Header().Get("Cache-Control") != cache {
			t.Errorf("%s: %d, Cache-Control %q", target, rec.Code, rec.Header().Get("Cache-Control"))
		}
	}
	for _, target := range []string{"/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt", "/..%5csecret.txt", "//secret.txt",
		"/%00", "/assets/%00", "/./secret.txt", "/assets//../../secret.txt", "/etc/passwd", "/%2fetc%2fpasswd", "//evil.example/..", "/assets/%ff"} {
		rec := w.do("GET", target, "")
		if rec.Code >= 500 || strings.Contains(rec.Body.String(), "CANARY") || strings.Contains(rec.Body.String(), "root:") || strings.HasPrefix(rec.Header().Get("Location"), "//") {
			t.Errorf("%s: %d %v %s", target, rec.Code, rec.Header(), rec.Body)
		}
	}
	without := newWorld(t, "https://portal.example", nil)
	if rec := without.do("GET", "/", ""); rec.Code != 200 || !strings.Contains(rec.Body.String(), "make web") {
		t.Errorf("without a client: %d %s", rec.Code, rec.Body)
	}
}

func TestCompression(t *testing.T) {
	all := fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}, "assets/app-1a2b.js": {Data: bytes.Repeat([]byte("a+=1;"), 1000)}, "assets/face.woff2": {Data: bytes.Repeat([]byte("wOF2"), 1000)}}
	w := newWorld(t, "https://portal.example", all)
	const accepts = "Accept-Encoding: gzip, deflate, br"
	for target, coding := range map[string]string{"/assets/app-1a2b.js": "gzip", "/assets/face.woff2": "", "/": ""} {
		rec := w.do("GET", target, "", accepts)
		if rec.Code != 200 || rec.Header().Get("Content-Encoding") != coding {
			t.Errorf("%s: %d, Content-Encoding %q", target, rec.Code, rec.Header().Get("Content-Encoding"))
		}
		if coding != "" && (rec.Body.Len() > 1000 || !strings.Contains(rec.Header().Get("Vary"), "Accept-Encoding")) {
			t.Errorf("%s: %d bytes, Vary %q", target, rec.Body.Len(), rec.Header().Get("Vary"))
		}
	}
	if rec := w.do("GET", "/assets/app-1a2b.js", ""); rec.Header().Get("Content-Encoding") != "" || rec.Body.Len() != 5000 {
		t.Errorf("to who does not ask for it: %q, %d bytes", rec.Header().Get("Content-Encoding"), rec.Body.Len())
	}
}

// Another site's link can ask by GET in our people's name, not by POST: only what it cannot ask for may be compressed.
func TestGraphIsCompressedForPostsAlone(t *testing.T) {
	long := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/graphql-response+json")
		_, _ = w.Write(bytes.Repeat([]byte(" "), 5000))
	})
	for method, coding := range map[string]string{"GET": "", "POST": "gzip"} {
		r, rec := httptest.NewRequest(method, "/graphql", nil), httptest.NewRecorder()
		r.Header.Set("Accept-Encoding", "gzip")
		if postsCompressed(long).ServeHTTP(rec, r); rec.Header().Get("Content-Encoding") != coding {
			t.Errorf("%s: Content-Encoding %q", method, rec.Header().Get("Content-Encoding"))
		}
	}
}

// What is watched comes while the stream is still open, through all that stands around the graph.
func TestEventsLeaveAtOnce(t *testing.T) {
	w := newWorld(t, "http://localhost:8080", nil)
	o := w.options
	o.Registry = prometheus.NewRegistry()
	end := make(chan struct{})
	o.GraphQL = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(rw, "event: next\n\n")
		if err := http.NewResponseController(rw).Flush(); err != nil {
			t.Error(err)
		}
		<-end
	})
	server := httptest.NewServer(New(o))
	defer server.Close()
	defer close(end)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/graphql", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Accept-Encoding", "gzip")
	client := http.Client{Timeout: 20 * time.Second} // a hang guard
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	first := make([]byte, 11)
	if _, err := io.ReadFull(response.Body, first); err != nil || string(first) != "event: next" {
		t.Errorf("%q %v", first, err)
	}
}

func TestReadiness(t *testing.T) {
	server := dbtest.Server(t)
	if err := db.Migrate(t.Context(), server.URL("postgres")); err != nil {
		t.Fatal(err)
	}
	pool, err := db.Open(t.Context(), db.Options{URL: server.URL("postgres")})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	w := newWorldOn(t, pool, "https://portal.example", nil)
	ready := func(status int, reason string) {
		t.Helper()
		if rec := w.do("GET", "/readyz", ""); rec.Code != status || !strings.Contains(rec.Body.String(), reason) {
			t.Errorf("%d %s", rec.Code, rec.Body)
		}
	}
	ready(200, "ok")
	pool.MustExec(`delete from goose_db_version where version_id = (select max(version_id) from goose_db_version)`)
	ready(503, "migrations")
	cookie, bearer := "Cookie: __Host-portal="+w.cookie().Value, "Authorization: Bearer "+w.tokens(w.form(grant())).AccessToken
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
	ready(503, "database")
	if rec := w.do("GET", "/healthz", ""); rec.Code != 200 {
		t.Errorf("the process lives: %d", rec.Code)
	}
	for _, header := range []string{cookie, bearer} { // nobody is signed out because the database is away
		rec := w.do("POST", "/graphql", "{}", header)
		if rec.Code != 503 || !strings.Contains(rec.Body.String(), `"UNAVAILABLE"`) || len(rec.Result().Cookies()) > 0 || rec.Header().Get("WWW-Authenticate") != "" {
			t.Errorf("%.10s: %d %v %s", header, rec.Code, rec.Header(), rec.Body)
		}
	}
	if rec := w.form(grant()); rec.Code != 503 || !strings.Contains(rec.Body.String(), "temporarily_unavailable") {
		t.Errorf("sign-in: %d %s", rec.Code, rec.Body)
	}
}

func TestPanics(t *testing.T) {
	w := newWorld(t, "https://portal.example", nil)
	rec := w.do("POST", "/graphql?panic", "{}")
	id := rec.Header().Get("X-Request-Id")
	if rec.Code != 500 || !strings.Contains(rec.Body.String(), `"INTERNAL"`) || strings.Contains(rec.Body.String(), "canary") || strings.Contains(rec.Body.String(), ".go") {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if log := w.log.String(); !strings.Contains(log, "something broke") || strings.Count(log, id) != 2 || !strings.Contains(log, "status=500") {
		t.Errorf("the log does not tell of %s: %s", id, log)
	}
}

// TestTheLogKeepsSecrets does everything that a secret takes part in, and looks for it in the log.
func TestTheLogKeepsSecrets(t *testing.T) {
	w := newWorld(t, "https://portal.example", nil)
	cookie := w.cookie()
	tokens := w.tokens(w.form(grant()))
	w.do("POST", "/graphql?token="+tokens.AccessToken, "{}", "Cookie: __Host-portal="+cookie.Value)
	w.do("POST", "/graphql", "{}", "Authorization: Bearer "+tokens.AccessToken)
	w.do("POST", "/graphql?panic", "{}", "Authorization: Bearer "+tokens.AccessToken)
	w.do("POST", "/auth/token?password="+password[:6], grant().Encode()+"&password="+password, form)
	w.do("POST", "/auth/session", `{"email":"`+email+`","password":"`+password+`wrong"}`, asJS)
	w.do("POST", "/auth/session", `{"email":"`+email+`","password":"`+password, asJS)
	w.form(map[string][]string{"grant_type": {"refresh_token"}, "refresh_token": {tokens.RefreshToken}})
	v, err := w.accounts.ViewerByCookie(t.Context(), cookie.Value)
	if err != nil {
		t.Fatal(err)
	}
	_, personal, err := w.accounts.CreateToken(t.Context(), v, account.CreateTokenInput{Name: "canary script", Scopes: []viewer.Scope{viewer.Read}, Days: 1})
	if err != nil {
		t.Fatal(err)
	}
	w.do("POST", "/graphql", `{"query":"mutation{x(token:\"canary token\")}"}`, "Authorization: Bearer "+personal)
	w.do("POST", "/graphql", "{}", "Authorization: Bearer "+personal+"x")
	w.do("GET", "/reset/new?token="+personal, "")
	w.db.Close()
	w.do("POST", "/graphql", "{}", "Authorization: Bearer "+tokens.AccessToken)
	w.do("POST", "/graphql", "{}", "Cookie: __Host-portal="+cookie.Value)
	w.form(grant())
	log := w.log.String()
	for _, secret := range []string{password, "canary horse", "canary token", "canary script", personal, cookie.Value, tokens.AccessToken, tokens.RefreshToken, strings.Split(tokens.AccessToken, ".")[2], email} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %.20s…", secret)
		}
	}
	if strings.Count(log, "msg=request ") < 12 || !strings.Contains(log, "client=192.0.2.1") {
		t.Errorf("the log tells too little: %s", log)
	}
}
