package account_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/mail"
	"github.com/bioxclusters/portal/internal/viewer"
)

func newcomer(email string) account.SignUpInput {
	return account.SignUpInput{Email: email, Name: "Eva", Password: password, PrivacyVersion: account.PrivacyVersion}
}

func (w *world) signUp(in account.SignUpInput) error { return w.s.SignUp(w.t.Context(), "", in) }

func (w *world) verify(token string) error {
	return w.s.VerifyEmail(w.t.Context(), account.VerifyEmailInput{Token: token})
}

func TestSignUpAndVerify(t *testing.T) {
	w := newWorld(t)
	ok(t, "sign up", w.signUp(newcomer("Eva@Example.org")))
	token := w.oneLetter("Eva@Example.org", mail.VerifyEmail)
	_, err := w.signIn("eva@example.org", password)
	is(t, "before", err, fault.Forbidden, "")
	is(t, "other token", w.verify(token+"x"), fault.Invalid, "token")
	is(t, "for another purpose", w.s.ResetPassword(t.Context(), account.ResetPasswordInput{Token: token, Password: password}), fault.Invalid, "token")
	ok(t, "verify", w.verify(token))
	is(t, "again", w.verify(token), fault.Invalid, "token")
	_, err = w.signIn("eva@example.org", password)
	ok(t, "after", err)
	if w.acts() != "signUp verifyEmail" {
		t.Error(w.acts())
	}
}

func TestKnownAddressIsNotTold(t *testing.T) {
	w := newWorld(t)
	w.user("ana@example.org")
	known, unknown := w.signUp(newcomer("ANA@example.org")), w.signUp(newcomer("eva@example.org"))
	if known != nil || unknown != nil {
		t.Fatal(known, unknown)
	}
	if n := len(w.post()); n != 2 {
		t.Errorf("%d letters", n)
	}
	in := newcomer("ana@example.org")
	in.Password = "an attacker's choice"
	ok(t, "sign up", w.signUp(in))
	w.oneLetter("ana@example.org", mail.AlreadyRegistered)
	_, err := w.signIn("ana@example.org", in.Password)
	is(t, "with the attacker's password", err, fault.Unauthenticated, "")
	reset := func(email string) error {
		return w.s.RequestPasswordReset(t.Context(), "", account.RequestPasswordResetInput{Email: email})
	}
	ok(t, "unknown", reset("nobody@example.org"))
	if n := len(w.post()); n != 0 {
		t.Errorf("%d letters to nobody", n)
	}
}

// Somebody lays an account in wait for the owner of an address: the owner's own sign-up takes it over.
func TestUnverifiedAccountGoesToTheLast(t *testing.T) {
	w := newWorld(t)
	in := newcomer("eva@example.org")
	in.Password = "an attacker's choice"
	ok(t, "attacker", w.signUp(in))
	old := w.oneLetter("eva@example.org", mail.VerifyEmail)
	ok(t, "owner", w.signUp(newcomer("eva@example.org")))
	token := w.oneLetter("eva@example.org", mail.VerifyEmail)
	is(t, "old link", w.verify(old), fault.Invalid, "token")
	ok(t, "new link", w.verify(token))
	_, err := w.signIn("eva@example.org", in.Password)
	is(t, "attacker's password", err, fault.Unauthenticated, "")
	_, err = w.signIn("eva@example.org", password)
	ok(t, "owner's password", err)
}

func TestSignUpInput(t *testing.T) {
	w := newWorld(t)
	for what, c := range map[string]struct {
		change func(*account.SignUpInput)
		field  string
	}{
		"email":          {func(i *account.SignUpInput) { i.Email = "eva" }, "email"},
		"dots":           {func(i *account.SignUpInput) { i.Email = ".eva@example.org" }, "email"},
		"two":            {func(i *account.SignUpInput) { i.Email = "a@b.org,c@d.org" }, "email"},
		"header":         {func(i *account.SignUpInput) { i.Email = "a@b.org\r\nBcc: x@y.org" }, "email"},
		"control":        {func(i *account.SignUpInput) { i.Email = "a\u0085@b.org" }, "email"},
		"no name":        {func(i *account.SignUpInput) { i.Name = " " }, "name"},
		"NUL":            {func(i *account.SignUpInput) { i.Name = "a\x00" }, "name"},
		"long name":      {func(i *account.SignUpInput) { i.Name = strings.Repeat("n", 121) }, "name"},
		"short":          {func(i *account.SignUpInput) { i.Password = "123456789" }, "password"},
		"long":           {func(i *account.SignUpInput) { i.Password = strings.Repeat("pq", 65) }, "password"},
		"common":         {func(i *account.SignUpInput) { i.Password = "Password123" }, "password"},
		"one letter":     {func(i *account.SignUpInput) { i.Password = "zzzzzzzzzzzz" }, "password"},
		"the address":    {func(i *account.SignUpInput) { i.Password = "EVA@example.org" }, "password"},
		"not UTF-8":      {func(i *account.SignUpInput) { i.Password = "\xff\xfe1234567890" }, "password"},
		"empty password": {func(i *account.SignUpInput) { i.Password = "" }, "password"},
		"language":       {func(i *account.SignUpInput) { i.Language = new("xx") }, "language"},
		"privacy":        {func(i *account.SignUpInput) { i.PrivacyVersion = "2020-01" }, "privacyVersion"},
	} {
		in := newcomer("eva@example.org")
		c.change(&in)
		is(t, what, w.signUp(in), fault.Invalid, c.field)
	}
	err := w.signUp(account.SignUpInput{PrivacyVersion: "x"})
	if n := len(fault.All(err)); n != 4 || !strings.Contains(err.Error(), account.PrivacyVersion) {
		t.Errorf("%d faults: %v", n, err)
	}
}

func TestLettersToAnAddressAreLimited(t *testing.T) {
	w := newWorld(t)
	w.user("ana@example.org")
	for range 8 {
		ok(t, "ask", w.s.RequestPasswordReset(t.Context(), "", account.RequestPasswordResetInput{Email: "ana@example.org"}))
	}
	if n := len(w.post()); n != 5 {
		t.Errorf("%d letters", n)
	}
	var limited int
	for i := range 40 {
		err := w.s.RequestPasswordReset(t.Context(), "192.0.2.9", account.RequestPasswordResetInput{Email: fmt.Sprintf("x%d@example.org", i)})
		if err != nil {
			limited++
		}
	}
	if limited != 10 {
		t.Errorf("%d limited", limited)
	}
}

func TestResetPassword(t *testing.T) {
	w := newWorld(t)
	u := w.user("ana@example.org")
	v := w.signedIn(u)
	ask := func() string {
		ok(t, "ask", w.s.RequestPasswordReset(t.Context(), "", account.RequestPasswordResetInput{Email: "Ana@example.org"}))
		return w.oneLetter("ana@example.org", mail.PasswordReset)
	}
	set := func(token, password string) error {
		return w.s.ResetPassword(t.Context(), account.ResetPasswordInput{Token: token, Password: password})
	}
	late := ask()
	w.pass(10 * time.Minute)
	is(t, "after ten minutes", set(late, "a new password"), fault.Invalid, "token")
	first, token := ask(), ask()
	is(t, "an older letter", set(first, "a new password"), fault.Invalid, "token")
	is(t, "its address", set(token, "ana@example.org"), fault.Invalid, "password")
	for range 12 {
		w.signIn("ana@example.org", "wrong wrong wrong")
	}
	var all sync.WaitGroup
	var done atomic.Int32
	for range 20 {
		all.Go(func() {
			if set(token, "a new password") == nil {
				done.Add(1)
			}
		})
	}
	all.Wait()
	if done.Load() != 1 {
		t.Errorf("used %d times", done.Load())
	}
	if _, err := w.s.ViewerBySession(t.Context(), v.Session); err == nil {
		t.Error("the session goes on")
	}
	_, err := w.signIn("ana@example.org", "a new password")
	ok(t, "sign in", err)
	if !strings.Contains(w.acts(), "resetPassword") {
		t.Error(w.acts())
	}
}

func TestChangePassword(t *testing.T) {
	w := newWorld(t)
	u := w.user("ana@example.org")
	here, there := w.signedIn(u), w.signedIn(u)
	change := func(old, new string) error {
		return w.s.ChangePassword(t.Context(), here, "", account.ChangePasswordInput{OldPassword: old, NewPassword: new})
	}
	is(t, "wrong", change("not the password", "a new password"), fault.Invalid, "oldPassword")
	is(t, "short", change(password, "short"), fault.Invalid, "newPassword")
	is(t, "visitor", w.s.ChangePassword(t.Context(), viewer.Viewer{}, "", account.ChangePasswordInput{}), fault.Unauthenticated, "")
	ok(t, "right", change(password, "a new password"))
	_, err := w.s.ViewerBySession(t.Context(), here.Session)
	ok(t, "this session", err)
	_, err = w.s.ViewerBySession(t.Context(), there.Session)
	is(t, "the other session", err, fault.Unauthenticated, "")
	for range 9 {
		change("not the password", "a new password")
	}
	is(t, "guessing", change("a new password", "yet another one"), fault.Limited, "")
}

func TestUpdateProfile(t *testing.T) {
	w := newWorld(t)
	v := w.signedIn(w.user("ana@example.org"))
	update := func(in account.UpdateProfileInput) (*account.User, error) {
		return w.s.UpdateProfile(t.Context(), v, in)
	}
	u, err := update(account.UpdateProfileInput{Name: new("Ana Pi"), Language: new("ca"), TimeZone: new("Asia/Shanghai")})
	ok(t, "update", err)
	if u.Name != "Ana Pi" || u.Language != "ca" || u.TimeZone != "Asia/Shanghai" || u.Version != 2 || !u.EmailVerified() {
		t.Errorf("%+v", u)
	}
	u, err = update(account.UpdateProfileInput{})
	if ok(t, "nothing", err); u.Name != "Ana Pi" {
		t.Errorf("%+v", u)
	}
	for _, zone := range []string{"", "Local", "../etc/passwd", "/etc/passwd", "Mars/Base", strings.Repeat("x", 99), "a\x00"} {
		_, err := update(account.UpdateProfileInput{TimeZone: &zone})
		is(t, zone, err, fault.Invalid, "timeZone")
	}
	_, err = update(account.UpdateProfileInput{Clear: []string{"name"}})
	is(t, "clear", err, fault.Invalid, "name")
	_, err = update(account.UpdateProfileInput{Name: new("a\nb")})
	is(t, "line break", err, fault.Invalid, "name")
}

func TestInvitation(t *testing.T) {
	w := newWorld(t)
	bio := w.organisation(w.cluster("biocat"), "Bio SL")
	boss, member, other, free := w.user("boss@example.org"), w.user("member@example.org"), w.user("other@example.org"), w.user("free@example.org")
	w.join(boss, bio, viewer.OrganisationAdmin)
	w.join(member, bio, viewer.Member)
	w.join(other, w.organisation(w.cluster("biom"), "Other GmbH"), viewer.Member)
	v := w.signedIn(boss)
	invite := func(v viewer.Viewer, email string, role viewer.Role) error {
		return w.s.InviteMember(t.Context(), v, account.InviteMemberInput{Email: email, Role: role})
	}
	accept := func(in account.AcceptInvitationInput) error {
		o, err := w.s.AcceptInvitation(t.Context(), in)
		if err == nil && o != bio {
			t.Error(o)
		}
		return err
	}
	is(t, "visitor", invite(viewer.Viewer{}, "eva@example.org", viewer.Member), fault.Unauthenticated, "")
	is(t, "member", invite(w.signedIn(member), "eva@example.org", viewer.Member), fault.Forbidden, "")
	is(t, "nobody's", invite(w.signedIn(free), "eva@example.org", viewer.Member), fault.Forbidden, "")
	is(t, "role", invite(v, "eva@example.org", viewer.Coordinator), fault.Invalid, "role")
	is(t, "address", invite(v, "eva", viewer.Member), fault.Invalid, "email")
	is(t, "of the team", invite(v, "MEMBER@example.org", viewer.Member), fault.Conflict, "email")

	ok(t, "invite", invite(v, "Eva@example.org", viewer.Member))
	old := w.oneLetter("Eva@example.org", mail.Invitation)
	ok(t, "invite again", invite(v, "eva@example.org", viewer.OrganisationAdmin))
	token := w.oneLetter("eva@example.org", mail.Invitation)
	is(t, "old link", accept(account.AcceptInvitationInput{Token: old}), fault.Invalid, "token")
	is(t, "without a name", accept(account.AcceptInvitationInput{Token: token}), fault.Invalid, "name")
	// Somebody lays an account in wait.
	ok(t, "attacker", w.signUp(account.SignUpInput{Email: "eva@example.org", Name: "X", Password: "an attacker's choice", PrivacyVersion: account.PrivacyVersion}))
	w.oneLetter("eva@example.org", mail.VerifyEmail)
	in := account.AcceptInvitationInput{Token: token, Name: new("Eva"), Password: new(password), PrivacyVersion: new(account.PrivacyVersion)}
	var all sync.WaitGroup
	var done atomic.Int32
	for range 10 {
		all.Go(func() {
			if accept(in) == nil {
				done.Add(1)
			}
		})
	}
	all.Wait()
	if done.Load() != 1 {
		t.Errorf("accepted %d times", done.Load())
	}
	eva, err := w.signIn("eva@example.org", password)
	ok(t, "sign in", err)
	if eva.Name != "Eva" || *eva.OrganisationID != bio || *eva.OrganisationRole != viewer.OrganisationAdmin {
		t.Errorf("%+v", eva)
	}

	ok(t, "invite", invite(v, "free@example.org", viewer.Member))
	ok(t, "an account joins", accept(account.AcceptInvitationInput{Token: w.oneLetter("free@example.org", mail.Invitation)}))
	ok(t, "invite", invite(v, "other@example.org", viewer.Member))
	is(t, "of another", accept(account.AcceptInvitationInput{Token: w.oneLetter("other@example.org", mail.Invitation)}), fault.Conflict, "")
	ok(t, "invite", invite(v, "late@example.org", viewer.Member))
	in.Token = w.oneLetter("late@example.org", mail.Invitation)
	w.pass(7 * 24 * time.Hour)
	is(t, "after a week", accept(in), fault.Invalid, "token")
	if !strings.Contains(w.acts(), "inviteMember") || !strings.Contains(w.acts(), "acceptInvitation") {
		t.Error(w.acts())
	}
}

func TestWhoSeesWhom(t *testing.T) {
	w := newWorld(t)
	biocat, biom := w.cluster("biocat"), w.cluster("biom")
	bio, other := w.organisation(biocat, "Bio SL"), w.organisation(biom, "Other GmbH")
	names := []string{"anna", "boss", "otto", "staff", "colleague", "foreign", "analyst", "coordinator", "free"}
	who := map[string]*account.User{}
	var ids []id.User
	for _, n := range names {
		who[n] = w.user(n + "@example.org")
		ids = append(ids, who[n].ID)
	}
	w.join(who["anna"], bio, viewer.Member)
	w.join(who["boss"], bio, viewer.OrganisationAdmin)
	w.join(who["otto"], other, viewer.Member)
	w.exec(`update portal_user set cluster_id = $1 where id = any(array[$2, $3])`, biocat, who["staff"].ID, who["colleague"].ID)
	w.exec(`update portal_user set cluster_id = $1 where id = $2`, biom, who["foreign"].ID)
	w.exec(`update portal_user set analyst = true where id = $1`, who["analyst"].ID)
	w.exec(`update portal_user set coordinator = true where id = $1`, who["coordinator"].ID)
	for viewerName, want := range map[string]string{
		"anna": "anna boss", "boss": "anna boss", "otto": "otto", "staff": "anna boss colleague staff", "foreign": "foreign otto",
		"analyst": "analyst", "coordinator": "analyst anna boss colleague coordinator foreign free otto staff", "free": "free",
	} {
		v := w.signedIn(who[viewerName])
		people, err := w.s.ByIDs(t.Context(), v, append(ids, "usr_x", ""))
		ok(t, viewerName, err)
		var got []string
		for _, n := range []string{"analyst", "anna", "boss", "colleague", "coordinator", "foreign", "free", "otto", "staff"} {
			if people[who[n].ID] != nil {
				got = append(got, n)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s sees %v, wanted %s", viewerName, got, want)
		}
		teams, err := w.s.MembersOf(t.Context(), v, []id.Organisation{bio, other})
		ok(t, viewerName, err)
		if (len(teams[bio]) == 2) != strings.Contains(want, "anna boss") || (len(teams[other]) == 1) != strings.Contains(want, "otto") {
			t.Errorf("%s sees teams %v", viewerName, teams)
		}
	}
	_, err := w.s.Get(t.Context(), viewer.Viewer{}, ids[0])
	is(t, "visitor", err, fault.NotFound, "")
	_, err = w.s.Get(t.Context(), w.signedIn(who["otto"]), who["anna"].ID)
	is(t, "foreign", err, fault.NotFound, "")
	list, err := account.EmailsOf(t.Context(), w.db, bio)
	if err != nil || len(list) != 2 || list[0].Email == list[1].Email || list[0].Language != "en" {
		t.Error(list, err)
	}
	list, err = account.StaffEmails(t.Context(), w.db, biocat)
	if err != nil || len(list) != 2 {
		t.Error(list, err)
	}
	is(t, "two organisations", account.Join(t.Context(), w.db, who["anna"].ID, other, viewer.Member), fault.Conflict, "")
}
