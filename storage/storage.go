// Package storage keeps what the bot must remember, in one SQLite file.
//
// It knows tables, transactions and sealing; the rules are the root package's.
// One exported method is one transaction, and takes first the organizer whose
// rows it may touch, or the invited member for the acts permitted to them:
// another's row is not refused, it is not there. Every fact is written together
// with the messages it calls for (outbox.go). What people type is sealed
// (seal.go) before it reaches SQLite.
//
// Statements are plain SQL with $1 placeholders beside the method that runs
// them, so that another engine could run them too.
package storage

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"oneonone"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Options say which database to open.
type Options struct {
	Path    string
	KeyFile string
	// Now is the present as the bot takes it. time.Now by default.
	Now func() time.Time
	// Reads, where it is set, is told of every statement outside a transaction
	// before it runs: how many a screen takes is tested, and measured.
	Reads func(query string, args []any)
}

// DB is the database. It is safe for concurrent use.
type DB struct {
	seal  *seal
	write *sql.DB // one connection: writers queue here, not in SQLite
	read  *sql.DB // query_only
	// What is written with and read with.
	writing, asking statements
	now             func() time.Time
	reads           func(query string, args []any)
	wake            chan struct{}
	// logHolds is true while the write-ahead log holds words that were written
	// over.
	logHolds atomic.Bool
}

// pragmas are per connection, so they stand in the data source name. A word
// misspelt in the short form is an error; the one in the long form has a test.
const pragmas = "_journal_mode=WAL&_busy_timeout=" + patience + "&_synchronous=FULL&_foreign_keys=1&_dqs=0&_defensive=1&_txlock=immediate&" + eraseFreed

// patience is how long SQLite waits for another's lock, in milliseconds.
const patience = "1500"

// readers is how many connections read side by side.
const readers = 4

// Open opens the database, or makes a new one together with its key. It returns
// an error that wraps ErrKey when the key is missing, not this database's, or
// others than its owner may write it; and sentences for whoever runs the bot
// otherwise. Another program's database is refused before anything is written.
func Open(ctx context.Context, o Options) (_ *DB, err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := notForeign(ctx, o.Path); err != nil {
		return nil, err
	}
	key, err := keyFor(o)
	if err != nil {
		return nil, err
	}
	s, err := newSeal(key)
	if err != nil {
		return nil, err
	}
	if o.Reads == nil {
		o.Reads = func(string, []any) {}
	}
	db := &DB{seal: s, now: o.Now, reads: o.Reads, wake: make(chan struct{}, 1)}
	defer func() {
		if err != nil {
			db.Close()
		}
	}()
	// What stands in it is others' lives. SQLite gives the files it puts beside it
	// the same mode, so this comes before it is opened.
	if err := os.Chmod(o.Path, 0o600); err != nil {
		return nil, fmt.Errorf("the database %s: %w", o.Path, err)
	}
	dsn := source(o.Path, pragmas)
	if db.write, err = sql.Open("sqlite", dsn); err != nil {
		return nil, err
	}
	db.write.SetMaxOpenConns(1)
	if err := db.migrate(ctx); err != nil {
		return nil, fmt.Errorf("the database %s: %w", o.Path, err)
	}
	if db.read, err = sql.Open("sqlite", dsn+"&_query_only=1"); err != nil {
		return nil, err
	}
	db.read.SetMaxOpenConns(readers)
	db.read.SetMaxIdleConns(readers)
	if err := db.checkKey(ctx); err != nil {
		return nil, err
	}
	db.writing.pool, db.asking.pool = db.write, db.read
	db.emptyLog() // a program that was killed may have left it full
	return db, nil
}

// source is the data source name of the database at path. What is special in a
// URI stays a part of the path.
func source(path, params string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + params
}

// keyFor reads the key, or makes one when there is no database yet. A database
// without its key is never given a new one: that would bury what is in it.
func keyFor(o Options) ([]byte, error) {
	if info, err := os.Stat(o.Path); err == nil && info.Size() > 0 {
		return readKey(o.KeyFile)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the database %s: %w", o.Path, err)
	}
	// Can it be written at all? Ask before leaving a key behind.
	f, err := os.OpenFile(o.Path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the database cannot be written: %w", err)
	}
	f.Close()
	if _, err := os.Stat(o.KeyFile); err == nil {
		return readKey(o.KeyFile) // the database was started and never finished
	}
	return makeKey(o.KeyFile)
}

// migrate brings the schema up to this program's. A database from a newer
// program is refused, not guessed at.
func (db *DB) migrate(ctx context.Context) error {
	p, err := provider(db.write)
	if err != nil {
		return err
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	if newest := newest(p); have > newest {
		return fmt.Errorf("it was written by a newer oneonone (schema %d, this program knows %d). Install the newer program", have, newest)
	}
	_, err = p.Up(ctx)
	return err
}

// provider knows the migrations, and which of them a database has seen.
func provider(db *sql.DB) (*goose.Provider, error) {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectSQLite3, db, dir)
}

// newest is the schema this program knows.
func newest(p *goose.Provider) int64 {
	sources := p.ListSources()
	return sources[len(sources)-1].Version
}

// checkKey proves that the key is this database's, or, in a new one, leaves the
// proof.
func (db *DB) checkKey(ctx context.Context) error {
	err := db.seal.proven(db.write.QueryRowContext(ctx, proofQuery))
	if errors.Is(err, sql.ErrNoRows) {
		_, err = db.write.ExecContext(ctx, `insert into seal_check (one, proof) values (1, $1)`, db.seal.seal(proofPlace, proofWords))
	}
	return err
}

// Close closes the database.
func (db *DB) Close() error {
	var errs []error
	for _, pool := range []*sql.DB{db.read, db.write} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}

// Wake receives after every commit that may have put something into the outbox.
func (db *DB) Wake() <-chan struct{} { return db.wake }

// tx runs f in a write transaction, with one frozen present. It commits, then
// wakes whoever sends what the outbox holds.
func (db *DB) tx(ctx context.Context, what string, f func(tx *tx) error) error {
	sqlTx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return busy(what, err)
	}
	defer sqlTx.Rollback()
	t := &tx{Tx: sqlTx, ctx: ctx, db: db, now: db.now().UTC().Truncate(time.Second)}
	if err := f(t); err != nil {
		return busy(what, err)
	}
	if err := sqlTx.Commit(); err != nil {
		return busy(what, err)
	}
	if len(t.fresh) > 0 {
		go t.keep() // nobody waits for it
	}
	if t.spoke {
		select {
		case db.wake <- struct{}{}:
		default: // already awake
		}
	}
	if t.erased {
		db.logHolds.Store(true)
		db.emptyLog()
	}
	return nil
}

// tx is one write transaction.
type tx struct {
	*sql.Tx
	ctx   context.Context
	db    *DB
	now   time.Time
	spoke bool // something was put into the outbox
	// erased is set when sealed words were written over or deleted.
	erased  bool
	resumed bool        // a pause ends: what it held is due
	lastRow oneonone.ID // of what was put into the outbox
	// restored are the invitations that stand again, for who has just corrected a not ever.
	restored []oneonone.Meeting
	// hearAgain is true of a not ever corrected that they would rather not hear from the
	// organizer with.
	hearAgain bool
	// unsaid is true where words that waited don't go, since their receiver would rather
	// not hear from the organizer at all.
	unsaid bool
	fresh  []string // statements to be kept
}

func (t *tx) exec(query string, args ...any) (int64, error) {
	var r sql.Result
	var err error
	if kept := t.kept(query); kept != nil {
		r, err = kept.ExecContext(t.ctx, args...)
	} else {
		r, err = t.ExecContext(t.ctx, query, args...)
	}
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (t *tx) query(query string, args ...any) (*sql.Rows, error) {
	if kept := t.kept(query); kept != nil {
		return kept.QueryContext(t.ctx, args...)
	}
	return t.QueryContext(t.ctx, query, args...)
}

func (t *tx) row(query string, args ...any) *sql.Row {
	if kept := t.kept(query); kept != nil {
		return kept.QueryRowContext(t.ctx, args...)
	}
	return t.QueryRowContext(t.ctx, query, args...)
}

// kept is a statement as it was compiled before; nil when this is its first
// time. It is then compiled when the transaction has given its connection back.
func (t *tx) kept(query string) *sql.Stmt {
	if s := t.db.writing.get(query); s != nil {
		return t.StmtContext(t.ctx, s)
	}
	t.fresh = append(t.fresh, query)
	return nil
}

// keep compiles what the transaction ran for the first time. Where that fails
// it is compiled for every run, as it was.
func (t *tx) keep() {
	for _, query := range t.fresh {
		if _, err := t.db.writing.keep(context.Background(), query); err != nil {
			return
		}
	}
}

// querier reads, inside a transaction or outside.
type querier interface {
	query(query string, args ...any) (*sql.Rows, error)
	row(query string, args ...any) *sql.Row
}

// reading reads from the readers' pool.
type reading struct {
	*statements
	ctx   context.Context
	heard func(query string, args []any)
}

func (db *DB) reading(ctx context.Context) reading { return reading{&db.asking, ctx, db.reads} }

func (r reading) query(query string, args ...any) (*sql.Rows, error) {
	r.heard(query, args)
	s, err := r.keep(r.ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(r.ctx, args...)
}

func (r reading) row(query string, args ...any) *sql.Row {
	r.heard(query, args)
	s, err := r.keep(r.ctx, query)
	if err != nil {
		return r.pool.QueryRowContext(r.ctx, query, args...) // a row holds its own error
	}
	return s.QueryRowContext(r.ctx, args...)
}

// busy makes what the person can do nothing about but try again a Busy error,
// and what is not there a NotFound one. Rules' own errors pass.
func busy(what string, err error) error {
	if err == nil {
		return nil
	}
	if oneonone.KindOf(err) != "" {
		return err
	}
	if errors.Is(err, sql.ErrNoRows) {
		return notFound(what)
	}
	err = fmt.Errorf("%s: %w", what, err)
	var sqliteErr *sqlite.Error
	// A transaction that ended before its commit was rolled back by the deadline.
	temporary := errors.Is(err, context.DeadlineExceeded) || errors.Is(err, sql.ErrTxDone)
	if errors.As(err, &sqliteErr) {
		switch sqliteErr.Code() & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_INTERRUPT:
			temporary = true
		}
	}
	if !temporary {
		return err
	}
	return &oneonone.Error{
		Kind:     oneonone.Busy,
		Sentence: oneonone.Say("That isn't saved yet: I'm having trouble writing it down. Your text is still here. Please try again in a moment."),
		Cause:    err,
	}
}

// notFound is the error for what is not there, or not theirs.
func notFound(what string) error {
	return &oneonone.Error{
		Kind:     oneonone.NotFound,
		Sentence: oneonone.Say("I can't find that any more. `/1on1` shows what is there."),
		Cause:    fmt.Errorf("%s: no such row", what),
	}
}

// unix is an instant for a column: NULL for none.
func unix(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Unix()
}

// instant reads what unix wrote.
func instant(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.Unix(n.Int64, 0).UTC()
}

// day reads a day as Date.String wrote it.
func day(s string) (oneonone.Date, error) {
	if s == "" {
		return oneonone.Date{}, nil
	}
	return oneonone.ParseDate(s)
}

// all reads every row with scan and closes the rows.
func all[T any](rows *sql.Rows, err error, scan func(*sql.Rows) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}
