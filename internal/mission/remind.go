package mission

import (
	"context"
	"errors"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/mail"
)

// remindAtOnce bounds one round of reminders; the next round takes what is left.
const remindAtOnce = 500

// reminders are the letters by kind of reminder: for a follow-up form that does not tell of all delegates, three weeks and one
// week before the first day; of the mission, with its calendar, one week before; for feedback, after it is completed.
var reminders = map[string]mail.Kind{"FOLLOW_UP_21": mail.FollowUpReminder, "FOLLOW_UP_7": mail.FollowUpReminder, "MISSION_7": mail.MissionReminder, "FEEDBACK": mail.FeedbackRequested}

// Remind sends the reminders that are due, each once: what was sent is written down in the transaction of the letter.
func (s *Service) Remind(ctx context.Context) error {
	due, err := selectDueReminders(ctx, s.db, s.now(), remindAtOnce)
	for _, r := range due {
		err = errors.Join(err, s.remind(ctx, r))
	}
	return err
}

func (s *Service) remind(ctx context.Context, due dueReminder) error {
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		a, err := s.begin(ctx, tx, due.Mission, "", "mission.remind")
		if err != nil {
			return known(err)
		}
		r, err := readRegistration(ctx, tx, due.Registration)
		if err != nil {
			return known(err)
		}
		if r.Status != RegistrationConfirmed && r.Status != RegistrationAttended || a.mission.Status == Cancelled {
			return nil // changed since it was found
		}
		fresh, err := claimReminder(ctx, tx, due, a.now)
		if err != nil || !fresh {
			return err
		}
		if err := record(ctx, tx, a.now, "", a.name, string(r.ID), map[string]any{"kind": due.Kind}); err != nil {
			return err
		}
		return a.letter(ctx, reminders[due.Kind], r, map[string]string{"day": string(a.mission.StartsOn)})
	})
}
