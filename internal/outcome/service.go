package outcome

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/once"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Service reads and records outcomes.
type Service struct {
	db            *db.DB
	now           func() time.Time
	organisations *organisation.Service
	missions      *mission.Service
}

// NewService makes a Service over a database.
func NewService(d *db.DB, now func() time.Time, organisations *organisation.Service, missions *mission.Service) *Service {
	return &Service{d, func() time.Time { return now().UTC().Truncate(time.Microsecond) }, organisations, missions}
}

// Record writes down an outcome; CONFLICT when it was recorded already, from whichever side.
func (s *Service) Record(ctx context.Context, v viewer.Viewer, in RecordInput) (*Outcome, error) {
	if !v.SignedIn() {
		return nil, fault.New(fault.Unauthenticated, "", "Please sign in.")
	}
	now := s.now()
	if err := in.check(day.Of(now, time.UTC)); err != nil {
		return nil, err
	}
	o, err := s.outcome(ctx, v, in, now)
	if err != nil {
		return nil, err
	}
	const name = "recordOutcome"
	var made string
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		act := once.Act{User: v.User, Mutation: name, Key: value(in.IdempotencyKey), Input: in, Now: now}
		made, _, err = once.Do(ctx, tx, act, func() (string, error) {
			if err := insert(ctx, tx, o); err != nil {
				return "", err
			}
			return string(o.ID), record(ctx, tx, now, v.User, name, o.ID, map[string]any{"kind": o.Kind, "mission": o.MissionID, "valueBand": o.ValueBand})
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Get(ctx, v, id.Outcome(made))
}

// Retract takes an outcome back: it is counted no more, and may be recorded anew.
func (s *Service) Retract(ctx context.Context, v viewer.Viewer, in RetractInput) (*Outcome, error) {
	if !v.SignedIn() {
		return nil, fault.New(fault.Unauthenticated, "", "Please sign in.")
	}
	var c fault.Check
	if c.Text("reason", in.Reason, 1, 1000); c.Err() != nil {
		return nil, c.Err()
	}
	found, err := s.ByIDs(ctx, v, []id.Outcome{in.OutcomeID})
	switch o := found[in.OutcomeID]; {
	case err != nil:
		return nil, err
	case o == nil:
		return nil, fault.Missing("outcomeId")
	case !MayReadEvidence(v, o):
		return nil, fault.New(fault.Forbidden, "outcomeId", "Only the organisation itself and staff can do this.")
	case o.RetractedAt != nil:
		return nil, fault.New(fault.Conflict, "outcomeId", "This was retracted already.")
	}
	now := s.now()
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := retract(ctx, tx, in, now); err != nil {
			return err
		}
		return record(ctx, tx, now, v.User, "retractOutcome", in.OutcomeID, nil)
	})
	if err != nil {
		return nil, err
	}
	return s.Get(ctx, v, in.OutcomeID)
}

// outcome makes an outcome of what a person gave, and checks that they may record it.
func (s *Service) outcome(ctx context.Context, v viewer.Viewer, in RecordInput, now time.Time) (*Outcome, error) {
	o := &Outcome{ID: id.New[id.Outcome](now), Kind: in.Kind, OrganisationID: v.Organisation, AgreedOn: in.AgreedOn, ValueBand: Undisclosed,
		Evidence: value(in.Evidence), RecordedBy: &v.User, CreatedAt: now}
	if in.ValueBand != nil {
		o.ValueBand = *in.ValueBand
	}
	if in.OrganisationID != nil {
		o.OrganisationID = *in.OrganisationID
	}
	switch {
	case o.OrganisationID == "":
		return nil, fault.New(fault.Invalid, "organisationId", "Please name the organisation.")
	case !id.Valid(o.OrganisationID):
		return nil, fault.Missing("organisationId")
	}
	m, err := s.mission(ctx, v, in.MissionID)
	if err != nil {
		return nil, err
	}
	p, err := s.party(ctx, v, o.OrganisationID, m)
	if err != nil {
		return nil, err
	}
	if err := s.takesPart(ctx, m, o.OrganisationID); err != nil {
		return nil, err
	}
	o.ClusterID = p.ClusterID
	if m != nil {
		o.MissionID, o.MarketID = &m.ID, m.MarketID
	}
	if in.Market != nil {
		if o.MarketID, err = market.ResolveOne(ctx, s.db, "market", *in.Market); err != nil {
			return nil, err
		}
	}
	return o, s.partner(ctx, v, in, o)
}

// mission is the one that the outcome came of, nil for none.
func (s *Service) mission(ctx context.Context, v viewer.Viewer, named *id.Mission) (*mission.Mission, error) {
	if named == nil {
		return nil, nil
	}
	found, err := s.missions.ByIDs(ctx, v, []id.Mission{*named})
	if err == nil && found[*named] == nil {
		err = fault.Missing("missionId")
	}
	return found[*named], err
}

// takesPart sees that the mission takes place, or did, and the organisation in it.
func (s *Service) takesPart(ctx context.Context, m *mission.Mission, o id.Organisation) error {
	if m == nil {
		return nil
	}
	switch m.Status {
	case mission.Running, mission.Completed:
	case mission.Cancelled:
		return fault.New(fault.Conflict, "missionId", "Outcomes are recorded once a mission runs; this one is %s.", m.Status)
	default:
		return fault.New(fault.Conflict, "missionId", "Outcomes are recorded once a mission runs; this one begins on %s (%s).", m.StartsOn, m.TimeZone)
	}
	takes, err := takesPart(ctx, s.db, m.ID, o)
	if err == nil && !takes {
		err = fault.New(fault.Conflict, "missionId", "The organisation has no confirmed place in this mission.")
	}
	return err
}

// party is the organisation whose outcome it is, if the viewer may record for it.
func (s *Service) party(ctx context.Context, v viewer.Viewer, o id.Organisation, m *mission.Mission) (*party, error) {
	p, err := selectParty(ctx, s.db, o)
	if err != nil {
		return nil, err
	}
	if p == nil || !mayRecord(v, p, m) {
		seen, err := s.organisations.ByIDs(ctx, v, []id.Organisation{o})
		if err == nil && seen[o] == nil {
			err = fault.Missing("organisationId")
		}
		if err != nil {
			return nil, err
		}
		return nil, fault.New(fault.Forbidden, "organisationId", "Only the organisation itself and staff can do this.")
	}
	if p.MarketID != nil {
		return nil, fault.New(fault.Conflict, "organisationId", "Outcomes are recorded for organisations of the clusters; name the partner in the market as the partner.")
	}
	return p, nil
}

// partner fills in the other side, and with it the key by which the outcome is counted once. A partner that is named, and has
// that name on the portal, counts as itself.
func (s *Service) partner(ctx context.Context, v viewer.Viewer, in RecordInput, o *Outcome) error {
	key := ""
	if in.PartnerID != nil {
		seen, err := s.organisations.ByIDs(ctx, v, []id.Organisation{*in.PartnerID})
		if err != nil {
			return err
		}
		partner := seen[*in.PartnerID]
		switch {
		case partner == nil:
			return fault.Missing("partnerId")
		case partner.ID == o.OrganisationID:
			return fault.New(fault.Invalid, "partnerId", "The partner is the organisation itself.")
		}
		o.PartnerOrganisationID, o.PartnerName, key = &partner.ID, partner.LegalName, string(partner.ID)
	} else {
		o.PartnerName = *in.PartnerName
		known, err := partyByName(ctx, s.db, organisation.NameKey(o.PartnerName))
		if err != nil {
			return err
		}
		if key = string(known); known == "" {
			key = organisation.NameKey(o.PartnerName)
		}
	}
	o.OnceKey = onceKey(o.Kind, string(o.OrganisationID), key, o.AgreedOn)
	return nil
}

// Get finds one outcome; NOT_FOUND when there is none that the viewer may see.
func (s *Service) Get(ctx context.Context, v viewer.Viewer, o id.Outcome) (*Outcome, error) {
	found, err := s.ByIDs(ctx, v, []id.Outcome{o})
	if err == nil && found[o] == nil {
		err = fault.Missing("")
	}
	return found[o], err
}

// ByIDs finds outcomes that the viewer may see, retracted ones too; ids of none are left out.
func (s *Service) ByIDs(ctx context.Context, v viewer.Viewer, ids []id.Outcome) (map[id.Outcome]*Outcome, error) {
	var good []id.Outcome
	for _, o := range ids {
		if id.Valid(o) {
			good = append(good, o)
		}
	}
	list, err := selectByIDs(ctx, s.db, v, good)
	found := make(map[id.Outcome]*Outcome, len(list))
	for _, o := range list {
		found[o.ID] = o
	}
	return found, err
}

// List pages through the outcomes that the viewer may see and that were not retracted, newest first.
func (s *Service) List(ctx context.Context, v viewer.Viewer, f *Filter, args page.Args) (*page.Page[*Outcome], error) {
	const order = "outcome newest"
	if err := f.check(); err != nil {
		return nil, err
	}
	limit, err := args.Limit()
	if err != nil {
		return nil, err
	}
	after, err := args.From(order, 1)
	if err == nil && after != nil && !id.Valid(id.Outcome(after[0])) {
		err = fault.New(fault.Invalid, "after", "This cursor is not one of this list.")
	}
	if err != nil {
		return nil, err
	}
	list, err := selectPage(ctx, s.db, v, f, after, limit+1)
	if err != nil {
		return nil, err
	}
	return page.Of(list, limit, after, order, func(o *Outcome) []string { return []string{string(o.ID)} }), nil
}

// Count counts the outcomes that List would page through.
func (s *Service) Count(ctx context.Context, v viewer.Viewer, f *Filter) (int, error) {
	if err := f.check(); err != nil {
		return 0, err
	}
	return count(ctx, s.db, v, f)
}

// OfMission counts a mission's outcomes by kind and band; whether the viewer may know, the caller does.
func (s *Service) OfMission(ctx context.Context, m id.Mission) ([]Count, error) {
	return countOfMission(ctx, s.db, m)
}

func record(ctx context.Context, tx db.Q, at time.Time, actor id.User, name string, o id.Outcome, detail map[string]any) error {
	return audit.Record(ctx, tx, audit.Entry{At: at, Actor: actor, Act: name, Subject: string(o), Detail: detail})
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
