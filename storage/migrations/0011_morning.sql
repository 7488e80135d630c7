-- +goose Up

-- When the last message of a morning went to a member: nobody gets two in a day.
alter table member add column morning_sent_at integer;
