-- +goose Up

-- What is to be said of one fact stands together in the index that tells two
-- messages apart, and with it what looks for a subject needs no other.
create table outbox_ordered (
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
    unique (subject, kind, receiver, occurrence)
) strict, without rowid;
insert into outbox_ordered (id, owner, receiver, kind, subject, occurrence, due_at, written_at, expires_at, state, bundle, claimed_at, lease_until, attempts, sent_at, ts)
select id, owner, receiver, kind, subject, occurrence, due_at, written_at, expires_at, state, bundle, claimed_at, lease_until, attempts, sent_at, ts from outbox;
drop table outbox;
alter table outbox_ordered rename to outbox;
create index outbox_due on outbox (due_at, written_at) where state = 'waiting';
create index outbox_claimed on outbox (receiver, lease_until) where state = 'claimed';
create index outbox_bundle on outbox (bundle) where bundle is not null;
create index outbox_invitation on outbox (owner, due_at) where kind = 'invitation';
create index outbox_waiting on outbox (receiver) where state = 'waiting';
