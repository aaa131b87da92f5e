-- +goose Up
create table opportunity (
  id              text collate "C" primary key,
  reference       text not null,                     -- as EEN writes it: TRCN20261123001
  kind            text not null check (kind in ('BUSINESS_OFFER', 'BUSINESS_REQUEST', 'TECHNOLOGY_OFFER', 'TECHNOLOGY_REQUEST', 'RESEARCH_REQUEST')),
  status          text not null check (status in ('DRAFT', 'SUBMITTED', 'CHANGES_REQUESTED', 'PUBLISHED', 'ON_HOLD', 'EXPIRED', 'ARCHIVED', 'WITHDRAWN')),
  organisation_id text collate "C" not null references organisation,
  market_id       text collate "C" not null references market,
  author_id       text collate "C" references portal_user, -- null when imported
  title           text not null check (length(title) <= 256),
  summary         text not null default '' check (length(summary) <= 500),
  description     text not null default '' check (length(description) <= 4000),
  advantages      text not null default '' check (length(advantages) <= 2000),
  specification   text not null default '' check (length(specification) <= 2000),
  partner_sought  text not null default '' check (length(partner_sought) <= 4000),
  technology_ids  text[] not null check (cardinality(technology_ids) <= 5),
  stage           text check (stage in ('CONCEPT', 'UNDER_DEVELOPMENT', 'LAB_TESTED', 'DEMONSTRATION', 'ON_MARKET')),
  trl             int check (trl between 1 and 9),
  ipr             text check (ipr in ('NONE', 'SECRET_KNOW_HOW', 'APPLIED', 'GRANTED')),
  partnerships    text[] not null check (cardinality(partnerships) <= 3),
  requirements    jsonb not null default '[]',
  deadline        date,                              -- last day on which interest may be shown
  language        text not null,
  confidential    boolean not null default false,
  origin          text not null default 'PORTAL' check (origin in ('PORTAL', 'IMPORTED')),
  external_reference text,
  search          tsvector not null default '',
  renewed         boolean not null default false,
  listed_at       timestamptz not null,              -- publication, or making while unpublished: what "newest" sorts by
  published_at    timestamptz,
  expires_at      timestamptz,
  version         int not null default 1,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  constraint opportunity_reference unique (reference),
  constraint opportunity_external_reference unique (external_reference)
);
create index opportunity_listed on opportunity (listed_at, id);
create index opportunity_deadline on opportunity (coalesce(deadline, '9999-12-31'), id);
create index opportunity_title on opportunity (title collate "C", id);
create index opportunity_organisation on opportunity (organisation_id, status);
create index opportunity_market on opportunity (market_id, status);
create index opportunity_technologies on opportunity using gin (technology_ids);
create index opportunity_search on opportunity using gin (search);
create index opportunity_expiry on opportunity (expires_at) where status = 'PUBLISHED';

create table reference_counter (                     -- the serial of a reference, per kind, country and day
  prefix text primary key,
  last   int not null
);
create table review (
  id             text collate "C" primary key,
  opportunity_id text collate "C" not null references opportunity on delete cascade,
  reviewer_id    text collate "C" not null references portal_user,
  decision       text not null check (decision in ('CHANGES_REQUESTED', 'PUBLISHED', 'ON_HOLD')),
  issues         jsonb not null default '[]',        -- [{severity, field, message}]
  created_at     timestamptz not null
);
create index review_opportunity on review (opportunity_id, created_at desc);
create table bookmark (
  user_id        text collate "C" not null references portal_user on delete cascade,
  opportunity_id text collate "C" not null references opportunity on delete cascade,
  created_at     timestamptz not null,
  primary key (user_id, opportunity_id)
);

-- +goose Down
drop table bookmark, review, reference_counter, opportunity;
