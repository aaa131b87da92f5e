package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/jobs"
	"github.com/bioxclusters/portal/internal/mail"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Service offers the use cases of accounts.
type Service struct {
	db     *db.DB
	now    func() time.Time
	issuer string // who signs access tokens
	url    string // the portal's public address, without a slash at its end
	keys   keyring
	party  *webauthn.WebAuthn // nil where passkeys cannot be used
}

// NewService makes a Service. publicURL is the address that people know the portal by: links in letters begin with it. Access
// tokens name issuer, which need not change with the port served.
func NewService(db *db.DB, now func() time.Time, issuer, publicURL string) *Service {
	utc := func() time.Time { return now().UTC() }
	return &Service{db: db, now: utc, issuer: issuer, url: strings.TrimRight(publicURL, "/"), party: relyingParty(publicURL)}
}

// Handlers are the jobs of this package, for the worker.
func (s *Service) Handlers() map[string]jobs.Handler {
	return map[string]jobs.Handler{signUpJob: s.doSignUp, resetJob: s.doRequestReset}
}

// Prune deletes sessions, tokens, invitations, counts and keys a day after they are over.
func (s *Service) Prune(ctx context.Context) error { return db.Fault(prune(ctx, s.db, s.now())) }

// ByIDs gives those of the people that v may see.
func (s *Service) ByIDs(ctx context.Context, v viewer.Viewer, ids []id.User) (map[id.User]*User, error) {
	valid := slices.DeleteFunc(slices.Clone(ids), func(u id.User) bool { return !id.Valid(u) })
	people := map[id.User]*User{}
	if len(valid) == 0 || !v.SignedIn() {
		return people, nil
	}
	list, err := usersByIDs(ctx, s.db, valid)
	for _, u := range list {
		if MaySee(v, u) {
			people[u.ID] = u
		}
	}
	return people, db.Fault(err)
}

// Get gives one person, NOT_FOUND when there is none that v may see.
func (s *Service) Get(ctx context.Context, v viewer.Viewer, user id.User) (*User, error) {
	people, err := s.ByIDs(ctx, v, []id.User{user})
	if err == nil && people[user] == nil {
		err = fault.Missing("")
	}
	return people[user], err
}

// MembersOf gives the teams of organisations, by name, as far as v may see them.
func (s *Service) MembersOf(ctx context.Context, v viewer.Viewer, organisations []id.Organisation) (map[id.Organisation][]*User, error) {
	valid := slices.DeleteFunc(slices.Clone(organisations), func(o id.Organisation) bool { return !id.Valid(o) })
	teams := map[id.Organisation][]*User{}
	if len(valid) == 0 || !v.SignedIn() {
		return teams, nil
	}
	list, err := usersOf(ctx, s.db, valid)
	for _, u := range list {
		if MaySee(v, u) {
			teams[*u.OrganisationID] = append(teams[*u.OrganisationID], u)
		}
	}
	return teams, db.Fault(err)
}

// Recipient is whom a letter goes to.
type Recipient struct {
	Email    string `db:"email"`
	Name     string `db:"name"`
	Language string `db:"language"`
}

// EmailsOf gives the people of an organisation who can get letters. The caller answers for who sees the result.
func EmailsOf(ctx context.Context, q db.Q, organisation id.Organisation) ([]Recipient, error) {
	return recipients(ctx, q, `organisation_id = $1`, organisation)
}

// StaffEmails gives the staff of a cluster who can get letters.
func StaffEmails(ctx context.Context, q db.Q, cluster id.Cluster) ([]Recipient, error) {
	return recipients(ctx, q, `cluster_id = $1`, cluster)
}

// Contacts gives those whom v asks for help: the staff of the cluster responsible for v's organisation, the first to come first;
// nobody for those who belong to no organisation.
func (s *Service) Contacts(ctx context.Context, v viewer.Viewer) ([]*Recipient, error) {
	if !v.BelongsTo(v.Organisation) {
		return nil, nil
	}
	list, err := StaffEmails(ctx, s.db, v.OrganisationCluster)
	contacts := make([]*Recipient, len(list))
	for i := range list {
		contacts[i] = &list[i]
	}
	return contacts, db.Fault(err)
}

// Join makes a person a member of an organisation in the caller's transaction; CONFLICT when they belong to one already.
// Role is viewer.Member or viewer.OrganisationAdmin.
func Join(ctx context.Context, tx db.Q, user id.User, organisation id.Organisation, role viewer.Role) error {
	ok, err := join(ctx, tx, user, organisation, role)
	if err == nil && !ok {
		err = fault.New(fault.Conflict, "", "You already belong to an organisation.")
	}
	return err
}

// UpdateProfileInput is what a person may change about themself; absent fields stay.
type UpdateProfileInput struct {
	Name     *string
	Language *string // one of mail.Languages
	TimeZone *string // IANA name
	Clear    []string
}

// UpdateProfile changes the viewer's own profile.
func (s *Service) UpdateProfile(ctx context.Context, v viewer.Viewer, in UpdateProfileInput) (*User, error) {
	if !v.SignedIn() {
		return nil, mustSignIn()
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	now := s.now()
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := setProfile(ctx, tx, v.User, in, now); err != nil {
			return err
		}
		return s.record(ctx, tx, v.User, "updateProfile", string(v.User), nil)
	})
	if err != nil {
		return nil, err
	}
	return s.Get(ctx, v, v.User)
}

func (in UpdateProfileInput) check() error {
	var c fault.Check
	for _, field := range in.Clear {
		c.Add(fault.Invalid, field, "This cannot be empty.")
	}
	if in.Name != nil {
		c.Line("name", *in.Name, 1, maxName)
	}
	if in.Language != nil {
		checkLanguage(&c, *in.Language)
	}
	if in.TimeZone != nil {
		checkTimeZone(&c, *in.TimeZone)
	}
	return c.Err()
}

const maxName = 120 // characters

func checkLanguage(c *fault.Check, language string) {
	c.That(slices.Contains(mail.Languages, language), "language", "Please choose one of the portal's languages: %s.", strings.Join(mail.Languages, ", "))
}

func checkTimeZone(c *fault.Check, name string) {
	ok := len(name) <= 64 && name != "" && name != "Local"
	if ok {
		_, err := time.LoadLocation(name)
		ok = err == nil
	}
	c.That(ok, "timeZone", "Please give an IANA time zone, such as Europe/Madrid.")
}

func (s *Service) record(ctx context.Context, tx db.Q, actor id.User, act, subject string, detail map[string]any) error {
	return audit.Record(ctx, tx, audit.Entry{At: s.now(), Actor: actor, Act: act, Subject: subject, Detail: detail})
}

// newSecret makes 256 random bits as text, and the SHA-256 of that text, which is all that the database learns.
func newSecret() (secret string, hash []byte) {
	var b [32]byte
	_, _ = rand.Read(b[:])
	secret = base64.RawURLEncoding.EncodeToString(b[:])
	return secret, hashOf(secret)
}

func hashOf(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}
