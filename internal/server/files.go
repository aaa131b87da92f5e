package server

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"time"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/viewer"
)

const (
	maxUpload  = mission.MostDocumentBytes + 64<<10 // the file, and the form around it
	maxField   = 4 << 10
	uploadTime = time.Minute
	// A document that a browser shows after all runs nothing and loads nothing.
	filePolicy = "default-src 'none'; sandbox"
)

// upload answers POST /files: a form (multipart/form-data) with the fields mission, title, audience, idempotencyKey and, last,
// file. The answer names the document.
func (s *Server) upload(w http.ResponseWriter, r *http.Request) {
	v := viewer.From(r.Context())
	if !v.SignedIn() {
		writeFault(w, r, fault.New(fault.Unauthenticated, "", "Please sign in."))
		return
	}
	if err := needs(v, viewer.Write); err != nil {
		writeFault(w, r, err)
		return
	}
	_ = http.NewResponseController(w).SetReadDeadline(s.Now().Add(uploadTime)) // slow lines take longer for a file than for a question
	r.Body = http.MaxBytesReader(w, r.Body, maxUpload)
	in, err := readUpload(r)
	if err != nil {
		writeFault(w, r, err)
		return
	}
	d, err := s.Missions.AddDocument(r.Context(), v, in)
	if err != nil {
		writeFault(w, r, err)
		return
	}
	w.Header().Set("Location", d.URL())
	writeJSON(w, http.StatusCreated, map[string]any{"id": d.ID, "url": d.URL(), "title": d.Title, "mediaType": d.MediaType, "size": d.Size})
}

func readUpload(r *http.Request) (in mission.AddDocumentInput, err error) {
	malformed := fault.New(fault.Invalid, "", "Please send a form (multipart/form-data) with the fields mission and audience and, last, the file.")
	form, err := r.MultipartReader()
	if err != nil {
		return in, malformed
	}
	for {
		part, err := form.NextPart()
		if err != nil {
			return in, tooLarge(err, malformed)
		}
		if part.FormName() == "file" {
			in.FileName = part.FileName()
			in.Content, err = io.ReadAll(io.LimitReader(part, mission.MostDocumentBytes+1)) // one more shows that it is too large
			return in, tooLarge(err, malformed)
		}
		if err := readField(part, &in); err != nil {
			return in, tooLarge(err, malformed)
		}
	}
}

func readField(part *multipart.Part, in *mission.AddDocumentInput) error {
	raw, err := io.ReadAll(io.LimitReader(part, maxField))
	if err != nil {
		return err
	}
	switch value := string(raw); part.FormName() {
	case "mission":
		in.MissionID = id.Mission(value)
	case "title":
		in.Title = value
	case "audience":
		in.Audience = mission.Audience(value)
	case "idempotencyKey":
		in.IdempotencyKey = &value
	}
	return nil
}

// tooLarge says of an error of reading that the body is too large, else otherwise; nil stays nil.
func tooLarge(err error, otherwise error) error {
	var large *http.MaxBytesError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &large):
		return fault.New(fault.Invalid, "file", "A file may have at most %d MB.", mission.MostDocumentBytes>>20)
	}
	return otherwise
}

// file serves a document to those who may see it: always as an attachment, as what its content is.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	v := viewer.From(r.Context())
	if err := needs(v, viewer.Read); err != nil {
		writeFault(w, r, err)
		return
	}
	d, content, err := s.Missions.DocumentFile(r.Context(), v, id.Document(r.PathValue("id")))
	if err != nil {
		writeFault(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", d.MediaType)
	h.Set("Content-Length", strconv.Itoa(len(content)))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": d.FileName}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", filePolicy)
	if r.Method != http.MethodHead {
		_, _ = w.Write(content) // the client may be gone
	}
}

// needs refuses personal access tokens that lack a scope.
func needs(v viewer.Viewer, scope viewer.Scope) error {
	if !v.Allows(scope) {
		return fault.New(fault.Forbidden, "", "This token lacks the scope %s.", scope)
	}
	return nil
}
