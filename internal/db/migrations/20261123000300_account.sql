-- +goose Up
create table portal_user (
  id                  text collate "C" primary key,
  email               text not null,
  email_key           text not null,                 -- lower case: two spellings are one person
  name                text not null,
  password_hash       text,                          -- argon2id in PHC form; null until a password is set
  language            text not null default 'en',
  time_zone           text not null default 'Europe/Brussels',
  status              text not null default 'ACTIVE' check (status in ('ACTIVE', 'SUSPENDED')),
  email_verified_at   timestamptz,
  organisation_id     text collate "C" references organisation,
  organisation_role   text check (organisation_role in ('MEMBER', 'ORGANISATION_ADMIN')),
  cluster_id          text collate "C" references cluster,
  analyst             boolean not null default false,
  coordinator         boolean not null default false,
  demo                boolean not null default false,
  privacy_version     text,
  privacy_accepted_at timestamptz,
  version             int not null default 1,
  created_at          timestamptz not null,
  updated_at          timestamptz not null,
  constraint portal_user_email unique (email_key),
  constraint portal_user_organisation_role check ((organisation_id is null) = (organisation_role is null))
);
create index portal_user_organisation on portal_user (organisation_id) where organisation_id is not null;
create index portal_user_cluster on portal_user (cluster_id) where cluster_id is not null;

create table session (
  id            text collate "C" primary key,
  user_id       text collate "C" not null references portal_user on delete cascade,
  kind          text not null check (kind in ('COOKIE', 'TOKEN')),
  secret_hash   bytea not null,                      -- SHA-256 of the cookie, or of what all refresh tokens of the session share
  rotation_key  bytea,                               -- makes, with that secret, the refresh token of each generation
  generation    int not null default 0,              -- of the refresh token in force
  rotated_at    timestamptz,
  created_at    timestamptz not null,
  expires_at    timestamptz not null,
  ended_at      timestamptz,
  constraint session_secret unique (secret_hash)
);
create index session_of_user on session (user_id);

create table letter_token (                          -- single-use links in letters
  hash       bytea primary key,                      -- SHA-256 of the token
  purpose    text not null check (purpose in ('EMAIL_VERIFICATION', 'PASSWORD_RESET')),
  user_id    text collate "C" not null references portal_user on delete cascade,
  expires_at timestamptz not null,
  used_at    timestamptz
);
create index letter_token_user on letter_token (user_id);
create table invitation (
  id              text collate "C" primary key,
  organisation_id text collate "C" not null references organisation on delete cascade,
  email           text not null,
  email_key       text not null,
  role            text not null check (role in ('MEMBER', 'ORGANISATION_ADMIN')),
  invited_by      text collate "C" not null references portal_user,
  token_hash      bytea not null,
  created_at      timestamptz not null,
  expires_at      timestamptz not null,
  accepted_at     timestamptz,
  constraint invitation_token unique (token_hash)
);
create index invitation_organisation on invitation (organisation_id);
create table throttle (                              -- guesses counted before they are evaluated
  key     text primary key,
  last_at timestamptz not null,                      -- of those counted
  count   int not null                               -- since the last pause of a whole window
);
create table signing_key (
  kid         text primary key,
  private_key bytea not null,                        -- Ed25519 seed
  created_at  timestamptz not null,
  retired_at  timestamptz
);

-- +goose Down
drop table signing_key, throttle, invitation, letter_token, session, portal_user;
