package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/viewer"
)

// documentID is where a request's top-level documentId waits among its extensions.
const documentID = "documentId"

// largestKept bounds the texts that are kept for automatic persisted queries, in bytes; keptDocuments bounds their number.
const largestKept = 16 << 10

// documents finds the text of a question that is named by its hash: trusted ones, which came with the client, and those that
// somebody sent before (automatic persisted queries). Whoever is outside the circle adhoc gets trusted ones answered only.
type documents struct {
	trusted map[string]string // by their SHA-256 in hexadecimal, which a documentId has behind "sha256:"
	plain   map[string]bool   // the same in one form, see plainly
	sent    graphql.Cache[string]
	adhoc   viewer.Circle
}

func newDocuments(trusted map[string]string, adhoc viewer.Circle) *documents {
	d := &documents{trusted: map[string]string{}, plain: map[string]bool{}, sent: lru.New[string](keptDocuments), adhoc: adhoc}
	for id, text := range trusted {
		d.trusted[strings.TrimPrefix(id, "sha256:")] = text
		d.plain[plainly(text)] = true
	}
	return d
}

func (*documents) ExtensionName() string                   { return "Documents" }
func (*documents) Validate(graphql.ExecutableSchema) error { return nil }

func (d *documents) MutateOperationParameters(ctx context.Context, p *graphql.RawParams) *gqlerror.Error {
	if id, _ := p.Extensions[documentID].(string); id != "" {
		text, ok := d.trusted[strings.TrimPrefix(id, "sha256:")]
		if !ok {
			return refused("PERSISTED_DOCUMENT_NOT_FOUND", "This portal has no document of this id.")
		}
		p.Query = text
		return nil
	}
	hash := sentHash(p)
	if text, ok := d.trusted[hash]; ok {
		p.Query = text
		return nil
	}
	if !viewer.From(ctx).Within(d.adhoc) && !d.plain[plainly(p.Query)] {
		return gqlerror.Wrap(fault.New(fault.Forbidden, "", "Here the portal answers the questions of its own pages only."))
	}
	switch {
	case hash == "":
		return nil
	case p.Query == "":
		text, ok := d.sent.Get(ctx, hash)
		if !ok {
			return refused("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound") // the words that clients wait for
		}
		p.Query = text
	case hash != hashOf(p.Query):
		return refused("BAD_REQUEST", "The hash is not the query's.")
	}
	return nil
}

// MutateOperationContext keeps a text under its hash once it has proved to be a good one.
func (d *documents) MutateOperationContext(ctx context.Context, oc *graphql.OperationContext) *gqlerror.Error {
	hash := sentHash(&graphql.RawParams{Extensions: oc.Extensions})
	if hash != "" && len(oc.RawQuery) <= largestKept && hash == hashOf(oc.RawQuery) && viewer.From(ctx).Within(d.adhoc) {
		d.sent.Add(ctx, hash, oc.RawQuery)
	}
	return nil
}

// sentHash is the hash of extensions.persistedQuery.
func sentHash(p *graphql.RawParams) string {
	persisted, _ := p.Extensions["persistedQuery"].(map[string]any)
	hash, _ := persisted["sha256Hash"].(string)
	return hash
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func refused(code, message string) *gqlerror.Error {
	err := &gqlerror.Error{Message: message}
	errcode.Set(err, code)
	return err
}

// plainly writes a document in one form: clients' caches lay it out anew and add __typename everywhere. What cannot be
// parsed is "".
func plainly(text string) string {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, maxTokens)
	if err != nil || len(doc.Operations) == 0 {
		return ""
	}
	for _, o := range doc.Operations {
		o.SelectionSet = withoutTypenames(o.SelectionSet)
	}
	for _, f := range doc.Fragments {
		f.SelectionSet = withoutTypenames(f.SelectionSet)
	}
	var out strings.Builder
	formatter.NewFormatter(&out).FormatQueryDocument(doc)
	return out.String()
}

func withoutTypenames(set ast.SelectionSet) ast.SelectionSet {
	var kept ast.SelectionSet
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if s.Name == "__typename" && s.Alias == s.Name {
				continue
			}
			s.SelectionSet = withoutTypenames(s.SelectionSet)
		case *ast.InlineFragment:
			s.SelectionSet = withoutTypenames(s.SelectionSet)
		}
		kept = append(kept, selection)
	}
	return kept
}
