package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"oneonone"
)

// Talk is a meeting as one of its two people may see it. Where Mine is false
// the reader is the person met, and what only the organizer may know is blank.
type Talk struct {
	oneonone.Meeting
	Mine bool
}

// forPerson blanks what the person met never sees.
func forPerson(m oneonone.Meeting) oneonone.Meeting {
	m.Kind, m.Person, m.Reflected, m.ClosedAt = "", oneonone.ID{}, false, time.Time{}
	return m
}

// Plan writes a meeting and the messages it calls for. Submission names the
// modal and the step it was sent from: with other values it revises the row, so
// that a corrected one is not lost; with the same values once more it changes
// nothing, whatever has happened to the meeting since. Slack may deliver it
// again minutes later, when the person has said no already or the organizer has
// moved the talk, and that must neither invite again nor move it back.
func (db *DB) Plan(ctx context.Context, organizer, member oneonone.ID, submission string, plan oneonone.Plan) (oneonone.Meeting, error) {
	var m oneonone.Meeting
	err := db.tx(ctx, "plan", func(tx *tx) error {
		key := db.seal.lookup("submission", submission)
		held := db.seal.lookup("submitted", submission, member.String(), plan.Purpose, plan.Place, fmt.Sprint(plan.Start.Unix()),
			string(plan.Kind), plan.Length.String(), fmt.Sprint(plan.AskComing), string(plan.Notice))
		found, err := tx.meeting(tx.row(`select `+meetingColumns+` from meeting where organizer = $1 and submission = $2`, organizer, key))
		switch {
		case errors.Is(err, sql.ErrNoRows):
			p, err := tx.personFor(organizer, member)
			if err != nil {
				return err
			}
			m = oneonone.NewMeeting(organizer, p, plan, tx.now)
			if err := tx.insertMeeting(m, key, held); err != nil {
				return err
			}
			if err := tx.redrawAgain(m); err != nil {
				return err
			}
			return tx.meetingChanged(m)
		case err != nil:
			return err
		}
		m = found
		n, err := tx.exec(`update meeting set submitted = $1 where id = $2 and submitted <> $1`, held, m.ID)
		if err != nil || n == 0 {
			return err
		}
		if m.Member != member {
			return tx.replan(&m, member, plan)
		}
		return tx.change(&m, func(m *oneonone.Meeting) error { return m.Revise(plan, tx.now) })
	})
	return m, err
}

// redrawAgain draws anew what says that the two wanted to meet again and nothing
// is planned: something is.
func (t *tx) redrawAgain(m oneonone.Meeting) error {
	rows, err := t.query(`select reflection.id from meeting join reflection on reflection.meeting = meeting.id
		where meeting.organizer = $1 and meeting.person = $2 and reflection.next_on <> ''`, m.Organizer, m.Person)
	wishes, err := all(rows, err, func(rows *sql.Rows) (id oneonone.ID, err error) { return id, rows.Scan(&id) })
	if err != nil {
		return err
	}
	for _, id := range wishes {
		if err := t.redraw(m.Organizer, id); err != nil {
			return err
		}
	}
	return nil
}

// replan is a submission corrected to somebody else: whom it was for before
// hears no more of it.
func (t *tx) replan(m *oneonone.Meeting, member oneonone.ID, plan oneonone.Plan) error {
	p, err := t.personFor(m.Organizer, member)
	if err != nil {
		return err
	}
	if _, err := t.exec(`update meeting set person = $1, member = $2 where id = $3`, p.ID, p.Member, m.ID); err != nil {
		return err
	}
	m.Person, m.Member = p.ID, p.Member
	if m.State == oneonone.Planned {
		m.State = oneonone.Declined // so that the revision is not taken for the same plan
	}
	return t.change(m, func(m *oneonone.Meeting) error { return m.Revise(plan, t.now) })
}

// ChangeMeeting lets a rule change one of the organizer's meetings. When the
// rule changes nothing, nothing is written.
func (db *DB) ChangeMeeting(ctx context.Context, organizer, id oneonone.ID, change func(*oneonone.Meeting) error) (oneonone.Meeting, error) {
	var m oneonone.Meeting
	err := db.tx(ctx, "change meeting", func(tx *tx) (err error) {
		if m, err = tx.meeting(tx.row(`select `+meetingColumns+` from meeting where organizer = $1 and id = $2`, organizer, id)); err != nil {
			return err
		}
		return tx.change(&m, change)
	})
	return m, err
}

// AnswerInvitation lets a rule change a meeting for the person met. There is
// nothing to answer in a talk that the organizer announces in person.
func (db *DB) AnswerInvitation(ctx context.Context, member, id oneonone.ID, change func(*oneonone.Meeting) error) (oneonone.Meeting, error) {
	var m oneonone.Meeting
	err := db.tx(ctx, "answer invitation", func(tx *tx) (err error) {
		if m, err = tx.meeting(tx.row(`select `+meetingColumns+` from meeting where member = $1 and id = $2 and notice <> 'tell'`, member, id)); err != nil {
			return err
		}
		return tx.change(&m, change)
	})
	return forPerson(m), err
}

// Meeting is one of the organizer's meetings.
func (db *DB) Meeting(ctx context.Context, organizer, id oneonone.ID) (oneonone.Meeting, error) {
	m, err := db.scanMeeting(db.reading(ctx).row(`select `+meetingColumns+` from meeting where organizer = $1 and id = $2`, organizer, id))
	return m, busy("read meeting", err)
}

// Invitation is a meeting as the person met may see it.
func (db *DB) Invitation(ctx context.Context, member, id oneonone.ID) (oneonone.Meeting, error) {
	m, err := db.scanMeeting(db.reading(ctx).row(`select `+meetingColumns+` from meeting where member = $1 and id = $2 and notice <> 'tell'`, member, id))
	return forPerson(m), busy("read invitation", err)
}

// Upcoming are the planned talks of a member that are not over, on either side
// of the table, soonest first.
func (db *DB) Upcoming(ctx context.Context, member oneonone.ID, limit int) ([]Talk, error) {
	// No talk is longer than an hour: the index on the start serves.
	rows, err := db.reading(ctx).query(`
		select * from (
			select `+meetingColumns+` from meeting
			where organizer = $1 and state = 'planned' and starts_at > $2 - 3600 and ends_at > $2
			order by starts_at limit $3)
		union all
		select * from (
			select `+meetingColumns+` from meeting
			where member = $1 and notice <> 'tell' and state = 'planned' and starts_at > $2 - 3600 and ends_at > $2
			order by starts_at limit $3)
		order by starts_at limit $3`,
		member, db.now().Unix(), limit)
	return db.talks(rows, err, member)
}

// Ended are the organizer's talks whose time is over and of which nothing is
// said yet, newest first.
func (db *DB) Ended(ctx context.Context, organizer oneonone.ID, limit int) ([]Talk, error) {
	rows, err := db.reading(ctx).query(`
		select `+meetingColumns+` from meeting
		where organizer = $1 and state = 'planned' and ends_at <= $2
		order by starts_at desc limit $3`,
		organizer, db.now().Unix(), limit)
	return db.talks(rows, err, organizer)
}

// Unreflected are the organizer's talks that were held and have no line yet,
// newest first.
func (db *DB) Unreflected(ctx context.Context, organizer oneonone.ID, limit int) ([]Talk, error) {
	rows, err := db.reading(ctx).query(`
		select `+meetingColumns+` from meeting
		where organizer = $1 and state = 'met' and reflected = 0
		order by starts_at desc limit $2`,
		organizer, limit)
	return db.talks(rows, err, organizer)
}

// Cursor is where a page of talks begins: after the last talk of the page
// before.
type Cursor struct {
	start int64
	id    oneonone.ID
}

// FirstPage begins at the newest.
var FirstPage = Cursor{start: math.MaxInt64}

// CursorAfter begins the page after a talk.
func CursorAfter(t Talk) Cursor { return Cursor{t.Start.Unix(), t.ID} }

// String is fit for a button's value.
func (c Cursor) String() string { return fmt.Sprintf("%d:%s", c.start, c.id) }

// ParseCursor reads what String wrote.
func ParseCursor(s string) (Cursor, error) {
	start, id, _ := strings.Cut(s, ":")
	n, err := strconv.ParseInt(start, 10, 64)
	if err != nil {
		return Cursor{}, fmt.Errorf("parse cursor: %w", err)
	}
	at, err := oneonone.ParseID(id)
	return Cursor{n, at}, err
}

// Earlier are the organizer's talks that are over, or off before their day,
// newest first, a page of them.
func (db *DB) Earlier(ctx context.Context, organizer oneonone.ID, from Cursor, limit int) ([]Talk, error) {
	rows, err := db.reading(ctx).query(`
		select `+meetingColumns+` from meeting
		where organizer = $1 and (starts_at, id) < ($2, $3) and (ends_at <= $4 or state <> 'planned')
		order by starts_at desc, id desc limit $5`,
		organizer, from.start, from.id[:], db.now().Unix(), limit)
	return db.talks(rows, err, organizer)
}

// HeldWith are the organizer's talks with a member that were held, or whose time
// is over with nothing said yet, newest first.
func (db *DB) HeldWith(ctx context.Context, organizer, member oneonone.ID, limit int) ([]Talk, error) {
	rows, err := db.reading(ctx).query(`
		select `+meetingColumns+` from meeting
		where organizer = $1 and person = (select id from person where organizer = $1 and member = $2)
			and (state = 'met' or state = 'planned' and ends_at <= $3)
		order by starts_at desc limit $4`,
		organizer, member, db.now().Unix(), limit)
	return db.talks(rows, err, organizer)
}

// MetBefore says whether the organizer has held a talk with this member.
func (db *DB) MetBefore(ctx context.Context, organizer, member oneonone.ID) (bool, error) {
	var met bool
	err := db.reading(ctx).row(`
		select exists (select 1 from meeting
		where organizer = $1 and person = (select id from person where organizer = $1 and member = $2) and state = 'met')`,
		organizer, member).Scan(&met)
	return met, busy("read met before", err)
}

func (db *DB) talks(rows *sql.Rows, err error, reader oneonone.ID) ([]Talk, error) {
	out, err := all(rows, err, func(rows *sql.Rows) (Talk, error) {
		m, err := db.scanMeeting(rows)
		if m.Organizer != reader {
			return Talk{Meeting: forPerson(m)}, err
		}
		return Talk{Meeting: m, Mine: true}, err
	})
	return out, busy("read talks", err)
}

// change runs a rule on a meeting and writes what it changed.
func (t *tx) change(m *oneonone.Meeting, rule func(*oneonone.Meeting) error) error {
	before := m.Version
	if err := rule(m); err != nil {
		return err
	}
	if m.Version == before {
		return nil
	}
	if err := t.updateMeeting(*m); err != nil {
		return err
	}
	return t.meetingChanged(*m)
}

// meetingChanged puts the outbox in step with the meeting, and has its cards
// drawn anew.
func (t *tx) meetingChanged(m oneonone.Meeting) error {
	if err := t.call(m); err != nil {
		return err
	}
	return t.redraw(m.Organizer, m.ID)
}

// call puts into the outbox what the meeting calls for.
func (t *tx) call(m oneonone.Meeting) error {
	organizer, err := t.db.member(t, m.Organizer)
	if err != nil {
		return err
	}
	person, err := t.db.member(t, m.Member)
	if err != nil {
		return err
	}
	return t.sync(m.Organizer, m.ID, m.Nudges(oneonone.Rhythms{Organizer: organizer.Rhythm, Person: person.Rhythm}))
}

const meetingColumns = `id, organizer, person, member, purpose, place, starts_at, ends_at, kind, ask_coming, notice,
	state, revision, version, answer, answered_at, confirmed, hour_before, planned_at, closed_at, reflected`

// scanner is a row or rows.
type scanner interface{ Scan(...any) error }

func (t *tx) meeting(row scanner) (oneonone.Meeting, error) { return t.db.scanMeeting(row) }

func (db *DB) scanMeeting(row scanner) (oneonone.Meeting, error) {
	var m oneonone.Meeting
	var purpose, place []byte
	var starts, ends, planned int64
	var answered, closed sql.NullInt64
	err := row.Scan(&m.ID, &m.Organizer, &m.Person, &m.Member, &purpose, &place, &starts, &ends, &m.Kind, &m.AskComing, &m.Notice,
		&m.State, &m.Revision, &m.Version, &m.Answer, &answered, &m.Confirmed, &m.HourBefore, &planned, &closed, &m.Reflected)
	if err != nil {
		return m, err
	}
	m.Start = time.Unix(starts, 0).UTC()
	m.Length = time.Duration(ends-starts) * time.Second
	m.AnsweredAt, m.ClosedAt, m.PlannedAt = instant(answered), instant(closed), time.Unix(planned, 0).UTC()
	if m.Purpose, err = db.seal.open(meetingPlace(m, "purpose"), purpose); err != nil {
		return m, err
	}
	m.Place, err = db.seal.open(meetingPlace(m, "place"), place)
	return m, err
}

func (t *tx) insertMeeting(m oneonone.Meeting, submission, submitted []byte) error {
	_, err := t.exec(`insert into meeting (`+meetingColumns+`, submission, submitted, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`,
		append(t.meetingValues(m), submission, submitted, t.now.Unix())...)
	return err
}

func (t *tx) updateMeeting(m oneonone.Meeting) error {
	_, err := t.exec(`update meeting set (`+meetingColumns+`) =
		($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
		where id = $1 and organizer = $2`, t.meetingValues(m)...)
	return err
}

// meetingValues are the values of meetingColumns.
func (t *tx) meetingValues(m oneonone.Meeting) []any {
	s := t.db.seal
	return []any{
		m.ID, m.Organizer, m.Person, m.Member,
		s.seal(meetingPlace(m, "purpose"), m.Purpose), s.seal(meetingPlace(m, "place"), m.Place),
		m.Start.Unix(), m.End().Unix(), string(m.Kind), m.AskComing, string(m.Notice),
		string(m.State), m.Revision, m.Version, string(m.Answer), unix(m.AnsweredAt), m.Confirmed, m.HourBefore,
		m.PlannedAt.Unix(), unix(m.ClosedAt), m.Reflected,
	}
}

func meetingPlace(m oneonone.Meeting, column string) place {
	return place{table: "meeting", column: column, owner: m.Organizer, id: m.ID}
}
