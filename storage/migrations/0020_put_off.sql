-- +goose Up

-- What was put off to a day is drawn anew where a pause makes it another one.
create index meeting_put_off on meeting (organizer, later_on) where later_on <> '';
create index reflection_put_off on reflection (organizer, later_on) where later_on <> '';
create index ask_put_off on ask (organizer, later_on) where later_on <> '';
