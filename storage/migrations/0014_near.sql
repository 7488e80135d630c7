-- +goose Up

-- Whether a plan collides with what is planned is seen in these alone: a talk is only
-- looked at where it does.
drop index meeting_open;
drop index meeting_member;
create index meeting_open on meeting (organizer, ends_at, starts_at, person) where state = 'planned';
create index meeting_member on meeting (member, ends_at, starts_at, organizer) where state = 'planned';

-- Whether they have said no lately, of all the talks two people had.
create index meeting_declined on meeting (organizer, answered_at) where state = 'declined';
