package storage

import (
	"context"

	"oneonone"
)

// OverwriteAsk has other words take the place of what was typed of one of the
// organizer's asks, as they saw it at a version. What the ask calls for stays as it is.
func (db *DB) OverwriteAsk(ctx context.Context, organizer, id oneonone.ID, version int, words oneonone.AskWords) error {
	return db.tx(ctx, "overwrite ask", func(tx *tx) error {
		a, err := tx.ask(organizer, id)
		if err != nil {
			return err
		}
		was := a.Version
		if err := a.Seen(version, func(a *oneonone.Ask) error { return a.Overwrite(words) }); err != nil || a.Version == was {
			return err
		}
		tx.erased = true
		if err := tx.updateAsk(a); err != nil {
			return err
		}
		return tx.redraw(organizer, id)
	})
}
