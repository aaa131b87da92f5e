package mission

import (
	"fmt"
	"os"
	"slices"
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

// checkRush reports whether exactly capacity registrations are confirmed, the others wait, and everyone's position follows
// the order of arrival.
func (w *world) checkRush(m *Mission, registrations int, took time.Duration) {
	w.t.Helper()
	confirmed := w.count(`select count(*) from registration where mission_id = $1 and status = 'CONFIRMED'`, m.ID)
	var waiting []id.Registration
	if err := w.db.Select(&waiting, `select id from registration where mission_id = $1 and status = 'WAITLISTED' order by arrival`, m.ID); err != nil {
		w.t.Fatal(err)
	}
	positions := must(w.s.Positions(w.t.Context(), waiting))(w.t)
	inOrder := w.count(`select count(*) from registration where mission_id = $1 and (status = 'CONFIRMED') = (arrival <= $2)`, m.ID, m.Capacity) == registrations
	for i, r := range waiting {
		inOrder = inOrder && positions[r] == i+1
	}
	line := fmt.Sprintf("missions registrations=%d confirmed=%d waitlisted=%d in_order=%t per_s=%.0f", registrations, confirmed, len(waiting), inOrder, float64(registrations)/took.Seconds())
	if confirmed != m.Capacity || len(waiting) != registrations-m.Capacity || !inOrder {
		w.t.Error(line)
	}
	fmt.Fprintln(os.Stderr, line)
}

func TestARushForFewPlaces(t *testing.T) {
	w := newWorld(t)
	people := w.members(200, 3)
	m := w.open(draft(50))
	w.checkRush(m, len(people), w.rush(m, people))
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
		m := w.open(draft(50))
		b.StartTimer()
		took := w.rush(m, people)
		b.StopTimer()
		w.checkRush(m, len(people), took)
		b.ReportMetric(float64(len(people))/took.Seconds(), "registrations/s")
		b.StartTimer()
	}
}

// Quotas under the rush: every cluster has what it is guaranteed, none more than its maximum.
func TestQuotasHoldInARush(t *testing.T) {
	w := newWorld(t)
	people := w.members(90, 3)
	in := draft(20)
	in.Quotas = []QuotaInput{{"biocat", 0, ptr(4)}, {"biom", 9, nil}, {"biopmed", 3, ptr(7)}}
	m := w.open(in)
	slices.SortFunc(people, func(a, b viewer.Viewer) int { // the clusters come one after another
		return slices.Index(w.clusters, a.OrganisationCluster) - slices.Index(w.clusters, b.OrganisationCluster)
	})
	w.rush(m, people)
	w.checkMission(m)
	if n := w.count(`select count(*) from registration where status = 'CONFIRMED'`); n != 20 {
		t.Errorf("%d confirmed", n)
	}
	if n := w.count(`select count(*) from registration where status = 'CONFIRMED' and cluster_id = $1`, w.clusters[1]); n < 9 {
		t.Errorf("the guarantee of 9 gave %d", n)
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
