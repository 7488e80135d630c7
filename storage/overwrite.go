package storage

import (
	"context"

	"oneonone"
)

// OverwriteAsk has other words take the place of what was typed of one of the
// organizer's asks, as they saw it at a version. What the ask calls for stays as it is,
// and a word that waits goes as it was written: only what is kept has changed. The words
// of one that did not go are gone with it.
func (db *DB) OverwriteAsk(ctx context.Context, organizer, id oneonone.ID, version int, words oneonone.AskWords) error {
	return db.tx(ctx, "overwrite ask", func(tx *tx) error {
		a, err := tx.ask(organizer, id)
		if err != nil {
			return err
		}
		was := a
		if err := a.Seen(version, func(a *oneonone.Ask) error { return a.Overwrite(words) }); err != nil || a.Version == was.Version {
			return err
		}
		tx.erased = true
		if err := tx.updateAsk(a); err != nil {
			return err
		}
		_, err = tx.exec(`update word set standing = $1 where organizer = $2 and ask = $3 and standing = $4 and id in (
				select subject from outbox where receiver = $5 and kind = 'word' and state = 'waiting' union all
				select subject from outbox where receiver = $5 and kind = 'word' and state = 'claimed')`,
			db.standing(a), organizer, id, db.standing(was), a.Member)
		if err != nil {
			return err
		}
		if err := tx.emptyUnsent(a); err != nil {
			return err
		}
		return tx.redraw(organizer, id)
	})
}
