-- Two roles: the owner, who runs these files, migrates; portal_app serves and may do no more than its grants say.
-- +goose Up
-- +goose StatementBegin
do $$
begin
  create role portal_app login;
exception when duplicate_object or unique_violation then
  null; -- roles belong to the whole server: another database of ours made it
end $$;
-- +goose StatementEnd
-- +goose StatementBegin
do $$
begin
  -- the owner serves as portal_app when it is given no address of its own for that
  if not pg_has_role(current_user, 'portal_app', 'member') then
    execute format('grant portal_app to %I', current_user);
  end if;
end $$;
-- +goose StatementEnd
grant usage on schema public to portal_app;
grant select on goose_db_version to portal_app;
alter default privileges in schema public grant select, insert, update, delete on tables to portal_app;
alter default privileges in schema public grant usage, select on sequences to portal_app;

-- +goose Down
select 1;
