package account_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// coordinator is a coordinator who has just signed in.
func (w *world) coordinator(email string) viewer.Viewer {
	w.t.Helper()
	u := w.user(email)
	w.exec(`update portal_user set coordinator = true where id = $1`, u.ID)
	return w.signedIn(u)
}

func TestRoles(t *testing.T) {
	w := newWorld(t)
	biocat := w.cluster("biocat")
	bio, other := w.organisation(biocat, "Bio SL"), w.organisation(biocat, "Other SL")
	cora, ana := w.coordinator("cora@example.org"), w.user("ana@example.org")
	grant := func(in account.GrantRoleInput) error {
		in.UserID = ana.ID
		_, err := w.s.GrantRole(t.Context(), cora, in)
		return err
	}
	roles := func(what string, want ...viewer.Role) {
		t.Helper()
		u, err := w.s.Get(t.Context(), cora, ana.ID)
		if ok(t, what, err); !slices.Equal(u.Roles(), want) {
			t.Errorf("%s: %v", what, u.Roles())
		}
	}
	is(t, "no organisation", grant(account.GrantRoleInput{Role: viewer.Member}), fault.Invalid, "organisationId")
	is(t, "no cluster", grant(account.GrantRoleInput{Role: viewer.Staff}), fault.Invalid, "clusterId")
	is(t, "a place too many", grant(account.GrantRoleInput{Role: viewer.Analyst, OrganisationID: &bio}), fault.Invalid, "organisationId")
	is(t, "a place too many", grant(account.GrantRoleInput{Role: viewer.Member, OrganisationID: &bio, ClusterID: &biocat}), fault.Invalid, "clusterId")
	none, nowhere := id.New[id.Organisation](w.now()), id.Cluster("biocat")
	is(t, "no such organisation", grant(account.GrantRoleInput{Role: viewer.Member, OrganisationID: &none}), fault.NotFound, "organisationId")
	is(t, "no such cluster", grant(account.GrantRoleInput{Role: viewer.Staff, ClusterID: &nowhere}), fault.NotFound, "clusterId")
	ok(t, "member", grant(account.GrantRoleInput{Role: viewer.Member, OrganisationID: &bio}))
	ok(t, "once more", grant(account.GrantRoleInput{Role: viewer.Member, OrganisationID: &bio}))
	ok(t, "admin", grant(account.GrantRoleInput{Role: viewer.OrganisationAdmin, OrganisationID: &bio}))
	is(t, "elsewhere", grant(account.GrantRoleInput{Role: viewer.Member, OrganisationID: &other}), fault.Conflict, "organisationId")
	ok(t, "staff", grant(account.GrantRoleInput{Role: viewer.Staff, ClusterID: &biocat}))
	biom := w.cluster("biom")
	is(t, "elsewhere", grant(account.GrantRoleInput{Role: viewer.Staff, ClusterID: &biom}), fault.Conflict, "clusterId")
	ok(t, "analyst", grant(account.GrantRoleInput{Role: viewer.Analyst}))
	ok(t, "coordinator", grant(account.GrantRoleInput{Role: viewer.Coordinator}))
	roles("all", viewer.OrganisationAdmin, viewer.Staff, viewer.Analyst, viewer.Coordinator)
	revoke := func(role viewer.Role) error {
		_, err := w.s.RevokeRole(t.Context(), cora, account.RevokeRoleInput{UserID: ana.ID, Role: role})
		return err
	}
	for range 2 { // the second time changes nothing
		ok(t, "analyst", revoke(viewer.Analyst))
		ok(t, "coordinator", revoke(viewer.Coordinator))
		ok(t, "admin", revoke(viewer.OrganisationAdmin))
		roles("fewer", viewer.Member, viewer.Staff)
	}
	ok(t, "member", revoke(viewer.Member))
	ok(t, "staff", revoke(viewer.Staff))
	roles("none")
	var log []string
	if err := w.db.Select(&log, `select act || ' ' || (detail ->> 'role') from event where subject_id = $1 and actor_id = $2 order by id`, ana.ID, cora.User); err != nil {
		t.Fatal(err)
	}
	slices.Sort(log)
	if want := []string{"grantRole ANALYST", "grantRole COORDINATOR", "grantRole MEMBER", "grantRole ORGANISATION_ADMIN", "grantRole STAFF",
		"revokeRole ANALYST", "revokeRole COORDINATOR", "revokeRole MEMBER", "revokeRole ORGANISATION_ADMIN", "revokeRole STAFF"}; !slices.Equal(log, want) {
		t.Error(log)
	}
}

// Whoever is no coordinator is told the same of people who are there and who are not; a coordinator needs a fresh sign-in.
func TestWhoAdministers(t *testing.T) {
	w := newWorld(t)
	cora, ana := w.coordinator("cora@example.org"), w.user("ana@example.org")
	eva := w.signedIn(w.user("eva@example.org"))
	all := map[string]func(viewer.Viewer, id.User) error{
		"grant": func(v viewer.Viewer, u id.User) error {
			_, err := w.s.GrantRole(t.Context(), v, account.GrantRoleInput{UserID: u, Role: viewer.Analyst})
			return err
		},
		"revoke": func(v viewer.Viewer, u id.User) error {
			_, err := w.s.RevokeRole(t.Context(), v, account.RevokeRoleInput{UserID: u, Role: viewer.Member})
			return err
		},
		"suspend": func(v viewer.Viewer, u id.User) error {
			_, err := w.s.SuspendUser(t.Context(), v, account.SuspendUserInput{UserID: u})
			return err
		},
		"reinstate": func(v viewer.Viewer, u id.User) error {
			_, err := w.s.ReinstateUser(t.Context(), v, account.ReinstateUserInput{UserID: u})
			return err
		},
	}
	tokens, _ := w.s.IssueTokens(t.Context(), &account.User{ID: cora.User}, "")
	w.pass(10 * time.Minute)
	for name, act := range all {
		is(t, name, act(viewer.Viewer{}, ana.ID), fault.Unauthenticated, "")
		is(t, name, act(eva, ana.ID), fault.NotFound, "userId")
		is(t, name, act(eva, "usr_0000000000000000000000000X"), fault.NotFound, "userId")
		is(t, name, act(cora, ana.ID), fault.Forbidden, "")
	}
	for range 5 { // refreshing is no sign-in
		w.pass(9 * time.Minute)
		tokens, _ = w.s.Refresh(t.Context(), tokens.Refresh)
	}
	stale, err := w.s.ViewerByToken(t.Context(), tokens.Access)
	ok(t, "token", err)
	is(t, "refreshed", all["grant"](stale, ana.ID), fault.Forbidden, "")
	_, err = w.s.ConfirmPassword(t.Context(), cora, "", account.ConfirmPasswordInput{Password: "another horse"})
	is(t, "a wrong password", err, fault.Invalid, "password")
	until, err := w.s.ConfirmPassword(t.Context(), cora, "", account.ConfirmPasswordInput{Password: password})
	if ok(t, "confirm", err); !until.Equal(w.now().Add(10 * time.Minute)) {
		t.Error(until)
	}
	fresh, err := w.s.ViewerBySession(t.Context(), cora.Session)
	ok(t, "session", err)
	for name, act := range all {
		ok(t, name, act(fresh, ana.ID))
		is(t, name, act(fresh, "usr_0000000000000000000000000X"), fault.NotFound, "userId")
		is(t, name, act(fresh, "x"), fault.NotFound, "userId")
	}
	is(t, "the other session", all["grant"](stale, ana.ID), fault.Forbidden, "")
}

func TestSuspension(t *testing.T) {
	w := newWorld(t)
	cora, ana := w.coordinator("cora@example.org"), w.user("ana@example.org")
	v := w.signedIn(ana)
	is(t, "oneself", errorOnly(w.s.SuspendUser(t.Context(), cora, account.SuspendUserInput{UserID: cora.User})), fault.Conflict, "userId")
	u, err := w.s.SuspendUser(t.Context(), cora, account.SuspendUserInput{UserID: ana.ID})
	if ok(t, "suspend", err); u.Status != account.Suspended {
		t.Error(u.Status)
	}
	_, err = w.s.ViewerBySession(t.Context(), v.Session)
	is(t, "the session", err, fault.Unauthenticated, "")
	_, err = w.signIn("ana@example.org", password)
	is(t, "sign in", err, fault.Forbidden, "")
	ok(t, "reinstate", errorOnly(w.s.ReinstateUser(t.Context(), cora, account.ReinstateUserInput{UserID: ana.ID})))
	_, err = w.s.ViewerBySession(t.Context(), v.Session)
	is(t, "the old session stays over", err, fault.Unauthenticated, "")
	_, err = w.signIn("ana@example.org", password)
	ok(t, "sign in again", err)
}

// Coordinators who take each other's role at the same moment, or suspend each other, leave one.
func TestACoordinatorRemains(t *testing.T) {
	w := newWorld(t)
	people := make([]viewer.Viewer, 6)
	for i := range people {
		people[i] = w.coordinator(string(rune('a'+i)) + "@example.org")
	}
	var all sync.WaitGroup
	for i, v := range people {
		all.Go(func() { // each takes the role of the next
			next := people[(i+1)%len(people)].User
			if i%2 == 0 {
				_, _ = w.s.RevokeRole(t.Context(), v, account.RevokeRoleInput{UserID: next, Role: viewer.Coordinator})
			} else {
				_, _ = w.s.SuspendUser(t.Context(), v, account.SuspendUserInput{UserID: next})
			}
		})
	}
	all.Wait()
	var left int
	if err := w.db.Get(&left, `select count(*) from portal_user where coordinator and status = 'ACTIVE'`); err != nil || left != 1 {
		t.Error(left, err)
	}
	last := people[0]
	if err := w.db.Get(&last.User, `select id from portal_user where coordinator and status = 'ACTIVE'`); err != nil {
		t.Fatal(err)
	}
	is(t, "the last", errorOnly(w.s.RevokeRole(t.Context(), last, account.RevokeRoleInput{UserID: last.User, Role: viewer.Coordinator})), fault.Conflict, "userId")
}

// List is MaySee in SQL.
func TestListAgreesWithPolicy(t *testing.T) {
	w := newWorld(t)
	biocat, biom := w.cluster("biocat"), w.cluster("biom")
	bio, bay := w.organisation(biocat, "Bio SL"), w.organisation(biom, "Bay GmbH")
	var people []*account.User
	for i, change := range []func(*account.User){
		func(*account.User) {},
		func(u *account.User) { w.join(u, bio, viewer.Member) }, func(u *account.User) { w.join(u, bio, viewer.OrganisationAdmin) },
		func(u *account.User) { w.join(u, bay, viewer.Member) },
		func(u *account.User) { w.exec(`update portal_user set cluster_id = $2 where id = $1`, u.ID, biocat) },
		func(u *account.User) { w.exec(`update portal_user set cluster_id = $2 where id = $1`, u.ID, biom) },
		func(u *account.User) { w.exec(`update portal_user set analyst = true where id = $1`, u.ID) },
		func(u *account.User) { w.exec(`update portal_user set coordinator = true where id = $1`, u.ID) },
	} {
		u := w.user(string(rune('a'+i)) + "@example.org")
		change(u)
		people = append(people, u)
	}
	for _, p := range people {
		v := w.signedIn(p)
		var listed []id.User
		var after *string
		for two := 2; ; {
			page, err := w.s.List(t.Context(), v, nil, page.Args{First: &two, After: after})
			ok(t, "list", err)
			for _, u := range page.Nodes {
				listed = append(listed, u.ID)
			}
			if !page.HasNext {
				break
			}
			after = &page.Cursors[1]
		}
		var may []id.User
		for _, u := range people {
			if _, err := w.s.Get(t.Context(), v, u.ID); err == nil {
				may = append(may, u.ID)
			}
		}
		n, err := w.s.Count(t.Context(), v, nil)
		if ok(t, "count", err); !slices.Equal(listed, may) || n != len(may) {
			t.Errorf("%s lists %v (%d), may see %v", p.Email, listed, n, may)
		}
	}
	v := w.signedIn(people[7])
	count := func(f account.Filter) int {
		n, err := w.s.Count(t.Context(), v, &f)
		ok(t, "count", err)
		return n
	}
	text, percent := "NAME OF a@", "a%example"
	for want, f := range map[int]account.Filter{1: {Text: &text}, 0: {Text: &percent}, 2: {Roles: []viewer.Role{viewer.Staff}}, 3: {Clusters: []string{"biocat"}}} {
		if n := count(f); n != want {
			t.Errorf("%+v: %d", f, n)
		}
	}
	if n := count(account.Filter{Organisations: []id.Organisation{"x"}}); n != 0 {
		t.Error(n)
	}
	if n := count(account.Filter{Statuses: []account.Status{account.Suspended}}); n != 0 {
		t.Error(n)
	}
}

func errorOnly(_ *account.User, err error) error { return err }
