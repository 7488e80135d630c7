package storage

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"oneonone"
)

// promisesMost is how many open promises of the two are shown before a talk: who
// owes more has other worries than a list.
const promisesMost = 20

// LastTime is what comes back before one of the organizer's talks: what they
// wrote about the one before it with the same person, and what the two still owe
// each other.
func (db *DB) LastTime(ctx context.Context, organizer, meeting oneonone.ID) (oneonone.LastTime, error) {
	var last oneonone.LastTime
	q := db.reading(ctx)
	var person oneonone.ID
	var start int64
	err := q.row(`select person, starts_at from meeting where organizer = $1 and id = $2`, organizer, meeting).Scan(&person, &start)
	if err != nil {
		return last, busy("read the talk to come", err)
	}
	var before oneonone.ID
	var met int64
	err = q.row(`select meeting.id, meeting.starts_at from meeting join reflection on reflection.meeting = meeting.id
		where meeting.organizer = $1 and meeting.person = $2 and meeting.starts_at < $3
		order by meeting.starts_at desc limit 1`, organizer, person, start).Scan(&before, &met)
	switch {
	case errors.Is(err, sql.ErrNoRows): // the first talk, or nothing written
	case err != nil:
		return last, busy("read last time", err)
	default:
		r, err := db.reflection(q, organizer, before)
		if err != nil {
			return last, busy("read last time's line", err)
		}
		notes, err := db.notes(q, organizer, before)
		if err != nil {
			return last, busy("read last time's notes", err)
		}
		last = oneonone.LastTime{
			Met: time.Unix(met, 0).UTC(), Remember: r.Remember,
			Thread: notes[oneonone.FieldThread], Differently: notes[oneonone.FieldDifferently],
		}
	}
	last.Promises, err = db.Between(ctx, organizer, person)
	return last, err
}

// Between are the organizer's open follow-ups with one person, the soonest due first.
func (db *DB) Between(ctx context.Context, organizer, person oneonone.ID) ([]oneonone.Followup, error) {
	rows, err := db.reading(ctx).query(`select `+followupRead+` from followup where organizer = $1 and person = $2 and state = 'open'`+overAlready+`$4))
		order by due_at, created_at, id limit $3`, organizer, person, promisesMost, db.now().Unix())
	open, err := all(rows, err, func(rows *sql.Rows) (oneonone.Followup, error) { return db.scanFollowup(rows) })
	return open, busy("read promises of the two", err)
}

// NextPlanned is the organizer's next planned talk that is not over; with one
// member, unless member is zero. NotFound when there is none.
func (db *DB) NextPlanned(ctx context.Context, organizer, member oneonone.ID) (oneonone.Meeting, error) {
	m, err := db.scanMeeting(db.reading(ctx).row(`select `+meetingColumns+` from meeting
		where organizer = $1 and state = 'planned' and ends_at > $2 and (member = $3 or $3 is null)
		order by ends_at limit 1`, organizer, db.now().Unix(), member))
	return m, busy("read next planned", err)
}
