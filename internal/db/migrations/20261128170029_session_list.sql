-- People see their sessions: which browser began each, and when it was last used.
-- +goose Up
alter table session add column browser text not null default '', -- as the User-Agent named it at sign-in, such as Firefox; '' when it did not
  add column system text not null default '',                    -- likewise, such as Windows
  add column used_at timestamptz;                                -- of cookies, within the hour; null: at sign-in only
-- +goose Down
alter table session drop column browser, drop column system, drop column used_at;
