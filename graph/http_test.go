package graph

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/viewer"
)

// answered is an answer of the graph as HTTP carries it.
type answered struct {
	status int
	header http.Header
	body   []byte
	took   time.Duration
}

// send puts a request to the graph as a person.
func (h *house) send(t *testing.T, person string, r *http.Request) answered {
	t.Helper()
	v, known := h.people[person]
	if !known {
		t.Fatalf("nobody is called %q", person)
	}
	w := httptest.NewRecorder()
	start := time.Now()
	h.handler.ServeHTTP(w, r.WithContext(viewer.With(r.Context(), v)))
	return answered{w.Code, w.Header(), w.Body.Bytes(), time.Since(start)}
}

// post sends a raw body; headers are "Name: value" and stand beside a content type of application/json.
func (h *house) post(t *testing.T, person string, body []byte, headers ...string) answered {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Set(name, value)
	}
	return h.send(t, person, r)
}

// request is the JSON of an operation.
func request(t *testing.T, document string, variables any) []byte {
	t.Helper()
	raw, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// problem is an error of an answer as far as tests look at it.
type problem struct {
	Message    string `json:"message"`
	Path       []any  `json:"path"`
	Extensions struct {
		Code  string   `json:"code"`
		Field []string `json:"field"`
	} `json:"extensions"`
}

// read gives the answer's errors and data.
func (a answered) read(t *testing.T) (errs []problem, data map[string]any) {
	t.Helper()
	var parsed struct {
		Errors []problem      `json:"errors"`
		Data   map[string]any `json:"data"`
	}
	if err := json.Unmarshal(a.body, &parsed); err != nil {
		t.Fatalf("the answer is not JSON: %v in %.300s", err, a.body)
	}
	return parsed.Errors, parsed.Data
}
