package storage

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"math"
	"slices"
	"time"

	"oneonone"
)

// SendWord has the bot send a word to the member of one of the organizer's asks
// that they said yes to. The organizer saw it as it stands here, and wrote it of the ask
// at a version: of another day it would not be true. Submission names what was sent
// off: the same one with the same words twice is one message. With other words it is
// another, since its author is told that they are on their way. It takes the place of one
// that still waits; the same words as those are on their way already. Had is true where
// they went since the window was drawn, from another one: then they go no second time.
// Seen is the [DB.LastWord] of that drawing.
func (db *DB) SendWord(ctx context.Context, organizer, ask oneonone.ID, version int, seen int64, submission, words string, own bool) (had bool, err error) {
	err = db.tx(ctx, "send a word", func(tx *tx) error {
		a, err := tx.ask(organizer, ask)
		if err != nil {
			return err
		}
		id := oneonone.ID(db.seal.lookup("word", ask.String(), submission, words))
		var there bool
		if err := tx.row(`select exists (select 1 from word where organizer = $1 and id = $2)`, organizer, id).Scan(&there); err != nil || there {
			return err
		}
		if !a.Withdrawn.IsZero() {
			return oneonone.AskClosed()
		}
		if a.Said != oneonone.SaidYes || a.Member.IsZero() || a.Version != version {
			return oneonone.AskMoved()
		}
		f, err := tx.confirmation(organizer, ask)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		until := a.WordUntil(f.Told, tx.now)
		if !until.After(tx.now) {
			return oneonone.BegunAlready()
		}
		silent, err := db.silent(tx, organizer, a.Member)
		if err != nil {
			return err
		}
		if silent {
			return oneonone.RatherCall()
		}
		before, err := db.wordsTo(tx, a, seen)
		if err != nil {
			return err
		}
		for _, w := range before {
			if w.words == words && bytes.Equal(w.standing, db.standing(a)) {
				had = !w.waits
				return nil
			}
		}
		for _, w := range before {
			if w.waits {
				if err := tx.drop(w.row); err != nil {
					return err
				}
			}
		}
		_, err = tx.exec(`insert into word (id, organizer, ask, words, standing, own, outcome) values ($1, $2, $3, $4, $5, $6, $7)`,
			id, organizer, ask, db.seal.seal(wordPlace(organizer, id), words), db.standing(a), own, string(a.Outcome))
		if err != nil {
			return err
		}
		if err := tx.put(organizer, oneonone.Nudge{Kind: oneonone.NudgeWord, Subject: id, Receiver: a.Member, Due: tx.now, Expires: until}); err != nil {
			return err
		}
		return tx.redrawConfirmation(organizer, id)
	})
	return had, err
}

// Tell notes that the organizer told somebody themselves what they said yes to, as the ask
// stood at a version: with the text they copied.
func (db *DB) Tell(ctx context.Context, organizer, ask oneonone.ID, version int) error {
	return db.tx(ctx, "tell", func(tx *tx) error {
		a, err := tx.ask(organizer, ask)
		if err != nil {
			return err
		}
		if !a.ToConfirm(tx.now) {
			return nil
		}
		if a.Version != version {
			return oneonone.AskMoved()
		}
		f, err := tx.confirmation(organizer, ask)
		if err != nil {
			return err
		}
		return tx.changeFollowup(&f, func(f *oneonone.Followup) error { return f.Settle(tx.now) })
	})
}

// LastWord tells one word that has reached the member of an ask from the next; 0 where
// none has.
func (db *DB) LastWord(ctx context.Context, a oneonone.Ask) (last int64, err error) {
	err = db.reading(ctx).row(`select coalesce(max(written_at), 0) from word join outbox on kind = 'word' and subject = word.id
		where organizer = $1 and ask = $2 and receiver = $3 and state = 'sent'`, a.Organizer, a.ID, a.Member).Scan(&last)
	return last, busy("read the last word", err)
}

// WordSince is when a word of what came of a yes has last reached the member of the ask, the
// zero time where none did; and whether one has that was of another outcome. One from before
// its day is of an earlier day. Of words from before the outcome was noted with them it is
// known while the ask stands as it did.
func (db *DB) WordSince(ctx context.Context, a oneonone.Ask) (at time.Time, otherwise bool, err error) {
	var sent sql.NullInt64
	var since int64
	if !a.At.IsZero() {
		since = a.At.Unix()
	}
	err = db.reading(ctx).row(`select max(case when outcome = $4 or standing = $5 then sent_at end), coalesce(max(outcome not in ('', $4)), 0) from word join outbox on kind = 'word' and subject = word.id
		where organizer = $1 and ask = $2 and receiver = $3 and state = 'sent' and sent_at >= $6 and (outcome <> '' or standing = $5)`,
		a.Organizer, a.ID, a.Member, string(a.Outcome), db.standing(a), since).Scan(&sent, &otherwise)
	return instant(sent), otherwise, busy("read the words since", err)
}

// UnsentWord is the last word to the member of an ask, where it did not go, or waits and is
// not to go any more, and is in its author's own words, "" for none; and what had come of
// the yes when it was written. A later one takes its place. Of words from before the outcome
// was noted with them it is known while the ask stands as it did.
func (db *DB) UnsentWord(ctx context.Context, a oneonone.Ask) (words string, of oneonone.Outcome, err error) {
	var id oneonone.ID
	var sealed, standing []byte
	var kept bool
	err = db.reading(ctx).row(`select word.id, words, standing, outcome, own and state in ('dropped', 'waiting') from word join outbox on kind = 'word' and subject = word.id
		where organizer = $1 and ask = $2 and receiver = $3 order by written_at desc limit 1`, a.Organizer, a.ID, a.Member).Scan(&id, &sealed, &standing, &of, &kept)
	if errors.Is(err, sql.ErrNoRows) || err == nil && !kept {
		return "", oneonone.OutcomeOpen, nil
	}
	if bytes.Equal(standing, db.standing(a)) {
		of = a.Outcome
	}
	if err == nil {
		words, err = db.seal.open(wordPlace(a.Organizer, id), sealed)
	}
	return words, of, busy("read the word that didn't go", err)
}

// emptyUnsent deletes the words of those to the member of an ask that did not go.
func (t *tx) emptyUnsent(a oneonone.Ask) error {
	rows, err := t.query(`select word.id from word join outbox on kind = 'word' and subject = word.id
		where organizer = $1 and ask = $2 and receiver = $3 and state = 'dropped'`, a.Organizer, a.ID, a.Member)
	unsent, err := all(rows, err, func(rows *sql.Rows) (id oneonone.ID, err error) { return id, rows.Scan(&id) })
	if err != nil {
		return err
	}
	for _, id := range unsent {
		_, err := t.exec(`update word set words = $1, own = 0 where organizer = $2 and id = $3`, t.db.seal.seal(wordPlace(a.Organizer, id), ""), a.Organizer, id)
		if err != nil {
			return err
		}
	}
	return nil
}

// standing tells the standing of an ask from every other, without telling it.
func (db *DB) standing(a oneonone.Ask) []byte {
	return db.seal.lookup("standing", a.ID.String(), a.Standing())
}

// confirmed marks the follow-up of a yes done: its word was sent to a member. One that
// arrived while the ask was changed confirms nothing: they have read the old day.
func (t *tx) confirmed(organizer, word, to oneonone.ID) error {
	a, stands, fits, err := t.wordOf(organizer, word, to)
	if err != nil {
		return err
	}
	if !stands || !fits {
		return t.redrawConfirmation(organizer, word)
	}
	if a.Outcome != oneonone.OutcomeOpen { // they are thanked, or asked how they are
		return t.redraw(organizer, a.ID)
	}
	f, err := t.confirmation(organizer, a.ID)
	if errors.Is(err, sql.ErrNoRows) || err == nil && f.State == oneonone.Dropped && !a.ToConfirm(t.now) {
		return nil
	}
	if err != nil {
		return err
	}
	return t.changeFollowup(&f, func(f *oneonone.Followup) error { return f.Settle(t.now) })
}

// redrawConfirmation has what would have a yes confirmed drawn anew: the word that does is
// on its way, or it is no more.
func (t *tx) redrawConfirmation(organizer, word oneonone.ID) error {
	return t.redrawAll(`select followup.organizer, followup.id from word join followup on followup.ask = word.ask and followup.origin = 'confirm'
		where word.organizer = $1 and word.id = $2`, organizer, word)
}

// MoveAsk is ChangeAsk for a change of its day. A word that still waits for its receiver's
// morning named the old one, and does not go: unsaid says that there was one, so that its
// author reads it at once.
func (db *DB) MoveAsk(ctx context.Context, organizer, id oneonone.ID, change func(*oneonone.Ask) error) (a oneonone.Ask, unsaid bool, err error) {
	err = db.tx(ctx, "move ask", func(tx *tx) (err error) {
		if a, err = tx.ask(organizer, id); err != nil {
			return err
		}
		if err := tx.changeAsk(&a, change); err != nil {
			return err
		}
		unsaid, err = tx.unsay(a, tx.outdated(a))
		return err
	})
	return a, unsaid, err
}

// Unsend has no word to the person of one of the organizer's asks go that still waits. It
// says whether there was one.
func (db *DB) Unsend(ctx context.Context, organizer, id oneonone.ID) (a oneonone.Ask, unsent bool, err error) {
	err = db.tx(ctx, "unsend a word", func(tx *tx) (err error) {
		if a, err = tx.ask(organizer, id); err != nil {
			return err
		}
		unsent, err = tx.unsay(a, func(aWord) bool { return true })
		return err
	})
	return a, unsent, err
}

// unsay has no word go that still waits, of those it is asked about. It says whether there
// was one.
func (t *tx) unsay(a oneonone.Ask, which func(aWord) bool) (unsaid bool, err error) {
	words, err := t.db.waitingWords(t, a)
	if err != nil {
		return false, err
	}
	for _, w := range words {
		if !which(w) {
			continue
		}
		if err := t.drop(w.row); err != nil {
			return false, err
		}
		if err := t.redrawConfirmation(a.Organizer, w.id); err != nil {
			return false, err
		}
		unsaid = true
	}
	return unsaid, nil
}

// unsayAll has no word go that still waits to go to a person, whichever yes of theirs it is
// about: they would rather not hear from the organizer at all.
func (t *tx) unsayAll(p oneonone.Person) error {
	rows, err := t.query(`select `+askColumns+` from ask where organizer = $1 and person = $2 and said = 'yes'`, p.Organizer, p.ID)
	asks, err := t.db.asks(rows, err)
	if err != nil {
		return err
	}
	for _, a := range asks {
		unsaid, err := t.unsay(a, func(aWord) bool { return true })
		if err != nil {
			return err
		}
		t.unsaid = t.unsaid || unsaid
	}
	return nil
}

// stopWords has no word go that still waits to go to a member, whoever it is from: they
// want no messages. Its author hears of it, and may tell them; so it does not go either
// where they change their mind before their morning.
func (t *tx) stopWords(member oneonone.ID) error {
	rows, err := t.query(`select id, owner, subject, occurrence from outbox where receiver = $1 and kind = 'word' and state = 'waiting'`, member)
	waiting, err := all(rows, err, func(rows *sql.Rows) (Row, error) {
		r := Row{Kind: oneonone.NudgeWord}
		return r, rows.Scan(&r.ID, &r.Owner, &r.Subject, &r.Occurrence)
	})
	if err != nil {
		return err
	}
	for _, r := range waiting {
		if err := t.endWord(r, unheard[r.Kind].stopped); err != nil {
			return err
		}
	}
	return nil
}

// endWord is end for a word: nobody is told to say themselves what is not to be said.
func (t *tx) endWord(r Row, why string) error {
	var to oneonone.ID
	if err := t.row(`select receiver from outbox where id = $1`, r.ID).Scan(&to); err != nil {
		return err
	}
	switch _, stands, _, err := t.wordOf(r.Owner, r.Subject, to); {
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		return err
	case stands:
		return t.end(r, why)
	}
	if err := t.drop(r.ID); err != nil {
		return err
	}
	return t.redrawConfirmation(r.Owner, r.Subject)
}

// outdated says of a word to the person of an ask whether it is true no more: of another
// day, or of a yes that is none.
func (t *tx) outdated(a oneonone.Ask) func(aWord) bool {
	return func(w aWord) bool { return !t.db.fits(w, a) }
}

// aWord is a word that is on its way, or has arrived, and its row of the outbox.
type aWord struct {
	row      oneonone.ID
	id       oneonone.ID
	waits    bool // it has not gone out yet
	own      bool // it is in its author's own words
	standing []byte
	words    string
}

// wordsTo are those to the member of an ask that are on their way, and those that arrived
// after the [DB.LastWord] that was seen.
func (db *DB) wordsTo(q querier, a oneonone.Ask, seen int64) ([]aWord, error) {
	rows, err := q.query(`select outbox.id, word.id, state = 'waiting', own, standing, words from word join outbox on kind = 'word' and subject = word.id
		where organizer = $1 and ask = $2 and receiver = $3 and (state in ('waiting', 'claimed') or state = 'sent' and written_at > $4)`,
		a.Organizer, a.ID, a.Member, seen)
	return all(rows, err, func(rows *sql.Rows) (w aWord, err error) {
		var sealed []byte
		if err := rows.Scan(&w.row, &w.id, &w.waits, &w.own, &w.standing, &sealed); err != nil {
			return w, err
		}
		w.words, err = db.seal.open(wordPlace(a.Organizer, w.id), sealed)
		return w, err
	})
}

// waitingWords are those that have not gone out yet.
func (db *DB) waitingWords(q querier, a oneonone.Ask) ([]aWord, error) {
	words, err := db.wordsTo(q, a, math.MaxInt64)
	return slices.DeleteFunc(words, func(w aWord) bool { return !w.waits }), err
}

// WaitingWord is the word that still waits to go to the member of an ask, and is true as
// that stands, "" for none; and whether it is in its author's own words.
func (db *DB) WaitingWord(ctx context.Context, a oneonone.Ask) (words string, own bool, err error) {
	waiting, err := db.waitingWords(db.reading(ctx), a)
	for _, w := range waiting {
		if db.fits(w, a) {
			words, own = w.words, w.own
		}
	}
	return words, own, busy("read a waiting word", err)
}

// fits says whether a word that waits is true as the ask stands.
func (db *DB) fits(w aWord, a oneonone.Ask) bool {
	return a.Said == oneonone.SaidYes && (w.standing == nil || bytes.Equal(w.standing, db.standing(a)))
}

// Word is a word an organizer had sent to the member of an ask.
func (db *DB) Word(ctx context.Context, organizer, id oneonone.ID) (string, error) {
	var sealed []byte
	if err := db.reading(ctx).row(`select words from word where organizer = $1 and id = $2`, organizer, id).Scan(&sealed); err != nil {
		return "", busy("read a word", err)
	}
	return db.seal.open(wordPlace(organizer, id), sealed)
}

// wordOf is the ask that a word to a member speaks of. It stands while it is they who
// said yes, and they have not said since that they'd rather not hear from us. It fits
// while the ask is as it was when the word was written; of a word from before that was
// noted it is not asked.
func (t *tx) wordOf(organizer, word, to oneonone.ID) (a oneonone.Ask, stands, fits bool, err error) {
	var ask oneonone.ID
	var standing []byte
	if err := t.row(`select ask, standing from word where organizer = $1 and id = $2`, organizer, word).Scan(&ask, &standing); err != nil {
		return a, false, false, err
	}
	if a, err = t.ask(organizer, ask); err != nil {
		return a, false, false, err
	}
	p, err := t.db.person(t, organizer, a.Person)
	stands = a.Said == oneonone.SaidYes && a.Withdrawn.IsZero() && a.Member == to && !p.NoContact
	return a, stands, standing == nil || bytes.Equal(standing, t.db.standing(a)), err
}

func wordPlace(organizer, id oneonone.ID) place {
	return place{table: "word", column: "words", owner: organizer, id: id}
}
