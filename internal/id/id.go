// Package id names the things of the portal: text ids with a typed prefix and a body that sorts by time of making.
//
// A body is a ULID (https://github.com/ulid/spec): 48 bits of Unix milliseconds and 80 bits of randomness, written as 26
// characters of Crockford's base 32. All typed ids stand here so that nouns can name each other without importing each other.
package id

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"time"
)

// One type a noun; the prefix of each is given by its Prefix method.
type (
	// Market is the id of a target country or region.
	Market string
	// Cluster is the id of a cluster organisation.
	Cluster string
	// Organisation is the id of a company, institute, investor, public body or gateway.
	Organisation string
	// Technology is the id of a node of the technology tree.
	Technology string
	// Capability is the id of what an organisation offers or seeks.
	Capability string
	// Opportunity is the id of a partnering profile.
	Opportunity string
	// Review is the id of one decision on a submitted opportunity.
	Review string
	// Mission is the id of a pilot mission.
	Mission string
	// Registration is the id of an organisation's place in a mission.
	Registration string
	// Document is the id of a file of a mission.
	Document string
	// Proposal is the id of a late change of a registration, for staff to decide.
	Proposal string
	// Outcome is the id of what came of contacts: an agreement, a sale.
	Outcome string
	// User is the id of a person with an account.
	User string
	// Session is the id of one sign-in, by cookie or by token.
	Session string
	// Token is the id of a personal access token.
	Token string
	// Passkey is the id of a passkey.
	Passkey string
	// Invitation is the id of an invitation into an organisation's team.
	Invitation string
	// Job is the id of work to be done after a commit, a letter for instance.
	Job string
	// Event is the id of a line of the audit log.
	Event string
)

func (Market) Prefix() string       { return "mkt" }
func (Cluster) Prefix() string      { return "clu" }
func (Organisation) Prefix() string { return "org" }
func (Technology) Prefix() string   { return "tec" }
func (Capability) Prefix() string   { return "cap" }
func (Opportunity) Prefix() string  { return "opp" }
func (Review) Prefix() string       { return "rev" }
func (Mission) Prefix() string      { return "mis" }
func (Registration) Prefix() string { return "reg" }
func (Document) Prefix() string     { return "doc" }
func (Proposal) Prefix() string     { return "prp" }
func (Outcome) Prefix() string      { return "out" }
func (User) Prefix() string         { return "usr" }
func (Session) Prefix() string      { return "ses" }
func (Token) Prefix() string        { return "tok" }
func (Passkey) Prefix() string      { return "pky" }
func (Invitation) Prefix() string   { return "inv" }
func (Job) Prefix() string          { return "job" }
func (Event) Prefix() string        { return "evt" }

// Typed is any of the id types above.
type Typed interface {
	~string
	Prefix() string
}

const (
	alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // Crockford's base 32
	bodyLen  = 26
)

// New makes an id at the given time; ids made in different milliseconds sort by time.
func New[T Typed](now time.Time) T {
	var random [10]byte
	_, _ = rand.Read(random[:]) // never fails since Go 1.24
	return From[T](now, random)
}

// From makes an id from its time and its 80 random bits: for generators that must give the same ids again.
func From[T Typed](at time.Time, random [10]byte) T {
	var bits [16]byte
	binary.BigEndian.PutUint64(bits[:8], uint64(at.UnixMilli())<<16) // times outside 1970..10889 wrap round
	copy(bits[6:], random[:])
	var zero T
	return T(zero.Prefix() + "_" + encode(bits))
}

// Derived makes the same id for the same key on every machine: for reference data, which has no time of making.
func Derived[T Typed](key string) T {
	sum := sha256.Sum256([]byte(key))
	return From[T](time.Unix(0, 0), [10]byte(sum[:10]))
}

// Valid tells whether an id has its type's prefix and a body of the right form; it does not tell whether the thing exists.
func Valid[T Typed](t T) bool {
	body, ok := strings.CutPrefix(string(t), t.Prefix()+"_")
	if !ok || len(body) != bodyLen || body[0] > '7' {
		return false
	}
	for i := range len(body) {
		if strings.IndexByte(alphabet, body[i]) < 0 {
			return false
		}
	}
	return true
}

// Kind returns the prefix of an id of unknown type, "" when it has none.
func Kind(s string) string {
	prefix, _, ok := strings.Cut(s, "_")
	if !ok || len(prefix) != 3 {
		return ""
	}
	return prefix
}

// encode writes 128 bits as 26 characters of five bits each, the first holding only the top three.
func encode(b [16]byte) string {
	hi, lo := binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])
	var out [bodyLen]byte
	for i := bodyLen - 1; i >= 0; i-- {
		out[i] = alphabet[lo&31]
		lo = lo>>5 | hi<<59
		hi >>= 5
	}
	return string(out[:])
}
