package account

import (
	"context"
	"encoding/base64"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
)

// A throttle lets limit tries through until there has been a pause of a whole window; so within any window no more than
// limit get through. Tries are counted before they are looked at, in the database, over all processes.
//
// A guess of a password that turns out right is taken off the count again, so that people who sign in often are not
// counted as guessing. It takes off itself alone: if it wiped the count, somebody guessing would get ten more tries each
// time the owner signs in. Refused tries are not counted, so the wait ends however hard somebody keeps trying.
type throttle struct {
	name   string
	limit  int
	window time.Duration
}

var (
	accountGuesses   = throttle{"guess.account", 10, 15 * time.Minute} // per account, or address without one
	clientGuesses    = throttle{"guess.client", 100, 15 * time.Minute}
	accountLetters   = throttle{"letter.account", 5, time.Hour} // letters that anybody can have sent to an address
	clientLetters    = throttle{"letter.client", 30, time.Hour}
	clientCeremonies = throttle{"ceremony.client", 100, 15 * time.Minute} // sign-ins by passkey begun
	invitations      = throttle{"invitation", 50, 24 * time.Hour}         // per organisation
)

// key names a count; whom it is about is hashed, since addresses without an account are none of the database's business.
func (t throttle) key(whom string) string {
	return t.name + ":" + base64.RawURLEncoding.EncodeToString(hashOf(whom))
}

func (s *Service) take(ctx context.Context, q db.Q, t throttle, whom string) (bool, error) {
	return takeTry(ctx, q, t.key(whom), t.limit, t.window, s.now())
}

// admit refuses a client that asks too often; LIMITED.
func (s *Service) admit(ctx context.Context, t throttle, client Address) error {
	if client == "" {
		return nil
	}
	ok, err := s.take(ctx, s.db, t, string(client))
	if err == nil && !ok {
		return tooMany(t)
	}
	return db.Fault(err)
}

// admitGuess counts a guess of the password of an account; the caller calls right when it was.
func (s *Service) admitGuess(ctx context.Context, key string, client Address) (right func() error, err error) {
	if err := s.admit(ctx, clientGuesses, client); err != nil {
		return nil, err
	}
	ok, err := s.take(ctx, s.db, accountGuesses, key)
	if err != nil {
		return nil, db.Fault(err)
	}
	if !ok {
		return nil, tooMany(accountGuesses)
	}
	return func() error {
		if err := giveBack(ctx, s.db, clientGuesses.key(string(client))); err != nil {
			return db.Fault(err)
		}
		return db.Fault(giveBack(ctx, s.db, accountGuesses.key(key)))
	}, nil
}

// mayWrite tells whether another letter may go to an address that somebody typed; if not, none goes and nobody is told.
func (s *Service) mayWrite(ctx context.Context, tx db.Q, emailKey string) (bool, error) {
	return s.take(ctx, tx, accountLetters, emailKey)
}

func tooMany(t throttle) error {
	return fault.New(fault.Limited, "", "That was too often. Please wait %d minutes and try again.", int(t.window.Minutes()))
}
