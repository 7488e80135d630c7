-- +goose Up

-- What the person wrote with the last time they suggested: sealed, and null for nothing.
-- Which suggestion that was: the revision it answered, and its round; '' where there is
-- none, or it is older than this column and its word stands in the other one.
alter table meeting add column reply blob;
alter table meeting add column replied text not null default '';
