package server

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/viewer"
)

const missionID = "mis_0000000000000000000000000A"

// withMission makes an open mission of a cluster, of which the one person is staff.
func (w *world) withMission() {
	w.t.Helper()
	for _, statement := range []string{
		`insert into market (id, code, names, countries, currency, time_zones, languages, regulator_abbreviation, regulator_name, regulator_website)
			values ('mkt_00000000000000000000000001', 'CN', '{"en":"China"}', '{CN}', 'CNY', '{Asia/Shanghai}', '{zh}', 'NMPA', 'NMPA', '')`,
		`insert into cluster (id, slug, kind, name, country, region_name, nuts, city, website, latitude, longitude, stands_for)
			values ('clu_00000000000000000000000001', 'biocat', 'CLUSTER', 'Biocat', 'ES', '', '', '', '', 0, 0, '')`,
		`insert into mission (id, direction, status, admission, cluster_id, market_id, title, time_zone, starts_on, ends_on, opens_at, closes_at, capacity, seats_per_organisation, created_at, updated_at)
			values ('` + missionID + `', 'OUTBOUND', 'OPEN', 'FIRST_COME', 'clu_00000000000000000000000001', 'mkt_00000000000000000000000001', 'M', 'Asia/Shanghai', '2027-03-15', '2027-03-19', '2026-11-01', '2027-01-31', 3, 2, now(), now())`,
		`update portal_user set cluster_id = 'clu_00000000000000000000000001' where id = '` + userID + `'`,
	} {
		if _, err := w.db.Exec(statement); err != nil {
			w.t.Fatal(err)
		}
	}
}

// upload sends a form, the file last.
func (w *world) upload(fields map[string]string, name string, content []byte, headers ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for k, v := range fields {
		_ = form.WriteField(k, v)
	}
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		w.t.Fatal(err)
	}
	_, _ = part.Write(content)
	form.Close()
	return w.do("POST", "/files", b.String(), append(headers, "Content-Type: "+form.FormDataContentType())...)
}

func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDocumentsAreServedAsWhatTheyAre(t *testing.T) {
	w := newWorld(t, "https://portal.example", nil)
	w.withMission()
	cookie := "Cookie: __Host-portal=" + w.cookie().Value
	rec := w.upload(map[string]string{"mission": missionID, "audience": "EVERYONE", "title": "Programme"}, `C:\x\évil".html`, picture(t), cookie)
	var made struct{ ID, URL, MediaType string }
	if err := json.Unmarshal(rec.Body.Bytes(), &made); err != nil || rec.Code != http.StatusCreated || made.MediaType != "image/png" || rec.Header().Get("Location") != made.URL {
		t.Fatal(rec.Code, rec.Body, err)
	}
	rec = w.do("GET", made.URL, "")
	h := rec.Header()
	if rec.Code != http.StatusOK || !bytes.Equal(rec.Body.Bytes(), picture(t)) {
		t.Fatal(rec.Code, rec.Body)
	}
	for name, want := range map[string]string{"Content-Type": "image/png", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": filePolicy, "Cache-Control": "no-store",
		"Content-Disposition": "attachment; filename*=utf-8''%C3%A9vil_.png"} {
		if h.Get(name) != want {
			t.Errorf("%s: %q", name, h.Get(name))
		}
	}
	staff := w.upload(map[string]string{"mission": missionID, "audience": "STAFF"}, "notes.txt", []byte("%PDF-1.7\n%…"), cookie)
	if err := json.Unmarshal(staff.Body.Bytes(), &made); err != nil || staff.Code != http.StatusCreated || made.MediaType != "application/pdf" {
		t.Fatal(staff.Code, staff.Body)
	}
	if rec := w.do("GET", made.URL, ""); rec.Code != http.StatusNotFound {
		t.Error("a visitor reads what is for staff: ", rec.Code)
	}
	if rec := w.do("GET", made.URL, "", cookie); rec.Code != http.StatusOK || rec.Header().Get("Content-Disposition") != "attachment; filename=notes.pdf" {
		t.Error(rec.Code, rec.Header())
	}
}

func TestUploadsAreRefused(t *testing.T) {
	w := newWorld(t, "https://portal.example", nil)
	w.withMission()
	cookie := "Cookie: __Host-portal=" + w.cookie().Value
	ok := map[string]string{"mission": missionID, "audience": "EVERYONE"}
	large := append([]byte("%PDF-1.7\n"), make([]byte, mission.MostDocumentBytes)...)
	for _, c := range []struct {
		name    string
		fields  map[string]string
		content []byte
		headers []string
		want    int
	}{
		{"visitor", ok, picture(t), nil, 401},
		{"foreign page", ok, picture(t), []string{cookie, "Origin: https://evil.example"}, 403},
		{"HTML", ok, []byte("<html><script>alert(1)</script>"), []string{cookie}, 400},
		{"SVG", ok, []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`), []string{cookie}, 400},
		{"half a picture", ok, picture(t)[:12], []string{cookie}, 400},
		{"empty", ok, nil, []string{cookie}, 400},
		{"a byte too large", ok, large[:mission.MostDocumentBytes+1], []string{cookie}, 400},
		{"much too large", ok, append(large, make([]byte, 1<<20)...), []string{cookie}, 400},
		{"no audience", map[string]string{"mission": missionID}, picture(t), []string{cookie}, 400},
		{"no mission", map[string]string{"audience": "STAFF"}, picture(t), []string{cookie}, 404},
		{"no such mission", map[string]string{"mission": "mis_0000000000000000000000000Z", "audience": "STAFF"}, picture(t), []string{cookie}, 404},
	} {
		if rec := w.upload(c.fields, "a.png", c.content, c.headers...); rec.Code != c.want {
			t.Errorf("%s: %d %s", c.name, rec.Code, rec.Body)
		}
	}
	if rec := w.do("POST", "/files", "x", cookie, asJS); rec.Code != http.StatusBadRequest {
		t.Error("no form: ", rec.Code)
	}
	once := map[string]string{"mission": missionID, "audience": "EVERYONE", "idempotencyKey": "k"}
	first, again := w.upload(once, "a.png", picture(t), cookie), w.upload(once, "a.png", picture(t), cookie)
	if first.Code != 201 || again.Code != 201 || first.Body.String() != again.Body.String() {
		t.Error("twice: ", first.Body, again.Body)
	}
	if other := w.upload(once, "a.png", []byte("%PDF-1.7\n"), cookie); other.Code != http.StatusConflict {
		t.Error("the same key with another file: ", other.Code)
	}
	var n int
	if err := w.db.Get(&n, `select count(*) from document`); err != nil || n != 1 {
		t.Error(n, "documents are stored", err)
	}
	if strings.Contains(w.log.String(), "canary") {
		t.Error("the log holds what was sent")
	}
}

func TestReportsAreForThoseWhoRunTheMission(t *testing.T) {
	w := newWorld(t, "https://portal.example", nil)
	w.withMission()
	cookie := "Cookie: __Host-portal=" + w.cookie().Value
	for file, want := range map[string]string{missionID + ".csv": "text/csv", missionID + ".html": "text/html"} {
		rec := w.do("GET", "/reports/"+file, "", cookie)
		if rec.Code != http.StatusOK || !strings.HasPrefix(rec.Header().Get("Content-Type"), want) || rec.Header().Get("Cache-Control") != "no-store" {
			t.Error(file, rec.Code, rec.Header())
		}
		policy := rec.Header().Get("Content-Security-Policy")
		if strings.Contains(policy, "script") || strings.HasPrefix(want, "text/html") && !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-") {
			t.Error(policy)
		}
		if rec := w.do("GET", "/reports/"+file, ""); rec.Code != http.StatusNotFound {
			t.Error("a visitor reads ", file, rec.Code)
		}
	}
	for _, file := range []string{missionID, missionID + ".pdf", "mis_0000000000000000000000000Z.csv", "..csv"} {
		if rec := w.do("GET", "/reports/"+file, "", cookie); rec.Code != http.StatusNotFound {
			t.Error(file, rec.Code)
		}
	}
}

func TestCalendarsAreForWhoeverSeesTheMission(t *testing.T) {
	w := newWorld(t, "https://portal.example", nil)
	w.withMission()
	rec := w.do("GET", "/calendars/"+missionID+".ics", "")
	if rec.Code != http.StatusOK || !strings.HasPrefix(rec.Header().Get("Content-Type"), "text/calendar") || !strings.Contains(rec.Header().Get("Content-Disposition"), "attachment") {
		t.Error(rec.Code, rec.Header())
	}
	if got := rec.Body.String(); !strings.HasPrefix(got, "BEGIN:VCALENDAR") || !strings.Contains(strings.ReplaceAll(got, "\r\n ", ""), "https://portal.example/missions/"+missionID) {
		t.Error(got)
	}
	for _, file := range []string{missionID, missionID + ".csv", "mis_0000000000000000000000000Z.ics", "..ics"} {
		if rec := w.do("GET", "/calendars/"+file, ""); rec.Code != http.StatusNotFound {
			t.Error(file, rec.Code)
		}
	}
	if rec := w.do("POST", "/calendars/"+missionID+".ics", ""); rec.Code != http.StatusMethodNotAllowed {
		t.Error(rec.Code)
	}
}

// Data that leave the portal need a fresh sign-in, or a token made for them; a token does what its scopes say and no more.
func TestExportsAndTokens(t *testing.T) {
	w := newWorld(t, "https://portal.example", nil)
	w.withMission()
	cookie := "Cookie: __Host-portal=" + w.cookie().Value
	v, err := w.accounts.ViewerByCookie(t.Context(), strings.TrimPrefix(cookie, "Cookie: __Host-portal="))
	if err != nil {
		t.Fatal(err)
	}
	secret := map[viewer.Scope]string{}
	for _, scope := range viewer.Scopes {
		if _, secret[scope], err = w.accounts.CreateToken(t.Context(), v, account.CreateTokenInput{Name: "x", Scopes: []viewer.Scope{scope}, Days: 1}); err != nil {
			t.Fatal(err)
		}
	}
	w.now = w.now.Add(11 * time.Minute)
	csv := "/reports/" + missionID + ".csv"
	if rec := w.do("GET", csv, "", cookie); rec.Code != http.StatusForbidden || !strings.Contains(rec.Body.String(), "confirm your password") {
		t.Error("stale", rec.Code, rec.Body)
	}
	if rec := w.do("GET", "/reports/"+missionID+".html", "", cookie); rec.Code != http.StatusOK {
		t.Error("on screen", rec.Code, rec.Body)
	}
	if _, err := w.accounts.ConfirmPassword(t.Context(), v, "", account.ConfirmPasswordInput{Password: password}); err != nil {
		t.Fatal(err)
	}
	if rec := w.do("GET", csv, "", cookie); rec.Code != http.StatusOK {
		t.Error("fresh", rec.Code, rec.Body)
	}
	for scope, want := range map[viewer.Scope][3]int{
		viewer.Export: {http.StatusOK, http.StatusForbidden, http.StatusForbidden},
		viewer.Read:   {http.StatusForbidden, http.StatusForbidden, http.StatusNotFound},
		viewer.Write:  {http.StatusForbidden, http.StatusBadRequest, http.StatusForbidden},
	} {
		bearer := "Authorization: Bearer " + secret[scope]
		got := [3]int{w.do("GET", csv, "", bearer).Code, w.do("POST", "/files", "", bearer).Code, w.do("GET", "/files/doc_0000000000000000000000000Z", "", bearer).Code}
		if got != want {
			t.Errorf("%s: report, upload, document %v, wanted %v", scope, got, want)
		}
	}
}

// TestEndedAccessOpensNothing knocks everywhere with what no longer counts: a cookie is as good as none, a bearer is refused.
func TestEndedAccessOpensNothing(t *testing.T) {
	for name, end := range map[string]func(w *world, cookie, bearer string){
		"signed out": func(w *world, cookie, bearer string) {
			w.do("DELETE", "/auth/session", "", cookie)
			w.do("DELETE", "/auth/session", "", bearer)
		},
		"suspended": func(w *world, _, _ string) { w.db.MustExec(`update portal_user set status = 'SUSPENDED'`) },
		"expired":   func(w *world, _, _ string) { w.now = w.now.AddDate(1, 0, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, "https://portal.example", nil)
			w.withMission()
			cookie, bearer := "Cookie: __Host-portal="+w.cookie().Value, "Authorization: Bearer "+w.tokens(w.form(grant())).AccessToken
			if w.do("GET", "/reports/"+missionID+".html", "", cookie).Code != http.StatusOK {
				t.Fatal("it did not open before")
			}
			end(w, cookie, bearer)
			for _, door := range []string{"POST /graphql", "POST /files", "POST /imports", "GET /files/doc_0000000000000000000000000Z", "GET /reports/" + missionID + ".csv", "GET /reports/" + missionID + ".html",
				"GET /calendars/" + missionID + ".ics"} {
				method, path, _ := strings.Cut(door, " ")
				none, ended := w.do(method, path, "{}"), w.do(method, path, "{}", cookie)
				if none.Code != ended.Code || none.Body.String() != ended.Body.String() {
					t.Errorf("%s: %d %s, without a cookie %d %s", door, ended.Code, ended.Body, none.Code, none.Body)
				}
				if rec := w.do(method, path, "{}", bearer); rec.Code != http.StatusUnauthorized {
					t.Errorf("%s: %d %s", door, rec.Code, rec.Body)
				}
			}
		})
	}
}
