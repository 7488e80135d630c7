-- +goose Up

-- The times of a plan that two met sooner than: taken back in time, it stands as it did.
alter table meeting add column before_starts_at integer;
alter table meeting add column before_second_at integer;
alter table meeting add column before_suggested_at integer;
