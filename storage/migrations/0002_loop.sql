-- +goose Up

-- Whom an organizer meets outside Slack: no member, but a name and a way to
-- reach them, both sealed.
alter table person alter column member drop not null;
alter table person add column name blob;
alter table person add column reach blob;
create index person_outside on person (organizer, created_at) where member is null;

alter table meeting alter column member drop not null;
alter table followup alter column member drop not null;

-- Two columns may hold one word more, and a check is changed by making the
-- column anew.
drop index meeting_state;
drop index meeting_member;
alter table meeting add column state_now text not null default 'planned'
    check (state_now in ('planned', 'declined', 'called_off', 'met', 'missed'));
update meeting set state_now = state;
alter table meeting drop column state;
alter table meeting rename column state_now to state;
alter table meeting add column answer_now text not null default ''
    check (answer_now in ('', 'coming', 'another_time', 'not_for_me', 'cannot_come'));
update meeting set answer_now = answer;
alter table meeting drop column answer;
alter table meeting rename column answer_now to answer;

-- From here on ends_at is when nothing of a talk is still to come: the end of
-- the last time offered or suggested. length is in seconds.
alter table meeting add column length integer not null default 0;
update meeting set length = ends_at - starts_at;
-- A second time offered, and the time the person suggested; null for none.
alter table meeting add column second_at integer;
alter table meeting add column suggested_at integer;
-- How often the person has suggested another time.
alter table meeting add column rounds integer not null default 0;
-- The revision that set the time.
alter table meeting add column timed integer not null default 0;
update meeting set timed = revision;
-- Which revision was answered; 0 for none.
alter table meeting add column answered_revision integer not null default 0;
update meeting set answered_revision = revision where answer <> '';
-- What was said with the last change, suggestion or calling off; sealed. Null
-- stands for no word.
alter table meeting add column word blob;
-- Why it didn't happen: they, i, no_show, called_off, or nothing.
alter table meeting add column why text not null default '';

create index meeting_state on meeting (organizer, state, starts_at);
create index meeting_open on meeting (organizer, ends_at) where state = 'planned';
create index meeting_member on meeting (member, ends_at) where state = 'planned';
create index meeting_invited on meeting (member);

-- How many invitations an organizer had sent lately.
create index outbox_invitation on outbox (owner, due_at) where kind = 'invitation';
