//go:build linux

package embeddedpg

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// place is where a server lives on disk; whoever holds its lock owns it.
type place struct {
	dir, data, socket string
	lock              *os.File
}

const lockName = "lock"

// claim makes dir and locks it. The lock goes when the process ends, and PostgreSQL does not inherit it.
func claim(dir string) (place, error) {
	if dir == "" {
		return place{}, errors.New("embedded PostgreSQL: no folder given")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return place{}, err
	}
	dir, err := realPath(dir)
	if err != nil {
		return place{}, err
	}
	p := place{dir: dir, data: filepath.Join(dir, "data")}
	if p.lock, err = os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return place{}, err
	}
	// Attach looks by taking the lock for an instant; hence more than one try.
	for range 25 {
		if err = syscall.Flock(int(p.lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err == nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err != nil {
		defer p.lock.Close()
		return place{}, fmt.Errorf("another portal (process %s) is using %s", first(p.lock), dir)
	}
	if p.socket, err = socketDir(dir); err != nil {
		p.release()
		return place{}, err
	}
	return p, p.sign()
}

// sign writes who holds the lock and where the socket is, for Attach and for error messages.
func (p place) sign() error {
	if err := p.lock.Truncate(0); err != nil {
		return err
	}
	_, err := p.lock.WriteAt(fmt.Appendf(nil, "%d\n%s\n", os.Getpid(), p.socket), 0)
	return err
}

func (p place) release() { p.lock.Close() }

// holder tells whether a process runs a server in dir, and where its socket is (empty: not known yet).
func holder(dir string) (socket string, held bool) {
	f, err := os.Open(filepath.Join(dir, lockName))
	if err != nil {
		return "", false
	}
	defer f.Close()
	if syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB) == nil {
		return "", false // closing gives it back
	}
	b, _ := os.ReadFile(f.Name())
	if lines := strings.Split(string(b), "\n"); len(lines) == 3 {
		return lines[1], true
	}
	return "", true
}

func first(f *os.File) string {
	b, _ := os.ReadFile(f.Name())
	line, _, _ := strings.Cut(string(b), "\n")
	return line
}

// socketDir is a folder below dir, or where that makes the socket's path too long for the kernel (107 bytes), one with a
// short name among the temporary files.
func socketDir(dir string) (string, error) {
	const most = 107 - len("/.s.PGSQL.5432")
	if s := filepath.Join(dir, "s"); len(s) <= most {
		return s, nil
	}
	sum := sha256.Sum256([]byte(dir))
	base := filepath.Join(os.TempDir(), fmt.Sprintf("portal-%d-%x", os.Geteuid(), sum[:6]))
	if err := os.Mkdir(base, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	// Somebody else could have made it to listen in.
	info, err := os.Lstat(base)
	if err != nil {
		return "", err
	}
	if !info.IsDir() || info.Mode().Perm() != 0o700 || info.Sys().(*syscall.Stat_t).Uid != uint32(os.Geteuid()) {
		return "", fmt.Errorf("%s should be a folder of mode 0700 and your own", base)
	}
	if s := filepath.Join(base, "s"); len(s) <= most {
		return s, nil
	}
	return "", fmt.Errorf("both %s and %s are too long for a unix socket", dir, base)
}

func realPath(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(path)
}

// busy is true while any process of a PostgreSQL that was started here lives: all of them inherit a lock. Else it returns
// that lock, for the next one. (Looking for processes instead would take rights that root lacks in a container.)
func (p place) busy() (lock *os.File, busy bool, err error) {
	lock, err = os.OpenFile(filepath.Join(p.dir, "running"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, false, err
	}
	if err = syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		lock.Close()
		return nil, true, nil
	}
	return lock, false, nil
}
