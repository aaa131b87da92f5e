//go:build linux

package embeddedpg

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"github.com/lib/pq"
)

// postmaster is one run of PostgreSQL.
type postmaster struct {
	cmd  *exec.Cmd
	done chan struct{}
	err  error // how it ended; read it after done
}

// initialise makes the data directory if there is none: beside its place, then renamed, so that there is never half a one.
func (s *Server) initialise(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(s.place.data, "PG_VERSION")); err == nil {
		return nil
	}
	// Sort by Unicode's rules where PostgreSQL was built with ICU, else by code point.
	var errs []error
	for _, locale := range [][]string{
		{"--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=und"}, {"--locale=C.UTF-8"}, {"--locale=C"},
	} {
		err := s.initdb(ctx, locale)
		if err == nil {
			return nil
		}
		errs = append(errs, err)
		var exit *exec.ExitError
		if !errors.As(err, &exit) || ctx.Err() != nil { // not initdb's own judgement
			break
		}
	}
	return errors.Join(errs...)
}

func (s *Server) initdb(ctx context.Context, locale []string) error {
	fresh := s.place.data + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	if err := s.as.mkdir(fresh); err != nil {
		return err
	}
	cmd, paths, err := s.as.command(filepath.Join(s.binaries, "initdb"), syscall.SIGKILL, fresh)
	if err != nil {
		return err
	}
	defer closeAll(cmd.ExtraFiles)
	cmd.Args = append(cmd.Args, "-D", paths[0], "-U", Superuser, "-A", "trust", "-E", "UTF8", "--data-checksums", "--no-instructions")
	cmd.Args = append(cmd.Args, locale...)
	if s.options.FastUnsafe {
		cmd.Args = append(cmd.Args, "--no-sync")
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	p, err := run(cmd)
	if err != nil {
		return fmt.Errorf("initdb in %s: %w", s.binaries, err)
	}
	select {
	case <-p.done:
	case <-ctx.Done():
		cmd.Process.Kill()
		<-p.done
	}
	if p.err != nil {
		return fmt.Errorf("initdb: %w\n%s", p.err, out.Bytes())
	}
	return os.Rename(fresh, s.place.data)
}

// launch starts PostgreSQL and waits until it answers.
func (s *Server) launch(ctx context.Context) error {
	running, err := s.clear(ctx)
	if err != nil {
		return err
	}
	defer running.Close()
	if err := s.as.mkdir(s.place.socket); err != nil {
		return err
	}
	cmd, paths, err := s.as.command(filepath.Join(s.binaries, "postgres"), syscall.SIGINT, s.place.data, s.place.socket)
	if err != nil {
		return err
	}
	defer closeAll(cmd.ExtraFiles)
	cmd.ExtraFiles = append(cmd.ExtraFiles, running)
	log, err := s.openLog()
	if err != nil {
		return err
	}
	defer log.Close()
	from, _ := log.Seek(0, 2)
	cmd.Args = append(cmd.Args, "-D", paths[0], "-k", paths[1])
	cmd.Args = append(cmd.Args, s.settings()...)
	cmd.Stdout, cmd.Stderr = log, log
	p, err := run(cmd)
	if err != nil {
		return fmt.Errorf("postgres in %s: %w", s.binaries, err)
	}
	if err := s.ready(ctx, p); err != nil {
		return fmt.Errorf("PostgreSQL did not start: %w\n%s", errors.Join(err, p.shutdown()), tail(log.Name(), from))
	}
	s.mu.Lock()
	s.current = p
	s.mu.Unlock()
	return nil
}

func (s *Server) settings() []string {
	set := []string{"listen_addresses=", "unix_socket_permissions=0700",
		"max_connections=" + strconv.Itoa(cmp.Or(s.options.MaxConnections, 100)),
		"wal_level=minimal", "max_wal_senders=0", // nobody follows it; what a transaction loads into new files need not be logged
		"timezone=UTC", "log_timezone=UTC", "log_destination=stderr", "logging_collector=off", "jit=off"}
	if s.options.FastUnsafe {
		// synchronous_commit stays on: it is cheap without fsync, and lets commits survive a kill of PostgreSQL.
		set = append(set, "fsync=off", "full_page_writes=off", "max_wal_size=128MB")
	}
	var args []string
	for _, x := range set {
		args = append(args, "-c", x)
	}
	return args
}

// clear waits until nothing of an earlier run is left, and gives the lock that says so. After that its postmaster.pid is
// stale, and must go: PostgreSQL would refuse to start if the number now belongs to some other process of the same user.
func (s *Server) clear(ctx context.Context) (running *os.File, err error) {
	patience := time.After(time.Minute)
	for {
		running, busy, err := s.place.busy()
		if err != nil {
			return nil, err
		}
		if !busy {
			if err := s.tidy(); err != nil {
				running.Close()
				return nil, err
			}
			return running, nil
		}
		select {
		case <-time.After(10 * time.Millisecond):
			continue
		case <-ctx.Done():
			err = ctx.Err()
		case <-patience:
			err = errors.New("waited a minute for it to end")
		}
		return nil, fmt.Errorf("PostgreSQL of an earlier run is still busy in %s: %w", s.place.data, err)
	}
}

func (s *Server) tidy() error {
	if err := os.Remove(filepath.Join(s.place.data, "postmaster.pid")); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return os.RemoveAll(s.place.socket) // the socket has such a file too
}

// run starts cmd on a thread that lives as long as it: the kernel sends Pdeathsig when the forking thread ends.
func run(cmd *exec.Cmd) (*postmaster, error) {
	p := &postmaster{cmd: cmd, done: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		err := cmd.Start()
		started <- err
		if err == nil {
			p.err = cmd.Wait()
			close(p.done)
		}
	}()
	return p, <-started
}

// shutdown ends PostgreSQL quickly and in order, or after 30 seconds without order. That it ended before is no error.
func (p *postmaster) shutdown() error {
	if p.cmd.Process.Signal(syscall.SIGINT) != nil {
		<-p.done
		return nil
	}
	select {
	case <-p.done:
	case <-time.After(30 * time.Second):
		p.cmd.Process.Signal(syscall.SIGQUIT)
		<-p.done
	}
	return p.err
}

// ready waits until p answers, then makes Database if it is missing.
func (s *Server) ready(ctx context.Context, p *postmaster) error {
	for answers(ctx, s.URL("postgres")) != nil {
		select {
		case <-p.done:
			return fmt.Errorf("it ended at once: %w", p.err)
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
	if answers(ctx, s.URL(Database)) == nil {
		return nil
	}
	return execute(ctx, s.URL("postgres"), "create database "+Database+" template template0 encoding 'UTF8'")
}

func answers(ctx context.Context, address string) error { return execute(ctx, address, "select 1") }

func execute(ctx context.Context, address, statement string) error {
	connector, err := pq.NewConnector(address)
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	_, err = db.ExecContext(ctx, statement)
	return err
}

// openLog keeps what PostgreSQL wrote before, up to one older file of some megabytes.
func (s *Server) openLog() (*os.File, error) {
	name := filepath.Join(s.place.dir, "postgresql.log")
	if info, err := os.Stat(name); err == nil && info.Size() > 8<<20 {
		if err := os.Rename(name, name+".old"); err != nil {
			return nil, err
		}
	}
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
}

// tail is what the log says since from, its last lines.
func tail(name string, from int64) []byte {
	f, err := os.Open(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	const most = 2048
	if info, err := f.Stat(); err == nil {
		from = max(from, info.Size()-most)
	}
	b := make([]byte, most)
	n, _ := f.ReadAt(b, from)
	return b[:n]
}
