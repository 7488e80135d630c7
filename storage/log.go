package storage

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"oneonone"
)

// Log writes down a talk that was held without having been planned here. A talk with
// them that was planned for about that time, or written down already, is the one that is
// meant: was is that one as it stood before, and zero where there is none. One that is
// still to come is so only where they met sooner than planned: else it stands. The same
// submission twice is one talk, and changes nothing, whatever has happened to it since.
func (db *DB) Log(ctx context.Context, organizer oneonone.ID, whom oneonone.Whom, submission string, kind oneonone.Kind, start time.Time, sooner bool) (meant, was oneonone.Meeting, err error) {
	err = db.tx(ctx, "log", func(tx *tx) error {
		var made bool // by this submission: it is corrected, at the most
		if err := tx.row(`select exists (select 1 from meeting where organizer = $1 and submission = $2)`, organizer, db.seal.lookup("submission", submission)).Scan(&made); err != nil {
			return err
		}
		if !made {
			again, err := tx.submittedAgain(organizer, submission, whom.Member.String(), whom.Person.String(), whom.Name, whom.Reach, string(kind), fmt.Sprint(start.Unix()))
			if err != nil {
				return err
			}
			talks, err := db.about(tx, organizer, whom, start)
			if err != nil {
				return err
			}
			if !sooner {
				talks = slices.DeleteFunc(talks, func(m oneonone.Meeting) bool { return m.ToCome(tx.now) })
			}
			var known bool
			switch was, known = oneonone.Logged(talks, start, again); {
			case known && again:
				meant = was
				return nil
			case known:
				meant = was
				return tx.change(&meant, func(m *oneonone.Meeting) error {
					m.HeldAt(start, tx.now)
					return nil
				})
			case again:
				return sql.ErrNoRows // it is gone since
			}
		}
		var err error
		meant, err = tx.submit(organizer, whom, submission, oneonone.Plan{Kind: kind, Start: start}, "",
			func(p oneonone.Person) (oneonone.Meeting, error) {
				return oneonone.NewHeld(organizer, p, kind, start, tx.now), nil
			},
			func(m *oneonone.Meeting) error { return m.Correct(kind, start) })
		return err
	})
	return meant, was, err
}

// Sooner is the organizer's talk with somebody that is still to come and may be the one
// they write down as begun at start. NotFound where there is none.
func (db *DB) Sooner(ctx context.Context, organizer oneonone.ID, whom oneonone.Whom, start time.Time) (oneonone.Meeting, error) {
	talks, err := db.about(db.reading(ctx), organizer, whom, start)
	if err == nil {
		if m, ok := oneonone.Sooner(talks, start, db.now()); ok {
			return m, nil
		}
		err = sql.ErrNoRows
	}
	return oneonone.Meeting{}, busy("read sooner", err)
}

// about are the organizer's talks with somebody that have a time about an instant: the
// one planned, the second offered, or the one suggested.
func (db *DB) about(q querier, organizer oneonone.ID, whom oneonone.Whom, at time.Time) ([]oneonone.Meeting, error) {
	rows, err := q.query(`select `+meetingColumns+` from meeting
		where organizer = $1 and person in (select id from person where organizer = $1 and (member = $2 or id = $3))
			and starts_at between $4 - $6 and $5 + $6
			and (starts_at between $4 and $5 or second_at between $4 and $5 or suggested_at between $4 and $5)`,
		organizer, whom.Member, whom.Person, at.Add(-oneonone.LogNear).Unix(), at.Add(oneonone.LogNear).Unix(), int64(oneonone.MaxAhead/time.Second))
	return all(rows, err, func(rows *sql.Rows) (oneonone.Meeting, error) { return db.scanMeeting(rows) })
}
