package graph

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/bioxclusters/portal/internal/fault"
)

// The media types of GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/).
const (
	mediaResponse = "application/graphql-response+json"
	mediaJSON     = "application/json"
)

// maxBody bounds a request's body in bytes.
const maxBody = 64 << 10

// overHTTP is the GET and POST transport. gqlgen's own has no limit of the body and echoes it in its errors.
type overHTTP struct{}

func (overHTTP) Supports(r *http.Request) bool {
	return r.Header.Get("Upgrade") == "" && (r.Method == http.MethodGet || r.Method == http.MethodPost)
}

func (overHTTP) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	media, ok := negotiate(r.Header.Get("Accept"))
	if !ok {
		http.Error(w, "This endpoint answers "+mediaResponse+" or "+mediaJSON+".", http.StatusNotAcceptable)
		return
	}
	a := answer{w: w, media: media}
	params, status, problem := readParams(w, r)
	if problem != "" {
		if status == http.StatusUnsupportedMediaType {
			w.Header().Set("Accept-Post", mediaJSON+"; charset=utf-8")
		}
		a.refuse(r, exec, status, problem)
		return
	}
	ctx := r.Context()
	oc, errs := exec.CreateOperationContext(ctx, params)
	if errs != nil {
		a.errors(exec.DispatchError(graphql.WithOperationContext(ctx, oc), errs), errcode.GetErrorKind(errs))
		return
	}
	if oc.Operation.Operation == ast.Subscription {
		a.refuse(r, exec, http.StatusBadRequest, "Subscriptions go over WebSocket, or need Accept: text/event-stream.")
		return
	}
	if r.Method == http.MethodGet && oc.Operation.Operation != ast.Query {
		w.Header().Set("Allow", http.MethodPost)
		a.refuse(r, exec, http.StatusMethodNotAllowed, "GET serves queries only.")
		return
	}
	next, ctx := exec.DispatchOperation(ctx, oc)
	resp := next(ctx)
	if resp == nil { // the context ended before the operation began
		a.write(http.StatusServiceUnavailable, exec.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(context.Cause(ctx))}))
		return
	}
	a.write(http.StatusOK, resp)
}

// negotiate picks the answer's media type by the Accept header; quality values are not weighed, the first that fits wins.
func negotiate(accept string) (string, bool) {
	if strings.TrimSpace(accept) == "" {
		return mediaJSON, true
	}
	for part := range strings.SplitSeq(accept, ",") {
		media, _, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		switch media {
		case mediaResponse:
			return mediaResponse, true
		case mediaJSON, "application/*", "*/*":
			return mediaJSON, true
		}
	}
	return "", false
}

// readParams reads the operation; problem says what is wrong with the request, never what was in it.
func readParams(w http.ResponseWriter, r *http.Request) (p *graphql.RawParams, status int, problem string) {
	p = &graphql.RawParams{Headers: r.Header}
	p.ReadTime.Start = graphql.Now()
	if r.Method == http.MethodGet {
		status, problem = readURL(r, p)
	} else {
		status, problem = readBody(w, r, p)
	}
	p.ReadTime.End = graphql.Now()
	if problem == "" && p.Query == "" && p.Extensions[documentID] == nil && sentHash(p) == "" {
		return nil, http.StatusBadRequest, "There is no query in the request."
	}
	return p, status, problem
}

func readURL(r *http.Request, p *graphql.RawParams) (int, string) {
	values := r.URL.Query()
	p.Query, p.OperationName = values.Get("query"), values.Get("operationName")
	defer func() { named(p, values.Get(documentID)) }()
	if len(r.URL.RawQuery) > maxBody {
		return http.StatusRequestEntityTooLarge, "The request is too large."
	}
	if v := values.Get("variables"); v != "" && decode([]byte(v), &p.Variables) != nil {
		return http.StatusBadRequest, "The variables are not a JSON object."
	}
	if v := values.Get("extensions"); v != "" && decode([]byte(v), &p.Extensions) != nil {
		return http.StatusBadRequest, "The extensions are not a JSON object."
	}
	return 0, ""
}

func readBody(w http.ResponseWriter, r *http.Request, p *graphql.RawParams) (int, string) {
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := params["charset"]
	if err != nil || media != mediaJSON || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return http.StatusUnsupportedMediaType, "The request's content type must be application/json."
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return http.StatusRequestEntityTooLarge, "The request is too large."
	}
	if err != nil {
		return http.StatusBadRequest, "The request could not be read."
	}
	if decodeParams(body, p) != nil {
		return http.StatusBadRequest, "The request is not a well-formed GraphQL request in JSON."
	}
	return 0, ""
}

// decodeParams reads an operation from JSON.
func decodeParams(raw []byte, p *graphql.RawParams) error {
	whole := struct {
		*graphql.RawParams
		DocumentID string `json:"documentId"`
	}{RawParams: p}
	err := decode(raw, &whole)
	named(p, whole.DocumentID)
	return err
}

// named notes the id of a trusted document, which stands in for the query's text.
func named(p *graphql.RawParams, id string) {
	if id == "" {
		return
	}
	if p.Extensions == nil {
		p.Extensions = map[string]any{}
	}
	p.Extensions[documentID] = id
}

// decode reads one JSON value and nothing after it; numbers keep their digits.
func decode(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one value")
	}
	return nil
}

// answer writes one response, once.
type answer struct {
	w     http.ResponseWriter
	media string
}

// refuse answers a request that never became an operation.
func (a answer) refuse(r *http.Request, exec graphql.GraphExecutor, status int, message string) {
	err := &gqlerror.Error{Message: message}
	errcode.Set(err, "BAD_REQUEST")
	a.write(status, exec.DispatchError(r.Context(), gqlerror.List{err}))
}

// errors answers a document that did not pass parsing, validation or limits: 400 or 429 in the new media type, 200 in the old
// one, which knows no other status for a request that is well formed.
func (a answer) errors(resp *graphql.Response, kind errcode.ErrorKind) {
	status := http.StatusOK
	limited := len(resp.Errors) > 0 && resp.Errors[0].Extensions["code"] == fault.Limited
	if limited {
		a.w.Header().Set("Retry-After", "10")
	}
	switch {
	case a.media != mediaResponse:
	case limited:
		status = http.StatusTooManyRequests
	case kind == errcode.KindProtocol:
		status = http.StatusBadRequest
	}
	a.write(status, resp)
}

func (a answer) write(status int, resp *graphql.Response) {
	var out bytes.Buffer
	writeResponse(&out, resp)
	a.w.Header().Set("Content-Type", a.media+"; charset=utf-8")
	a.w.WriteHeader(status)
	_, _ = a.w.Write(out.Bytes()) // the client may be gone
}

// mostErrors is how many errors an answer tells.
const mostErrors = 20

// told are the errors that an answer tells, by path: fields run side by side, and without an order the same question would get
// its errors in another one each time.
func told(errs gqlerror.List) gqlerror.List {
	slices.SortStableFunc(errs, func(a, b *gqlerror.Error) int { return cmp.Compare(a.Path.String(), b.Path.String()) })
	return errs[:min(len(errs), mostErrors)]
}

// writeResponse writes an answer as JSON.
func writeResponse(out *bytes.Buffer, resp *graphql.Response) {
	out.WriteByte('{')
	if len(resp.Errors) > 0 {
		raw, _ := json.Marshal(told(resp.Errors)) // strings, paths and codes always encode
		out.WriteString(`"errors":`)
		out.Write(raw)
	}
	if resp.Data != nil {
		if out.Len() > 1 {
			out.WriteByte(',')
		}
		out.WriteString(`"data":`)
		out.Write(resp.Data)
	}
	if len(resp.Extensions) > 0 {
		raw, _ := json.Marshal(resp.Extensions)
		if out.Len() > 1 {
			out.WriteByte(',')
		}
		out.WriteString(`"extensions":`)
		out.Write(raw)
	}
	out.WriteByte('}')
}
