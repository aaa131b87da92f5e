-- Missions that several clusters own, whom to ask about them, and how they end.
-- +goose Up
alter table mission
  add column co_owner_ids  text[] not null default '{}',      -- clusters whose staff act as the owner's do
  add column contacts      jsonb not null default '[]',       -- [{name, role, email, phone}]
  add column cancel_reason text not null default '' check (length(cancel_reason) <= 1000),
  add column withheld      boolean not null default false;    -- cancelled as a draft: nobody else ever saw it
alter table registration add column offer_token bytea;        -- SHA-256 of the token in the letter of its last offer
create unique index registration_offer_token on registration (offer_token) where offer_token is not null;

-- +goose Down
alter table registration drop column offer_token;
alter table mission drop column co_owner_ids, drop column contacts, drop column cancel_reason, drop column withheld;
