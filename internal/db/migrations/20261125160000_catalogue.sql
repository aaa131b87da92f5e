-- What processes that keep opportunities in memory follow: which rows changed, and the statistics that scores depend on.
-- +goose Up
create table change_log (
  seq   bigint generated always as identity primary key,
  xid   xid8 not null default pg_current_xact_id(),  -- of the writer: what commits later than it began is not missed
  noun  text not null,                               -- opportunity, owner (all of an organisation's opportunities), reference, weights, statistics
  noun_id text collate "C" not null,
  at    timestamptz not null default now()
);
create index change_log_xid on change_log (xid, seq);
create index change_log_at on change_log (at);

create table match_statistics (
  number         bigint generated always as identity primary key,
  analysis       int not null,                       -- version of the text analysis that the terms come from
  documents      bigint not null,
  average_length bigint not null,                    -- thousandths of a word
  terms          bytea not null,                     -- documents that hold a term, by the term's hash
  technologies   jsonb not null,                     -- documents that name a technology, by its id
  taken_at       timestamptz not null
);

-- +goose StatementBegin
create function log_change() returns trigger language plpgsql as $$
begin
  insert into change_log (noun, noun_id) select tg_argv[0], id from changed;
  return null;
end $$;
-- +goose StatementEnd
-- +goose StatementBegin
create function log_owner() returns trigger language plpgsql as $$
begin
  insert into change_log (noun, noun_id)
  select 'owner', n.id from new_rows n join old_rows o using (id)
  where (n.status, n.cluster_id, n.market_id) is distinct from (o.status, o.cluster_id, o.market_id);
  return null;
end $$;
-- +goose StatementEnd
-- +goose StatementBegin
create function log_kind() returns trigger language plpgsql as $$
begin
  insert into change_log (noun, noun_id) values (tg_argv[0], '');
  return null;
end $$;
-- +goose StatementEnd
create trigger opportunity_inserted after insert on opportunity
  referencing new table as changed for each statement execute function log_change('opportunity');
create trigger opportunity_updated after update on opportunity
  referencing new table as changed for each statement execute function log_change('opportunity');
create trigger opportunity_deleted after delete on opportunity
  referencing old table as changed for each statement execute function log_change('opportunity');
create trigger organisation_owner after update on organisation
  referencing new table as new_rows old table as old_rows for each statement execute function log_owner();
create trigger technology_changed after insert or update or delete on technology for each statement execute function log_kind('reference');
create trigger market_changed after insert or update or delete on market for each statement execute function log_kind('reference');
create trigger weights_changed after insert on match_weights for each statement execute function log_kind('weights');
create trigger statistics_taken after insert on match_statistics for each statement execute function log_kind('statistics');

-- +goose Down
drop trigger weights_changed on match_weights;
drop trigger market_changed on market;
drop trigger technology_changed on technology;
drop trigger organisation_owner on organisation;
drop trigger opportunity_deleted on opportunity;
drop trigger opportunity_updated on opportunity;
drop trigger opportunity_inserted on opportunity;
drop table match_statistics, change_log;
drop function log_kind();
drop function log_owner();
drop function log_change();
