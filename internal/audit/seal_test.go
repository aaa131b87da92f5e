package audit_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
)

func record(t *testing.T, d *db.DB, n int) {
	t.Helper()
	entries := make([]audit.Entry, n)
	for i := range entries {
		entries[i] = audit.Entry{At: noon.Add(time.Duration(i) * time.Millisecond), Actor: "usr_1", Act: "act", Subject: fmt.Sprint(i), Detail: map[string]any{"n": i, "a": "ü"}}
	}
	if err := audit.Record(t.Context(), d, entries...); err != nil {
		t.Fatal(err)
	}
}

// One chain, whoever writes and however many seal, each event within a second.
func TestSealing(t *testing.T) {
	d := dbtest.New(t)
	ctx, stop := context.WithCancel(t.Context())
	var sealers, writers sync.WaitGroup
	for range 3 {
		sealers.Go(func() { audit.Seal(ctx, d, time.Now, slog.Default()) })
	}
	for range 4 {
		writers.Go(func() {
			for range 10 {
				record(t, d, 7)
			}
		})
	}
	writers.Wait()
	start := time.Now()
	var n int
	for n < 280 && time.Since(start) < 20*time.Second { // a second is what an idle machine takes; this guards against hanging
		time.Sleep(20 * time.Millisecond)
		if err := d.Get(&n, `select count(*) from event_seal`); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("all sealed %s after the last commit", time.Since(start).Round(time.Millisecond))
	stop()
	sealers.Wait()
	head, err := audit.Verify(t.Context(), d, noon.Add(time.Hour), nil)
	if err != nil || head.Position != 280 {
		t.Error(head, err)
	}
	if n, err := audit.SealPending(t.Context(), d, noon); n != 0 || err != nil {
		t.Error(n, err)
	}
}

func TestTheChainTellsWhatWasDone(t *testing.T) {
	for name, c := range map[string]struct{ change, says string }{
		"an act changed":      {`update event set act = 'x' where subject_id = '3'`, "position 4"},
		"a detail changed":    {`update event set detail = detail || '{"n": 9}' where subject_id = '3'`, "position 4"},
		"an actor removed":    {`update event set actor_id = null where subject_id = '3'`, "position 4"},
		"a time changed":      {`update event set at = at + interval '1 microsecond' where subject_id = '3'`, "position 4"},
		"a field moved":       {`update event set act = act || subject_id, subject_id = '' where subject_id = '3'`, "position 4"},
		"an event deleted":    {`delete from event where subject_id = '3'`, "position 4 is missing"},
		"both deleted":        {`delete from event_seal where position = 4; delete from event where subject_id = '3'`, "from position 4 to 4"},
		"the end cut off":     {`delete from event_seal where position > 8; delete from event where subject_id > '7'`, "noted head"},
		"a seal lost":         {`delete from event_seal where position = 10`, "noted head"},
		"two seals exchanged": {`update event_seal set position = 99 where position = 5; update event_seal set position = 5 where position = 7; update event_seal set position = 7 where position = 99`, "position 5"},
		"an event slipped in": {`insert into event select 'evt_x', at, actor_id, act, 'x' from event where subject_id = '3'`, "1 events"},
	} {
		t.Run(name, func(t *testing.T) {
			d := dbtest.New(t)
			record(t, d, 10)
			if n, err := audit.SealPending(t.Context(), d, noon); n != 10 || err != nil {
				t.Fatal(n, err)
			}
			head, err := audit.Verify(t.Context(), d, noon.Add(time.Hour), nil)
			if err != nil {
				t.Fatal(err)
			}
			tx := dbtest.Owner(t).MustBegin()
			for _, statement := range append([]string{"set local session_replication_role = replica"}, strings.Split(c.change, ";")...) {
				tx.MustExec(statement)
			}
			if err := tx.Commit(); err != nil {
				t.Fatal(err)
			}
			if _, err := audit.Verify(t.Context(), d, noon.Add(time.Hour), &head); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, wanted %q", err, c.says)
			}
		})
	}
}

func TestTheServingRoleCannotTouchTheChain(t *testing.T) {
	d := dbtest.New(t)
	record(t, d, 1)
	if _, err := audit.SealPending(t.Context(), d, noon); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{`update event_seal set hash = ''`, `delete from event_seal`, `truncate event_seal`, `truncate event_unsealed`,
		`alter table event disable trigger all`, `drop table event_seal`} {
		if _, err := d.Exec(statement); err == nil {
			t.Errorf("the serving role may %s", statement)
		}
	}
}
