package storage

import (
	"context"
	"time"
)

// What is written over or deleted is to be gone, sealed as it was. Two places
// keep old bytes of themselves: the pages of the file, where SQLite only marks
// them free, and the write-ahead log, which stays as long as it was. This file
// sees to both, and to nothing that another engine would have.

// eraseFreed has SQLite overwrite with zeros what it frees in the file.
const eraseFreed = "_pragma=secure_delete(1)"

// emptyLog copies the write-ahead log into the file and cuts it to nothing. It
// gives way to readers: while somebody reads from the log it stays, and the next
// look for what is due, a second later, tries again. Nobody is told of a
// failure, since what they wrote is safe.
func (db *DB) emptyLog() {
	// Whoever waits for an ack waits for this: a reader takes a millisecond or
	// two, but a backup may take minutes.
	soon, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	conn, err := db.write.Conn(soon)
	if err != nil {
		return
	}
	defer conn.Close()
	// What follows is not cut short, so that the patience is given back.
	ctx := context.Background()
	if _, err := conn.ExecContext(ctx, `pragma busy_timeout = 50`); err != nil {
		return
	}
	var blocked, frames, copied int
	err = conn.QueryRowContext(ctx, `pragma wal_checkpoint(truncate)`).Scan(&blocked, &frames, &copied)
	db.logHolds.Store(err != nil || blocked != 0)
	conn.ExecContext(ctx, `pragma busy_timeout = `+patience)
}
