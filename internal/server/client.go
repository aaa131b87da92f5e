package server

import (
	"io/fs"
	"net/http"
	"path"
	"strings"
)

const noClient = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>bioXclusters portal</title></head>
<body><main><h1>bioXclusters portal</h1>
<p>The API answers at <a href="/graphql?query=%7Bmarkets%7Bcode%20name%7D%7D">/graphql</a>.</p>
<p>This binary was built without the web client. To have it, run <code>make run</code> in the project's folder
(it needs Node), or <code>make web</code> and then <code>go run ./cmd/portal serve</code> again.</p>
</main></body></html>
`

// client serves the built web client: hashed files for ever, and its one page for every address that people may type.
func client(dist fs.FS) http.Handler {
	if dist == nil {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write([]byte(noClient))
		})
	}
	files := http.FileServerFS(dist)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		if strings.HasPrefix(name, ".") {
			http.NotFound(w, r)
			return
		}
		info, err := fs.Stat(dist, name)
		switch {
		case err == nil && !info.IsDir() && name != "index.html" && name != "explore.html":
			if strings.HasPrefix(name, "assets/") {
				w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			}
			files.ServeHTTP(w, r)
		case name == "explore" && exists(dist, "explore.html"):
			w.Header().Set("Content-Security-Policy", explorePolicy)
			w.Header().Set("Cache-Control", "no-cache")
			http.ServeFileFS(w, r, dist, "explore.html")
		case strings.HasPrefix(name+"/", "assets/") || strings.HasPrefix(name, "auth/"):
			http.NotFound(w, r)
		default:
			w.Header().Set("Cache-Control", "no-cache")
			http.ServeFileFS(w, r, dist, "index.html")
		}
	})
}

// explorePolicy is for the page that explores the graph alone: its editor writes style elements and works in workers.
const explorePolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; img-src 'self' data:; font-src 'self' data:; " +
	"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

func exists(dist fs.FS, name string) bool {
	_, err := fs.Stat(dist, name)
	return err == nil
}

// reading lets GET and HEAD through. It is no pattern of the router's, for "GET /" would quarrel with "/graphql".
func reading(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			only("GET, HEAD").ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// only answers methods that an address does not take.
func only(methods string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", methods)
		http.Error(w, "This address takes "+methods+".", http.StatusMethodNotAllowed)
	})
}
