-- +goose Up

-- Few of the talks that were held still wait for a line.
create index meeting_unreflected on meeting (organizer, state, starts_at) where reflected = 0;
