package graph

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"go.uber.org/goleak"

	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/live"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/viewer"
)

const (
	watched  = id.Mission("mis_0000000000000000000000000A")
	watching = `subscription { missionChanged(id: "mis_0000000000000000000000000A") { placesLeft viewerRegistration { status position } } }`
)

// newLive is a house on the network whose hub runs, with a session for everybody. Whoever asks says who they are in a header.
func newLive(t *testing.T) (*house, string) {
	t.Helper()
	h := newHouse(t)
	for name, v := range h.people {
		if v.User == "" {
			continue
		}
		v.Session = id.Session("ses_" + string(v.User)[4:])
		h.people[name] = v
		if _, err := h.db.Exec(`insert into session (id, user_id, kind, secret_hash, created_at, expires_at) values ($1, $2, 'COOKIE', $3, $4, $5)`,
			v.Session, v.User, []byte(v.User), testNow, testNow.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	before := goleak.IgnoreCurrent()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { h.hub.Run(ctx); close(ended) }()
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		goleak.VerifyNone(t, before, goleak.IgnoreTopFunction("database/sql.(*DB).connectionOpener"), goleak.IgnoreTopFunction("database/sql.(*DB).connectionCleaner"))
	})
	url := front(t, h, initTime)
	t.Cleanup(func() { stop(); <-ended })
	return h, url
}

// front puts a house on the network; who connects has initTime to say so.
func front(t *testing.T, h *house, initTime time.Duration) string {
	answers := newHandler(h.services, initTime)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answers.ServeHTTP(w, r.WithContext(viewer.With(r.Context(), h.people[r.Header.Get("As")])))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// client is the other end of a socket.
type client struct {
	t    *testing.T
	conn *websocket.Conn
}

func dial(t *testing.T, url, person string) client {
	t.Helper()
	conn, _, err := websocket.Dial(t.Context(), url, &websocket.DialOptions{Subprotocols: []string{subprotocol}, HTTPHeader: http.Header{"As": {person}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.CloseNow() })
	return client{t, conn}
}

func (c client) say(message string) {
	c.t.Helper()
	if err := c.conn.Write(c.t.Context(), websocket.MessageText, []byte(message)); err != nil {
		c.t.Fatal(err)
	}
}

// hear is the next message, or the reason for which the socket was closed.
func (c client) hear() string {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), time.Minute)
	defer cancel()
	_, raw, err := c.conn.Read(ctx)
	if err != nil {
		return fmt.Sprint(int(websocket.CloseStatus(err)))
	}
	return string(raw)
}

func (c client) want(parts ...string) {
	c.t.Helper()
	got := c.hear()
	for _, p := range parts {
		if !strings.Contains(got, p) {
			c.t.Fatalf("got %s, want %s", got, p)
		}
	}
}

// subscribed connects and subscribes, and has heard the first answer.
func subscribed(t *testing.T, url, person string) client {
	t.Helper()
	c := dial(t, url, person)
	c.say(`{"type":"connection_init"}`)
	c.want(`"connection_ack"`)
	c.subscribe("s1", watching)
	return c
}

func (c client) subscribe(name, document string) {
	c.t.Helper()
	raw, _ := json.Marshal(map[string]any{"id": name, "type": "subscribe", "payload": map[string]string{"query": document}})
	c.say(string(raw))
}

func TestWatchersSeeWhatAnotherProcessDoes(t *testing.T) {
	h, url := newLive(t)
	elsewhere := mission.NewService(h.db, func() time.Time { return testNow }, "")
	hub := live.NewHub(live.Options{DB: h.db, URL: dbtest.URL(t), Versions: elsewhere.Beats, Viewers: h.services.Accounts.ViewersBySessions})
	elsewhere.OnCommit(hub.Changed)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { hub.Run(ctx); close(ended) }()
	defer func() { stop(); <-ended }()

	carla, bru := subscribed(t, url, "carla"), listen(t, url, "bru")
	carla.want(`"next"`, `"placesLeft":0,"viewerRegistration":{"status":"WAITLISTED","position":1}`)
	bru.want(`"placesLeft":0,"viewerRegistration":{"status":"CONFIRMED","position":null}`)
	if _, err := elsewhere.Withdraw(t.Context(), h.people["bru"], mission.WithdrawInput{RegistrationID: "reg_0000000000000000000000000B"}); err != nil {
		t.Fatal(err)
	}
	carla.want(`"next"`, `"viewerRegistration":{"status":"OFFERED","position":null}`)
	bru.want(`"viewerRegistration":{"status":"WITHDRAWN","position":null}`)
	if _, err := elsewhere.DeclineOffer(t.Context(), h.people["carla"], mission.DeclineOfferInput{RegistrationID: "reg_0000000000000000000000000C"}); err != nil {
		t.Fatal(err)
	}
	carla.want(`"placesLeft":1,"viewerRegistration":{"status":"DECLINED"`)
	carla.say(`{"type":"complete","id":"s1"}`)
	carla.say(`{"type":"ping","payload":{"n":1}}`)
	carla.want(`"pong"`, `{"n":1}`)
}

func TestStreamsEndWithSessionsAndRights(t *testing.T) {
	h, url := newLive(t)
	for _, c := range []struct{ person, change, code string }{
		{"bru", `update session set ended_at = now() where user_id = $1`, "UNAUTHENTICATED"},
		{"carla", `update portal_user set status = 'SUSPENDED' where id = $1`, "UNAUTHENTICATED"},
		{"sara", `update portal_user set cluster_id = null where id = $1`, "FORBIDDEN"},
		{"anna", `update portal_user set organisation_id = null, organisation_role = null where id = $1`, "FORBIDDEN"},
		{"zoe", `update portal_user set coordinator = false where id = $1`, "FORBIDDEN"},
		{"theo", `update session set expires_at = '2026-11-23' where user_id = $1`, "UNAUTHENTICATED"},
	} {
		socket, events := subscribed(t, url, c.person), listen(t, url, c.person)
		socket.want(`"next"`)
		events.want(`placesLeft`)
		start := time.Now()
		if _, err := h.db.Exec(c.change, h.people[c.person].User); err != nil {
			t.Fatal(err)
		}
		socket.want(`"error"`, `"`+c.code+`"`)
		events.want(`"` + c.code + `"`)
		t.Logf("%s: ended after %s", c.person, time.Since(start).Round(time.Millisecond))
		if c.code == "UNAUTHENTICATED" {
			socket.want("4403") // nothing else may be asked on this socket either
		} else {
			socket.subscribe("s2", watching)
			socket.want(`"next"`) // with the rights that are left
		}
		events.want("complete")
	}
}

func TestStreamsEndWithWhatTheyShow(t *testing.T) {
	h, url := newLive(t)
	c := subscribed(t, url, "anna")
	c.want(`"next"`)
	if _, err := h.db.Exec(`update mission set status = 'DRAFT', version = version + 1 where id = $1`, watched); err != nil {
		t.Fatal(err)
	}
	c.want(`"error"`, `"NOT_FOUND"`)
	c.subscribe("s2", watching)
	c.want(`"error"`, `"NOT_FOUND"`)
	c.subscribe("s3", strings.Replace(watching, "A\")", "Z\")", 1))
	c.want(`"error"`, `"NOT_FOUND"`)
}

func TestSocketProtocol(t *testing.T) {
	h, url := newLive(t)
	dial(t, front(t, h, 100*time.Millisecond), "anna").want("4408")
	for _, c := range []struct {
		person string
		say    []string
		want   string
	}{
		{"visitor", []string{`{"type":"connection_init"}`}, "4403"},
		{"visitor", []string{`{"type":"connection_init","payload":{"authorization":"Bearer x.y.z"}}`}, "4403"},
		{"anna", []string{`{"type":"subscribe","id":"1","payload":{"query":"{markets{code}}"}}`}, "4401"},
		{"anna", []string{`{"type":"connection_init"}`, `{"type":"connection_init"}`}, "4429"},
		{"anna", []string{`{"type":"connection_init","payload":[1]}`}, "4400"},
		{"anna", []string{`{"type":"start"}`}, "4400"},
		{"anna", []string{`{`}, "4400"},
		{"anna", []string{`{"type":"connection_init"}`, `{"type":"subscribe","id":"","payload":{"query":"{markets{code}}"}}`}, "4400"},
		{"anna", []string{`{"type":"connection_init"}`, `{"type":"subscribe","id":"1","payload":{}}`}, "4400"},
		{"anna", []string{`{"type":"` + strings.Repeat("x", maxBody) + `"}`}, "1009"},
	} {
		socket := dial(t, url, c.person)
		for _, s := range c.say {
			socket.say(s)
		}
		got := socket.hear()
		for strings.Contains(got, "connection_ack") {
			got = socket.hear()
		}
		if got != c.want {
			t.Errorf("%s %.100s: %s, want %s", c.person, c.say, got, c.want)
		}
	}
}

func TestSocketLimits(t *testing.T) {
	_, url := newLive(t)
	c := subscribed(t, url, "anna")
	c.want(`"next"`)
	c.subscribe("q", `{markets{code}}`)
	c.want(`"error"`, "subscriptions only")
	c.subscribe("q", `mutation{verifyEmail(input:{token:"x"}){verified}}`)
	c.want(`"error"`, "subscriptions only")
	c.subscribe("q", `subscription{nope}`)
	c.want(`"error"`, "Cannot query field")
	c.subscribe("q", `subscription { missionChanged(id: "mis_0000000000000000000000000A") { `+strings.Repeat("market{missions{nodes{", 5)+"id"+strings.Repeat("}}}", 5)+`}}`)
	c.want(`"error"`)
	for i := range mostStreams - 1 {
		c.subscribe(fmt.Sprint("more", i), watching)
		c.want(`"next"`)
	}
	c.subscribe("eleventh", watching)
	c.want(`"error"`, `"eleventh"`, `"LIMITED"`)
	c.say(`{"type":"complete","id":"more0"}`)
	for got := ""; !strings.Contains(got, `"next"`); got = c.hear() { // once the stream has ended there is room again
		time.Sleep(10 * time.Millisecond)
		c.subscribe(fmt.Sprint("eleventh", time.Now()), watching)
	}
	c.subscribe("s1", watching)
	for got := c.hear(); got != "4409"; got = c.hear() {
		if len(got) == 4 {
			t.Fatal(got)
		}
	}
}

// listener is the other end of a stream of events.
type listener struct {
	t      *testing.T
	events *bufio.Scanner
}

func listen(t *testing.T, url, person string) listener {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	r, _ := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(request(t, watching, nil)))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("As", person)
	resp, err := http.DefaultClient.Do(r)
	if err != nil || resp.StatusCode != http.StatusOK || !strings.HasPrefix(resp.Header.Get("Content-Type"), mediaEvents) {
		t.Fatal(resp, err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return listener{t, bufio.NewScanner(resp.Body)}
}

// want waits for the next event, which is to hold the text in its name or data.
func (l listener) want(text string) {
	l.t.Helper()
	var event string
	for l.events.Scan() {
		line := l.events.Text()
		switch {
		case line == "" && strings.Contains(event, "event:"):
			if !strings.Contains(event, text) {
				l.t.Fatalf("got %s, want %s", event, text)
			}
			return
		case !strings.HasPrefix(line, ":"):
			event += line + "\n"
		}
	}
	l.t.Fatalf("the stream ended; want %s", text)
}

func TestEventsRefuse(t *testing.T) {
	_, url := newLive(t)
	send := func(person, method, target, document string) (int, string) {
		t.Helper()
		r, _ := http.NewRequestWithContext(t.Context(), method, url+target, bytes.NewReader(request(t, document, nil)))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "text/event-stream")
		r.Header.Set("As", person)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		var all bytes.Buffer
		_, _ = all.ReadFrom(resp.Body)
		return resp.StatusCode, all.String()
	}
	for _, c := range []struct {
		person, document, want string
		status                 int
	}{
		{"visitor", watching, `"UNAUTHENTICATED"`, 200},
		{"anna", "{markets{code}}", "subscriptions only", 200},
		{"anna", "{", "GRAPHQL_PARSE_FAILED", 200},
		{"anna", "", "no query", 400},
		{"anna", strings.Repeat("x", maxBody), "too large", 413},
	} {
		status, got := send(c.person, http.MethodPost, "", c.document)
		if status != c.status || !strings.Contains(got, c.want) || status == 200 && !strings.Contains(got, "event: complete") {
			t.Errorf("%s %.40s: %d %s", c.person, c.document, status, got)
		}
	}
	if status, got := send("anna", http.MethodGet, "?query=%7Bmarkets%7Bcode%7D%7D", ""); status != 200 || !strings.Contains(got, "subscriptions only") {
		t.Error(status, got)
	}
}

func TestSubscriptionsNeedAStream(t *testing.T) {
	h := newHouse(t)
	a := h.post(t, "anna", request(t, watching, nil))
	if a.status != http.StatusBadRequest || !bytes.Contains(a.body, []byte("WebSocket")) {
		t.Errorf("%d %s", a.status, a.body)
	}
}
