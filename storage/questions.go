package storage

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"oneonone"
)

// Questions are the ones offered before a talk. The first call chooses them,
// leaving out what was last shown before another talk with the same person; more
// turns the page ("Other questions"), leaving out what is shown now, and before
// another talk since. Every other call gives the same again.
func (db *DB) Questions(ctx context.Context, m oneonone.Meeting, more bool) ([]oneonone.Question, error) {
	shown, turn, err := db.shown(db.reading(ctx), m)
	if err != nil {
		return nil, busy("read questions", err)
	}
	if shown != nil && !more {
		return byKey(m.Kind, shown), nil
	}
	var picked []oneonone.Question
	err = db.tx(ctx, "pick questions", func(tx *tx) error {
		if shown, turn, err = db.shown(tx, m); err != nil {
			return err
		}
		if shown != nil && !more { // somebody was faster
			picked = byKey(m.Kind, shown)
			return nil
		}
		var other string
		err := tx.row(`select keys from question_shown where organizer = $1 and person = $2 and meeting <> $3
			and shown_at >= coalesce((select shown_at from question_shown where organizer = $1 and person = $2 and meeting = $3), 0)
			order by shown_at desc limit 1`,
			m.Organizer, m.Person, m.ID).Scan(&other)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if shown != nil {
			turn++
		}
		avoid := append(strings.Fields(other), shown...)
		picked = oneonone.PickQuestions(m.Kind, m.ID, turn, avoid)
		keys := make([]string, len(picked))
		for i, q := range picked {
			keys[i] = q.Key()
		}
		_, err = tx.exec(`insert into question_shown (organizer, person, meeting, turn, keys, shown_at) values ($1, $2, $3, $4, $5, $6)
			on conflict (organizer, person, meeting) do update set turn = excluded.turn, keys = excluded.keys, shown_at = excluded.shown_at`,
			m.Organizer, m.Person, m.ID, turn, strings.Join(keys, " "), tx.now.Unix())
		return err
	})
	return picked, err
}

// shown are the keys shown before this talk, nil when none were.
func (db *DB) shown(q querier, m oneonone.Meeting) (keys []string, turn int, err error) {
	var joined string
	err = q.row(`select keys, turn from question_shown where organizer = $1 and person = $2 and meeting = $3`,
		m.Organizer, m.Person, m.ID).Scan(&joined, &turn)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, 0, nil
	}
	return strings.Fields(joined), turn, err
}

// byKey finds the questions again. One that was since edited out of the bank is
// left out.
func byKey(k oneonone.Kind, keys []string) []oneonone.Question {
	var out []oneonone.Question
	for _, q := range oneonone.Questions(k) {
		for _, key := range keys {
			if q.Key() == key {
				out = append(out, q)
			}
		}
	}
	return out
}
