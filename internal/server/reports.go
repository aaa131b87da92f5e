package server

import (
	"bytes"
	"net/http"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/report"
	"github.com/bioxclusters/portal/internal/viewer"
)

// report answers GET /reports/ID.csv and /reports/ID.html: a mission's report, for those who may read it.
func (s *Server) report(w http.ResponseWriter, r *http.Request) {
	mission, format, _ := strings.Cut(r.PathValue("file"), ".")
	if format != "csv" && format != "html" {
		writeFault(w, r, fault.Missing(""))
		return
	}
	v := viewer.From(r.Context())
	if err := mayExport(v, format, s.Now()); err != nil {
		writeFault(w, r, err)
		return
	}
	found, err := s.Reports.Of(r.Context(), v, id.Mission(mission))
	if err != nil {
		writeFault(w, r, err)
		return
	}
	var out bytes.Buffer
	h := w.Header()
	if format == "csv" {
		h.Set("Content-Type", "text/csv; charset=utf-8; header=present")
		h.Set("Content-Disposition", `attachment; filename="`+mission+`.csv"`)
		err = found.CSV(&out)
	} else {
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", report.PagePolicy)
		err = found.HTML(&out)
	}
	if err != nil {
		writeFault(w, r, err)
		return
	}
	_, _ = w.Write(out.Bytes()) // the client may be gone
}

// mayExport wants a fresh sign-in for what leaves the portal as data, or a token that was made for it.
func mayExport(v viewer.Viewer, format string, now time.Time) error {
	switch {
	case v.Token != "":
		return needs(v, viewer.Export)
	case format == "csv" && v.SignedIn():
		return account.MustBeFresh(v, now)
	}
	return nil
}
