package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Health is what Examine found.
type Health struct {
	Path    string // of the database, links followed
	KeyFile string

	// New is true when there is no database, or nothing in its file: Open
	// would make one.
	New bool
	// Unread is why it cannot be read, Unwritten why it cannot be written, and
	// Exposed whether others on this machine may read it.
	Unread, Unwritten error
	Exposed           bool
	// Foreign is true when it is another program's.
	Foreign bool
	// Damage is the first thing SQLite found wrong; empty for nothing.
	Damage string
	// Schema is the database's, and Newest the one this program knows. An older
	// one is brought up by Open, a newer one refused.
	Schema, Newest int64

	// HasKey is whether there is a key file, Key what is wrong with it, and
	// KeyExposed whether others on this machine may read it.
	HasKey     bool
	Key        error
	KeyExposed bool
}

// Examine looks at a database and its key as they lie there. It makes, migrates,
// mends and changes neither, and a bot may run on them meanwhile. SQLite may
// make anew the index beside a database that was not closed (-shm), which holds
// nothing of its own.
//
// It is for a process that has the database not open otherwise: a file that is
// closed takes the process's locks on it along.
func Examine(ctx context.Context, o Options) Health {
	h := Health{Path: o.Path, KeyFile: o.KeyFile}
	if p, err := filepath.EvalSymlinks(o.Path); err == nil {
		h.Path = p
	}
	if info, err := os.Stat(o.KeyFile); err == nil {
		h.HasKey, h.KeyExposed = true, exposed(info)
	}
	key, err := readKey(o.KeyFile)
	h.Key = err

	info, err := os.Stat(h.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		h.New = true
	case err != nil:
		h.Unread = err
	case !info.Mode().IsRegular():
		h.Unread = errors.New("it is not a file")
	case info.Size() == 0:
		h.New = true
		h.Unwritten = openable(h.Path, os.O_RDWR)
	default:
		h.Exposed = exposed(info)
		h.Unread = openable(h.Path, os.O_RDONLY)
		// What SQLite puts beside it may belong to somebody else, too: to whoever
		// started the bot once as root.
		for _, file := range []string{h.Path, h.Path + "-wal", h.Path + "-shm"} {
			if err := openable(file, os.O_RDWR); h.Unwritten == nil && !errors.Is(err, fs.ErrNotExist) {
				h.Unwritten = err
			}
		}
	}
	if h.New && !h.HasKey {
		h.Key = nil
	}
	if h.New || h.Unread != nil {
		return h
	}
	open, looked := h.opened(), h
	looked.look(ctx, key, open)
	if !open && h.opened() {
		// A bot started meanwhile, and without locks half of what was read may be
		// from before and half from after.
		looked = h
		looked.look(ctx, key, true)
	}
	return looked
}

// opened is whether SQLite's log of writes stands beside the database: a bot has
// it open, or ended without closing it.
func (h *Health) opened() bool {
	info, err := os.Stat(h.Path + "-wal")
	if err != nil || info.Size() > 0 {
		return err == nil
	}
	_, err = os.Stat(h.Path + "-shm")
	return err == nil
}

// look reads the database.
func (h *Health) look(ctx context.Context, key []byte, open bool) {
	db, err := onlyLook(h.Path, open)
	if err != nil {
		h.Unread = err
		return
	}
	defer db.Close()
	if err := h.check(ctx, db); err != nil {
		h.fault(err)
		return
	}
	if h.Damage != "" {
		return
	}
	if err := h.schema(ctx, db); err != nil {
		h.fault(err)
		return
	}
	if h.Foreign || h.Schema > h.Newest || h.Schema == 0 || h.Key != nil {
		return
	}
	s, err := newSeal(key)
	if err == nil {
		err = s.proven(db.QueryRowContext(ctx, proofQuery))
	}
	switch {
	case errors.Is(err, ErrKey):
		h.Key = err
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		h.fault(err)
	}
}

// fault sorts an error of SQLite's: a file that is damaged, or one that cannot
// be read at all.
func (h *Health) fault(err error) {
	if e, ok := errors.AsType[*sqlite.Error](err); ok && e.Code()&0xff == sqlite3.SQLITE_CORRUPT {
		h.Damage = err.Error()
		return
	}
	h.Unread = err
}

// check has SQLite look through the whole file.
func (h *Health) check(ctx context.Context, db *sql.DB) error {
	var says string
	if err := db.QueryRowContext(ctx, `pragma quick_check(1)`).Scan(&says); err != nil {
		return err
	}
	if says != "ok" {
		h.Damage = says
	}
	return nil
}

// schema finds out whose database it is, and of which program's age.
func (h *Health) schema(ctx context.Context, db *sql.DB) error {
	p, err := provider(db)
	if err != nil {
		return err
	}
	h.Newest = newest(p)
	// Asked for the version of a database that has none, it would write one.
	versioned, err := hasTable(ctx, db, goose.DefaultTablename)
	if err != nil {
		return err
	}
	if !versioned {
		var changes int
		err := db.QueryRowContext(ctx, `pragma schema_version`).Scan(&changes)
		h.Foreign = changes > 0
		return err
	}
	if h.Schema, err = p.GetDBVersion(ctx); err != nil || h.Schema == 0 {
		return err
	}
	// Others migrate with goose, too.
	proof, err := hasTable(ctx, db, proofPlace.table)
	h.Foreign = err == nil && !proof
	return err
}

// onlyLook opens a database to be read, and changes nothing. Open is whether
// somebody else may be writing to it.
func onlyLook(path string, open bool) (*sql.DB, error) {
	params := "mode=ro&_busy_timeout=" + patience + "&_query_only=1&_dqs=0&_defensive=1"
	if !open {
		// Nobody writes to it, and SQLite is to begin no log.
		params += "&immutable=1"
	}
	db, err := sql.Open("sqlite", source(path, params))
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

// ErrForeign is what Open wraps when the database is another program's.
var ErrForeign = errors.New("a database of another program")

// notForeign refuses another program's database, and leaves it as it is: bringing
// it up to this program's schema would write into it. What cannot be read at all
// is for whoever opens it to say.
func notForeign(ctx context.Context, path string) error {
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		return nil
	}
	h := Health{Path: path}
	if p, err := filepath.EvalSymlinks(path); err == nil {
		h.Path = p
	}
	db, err := onlyLook(h.Path, h.opened())
	if err != nil {
		return nil
	}
	defer db.Close()
	if err := h.schema(ctx, db); err != nil || !h.Foreign {
		return nil
	}
	return fmt.Errorf("%s is %w, and is left as it is", path, ErrForeign)
}

func hasTable(ctx context.Context, db *sql.DB, name string) (bool, error) {
	rows, err := db.QueryContext(ctx, `pragma table_info(`+name+`)`)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	return rows.Next(), rows.Err()
}

// exposed is whether others than the owner may do anything with a file, meddled
// whether they may write it. Windows has no such modes, and tells of ones that say
// nothing.
func exposed(info fs.FileInfo) bool {
	return runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0
}

func meddled(info fs.FileInfo) bool {
	return runtime.GOOS != "windows" && info.Mode().Perm()&0o022 != 0
}

// KeyExposed is whether others on this machine may read a key file.
func KeyExposed(path string) bool {
	info, err := os.Stat(path)
	return err == nil && exposed(info)
}

// openable asks the system itself: what a mode says is not the whole truth.
func openable(path string, flag int) error {
	f, err := os.OpenFile(path, flag, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// tryBytes is how much TryWriting writes. It is more than a full disk still
// finds in its corners.
const tryBytes = 64 << 10

// TryWriting makes a small file in dir and takes it away again: whether it can
// be written there is not known before it is tried.
func TryWriting(dir string) (err error) {
	f, err := os.CreateTemp(dir, ".oneonone-doctor-")
	if err != nil {
		return err
	}
	defer func() {
		cerr := f.Close()
		if rerr := os.Remove(f.Name()); cerr == nil {
			cerr = rerr
		}
		if err == nil {
			err = cerr
		}
	}()
	if _, err := f.Write(make([]byte, tryBytes)); err != nil {
		return err
	}
	return f.Sync()
}
