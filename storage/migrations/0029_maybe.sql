-- +goose Up

-- A maybe of which no day was set to get back to them is due on the morning of the day
-- before its own. Which hour that is only their organizer's days tell; a day before it
-- began is near enough until the ask, or those days, change.
update ask set need_at = case what when 'role' then unixepoch(nullif(starts_on, ''), '-1 day') else event_at - 86400 end
    where need = 'waiting' and need_at is null and said = 'maybe';
