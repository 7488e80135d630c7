-- +goose Up

-- When its author closed a follow-up with a tap, done or let go, which another tap takes
-- back: else null. What was done just now stands on Home, and so does what was let go.
alter table followup add column closed_at integer;
update followup set closed_at = done_at where state = 'done' and origin <> 'confirm';
drop index followup_done;
create index followup_closed on followup (organizer, closed_at) where closed_at is not null;
