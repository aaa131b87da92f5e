package server

import (
	"crypto/rand"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/language"
	"github.com/bioxclusters/portal/internal/viewer"
)

// around is what every request passes: an id, a log line, a measure, the headers that protect the browser, and a net for panics.
func (s *Server) around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := s.Now()
		request := rand.Text()[:16]
		client := s.clientAddress(r).String()
		r = r.WithContext(audit.WithClient(audit.WithRequestID(r.Context(), request), client))
		rec := &recorder{ResponseWriter: w, status: http.StatusOK}
		s.protect(rec.Header(), request)
		defer func() {
			if p := recover(); p != nil {
				s.panicked(rec, r, p)
			}
			took := s.Now().Sub(start)
			s.metrics.observe(r, rec.status, took)
			s.Log.InfoContext(r.Context(), "request", "request", request, "method", r.Method, "path", r.URL.Path, // the path, not the query: it may hold tokens
				"status", rec.status, "bytes", rec.bytes, "ms", took.Milliseconds(), "client", client)
		}()
		next.ServeHTTP(rec, r)
	})
}

func (s *Server) panicked(rec *recorder, r *http.Request, p any) {
	if p == http.ErrAbortHandler { // net/http's own way to end a broken connection
		panic(p)
	}
	s.Log.ErrorContext(r.Context(), "panic", "panic", p, "request", audit.RequestID(r.Context()), "stack", string(debug.Stack()))
	if !rec.wrote {
		writeProblem(rec, r, http.StatusInternalServerError, fault.New(fault.Internal, "", "Something went wrong. It has been noted; please try again later."))
	}
}

const contentPolicy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

func (s *Server) protect(h http.Header, request string) {
	h.Set("X-Request-Id", request)
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	if s.PublicURL.Scheme == "https" {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
}

// withViewer finds out who asks: by Authorization: Bearer, else by cookie, else a visitor. A token that does not hold is
// refused; a cookie that does not hold is dropped, for its session may just have ended.
func (s *Server) withViewer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Vary", "Accept-Language, Authorization, Cookie")
		v, err := s.viewer(w, r)
		if err != nil {
			if isCode(err, fault.Unauthenticated) {
				w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			}
			writeFault(w, r, err)
			return
		}
		if v.Language == "" {
			v.Language = language.Negotiate(r.Header.Get("Accept-Language"))
		}
		ctx := account.WithClient(viewer.With(r.Context(), v), account.AddressOf(s.clientAddress(r)))
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func (s *Server) viewer(w http.ResponseWriter, r *http.Request) (viewer.Viewer, error) {
	if header := r.Header.Get("Authorization"); header != "" {
		scheme, token, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return viewer.Viewer{}, fault.New(fault.Unauthenticated, "", "Please sign in.")
		}
		return s.Accounts.ViewerByToken(r.Context(), strings.TrimSpace(token))
	}
	cookie, err := r.Cookie(s.cookieName())
	if err != nil {
		return viewer.Viewer{}, nil
	}
	v, err := s.Accounts.ViewerByCookie(r.Context(), cookie.Value)
	if isCode(err, fault.Unauthenticated) {
		s.dropCookie(w)
		return viewer.Viewer{}, nil
	}
	return v, err
}

// clientAddress is the address of whoever asked: the right-most of X-Forwarded-For that is not one of our own proxies,
// believed only when a trusted proxy hands it over.
func (s *Server) clientAddress(r *http.Request) netip.Addr {
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	addr, _ := netip.ParseAddr(host)
	if !s.trusted(addr) {
		return addr.Unmap()
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		addr = hop
		if !s.trusted(hop) {
			break
		}
	}
	return addr.Unmap()
}

func (s *Server) trusted(a netip.Addr) bool {
	for _, p := range s.TrustedProxies {
		if p.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int
	wrote  bool
}

func (r *recorder) WriteHeader(status int) {
	if !r.wrote {
		r.status, r.wrote = status, true
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	r.wrote = true
	n, err := r.ResponseWriter.Write(b)
	r.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// Deadlines of a connection; a request's own work is bounded by the statement timeout.
const (
	readTimeout  = 15 * time.Second
	writeTimeout = 30 * time.Second
	idleTimeout  = 2 * time.Minute
)

// Listen is the http.Server for a handler, with deadlines against slow clients.
func Listen(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: 32 << 10}
}
