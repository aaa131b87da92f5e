-- Coordinators list people and the audit log; where an event came from is noted; a session knows when its password was last given.
-- +goose Up
create index portal_user_name on portal_user (lower(name) collate "C", id);
alter table event add column client text not null default ''; -- network address; '' when the portal itself acted
create index event_actor on event (actor_id, id);
alter table session add column confirmed_at timestamptz;      -- when the password was last given; null: at sign-in only

-- +goose Down
alter table session drop column confirmed_at;
drop index event_actor;
alter table event drop column client;
drop index portal_user_name;
