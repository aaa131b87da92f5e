-- +goose Up
create index job_dead on job (id) where dead_at is not null;

-- +goose Down
drop index job_dead;
