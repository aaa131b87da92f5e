-- +goose Up
-- Coordinators edit reference data: version 1 is what the portal's own files say, from 2 on a row is theirs.
alter table market add column version int not null default 1;
alter table cluster add column version int not null default 1;
alter table technology add column version int not null default 1;

-- A nightly sample of matches, for dashboards: which opportunities came first for some of the organisations.
create table match_sample (
  day             date primary key,                     -- UTC
  taken_at        timestamptz not null,
  organisations   int not null,                         -- in the sample
  population      int not null,                         -- verified organisations of the clusters
  weights_version int not null
);
create table match_sample_pair (
  day             date not null references match_sample on delete cascade,
  organisation_id text collate "C" not null,
  opportunity_id  text collate "C" not null,
  score           int not null,                         -- tenths of a point
  primary key (day, organisation_id, opportunity_id)
);
grant select, insert, delete on match_sample, match_sample_pair to portal_app;

-- +goose Down
drop table match_sample_pair, match_sample;
alter table technology drop column version;
alter table cluster drop column version;
alter table market drop column version;
