package mission

import (
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// rush registers everybody at once and tells how long that took.
func (w *world) rush(m *Mission, people []viewer.Viewer) time.Duration {
	w.t.Helper()
	start := make(chan struct{})
	var crowd sync.WaitGroup
	for _, p := range people {
		crowd.Go(func() {
			<-start
			if _, err := w.s.Register(w.t.Context(), p, one(m)); err != nil {
				w.t.Error(err)
			}
		})
	}
	began := time.Now()
	close(start)
	crowd.Wait()
	return time.Since(began)
}

// quotas of a rush: every cluster is guaranteed some places, one of them has a maximum.
var rushQuotas = []QuotaInput{{"biocat", 0, ptr(12)}, {"biom", 20, nil}, {"biopmed", 5, ptr(30)}}

// checkRush plays the arrivals again on a plain model and reports whether exactly the same ones are confirmed as there, exactly
// capacity of them, and the others wait at positions from 1 on in the order of arrival.
func (w *world) checkRush(m *Mission, registrations int, took time.Duration) {
	w.t.Helper()
	var rows []struct {
		ID      id.Registration
		Cluster id.Cluster
		Status  RegistrationStatus
	}
	if err := w.db.Select(&rows, `select id, cluster_id as cluster, status from registration where mission_id = $1 order by arrival`, m.ID); err != nil {
		w.t.Fatal(err)
	}
	model := &plain{capacity: m.Capacity, holds: true, guaranteed: map[id.Cluster]int{}, maximum: map[id.Cluster]int{}}
	for _, q := range must(w.s.Quotas(w.t.Context(), ids(m)))(w.t)[m.ID] {
		model.quota(q)
	}
	var waiting []id.Registration
	inOrder := len(rows) == registrations
	for _, r := range rows {
		n := Waiter{ID: r.ID, ClusterID: r.Cluster}
		if model.takes(r.Cluster) {
			model.placed = append(model.placed, n)
			inOrder = inOrder && r.Status == RegistrationConfirmed
		} else {
			waiting = append(waiting, r.ID)
			inOrder = inOrder && r.Status == RegistrationWaitlisted
		}
	}
	positions := must(w.s.Positions(w.t.Context(), waiting))(w.t)
	for i, r := range waiting {
		inOrder = inOrder && positions[r] == i+1
	}
	confirmed := w.count(`select count(*) from registration where mission_id = $1 and status = 'CONFIRMED'`, m.ID)
	line := fmt.Sprintf("missions registrations=%d confirmed=%d waitlisted=%d in_order=%t per_s=%.0f", registrations, confirmed, len(waiting), inOrder, float64(registrations)/took.Seconds())
	if confirmed != m.Capacity || len(waiting) != registrations-m.Capacity || !inOrder {
		w.t.Error(line)
	}
	fmt.Fprintln(os.Stderr, line)
}

func TestARushForFewPlaces(t *testing.T) {
	w := newWorld(t)
	people := w.members(200, 3)
	in := draft(50)
	in.Quotas = rushQuotas
	m := w.open(in)
	w.checkRush(m, len(people), w.rush(m, people))
	w.checkMission(m)
	for event, n := range map[string]int{"registerForMission": len(people), "openMission": 1} {
		if got := w.count(`select count(*) from event where act = $1`, event); got != n {
			t.Errorf("%d events %s", got, event)
		}
	}
	letters := w.letters()
	if letters["REGISTRATION_CONFIRMED"] != 50 || letters["REGISTRATION_WAITLISTED"] != 150 {
		t.Error(letters)
	}
}

// BenchmarkRegister is the rush at full size: 2,000 organisations for 50 places, in one go.
func BenchmarkRegister(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		w := newWorld(b)
		people := w.members(2000, 3)
		in := draft(50)
		in.Quotas = rushQuotas
		m := w.open(in)
		b.StartTimer()
		took := w.rush(m, people)
		b.StopTimer()
		w.checkRush(m, len(people), took)
		w.checkMission(m)
		b.ReportMetric(float64(len(people))/took.Seconds(), "registrations/s")
		b.StartTimer()
	}
}

func TestOneLiveRegistrationHoweverOftenItIsSent(t *testing.T) {
	w := newWorld(t)
	people := w.members(50, 3)
	m := w.open(draft(10))
	got := make([]map[id.Registration]int, len(people))
	var mu sync.Mutex
	var crowd sync.WaitGroup
	for i, p := range people {
		got[i] = map[id.Registration]int{}
		for range 8 {
			crowd.Go(func() {
				in := one(m)
				in.IdempotencyKey = ptr("key-" + string(p.Organisation))
				r, err := w.s.Register(t.Context(), p, in)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				defer mu.Unlock()
				got[i][r.ID]++
			})
		}
	}
	crowd.Wait()
	for i, g := range got {
		if len(g) != 1 {
			t.Errorf("caller %d got %v", i, g)
		}
	}
	if n := w.count(`select count(*) from registration`); n != 50 {
		t.Errorf("%d registrations", n)
	}
	if n := w.count(`select count(*) from job where kind = 'letter'`); n != 50 {
		t.Errorf("%d letters", n)
	}
	w.checkMission(m)

	_, err := w.s.Register(t.Context(), people[0], one(m)) // no key, or another: a second registration
	wantFault(t, err, fault.Conflict, "missionId")
	other := one(m)
	other.IdempotencyKey, other.Motivation = ptr("key-"+string(people[0].Organisation)), ptr("changed")
	_, err = w.s.Register(t.Context(), people[0], other)
	wantFault(t, err, fault.Conflict, "idempotencyKey")

	// A repeated act answers how things stand now, even after the window.
	mine := must(w.s.ViewerRegistration(t.Context(), people[0], []id.Mission{m.ID}))(t)[m.ID]
	out := WithdrawInput{RegistrationID: mine.ID, Reason: ptr("ill"), IdempotencyKey: ptr("w")}
	for range 3 {
		if r := must(w.s.Withdraw(t.Context(), people[0], out))(t); r.Status != RegistrationWithdrawn {
			t.Error(r.Status)
		}
	}
	w.at(closes.Add(-time.Hour).Add(time.Hour))
	again := one(m)
	again.IdempotencyKey = other.IdempotencyKey
	_, err = w.s.Register(t.Context(), people[0], again) // 48 hours are over: the key is new, and the window closed
	wantFault(t, err, fault.Conflict, "")
}
