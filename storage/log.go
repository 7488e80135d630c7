package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"oneonone"
)

// Log writes down a talk that was held without having been planned here. A talk with
// them that was planned for about that time, or written down already, is the one that is
// meant: was is that one as it stood before, and zero where there is none. One that is
// still to come is so only where it is the one of which they say that they met sooner than
// planned, whatever the hour: else it stands. The same submission twice is one talk, and
// changes nothing, whatever has happened to it since.
func (db *DB) Log(ctx context.Context, organizer oneonone.ID, whom oneonone.Whom, submission string, kind oneonone.Kind, start time.Time, sooner oneonone.ID) (meant, was oneonone.Meeting, err error) {
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
			talks, err := db.about(tx, organizer, whom, start, oneonone.LogNear)
			if err != nil {
				return err
			}
			talks = slices.DeleteFunc(talks, func(m oneonone.Meeting) bool { return m.ToCome(tx.now) || m.Refused(tx.now) })
			var known bool
			was, known = oneonone.Logged(talks, start, again)
			switch said, err := tx.talkWith(organizer, whom, sooner); {
			case err == nil && (again || said.ToCome(tx.now)):
				was, known = said, true
			case err != nil && !errors.Is(err, sql.ErrNoRows):
				return err
			}
			switch {
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
	talks, err := db.about(db.reading(ctx), organizer, whom, start, oneonone.LogSooner)
	if err == nil {
		if m, ok := oneonone.Sooner(talks, start, db.now()); ok {
			return m, nil
		}
		err = sql.ErrNoRows
	}
	return oneonone.Meeting{}, busy("read sooner", err)
}

// HeldAt is "We did meet" of a talk that two never settled on a time for, with when that
// was. Where one that was held about then is here already, that is the one that is meant,
// and of the plan nothing came. Was is the talk as it stood before.
func (db *DB) HeldAt(ctx context.Context, organizer, id oneonone.ID, start time.Time) (meant, was oneonone.Meeting, err error) {
	err = db.tx(ctx, "held at", func(tx *tx) error {
		m, err := tx.meeting(tx.row(`select `+meetingColumns+` from meeting where organizer = $1 and id = $2`, organizer, id))
		if err != nil {
			return err
		}
		was = m
		talks, err := db.about(tx, organizer, m.Whom(), start, oneonone.LogNear)
		if err != nil {
			return err
		}
		talks = slices.DeleteFunc(talks, func(o oneonone.Meeting) bool { return o.ID == id || o.State != oneonone.Met })
		var known bool
		if meant, known = oneonone.Logged(talks, start, false); known && m.NeverSettled(tx.now) {
			return tx.change(&m, func(m *oneonone.Meeting) error { return m.DidNotHappen(tx.now) })
		}
		err = tx.change(&m, func(m *oneonone.Meeting) error { return m.MetAt(start, tx.now) })
		meant = m
		return err
	})
	return meant, was, err
}

// NotMet takes "We met" back, on a card drawn from a version.
func (db *DB) NotMet(ctx context.Context, organizer, id oneonone.ID, version int) (m oneonone.Meeting, err error) {
	err = db.tx(ctx, "not met", func(tx *tx) error {
		if m, err = tx.meeting(tx.row(`select `+meetingColumns+` from meeting where organizer = $1 and id = $2`, organizer, id)); err != nil {
			return err
		}
		taken, err := tx.taken(m.AsPlanned())
		if err != nil {
			return err
		}
		person, err := db.person(tx, organizer, m.Person)
		if err != nil {
			return err
		}
		return tx.change(&m, func(m *oneonone.Meeting) error {
			err := m.NotMet(version, taken, tx.now)
			if err == nil && person.NoContact {
				m.Withdraw(tx.now) // as every other that waits for an answer
			}
			return err
		})
	})
	return m, err
}

// taken says whether other talks that are settled with the same person, whoever of the two
// planned them, stand at each of the times of one that are still to come.
func (t *tx) taken(m oneonone.Meeting) (bool, error) {
	for _, start := range []time.Time{m.Start, m.Second, m.Suggested} {
		if !start.After(t.now) {
			continue
		}
		var there bool
		err := t.row(`select exists (
				select 1 from meeting where organizer = $1 and person = $2 and state = 'planned' and starts_at < $3 and ends_at > $4
					and second_at is null and answer <> 'another_time'
				union all
				select 1 from meeting where organizer = $5 and member = $1 and state = 'planned' and starts_at < $3 and ends_at > $4
					and answer = 'coming' and notice <> 'tell')`,
			m.Organizer, m.Person, start.Add(m.Length).Unix(), start.Unix(), m.Member).Scan(&there)
		if err != nil || !there {
			return false, err
		}
	}
	return true, nil
}

// talkWith is one of the organizer's talks, where it is with somebody.
func (t *tx) talkWith(organizer oneonone.ID, whom oneonone.Whom, id oneonone.ID) (oneonone.Meeting, error) {
	return t.meeting(t.row(`select `+meetingColumns+` from meeting
		where organizer = $1 and id = $2 and person in (select id from person where organizer = $1 and (member = $3 or id = $4))`,
		organizer, id, whom.Member, whom.Person))
}

// about are the organizer's talks with somebody that have a time about an instant: the
// one planned, the second offered, or the one suggested.
func (db *DB) about(q querier, organizer oneonone.ID, whom oneonone.Whom, at time.Time, near time.Duration) ([]oneonone.Meeting, error) {
	rows, err := q.query(`select `+meetingColumns+` from meeting
		where organizer = $1 and person in (select id from person where organizer = $1 and (member = $2 or id = $3))
			and starts_at between $4 - $6 and $5 + $6
			and (starts_at between $4 and $5 or second_at between $4 and $5 or suggested_at between $4 and $5)`,
		organizer, whom.Member, whom.Person, at.Add(-near).Unix(), at.Add(near).Unix(), int64(oneonone.MaxAhead/time.Second))
	return all(rows, err, func(rows *sql.Rows) (oneonone.Meeting, error) { return db.scanMeeting(rows) })
}
