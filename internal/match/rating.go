package match

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// maxNote bounds the note of a rating, in characters.
const maxNote = 500

// Rating is what one side of a pair thinks of the match, with the score that it was shown. Only that side may read it.
type Rating struct {
	OrganisationID id.Organisation `db:"organisation_id"`
	OpportunityID  id.Opportunity  `db:"opportunity_id"`
	Side           Side            `db:"side"`
	Relevant       bool            `db:"relevant"`
	Reason         *Reason         `db:"reason"`
	Note           string          `db:"note"`
	Tenths         int             `db:"score"` // of a point, when it was rated
	WeightsVersion int             `db:"weights_version"`
	Snapshot       int64           `db:"snapshot"`
	RatedBy        *id.User        `db:"rated_by"`
	RatedAt        time.Time       `db:"rated_at"`
}

// Score is the score when it was rated, 0 to 100 with one decimal.
func (r *Rating) Score() float64 { return float64(r.Tenths) / 10 }

// Pair is an organisation and an opportunity.
type Pair struct {
	Organisation id.Organisation
	Opportunity  id.Opportunity
}

// Reason says why a match is not relevant.
type Reason string

// The reasons. NoThanks hides the pair from everybody; the others are only noted.
const (
	NoThanks         Reason = "NO_THANKS"
	WrongTechnology  Reason = "WRONG_TECHNOLOGY"
	WrongPartnership Reason = "WRONG_PARTNERSHIP"
	WrongMarket      Reason = "WRONG_MARKET"
	WrongStage       Reason = "WRONG_STAGE"
	AlreadyKnown     Reason = "ALREADY_KNOWN"
	OtherReason      Reason = "OTHER"
)

// Valid tells whether there is such a reason.
func (r Reason) Valid() bool {
	switch r {
	case NoThanks, WrongTechnology, WrongPartnership, WrongMarket, WrongStage, AlreadyKnown, OtherReason:
		return true
	}
	return false
}

// RateInput is what a side thinks of a match. A reason goes with what is not relevant only.
type RateInput struct {
	OrganisationID id.Organisation
	OpportunityID  id.Opportunity
	Relevant       bool
	Reason         *Reason
	Note           *string
}

// UnrateInput names a match whose rating is taken back.
type UnrateInput struct {
	OrganisationID id.Organisation
	OpportunityID  id.Opportunity
}

func (in RateInput) check() error {
	var c fault.Check
	if in.Reason != nil {
		c.That(in.Reason.Valid(), "reason", "There is no such choice.")
		c.That(!in.Relevant, "reason", "A reason goes with what is not relevant; please leave it out.")
	}
	if in.Note != nil {
		c.Text("note", *in.Note, 0, maxNote)
	}
	return c.Err()
}

// Rate notes what the viewer's side of a pair thinks of the match, instead of what it said before. Pairs that are hidden are rated like
// any other, so that trying tells nothing.
func (s *Service) Rate(ctx context.Context, v viewer.Viewer, in RateInput) (*Rating, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	g, o, err := s.pair(ctx, v, Pair{in.OrganisationID, in.OpportunityID})
	if err != nil {
		return nil, err
	}
	if err := mayRate(v, g, o); err != nil {
		return nil, err
	}
	scored, err := s.score(ctx, g, o)
	if err != nil {
		return nil, err
	}
	r := &Rating{OrganisationID: g.ID, OpportunityID: o.ID, Side: sideOf(v, g.ID, o), Relevant: in.Relevant, Reason: in.Reason,
		Tenths: scored.Score, WeightsVersion: scored.WeightsVersion, Snapshot: scored.Snapshot, RatedBy: &v.User, RatedAt: s.moment()}
	if in.Note != nil {
		r.Note = *in.Note
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := upsertRating(ctx, tx, r); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{At: r.RatedAt, Actor: v.User, Act: "rateMatch", Subject: string(o.ID),
			Detail: map[string]any{"organisation": g.ID, "side": r.Side, "relevant": r.Relevant, "reason": r.Reason, "score": r.Tenths}})
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

// Unrate takes back what the viewer's side said of a pair, whether it said anything or not, and gives the opportunity.
func (s *Service) Unrate(ctx context.Context, v viewer.Viewer, in UnrateInput) (*opportunity.Opportunity, error) {
	g, o, err := s.pair(ctx, v, Pair{in.OrganisationID, in.OpportunityID})
	if err != nil {
		return nil, err
	}
	if err := mayRate(v, g, o); err != nil {
		return nil, err
	}
	now := s.moment()
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		there, err := deleteRating(ctx, tx, Pair{g.ID, o.ID}, sideOf(v, g.ID, o))
		if err != nil || !there {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{At: now, Actor: v.User, Act: "unrateMatch", Subject: string(o.ID),
			Detail: map[string]any{"organisation": g.ID}})
	})
	if err != nil {
		return nil, err
	}
	return o, nil
}

// pair reads both of a pair as the viewer may see them.
func (s *Service) pair(ctx context.Context, v viewer.Viewer, p Pair) (*organisation.Organisation, *opportunity.Opportunity, error) {
	if !v.SignedIn() {
		return nil, nil, fault.New(fault.Unauthenticated, "", "Please sign in.")
	}
	o, err := s.opportunities.Get(ctx, v, p.Opportunity)
	if err != nil {
		return nil, nil, missingAt("opportunityId", err)
	}
	g, err := s.organisations.Get(ctx, v, p.Organisation)
	if err != nil {
		return nil, nil, missingAt("organisationId", err)
	}
	return g, o, nil
}

// score is the score of one pair now, whether or not the opportunity is open and the pair shown.
func (s *Service) score(ctx context.Context, g *organisation.Organisation, o *opportunity.Opportunity) (matching.Match, error) {
	snap, _, err := s.fresh(ctx)
	if err != nil {
		return matching.Match{}, err
	}
	capabilities, err := selectCapabilities(ctx, s.db, g.ID)
	if err != nil {
		return matching.Match{}, err
	}
	document, err := s.catalogue.Document(ctx, o.ID)
	if err != nil {
		return matching.Match{}, err
	}
	d := matching.Analyse(snap.tree, []matching.Document{document})[0]
	return snap.model.Score(snap.model.Prepare(profileOf(g, capabilities))[0], d, today(s.now())), nil
}

// RatingsOf finds what the viewer's side said of pairs; nothing for those who belong to no organisation.
func (s *Service) RatingsOf(ctx context.Context, v viewer.Viewer, pairs []Pair) (map[Pair]*Rating, error) {
	if !v.BelongsTo(v.Organisation) {
		return nil, nil
	}
	rows, err := selectRatingsOf(ctx, s.db, v.Organisation, pairs)
	found := make(map[Pair]*Rating, len(rows))
	for _, r := range rows {
		found[Pair{r.OrganisationID, r.OpportunityID}] = r
	}
	return found, err
}

// ratingOrder names the cursors of ratings.
const ratingOrder = "rating"

// Ratings pages through what the viewer's organisation said of its pairs, on whichever side, the latest first.
func (s *Service) Ratings(ctx context.Context, v viewer.Viewer, args page.Args) (*page.Page[*Rating], error) {
	limit, err := args.Limit()
	if err != nil {
		return nil, err
	}
	after, err := args.From(ratingOrder, 3)
	if err != nil {
		return nil, err
	}
	if after != nil && (!validPlace(after[0], after[1]) || !id.Valid(id.Opportunity(after[2]))) {
		return nil, fault.New(fault.Invalid, "after", "This cursor is not one of this list.")
	}
	var rows []*Rating
	if v.BelongsTo(v.Organisation) {
		if rows, err = selectRatings(ctx, s.db, v.Organisation, after, limit+1); err != nil {
			return nil, err
		}
	}
	return page.Of(rows, limit, after, ratingOrder, func(r *Rating) []string {
		return []string{timeKey(r.RatedAt), string(r.OrganisationID), string(r.OpportunityID)}
	}), nil
}

// CountRatings counts what Ratings pages through.
func (s *Service) CountRatings(ctx context.Context, v viewer.Viewer) (int, error) {
	if !v.BelongsTo(v.Organisation) {
		return 0, nil
	}
	return countRatings(ctx, s.db, v.Organisation)
}
