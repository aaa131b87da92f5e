package viewer_test

import (
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/viewer"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func TestCircles(t *testing.T) {
	visitor, member := viewer.Viewer{}, viewer.Viewer{User: "usr_1", Roles: []viewer.Role{viewer.Member}}
	analyst, coordinator := viewer.Viewer{User: "usr_2", Roles: []viewer.Role{viewer.Analyst}}, viewer.Viewer{User: "usr_3", Roles: []viewer.Role{viewer.Coordinator}}
	for name, within := range map[string][4]bool{"": {true, true, true, true}, "everyone": {true, true, true, true}, "signed-in": {false, true, true, true}, "analysts": {false, false, true, true}} {
		c, err := viewer.ParseCircle(name)
		if got := [4]bool{visitor.Within(c), member.Within(c), analyst.Within(c), coordinator.Within(c)}; err != nil || got != within {
			t.Error(name, got, err)
		}
	}
	if _, err := viewer.ParseCircle("friends"); err == nil {
		t.Error("an unknown circle is taken")
	}
}

// A place without the role for it counts nothing, nor does the role without a place.
func TestBelonging(t *testing.T) {
	for what, c := range map[string]struct {
		v                       viewer.Viewer
		belongs, leads, staffOf bool
	}{
		"visitor": {viewer.Viewer{}, false, false, false},
		"member":  {viewer.Viewer{User: "u", Organisation: "org_1", Roles: []viewer.Role{viewer.Member}}, true, false, false},
		"admin":   {viewer.Viewer{User: "u", Organisation: "org_1", Roles: []viewer.Role{viewer.OrganisationAdmin}}, true, true, false},
		"another": {viewer.Viewer{User: "u", Organisation: "org_2", Roles: []viewer.Role{viewer.OrganisationAdmin}}, false, false, false},
		"no role": {viewer.Viewer{User: "u", Organisation: "org_1", Cluster: "clu_1"}, false, false, false},
		"staff":   {viewer.Viewer{User: "u", Cluster: "clu_1", Roles: []viewer.Role{viewer.Staff}}, false, false, true},
	} {
		if c.v.BelongsTo("org_1") != c.belongs || c.v.Administers("org_1") != c.leads || c.v.IsStaffOf("clu_1") != c.staffOf {
			t.Error(what)
		}
		if c.v.BelongsTo("") || c.v.Administers("") || c.v.IsStaffOf("") {
			t.Error(what, "is of nothing")
		}
	}
}

func TestFreshness(t *testing.T) {
	v := viewer.Viewer{User: "u", Confirmed: now}
	for after, want := range map[time.Duration]bool{0: true, 10*time.Minute - 1: true, 10 * time.Minute: false} {
		if _, ok := v.FreshUntil(now.Add(after)); ok != want {
			t.Error(after, ok)
		}
	}
	if _, ok := (viewer.Viewer{Confirmed: now}).FreshUntil(now); ok {
		t.Error("a visitor is fresh")
	}
}

func TestScopes(t *testing.T) {
	session, token := viewer.Viewer{User: "u", Session: "s"}, viewer.Viewer{User: "u", Token: "t", Scopes: []viewer.Scope{viewer.Read}}
	if !session.Allows(viewer.Export) || !token.Allows(viewer.Read) || token.Allows(viewer.Write) {
		t.Error("what a way in allows")
	}
}
