package mission

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

const proposalColumns = `p.id, p.registration_id, p.status, p.delegates, p.motivation, p.message, p.proposed_by, p.decided_by, p.reason,
	p.version, p.created_at, p.decided_at`

// replaceProposal writes a proposal in the place of the one that is open, if there is one.
func replaceProposal(ctx context.Context, q db.Q, p *ChangeProposal) error {
	if _, err := q.ExecContext(ctx, `update proposal set status = 'REPLACED', version = version + 1, decided_at = $2
		where registration_id = $1 and status = 'PROPOSED'`, p.RegistrationID, p.CreatedAt); err != nil {
		return db.Fault(err)
	}
	_, err := q.ExecContext(ctx, `insert into proposal (id, registration_id, status, delegates, motivation, message, proposed_by, created_at)
		values ($1, $2, $3, nullif($4::jsonb, 'null'), $5, $6, $7, $8)`,
		p.ID, p.RegistrationID, p.Status, p.DelegatesOf, p.Motivation, p.Message, p.ProposedBy, p.CreatedAt)
	return db.Fault(err)
}

func settleProposal(ctx context.Context, q db.Q, p id.Proposal, status ProposalStatus, actor id.User, reason string, at time.Time) error {
	_, err := q.ExecContext(ctx, `update proposal set status = $2, decided_by = $3, reason = $4, decided_at = $5, version = version + 1 where id = $1`,
		p, status, actor, reason, at)
	return db.Fault(err)
}

// readProposal reads one whoever asks.
func readProposal(ctx context.Context, q db.Q, p id.Proposal) (*ChangeProposal, error) {
	var found ChangeProposal
	err := q.GetContext(ctx, &found, `select `+proposalColumns+` from proposal p where p.id = $1`, p)
	return &found, db.Fault(err)
}

// selectProposals finds proposals by their own ids, or by their registrations', as far as the viewer may see those.
func selectProposals(ctx context.Context, q db.Q, v viewer.Viewer, ids []id.Proposal, registrations []id.Registration) (list []*ChangeProposal, err error) {
	err = q.SelectContext(ctx, &list, `select `+proposalColumns+` from proposal p join registration r on r.id = p.registration_id
		where `+visibleRegistrations+` and (p.id = any($4) or r.id = any($5)) order by p.id desc`,
		append(reach(v), db.List[id.Proposal](ids), db.List[id.Registration](registrations))...)
	return list, db.Fault(err)
}

// touchRegistration raises a registration's version; motivation nil leaves it.
func touchRegistration(ctx context.Context, q db.Q, r id.Registration, motivation *string, at time.Time) error {
	_, err := q.ExecContext(ctx, `update registration set motivation = coalesce($2, motivation), version = version + 1, updated_at = $3 where id = $1`,
		r, motivation, at)
	return db.Fault(err)
}
