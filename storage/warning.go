package storage

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"oneonone"
)

// Circumstances are the organizer's own talks that a plan may collide with, on
// either side of the table. Except is the talk that is being moved; zero for a
// new one.
func (db *DB) Circumstances(ctx context.Context, organizer oneonone.ID, whom oneonone.Whom, p oneonone.Plan, except oneonone.ID, submission string) (oneonone.Circumstances, error) {
	var c oneonone.Circumstances
	key := db.seal.lookup("submission", submission)
	q, now := db.reading(ctx), db.now().Unix()
	var err error
	if !whom.Member.IsZero() {
		if c.Invited, err = firstTimes(q.row(`select starts_at, second_at, suggested_at from meeting
			where id in (select id from meeting where member = $1 and state = 'planned' and ends_at > $3 and organizer = $2)
				and notice = 'invite' and answer = ''
			order by ends_at limit 1`, organizer, whom.Member, now)); err != nil {
			return c, busy("read circumstances", err)
		}
		if c.Suggested, err = firstStart(q.row(`select suggested_at from meeting
			where id in (select id from meeting where member = $1 and state = 'planned' and ends_at > $3 and organizer = $2)
				and notice <> 'tell' and answer = 'another_time'
			order by ends_at limit 1`, organizer, whom.Member, now)); err != nil {
			return c, busy("read circumstances", err)
		}
	}
	if c.Planned, err = firstTimes(q.row(`select starts_at, second_at, suggested_at from (
			select starts_at, second_at, suggested_at, ends_at from meeting
			where id in (select id from meeting where organizer = $1 and state = 'planned' and ends_at > $2
					and person in (select id from person where organizer = $1 and (member = $4 or id = $5)))
				and id is distinct from $3 and submission <> $6
			union all
			select starts_at, second_at, null, ends_at from meeting
			where id in (select id from meeting where member = $1 and state = 'planned' and ends_at > $2 and organizer = $4)
				and answer = 'coming' and notice <> 'tell') as talks
		order by ends_at limit 1`, organizer, now, except, whom.Member, whom.Person, key)); err != nil {
		return c, busy("read circumstances", err)
	}
	if except.IsZero() {
		// Their last word: what was planned with them since makes it an old one.
		if c.Declined, err = firstTimes(q.row(`select starts_at, second_at, null from meeting as last
			where organizer = $1 and state = 'declined' and answered_at > $2 and answer = 'not_for_me'
				and person in (select id from person where organizer = $1 and (member = $3 or id = $4)) and submission <> $5
				and not exists (select 1 from meeting where organizer = $1 and person = last.person and planned_at > last.planned_at and submission <> $5)
			limit 1`, organizer, now-int64(oneonone.NoFor/time.Second), whom.Member, whom.Person, key)); err != nil {
			return c, busy("read circumstances", err)
		}
	}
	c.Overlap, err = overlap(q, organizer, p, except, key)
	return c, busy("read circumstances", err)
}

// Overlap is when a settled talk of a member's begins, on either side of the table, that lies
// at a time; zero for none. Except is a talk that is not looked at; zero for none.
func (db *DB) Overlap(ctx context.Context, member, except oneonone.ID, start time.Time, length time.Duration) (time.Time, error) {
	at, err := overlap(db.reading(ctx), member, oneonone.Plan{Start: start, Length: length}, except, []byte{})
	return at, busy("read overlap", err)
}

// overlap is when a settled talk of the organizer's begins that lies at a time of the
// plan; zero for none. Except is the talk that is being moved, and key its window's.
func overlap(q querier, organizer oneonone.ID, p oneonone.Plan, except oneonone.ID, key []byte) (time.Time, error) {
	for _, start := range []time.Time{p.Start, p.Second} {
		if start.IsZero() {
			continue
		}
		at, err := firstStart(q.row(`select starts_at from (
				select starts_at, ends_at from meeting
				where id in (select id from meeting where organizer = $1 and state = 'planned' and ends_at > $2 and starts_at < $3)
					and second_at is null and answer <> 'another_time' and id is distinct from $4 and submission <> $5
				union all
				select starts_at, ends_at from meeting
				where id in (select id from meeting where member = $1 and state = 'planned' and ends_at > $2 and starts_at < $3)
					and answer = 'coming' and notice <> 'tell' and id is distinct from $4) as talks
			order by ends_at limit 1`, organizer, start.Unix(), start.Add(p.Length).Unix(), except, key))
		if err != nil || !at.IsZero() {
			return at, err
		}
	}
	return time.Time{}, nil
}

// firstTimes are the start in a row, the second one offered and the one suggested, or zero
// when there is none.
func firstTimes(row *sql.Row) (oneonone.Times, error) {
	var start, second, suggested sql.NullInt64
	if err := row.Scan(&start, &second, &suggested); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return oneonone.Times{}, err
	}
	return oneonone.Times{Start: instant(start), Second: instant(second), Suggested: instant(suggested)}, nil
}

// firstStart is the start in a row, or zero when there is none.
func firstStart(row *sql.Row) (time.Time, error) {
	var start sql.NullInt64
	if err := row.Scan(&start); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, err
	}
	return instant(start), nil
}
