package account_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/jobs"
	"github.com/bioxclusters/portal/internal/mail"
	"github.com/bioxclusters/portal/internal/viewer"
)

const (
	publicURL = "https://portal.example"
	password  = "correct horse battery"
)

var passwordHash = account.HashPassword(password)

// world is a portal with a few people and a clock that tests set.
type world struct {
	t     *testing.T
	db    *db.DB
	s     *account.Service
	nanos atomic.Int64
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, db: dbtest.New(t)}
	w.nanos.Store(time.Date(2026, 11, 23, 12, 0, 0, 123456000, time.UTC).UnixNano())
	w.s = account.NewService(w.db, w.now, publicURL, publicURL)
	return w
}

func (w *world) now() time.Time       { return time.Unix(0, w.nanos.Load()).UTC() }
func (w *world) pass(d time.Duration) { w.nanos.Add(int64(d)) }

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	if _, err := w.db.Exec(query, args...); err != nil {
		w.t.Fatal(err)
	}
}

// user makes a person with a verified address and the password above.
func (w *world) user(email string) *account.User {
	w.t.Helper()
	u := &account.User{ID: id.New[id.User](w.now()), Email: email, Name: "Name of " + email}
	w.exec(`insert into portal_user (id, email, email_key, name, password_hash, email_verified_at, created_at, updated_at)
		values ($1, $2, $3, $4, $5, $6, $6, $6)`, u.ID, u.Email, strings.ToLower(u.Email), u.Name, passwordHash, w.now())
	return u
}

func (w *world) cluster(slug string) id.Cluster {
	c := id.Derived[id.Cluster](slug)
	w.exec(`insert into cluster (id, slug, kind, name, country, region_name, nuts, city, website, latitude, longitude, stands_for)
		values ($1, $2, 'CLUSTER', $2, 'ES', '', '', '', '', 0, 0, '')`, c, slug)
	return c
}

func (w *world) organisation(c id.Cluster, name string) id.Organisation {
	o := id.New[id.Organisation](w.now())
	w.exec(`insert into organisation (id, kind, status, cluster_id, legal_name, name_key, country, created_at, updated_at)
		values ($1, 'COMPANY', 'VERIFIED', $2, $3, $3, 'ES', $4, $4)`, o, c, name, w.now())
	return o
}

func (w *world) join(u *account.User, o id.Organisation, role viewer.Role) {
	w.t.Helper()
	if err := account.Join(w.t.Context(), w.db, u.ID, o, role); err != nil {
		w.t.Fatal(err)
	}
}

// signedIn gives the viewer of a new session.
func (w *world) signedIn(u *account.User) viewer.Viewer {
	w.t.Helper()
	c, err := w.s.NewCookieSession(w.t.Context(), u, "")
	if err != nil {
		w.t.Fatal(err)
	}
	v, err := w.s.ViewerByCookie(w.t.Context(), c.Secret)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

// post does the account's jobs and gives the letters that are waiting, which it takes away.
func (w *world) post() []mail.Rendered {
	w.t.Helper()
	worker := &jobs.Worker{DB: w.db, Now: w.now, Handlers: w.s.Handlers()}
	if _, err := worker.RunDue(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	var raw []string
	if err := w.db.Select(&raw, `delete from job where kind = $1 returning payload`, mail.JobKind); err != nil {
		w.t.Fatal(err)
	}
	letters := make([]mail.Rendered, len(raw))
	for i, r := range raw {
		if err := json.Unmarshal([]byte(r), &letters[i]); err != nil {
			w.t.Fatal(err)
		}
	}
	return letters
}

// oneLetter is post where one letter of a kind is due; it gives the token of its link.
func (w *world) oneLetter(to string, kind mail.Kind) (token string) {
	w.t.Helper()
	letters := w.post()
	if len(letters) != 1 || letters[0].To != to || letters[0].Kind != kind {
		w.t.Fatalf("%v, wanted one %s to %s", letters, kind, to)
	}
	_, token, _ = strings.Cut(letters[0].Body, "#token=")
	token, _, _ = strings.Cut(token, "\n")
	return token
}

func (w *world) signIn(email, password string) (*account.User, error) {
	return w.s.SignIn(w.t.Context(), account.Credentials{Email: email, Password: password}, "192.0.2.1")
}

// acts are those in the log, by name.
func (w *world) acts() string {
	w.t.Helper()
	var acts []string
	if err := w.db.Select(&acts, `select act from event order by act`); err != nil {
		w.t.Fatal(err)
	}
	return strings.Join(acts, " ")
}

// is checks that err is a fault of a code on a field ("" for none).
func is(t *testing.T, what string, err error, code fault.Code, field string) {
	t.Helper()
	for _, f := range fault.All(err) {
		if f.Code == code && strings.Join(f.Field, ".") == field {
			return
		}
	}
	t.Errorf("%s: %v, wanted %s on %q", what, err, code, field)
}

func ok(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

func code(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return fmt.Sprint(f.Code, f.Format, f.Args)
	}
	return fmt.Sprint(err)
}
