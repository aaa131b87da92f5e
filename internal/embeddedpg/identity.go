//go:build linux

package embeddedpg

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// identity is the user whom PostgreSQL runs as. The zero value is ourselves; root must be somebody else.
type identity struct{ credential *syscall.Credential }

// identityFor is the owner of data if there is any, else the user "postgres", else "nobody".
func identityFor(data string) (identity, error) {
	owner := -1
	if info, err := os.Stat(data); err == nil {
		owner = int(info.Sys().(*syscall.Stat_t).Uid)
	}
	if me := os.Geteuid(); me != 0 {
		if owner >= 0 && owner != me {
			return identity{}, fmt.Errorf("%s belongs to user %d: start the portal as that user, or as root", data, owner)
		}
		return identity{}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if owner > 0 {
			u, err = user.LookupId(strconv.Itoa(owner))
		}
		if err != nil {
			continue
		}
		uid, _ := strconv.ParseUint(u.Uid, 10, 32)
		gid, _ := strconv.ParseUint(u.Gid, 10, 32)
		return identity{&syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
	}
	return identity{}, errors.New("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as")
}

// reaches tells whether that user may enter dir, by the permissions of every folder on the way.
func (i identity) reaches(dir string) bool {
	c := i.credential
	if c == nil {
		return true
	}
	for ; ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err != nil {
			return false
		}
		stat, enter := info.Sys().(*syscall.Stat_t), os.FileMode(0o001)
		switch {
		case stat.Uid == c.Uid:
			enter = 0o100
		case stat.Gid == c.Gid:
			enter = 0o010
		}
		if info.Mode()&enter == 0 {
			return false
		}
		if dir == "/" {
			return true
		}
	}
}

// mkdir makes dir, 0700, for that user, or makes an existing one so.
func (i identity) mkdir(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	if i.credential == nil {
		return os.Chmod(dir, 0o700)
	}
	return errors.Join(os.Chown(dir, int(i.credential.Uid), int(i.credential.Gid)), os.Chmod(dir, 0o700))
}

// command runs program with the folders handed over: paths names them for the program. Another user may not be able to
// walk to a folder (below /root, say), so it gets each as an open file, and follows the link in /proc that leads there.
// The process gets signal when we die.
func (i identity) command(program string, signal syscall.Signal, folders ...string) (cmd *exec.Cmd, paths []string, err error) {
	cmd = exec.Command(program)
	cmd.Dir = "/"
	cmd.Env = []string{"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"}
	// A group of its own: Ctrl-C at the terminal is for the portal, which ends PostgreSQL last.
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: i.credential, Pdeathsig: signal, Setpgid: true}
	if i.credential == nil {
		return cmd, folders, nil
	}
	for _, folder := range folders {
		f, err := os.Open(folder)
		if err != nil {
			closeAll(cmd.ExtraFiles)
			return nil, nil, err
		}
		paths = append(paths, fmt.Sprintf("/proc/self/fd/%d", 3+len(cmd.ExtraFiles))) // after stdin, stdout, stderr
		cmd.ExtraFiles = append(cmd.ExtraFiles, f)
	}
	return cmd, paths, nil
}

func closeAll(files []*os.File) {
	for _, f := range files {
		f.Close()
	}
}
