-- +goose Up

-- 1 where what was typed of an ask was written over, and nothing was typed of it since.
alter table ask add column overwritten integer not null default 0;
