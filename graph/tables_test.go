package graph

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// scribbles are tables that acts which were refused may write: tries are counted, signing keys made, statistics taken.
var scribbles = []string{"throttle", "signing_key", "goose_db_version", "change_log", "match_statistics"}

// tables maps every table to a sum over its rows and the transactions that wrote them, so that no write goes unseen.
func (h *house) tables(t *testing.T) map[string]string {
	t.Helper()
	if h.hashes == "" {
		h.hashes = hashQuery(t, h)
	}
	var rows []struct {
		Name string `db:"name"`
		Hash string `db:"hash"`
	}
	if err := h.db.Select(&rows, h.hashes); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, r := range rows {
		all[r.Name] = r.Hash
	}
	return all
}

func hashQuery(t *testing.T, h *house) string {
	t.Helper()
	var names []string
	if err := h.db.Select(&names, `select tablename from pg_tables where schemaname = 'public' order by tablename`); err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, name := range names {
		if !slices.Contains(scribbles, name) {
			parts = append(parts, fmt.Sprintf(`select '%[1]s' as name, count(*) || ' ' || coalesce(sum(xmin::text::bigint), 0) as hash from %[1]s`, name))
		}
	}
	if len(parts) < 15 {
		t.Fatal("there are hardly any tables: ", names)
	}
	return strings.Join(parts, " union all ")
}

// unchanged fails when any table differs from before.
func (h *house) unchanged(t *testing.T, before map[string]string, what string) {
	t.Helper()
	after := h.tables(t)
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if after[name] != before[name] {
			t.Errorf("%s: table %s was changed", what, name)
		}
	}
}

// keep remembers all rows, for settle to bring back.
func (h *house) keep(t *testing.T) {
	t.Helper()
	h.owner(t, "create schema kept")
	h.before = h.tables(t)
	for name := range h.before {
		h.owner(t, fmt.Sprintf("create table kept.%[1]s as table public.%[1]s", name))
	}
	h.settle(t, "keeping", true)
}

// settle sees that nothing was written, unless something may have been: then it brings the rows back that were kept.
func (h *house) settle(t *testing.T, what string, mayWrite bool) {
	t.Helper()
	if !h.wrote(t) {
		return
	}
	var back []string
	for name, hash := range h.tables(t) {
		if hash == h.before[name] {
			continue
		}
		if !mayWrite {
			t.Errorf("%s: refused, but table %s was changed", what, name)
		}
		back = append(back, fmt.Sprintf("delete from public.%[1]s; insert into public.%[1]s overriding system value select * from kept.%[1]s", name))
	}
	if len(back) > 0 {
		back = append(back, "insert into public.change_log (noun, noun_id) values ('reference', '')") // as triggers do not see this
		h.owner(t, strings.Join(back, ";"))
		h.before = h.tables(t)
	}
	h.wrote(t)
}

// wrote tells whether any transaction wrote since it was asked last; it may be mistaken about yes, never about no.
func (h *house) wrote(t *testing.T) bool {
	t.Helper()
	var next string
	if err := h.db.Get(&next, "select pg_snapshot_xmax(pg_current_snapshot())::text"); err != nil {
		t.Fatal(err)
	}
	same := next == h.next
	h.next = next
	return !same
}

// owner runs statements as the database's owner, past all triggers and references.
func (h *house) owner(t *testing.T, statements string) {
	t.Helper()
	tx := h.chief.MustBegin()
	defer func() { _ = tx.Rollback() }()
	for statement := range strings.SplitSeq("set local session_replication_role = replica; "+statements, ";") {
		if _, err := tx.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}
