package graph

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

const (
	askMarkets = `{"query":"{markets{code}}"}`
	canary     = "hunter2-canary" // stands for what people type in the wrong place; no answer repeats it
)

// TestTransport holds the endpoint to GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/).
func TestTransport(t *testing.T) {
	h := newHouse(t)
	cases := []struct {
		name, body, contentType, accept string
		status                          int
		media                           string
	}{
		{"no accept", askMarkets, "application/json", "", 200, mediaJSON},
		{"any", askMarkets, "application/json", "*/*", 200, mediaJSON},
		{"any application", askMarkets, "application/json", "application/*", 200, mediaJSON},
		{"the new media type", askMarkets, "application/json", mediaResponse, 200, mediaResponse},
		{"first that fits", askMarkets, "application/json", "text/html, " + mediaResponse + ";charset=utf-8, application/json;q=0.9", 200, mediaResponse},
		{"urql, which reads streams too", askMarkets, "application/json", "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed", 200, mediaResponse},
		{"a broken accept", askMarkets, "application/json", ";;, application/json", 200, mediaJSON},
		{"html only", askMarkets, "application/json", "text/html", 406, ""},
		{"utf-8 in capitals", askMarkets, "application/json; charset=UTF-8", "", 200, mediaJSON},
		{"latin 1", askMarkets, "application/json; charset=latin1", "", 415, mediaJSON},
		{"no content type", askMarkets, "", "", 415, mediaJSON},
		{"form", "query={markets{code}}", "application/x-www-form-urlencoded", "", 415, mediaJSON},
		{"text", askMarkets, "text/plain", "", 415, mediaJSON},
		{"multipart", askMarkets, "multipart/form-data; boundary=x", "", 415, mediaJSON},
		{"graphql", "{markets{code}}", "application/graphql", "", 415, mediaJSON},

		{"empty", "", "application/json", "", 400, mediaJSON},
		{"no JSON", "{query: " + canary, "application/json", "", 400, mediaJSON},
		{"byte order mark", "\xef\xbb\xbf" + askMarkets, "application/json", "", 400, mediaJSON},
		{"UTF-16", "{\x00\"\x00q\x00", "application/json", "", 400, mediaJSON},
		{"rubbish after", askMarkets + canary, "application/json", "", 400, mediaJSON},
		{"a second value", askMarkets + askMarkets, "application/json", "", 400, mediaJSON},
		{"space after", askMarkets + " \n\t", "application/json", "", 200, mediaJSON},
		{"batch", "[" + askMarkets + "," + askMarkets + "]", "application/json", "", 400, mediaJSON},
		{"empty batch", "[]", "application/json", "", 400, mediaJSON},
		{"null", "null", "application/json", "", 400, mediaJSON},
		{"text for a request", `"` + canary + `"`, "application/json", "", 400, mediaJSON},
		{"no query", `{"variables":{}}`, "application/json", "", 400, mediaJSON},
		{"query of a wrong type", `{"query":{"` + canary + `":1}}`, "application/json", "", 400, mediaJSON},
		{"operation name of a wrong type", `{"query":"{markets{code}}","operationName":["` + canary + `"]}`, "application/json", "", 400, mediaJSON},
		{"variables a list", `{"query":"{markets{code}}","variables":["` + canary + `"]}`, "application/json", "", 400, mediaJSON},
		{"variables a text", `{"query":"{markets{code}}","variables":"` + canary + `"}`, "application/json", "", 400, mediaJSON},
		{"variables null", `{"query":"{markets{code}}","variables":null}`, "application/json", "", 200, mediaJSON},
		{"extensions a list", `{"query":"{markets{code}}","extensions":[]}`, "application/json", "", 400, mediaJSON},
		{"a member unknown", `{"query":"{markets{code}}","id":7}`, "application/json", "", 200, mediaJSON},
		{"an extension unknown", `{"query":"{markets{code}}","extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + canary + `"}}}`, "application/json", "", 200, mediaJSON},
		{"deep JSON", `{"query":"{markets{code}}","variables":` + strings.Repeat("[", 30000) + strings.Repeat("]", 30000) + "}", "application/json", "", 400, mediaJSON},
		{"deep variable", `{"query":"query($f:OpportunityFilter){opportunities(filter:$f){totalCount}}","variables":{"f":` + strings.Repeat(`{"text":`, 5000) + "1" + strings.Repeat("}", 5000) + "}}", "application/json", "", 200, mediaJSON},
		{"the largest body", askMarkets + strings.Repeat(" ", maxBody-len(askMarkets)), "application/json", "", 200, mediaJSON},
		{"too large", askMarkets + strings.Repeat(" ", maxBody-len(askMarkets)+1), "application/json", "", 413, mediaJSON},

		{"syntax, old", `{"query":"{"}`, "application/json", mediaJSON, 200, mediaJSON},
		{"syntax, new", `{"query":"{"}`, "application/json", mediaResponse, 400, mediaResponse},
		{"unknown field, new", `{"query":"{nothing}"}`, "application/json", mediaResponse, 400, mediaResponse},
		{"wrong variable, new", `{"query":"query($c:String!){market(code:$c){code}}","variables":{"c":{}}}`, "application/json", mediaResponse, 400, mediaResponse},
		{"operation missing, new", `{"query":"query A{markets{code}}","operationName":"B"}`, "application/json", mediaResponse, 400, mediaResponse},
		{"operation unsaid, new", `{"query":"query A{markets{code}} query B{markets{code}}"}`, "application/json", mediaResponse, 400, mediaResponse},
		{"no operation, new", `{"query":"fragment F on Market{code}"}`, "application/json", mediaResponse, 400, mediaResponse},
		{"a fault of a field, new", `{"query":"mutation{updateProfile(input:{name:\"x\"}){user{id}}}"}`, "application/json", mediaResponse, 200, mediaResponse},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := h.post(t, "visitor", []byte(c.body), "Content-Type: "+c.contentType, "Accept: "+c.accept)
			if a.status != c.status {
				t.Fatalf("status %d, wanted %d: %.300s", a.status, c.status, a.body)
			}
			if bytes.Contains(a.body, []byte(canary)) {
				t.Errorf("the answer repeats what was sent: %.300s", a.body)
			}
			if c.media == "" {
				return
			}
			if got := a.header.Get("Content-Type"); got != c.media+"; charset=utf-8" {
				t.Errorf("content type %q", got)
			}
			errs, _ := a.read(t)
			if a.status >= 400 && len(errs) == 0 {
				t.Errorf("no error is told: %s", a.body)
			}
			for _, e := range errs {
				if e.Extensions.Code == "" || e.Extensions.Code == "INTERNAL" {
					t.Errorf("code %q: %s", e.Extensions.Code, a.body)
				}
			}
			if a.status == http.StatusUnsupportedMediaType && a.header.Get("Accept-Post") == "" {
				t.Error("no Accept-Post")
			}
		})
	}
}

func TestGet(t *testing.T) {
	h := newHouse(t)
	const change = `mutation{signUp(input:{email:"a@b.example",name:"A",password:"correct horse battery",privacyVersion:"2026-11"}){accepted}}`
	cases := []struct {
		name   string
		values url.Values
		status int
	}{
		{"query", url.Values{"query": {"{markets{code}}"}}, 200},
		{"variables", url.Values{"query": {"query($c:String!){market(code:$c){code}}"}, "variables": {`{"c":"CN"}`}}, 200},
		{"operation", url.Values{"query": {"query A{markets{code}} query B{clusters{slug}}"}, "operationName": {"B"}}, 200},
		{"empty", url.Values{}, 400},
		{"variables no JSON", url.Values{"query": {"{markets{code}}"}, "variables": {"{" + canary}}, 400},
		{"variables a list", url.Values{"query": {"{markets{code}}"}, "variables": {"[1]"}}, 400},
		{"extensions a number", url.Values{"query": {"{markets{code}}"}, "extensions": {"1"}}, 400},
		{"rubbish after", url.Values{"query": {"{markets{code}}"}, "variables": {"{} " + canary}}, 400},
		{"mutation", url.Values{"query": {change}}, 405},
		{"mutation among queries", url.Values{"query": {"query A{markets{code}} " + strings.Replace(change, "mutation", "mutation B", 1)}, "operationName": {"B"}}, 405},
		{"too large", url.Values{"query": {"{markets{code}}"}, "x": {strings.Repeat("x", maxBody)}}, 413},
	}
	before := h.tables(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := h.send(t, "visitor", httptest.NewRequest(http.MethodGet, "/graphql?"+c.values.Encode(), nil))
			if a.status != c.status || bytes.Contains(a.body, []byte(canary)) {
				t.Errorf("status %d, wanted %d: %.300s", a.status, c.status, a.body)
			}
			if c.status == http.StatusMethodNotAllowed && a.header.Get("Allow") != http.MethodPost {
				t.Errorf("Allow %q", a.header.Get("Allow"))
			}
		})
	}
	h.unchanged(t, before, "mutations by GET")
}

func TestOtherMethodsAreRefused(t *testing.T) {
	h := newHouse(t)
	for _, method := range []string{"PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "BREW"} {
		a := h.send(t, "visitor", httptest.NewRequest(method, "/graphql?query={markets{code}}", nil))
		if a.status != http.StatusMethodNotAllowed || a.header.Get("Allow") != "GET, POST" {
			t.Errorf("%s: status %d, Allow %q", method, a.status, a.header.Get("Allow"))
		}
	}
	upgrade := httptest.NewRequest(http.MethodGet, "/graphql?query={markets{code}}", nil)
	upgrade.Header.Set("Upgrade", "websocket")
	if a := h.send(t, "visitor", upgrade); a.status != http.StatusBadRequest {
		t.Errorf("upgrade: status %d", a.status)
	}
}

// TestNobodyListens asks with a context that has ended: the client has gone, or the operation took too long.
func TestNobodyListens(t *testing.T) {
	h := newHouse(t)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(`{"query":"{opportunities{totalCount}}"}`)).WithContext(gone)
	r.Header.Set("Content-Type", "application/json")
	a := h.send(t, "visitor", r)
	errs, _ := a.read(t)
	if a.status != http.StatusServiceUnavailable || len(errs) != 1 || errs[0].Extensions.Code != "UNAVAILABLE" {
		t.Errorf("status %d: %s", a.status, a.body)
	}
}

// TestAnswersTellTwentyErrors asks for more that is wrong than an answer tells.
func TestAnswersTellTwentyErrors(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var unknown strings.Builder
	for i := range 25 {
		fmt.Fprintf(&unknown, " unknown%d", i)
	}
	refused, _ := h.post(t, "visitor", request(t, "{"+unknown.String()+"}", nil)).read(t)
	failed, _ := h.post(t, "anna", request(t, `{nodes(ids:[`+strings.Repeat(`"x",`, 50)+`]){id}}`, nil)).read(t)
	if len(refused) != 20 || len(failed) > 20 {
		t.Errorf("%d and %d errors", len(refused), len(failed))
	}
}
