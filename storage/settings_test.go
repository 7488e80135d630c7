package storage_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

// What is set is read back, moves what waits, and set once more changes nothing.
func TestSettings(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	get := func() oneonone.Settings {
		t.Helper()
		s, err := w.Settings(ctx, w.sam.ID)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	set := func(s oneonone.Settings) {
		t.Helper()
		if err := w.SetSettings(ctx, w.sam.ID, s); err != nil {
			t.Fatal(err)
		}
	}
	s := get()
	want := oneonone.Settings{Rhythm: oneonone.RhythmIn(nil)}
	if diff := cmp.Diff(want, s, cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })); diff != "" {
		t.Errorf("pre-set (-want +got):\n%s", diff)
	}
	before := w.dump(t)
	set(s)
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("saved as it was (-before +after):\n%s", diff)
	}

	held := w.MustPlan(t, w.sam, w.mei, at(monday.Add(time.Hour)))
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	w.MustAnswer(t, m, w.accept)
	w.MustSend(t)
	w.clock.Advance(2 * time.Hour)
	r := w.MustReflect(t, held, "She sings", "send her the score")
	f := openFollowup(t, w)
	s.Morning, s.Lead, s.Initials, s.Reach = 11, oneonone.LeadOne, true, "555 0134"
	s.PausedUntil = oneonone.Date{Year: 2026, Month: 6, Day: 20}
	set(s)
	if diff := cmp.Diff(s, get(), cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })); diff != "" {
		t.Errorf("(-set +got):\n%s", diff)
	}
	if got := w.dueAt(t, m.ID, oneonone.NudgePrep, "1"); !got.Equal(thursday18.Add(-time.Hour)) {
		t.Errorf("prep at %v", got)
	}
	if got, want := w.dueAt(t, f.ID, oneonone.NudgeFollowup, "2026-06-10"), time.Date(2026, 6, 10, 11, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("the promise at %v, want %v", got, want)
	}
	if got, err := w.Followup(ctx, w.sam.ID, f.ID); err != nil || got.Due.Hour() != 11 || r.PromiseDue.Hour() != 9 {
		t.Errorf("due %v, was %v, %v", got.Due, r.PromiseDue, err)
	}
	before = w.dump(t)
	set(s)
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("set once more (-before +after):\n%s", diff)
	}
	// Paused, she asks nothing; the card of the talk comes.
	w.clock.Set(thursday18.Add(18 * time.Hour))
	for _, line := range w.MustSend(t) {
		if line != "prep/1 to sam" && line != "still_good/1 to ana" && !redraws(line) {
			t.Errorf("sent while paused: %s", line)
		}
	}
	// Ended: what waited comes.
	s.PausedUntil = oneonone.Date{}
	set(s)
	if got := w.MustSend(t); len(got) == 0 {
		t.Error("nothing comes after the pause")
	}
	other, err := w.Settings(ctx, w.joao.ID)
	if err != nil || other.Morning != 9 || other.Reach != "" {
		t.Errorf("another member's: %+v, %v", other, err)
	}
}

// Somebody moves: their promises keep their day, and come in their new morning.
func TestAPromiseMovesWithItsOwner(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, at(monday.Add(time.Hour)))
	w.MustSend(t)
	w.clock.Advance(2 * time.Hour)
	w.MustReflect(t, m, "She sings", "send her the score")
	f := openFollowup(t, w)
	MustMember(t, w.DB, "U0SAM", MustZone(t, "America/New_York"))
	want := time.Date(2026, 6, 10, 13, 0, 0, 0, time.UTC)
	if got := w.dueAt(t, f.ID, oneonone.NudgeFollowup, "2026-06-10"); !got.Equal(want) {
		t.Errorf("due %v, want %v", got, want)
	}
}
