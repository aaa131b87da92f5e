package db_test

import (
	"context"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
)

// TestAsideWorkLeavesThePoolAlone takes all connections that work aside may have, for reading and writing.
func TestAsideWorkLeavesThePoolAlone(t *testing.T) {
	d, err := db.Open(t.Context(), db.Options{URL: dbtest.URL(t), MaxConns: 1, Aside: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	aside, release := context.WithCancel(db.Aside(t.Context()))
	held, taken := make(chan error, 2), make(chan bool)
	for range 2 {
		go func() {
			held <- d.InTx(aside, func(tx *db.Tx) error { taken <- true; <-aside.Done(); return aside.Err() })
		}()
		<-taken
	}
	third, cancel := context.WithTimeout(db.Aside(t.Context()), 300*time.Millisecond)
	defer cancel()
	var one int
	if err := d.GetContext(t.Context(), &one, "select 1"); err != nil {
		t.Error("the pool was not left alone: ", err)
	}
	if err := d.GetContext(third, &one, "select 1"); err == nil {
		t.Error("work aside got a third connection")
	}
	release()
	for range 2 {
		if err := <-held; err == nil {
			t.Error("a transaction committed")
		}
	}
}
