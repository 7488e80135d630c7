package storage

import "database/sql"

// Pools are the connections themselves: how they were opened is part of what
// the package promises, and how a disk fills up is tried through them.
func (db *DB) Pools() (write, read *sql.DB) { return db.write, db.read }
