package audit_test

import (
	"errors"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func TestRecord(t *testing.T) {
	d := dbtest.New(t)
	ctx := audit.WithRequestID(t.Context(), "req-1")
	err := d.InTx(ctx, func(tx *db.Tx) error {
		return audit.Record(ctx, tx, audit.Entry{At: noon, Actor: "usr_1", Act: "openMission", Subject: "mis_1", Detail: map[string]any{"from": "DRAFT"}})
	})
	if err != nil {
		t.Fatal(err)
	}
	var row struct {
		Actor   string                  `db:"actor_id"`
		Act     string                  `db:"act"`
		Subject string                  `db:"subject_id"`
		Detail  db.JSON[map[string]any] `db:"detail"`
		Request string                  `db:"request_id"`
		At      time.Time               `db:"at"`
	}
	if err := d.Get(&row, `select actor_id, act, subject_id, detail, request_id, at from event`); err != nil {
		t.Fatal(err)
	}
	if row.Actor != "usr_1" || row.Act != "openMission" || row.Subject != "mis_1" || row.Detail.V["from"] != "DRAFT" || row.Request != "req-1" || !row.At.Equal(noon) {
		t.Errorf("%+v", row)
	}
	for _, statement := range []string{`update event set act = 'x'`, `delete from event`, `truncate event`} {
		if _, err := d.Exec(statement); err == nil {
			t.Errorf("the serving role may %s", statement)
		}
	}
}

func TestRollsBackWithItsChange(t *testing.T) {
	d := dbtest.New(t)
	stop := errors.New("stop")
	err := d.InTx(t.Context(), func(tx *db.Tx) error {
		if err := audit.Record(t.Context(), tx, audit.Entry{At: noon, Act: "x"}); err != nil {
			return err
		}
		return stop
	})
	var n int
	if e := d.Get(&n, `select count(*) from event`); e != nil || n != 0 || !errors.Is(err, stop) {
		t.Error(n, e, err)
	}
	if err := audit.Record(t.Context(), d, audit.Entry{At: noon}); err == nil {
		t.Error("an entry that says nothing")
	}
}
