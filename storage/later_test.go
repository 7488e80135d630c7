package storage_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

// june is a day of the month these tests play in.
func june(day int) oneonone.Date { return oneonone.Date{Year: 2026, Month: time.June, Day: day} }

// morning is the hour of the morning message on a day of it.
func morning(day int) time.Time { return time.Date(2026, time.June, day, 9, 0, 0, 0, time.UTC) }

// asks is a question about a talk as it stands.
func asks(m oneonone.Meeting, about oneonone.NudgeKind) oneonone.Asked {
	return oneonone.Asked{About: about, Subject: m.ID, Timed: m.Timed, Round: m.Rounds}
}

func (w *world) MustPutOff(tb testing.TB, who oneonone.Member, q oneonone.Asked, on oneonone.Date) {
	tb.Helper()
	if err := w.PutOff(tb.Context(), who.ID, q, on); err != nil {
		tb.Fatalf("put off: %v", err)
	}
}

// asked is a talk on Thursday the 11th whose organizer was asked how it went.
func asked(t *testing.T) (*world, oneonone.Meeting) {
	t.Helper()
	w := newWorld(t)
	p := aPlan()
	p.Notice = oneonone.NoticeAgreed
	m := w.MustPlan(t, w.sam, w.ana, p)
	w.MustSend(t)
	w.clock.Set(m.End().Add(15 * time.Minute))
	w.MustSend(t)
	if got := w.outbox(t, "waiting", m.ID); !slices.Equal(got, []string{"after_again/1-again to sam"}) {
		t.Fatalf("waiting: %v", got)
	}
	return w, m
}

// A question put off takes the place of what would have come of itself, and
// comes once; pressed twice it is put off once.
func TestPutOff(t *testing.T) {
	w, m := asked(t)
	w.MustPutOff(t, w.sam, asks(m, oneonone.NudgeAfter), june(16))
	redrawn := w.MustSend(t)
	if !slices.Contains(redrawn, "redraw after/1 to sam") {
		t.Errorf("the card still says nothing of it: %v", redrawn)
	}
	before := w.dump(t)
	w.MustPutOff(t, w.sam, asks(m, oneonone.NudgeAfter), june(16))
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("once more (-before +after):\n%s", diff)
	}
	if got, want := w.outbox(t, "waiting", m.ID), []string{"after_again/1-later-2026-06-16 to sam"}; !slices.Equal(got, want) {
		t.Errorf("waiting: %v, want %v", got, want)
	}
	w.clock.Set(morning(16).Add(-time.Second))
	w.wantSent(t, "before that morning")
	w.clock.Set(morning(16))
	got := slices.DeleteFunc(w.MustSend(t), redraws)
	if want := []string{"after_again/1-later-2026-06-16 to sam"}; !slices.Equal(got, want) {
		t.Errorf("that morning: %v, want %v", got, want)
	}
	// Put off again, and back to the day before that: the nearer one counts.
	w.MustPutOff(t, w.sam, asks(m, oneonone.NudgeAfterAgain), june(25))
	w.MustPutOff(t, w.sam, asks(m, oneonone.NudgeAfterAgain), june(18))
	w.MustPutOff(t, w.sam, asks(m, oneonone.NudgeAfterAgain), june(25))
	w.MustPutOff(t, w.sam, asks(m, oneonone.NudgeAfterAgain), june(18))
	if got, want := w.outbox(t, "waiting", m.ID), []string{"after_again/1-later-2026-06-18 to sam"}; !slices.Equal(got, want) {
		t.Errorf("waiting: %v, want %v", got, want)
	}
	w.MustPutOff(t, w.sam, asks(m, oneonone.NudgeAfterAgain), oneonone.Date{})
	if got := w.outbox(t, "waiting", m.ID); len(got) != 0 {
		t.Errorf("left, and waiting: %v", got)
	}
	if ended, err := w.Ended(t.Context(), w.sam.ID, 9); len(ended) != 1 || err != nil {
		t.Errorf("left, and gone from Home: %v", err)
	}
	w.clock.Set(morning(30))
	if got := slices.DeleteFunc(w.MustSend(t), redraws); len(got) != 0 {
		t.Errorf("left, and asked: %v", got)
	}
}

// Slack refuses it for a moment on its day: it comes an hour later, and not at
// all once it was answered.
func TestPutOffAndRefused(t *testing.T) {
	for _, answered := range []bool{false, true} {
		w, m := asked(t)
		w.MustPutOff(t, w.sam, asks(m, oneonone.NudgeAfter), june(16))
		w.MustSend(t)
		w.clock.Set(morning(16))
		c := w.MustClaim(t)
		for ; c != nil && c.Redraw != ""; c = w.MustClaim(t) {
			w.MustSent(t, c)
		}
		if got := w.line(c); got != "after_again/1-later-2026-06-16 to sam" {
			t.Fatalf("claimed %s", got)
		}
		if answered {
			w.MustChange(t, m, w.met)
		}
		if err := w.Retry(t.Context(), c, w.clock.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		w.clock.Advance(time.Hour)
		got := slices.Contains(w.MustSend(t), "after_again/1-later-2026-06-16 to sam")
		if got == answered {
			t.Errorf("answered %t, sent %t", answered, got)
		}
	}
}

// A day further on outlives what happens to the talk meanwhile, and does not come
// twice for it.
func TestPutOffOutlivesOtherChanges(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, at(thursday18.Add(10*24*time.Hour)))
	w.clock.Set(morning(12))
	w.MustSend(t) // it has waited two days for an answer
	w.MustPutOff(t, w.sam, asks(m, oneonone.NudgeUnanswered), june(15))
	// Sam moves to another zone: everything of the talk is put in step.
	lisbon := MustZone(t, "Europe/Lisbon")
	MustMember(t, w.DB, "U0SAM", lisbon)
	if got := w.dueAt(t, m.ID, oneonone.NudgeUnanswered, "1-later-2026-06-15"); !got.Equal(time.Date(2026, 6, 15, 9, 0, 0, 0, lisbon)) {
		t.Errorf("due %v", got)
	}
	w.clock.Set(morning(15))
	if got := slices.DeleteFunc(w.MustSend(t), redraws); !slices.Equal(got, []string{"unanswered/1-later-2026-06-15 to sam"}) {
		t.Errorf("that morning: %v", got)
	}
	// What Sam said is for Sam only.
	theirs, err := w.Invitation(t.Context(), w.ana.ID, m.ID)
	if err != nil || theirs.Later != (oneonone.Later{}) {
		t.Errorf("Ana reads %+v, %v", theirs.Later, err)
	}
	// An answer ends it.
	w.MustPutOff(t, w.sam, asks(m, oneonone.NudgeUnanswered), june(17))
	w.MustAnswer(t, m, w.accept)
	for _, line := range w.outbox(t, "waiting", m.ID) {
		if line == "unanswered/1-later-2026-06-17 to sam" {
			t.Error("she said yes, and Sam would hear that she said nothing")
		}
	}
	err = w.PutOff(t.Context(), w.sam.ID, asks(m, oneonone.NudgeUnanswered), june(18))
	wantKind(t, "what was answered", err, oneonone.Stale)
}

// A wish to meet again keeps its day while the note is edited, and forgets it
// with another wish; what is planned is not put off.
func TestPutOffAWish(t *testing.T) {
	w, m := asked(t)
	wish := func(remember string, next oneonone.Date) oneonone.Reflection {
		t.Helper()
		r, err := w.Reflect(t.Context(), w.window(), oneonone.Reflection{
			Organizer: w.sam.ID, Meeting: m.ID, Remember: remember, Next: oneonone.NextOtherDate, NextOn: next,
		})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := wish("Her sister", june(22))
	w.clock.Set(morning(19))
	w.MustSend(t)
	q := oneonone.Asked{About: oneonone.NudgeAgain, Subject: r.ID}
	w.MustPutOff(t, w.sam, q, june(24))
	want := []string{"again/2026-06-22-later-2026-06-24 to sam"}
	if got := w.outbox(t, "waiting", r.ID); !slices.Equal(got, want) {
		t.Errorf("waiting: %v, want %v", got, want)
	}
	before := w.dump(t)
	w.MustPutOff(t, w.sam, q, june(24))
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("once more (-before +after):\n%s", diff)
	}
	wish("Her sister, Lina", june(22))
	if got := w.outbox(t, "waiting", r.ID); !slices.Equal(got, want) {
		t.Errorf("edited: %v, want %v", got, want)
	}
	wish("Her sister, Lina", june(29))
	if got := w.outbox(t, "waiting", r.ID); !slices.Equal(got, []string{"again/2026-06-29 to sam"}) {
		t.Errorf("another day: %v", got)
	}
	next := w.MustPlan(t, w.sam, w.ana, at(morning(27)))
	wantKind(t, "what is planned", w.PutOff(t.Context(), w.sam.ID, q, june(24)), oneonone.Stale)
	wantKind(t, "what is planned, left open", w.PutOff(t.Context(), w.sam.ID, q, oneonone.Date{}), oneonone.Stale)
	w.MustAnswer(t, next, func(m *oneonone.Meeting) error { return m.Decline(oneonone.CannotCome, w.clock.Now()) })
	w.MustPutOff(t, w.sam, q, oneonone.Date{})
	w.MustPutOff(t, w.sam, q, oneonone.Date{}) // twice is once
	if got := w.outbox(t, "waiting", r.ID); len(got) != 0 {
		t.Errorf("left open, and waiting: %v", got)
	}
	if got, err := w.Reflection(t.Context(), w.sam.ID, m.ID); err != nil || got.Next != oneonone.NextOpen || got.NextOn != (oneonone.Date{}) {
		t.Errorf("left open: %+v, %v", got, err)
	}
}
