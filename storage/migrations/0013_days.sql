-- +goose Up

-- HMAC of when and where the ask was, and what had come of it, when the word was
-- written: of another day it is not sent. Null: the word is older than this column.
alter table word add column standing blob;

-- How many days it has had: what is asked of one is named after its number.
alter table ask add column dated integer not null default 1;

-- It was named after the date of the day at Greenwich. What waits, or was said, of
-- the day it has now is renamed, so that it is not asked again.
update outbox set occurrence = '1' || substr(occurrence, 11)
    where kind in ('still_on', 'came') and substr(occurrence, 1, 10) =
        (select case what when 'role' then starts_on else date(event_at, 'unixepoch') end from ask where ask.id = outbox.subject);
