package server

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/language"
)

var statusOf = map[fault.Code]int{
	fault.Invalid: http.StatusBadRequest, fault.NotFound: http.StatusNotFound, fault.Conflict: http.StatusConflict,
	fault.Forbidden: http.StatusForbidden, fault.Unauthenticated: http.StatusUnauthorized,
	fault.Limited: http.StatusTooManyRequests, fault.Unavailable: http.StatusServiceUnavailable,
}

// writeFault answers with a fault and its HTTP status; what is no fault is logged and answered as INTERNAL.
func writeFault(w http.ResponseWriter, r *http.Request, err error) {
	f := asFault(r, err)
	status, ok := statusOf[f.Code]
	if !ok {
		status = http.StatusInternalServerError
	}
	if status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "900")
	}
	writeProblem(w, r, status, f)
}

func asFault(r *http.Request, err error) *fault.Error {
	if list := fault.All(err); len(list) > 0 {
		return list[0]
	}
	if list := fault.All(db.Fault(err)); len(list) > 0 {
		return list[0]
	}
	slog.ErrorContext(r.Context(), "request failed", "error", err, "request", audit.RequestID(r.Context()))
	return fault.New(fault.Internal, "", "Something went wrong. It has been noted; please try again later.")
}

func writeProblem(w http.ResponseWriter, r *http.Request, status int, f *fault.Error) {
	message := f.In(language.Negotiate(r.Header.Get("Accept-Language")))
	problem := map[string]any{"code": f.Code, "message": message}
	if len(f.Field) > 0 {
		problem["field"] = strings.Join(f.Field, ".")
	}
	writeJSON(w, status, map[string]any{"error": problem})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	raw, err := json.Marshal(body)
	if err != nil {
		panic(err) // only our own plain types come here
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(raw) // the client may be gone
}

// isOf tells whether the fault is about a field.
func isOf(err error, field string) bool {
	list := fault.All(err)
	return len(list) > 0 && slices.Equal(list[0].Field, []string{field})
}

func isCode(err error, code fault.Code) bool { return errors.Is(err, &fault.Error{Code: code}) }
