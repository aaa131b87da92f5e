-- Opportunities are searched in the catalogue that processes keep in memory: the text-search vector and its index are written
-- for nobody, and are more than half of the work of storing an opportunity.
-- +goose Up
drop index if exists opportunity_search;
alter table opportunity drop column search;

-- +goose Down
alter table opportunity add column search tsvector not null default '';
create index opportunity_search on opportunity using gin (search);
