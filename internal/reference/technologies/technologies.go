// Package technologies holds the life-science technology tree as data: one YAML file per top-level
// branch, each with one root node. A node has a slug (its name for ever), a kind, a label in each of the
// portal's languages, synonyms that people search with, EEN technology keyword codes and NACE Rev. 2
// class codes as aliases, and children.
package technologies

import "embed"

// Files are the branches, named NN-slug.yaml; reading them in name order gives the tree's order.
//
//go:embed *.yaml
var Files embed.FS
