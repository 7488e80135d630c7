-- +goose Up

-- What the person wrote with the last time they suggested, once that gave way to another
-- plan: sealed, and null for nothing. Which suggestion that was: the revision it answered,
-- and its round.
alter table meeting add column reply blob;
alter table meeting add column replied text not null default '';
