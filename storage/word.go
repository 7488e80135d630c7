package storage

import (
	"context"
	"database/sql"
	"errors"

	"oneonone"
)

// SendWord has the bot send a word to the member of one of the organizer's asks
// that they said yes to. The organizer saw it as it stands here, and wrote it of the ask
// at a version: of another day it would not be true. Submission names what was sent
// off: the same one with the same words twice is one message. With other words it is
// another, since its author is told that they are on their way.
func (db *DB) SendWord(ctx context.Context, organizer, ask oneonone.ID, version int, submission, words string) error {
	return db.tx(ctx, "send a word", func(tx *tx) error {
		a, err := tx.ask(organizer, ask)
		if err != nil {
			return err
		}
		id := oneonone.ID(db.seal.lookup("word", ask.String(), submission, words))
		var there bool
		if err := tx.row(`select exists (select 1 from word where organizer = $1 and id = $2)`, organizer, id).Scan(&there); err != nil || there {
			return err
		}
		p, err := db.person(tx, organizer, a.Person)
		if err != nil {
			return err
		}
		if !a.Withdrawn.IsZero() || !p.NoAsks.IsZero() {
			return oneonone.AskClosed()
		}
		if a.Said != oneonone.SaidYes || a.Member.IsZero() || a.Version != version {
			return oneonone.AskMoved()
		}
		silent, err := db.silent(tx, organizer, a.Member)
		if err != nil {
			return err
		}
		if silent {
			return oneonone.RatherCall()
		}
		_, err = tx.exec(`insert into word (id, organizer, ask, words) values ($1, $2, $3, $4)`, id, organizer, ask, db.seal.seal(wordPlace(organizer, id), words))
		if err != nil {
			return err
		}
		return tx.put(organizer, oneonone.Nudge{Kind: oneonone.NudgeWord, Subject: id, Receiver: a.Member, Due: tx.now, Expires: tx.now.Add(oneonone.FollowupWithin)})
	})
}

// confirmed marks the follow-up of a yes done: its word was sent.
func (t *tx) confirmed(organizer, word oneonone.ID) error {
	var ask oneonone.ID
	if err := t.row(`select ask from word where organizer = $1 and id = $2`, organizer, word).Scan(&ask); err != nil {
		return err
	}
	f, err := t.confirmation(organizer, ask)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return t.changeFollowup(&f, func(f *oneonone.Followup) error { return f.Close(oneonone.Done, t.now) })
}

// Word is a word an organizer had sent to the member of an ask.
func (db *DB) Word(ctx context.Context, organizer, id oneonone.ID) (string, error) {
	var sealed []byte
	if err := db.reading(ctx).row(`select words from word where organizer = $1 and id = $2`, organizer, id).Scan(&sealed); err != nil {
		return "", busy("read a word", err)
	}
	return db.seal.open(wordPlace(organizer, id), sealed)
}

// wordStands says whether a word to a member is still true when it is about to go:
// it is they who said yes, and they have not said since that nothing is to be asked
// of them.
func (t *tx) wordStands(organizer, id, to oneonone.ID) (bool, error) {
	var stands bool
	err := t.row(`select ask.said = 'yes' and ask.withdrawn is null and ask.member is $3 and person.no_asks_at is null
		from word join ask on ask.id = word.ask join person on person.id = ask.person
		where word.organizer = $1 and word.id = $2`, organizer, id, to).Scan(&stands)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return stands, err
}

func wordPlace(organizer, id oneonone.ID) place {
	return place{table: "word", column: "words", owner: organizer, id: id}
}
