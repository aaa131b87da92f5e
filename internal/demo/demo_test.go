package demo

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
)

// dump is a hash of every row of every table that the demonstration fills.
func dump(t *testing.T, d *db.DB) string {
	t.Helper()
	var all strings.Builder
	for _, table := range order {
		var hash string
		query := fmt.Sprintf(`select coalesce(md5(string_agg(r, E'\n' order by r collate "C")), '') from (select row_to_json(t)::text as r from %s t
			where to_jsonb(t) ->> 'external_reference' is null or to_jsonb(t) ->> 'external_reference' not like 'gateway:%%') rows`, table.name)
		if err := d.GetContext(t.Context(), &hash, query); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "%s %s\n", table.name, hash)
	}
	return all.String()
}

func TestSameSeedSameBytes(t *testing.T) {
	var dumps [3]string
	for i, seed := range []uint64{2026, 2026, 7} {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			o := little
			o.Seed = seed
			dumps[i] = dump(t, filled(t, o))
		})
	}
	if dumps[0] != dumps[1] {
		t.Errorf("the same seed gave different rows:\n%s\n%s", dumps[0], dumps[1])
	}
	if dumps[0] == dumps[2] {
		t.Error("another seed gave the same rows")
	}
}

func TestBigLoadLeavesTheSchemaAsItWas(t *testing.T) {
	schema := `select count(*) from (select indexdef from pg_indexes where schemaname = 'public'
		union all select conrelid::text || pg_get_constraintdef(oid) from pg_constraint where contype = 'f' and convalidated) s`
	d := empty(t)
	before := number(t, d, schema)
	err := d.InTx(t.Context(), func(tx *db.Tx) error {
		later, err := simplify(t.Context(), tx)
		if err != nil || len(later) < 10 {
			return fmt.Errorf("%d definitions, %v", len(later), err)
		}
		for i := len(later) - 1; i >= 0; i-- {
			if err := execute(t.Context(), tx, later[i].Make); err != nil {
				return err
			}
		}
		return nil
	})
	if after := number(t, d, schema); err != nil || before != after {
		t.Errorf("%d indexes and keys before, %d after, %v", before, after, err)
	}
}

func TestRefusesBesideRealAccounts(t *testing.T) {
	d := empty(t)
	_, err := d.ExecContext(t.Context(), `insert into portal_user (id, email, email_key, name, created_at, updated_at)
		values ('usr_1', 'a@b.example', 'a@b.example', 'A', now(), now())`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Generate(t.Context(), d, little, t.Output()); !errors.Is(err, fault.New(fault.Conflict, "", "")) {
		t.Errorf("loaded beside a real account: %v", err)
	}
	if n := number(t, d, `select count(*) from organisation where kind <> 'GATEWAY'`); n != 0 {
		t.Errorf("%d organisations came in", n)
	}
}

func TestRefusesTwiceAndEnsureIsContent(t *testing.T) {
	d := filled(t, little)
	if _, err := Generate(t.Context(), d, little, t.Output()); !errors.Is(err, fault.New(fault.Conflict, "", "")) {
		t.Errorf("loaded twice: %v", err)
	}
	before := number(t, d, `select count(*) from opportunity`)
	if err := Ensure(t.Context(), d, t.Output()); err != nil {
		t.Fatal(err)
	}
	if after := number(t, d, `select count(*) from opportunity`); after != before {
		t.Errorf("%d opportunities, then %d", before, after)
	}
}

func TestFailureLeavesNothing(t *testing.T) {
	d := empty(t)
	if err := execute(t.Context(), d, `alter table mission add constraint broken check (capacity < 20)`); err != nil {
		t.Fatal(err)
	}
	if _, err := Generate(t.Context(), d, little, t.Output()); err == nil {
		t.Fatal("the load went well")
	}
	if n := number(t, d, `select count(*) from organisation where kind <> 'GATEWAY'`) + number(t, d, `select count(*) from portal_user`); n != 0 {
		t.Errorf("%d rows stayed", n)
	}
}

func TestUsualSize(t *testing.T) {
	begun := time.Now()
	d := filled(t, Options{AsOf: testDay})
	t.Logf("loaded in %v", time.Since(begun))
	for query, want := range map[string]int{
		`select count(*) from organisation where market_id is null`:                                                                        3300,
		`select count(*) from organisation where market_id is not null`:                                                                    60,
		`select count(*) from organisation where kind = 'GATEWAY'`:                                                                         5,
		`select count(*) from opportunity`:                                                                                                 3000,
		`select count(distinct title) from opportunity`:                                                                                    3000,
		`select count(distinct market_id) from opportunity`:                                                                                3,
		`select count(*) from mission`:                                                                                                     13,
		`select count(*) from portal_user where demo and email_verified_at is not null`:                                                    5,
		`select count(*) from opportunity o join organisation g on g.id = o.organisation_id where g.kind = 'GATEWAY'`:                      0,
		`select count(*) from organisation o where kind <> 'GATEWAY' and not exists (select from capability where organisation_id = o.id)`: 0,
		`select count(*) from opportunity where created_at >= '2026-11-23' or updated_at > '2026-11-23' or published_at >= '2026-11-23'`:   0,
		`select count(*) from organisation where website <> '' and website !~ '^https://[a-z0-9-]+\.example$' and kind <> 'GATEWAY'`:       0,
		`select count(*) from delegate where email !~ '^[a-z0-9.-]+@[a-z0-9-]+\.example$'`:                                                 0,
		`select count(*) from opportunity o where (select last from reference_counter where prefix = left(o.reference, length(o.reference) - 3))
			< right(o.reference, 3)::int`: 0,
	} {
		if got := number(t, d, query); got != want {
			t.Errorf("%d, want %d: %s", got, want, query)
		}
	}
	between := func(least, most int, query string) {
		t.Helper()
		if n := number(t, d, query); n < least || n > most {
			t.Errorf("%d, want %d to %d: %s", n, least, most, query)
		}
	}
	between(1500, 2000, `select count(*) from opportunity o join organisation g on g.id = o.organisation_id where g.market_id is not null`)
	between(1500, 2800, `select count(*) from opportunity where status = 'PUBLISHED'`)
	between(150, 330, `select count(*) from opportunity where confidential`)
	for _, status := range []string{"DRAFT", "SUBMITTED", "CHANGES_REQUESTED", "EXPIRED", "WITHDRAWN"} {
		between(10, 900, `select count(*) from opportunity where status = '`+status+`'`)
	}
	between(3, 100, `select count(*) from opportunity o join organisation g on g.id = o.organisation_id
		join cluster c on c.id = g.cluster_id where c.slug = 'biocat' and o.status = 'SUBMITTED'`)
	between(1, 30, `select count(*) from organisation where size_class = 'LARGE' and market_id is null`)
	var languages []string
	if err := d.SelectContext(t.Context(), &languages, `select distinct language from opportunity order by 1`); err != nil || len(languages) != 8 {
		t.Errorf("languages %v, %v", languages, err)
	}
}

func TestPeopleSignIn(t *testing.T) {
	d := filled(t, little)
	var hash string
	if err := d.GetContext(t.Context(), &hash, `select password_hash from portal_user where email = 'sme@demo.example'`); err != nil {
		t.Fatal(err)
	}
	var salt [16]byte
	if len(hash) < 60 || !strings.HasPrefix(hash, account.HashPasswordWithSalt(password, salt)[:30]) {
		t.Errorf("hash %q", hash)
	}
	for email := range map[string]bool{"sme@demo.example": true, "partner@demo.example": true, "staff@demo.example": true, "analyst@demo.example": true, "coordinator@demo.example": true} {
		if !regexp.MustCompile(regexp.QuoteMeta(email)).MatchString(SignIns) {
			t.Errorf("%s is not among the sign-ins", email)
		}
	}
}
