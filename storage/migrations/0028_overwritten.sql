-- +goose Up

-- 1 where the words of an ask were written over, and no others typed since.
alter table ask add column overwritten integer not null default 0;
