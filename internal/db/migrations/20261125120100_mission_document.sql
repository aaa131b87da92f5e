-- +goose Up
create table document (
  id          text collate "C" primary key,
  mission_id  text collate "C" not null references mission on delete cascade,
  title       text not null check (length(title) between 1 and 256),
  file_name   text not null check (length(file_name) between 1 and 256),
  media_type  text not null check (media_type in ('application/pdf', 'image/png', 'image/jpeg', 'image/gif', 'image/webp')),
  audience    text not null check (audience in ('EVERYONE', 'PARTICIPANTS', 'STAFF')),
  size        int not null check (size between 1 and 5242880), -- bytes
  content     bytea not null,
  uploaded_by text collate "C" references portal_user,
  created_at  timestamptz not null
);
alter table document alter column content set storage external; -- such files are compressed already
create index document_mission on document (mission_id, id);

-- +goose Down
drop table document;
