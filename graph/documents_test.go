package graph

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/bioxclusters/portal/internal/viewer"
)

const (
	ofTheClient = "query Markets { markets { code } }"
	ownQuestion = "{markets{name}}"
)

// asking is the body of a request.
func asking(t *testing.T, members map[string]any) []byte {
	t.Helper()
	raw, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func persisted(text string) map[string]any {
	return map[string]any{"persistedQuery": map[string]any{"version": 1, "sha256Hash": hashOf(text)}}
}

func TestDocumentsByName(t *testing.T) {
	h := newHouse(t)
	s := h.services
	s.Documents = map[string]string{hashOf(ofTheClient): ofTheClient}
	h.handler = NewHandler(s)
	ask := func(members map[string]any) string {
		t.Helper()
		a := h.post(t, "visitor", asking(t, members))
		return string(a.body)
	}
	const good, name = `{"data":{"markets":[{"code":`, `{"data":{"markets":[{"name":`
	for _, c := range []struct {
		what    string
		members map[string]any
		want    string
	}{
		{"a trusted document", map[string]any{"documentId": "sha256:" + hashOf(ofTheClient)}, good},
		{"an unknown document", map[string]any{"documentId": "sha256:" + hashOf(ownQuestion)}, "PERSISTED_DOCUMENT_NOT_FOUND"},
		{"a trusted document as a persisted query", map[string]any{"extensions": persisted(ofTheClient)}, good},
		{"a query never sent", map[string]any{"extensions": persisted(ownQuestion)}, `"message":"PersistedQueryNotFound","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"}`},
		{"a wrong hash", map[string]any{"query": ownQuestion, "extensions": persisted(ownQuestion + " ")}, "BAD_REQUEST"},
		{"still unknown", map[string]any{"extensions": persisted(ownQuestion)}, "PersistedQueryNotFound"},
		{"a bad query", map[string]any{"query": "{nope}", "extensions": persisted("{nope}")}, "Cannot query field"},
		{"a bad query is not kept", map[string]any{"extensions": persisted("{nope}")}, "PersistedQueryNotFound"},
		{"with its text", map[string]any{"query": ownQuestion, "extensions": persisted(ownQuestion)}, name},
		{"kept", map[string]any{"extensions": persisted(ownQuestion)}, name},
		{"nonsense for a hash", map[string]any{"query": ownQuestion, "extensions": map[string]any{"persistedQuery": 7}}, name},
	} {
		if got := ask(c.members); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s", c.what, got)
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/graphql?documentId="+url.QueryEscape("sha256:"+hashOf(ofTheClient)), nil)
	if a := h.send(t, "visitor", r); !strings.HasPrefix(string(a.body), good) {
		t.Errorf("by GET: %s", a.body)
	}
}

// TestAdhoc bars visitors, then all but analysts, from questions of their own.
func TestAdhoc(t *testing.T) {
	h := newHouse(t)
	s := h.services
	s.Documents = map[string]string{hashOf(ofTheClient): ofTheClient}
	for circle, within := range map[viewer.Circle]string{viewer.Everyone: "visitor anna yara zoe", viewer.SignedIn: "anna yara zoe", viewer.Analysts: "yara zoe"} {
		s.Adhoc = circle
		h.handler = NewHandler(s)
		for _, person := range []string{"visitor", "anna", "yara", "zoe"} { // those who are barred first: they register nothing
			sent := h.post(t, person, asking(t, map[string]any{"query": ownQuestion, "extensions": persisted(ownQuestion)}))
			if got := strings.HasPrefix(string(sent.body), `{"data"`); got != strings.Contains(within, person) || !got && !strings.Contains(string(sent.body), `"FORBIDDEN"`) {
				t.Errorf("%v, %s: %s", circle, person, sent.body)
			}
			for _, text := range []string{ofTheClient, "query Markets {\n  markets {\n    code\n    __typename\n  }\n}"} { // as caches of clients write it
				if a := h.post(t, person, request(t, text, nil)); !strings.HasPrefix(string(a.body), `{"data"`) {
					t.Errorf("%v, %s is not answered the client's question: %s", circle, person, a.body)
				}
			}
		}
		if a := h.post(t, "visitor", asking(t, map[string]any{"extensions": persisted(ownQuestion)})); circle != viewer.Everyone && !strings.Contains(string(a.body), `"FORBIDDEN"`) {
			t.Errorf("%v: a visitor asks what others registered: %s", circle, a.body)
		}
	}
}
