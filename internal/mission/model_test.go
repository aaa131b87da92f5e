package mission

import (
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// checkMission holds a mission as it is stored against the rules that must hold whatever happened.
func (w *world) checkMission(m *Mission) {
	w.t.Helper()
	m = must(w.s.Get(w.t.Context(), w.staff(0), m.ID))(w.t)
	standing := must(w.s.standing(w.t.Context(), w.db, m, w.now()))(w.t)
	if n := standing.taken(); n > m.Capacity {
		w.t.Errorf("%d places taken of %d", n, m.Capacity)
	}
	if !standing.keepsGuarantees() {
		w.t.Errorf("guarantees cannot be kept: %+v", standing)
	}
	for c, q := range standing.Quotas {
		if q.Maximum != nil && standing.Taken[c] > *q.Maximum {
			w.t.Errorf("cluster %s has %d places of %d", c, standing.Taken[c], *q.Maximum)
		}
	}
	if owing(w, m, standing) {
		w.t.Errorf("somebody waits for a place that is free: %+v", standing)
	}
	for what, sql := range map[string]string{
		"organisations registered twice": `select count(*) from (select from registration where status not in ('INELIGIBLE', 'REJECTED', 'DECLINED', 'LAPSED', 'WITHDRAWN', 'NO_SHOW')
			group by mission_id, organisation_id having count(*) > 1) as x`,
		"arrivals not given out in order": `select count(*) from (select arrival, row_number() over (order by arrival) as n from registration where mission_id = $1) as x where arrival <> n`,
		"histories that do not join up": `select count(*) from (select h.*, lag(to_status) over w as before, lead(at) over w as later from registration_change h
			window w as (partition by registration_id order by position)) as h where from_status is distinct from before or later < at`,
		"histories that end elsewhere": `select count(*) from registration r where status <> (select to_status from registration_change where registration_id = r.id order by position desc limit 1)`,
		"registrations of too many":    `select count(*) from (select registration_id from delegate group by 1 having count(*) > 2) as x`,
		"offers without a job":         `select count(*) from registration r where status = 'OFFERED' and not exists (select from job where kind = 'mission.lapse_offer' and payload ->> 'registration' = r.id and run_at = r.offered_until)`,
	} {
		args := []any{m.ID}[:min(1, countArgs(sql))]
		if n := w.count(sql, args...); n != 0 {
			w.t.Errorf("%d %s", n, what)
		}
	}
	changes := w.count(`select count(*) from registration_change`)
	if n := w.count(`select count(*) from event where subject_id like 'reg\_%'`); n != changes {
		w.t.Errorf("%d events of %d changes", n, changes)
	}
}

func countArgs(sql string) (n int) {
	for i := range len(sql) - 1 {
		if sql[i] == '$' {
			n++
		}
	}
	return n
}

// Eight workers do whatever they please; faults of people's making are part of it, everything else is not.
func TestRandomStepsByManyKeepTheRules(t *testing.T) {
	w := newWorld(t)
	people := w.members(40, 3)
	in := draft(8)
	in.OfferHours = ptr(1)
	in.Quotas = []QuotaInput{{"biocat", 2, ptr(4)}, {"biom", 2, nil}}
	m := w.open(in)
	staff := w.staff(0)
	var crowd sync.WaitGroup
	for n := range 8 {
		random := rand.New(rand.NewPCG(uint64(n), 7))
		crowd.Go(func() {
			for range 80 {
				if err := w.step(random, m.ID, people, staff); err != nil && len(fault.All(err)) == 0 || errors.Is(err, fault.New(fault.Unavailable, "", "")) {
					t.Error(err)
				}
			}
		})
	}
	crowd.Wait()
	w.checkMission(m)
	for status, n := range w.statuses() {
		t.Log(status, n)
	}
	must(w.s.Close(t.Context(), staff, CloseInput{m.ID}))(t)
	w.checkMission(m)
}

func (w *world) step(random *rand.Rand, m id.Mission, people []viewer.Viewer, staff viewer.Viewer) error {
	ctx, p := w.t.Context(), people[random.IntN(len(people))]
	mine, err := w.s.ViewerRegistration(ctx, p, []id.Mission{m})
	if err != nil {
		return err
	}
	var r id.Registration
	if mine[m] != nil {
		r = mine[m].ID
	}
	switch random.IntN(12) {
	case 0, 1, 2, 3:
		_, err = w.s.Register(ctx, p, RegisterInput{MissionID: m, Delegates: []DelegateInput{{"A", "a@example.org", "X"}, {"B", "b@example.org", "Y"}}})
	case 4, 5:
		_, err = w.s.Withdraw(ctx, p, WithdrawInput{RegistrationID: r})
	case 6, 7, 8:
		_, err = w.s.AcceptOffer(ctx, p, AcceptOfferInput{RegistrationID: r})
	case 9:
		_, err = w.s.DeclineOffer(ctx, p, DeclineOfferInput{RegistrationID: r})
	case 10:
		w.mu.Lock()
		w.clock = w.clock.Add(time.Duration(random.IntN(30)) * time.Minute)
		w.mu.Unlock()
		err = w.s.LapseDue(ctx)
	case 11:
		var now *Mission
		if now, err = w.s.Get(ctx, staff, m); err == nil {
			_, err = w.s.Update(ctx, staff, UpdateInput{MissionID: m, ExpectedVersion: now.Version, Capacity: ptr(5 + random.IntN(8)),
				Quotas: []QuotaInput{{"biocat", random.IntN(3), ptr(3 + random.IntN(3))}, {"biom", random.IntN(3), nil}}})
		}
	}
	return err
}

func (w *world) statuses() map[string]int {
	found := map[string]int{}
	for _, s := range append(append([]RegistrationStatus{}, withdrawable...), dead...) {
		found[string(s)] = w.count(`select count(*) from registration where status = $1`, s)
	}
	return found
}

// owing tells whether somebody waits for a place that is free.
func owing(w *world, m *Mission, s *Standing) bool {
	w.t.Helper()
	s.Waiting = must(selectWaiting(w.t.Context(), w.db, m.ID))(w.t)
	return s.owes()
}
