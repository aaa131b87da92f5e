-- Personal access tokens, for people's own scripts.
-- +goose Up
create table api_token (
  id           text collate "C" primary key,
  user_id      text collate "C" not null references portal_user on delete cascade,
  name         text not null,
  hash         bytea not null,                       -- SHA-256 of the token
  scopes       text[] not null,
  created_at   timestamptz not null,
  expires_at   timestamptz not null,
  last_used_at timestamptz,                          -- to the minute
  revoked_at   timestamptz,
  constraint api_token_hash unique (hash)
);
create index api_token_user on api_token (user_id, id);

-- +goose Down
drop table api_token;
