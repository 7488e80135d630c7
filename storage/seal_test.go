package storage_test

import (
	"bytes"
	"errors"
	"os"
	"testing"
	"time"

	"oneonone"
	"oneonone/storage"
)

// distinctive are words that stand nowhere by chance, one for each field that
// people fill in, and what names them in Slack.
var distinctive = struct{ organizer, member, channel, purpose, place, remember, promise, reworded, movedTo, hint, ask, word string }{
	"U0ZYXWVUTS", "U0QPONMLKJ", "D0HGFEDCBA",
	"Brombeerkuchen purpose", "Quittenhof place", "Mirabellenwein remember", "Schlehenlikör promise",
	"Holunderblüten reworded", "Sanddornpfad place", "C0VOGELBEERE/1700000000.000100",
	"Kornelkirsche", "Felsenbirne word",
}

// A day of use, and then the files: no typed word and no Slack id stands in
// them, neither while the database is open (the log of what is not yet merged
// is a file too) nor after it was closed.
func TestNoWordStandsInTheFiles(t *testing.T) {
	w := newWorld(t)
	d := distinctive
	sam, ana := MustMember(t, w.DB, d.organizer, MustZone(t, "Europe/Lisbon")), MustMember(t, w.DB, d.member, time.UTC)
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(w.SetChannel(t.Context(), ana.ID, d.channel))
	check(w.Welcome(t.Context(), sam.ID))
	check(w.Hint(t.Context(), ana.ID, d.hint, oneonone.Typed{Heard: oneonone.HeardVerb, Verb: "schedule", About: sam.ID, More: true}))
	p := aPlan()
	p.Purpose, p.Place = d.purpose, d.place
	m := w.MustPlan(t, sam, ana, p)
	w.MustAnswer(t, m, w.accept)
	p.Place, p.Start = d.movedTo, p.Start.Add(time.Hour)
	m = w.MustChange(t, m, func(m *oneonone.Meeting) error { return m.Revise(p, w.clock.Now()) })
	if _, err := w.Questions(t.Context(), m, false); err != nil {
		t.Fatal(err)
	}
	w.MustSend(t)
	w.clock.Set(m.End())
	w.MustReflect(t, m, d.remember, d.promise)
	w.MustReflect(t, m, d.remember, d.reworded)
	said := func(what string) string { return d.ask + " " + what }
	role := storage.NewAsk{
		Whom:     oneonone.Whom{Name: said("name"), Reach: said("reach")},
		Proposal: oneonone.Proposal{What: oneonone.Role, Words: said("role"), Involves: said("involves"), Why: said("why"), IfTime: said("time"), IfThing: said("thing")},
		Reaction: oneonone.Reaction{Said: oneonone.SaidMaybe, WouldTake: said("take")},
	}
	w.MustAsk(t, sam, role)
	event := storage.NewAsk{Whom: oneonone.Whom{Member: ana.ID}, Proposal: oneonone.Proposal{What: oneonone.Event, Words: said("words"), Where: said("where")}, Reaction: saidYes}
	yes := w.MustAsk(t, sam, event)
	_, err := w.SendWord(t.Context(), sam.ID, yes.ID, yes.Version, 0, "V/word", d.word, true)
	check(err)
	w.MustSend(t)

	look := func(when string) {
		t.Helper()
		secrets := []string{
			d.organizer, d.member, d.channel, d.purpose, d.place, d.remember, d.promise, d.reworded, d.movedTo, d.hint,
			"U0SAM", "U0ANA", "Brombeer", "Quitten", "Mirabell", "Schlehen", "Holunder", "Sanddorn", "VOGELBEERE", d.ask, d.word, "Kornel", "Felsenbirn",
		}
		seen := 0
		for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
			b, err := os.ReadFile(w.path + suffix)
			if errors.Is(err, os.ErrNotExist) {
				continue
			}
			check(err)
			seen += len(b)
			for _, s := range secrets {
				if bytes.Contains(bytes.ToLower(b), bytes.ToLower([]byte(s))) {
					t.Errorf("%s: %q stands in oneonone.db%s", when, s, suffix)
				}
			}
		}
		// The test looks at the right files: what is not sealed is there.
		if seen < 10_000 {
			t.Fatalf("%s: only %d bytes of files", when, seen)
		}
	}
	if info, err := os.Stat(w.path + "-wal"); err != nil || info.Size() == 0 {
		t.Fatalf("the log is not there to be looked at: %v", err)
	}
	look("open")
	check(w.raw.Close())
	check(w.Close())
	look("closed")

	// They were there all the time, for whoever has the key.
	db := MustOpen(t, w.path, w.clock.Now)
	r, err := db.Reflection(t.Context(), sam.ID, m.ID)
	check(err)
	if r.Remember != d.remember || r.Promise != d.reworded {
		t.Errorf("read back %q and %q", r.Remember, r.Promise)
	}
}

// Whoever may write to the file but has no key cannot move words to where
// somebody else reads them.
func TestMovedWordsDoNotOpen(t *testing.T) {
	type talks struct{ mine, also, other oneonone.Meeting }
	tests := []struct {
		name, move string
		args       func(*world, talks) []any
		read       func(*world, talks) error
	}{
		{
			"to another row", `update meeting set purpose = (select purpose from meeting where id = $1) where id = $2`,
			func(w *world, m talks) []any { return []any{m.mine.ID, m.also.ID} },
			func(w *world, m talks) error { _, err := w.Meeting(t.Context(), w.sam.ID, m.also.ID); return err },
		}, {
			"to another column", `update meeting set place = purpose where id = $1`,
			func(w *world, m talks) []any { return []any{m.mine.ID} },
			func(w *world, m talks) error { _, err := w.Meeting(t.Context(), w.sam.ID, m.mine.ID); return err },
		}, {
			"to another owner", `update meeting set organizer = $1 where id = $2`,
			func(w *world, m talks) []any { return []any{w.joao.ID, m.mine.ID} },
			func(w *world, m talks) error { _, err := w.Meeting(t.Context(), w.joao.ID, m.mine.ID); return err },
		}, {
			"to another's reflection", `update reflection set remember = (select remember from reflection where meeting = $1) where meeting = $2`,
			func(w *world, m talks) []any { return []any{m.mine.ID, m.other.ID} },
			func(w *world, m talks) error { _, err := w.Reflection(t.Context(), w.joao.ID, m.other.ID); return err },
		}, {
			"to another table", `update reflection set remember = (select words from followup where meeting = $1) where meeting = $1`,
			func(w *world, m talks) []any { return []any{m.other.ID} },
			func(w *world, m talks) error { _, err := w.Reflection(t.Context(), w.joao.ID, m.other.ID); return err },
		}, {
			"to another's promise", `update followup set words = (select words from followup where meeting = $1) where meeting = $2`,
			func(w *world, m talks) []any { return []any{m.mine.ID, m.other.ID} },
			func(w *world, m talks) error { _, err := w.OpenFollowups(t.Context(), w.joao.ID, 9); return err },
		}, {
			"to another's ask", `update ask set words = (select words from ask where organizer = $1) where organizer = $2`,
			func(w *world, m talks) []any {
				w.MustAsk(t, w.sam, anAsk(w.ana, saidYes))
				w.MustAsk(t, w.joao, anAsk(w.ana, saidYes))
				return []any{w.sam.ID, w.joao.ID}
			},
			func(w *world, m talks) error {
				_, err := w.Asks(t.Context(), w.joao.ID, storage.AskCursor{}, 9)
				return err
			},
		}, {
			"to another column of an ask", `update ask set place = words where organizer = $1`,
			func(w *world, m talks) []any {
				w.MustAsk(t, w.sam, anAsk(w.ana, saidYes))
				return []any{w.sam.ID}
			},
			func(w *world, m talks) error {
				_, err := w.Asks(t.Context(), w.sam.ID, storage.AskCursor{}, 9)
				return err
			},
		}, {
			"to another member", `update member set slack_id = (select slack_id from member where id = $1) where id = $2`,
			func(w *world, m talks) []any { return []any{w.sam.ID, w.joao.ID} },
			func(w *world, m talks) error { _, err := w.MemberByID(t.Context(), w.joao.ID); return err },
		}, {
			"cut short", `update member set slack_id = x'0102' where id = $1`,
			func(w *world, m talks) []any { return []any{w.mei.ID} },
			func(w *world, m talks) error { _, err := w.MemberByID(t.Context(), w.mei.ID); return err },
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			m := talks{w.MustPlan(t, w.sam, w.ana, aPlan()), w.MustPlan(t, w.sam, w.mei, aPlan()), w.MustPlan(t, w.joao, w.ana, aPlan())}
			w.clock.Set(m.mine.End())
			w.MustReflect(t, m.mine, "mine", "mine")
			w.MustReflect(t, m.other, "other's", "other's")
			if err := tt.read(w, m); err != nil && oneonone.KindOf(err) != oneonone.NotFound {
				t.Fatalf("before: %v", err)
			}
			r, err := w.raw.Exec(tt.move, tt.args(w, m)...)
			if err != nil {
				t.Fatal(err)
			}
			if n, _ := r.RowsAffected(); n != 1 {
				t.Fatalf("moved %d", n)
			}
			if err := tt.read(w, m); !errors.Is(err, storage.ErrKey) {
				t.Errorf("got %v, want it not to open", err)
			}
		})
	}
}
