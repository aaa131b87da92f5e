package account_test

import (
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/viewer"
)

const day = 24 * time.Hour

func TestCookie(t *testing.T) {
	w := newWorld(t)
	u := w.user("ana@example.org")
	c, err := w.s.NewCookieSession(t.Context(), u, "")
	ok(t, "begin", err)
	if len(c.Secret) != 43 || c.Expires != w.now().Add(90*day) {
		t.Errorf("%+v", c)
	}
	see := func() error {
		_, err := w.s.ViewerByCookie(t.Context(), c.Secret)
		return err
	}
	for range 8 { // whoever comes back stays, up to 90 days
		w.pass(11 * day)
		ok(t, "coming back", see())
	}
	w.pass(2 * day)
	is(t, "after 90 days", see(), fault.Unauthenticated, "")
	c, _ = w.s.NewCookieSession(t.Context(), u, "")
	w.pass(14 * day)
	is(t, "after 14 days away", see(), fault.Unauthenticated, "")
	for _, bad := range []string{"", "x", c.Secret + "x", "\x00\xff"} {
		_, err := w.s.ViewerByCookie(t.Context(), bad)
		is(t, bad, err, fault.Unauthenticated, "")
	}
}

// What ends, demotes or suspends takes effect at the next request, by cookie and by token alike.
func TestNextRequestKnows(t *testing.T) {
	w := newWorld(t)
	bio := w.organisation(w.cluster("biocat"), "Bio SL")
	u := w.user("ana@example.org")
	w.join(u, bio, viewer.OrganisationAdmin)
	w.exec(`update portal_user set coordinator = true, analyst = true, cluster_id = $2, language = 'ca' where id = $1`, u.ID, w.cluster("biom"))
	c, err := w.s.NewCookieSession(t.Context(), u, "")
	ok(t, "cookie", err)
	tokens, err := w.s.IssueTokens(t.Context(), u, "")
	ok(t, "tokens", err)
	both := func() (viewer.Viewer, error) {
		a, err1 := w.s.ViewerByCookie(t.Context(), c.Secret)
		b, err2 := w.s.ViewerByToken(t.Context(), tokens.Access)
		b.Session = a.Session
		if !reflect.DeepEqual(a, b) || code(err1) != code(err2) {
			t.Errorf("%+v %v / %+v %v", a, err1, b, err2)
		}
		return a, err1
	}
	v, err := both()
	ok(t, "both", err)
	want := viewer.Viewer{User: u.ID, Session: v.Session, Organisation: bio, OrganisationCluster: v.OrganisationCluster, Cluster: v.Cluster,
		Roles: []viewer.Role{viewer.OrganisationAdmin, viewer.Staff, viewer.Analyst, viewer.Coordinator}, Language: "ca", Confirmed: v.Confirmed}
	if !reflect.DeepEqual(v, want) || v.OrganisationCluster == "" || v.Cluster == "" || v.OrganisationMarket != "" {
		t.Errorf("%+v", v)
	}
	w.exec(`update portal_user set coordinator = false, analyst = false, organisation_role = 'MEMBER', cluster_id = null where id = $1`, u.ID)
	if v, _ = both(); len(v.Roles) != 1 || v.Roles[0] != viewer.Member || v.Cluster != "" {
		t.Errorf("%+v", v)
	}
	w.exec(`update portal_user set status = 'SUSPENDED' where id = $1`, u.ID)
	_, err = both()
	is(t, "suspended", err, fault.Unauthenticated, "")
	_, err = w.s.Refresh(t.Context(), tokens.Refresh)
	is(t, "refresh", err, fault.Unauthenticated, "")
	w.exec(`update portal_user set status = 'ACTIVE' where id = $1`, u.ID)
	v, err = both()
	ok(t, "active again", err)
	ok(t, "sign out", w.s.EndSession(t.Context(), v))
	_, err = w.s.ViewerByCookie(t.Context(), c.Secret)
	is(t, "signed out", err, fault.Unauthenticated, "")
	byToken, err := w.s.ViewerByToken(t.Context(), tokens.Access)
	ok(t, "the other session goes on", err)
	ok(t, "sign out", w.s.EndSession(t.Context(), byToken))
	_, err = w.s.ViewerByToken(t.Context(), tokens.Access)
	is(t, "signed out", err, fault.Unauthenticated, "")
}

func TestRefresh(t *testing.T) {
	w := newWorld(t)
	u := w.user("ana@example.org")
	refresh := func(token string) (account.Tokens, error) { return w.s.Refresh(t.Context(), token) }
	first, err := w.s.IssueTokens(t.Context(), u, "")
	ok(t, "issue", err)
	second, err := refresh(first.Refresh)
	ok(t, "rotate", err)
	if second.Refresh == first.Refresh || second.ExpiresIn != 10*time.Minute {
		t.Errorf("%+v", second)
	}
	w.pass(10 * time.Second)
	tab, err := refresh(first.Refresh)
	ok(t, "another tab", err)
	if tab.Refresh != second.Refresh {
		t.Error("two tabs hold different tokens: one of them will be signed out")
	}
	third, err := refresh(second.Refresh)
	ok(t, "rotate", err)
	is(t, "made up", errorOf(refresh(third.Refresh[:90]+"A")), fault.Unauthenticated, "")
	_, err = w.s.ViewerByToken(t.Context(), third.Access)
	ok(t, "before", err)
	is(t, "an older one, even at once", errorOf(refresh(first.Refresh)), fault.Unauthenticated, "")
	is(t, "the one in force", errorOf(refresh(third.Refresh)), fault.Unauthenticated, "")
	_, err = w.s.ViewerByToken(t.Context(), third.Access)
	is(t, "after", err, fault.Unauthenticated, "")

	first, _ = w.s.IssueTokens(t.Context(), u, "")
	second, _ = refresh(first.Refresh)
	w.pass(10*time.Second + time.Millisecond)
	is(t, "after the grace", errorOf(refresh(first.Refresh)), fault.Unauthenticated, "")
	is(t, "and then", errorOf(refresh(second.Refresh)), fault.Unauthenticated, "")
	if w.acts() != "refreshTokenReused refreshTokenReused signIn signIn" {
		t.Error(w.acts())
	}
	for _, bad := range []string{"", "x", second.Access, "\x00", second.Refresh + "A"} {
		is(t, bad, errorOf(refresh(bad)), fault.Unauthenticated, "")
	}
}

func TestRefreshLives(t *testing.T) {
	w := newWorld(t)
	u := w.user("ana@example.org")
	tokens, _ := w.s.IssueTokens(t.Context(), u, "")
	for range 3 {
		var err error
		w.pass(29 * day)
		tokens, err = w.s.Refresh(t.Context(), tokens.Refresh)
		ok(t, "within 30 days", err)
	}
	w.pass(3 * day)
	is(t, "after 90 days in all", errorOf(w.s.Refresh(t.Context(), tokens.Refresh)), fault.Unauthenticated, "")
	tokens, _ = w.s.IssueTokens(t.Context(), u, "")
	w.pass(30 * day)
	is(t, "after 30 days", errorOf(w.s.Refresh(t.Context(), tokens.Refresh)), fault.Unauthenticated, "")
	ok(t, "prune", w.s.Prune(t.Context()))
}

func TestTabsAtOnce(t *testing.T) {
	w := newWorld(t)
	tokens, _ := w.s.IssueTokens(t.Context(), w.user("ana@example.org"), "")
	var all sync.WaitGroup
	got := make([]account.Tokens, 20)
	for i := range got {
		all.Go(func() {
			var err error
			if got[i], err = w.s.Refresh(t.Context(), tokens.Refresh); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, g := range got {
		if g.Refresh != got[0].Refresh {
			t.Error("different tokens")
		}
	}
	_, err := w.s.Refresh(t.Context(), got[7].Refresh)
	ok(t, "the next", err)
}

func TestTokensForOperators(t *testing.T) {
	w := newWorld(t)
	u := w.user("ana@example.org")
	tokens, err := w.s.TokensFor(t.Context(), "ANA@example.org")
	ok(t, "tokens", err)
	v, err := w.s.ViewerByToken(t.Context(), tokens.Access)
	if ok(t, "viewer", err); v.User != u.ID {
		t.Error(v)
	}
	is(t, "nobody", errorOf(w.s.TokensFor(t.Context(), "nobody@example.org")), fault.NotFound, "user")
	w.exec(`update portal_user set status = 'SUSPENDED'`)
	is(t, "suspended", errorOf(w.s.TokensFor(t.Context(), "ana@example.org")), fault.NotFound, "user")
}

func errorOf(_ account.Tokens, err error) error { return err }

func TestAppoint(t *testing.T) {
	w := newWorld(t)
	u := w.user("ana@example.org")
	for range 2 {
		ok(t, "appoint", w.s.Appoint(t.Context(), "Ana@example.org"))
	}
	if !w.signedIn(u).IsCoordinator() || w.acts() != "appointCoordinator signIn" {
		t.Error(w.acts())
	}
	is(t, "nobody", w.s.Appoint(t.Context(), "nobody@example.org"), fault.NotFound, "user")
}
