package server

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"time"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/importer"
	"github.com/bioxclusters/portal/internal/viewer"
)

const (
	maxImport  = 20 << 20
	maxMap     = 64 << 10
	importTime = 5 * time.Minute
)

// imports answers POST /imports: a form (multipart/form-data) with the fields map (a map's text, JSON or YAML), cluster (slug), dryRun
// and skipBad (true or false) and, last, file. The answer is the report, also of an import that wrote nothing because records
// were refused.
func (s *Server) imports(w http.ResponseWriter, r *http.Request) {
	v := viewer.From(r.Context())
	if err := importer.MayImport(v, nil); err != nil {
		writeFault(w, r, err)
		return
	}
	until := s.Now().Add(importTime)
	control := http.NewResponseController(w)
	_, _ = control.SetReadDeadline(until), control.SetWriteDeadline(until)
	r.Body = http.MaxBytesReader(w, r.Body, maxImport+maxMap+maxField)
	options, err := readImport(r)
	if err == nil {
		err = importer.MayImport(v, options.Map)
	}
	if err != nil {
		writeFault(w, r, err)
		return
	}
	options.Viewer = v
	report, err := s.Importer.Run(r.Context(), options)
	switch {
	case report != nil && (err == nil || errors.Is(err, importer.ErrRefused)):
		writeJSON(w, http.StatusOK, report)
	case len(fault.All(err)) > 0:
		writeFault(w, r, err)
	default: // what does not fit of file and map, in the importer's words
		writeFault(w, r, fault.New(fault.Invalid, "file", "The import cannot begin: %s", err.Error()))
	}
}

func readImport(r *http.Request) (o importer.Options, err error) {
	malformed := fault.New(fault.Invalid, "", "Please send a form (multipart/form-data) with the field map and, last, the file.")
	form, err := r.MultipartReader()
	if err != nil {
		return o, malformed
	}
	for {
		part, err := form.NextPart()
		if err != nil {
			return o, malformed
		}
		if part.FormName() == "file" {
			raw, err := io.ReadAll(part)
			var large *http.MaxBytesError
			switch {
			case errors.As(err, &large):
				return o, fault.New(fault.Invalid, "file", "A file may have at most %d MB.", maxImport>>20)
			case err != nil || o.Map == nil:
				return o, malformed
			}
			o.File, o.Name = bytes.NewReader(raw), part.FileName()
			return o, nil
		}
		if err := readImportField(part, &o); err != nil {
			return o, err
		}
	}
}

func readImportField(part *multipart.Part, o *importer.Options) error {
	raw, err := io.ReadAll(io.LimitReader(part, maxMap))
	if err != nil {
		return fault.New(fault.Invalid, "", "Please send a form (multipart/form-data) with the field map and, last, the file.")
	}
	switch value := string(raw); part.FormName() {
	case "map":
		if o.Map, err = importer.Parse(raw); err != nil {
			return fault.New(fault.Invalid, "map", "The import cannot begin: %s", err.Error())
		}
	case "cluster":
		o.Cluster = value
	case "dryRun":
		o.DryRun = value != "false"
	case "skipBad":
		o.SkipBad = value == "true"
	}
	return nil
}
