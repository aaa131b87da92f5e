-- Passkeys (WebAuthn): the public half of a key pair of which the person's device keeps the other.
-- +goose Up
create table passkey (
  id            text collate "C" primary key,
  user_id       text collate "C" not null references portal_user on delete cascade,
  credential_id bytea not null,                      -- as the device names it
  record        jsonb not null,                      -- public key, count of signatures, flags
  name          text not null,
  created_at    timestamptz not null,
  last_used_at  timestamptz,
  constraint passkey_credential unique (credential_id)
);
create index passkey_user on passkey (user_id, id);
create table ceremony (
  challenge_hash bytea primary key,                  -- SHA-256 of the challenge, which counts once
  user_id        text collate "C" references portal_user on delete cascade, -- whose passkey is being made; null for signing in
  session        jsonb not null,                     -- what was asked for
  expires_at     timestamptz not null
);

-- +goose Down
drop table ceremony;
drop table passkey;
