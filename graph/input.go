package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// cleared names the fields of a mutation's input that the client sent as null: an absent field stays as it is, null empties it.
func cleared(ctx context.Context) []string {
	argument := graphql.GetFieldContext(ctx).Field.Arguments.ForName("input")
	if argument == nil {
		return nil
	}
	return nulls(argument.Value, graphql.GetOperationContext(ctx).Variables)
}

// nulls names the fields that an input object holds as null. A variable that was not given leaves its field absent.
func nulls(input *ast.Value, variables map[string]any) (names []string) {
	if input.Kind == ast.Variable {
		fields, _ := variables[input.Raw].(map[string]any)
		for name, value := range fields {
			if value == nil {
				names = append(names, name)
			}
		}
		return names
	}
	for _, field := range input.Children {
		value, given := variables[field.Value.Raw]
		if field.Value.Kind == ast.NullValue || field.Value.Kind == ast.Variable && given && value == nil {
			names = append(names, field.Name)
		}
	}
	return names
}

// orEmpty is the empty list for none, since lists are never null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
