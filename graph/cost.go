package graph

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/budget"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

const (
	introspectionCost = 50  // of __schema or __type, however much of it; its depth has a rule of its own
	unknownSize       = 100 // of a list that the schema tells nothing about
)

// costs reckons what a document may cost, in objects, before anything of it is looked up; it refuses what costs more than the
// viewer may spend on one question, or has left of its minute. A subscription is paid for when it begins.
type costs struct {
	schema *ast.Schema
	limits budget.Limits
	ledger *budget.Ledger // nil for no limit by the minute
	now    func() time.Time
}

// bill is what a question costs and what is left.
type bill struct {
	allowance budget.Allowance
	cost      int
	balance   budget.Balance
}

const billing = "Cost"

func (*costs) ExtensionName() string { return billing }

func (c *costs) Validate(s graphql.ExecutableSchema) error {
	c.schema = s.Schema()
	return nil
}

func (c *costs) MutateOperationContext(ctx context.Context, oc *graphql.OperationContext) *gqlerror.Error {
	v := viewer.From(ctx)
	b := &bill{allowance: c.limits.Of(v), cost: costOf(c.schema, oc, v)}
	if b.cost > b.allowance.Question {
		return tooLarge("This document asks for up to %d objects; at most %d are allowed.", b.cost, b.allowance.Question)
	}
	oc.Stats.SetExtension(billing, b)
	if c.ledger == nil {
		b.balance = budget.Balance{Remaining: b.allowance.Minute, ResetAt: c.now()}
		return nil
	}
	var ok bool
	b.balance, ok = c.ledger.Spend(asker(ctx, v), b.allowance, b.cost)
	if !ok {
		err := gqlerror.Wrap(fault.New(fault.Limited, "", "That was too much within a minute. Please wait a little and try again."))
		errcode.Set(err, string(fault.Limited))
		return err
	}
	return nil
}

// InterceptResponse tells in every answer what it cost.
func (c *costs) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	if b := billOf(ctx); b != nil && c.ledger != nil {
		graphql.RegisterExtension(ctx, "cost", map[string]any{"requested": b.cost, "remaining": b.balance.Remaining, "resetAt": b.balance.ResetAt})
	}
	return next(ctx)
}

// billOf is the bill of an operation; nil when it was refused before it had one.
func billOf(ctx context.Context) *bill {
	if !graphql.HasOperationContext(ctx) {
		return nil
	}
	b, _ := graphql.GetOperationContext(ctx).Stats.GetExtension(billing).(*bill)
	return b
}

// asker names whose minute it is: a person's, or that of a visitor's address; hashed, as addresses are nobody's business.
func asker(ctx context.Context, v viewer.Viewer) string {
	name := "person " + string(v.User)
	if !v.SignedIn() {
		name = "visitor " + string(account.ClientFrom(ctx))
	}
	sum := sha256.Sum256([]byte(name))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// RateLimit tells what the viewer may spend and has left.
func (r queryResolver) RateLimit(ctx context.Context) (*RateLimit, error) {
	b := billOf(ctx)
	return &RateLimit{Question: b.allowance.Question, Minute: b.allowance.Minute, Cost: b.cost, Remaining: b.balance.Remaining, ResetAt: b.balance.ResetAt}, nil
}

// costOf is the cost of an operation, at most. documentLimits has bounded its fields after expansion before.
func costOf(schema *ast.Schema, oc *graphql.OperationContext, v viewer.Viewer) int {
	return prices{schema, oc.Variables, !v.SignedIn()}.set(oc.Operation.SelectionSet, 1)
}

type prices struct {
	schema    *ast.Schema
	variables map[string]any
	visitor   bool
}

// set is the cost of a selection set; rows is how many the connection has that it stands in.
func (p prices) set(set ast.SelectionSet, rows int) int {
	merged := map[string]*ast.Field{}
	var order []string
	collect(set, func(f *ast.Field) {
		key := f.ObjectDefinition.Name + "." + f.Alias
		if known := merged[key]; known != nil { // asked twice, answered once
			both := *known
			both.SelectionSet = slices.Concat(known.SelectionSet, f.SelectionSet)
			merged[key] = &both
			return
		}
		merged[key], order = f, append(order, key)
	})
	total := 0
	for _, key := range order {
		total = min(total+p.field(merged[key], rows), ceiling)
	}
	return total
}

// collect visits the fields of a selection set, those of its fragments too.
func collect(set ast.SelectionSet, visit func(*ast.Field)) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			visit(s)
		case *ast.InlineFragment:
			collect(s.SelectionSet, visit)
		case *ast.FragmentSpread:
			collect(s.Definition.SelectionSet, visit)
		}
	}
}

func (p prices) field(f *ast.Field, rows int) int {
	if f.Name == "__schema" || f.Name == "__type" {
		return introspectionCost
	}
	def := p.schema.Types[f.Definition.Type.Name()]
	switch {
	case def.IsLeafType():
		return 0
	case p.visitor && f.Name == "viewer":
		return 1 // null: nothing below it is looked up
	case isConnection(def):
		return 1 + p.set(f.SelectionSet, p.rows(f))
	case isConnection(f.ObjectDefinition) && f.Name == "nodes":
		return min(rows*(1+p.set(f.SelectionSet, 1)), ceiling)
	case isConnection(f.ObjectDefinition) && f.Name == "edges":
		return min(rows*max(1, p.set(f.SelectionSet, 1)), ceiling) // the edge is its node's
	case def.Name == "PageInfo" || def.Name == "UserError":
		return 0
	case f.Definition.Type.Elem != nil:
		return min(p.size(f, def)*(1+p.set(f.SelectionSet, 1)), ceiling)
	}
	return 1 + p.set(f.SelectionSet, 1)
}

func isConnection(def *ast.Definition) bool { return strings.HasSuffix(def.Name, "Connection") }

// rows is how many a connection was asked for; a number that its resolver will refuse costs as much as it may be.
func (p prices) rows(f *ast.Field) int {
	given := f.ArgumentMap(p.variables)["first"]
	if given == nil {
		return page.Default
	}
	if n, err := strconv.Atoi(text(given)); err == nil && n >= 0 {
		return min(n, page.Max)
	}
	return page.Max
}

func text(v any) string {
	raw, _ := json.Marshal(v) // a number or a text that came as JSON
	return string(raw)
}

// size is how many things a plain list holds: as many as are asked for by ids, else what the schema says.
func (p prices) size(f *ast.Field, def *ast.Definition) int {
	if ids, ok := f.ArgumentMap(p.variables)["ids"].([]any); ok {
		return min(len(ids), ceiling)
	}
	for _, directives := range []ast.DirectiveList{f.Definition.Directives, def.Directives} {
		if d := directives.ForName("listSize"); d != nil {
			n, _ := strconv.Atoi(d.Arguments.ForName("assumed").Value.Raw)
			return n
		}
	}
	return unknownSize
}
