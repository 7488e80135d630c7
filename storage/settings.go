package storage

import (
	"context"
	"database/sql"

	"oneonone"
)

// Settings are what a member has set for themselves.
func (db *DB) Settings(ctx context.Context, member oneonone.ID) (oneonone.Settings, error) {
	s, err := db.settings(db.reading(ctx), member)
	return s, busy("read settings", err)
}

func (db *DB) settings(q querier, id oneonone.ID) (oneonone.Settings, error) {
	m, err := db.member(q, id)
	if err != nil {
		return oneonone.Settings{}, err
	}
	s := oneonone.Settings{Rhythm: m.Rhythm, Initials: m.Initials, NoInvitations: m.NoInvitations}
	var reach []byte
	if err := q.row(`select reach from member where id = $1`, id).Scan(&reach); err != nil || reach == nil {
		return s, err
	}
	s.Reach, err = db.seal.open(memberPlace("reach", id), reach)
	return s, err
}

// SetSettings keeps them, and times anew what waits. The zone is Slack's to
// tell, and invitations are stopped by SetNoInvitations. Saving what is set
// already changes nothing.
func (db *DB) SetSettings(ctx context.Context, member oneonone.ID, s oneonone.Settings) error {
	return db.tx(ctx, "set settings", func(tx *tx) error {
		was, err := db.settings(tx, member)
		if err != nil {
			return err
		}
		s.Zone, s.NoInvitations = was.Zone, was.NoInvitations
		if !was.Paused(oneonone.DateOf(tx.now.In(was.Zone))) {
			was.PausedUntil = oneonone.Date{} // it has ended, and no modal shows it
		}
		if s == was {
			return nil
		}
		var reach any
		if s.Reach != "" {
			reach = db.seal.seal(memberPlace("reach", member), s.Reach)
		}
		tx.erased = rewritten(was.Reach, s.Reach)
		_, err = tx.exec(`update member set morning = $1, quiet_from = $2, quiet_to = $3, lead = $4, paused_until = $5, initials = $6, reach = $7 where id = $8`,
			s.Morning, s.QuietFrom, s.QuietTo, string(s.Lead), s.PausedUntil.String(), s.Initials, reach, member)
		if err != nil || s.Rhythm == was.Rhythm {
			return err
		}
		if s.PausedUntil != was.PausedUntil {
			tx.resumed = s.PausedUntil.Before(was.PausedUntil)
			if err := tx.redrawPutOff(member); err != nil {
				return err
			}
		}
		return tx.retime(member, was.Rhythm, s.Rhythm)
	})
}

// redrawPutOff has the messages drawn anew that say when a question put off comes back:
// in a pause that is another day, and none while the bot is quiet.
func (t *tx) redrawPutOff(member oneonone.ID) error {
	owner, err := t.db.member(t, member)
	if err != nil {
		return err
	}
	since := oneonone.DateOf(t.now.In(owner.Zone)).AddDays(-366) // no pause is longer, and its days may have passed in it
	return t.redrawAll(putOffSince, member, since.String())
}

// putOffSince are the subjects of questions still open that were put off to a day after one.
const putOffSince = `select organizer, id from meeting where organizer = $1 and later_on <> '' and later_on > $2 and (state = 'planned' or state = 'met' and reflected = 0)
	union all select organizer, id from reflection where organizer = $1 and later_on <> '' and later_on > $2 and next_on <> ''
	union all select organizer, id from ask where organizer = $1 and later_on <> '' and later_on > $2 and need <> ''`

// retime puts what is to come in step with a member's new rhythm, or with their
// new zone: "the evening before" is another instant now, and so is "Thursday's
// morning".
func (t *tx) retime(member oneonone.ID, was, is oneonone.Rhythm) error {
	done := map[oneonone.ID]bool{} // of what is in step already
	if err := t.retimePromises(member, was, is, done); err != nil {
		return err
	}
	if err := t.retimeAsks(member, is, done); err != nil {
		return err
	}
	for _, coming := range []string{
		`select ` + meetingColumns + ` from meeting where organizer = $1 and state = 'planned' and ends_at > $2`,
		`select ` + meetingColumns + ` from meeting where member = $1 and state = 'planned' and ends_at > $2`,
	} {
		rows, err := t.query(coming, member, t.now.Unix())
		meetings, err := all(rows, err, func(rows *sql.Rows) (oneonone.Meeting, error) { return t.meeting(rows) })
		if err != nil {
			return err
		}
		for _, m := range meetings {
			if err := t.call(m); err != nil {
				return err
			}
			done[m.ID] = true
		}
	}
	// And what waits of talks that are over.
	rows, err := t.query(`select id, owner, kind, subject, occurrence from outbox where receiver = $1 and state = 'waiting' and kind <> 'card'`, member)
	waiting, err := all(rows, err, func(rows *sql.Rows) (Row, error) {
		var r Row
		return r, rows.Scan(&r.ID, &r.Owner, &r.Kind, &r.Subject, &r.Occurrence)
	})
	if err != nil {
		return err
	}
	for _, r := range waiting {
		if done[r.Subject] {
			continue
		}
		done[r.Subject] = true
		if err := t.resync(r); err != nil {
			return err
		}
	}
	return nil
}

// retimePromises keeps the day of each promise, and moves its hour.
func (t *tx) retimePromises(organizer oneonone.ID, was, is oneonone.Rhythm, done map[oneonone.ID]bool) error {
	rows, err := t.query(`select `+followupRead+` from followup where organizer = $1 and state = 'open'`, organizer)
	open, err := all(rows, err, func(rows *sql.Rows) (oneonone.Followup, error) { return t.db.scanFollowup(rows) })
	if err != nil {
		return err
	}
	for _, f := range open {
		before := f.Version
		if err := t.changeFollowup(&f, func(f *oneonone.Followup) error { return f.Retime(was, is) }); err != nil {
			return err
		}
		done[f.ID] = f.Version != before
	}
	return nil
}
