package db_test

import (
	"sync"
	"testing"
	"testing/fstest"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
)

func TestMigrateByManyAtOnceAndOutOfOrder(t *testing.T) {
	t.Parallel()
	s := dbtest.Server(t)
	url := s.URL("portal")
	file := func(up string) *fstest.MapFile { return &fstest.MapFile{Data: []byte("-- +goose Up\n" + up)} }
	files := fstest.MapFS{
		"20260101000000_a.sql": file("create table a (id int);\ncreate role portal_app;\ngrant select on goose_db_version to portal_app;"),
		"20260301000000_c.sql": file("insert into a values (1);"),
	}
	d, err := db.Open(t.Context(), db.Options{URL: url, Purpose: db.Bulk})
	must(t, err)
	defer d.Close()
	head := func(files fstest.MapFS, want bool) {
		t.Helper()
		if got, err := db.AtHeadOf(t.Context(), d, files); err != nil || got != want {
			t.Errorf("AtHead = %v, %v; want %v", got, err, want)
		}
	}
	head(files, false)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if err := db.MigrateFiles(t.Context(), url, files); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	head(files, true)
	older := fstest.MapFS{"20260101000000_a.sql": files["20260101000000_a.sql"]}
	head(older, true)

	files["20260201000000_b.sql"] = file("insert into a values (2);")
	head(files, false)
	must(t, db.MigrateFiles(t.Context(), url, files))
	head(files, true)
	var n int
	if must(t, d.Get(&n, "select sum(id) from a")); n != 3 {
		t.Errorf("the files ran to a sum of %d, want 3", n)
	}

	files["20260401000000_d.sql"] = file("insert into a values (4);\nselect nonsense;")
	if err := db.MigrateFiles(t.Context(), url, files); err == nil {
		t.Error("a wrong file passed")
	}
	if must(t, d.Get(&n, "select sum(id) from a")); n != 3 {
		t.Errorf("a wrong file left a sum of %d, want 3", n)
	}
}

// Roles belong to the server, so the portal's own files, run on several new databases at once, get in each other's way.
func TestMigrateOfManyDatabasesAtOnce(t *testing.T) {
	t.Parallel()
	s := dbtest.Server(t)
	admin, err := db.Open(t.Context(), db.Options{URL: s.URL("postgres"), Purpose: db.Bulk})
	must(t, err)
	defer admin.Close()
	var wg sync.WaitGroup
	for _, name := range []string{"a", "b", "c"} {
		must(t, exec(admin, "create database "+name))
		wg.Go(func() {
			if err := db.Migrate(t.Context(), s.URL(name)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	d, err := db.Open(t.Context(), db.Options{URL: s.URL("a"), Role: db.AppRole})
	must(t, err)
	defer d.Close()
	if ok, err := db.AtHead(t.Context(), d); err != nil || !ok {
		t.Errorf("AtHead as the application = %v, %v", ok, err)
	}
}
