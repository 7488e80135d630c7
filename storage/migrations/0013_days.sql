-- +goose Up

-- HMAC of when and where the ask was, and what had come of it, when the word was
-- written: of another day it is not sent. Null: the word is older than this column.
alter table word add column standing blob;
