package storage

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"oneonone"
)

// Years fills a new database with what a workspace leaves behind in years, for
// the benchmarks: so many meetings of these members, each with one line in the
// outbox, all sealed as they would have been, in one transaction. Nothing of it
// is due within a year.
//
// Each member has met ten others, talk after talk; the first of every hundred
// talks is still to come, in a month or later. Half of what is in the outbox was
// sent and half waits: no look for what is due meets more.
func Years(ctx context.Context, db *DB, members []oneonone.Member, meetings int) error {
	// Keys in their order, each anybody's: a million rows are appended to the
	// table, and one organizer's still lie scattered over it, as they would.
	ids := make([]oneonone.ID, meetings)
	for i := range ids {
		ids[i] = oneonone.NewID()
	}
	slices.SortFunc(ids, func(a, b oneonone.ID) int { return bytes.Compare(a[:], b[:]) })
	// The indexes are written in no order: what of them is not at hand would be
	// read anew for every row.
	if _, err := db.write.ExecContext(ctx, `pragma cache_size = -200000`); err != nil {
		return err
	}
	return db.tx(ctx, "years", func(tx *tx) error {
		const friends = 10
		people := make([][friends]oneonone.Person, len(members))
		for i, m := range members {
			for j := range friends {
				var err error
				if people[i][j], err = tx.personFor(m.ID, oneonone.Whom{Member: members[(i+j+1)%len(members)].ID}); err != nil {
					return err
				}
			}
		}
		said, err := tx.PrepareContext(ctx, `insert into outbox (id, owner, receiver, kind, subject, occurrence, due_at, state, bundle, sent_at, ts)
			values ($1, $2, $2, $3, $4, '1', $5, $6, $7, $8, $9)`)
		if err != nil {
			return err
		}
		defer said.Close()
		for k, id := range ids {
			i, turn := k%len(members), k/len(members)
			start := tx.now.AddDate(0, 0, -1-turn).Truncate(time.Hour)
			with, toCome := people[i][turn%friends], turn%100 == 0
			if toCome {
				start = tx.now.AddDate(0, 0, 30+turn/100).Truncate(time.Hour)
				with = people[i][friends-1] // nothing is planned with the others
			}
			planned := start
			if toCome {
				planned = tx.now
			}
			m := oneonone.NewMeeting(members[i].ID, with, oneonone.Plan{
				Purpose: "You spoke up about the buses. I'd like to hear more.", Place: "The café on the corner",
				Start: start, Kind: oneonone.Maintenance, Length: oneonone.Maintenance.DefaultLength(), Notice: oneonone.NoticeInvite,
			}, planned.Add(-72*time.Hour))
			m.ID = id
			if !toCome {
				m.State, m.ClosedAt, m.Line = oneonone.Met, m.End(), oneonone.LineNone
			}
			once := fmt.Sprint("years ", turn)
			if err := tx.insertMeeting(m, tx.db.seal.lookup("submission", once, m.ID.String()), tx.db.seal.lookup("submitted", once)); err != nil {
				return err
			}
			line := oneonone.NewID()
			copy(line[:8], id[:8])
			if turn%2 == 0 {
				_, err = said.ExecContext(ctx, line, m.Organizer, string(oneonone.NudgeAfterAgain), m.ID, tx.now.AddDate(1, 0, turn).Unix(), "waiting", nil, nil, nil)
			} else {
				_, err = said.ExecContext(ctx, line, m.Organizer, string(oneonone.NudgeAfter), m.ID, m.End().Unix(), "sent", line, m.End().Unix(), fmt.Sprintf("%d.%06d", m.End().Unix(), turn))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// YearsOfAsks fills a database with asks as Years does with talks: so many of
// each of these organizers, and a follow-up beside each. Nothing of it is in the
// outbox.
//
// Of ten asks in a row, three are a chain from not now over not that to a yes
// that came; two of the others are due, one waits for a day and one for none. The
// follow-ups are open but of what is over, and some are due.
func YearsOfAsks(ctx context.Context, db *DB, organizers, members []oneonone.Member, each int) error {
	ids := make([]oneonone.ID, each*len(organizers))
	for i := range ids {
		ids[i] = oneonone.NewID()
	}
	slices.SortFunc(ids, func(a, b oneonone.ID) int { return bytes.Compare(a[:], b[:]) })
	if _, err := db.write.ExecContext(ctx, `pragma cache_size = -200000`); err != nil {
		return err
	}
	return db.tx(ctx, "years of asks", func(tx *tx) error {
		people := make([][]oneonone.Person, len(organizers))
		for i, o := range organizers {
			for _, m := range members {
				if m.ID == o.ID || len(people[i]) == 50 {
					continue // as many as somebody knows
				}
				p, err := tx.personFor(o.ID, oneonone.Whom{Member: m.ID})
				if err != nil {
					return err
				}
				people[i] = append(people[i], p)
			}
		}
		newAsk, err := tx.PrepareContext(ctx, newAskRow)
		if err != nil {
			return err
		}
		defer newAsk.Close()
		newFollowup, err := tx.PrepareContext(ctx, newFollowupRow)
		if err != nil {
			return err
		}
		defer newFollowup.Close()
		before := make([]oneonone.Ask, len(organizers))
		for k, id := range ids {
			i, turn := k%len(organizers), k/len(organizers)
			rhythm := organizers[i].Rhythm
			made := tx.now.Add(-time.Duration(each-turn) * time.Hour)
			ahead, past := oneonone.DateOf(tx.now).AddDays(1+turn%300), oneonone.DateOf(tx.now).AddDays(-1-turn%300)
			p := oneonone.Proposal{
				What: oneonone.Event, Words: "Will you bring two of your neighbours to the tenants' meeting?", Where: "The café on the corner",
				Why: "They listen to you.", At: ahead.In(rhythm.Zone).Add(18 * time.Hour),
			}
			var r oneonone.Reaction
			var parent *oneonone.Ask
			came := oneonone.OutcomeOpen
			switch turn % 10 {
			case 0:
				r = oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotNow, Then: oneonone.ThenOffered}
			case 1:
				r, parent = oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotThat, Then: oneonone.ThenOffered}, &before[i]
			case 2:
				r, parent, came = oneonone.Reaction{Said: oneonone.SaidYes}, &before[i], oneonone.Came
				p.At = past.In(rhythm.Zone).Add(18 * time.Hour)
			case 3: // not asked yet
			case 4:
				r = oneonone.Reaction{Said: oneonone.SaidMaybe, Back: ahead, WouldTake: "A lift home"}
			case 5:
				r = oneonone.Reaction{Said: oneonone.SaidMaybe}
			case 6:
				r = oneonone.Reaction{Said: oneonone.SaidMaybe, Back: past}
			case 7:
				r = oneonone.Reaction{Said: oneonone.SaidYes}
			case 8:
				r = oneonone.Reaction{Said: oneonone.SaidYes}
				p.At = past.In(rhythm.Zone).Add(18 * time.Hour)
			case 9:
				r = oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.CannotTell}
			}
			a := oneonone.NewAsk(organizers[i].ID, people[i][turn/10%len(people[i])], p, r, parent, made)
			if a.ID = id; parent == nil {
				a.Chain = id
			}
			if a.Then == oneonone.ThenOffered {
				a.Follow()
			}
			if came != oneonone.OutcomeOpen {
				a.Outcome, a.ClosedAt = came, made
			}
			before[i] = a
			once := fmt.Sprint("years ", turn)
			_, err := newAsk.ExecContext(ctx, append(tx.askValues(a, rhythm), tx.db.seal.lookup("submission", once, id.String()), tx.db.seal.lookup("submitted", once))...)
			if err != nil {
				return err
			}
			f := oneonone.NewOwn(a.Organizer, oneonone.Person{ID: a.Person, Member: a.Member},
				oneonone.Task{Words: "Send the agenda", Whose: oneonone.Mine, By: ahead.AddDays(-30)}, made, rhythm)
			if a.Said == oneonone.SaidYes {
				f = oneonone.NewConfirm(a, a.AnsweredAt, rhythm)
			}
			if !a.ToConfirm(tx.now) && a.Said == oneonone.SaidYes {
				f.State, f.DoneAt = oneonone.Done, made
			}
			copy(f.ID[:8], id[:8])
			if _, err := newFollowup.ExecContext(ctx, append(tx.followupValues(f), nil, nil)...); err != nil {
				return err
			}
		}
		return nil
	})
}
