-- +goose Up

-- A follow-up need no longer come of a reflection. What is unique, and what may
-- be null, is changed by making the table anew; its sealed words are bound to its
-- name, which stays.
create table followup_now (
    id         blob primary key,
    organizer  blob not null references member (id),
    person     blob not null references person (id),
    member     blob references member (id),
    origin     text not null check (origin in ('promise', 'own', 'confirm', 'delete_request', 'keep_request')),
    meeting    blob references meeting (id),  -- the talk it came of; null for one noted by itself
    ask        blob,                          -- the ask whose yes it confirms; null for none
    whose      text not null check (whose in ('mine', 'theirs')), -- the organizer's to do, or the person's
    how        text not null check (how in ('', 'call', 'text', 'in_person')), -- empty when it was left open
    words      blob not null,                 -- sealed
    state      text not null check (state in ('open', 'done', 'dropped')),
    due_at     integer not null,
    version    integer not null,
    created_at integer not null,
    done_at    integer,                       -- null while it is not, or was before this column was there
    submission blob,                          -- HMAC of view id and callback id of the window it was noted in; null for others
    submitted  blob,                          -- HMAC of what that window last held
    unique (organizer, submission)
) strict, without rowid;
insert into followup_now (id, organizer, person, member, origin, meeting, whose, how, words, state, due_at, version, created_at)
    select id, organizer, person, member, 'promise', meeting, 'mine', '', words, state, due_at, version, created_at from followup;
drop table followup;
alter table followup_now rename to followup;

create index followup_open on followup (organizer, due_at) where state = 'open';
-- One reflection promises one thing.
create unique index followup_promise on followup (meeting) where origin = 'promise';
-- All that was to be done for somebody, and what they asked for.
create index followup_person on followup (organizer, person, created_at);
-- How soon a yes was followed up.
create index followup_yes on followup (organizer, created_at) where origin = 'confirm';
