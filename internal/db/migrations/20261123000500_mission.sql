-- +goose Up
create table mission (
  id                     text collate "C" primary key,
  direction              text not null check (direction in ('OUTBOUND', 'INBOUND')),
  status                 text not null check (status in ('DRAFT', 'OPEN', 'CLOSED', 'CONFIRMED', 'RUNNING', 'COMPLETED', 'CANCELLED')),
  admission              text not null check (admission in ('FIRST_COME', 'SELECTION')),
  cluster_id             text collate "C" not null references cluster, -- the owner
  market_id              text collate "C" not null references market,
  author_id              text collate "C" references portal_user,
  title                  text not null check (length(title) between 1 and 256),
  description            text not null default '' check (length(description) <= 8000),
  city                   text not null default '',
  venue                  text not null default '',
  time_zone              text not null,
  starts_on              date not null,              -- days in time_zone
  ends_on                date not null,
  opens_at               timestamptz not null,       -- the application window
  closes_at              timestamptz not null,
  capacity               int not null check (capacity between 1 and 10000), -- organisations
  seats_per_organisation int not null check (seats_per_organisation between 1 and 50),
  offer_hours            int not null default 72 check (offer_hours between 1 and 720),
  fee_cents              int not null default 0 check (fee_cents >= 0),
  travel_aid_cents       int not null default 0 check (travel_aid_cents >= 0),
  currency               text not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  agenda                 jsonb not null default '[]',
  last_arrival           bigint not null default 0,  -- arrivals given out so far
  version                int not null default 1,
  created_at             timestamptz not null,
  updated_at             timestamptz not null,
  constraint mission_dates check (ends_on >= starts_on),
  constraint mission_window check (closes_at > opens_at)
);
create index mission_starts on mission (starts_on, id);
create index mission_owner on mission (cluster_id);
create table mission_quota (
  mission_id text collate "C" not null references mission on delete cascade,
  cluster_id text collate "C" not null references cluster,
  guaranteed int not null default 0 check (guaranteed >= 0),
  maximum    int check (maximum >= guaranteed),
  primary key (mission_id, cluster_id)
);
create table registration (
  id              text collate "C" primary key,
  mission_id      text collate "C" not null references mission,
  organisation_id text collate "C" not null references organisation,
  cluster_id      text collate "C" not null references cluster, -- the organisation's when it registered: quotas count by it
  submitted_by    text collate "C" references portal_user,
  status          text not null check (status in ('SUBMITTED', 'ELIGIBLE', 'INELIGIBLE', 'CONFIRMED', 'WAITLISTED', 'REJECTED', 'OFFERED',
                                                  'DECLINED', 'LAPSED', 'WITHDRAWN', 'ATTENDED', 'NO_SHOW')),
  arrival         bigint not null,                   -- order within the mission
  motivation      text not null default '' check (length(motivation) <= 4000),
  place_reason    text,                              -- why it has, or waits for, its place
  offered_until   timestamptz,
  version         int not null default 1,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  constraint registration_arrival unique (mission_id, arrival),
  constraint registration_offer check ((status = 'OFFERED') = (offered_until is not null))
);
create unique index registration_one_live on registration (mission_id, organisation_id)
  where status not in ('INELIGIBLE', 'REJECTED', 'DECLINED', 'LAPSED', 'WITHDRAWN', 'NO_SHOW');
create index registration_organisation on registration (organisation_id, created_at desc);
create index registration_taken on registration (mission_id, cluster_id) where status in ('CONFIRMED', 'OFFERED');
create index registration_waiting on registration (mission_id, arrival) include (cluster_id) where status = 'WAITLISTED';
create index registration_offered on registration (offered_until) where status = 'OFFERED';
create table delegate (
  registration_id text collate "C" not null references registration on delete cascade,
  position        int not null,
  name            text not null check (length(name) between 1 and 128),
  email           text not null check (length(email) <= 254),
  role            text not null check (length(role) <= 128),
  primary key (registration_id, position)
);
create table registration_change (                   -- the history of decisions; both sides of a reversal stay
  registration_id text collate "C" not null references registration on delete cascade,
  position        int not null,
  at              timestamptz not null,
  actor_id        text collate "C" references portal_user, -- null when the portal itself did it
  from_status     text,
  to_status       text not null,
  reason          text not null default '',
  primary key (registration_id, position)
);

-- +goose Down
drop table registration_change, delegate, registration, mission_quota, mission;
