//go:build race

package graph

const slowdown = 10 // the race detector's
