-- +goose Up

-- meeting.reflected is 0 while nothing is said to "what do you want to remember?", 1 once
-- a line is written, and 2 where there is nothing to note.
update meeting set reflected = 2 where reflected = 1 and not exists (select 1 from reflection where reflection.meeting = meeting.id);
