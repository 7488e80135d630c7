-- +goose Up

-- An ask of one person, and what became of it. The asks that follow each other, a
-- no and what was offered then, share a chain: the first one's id.
create table ask (
    id           blob primary key,
    organizer    blob not null references member (id),
    person       blob not null references person (id),
    member       blob references member (id),
    meeting      blob references meeting (id),  -- the talk it was prepared for or made in; null for none
    parent       blob references ask (id),      -- the ask whose no it answers; null for the first
    chain        blob not null,
    submission   blob not null,                 -- HMAC of the window: the same one sent twice is one ask
    submitted    blob not null,                 -- HMAC of what that window last held
    what         text not null check (what in ('event', 'role')),
    words        blob not null,                 -- sealed, as are the next five; null stands for no word
    place        blob,
    involves     blob,
    why          blob,
    if_time      blob,
    if_thing     blob,
    event_at     integer,                       -- of an event
    starts_on    text not null,                 -- of a role: 2026-06-14, or empty
    said         text not null check (said in ('', 'yes', 'maybe', 'no')),
    no           text not null check (no in ('', 'not_now', 'not_that', 'not_ever', 'cannot_tell')),
    no_contact   integer not null,              -- 1 when they would rather not hear from us at all
    and_then     text not null check (and_then in ('', 'offered', 'again')),
    back_on      text not null,                 -- the day it comes back, or empty
    would_take   blob,                          -- sealed
    unasked      integer not null,              -- 1 when they offered it
    outcome      text not null check (outcome in ('', 'came', 'did_not')),
    followed     integer not null,              -- 1 once another ask of the chain has taken its place
    withdrawn    blob,                          -- the ask whose not ever ended this one
    need         text not null check (need in ('', 'ask', 'waiting', 'confirmed')),
    need_at      integer,                       -- from when on it is needed; null where no day is set
    later_about  text not null,
    later_on     text not null,
    version      integer not null,
    created_at   integer not null,
    answered_at  integer,
    closed_at    integer,
    unique (organizer, submission)
) strict, without rowid;
-- What is listed, in its order, so that a page is read and no more than that; and
-- what is counted of the answers.
create index ask_need on ask (organizer, need, need_at, created_at, id);
create index ask_due on ask (organizer, need_at, created_at, id) where need_at is not null;
create index ask_new on ask (organizer, created_at, id);
create index ask_said on ask (organizer, said, no, created_at, id, unasked, outcome);
create index ask_person on ask (organizer, person, created_at);
create index ask_chain on ask (organizer, chain, created_at);

-- Since when somebody is not to be asked by this organizer any more, nor written
-- to, and the ask that they said it to; null: they may be.
alter table person add column no_asks_at integer;
alter table person add column no_contact_at integer;
alter table person add column no_asks_by blob;

-- One yes is confirmed once.
create unique index followup_ask on followup (ask) where origin = 'confirm';

-- How many are open is counted without reading them.
drop index followup_open;
create index followup_open on followup (organizer, due_at, created_at, id, whose, person, ask) where state = 'open';
