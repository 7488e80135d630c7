package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"oneonone"
)

// WriteNotes makes a page of notes about one of the organizer's talks hold these
// words and no others, and gives all notes of the talk. What is not there any
// more loses its row, and the old words are gone from the files. Submission names
// the window it was sent from: the very same once more changes nothing, whatever
// was written since.
func (db *DB) WriteNotes(ctx context.Context, organizer, meeting oneonone.ID, submission string, page oneonone.Page, notes oneonone.Notes) (oneonone.Notes, error) {
	var saved oneonone.Notes
	err := db.tx(ctx, "write notes", func(tx *tx) (err error) {
		var there oneonone.ID
		if err := tx.row(`select id from meeting where organizer = $1 and id = $2`, organizer, meeting).Scan(&there); err != nil {
			return err
		}
		if saved, err = db.notes(tx, organizer, meeting); err != nil {
			return err
		}
		held := []string{meeting.String(), string(page)}
		for _, f := range page.Fields() {
			held = append(held, notes[f])
		}
		if again, err := tx.submittedAgain(organizer, submission, held...); again || err != nil {
			return err
		}
		for _, f := range page.Fields() {
			words := notes[f]
			if f == oneonone.FieldStory && words == "" && notes.Has(page) {
				// A row that is there for a yes only would tell of it, sealed or not.
				words = storyNot
			}
			if words == saved[f] {
				continue
			}
			tx.erased = tx.erased || saved[f] != ""
			if err := tx.putNote(organizer, meeting, f, words); err != nil {
				return err
			}
			saved[f] = words
		}
		return nil
	})
	return shown(saved), err
}

// putNote writes one field, or takes its row away.
func (t *tx) putNote(organizer, meeting oneonone.ID, f oneonone.Field, words string) error {
	if words == "" {
		_, err := t.exec(`delete from note where organizer = $1 and meeting = $2 and field = $3`, organizer, meeting, string(f))
		return err
	}
	_, err := t.exec(`insert into note (organizer, meeting, field, words, written_at) values ($1, $2, $3, $4, $5)
		on conflict (organizer, meeting, field) do update set words = excluded.words, written_at = excluded.written_at`,
		organizer, meeting, string(f), t.db.seal.seal(notePlace(organizer, meeting, f), sameLength(f, words)), t.now.Unix())
	return err
}

// alongAmong is among how many of the last talks with somebody is looked for one that nothing
// came of: years of talks are not walked for it.
const alongAmong = 10

// takeAlong has what was got ready for the last talk with somebody be there for the next one
// that is planned, where nothing came of the last. The words move: they stand in one place,
// so that they are gone where they are deleted.
func (t *tx) takeAlong(next oneonone.Meeting) error {
	if next.State != oneonone.Planned {
		return nil
	}
	var last oneonone.ID
	err := t.row(`select id from (select id, state, starts_at from meeting where organizer = $1 and person = $2 and id <> $3 order by starts_at desc limit $4)
		where state in ('missed', 'called_off', 'declined') order by starts_at desc limit 1`, next.Organizer, next.Person, next.ID, alongAmong).Scan(&last)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	ready, err := t.db.notes(t, next.Organizer, last)
	if err != nil {
		return err
	}
	for _, f := range oneonone.PagePrep.Fields() {
		if ready[f] == "" {
			continue
		}
		if err := errors.Join(t.putNote(next.Organizer, next.ID, f, ready[f]), t.putNote(next.Organizer, last, f, "")); err != nil {
			return err
		}
		t.erased = true
	}
	return nil
}

// Notes are what the organizer wrote about one of their talks, on all pages.
// There are none of another's talk.
func (db *DB) Notes(ctx context.Context, organizer, meeting oneonone.ID) (oneonone.Notes, error) {
	notes, err := db.notes(db.reading(ctx), organizer, meeting)
	return shown(notes), busy("read notes", err)
}

// shown are the rows as notes: what is empty, or only there for the row's sake,
// is not among them.
func shown(rows oneonone.Notes) oneonone.Notes {
	maps.DeleteFunc(rows, func(f oneonone.Field, words string) bool {
		return words == "" || f == oneonone.FieldStory && words == storyNot
	})
	return rows
}

// notes are the rows as they stand.
func (db *DB) notes(q querier, organizer, meeting oneonone.ID) (oneonone.Notes, error) {
	notes := oneonone.Notes{}
	rows, err := q.query(`select field, words from note where organizer = $1 and meeting = $2`, organizer, meeting)
	_, err = all(rows, err, func(rows *sql.Rows) (f oneonone.Field, err error) {
		var words []byte
		if err := rows.Scan(&f, &words); err != nil {
			return f, err
		}
		text, err := db.seal.open(notePlace(organizer, meeting, f), words)
		notes[f] = strings.TrimRight(text, " ")
		return f, err
	})
	return notes, err
}

// storyNot is kept where the story was not heard but something else stands on
// the page.
const storyNot = "not"

// sameLength makes the choices of a field equally long: sealing keeps the
// length.
func sameLength(f oneonone.Field, words string) string {
	choices := f.Choices()
	if choices == nil {
		return words
	}
	longest := slices.MaxFunc(choices, func(a, b string) int { return len(a) - len(b) })
	return fmt.Sprintf("%-*s", len(longest), words)
}

// notePlace binds the words to their talk and question: a row's id is the
// meeting's, and the field stands in the column's place.
func notePlace(organizer, meeting oneonone.ID, f oneonone.Field) place {
	return place{table: "note", column: "words " + string(f), owner: organizer, id: meeting}
}

// submissionsFor is how long a window is remembered. Slack delivers again within
// minutes, an hour at the most.
const submissionsFor = 7 * 24 * time.Hour

// submittedAgain says whether this very submission, with the same words, was
// written before; else it remembers it. The same one with other words is a
// correction, and counts as new.
func (t *tx) submittedAgain(organizer oneonone.ID, submission string, held ...string) (bool, error) {
	_, err := t.exec(`delete from submission where organizer = $1 and written_at < $2`, organizer, t.now.Add(-submissionsFor).Unix())
	if err != nil {
		return false, err
	}
	s := t.db.seal
	n, err := t.exec(`insert into submission (organizer, submission, submitted, written_at) values ($1, $2, $3, $4)
		on conflict (organizer, submission) do update set submitted = excluded.submitted, written_at = excluded.written_at
		where submission.submitted <> excluded.submitted`,
		organizer, s.lookup("submission", submission), s.lookup("submitted", append([]string{submission}, held...)...), t.now.Unix())
	return n == 0, err
}
