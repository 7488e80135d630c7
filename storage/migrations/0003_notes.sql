-- +goose Up

-- What an organizer writes about a talk besides the one line: before it, and
-- behind the doors after it. A field that holds nothing has no row.
create table note (
    organizer  blob not null references member (id),
    meeting    blob not null references meeting (id),
    field      text not null,                 -- which question it answers; see note.go
    words      blob not null,                 -- sealed; the choices at one length, so that it does not tell which
    written_at integer not null,              -- when these words were written
    primary key (organizer, meeting, field)
) strict, without rowid;

-- Which windows wrote notes and reflections of late. Slack may deliver one again
-- when its words have long been written over.
create table submission (
    organizer  blob not null references member (id),
    submission blob not null,                 -- HMAC of view id, callback id and drawing
    submitted  blob not null,                 -- HMAC of what it held
    written_at integer not null,              -- it is forgotten a week later
    primary key (organizer, submission)
) strict, without rowid;
