package storage

import (
	"context"
	"database/sql"
	"slices"
	"sync"

	"oneonone"
)

// statements are a pool's statements, compiled once for each of its connections
// and kept: to compile a short one takes as long as to run it. There are as many
// as stand in this package, since every one is a constant.
//
// A kept statement runs once at a time on its connection. Inside a transaction
// the rows of one are therefore read to their end before it is asked again: see
// all.
type statements struct {
	pool *sql.DB
	kept sync.Map // its text to its *sql.Stmt
}

// get is a kept statement; nil when there is none yet.
func (s *statements) get(query string) *sql.Stmt {
	if found, ok := s.kept.Load(query); ok {
		return found.(*sql.Stmt)
	}
	return nil
}

// keep compiles a statement. It waits for a connection, so nobody who holds the
// only one may call it.
func (s *statements) keep(ctx context.Context, query string) (*sql.Stmt, error) {
	if found := s.get(query); found != nil {
		return found, nil
	}
	made, err := s.pool.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if found, other := s.kept.LoadOrStore(query, made); other {
		made.Close()
		return found.(*sql.Stmt), nil
	}
	return made, nil
}

// someIDs are the places of the ids in a statement that reads several rows at once.
// There are as many as a long page shows; those that are left over stay empty. Beside them
// stands +organizer: without the plus SQLite would walk all that is the organizer's instead.
const someIDs = `$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20`

const someMost = 20

// together reads the rows with these ids, each once, someIDs at a time.
func together[T any](ids []oneonone.ID, read func(some []any) ([]T, error)) ([]T, error) {
	var different []any
	for i, id := range ids {
		if !id.IsZero() && !slices.Contains(ids[:i], id) {
			different = append(different, id)
		}
	}
	var out []T
	for some := range slices.Chunk(different, someMost) {
		places := make([]any, someMost)
		copy(places, some)
		found, err := read(places)
		if err != nil {
			return out, err
		}
		out = append(out, found...)
	}
	return out, nil
}
