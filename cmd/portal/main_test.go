package main

import (
	"bytes"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bioxclusters/portal/internal/config"
)

// portalWith runs a command line with these variables and nothing else of the environment.
func portalWith(t *testing.T, variables map[string]string, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := run(t.Context(), args, func(name string) (string, bool) { value, ok := variables[name]; return value, ok }, &out)
	return out.String(), err
}

func TestWrongSettingsStopTheStartWithOneLine(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ variable, value string }{
		{"PORTAL_LISTEN", "8080"},
		{"PORTAL_LISTEN", taken.Addr().String()},
		{"PORTAL_METRICS_LISTEN", taken.Addr().String()},
		{"PORTAL_DEMO", "perhaps"},
		{"PORTAL_DATABASE_URL", "postgres://portal:secret@127.0.0.1:1/portal"},
		{"PORTAL_DATABASE_URL", "postgres://portal:secret%zz@127.0.0.1/portal"},
		{"PORTAL_DATABASE_URL", "postgres://portal:secret@127.0.0.1/portal?sslmode=secretly"},
		{"PORTAL_DATA_DIR", filepath.Join(file, "data")},
		{"PORTAL_PG_BIN", file},
	} {
		variables := map[string]string{"PORTAL_LISTEN": "127.0.0.1:0", "PORTAL_DATA_DIR": t.TempDir(), c.variable: c.value}
		_, err := portalWith(t, variables, "serve")
		if err == nil || !strings.Contains(err.Error(), c.variable) || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "secret@") || strings.Contains(err.Error(), "secret%") {
			t.Errorf("%s=%s: %v", c.variable, c.value, err)
		}
	}
}

func TestWrongFlagsAreNamed(t *testing.T) {
	for flag, args := range map[string][]string{
		"--as-of":       {"demo", "--as-of", "yesterday"},
		"--smes":        {"demo", "--smes", "many"},
		"--user":        {"token"},
		"nonsense":      {"serve", "--nonsense"},
		"organisations": {"import", "persons", "main.go", "--map", "een"},
	} {
		if _, err := portalWith(t, nil, args...); err == nil || !strings.Contains(err.Error(), flag) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v: %v", args, err)
		}
	}
}

func TestHelpAndVersion(t *testing.T) {
	if out, err := portalWith(t, nil, "--help"); err != nil || !strings.Contains(out, "--database-url") || !strings.Contains(out, "serve") {
		t.Error(out, err)
	}
	if out, err := portalWith(t, nil, "version"); err != nil || !strings.HasPrefix(out, "portal ") {
		t.Error(out, err)
	}
}

func TestDemonstrationAccountsStayOnLoopback(t *testing.T) {
	for listen, public := range map[string]string{"127.0.0.1:0": "", "[::1]:80": "http://localhost:8080", "localhost:0": "http://127.0.0.1"} {
		if err := onLoopback(settings(t, listen, public)); err != nil {
			t.Error(err)
		}
	}
	for listen, public := range map[string]string{"0.0.0.0:0": "", ":8080": "", "10.0.0.1:80": "http://localhost", "127.0.0.1:0": "https://portal.example.org"} {
		if err := onLoopback(settings(t, listen, public)); err == nil {
			t.Errorf("%s with %q would show demonstration accounts", listen, public)
		}
	}
}

func settings(t *testing.T, listen, public string) config.Config {
	t.Helper()
	c, err := config.Flags{Listen: listen, PublicURL: public, DataDir: "data"}.Config()
	if err != nil {
		t.Fatal(err)
	}
	return c
}
