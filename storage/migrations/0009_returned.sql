-- +goose Up

-- How often the person came back to the talk, as it is planned now, after a no.
alter table meeting add column returned integer not null default 0;
