-- +goose Up

-- Instants are whole seconds since 1970 in UTC. Ids are 16 random bytes. A
-- column marked "sealed" holds AES-256-GCM ciphertext bound to its table,
-- column, owner and row; nothing that anyone typed, no name and no Slack id
-- stands here in the clear.

-- One row proves that the key file belongs to this database.
create table seal_check (
    one   integer primary key check (one = 1),
    proof blob not null                       -- sealed
) strict;

-- The only table with Slack ids.
create table member (
    id                blob primary key,
    mac               blob not null unique,   -- HMAC of the Slack id, to find the row by
    slack_id          blob not null,          -- sealed
    channel           blob,                   -- sealed: the DM with the bot, once opened
    zone              text not null,          -- IANA name, as Slack last told
    no_invitations_at integer,                -- since when they want no invitations; null: they may come
    unanswered        integer not null default 0, -- questions since their last tap
    quiet_at          integer,                -- since when the bot asks nothing; null: it does
    created_at        integer not null
) strict, without rowid;

-- Whom an organizer meets: a row per organizer and person.
create table person (
    id         blob primary key,
    organizer  blob not null references member (id),
    member     blob not null references member (id),
    created_at integer not null,
    unique (organizer, member)
) strict, without rowid;

create table meeting (
    id          blob primary key,
    organizer   blob not null references member (id),
    person      blob not null references person (id),
    member      blob not null references member (id), -- the person's, copied so that the invited can be found
    submission  blob not null,                -- HMAC of view id and callback id: the same modal sent twice is one row
    submitted   blob not null,                -- HMAC of what that modal last held: the very same once more changes nothing
    purpose     blob not null,                -- sealed
    place       blob not null,                -- sealed
    starts_at   integer not null,
    ends_at     integer not null,
    kind        text not null check (kind in ('recruitment', 'maintenance', 'escalation')),
    ask_coming  integer not null,
    notice      text not null check (notice in ('invite', 'agreed', 'tell')),
    state       text not null check (state in ('planned', 'declined', 'met', 'missed')),
    revision    integer not null,             -- times the plan changed, from 1
    version     integer not null,             -- times anything changed
    answer      text not null check (answer in ('', 'coming', 'not_for_me', 'cannot_come')),
    answered_at integer,
    confirmed   integer not null,             -- 1 once they said yes to "Still good?"
    hour_before integer not null,             -- 1 when they asked for a reminder an hour before
    planned_at  integer not null,             -- when this revision was planned
    closed_at   integer,                      -- when met or missed was recorded
    reflected   integer not null,             -- 1 once a line was written or "nothing to note" said
    created_at  integer not null,
    unique (organizer, submission)
) strict, without rowid;
create index meeting_state on meeting (organizer, state, starts_at);
create index meeting_time on meeting (organizer, starts_at);
create index meeting_member on meeting (member, state, starts_at);
create index meeting_person on meeting (organizer, person, starts_at);

create table reflection (
    id         blob primary key,
    organizer  blob not null references member (id),
    meeting    blob not null unique references meeting (id),
    remember   blob not null,                 -- sealed
    next       text not null check (next in ('', 'week', 'two_weeks', 'month', 'date')),
    next_on    text not null,                 -- 2026-06-12, or empty
    written_at integer not null,
    edited_at  integer
) strict, without rowid;

create table followup (
    id         blob primary key,
    organizer  blob not null references member (id),
    person     blob not null references person (id),
    member     blob not null references member (id),
    meeting    blob not null unique references meeting (id), -- the talk it was promised in
    words      blob not null,                 -- sealed
    state      text not null check (state in ('open', 'done', 'dropped')),
    due_at     integer not null,
    version    integer not null,
    created_at integer not null
) strict, without rowid;
create index followup_open on followup (organizer, due_at) where state = 'open';

-- Which questions of the bank were shown before which talk.
create table question_shown (
    organizer blob not null references member (id),
    person    blob not null references person (id),
    meeting   blob not null references meeting (id),
    turn      integer not null,               -- 0, and one more for each "Other questions"
    keys      text not null,                  -- the questions' keys, space separated
    shown_at  integer not null,
    primary key (organizer, person, meeting)
) strict, without rowid;

-- What the bot has to say and has said. A row is written or withdrawn in the
-- transaction of the fact it speaks of, and happens once.
create table outbox (
    id          blob primary key,
    owner       blob not null references member (id), -- whose fact it speaks of
    receiver    blob not null references member (id),
    kind        text not null,
    subject     blob not null,                -- the meeting, follow-up or member; of a card, the message redrawn
    occurrence  text not null,
    due_at      integer not null,
    written_at  integer not null default 0,   -- microseconds on the real clock: what falls due in one second keeps its order
    expires_at  integer,                      -- from then on it is dropped instead
    state       text not null check (state in ('waiting', 'claimed', 'sent', 'dropped')),
    bundle      blob,                         -- the message that carries it: the id of its first row
    claimed_at  integer,                      -- on the bot's clock, to search the DM's history from
    lease_until integer,                      -- milliseconds on the real clock: until then nobody else touches it
    attempts    integer not null default 0,
    sent_at     integer,
    ts          text,                         -- Slack's timestamp of the message
    unique (kind, subject, receiver, occurrence)
) strict, without rowid;
create index outbox_due on outbox (due_at, written_at) where state = 'waiting';
create index outbox_claimed on outbox (receiver, lease_until) where state = 'claimed';
create index outbox_subject on outbox (subject, state);
create index outbox_bundle on outbox (bundle) where bundle is not null;
