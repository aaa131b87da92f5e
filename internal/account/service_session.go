package account

import (
	"cmp"
	"context"
	"strings"
	"time"
	"unicode"

	"github.com/mileusna/useragent"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// SessionKind says what holds a session.
type SessionKind string

// The kinds of sessions, as they are stored.
const (
	Browser SessionKind = "COOKIE"
	Program SessionKind = "TOKEN"
)

// Valid tells whether there is such a kind.
func (k SessionKind) Valid() bool { return k == Browser || k == Program }

// Session is a sign-in that is not over.
type Session struct {
	ID         id.Session  `db:"id"`
	Kind       SessionKind `db:"kind"`
	Browser    string      `db:"browser"` // as its User-Agent says, such as Firefox; "" when it does not say, and it may lie
	System     string      `db:"system"`  // likewise, such as Windows
	SignedInAt time.Time   `db:"created_at"`
	LastUsedAt time.Time   `db:"used_at"` // within the hour; of a program, when it last renewed its token
	Current    bool        // whether it is the one that asks
}

// Sessions lists the viewer's own sessions that are not over, the one that asks first, then the last used, a hundred at most.
func (s *Service) Sessions(ctx context.Context, v viewer.Viewer) ([]*Session, error) {
	if !v.SignedIn() {
		return nil, mustSignIn()
	}
	list, err := liveSessions(ctx, s.db, v.User, s.now())
	for i, one := range list {
		if one.ID == v.Session {
			one.Current = true
			copy(list[1:i+1], list[:i])
			list[0] = one
		}
	}
	return list, db.Fault(err)
}

// EndSessionsInput says which; nil for all but the one that asks.
type EndSessionsInput struct{ SessionID *id.Session }

// EndSessions ends one of the viewer's sessions, or all but the one that asks, at once. It needs a fresh sign-in: else whoever sits at a screen
// left open could lock its owner out.
func (s *Service) EndSessions(ctx context.Context, v viewer.Viewer, in EndSessionsInput) error {
	if err := MayEndSessions(v, s.now()); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		if in.SessionID == nil {
			if err := endSessions(ctx, tx, v.User, v.Session, s.now()); err != nil {
				return err
			}
			return s.record(ctx, tx, v.User, "endSessions", string(v.User), nil)
		}
		if !id.Valid(*in.SessionID) {
			return fault.Missing("sessionId")
		}
		if ok, err := endOwnSession(ctx, tx, v.User, *in.SessionID, s.now()); err != nil || !ok {
			return cmp.Or(err, error(fault.Missing("sessionId")))
		}
		return s.record(ctx, tx, v.User, "endSessions", string(*in.SessionID), nil)
	})
}

const maxAgent = 512 // bytes of a User-Agent that are looked at

// wordsOf names the browser and the system in a User-Agent, "" for what it does not tell. Only these words are stored: they are for the person's
// own eye, who knows a device by less than what would tell it from all others.
func wordsOf(agent string) (browser, system string) {
	ua := useragent.Parse(strings.ToValidUTF8(agent[:min(len(agent), maxAgent)], ""))
	return word(ua.Name), word(ua.OS)
}

// word is a name as far as it fits a line: a client may send anything as its name.
func word(name string) string {
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, name))
	if runes := []rune(name); len(runes) > 40 {
		name = string(runes[:40])
	}
	return name
}
