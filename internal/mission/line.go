package mission

import (
	"context"
	"errors"
	"time"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/once"
	"github.com/bioxclusters/portal/internal/viewer"
)

// newcomer is somebody who wants to register an organisation, in line at a mission's door.
type newcomer struct {
	ctx          context.Context // of the call: for its end, its language and its request id
	viewer       viewer.Viewer
	name         string // the mutation
	key          string // idempotency key, "" for none
	input        any    // what the client sent
	organisation id.Organisation
	nominee      bool // registered by staff of its cluster
	delegates    []DelegateInput
	motivation   string

	made  *Registration // when it was registered now
	node  id.Registration
	fault error
	done  chan struct{} // closed when the above say how it ended
}

const (
	lineWidth = 64               // newcomers who are decided on in one transaction
	lineLimit = 10 * time.Second // for that transaction
)

// queue puts a newcomer in line and waits for the decision. In each process one goroutine a mission decides on the line in its
// order, many in one transaction: a rush for one mission takes one connection, and one lock for all of them.
func (s *Service) queue(ctx context.Context, m id.Mission, n *newcomer) (*Registration, error) {
	n.ctx, n.done = ctx, make(chan struct{})
	s.doors.Lock()
	line, busy := s.lines[m]
	s.lines[m] = append(line, n)
	s.doors.Unlock()
	if !busy {
		go s.serveLine(m)
	}
	select {
	case <-n.done:
	case <-ctx.Done(): // it may be decided on nevertheless; whoever sends it again with its key learns
		return nil, db.Fault(ctx.Err())
	}
	if n.fault != nil || n.made != nil {
		return n.made, n.fault
	}
	return s.Registration(ctx, n.viewer, n.node)
}

// serveLine decides on the line until nobody stands in it.
func (s *Service) serveLine(m id.Mission) {
	for {
		s.doors.Lock()
		next, rest := nextInLine(s.lines[m])
		if next == nil {
			delete(s.lines, m)
			s.doors.Unlock()
			return
		}
		s.lines[m] = rest
		s.doors.Unlock()
		s.admit(m, next)
		for _, n := range next {
			close(n.done)
		}
	}
}

// nextInLine takes those out of the line who can be decided on together: no organisation twice, and none who left.
func nextInLine(line []*newcomer) (next, rest []*newcomer) {
	seen := map[id.Organisation]bool{}
	for i, n := range line {
		switch {
		case n.ctx.Err() != nil:
			n.fault = db.Fault(n.ctx.Err())
			close(n.done)
		case len(next) == lineWidth:
			return next, append(rest, line[i:]...)
		case seen[n.organisation]:
			rest = append(rest, n)
		default:
			seen[n.organisation] = true
			next = append(next, n)
		}
	}
	return next, rest
}

// admit decides on newcomers in one transaction. Should that fail for something one of them brought, each is tried alone.
func (s *Service) admit(m id.Mission, next []*newcomer) {
	ctx, cancel := context.WithTimeout(context.Background(), lineLimit)
	defer cancel()
	err := s.db.InTx(ctx, func(tx *db.Tx) error { return s.decideOn(ctx, tx, m, next) })
	if err == nil {
		return
	}
	alone := len(next) == 1 || errors.Is(err, &fault.Error{Code: fault.Unavailable})
	for _, n := range next {
		if alone {
			n.made, n.node, n.fault = nil, "", err
		} else {
			s.admit(m, []*newcomer{n})
		}
	}
}

// decideOn is the work of admit: keys, organisations, the mission's lock, decisions, and everything that follows from them.
func (s *Service) decideOn(ctx context.Context, tx *db.Tx, m id.Mission, next []*newcomer) error {
	acts, organisations, now := make([]once.Act, len(next)), make([]id.Organisation, len(next)), s.now()
	for i, n := range next {
		acts[i] = once.Act{User: n.viewer.User, Mutation: n.name, Key: n.key, Input: n.input, Now: now}
		organisations[i] = n.organisation
	}
	earlier, err := once.Begin(ctx, tx, acts...)
	if err != nil {
		return err
	}
	applicants, err := selectApplicants(ctx, tx, organisations)
	if err != nil {
		return err
	}
	a, err := s.begin(ctx, tx, m, "", next[0].name) // as late as can be: others wait from here on
	if err != nil {
		return err
	}
	d, err := a.door(ctx, organisations, applicants)
	if err != nil {
		return err
	}
	var ran []once.Act
	var nodes []string
	for i, n := range next {
		n.made, n.node, n.fault = nil, id.Registration(earlier[i].Node), earlier[i].Fault
		if n.node != "" || n.fault != nil {
			continue
		}
		if n.made, n.fault = d.decide(ctx, n); n.made != nil {
			n.node = n.made.ID
		}
		ran, nodes = append(ran, acts[i]), append(nodes, string(n.node))
	}
	if err := d.write(ctx); err != nil {
		return err
	}
	return once.End(ctx, tx, ran, nodes)
}

// requestOf is the request that a newcomer came with, for the log.
func (n *newcomer) requestOf() string { return audit.RequestID(n.ctx) }
