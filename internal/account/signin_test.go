package account_test

import (
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/fault"
)

func TestSignIn(t *testing.T) {
	w := newWorld(t)
	w.user("Ana@Example.org")
	w.user("gone@example.org")
	w.user("new@example.org")
	w.exec(`update portal_user set status = 'SUSPENDED' where email_key = 'gone@example.org'`)
	w.exec(`update portal_user set email_verified_at = null where email_key = 'new@example.org'`)
	u, err := w.signIn("ANA@example.ORG", password)
	ok(t, "right", err)
	if u.Email != "Ana@Example.org" {
		t.Error(u.Email)
	}
	_, wrong := w.signIn("ana@example.org", "something else")
	_, unknown := w.signIn("nobody@example.org", password)
	_, wrongGone := w.signIn("gone@example.org", "something else")
	is(t, "wrong", wrong, fault.Unauthenticated, "")
	if code(wrong) != code(unknown) || code(wrong) != code(wrongGone) {
		t.Errorf("%v / %v / %v", wrong, unknown, wrongGone)
	}
	_, err = w.signIn("gone@example.org", password)
	is(t, "suspended", err, fault.Forbidden, "")
	_, err = w.signIn("new@example.org", password)
	is(t, "not verified", err, fault.Forbidden, "")
	for _, bad := range []string{"", "a\x00b", "\xff", "a\nb", strings.Repeat("x", 255)} {
		_, err := w.signIn(bad, password)
		is(t, fmt.Sprintf("%.20q", bad), err, fault.Invalid, "email")
	}
	_, err = w.signIn("ana@example.org", strings.Repeat("x", 10_000))
	is(t, "long password", err, fault.Invalid, "password")
}

func TestUnknownTakesAsLong(t *testing.T) {
	w := newWorld(t)
	w.user("ana@example.org")
	measure := func(email string) time.Duration {
		best := time.Hour
		for range 5 { // the best of five: this machine does other things too
			start := time.Now()
			w.signIn(email, "not the password")
			best = min(best, time.Since(start))
		}
		return best
	}
	known, unknown := measure("ana@example.org"), measure("nobody@example.org")
	if known > 5*unknown || unknown > 5*known { // a missing hash would make it some thirty times
		t.Errorf("known %v, unknown %v", known, unknown)
	}
}

func TestTenGuessesHoweverManyAtOnce(t *testing.T) {
	w := newWorld(t)
	w.user("ana@example.org")
	var all sync.WaitGroup
	var evaluated, limited atomic.Int32
	for i := range 1000 {
		all.Go(func() {
			client := account.Address(fmt.Sprintf("198.51.%d.%d", i/250, i%250))
			in := account.Credentials{Email: []string{"ana@example.org", "ANA@example.org"}[i%2], Password: fmt.Sprintf("guess number %d", i)}
			_, err := w.s.SignIn(t.Context(), in, client)
			switch c := fault.All(err); {
			case len(c) == 1 && c[0].Code == fault.Unauthenticated:
				evaluated.Add(1)
			case len(c) == 1 && c[0].Code == fault.Limited:
				limited.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if evaluated.Load() != 10 || limited.Load() != 990 {
		t.Errorf("%d evaluated, %d limited", evaluated.Load(), limited.Load())
	}
	_, err := w.signIn("ana@example.org", password)
	is(t, "the right one, after ten wrong", err, fault.Limited, "")
	w.pass(15 * time.Minute)
	_, err = w.signIn("ana@example.org", password)
	ok(t, "after the wait", err)
}

// Within any 15 minutes no more than ten are evaluated, wherever the window begins; and the owner's signing in gives nobody
// else more.
func TestGuessesOverTime(t *testing.T) {
	w := newWorld(t)
	w.user("ana@example.org")
	var times []time.Time
	for range 120 {
		if _, err := w.signIn("ana@example.org", "wrong wrong wrong"); fault.All(err)[0].Code == fault.Unauthenticated {
			times = append(times, w.now())
		}
		if len(times) == 5 {
			_, err := w.signIn("ana@example.org", password)
			ok(t, "the owner", err)
		}
		w.pass(47 * time.Second)
	}
	for i := range len(times) - 10 {
		if d := times[i+10].Sub(times[i]); d < 15*time.Minute {
			t.Errorf("11 guesses within %v", d)
		}
	}
	if len(times) < 30 {
		t.Errorf("only %d guesses in an hour and a half: the wait never ends", len(times))
	}
}

func TestPeopleSignInAsOftenAsTheyLike(t *testing.T) {
	w := newWorld(t)
	w.user("ana@example.org")
	for range 12 {
		_, err := w.signIn("ana@example.org", password)
		ok(t, "again", err)
	}
}

func TestClientsAreLimitedOverAccounts(t *testing.T) {
	w := newWorld(t)
	limited := 0
	guess := func(i int) {
		_, err := w.signIn(fmt.Sprintf("nobody%d@example.org", i), "a guess or two")
		if fault.All(err)[0].Code == fault.Limited {
			limited++
		}
	}
	guess(0)
	w.exec(`update throttle set count = 97 where key like 'guess.client:%'`)
	for i := range 8 {
		guess(i)
	}
	if limited != 5 {
		t.Errorf("%d limited", limited)
	}
}

func TestAddressOf(t *testing.T) {
	for in, want := range map[string]account.Address{
		"192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "192.0.2.1", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64",
	} {
		if got := account.AddressOf(netip.MustParseAddr(in)); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
	if account.AddressOf(netip.Addr{}) != "" {
		t.Error("an unknown address has a name")
	}
}
