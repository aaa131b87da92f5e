//go:build !linux

// Package embeddedpg runs a private PostgreSQL; here it only says that it needs Linux.
package embeddedpg

import (
	"context"
	"errors"
	"io"
)

// Superuser and Database are what they are on Linux.
const Superuser, Database = "portal", "portal"

// Options are what they are on Linux.
type Options struct {
	Dir, BinDir, NodeDir string
	Log                  io.Writer
	MaxConnections       int
	FastUnsafe           bool
}

// Server is never running here.
type Server struct{}

var errLinux = errors.New("the embedded PostgreSQL needs Linux: give the URL of a database")

// Start fails.
func Start(context.Context, Options) (*Server, error) { return nil, errLinux }

// Use fails.
func Use(context.Context, Options) (string, func() error, error) { return "", nil, errLinux }

// Attach finds nothing.
func Attach(string) (string, bool) { return "", false }

// URL is empty.
func (*Server) URL(string) string { return "" }

// Stop does nothing.
func (*Server) Stop() error { return nil }

// Done is never closed.
func (*Server) Done() <-chan struct{} { return nil }

// Pid is 0.
func (*Server) Pid() int { return 0 }
