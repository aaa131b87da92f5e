-- +goose Up
-- A place stays taken when its organisation came to the mission, or did not.
create index registration_placed on registration (mission_id, cluster_id) where status in ('CONFIRMED', 'OFFERED', 'ATTENDED', 'NO_SHOW');
drop index registration_taken;
-- An offer that lapsed keeps its time: who answers too late reads it.
alter table registration drop constraint registration_offer;
alter table registration add constraint registration_offer
  check (case status when 'OFFERED' then offered_until is not null when 'LAPSED' then true else offered_until is null end);

-- +goose Down
update registration set offered_until = null where status = 'LAPSED';
alter table registration drop constraint registration_offer;
alter table registration add constraint registration_offer check ((status = 'OFFERED') = (offered_until is not null));
create index registration_taken on registration (mission_id, cluster_id) where status in ('CONFIRMED', 'OFFERED');
drop index registration_placed;
