package server

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/viewer"
)

// beginPasskey answers POST /auth/passkeys/options: what the browser of whoever is signed in is to make a passkey by.
func (s *Server) beginPasskey(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Name string `json:"name"`
	}
	if !readJSON(w, r, &in) {
		writeFault(w, r, badJSON())
		return
	}
	options, err := s.Accounts.BeginPasskey(r.Context(), viewer.From(r.Context()), account.BeginPasskeyInput{Name: in.Name})
	if err != nil {
		writeFault(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, options)
}

// addPasskey answers POST /auth/passkeys: the browser made one.
func (s *Server) addPasskey(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Name       string          `json:"name"`
		Credential json.RawMessage `json:"credential"`
	}
	if !readJSON(w, r, &in) {
		writeFault(w, r, badJSON())
		return
	}
	if err := s.Accounts.AddPasskey(r.Context(), viewer.From(r.Context()), account.AddPasskeyInput{Name: in.Name, Credential: in.Credential}); err != nil {
		writeFault(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
}

// beginPasskeySignIn answers POST /auth/session/options: what a browser is to sign in by.
func (s *Server) beginPasskeySignIn(w http.ResponseWriter, r *http.Request) {
	options, err := s.Accounts.BeginPasskeySignIn(r.Context(), account.AddressOf(s.clientAddress(r)))
	if err != nil {
		writeFault(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, options)
}

// readJSON reads a body of at most maxForm bytes.
func readJSON(w http.ResponseWriter, r *http.Request, into any) bool {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return false
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxForm))
	return err == nil && json.Unmarshal(raw, into) == nil
}

func badJSON() error { return fault.New(fault.Invalid, "", "The body must be JSON of at most 16 KiB.") }
