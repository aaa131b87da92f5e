package mission

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

// owing tells whether somebody waits for a place that is free.
func owing(w *world, m *Mission, s *Standing) bool {
	w.t.Helper()
	s.Waiting = must(selectWaiting(w.t.Context(), w.db, m.ID))(w.t)
	return s.owes()
}
