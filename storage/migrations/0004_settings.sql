-- +goose Up

-- What a member has set for themselves. Hours are on the clock of their zone.
alter table member add column morning integer not null default 9;
alter table member add column quiet_from integer not null default 20;
alter table member add column quiet_to integer not null default 8;
-- When the prep card comes; see rhythm.go.
alter table member add column lead text not null default 'evening'
    check (lead in ('evening', 'morning', 'three', 'one'));
-- 2026-06-12: until that morning nothing is asked; empty when nothing is paused.
alter table member add column paused_until text not null default '';
-- 1 when messages to them say initials.
alter table member add column initials integer not null default 0;
-- How people reach them; sealed. Null when they said nothing.
alter table member add column reach blob;

-- What waits for somebody is timed anew when their days run otherwise.
create index outbox_waiting on outbox (receiver) where state = 'waiting';
