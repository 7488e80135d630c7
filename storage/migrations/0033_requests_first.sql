-- +goose Up

-- What people ask about their notes stands before all other follow-ups.
create index followup_request on followup (organizer, due_at, created_at, id) where state = 'open' and origin in ('delete_request', 'keep_request');
