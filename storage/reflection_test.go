package storage_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

// held is a talk that is over.
func held(t *testing.T) (*world, oneonone.Meeting) {
	t.Helper()
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	w.clock.Set(m.End())
	return w, m
}

func TestReflectIsReadBackByItsAuthor(t *testing.T) {
	w, m := held(t)
	r, err := w.Reflect(t.Context(), w.window(), oneonone.Reflection{
		Organizer: w.sam.ID, Meeting: m.ID, Remember: "Her sister drives the bus", Promise: "Send the timetable",
		Next: oneonone.NextWeek, NextOn: oneonone.Date{Year: 2026, Month: 6, Day: 18},
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := w.Reflection(t.Context(), w.sam.ID, m.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, got); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}
	if want := time.Date(2026, 6, 13, 9, 0, 0, 0, time.UTC); !got.PromiseDue.Equal(want) {
		t.Errorf("promised for %v, want %v", got.PromiseDue, want)
	}
	r.Promise, r.PromiseDue = "", time.Time{} // they stand in the follow-up
	byID, err := w.ReflectionByID(t.Context(), w.sam.ID, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, byID); diff != "" {
		t.Errorf("by id (-written +read):\n%s", diff)
	}
	// Who writes about a talk has met.
	after, err := w.Meeting(t.Context(), w.sam.ID, m.ID)
	if err != nil || after.State != oneonone.Met || after.Line != oneonone.LineWritten {
		t.Errorf("the meeting is %s, line %d, %v", after.State, after.Line, err)
	}
}

func TestReflectTwiceIsOnce(t *testing.T) {
	w, m := held(t)
	first := w.MustReflect(t, m, "Her sister", "Send it")
	waiting := w.outbox(t, "waiting", oneonone.ID{})
	w.clock.Advance(time.Minute)
	if diff := cmp.Diff(first, w.MustReflect(t, m, "Her sister", "Send it")); diff != "" {
		t.Errorf("the second is another (-first +second):\n%s", diff)
	}
	if diff := cmp.Diff(waiting, w.outbox(t, "waiting", oneonone.ID{})); diff != "" {
		t.Errorf("waiting (-first +second):\n%s", diff)
	}
	if edited := w.MustReflect(t, m, "Her brother", "Send it"); edited.ID != first.ID || !edited.WrittenAt.Equal(first.WrittenAt) || !edited.EditedAt.Equal(w.clock.Now()) {
		t.Errorf("edited: %+v", edited)
	}
	var rows int
	if err := w.raw.QueryRow(`select (select count(*) from reflection) + (select count(*) from followup)`).Scan(&rows); err != nil || rows != 2 {
		t.Errorf("%d rows, %v", rows, err)
	}
}

func TestReflectTooEarly(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	before := w.dump(t)
	_, err := w.Reflect(t.Context(), w.window(), oneonone.Reflection{Organizer: w.sam.ID, Meeting: m.ID, Remember: "Nothing yet", Promise: "Nothing"})
	wantKind(t, "reflect", err, oneonone.Stale)
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}

// One promise a talk: worded anew, taken back, made after all, done.
func TestPromise(t *testing.T) {
	w, m := held(t) // Thursday 18:45
	followup := func() oneonone.Followup {
		t.Helper()
		var id oneonone.ID
		if err := w.raw.QueryRow(`select id from followup where meeting = $1`, m.ID).Scan(&id); err != nil {
			t.Fatal(err)
		}
		f, err := w.Followup(t.Context(), w.sam.ID, id)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	check := func(name, words string, state oneonone.FollowupState, shown string, waiting ...string) {
		t.Helper()
		f := followup()
		if f.Words != words || f.State != state {
			t.Errorf("%s: %q is %s, want %q %s", name, f.Words, f.State, words, state)
		}
		r, err := w.Reflection(t.Context(), w.sam.ID, m.ID)
		if err != nil || r.Promise != shown {
			t.Errorf("%s: the reflection shows %q, %v", name, r.Promise, err)
		}
		if due := (state == oneonone.Open); due == r.PromiseDue.IsZero() || due && !r.PromiseDue.Equal(f.Due) {
			t.Errorf("%s: the reflection says it is due %v, the promise %v", name, r.PromiseDue, f.Due)
		}
		if diff := cmp.Diff(append([]string{}, waiting...), w.outbox(t, "waiting", f.ID)); diff != "" {
			t.Errorf("%s: waiting (-want +got):\n%s", name, diff)
		}
		open, err := w.OpenFollowups(t.Context(), w.sam.ID, 9)
		if err != nil || (len(open) == 1) != (state == oneonone.Open) {
			t.Errorf("%s: open %v, %v", name, open, err)
		}
	}
	sat := []string{"followup/2026-06-13 to sam", "followup/2026-06-13-again to sam"}

	w.MustReflect(t, m, "Her sister", "")
	if open, err := w.OpenFollowups(t.Context(), w.sam.ID, 9); err != nil || len(open) != 0 {
		t.Errorf("no promise: %v, %v", open, err)
	}
	w.MustReflect(t, m, "Her sister", "Send it")
	check("promised", "Send it", oneonone.Open, "Send it", sat...)
	w.MustReflect(t, m, "Her sister", "Bring it")
	check("reworded", "Bring it", oneonone.Open, "Bring it", sat...)
	w.MustReflect(t, m, "Her sister", "")
	check("taken back", "", oneonone.Dropped, "")
	w.MustReflect(t, m, "Her sister", "Send it after all")
	check("made after all", "Send it after all", oneonone.Open, "Send it after all", sat...)
	f := followup()
	if _, err := w.ChangeFollowup(t.Context(), w.sam.ID, f.ID, func(f *oneonone.Followup) error {
		return f.PutOff(june(14), w.clock.Now(), oneonone.RhythmIn(time.UTC))
	}); err != nil {
		t.Fatal(err)
	}
	check("later", "Send it after all", oneonone.Open, "Send it after all", "followup/2026-06-14 to sam", "followup/2026-06-14-again to sam")
	for range 2 {
		if _, err := w.ChangeFollowup(t.Context(), w.sam.ID, f.ID, func(f *oneonone.Followup) error { return f.Close(oneonone.Done, w.clock.Now()) }); err != nil {
			t.Fatal(err)
		}
		check("done", "Send it after all", oneonone.Done, "Send it after all")
	}
	if got := followup().Version; got != f.Version+2 {
		t.Errorf("version %d after two changes of %d: done twice is once", got, f.Version)
	}
}

// A promise that was let go keeps its words when the reflection, which shows none, is
// edited.
func TestAPromiseLetGoKeepsItsWords(t *testing.T) {
	w, m := held(t)
	w.MustReflect(t, m, "Her sister", "Send it")
	w.MustClose(t, openFollowup(t, w), oneonone.Dropped)
	before := w.dumpOf(t, "followup")
	r, err := w.Reflection(t.Context(), w.sam.ID, m.ID)
	if err != nil || r.Promise != "" {
		t.Fatalf("%q, %v", r.Promise, err)
	}
	w.MustReflect(t, m, "Her sister drives the 9", r.Promise)
	if diff := cmp.Diff(before, w.dumpOf(t, "followup")); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}

// A reminder that was withdrawn and is called for again comes when the fact
// says now, not when it said before.
func TestPromiseMadeAgainInAnotherZone(t *testing.T) {
	w, m := held(t)
	w.MustReflect(t, m, "Her sister", "Send it")
	f := openFollowup(t, w)
	w.MustReflect(t, m, "Her sister", "")
	MustMember(t, w.DB, "U0SAM", MustZone(t, "America/New_York"))
	w.MustReflect(t, m, "Her sister", "Send it")
	// The same Saturday, at 9:00 there.
	want := time.Date(2026, 6, 13, 13, 0, 0, 0, time.UTC)
	if got := w.dueAt(t, f.ID, oneonone.NudgeFollowup, "2026-06-13"); !got.Equal(want) {
		t.Errorf("due %v, want %v", got, want)
	}
}

// Who moves to another zone between the two mentions of a promise hears of it
// twice, not once more under another day's name.
func TestPromiseWhileMovingThroughZones(t *testing.T) {
	w, m := held(t)
	MustMember(t, w.DB, "U0SAM", MustZone(t, "Pacific/Auckland"))
	w.MustReflect(t, m, "Her sister", "Send it")
	f := openFollowup(t, w)
	var mentions []string
	for range 9 {
		for c := w.MustClaim(t); c != nil; c = w.MustClaim(t) {
			if c.Redraw == "" && c.Rows[0].Subject == f.ID {
				// Refused once, so that the outbox is put in step with the promise.
				if err := w.Retry(t.Context(), c, w.clock.Now()); err != nil {
					t.Fatal(err)
				}
				c = w.MustClaim(t)
				mentions = append(mentions, c.Rows[0].Occurrence)
			}
			w.MustSent(t, c)
		}
		if len(mentions) == 1 {
			MustMember(t, w.DB, "U0SAM", MustZone(t, "America/Los_Angeles"))
		}
		due, ok, err := w.NextDue(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			w.clock.Set(due)
		}
	}
	day := f.Day(MustZone(t, "Pacific/Auckland"))
	want := []string{day, day + "-again"}
	if diff := cmp.Diff(want, mentions); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func openFollowup(t *testing.T, w *world) oneonone.Followup {
	t.Helper()
	open, err := w.OpenFollowups(t.Context(), w.sam.ID, 9)
	if err != nil || len(open) != 1 {
		t.Fatalf("open: %v, %v", open, err)
	}
	return open[0]
}

// What was written over is gone: the row holds one version of the words, as
// long as they are.
func TestOldWordsAreGoneFromTheRow(t *testing.T) {
	w, m := held(t)
	read := func() (remember, words []byte) {
		t.Helper()
		err := w.raw.QueryRow(`select remember, words from reflection join followup using (meeting)`).Scan(&remember, &words)
		if err != nil {
			t.Fatal(err)
		}
		return remember, words
	}
	w.MustReflect(t, m, "A long remark about a sister who drives the bus", "Send all of the timetables")
	r1, w1 := read()
	w.MustReflect(t, m, "Short", "")
	r2, w2 := read()
	const overhead = 4 + 12 + 16 // key id, nonce, tag
	if len(r2) != overhead+len("Short") || len(w2) != overhead {
		t.Errorf("sealed %d and %d bytes, want %d and %d", len(r2), len(w2), overhead+5, overhead)
	}
	for name, old := range map[string][]byte{"remember": r1, "words": w1} {
		var n int
		if err := w.raw.QueryRow(`select count(*) from reflection, followup where remember = $1 or words = $1`, old).Scan(&n); err != nil || n != 0 {
			t.Errorf("the old %s stand there still, %v", name, err)
		}
	}
}

// To plan with somebody draws anew what says that nothing is planned, and not what was
// said in all the years before.
func TestPlanningDrawsTheLastWishes(t *testing.T) {
	w := newWorld(t)
	var last oneonone.Reflection
	for i := range 20 {
		at := monday.AddDate(0, 0, 14*i)
		w.clock.Set(at)
		m, _, err := w.Log(t.Context(), w.sam.ID, oneonone.Whom{Member: w.ana.ID}, w.window(), oneonone.Maintenance, at, oneonone.ID{})
		if err != nil {
			t.Fatal(err)
		}
		last, err = w.Reflect(t.Context(), w.window(), oneonone.Reflection{
			Organizer: w.sam.ID, Meeting: m.ID, Remember: "Her sister", Next: oneonone.NextWeek, NextOn: oneonone.DateOf(at).AddDays(7),
		})
		if err != nil {
			t.Fatal(err)
		}
		w.clock.Set(at.AddDate(0, 0, 5))
		w.MustSend(t)
		if err := w.Awake(t.Context(), w.sam.ID); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(w.outbox(t, "sent", oneonone.ID{})); got < 20 {
		t.Fatalf("%d were said", got)
	}
	w.MustPlan(t, w.sam, w.ana, at(w.clock.Now().AddDate(0, 0, 9)))
	var drawn []string
	for _, line := range w.MustSend(t) {
		if redraws(line) {
			drawn = append(drawn, line)
		}
	}
	if len(drawn) == 0 || len(drawn) > 6 || !slices.Contains(drawn, "redraw again/"+last.NextOn.String()+" to sam") {
		t.Errorf("drawn anew: %v", drawn)
	}
}

// A wish for a day far ahead is followed however many talks came between.
func TestPlanningDrawsAnOldTalksWish(t *testing.T) {
	w := newWorld(t)
	for i := range 7 {
		at := monday.AddDate(0, 0, 7*i)
		w.clock.Set(at)
		m, _, err := w.Log(t.Context(), w.sam.ID, oneonone.Whom{Member: w.ana.ID}, w.window(), oneonone.Maintenance, at, oneonone.ID{})
		if err != nil {
			t.Fatal(err)
		}
		r := oneonone.Reflection{Organizer: w.sam.ID, Meeting: m.ID, Remember: "Her sister"}
		if i == 0 {
			r.Next, r.NextOn = oneonone.NextOtherDate, oneonone.DateOf(at).AddDays(60)
		}
		if _, err := w.Reflect(t.Context(), w.window(), r); err != nil {
			t.Fatal(err)
		}
	}
	w.clock.Set(monday.AddDate(0, 0, 58))
	if got := w.MustSend(t); !slices.Equal(got, []string{"again/2026-08-07 to sam"}) {
		t.Fatalf("said: %v", got)
	}
	w.MustPlan(t, w.sam, w.ana, at(w.clock.Now().AddDate(0, 0, 9)))
	if got := w.MustSend(t); !slices.Contains(got, "redraw again/2026-08-07 to sam") {
		t.Errorf("drawn anew: %v", got)
	}
}

// A wish is Home's from three days before its day, until something is planned or was
// held about then. Two who meet weekly may still wish for a day far ahead.
func TestWishes(t *testing.T) {
	w, m := held(t)
	r, err := w.Reflect(t.Context(), w.window(), oneonone.Reflection{
		Organizer: w.sam.ID, Meeting: m.ID, Remember: "x", Next: oneonone.NextOtherDate, NextOn: oneonone.Date{Year: 2026, Month: 7, Day: 10},
	})
	if err != nil {
		t.Fatal(err)
	}
	july := func(day int) time.Time { return time.Date(2026, time.July, day, 12, 0, 0, 0, time.UTC) }
	want := func(name string, now time.Time, stands bool, came oneonone.State) {
		t.Helper()
		w.clock.Set(now)
		got, err := w.Wishes(t.Context(), w.sam, 9)
		if err != nil || (len(got) == 1) != stands {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if stands && (got[0].Reflection != r.ID || got[0].ID != m.ID || got[0].NextOn != r.NextOn || !got[0].Mine) {
			t.Errorf("%s: %+v", name, got[0])
		}
		if got, err := w.MetAgain(t.Context(), w.sam.ID, r.ID); got != came || err != nil {
			t.Errorf("%s: came %q, %v", name, got, err)
		}
	}
	between := w.MustPlan(t, w.sam, w.ana, at(july(-5)))
	w.clock.Set(between.End())
	w.MustChange(t, between, w.met)
	want("four days before", july(6), false, "")
	want("three days before", july(7), true, "")
	if err := w.PutOff(t.Context(), w.sam.ID, oneonone.Asked{About: oneonone.NudgeAgain, Subject: r.ID}, oneonone.Date{Year: 2026, Month: 7, Day: 9}); err != nil {
		t.Fatal(err)
	}
	want("put off", july(8), false, "")
	want("put off to this day", july(9), true, "")
	want("months later", july(10).AddDate(0, 0, 61), false, "")
	w.clock.Set(july(9))
	again := w.MustPlan(t, w.sam, w.ana, at(july(12)))
	want("planned", july(9), false, oneonone.Planned)
	want("over, and nothing said", july(13), false, oneonone.Planned)
	again = w.MustChange(t, again, w.met)
	want("held", july(13), false, oneonone.Met)
	w.MustChange(t, again, func(m *oneonone.Meeting) error { return m.NotMet(m.Version, false, w.clock.Now()) })
	want("not held after all", july(13), true, "")
	w.MustAsk(t, w.sam, anAsk(w.ana, notAtAll))
	want("they'd rather not hear from them", july(13), false, "")
}

// What comes up to a wish is a talk that either of the two planned; only of their own
// invitation does who wishes hear that the other said no.
func TestWishesOfEitherSide(t *testing.T) {
	for name, tt := range map[string]struct {
		organizer, member func(*world) oneonone.Member
		answer            func(*world, *oneonone.Meeting) error
		came              oneonone.State
	}{
		"invited, they said yes":    {sam, ana, (*world).accept, oneonone.Planned},
		"invited, they said no":     {sam, ana, (*world).decline, oneonone.Declined},
		"invited, they can't come":  {sam, ana, (*world).cannot, ""},
		"was invited, said yes":     {ana, sam, (*world).accept, oneonone.Planned},
		"was invited, and said no":  {ana, sam, (*world).decline, ""},
		"was invited, by another":   {mei, sam, (*world).accept, ""},
		"another was, by the other": {ana, mei, (*world).accept, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w, m := held(t)
			r, err := w.Reflect(t.Context(), w.window(), oneonone.Reflection{Organizer: w.sam.ID, Meeting: m.ID, Remember: "x", Next: oneonone.NextWeek, NextOn: oneonone.DateOf(m.Start).AddDays(7)})
			if err != nil {
				t.Fatal(err)
			}
			next := w.MustPlan(t, tt.organizer(w), tt.member(w), at(m.Start.AddDate(0, 0, 7)))
			w.MustAnswer(t, next, func(m *oneonone.Meeting) error { return tt.answer(w, m) })
			if got, err := w.MetAgain(t.Context(), w.sam.ID, r.ID); got != tt.came || err != nil {
				t.Errorf("came %q, %v; want %q", got, err, tt.came)
			}
		})
	}
}

// Said in the morning, that nothing is planned is drawn anew with whatever comes up to the
// wish, and with whatever does so no more.
func TestWishesDrawnAnew(t *testing.T) {
	const drawn = "redraw again/2026-06-15 to "
	wished := func(t *testing.T, of, with func(*world) oneonone.Member) (*world, func(want string)) {
		w := newWorld(t)
		m, _, err := w.Log(t.Context(), of(w).ID, oneonone.Whom{Member: with(w).ID}, w.window(), oneonone.Maintenance, monday, oneonone.ID{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Reflect(t.Context(), w.window(), oneonone.Reflection{Organizer: of(w).ID, Meeting: m.ID, Remember: "x", Next: oneonone.NextWeek, NextOn: oneonone.DateOf(monday).AddDays(7)}); err != nil {
			t.Fatal(err)
		}
		w.clock.Set(monday.AddDate(0, 0, 4))
		w.MustSend(t)
		return w, func(want string) {
			t.Helper()
			if got := w.MustSend(t); len(got) == 0 || !slices.Contains(got, drawn+want) {
				t.Errorf("%v, without %s", got, drawn+want)
			}
		}
	}
	plan := func(w *world, who oneonone.Member) {
		if _, err := w.Plan(t.Context(), w.sam.ID, oneonone.Whom{Member: who.ID}, "V/plan", at(monday.AddDate(0, 0, 8))); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("a plan corrected to somebody else", func(t *testing.T) {
		w, draws := wished(t, sam, ana)
		plan(w, w.ana)
		draws("sam")
		plan(w, w.mei)
		draws("sam")
	})
	for name, who := range map[string]func(*world) oneonone.Member{"a log corrected to another day": ana, "a log corrected to somebody else": mei} {
		t.Run(name, func(t *testing.T) {
			w, draws := wished(t, sam, ana)
			start := w.clock.Now()
			log := func(m oneonone.Member, start time.Time) {
				if _, _, err := w.Log(t.Context(), w.sam.ID, oneonone.Whom{Member: m.ID}, "V/log", oneonone.Maintenance, start, oneonone.ID{}); err != nil {
					t.Fatal(err)
				}
			}
			log(w.ana, start)
			draws("sam")
			if who(w).ID == w.ana.ID {
				start = monday.AddDate(0, 0, -1)
			}
			log(who(w), start)
			draws("sam")
		})
	}
	t.Run("an invitation that cannot arrive", func(t *testing.T) {
		w, _ := wished(t, ana, sam)
		plan(w, w.ana)
		if err := w.SetNoInvitations(t.Context(), w.ana.ID, true); err != nil {
			t.Fatal(err)
		}
		got := w.MustSend(t)
		if n := len(slices.DeleteFunc(slices.Clone(got), func(line string) bool { return line != drawn+"ana" })); n != 2 {
			t.Errorf("drawn %d times, planned and told: %v", n, got)
		}
	})
}

func sam(w *world) oneonone.Member { return w.sam }
func ana(w *world) oneonone.Member { return w.ana }
func mei(w *world) oneonone.Member { return w.mei }

// "You wanted to meet again" follows the day agreed upon, and is not said once
// something is planned.
func TestSeeingEachOtherAgain(t *testing.T) {
	w, m := held(t)
	reflect := func(next oneonone.Next, on oneonone.Date) oneonone.Reflection {
		t.Helper()
		r, err := w.Reflect(t.Context(), w.window(), oneonone.Reflection{Organizer: w.sam.ID, Meeting: m.ID, Remember: "x", Next: next, NextOn: on})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	july := oneonone.Date{Year: 2026, Month: 7, Day: 10}
	r := reflect(oneonone.NextOtherDate, oneonone.Date{Year: 2026, Month: 7, Day: 3})
	reflect(oneonone.NextOtherDate, july)
	if diff := cmp.Diff([]string{"again/2026-07-10 to sam"}, w.outbox(t, "waiting", r.ID)); diff != "" {
		t.Errorf("another day (-want +got):\n%s", diff)
	}
	reflect(oneonone.NextOpen, oneonone.Date{})
	if got := w.outbox(t, "waiting", r.ID); len(got) != 0 {
		t.Errorf("left open: %v", got)
	}
	reflect(oneonone.NextOtherDate, july)
	due := w.dueAt(t, r.ID, oneonone.NudgeAgain, "2026-07-10")
	w.MustSend(t)
	w.MustPlan(t, w.sam, w.ana, at(due.Add(48*time.Hour)))
	w.clock.Set(due)
	for _, line := range w.MustSend(t) {
		if line == "again/2026-07-10 to sam" {
			t.Error("said although a talk is planned")
		}
	}
}
