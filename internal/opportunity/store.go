package opportunity

import (
	"context"
	"fmt"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
)

// columns are what an Opportunity is read from: o is the opportunity, g the owning organisation.
const columns = `o.id, o.reference, o.kind, o.status, o.organisation_id, o.market_id, o.author_id, o.title, o.summary, o.description,
	o.advantages, o.specification, o.partner_sought, o.technology_ids, o.stage, o.trl, o.ipr, o.partnerships, o.requirements,
	o.deadline, o.language, o.confidential, o.origin, o.external_reference, o.listed_at, o.published_at, o.expires_at, o.version,
	o.created_at, o.updated_at, g.cluster_id as owner_cluster_id, g.market_id as owner_market_id, g.kind as owner_kind,
	g.status as owner_status, g.listed as owner_listed, g.country as owner_country`

const tables = ` from opportunity o join organisation g on g.id = o.organisation_id`

// faults of the table's constraints that an input can break.
var faults = db.Constraints{
	"opportunity_market_id_fkey":     fault.New(fault.Invalid, "market", "There is no such item."),
	"opportunity_external_reference": fault.New(fault.Conflict, "externalReference", "Another import is writing this opportunity."),
}

// selectForUpdate reads an opportunity whoever asks, and holds its row until the transaction ends; NOT_FOUND when it is absent.
func selectForUpdate(ctx context.Context, q db.Q, oid id.Opportunity) (*Opportunity, error) {
	var o Opportunity
	err := q.GetContext(ctx, &o, `select `+columns+tables+` where o.id = $1 for update of o`, oid)
	return &o, db.Fault(err)
}

// selectOwner reads into o the facts of its owner; NOT_FOUND when there is no such organisation.
func selectOwner(ctx context.Context, q db.Q, o *Opportunity) error {
	return db.Fault(q.GetContext(ctx, o, `select id as organisation_id, cluster_id as owner_cluster_id, market_id as owner_market_id,
		kind as owner_kind, status as owner_status, listed as owner_listed, country as owner_country
		from organisation where id = $1`, o.OrganisationID))
}

// selectImported reads the opportunity of an external reference and holds its row; NOT_FOUND when it is absent.
func selectImported(ctx context.Context, q db.Q, reference string) (*Opportunity, error) {
	var o Opportunity
	err := q.GetContext(ctx, &o, `select `+columns+tables+` where o.external_reference = $1 for update of o`, reference)
	return &o, db.Fault(err)
}

// allocateReference gives the next reference of a kind, country and day. Whoever allocates for the same three waits for this
// transaction to end.
func allocateReference(ctx context.Context, q db.Q, o *Opportunity, now time.Time) (string, error) {
	prefix := kindCodes[o.Kind] + o.OwnerCountry + now.UTC().Format("20060102")
	var serial int
	err := q.GetContext(ctx, &serial, `insert into reference_counter (prefix, last) values ($1, 1)
		on conflict (prefix) do update set last = reference_counter.last + 1 returning last`, prefix)
	return fmt.Sprintf("%s%03d", prefix, serial), db.Fault(err)
}

func insert(ctx context.Context, q db.Q, o *Opportunity) error {
	_, err := q.ExecContext(ctx, `insert into opportunity (id, reference, kind, status, organisation_id, market_id, author_id,
		title, summary, description, advantages, specification, partner_sought, technology_ids, stage, trl, ipr, partnerships,
		requirements, deadline, language, confidential, origin, external_reference, listed_at, published_at, expires_at,
		version, created_at, updated_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
		$25, $26, $27, $28, $29, $30)`,
		o.ID, o.Reference, o.Kind, o.Status, o.OrganisationID, o.MarketID, o.AuthorID,
		o.Title, o.Summary, o.Description, o.Advantages, o.Specification, o.PartnerSought, o.TechnologyIDs, o.Stage, o.TRL, o.IPR, o.PartnershipList,
		o.RequirementList, o.Deadline, o.Language, o.Confidential, o.Origin, o.ExternalReference, o.ListedAt, o.PublishedAt, o.ExpiresAt,
		o.Version, o.CreatedAt, o.UpdatedAt)
	return faults.Fault(err)
}

// update writes content and state; reference, kind, owner, author and origin stay.
func update(ctx context.Context, q db.Q, o *Opportunity) error {
	_, err := q.ExecContext(ctx, `update opportunity set status = $2, market_id = $3, title = $4, summary = $5, description = $6,
		advantages = $7, specification = $8, partner_sought = $9, technology_ids = $10, stage = $11, trl = $12, ipr = $13,
		partnerships = $14, requirements = $15, deadline = $16, language = $17, confidential = $18,
		listed_at = $19, published_at = $20, expires_at = $21, version = $22, updated_at = $23 where id = $1`,
		o.ID, o.Status, o.MarketID, o.Title, o.Summary, o.Description,
		o.Advantages, o.Specification, o.PartnerSought, o.TechnologyIDs, o.Stage, o.TRL, o.IPR,
		o.PartnershipList, o.RequirementList, o.Deadline, o.Language, o.Confidential,
		o.ListedAt, o.PublishedAt, o.ExpiresAt, o.Version, o.UpdatedAt)
	return faults.Fault(err)
}

// expire moves at most limit opportunities past their life to EXPIRED and gives their ids.
func expire(ctx context.Context, q db.Q, now time.Time, limit int) ([]id.Opportunity, error) {
	var ids []id.Opportunity
	err := q.SelectContext(ctx, &ids, `update opportunity set status = 'EXPIRED', version = version + 1, updated_at = $1
		where id in (select id from opportunity where status = 'PUBLISHED' and expires_at <= $1
			order by expires_at, id limit $2 for update skip locked)
		returning id`, now, limit)
	return ids, db.Fault(err)
}

func insertReview(ctx context.Context, q db.Q, r *Review) error {
	_, err := q.ExecContext(ctx, `insert into review (id, opportunity_id, reviewer_id, decision, issues, created_at)
		values ($1, $2, $3, $4, $5, $6)`, r.ID, r.OpportunityID, r.ReviewerID, r.Decision, r.IssueList, r.CreatedAt)
	return db.Fault(err)
}

// person is somebody to write a letter to.
type person struct {
	Email    string `db:"email"`
	Name     string `db:"name"`
	Language string `db:"language"`
}

// selectStaff finds the people who review for a cluster.
func selectStaff(ctx context.Context, q db.Q, c id.Cluster) ([]person, error) {
	var staff []person
	err := q.SelectContext(ctx, &staff, `select email, name, language from portal_user
		where cluster_id = $1 and status = 'ACTIVE' and email_verified_at is not null order by id`, c)
	return staff, db.Fault(err)
}

// selectAuthor finds the author of an opportunity; nobody when it has none, or they may no longer sign in.
func selectAuthor(ctx context.Context, q db.Q, oid id.Opportunity) ([]person, error) {
	var author []person
	err := q.SelectContext(ctx, &author, `select u.email, u.name, u.language from portal_user u
		join opportunity o on o.author_id = u.id where o.id = $1 and u.status = 'ACTIVE' and u.email_verified_at is not null`, oid)
	return author, db.Fault(err)
}

func selectOwnerName(ctx context.Context, q db.Q, oid id.Organisation) (string, error) {
	var name string
	err := q.GetContext(ctx, &name, `select legal_name from organisation where id = $1`, oid)
	return name, db.Fault(err)
}
