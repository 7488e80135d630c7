package storage

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"oneonone"
)

// promise keeps what was promised in a talk: new, worded anew, or taken back. It
// gives when the bot will speak of it.
func (t *tx) promise(m oneonone.Meeting, words string, r oneonone.Rhythm) (time.Time, error) {
	f, err := t.db.promised(t, m.Organizer, m.ID)
	switch {
	case errors.Is(err, sql.ErrNoRows) && words == "":
		return time.Time{}, nil
	case errors.Is(err, sql.ErrNoRows):
		f = oneonone.NewFollowup(m, words, t.now, r)
		return promiseDue(f), t.putFollowup(f, nil, nil, r)
	case err != nil:
		return time.Time{}, err
	}
	err = t.changeFollowup(&f, func(f *oneonone.Followup) error { return f.Reword(words, t.now, r) })
	return promiseDue(f), err
}

// promised is what was promised in the reflection of a talk.
func (db *DB) promised(q querier, organizer, meeting oneonone.ID) (oneonone.Followup, error) {
	return db.scanFollowup(q.row(`select `+followupRead+` from followup where organizer = $1 and meeting = $2 and origin = 'promise'`, organizer, meeting))
}

// promiseDue is when the bot will speak of a promise: never of a closed one.
func promiseDue(f oneonone.Followup) time.Time {
	if f.State != oneonone.Open {
		return time.Time{}
	}
	return f.Due
}

const newFollowupRow = `insert into followup (` + followupColumns + `, submission, submitted)
	values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`

// putFollowup writes a new one and the messages it calls for.
func (t *tx) putFollowup(f oneonone.Followup, submission, submitted []byte, r oneonone.Rhythm) error {
	if _, err := t.exec(newFollowupRow, append(t.followupValues(f), submission, submitted)...); err != nil {
		return err
	}
	return t.callFollowup(f, r)
}

// callFollowup puts into the outbox what a follow-up calls for: nothing, where the
// person would rather not hear from us, but for what they asked for themselves.
func (t *tx) callFollowup(f oneonone.Followup, of oneonone.Rhythm) error {
	p, err := t.db.person(t, f.Organizer, f.Person)
	if err != nil {
		return err
	}
	nudges := f.Nudges(of)
	if p.NoContact && !f.Origin.Request() {
		nudges = nil
	}
	return t.sync(f.Organizer, f.ID, nudges)
}

// callFollowups does so for all that are open with a person, and has the messages that
// speak of them drawn anew.
func (t *tx) callFollowups(p oneonone.Person) error {
	owner, err := t.db.member(t, p.Organizer)
	if err != nil {
		return err
	}
	rows, err := t.query(`select `+followupRead+` from followup where organizer = $1 and person = $2 and state = 'open'`, p.Organizer, p.ID)
	open, err := all(rows, err, func(rows *sql.Rows) (oneonone.Followup, error) { return t.db.scanFollowup(rows) })
	if err != nil {
		return err
	}
	for _, f := range open {
		if err := t.callFollowup(f, owner.Rhythm); err != nil {
			return err
		}
		if err := t.redraw(f.Organizer, f.ID); err != nil {
			return err
		}
	}
	return nil
}

// Follow notes a follow-up by itself. Submission names the window it was sent
// from: with other values it is a correction of what was noted, and the very same
// once more changes nothing, whatever was written since.
func (db *DB) Follow(ctx context.Context, organizer oneonone.ID, whom oneonone.Whom, submission string, task oneonone.Task) (oneonone.Followup, error) {
	var f oneonone.Followup
	err := db.tx(ctx, "follow up", func(tx *tx) error {
		owner, err := db.member(tx, organizer)
		if err != nil {
			return err
		}
		key := db.seal.lookup("submission", submission)
		held := db.seal.lookup("submitted", append([]string{submission, whom.Member.String(), whom.Person.String(), whom.Name, whom.Reach}, fields(task)...)...)
		f, err = db.scanFollowup(tx.row(`select `+followupRead+` from followup where organizer = $1 and submission = $2`, organizer, key))
		switch {
		case errors.Is(err, sql.ErrNoRows):
			p, err := tx.personFor(organizer, whom)
			if err != nil {
				return err
			}
			f = oneonone.NewOwn(organizer, p, task, tx.now, owner.Rhythm)
			return tx.putFollowup(f, key, held, owner.Rhythm)
		case err != nil:
			return err
		}
		n, err := tx.exec(`update followup set submitted = $1 where id = $2 and submitted <> $1`, held, f.ID)
		if err != nil || n == 0 {
			return err
		}
		p, err := tx.corrected(organizer, f.Person, f.ID, whom)
		if err != nil {
			return err
		}
		return tx.changeFollowup(&f, func(f *oneonone.Followup) error {
			if f.Person != p.ID {
				f.Person, f.Member = p.ID, p.Member
				f.Version++
			}
			return f.Rewrite(task, owner.Rhythm)
		})
	})
	return f, err
}

// fields are what a window about a task held.
func fields(t oneonone.Task) []string {
	return []string{t.Words, string(t.Whose), t.By.String(), string(t.How)}
}

// RewriteFollowup makes one of the organizer's follow-ups another task. Submission
// names the window it was sent from: the very same once more changes nothing,
// whatever was written since.
func (db *DB) RewriteFollowup(ctx context.Context, organizer, id oneonone.ID, submission string, task oneonone.Task) (oneonone.Followup, error) {
	var f oneonone.Followup
	err := db.tx(ctx, "rewrite follow-up", func(tx *tx) (err error) {
		if f, err = db.followup(tx, organizer, id); err != nil {
			return err
		}
		again, err := tx.submittedAgain(organizer, submission, append([]string{id.String()}, fields(task)...)...)
		if again || err != nil {
			return err
		}
		owner, err := db.member(tx, organizer)
		if err != nil {
			return err
		}
		return tx.changeFollowup(&f, func(f *oneonone.Followup) error { return f.Rewrite(task, owner.Rhythm) })
	})
	return f, err
}

// ChangeFollowup lets a rule change one of the organizer's follow-ups.
func (db *DB) ChangeFollowup(ctx context.Context, organizer, id oneonone.ID, change func(*oneonone.Followup) error) (oneonone.Followup, error) {
	var f oneonone.Followup
	err := db.tx(ctx, "change follow-up", func(tx *tx) (err error) {
		if f, err = db.followup(tx, organizer, id); err != nil {
			return err
		}
		return tx.changeFollowup(&f, change)
	})
	return f, err
}

// ReopenFollowup takes back that one of the organizer's was closed.
func (db *DB) ReopenFollowup(ctx context.Context, organizer, id oneonone.ID) error {
	return db.tx(ctx, "reopen follow-up", func(tx *tx) error {
		f, err := db.followup(tx, organizer, id)
		if err != nil {
			return err
		}
		var anew bool
		if f.Origin.Request() {
			if err := tx.row(`select exists (select 1 from followup where organizer = $1 and person = $2 and origin = $3 and state = 'open')`,
				organizer, f.Person, string(f.Origin)).Scan(&anew); err != nil {
				return err
			}
		}
		return tx.changeFollowup(&f, func(f *oneonone.Followup) error { return f.Reopen(anew) })
	})
}

func (t *tx) changeFollowup(f *oneonone.Followup, rule func(*oneonone.Followup) error) error {
	before, words := f.Version, f.Words
	if err := rule(f); err != nil {
		return err
	}
	if f.Version == before {
		return nil
	}
	t.erased = t.erased || f.Words != words
	organizer, err := t.db.member(t, f.Organizer)
	if err != nil {
		return err
	}
	_, err = t.exec(`update followup set (`+followupColumns+`) = ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) where id = $1 and organizer = $2`,
		t.followupValues(*f)...)
	if err != nil {
		return err
	}
	if err := t.callFollowup(*f, organizer.Rhythm); err != nil {
		return err
	}
	return t.redraw(f.Organizer, f.ID)
}

// Request notes what the person met asks of the organizer of a talk they were
// invited to. Asked again while the first waits, it is the first: fresh is false
// then. There is nothing to ask about a talk that the organizer announces in
// person: they know nothing of it here.
func (db *DB) Request(ctx context.Context, member, meeting oneonone.ID, what oneonone.Origin) (oneonone.Followup, error) {
	var f oneonone.Followup
	err := db.tx(ctx, "request", func(tx *tx) error {
		m, err := tx.meeting(tx.row(`select `+meetingColumns+` from meeting where member = $1 and id = $2 and notice <> 'tell'`, member, meeting))
		if err != nil {
			return err
		}
		f, err = db.scanFollowup(tx.row(`select `+followupRead+` from followup
			where organizer = $1 and person = $2 and origin = $3 and state = 'open' order by created_at limit 1`, m.Organizer, m.Person, string(what)))
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		owner, err := db.member(tx, m.Organizer)
		if err != nil {
			return err
		}
		f = oneonone.NewRequest(m, what, tx.now, owner.Rhythm)
		return tx.putFollowup(f, nil, nil, owner.Rhythm)
	})
	if err != nil {
		return oneonone.Followup{}, err
	}
	// What else stands in the row is the organizer's.
	return oneonone.Followup{Organizer: f.Organizer, Member: f.Member, Origin: f.Origin, State: f.State, CreatedAt: f.CreatedAt}, nil
}

// TakeBack is "Never mind" of what the person met asked last of the organizer of a talk.
func (db *DB) TakeBack(ctx context.Context, member, meeting oneonone.ID, what oneonone.Origin) (organizer oneonone.ID, err error) {
	err = db.tx(ctx, "take back", func(tx *tx) error {
		m, err := tx.meeting(tx.row(`select `+meetingColumns+` from meeting where member = $1 and id = $2 and notice <> 'tell'`, member, meeting))
		if err != nil {
			return err
		}
		organizer = m.Organizer
		f, err := db.scanFollowup(tx.row(`select `+followupRead+` from followup
			where organizer = $1 and person = $2 and origin = $3 order by state = 'open' desc, created_at desc limit 1`, m.Organizer, m.Person, string(what)))
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		return tx.changeFollowup(&f, (*oneonone.Followup).TakeBack)
	})
	return organizer, err
}

// Requested is what the person met waits for that they asked of the organizer of a
// talk. What they don't wait for is not among it.
func (db *DB) Requested(ctx context.Context, member, meeting oneonone.ID) (map[oneonone.Origin]oneonone.Waiting, error) {
	out := map[oneonone.Origin]oneonone.Waiting{}
	rows, err := db.reading(ctx).query(`select followup.origin, followup.created_at,
			exists (select 1 from outbox where kind = 'followup' and subject = followup.id and state = 'sent') from meeting
		join followup on followup.organizer = meeting.organizer and followup.person = meeting.person
		where meeting.member = $1 and meeting.id = $2 and meeting.notice <> 'tell'
			and followup.state = 'open' and followup.origin in ('delete_request', 'keep_request')`, member, meeting)
	_, err = all(rows, err, func(rows *sql.Rows) (o oneonone.Origin, err error) {
		var since int64
		var w oneonone.Waiting
		err = rows.Scan(&o, &since, &w.Heard)
		w.Since = time.Unix(since, 0).UTC()
		out[o] = w
		return o, err
	})
	return out, busy("read requests", err)
}

// Kept are the organizer's talks with a person of which they have written
// something, newest first.
func (db *DB) Kept(ctx context.Context, organizer, person oneonone.ID, limit int) ([]Talk, error) {
	rows, err := db.reading(ctx).query(`
		select `+meetingColumns+` from meeting where organizer = $1 and person = $2
			and (exists (select 1 from reflection where reflection.meeting = meeting.id)
				or exists (select 1 from note where note.organizer = $1 and note.meeting = meeting.id))
		order by starts_at desc limit $3`, organizer, person, limit)
	return db.talks(rows, err, organizer)
}

// Followup is one of the organizer's follow-ups.
func (db *DB) Followup(ctx context.Context, organizer, id oneonone.ID) (oneonone.Followup, error) {
	f, err := db.followup(db.reading(ctx), organizer, id)
	return f, busy("read follow-up", err)
}

func (db *DB) followup(q querier, organizer, id oneonone.ID) (oneonone.Followup, error) {
	return db.scanFollowup(q.row(`select `+followupRead+` from followup where organizer = $1 and id = $2`, organizer, id))
}

// overAlready leaves out what would confirm a yes whose event is over, which only
// its organizer can say what came of. The present goes behind it.
const overAlready = ` and (ask is null or not exists (select 1 from ask where ask.id = followup.ask and ask.event_at <= `

// OpenFollowups are the organizer's open follow-ups: first what people ask about their notes,
// so that no other hides it, then the soonest due.
func (db *DB) OpenFollowups(ctx context.Context, organizer oneonone.ID, limit int) ([]oneonone.Followup, error) {
	rows, err := db.reading(ctx).query(`select * from (select `+followupRead+` from followup
			where organizer = $1 and state = 'open' and origin in ('delete_request', 'keep_request')
			order by due_at, created_at, id limit $2)
		union all
		select * from (select `+followupRead+` from followup
			where organizer = $1 and state = 'open' and origin not in ('delete_request', 'keep_request')`+overAlready+`$3))
			order by due_at, created_at, id limit $2)`, organizer, limit, db.now().Unix())
	out, err := all(rows, err, func(rows *sql.Rows) (oneonone.Followup, error) { return db.scanFollowup(rows) })
	slices.SortStableFunc(out, func(a, b oneonone.Followup) int { // of a union no order is promised
		if request := a.Origin.Request(); request != b.Origin.Request() {
			if request {
				return -1
			}
			return 1
		}
		return cmp.Or(a.Due.Compare(b.Due), a.CreatedAt.Compare(b.CreatedAt))
	})
	return out[:min(limit, len(out))], busy("read follow-ups", err)
}

// JustClosed are the organizer's follow-ups done or let go since an instant that may be open
// again, the latest first.
func (db *DB) JustClosed(ctx context.Context, organizer oneonone.ID, since time.Time, limit int) ([]oneonone.Followup, error) {
	rows, err := db.reading(ctx).query(`select `+followupRead+` from followup where organizer = $1 and closed_at >= $2 and origin <> 'confirm'
			and not exists (select 1 from followup anew where anew.organizer = $1 and anew.person = followup.person and anew.origin = followup.origin
				and anew.state = 'open' and followup.origin in ('keep_request', 'delete_request'))
		order by closed_at desc limit $3`, organizer, since.Unix(), limit)
	out, err := all(rows, err, func(rows *sql.Rows) (oneonone.Followup, error) { return db.scanFollowup(rows) })
	return out, busy("read what was closed", err)
}

// CountFollowups counts the organizer's open follow-ups, and the people who wait
// for one that is the organizer's to do and due before an instant. Who would rather not
// hear from us waits for nothing, nor does whom a word is on its way to.
func (db *DB) CountFollowups(ctx context.Context, organizer oneonone.ID, before time.Time) (open, waiting int, err error) {
	err = db.reading(ctx).row(`select
		(select count(*) from followup where organizer = $1 and state = 'open'`+overAlready+`$3))),
		(select count(distinct person) from followup where organizer = $1 and state = 'open' and due_at < $2 and whose = 'mine'
			and person not in (select id from person where organizer = $1 and no_contact_at is not null)
			and (ask is null or not `+wordComes+`)`+overAlready+`$3)))`,
		organizer, before.Unix(), db.now().Unix()).Scan(&open, &waiting)
	return open, waiting, busy("count follow-ups", err)
}

// FirstFollowupWithin counts, of the organizer's talks held and yeses heard from
// one instant to before another, those that called for a follow-up of theirs, and
// those whose first was done within 48 hours: of the end of the talk, or of the
// yes. What was let go was not called for.
func (db *DB) FirstFollowupWithin(ctx context.Context, organizer oneonone.ID, from, to time.Time) (within, of int, err error) {
	allowed := int64(oneonone.FollowupWithin / time.Second)
	// One noted by itself is a talk's when it was noted before its time was up.
	// Done before there was a column for when is done at an unknown instant.
	err = db.reading(ctx).row(`
		select count(*), coalesce(sum(first <= by), 0) from (
			select talk.ends_at + $4 as by, (
				select min(coalesce(done_at, 9223372036854775807)) from followup
				where organizer = $1 and person = talk.person and whose = 'mine' and (state = 'open' or done_at is not null)
					and (origin = 'promise' and meeting = talk.id
						or origin = 'own' and created_at >= talk.starts_at and created_at <= talk.ends_at + $4)) as first
			from meeting talk where talk.organizer = $1 and talk.state = 'met' and talk.starts_at >= $2 and talk.starts_at < $3
			union all
			select created_at + $4, iif(state = 'open', 9223372036854775807, done_at) from followup
			where organizer = $1 and created_at >= $2 and created_at < $3 and origin = 'confirm' and (state = 'open' or done_at is not null))
		where first is not null`, organizer, from.Unix(), to.Unix(), allowed).Scan(&of, &within)
	return within, of, busy("count first follow-ups", err)
}

// followupRead are followupColumns, and what is its ask's: the event that a yes was given
// to, the start of a role (null of an event), and whether a word that confirms it is on its way.
const followupRead = followupColumns + `, (select event_at from ask where ask.id = followup.ask),
	(select case what when 'role' then starts_on end from ask where ask.id = followup.ask), ` + wordComes

// wordComes says whether a word that confirms a yes is on its way.
const wordComes = `exists (select 1 from word join outbox on outbox.kind = 'word' and outbox.subject = word.id where word.ask = followup.ask and outbox.state in ('waiting', 'claimed'))`

const followupColumns = `id, organizer, person, member, origin, meeting, ask, whose, how, words, state, due_at, version, created_at, done_at, outdated, told_at, closed_at`

func (db *DB) scanFollowup(row scanner) (oneonone.Followup, error) {
	var f oneonone.Followup
	var words []byte
	var due, created int64
	var done, told, closed, event sql.NullInt64
	var starts sql.NullString
	if err := row.Scan(&f.ID, &f.Organizer, &f.Person, &f.Member, &f.Origin, &f.Meeting, &f.Ask, &f.Whose, &f.How, &words,
		&f.State, &due, &f.Version, &created, &done, &f.Told.Outdated, &told, &closed, &event, &starts, &f.WordComes); err != nil {
		return f, err
	}
	f.Due, f.CreatedAt = time.Unix(due, 0).UTC(), time.Unix(created, 0).UTC()
	f.DoneAt, f.ClosedAt, f.EventAt, f.Told.At = instant(done), instant(closed), instant(event), instant(told)
	f.Role = starts.Valid
	var err error
	if f.Starts, err = day(starts.String); err != nil {
		return f, err
	}
	f.Words, err = db.seal.open(followupPlace(f), words)
	return f, err
}

// followupValues are the values of followupColumns.
func (t *tx) followupValues(f oneonone.Followup) []any {
	return []any{
		f.ID, f.Organizer, f.Person, f.Member, string(f.Origin), f.Meeting, f.Ask, string(f.Whose), string(f.How), t.db.seal.seal(followupPlace(f), f.Words),
		string(f.State), f.Due.Unix(), f.Version, f.CreatedAt.Unix(), unix(f.DoneAt), f.Told.Outdated, unix(f.Told.At), unix(f.ClosedAt),
	}
}

func followupPlace(f oneonone.Followup) place {
	return place{table: "followup", column: "words", owner: f.Organizer, id: f.ID}
}
