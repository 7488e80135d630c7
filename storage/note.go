package storage

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"oneonone"
)

// WriteNotes makes a page of notes about one of the organizer's talks hold these
// words and no others. What is not there any more loses its row, and the old
// words are gone from the files. Submission names the window it was sent from:
// the very same once more changes nothing, whatever was written since.
func (db *DB) WriteNotes(ctx context.Context, organizer, meeting oneonone.ID, submission string, page oneonone.Page, notes oneonone.Notes) error {
	return db.tx(ctx, "write notes", func(tx *tx) error {
		var there oneonone.ID
		if err := tx.row(`select id from meeting where organizer = $1 and id = $2`, organizer, meeting).Scan(&there); err != nil {
			return err
		}
		held := []string{meeting.String(), string(page)}
		for _, f := range page.Fields() {
			held = append(held, notes[f])
		}
		if again, err := tx.submittedAgain(organizer, submission, held...); again || err != nil {
			return err
		}
		return tx.putNotes(organizer, meeting, page, notes)
	})
}

func (t *tx) putNotes(organizer, meeting oneonone.ID, page oneonone.Page, notes oneonone.Notes) error {
	saved, err := t.db.notes(t, organizer, meeting)
	if err != nil {
		return err
	}
	put := notes
	if page == oneonone.PageSelf && notes.Has(page) && notes[oneonone.FieldStory] == "" {
		// A row that is only there for a yes would tell of it, sealed or not.
		put = oneonone.Notes{oneonone.FieldStory: storyNot}
		for f, words := range notes {
			put[f] = words
		}
	}
	for _, f := range page.Fields() {
		if put[f] == saved[f] {
			continue
		}
		t.erased = t.erased || saved[f] != ""
		if put[f] == "" {
			_, err = t.exec(`delete from note where organizer = $1 and meeting = $2 and field = $3`, organizer, meeting, string(f))
		} else {
			_, err = t.exec(`insert into note (organizer, meeting, field, words, written_at) values ($1, $2, $3, $4, $5)
				on conflict (organizer, meeting, field) do update set words = excluded.words, written_at = excluded.written_at`,
				organizer, meeting, string(f), t.db.seal.seal(notePlace(organizer, meeting, f), sameLength(f, put[f])), t.now.Unix())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Notes are what the organizer wrote about one of their talks, on all pages.
// There are none of another's talk.
func (db *DB) Notes(ctx context.Context, organizer, meeting oneonone.ID) (oneonone.Notes, error) {
	notes, err := db.notes(db.reading(ctx), organizer, meeting)
	if notes[oneonone.FieldStory] == storyNot {
		delete(notes, oneonone.FieldStory)
	}
	return notes, busy("read notes", err)
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
