package server

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/fault"
)

const (
	mostAtOnce = 64                     // requests that work at a time; more of them would only wait for the database and for each other
	mostQueued = mostAtOnce             // that wait for their turn: one round of the others, so that whoever gets in waits twice as long at most
	queueTime  = 500 * time.Millisecond // a turn that takes longer to come is refused: better now than after the client has given up
	signInTime = 10 * time.Second       // for what hashes passwords, two at a time
)

// admission lets so many requests work at once, and so many wait; the rest are told at once to come back, so that those who are
// admitted are served as if there were no others.
type admission struct {
	working, queued chan struct{}
}

func newAdmission() admission {
	return admission{make(chan struct{}, mostAtOnce), make(chan struct{}, mostQueued)}
}

// admit answers 503 with Retry-After when there is no turn soon. Streams are counted where they live.
func (s *Server) admit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if streams(r) {
			next.ServeHTTP(w, r)
			return
		}
		if !s.admission.enter(r.Context()) {
			w.Header().Set("Retry-After", "1")
			writeFault(w, r, fault.New(fault.Unavailable, "", "The portal is busy. Please try again in a minute."))
			return
		}
		defer func() { <-s.admission.working }()
		next.ServeHTTP(w, r)
	})
}

func (a admission) enter(ctx context.Context) bool {
	select {
	case a.working <- struct{}{}:
		return true
	default:
	}
	select {
	case a.queued <- struct{}{}:
		defer func() { <-a.queued }()
	default:
		return false
	}
	late := time.NewTimer(queueTime)
	defer late.Stop()
	select {
	case a.working <- struct{}{}:
		return true
	case <-late.C:
		return false
	case <-ctx.Done():
		return false
	}
}

// within gives a request so long.
func within(limit time.Duration, next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), limit)
		defer cancel()
		next(w, r.WithContext(ctx))
	})
}

// streams tells whether an answer goes on for as long as somebody listens.
func streams(r *http.Request) bool {
	return r.Header.Get("Upgrade") != "" || strings.Contains(r.Header.Get("Accept"), "text/event-stream")
}
