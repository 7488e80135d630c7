package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"
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
	// NoAsks is true of a talk that isn't the reader's, at which an ask was announced to
	// them, and who have told its organizer not ever since.
	NoAsks bool
}

// forPerson blanks what the person met never sees.
func forPerson(m oneonone.Meeting) oneonone.Meeting {
	m.Kind, m.Person, m.Line, m.Why = "", oneonone.ID{}, oneonone.LineOpen, oneonone.WhyUntold
	m.Later = oneonone.Later{}
	if m.State != oneonone.CalledOff {
		m.ClosedAt = time.Time{}
	}
	return m
}

// Plan writes a meeting and the messages it calls for. Submission names the
// modal and the step it was sent from: with other values it revises the row, so
// that a corrected one is not lost; with the same values once more it changes
// nothing, whatever has happened to the meeting since. Slack may deliver it
// again minutes later, when the person has said no already or the organizer has
// moved the talk, and that must neither invite again nor move it back.
func (db *DB) Plan(ctx context.Context, organizer oneonone.ID, whom oneonone.Whom, submission string, plan oneonone.Plan) (oneonone.Meeting, error) {
	var m oneonone.Meeting
	err := db.tx(ctx, "plan", func(tx *tx) (err error) {
		m, err = tx.plan(organizer, whom, submission, plan, "")
		return err
	})
	return m, err
}

// plan is Plan with a word that goes along with the invitation.
func (t *tx) plan(organizer oneonone.ID, whom oneonone.Whom, submission string, plan oneonone.Plan, word string) (oneonone.Meeting, error) {
	return t.submit(organizer, whom, submission, plan, word,
		func(p oneonone.Person) (oneonone.Meeting, error) {
			if err := oneonone.CheckContact(p, plan.Notice); err != nil {
				return oneonone.Meeting{}, err
			}
			m := oneonone.NewMeeting(organizer, p, plan, t.now)
			m.Word = word
			return m, t.mayInvite(organizer, plan.Notice)
		},
		func(m *oneonone.Meeting) error {
			p, err := t.db.person(t, organizer, m.Person)
			if err != nil {
				return err
			}
			if err := oneonone.CheckContact(p, plan.Notice); err != nil {
				return err
			}
			return m.Resend(plan, word, t.now)
		})
}

// TryAgain notes why a talk didn't happen, and plans the same talk anew, with a
// word that goes along with the invitation. It is one submission of the window
// that asks both, as with Plan.
func (db *DB) TryAgain(ctx context.Context, organizer, missed oneonone.ID, why oneonone.Why, submission string, plan oneonone.Plan, word string) (oneonone.Meeting, error) {
	var m oneonone.Meeting
	err := db.tx(ctx, "try again", func(tx *tx) error {
		was, err := tx.meeting(tx.row(`select `+meetingColumns+` from meeting where organizer = $1 and id = $2`, organizer, missed))
		if err != nil {
			return err
		}
		if err := tx.change(&was, func(m *oneonone.Meeting) error { return m.Because(why) }); err != nil {
			return err
		}
		m, err = tx.plan(organizer, was.Whom(), submission, plan, word)
		return err
	})
	return m, err
}

// submit makes a meeting of a submission, or revises the one it made before.
func (t *tx) submit(organizer oneonone.ID, whom oneonone.Whom, submission string, plan oneonone.Plan, word string,
	make func(oneonone.Person) (oneonone.Meeting, error), revise func(*oneonone.Meeting) error,
) (oneonone.Meeting, error) {
	seal := t.db.seal
	key := seal.lookup("submission", submission)
	parts := []string{
		submission, whom.Member.String(), whom.Person.String(), whom.Name, whom.Reach,
		plan.Purpose, plan.Place, fmt.Sprint(plan.Start.Unix()), fmt.Sprint(plan.Second.Unix()),
		string(plan.Kind), plan.Length.String(), fmt.Sprint(plan.AskComing), string(plan.Notice),
	}
	if word != "" { // without one it is what it was before there were any
		parts = append(parts, word)
	}
	held := seal.lookup("submitted", parts...)
	m, err := t.meeting(t.row(`select `+meetingColumns+` from meeting where organizer = $1 and submission = $2`, organizer, key))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		p, err := t.personFor(organizer, whom)
		if err != nil {
			return m, err
		}
		if m, err = make(p); err != nil {
			return m, err
		}
		if err := t.insertMeeting(m, key, held); err != nil {
			return m, err
		}
		if err := t.takeAlong(m); err != nil {
			return m, err
		}
		if err := t.redrawAgain(m); err != nil {
			return m, err
		}
		return m, t.meetingChanged(m)
	case err != nil:
		return m, err
	}
	n, err := t.exec(`update meeting set submitted = $1 where id = $2 and submitted <> $1`, held, m.ID)
	if err != nil || n == 0 {
		return m, err
	}
	p, err := t.corrected(organizer, m.Person, m.ID, whom)
	if err != nil {
		return m, err
	}
	if m.Person != p.ID {
		err = t.replan(&m, p, revise)
	} else {
		err = t.change(&m, revise)
	}
	return m, err
}

// mayInvite refuses an invitation beyond what one may have sent in a day: the
// bot writes to people who did not ask for it.
func (t *tx) mayInvite(organizer oneonone.ID, n oneonone.Notice) error {
	if n == oneonone.NoticeTell {
		return nil
	}
	var sent int
	err := t.row(`select count(distinct subject) from outbox where owner = $1 and kind = 'invitation' and due_at > $2`,
		organizer, t.now.Add(-24*time.Hour).Unix()).Scan(&sent)
	if err != nil || sent < oneonone.InvitationsADay {
		return err
	}
	return oneonone.EnoughInvited()
}

// mayMove is mayInvite for a talk that was changed. Who has an invitation to it
// must hear of the change, or would go to the old place.
func (t *tx) mayMove(m oneonone.Meeting) error {
	var invited bool
	err := t.row(`select exists (select 1 from outbox where subject = $1 and receiver = $2 and state in ('sent', 'claimed') and kind = 'invitation')`,
		m.ID, m.Member).Scan(&invited)
	if err != nil || invited {
		return err
	}
	return t.mayInvite(m.Organizer, m.Notice)
}

// again is what of a talk decides whether it comes up to a wish to meet again, see
// metAgain.
type again struct {
	state         oneonone.State
	answer        oneonone.Answer
	notice        oneonone.Notice
	start, second int64
}

func aboutAgain(m oneonone.Meeting) again {
	return again{m.State, m.Answer, m.Notice, m.Start.Unix(), m.Second.Unix()}
}

// redrawAgain draws anew what says that the two wanted to meet again: something is
// planned now, or off, or was held.
func (t *tx) redrawAgain(m oneonone.Meeting) error {
	wishes, err := t.wishes(m)
	if err != nil {
		return err
	}
	for _, w := range wishes {
		if err := t.redraw(w.organizer, w.reflection); err != nil {
			return err
		}
	}
	return nil
}

// replan is a submission corrected to somebody else: whom it was for before
// hears no more of it.
func (t *tx) replan(m *oneonone.Meeting, p oneonone.Person, revise func(*oneonone.Meeting) error) error {
	if err := t.redrawAgain(*m); err != nil { // with them nothing is planned any more
		return err
	}
	if _, err := t.exec(`update meeting set person = $1, member = $2 where id = $3`, p.ID, p.Member, m.ID); err != nil {
		return err
	}
	m.Person, m.Member = p.ID, p.Member
	if m.State == oneonone.Planned {
		m.State = oneonone.Declined // so that the revision is not taken for the same plan
	}
	err := t.change(m, func(m *oneonone.Meeting) error {
		m.Version++ // whom it is with is all that changes of one that was held
		return revise(m)
	})
	if err != nil {
		return err
	}
	return t.redrawAgain(*m)
}

// corrected finds whom a corrected submission is for: of was, and of the talk,
// follow-up or ask it made. A name mended is still the same person, unless something else
// knows them too.
func (t *tx) corrected(organizer, was, made oneonone.ID, whom oneonone.Whom) (oneonone.Person, error) {
	if !whom.Member.IsZero() || !whom.Person.IsZero() {
		return t.personFor(organizer, whom)
	}
	p, err := t.db.person(t, organizer, was)
	if err != nil || p.Outside() && p.Name == whom.Name && p.Reach == whom.Reach {
		return p, err
	}
	var others bool
	err = t.row(`select exists (select 1 from meeting where organizer = $1 and person = $2 and id <> $3)
		or exists (select 1 from followup where organizer = $1 and person = $2 and id <> $3 and meeting is not $3)
		or exists (select 1 from ask where organizer = $1 and person = $2 and id <> $3)`, organizer, p.ID, made).Scan(&others)
	if err != nil {
		return p, err
	}
	if !p.Outside() || others {
		return t.personFor(organizer, whom)
	}
	p.Name, p.Reach, t.erased = whom.Name, whom.Reach, true
	_, err = t.exec(`update person set name = $1, reach = $2 where id = $3 and organizer = $4`,
		t.db.seal.seal(personPlace(p, "name"), p.Name), t.db.seal.seal(personPlace(p, "reach"), p.Reach), p.ID, p.Organizer)
	return p, err
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

// PlannedSince is the organizer's next talk with the person of another one, of
// those planned since an instant and still to come. NotFound when there is none.
func (db *DB) PlannedSince(ctx context.Context, organizer, meeting oneonone.ID, since time.Time) (oneonone.Meeting, error) {
	m, err := db.plannedSince(db.reading(ctx), organizer, meeting, since)
	return m, busy("read planned since", err)
}

func (db *DB) plannedSince(q querier, organizer, meeting oneonone.ID, since time.Time) (oneonone.Meeting, error) {
	return db.scanMeeting(q.row(`select `+meetingColumns+` from meeting
		where organizer = $1 and person = (select person from meeting where organizer = $1 and id = $2)
			and state = 'planned' and ends_at > $3 and planned_at >= $4
		order by starts_at limit 1`, organizer, meeting, db.now().Unix(), since.Unix()))
}

// PlannedNext is the next talk to come of the two of an organizer's talk, whichever of
// them planned it. NotFound when there is none.
func (db *DB) PlannedNext(ctx context.Context, organizer, meeting oneonone.ID) (oneonone.Meeting, error) {
	m, err := db.scanMeeting(db.reading(ctx).row(`
		with held as (select person, member from meeting where organizer = $1 and id = $2)
		select * from (
			select * from (
				select `+meetingColumns+` from meeting
				where organizer = $1 and person = (select person from held) and state = 'planned' and ends_at > $3
				order by ends_at limit 1)
			union all
			select * from (
				select `+meetingColumns+` from meeting
				where member = $1 and organizer = (select member from held) and notice <> 'tell' and state = 'planned' and ends_at > $3
				order by ends_at limit 1))
		order by ends_at limit 1`, organizer, meeting, db.now().Unix()))
	return m, busy("read planned next", err)
}

// LastMissed says whether one of the organizer's talks is another try: the last talk of the
// two before it didn't happen, and was for the same.
func (db *DB) LastMissed(ctx context.Context, organizer oneonone.ID, m oneonone.Meeting) (bool, error) {
	last, err := db.scanMeeting(db.reading(ctx).row(`select `+meetingColumns+` from meeting
		where organizer = $1 and person = $2 and starts_at < $3 and +state in ('met', 'missed') and id <> $4
		order by starts_at desc limit 1`, organizer, m.Person, m.Start.Unix(), m.ID))
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return last.State == oneonone.Missed && last.Purpose == m.Purpose, busy("read last missed", err)
}

// InvitedSince says whether the organizer invited the person of a talk to another one
// since an instant, whatever became of that.
func (db *DB) InvitedSince(ctx context.Context, organizer, meeting oneonone.ID, since time.Time) (bool, error) {
	var invited bool
	err := db.reading(ctx).row(`select exists (select 1 from meeting
		where organizer = $1 and person = (select person from meeting where organizer = $1 and id = $2)
			and id <> $2 and notice <> 'tell' and planned_at >= $3)`, organizer, meeting, since.Unix()).Scan(&invited)
	return invited, busy("read invited since", err)
}

// Upcoming are the planned talks of a member that are not over, on either side
// of the table, soonest first.
func (db *DB) Upcoming(ctx context.Context, member oneonone.ID, limit int) ([]Talk, error) {
	rows, err := db.reading(ctx).query(`
		select * from (
			select `+meetingColumns+` from meeting
			where organizer = $1 and state = 'planned' and ends_at > $2
			order by ends_at limit $3)
		union all
		select * from (
			select `+meetingColumns+` from meeting
			where member = $1 and notice <> 'tell' and state = 'planned' and ends_at > $2
			order by ends_at limit $3)
		order by ends_at limit $3`,
		member, db.now().Unix(), limit)
	meetings, err := all(rows, err, func(rows *sql.Rows) (oneonone.Meeting, error) { return db.scanMeeting(rows) })
	if err != nil {
		return nil, busy("read talks", err)
	}
	// Each by the first of its times that is still to come, which is said first of it.
	next := func(m oneonone.Meeting) time.Time {
		for _, t := range []time.Time{m.Start, m.Second} {
			if t.Add(m.Length).After(db.now()) {
				return t
			}
		}
		return m.Over()
	}
	slices.SortStableFunc(meetings, func(a, b oneonone.Meeting) int { return next(a).Compare(next(b)) })
	var announced []oneonone.ID
	for _, m := range meetings {
		if m.Organizer != member && m.AskComing {
			announced = append(announced, m.Person)
		}
	}
	closed, err := together(announced, func(some []any) ([]oneonone.ID, error) {
		rows, err := db.reading(ctx).query(`select id from person where id in (`+someIDs+`) and no_asks_at is not null`, some...)
		return all(rows, err, func(rows *sql.Rows) (id oneonone.ID, err error) { return id, rows.Scan(&id) })
	})
	out := make([]Talk, len(meetings))
	for i, m := range meetings {
		if out[i] = talkOf(m, member); !out[i].Mine {
			out[i].NoAsks = slices.Contains(closed, m.Person)
		}
	}
	return out, busy("read talks", err)
}

// NextInvited is the next talk that others planned with a member and that is not over;
// with one organizer, unless that is zero. NotFound when there is none.
func (db *DB) NextInvited(ctx context.Context, member, organizer oneonone.ID) (oneonone.Meeting, error) {
	m, err := db.scanMeeting(db.reading(ctx).row(`select `+meetingColumns+` from meeting
		where member = $1 and notice <> 'tell' and state = 'planned' and ends_at > $2 and (organizer = $3 or $3 is null)
		order by ends_at limit 1`, member, db.now().Unix(), organizer))
	return forPerson(m), busy("read next invited", err)
}

// LastInvited is the last talk that an organizer planned with a member who said yes, and
// that is over, whatever its organizer noted of it: that is theirs to tell. NotFound when
// there is none.
func (db *DB) LastInvited(ctx context.Context, member, organizer oneonone.ID) (oneonone.Meeting, error) {
	m, err := db.scanMeeting(db.reading(ctx).row(`select `+meetingColumns+` from meeting
		where organizer = $2 and person = (select id from person where organizer = $2 and member = $1) and notice <> 'tell' and answer = 'coming'
			and (state in ('met', 'missed') or state = 'planned' and ends_at <= $3)
		order by starts_at desc limit 1`, member, organizer, db.now().Unix()))
	return forPerson(m), busy("read last invited", err)
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
		where organizer = $1 and person = (select id from person where organizer = $1 and member = $2) and +state = 'met')`,
		organizer, member).Scan(&met)
	return met, busy("read met before", err)
}

func (db *DB) talks(rows *sql.Rows, err error, reader oneonone.ID) ([]Talk, error) {
	out, err := all(rows, err, func(rows *sql.Rows) (Talk, error) {
		m, err := db.scanMeeting(rows)
		return talkOf(m, reader), err
	})
	return out, busy("read talks", err)
}

// talkOf is a meeting as one of the two sees it.
func talkOf(m oneonone.Meeting, reader oneonone.ID) Talk {
	if m.Organizer != reader {
		return Talk{Meeting: forPerson(m)}
	}
	return Talk{Meeting: m, Mine: true}
}

// change runs a rule on a meeting and writes what it changed.
func (t *tx) change(m *oneonone.Meeting, rule func(*oneonone.Meeting) error) error {
	before := *m
	if err := rule(m); err != nil {
		return err
	}
	if m.Version == before.Version {
		return nil
	}
	if m.Revision != before.Revision {
		if err := t.mayMove(*m); err != nil {
			return err
		}
		// What is new goes to nobody who would rather not hear from us, though they had
		// the word.
		silent, err := t.db.silent(t, m.Organizer, m.Member)
		if err != nil {
			return err
		}
		if silent {
			if err := m.TellInstead(t.now); err != nil {
				return err
			}
		}
	}
	t.erased = t.erased || rewritten(before.Purpose, m.Purpose) || rewritten(before.Place, m.Place) || rewritten(before.Word, m.Word) || rewritten(before.Reply, m.Reply)
	if err := t.updateMeeting(*m); err != nil {
		return err
	}
	if aboutAgain(*m) != aboutAgain(before) {
		if err := t.redrawAgain(*m); err != nil {
			return err
		}
	}
	return t.meetingChanged(*m)
}

// rewritten says whether there were words that are to be gone now.
func rewritten(was, is string) bool { return was != "" && was != is }

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
	r := oneonone.Rhythms{Organizer: organizer.Rhythm, Person: oneonone.RhythmIn(nil)}
	if !m.Outside() {
		person, err := t.db.member(t, m.Member)
		if err != nil {
			return err
		}
		r.Person = person.Rhythm
		if err := t.row(`select no_contact_at is not null from person where id = $1 and organizer = $2`, m.Person, m.Organizer).Scan(&r.Silent); err != nil {
			return err
		}
	}
	return t.sync(m.Organizer, m.ID, m.Nudges(r))
}

const meetingColumns = `id, organizer, person, member, purpose, place, starts_at, ends_at, length, second_at, suggested_at, rounds, word, kind, ask_coming, notice,
	state, why, revision, version, timed, answer, answered_at, answered_revision, confirmed, hour_before, planned_at, closed_at, reflected, later_about, later_on, returned,
	before_starts_at, before_second_at, before_suggested_at, back, moved_from, reply, replied`

// scanner is a row or rows.
type scanner interface{ Scan(...any) error }

// andMore is a row with more columns behind those of a meeting.
type andMore struct {
	scanner
	more []any
}

func (r andMore) Scan(columns ...any) error { return r.scanner.Scan(append(columns, r.more...)...) }

func (t *tx) meeting(row scanner) (oneonone.Meeting, error) { return t.db.scanMeeting(row) }

func (db *DB) scanMeeting(row scanner) (oneonone.Meeting, error) {
	var m oneonone.Meeting
	var purpose, place, word, reply []byte
	var starts, over, length, planned int64 // over follows from the others: it is there to be searched
	var second, suggested, answered, closed, beforeStart, beforeSecond, beforeSuggested, movedFrom sql.NullInt64
	var laterOn string
	err := row.Scan(&m.ID, &m.Organizer, &m.Person, &m.Member, &purpose, &place, &starts, &over, &length, &second, &suggested, &m.Rounds, &word, &m.Kind, &m.AskComing, &m.Notice,
		&m.State, &m.Why, &m.Revision, &m.Version, &m.Timed, &m.Answer, &answered, &m.AnsweredRevision, &m.Confirmed, &m.HourBefore, &planned, &closed, &m.Line, &m.Later.About, &laterOn, &m.Returned,
		&beforeStart, &beforeSecond, &beforeSuggested, &m.Back, &movedFrom, &reply, &m.Replied)
	if err != nil {
		return m, err
	}
	if m.Later.On, err = day(laterOn); err != nil {
		return m, err
	}
	m.Start, m.Second, m.Suggested = time.Unix(starts, 0).UTC(), instant(second), instant(suggested)
	m.Before = oneonone.Times{Start: instant(beforeStart), Second: instant(beforeSecond), Suggested: instant(beforeSuggested)}
	m.Length, m.MovedFrom = time.Duration(length)*time.Second, instant(movedFrom)
	m.AnsweredAt, m.ClosedAt, m.PlannedAt = instant(answered), instant(closed), time.Unix(planned, 0).UTC()
	if m.Purpose, err = db.seal.open(meetingPlace(m, "purpose"), purpose); err != nil {
		return m, err
	}
	if m.Place, err = db.seal.open(meetingPlace(m, "place"), place); err != nil {
		return m, err
	}
	for _, c := range []struct {
		column string
		sealed []byte
		words  *string
	}{{"word", word, &m.Word}, {"reply", reply, &m.Reply}} {
		if c.sealed == nil {
			continue
		}
		if *c.words, err = db.seal.open(meetingPlace(m, c.column), c.sealed); err != nil {
			return m, err
		}
	}
	if theirs := m.Answer == oneonone.AnotherTime || m.State == oneonone.Declined && !m.Suggested.IsZero(); theirs && m.Replied == "" {
		m.Reply, m.Replied, m.Word = m.Word, m.Suggestion(), "" // written when the two had one column
	}
	return m, nil
}

func (t *tx) insertMeeting(m oneonone.Meeting, submission, submitted []byte) error {
	_, err := t.exec(`insert into meeting (`+meetingColumns+`, submission, submitted, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42)`,
		append(t.meetingValues(m), submission, submitted, t.now.Unix())...)
	return err
}

func (t *tx) updateMeeting(m oneonone.Meeting) error {
	_, err := t.exec(`update meeting set (`+meetingColumns+`) =
		($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39)
		where id = $1 and organizer = $2`, t.meetingValues(m)...)
	return err
}

// meetingValues are the values of meetingColumns.
func (t *tx) meetingValues(m oneonone.Meeting) []any {
	s := t.db.seal
	maybe := func(column, words string) any {
		if words == "" {
			return nil
		}
		return s.seal(meetingPlace(m, column), words)
	}
	return []any{
		m.ID, m.Organizer, m.Person, m.Member,
		s.seal(meetingPlace(m, "purpose"), m.Purpose), s.seal(meetingPlace(m, "place"), m.Place),
		m.Start.Unix(), m.Over().Unix(), int64(m.Length / time.Second), unix(m.Second), unix(m.Suggested), m.Rounds, maybe("word", m.Word),
		string(m.Kind), m.AskComing, string(m.Notice),
		string(m.State), string(m.Why), m.Revision, m.Version, m.Timed, string(m.Answer), unix(m.AnsweredAt), m.AnsweredRevision, m.Confirmed, m.HourBefore,
		m.PlannedAt.Unix(), unix(m.ClosedAt), m.Line, string(m.Later.About), m.Later.On.String(), m.Returned,
		unix(m.Before.Start), unix(m.Before.Second), unix(m.Before.Suggested), m.Back, unix(m.MovedFrom), maybe("reply", m.Reply), m.Replied,
	}
}

func meetingPlace(m oneonone.Meeting, column string) place {
	return place{table: "meeting", column: column, owner: m.Organizer, id: m.ID}
}
