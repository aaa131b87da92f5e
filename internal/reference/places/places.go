// Package places holds the reference data of places: the markets with their guides, the clusters, and the gateway
// organisations in the markets. It is true data about real bodies, checked against what they publish; it parses
// nothing and writes nothing, the reader of the files does.
package places

import "embed"

// Files holds markets.yaml, clusters.yaml, gateways.yaml and one market guide per market and language,
// named guides/<market code in lower case>.<language>.md. Each YAML file is one list.
//
//go:embed *.yaml guides/*.md
var Files embed.FS
