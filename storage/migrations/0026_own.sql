-- +goose Up

-- 1 for a word in its author's own words: where it does not go, it is there to be mended.
alter table word add column own integer not null default 0;
