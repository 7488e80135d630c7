-- +goose Up

-- What speaks of somebody is drawn anew where they go by another name.
create index person_member on person (member) where member is not null;
