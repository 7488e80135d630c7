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
				m.State, m.ClosedAt, m.Reflected = oneonone.Met, m.End(), true
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
