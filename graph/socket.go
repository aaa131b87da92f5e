package graph

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/viewer"
)

const (
	subprotocol = "graphql-transport-ws"
	initTime    = 5 * time.Second
	sendTime    = 10 * time.Second // a client that does not read is given up
	pingEvery   = 20 * time.Second // so that one that is gone is noticed
	mostStreams = 10               // subscriptions of a socket at a time
)

// overSocket carries subscriptions over WebSocket, by the protocol graphql-transport-ws to the letter
// (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md). gqlgen's own transport writes without a deadline, keeps no
// count of subscriptions, takes an id twice and speaks an old protocol besides. Which pages may open one, package server decides.
type overSocket struct {
	services Services
	initTime time.Duration
}

func (overSocket) Supports(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

func (t overSocket) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	if !slices.ContainsFunc(r.Header.Values("Sec-Websocket-Protocol"), func(s string) bool { return strings.Contains(s, subprotocol) }) {
		http.Error(w, "This endpoint speaks "+subprotocol+".", http.StatusBadRequest)
		return
	}
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{subprotocol}, InsecureSkipVerify: true}) // of the Origin: the door has looked at it
	if err != nil {
		return // Accept has answered
	}
	conn.SetReadLimit(maxBody)
	ctx, cancel := context.WithCancel(r.Context())
	s := &socket{transport: t, exec: exec, conn: conn, ctx: ctx, cancel: cancel, active: map[string]context.CancelFunc{}}
	s.serve()
}

// frame is a message of the protocol.
type frame struct {
	Type    string          `json:"type"`
	ID      string          `json:"id,omitempty"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// closing is a reason to close the socket.
type closing struct {
	code   websocket.StatusCode
	reason string
}

var (
	badMessage = &closing{4400, "Invalid message received"}
	forbidden  = &closing{4403, "Forbidden"}
)

// socket is one connection.
type socket struct {
	transport overSocket
	exec      graphql.GraphExecutor
	conn      *websocket.Conn
	ctx       context.Context // ends with the socket
	cancel    context.CancelFunc
	person    context.Context // the same with whoever connected; nil until that is known
	mu        sync.Mutex
	active    map[string]context.CancelFunc // by the client's id
	streams   sync.WaitGroup
}

// serve reads messages until the client goes or breaks the protocol, then waits for the streams to end.
func (s *socket) serve() {
	defer s.streams.Wait()
	defer s.cancel()
	defer s.conn.CloseNow()
	late := time.AfterFunc(s.transport.initTime, func() { s.conn.Close(4408, "Connection initialisation timeout") })
	defer late.Stop()
	s.streams.Go(s.ping)
	for {
		kind, raw, err := s.conn.Read(s.ctx)
		if err != nil {
			return
		}
		var m frame
		why := badMessage
		if kind == websocket.MessageText && json.Unmarshal(raw, &m) == nil {
			why = s.take(m, late)
		}
		if why != nil {
			s.shut(why)
			return
		}
	}
}

// take acts on one message.
func (s *socket) take(m frame, late *time.Timer) *closing {
	switch m.Type {
	case "connection_init":
		if s.person != nil {
			return &closing{4429, "Too many initialisation requests"}
		}
		if !late.Stop() {
			return nil // too late: the socket is closing
		}
		return s.init(m.Payload)
	case "ping":
		s.send(frame{Type: "pong", Payload: m.Payload})
	case "pong":
	case "subscribe":
		return s.subscribe(m)
	case "complete":
		s.mu.Lock()
		defer s.mu.Unlock()
		if stop := s.active[m.ID]; stop != nil {
			stop()
		}
	default:
		return badMessage
	}
	return nil
}

// init finds out who connects: by cookie or header as in any request, else by an access token in the payload's
// "authorization". Nothing can be subscribed to by visitors, so they are turned away.
func (s *socket) init(payload json.RawMessage) *closing {
	ctx := s.ctx
	var p map[string]any
	if len(payload) > 0 && json.Unmarshal(payload, &p) != nil {
		return badMessage
	}
	header, _ := p["authorization"].(string)
	if header == "" {
		header, _ = p["Authorization"].(string)
	}
	if scheme, token, _ := strings.Cut(header, " "); strings.EqualFold(scheme, "Bearer") {
		v, err := s.transport.services.Accounts.ViewerByToken(ctx, strings.TrimSpace(token))
		if err != nil {
			return forbidden
		}
		v.Language = cmp.Or(v.Language, viewer.From(ctx).Language)
		ctx = viewer.With(ctx, v)
	}
	if !viewer.From(ctx).SignedIn() {
		return forbidden
	}
	s.person = ctx
	s.send(frame{Type: "connection_ack"})
	return nil
}

func (s *socket) subscribe(m frame) *closing {
	if s.person == nil {
		return &closing{4401, "Unauthorized"}
	}
	params := &graphql.RawParams{}
	if m.ID == "" || decodeParams(m.Payload, params) != nil || params.Query == "" && params.Extensions[documentID] == nil {
		return badMessage
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.active[m.ID] != nil {
		return &closing{4409, "Subscriber for " + clip(m.ID, 64) + " already exists"}
	}
	if len(s.active) >= mostStreams {
		limited := fault.New(fault.Limited, "", "A connection carries at most %d subscriptions.", mostStreams)
		raw, _ := json.Marshal([]any{present(s.person, limited)})
		s.send(frame{Type: "error", ID: m.ID, Payload: raw})
		return nil
	}
	ctx, stop := context.WithCancel(s.person)
	s.active[m.ID] = stop
	s.streams.Go(func() { s.stream(ctx, m.ID, params) })
	return nil
}

// stream sends the answers of one subscription, and why it ended, unless the client ended it.
func (s *socket) stream(ctx context.Context, name string, params *graphql.RawParams) {
	st := subscribe(ctx, s.exec, s.transport.services, params)
	end := frame{Type: "complete", ID: name}
	for {
		resp, last := st.answer()
		if resp == nil {
			break
		}
		if last {
			raw, _ := json.Marshal(told(resp.Errors)) // strings, paths and codes always encode
			end.Type, end.Payload = "error", raw
			break
		}
		s.send(frame{Type: "next", ID: name, Payload: body(resp)})
	}
	s.mu.Lock()
	stopped := ctx.Err() != nil
	s.active[name]() // the context ends with its stream
	delete(s.active, name)
	s.mu.Unlock()
	if !stopped {
		s.send(end)
	}
	if st.signedOut() {
		s.shut(forbidden)
	}
}

// send gives up the socket when the client does not take the message.
func (s *socket) send(m frame) {
	raw, _ := json.Marshal(m) // raw messages of ours and of the client's, which were read as JSON
	ctx, cancel := context.WithTimeout(s.ctx, sendTime)
	defer cancel()
	if s.conn.Write(ctx, websocket.MessageText, raw) != nil {
		s.cancel()
	}
}

// shut closes the socket with a reason, then ends what runs on it.
func (s *socket) shut(why *closing) {
	s.conn.Close(why.code, why.reason)
	s.cancel()
}

func (s *socket) ping() {
	for {
		select {
		case <-time.After(pingEvery):
		case <-s.ctx.Done():
			return
		}
		ctx, cancel := context.WithTimeout(s.ctx, sendTime)
		if s.conn.Ping(ctx) != nil {
			s.cancel()
		}
		cancel()
	}
}

// body is an answer as JSON.
func body(resp *graphql.Response) []byte {
	var out bytes.Buffer
	writeResponse(&out, resp)
	return out.Bytes()
}

func clip(s string, most int) string {
	if len(s) > most {
		return s[:most]
	}
	return s
}
