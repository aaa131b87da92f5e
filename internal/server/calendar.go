package server

import (
	"net/http"
	"strings"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// calendar answers GET /calendars/ID.ics: a mission's days and programme as iCalendar, for whoever sees the mission.
func (s *Server) calendar(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutSuffix(r.PathValue("file"), ".ics")
	if !ok || !id.Valid(id.Mission(name)) {
		writeFault(w, r, fault.Missing(""))
		return
	}
	m, err := s.Missions.Get(r.Context(), viewer.From(r.Context()), id.Mission(name))
	if err != nil {
		writeFault(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`.ics"`)
	_, _ = w.Write([]byte(m.Calendar(strings.TrimSuffix(s.PublicURL.String(), "/")))) // the client may be gone
}
