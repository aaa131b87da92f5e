//go:build linux

package embeddedpg

import (
	"bytes"
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
		if ctx.Err() != nil {
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
		return fmt.Errorf("initdb: %w", err)
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
	if err := s.clear(ctx); err != nil {
		return err
	}
	if err := s.as.mkdir(s.place.socket); err != nil {
		return err
	}
	cmd, paths, err := s.as.command(filepath.Join(s.binaries, "postgres"), syscall.SIGINT, s.place.data, s.place.socket)
	if err != nil {
		return err
	}
	defer closeAll(cmd.ExtraFiles)
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
		return fmt.Errorf("postgres: %w", err)
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
	set := []string{"listen_addresses=", "unix_socket_permissions=0700", "max_connections=" + strconv.Itoa(max(s.options.MaxConnections, 0)),
		"timezone=UTC", "log_timezone=UTC", "log_destination=stderr", "logging_collector=off", "jit=off", "max_wal_size=2GB"}
	if s.options.MaxConnections == 0 {
		set[2] = "max_connections=100"
	}
	if s.options.FastUnsafe {
		set = append(set, "fsync=off", "synchronous_commit=off", "full_page_writes=off")
	}
	var args []string
	for _, x := range set {
		args = append(args, "-c", x)
	}
	return args
}

// clear waits until nothing of an earlier run works in the data directory. After that its postmaster.pid is stale, and must
// go: PostgreSQL would refuse to start if the number now belongs to some other process of the same user.
func (s *Server) clear(ctx context.Context) error {
	begun, asked := time.Now(), false
	for {
		pids := leftovers(s.place.data)
		if len(pids) == 0 {
			break
		}
		if !asked && time.Since(begun) > time.Second { // it should be ending already
			asked = true
			for _, pid := range pids {
				syscall.Kill(pid, syscall.SIGINT)
			}
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL of an earlier run is still busy in %s (processes %v): %w", s.place.data, pids, ctx.Err())
		}
	}
	if err := os.Remove(filepath.Join(s.place.data, "postmaster.pid")); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	// The same holds for the socket's lock file.
	err := os.RemoveAll(s.place.socket)
	return err
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

// shutdown ends PostgreSQL quickly and in order, or after 30 seconds without order. It may have ended before.
func (p *postmaster) shutdown() error {
	p.cmd.Process.Signal(syscall.SIGINT)
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
			return errors.New("it ended at once")
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
