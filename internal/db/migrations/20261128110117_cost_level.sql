-- What askers have spent of their minute, over all processes of the portal. Unlogged: a crash forgives a minute.
-- +goose Up
create unlogged table cost_level (
  asker text primary key, -- hashed
  level double precision not null, -- objects spent and not yet given back
  rate  double precision not null, -- what comes back each second
  at    timestamptz not null -- as of when
);

-- +goose Down
drop table cost_level;
