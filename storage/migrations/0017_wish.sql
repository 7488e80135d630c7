-- +goose Up

-- The wishes to meet again are looked up by their day.
create index reflection_wish on reflection (organizer, next_on) where next_on <> '';
