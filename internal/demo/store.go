package demo

import (
	"context"
	"fmt"
	"strings"

	"github.com/bioxclusters/portal/internal/db"
)

// insert sends the rows of a batch in one statement.
func insert(ctx context.Context, q db.Q, b *batch) error {
	if b.rows == 0 {
		return nil
	}
	names, casts, arrays := make([]string, len(b.columns)), make([]string, len(b.columns)), make([]string, len(b.columns))
	for i, c := range b.columns {
		names[i], casts[i], arrays[i] = c.name, fmt.Sprintf("c%d::%s", i, c.kind), fmt.Sprintf("$%d::text[]", i+1)
	}
	aliases := make([]string, len(b.columns))
	for i := range aliases {
		aliases[i] = fmt.Sprintf("c%d", i)
	}
	_, err := q.ExecContext(ctx, fmt.Sprintf("insert into %s (%s) select %s from unnest(%s) as rows(%s)", b.name,
		strings.Join(names, ", "), strings.Join(casts, ", "), strings.Join(arrays, ", "), strings.Join(aliases, ", ")), b.arguments()...)
	return db.Fault(err)
}

// standing is what of a portal keeps the demonstration out of it.
type standing struct {
	Accounts      bool `db:"accounts"`      // of real people
	Organisations bool `db:"organisations"` // other than those of the reference data
	Opportunities bool `db:"opportunities"`
	Missions      bool `db:"missions"`
	Demo          bool `db:"demo"` // it is there already
}

// selectStanding looks at the portal.
func selectStanding(ctx context.Context, q db.Q) (s standing, err error) {
	err = q.GetContext(ctx, &s, `select exists (select from portal_user where not demo) as accounts,
		exists (select from organisation where external_reference is null or external_reference not like 'gateway:%') as organisations,
		exists (select from opportunity) as opportunities, exists (select from mission) as missions,
		exists (select from portal_user where demo) as demo`)
	return s, db.Fault(err)
}

// lockDemo keeps other loads of the demonstration waiting until the transaction ends, and organisations and accounts from being made.
func lockDemo(ctx context.Context, q db.Q) error {
	_, err := q.ExecContext(ctx, `lock table organisation, portal_user, opportunity, mission in share row exclusive mode`)
	return db.Fault(err)
}

// settings of a big load: memory for building indexes, and the quicker compression of long values where the server has it.
func tune(ctx context.Context, q db.Q) error {
	_, err := q.ExecContext(ctx, `select set_config('maintenance_work_mem', '768MB', true), set_config('work_mem', '64MB', true),
		(select set_config('default_toast_compression', 'lz4', true) from pg_settings
		 where name = 'default_toast_compression' and 'lz4' = any(enumvals))`)
	return db.Fault(err)
}

// renew gives the big tables new files in this transaction. With wal_level minimal, as the private PostgreSQL has it, what goes
// into such files is not logged but flushed at the commit
// (https://www.postgresql.org/docs/current/populate.html#POPULATE-PITR).
func renew(ctx context.Context, q db.Q) error {
	for _, table := range []string{"organisation", "capability", "opportunity"} {
		for _, statement := range []string{"cluster %[1]s using %[1]s_pkey", "alter table %s set without cluster"} {
			if err := execute(ctx, q, fmt.Sprintf(statement, table)); err != nil {
				return err
			}
		}
	}
	return nil
}

// logOnce tells those who follow the change log to read everything anew, where opportunities were not logged one by one.
func logOnce(ctx context.Context, q db.Q) error {
	return execute(ctx, q, "insert into change_log (noun, noun_id) values ('reference', '')")
}

// definition is something that can be dropped and made again.
type definition struct {
	Drop string `db:"drop"`
	Make string `db:"make"`
}

// selectDefinitions lists what a big load does without: the foreign keys of the big tables, their indexes that guard nothing, and
// the log of changes.
func selectDefinitions(ctx context.Context, q db.Q) (list []definition, err error) {
	err = q.SelectContext(ctx, &list, `
		select format('drop index %s', i.indexrelid::regclass) as drop, pg_get_indexdef(i.indexrelid) as make
		from pg_index i where i.indrelid in ('organisation'::regclass, 'capability'::regclass, 'opportunity'::regclass)
			and not i.indisunique and not i.indisprimary
		union all
		select format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname),
			format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
		from pg_constraint c where c.contype = 'f'
			and c.conrelid in ('organisation'::regclass, 'capability'::regclass, 'opportunity'::regclass)
		union all
		select 'alter table opportunity disable trigger opportunity_inserted', 'alter table opportunity enable trigger opportunity_inserted'
		order by drop`)
	return list, db.Fault(err)
}

func execute(ctx context.Context, q db.Q, statement string) error {
	_, err := q.ExecContext(ctx, statement)
	return db.Fault(err)
}

// present tells whether demonstration accounts are there.
func present(ctx context.Context, q db.Q) (there bool, err error) {
	err = q.GetContext(ctx, &there, `select exists (select from portal_user where demo)`)
	return there, db.Fault(err)
}
