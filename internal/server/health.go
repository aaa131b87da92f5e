package server

import (
	"context"
	"net/http"
	"time"

	"github.com/bioxclusters/portal/internal/db"
)

// healthz says that the process runs; it asks nothing of the database.
func healthz(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

// readyz says whether requests can be served: the database answers and its migrations are at head.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 3*time.Second)
	defer cancel()
	switch head, err := db.AtHead(ctx, s.DB); {
	case err != nil:
		writeJSON(w, http.StatusServiceUnavailable, map[string]string{"status": "unavailable", "reason": "the database does not answer"})
	case !head:
		writeJSON(w, http.StatusServiceUnavailable, map[string]string{"status": "unavailable", "reason": "migrations are not at head"})
	default:
		writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
	}
}
