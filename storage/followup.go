package storage

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"oneonone"
)

// promise keeps what was promised in a talk: new, worded anew, or taken back. It
// gives when the bot will speak of it.
func (t *tx) promise(m oneonone.Meeting, words string, r oneonone.Rhythm) (time.Time, error) {
	f, err := t.db.scanFollowup(t.row(`select `+followupColumns+` from followup where organizer = $1 and meeting = $2`, m.Organizer, m.ID))
	switch {
	case errors.Is(err, sql.ErrNoRows) && words == "":
		return time.Time{}, nil
	case errors.Is(err, sql.ErrNoRows):
		f = oneonone.NewFollowup(m, words, t.now, r)
		_, err = t.exec(`insert into followup (`+followupColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, t.followupValues(f)...)
		if err != nil {
			return time.Time{}, err
		}
		return promiseDue(f), t.sync(f.Organizer, f.ID, f.Nudges(r))
	case err != nil:
		return time.Time{}, err
	}
	err = t.changeFollowup(&f, func(f *oneonone.Followup) error { return f.Reword(words, t.now, r) })
	return promiseDue(f), err
}

// promiseDue is when the bot will speak of a promise: never of a closed one.
func promiseDue(f oneonone.Followup) time.Time {
	if f.State != oneonone.Open {
		return time.Time{}
	}
	return f.Due
}

// ChangeFollowup lets a rule change one of the organizer's follow-ups.
func (db *DB) ChangeFollowup(ctx context.Context, organizer, id oneonone.ID, change func(*oneonone.Followup) error) (oneonone.Followup, error) {
	var f oneonone.Followup
	err := db.tx(ctx, "change follow-up", func(tx *tx) (err error) {
		if f, err = db.scanFollowup(tx.row(`select `+followupColumns+` from followup where organizer = $1 and id = $2`, organizer, id)); err != nil {
			return err
		}
		return tx.changeFollowup(&f, change)
	})
	return f, err
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
	_, err = t.exec(`update followup set (`+followupColumns+`) = ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) where id = $1 and organizer = $2`,
		t.followupValues(*f)...)
	if err != nil {
		return err
	}
	if err := t.sync(f.Organizer, f.ID, f.Nudges(organizer.Rhythm)); err != nil {
		return err
	}
	return t.redraw(f.Organizer, f.ID)
}

// Followup is one of the organizer's follow-ups.
func (db *DB) Followup(ctx context.Context, organizer, id oneonone.ID) (oneonone.Followup, error) {
	f, err := db.scanFollowup(db.reading(ctx).row(`select `+followupColumns+` from followup where organizer = $1 and id = $2`, organizer, id))
	return f, busy("read follow-up", err)
}

// OpenFollowups are the organizer's open follow-ups, the soonest due first.
func (db *DB) OpenFollowups(ctx context.Context, organizer oneonone.ID, limit int) ([]oneonone.Followup, error) {
	rows, err := db.reading(ctx).query(`select `+followupColumns+` from followup where organizer = $1 and state = 'open' order by due_at limit $2`, organizer, limit)
	out, err := all(rows, err, func(rows *sql.Rows) (oneonone.Followup, error) { return db.scanFollowup(rows) })
	return out, busy("read follow-ups", err)
}

const followupColumns = `id, organizer, person, member, meeting, words, state, due_at, version, created_at`

func (db *DB) scanFollowup(row scanner) (oneonone.Followup, error) {
	var f oneonone.Followup
	var words []byte
	var due, created int64
	if err := row.Scan(&f.ID, &f.Organizer, &f.Person, &f.Member, &f.Meeting, &words, &f.State, &due, &f.Version, &created); err != nil {
		return f, err
	}
	f.Due, f.CreatedAt = time.Unix(due, 0).UTC(), time.Unix(created, 0).UTC()
	var err error
	f.Words, err = db.seal.open(followupPlace(f), words)
	return f, err
}

func (t *tx) followupValues(f oneonone.Followup) []any {
	return []any{
		f.ID, f.Organizer, f.Person, f.Member, f.Meeting, t.db.seal.seal(followupPlace(f), f.Words),
		string(f.State), f.Due.Unix(), f.Version, f.CreatedAt.Unix(),
	}
}

func followupPlace(f oneonone.Followup) place {
	return place{table: "followup", column: "words", owner: f.Organizer, id: f.ID}
}
