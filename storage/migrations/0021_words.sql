-- +goose Up

-- The words to somebody who said yes, beside the one that is sent now.
create index word_asked on word (ask);
