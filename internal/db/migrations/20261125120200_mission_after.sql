-- What comes after a place is confirmed: personal data for the journey, late changes, attendance, feedback, outcomes.
-- +goose Up
create table follow_up (                             -- personal data, kept apart; gone 90 days after the mission
  registration_id text collate "C" primary key references registration on delete cascade,
  people          jsonb not null,                    -- one entry a delegate, by email
  version         int not null default 1,
  submitted_by    text collate "C" references portal_user,
  submitted_at    timestamptz not null
);
create table proposal (                              -- a late change of a registration, for staff to decide
  id              text collate "C" primary key,
  registration_id text collate "C" not null references registration on delete cascade,
  status          text not null check (status in ('PROPOSED', 'ACCEPTED', 'REFUSED', 'REPLACED')),
  delegates       jsonb,                             -- all of them as they are to be; null leaves them
  motivation      text check (length(motivation) <= 4000),
  message         text not null default '' check (length(message) <= 1000),
  proposed_by     text collate "C" references portal_user,
  decided_by      text collate "C" references portal_user,
  reason          text not null default '' check (length(reason) <= 1000),
  version         int not null default 1,
  created_at      timestamptz not null,
  decided_at      timestamptz
);
create unique index proposal_one_open on proposal (registration_id) where status = 'PROPOSED';
create index proposal_registration on proposal (registration_id, id);
alter table delegate add column checked_in_at timestamptz;
create table feedback (
  registration_id text collate "C" primary key references registration on delete cascade,
  satisfaction    int not null check (satisfaction between 1 and 5),
  programme       int check (programme between 1 and 5),
  meetings        int check (meetings between 1 and 5),
  organisation    int check (organisation between 1 and 5),
  comment         text not null default '' check (length(comment) <= 4000),
  version         int not null default 1,
  given_by        text collate "C" references portal_user,
  given_at        timestamptz not null
);
create table reminder (                              -- what was sent, so that it is sent once
  registration_id text collate "C" not null references registration on delete cascade,
  kind            text not null,
  sent_at         timestamptz not null,
  primary key (registration_id, kind)
);
create table outcome (
  id                      text collate "C" primary key,
  kind                    text not null check (kind in ('MEETING_HELD', 'NDA', 'MEMORANDUM', 'DISTRIBUTION', 'LICENCE', 'RESEARCH_AGREEMENT', 'INVESTMENT', 'SALE')),
  mission_id              text collate "C" references mission,
  organisation_id         text collate "C" not null references organisation,
  partner_organisation_id text collate "C" references organisation,
  partner_name            text not null check (length(partner_name) between 1 and 256),
  market_id               text collate "C" not null references market,
  cluster_id              text collate "C" not null references cluster, -- the owner: the organisation's when it was recorded
  agreed_on               date not null,
  value_band              text not null check (value_band in ('UNDISCLOSED', 'UP_TO_10K', 'UP_TO_100K', 'UP_TO_1M', 'ABOVE_1M')),
  evidence                text not null default '' check (length(evidence) <= 2000),
  once_key                text not null,             -- kind, both parties whatever their order, day: what would be counted twice
  recorded_by             text collate "C" references portal_user,
  version                 int not null default 1,
  created_at              timestamptz not null,
  retracted_at            timestamptz,
  retracted_because       text not null default ''
);
create unique index outcome_once on outcome (once_key) where retracted_at is null;
create index outcome_mission on outcome (mission_id) where mission_id is not null;
create index outcome_organisation on outcome (organisation_id, id);
create index outcome_cluster on outcome (cluster_id, id);

-- +goose Down
drop table outcome, reminder, feedback, proposal, follow_up;
alter table delegate drop column checked_in_at;
