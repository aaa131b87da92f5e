-- Who may come, who is chosen, and who waits in which order.
-- +goose Up
alter table mission
  add column eligibility jsonb not null default '[]',         -- [{kind, values, min, max, mandatory}]
  add column criteria    jsonb not null default '[]';         -- [{name, weight}]: what reviewers score candidates on
alter table registration
  add column nominated_by     text collate "C" references cluster, -- the cluster that registered it for another's mission
  add column score            int check (score between 0 and 10000), -- hundredths of a point of 100; null until two have reviewed it
  add column promotion        int,                            -- order of those whom staff put at the head of the waiting list
  add column promotion_reason text not null default '' check (length(promotion_reason) <= 1000);
create table assessment (                                     -- what a reviewer thinks of a candidate
  registration_id text collate "C" not null references registration on delete cascade,
  reviewer_id     text collate "C" not null references portal_user,
  conflict        boolean not null,                           -- of interest, declared; then there are no points
  points          int[] not null,                             -- 0 to 10 by criterion, in the mission's order
  comment         text not null default '' check (length(comment) <= 2000),
  at              timestamptz not null,
  primary key (registration_id, reviewer_id),
  check (not conflict or points = '{}')
);

-- +goose Down
drop table assessment;
alter table registration drop column nominated_by, drop column score, drop column promotion, drop column promotion_reason;
alter table mission drop column eligibility, drop column criteria;
