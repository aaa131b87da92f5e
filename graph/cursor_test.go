package graph

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// paged are lists with rows for the coordinator, by the orders they know; %s is where the arguments go.
var paged = map[string]string{
	"organisations NAME": `{list:organisations(orderBy:{field:NAME} %s){edges{cursor}}}`, "organisations CREATED_AT": `{list:organisations(orderBy:{field:CREATED_AT direction:DESC} %s){edges{cursor}}}`,
	"opportunities NEWEST": `{list:opportunities(orderBy:{field:NEWEST} %s){edges{cursor}}}`, "opportunities DEADLINE": `{list:opportunities(orderBy:{field:DEADLINE} %s){edges{cursor}}}`,
	"opportunities TITLE": `{list:opportunities(orderBy:{field:TITLE} %s){edges{cursor}}}`, "missions STARTS_ON": `{list:missions(orderBy:{field:STARTS_ON} %s){edges{cursor}}}`,
	"missions CLOSES_AT": `{list:missions(orderBy:{field:CLOSES_AT} %s){edges{cursor}}}`,
}

// cursorOf gives the cursor of a list's first row.
func (h *house) cursorOf(t *testing.T, document string) string {
	t.Helper()
	_, data := h.post(t, "zoe", request(t, fmt.Sprintf(document, "first:1"), nil)).read(t)
	list, _ := data["list"].(map[string]any)
	edges, _ := list["edges"].([]any)
	if len(edges) != 1 {
		t.Fatalf("no row: %v of %s", data, document)
	}
	return edges[0].(map[string]any)["cursor"].(string)
}

// after asks for the page after a cursor; it must be a page or INVALID.
func (h *house) after(t *testing.T, what, document, cursor string) (taken bool) {
	t.Helper()
	quoted, _ := json.Marshal(cursor)
	a := h.post(t, "zoe", request(t, fmt.Sprintf(document, "after:"+string(quoted)), nil))
	errs, _ := a.read(t)
	if a.status != 200 || driversText(a.body) || len(errs) > 0 && (len(errs) != 1 || errs[0].Extensions.Code != "INVALID" || !slices.Equal(errs[0].Extensions.Field, []string{"after"})) {
		t.Errorf("%s, cursor %q: status %d: %.300s", what, cursor, a.status, a.body)
	}
	return len(errs) == 0
}

func TestTamperedCursors(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	hostile := []string{"", " ", "NaN", "-1", "1e999", "99999999999999999999", "0000-00-00", "9999-99-99", "infinity", "2026-11-23", "0001-01-01T00:00:00Z", "294277-01-01T00:00:00Z", "\u0000", "'", strings.Repeat("x", 1500)}
	for name, document := range paged {
		cursor := h.cursorOf(t, document)
		if !h.after(t, name, document, cursor) {
			t.Errorf("%s refuses its own cursor", name)
		}
		for i := range cursor { // the last bits of a cursor may mean nothing, so a flip may pass; a 500 may not
			for _, bit := range []byte{1, 4, 32} {
				b := []byte(cursor)
				b[i] ^= bit
				h.after(t, name, document, string(b))
			}
		}
		for other, from := range paged {
			if other != name && h.after(t, name, document, h.cursorOf(t, from)) {
				t.Errorf("%s takes a cursor of %s", name, other)
			}
		}
		raw, _ := base64.RawURLEncoding.DecodeString(cursor)
		var parts []string
		if err := json.Unmarshal(raw, &parts); err != nil {
			t.Fatal(err)
		}
		for i := range parts {
			for _, value := range hostile {
				changed := slices.Clone(parts)
				changed[i] = value
				forged, _ := json.Marshal(changed)
				h.after(t, name, document, base64.RawURLEncoding.EncodeToString(forged))
			}
		}
		for _, whole := range []string{"null", "{}", "[]", "[[]]", `"x"`, "1", string(raw) + string(raw), string(raw[:len(raw)-1]), strings.Repeat("[", 1000)} {
			if h.after(t, name, document, base64.RawURLEncoding.EncodeToString([]byte(whole))) {
				t.Errorf("%s takes %q for a cursor", name, whole)
			}
		}
	}
}

// TestCursorsSayNothing reads the cursors of a list as a visitor could: they hold the row's own keys and no owner.
func TestCursorsSayNothing(t *testing.T) {
	h := newHouse(t)
	for name, document := range paged {
		_, data := h.post(t, "visitor", request(t, fmt.Sprintf(document, "first:100"), nil)).read(t)
		edges := data["list"].(map[string]any)["edges"].([]any)
		for _, e := range edges {
			raw, err := base64.RawURLEncoding.DecodeString(e.(map[string]any)["cursor"].(string))
			if err != nil || strings.HasPrefix(name, "opportunities") && strings.Contains(string(raw), "org_") {
				t.Errorf("%s: %v in %s", name, err, raw)
			}
		}
	}
}
