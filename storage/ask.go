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

// NewAsk is an ask as its window was sent.
type NewAsk struct {
	Whom    oneonone.Whom
	Parent  oneonone.ID // the ask whose no it answers; zero for none
	Meeting oneonone.ID // the talk it belongs to; zero for none
	oneonone.Proposal
	oneonone.Reaction
	Unasked bool
	// Reopen says that they changed their mind: somebody who said not ever may be
	// asked again from here on.
	Reopen bool
	// Hear says that they'd like to hear from us again, too: who would rather not at all
	// may have changed their mind about asks alone.
	Hear bool
}

// PutAsk writes an ask, made already or not, with the messages it calls for.
// Submission names the window: with other values it corrects the row, with the
// same once more it changes nothing. Of somebody who said not ever it may be refused: see
// mayAsk.
func (db *DB) PutAsk(ctx context.Context, organizer oneonone.ID, submission string, n NewAsk) (Answered, error) {
	var a oneonone.Ask
	var unsaid bool
	err := db.tx(ctx, "put ask", func(tx *tx) error {
		defer func() { unsaid = tx.unsaid }() // whichever way it ends
		key := db.seal.lookup("submission", submission)
		held := db.seal.lookup("submitted", append([]string{submission}, n.held()...)...)
		found, err := db.scanAsk(tx.row(`select `+askColumns+` from ask where organizer = $1 and submission = $2`, organizer, key))
		switch {
		case err == nil:
			a = found
			changed, err := tx.exec(`update ask set submitted = $1 where id = $2 and organizer = $3 and submitted <> $1`, held, a.ID, organizer)
			if err != nil || changed == 0 {
				return err
			}
			return tx.correctAsk(&a, n)
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
		p, err := tx.personFor(organizer, n.Whom)
		if err != nil {
			return err
		}
		if err := tx.mayAsk(p, n); err != nil {
			return err
		}
		var parent *oneonone.Ask
		if !n.Parent.IsZero() {
			before, err := tx.ask(organizer, n.Parent)
			if err != nil {
				return err
			}
			if before.Person == p.ID { // of somebody else it is the first of a chain of its own
				parent = &before
			}
		}
		a = oneonone.NewAsk(organizer, p, n.Proposal, n.Reaction, parent, tx.now)
		a.Unasked = n.Unasked
		if !n.Meeting.IsZero() {
			var with oneonone.ID
			if err := tx.row(`select person from meeting where organizer = $1 and id = $2`, organizer, n.Meeting).Scan(&with); err != nil {
				return err
			}
			if with == p.ID {
				a.Meeting = n.Meeting
			}
		}
		if err := tx.insertAsk(a, key, held); err != nil {
			return err
		}
		if parent != nil {
			err := tx.changeAsk(parent, func(before *oneonone.Ask) error {
				before.Follow()
				return nil
			})
			if err != nil {
				return err
			}
		}
		return tx.reacted(oneonone.Ask{Organizer: a.Organizer, Person: a.Person}, a)
	})
	return Answered{Ask: a, Unsaid: unsaid}, err
}

// held is what a window held, to be told from what it holds once it is sent again.
func (n NewAsk) held() []string {
	return []string{
		n.Whom.Member.String(), n.Whom.Person.String(), n.Whom.Name, n.Whom.Reach,
		string(n.What), n.Words, fmt.Sprint(n.At.Unix()), n.Where, n.Starts.String(), n.Involves, n.Why, n.IfTime, n.IfThing,
		string(n.Said), string(n.No), fmt.Sprint(n.NoContact), string(n.Then), n.Back.String(), n.WouldTake, fmt.Sprint(n.Unasked),
	}
}

// correctAsk is a window sent again with something else in it. An answer that was
// noted since, in another one, stands where this one has none.
func (t *tx) correctAsk(a *oneonone.Ask, n NewAsk) error {
	p, err := t.corrected(a.Organizer, a.Person, a.ID, n.Whom)
	if err != nil {
		return err
	}
	if p.ID != a.Person {
		if err := t.mayAsk(p, n); err != nil {
			return err
		}
	}
	since := a.AnsweredAt.After(a.CreatedAt)
	return t.changeAsk(a, func(a *oneonone.Ask) error {
		if p.ID != a.Person {
			// Whom it was for before has to do with it no longer, and whom it is for
			// said it now.
			a.Person, a.Member, a.Meeting, a.Withdrawn = p.ID, p.Member, oneonone.ID{}, oneonone.ID{}
			if !a.AnsweredAt.IsZero() {
				a.AnsweredAt = t.now
			}
			a.Version++
		}
		if err := a.Reword(n.Proposal); err != nil {
			return err
		}
		if a.Unasked != n.Unasked {
			a.Unasked = n.Unasked
			a.Version++
		}
		if n.Said == oneonone.NotAsked && since {
			return nil
		}
		return a.Answer(n.Reaction, t.now)
	})
}

// mayAsk refuses to ask somebody who said not ever, unless they changed their mind. A not ever
// said once more, and what they offered by themselves, are written down as they are: asks of
// them stay closed.
func (t *tx) mayAsk(p oneonone.Person, n NewAsk) error {
	switch {
	case p.NoAsks.IsZero() || n.Reopen:
		return t.reopen(p, n.Hear)
	case !n.Unasked && n.No != oneonone.NotEver:
		return oneonone.SaidNotEver()
	case n.Hear && p.NoContact:
		p.NoContact = false
		return t.closePerson(p, true)
	}
	return nil
}

// Reopen says that somebody who said not ever changed their mind. What was
// withdrawn stays so: it was of another day. Who would rather not hear from us at all
// still gets no messages.
func (db *DB) Reopen(ctx context.Context, organizer, person oneonone.ID) error {
	return db.tx(ctx, "reopen", func(tx *tx) error {
		p, err := db.person(tx, organizer, person)
		if err != nil {
			return err
		}
		return tx.reopen(p, false)
	})
}

// NotEver says whether somebody told the organizer not ever, and whether they'd rather
// not hear from us at all.
func (db *DB) NotEver(ctx context.Context, organizer oneonone.ID, whom oneonone.Whom) (closed, silent bool, err error) {
	err = db.reading(ctx).row(`select no_asks_at is not null, no_contact_at is not null from person where organizer = $1 and (member = $2 or id = $3)`,
		organizer, whom.Member, whom.Person).Scan(&closed, &silent)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return closed, silent, busy("read not ever", err)
}

// reopen has somebody asked again from here on and, where they'd like that too, written
// to: a wish to get no messages is not lifted by another one.
func (t *tx) reopen(p oneonone.Person, hear bool) error {
	was := p
	p.NoAsks, p.NoContact, p.NoAsksBy = time.Time{}, p.NoContact && !hear, oneonone.ID{}
	if p == was {
		return nil
	}
	return t.closePerson(p, was.NoContact)
}

// closePerson writes whether somebody may be asked and written to, and puts what
// is planned with them in step. Silent is whether they got no word before: since when
// they get none stays as it was.
func (t *tx) closePerson(p oneonone.Person, silent bool) error {
	_, err := t.exec(`update person set no_asks_at = $1, no_contact_at = iif($2, coalesce(no_contact_at, $1), null), no_asks_by = $3 where id = $4 and organizer = $5`,
		unix(p.NoAsks), p.NoContact, p.NoAsksBy, p.ID, p.Organizer)
	if err != nil {
		return err
	}
	// What messages say of what came of their asks is another thing now.
	if err := t.redrawAll(`select organizer, id from ask where organizer = $1 and person = $2 and outcome <> ''`, p.Organizer, p.ID); err != nil {
		return err
	}
	if silent == p.NoContact {
		return t.redrawUpcomingWith(p) // whether an ask comes is, too
	}
	// Of what is over nothing is planned: said now, it would only be too late.
	rows, err := t.query(`select `+meetingColumns+` from meeting where organizer = $1 and person = $2 and ends_at > $3 and state in ('planned', 'called_off', 'declined')`,
		p.Organizer, p.ID, t.now.Unix())
	talks, err := all(rows, err, func(rows *sql.Rows) (oneonone.Meeting, error) { return t.meeting(rows) })
	if err != nil {
		return err
	}
	for _, m := range talks {
		was := m.Version
		err := t.change(&m, func(m *oneonone.Meeting) error {
			if p.NoContact {
				m.Withdraw(t.now)
			}
			return nil
		})
		if err == nil && m.Version == was {
			err = t.meetingChanged(m)
		}
		if err != nil {
			return err
		}
	}
	if err := t.redrawOffWith(p); err != nil {
		return err
	}
	if p.NoContact {
		if err := t.unsayAll(p); err != nil {
			return err
		}
	}
	if err := t.callFollowups(p); err != nil {
		return err
	}
	wishes, err := t.wishes(oneonone.Meeting{Organizer: p.Organizer, Person: p.ID, Member: p.Member})
	if err != nil {
		return err
	}
	owner, err := t.db.member(t, p.Organizer)
	if err != nil {
		return err
	}
	for _, w := range wishes {
		if w.organizer != p.Organizer {
			continue // the other's own
		}
		r, err := t.db.scanReflection(t.row(`select `+reflectionColumns+` from reflection where organizer = $1 and id = $2`, p.Organizer, w.reflection))
		if err != nil {
			return err
		}
		if err := t.callWish(r, owner.Rhythm); err != nil {
			return err
		}
		if err := t.redraw(p.Organizer, r.ID); err != nil {
			return err
		}
	}
	return nil
}

// offMost is how many talks that came to nothing are drawn anew.
const offMost = 5

// redrawUpcomingWith has the cards of the talks to come with a person drawn anew.
func (t *tx) redrawUpcomingWith(p oneonone.Person) error {
	return t.redrawAll(`select organizer, id from meeting where organizer = $1 and person = $2 and ends_at > $3 and state = 'planned'`, p.Organizer, p.ID, t.now.Unix())
}

// redrawOffWith has the cards of the latest talks that came to nothing drawn anew: they
// offer another, or do no more.
func (t *tx) redrawOffWith(p oneonone.Person) error {
	return t.redrawAll(`select organizer, id from meeting where organizer = $1 and person = $2 and +state in ('missed', 'declined', 'called_off') order by starts_at desc limit $3`, p.Organizer, p.ID, offMost)
}

// callWish puts into the outbox what a reflection calls for: nothing, where the
// person would rather not hear from us.
func (t *tx) callWish(r oneonone.Reflection, of oneonone.Rhythm) error {
	var silent bool
	err := t.row(`select person.no_contact_at is not null from meeting join person on person.id = meeting.person where meeting.id = $1 and meeting.organizer = $2`,
		r.Meeting, r.Organizer).Scan(&silent)
	if err != nil {
		return err
	}
	nudges := r.Nudges(of)
	if silent {
		nudges = nil
	}
	return t.sync(r.Organizer, r.ID, nudges)
}

// ChangeAsk lets a rule change one of the organizer's asks. What a changed answer
// had set in motion is withdrawn with it.
func (db *DB) ChangeAsk(ctx context.Context, organizer, id oneonone.ID, change func(*oneonone.Ask) error) (oneonone.Ask, error) {
	var a oneonone.Ask
	err := db.tx(ctx, "change ask", func(tx *tx) (err error) {
		if a, err = tx.ask(organizer, id); err != nil {
			return err
		}
		return tx.changeAsk(&a, change)
	})
	return a, err
}

// Answered is an ask once it was noted what they said. Restored are the invitations that
// ended with a not ever, and stand again where that is corrected. Unsaid is true where a
// word still waited that does not go: its yes is none by now, or its receiver would rather
// not hear from the organizer at all.
type Answered struct {
	oneonone.Ask
	Restored []oneonone.Meeting
	Unsaid   bool
	// HearAgain is true where they would rather not have heard from the organizer before.
	HearAgain bool
}

// AnswerAsk is ChangeAsk for what they said.
func (db *DB) AnswerAsk(ctx context.Context, organizer, id oneonone.ID, change func(*oneonone.Ask) error) (a Answered, err error) {
	err = db.tx(ctx, "answer ask", func(tx *tx) (err error) {
		if a.Ask, err = tx.ask(organizer, id); err != nil {
			return err
		}
		if err := tx.changeAsk(&a.Ask, change); err != nil {
			return err
		}
		a.Restored, a.HearAgain = tx.restored, tx.hearAgain
		a.Unsaid, err = tx.unsay(a.Ask, tx.outdated(a.Ask))
		a.Unsaid = a.Unsaid || tx.unsaid
		return err
	})
	return a, err
}

func (t *tx) changeAsk(a *oneonone.Ask, rule func(*oneonone.Ask) error) error {
	before := *a
	if err := rule(a); err != nil {
		return err
	}
	if a.Version == before.Version {
		return nil
	}
	if a.Anew(before.Reaction) && !a.AnsweredAt.IsZero() {
		// What they say counts from when it is written, like all that it brings with
		// it. Whoever noted it took the time before, and with a second between the two
		// a not ever would be older than what heed counts.
		a.AnsweredAt = t.now
	}
	a.Overwritten = a.Overwritten && a.Words == before.Words
	t.erased = t.erased || before.Proposal != a.Proposal || rewritten(before.WouldTake, a.WouldTake)
	owner, err := t.db.member(t, a.Organizer)
	if err != nil {
		return err
	}
	a.Redated(before, t.now, owner.Rhythm)
	if err := t.updateAsk(*a); err != nil {
		return err
	}
	return t.reacted(before, *a)
}

// reacted does what an answer brings with it, and takes back what the one before
// it had brought. Of somebody who said not ever nothing is opened again;
// with a yes nothing is asked of them.
func (t *tx) reacted(before, a oneonone.Ask) error {
	said := before.Reaction != a.Reaction || before.Person != a.Person
	notEver := said && (before.No == oneonone.NotEver || a.No == oneonone.NotEver)
	if notEver && before.Person != a.Person {
		p, err := t.heed(a.Organizer, before.Person)
		if err != nil {
			return err
		}
		if err := t.withdrawAsks(p); err != nil {
			return err
		}
	}
	p, err := t.db.person(t, a.Organizer, a.Person)
	if notEver {
		p, err = t.heed(a.Organizer, a.Person)
	}
	if err != nil {
		return err
	}
	if !p.NoAsks.IsZero() && a.Said != oneonone.SaidYes {
		owner, err := t.db.member(t, a.Organizer)
		if err != nil {
			return err
		}
		if need, _ := a.Needs(owner.Rhythm); need != oneonone.NeedNothing {
			return oneonone.AskClosed()
		}
	}
	if notEver {
		if err := t.withdrawAsks(p); err != nil {
			return err
		}
	}
	return t.askChanged(before, a)
}

// heed puts in force what a person's not evers say together, or takes it back: one
// is enough, and those from before they changed their mind do not count: about asks, and
// about messages. The one just noted was noted now: see changeAsk.
func (t *tx) heed(organizer, person oneonone.ID) (oneonone.Person, error) {
	p, err := t.db.person(t, organizer, person)
	if err != nil {
		return p, err
	}
	was, since := p, p.NoAsks
	if since.IsZero() {
		since = t.now
	}
	p.NoAsks, p.NoContact, p.NoAsksBy = time.Time{}, false, oneonone.ID{}
	rows, err := t.query(`select ask.id, answered_at >= $3, no_contact and answered_at >= coalesce(no_contact_at, $3)
		from ask join person on person.id = ask.person where ask.organizer = $1 and person = $2 and no = 'not_ever' order by answered_at, ask.id`,
		organizer, person, since.Unix())
	_, err = all(rows, err, func(rows *sql.Rows) (by oneonone.ID, err error) {
		var noAsks, noContact bool
		err = rows.Scan(&by, &noAsks, &noContact)
		if noAsks && p.NoAsksBy.IsZero() {
			p.NoAsks, p.NoAsksBy = since, by
		}
		p.NoContact = p.NoContact || noContact
		return by, err
	})
	if err != nil || p == was {
		return p, err
	}
	if err := t.closePerson(p, was.NoContact); err != nil || !was.NoContact || p.NoContact {
		return p, err
	}
	t.hearAgain = true
	return p, t.restoreInvitations(p)
}

// restoreInvitations has the invitations stand again that ended with a not ever that
// was corrected since; but for those that something was planned in place of meanwhile,
// with the same person or at that hour.
func (t *tx) restoreInvitations(p oneonone.Person) error {
	rows, err := t.query(`select `+meetingColumns+` from meeting where organizer = $1 and person = $2 and ends_at > $3 and +state = 'called_off' and why = $4`,
		p.Organizer, p.ID, t.now.Unix(), string(oneonone.WhyNoContact))
	talks, err := all(rows, err, func(rows *sql.Rows) (oneonone.Meeting, error) { return t.meeting(rows) })
	if err != nil {
		return err
	}
	for _, m := range talks {
		_, err := t.db.plannedSince(t, m.Organizer, m.ID, m.ClosedAt)
		if err == nil {
			continue // it takes its place
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		taken, err := overlap(t, m.Organizer, m.Plan, m.ID, []byte{})
		if err != nil {
			return err
		}
		if !taken.IsZero() {
			continue
		}
		err = t.change(&m, func(m *oneonone.Meeting) error {
			m.Restore(t.now)
			return nil
		})
		if err != nil {
			return err
		}
		t.restored = append(t.restored, m)
	}
	return nil
}

// withdrawAsks ends the open asks of somebody who said not ever, and restores what
// a not ever had ended that was corrected since. What they said yes to is open no more:
// it is their own word, and stands until they take it back.
func (t *tx) withdrawAsks(p oneonone.Person) error {
	if !p.NoAsks.IsZero() {
		rows, err := t.query(`select `+askColumns+` from ask where organizer = $1 and person = $2 and withdrawn is null and said <> 'yes' and (need <> '' or later_about = 'passed')`, p.Organizer, p.ID)
		if err := t.eachAsk(rows, err, func(a *oneonone.Ask) { a.Withdrawn = p.NoAsksBy }); err != nil {
			return err
		}
	}
	rows, err := t.query(`select `+askColumns+` from ask where organizer = $1 and person = $2 and withdrawn is not null
		and not exists (select 1 from ask closer where closer.id = ask.withdrawn and closer.person = ask.person and closer.no = 'not_ever')`, p.Organizer, p.ID)
	return t.eachAsk(rows, err, func(a *oneonone.Ask) { a.Withdrawn = p.NoAsksBy })
}

func (t *tx) eachAsk(rows *sql.Rows, err error, change func(*oneonone.Ask)) error {
	asks, err := all(rows, err, func(rows *sql.Rows) (oneonone.Ask, error) { return t.db.scanAsk(rows) })
	if err != nil {
		return err
	}
	for _, a := range asks {
		before := a
		change(&a)
		a.Version++
		if err := t.updateAsk(a); err != nil {
			return err
		}
		if err := t.askChanged(before, a); err != nil {
			return err
		}
	}
	return nil
}

// askChanged puts the outbox and the follow-up of a yes in step with the ask, and
// has the messages that speak of it drawn anew.
func (t *tx) askChanged(before, a oneonone.Ask) error {
	if err := t.callAsk(a); err != nil {
		return err
	}
	if err := t.confirm(before, a); err != nil {
		return err
	}
	return t.redraw(a.Organizer, a.ID)
}

// confirm keeps the follow-up that a yes calls for.
func (t *tx) confirm(before, a oneonone.Ask) error {
	owner, err := t.db.member(t, a.Organizer)
	if err != nil {
		return err
	}
	f, err := t.confirmation(a.Organizer, a.ID)
	switch {
	case errors.Is(err, sql.ErrNoRows) && !a.ToConfirm(t.now):
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return t.putFollowup(oneonone.NewConfirm(a, t.now, owner.Rhythm), nil, nil, owner.Rhythm)
	case err != nil:
		return err
	}
	if err := t.changeFollowup(&f, func(f *oneonone.Followup) error { return f.Confirm(before, a, t.now, owner.Rhythm) }); err != nil {
		return err
	}
	if before.At.Equal(a.At) {
		return nil
	}
	return t.redraw(f.Organizer, f.ID) // until when it can be confirmed is another thing now
}

// Confirmation is how far a yes was confirmed.
type Confirmation struct {
	At   time.Time     // with a word that was sent, or as the organizer noted it; zero when it was not
	Told oneonone.Told // what they were told before, where it stands otherwise by now
}

// Confirmations are those of the organizer's asks, by ask, read together. An ask that never
// had a yes has none.
func (db *DB) Confirmations(ctx context.Context, organizer oneonone.ID, asks []oneonone.ID) (map[oneonone.ID]Confirmation, error) {
	type found struct {
		ask oneonone.ID
		Confirmation
	}
	confirmed, err := together(asks, func(some []any) ([]found, error) {
		rows, err := db.reading(ctx).query(`select ask, case state when 'done' then done_at end, outdated, told_at from followup
			where ask in (`+someIDs+`) and +organizer = $21 and origin = 'confirm'`, append(some, organizer)...)
		return all(rows, err, func(rows *sql.Rows) (c found, err error) {
			var done, told sql.NullInt64
			err = rows.Scan(&c.ask, &done, &c.Told.Outdated, &told)
			c.At, c.Told.At = instant(done), instant(told)
			return c, err
		})
	})
	out := make(map[oneonone.ID]Confirmation, len(confirmed))
	for _, c := range confirmed {
		out[c.ask] = c.Confirmation
	}
	return out, busy("read what was confirmed", err)
}

// confirmation is the follow-up that confirms a yes.
func (t *tx) confirmation(organizer, ask oneonone.ID) (oneonone.Followup, error) {
	return t.db.scanFollowup(t.row(`select `+followupRead+` from followup where organizer = $1 and ask = $2 and origin = 'confirm'`, organizer, ask))
}

// callAsk puts into the outbox what the ask calls for: once the person said not
// ever, to this ask or to any, only what a yes of theirs does.
func (t *tx) callAsk(a oneonone.Ask) error {
	owner, err := t.db.member(t, a.Organizer)
	if err != nil {
		return err
	}
	p, err := t.db.person(t, a.Organizer, a.Person)
	if err != nil {
		return err
	}
	return t.sync(a.Organizer, a.ID, a.Nudges(owner.Rhythm, !p.NoAsks.IsZero()))
}

// Ask is one of the organizer's asks.
func (db *DB) Ask(ctx context.Context, organizer, id oneonone.ID) (oneonone.Ask, error) {
	a, err := db.scanAsk(db.reading(ctx).row(`select `+askColumns+` from ask where organizer = $1 and id = $2`, organizer, id))
	return a, busy("read ask", err)
}

func (t *tx) ask(organizer, id oneonone.ID) (oneonone.Ask, error) {
	return t.db.scanAsk(t.row(`select `+askColumns+` from ask where organizer = $1 and id = $2`, organizer, id))
}

// AskCursor is where a page of asks begins: after the last ask of the page before.
// The zero one begins a list.
type AskCursor struct {
	toAsk      bool  // it is not asked yet
	need, made int64 // when it is needed, and when it was made
	id         oneonone.ID
}

// noDay stands for the need of an ask without a day: after all days.
const noDay = math.MaxInt64

// AskCursorAfter begins the page after one of the organizer's asks: after its place in the
// list, which is not always where [oneonone.Ask.Needs] has it. An ask from before its need had
// an hour keeps the one it was given then until it changes.
func (db *DB) AskCursorAfter(ctx context.Context, organizer, id oneonone.ID) (AskCursor, error) {
	c := AskCursor{id: id}
	err := db.reading(ctx).row(`select need = 'ask', coalesce(need_at, $3), created_at from ask where organizer = $1 and id = $2`,
		organizer, id, int64(noDay)).Scan(&c.toAsk, &c.need, &c.made)
	return c, busy("read a place in a list", err)
}

// AskCursorAt begins a list of what is needed after that instant.
func AskCursorAt(t time.Time) AskCursor { return AskCursor{need: t.Unix(), made: math.MaxInt64} }

// String is fit for a button's value.
func (c AskCursor) String() string { return fmt.Sprintf("%t:%d:%d:%s", c.toAsk, c.need, c.made, c.id) }

// ParseAskCursor reads what String wrote.
func ParseAskCursor(s string) (AskCursor, error) {
	toAsk, rest, _ := strings.Cut(s, ":")
	need, rest, _ := strings.Cut(rest, ":")
	made, id, _ := strings.Cut(rest, ":")
	var c AskCursor
	var errs [4]error
	c.toAsk, errs[3] = strconv.ParseBool(toAsk)
	c.need, errs[0] = strconv.ParseInt(need, 10, 64)
	c.made, errs[1] = strconv.ParseInt(made, 10, 64)
	c.id, errs[2] = oneonone.ParseID(id)
	return c, errors.Join(errs[:]...)
}

// newest is the cursor of a list whose newest is first.
func (c AskCursor) newest() AskCursor {
	if c == (AskCursor{}) {
		c.made = math.MaxInt64
	}
	return c
}

// DueAsks are the organizer's asks whose day has come, a page of them: first what is
// to be asked before it is too late, the soonest first, then the rest, the longest due
// first.
func (db *DB) DueAsks(ctx context.Context, organizer oneonone.ID, from AskCursor, limit int) ([]oneonone.Ask, error) {
	q, now := db.reading(ctx), db.now()
	var toAsk []oneonone.Ask
	if from == (AskCursor{}) || from.toAsk {
		soonest := from.notBefore(now.Add(-oneonone.AskAhead))
		rows, err := q.query(`select `+askColumns+` from ask
			where organizer = $1 and need = 'ask' and need_at <= $2 and (need_at, created_at, id) > ($3, $4, $5) order by need_at, created_at, id limit $6`,
			organizer, now.Unix(), soonest.need, soonest.made, soonest.id[:], limit)
		if toAsk, err = db.asks(rows, err); err != nil || len(toAsk) == limit {
			return toAsk, err
		}
		from = AskCursor{}
	}
	rows, err := q.query(`select `+askColumns+` from ask
		where organizer = $1 and need <> 'ask' and need_at <= $2 and (need_at, created_at, id) > ($3, $4, $5) order by need_at, created_at, id limit $6`,
		organizer, now.Unix(), from.need, from.made, from.id[:], limit-len(toAsk))
	rest, err := db.asks(rows, err)
	return append(toAsk, rest...), err
}

// notBefore is the cursor, or what begins after that instant where it is earlier.
func (c AskCursor) notBefore(t time.Time) AskCursor {
	if at := AskCursorAt(t); c.need <= at.need {
		return at
	}
	return c
}

// AsksToAsk are the organizer's asks that are not made yet, a page of them: the soonest
// first, after them those without a day, as they were made, and at last those whose
// time has passed, from the newest back.
func (db *DB) AsksToAsk(ctx context.Context, organizer oneonone.ID, from AskCursor, limit int) ([]oneonone.Ask, error) {
	passed := db.now().Add(-oneonone.AskAhead)
	var out []oneonone.Ask
	if from == (AskCursor{}) || from.need > passed.Unix() {
		var err error
		if out, err = db.asksThatNeed(ctx, organizer, oneonone.NeedToAsk, from.notBefore(passed), limit); err != nil || len(out) == limit {
			return out, err
		}
		from = AskCursor{need: passed.Unix() + 1}
	}
	rows, err := db.reading(ctx).query(`select `+askColumns+` from ask
		where organizer = $1 and need = 'ask' and (need_at, created_at, id) < ($2, $3, $4) order by need_at desc, created_at desc, id desc limit $5`,
		organizer, from.need, from.made, from.id[:], limit-len(out))
	lapsed, err := db.asks(rows, err)
	return append(out, lapsed...), err
}

// AsksThatNeed are the organizer's asks that need this, but for what is due
// already, a page of them: the soonest first, and those without a day after them,
// as they were made.
func (db *DB) AsksThatNeed(ctx context.Context, organizer oneonone.ID, need oneonone.Need, from AskCursor, limit int) ([]oneonone.Ask, error) {
	return db.asksThatNeed(ctx, organizer, need, from.notBefore(db.now()), limit)
}

func (db *DB) asksThatNeed(ctx context.Context, organizer oneonone.ID, need oneonone.Need, from AskCursor, limit int) ([]oneonone.Ask, error) {
	q := db.reading(ctx)
	var dated []oneonone.Ask
	if from.need != noDay {
		rows, err := q.query(`select `+askColumns+` from ask
			where organizer = $1 and need = $2 and (need_at, created_at, id) > ($3, $4, $5) order by need_at, created_at, id limit $6`,
			organizer, string(need), from.need, from.made, from.id[:], limit)
		if dated, err = db.asks(rows, err); err != nil || len(dated) == limit {
			return dated, err
		}
		from = AskCursor{}
	}
	rows, err := q.query(`select `+askColumns+` from ask
		where organizer = $1 and need = $2 and need_at is null and (created_at, id) > ($3, $4) order by created_at, id limit $5`,
		organizer, string(need), from.made, from.id[:], limit-len(dated))
	undated, err := db.asks(rows, err)
	return append(dated, undated...), err
}

// AsksAnswered are the organizer's asks with this answer, the newest first, a page
// of them.
func (db *DB) AsksAnswered(ctx context.Context, organizer oneonone.ID, said oneonone.Said, no oneonone.NoKind, from AskCursor, limit int) ([]oneonone.Ask, error) {
	from = from.newest()
	rows, err := db.reading(ctx).query(`select `+askColumns+` from ask
		where organizer = $1 and said = $2 and no = $3 and (created_at, id) < ($4, $5) order by created_at desc, id desc limit $6`,
		organizer, string(said), string(no), from.made, from.id[:], limit)
	return db.asks(rows, err)
}

// Asks are all asks of the organizer, the newest first, a page of them.
func (db *DB) Asks(ctx context.Context, organizer oneonone.ID, from AskCursor, limit int) ([]oneonone.Ask, error) {
	from = from.newest()
	rows, err := db.reading(ctx).query(`select `+askColumns+` from ask
		where organizer = $1 and (created_at, id) < ($2, $3) order by created_at desc, id desc limit $4`, organizer, from.made, from.id[:], limit)
	return db.asks(rows, err)
}

// Chain is the chain an ask belongs to, each ask after the one whose no it follows.
func (db *DB) Chain(ctx context.Context, organizer, chain oneonone.ID) ([]oneonone.Ask, error) {
	found, err := db.Chains(ctx, organizer, []oneonone.ID{chain})
	return found[chain], err
}

// Chains are the chains of many asks, read together.
func (db *DB) Chains(ctx context.Context, organizer oneonone.ID, chains []oneonone.ID) (map[oneonone.ID][]oneonone.Ask, error) {
	asks, err := together(chains, func(some []any) ([]oneonone.Ask, error) {
		rows, err := db.reading(ctx).query(`select `+askColumns+` from (
			select *, row_number() over (partition by chain order by created_at, id) as turn from ask where chain in (`+someIDs+`) and organizer = $21)
			where turn <= $22 order by chain, turn`, append(some, organizer, chainMost)...)
		return db.asks(rows, err)
	})
	out := map[oneonone.ID][]oneonone.Ask{}
	for _, a := range asks {
		out[a.Chain] = append(out[a.Chain], a)
	}
	for chain, asks := range out {
		var ordered []oneonone.Ask
		var follow func(parent oneonone.ID)
		follow = func(parent oneonone.ID) {
			for _, a := range asks {
				if a.Parent == parent {
					ordered = append(ordered, a)
					follow(a.ID)
				}
			}
		}
		follow(oneonone.ID{}) // two asks in one breath have one time
		out[chain] = ordered
	}
	return out, err
}

// chainMost is how much of a chain is shown: who was asked so often has said
// enough.
const chainMost = 20

// AsksOf are the last asks of one person, the newest first: what an organizer
// takes along to the next talk.
func (db *DB) AsksOf(ctx context.Context, organizer, person oneonone.ID, limit int) ([]oneonone.Ask, error) {
	rows, err := db.reading(ctx).query(`select `+askColumns+` from ask
		where organizer = $1 and person = $2 order by created_at desc, id desc limit $3`, organizer, person, limit)
	return db.asks(rows, err)
}

// AsksKept are AsksOf of which something is kept that was typed: but for those whose words
// were written over, and whose rest is empty.
func (db *DB) AsksKept(ctx context.Context, organizer, person oneonone.ID, limit int) ([]oneonone.Ask, error) {
	rows, err := db.reading(ctx).query(`select `+askColumns+` from ask
		where organizer = $1 and person = $2
			and not (overwritten = 1 and coalesce(place, involves, why, if_time, if_thing, would_take) is null) order by created_at desc, id desc limit $3`, organizer, person, limit)
	return db.asks(rows, err)
}

// Moves is what the organizer's notes say moves somebody: the last words on each
// question that tells what would suit them.
func (db *DB) Moves(ctx context.Context, organizer, person oneonone.ID) (oneonone.Notes, error) {
	q := db.reading(ctx)
	rows, err := q.query(`select id from meeting where organizer = $1 and person = $2 and +state = 'met' order by starts_at desc limit $3`, organizer, person, movesTalks)
	talks, err := all(rows, err, func(rows *sql.Rows) (id oneonone.ID, err error) { return id, rows.Scan(&id) })
	if err != nil {
		return nil, busy("read what moves them", err)
	}
	moves := oneonone.Notes{}
	for _, id := range talks {
		notes, err := db.notes(q, organizer, id)
		if err != nil {
			return nil, busy("read what moves them", err)
		}
		for _, f := range []oneonone.Field{oneonone.FieldCare, oneonone.FieldLight, oneonone.FieldGoodAt, oneonone.FieldRole} {
			if moves[f] == "" && notes[f] != "" {
				moves[f] = notes[f]
			}
		}
	}
	return moves, nil
}

// movesTalks is how many of the last talks are looked through.
const movesTalks = 12

// ShowRate is how many of the organizer's yeses came, of how many it is known;
// and how many of their answers were a yes.
func (db *DB) ShowRate(ctx context.Context, organizer oneonone.ID) (oneonone.ShowRate, error) {
	var r oneonone.ShowRate
	err := db.reading(ctx).row(`select count(*) filter (where outcome = 'came'), count(*) filter (where outcome <> ''),
		count(*) filter (where said = 'yes'), count(*) from ask where organizer = $1 and said in ('yes', 'maybe', 'no') and unasked = 0`,
		organizer).Scan(&r.Came, &r.Known, &r.Yeses, &r.Answers)
	return r, busy("count who came", err)
}

func (db *DB) asks(rows *sql.Rows, err error) ([]oneonone.Ask, error) {
	out, err := all(rows, err, func(rows *sql.Rows) (oneonone.Ask, error) { return db.scanAsk(rows) })
	return out, busy("read asks", err)
}

const askColumns = `id, organizer, person, member, meeting, parent, chain, what, words, place, involves, why, if_time, if_thing, event_at, starts_on,
	said, no, no_contact, and_then, back_on, would_take, unasked, outcome, followed, withdrawn, later_about, later_on, dated, overwritten, version, created_at, answered_at, closed_at`

func (db *DB) scanAsk(row scanner) (oneonone.Ask, error) {
	var a oneonone.Ask
	var words, place, involves, why, ifTime, ifThing, wouldTake []byte
	var at, answered, closed sql.NullInt64
	var created int64
	var starts, back, laterOn string
	err := row.Scan(&a.ID, &a.Organizer, &a.Person, &a.Member, &a.Meeting, &a.Parent, &a.Chain, &a.What,
		&words, &place, &involves, &why, &ifTime, &ifThing, &at, &starts,
		&a.Said, &a.No, &a.NoContact, &a.Then, &back, &wouldTake, &a.Unasked, &a.Outcome, &a.Followed, &a.Withdrawn,
		&a.Later.About, &laterOn, &a.Dated, &a.Overwritten, &a.Version, &created, &answered, &closed)
	if err != nil {
		return a, err
	}
	a.At, a.CreatedAt, a.AnsweredAt, a.ClosedAt = instant(at), time.Unix(created, 0).UTC(), instant(answered), instant(closed)
	for _, c := range []struct {
		text string
		day  *oneonone.Date
	}{{starts, &a.Starts}, {back, &a.Back}, {laterOn, &a.Later.On}} {
		if *c.day, err = day(c.text); err != nil {
			return a, err
		}
	}
	for _, c := range []struct {
		column string
		sealed []byte
		words  *string
	}{
		{"words", words, &a.Words}, {"place", place, &a.Where}, {"involves", involves, &a.Involves}, {"why", why, &a.Why},
		{"if_time", ifTime, &a.IfTime}, {"if_thing", ifThing, &a.IfThing}, {"would_take", wouldTake, &a.WouldTake},
	} {
		if c.sealed == nil {
			continue
		}
		if *c.words, err = db.seal.open(askPlace(a, c.column), c.sealed); err != nil {
			return a, err
		}
	}
	return a, nil
}

// retimeAsks keeps the day of each open ask, and moves its hour.
func (t *tx) retimeAsks(organizer oneonone.ID, is oneonone.Rhythm, done map[oneonone.ID]bool) error {
	rows, err := t.query(`select `+askColumns+` from ask where organizer = $1 and need in ('waiting', 'confirmed')`, organizer)
	open, err := all(rows, err, func(rows *sql.Rows) (oneonone.Ask, error) { return t.db.scanAsk(rows) })
	if err != nil {
		return err
	}
	for _, a := range open {
		need, from := a.Needs(is)
		if _, err := t.exec(`update ask set need = $1, need_at = $2 where id = $3 and organizer = $4`, string(need), unix(from), a.ID, organizer); err != nil {
			return err
		}
		if err := t.callAsk(a); err != nil {
			return err
		}
		done[a.ID] = true
	}
	return nil
}

const newAskRow = `insert into ask (` + askColumns + `, need, need_at, submission, submitted)
	values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38)`

func (t *tx) insertAsk(a oneonone.Ask, submission, submitted []byte) error {
	owner, err := t.db.member(t, a.Organizer)
	if err != nil {
		return err
	}
	_, err = t.exec(newAskRow, append(t.askValues(a, owner.Rhythm), submission, submitted)...)
	return err
}

func (t *tx) updateAsk(a oneonone.Ask) error {
	owner, err := t.db.member(t, a.Organizer)
	if err != nil {
		return err
	}
	_, err = t.exec(`update ask set (`+askColumns+`, need, need_at) =
		($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36)
		where id = $1 and organizer = $2`, t.askValues(a, owner.Rhythm)...)
	return err
}

// askValues are the values of askColumns, and what the ask needs next as its
// organizer's days run, by which it is found.
func (t *tx) askValues(a oneonone.Ask, r oneonone.Rhythm) []any {
	need, from := a.Needs(r)
	word := func(column, words string) any {
		if words == "" {
			return nil
		}
		return t.db.seal.seal(askPlace(a, column), words)
	}
	return []any{
		a.ID, a.Organizer, a.Person, a.Member, a.Meeting, a.Parent, a.Chain, string(a.What),
		word("words", a.Words), word("place", a.Where), word("involves", a.Involves), word("why", a.Why),
		word("if_time", a.IfTime), word("if_thing", a.IfThing), unix(a.At), a.Starts.String(),
		string(a.Said), string(a.No), a.NoContact, string(a.Then), a.Back.String(), word("would_take", a.WouldTake),
		a.Unasked, string(a.Outcome), a.Followed, a.Withdrawn, string(a.Later.About), a.Later.On.String(), a.Dated, a.Overwritten,
		a.Version, a.CreatedAt.Unix(), unix(a.AnsweredAt), unix(a.ClosedAt), string(need), unix(from),
	}
}

func askPlace(a oneonone.Ask, column string) place {
	return place{table: "ask", column: column, owner: a.Organizer, id: a.ID}
}
