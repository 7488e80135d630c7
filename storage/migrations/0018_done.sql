-- +goose Up
-- What was done just now stands on Home, for who tapped wrong.
create index followup_done on followup (organizer, done_at) where state = 'done';
