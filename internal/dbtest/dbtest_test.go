package dbtest_test

import (
	"testing"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
)

func TestEveryTestHasItsOwnDatabaseAndServesAsTheApplication(t *testing.T) {
	name := func(d *db.DB) (database, role string) {
		t.Helper()
		if err := d.QueryRowx("select current_database(), current_user").Scan(&database, &role); err != nil {
			t.Fatal(err)
		}
		return database, role
	}
	mine, role := name(dbtest.New(t))
	if role != db.AppRole {
		t.Errorf("New serves as %s, want %s", role, db.AppRole)
	}
	again, owner := name(dbtest.Owner(t))
	if again != mine || owner == db.AppRole {
		t.Errorf("Owner is %s of %s, want the owner of %s", owner, again, mine)
	}
	t.Run("subtest", func(t *testing.T) {
		if other, _ := name(dbtest.New(t)); other == mine {
			t.Errorf("the subtest shares %s", other)
		}
	})
	if ok, err := db.AtHead(t.Context(), dbtest.New(t)); err != nil || !ok {
		t.Errorf("AtHead = %v, %v", ok, err)
	}
	if _, err := dbtest.New(t).Exec("create table intruder()"); err == nil {
		t.Error("the application may change the schema")
	}
}

func BenchmarkURL(b *testing.B) {
	dbtest.URL(b)
	for b.Loop() {
		b.Run("", func(b *testing.B) { b.N = 1; dbtest.URL(b) })
	}
}
