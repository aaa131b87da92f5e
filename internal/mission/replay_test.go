package mission

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
	"pgregory.net/rapid"
)

// step is something that one of many people does.
type step struct {
	kind string
	who  int
	n    int
}

var (
	stepKinds = []string{"register", "register", "register", "withdraw", "withdraw", "accept", "accept", "decline", "lapse", "resize", "reject", "reverse", "promote"}
	scripts   = rapid.Custom(func(t *rapid.T) step {
		return step{rapid.SampledFrom(stepKinds).Draw(t, "kind"), rapid.IntRange(0, 59).Draw(t, "who"), rapid.IntRange(0, 1000).Draw(t, "n")}
	})
)

// Many workers do what their scripts say, all at once. What came of it is then played again, act by act in the order in which the
// mission's lock was held, on a plain model: every registration must have got the status, and every free place must have gone to
// whom, the model says.
func TestRandomStepsByManyAgreeWithAPlainModel(t *testing.T) {
	workers, steps := 8, 400
	if long() {
		workers, steps = 32, 10_000
	}
	w := newWorld(t)
	// A clock that never says the same twice: what is decided under the lock bears the time of the lock.
	var ticks atomic.Int64
	w.s.time = func() time.Time { return w.now().Add(time.Duration(ticks.Add(1)) * time.Microsecond) }
	people := w.members(60, 3)
	in := draft(8)
	in.OfferHours, in.SeatsPerOrganisation = ptr(1), 3
	in.Quotas = []QuotaInput{{"biocat", 2, ptr(4)}, {"biom", 2, nil}}
	m := w.open(in)
	script := rapid.SliceOfN(scripts, steps, steps).Example(1)
	var crowd sync.WaitGroup
	var refusedSteps atomic.Int64
	for n := range workers {
		crowd.Go(func() {
			for i := n; i < len(script); i += workers {
				err := w.step(script[i], m.ID, people)
				if errors.Is(err, fault.New(fault.Unavailable, "", "")) || err != nil && len(fault.All(err)) == 0 {
					t.Error(script[i], err)
				}
				if err != nil {
					refusedSteps.Add(1)
				}
			}
		})
	}
	crowd.Wait()
	w.checkMission(m)
	acts := w.replay(m, in)
	fmt.Fprintf(os.Stderr, "missions steps=%d workers=%d refused=%d acts_replayed=%d model_agrees=%t\n", steps, workers, refusedSteps.Load(), acts, !t.Failed())
	must(w.s.Close(t.Context(), w.staff(0), CloseInput{m.ID}))(t)
	w.checkMission(m)
}

func (w *world) step(s step, m id.Mission, people []viewer.Viewer) error {
	ctx, p, staff := w.t.Context(), people[s.who], w.staffViewer()
	mine, err := w.s.ViewerRegistration(ctx, p, []id.Mission{m})
	if err != nil {
		return err
	}
	var r id.Registration
	if mine[m] != nil {
		r = mine[m].ID
	}
	switch s.kind {
	case "register":
		_, err = w.s.Register(ctx, p, RegisterInput{MissionID: m, Delegates: []DelegateInput{{"A", "a@example.org", "X"}, {"B", "b@example.org", "Y"}}[:1+s.n%2]})
	case "withdraw":
		_, err = w.s.Withdraw(ctx, p, WithdrawInput{RegistrationID: r})
	case "accept":
		_, err = w.s.AcceptOffer(ctx, p, AcceptOfferInput{RegistrationID: r})
	case "decline":
		_, err = w.s.DeclineOffer(ctx, p, DeclineOfferInput{RegistrationID: r})
	case "lapse":
		w.mu.Lock()
		w.clock = w.clock.Add(time.Duration(s.n%15) * time.Minute)
		w.mu.Unlock()
		err = w.s.LapseDue(ctx)
	case "resize":
		now, got := w.s.Get(ctx, staff, m)
		if err = got; err == nil {
			_, err = w.s.Update(ctx, staff, UpdateInput{MissionID: m, ExpectedVersion: now.Version, Capacity: ptr(5 + s.n%8),
				Quotas: []QuotaInput{{"biocat", s.n % 3, ptr(3 + s.n%2)}, {"biom", s.n % 2, nil}}})
		}
	case "reject":
		_, err = w.s.Reject(ctx, staff, RejectInput{RegistrationID: r, Reason: "x"})
	case "reverse":
		to := []RegistrationStatus{RegistrationWaitlisted, RegistrationConfirmed}[s.n%2]
		_, err = w.s.Reverse(ctx, staff, ReverseInput{RegistrationID: r, To: to, Reason: "y"})
	case "promote":
		_, err = w.s.Promote(ctx, staff, PromoteInput{RegistrationID: r, Reason: "z"})
	}
	return err
}

// staffViewer is staff(0) without touching the database.
func (w *world) staffViewer() viewer.Viewer {
	return viewer.Viewer{User: id.Derived[id.User]("staff0"), Cluster: w.clusters[0], Roles: []viewer.Role{viewer.Staff}}
}

// logged is a line of the log with what it did to a registration, if it did something to one.
type logged struct {
	At      time.Time
	Act     string
	Subject string
	Detail  string
	From    *RegistrationStatus
	To      *RegistrationStatus
	Cluster id.Cluster
	Arrival int64
	Until   *time.Time
}

// replay plays the log of a mission on a plain model and gives the number of acts.
func (w *world) replay(m *Mission, in CreateInput) int {
	w.t.Helper()
	var log []logged
	if err := w.db.Select(&log, `
		select e.at, e.act, e.subject_id as subject, e.detail::text as detail, h.from_status as from, h.to_status as to,
			coalesce(r.cluster_id, '') as cluster, coalesce(r.arrival, 0) as arrival
		from event e left join registration_change h on h.registration_id = e.subject_id and h.at = e.at and (h.to_status = 'OFFERED') = (e.act = 'mission.offer_place')
		left join registration r on r.id = e.subject_id
		where e.subject_id = $1 and e.act = 'updateMission' or r.mission_id = $1
		order by e.at, e.act = 'mission.offer_place', r.arrival`, m.ID); err != nil {
		w.t.Fatal(err)
	}
	p := &replayed{t: w.t, plain: plain{capacity: in.Capacity, holds: true, guaranteed: map[id.Cluster]int{}, maximum: map[id.Cluster]int{}},
		status: map[id.Registration]RegistrationStatus{}, until: map[id.Registration]time.Time{}, promoted: map[id.Registration]int{}, arrival: map[id.Registration]int64{}}
	for _, q := range in.Quotas {
		p.quota(&Quota{ClusterID: id.Derived[id.Cluster](q.Cluster), Guaranteed: q.Guaranteed, Maximum: q.Maximum})
	}
	for start := 0; start < len(log); { // what happened under one lock bears one time
		end := start
		for end < len(log) && log[end].At.Equal(log[start].At) {
			end++
		}
		p.transaction(log[start:end])
		start = end
	}
	p.compare(w, m)
	return len(log)
}

// replayed is a plain mission that follows a log.
type replayed struct {
	plain
	t        testing.TB
	status   map[id.Registration]RegistrationStatus
	until    map[id.Registration]time.Time
	promoted map[id.Registration]int
	arrival  map[id.Registration]int64
	counter  int
}

// transaction plays the acts of one lock, then gives out what is free, and compares that with what was offered.
func (p *replayed) transaction(list []logged) {
	p.t.Helper()
	var offered []id.Registration
	for _, l := range list {
		if l.Act == "mission.offer_place" {
			offered = append(offered, id.Registration(l.Subject))
			continue
		}
		p.act(l)
	}
	served := p.serve()
	for _, r := range served {
		p.status[r], p.until[r] = RegistrationOffered, list[0].At.Add(time.Hour)
		delete(p.promoted, r)
	}
	slices.Sort(served)
	slices.Sort(offered)
	if !slices.Equal(served, offered) {
		p.t.Errorf("at %v after %s: offered to %v, the model says %v", list[0].At, list[0].Act, offered, served)
	}
}

func (p *replayed) act(l logged) {
	p.t.Helper()
	r, was := id.Registration(l.Subject), RegistrationStatus("")
	if l.Act == "updateMission" {
		p.resize(l.Detail)
		return
	}
	if l.From != nil {
		was = *l.From
	}
	if p.status[r] != was {
		p.t.Errorf("%s found %s %s, the model has %s", l.Act, r, was, p.status[r])
	}
	p.arrival[r] = l.Arrival
	want := *l.To
	switch l.Act {
	case "registerForMission":
		want = RegistrationWaitlisted
		if p.takes(l.Cluster) {
			want = RegistrationConfirmed
		}
	case "acceptOffer":
		want = RegistrationConfirmed
		if was != RegistrationOffered || !l.At.Before(p.until[r]) {
			p.t.Errorf("%s was accepted when it was %s until %v", r, was, p.until[r])
		}
	case LapseJob:
		want = RegistrationLapsed
		if was != RegistrationOffered || l.At.Before(p.until[r]) {
			p.t.Errorf("%s lapsed when it was %s until %v", r, was, p.until[r])
		}
	case "withdrawRegistration":
		want = RegistrationWithdrawn
	case "declineOffer":
		want = RegistrationDeclined
	case "rejectRegistration":
		want = RegistrationRejected
	case "promoteRegistration":
		p.counter++
		p.promoted[r], want = p.counter, RegistrationWaitlisted
	case "reverseDecision":
		delete(p.promoted, r) // of one that waits, what is taken back is its promotion
		if want == RegistrationConfirmed && !p.takes(l.Cluster) {
			p.t.Errorf("%s was confirmed without a place", r)
		}
	}
	if *l.To != want {
		p.t.Errorf("%s made %s %s, the model says %s", l.Act, r, *l.To, want)
	}
	p.put(Waiter{ID: r, ClusterID: l.Cluster}, want)
}

// put takes a registration out of wherever it is, and puts it where its status belongs.
func (p *replayed) put(w Waiter, to RegistrationStatus) {
	same := func(o Waiter) bool { return o.ID == w.ID }
	p.placed, p.waiting = slices.DeleteFunc(p.placed, same), slices.DeleteFunc(p.waiting, same)
	p.status[w.ID] = to
	switch to {
	case RegistrationConfirmed, RegistrationOffered:
		p.placed = append(p.placed, w)
	case RegistrationWaitlisted:
		p.waiting = append(p.waiting, w)
	}
	if to != RegistrationWaitlisted {
		delete(p.promoted, w.ID)
	}
	rank := func(w Waiter) int {
		if n, ok := p.promoted[w.ID]; ok {
			return n
		}
		return 1 << 30
	}
	slices.SortFunc(p.waiting, func(a, b Waiter) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(p.arrival[a.ID], p.arrival[b.ID]))
	})
}

func (p *replayed) resize(detail string) {
	var d struct {
		Capacity int
		Quotas   []*Quota
	}
	if err := json.Unmarshal([]byte(detail), &d); err != nil {
		p.t.Fatal(err)
	}
	p.capacity, p.guaranteed, p.maximum = d.Capacity, map[id.Cluster]int{}, map[id.Cluster]int{}
	for _, q := range d.Quotas {
		p.quota(q)
	}
}

// compare holds the model against what is stored.
func (p *replayed) compare(w *world, m *Mission) {
	p.t.Helper()
	for r, want := range p.status {
		now := must(readRegistration(w.t.Context(), w.db, r))(p.t)
		if now.Status != want {
			p.t.Errorf("%s is %s, the model has %s", r, now.Status, want)
		}
	}
	list := must(waiters(w.t.Context(), w.db, m.ID))(p.t)
	same := slices.EqualFunc(list, p.waiting, func(a, b Waiter) bool { return a.ID == b.ID })
	if !same {
		p.t.Errorf("the list is %v, the model's %v", list, p.waiting)
	}
	if n := w.count(`select count(*) from registration where mission_id = $1`, m.ID); n != len(p.status) {
		p.t.Errorf("%d registrations, the model has %d", n, len(p.status))
	}
}
