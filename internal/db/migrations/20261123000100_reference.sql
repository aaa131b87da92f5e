-- Reference data: markets, clusters and technologies are rows, never enums.
-- +goose Up
create table market (
  id             text collate "C" primary key,
  code           text not null,
  names          jsonb not null,                     -- language -> name
  countries      text[] not null,                    -- ISO 3166-1 alpha-2
  currency       text not null check (currency ~ '^[A-Z]{3}$'),
  time_zones     text[] not null,
  languages      text[] not null,
  regulator_abbreviation text not null,
  regulator_name text not null,
  regulator_website text not null,
  guide          text not null default '',           -- Markdown
  status         text not null default 'ACTIVE' check (status in ('ACTIVE', 'PAUSED')),
  constraint market_code unique (code)
);
create table cluster (
  id          text collate "C" primary key,
  slug        text not null,
  kind        text not null check (kind in ('CLUSTER', 'REGIONAL_AGENCY')),
  name        text not null,
  country     text not null,
  region_name text not null,
  nuts        text not null,
  city        text not null,
  website     text not null,
  latitude    numeric(8,5) not null,
  longitude   numeric(8,5) not null,
  stands_for  text not null,
  lead        boolean not null default false,
  constraint cluster_slug unique (slug)
);
create table technology (
  id         text collate "C" primary key,
  slug       text not null,
  parent_id  text collate "C" references technology,
  ancestors  text[] not null,                        -- ids from the root down to the parent
  kind       text not null check (kind in ('TECHNOLOGY', 'THERAPEUTIC_AREA', 'MODALITY')),
  labels     jsonb not null,                         -- language -> label
  synonyms   jsonb not null,                         -- language -> [synonym]
  een_codes  text[] not null,
  nace_codes text[] not null,
  position   int not null,                           -- depth-first order of the tree
  constraint technology_slug unique (slug)
);
create index technology_ancestors on technology using gin (ancestors);
create table match_weights (
  version    int primary key,
  weights    jsonb not null,                         -- part -> thousandths, together 1000
  created_at timestamptz not null default now()
);

-- +goose Down
drop table match_weights, technology, cluster, market;
