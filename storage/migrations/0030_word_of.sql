-- +goose Up

-- What had come of the yes when its word was written: '' while nothing had. Of those written
-- before, it isn't known.
alter table word add column outcome text not null default '';
