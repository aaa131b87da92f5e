package graph

import (
	"strings"
	"testing"

	"github.com/bioxclusters/portal/internal/viewer"
)

// TestTokensStayWithinTheirScopes asks and acts by tokens: the scope decides, also for what visitors may.
func TestTokensStayWithinTheirScopes(t *testing.T) {
	h := newHouse(t)
	const ask, act, introspect = `{viewer{user{name}}}`, `mutation{updateProfile(input:{name:"Anna Antich"}){user{name} userErrors{message}}}`, `{__typename __schema{queryType{name}}}`
	const public, reset = `{markets{code}}`, `mutation{requestPasswordReset(input:{email:"a@b.example"}){accepted}}`
	for scope, may := range map[viewer.Scope]string{viewer.Read: ask + public, viewer.Write: act + reset, viewer.Export: ""} {
		v := h.people["anna"]
		v.Token, v.Scopes = "tok_0000000000000000000000000A", []viewer.Scope{scope}
		h.people["script"] = v
		for _, document := range []string{ask, act, public, reset} {
			answer := string(h.ask(t, "script", document, nil))
			if refused := strings.Contains(answer, `"FORBIDDEN"`) && strings.Contains(answer, "lacks the scope"); refused == strings.Contains(may, document) {
				t.Errorf("%s: %s: %s", scope, document, answer)
			}
		}
		if answer := string(h.ask(t, "script", introspect, nil)); strings.Contains(answer, "errors") {
			t.Error(answer)
		}
	}
}
