-- +goose Up

-- The one time that the present revision took the place of; null where there was none.
alter table meeting add column moved_from integer;
