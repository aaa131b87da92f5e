package graph

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/viewer"
)

// operationTime is how long one operation may take.
const operationTime = 10 * time.Second

// keptDocuments is how many parsed documents are kept.
const keptDocuments = 1000

// NewHandler answers GraphQL over HTTP, and subscriptions over WebSocket and server-sent events; the viewer is taken from the
// request's context.
func NewHandler(s Services) http.Handler { return newHandler(s, initTime) }

func newHandler(s Services, initTime time.Duration) http.Handler {
	config := Config{Resolvers: newResolver(s)}
	config.Directives.Access = access
	h := handler.New(NewExecutableSchema(config))
	socket, events := overSocket{services: s, initTime: initTime}, overEvents{services: s}
	h.AddTransport(socket)
	h.AddTransport(events)
	h.AddTransport(overHTTP{})
	h.SetQueryCache(lru.New[*ast.QueryDocument](keptDocuments))
	h.SetParserTokenLimit(maxTokens)
	h.SetErrorPresenter(present)
	h.SetRecoverFunc(recovered)
	h.Use(extension.Introspection{})
	h.Use(newDocuments(s.Documents, s.Adhoc))
	h.Use(documentLimits)
	h.Use(&costs{limits: s.Limits, ledger: s.Ledger, now: s.Now})
	h.AroundRootFields(rootRule)
	h.AroundOperations(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		return next(withLoaders(ctx, s))
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodPost {
			w.Header().Set("Allow", "GET, POST")
			http.Error(w, "This endpoint takes GET and POST.", http.StatusMethodNotAllowed)
			return
		}
		if socket.Supports(r) || events.Supports(r) {
			h.ServeHTTP(w, r)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), operationTime)
		defer cancel()
		if viewer.From(ctx).Has(viewer.Analyst) {
			ctx = db.Aside(ctx) // their questions may be large
		}
		h.ServeHTTP(w, r.WithContext(ctx))
	})
}
