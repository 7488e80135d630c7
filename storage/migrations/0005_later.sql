-- +goose Up

-- What the organizer said to the last question about a talk: which question, in
-- the outbox's words, and the day to ask again; a question without a day is not
-- asked again.
alter table meeting add column later_about text not null default ''; -- empty when nothing was said
alter table meeting add column later_on text not null default '';    -- 2026-06-18, or empty

-- The day the word to plan the next talk was put off to.
alter table reflection add column later_on text not null default ''; -- 2026-06-18, or empty
