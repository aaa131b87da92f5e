-- A counter a mission, which grows with whatever changes the mission or its registrations, in the same transaction. Who
-- watches a mission compares counters: nothing is missed when commits overtake each other, and nothing piles up.
-- +goose Up
create table mission_beat (
  mission_id text collate "C" primary key references mission on delete cascade,
  beat       bigint not null
);
-- +goose StatementBegin
create function beat_registrations() returns trigger language plpgsql as $$
begin
  insert into mission_beat as b (mission_id, beat)
  select distinct mission_id, 1 from changed order by 1
  on conflict (mission_id) do update set beat = b.beat + 1;
  return null;
end $$;
-- +goose StatementEnd
-- +goose StatementBegin
create function beat_mission() returns trigger language plpgsql as $$
begin
  insert into mission_beat as b (mission_id, beat) values (new.id, 1)
  on conflict (mission_id) do update set beat = b.beat + 1;
  return null;
end $$;
-- +goose StatementEnd
create trigger registration_inserted after insert on registration
  referencing new table as changed for each statement execute function beat_registrations();
create trigger registration_updated after update on registration
  referencing new table as changed for each statement execute function beat_registrations();
create trigger mission_updated after update of version on mission for each row execute function beat_mission();

-- +goose Down
drop trigger mission_updated on mission;
drop trigger registration_updated on registration;
drop trigger registration_inserted on registration;
drop function beat_mission();
drop function beat_registrations();
drop table mission_beat;
