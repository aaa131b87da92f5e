//go:build linux

package embeddedpg

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "github.com/lib/pq"
)

// helperDir makes this test binary act as a portal that starts a server there, commits a row and waits to be killed.
const helperDir = "EMBEDDEDPG_TEST_HELPER_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(helperDir); dir != "" {
		helper(dir)
	}
	os.Exit(m.Run())
}

func helper(dir string) {
	s, err := Start(context.Background(), Options{Dir: dir, FastUnsafe: true})
	if err == nil {
		err = execute(context.Background(), s.URL(Database), "create table if not exists kept as select 42 as n")
	}
	fmt.Println("helper", err)
	select {}
}

func start(t *testing.T, o Options) *Server {
	t.Helper()
	begun := time.Now()
	s, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("started in %v", time.Since(begun).Round(time.Millisecond))
	t.Cleanup(func() { s.Stop() })
	return s
}

func query(t *testing.T, url, q string) string {
	t.Helper()
	got, err := ask(url, q)
	if err != nil {
		t.Fatal(q, err)
	}
	return got
}

func ask(url, q string) (got string, err error) {
	db, err := sql.Open("postgres", url)
	if err != nil {
		return "", err
	}
	defer db.Close()
	return got, db.QueryRow(q).Scan(&got)
}

func busy(t *testing.T, dir string) bool {
	t.Helper()
	lock, busy, err := place{dir: dir}.busy()
	if err != nil {
		t.Fatal(err)
	}
	lock.Close() // which may be nil
	return busy
}

func TestLifeOfAServer(t *testing.T) {
	root := filepath.Join(t.TempDir(), "only the owner's")
	if err := os.Mkdir(root, 0o700); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(root, "postgres")
	// What an initdb that was killed leaves behind.
	if err := os.MkdirAll(filepath.Join(dir, "data.new", "base"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, ok := Attach(dir); ok {
		t.Error("attached to nothing")
	}
	s := start(t, Options{Dir: dir, MaxConnections: 30})
	url := s.URL(Database)
	checkSettings(t, s)
	if _, err := Start(t.Context(), Options{Dir: dir}); err == nil || !strings.Contains(err.Error(), strconv.Itoa(os.Getpid())) {
		t.Errorf("a second start: %v; want an error that names process %d", err, os.Getpid())
	}
	if got, ok := Attach(dir); !ok || got != url {
		t.Errorf("Attach = %q, %v; want %q", got, ok, url)
	}
	if err := execute(t.Context(), url, "create table kept as select 42 as n"); err != nil {
		t.Fatal(err)
	}
	if err := s.Stop(); err != nil {
		t.Error("stop:", err)
	}
	if busy(t, dir) {
		t.Error("still running after Stop")
	}
	if _, ok := Attach(dir); ok {
		t.Error("attached to a stopped server")
	}

	// A number in a stale postmaster.pid may belong to anybody by now, even to this process.
	stale := fmt.Sprintf("%d\n%s\n1\n5432\n\n\n\n", os.Getpid(), s.place.data)
	if err := os.WriteFile(filepath.Join(s.place.data, "postmaster.pid"), []byte(stale), 0o644); err != nil {
		t.Fatal(err)
	}
	s = start(t, Options{Dir: dir})
	if got := query(t, s.URL(Database), "select n from kept"); got != "42" {
		t.Errorf("kept %s, want 42", got)
	}
	killPostmaster(t, s)
}

func checkSettings(t *testing.T, s *Server) {
	t.Helper()
	url := s.URL(Database)
	for q, want := range map[string]string{
		"show server_encoding": "UTF8", "show data_checksums": "on", "show fsync": "on", "show listen_addresses": "",
		"show max_connections": "30", "show timezone": "UTC", "select current_database() || current_user": "portalportal",
		"select 'é' < 'z'": "true", // in Unicode's order, not in that of bytes
	} {
		if got := query(t, url, q); got != want {
			t.Errorf("%s: %q, want %q", q, got, want)
		}
	}
	for _, private := range []string{s.place.data, s.place.socket} {
		if info, err := os.Stat(private); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v; want mode 0700", private, info.Mode(), err)
		}
	}
}

func killPostmaster(t *testing.T, s *Server) {
	t.Helper()
	begun := time.Now()
	if err := syscall.Kill(s.Pid(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	for {
		if got, err := ask(s.URL(Database), "select n from kept"); err == nil && got == "42" {
			break
		} else if time.Since(begun) > 20*time.Second {
			t.Fatal("did not come back after kill -9: ", err)
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Logf("answers %v after kill -9 of the postmaster", time.Since(begun).Round(time.Millisecond))
}

func TestKilledPortalLeavesNothingRunningAndLosesNothing(t *testing.T) {
	dir := t.TempDir()
	portal := startPortal(t, dir)
	pid := portal.Process.Pid
	if _, err := Start(t.Context(), Options{Dir: dir}); err == nil || !strings.Contains(err.Error(), strconv.Itoa(pid)) {
		t.Errorf("a second portal: %v; want an error that names process %d", err, pid)
	}
	address, stop, err := Use(t.Context(), Options{Dir: dir})
	if err != nil || query(t, address, "select n from kept") != "42" || stop() != nil {
		t.Errorf("Use beside another process = %q, %v", address, err)
	}
	if !busy(t, dir) {
		t.Fatal("the server does not hold its lock")
	}

	killed := time.Now()
	portal.Process.Kill()
	address, stop, err = Use(t.Context(), Options{Dir: dir}) // at once, while the old server may be stopping
	if err != nil {
		t.Fatal(err)
	}
	if got := query(t, address, "select n from kept"); got != "42" {
		t.Errorf("kept %s, want 42", got)
	}
	t.Logf("answers %v after kill -9 of the portal", time.Since(killed).Round(time.Millisecond))
	if err := stop(); err != nil {
		t.Error(err)
	}

	startPortal(t, dir).Process.Kill()
	killed = time.Now()
	for busy(t, dir) {
		if time.Since(killed) > 5*time.Second {
			t.Fatal("still running")
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Logf("gone %v after kill -9 of the portal", time.Since(killed).Round(time.Millisecond))
}

// startPortal runs helper in a process of its own.
func startPortal(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	portal := exec.Command(os.Args[0])
	portal.Env = append(os.Environ(), helperDir+"="+dir)
	out, err := portal.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := portal.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { portal.Process.Kill(); portal.Wait() })
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "helper <nil>\n" {
		t.Fatal(line, err)
	}
	return portal
}

func TestDeepFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("deep/", 30))
	s := start(t, Options{Dir: dir, FastUnsafe: true})
	if strings.HasPrefix(s.place.socket, s.place.dir) {
		t.Errorf("socket in %s, which is too long", s.place.socket)
	}
	if address, ok := Attach(dir); !ok || query(t, address, "select 1") != "1" {
		t.Errorf("Attach = %q, %v", address, ok)
	}
	s.Stop()

	// A server that cannot start says why, and soon.
	if err := os.WriteFile(filepath.Join(s.place.data, "postgresql.auto.conf"), []byte("nonsense = 1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(t.Context(), Options{Dir: dir}); err == nil || !strings.Contains(err.Error(), "nonsense") {
		t.Errorf("a wrong configuration: %v; want PostgreSQL's own words", err)
	}
	if _, err := Start(t.Context(), Options{Dir: dir, BinDir: "/bin"}); err == nil || !strings.Contains(err.Error(), "/bin") {
		t.Errorf("no binaries: %v; want an error that names the folder", err)
	}
	os.RemoveAll(filepath.Dir(s.place.socket))
}
