-- The audit log sealed: every event takes its place in one chain of hashes soon after its commit. A head of the chain in the
-- transaction itself would let one transaction write at a time.
-- +goose Up
create table event_unsealed (event_id text collate "C" primary key);
insert into event_unsealed select id from event;
create table event_seal (
  position  bigint primary key,                      -- 1, 2, 3 … without gaps
  event_id  text collate "C" not null references event,
  hash      bytea not null,                          -- SHA-256 of the hash before and of the event
  sealed_at timestamptz not null,
  constraint event_seal_event unique (event_id)
);
revoke update, delete, truncate on event_seal from portal_app;
revoke update, truncate on event_unsealed from portal_app;

-- +goose Down
drop table event_seal, event_unsealed;
