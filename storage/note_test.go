package storage_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

// MustWrite writes a page of notes about a talk, from a window of its own.
func (w *world) MustWrite(tb testing.TB, m oneonone.Meeting, page oneonone.Page, n oneonone.Notes) {
	tb.Helper()
	if _, err := w.WriteNotes(tb.Context(), m.Organizer, m.ID, w.window(), page, n); err != nil {
		tb.Fatalf("write notes: %v", err)
	}
}

func (w *world) wantNotes(tb testing.TB, when string, m oneonone.Meeting, want oneonone.Notes) {
	tb.Helper()
	got, err := w.Notes(tb.Context(), m.Organizer, m.ID)
	if err != nil {
		tb.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		tb.Errorf("%s (-want +got):\n%s", when, diff)
	}
}

// rows is how many rows a table has.
func (w *world) rows(tb testing.TB, table string) (n int) {
	tb.Helper()
	if err := w.raw.QueryRow(`select count(*) from ` + table).Scan(&n); err != nil {
		tb.Fatal(err)
	}
	return n
}

func TestNotes(t *testing.T) {
	w, m := held(t)
	w.MustWrite(t, m, oneonone.PagePrep, oneonone.Notes{oneonone.FieldFindOut: "not"})
	w.MustWrite(t, m, oneonone.PageSelf, oneonone.Notes{oneonone.FieldFeel: oneonone.FeelHard, oneonone.FieldThread: "The \n move"})
	all := oneonone.Notes{
		oneonone.FieldFindOut: "not", oneonone.FieldFeel: oneonone.FeelHard, oneonone.FieldThread: "The \n move",
	}
	w.wantNotes(t, "two pages", m, all)

	// Saved as it was, nothing is written.
	before := w.dumpOf(t, "note")
	w.clock.Advance(time.Hour)
	w.MustWrite(t, m, oneonone.PagePrep, oneonone.Notes{oneonone.FieldFindOut: "not"})
	if diff := cmp.Diff(before, w.dumpOf(t, "note")); diff != "" {
		t.Errorf("the same once more (-before +after):\n%s", diff)
	}

	// A page says all that stands on it, and nothing of the others.
	w.MustWrite(t, m, oneonone.PageSelf, oneonone.Notes{oneonone.FieldStory: oneonone.StoryHeard})
	w.wantNotes(t, "another self", m, oneonone.Notes{oneonone.FieldFindOut: "not", oneonone.FieldStory: oneonone.StoryHeard})

	// Emptied, it is as if never written.
	w.MustWrite(t, m, oneonone.PageSelf, oneonone.Notes{})
	w.MustWrite(t, m, oneonone.PagePrep, nil)
	w.wantNotes(t, "emptied", m, oneonone.Notes{})
	if n := w.rows(t, "note"); n != 0 {
		t.Errorf("%d rows are left of empty pages", n)
	}
}

// What was chosen does not show from outside: not by the length of what is
// sealed, and not by which rows are there.
func TestChoicesDoNotShowFromOutside(t *testing.T) {
	w, m := held(t)
	outside := func(n oneonone.Notes) (lines []string) {
		t.Helper()
		w.MustWrite(t, m, oneonone.PageSelf, n)
		rows, err := w.raw.Query(`select field, length(words) from note order by field`)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var field, length string
			if err := rows.Scan(&field, &length); err != nil {
				t.Fatal(err)
			}
			lines = append(lines, field+" "+length)
		}
		return lines
	}
	want := outside(oneonone.Notes{oneonone.FieldFeel: oneonone.FeelWarm, oneonone.FieldStory: oneonone.StoryHeard})
	if len(want) != 2 {
		t.Fatalf("%q", want)
	}
	for _, feel := range oneonone.Feels {
		if diff := cmp.Diff(want, outside(oneonone.Notes{oneonone.FieldFeel: feel})); diff != "" {
			t.Errorf("%s without the story (-want +got):\n%s", feel, diff)
		}
	}
}

// Slack may deliver a window again when its words have long been written over.
func TestAnOldWindowWritesNothingOver(t *testing.T) {
	w, m := held(t)
	ctx := t.Context()
	write := func(window, words string) {
		t.Helper()
		n := oneonone.Notes{}
		if words != "" {
			n[oneonone.FieldCare] = words
		}
		if _, err := w.WriteNotes(ctx, w.sam.ID, m.ID, window, oneonone.PageThem, n); err != nil {
			t.Fatal(err)
		}
	}
	reflect := func(window, remember, promise string) oneonone.Reflection {
		t.Helper()
		r, err := w.Reflect(ctx, window, oneonone.Reflection{Organizer: w.sam.ID, Meeting: m.ID, Remember: remember, Promise: promise})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	write("V1/them", "Buses")
	reflect("V1/reflect", "Her sister", "Send it")
	w.clock.Advance(time.Minute)
	write("V2/them", "")
	second := reflect("V2/reflect", "Her brother", "")

	before := w.dump(t)
	write("V1/them", "Buses")
	if diff := cmp.Diff(second, reflect("V1/reflect", "Her sister", "Send it")); diff != "" {
		t.Errorf("an old window gave (-newest +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}

	// Corrected, because its first answer was lost, it counts.
	write("V2/them", "Trams")
	w.wantNotes(t, "corrected", m, oneonone.Notes{oneonone.FieldCare: "Trams"})
	if got := reflect("V2/reflect", "Her cousin", ""); got.Remember != "Her cousin" {
		t.Errorf("corrected: %q", got.Remember)
	}

	// Windows are not remembered for ever.
	w.clock.Advance(8 * 24 * time.Hour)
	write("V3/them", "Trains")
	if n := w.rows(t, "submission"); n != 1 {
		t.Errorf("%d windows are remembered after a week, want the last", n)
	}
}

// What failed to be written is not taken for written.
func TestBusyNotesMayBeSentAgain(t *testing.T) {
	w, m := held(t)
	write := func() error {
		_, err := w.WriteNotes(t.Context(), w.sam.ID, m.ID, "V1/them", oneonone.PageThem, oneonone.Notes{oneonone.FieldCare: "Buses"})
		return err
	}
	failCommits(t, w.DB, true)
	if write() == nil {
		t.Fatal("committed")
	}
	failCommits(t, w.DB, false)
	if err := write(); err != nil {
		t.Fatal(err)
	}
	w.wantNotes(t, "sent again", m, oneonone.Notes{oneonone.FieldCare: "Buses"})
}

// long fills many pages of the file, and is 12,000 bytes.
var long = strings.Repeat("🚌", oneonone.MaxNote)

// stands says whether any piece of sealed bytes stands in the file or in the log
// beside it.
func (w *world) stands(tb testing.TB, sealed []byte) (where []string) {
	tb.Helper()
	for _, suffix := range []string{"", "-wal"} {
		b, err := os.ReadFile(w.path + suffix)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			tb.Fatal(err)
		}
		for i := 0; i+16 <= len(sealed); i += 16 {
			if bytes.Contains(b, sealed[i:i+16]) {
				where = append(where, "oneonone.db"+suffix)
				break
			}
		}
	}
	return where
}

// sealed are the sealed words of a talk: notes, line and promise.
func (w *world) sealed(tb testing.TB) map[string][]byte {
	tb.Helper()
	rows, err := w.raw.Query(`select field, words from note union all select 'remember', remember from reflection
		union all select 'promise', words from followup`)
	if err != nil {
		tb.Fatal(err)
	}
	defer rows.Close()
	out := map[string][]byte{}
	for rows.Next() {
		var name string
		var words []byte
		if err := rows.Scan(&name, &words); err != nil {
			tb.Fatal(err)
		}
		out[name] = words
	}
	return out
}

// What is written over or emptied is gone, sealed as it was: from the file and
// from the log beside it.
func TestOldWordsAreGoneFromTheFiles(t *testing.T) {
	for name, words := range map[string]string{"a few words": "The move to the coast", "as many as fit": long} {
		t.Run(name, func(t *testing.T) {
			w, m := held(t)
			w.MustReflect(t, m, words, words[:len(words)/12*4])
			w.MustWrite(t, m, oneonone.PageSelf, oneonone.Notes{oneonone.FieldThread: words, oneonone.FieldWell: words, oneonone.FieldFeel: oneonone.FeelHard})
			old := w.sealed(t)
			if len(old) != 6 { // with the tick that was not made
				t.Fatalf("%d", len(old))
			}
			for field, sealed := range old {
				if len(w.stands(t, sealed)) == 0 {
					t.Fatalf("%s stands nowhere: this test would not see it", field)
				}
			}
			w.MustReflect(t, m, "Short", "")
			// Well is kept, the rest written over or emptied.
			w.MustWrite(t, m, oneonone.PageSelf, oneonone.Notes{oneonone.FieldThread: "The job", oneonone.FieldWell: words})
			for field, sealed := range old {
				where := w.stands(t, sealed)
				if kept := field == string(oneonone.FieldWell) || field == string(oneonone.FieldStory); kept != (len(where) > 0) {
					t.Errorf("%s, kept %t, stands in %q", field, kept, where)
				}
			}
			w.MustWrite(t, m, oneonone.PageSelf, nil)
			for field, sealed := range old {
				if where := w.stands(t, sealed); len(where) > 0 {
					t.Errorf("%s was emptied and stands in %q", field, where)
				}
			}
		})
	}
}

// Whoever reads from the log at the time keeps it and holds nobody up; soon
// after they are done it is gone.
func TestOldWordsAreGoneOnceNobodyReads(t *testing.T) {
	w, m := held(t)
	w.MustWrite(t, m, oneonone.PageThem, oneonone.Notes{oneonone.FieldCare: "The move to the coast"})
	old := w.sealed(t)[string(oneonone.FieldCare)]

	reader, err := w.raw.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	exec := func(statement string) {
		t.Helper()
		if _, err := reader.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	exec(`begin deferred`)
	exec(`select count(*) from note`)
	began := time.Now()
	w.MustWrite(t, m, oneonone.PageThem, nil)
	if took := time.Since(began); took > time.Second {
		t.Errorf("a reader held the window up for %v", took)
	}
	if len(w.stands(t, old)) == 0 {
		t.Fatal("the reader was not in the way: this test shows nothing")
	}
	exec(`commit`)
	w.MustSend(t)
	if where := w.stands(t, old); len(where) > 0 {
		t.Errorf("the old words stand in %q still", where)
	}
	// Its patience with a lock is what it was.
	write, _ := w.Pools()
	var patience int
	if err := write.QueryRow(`pragma busy_timeout`).Scan(&patience); err != nil || patience != 1500 {
		t.Errorf("patience %d, %v", patience, err)
	}
}

// Readers see what is true all the while, and nobody waits for long.
func TestEmptyingTheLogBesideReaders(t *testing.T) {
	w, m := held(t)
	stop, ended := make(chan struct{}), make(chan error)
	for range 4 {
		go func() {
			for {
				select {
				case <-stop:
					ended <- nil
					return
				default:
				}
				got, err := w.Notes(t.Context(), w.sam.ID, m.ID)
				if err == nil && got[oneonone.FieldCare] != got[oneonone.FieldRole] {
					err = errors.New("half a page: " + got[oneonone.FieldCare])
				}
				if err != nil {
					ended <- err
					return
				}
			}
		}()
	}
	var slowest time.Duration
	for i := range 100 {
		words := strings.Repeat("w", 1+i*29)
		began := time.Now()
		w.MustWrite(t, m, oneonone.PageThem, oneonone.Notes{oneonone.FieldCare: words, oneonone.FieldRole: words})
		slowest = max(slowest, time.Since(began))
	}
	close(stop)
	for range 4 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	t.Logf("the slowest of 100 pages took %v", slowest)
}
