//go:build linux

package embeddedpg

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// usable gives a folder of the same programs that as can run: the same, or below /var/cache a copy of an installation in a
// folder that only root may enter (node_modules below /root). Handing folders over as open files does not help programs,
// because PostgreSQL looks for its own files by the path of its program.
func usable(binaries string, as identity) (string, error) {
	root := filepath.Dir(binaries)
	if err := link(root); err != nil {
		return "", err
	}
	if as.reaches(binaries) {
		return binaries, nil
	}
	info, err := os.Stat(filepath.Join(binaries, "postgres"))
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d %v", binaries, info.Size(), info.ModTime()))
	there := fmt.Sprintf("/var/cache/portal-postgresql-%x", sum[:6])
	if err := copyInstallation(root, there); err != nil {
		return "", fmt.Errorf("user %d may not enter %s, and copying it failed: %w", as.credential.Uid, binaries, err)
	}
	return filepath.Join(there, filepath.Base(binaries)), nil
}

// copyInstallation copies root to there, readable by all, unless an earlier run did.
func copyInstallation(root, there string) error {
	if info, err := os.Lstat(there); err == nil {
		if stat := info.Sys().(*syscall.Stat_t); !info.IsDir() || stat.Uid != 0 || info.Mode().Perm()&0o022 != 0 {
			return fmt.Errorf("%s should be root's own", there)
		}
		return nil
	}
	draft, err := os.MkdirTemp(filepath.Dir(there), filepath.Base(there)+".")
	if err != nil {
		return err
	}
	defer os.RemoveAll(draft) // nothing is there after the rename
	if err := os.CopyFS(draft, os.DirFS(root)); err != nil {
		return err
	}
	err = filepath.WalkDir(draft, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Type()&fs.ModeSymlink != 0 {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		mode := info.Mode().Perm() | 0o444
		if mode&0o100 != 0 {
			mode |= 0o111
		}
		return os.Chmod(path, mode&^0o022)
	})
	if err != nil {
		return err
	}
	if err := os.Rename(draft, there); err != nil && !errors.Is(err, fs.ErrExist) { // somebody else was faster
		return err
	}
	return nil
}

// link makes the links between libraries that npm packages cannot carry; they come with a list of them, for a script that
// npm no longer runs by itself.
func link(root string) error {
	list, err := os.ReadFile(filepath.Join(root, "pg-symlinks.json"))
	if err != nil {
		return nil // not from npm
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(list, &links); err != nil {
		return fmt.Errorf("%s: %w", root, err)
	}
	for _, l := range links { // paths such as native/lib/libpq.so.5
		to := filepath.Join(filepath.Dir(root), l.Target)
		if err := os.Symlink(filepath.Base(l.Source), to); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}
