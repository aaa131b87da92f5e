-- +goose Up
create table organisation (
  id             text collate "C" primary key,
  kind           text not null check (kind in ('COMPANY', 'RESEARCH', 'INVESTOR', 'PUBLIC_BODY', 'GATEWAY')),
  status         text not null check (status in ('DRAFT', 'UNDER_REVIEW', 'VERIFIED', 'SUSPENDED')),
  listed         boolean not null default false,
  cluster_id     text collate "C" not null references cluster,
  market_id      text collate "C" references market, -- set for a partner in a market
  legal_name     text not null check (length(legal_name) between 1 and 256),
  name_key       text not null,                      -- folded name without legal form: duplicates meet here
  country        text not null check (country ~ '^[A-Z]{2}$'),
  region         text not null default '',           -- NUTS code
  city           text not null default '',
  founded_year   int check (founded_year between 1600 and 2200),
  headcount      int check (headcount >= 0),         -- annual work units
  turnover       bigint check (turnover >= 0),       -- EUR
  balance_total  bigint check (balance_total >= 0),  -- EUR
  accounts_year  int check (accounts_year between 1900 and 2200),
  independence   text not null default 'AUTONOMOUS' check (independence in ('AUTONOMOUS', 'PARTNER', 'LINKED')),
  size_class     text check (size_class in ('MICRO', 'SMALL', 'MEDIUM', 'LARGE')), -- computed by 2003/361/EC, null while figures lack
  nace_codes     text[] not null default '{}',
  languages      text[] not null default '{}',
  certifications text[] not null default '{}',
  website        text not null default '',
  description    text not null default '',
  origin         text not null default 'PORTAL' check (origin in ('PORTAL', 'IMPORTED')),
  external_reference text,
  search         tsvector not null default '',
  version        int not null default 1,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  constraint organisation_external_reference unique (external_reference)
);
create index organisation_name on organisation (lower(legal_name) collate "C", id);
create index organisation_name_key on organisation (name_key, country);
create index organisation_website_host on organisation (substring(lower(website) from '^https?://(?:www\.)?([^/:?#]+)')); -- here too
create index organisation_cluster on organisation (cluster_id, status);
create index organisation_market on organisation (market_id) where market_id is not null;
create index organisation_search on organisation using gin (search);
create index organisation_created on organisation (created_at, id);

create table capability (
  id              text collate "C" primary key,
  organisation_id text collate "C" not null references organisation on delete cascade,
  position        int not null,
  direction       text not null check (direction in ('OFFERS', 'SEEKS')),
  technology_ids  text[] not null,
  text            text not null,
  language        text not null,
  stage           text check (stage in ('CONCEPT', 'UNDER_DEVELOPMENT', 'LAB_TESTED', 'DEMONSTRATION', 'ON_MARKET')),
  partnerships    text[] not null,
  market_ids      text[] not null,
  constraint capability_position unique (organisation_id, position)
);
create index capability_technologies on capability using gin (technology_ids);

-- +goose Down
drop table capability, organisation;
