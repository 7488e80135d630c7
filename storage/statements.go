package storage

import (
	"context"
	"database/sql"
	"sync"
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
