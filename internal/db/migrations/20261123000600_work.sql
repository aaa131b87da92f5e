-- What happens beside a change: the outbox, the keys that make an act happen once, and the audit log.
-- +goose Up
create table job (
  id           text collate "C" primary key,
  kind         text not null,
  payload      jsonb not null,
  run_at       timestamptz not null,
  attempts     int not null default 0,
  leased_until timestamptz,
  last_error   text not null default '',
  dead_at      timestamptz,                          -- given up; a person may retry it
  created_at   timestamptz not null
);
create index job_due on job (run_at) where dead_at is null;
create table idempotency (
  user_id      text collate "C" not null references portal_user on delete cascade,
  mutation     text not null,
  key          text not null,
  request_hash bytea not null,
  node_id      text not null,
  created_at   timestamptz not null,
  primary key (user_id, mutation, key)
);
create index idempotency_age on idempotency (created_at);
create table event (
  id         text collate "C" primary key,
  at         timestamptz not null,
  actor_id   text,                                   -- no reference: the log outlives the account
  act        text not null,                          -- the mutation or job, as the schema spells it
  subject_id text not null,                          -- what it was done to
  detail     jsonb not null default '{}',            -- never free text of people, never a secret
  request_id text not null default ''
);
create index event_subject on event (subject_id, at);
revoke update, delete, truncate on event from portal_app;

-- +goose Down
drop table event, idempotency, job;
