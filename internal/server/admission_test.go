package server

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// More than the portal can serve: those who are admitted get their answers, the others hear of it early, streams are not counted.
func TestOverload(t *testing.T) {
	s := &Server{admission: newAdmission()}
	hold, began := make(chan struct{}), make(chan struct{}, 1000)
	h := s.admit(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { began <- struct{}{}; <-hold }))
	ask := func(headers ...string) (int, http.Header, time.Duration) {
		r := httptest.NewRequest("POST", "/graphql", nil)
		for _, header := range headers {
			name, value, _ := strings.Cut(header, ": ")
			r.Header.Set(name, value)
		}
		rec, start := httptest.NewRecorder(), time.Now()
		h.ServeHTTP(rec, r)
		return rec.Code, rec.Header(), time.Since(start)
	}
	var all sync.WaitGroup
	for range mostAtOnce {
		all.Go(func() {
			if code, _, _ := ask(); code != 200 {
				t.Error("admitted, but", code)
			}
		})
	}
	for range mostAtOnce {
		<-began
	}
	var mu sync.Mutex
	var refused []time.Duration
	var late sync.WaitGroup
	for range 600 {
		late.Go(func() {
			code, header, took := ask()
			if code != 503 || header.Get("Retry-After") == "" {
				t.Error(code, header)
			}
			mu.Lock()
			refused = append(refused, took)
			mu.Unlock()
		})
	}
	all.Go(func() {
		if code, _, _ := ask("Accept: text/event-stream"); code != 200 {
			t.Error("a stream was refused", code)
		}
	})
	late.Wait()
	slices.Sort(refused)
	t.Logf("refused after %s (median), %s (last)", refused[300].Round(time.Microsecond), refused[599].Round(time.Millisecond))
	if refused[599] > 10*time.Second { // hang guard
		t.Error("refused late")
	}
	close(hold)
	all.Wait()
	if code, _, _ := ask(); code != 200 {
		t.Error("after the rush", code)
	}
}
