package account

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// How long people stay signed in: cookies while they come back within cookieIdle, refresh tokens within refreshIdle, and
// either no longer than sessionLife.
const (
	cookieIdle  = 14 * 24 * time.Hour
	refreshIdle = 30 * 24 * time.Hour
	sessionLife = 90 * 24 * time.Hour
)

// Cookie is a browser's new session.
type Cookie struct {
	Secret  string    // 256 random bits; the database holds its SHA-256 only
	Expires time.Time // the very end; it ends earlier when nobody comes back for 14 days
}

// NewCookieSession signs a person in who has just come through SignIn; agent is the browser's User-Agent.
func (s *Service) NewCookieSession(ctx context.Context, u *User, agent string) (Cookie, error) {
	now := s.now()
	secret, hash := newSecret()
	err := s.begin(ctx, agent, session{UserID: u.ID, Kind: Browser, SecretHash: hash, CreatedAt: now, ExpiresAt: now.Add(cookieIdle)})
	return Cookie{Secret: secret, Expires: now.Add(sessionLife)}, err
}

func (s *Service) begin(ctx context.Context, agent string, row session) error {
	row.Browser, row.System = wordsOf(agent)
	if row.ID == "" {
		row.ID = id.New[id.Session](row.CreatedAt)
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := insertSession(ctx, tx, row); err != nil {
			return err
		}
		return s.record(ctx, tx, row.UserID, "signIn", string(row.ID), map[string]any{"kind": row.Kind})
	})
}

// EndSession signs the viewer out: the session of cookie or token is over at once. Others of the same person go on.
func (s *Service) EndSession(ctx context.Context, v viewer.Viewer) error {
	if v.Session == "" {
		return nil
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := endSession(ctx, tx, v.Session, s.now()); err != nil {
			return err
		}
		return s.record(ctx, tx, v.User, "signOut", string(v.Session), nil)
	})
}

// ViewerByCookie gives the person behind a browser's session, UNAUTHENTICATED when there is none, or no longer.
func (s *Service) ViewerByCookie(ctx context.Context, secret string) (viewer.Viewer, error) {
	now := s.now()
	p, err := presenceByCookie(ctx, s.db, now, hashOf(secret))
	if err != nil || p == nil {
		return viewer.Viewer{}, notSignedIn(err)
	}
	// Not at each request: within the hour is soon enough.
	if now.Sub(p.SessionUsed) > time.Hour {
		if err := prolong(ctx, s.db, p.Session, now, earliest(now.Add(cookieIdle), p.SessionCreated.Add(sessionLife))); err != nil {
			return viewer.Viewer{}, db.Fault(err)
		}
	}
	return p.viewer(), nil
}

// ViewerBySession reads the person behind a session anew, for connections that outlive a request; UNAUTHENTICATED when the
// session has ended since.
func (s *Service) ViewerBySession(ctx context.Context, session id.Session) (viewer.Viewer, error) {
	p, err := presenceByID(ctx, s.db, s.now(), session)
	if err != nil || p == nil {
		return viewer.Viewer{}, notSignedIn(err)
	}
	return p.viewer(), nil
}

// ViewersBySessions is ViewerBySession for many: sessions that are over are left out.
func (s *Service) ViewersBySessions(ctx context.Context, sessions []id.Session) (map[id.Session]viewer.Viewer, error) {
	list, err := presencesByIDs(ctx, s.db, s.now(), sessions)
	people := make(map[id.Session]viewer.Viewer, len(list))
	for _, p := range list {
		people[p.Session] = p.viewer()
	}
	return people, db.Fault(err)
}

// viewer is the one place where rows become rights.
func (p *presence) viewer() viewer.Viewer {
	v := viewer.Viewer{User: p.User, Session: p.Session, Language: p.Language, Confirmed: p.Confirmed, Cluster: deref(p.Cluster)}
	if p.Organisation != nil {
		v.Organisation, v.OrganisationCluster, v.OrganisationMarket = *p.Organisation, deref(p.OrganisationCluster), deref(p.OrganisationMarket)
	}
	v.Roles = rolesOf(p.OrganisationRole, p.Cluster != nil, p.Analyst, p.Coordinator)
	return v
}

// notSignedIn is the database's fault if it has one, else that nobody is signed in.
func notSignedIn(err error) error {
	if err != nil {
		return db.Fault(err)
	}
	return fault.New(fault.Unauthenticated, "", "You are not signed in, or no longer. Please sign in again.")
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func deref[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}
