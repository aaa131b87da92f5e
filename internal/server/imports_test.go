package server

import (
	"bytes"
	"context"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/importer"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/reference"
)

const importMap = `{"name":"Members","organisation":{"externalReference":{"column":"Ref","prefix":"biocat:"},"legalName":"Name","kind":{"value":"COMPANY"},"country":"Country","city":"City"}}`

const members = "Ref,Name,Country,City\n1,Alba Reagents SL,ES,Girona\n2,Bru Sensors SL,ES,Reus\n"

var referenceOnly = dbtest.Start{Make: func(ctx context.Context, owner *db.DB) error {
	return reference.Load(ctx, owner, time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
}}

// newImportWorld is a door whose one person may be made staff of Biocat or coordinator.
func newImportWorld(t *testing.T) *world {
	t.Helper()
	referenceOnly.In(t)
	w := newWorldOn(t, dbtest.Owner(t), "https://portal.example", nil)
	organisations := organisation.NewService(w.db, w.options.Now, "https://portal.example")
	w.options.Importer = &importer.Importer{DB: w.db, Organisations: organisations, Opportunities: opportunity.NewService(w.db, w.options.Now, organisations, "https://portal.example"), Now: w.options.Now}
	w.options.Registry = prometheus.NewRegistry()
	w.http = New(w.options)
	return w
}

func (w *world) exec(statement string, args ...any) {
	w.t.Helper()
	if _, err := w.db.Exec(statement, args...); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) staffOfBiocat() {
	w.t.Helper()
	w.exec(`update portal_user set cluster_id = (select id from cluster where slug = 'biocat') where id = $1`, userID)
}

// organisations counts those that are no gateway of the reference data.
func (w *world) organisations() (n int) {
	w.t.Helper()
	if err := w.db.Get(&n, `select count(*) from organisation where market_id is null`); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// importForm sends fields in their order, the file last.
func (w *world) importForm(cookie, file string, fields ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for i := 0; i < len(fields); i += 2 {
		_ = form.WriteField(fields[i], fields[i+1])
	}
	part, err := form.CreateFormFile("file", "members.csv")
	if err != nil {
		w.t.Fatal(err)
	}
	_, _ = part.Write([]byte(file))
	form.Close()
	headers := []string{"Content-Type: " + form.FormDataContentType()}
	if cookie != "" {
		headers = append(headers, "Cookie: __Host-portal="+cookie)
	}
	return w.do("POST", "/imports", b.String(), headers...)
}

func (w *world) report(rec *httptest.ResponseRecorder) (r importer.Report) {
	w.t.Helper()
	if err := json.Unmarshal(rec.Body.Bytes(), &r); err != nil || rec.Code != http.StatusOK {
		w.t.Fatal(rec.Code, rec.Body, err)
	}
	return r
}

// refused expects a fault at a field, and that nothing was written.
func (w *world) refused(rec *httptest.ResponseRecorder, status int, code, field, words string) {
	w.t.Helper()
	var answer struct {
		Error struct{ Code, Field, Message string }
	}
	if err := json.Unmarshal(rec.Body.Bytes(), &answer); err != nil || rec.Code != status || answer.Error.Code != code || answer.Error.Field != field || !strings.Contains(answer.Error.Message, words) {
		w.t.Errorf("got %d %s, want %d %s at %q with %q", rec.Code, rec.Body, status, code, field, words)
	}
	if n := w.organisations(); n != 0 {
		w.t.Errorf("%d organisations were written", n)
	}
}

func TestImportsAreForStaffAndCoordinators(t *testing.T) {
	w := newImportWorld(t)
	biocat := []string{"map", importMap, "cluster", "biocat", "dryRun", "false"}
	w.refused(w.importForm("", members, biocat...), http.StatusUnauthorized, "UNAUTHENTICATED", "", "sign in")
	cookie := w.cookie().Value
	w.refused(w.importForm(cookie, members, biocat...), http.StatusForbidden, "FORBIDDEN", "", "Only cluster staff and coordinators")
	w.exec(`update portal_user set analyst = true where id = $1`, userID)
	w.refused(w.importForm(cookie, members, biocat...), http.StatusForbidden, "FORBIDDEN", "", "Only cluster staff and coordinators")
	w.staffOfBiocat()
	opportunities := `{"name":"Profiles","opportunity":{"externalReference":"Ref","title":"Name"}}`
	if rec := w.importForm(cookie, members, "map", opportunities, "dryRun", "false"); rec.Code == http.StatusOK {
		t.Error("staff imported opportunities:", rec.Body)
	}
	// Another cluster's members are refused record by record, as a list may name the cluster of each.
	r := w.report(w.importForm(cookie, members, "map", importMap, "cluster", "biom", "dryRun", "false"))
	if r.Written || r.Refused != 2 || w.organisations() != 0 {
		t.Errorf("another cluster's members: %+v", r)
	}
	if r := w.report(w.importForm(cookie, members, biocat...)); !r.Written || r.Created != 2 || w.organisations() != 2 {
		t.Errorf("own members: %+v", r)
	}
	w.exec(`update portal_user set cluster_id = null, coordinator = true where id = $1`, userID)
	if r := w.report(w.importForm(cookie, strings.ReplaceAll(members, "SL", "GmbH"), "map", strings.Replace(importMap, "biocat:", "biom:", 1), "cluster", "biom", "dryRun", "false")); !r.Written || r.Created != 2 {
		t.Errorf("a coordinator's: %+v", r)
	}
}

func TestADryRunOfAnImportWritesNothingAndASecondImportNothingNew(t *testing.T) {
	w := newImportWorld(t)
	w.staffOfBiocat()
	cookie := w.cookie().Value
	dry := w.report(w.importForm(cookie, members, "map", importMap, "cluster", "biocat", "dryRun", "true"))
	if !dry.DryRun || dry.Written || dry.Created != 2 || w.organisations() != 0 {
		t.Fatalf("%+v", dry)
	}
	real := w.report(w.importForm(cookie, members, "map", importMap, "cluster", "biocat", "dryRun", "false"))
	if real.DryRun || !real.Written || real.Created != dry.Created || real.Read != dry.Read {
		t.Errorf("the dry run said %+v, the import %+v", dry, real)
	}
	again := w.report(w.importForm(cookie, members, "map", importMap, "cluster", "biocat", "dryRun", "false"))
	if again.Created != 0 || again.Changed != 0 || again.Unchanged != 2 || w.organisations() != 2 {
		t.Errorf("the same file again: %+v", again)
	}
	changed := w.report(w.importForm(cookie, strings.Replace(members, "Reus", "Lleida", 1), "map", importMap, "cluster", "biocat", "dryRun", "false"))
	if changed.Created != 0 || changed.Changed != 1 || changed.Unchanged != 1 {
		t.Errorf("one record changed: %+v", changed)
	}
	var imported, verified int
	if err := w.db.Get(&imported, `select count(*) from organisation where status = 'UNDER_REVIEW'`); err != nil || imported != 2 {
		t.Error("imported organisations wait for their cluster:", imported, err)
	}
	if err := w.db.Get(&verified, `select count(*) from event where actor_id = $1 and act like '%mport%'`, userID); err != nil || verified == 0 {
		t.Error("the log says nothing of the import:", err)
	}
}

func TestBadRecordsAreRefusedByLineAndNothingIsWrittenUnlessAsked(t *testing.T) {
	w := newImportWorld(t)
	w.staffOfBiocat()
	cookie := w.cookie().Value
	bad := members + "3,,ES,Vic\n4,Nowhere SL,Utopia,Vic\n"
	r := w.report(w.importForm(cookie, bad, "map", importMap, "cluster", "biocat", "dryRun", "false"))
	if r.Written || r.Refused != 2 || len(r.Refusals) != 2 || r.Refusals[0].Line != 4 || r.Refusals[1].Line != 5 || w.organisations() != 0 {
		t.Errorf("%+v", r)
	}
	r = w.report(w.importForm(cookie, bad, "map", importMap, "cluster", "biocat", "dryRun", "false", "skipBad", "true"))
	if !r.Written || r.Created != 2 || r.Refused != 2 || w.organisations() != 2 {
		t.Errorf("the good ones: %+v", r)
	}
}

func TestImportsThatCannotBeginSayWhy(t *testing.T) {
	w := newImportWorld(t)
	w.staffOfBiocat()
	cookie := w.cookie().Value
	w.refused(w.do("POST", "/imports", "{}", asJS, "Cookie: __Host-portal="+cookie), http.StatusBadRequest, "INVALID", "", "multipart/form-data")
	w.refused(w.importForm(cookie, members, "cluster", "biocat"), http.StatusBadRequest, "INVALID", "", "the field map")
	w.refused(w.importForm(cookie, members, "map", "{", "cluster", "biocat"), http.StatusBadRequest, "INVALID", "map", "cannot begin")
	r := w.report(w.importForm(cookie, members, "map", strings.Replace(importMap, `"Name"`, `"Firm"`, 1), "cluster", "biocat", "dryRun", "false"))
	if r.Written || r.Refused != 2 || len(r.MissingColumns) != 1 || len(r.UnreadColumns) != 1 {
		t.Errorf("a map for another file: %+v", r)
	}
	w.refused(w.importForm(cookie, "", "map", importMap, "cluster", "biocat"), http.StatusBadRequest, "INVALID", "file", "cannot begin")
	w.refused(w.importForm(cookie, members, "map", importMap, "cluster", "nobody", "dryRun", "false"), http.StatusBadRequest, "INVALID", "file", "nobody")
	w.refused(w.importForm(cookie, members+strings.Repeat("x", maxImport+maxMap+maxField), "map", importMap, "cluster", "biocat"), http.StatusBadRequest, "INVALID", "file", "at most 20 MB")
}
