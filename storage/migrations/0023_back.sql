-- +goose Up

-- 1 where the last answer came after a no: they'd like to after all.
alter table meeting add column back integer not null default 0;
update meeting set back = 1 where returned > 0 and answer in ('coming', 'another_time');
