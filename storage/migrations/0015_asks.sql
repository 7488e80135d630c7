-- +goose Up

-- An ask that is not made yet is due from 48 hours before its event, or before the end
-- of the day its role begins. They are looked up apart from what else is due, as they
-- are due only until then.
update ask set need_at = case what when 'role' then unixepoch(nullif(starts_on, ''), '+1 day') else event_at end - 172800 where need = 'ask';
drop index ask_due;
create index ask_due on ask (organizer, need_at, created_at, id) where need_at is not null and need <> 'ask';
