package demo

import (
	"time"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/id"
)

const password = "demo-portal-2026"

// SignIns tells people how to sign in to the demonstration.
const SignIns = `Demonstration sign-ins, password ` + password + `:
  sme@demo.example          runs an SME of Catalonia
  partner@demo.example      runs a partner organisation in China
  staff@demo.example        works for the cluster Biocat
  analyst@demo.example      reads everything but personal data
  coordinator@demo.example  steers the project
`

// account numbers, in the order of SignIns.
const (
	smeAccount = iota
	partnerAccount
	staffAccount
	analystAccount
	coordinatorAccount
)

var accounts = []struct{ email, name string }{
	{"sme@demo.example", "Laia Riera"}, {"partner@demo.example", "Chen Jing"}, {"staff@demo.example", "Oriol Soler"},
	{"analyst@demo.example", "Claire Perrin"}, {"coordinator@demo.example", "Hélène Garnier"},
}

// accountID is the id of a demonstration account.
func (w *world) accountID(n int) id.User {
	return newID[id.User](roll(w.Seed, "user", n), w.accountsAt())
}

// accountsAt is when the accounts were made: before anything that they did.
func (w *world) accountsAt() time.Time { return w.asOf.AddDate(0, 0, -515) }

// writerFor is who writes for an organisation, "" when nobody of it has an account.
func (w *world) writerFor(b *business) id.User {
	switch {
	case b.number != 0:
		return ""
	case b.market != nil:
		return w.accountID(partnerAccount)
	}
	return w.accountID(smeAccount)
}

// staffOf is who decides for a cluster.
func (w *world) staffOf(c *clusterRef) id.User {
	if c == w.clusters[0] {
		return w.accountID(staffAccount)
	}
	return w.accountID(coordinatorAccount)
}

// people makes the accounts, one per role.
func (m *maker) people() {
	at := m.accountsAt()
	for n, a := range accounts {
		d := roll(m.Seed, "password", n)
		var salt [16]byte
		for i := range salt {
			salt[i] = byte(d.Uint32())
		}
		var organisation, role, cluster any
		switch n {
		case smeAccount:
			organisation, role = string(m.sme(0).id), "ORGANISATION_ADMIN"
		case partnerAccount:
			organisation, role = string(m.partners[0].id), "ORGANISATION_ADMIN"
		case staffAccount:
			cluster = string(m.clusters[0].id)
		}
		m.row(users, string(m.accountID(n)), a.email, a.email, a.name, account.HashPasswordWithSalt(password, salt), "en", "Europe/Madrid",
			at, organisation, role, cluster, n == analystAccount, n == coordinatorAccount, true, account.PrivacyVersion, at, at, at)
	}
}
