package storage_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"modernc.org/sqlite"

	"oneonone"
	"oneonone/storage"
)

func open(tb testing.TB, path string) error {
	tb.Helper()
	db, err := storage.Open(tb.Context(), storage.Options{Path: path, KeyFile: path + ".key"})
	if err == nil {
		db.Close()
	}
	return err
}

func TestOpenMakesDatabaseAndKeyForTheirOwnerOnly(t *testing.T) {
	// SQLite reads the path as a URI: what is special there must stay a path.
	path := filepath.Join(t.TempDir(), "sam's 100% #1?.db")
	db := MustOpen(t, path, nil)
	MustMember(t, db, "U0SAM", time.UTC)
	for _, file := range []string{path, path + ".key", path + "-wal", path + "-shm"} {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != 0o600 {
			t.Errorf("mode of %s is %o, want 600", filepath.Base(file), got)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := open(t, path); err != nil {
		t.Errorf("open again: %v", err)
	}
}

// A database that was copied back with a wide mode gets a narrow one, and so do
// the files SQLite puts beside it.
func TestOpenNarrowsTheMode(t *testing.T) {
	path := filepath.Join(t.TempDir(), "oneonone.db")
	if err := open(t, path); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	db := MustOpen(t, path, nil)
	MustMember(t, db, "U0SAM", time.UTC)
	for _, file := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != 0o600 {
			t.Errorf("mode of %s is %o, want 600", filepath.Base(file), got)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	write := func(t *testing.T, path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name string
		// spoil breaks a good database, or gives another path to open.
		spoil func(t *testing.T, path string) string
		key   bool   // the error is about the key
		say   string // stands in the sentence
	}{
		{"key missing", func(t *testing.T, path string) string {
			os.Remove(path + ".key")
			return path
		}, true, "is missing. Put your copy of it back"},
		{"key damaged", func(t *testing.T, path string) string {
			write(t, path+".key", "oneonone-key-1:AAAA\n")
			return path
		}, true, "is not a key file"},
		{"key file empty", func(t *testing.T, path string) string {
			write(t, path+".key", "")
			return path
		}, true, "is not a key file"},
		{"key that others may write", func(t *testing.T, path string) string {
			if err := os.Chmod(path+".key", 0o620); err != nil {
				t.Fatal(err)
			}
			return path
		}, true, "others on this machine can write the key file, and so put another in its place. Run: chmod 600 "},
		{"key of another database", func(t *testing.T, path string) string {
			other := filepath.Join(t.TempDir(), "other.db")
			if err := open(t, other); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(other+".key", path+".key"); err != nil {
				t.Fatal(err)
			}
			return path
		}, true, "not the one this database was made with"},
		{"written by a newer program", func(t *testing.T, path string) string {
			raw := MustRaw(t, path)
			if _, err := raw.Exec(`insert into goose_db_version (version_id, is_applied) values (9999, 1)`); err != nil {
				t.Fatal(err)
			}
			return path
		}, false, "newer oneonone (schema 9999"},
		{"not a database", func(t *testing.T, path string) string {
			write(t, path, strings.Repeat("shopping list\n", 100))
			return path
		}, false, "the database"},
		{"a directory", func(t *testing.T, path string) string {
			if err := os.Rename(path+".key", filepath.Dir(path)+".key"); err != nil {
				t.Fatal(err)
			}
			return filepath.Dir(path)
		}, false, "the database"},
		{"in no directory", func(t *testing.T, path string) string {
			return filepath.Join(filepath.Dir(path), "nowhere", "oneonone.db")
		}, false, "cannot be written"},
		{"under a file", func(t *testing.T, path string) string {
			return filepath.Join(path, "oneonone.db")
		}, false, "the database"},
		// Not even root can write here; a test that ran as root would find
		// every other directory writable.
		{"in a directory nobody can write to", func(t *testing.T, _ string) string {
			return "/proc/oneonone.db"
		}, false, "cannot be written"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "oneonone.db")
			db := MustOpen(t, path, nil)
			MustMember(t, db, "U0SAM", time.UTC)
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			path = tt.spoil(t, path)
			err := open(t, path)
			if err == nil {
				t.Fatal("opened")
			}
			if errors.Is(err, storage.ErrKey) != tt.key || !strings.Contains(err.Error(), tt.say) {
				t.Errorf("got %v (about the key: %t), want %q (about the key: %t)", err, errors.Is(err, storage.ErrKey), tt.say, tt.key)
			}
		})
	}
}

// Another program's database is left as it is, byte for byte and mode for mode,
// with nothing put beside it.
func TestOpenLeavesAnothersDatabaseAlone(t *testing.T) {
	const notes = `create table bookmarks (url text); insert into bookmarks values ('https://example.org')`
	for _, tt := range []struct {
		name, does string
		key, open  bool
	}{
		{"and no key", notes, false, false},
		{"beside a key of ours", notes, true, false},
		{"with a log of writes", `pragma journal_mode=wal; ` + notes, true, false},
		{"in use", `pragma journal_mode=wal; ` + notes, true, true},
		{"migrated with the same tool", notes + `; create table goose_db_version (id integer primary key autoincrement, version_id integer not null, is_applied integer not null, tstamp timestamp default (datetime('now')));
			insert into goose_db_version (version_id, is_applied) values (0, 1), (1, 1)`, true, false},
		{"migrated further than ours", notes + `; create table goose_db_version (id integer primary key autoincrement, version_id integer not null, is_applied integer not null, tstamp timestamp default (datetime('now')));
			insert into goose_db_version (version_id, is_applied) values (0, 1), (20260101, 1)`, true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "bookmarks.db")
			raw := MustRaw(t, path)
			raw.SetMaxOpenConns(1)
			if _, err := raw.Exec(tt.does); err != nil {
				t.Fatal(err)
			}
			if !tt.open {
				raw.Close()
			}
			if tt.key {
				other := filepath.Join(t.TempDir(), "other.db")
				if err := open(t, other); err != nil {
					t.Fatal(err)
				}
				if err := os.Rename(other+".key", path+".key"); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Chmod(path, 0o644); err != nil {
				t.Fatal(err)
			}
			lies := func() map[string]string {
				files := map[string]string{}
				entries, err := os.ReadDir(dir)
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range entries {
					info, err := e.Info()
					if err != nil {
						t.Fatal(err)
					}
					text, err := os.ReadFile(filepath.Join(dir, e.Name()))
					if err != nil {
						t.Fatal(err)
					}
					if filepath.Ext(e.Name()) == ".db-shm" {
						text = nil // who reads notes there that they do
					}
					files[e.Name()] = fmt.Sprintf("%o %x", info.Mode(), text)
				}
				return files
			}
			before := lies()
			if err := open(t, path); !errors.Is(err, storage.ErrForeign) || errors.Is(err, storage.ErrKey) || !strings.Contains(err.Error(), path+" is a database of another program") {
				t.Errorf("got %v, want a sentence", err)
			}
			if diff := cmp.Diff(before, lies()); diff != "" {
				t.Errorf("it is changed (-was +is):\n%.2000s", diff)
			}
		})
	}
}

func TestReadOnlyDirectory(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root writes everywhere")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o700)
	if err := open(t, filepath.Join(dir, "oneonone.db")); err == nil || !strings.Contains(err.Error(), "cannot be written") {
		t.Errorf("got %v, want a sentence", err)
	}
}

// A database that cannot be made leaves no key, and a key whose database was
// never made is used: whichever step fails, the next start goes on.
func TestFirstStartInterrupted(t *testing.T) {
	dir := t.TempDir()
	lost := filepath.Join(dir, "nowhere", "oneonone.db")
	if _, err := storage.Open(t.Context(), storage.Options{Path: lost, KeyFile: filepath.Join(dir, "a.key")}); err == nil {
		t.Error("opened in no directory")
	}
	if _, err := os.Stat(filepath.Join(dir, "a.key")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a key was left behind: %v", err)
	}

	path := filepath.Join(dir, "oneonone.db")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := storage.Open(ctx, storage.Options{Path: path, KeyFile: path + ".key"}); err == nil {
		t.Fatal("opened with a context that is over")
	}
	key, err := os.ReadFile(path + ".key")
	if err != nil {
		t.Fatalf("this test has to stop between key and database: %v", err)
	}
	if err := open(t, path); err != nil {
		t.Fatalf("second start: %v", err)
	}
	again, err := os.ReadFile(path + ".key")
	if err != nil || string(again) != string(key) {
		t.Errorf("the key was made anew: %v", err)
	}

	// Where the key cannot be made the database is not begun.
	other := filepath.Join(dir, "other.db")
	if _, err := storage.Open(t.Context(), storage.Options{Path: other, KeyFile: "/dev/full/key"}); err == nil {
		t.Error("opened without a key")
	}
	if err := open(t, other); err != nil {
		t.Errorf("start after the key could not be made: %v", err)
	}
}

func TestPragmasAreInForceOnEveryConnection(t *testing.T) {
	db := MustOpen(t, filepath.Join(t.TempDir(), "oneonone.db"), nil)
	write, read := db.Pools()
	tests := []struct {
		name      string
		pool      *sql.DB
		n         int
		queryOnly string
	}{
		{"writer", write, 1, "0"},
		{"readers", read, 4, "1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.pool.Stats().MaxOpenConnections; got != tt.n {
				t.Errorf("%d connections at most, want %d", got, tt.n)
			}
			want := map[string]string{
				"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "1500", "query_only": tt.queryOnly, "secure_delete": "1",
			}
			// Held all at once, so that each is another one.
			for i := range tt.n {
				conn, err := tt.pool.Conn(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				defer conn.Close()
				got := map[string]string{}
				for name := range want {
					var value string
					if err := conn.QueryRowContext(t.Context(), "pragma "+name).Scan(&value); err != nil {
						t.Fatal(err)
					}
					got[name] = value
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("connection %d (-want +got):\n%s", i, diff)
				}
				// A misspelt column must not become a word ("dqs").
				if _, err := conn.QueryContext(t.Context(), `select "no such column" from member`); err == nil {
					t.Errorf("connection %d takes a misspelt column for a word", i)
				}
			}
		})
	}
}

// While somebody else holds the write lock, a write gives up with Busy when its
// context ends, before SQLite's own patience does, and so do those that queue
// behind it; what was to be written is not.
func TestBusyWithinTheDeadline(t *testing.T) {
	w := newWorld(t)
	before := w.dump(t)
	release := w.lock(t)
	began := time.Now()
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			defer cancel()
			_, err := w.Plan(ctx, w.sam.ID, oneonone.Whom{Member: w.ana.ID}, fmt.Sprint(i), aPlan())
			wantKind(t, "plan", err, oneonone.Busy)
		})
	}
	wg.Wait()
	if took := time.Since(began); took > 1400*time.Millisecond {
		t.Errorf("gave up after %v, the deadline was 200 ms", took)
	}
	// Readers do not wait for a writer.
	if _, err := w.Upcoming(t.Context(), w.sam.ID, 5); err != nil {
		t.Errorf("read while somebody writes: %v", err)
	}
	release()
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("something was written (-before +after):\n%s", diff)
	}
	w.MustPlan(t, w.sam, w.ana, aPlan()) // the connection is good again
}

// Without a deadline SQLite's own patience ends the wait.
func TestBusyWithoutADeadline(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for SQLite's 1.5 seconds")
	}
	w := newWorld(t)
	defer w.lock(t)()
	_, err := w.Plan(context.Background(), w.sam.ID, oneonone.Whom{Member: w.ana.ID}, "V1", aPlan())
	wantKind(t, "plan", err, oneonone.Busy)
}

// The deadline may pass between the last statement and the commit.
func TestBusyWhenTheDeadlinePassesInsideATransaction(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	before := w.dump(t)
	write, _ := w.Pools()
	for _, change := range []func(*oneonone.Meeting) error{
		func(*oneonone.Meeting) error { return nil }, // then the commit is next
		w.accept, // then another statement is
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		_, err := w.ChangeMeeting(ctx, w.sam.ID, m.ID, func(m *oneonone.Meeting) error {
			<-ctx.Done()
			// The rollback by the deadline gives the connection back.
			for write.Stats().InUse > 0 {
				time.Sleep(time.Millisecond)
			}
			return change(m)
		})
		cancel()
		wantKind(t, "change", err, oneonone.Busy)
	}
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("something was written (-before +after):\n%s", diff)
	}
}

func TestBusyWhenTheDiskIsFullOrReadOnly(t *testing.T) {
	for name, pragma := range map[string][2]string{
		"full":      {"pragma max_page_count = 1", "pragma max_page_count = 1000000"},
		"read only": {"pragma query_only = 1", "pragma query_only = 0"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			m := w.MustPlan(t, w.sam, w.ana, aPlan())
			write, _ := w.Pools()
			if _, err := write.Exec(pragma[0]); err != nil {
				t.Fatal(err)
			}
			before := w.dump(t)
			var err error
			for i := 0; err == nil && i < 200; i++ { // until the free pages are used up
				before = w.dump(t)
				_, err = w.Plan(t.Context(), w.sam.ID, oneonone.Whom{Member: w.mei.ID}, fmt.Sprintf("full %d", i), aPlan())
			}
			wantKind(t, "plan", err, oneonone.Busy)
			var said *oneonone.Error
			if !errors.As(err, &said) || !strings.Contains(said.Sentence.Key, "isn't saved yet") {
				t.Errorf("%v says nothing to the person", err)
			}
			if diff := cmp.Diff(before, w.dump(t)); diff != "" {
				t.Errorf("half of it was written (-before +after):\n%s", diff)
			}
			if _, err := w.Meeting(t.Context(), w.sam.ID, m.ID); err != nil {
				t.Errorf("cannot read any more: %v", err)
			}
			if _, err := write.Exec(pragma[1]); err != nil {
				t.Fatal(err)
			}
			w.MustAnswer(t, m, w.accept)
		})
	}
}

// failCommits makes every commit fail, as a disk does that fills up at the
// wrong moment.
func failCommits(tb testing.TB, db *storage.DB, fail bool) {
	tb.Helper()
	write, _ := db.Pools()
	conn, err := write.Conn(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	defer conn.Close()
	err = conn.Raw(func(c any) error {
		var hook sqlite.CommitHookFn
		if fail {
			hook = func() int32 { return 1 }
		}
		c.(sqlite.HookRegisterer).RegisterCommitHook(hook)
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
}

// The sender is woken by what was committed, not by what was only tried.
func TestWakeAfterCommitOnly(t *testing.T) {
	w := newWorld(t)
	failCommits(t, w.DB, true)
	if err := w.Welcome(t.Context(), w.sam.ID); err == nil {
		t.Fatal("committed")
	}
	select {
	case <-w.Wake():
		t.Error("woken for nothing")
	default:
	}
	failCommits(t, w.DB, false)
	for range 3 { // nobody listens yet, and nobody is held up
		if err := w.Welcome(t.Context(), w.sam.ID); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case <-w.Wake():
	default:
		t.Error("not woken")
	}
}
