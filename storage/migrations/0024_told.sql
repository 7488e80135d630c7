-- +goose Up

-- Of what confirms a yes: 1 where they were told of the ask as it stands no more, and
-- when it was to be then, or null where they were told of no time.
alter table followup add column outdated integer not null default 0;
alter table followup add column told_at integer;
