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

// Settings opened and saved as they stand write nothing, also when a pause has
// ended of itself: the modal shows none.
func TestSavedAfterAPauseEnded(t *testing.T) {
	w := newWorld(t)
	s, err := w.Settings(t.Context(), w.sam.ID)
	if err != nil {
		t.Fatal(err)
	}
	save := func() {
		t.Helper()
		if err := w.SetSettings(t.Context(), w.sam.ID, s); err != nil {
			t.Fatal(err)
		}
	}
	s.PausedUntil = oneonone.DateOf(monday).AddDays(2)
	save()
	w.clock.Advance(48 * time.Hour)
	before := w.dump(t)
	s.PausedUntil = oneonone.Date{}
	save()
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
	// While it lasts, none is an end to it.
	s.PausedUntil = oneonone.DateOf(w.clock.Now()).AddDays(2)
	save()
	s.PausedUntil = oneonone.Date{}
	save()
	if got, err := w.Settings(t.Context(), w.sam.ID); err != nil || got.PausedUntil != (oneonone.Date{}) {
		t.Errorf("paused until %v, %v", got.PausedUntil, err)
	}
}

// The word to plan the next talk comes in the morning of its day, wherever its
// reader lives by then and whenever their mornings are; what was sent is not sent
// again.
func TestTheWishToMeetAgainMovesWithItsOwner(t *testing.T) {
	w, m := held(t)
	r, err := w.Reflect(t.Context(), w.window(), oneonone.Reflection{
		Organizer: w.sam.ID, Meeting: m.ID, Remember: "x",
		Next: oneonone.NextOtherDate, NextOn: oneonone.Date{Year: 2026, Month: 7, Day: 10},
	})
	if err != nil {
		t.Fatal(err)
	}
	due := func(want time.Time) {
		t.Helper()
		if got := w.dueAt(t, r.ID, oneonone.NudgeAgain, "2026-07-10"); !got.Equal(want) {
			t.Errorf("due %v, want %v", got, want)
		}
	}
	due(time.Date(2026, 7, 7, 9, 0, 0, 0, time.UTC))
	MustMember(t, w.DB, "U0SAM", MustZone(t, "America/New_York"))
	due(time.Date(2026, 7, 7, 13, 0, 0, 0, time.UTC))
	s, err := w.Settings(t.Context(), w.sam.ID)
	if err != nil {
		t.Fatal(err)
	}
	s.Morning = 12
	if err := w.SetSettings(t.Context(), w.sam.ID, s); err != nil {
		t.Fatal(err)
	}
	due(time.Date(2026, 7, 7, 16, 0, 0, 0, time.UTC))
	w.clock.Set(time.Date(2026, 7, 7, 16, 0, 0, 0, time.UTC))
	w.MustSend(t)
	MustMember(t, w.DB, "U0SAM", MustZone(t, "America/Los_Angeles"))
	w.clock.Advance(24 * time.Hour)
	for _, line := range w.MustSend(t) {
		if line == "again/2026-07-10 to sam" {
			t.Error("sent again")
		}
	}
}

// The person met has quiet hours of their own: "Still good?" and its like keep to
// them, and to nobody else's.
func TestQuietHoursAreTheReceivers(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	w.MustAnswer(t, m, w.accept)
	w.MustSend(t)
	s, err := w.Settings(t.Context(), w.ana.ID)
	if err != nil {
		t.Fatal(err)
	}
	before := w.dueAt(t, m.ID, oneonone.NudgePrep, "1")
	s.QuietFrom, s.Lead = 18, oneonone.LeadOne
	if err := w.SetSettings(t.Context(), w.ana.ID, s); err != nil {
		t.Fatal(err)
	}
	if got := w.dueAt(t, m.ID, oneonone.NudgePrep, "1"); !got.Equal(before) {
		t.Errorf("Sam's card moved from %v to %v", before, got)
	}
	// Late, after a night in which nothing ran: it waits for her morning.
	w.clock.Set(time.Date(2026, 6, 10, 18, 30, 0, 0, time.UTC))
	for _, line := range w.MustSend(t) {
		if line == "still_good/1 to ana" {
			t.Error("sent in her quiet hours")
		}
	}
	if got, want := w.dueAt(t, m.ID, oneonone.NudgeStillGood, "1"), time.Date(2026, 6, 11, 8, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("waits until %v, want %v", got, want)
	}
}

// How it went is asked in the evening, or in the morning. Whose days run otherwise
// from then on is asked once more, and not twice.
func TestDaysRunOtherwiseAfterTheQuestion(t *testing.T) {
	for name, c := range map[string]struct {
		start  time.Time
		change func(*oneonone.Settings)
	}{
		"the evening ends earlier": {thursday18.Add(2 * time.Hour), func(s *oneonone.Settings) { s.QuietFrom = 18 }},
		"and later":                {thursday18.Add(4 * time.Hour), func(s *oneonone.Settings) { s.QuietFrom, s.Morning = 22, 12 }},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			p := at(c.start)
			p.Notice = oneonone.NoticeTell
			w.MustPlan(t, w.sam, w.ana, p)
			asked := []string{}
			for range 9 {
				before := len(asked)
				for c := w.MustClaim(t); c != nil; c = w.MustClaim(t) {
					if k := c.Rows[0].Kind; c.Redraw == "" && (k == oneonone.NudgeAfter || k == oneonone.NudgeAfterAgain) {
						asked = append(asked, w.line(c))
					}
					w.MustSent(t, c)
				}
				if before == 0 && len(asked) == 1 {
					w.mustSet(t, c.change)
				}
				due, ok, err := w.NextDue(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if ok {
					w.clock.Set(due)
				}
			}
			if len(asked) != 2 {
				t.Errorf("asked %v, want twice", asked)
			}
		})
	}
}

// Slack refuses a card that is due by then; set to come later, it does.
func TestRefusedAndWantedLater(t *testing.T) {
	w := newWorld(t)
	w.mustSet(t, func(s *oneonone.Settings) { s.Lead = oneonone.LeadThree })
	p := aPlan()
	p.Notice = oneonone.NoticeTell
	m := w.MustPlan(t, w.sam, w.ana, p)
	w.MustSend(t)
	w.clock.Set(m.Start.Add(-3 * time.Hour))
	c := w.MustClaim(t)
	for ; c != nil && c.Rows[0].Kind != oneonone.NudgePrep; c = w.MustClaim(t) {
		w.MustSent(t, c)
	}
	if c == nil {
		t.Fatal("no prep card three hours before")
	}
	if err := w.Retry(t.Context(), c, w.clock.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	w.mustSet(t, func(s *oneonone.Settings) { s.Lead = oneonone.LeadOne })
	w.clock.Advance(time.Minute)
	w.wantSent(t, "a minute later")
	w.clock.Set(m.Start.Add(-time.Hour))
	w.wantSent(t, "an hour before", "prep/1 to sam")
}

// mustSet changes what Sam has set.
func (w *world) mustSet(t *testing.T, change func(*oneonone.Settings)) {
	t.Helper()
	s, err := w.Settings(t.Context(), w.sam.ID)
	if err != nil {
		t.Fatal(err)
	}
	change(&s)
	if err := w.SetSettings(t.Context(), w.sam.ID, s); err != nil {
		t.Fatal(err)
	}
}
