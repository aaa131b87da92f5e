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

// keep remembers all rows, for settle to bring back, and from now on has every table note that it was written to.
func (h *house) keep(t *testing.T) {
	t.Helper()
	h.owner(t, "create schema kept; create table kept.touched (name text)")
	if _, err := h.chief.Exec(`create function kept.touch() returns trigger language plpgsql security definer as
		'begin insert into kept.touched values (tg_table_name); return null; end'`); err != nil {
		t.Fatal(err)
	}
	for name := range h.tables(t) {
		h.owner(t, fmt.Sprintf(`create table kept.%[1]s as table public.%[1]s;
			create trigger zz_touch after insert or update or delete on public.%[1]s for each row execute function kept.touch()`, name))
	}
}

// settle sees that nothing was written, unless something may have been: then it brings the rows back that were kept.
func (h *house) settle(t *testing.T, what string, mayWrite bool) {
	t.Helper()
	var names, back []string
	if err := h.chief.Select(&names, "select distinct name from kept.touched"); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if !mayWrite && h.differs(t, name) {
			t.Errorf("%s: refused, but table %s was changed", what, name)
		}
		back = append(back, fmt.Sprintf("delete from public.%[1]s; insert into public.%[1]s overriding system value select * from kept.%[1]s", name))
	}
	if len(back) > 0 {
		back = append(back, "delete from kept.touched; insert into public.change_log (noun, noun_id) values ('reference', '')") // as triggers do not see this
		h.owner(t, strings.Join(back, ";"))
	}
}

// differs tells whether a table holds other rows than those kept: what was written may have been taken back.
func (h *house) differs(t *testing.T, name string) (yes bool) {
	t.Helper()
	if err := h.chief.Get(&yes, fmt.Sprintf(`select exists ((select a::text from public.%[1]s a except all select b::text from kept.%[1]s b)
		union all (select b::text from kept.%[1]s b except all select a::text from public.%[1]s a))`, name)); err != nil {
		t.Fatal(err)
	}
	return yes
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
