package graph

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

const (
	mediaEvents = "text/event-stream"
	stillHere   = 12 * time.Second // proxies cut connections that say nothing
)

// overEvents carries one subscription a request as server-sent events, graphql-sse in its distinct connections mode
// (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md), by POST or, for EventSource, by GET. gqlgen's own
// transport has no limit of the body, echoes it, and writes to the connection after its request is over.
type overEvents struct{ services Services }

// Supports leaves requests to the transport for queries that take JSON too: urql names every media type it reads.
func (overEvents) Supports(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	_, json := negotiate(accept)
	return r.Header.Get("Upgrade") == "" && !json && strings.Contains(accept, mediaEvents)
}

func (t overEvents) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	params, status, problem := readParams(w, r)
	if problem != "" {
		answer{w: w, media: mediaJSON}.refuse(r, exec, status, problem)
		return
	}
	out := events{w: w, c: http.NewResponseController(w)}
	_ = out.c.SetReadDeadline(time.Time{}) // the request has been read; the stream may last
	w.Header().Set("Content-Type", mediaEvents+"; charset=utf-8")
	w.Header().Set("X-Accel-Buffering", "no") // nginx would keep events to itself
	if !out.write(":\n\n") {
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	answers := make(chan []byte)
	go produce(ctx, subscribe(ctx, exec, t.services, params), answers)
	out.copy(answers)
	cancel()
	for range answers { // until the producer has ended
	}
}

// produce sends the answers of a stream and closes the channel when it is over, or ctx.
func produce(ctx context.Context, st *stream, answers chan<- []byte) {
	defer close(answers)
	for {
		resp, last := st.answer()
		if resp != nil {
			select {
			case answers <- body(resp):
			case <-ctx.Done():
				return
			}
		}
		if last {
			return
		}
	}
}

// events writes a stream of them; it stops at the first write that fails.
type events struct {
	w http.ResponseWriter
	c *http.ResponseController
}

// copy writes answers until there are no more, and a sign of life when there are none for a while.
func (e events) copy(answers <-chan []byte) {
	for ok := true; ok; {
		select {
		case a, more := <-answers:
			if !more {
				e.write("event: complete\ndata:\n\n")
				return
			}
			ok = e.write("event: next\ndata: " + string(a) + "\n\n")
		case <-time.After(stillHere):
			ok = e.write(":\n\n")
		}
	}
}

func (e events) write(s string) bool {
	_ = e.c.SetWriteDeadline(time.Now().Add(sendTime))
	_, err := e.w.Write([]byte(s))
	return err == nil && e.c.Flush() == nil
}
