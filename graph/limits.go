package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// limits bound what one document may ask for; introspection fields are counted like any other, but for depth.
type limits struct {
	Fields  int // after expansion of fragments
	Depth   int
	Aliases int
	Root    int
	Guarded int // fields that take a password or a token
}

// documentLimits are those of the portal.
var documentLimits = limits{Fields: 1000, Depth: 12, Aliases: 30, Root: 10, Guarded: 1}

// maxTokens bounds a document while it is parsed, before anything else looks at it: validation is quadratic in repeated fields
// (1,900 of them took 0.2 s). Clients' largest documents, the introspection of the whole schema, have about 300.
const maxTokens = 1000

func (limits) ExtensionName() string                   { return "DocumentLimits" }
func (limits) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext refuses a document that is too large, in time linear in its text: each fragment is measured once,
// so that fragments that spread one another 2^n times cost nothing.
func (l limits) MutateOperationContext(_ context.Context, oc *graphql.OperationContext) *gqlerror.Error {
	m := measure{fragments: map[*ast.FragmentDefinition]size{}}
	s := m.set(oc.Operation.SelectionSet)
	switch {
	case s.fields > l.Fields:
		return tooLarge("This document asks for %d fields or more; at most %d are allowed.", l.Fields+1, l.Fields)
	case s.depth > l.Depth:
		return tooLarge("This document is %d levels deep; at most %d are allowed.", s.depth, l.Depth)
	case s.aliases > l.Aliases:
		return tooLarge("This document has more than %d aliases.", l.Aliases)
	case s.root > l.Root:
		return tooLarge("This document has %d root fields; at most %d are allowed.", s.root, l.Root)
	case s.guarded > l.Guarded:
		return tooLarge("A document may hold one field that takes a password or a token; this one has %d.", s.guarded)
	}
	return misplaced(oc.Operation)
}

// misplaced refuses {} for a scalar, which the validator lets through: it looks at an object's fields, and there are none.
func misplaced(o *ast.OperationDefinition) (err *gqlerror.Error) {
	var look func(v *ast.Value)
	look = func(v *ast.Value) {
		if v == nil {
			return
		}
		if v.Kind == ast.ObjectValue && v.Definition != nil && v.Definition.Kind != ast.InputObject {
			err = tooLarge("An object stands where a value of type %s belongs.", v.Definition.Name)
		}
		for _, child := range v.Children {
			look(child.Value)
		}
	}
	for _, v := range o.VariableDefinitions {
		look(v.DefaultValue)
	}
	lookAll(o.SelectionSet, look)
	return err
}

// lookAll visits the values of all arguments below a selection set, whose expansion is bounded.
func lookAll(set ast.SelectionSet, look func(*ast.Value)) {
	collect(set, func(f *ast.Field) {
		for _, a := range f.Arguments {
			look(a.Value)
		}
		lookAll(f.SelectionSet, look)
	})
}

func tooLarge(format string, args ...any) *gqlerror.Error {
	err := gqlerror.Errorf(format, args...)
	errcode.Set(err, errcode.ValidationFailed)
	return err
}

// size is what a selection set comes to once its fragments are spread.
type size struct{ fields, depth, aliases, root, guarded int }

type measure struct {
	fragments map[*ast.FragmentDefinition]size
}

const ceiling = 1 << 20 // sums stop here, so that they cannot overflow

func (m measure) set(set ast.SelectionSet) size {
	var total size
	for _, selection := range set {
		s := m.selection(selection)
		total.fields = min(total.fields+s.fields, ceiling)
		total.aliases = min(total.aliases+s.aliases, ceiling)
		total.root = min(total.root+s.root, ceiling)
		total.guarded = min(total.guarded+s.guarded, ceiling)
		total.depth = max(total.depth, s.depth)
	}
	return total
}

func (m measure) selection(selection ast.Selection) size {
	switch s := selection.(type) {
	case *ast.Field:
		below := m.set(s.SelectionSet)
		own := size{fields: below.fields + 1, depth: below.depth + 1, aliases: below.aliases, root: 1}
		if s.Alias != s.Name {
			own.aliases++
		}
		if s.Definition.Directives.ForName("guarded") != nil {
			own.guarded = 1
		}
		if len(s.Name) > 1 && s.Name[:2] == "__" {
			own.depth = 1
		}
		return own
	case *ast.InlineFragment:
		return m.set(s.SelectionSet)
	case *ast.FragmentSpread:
		known, ok := m.fragments[s.Definition]
		if !ok {
			known = m.set(s.Definition.SelectionSet) // the validator has refused cycles before
			m.fragments[s.Definition] = known
		}
		return known
	}
	return size{}
}
