package storage

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"oneonone"
)

// Reflect writes what the organizer wants to remember of a talk, or writes it
// anew: a talk has one reflection, and old words are overwritten. Who writes
// about a talk has met: the meeting becomes met with it. What they promised
// becomes a follow-up of the same talk; a promise edited away is dropped.
// Submission names the window it was sent from: the very same once more changes
// nothing, whatever was written since, and gives what is saved now.
func (db *DB) Reflect(ctx context.Context, submission string, r oneonone.Reflection) (oneonone.Reflection, error) {
	err := db.tx(ctx, "reflect", func(tx *tx) error {
		m, err := tx.meeting(tx.row(`select `+meetingColumns+` from meeting where organizer = $1 and id = $2`, r.Organizer, r.Meeting))
		if err != nil {
			return err
		}
		held := []string{m.ID.String(), r.Remember, r.Promise, string(r.Next)}
		if r.Next == oneonone.NextOtherDate {
			held = append(held, r.NextOn.String()) // the other days follow from when it comes
		}
		again, err := tx.submittedAgain(r.Organizer, submission, held...)
		if err != nil {
			return err
		}
		if again {
			r, err = db.reflectionWithPromise(tx, r.Organizer, r.Meeting)
			return err
		}
		err = tx.change(&m, func(m *oneonone.Meeting) error {
			if err := m.WeMet(tx.now); err != nil {
				return err
			}
			return m.Noted(oneonone.LineWritten)
		})
		if err != nil {
			return err
		}
		organizer, err := db.member(tx, r.Organizer)
		if err != nil {
			return err
		}
		if err := tx.putReflection(&r); err != nil {
			return err
		}
		if err := tx.callWish(r, organizer.Rhythm); err != nil {
			return err
		}
		if err := tx.oneWish(m, r, organizer.Rhythm); err != nil {
			return err
		}
		// A morning message may speak of the day the two agreed upon.
		if err := tx.redraw(r.Organizer, r.ID); err != nil {
			return err
		}
		r.PromiseDue, err = tx.promise(m, r.Promise, organizer.Rhythm)
		return err
	})
	return r, err
}

// oneWish has a day just chosen to meet again take the place of what the two had agreed
// upon before: what they said last counts. What came about stays written.
func (t *tx) oneWish(m oneonone.Meeting, r oneonone.Reflection, of oneonone.Rhythm) error {
	if r.NextOn == (oneonone.Date{}) || r.WishedAt.Before(t.now) {
		return nil
	}
	rows, err := t.query(`select `+reflectionColumns+` from reflection where id in (
			select reflection.id from meeting held join reflection on reflection.meeting = held.id
			where held.organizer = $1 and held.person = $4 and held.id <> $5 and next_on <> '' and max(next_on, reflection.later_on) >= $6
				and not exists (select 1 `+metAgain+` and again.state = 'met'))`,
		r.Organizer, t.now.Unix(), againNear, m.Person, m.ID, oneonone.DateOf(t.now).AddDays(-oneonone.WishFor).String())
	before, err := all(rows, err, func(rows *sql.Rows) (oneonone.Reflection, error) { return t.db.scanReflection(rows) })
	if err != nil {
		return err
	}
	for _, w := range before {
		if err := w.PutOff(oneonone.Date{}, t.now, of); err != nil {
			return err
		}
		if err := t.putWish(w, of); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) putReflection(r *oneonone.Reflection) error {
	if r.WishedAt = (time.Time{}); r.NextOn != (oneonone.Date{}) {
		r.WishedAt = t.now
	}
	old, err := t.db.reflection(t, r.Organizer, r.Meeting)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		r.ID, r.WrittenAt = oneonone.NewID(), t.now
		_, err = t.exec(`insert into reflection (id, organizer, meeting, remember, next, next_on, wished_at, written_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
			r.ID, r.Organizer, r.Meeting, t.db.seal.seal(reflectionPlace(*r), r.Remember), string(r.Next), r.NextOn.String(), unix(r.WishedAt), r.WrittenAt.Unix())
		return err
	case err != nil:
		return err
	}
	r.ID, r.WrittenAt, r.EditedAt = old.ID, old.WrittenAt, old.EditedAt
	if r.NextOn == old.NextOn {
		r.WishedAt, r.LaterOn = old.WishedAt, old.LaterOn
	}
	if r.Remember == old.Remember && r.Next == old.Next && r.NextOn == old.NextOn {
		return nil // the same once more is no edit
	}
	r.EditedAt = t.now
	t.erased = t.erased || r.Remember != old.Remember
	_, err = t.exec(`update reflection set remember = $1, next = $2, next_on = $3, wished_at = $4, later_on = $5, edited_at = $6 where id = $7 and organizer = $8`,
		t.db.seal.seal(reflectionPlace(*r), r.Remember), string(r.Next), r.NextOn.String(), unix(r.WishedAt), r.LaterOn.String(), r.EditedAt.Unix(), r.ID, r.Organizer)
	return err
}

// Reflection is what the organizer wrote about one of their talks, with what
// they promised. The zero Reflection when they wrote nothing.
func (db *DB) Reflection(ctx context.Context, organizer, meeting oneonone.ID) (oneonone.Reflection, error) {
	r, err := db.reflectionWithPromise(db.reading(ctx), organizer, meeting)
	if errors.Is(err, sql.ErrNoRows) {
		return oneonone.Reflection{}, nil
	}
	return r, busy("read reflection", err)
}

func (db *DB) reflectionWithPromise(q querier, organizer, meeting oneonone.ID) (oneonone.Reflection, error) {
	r, err := db.reflection(q, organizer, meeting)
	if err != nil {
		return r, err
	}
	f, err := db.promised(q, organizer, meeting)
	if err == nil && f.State != oneonone.Dropped {
		r.Promise, r.PromiseDue = f.Words, promiseDue(f)
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return r, err
}

// wishToDraw is a reflection that says when two want to meet again, and whose it is.
type wishToDraw struct{ organizer, reflection oneonone.ID }

// wishes are the reflections of the two people of a talk that say when they want to meet
// again, of late or still to come: what was said of those before them is not drawn anew
// with every plan for years.
func (t *tx) wishes(m oneonone.Meeting) ([]wishToDraw, error) {
	rows, err := t.query(`select reflection.organizer, reflection.id from reflection join meeting held on held.id = reflection.meeting
		where reflection.organizer in ($1, $2) and max(next_on, reflection.later_on) >= $3 and next_on <> ''
			and (held.organizer = $1 and held.person = $4 or held.organizer = $2 and held.member = $1)`,
		m.Organizer, m.Member, oneonone.DateOf(t.now).AddDays(-oneonone.WishFor).String(), m.Person)
	return all(rows, err, func(rows *sql.Rows) (w wishToDraw, err error) { return w, rows.Scan(&w.organizer, &w.reflection) })
}

// metAgain selects the talks that come up to the wish of a reflection on the talk held,
// whichever of the two planned them: one that is planned and not over at $2; or about
// the day wished for, no more than $3 before it, one that they settled on. What became of
// that is its organizer's own note, so that it counts for them alone: one that was held
// does, and one to which they were told no since they wished for it; one that didn't
// happen does not. It came after the wish was made.
const metAgain = `from person side join meeting again on again.organizer = side.organizer and again.person = side.id
	where (side.id = held.person or side.organizer = held.member and side.member = held.organizer)
	and (side.id = held.person or again.notice <> 'tell')
	and again.starts_at > held.starts_at and again.ends_at > reflection.wished_at
	and (again.state = 'planned' and again.ends_at > $2
		or again.starts_at >= unixepoch(reflection.next_on) - $3 and (
			again.state = 'planned' and again.second_at is null and again.answer <> 'another_time'
			or side.id = held.person and again.state = 'met'
			or side.id <> held.person and again.state in ('met', 'missed') and again.second_at is null and again.answer <> 'another_time'
			or side.id = held.person and again.state = 'declined' and again.answer = 'not_for_me' and again.answered_at >= reflection.wished_at))`

// againNear is that $3, in seconds.
const againNear = oneonone.AgainNear * 24 * 60 * 60

// unmet says of the wish of a reflection on the talk held whether it is still to be
// planned. Two who have planned to meet again, or met, need no reminder; nor does anybody
// to meet who has just said no, or would rather not hear from them.
const unmet = `(not exists (select 1 ` + metAgain + `)
	and not exists (select 1 from person where person.id = held.person and no_contact_at is not null))`

// MetAgain says what came of the wish to meet again that the organizer wrote down of a
// talk: Met when the two did, Planned when that is planned, or was by the other, Declined
// when they said no to it, "" for nothing yet.
func (db *DB) MetAgain(ctx context.Context, organizer, reflection oneonone.ID) (oneonone.State, error) {
	var state sql.NullString
	err := db.reading(ctx).row(`select (select iif(side.id = held.person, again.state, 'planned') as came `+metAgain+` order by came = 'met' desc, came = 'planned' desc limit 1)
		from reflection join meeting held on held.id = reflection.meeting where reflection.id = $1 and reflection.organizer = $4`,
		reflection, db.now().Unix(), againNear, organizer).Scan(&state)
	return oneonone.State(state.String), busy("read met again", err)
}

// A Wish is a talk at which two people wanted to meet again, and when.
type Wish struct {
	Talk
	Reflection oneonone.ID
	NextOn     oneonone.Date
}

// Wishes are the organizer's wishes to meet again whose day is near, or has come of
// late, and nothing is planned; soonest first. One that was put off comes on its day.
func (db *DB) Wishes(ctx context.Context, organizer oneonone.Member, limit int) ([]Wish, error) {
	today := oneonone.DateOf(db.now().In(organizer.Zone))
	rows, err := db.reading(ctx).query(`select `+meetingColumns+`, wish, wished_on from (
			select reflection.id as wish, next_on as wished_on, meeting as made_at from reflection join meeting held on held.id = reflection.meeting
			where reflection.organizer = $1 and max(next_on, reflection.later_on) >= $4 and max(next_on, reflection.later_on) <= $5
				and next_on <> '' and reflection.later_on <= $6 and `+unmet+`
			order by next_on, reflection.id limit $7)
		join meeting on meeting.id = made_at order by wished_on, wish`,
		organizer.ID, db.now().Unix(), againNear, today.AddDays(-oneonone.WishFor).String(), today.AddDays(oneonone.AgainLead).String(), today.String(), limit)
	wishes, err := all(rows, err, func(rows *sql.Rows) (Wish, error) {
		w := Wish{Talk: Talk{Mine: true}}
		var on string
		var err error
		if w.Meeting, err = db.scanMeeting(andMore{rows, []any{&w.Reflection, &on}}); err != nil {
			return w, err
		}
		w.NextOn, err = day(on)
		return w, err
	})
	return wishes, busy("read wishes", err)
}

// ReflectionByID finds the talk a reflection is about.
func (db *DB) ReflectionByID(ctx context.Context, organizer, id oneonone.ID) (oneonone.Reflection, error) {
	r, err := db.scanReflection(db.reading(ctx).row(`select `+reflectionColumns+` from reflection where organizer = $1 and id = $2`, organizer, id))
	return r, busy("read reflection", err)
}

const reflectionColumns = `id, organizer, meeting, remember, next, next_on, wished_at, later_on, written_at, edited_at`

func (db *DB) reflection(q querier, organizer, meeting oneonone.ID) (oneonone.Reflection, error) {
	return db.scanReflection(q.row(`select `+reflectionColumns+` from reflection where organizer = $1 and meeting = $2`, organizer, meeting))
}

func (db *DB) scanReflection(row scanner) (oneonone.Reflection, error) {
	var r oneonone.Reflection
	var remember []byte
	var nextOn, laterOn string
	var written int64
	var wished, edited sql.NullInt64
	if err := row.Scan(&r.ID, &r.Organizer, &r.Meeting, &remember, &r.Next, &nextOn, &wished, &laterOn, &written, &edited); err != nil {
		return r, err
	}
	r.WrittenAt, r.WishedAt, r.EditedAt = time.Unix(written, 0).UTC(), instant(wished), instant(edited)
	var err error
	if r.NextOn, err = day(nextOn); err != nil {
		return r, err
	}
	if r.LaterOn, err = day(laterOn); err != nil {
		return r, err
	}
	r.Remember, err = db.seal.open(reflectionPlace(r), remember)
	return r, err
}

func reflectionPlace(r oneonone.Reflection) place {
	return place{table: "reflection", column: "remember", owner: r.Organizer, id: r.ID}
}
