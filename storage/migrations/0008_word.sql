-- +goose Up

-- A word an organizer had sent to somebody who said yes, as they saw it.
create table word (
    id        blob primary key,                -- HMAC of the window it was sent from
    organizer blob not null references member (id),
    ask       blob not null references ask (id),
    words     blob not null                    -- sealed
) strict, without rowid;
