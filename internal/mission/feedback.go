package mission

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Feedback is what an organisation thinks of a mission that it attended; scores from 1, not at all satisfied, to 5, very.
type Feedback struct {
	RegistrationID id.Registration `db:"registration_id"`
	Satisfaction   int             `db:"satisfaction"`
	Programme      *int            `db:"programme"`
	Meetings       *int            `db:"meetings"`
	Organisation   *int            `db:"organisation"` // of the mission
	Comment        string          `db:"comment"`
	Version        int             `db:"version"`
	GivenBy        *id.User        `db:"given_by"`
	GivenAt        time.Time       `db:"given_at"`
}

// GiveFeedbackInput is the whole form; it replaces an earlier one.
type GiveFeedbackInput struct {
	RegistrationID  id.Registration
	Satisfaction    int
	Programme       *int
	Meetings        *int
	Organisation    *int
	Comment         *string
	ExpectedVersion *int // of the form that was read; nil or 0 when there was none
	IdempotencyKey  *string
}

// CanGiveFeedback says why the viewer cannot fill in the feedback form now; nil when nothing stands against it.
func CanGiveFeedback(v viewer.Viewer, r *Registration, m *Mission) error {
	switch {
	case !v.BelongsTo(r.OrganisationID):
		return fault.New(fault.Forbidden, "", "Only the organisation's own members can do this.")
	case m.Status == Cancelled:
		return fault.New(fault.Conflict, "", "Feedback is for missions that took place; this one is %s.", m.Status)
	case m.Status.before(Running):
		return fault.New(fault.Conflict, "", "Feedback is for missions that took place; this one begins on %s.", m.dayInZone(m.StartsOn))
	case r.Status != RegistrationAttended:
		return fault.New(fault.Conflict, "", "Feedback is for those who attended; this registration is %s.", r.Status)
	}
	return nil
}

func (in *GiveFeedbackInput) check() error {
	var c fault.Check
	c.Range("satisfaction", in.Satisfaction, 1, 5)
	for field, score := range map[string]*int{"programme": in.Programme, "meetings": in.Meetings, "organisation": in.Organisation} {
		c.Range(field, or(score, 1), 1, 5)
	}
	c.Text("comment", text(in.Comment), 0, 4000)
	return c.Err()
}

// GiveFeedback stores the feedback of an organisation that attended.
func (s *Service) GiveFeedback(ctx context.Context, v viewer.Viewer, in GiveFeedbackInput) (*Registration, error) {
	const name = "giveFeedback"
	return s.decide(ctx, v, name, in.RegistrationID, in.IdempotencyKey, in, func(a *act, r *Registration) error {
		if err := CanGiveFeedback(v, r, a.mission); err != nil {
			return err
		}
		if err := in.check(); err != nil {
			return err
		}
		f := &Feedback{r.ID, in.Satisfaction, in.Programme, in.Meetings, in.Organisation, text(in.Comment), 0, &v.User, a.now}
		version, err := upsertFeedback(ctx, a.tx, f, or(in.ExpectedVersion, 0))
		if err != nil {
			return err
		}
		return record(ctx, a.tx, a.now, v.User, name, string(r.ID), map[string]any{"satisfaction": in.Satisfaction, "version": version})
	})
}

// FeedbackOf gives the feedback on missions: to the organisation that gave it, and to those who run the mission.
func (s *Service) FeedbackOf(ctx context.Context, v viewer.Viewer, ids []id.Registration) (map[id.Registration]*Feedback, error) {
	all, cluster := runs(v)
	if !all && cluster == "" && own(v) == "" {
		return nil, nil
	}
	list, err := selectFeedback(ctx, s.db, all, own(v), cluster, valid(ids))
	return byKey(list, func(f *Feedback) id.Registration { return f.RegistrationID }), err
}
