-- Who somebody is at an OpenID provider: linked at their first sign-in there by the address that both sides verified, then by subject.
-- +goose Up
create table external_identity (
  issuer     text not null,
  subject    text not null,
  user_id    text collate "C" not null references portal_user on delete cascade,
  created_at timestamptz not null,
  primary key (issuer, subject)
);
create index external_identity_user on external_identity (user_id);

-- +goose Down
drop table external_identity;
