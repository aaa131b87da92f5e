package mission

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/once"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Clone writes a new DRAFT like a mission that the viewer sees. Its first day is given; last day, window and programme keep
// their distance from it in days, and their hours on the clock of the mission's time zone.
func (s *Service) Clone(ctx context.Context, v viewer.Viewer, in CloneInput) (*Mission, error) {
	if !v.SignedIn() {
		return nil, fault.New(fault.Unauthenticated, "", "Please sign in.")
	}
	found, err := s.ByIDs(ctx, v, []id.Mission{in.MissionID})
	if err != nil {
		return nil, err
	}
	from := found[in.MissionID]
	if from == nil {
		return nil, fault.Missing("missionId")
	}
	var c fault.Check
	_, err = day.Parse(string(in.StartsOn))
	if c.That(err == nil, "startsOn", "Please give a day, such as 2026-11-23."); c.Err() != nil {
		return nil, c.Err()
	}
	runner := in.Cluster
	if runner == nil && MayUpdate(v, from) {
		owner := string(from.ClusterID)
		runner = &owner
	}
	now := s.now()
	m := from.copied(in.StartsOn)
	m.ID, m.AuthorID, m.CreatedAt = id.New[id.Mission](now), &v.User, now
	set(&m.Title, in.Title)
	if m.check(&c); c.Err() != nil {
		return nil, c.Err()
	}
	if m.ClusterID, err = s.runner(ctx, v, runner); err != nil {
		return nil, err
	}
	if m.ClusterID != from.ClusterID {
		m.CoOwnerIDs = nil
	}
	quotas, err := selectQuotas(ctx, s.db, []id.Mission{from.ID})
	if err != nil {
		return nil, err
	}
	act := once.Act{User: v.User, Mutation: "cloneMission", Key: text(in.IdempotencyKey), Input: in, Now: now}
	return s.make(ctx, v, m, quotas, act, map[string]any{"from": from.ID})
}

// copied is the mission as a DRAFT that begins on another day.
func (m *Mission) copied(startsOn day.Date) *Mission {
	c, days, zone := *m, m.StartsOn.Until(startsOn), m.Zone()
	later := func(t time.Time) time.Time { return instant(t.In(zone).AddDate(0, 0, days)) }
	c.Status, c.CancelReason, c.Withheld = Draft, "", false
	c.StartsOn, c.EndsOn = startsOn, m.EndsOn.Add(days)
	c.OpensAt, c.ClosesAt = later(m.OpensAt), later(m.ClosesAt)
	c.AgendaItems.V = make([]*AgendaItem, len(m.Agenda()))
	for i, item := range m.Agenda() {
		c.AgendaItems.V[i] = &AgendaItem{later(item.StartsAt), later(item.EndsAt), item.Title, item.Place}
	}
	return &c
}
