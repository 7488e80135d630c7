-- +goose Up

-- 1 where a question was dropped because its receiver had left the last ones unanswered: it
-- comes once they are back.
alter table outbox add column hushed integer not null default 0 check (hushed in (0, 1));
create index outbox_hushed on outbox (receiver) where hushed = 1;
