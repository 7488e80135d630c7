package storage

import (
	"context"

	"oneonone"
)

// PutOff notes when the organizer wants to be asked again, or that they don't,
// on the fact that was asked about. No day is never.
func (db *DB) PutOff(ctx context.Context, organizer oneonone.ID, asked oneonone.Asked, on oneonone.Date) error {
	return db.tx(ctx, "put off", func(tx *tx) error {
		owner, err := db.member(tx, organizer)
		if err != nil {
			return err
		}
		switch asked.About {
		case oneonone.NudgeFollowup:
			f, err := db.followup(tx, organizer, asked.Subject)
			if err != nil {
				return err
			}
			return tx.changeFollowup(&f, func(f *oneonone.Followup) error { return f.PutOff(on, tx.now, owner.Rhythm) })
		case oneonone.NudgeAgain:
			return tx.putOffWish(owner, asked.Subject, on)
		case oneonone.NudgeGetBack, oneonone.NudgeStillOn, oneonone.NudgeCame:
			a, err := tx.ask(organizer, asked.Subject)
			if err != nil {
				return err
			}
			return tx.changeAsk(&a, func(a *oneonone.Ask) error { return a.PutOff(asked, on, tx.now, owner.Rhythm) })
		}
		m, err := tx.meeting(tx.row(`select `+meetingColumns+` from meeting where organizer = $1 and id = $2`, organizer, asked.Subject))
		if err != nil {
			return err
		}
		return tx.change(&m, func(m *oneonone.Meeting) error { return m.PutOff(asked, on, tx.now, owner.Rhythm) })
	})
}

// putOffWish puts off the word to plan the next talk; where it is planned there
// is nothing left to say.
func (t *tx) putOffWish(organizer oneonone.Member, id oneonone.ID, on oneonone.Date) error {
	r, err := t.db.scanReflection(t.row(`select `+reflectionColumns+` from reflection where organizer = $1 and id = $2`, organizer.ID, id))
	if err != nil {
		return err
	}
	stands, err := t.stands(waitingRow{Row: Row{Kind: oneonone.NudgeAgain, Subject: id}}, organizer)
	if err != nil {
		return err
	}
	if !stands {
		return oneonone.NothingToAsk()
	}
	was := r
	if err := r.PutOff(on, t.now, organizer.Rhythm); err != nil || r == was {
		return err
	}
	return t.putWish(r, organizer.Rhythm)
}

// putWish writes when two want to meet again, and has the messages in step.
func (t *tx) putWish(r oneonone.Reflection, of oneonone.Rhythm) error {
	_, err := t.exec(`update reflection set next = $1, next_on = $2, later_on = $3 where id = $4 and organizer = $5`,
		string(r.Next), r.NextOn.String(), r.LaterOn.String(), r.ID, r.Organizer)
	if err != nil {
		return err
	}
	if err := t.callWish(r, of); err != nil {
		return err
	}
	return t.redraw(r.Organizer, r.ID)
}
