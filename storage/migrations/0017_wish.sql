-- +goose Up

-- When the wish to meet again was made: a talk before that does not come up to it.
alter table reflection add column wished_at integer;
update reflection set wished_at = written_at where next_on <> '';

-- The wishes are looked up by their day, or the later one they were put off to.
create index reflection_wish on reflection (organizer, max(next_on, later_on)) where next_on <> '';
