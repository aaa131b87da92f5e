package jobs_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/jobs"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

func TestCoordinatorsSeeDeadLettersAndRetryThem(t *testing.T) {
	d, c := dbtest.New(t), newClock()
	s := jobs.NewService(d, c.now)
	coordinator := viewer.Viewer{User: "usr_1", Roles: []viewer.Role{viewer.Coordinator}}
	staff := viewer.Viewer{User: "usr_2", Cluster: "clu_1", Roles: []viewer.Role{viewer.Staff}}
	works, ran := false, 0
	w := &jobs.Worker{DB: d, Now: c.now, Log: quiet, Handlers: map[string]jobs.Handler{"letter": func(context.Context, jobs.Job) error {
		ran++
		if !works {
			return errors.New("mailbox full")
		}
		return nil
	}}}
	enqueue(t, d, jobs.New{Kind: "letter", Payload: map[string]string{"to": "a@b.example", "kind": "PLACE_OFFERED", "body": "https://x/#token=secret"}, Now: c.now()})
	for range 12 {
		if _, err := w.RunDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		c.pass(24 * time.Hour)
	}
	dead, err := s.Dead(t.Context(), coordinator, page.Args{})
	n, _ := s.CountDead(t.Context(), coordinator)
	if err != nil || len(dead.Nodes) != 1 || n != 1 {
		t.Fatal(dead, n, err)
	}
	job := dead.Nodes[0]
	if *job.Letter != "PLACE_OFFERED" || *job.Recipient != "a@b.example" || job.LastError != "mailbox full" || job.Attempts != 12 {
		t.Errorf("%+v", job)
	}
	if p, err := s.Dead(t.Context(), staff, page.Args{}); p != nil || err != nil {
		t.Error("staff see dead letters: ", p, err)
	}
	missing := &fault.Error{Code: fault.NotFound}
	if _, err := s.Retry(t.Context(), staff, jobs.RetryInput{JobID: job.ID}); !errors.Is(err, missing) {
		t.Error("staff retry: ", err)
	}
	if _, err := s.Retry(t.Context(), coordinator, jobs.RetryInput{JobID: id.New[id.Job](c.now())}); !errors.Is(err, missing) {
		t.Error("a job that is not there: ", err)
	}
	works = true
	if _, err := s.Retry(t.Context(), coordinator, jobs.RetryInput{JobID: job.ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Retry(t.Context(), coordinator, jobs.RetryInput{JobID: job.ID}); !errors.Is(err, missing) {
		t.Error("retried twice: ", err)
	}
	if _, err := w.RunDue(t.Context()); err != nil || ran != 13 || count(t, d, "true") != 0 {
		t.Error(ran, count(t, d, "true"), err)
	}
	var events int
	if err := d.Get(&events, `select count(*) from event where act = 'retryJob' and actor_id = 'usr_1' and subject_id = $1`, job.ID); err != nil || events != 1 {
		t.Error(events, err)
	}
}
