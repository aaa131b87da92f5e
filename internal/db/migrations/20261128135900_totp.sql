-- Second steps at sign-in: authenticator apps (RFC 6238) and the recovery codes that stand in for them.
-- +goose Up
create table totp (
  user_id       text collate "C" primary key references portal_user on delete cascade,
  secret        bytea not null,                      -- 160 random bits, shared with the app; see docs/decisions/0015
  created_at    timestamptz not null,
  confirmed_at  timestamptz,                         -- null until the app gave its first code: it does not count before
  last_step     bigint not null default 0,           -- time step of the last code taken: no code of it or before counts again
  recovery_salt bytea                                -- of the person's recovery codes, with confirmed_at
);
create table recovery_code (
  user_id text collate "C" not null references totp on delete cascade,
  hash    bytea not null,                            -- argon2id under recovery_salt
  used_at timestamptz,
  primary key (user_id, hash)
);

-- +goose Down
drop table recovery_code;
drop table totp;
