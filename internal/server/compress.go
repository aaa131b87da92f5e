package server

import (
	"net/http"

	"github.com/klauspost/compress/gzhttp"
)

// compressible are the kinds of answers that shrink.
var compressible = []string{"text/html", "text/css", "text/javascript", "image/svg+xml", "application/json", "application/graphql-response+json"}

// compressed sends answers of more than a kilobyte compressed to whoever says that they can read it.
func compressed(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.ContentTypes(compressible))
	if err != nil {
		panic(err) // the options are fixed
	}
	return wrap(next)
}

// postsCompressed leaves GET as it is: a link on another site brings our cookie with it, and whoever chooses words of an answer and sees
// its compressed length can guess the rest of it (BREACH). No other site can post with our cookie. It leaves streams too: each event must go at
// once, and what compresses holds the first kilobyte back.
func postsCompressed(next http.Handler) http.Handler {
	smaller := compressed(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && !streams(r) {
			smaller.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}
