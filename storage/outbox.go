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

// The outbox: every message that nobody is waiting for in an open request. A
// row is waiting, then claimed by one sender for the length of a lease, then
// sent or dropped. Due instants are on the bot's clock, which a rehearsal may
// shift; leases run on the real one, because they measure networks.

// Row is one thing to say.
type Row struct {
	ID         oneonone.ID
	Owner      oneonone.ID // whose fact it speaks of
	Kind       oneonone.NudgeKind
	Subject    oneonone.ID
	Occurrence string
}

// Claim is one message to send, or to redraw, and the rows it carries.
type Claim struct {
	// ID stands in Slack's message metadata; it is the first row's.
	ID       oneonone.ID
	Receiver oneonone.Member // as they were when it was claimed
	Rows     []Row
	// Redraw is the Slack timestamp of a message already sent that is to be
	// drawn anew; "" for a message to send. Rows are then that message's.
	Redraw string
	// Since is when it was first claimed, on the bot's clock: an unknown
	// outcome is looked for in the DM's history from here.
	Since time.Time
	// Unknown is true when it may have been sent before: look first.
	Unknown  bool
	Attempts int
}

// put writes what a fact calls for. What was written before is brought in step with
// the fact as it is now, and what was sent stays so:
//
//   - What waits is due, and expires, when the fact says so by now. But what Slack has
//     refused waits for its turn: the fact may put it off, and not bring it nearer.
//   - What was dropped, since it was not to come as things stood, waits anew where it is
//     still to come. What would be late by now is not caught up with, but for what was not
//     asked in the quiet, see endQuiet.
//   - What is of a morning that has passed comes with the next one: whoever opened it
//     again, as with an answer corrected, looks at it now. It stays there whatever else of
//     it changes that day; what waits for this very morning still comes with it.
func (t *tx) put(owner oneonone.ID, n oneonone.Nudge) error {
	t.spoke = true
	due := n.Due
	if !t.resumed && n.Kind.InMorning() && n.Due.Before(t.now) && (n.Expires.IsZero() || t.now.Before(n.Expires)) {
		var err error
		if due, err = t.nextMorning(n); err != nil {
			return err
		}
	}
	_, err := t.exec(`
		insert into outbox (id, owner, receiver, kind, subject, occurrence, due_at, expires_at, written_at, state)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $10, 'waiting')
		on conflict (kind, subject, receiver, occurrence) do update set
			due_at = case
				when outbox.state = 'waiting' and outbox.attempts > 0 and $7 < outbox.due_at then outbox.due_at
				when outbox.state in ('waiting', 'dropped') then $7
				else outbox.due_at end,
			expires_at = excluded.expires_at,
			state = case
				when outbox.state = 'dropped' and outbox.sent_at is null and $7 > $9 then 'waiting'
				else outbox.state end,
			hushed = case
				when outbox.state = 'dropped' and outbox.sent_at is null and $7 > $9 then 0
				else outbox.hushed end`,
		t.rowID(), owner, n.Receiver, string(n.Kind), n.Subject, n.Occurrence, due.Unix(), unix(n.Expires), t.now.Unix(), time.Now().UnixMicro())
	return err
}

// nextMorning is when what is of a morning that has passed is due.
func (t *tx) nextMorning(n oneonone.Nudge) (time.Time, error) {
	to, err := t.db.member(t, n.Receiver)
	if err != nil {
		return time.Time{}, err
	}
	next := to.MorningFrom(t.now)
	var at int64
	var waits bool
	err = t.row(`select due_at, state = 'waiting' from outbox where kind = $1 and subject = $2 and receiver = $3 and occurrence = $4`,
		string(n.Kind), n.Subject, n.Receiver, n.Occurrence).Scan(&at, &waits)
	if errors.Is(err, sql.ErrNoRows) {
		return next, nil
	}
	switch due := time.Unix(at, 0).UTC(); {
	case err != nil:
		return time.Time{}, err
	case !waits:
		return n.Due, nil // dropped: it is not caught up with
	case !due.After(t.now), !due.Before(next.Add(24 * time.Hour)):
		return n.Due, nil // due already, or put off beyond, as by a pause: the claim looks at it anew
	case due.Before(next.Add(-12 * time.Hour)):
		return due, nil // in the course of this very morning
	}
	return next, nil // the hour of the morning may be another by now
}

// rowID names a row of the outbox. What is written at once has ids one after the
// other: it then stands together in the table, and one write takes it all.
func (t *tx) rowID() oneonone.ID {
	if t.lastRow.IsZero() {
		t.lastRow = oneonone.NewID()
		return t.lastRow
	}
	t.lastRow = t.lastRow.Next()
	return t.lastRow
}

// sync puts the outbox in step with a fact: what it calls for is written, what
// is waiting, or would wait but for the quiet, and no longer called for is withdrawn.
func (t *tx) sync(owner, subject oneonone.ID, nudges []oneonone.Nudge) error {
	type key struct {
		kind       oneonone.NudgeKind
		receiver   oneonone.ID
		occurrence string
	}
	called := map[key]bool{}
	for _, n := range nudges {
		called[key{n.Kind, n.Receiver, n.Occurrence}] = true
	}
	type waiting struct {
		key
		id oneonone.ID
	}
	rows, err := t.query(`select kind, receiver, occurrence, id from outbox where subject = $1 and owner = $2 and (state = 'waiting' or hushed = 1)`, subject, owner)
	found, err := all(rows, err, func(rows *sql.Rows) (waiting, error) {
		var w waiting
		return w, rows.Scan(&w.kind, &w.receiver, &w.occurrence, &w.id)
	})
	if err != nil {
		return err
	}
	for _, w := range found {
		// What reports an event stays: it was true when it happened.
		if called[w.key] || w.kind == oneonone.NudgeUndone || w.kind == oneonone.NudgeLate {
			continue
		}
		// Gone without a trace, so that it comes after all when it is called for
		// again: who suggests another time and then says yes is prepared for.
		if _, err := t.exec(`delete from outbox where id = $1`, w.id); err != nil {
			return err
		}
	}
	for _, n := range nudges {
		if err := t.put(owner, n); err != nil {
			return err
		}
	}
	return nil
}

// redraw has every message that speaks of the subject drawn anew. One redraw
// waiting is enough for any number of changes: it draws what is true then.
func (t *tx) redraw(owner, subject oneonone.ID) error {
	rows, err := t.query(`select distinct bundle, receiver from outbox
		where subject = $1 and owner = $2 and state in ('sent', 'claimed') and kind <> 'card' and bundle is not null`, subject, owner)
	type message struct{ bundle, receiver oneonone.ID }
	messages, err := all(rows, err, func(rows *sql.Rows) (message, error) {
		var m message
		return m, rows.Scan(&m.bundle, &m.receiver)
	})
	if err != nil {
		return err
	}
	for _, m := range messages {
		var waiting bool
		if err := t.row(`select exists (select 1 from outbox where subject = $1 and kind = 'card' and state = 'waiting')`, m.bundle).Scan(&waiting); err != nil {
			return err
		}
		if waiting {
			continue
		}
		id := oneonone.NewID()
		if err := t.put(owner, oneonone.Nudge{Kind: oneonone.NudgeCard, Subject: m.bundle, Receiver: m.receiver, Occurrence: id.String(), Due: t.now}); err != nil {
			return err
		}
	}
	return nil
}

// redrawAll does so for all that a query finds, owner and subject.
func (t *tx) redrawAll(query string, args ...any) error {
	type of struct{ owner, subject oneonone.ID }
	rows, err := t.query(query, args...)
	found, err := all(rows, err, func(rows *sql.Rows) (o of, err error) { return o, rows.Scan(&o.owner, &o.subject) })
	for _, o := range found {
		if err := t.redraw(o.owner, o.subject); err != nil {
			return err
		}
	}
	return err
}

// Redraw has the messages that speak of a subject drawn anew: somebody pressed
// a button that is no longer true. Member is either of the two people, so that
// a stale press by one never touches another's.
func (db *DB) Redraw(ctx context.Context, member, subject oneonone.ID) error {
	return db.tx(ctx, "redraw", func(tx *tx) error {
		var owner oneonone.ID
		err := tx.row(`select owner from outbox where subject = $1 and (owner = $2 or receiver = $2) and kind <> 'card' limit 1`, subject, member).Scan(&owner)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		return tx.redraw(owner, subject)
	})
}

// redrawBack is how long after a talk its cards follow an account that is on again.
const redrawBack = 14 * 24 * time.Hour

// RedrawUpcoming has the cards of a member's talks to come drawn anew: their account
// in Slack was switched off, or on again. Whom they invited is to know; and they what
// became meanwhile of these talks, called off or not, and of those that were to be
// lately. An answer that did not reach them comes now, where the talk is still to come: a
// no to a yes is no news to find on an old card.
func (db *DB) RedrawUpcoming(ctx context.Context, member oneonone.ID) error {
	return db.tx(ctx, "redraw upcoming", func(tx *tx) error {
		rows, err := tx.query(`select `+meetingColumns+` from meeting where organizer = $1 and ends_at > $2
			union all
			select `+meetingColumns+` from meeting where member = $1 and ends_at > $2`, member, tx.now.Add(-redrawBack).Unix())
		talks, err := all(rows, err, func(rows *sql.Rows) (oneonone.Meeting, error) { return tx.meeting(rows) })
		for _, m := range talks {
			if err := tx.redraw(m.Organizer, m.ID); err != nil {
				return err
			}
			for _, n := range m.Nudges(oneonone.Rhythms{Organizer: oneonone.RhythmIn(nil), Person: oneonone.RhythmIn(nil)}) {
				if n.Kind != oneonone.NudgeAnswer || n.Receiver != member || !tx.now.Before(m.Over()) {
					continue
				}
				if _, err := tx.exec(`update outbox set state = 'waiting', due_at = $1
					where subject = $2 and receiver = $3 and kind = 'answer' and occurrence = $4 and state = 'dropped' and sent_at is null`,
					tx.now.Unix(), m.ID, member, n.Occurrence); err != nil {
					return err
				}
			}
		}
		return err
	})
}

// RedrawNames has what still speaks of a member drawn anew, and what speaks of others to
// them: they go by another name, or want initials only in what they are sent.
func (db *DB) RedrawNames(ctx context.Context, member oneonone.ID) error {
	return db.tx(ctx, "redraw names", func(tx *tx) error {
		lately := tx.now.Add(-redrawBack)
		err := tx.redrawAll(`select organizer, id from meeting where organizer = $1 and ends_at > $2
			union all select organizer, id from meeting where member = $1 and ends_at > $2`, member, lately.Unix())
		if err != nil {
			return err
		}
		return tx.redrawAll(`select organizer, id from followup where organizer = $1 and state = 'open'
			union all select organizer, id from followup where organizer = $1 and state = 'done' and done_at >= $3
			union all select organizer, id from ask where organizer = $1 and need <> ''
			union all select organizer, id from reflection where organizer = $1 and next_on <> '' and max(next_on, later_on) >= $2
			union all select followup.organizer, followup.id from person join followup on followup.organizer = person.organizer and followup.person = person.id
				where person.member = $1 and followup.state = 'open'
			union all select ask.organizer, ask.id from person join ask on ask.organizer = person.organizer and ask.person = person.id
				where person.member = $1 and ask.need <> ''
			union all select reflection.organizer, reflection.id from meeting held join reflection on reflection.meeting = held.id
				where held.member = $1 and reflection.next_on <> '' and max(reflection.next_on, reflection.later_on) >= $2`,
			member, oneonone.DateOf(lately).AddDays(-oneonone.WishFor).String(), lately.Unix())
	})
}

// RunningLate puts the organizer's line to the person into the outbox. How is
// the line chosen; submission names the modal it was chosen in, so that it goes
// out once for each, and from another one not again within minutes.
func (db *DB) RunningLate(ctx context.Context, organizer, meeting oneonone.ID, submission string, how oneonone.Late) (oneonone.Meeting, error) {
	var m oneonone.Meeting
	if err := oneonone.CheckLate(how); err != nil {
		return m, err
	}
	err := db.tx(ctx, "running late", func(tx *tx) (err error) {
		if m, err = tx.meeting(tx.row(`select `+meetingColumns+` from meeting where organizer = $1 and id = $2`, organizer, meeting)); err != nil {
			return err
		}
		if err := m.CanRunLate(tx.now); err != nil {
			return err
		}
		person, err := db.member(tx, m.Member)
		if err != nil {
			return err
		}
		silent, err := db.silent(tx, organizer, m.Member)
		if err != nil {
			return err
		}
		if person.NoInvitations || silent {
			return oneonone.RatherCall()
		}
		line := oneonone.Nudge{
			Kind: oneonone.NudgeLate, Subject: m.ID, Receiver: m.Member,
			Occurrence: fmt.Sprintf("%d-%s-%x", m.Revision, how, db.seal.lookup("late", submission)), Due: tx.now, Expires: m.End(),
		}
		if err := tx.lateOnce(line, how); err != nil {
			return err
		}
		return tx.put(organizer, line)
	})
	return m, err
}

// lateOnce refuses a line that went out from another window a moment ago, or is
// on its way. One that did not arrive may be tried again.
func (t *tx) lateOnce(line oneonone.Nudge, how oneonone.Late) error {
	var sent sql.NullInt64
	err := t.row(`select sent_at from outbox where kind = 'late' and subject = $1 and receiver = $2
			and (state in ('waiting', 'claimed') or state = 'sent' and sent_at > $3) and expires_at = $4 and occurrence like '%-' || $5 || '-%' and occurrence <> $6
			order by coalesce(sent_at, 0) desc limit 1`,
		line.Subject, line.Receiver, t.now.Add(-oneonone.LateOnce).Unix(), line.Expires.Unix(), string(how), line.Occurrence).Scan(&sent)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	case !sent.Valid: // Slack is slow, or refuses it for a while
		return oneonone.LateOnItsWay()
	}
	return oneonone.LateAlready(t.now.Sub(instant(sent)))
}

// Claim takes the next message that is due, for the length of the lease, or
// gives nil when none is. On its way it drops what has expired, and puts off
// what must not come now: a receiver who is in a talk or asleep. Messages to
// one person go out one after the other.
func (db *DB) Claim(ctx context.Context, lease time.Duration) (*Claim, error) {
	// Where nothing is due nothing is written.
	if due, err := db.Due(ctx); err != nil || !due {
		return nil, err
	}
	c, err := db.claimUnknown(ctx, lease)
	if c != nil || err != nil {
		return c, err
	}
	for {
		more := false
		err := db.tx(ctx, "claim", func(tx *tx) (err error) {
			c, more, err = tx.claimNext(lease)
			return err
		})
		if err != nil {
			return nil, err // what was not committed is not claimed, and must not be sent
		}
		if !more {
			return c, nil
		}
	}
}

const dueRows = ` from outbox o where state = 'waiting' and due_at <= $1
	and not exists (select 1 from outbox c where c.receiver = o.receiver and c.state = 'claimed' and (c.kind <> 'card' or o.kind = 'card'))`

const expiredRows = ` from outbox where state = 'claimed' and lease_until <= `

// DueQuery is what every tick asks, prepared once: $1 is the present in seconds
// on the bot's clock, $2 in milliseconds on the real one.
const DueQuery = `select exists (select 1` + expiredRows + `$2) or exists (select 1` + dueRows + `)`

// Due says whether there is anything to claim. It reads from the readers' pool.
func (db *DB) Due(ctx context.Context) (bool, error) {
	if db.logHolds.Load() {
		db.emptyLog()
	}
	var due bool
	err := db.reading(ctx).row(DueQuery, db.now().Unix(), time.Now().UnixMilli()).Scan(&due)
	return due, busy("look for what is due", err)
}

// NextDue is when the next message is due; false when none is waiting. A
// message whose outcome is unknown is not counted: it waits on the real clock.
func (db *DB) NextDue(ctx context.Context) (time.Time, bool, error) {
	var next sql.NullInt64
	err := db.reading(ctx).row(`select min(due_at) from outbox where state = 'waiting'`).Scan(&next)
	return instant(next), next.Valid, busy("read next due", err)
}

// waitingRow is a row as the claim looks at it.
type waitingRow struct {
	Row
	receiver oneonone.ID
	expires  sql.NullInt64
	attempts int
}

const waitingColumns = `select o.id, o.owner, o.kind, o.subject, o.occurrence, o.receiver, o.expires_at, o.attempts`

func scanWaiting(rows scanner) (waitingRow, error) {
	var w waitingRow
	err := rows.Scan(&w.ID, &w.Owner, &w.Kind, &w.Subject, &w.Occurrence, &w.receiver, &w.expires, &w.attempts)
	return w, err
}

// claimNext looks at the first due row and deals with it. More is true when it
// was dropped or put off, so that the next is worth a look.
func (t *tx) claimNext(lease time.Duration) (c *Claim, more bool, err error) {
	w, err := scanWaiting(t.row(waitingColumns+dueRows+` order by due_at, written_at limit 1`, t.now.Unix()))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	to, err := t.db.member(t, w.receiver)
	if err != nil {
		return nil, false, err
	}
	ready, err := t.ready(w, to)
	if err != nil || !ready {
		return nil, true, err
	}
	c = &Claim{ID: w.ID, Receiver: to, Rows: []Row{w.Row}, Since: t.now, Attempts: w.attempts}
	switch {
	case w.Kind == oneonone.NudgeCard:
		if c.Rows, c.Redraw, err = t.sentRows(w.Subject); err != nil {
			return nil, false, err
		}
		if c.Redraw == "" {
			return nil, true, t.drop(w.ID)
		}
	case w.Kind.InMorning() || w.Kind == oneonone.NudgePrep:
		if dealt, err := t.tooLate(w.receiver); err != nil || dealt {
			return nil, true, err
		}
		if err := t.gather(c, w); err != nil {
			return nil, false, err
		}
	}
	until := time.Now().Add(lease).UnixMilli()
	claim := func(id oneonone.ID) error {
		_, err := t.exec(`update outbox set state = 'claimed', bundle = $1, claimed_at = coalesce(claimed_at, $2), lease_until = $3, attempts = attempts + 1 where id = $4`,
			c.ID, t.now.Unix(), until, id)
		return err
	}
	if c.Redraw != "" {
		return c, false, claim(w.ID)
	}
	for _, r := range c.Rows {
		if err := claim(r.ID); err != nil {
			return nil, false, err
		}
	}
	return c, false, nil
}

// ready says whether a due row may go out to its receiver now. If not, it has dealt
// with it.
func (t *tx) ready(w waitingRow, to oneonone.Member) (bool, error) {
	if w.Kind == oneonone.NudgePassed {
		if err := t.drop(w.ID); err != nil {
			return false, err
		}
		switch f, err := t.confirmation(w.Owner, w.Subject); {
		case err == nil: // of an ask: there is nothing to confirm any more
			if err := t.redraw(w.Owner, f.ID); err != nil {
				return false, err
			}
		case !errors.Is(err, sql.ErrNoRows):
			return false, err
		}
		return false, t.redrawOver(w)
	}
	n := oneonone.Nudge{Kind: w.Kind, Expires: instant(w.expires)}
	if w.Kind == oneonone.NudgeFollowup {
		f, err := t.db.followup(t, w.Owner, w.Subject)
		if err != nil {
			return false, err
		}
		n.Request = f.Origin.Request()
		if f.WordComes { // then nothing is to be done; it may yet be stopped
			return false, t.putOff(w.ID, to.MorningAfter(t.now))
		}
	}
	if w.Kind == oneonone.NudgeWord {
		// Before all else: what is not to be said, and what is of another day.
		_, stands, fits, err := t.wordOf(w.Owner, w.Subject, w.receiver)
		switch {
		case err != nil && !errors.Is(err, sql.ErrNoRows):
			return false, err
		case !stands, !fits:
			return false, t.endWord(w.Row, "unsaid")
		}
	}
	told := unheard[w.Kind]
	if w.expires.Valid && w.expires.Int64 <= t.now.Unix() {
		return false, t.end(w.Row, told.late)
	}
	silent, err := t.db.silent(t, w.Owner, w.receiver)
	switch {
	case err != nil:
		return false, err
	case silent && w.Kind != oneonone.NudgeCard && w.Kind != oneonone.NudgeHourBefore: // which makes no sound, or they asked for
		return false, t.end(w.Row, told.silent)
	case to.NoInvitations && told.stops:
		return false, t.end(w.Row, told.stopped)
	}
	stands, err := t.stands(w, to)
	if err != nil {
		return false, err
	}
	if !stands {
		return false, t.drop(w.ID)
	}
	if !w.Kind.ExemptFromPhonesAway() {
		until, away, err := t.phonesAway(w)
		if err != nil {
			return false, err
		}
		if away {
			return false, t.putOff(w.ID, until)
		}
	}
	if w.Kind == oneonone.NudgePrep {
		until, wait, err := t.prepInMorning(w, to.Rhythm)
		if err != nil {
			return false, err
		}
		if wait {
			return false, t.putOff(w.ID, until)
		}
	}
	after := w.Kind == oneonone.NudgeAfter || w.Kind == oneonone.NudgeAfterAgain
	until, wait := n.Defer(t.now, to.Rhythm)
	if !wait {
		until, wait = to.NextMorning(w.Kind, t.now)
	}
	if wait {
		if err := t.putOff(w.ID, until); err != nil || !after {
			return false, err
		}
		// The question waits, through a night or a pause; the talk is over, and its
		// cards say so.
		return false, t.redrawOver(w)
	}
	if after {
		if err := t.redrawOver(w); err != nil {
			return false, err
		}
	} else if w.Kind == oneonone.NudgeFollowup || oneonone.WasPutOff(w.Occurrence) {
		// A morning has passed: what was sent before offers nothing any more, or says
		// another day.
		if err := t.redraw(w.Owner, w.Subject); err != nil {
			return false, err
		}
	}
	if w.Kind.Asks() && !n.Request && to.Unanswered >= oneonone.QuietAfter {
		return false, t.goQuiet(w)
	}
	return true, nil
}

// redrawOver has drawn anew what offers a time of a talk that has passed, and what says
// that the two have it planned.
func (t *tx) redrawOver(w waitingRow) error {
	m, err := t.meeting(t.row(`select `+meetingColumns+` from meeting where organizer = $1 and id = $2`, w.Owner, w.Subject))
	switch {
	case errors.Is(err, sql.ErrNoRows): // an ask
	case err != nil:
		return err
	default:
		if err := t.redrawAgain(m); err != nil {
			return err
		}
	}
	return t.redraw(w.Owner, w.Subject)
}

// phonesAway says whether the receiver sits in a talk now, on either side of the
// table, and until when. An invitation nobody has accepted keeps nothing from
// who was invited, and a talk not its own announcement: it would come too late.
func (t *tx) phonesAway(w waitingRow) (until time.Time, away bool, err error) {
	// No talk is longer than an hour, and the quiet begins minutes before it: so it
	// ends within two hours, which the indexes of planned talks are sorted by.
	rows, err := t.query(`
		select `+meetingColumns+` from meeting where organizer = $1 and state = 'planned' and ends_at between $2 and $2 + 2*3600
		union all
		select `+meetingColumns+` from meeting where member = $1 and state = 'planned' and ends_at between $2 and $2 + 2*3600`,
		w.receiver, t.now.Unix())
	near, err := all(rows, err, func(rows *sql.Rows) (oneonone.Meeting, error) { return t.meeting(rows) })
	for _, m := range near {
		if m.Member == w.receiver && m.Answer != oneonone.Coming || m.ID == w.Subject && w.Kind.Announces() {
			continue
		}
		if end, now := m.PhonesAway(t.now); now && end.After(until) {
			until, away = end, true
		}
	}
	return until, away, err
}

// prepInMorning says whether a prep card waits for the morning message of the
// talk's day, since there are others that day, and until when.
func (t *tx) prepInMorning(w waitingRow, r oneonone.Rhythm) (until time.Time, wait bool, err error) {
	m, err := t.meeting(t.row(`select `+meetingColumns+` from meeting where organizer = $1 and id = $2`, w.Owner, w.Subject))
	if err != nil {
		return time.Time{}, false, err
	}
	day := oneonone.DateOf(m.Start.In(r.Zone))
	rows, err := t.query(`select `+meetingColumns+` from meeting where organizer = $1 and state = 'planned' and starts_at >= $2 and starts_at < $3`,
		w.Owner, day.In(r.Zone).Unix(), day.AddDays(1).In(r.Zone).Unix())
	talks, err := all(rows, err, func(rows *sql.Rows) (oneonone.Meeting, error) { return t.meeting(rows) })
	if err != nil {
		return time.Time{}, false, err
	}
	until, wait = m.PrepInMorning(talks, t.now, r)
	return until, wait, nil
}

// goQuiet drops a question to somebody who has left the last ones unanswered, until they
// are back, see endQuiet, and the first time says so. Home shows what is due meanwhile.
func (t *tx) goQuiet(w waitingRow) error {
	if _, err := t.exec(`update outbox set state = 'dropped', hushed = 1, lease_until = null where id = $1`, w.ID); err != nil {
		return err
	}
	n, err := t.exec(`update member set quiet_at = $1 where id = $2 and quiet_at is null`, t.now.Unix(), w.receiver)
	if err != nil || n == 0 {
		return err
	}
	if err := t.redrawPutOff(w.receiver); err != nil {
		return err
	}
	return t.put(w.receiver, oneonone.Nudge{
		Kind: oneonone.NudgeQuiet, Subject: w.receiver, Receiver: w.receiver,
		Occurrence: t.now.Format(time.RFC3339), Due: t.now,
	})
}

// endQuiet has what was not asked in the quiet asked the next morning, in one message; what is
// too late by then is dropped when its turn comes. How a talk went is asked a second time, in a morning: that one comes.
func (t *tx) endQuiet(member oneonone.ID) error {
	to, err := t.db.member(t, member)
	if err != nil {
		return err
	}
	next := to.MorningFrom(t.now).Unix()
	n, err := t.exec(`update outbox set state = 'waiting', due_at = $1, hushed = 0 where receiver = $2 and hushed = 1 and kind <> 'after'`, next, member)
	if err != nil {
		return err
	}
	t.spoke = t.spoke || n > 0
	_, err = t.exec(`update outbox set hushed = 0 where receiver = $1 and hushed = 1`, member)
	return err
}

// silent says whether somebody would rather not hear from an organizer at all.
func (db *DB) silent(q querier, organizer, member oneonone.ID) (bool, error) {
	var silent bool
	err := q.row(`select exists (select 1 from person where organizer = $1 and member = $2 and no_contact_at is not null)`, organizer, member).Scan(&silent)
	return silent, err
}

// stands says whether a message is still to be said, where the outbox is not kept in
// step with what would have it withdrawn.
func (t *tx) stands(w waitingRow, to oneonone.Member) (bool, error) {
	var stands bool
	switch w.Kind {
	case oneonone.NudgeAfter, oneonone.NudgeAfterAgain:
		// Asked in the evening, nobody is asked anew in the morning because their
		// evening ends earlier by now; nor, asked in the morning, in an evening that
		// ends later.
		err := t.row(`select not exists (select 1 from outbox where subject = $1 and receiver = $2 and state = 'sent' and kind in ('after', 'after_again') and kind <> $3 and occurrence = $4)`,
			w.Subject, to.ID, string(w.Kind), w.Occurrence).Scan(&stands)
		return stands, err
	case oneonone.NudgeFollowup:
		// A yes is not to be confirmed once its event is over.
		err := t.row(`select exists (select 1 from followup where id = $1`+overAlready+`$2)))`, w.Subject, t.now.Unix()).Scan(&stands)
		return stands, err
	case oneonone.NudgeQuiet:
		// Who has tapped by now is asked again.
		return to.Unanswered >= oneonone.QuietAfter, nil
	case oneonone.NudgeAgain:
		err := t.row(`select `+unmet+` from reflection join meeting held on held.id = reflection.meeting where reflection.id = $1`,
			w.Subject, t.now.Unix(), againNear).Scan(&stands)
		return stands, err
	case oneonone.NudgeLate, oneonone.NudgeCalledOff:
		m, err := t.meeting(t.row(`select `+meetingColumns+` from meeting where organizer = $1 and id = $2`, w.Owner, w.Subject))
		if err != nil {
			return false, err
		}
		if w.Kind == oneonone.NudgeLate {
			// Nobody waits for who is late to a talk that is off, or was moved: the line
			// expires with the talk it was said of.
			return m.CanRunLate(t.now) == nil && m.Member == to.ID && m.End().Equal(instant(w.expires)), nil
		}
		// A talk is called off with nobody who never heard of it.
		err = t.row(`select exists (select 1 from outbox where subject = $1 and receiver = $2 and state = 'sent' and kind = 'invitation')`, w.Subject, to.ID).Scan(&stands)
		return stands && m.HearsOff(to), err
	}
	return true, nil
}

// ofToday says whether a row belongs to the day its receiver lives in: all that
// waits for a morning does, and the prep card of a talk on that day.
func (t *tx) ofToday(w waitingRow, to oneonone.Member) (bool, error) {
	if w.Kind != oneonone.NudgePrep {
		return true, nil
	}
	m, err := t.meeting(t.row(`select `+meetingColumns+` from meeting where organizer = $1 and id = $2`, w.Owner, w.Subject))
	return oneonone.DateOf(m.Start.In(to.Zone)) == oneonone.DateOf(t.now.In(to.Zone)), err
}

// gather adds what else is due to the same receiver and can be one message with
// the first row: what the morning brings, with the prep cards of that day; or
// the prep cards of another.
func (t *tx) gather(c *Claim, first waitingRow) error {
	rows, err := t.query(waitingColumns+` from outbox o where state = 'waiting' and due_at <= $1 and receiver = $2 and id <> $3
		and kind in ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13) order by due_at`,
		t.now.Unix(), c.Receiver.ID, c.ID,
		string(oneonone.NudgeAfterAgain), string(oneonone.NudgeReflect), string(oneonone.NudgeFollowup), string(oneonone.NudgeAgain),
		string(oneonone.NudgeUnanswered), string(oneonone.NudgeSuggested), string(oneonone.NudgePrep),
		string(oneonone.NudgeGetBack), string(oneonone.NudgeStillOn), string(oneonone.NudgeCame))
	others, err := all(rows, err, func(rows *sql.Rows) (waitingRow, error) { return scanWaiting(rows) })
	if err != nil || len(others) == 0 {
		return err
	}
	today, err := t.ofToday(first, c.Receiver)
	if err != nil {
		return err
	}
	for _, w := range others {
		with, err := t.ofToday(w, c.Receiver)
		if err != nil {
			return err
		}
		if with != today {
			continue
		}
		ready, err := t.ready(w, c.Receiver)
		if err != nil {
			return err
		}
		if ready {
			c.Rows = append(c.Rows, w.Row)
		}
	}
	return nil
}

// tooLate deals with an organizer's invitations that did not get out in time,
// and says whether there were any. A talk that they are to tell of themselves is
// asked about like any other, in this morning's message and not in a second one.
func (t *tx) tooLate(organizer oneonone.ID) (bool, error) {
	rows, err := t.query(waitingColumns+` from outbox o where owner = $1 and kind = 'invitation' and due_at <= $2 and state = 'waiting' and expires_at <= $2`,
		organizer, t.now.Unix())
	late, err := all(rows, err, func(rows *sql.Rows) (waitingRow, error) { return scanWaiting(rows) })
	if err != nil {
		return false, err
	}
	for _, w := range late {
		to, err := t.db.member(t, w.receiver)
		if err != nil {
			return false, err
		}
		if _, err := t.ready(w, to); err != nil {
			return false, err
		}
	}
	return len(late) > 0, nil
}

// sentRows are the rows of a message that was sent, and its timestamp.
func (t *tx) sentRows(bundle oneonone.ID) ([]Row, string, error) {
	rows, err := t.query(`select id, owner, kind, subject, occurrence, ts from outbox where bundle = $1 and state = 'sent' and kind <> 'card' order by due_at, id`, bundle)
	var ts string
	out, err := all(rows, err, func(rows *sql.Rows) (Row, error) {
		var r Row
		return r, rows.Scan(&r.ID, &r.Owner, &r.Kind, &r.Subject, &r.Occurrence, &ts)
	})
	return out, ts, err
}

// claimUnknown takes a message whose lease has run out: a crash or a lost
// answer, and Slack may have it or not.
func (db *DB) claimUnknown(ctx context.Context, lease time.Duration) (*Claim, error) {
	const expired = expiredRows + `$1`
	now := time.Now().UnixMilli()
	var any bool
	if err := db.reading(ctx).row(`select exists (select 1`+expired+`)`, now).Scan(&any); err != nil || !any {
		return nil, busy("look for unknown outcomes", err)
	}
	var c *Claim
	err := db.tx(ctx, "claim unknown", func(tx *tx) error {
		var bundle, receiver oneonone.ID
		var kind oneonone.NudgeKind
		var subject oneonone.ID
		var since int64
		got := Claim{Unknown: true}
		err := tx.row(`select bundle, receiver, kind, subject, claimed_at, attempts`+expired+` order by lease_until limit 1`, now).
			Scan(&bundle, &receiver, &kind, &subject, &since, &got.Attempts)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		got.ID, got.Since = bundle, time.Unix(since, 0).UTC()
		if got.Receiver, err = db.member(tx, receiver); err != nil {
			return err
		}
		if kind == oneonone.NudgeCard {
			// Drawing twice is drawing once: nothing to look for.
			got.Unknown = false
			if got.Rows, got.Redraw, err = tx.sentRows(subject); err != nil {
				return err
			}
		} else {
			rows, err := tx.query(`select id, owner, kind, subject, occurrence from outbox where bundle = $1 and state = 'claimed' order by due_at, id`, bundle)
			got.Rows, err = all(rows, err, func(rows *sql.Rows) (Row, error) {
				var r Row
				return r, rows.Scan(&r.ID, &r.Owner, &r.Kind, &r.Subject, &r.Occurrence)
			})
			if err != nil {
				return err
			}
		}
		if _, err := tx.exec(`update outbox set lease_until = $1, attempts = attempts + 1 where bundle = $2 and state = 'claimed'`,
			time.Now().Add(lease).UnixMilli(), bundle); err != nil {
			return err
		}
		c = &got
		return nil
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// Sent marks a claim sent. Ts is Slack's timestamp of the message.
func (db *DB) Sent(ctx context.Context, c *Claim, ts string) error {
	return db.tx(ctx, "mark sent", func(tx *tx) error { return tx.sent(c, ts) })
}

// Next marks a claim sent and takes the next message that is due, at once: in a
// full morning half as much is written. It gives nil when none is due or the
// first that is may not go now; Claim then says which.
func (db *DB) Next(ctx context.Context, c *Claim, ts string, lease time.Duration) (next *Claim, err error) {
	err = db.tx(ctx, "mark sent and claim", func(tx *tx) (err error) {
		if err := tx.sent(c, ts); err != nil {
			return err
		}
		next, _, err = tx.claimNext(lease)
		return err
	})
	if err != nil {
		// Whatever is wrong with the next, this one is out.
		return nil, errors.Join(err, db.Sent(ctx, c, ts))
	}
	return next, nil
}

func (t *tx) sent(c *Claim, ts string) error {
	n, err := t.exec(`update outbox set state = 'sent', sent_at = $1, ts = $2, lease_until = null where bundle = $3 and state = 'claimed'`,
		t.now.Unix(), ts, c.ID)
	if err != nil || n == 0 || c.Redraw != "" {
		return err
	}
	for _, r := range c.Rows {
		if r.Kind != oneonone.NudgeWord {
			continue
		}
		if err := t.confirmed(r.Owner, r.Subject, c.Receiver.ID); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(c.Rows, func(r Row) bool { return r.Kind.InMorning() }) {
		// Since, not now: who looks for it after a crash may do so on another day.
		if _, err := t.exec(`update member set morning_sent_at = $1 where id = $2`, c.Since.Unix(), c.Receiver.ID); err != nil {
			return err
		}
	}
	asks, err := t.asks(c.Rows)
	if err != nil || !asks {
		return err
	}
	_, err = t.exec(`update member set unanswered = unanswered + 1 where id = $1`, c.Receiver.ID)
	return err
}

// asks says whether any of what was said waits for a tap: what the person met asked for is
// no question of the bot's own.
func (t *tx) asks(rows []Row) (bool, error) {
	for _, r := range rows {
		if !r.Kind.AwaitsTap() {
			continue
		}
		if r.Kind != oneonone.NudgeFollowup {
			return true, nil
		}
		f, err := t.db.followup(t, r.Owner, r.Subject)
		if err != nil || !f.Origin.Request() {
			return err == nil, err
		}
	}
	return false, nil
}

// Retry gives a claim back, to be sent at an instant: Slack surely did not take
// it. What its facts no longer call for is withdrawn.
func (db *DB) Retry(ctx context.Context, c *Claim, at time.Time) error {
	return db.tx(ctx, "put back", func(tx *tx) error {
		_, err := tx.exec(`update outbox set state = 'waiting', due_at = $1, lease_until = null, claimed_at = null, bundle = null where bundle = $2 and state = 'claimed'`,
			at.Unix(), c.ID)
		if err != nil || c.Redraw != "" {
			return err
		}
		for _, r := range c.Rows {
			if err := tx.resync(r); err != nil {
				return err
			}
		}
		return nil
	})
}

// resync puts the outbox in step with the fact a row speaks of. While the row
// was claimed the fact may have changed, and sync withdraws only what waits: an
// invitation that Slack refused for a moment must not come after the new one.
func (t *tx) resync(r Row) error {
	owner, err := t.db.member(t, r.Owner)
	if err != nil {
		return err
	}
	switch r.Kind {
	case oneonone.NudgeWelcome, oneonone.NudgeHint, oneonone.NudgeLate, oneonone.NudgeQuiet, oneonone.NudgeUndone, oneonone.NudgeWord:
		return nil // they report an event, and it happened
	case oneonone.NudgeFollowup:
		f, err := t.db.followup(t, r.Owner, r.Subject)
		if err != nil {
			return err
		}
		return t.callFollowup(f, owner.Rhythm)
	case oneonone.NudgeAgain:
		f, err := t.db.scanReflection(t.row(`select `+reflectionColumns+` from reflection where organizer = $1 and id = $2`, r.Owner, r.Subject))
		if err != nil {
			return err
		}
		return t.callWish(f, owner.Rhythm)
	case oneonone.NudgeGetBack, oneonone.NudgeStillOn, oneonone.NudgeCame:
		a, err := t.ask(r.Owner, r.Subject)
		if err != nil {
			return err
		}
		return t.callAsk(a)
	default:
		m, err := t.meeting(t.row(`select `+meetingColumns+` from meeting where organizer = $1 and id = $2`, r.Owner, r.Subject))
		if err != nil {
			return err
		}
		return t.call(m)
	}
}

// Undeliverable ends a claim that Slack will never take: someone left, or
// cannot be written to. The organizer hears of what they would take for said: see
// unheard.
func (db *DB) Undeliverable(ctx context.Context, c *Claim) error {
	return db.tx(ctx, "undeliverable", func(tx *tx) error {
		if c.Redraw != "" {
			return tx.drop(c.ID)
		}
		for _, r := range c.Rows {
			end := tx.end
			if r.Kind == oneonone.NudgeWord {
				end = tx.endWord // while it was on its way they may have said what forbids it
			}
			if err := end(r, unheard[r.Kind].gone); err != nil {
				return err
			}
		}
		return nil
	})
}

// unheard is what the organizer is told when a message does not arrive, where they
// would wait, or be waited for, in vain; by what kept it: it came too late, its
// receiver wants no invitations, or would rather not hear from the organizer at all,
// or Slack will never take it. Where nothing stands, nothing is told. Stops is true of
// what does not come to who wants no invitations, and was not asked for by them.
var unheard = map[oneonone.NudgeKind]struct {
	late, stopped, silent, gone string
	stops                       bool
}{
	oneonone.NudgeInvitation: {late: "late", stopped: "stopped", gone: "gone", stops: true},
	oneonone.NudgeStillGood:  {stops: true},
	oneonone.NudgeLate:       {late: "unheard", stopped: "unheard", silent: "unheard", gone: "unheard", stops: true},
	oneonone.NudgeCalledOff:  {late: "untold", gone: "untold"},
	oneonone.NudgeWord:       {late: "unsaid", stopped: "unsaid", gone: "unsaid", stops: true},
}

// end drops a row that will not be sent, and tells the organizer why, where there is
// something to tell.
func (t *tx) end(r Row, why string) error {
	if err := t.drop(r.ID); err != nil || why == "" {
		return err
	}
	if r.Kind == oneonone.NudgeInvitation {
		// Nobody will answer: no card and no Home may say that they wait.
		m, err := t.meeting(t.row(`select `+meetingColumns+` from meeting where organizer = $1 and id = $2`, r.Owner, r.Subject))
		if err != nil {
			return err
		}
		if err := t.change(&m, func(m *oneonone.Meeting) error { return m.TellInstead(t.now) }); err != nil {
			return err
		}
	}
	subject, occurrence, due := r.Subject, r.Occurrence, t.now
	if r.Kind == oneonone.NudgeWord {
		// It speaks of an ask, and a word is told apart from another by its name.
		if err := t.row(`select ask from word where organizer = $1 and id = $2`, r.Owner, r.Subject).Scan(&subject); err != nil {
			return err
		}
		a, err := t.ask(r.Owner, subject)
		if err != nil {
			return err
		}
		owner, err := t.db.member(t, r.Owner)
		if err != nil {
			return err
		}
		// Its author hears of it as its receiver would have: not at night, unless it would
		// be too late.
		if until, wait := a.WordWaits(oneonone.Told{}, t.now, owner.Rhythm); wait {
			due = until
		}
		occurrence = r.Subject.String()
		if err := t.redrawConfirmation(r.Owner, r.Subject); err != nil {
			return err
		}
	}
	return t.put(r.Owner, oneonone.Nudge{
		Kind: oneonone.NudgeUndone, Subject: subject, Receiver: r.Owner,
		Occurrence: why + "-" + occurrence, Due: due,
	})
}

func (t *tx) drop(id oneonone.ID) error {
	_, err := t.exec(`update outbox set state = 'dropped', lease_until = null where id = $1`, id)
	return err
}

func (t *tx) putOff(id oneonone.ID, until time.Time) error {
	_, err := t.exec(`update outbox set due_at = $1 where id = $2`, until.Unix(), id)
	return err
}
