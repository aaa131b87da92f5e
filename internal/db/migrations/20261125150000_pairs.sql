-- What people say of pairs: whom an organisation will not meet, and what either side thinks of a match.
-- +goose Up
create table organisation_block (
  organisation_id text collate "C" not null references organisation on delete cascade, -- who blocks
  blocked_id      text collate "C" not null references organisation on delete cascade,
  created_by      text collate "C" references portal_user on delete set null,
  created_at      timestamptz not null,
  primary key (organisation_id, blocked_id),
  constraint organisation_block_other check (organisation_id <> blocked_id)
);
create index organisation_block_blocked on organisation_block (blocked_id, organisation_id);

create table match_rating (
  organisation_id text collate "C" not null references organisation on delete cascade,
  opportunity_id  text collate "C" not null references opportunity on delete cascade,
  side            text not null check (side in ('ORGANISATION', 'OWNER')), -- who rates: the organisation, or the opportunity's owner
  relevant        boolean not null,
  reason          text check (reason in ('NO_THANKS', 'WRONG_TECHNOLOGY', 'WRONG_PARTNERSHIP', 'WRONG_MARKET', 'WRONG_STAGE', 'ALREADY_KNOWN', 'OTHER')),
  note            text not null default '' check (length(note) <= 500),
  score           int not null check (score between 0 and 1000), -- tenths of a point, as it was at the time of rating
  weights_version int not null,
  snapshot        bigint not null,                   -- number of the statistics that the score came from
  rated_by        text collate "C" references portal_user on delete set null,
  rated_at        timestamptz not null,
  primary key (organisation_id, opportunity_id, side),
  constraint match_rating_reason check (reason is null or not relevant)
);
create index match_rating_opportunity on match_rating (opportunity_id, organisation_id);
create index match_rating_hidden on match_rating (organisation_id, opportunity_id) where reason = 'NO_THANKS';
create index match_rating_hidden_from on match_rating (opportunity_id, organisation_id) where reason = 'NO_THANKS';

create index organisation_version on organisation (version); -- what tells that any profile has changed, without reading the table

-- +goose Down
drop index organisation_version;
drop table match_rating, organisation_block;
