package demo

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// table says how rows of a table are sent: each column as an array of texts, cast on arrival.
type table struct {
	name    string
	columns []column
}

type column struct{ name, kind string } // kind is a type of PostgreSQL

// columns reads a list such as "id text, position int".
func columns(name, list string) *table {
	t := &table{name: name}
	for _, item := range strings.Split(list, ",") {
		field, kind, _ := strings.Cut(strings.TrimSpace(item), " ")
		t.columns = append(t.columns, column{field, kind})
	}
	return t
}

var (
	organisations = columns("organisation", `id text, kind text, status text, listed bool, cluster_id text, market_id text, legal_name text,
		name_key text, country text, region text, city text, founded_year int, headcount int, turnover bigint, balance_total bigint,
		accounts_year int, independence text, size_class text, nace_codes text[], languages text[], certifications text[], website text,
		description text, search tsvector, version int, created_at timestamptz, updated_at timestamptz`)
	capabilities = columns("capability", `id text, organisation_id text, position int, direction text, technology_ids text[], text text,
		language text, stage text, partnerships text[], market_ids text[]`)
	users = columns("portal_user", `id text, email text, email_key text, name text, password_hash text, language text, time_zone text,
		email_verified_at timestamptz, organisation_id text, organisation_role text, cluster_id text, analyst bool, coordinator bool, demo bool,
		privacy_version text, privacy_accepted_at timestamptz, created_at timestamptz, updated_at timestamptz`)
	opportunities = columns("opportunity", `id text, reference text, kind text, status text, organisation_id text, market_id text,
		author_id text, title text, summary text, description text, advantages text, specification text, partner_sought text,
		technology_ids text[], stage text, trl int, ipr text, partnerships text[], requirements jsonb, deadline date, language text,
		confidential bool, listed_at timestamptz, published_at timestamptz, expires_at timestamptz, version int,
		created_at timestamptz, updated_at timestamptz`)
	counters = columns("reference_counter", `prefix text, last int`)
	reviews  = columns("review", `id text, opportunity_id text, reviewer_id text, decision text, issues jsonb, created_at timestamptz`)
	missions = columns("mission", `id text, direction text, status text, admission text, cluster_id text, market_id text, author_id text,
		title text, description text, city text, venue text, time_zone text, starts_on date, ends_on date, opens_at timestamptz,
		closes_at timestamptz, capacity int, seats_per_organisation int, offer_hours int, fee_cents int, travel_aid_cents int, agenda jsonb, criteria jsonb,
		last_arrival bigint, version int, created_at timestamptz, updated_at timestamptz`)
	quotas        = columns("mission_quota", `mission_id text, cluster_id text, guaranteed int, maximum int`)
	registrations = columns("registration", `id text, mission_id text, organisation_id text, cluster_id text, submitted_by text, status text,
		arrival bigint, motivation text, place_reason text, offered_until timestamptz, score int, version int, created_at timestamptz, updated_at timestamptz`)
	delegates   = columns("delegate", `registration_id text, position int, name text, email text, role text`)
	assessments = columns("assessment", `registration_id text, reviewer_id text, conflict bool, points int[], at timestamptz`)
	changes     = columns("registration_change", `registration_id text, position int, at timestamptz, actor_id text, from_status text, to_status text, reason text`)
	work        = columns("job", `id text, kind text, payload jsonb, run_at timestamptz, created_at timestamptz`)
)

// batch is rows of one table, ready to be sent: an array literal of PostgreSQL for each column.
type batch struct {
	*table
	arrays []strings.Builder
	rows   int
	bytes  int
}

func newBatch(t *table) *batch {
	return &batch{table: t, arrays: make([]strings.Builder, len(t.columns))}
}

// add takes a row: a value for each column of a type that write knows; nil and the zero time are NULL.
func (b *batch) add(values ...any) {
	if len(values) != len(b.columns) {
		panic("demo: " + b.name + " has other columns")
	}
	for i, value := range values {
		array := &b.arrays[i]
		before := array.Len()
		if b.rows == 0 {
			array.WriteByte('{')
		} else {
			array.WriteByte(',')
		}
		write(array, value)
		b.bytes += array.Len() - before
	}
	b.rows++
}

func write(to *strings.Builder, value any) {
	switch v := value.(type) {
	case nil:
		to.WriteString("NULL")
	case string:
		quote(to, v)
	case int:
		to.WriteString(strconv.Itoa(v))
	case int64:
		to.WriteString(strconv.FormatInt(v, 10))
	case bool:
		to.WriteString(strconv.FormatBool(v))
	case time.Time:
		if v.IsZero() {
			to.WriteString("NULL")
			return
		}
		quote(to, v.UTC().Format(time.RFC3339Nano))
	case []string:
		var inner strings.Builder
		for i, s := range v {
			if i > 0 {
				inner.WriteByte(',')
			}
			quote(&inner, s)
		}
		quote(to, "{"+inner.String()+"}")
	default:
		panic(fmt.Sprintf("demo: no column holds %T", value))
	}
}

// quote writes an element of an array.
func quote(to *strings.Builder, s string) {
	to.WriteByte('"')
	for {
		at := strings.IndexAny(s, `"\`)
		if at < 0 {
			break
		}
		to.WriteString(s[:at])
		to.WriteByte('\\')
		to.WriteByte(s[at])
		s = s[at+1:]
	}
	to.WriteString(s)
	to.WriteByte('"')
}

// arguments are the arrays, to be sent once.
func (b *batch) arguments() []any {
	args := make([]any, len(b.arrays))
	for i := range b.arrays {
		b.arrays[i].WriteByte('}')
		args[i] = b.arrays[i].String()
	}
	return args
}

// unless is a value, or nil for the zero value: NULL.
func unless[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// words are the texts of a list of any kind of string.
func words[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}
