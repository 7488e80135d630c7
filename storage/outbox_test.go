package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"oneonone"
	"oneonone/storage"
)

// wantClaim claims and compares what it carries.
func (w *world) wantClaim(tb testing.TB, want string) *storage.Claim {
	tb.Helper()
	c := w.MustClaim(tb)
	if got := w.line(c); got != want {
		tb.Errorf("claimed %s, want %s", got, want)
	}
	return c
}

// redraws says whether a line of what was sent is a card drawn anew.
func redraws(line string) bool { return strings.HasPrefix(line, "redraw") }

// wantSent sends all that is due and compares it: cards drawn anew only where
// they are what the test is about.
func (w *world) wantSent(tb testing.TB, when string, want ...string) {
	tb.Helper()
	got := w.MustSend(tb)
	if !slices.ContainsFunc(want, redraws) {
		got = slices.DeleteFunc(got, redraws)
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
		tb.Errorf("%s (-want +got):\n%s", when, diff)
	}
}

// The whole story as the outbox sees it.
func TestWhatIsDueComesWhenItIsDue(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	w.wantSent(t, "planned", "planned/1 to sam", "invitation/1 to ana")
	w.MustAnswer(t, m, w.accept)
	w.wantSent(t, "accepted", "answer/1-coming to sam", "redraw planned/1 to sam", "redraw invitation/1 to ana")
	w.MustAnswer(t, m, w.hourBefore)
	w.MustSend(t) // the cards
	w.clock.Set(time.Date(2026, 6, 10, 11, 59, 59, 0, time.UTC))
	w.wantSent(t, "a second before noon")
	w.clock.Advance(time.Second)
	w.wantSent(t, "noon the day before", "still_good/1 to ana")
	w.clock.Set(time.Date(2026, 6, 10, 18, 0, 0, 0, time.UTC))
	w.wantSent(t, "the evening before", "prep/1 to sam")
	w.clock.Set(m.Start.Add(-time.Hour))
	w.wantSent(t, "an hour before", "hour_before/1 to ana")
	w.clock.Set(m.End().Add(15 * time.Minute))
	w.wantSent(t, "after, when the cards offer nothing any more", "after/1 to sam",
		"redraw planned/1 to sam", "redraw answer/1-coming to sam", "redraw prep/1 to sam",
		"redraw invitation/1 to ana", "redraw still_good/1 to ana", "redraw hour_before/1 to ana")
	w.clock.Set(time.Date(2026, 6, 12, 9, 0, 0, 0, time.UTC))
	w.wantSent(t, "the morning after", "after_again/1-again to sam")
	w.clock.Advance(1000 * time.Hour)
	w.wantSent(t, "ever after")
	if due, ok, err := w.NextDue(t.Context()); ok || err != nil {
		t.Errorf("still waiting: %v, %v", due, err)
	}
}

// After a time in which the program did not run: what would be untrue now is
// dropped, and the organizer hears that the invitation never left.
func TestExpired(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	w.MustAnswer(t, m, w.accept)
	w.clock.Set(time.Date(2026, 6, 12, 9, 30, 0, 0, time.UTC))
	w.wantSent(t, "the day after", "planned/1 to sam", "answer/1-coming to sam", "undone/late-1 to sam", "after_again/1-again to sam")
	if diff := cmp.Diff([]string{"invitation/1 to ana", "still_good/1 to ana", "prep/1 to sam", "after/1 to sam"}, w.outbox(t, "dropped", m.ID)); diff != "" {
		t.Errorf("dropped (-want +got):\n%s", diff)
	}
	w.clock.Advance(1000 * time.Hour)
	w.wantSent(t, "later")
}

// Exactly at the instant it expires a message is too late.
func TestExpiresAtTheInstant(t *testing.T) {
	for late, want := range map[time.Duration]string{-time.Second: "invitation/1 to ana", 0: "undone/late-1 to sam"} {
		w := newWorld(t)
		// A long way from the others: nobody's phone is away.
		m := w.MustPlan(t, w.sam, w.ana, aPlan())
		if _, err := w.raw.Exec(`update outbox set expires_at = $1 where kind = 'invitation'`, monday.Add(time.Hour).Unix()); err != nil {
			t.Fatal(err)
		}
		w.clock.Set(monday.Add(time.Hour + late))
		if got := w.MustSend(t); !slices.Contains(got, want) {
			t.Errorf("%v after: %v, want %s (%v)", late, got, want, m.Start)
		}
	}
}

// Neither of two people in a talk hears from the bot, from five minutes before
// to the end: it waits. A redrawn card and "running late" pass.
func TestPhonesAway(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	w.MustSend(t)
	w.MustAnswer(t, m, w.accept)
	w.clock.Set(m.Start.Add(-5*time.Minute - time.Second))
	w.MustSend(t)
	toSam, toAna := at(thursday18.Add(30*time.Hour)), at(thursday18.Add(31*time.Hour))
	w.MustPlan(t, w.joao, w.sam, toSam)
	w.wantSent(t, "just before", "planned/1 to joao", "invitation/1 to sam")

	w.clock.Advance(time.Second)
	late := w.MustPlan(t, w.joao, w.ana, toAna)
	w.wantSent(t, "from five minutes before", "planned/1 to joao")
	if got := w.dueAt(t, late.ID, oneonone.NudgeInvitation, "1"); !got.Equal(m.End()) {
		t.Errorf("put off to %v, want the end, %v", got, m.End())
	}
	if _, err := w.RunningLate(t.Context(), w.sam.ID, m.ID, "V1/late", "10"); err != nil {
		t.Fatal(err)
	}
	w.wantSent(t, "what may pass", "late/1-10 to ana")
	w.MustAnswer(t, m, w.cannot) // and an answer to this very talk
	w.wantSent(t, "what may pass, too", "redraw planned/1 to sam", "redraw invitation/1 to ana", "redraw prep/1 to sam", "redraw answer/1-coming to sam", "redraw still_good/1 to ana", "redraw late/1-10 to ana", "answer/1-cannot_come to sam")
	w.clock.Set(m.End().Add(-time.Second))
	w.wantSent(t, "a second before the end")
	w.clock.Set(m.End())
	w.wantSent(t, "at the end", "invitation/1 to ana")
}

// Back to back, the quiet lasts through both talks; a talk called off by a no
// asks for none.
func TestPhonesAwayFollowsTheTalks(t *testing.T) {
	w := newWorld(t)
	first := w.MustPlan(t, w.sam, w.ana, aPlan())
	second := w.MustPlan(t, w.joao, w.ana, at(first.End()))
	w.MustAnswer(t, first, w.accept)
	w.MustAnswer(t, second, w.accept)
	w.MustSend(t)
	w.clock.Set(first.Start)
	w.MustSend(t)
	third := w.MustPlan(t, w.joao, w.ana, at(thursday18.Add(48*time.Hour)))
	w.wantSent(t, "in the first", "planned/1 to joao")
	w.clock.Set(first.End().Add(-time.Minute))
	if _, err := w.raw.Exec(`update outbox set due_at = 0 where kind = 'invitation' and state = 'waiting'`); err != nil {
		t.Fatal(err)
	}
	w.MustSend(t) // the two touch: it is put off once, past both
	if got := w.dueAt(t, third.ID, oneonone.NudgeInvitation, "1"); !got.Equal(second.End()) {
		t.Errorf("put off to %v, want the second talk's end, %v", got, second.End())
	}
	w.MustAnswer(t, second, w.cannot)
	fourth := w.MustPlan(t, w.sam, w.ana, at(thursday18.Add(50*time.Hour)))
	w.clock.Advance(time.Minute)
	got := w.MustSend(t)
	if !slices.Contains(got, "invitation/1 to ana") {
		t.Errorf("after the no: %v, want the invitation to %v", got, fourth.ID)
	}
}

// Found late in somebody's night, what nobody waits for waits for the morning;
// what must come before something comes all the same; what somebody waits for
// comes at once.
func TestQuietHours(t *testing.T) {
	w := newWorld(t)
	lisbon := MustZone(t, "Europe/Lisbon")
	for _, id := range []string{"U0SAM", "U0ANA"} {
		MustMember(t, w.DB, id, lisbon)
	}
	here := func(day, hour, minute int) time.Time { return time.Date(2026, 6, day, hour, minute, 0, 0, lisbon) }
	m := w.MustPlan(t, w.sam, w.ana, at(here(11, 18, 0)))
	w.MustAnswer(t, m, w.accept)
	early := w.MustPlan(t, w.sam, w.mei, at(here(11, 8, 0)))
	w.MustSend(t)

	w.clock.Set(here(10, 20, 0)) // the prep cards were due at 18:00, "still good?" at noon
	w.wantSent(t, "at 20:00", "prep/1 to sam")
	if got := w.dueAt(t, m.ID, oneonone.NudgePrep, "1"); !got.Equal(here(11, 9, 0)) {
		t.Errorf("prep put off to %v, want 9:00: there are two that day", got)
	}
	if got := w.outbox(t, "sent", early.ID); !slices.Contains(got, "prep/1 to sam") {
		t.Errorf("the prep for 8:00 has to come before it: %v", got)
	}
	if got := w.dueAt(t, m.ID, oneonone.NudgeStillGood, "1"); !got.Equal(here(11, 8, 0)) {
		t.Errorf("still good put off to %v, want 8:00", got)
	}
	w.clock.Set(here(11, 2, 0))
	w.MustPlan(t, w.joao, w.ana, at(here(12, 18, 0)))
	w.wantSent(t, "an invitation at night", "planned/1 to joao", "invitation/1 to ana")

	// How did it go: until 22:00, then with the morning message.
	w.clock.Set(here(11, 22, 0))
	w.MustSend(t)
	if got := w.dueAt(t, m.ID, oneonone.NudgeAfter, "1"); !got.Equal(here(12, 9, 0)) {
		t.Errorf("after put off to %v, want 9:00", got)
	}
	w.clock.Set(here(12, 7, 59))
	w.wantSent(t, "before eight")
	w.clock.Set(here(12, 9, 0))
	w.wantSent(t, "in the morning", "after_again/1-again + after_again/1-again to sam", "prep/1 to joao")
}

// All that waits for one person's morning is one message under one id, once.
func TestMorningMessage(t *testing.T) {
	w := newWorld(t)
	var held []oneonone.Meeting
	for i := range 3 {
		held = append(held, w.MustPlan(t, w.sam, w.ana, at(thursday18.Add(time.Duration(i-3)*time.Hour))))
	}
	others := w.MustPlan(t, w.joao, w.ana, aPlan())
	w.clock.Set(others.End())
	w.MustSend(t)
	w.MustChange(t, held[0], w.met)
	w.MustReflect(t, held[1], "Her sister", "Send it")
	if err := w.Awake(t.Context(), w.sam.ID); err != nil { // as every tap does
		t.Fatal(err)
	}
	w.MustSend(t)
	w.clock.Set(time.Date(2026, 6, 12, 9, 0, 0, 0, time.UTC))
	c := w.MustClaim(t)
	for c != nil && c.Receiver.ID != w.sam.ID {
		w.MustSent(t, c)
		c = w.MustClaim(t)
	}
	if c == nil {
		t.Fatal("no morning message")
	}
	kinds := map[oneonone.NudgeKind]int{}
	for _, r := range c.Rows {
		kinds[r.Kind]++
		if r.Owner != w.sam.ID {
			t.Errorf("another's row in Sam's message: %+v", r)
		}
	}
	if diff := cmp.Diff(map[oneonone.NudgeKind]int{oneonone.NudgeReflect: 1, oneonone.NudgeAfterAgain: 1}, kinds); diff != "" {
		t.Errorf("carries (-want +got):\n%s", diff)
	}
	if c.ID != c.Rows[0].ID {
		t.Errorf("its id is %v, want the first row's %v", c.ID, c.Rows[0].ID)
	}
	w.MustSent(t, c)
	for _, line := range w.MustSend(t) {
		if strings.HasSuffix(line, "to sam") && !redraws(line) {
			t.Errorf("the same morning: %s", line)
		}
	}
	// The promise was made on Thursday evening: its morning is Saturday's.
	w.clock.Set(time.Date(2026, 6, 13, 9, 0, 0, 0, time.UTC))
	w.wantSent(t, "Saturday", "followup/2026-06-13 to sam")

	// One tick on one line draws the whole message anew, once.
	w.MustChange(t, held[2], w.met)
	w.MustChange(t, held[0], noted)
	redrawn := 0
	for c := w.MustClaim(t); c != nil; c = w.MustClaim(t) {
		if c.Redraw != "" && len(c.Rows) == 2 && c.Rows[0].Kind.InMorning() {
			redrawn++
		}
		w.MustSent(t, c)
	}
	if redrawn != 1 {
		t.Errorf("redrawn %d times, want once", redrawn)
	}
}

// Two messages to one person are never on their way at once; two people's are.
func TestOneAtATimeToOnePerson(t *testing.T) {
	w := newWorld(t)
	w.MustPlan(t, w.sam, w.ana, aPlan())
	w.MustPlan(t, w.sam, w.mei, aPlan())
	w.MustPlan(t, w.joao, w.ana, aPlan())
	inFlight := map[oneonone.ID]*storage.Claim{}
	for c := w.MustClaim(t); c != nil; c = w.MustClaim(t) {
		if inFlight[c.Receiver.ID] != nil {
			t.Errorf("two to %s at once", w.who[c.Receiver.ID])
		}
		inFlight[c.Receiver.ID] = c
	}
	if len(inFlight) != 4 {
		t.Errorf("%d people at once, want all 4", len(inFlight))
	}
	w.MustSent(t, inFlight[w.ana.ID])
	w.MustSent(t, w.wantClaim(t, "invitation/1 to ana"))
	w.wantClaim(t, "nothing") // Sam's other one waits for the first
}

// What was sent takes the next along, the same person's too; of what may not go
// now, and where there is none, it takes nothing, and is sent all the same.
func TestNext(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	next := func(c *storage.Claim) *storage.Claim {
		t.Helper()
		got, err := w.Next(t.Context(), c, "7.0", lease)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	first := w.MustClaim(t)
	second := next(first)
	if got := []string{w.line(first), w.line(second)}; !slices.Contains(got, "planned/1 to sam") || !slices.Contains(got, "invitation/1 to ana") {
		t.Errorf("%v", got)
	}
	if third := next(second); third != nil {
		t.Errorf("takes along %s", w.line(third))
	}
	w.wantClaim(t, "nothing")
	w.wantSent(t, "once more")
	// What Ana is to hear next expires before it is looked at.
	w.MustChange(t, m, w.accept)
	w.MustPlan(t, w.sam, w.ana, at(w.clock.Now().Add(time.Hour)))
	told := w.MustClaim(t)
	w.clock.Advance(2 * time.Hour)
	if along := next(told); along != nil && along.Redraw == "" && along.Rows[0].Kind == oneonone.NudgeInvitation {
		t.Errorf("takes along an invitation that has expired: %s", w.line(along))
	}
	var ts string
	if err := w.raw.QueryRow(`select ts from outbox where bundle = $1 and state = 'sent'`, told.ID).Scan(&ts); err != nil || ts != "7.0" {
		t.Errorf("what was sent stands as %q, %v", ts, err)
	}
}

func TestRedrawCoalescesAndWaitsForTheOriginal(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	first := w.MustClaim(t)
	second := w.MustClaim(t)
	if first.Receiver.ID == w.sam.ID {
		first, second = second, first
	}
	w.MustSent(t, second)
	// Ana's invitation is on its way while the talk changes, twice.
	w.MustAnswer(t, m, w.accept)
	w.MustAnswer(t, m, w.hourBefore)
	w.wantSent(t, "Sam's", "answer/1-coming to sam", "redraw planned/1 to sam")
	if got := w.outbox(t, "waiting", first.ID); len(got) != 1 || got[0] != "card/* to ana" {
		t.Errorf("cards waiting for Ana: %v, want one", got)
	}
	w.MustSent(t, first)
	card := w.wantClaim(t, "redraw invitation/1 to ana")
	if want := fmt.Sprintf("1.%06d", w.marked); card.Redraw != want {
		t.Errorf("redraws %s, want %s", card.Redraw, want)
	}
	// A change while the card is being drawn calls for another one.
	w.MustAnswer(t, m, w.confirm)
	w.MustSent(t, card)
	// Sam's answer speaks of the talk too.
	w.wantSent(t, "then", "redraw invitation/1 to ana", "redraw planned/1 to sam", "redraw answer/1-coming to sam")
}

// The original never arrived: it will be drawn as things stand when it does,
// and there is nothing to draw anew.
func TestRedrawOfWhatWasNotSent(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	first, second := w.MustClaim(t), w.MustClaim(t)
	w.MustAnswer(t, m, w.accept)
	for _, c := range []*storage.Claim{first, second} {
		if err := w.Retry(t.Context(), c, w.clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	// Which of two that are due at the same second goes first is not said; a
	// card that comes second is drawn, for nothing.
	got := slices.DeleteFunc(w.MustSend(t), redraws)
	slices.Sort(got)
	if diff := cmp.Diff([]string{"answer/1-coming to sam", "invitation/1 to ana", "planned/1 to sam"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Somebody pressed what is no longer true: both people's cards are drawn anew;
// a stranger's press draws nothing.
func TestRedrawAfterAStalePress(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	w.MustSend(t)
	for _, tt := range []struct {
		who  oneonone.Member
		want []string
	}{
		{w.ana, []string{"redraw invitation/1 to ana", "redraw planned/1 to sam"}},
		{w.sam, []string{"redraw invitation/1 to ana", "redraw planned/1 to sam"}},
		{w.joao, nil},
	} {
		for range 2 {
			if err := w.Redraw(t.Context(), tt.who.ID, m.ID); err != nil {
				t.Fatal(err)
			}
		}
		w.wantSent(t, tt.who.SlackID, tt.want...)
	}
}

// "No more invitations": those that wait are dropped, and each organizer hears
// that theirs did not arrive, so that nobody waits for an answer in vain.
func TestNoInvitations(t *testing.T) {
	w := newWorld(t)
	set := func(stop bool) {
		t.Helper()
		if err := w.SetNoInvitations(t.Context(), w.ana.ID, stop); err != nil {
			t.Fatal(err)
		}
		if got := MustMember(t, w.DB, "U0ANA", nil); got.NoInvitations != stop {
			t.Errorf("no invitations is %t, want %t", got.NoInvitations, stop)
		}
	}
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	set(true)
	w.MustPlan(t, w.joao, w.ana, aPlan())
	w.wantSent(t, "stopped", "planned/1 to sam", "undone/stopped-1 to sam", "planned/1 to joao", "undone/stopped-1 to joao")
	set(false)
	w.wantSent(t, "taken back: what was said to be undone stays undone")
	w.MustChange(t, m, w.move(thursday18.Add(time.Hour)))
	got := w.MustSend(t)
	if slices.Contains(got, "invitation/2 to ana") {
		t.Errorf("moved, it is still the organizer's to tell: %v", got)
	}
	w.MustPlan(t, w.sam, w.ana, aPlan())
	if got := w.MustSend(t); !slices.Contains(got, "invitation/1 to ana") {
		t.Errorf("a new plan: %v", got)
	}
}

func TestUndeliverable(t *testing.T) {
	w := newWorld(t)
	w.MustPlan(t, w.sam, w.ana, aPlan())
	for c := w.MustClaim(t); c != nil; c = w.MustClaim(t) {
		if c.Receiver.ID != w.ana.ID {
			w.MustSent(t, c)
			continue
		}
		for range 2 { // marked twice is marked once
			if err := w.Undeliverable(t.Context(), c); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := w.outbox(t, "sent", oneonone.ID{}); !slices.Contains(got, "undone/gone-1 to sam") {
		t.Errorf("sent %v, want Sam to hear of it", got)
	}
	w.wantClaim(t, "nothing")
}

func TestRetryComesAtTheInstant(t *testing.T) {
	w := newWorld(t)
	if err := w.Welcome(t.Context(), w.ana.ID); err != nil {
		t.Fatal(err)
	}
	c := w.wantClaim(t, "welcome/ to ana")
	if c.Attempts != 0 || c.Unknown || !c.Since.Equal(monday) {
		t.Errorf("first: %+v", c)
	}
	if err := w.Retry(t.Context(), c, monday.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if due, ok, err := w.NextDue(t.Context()); err != nil || !ok || !due.Equal(monday.Add(time.Minute)) {
		t.Errorf("next due %v %t %v", due, ok, err)
	}
	w.clock.Set(monday.Add(59 * time.Second))
	w.wantClaim(t, "nothing")
	w.clock.Set(monday.Add(time.Minute))
	c = w.wantClaim(t, "welcome/ to ana")
	if c.Attempts != 1 || c.Unknown || !c.Since.Equal(w.clock.Now()) {
		t.Errorf("second: %+v", c)
	}
}

// While a message was on its way its fact changed: given back, it is not sent
// any more. The organizer moves the talk while Slack refuses the invitation.
func TestRetryOfWhatIsNoLongerCalledFor(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	w.clock.Set(m.End())
	w.MustReflect(t, m, "x", "Send it")
	w.clock.Set(monday)
	next := w.MustPlan(t, w.sam, w.mei, at(thursday18.Add(time.Hour)))
	if _, err := w.raw.Exec(`update outbox set due_at = $1, expires_at = null where state = 'waiting'`, monday.Unix()); err != nil {
		t.Fatal(err)
	}
	f := openFollowup(t, w)
	var claims []*storage.Claim
	for c := w.MustClaim(t); c != nil; c = w.MustClaim(t) {
		claims = append(claims, c)
	}
	var carried []string
	for _, c := range claims {
		carried = append(carried, w.line(c))
	}
	// The change, while Mei's invitation and Sam's message are on their way.
	w.MustChange(t, next, w.move(thursday18.Add(3*time.Hour)))
	if _, err := w.ChangeFollowup(t.Context(), w.sam.ID, f.ID, func(f *oneonone.Followup) error { return f.Close(oneonone.Done, w.clock.Now()) }); err != nil {
		t.Fatal(err)
	}
	for _, c := range claims {
		if err := w.Retry(t.Context(), c, monday); err != nil {
			t.Fatal(err)
		}
	}
	for _, line := range w.outbox(t, "waiting", next.ID) {
		if line == "invitation/1 to mei" || line == "planned/1 to sam" {
			t.Errorf("%v were on their way; waiting again: %s", carried, line)
		}
	}
	if !slices.Contains(carried, "invitation/1 to mei") {
		t.Fatalf("the invitation was not on its way: %v", carried)
	}
	if got := w.outbox(t, "waiting", f.ID); len(got) != 0 {
		t.Errorf("the promise is kept; waiting: %v", got)
	}
}

// A claim that was not committed is no claim: whoever sends it would send it
// again.
func TestClaimNotCommitted(t *testing.T) {
	w := newWorld(t)
	if err := w.Welcome(t.Context(), w.ana.ID); err != nil {
		t.Fatal(err)
	}
	failCommits(t, w.DB, true)
	if c, err := w.Claim(t.Context(), lease); err == nil || c != nil {
		t.Errorf("claimed %s, %v", w.line(c), err)
	}
	failCommits(t, w.DB, false)
	c := w.wantClaim(t, "welcome/ to ana")
	failCommits(t, w.DB, true)
	if err := w.Welcome(t.Context(), w.sam.ID); err == nil {
		t.Error("committed")
	}
	if next, err := w.Next(t.Context(), c, "7.0", lease); err == nil || next != nil {
		t.Errorf("took along %s, %v", w.line(next), err)
	}
	failCommits(t, w.DB, false)
	w.leasesEnd(t)
	failCommits(t, w.DB, true)
	if c, err := w.Claim(t.Context(), lease); err == nil || c != nil {
		t.Errorf("claimed %s of unknown outcome, %v", w.line(c), err)
	}
	failCommits(t, w.DB, false)
}

// The lease holds to the millisecond it was given for, and says when to look.
func TestLease(t *testing.T) {
	w := newWorld(t)
	if err := w.Welcome(t.Context(), w.ana.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.Welcome(t.Context(), w.mei.ID); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	c, err := w.Claim(t.Context(), 300*time.Millisecond)
	if err != nil || c == nil || c.Unknown {
		t.Fatalf("claimed %+v, %v", c, err)
	}
	w.clock.Advance(time.Hour) // the bot's clock has no say in it
	if other := w.MustClaim(t); other == nil || other.Receiver.ID == c.Receiver.ID || other.Unknown {
		t.Errorf("the other: %+v", other)
	}
	var again *storage.Claim
	for again == nil {
		if again, err = w.Claim(t.Context(), 300*time.Millisecond); err != nil {
			t.Fatal(err)
		}
	}
	if held := time.Since(began); held < 299*time.Millisecond {
		t.Errorf("taken after %v, the lease was 300 ms", held)
	}
	if !again.Unknown || again.ID != c.ID || again.Attempts != 1 || !again.Since.Equal(c.Since) {
		t.Errorf("taken again: %+v, at first %+v", again, c)
	}
	// Found: marked, and nothing is left of it.
	w.MustSent(t, again)
	w.wantClaim(t, "nothing")
}

// A bundle of unknown outcome stays one bundle, under the same id; a card of
// unknown outcome is simply drawn again.
func TestUnknownOutcomeOfBundleAndCard(t *testing.T) {
	w := newWorld(t)
	a, b := w.MustPlan(t, w.sam, w.ana, aPlan()), w.MustPlan(t, w.sam, w.mei, at(thursday18.Add(-time.Hour)))
	w.clock.Set(a.End())
	w.MustSend(t)
	w.MustChange(t, a, w.met)
	w.MustChange(t, b, w.met)
	w.MustSend(t)
	w.clock.Set(time.Date(2026, 6, 12, 9, 0, 0, 0, time.UTC))
	first := w.wantClaim(t, "reflect/1 + reflect/1 to sam")
	w.leasesEnd(t)
	again := w.MustClaim(t)
	if again == nil || again.ID != first.ID || !again.Unknown {
		t.Fatalf("again: %+v", again)
	}
	byID := func(rows []storage.Row) map[oneonone.ID]storage.Row {
		out := map[oneonone.ID]storage.Row{}
		for _, r := range rows {
			out[r.ID] = r
		}
		return out
	}
	if diff := cmp.Diff(byID(first.Rows), byID(again.Rows)); diff != "" {
		t.Errorf("rows (-first +again):\n%s", diff)
	}
	w.MustSent(t, again)

	w.MustChange(t, a, noted)
	card := w.MustClaim(t)
	for card != nil && card.Rows[0].Kind != oneonone.NudgeReflect {
		w.MustSent(t, card)
		card = w.MustClaim(t)
	}
	if card == nil || card.Redraw == "" {
		t.Fatalf("no card: %+v", card)
	}
	w.leasesEnd(t)
	once := w.MustClaim(t)
	if once == nil || once.Unknown || once.ID != card.ID || once.Redraw != card.Redraw || len(once.Rows) != 2 {
		t.Errorf("card again: %+v, at first %+v", once, card)
	}
}

func TestNextDue(t *testing.T) {
	w := newWorld(t)
	next := func() string {
		t.Helper()
		due, ok, err := w.NextDue(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			return "none"
		}
		return due.Format(time.DateTime)
	}
	if got := next(); got != "none" {
		t.Errorf("empty: %s", got)
	}
	w.MustPlan(t, w.sam, w.ana, aPlan())
	if got := next(); got != "2026-06-08 09:00:00" {
		t.Errorf("planned: %s", got)
	}
	w.MustSend(t)
	if got := next(); got != "2026-06-10 09:00:00" { // nobody has answered
		t.Errorf("sent: %s", got)
	}
}

// "I'm running late" is told once for each time it is said, not the same line
// within ten minutes, and while there is a talk to be late for.
func TestRunningLate(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	w.MustAnswer(t, m, w.accept)
	w.clock.Set(m.Start.Add(-20 * time.Minute))
	w.MustSend(t)
	late := func(submission string, how oneonone.Late) error {
		_, err := w.RunningLate(t.Context(), w.sam.ID, m.ID, submission, how)
		return err
	}
	again := func(when string, want string) {
		t.Helper()
		err := late("V2/late", oneonone.Late10)
		if e, ok := errors.AsType[*oneonone.Error](err); !ok || fmt.Sprintf(e.Sentence.Key, e.Sentence.Args...) != want+" If it takes longer, choose another line." {
			t.Errorf("%s: %v %+v", when, err, e)
		}
	}
	for range 2 { // Slack may deliver it again, whenever that is
		if err := late("V1/late", oneonone.Late10); err != nil {
			t.Fatal(err)
		}
		again("at once", "That's on its way to them already.")
	}
	// Slack refuses it for a while, and then takes it.
	c := w.wantClaim(t, "late/1-10 to ana")
	again("while it is sent", "That's on its way to them already.")
	if err := w.Retry(t.Context(), c, w.clock.Now().Add(10*time.Minute)); err != nil {
		t.Fatal(err)
	}
	again("refused", "That's on its way to them already.")
	w.clock.Set(w.clock.Now().Add(9 * time.Minute))
	again("refused for long", "That's on its way to them already.")
	w.clock.Set(w.clock.Now().Add(time.Minute))
	w.wantSent(t, "late", "late/1-10 to ana")
	again("at once, sent", "They have that from you already, just now.")
	w.clock.Set(w.clock.Now().Add(time.Minute))
	again("a minute later", "They have that from you already, a minute ago.")
	p := m.Plan
	p.Place = "The park"
	m = w.MustChange(t, m, func(m *oneonone.Meeting) error { return m.Revise(p, w.clock.Now()) })
	w.clock.Set(w.clock.Now().Add(8*time.Minute + 59*time.Second))
	w.MustSend(t)
	again("elsewhere", "They have that from you already, 9 minutes ago.")
	if err := late("V2/late", oneonone.Late20); err != nil { // in that window, after all
		t.Fatal(err)
	}
	w.clock.Set(w.clock.Now().Add(time.Second))
	if err := late("V3/late", oneonone.Late10); err != nil {
		t.Fatal(err)
	}
	w.wantSent(t, "late", "late/2-20 to ana", "late/2-10 to ana")
	wantKind(t, "a line nobody offers", late("V4/late", "none"), oneonone.Invalid)
	if err := w.SetNoInvitations(t.Context(), w.ana.ID, true); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "to who wants no messages", late("V5/late", "10"), oneonone.Stale)
	w.clock.Set(m.End())
	wantKind(t, "after the end", late("V6/late", "call"), oneonone.Stale)
	w.clock.Set(m.Start.Add(-4 * time.Hour))
	wantKind(t, "long before", late("V7/late", "10"), oneonone.Stale)
}

// A line that somebody is late, come late itself, is said only where somebody
// still waits: of a talk that is off or was moved there is nothing to say.
func TestRunningLateToNobody(t *testing.T) {
	for _, tt := range []struct {
		name string
		then func(w *world, m oneonone.Meeting)
		said bool
	}{
		{"nothing changed", func(*world, oneonone.Meeting) {}, true},
		{"only the place", func(w *world, m oneonone.Meeting) {
			p := m.Plan
			p.Place = "The park"
			w.MustChange(t, m, func(m *oneonone.Meeting) error { return m.Revise(p, w.clock.Now()) })
		}, true},
		{"called off", func(w *world, m oneonone.Meeting) {
			w.MustChange(t, m, func(m *oneonone.Meeting) error { return m.CallOff("", w.clock.Now()) })
		}, false},
		{"can't come", func(w *world, m oneonone.Meeting) { w.MustAnswer(t, m, w.cannot) }, false},
		{"moved by an hour", func(w *world, m oneonone.Meeting) { w.MustChange(t, m, w.move(m.Start.Add(time.Hour))) }, false},
		{"with somebody else by now", func(w *world, m oneonone.Meeting) {
			if _, err := w.Plan(t.Context(), w.sam.ID, oneonone.Whom{Member: w.mei.ID}, "V1/plan", aPlan()); err != nil {
				t.Fatal(err)
			}
		}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			m := w.MustPlan(t, w.sam, w.ana, aPlan())
			w.MustAnswer(t, m, w.accept)
			w.clock.Set(m.Start.Add(-20 * time.Minute))
			w.MustSend(t)
			if _, err := w.RunningLate(t.Context(), w.sam.ID, m.ID, "V9/late", "10"); err != nil {
				t.Fatal(err)
			}
			tt.then(w, m)
			if said := slices.Contains(w.MustSend(t), "late/1-10 to ana"); said != tt.said {
				t.Errorf("said: %t, want %t", said, tt.said)
			}
		})
	}
}

// Who stops messages while the line is on its way does not hear it, and who is
// late does.
func TestRunningLateToWhoWantsNoMessagesByNow(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	w.MustAnswer(t, m, w.accept)
	w.clock.Set(m.Start.Add(-20 * time.Minute))
	w.MustSend(t)
	if _, err := w.RunningLate(t.Context(), w.sam.ID, m.ID, "V9/late", "10"); err != nil {
		t.Fatal(err)
	}
	if err := w.SetNoInvitations(t.Context(), w.ana.ID, true); err != nil {
		t.Fatal(err)
	}
	got := w.MustSend(t)
	if slices.Contains(got, "late/1-10 to ana") || !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "undone/unheard") }) {
		t.Errorf("sent: %v", got)
	}
}

// That a talk is off is told to who had its invitation and wants to hear: one
// who wants no more invitations only where they said yes, and would stand there.
func TestCalledOffIsToldToWhoWasInvited(t *testing.T) {
	off := func(w *world) func(*oneonone.Meeting) error {
		return func(m *oneonone.Meeting) error { return m.CallOff("", w.clock.Now()) }
	}
	told := func(w *world, t *testing.T) (to []string) {
		t.Helper()
		for _, line := range w.MustSend(t) {
			if kind, who, _ := strings.Cut(line, "/"); kind == "called_off" {
				to = append(to, who)
			}
		}
		return to
	}
	t.Run("corrected to somebody else, and off before they were invited", func(t *testing.T) {
		w := newWorld(t)
		m := w.MustPlan(t, w.sam, w.ana, aPlan())
		w.MustSend(t)
		if _, err := w.Plan(t.Context(), w.sam.ID, oneonone.Whom{Member: w.mei.ID}, "V1/plan", aPlan()); err != nil {
			t.Fatal(err)
		}
		w.MustChange(t, m, off(w))
		if got := told(w, t); len(got) > 0 {
			t.Errorf("told %v", got)
		}
	})
	for name, yes := range map[string]bool{"who said yes, and wants no more invitations": true, "who said nothing, and wants none": false} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			m := w.MustPlan(t, w.sam, w.ana, aPlan())
			w.MustSend(t)
			if yes {
				w.MustAnswer(t, m, w.accept)
			}
			if err := w.SetNoInvitations(t.Context(), w.ana.ID, true); err != nil {
				t.Fatal(err)
			}
			w.MustChange(t, m, off(w))
			if got := told(w, t); (len(got) > 0) != yes {
				t.Errorf("told %v", got)
			}
		})
	}
}

// What was withdrawn and is called for again comes, if it is late then: Ana
// suggests another time before the prep card was due, and takes the first after
// all when it had been due.
func TestWithdrawnAndCalledForAgain(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	w.MustSend(t)
	w.clock.Set(m.Start.Add(-25 * time.Hour))
	w.MustAnswer(t, m, func(m *oneonone.Meeting) error { return m.Suggest(0, m.Start.Add(48*time.Hour), "", w.clock.Now()) })
	w.clock.Set(m.Start.Add(-23 * time.Hour))
	if got := w.MustSend(t); slices.Contains(got, "prep/1 to sam") {
		t.Errorf("prepared for a time that does not stand: %v", got)
	}
	w.MustAnswer(t, m, func(m *oneonone.Meeting) error { return m.Suggest(1, m.Start, "", w.clock.Now()) })
	if got := w.MustSend(t); !slices.Contains(got, "prep/1 to sam") {
		t.Errorf("sent: %v, want the prep card", got)
	}
}

// Two times were offered, and the invitation did not get out in time. How it went
// is asked in the one message of the morning.
func TestTooLateAndTheMorning(t *testing.T) {
	w := newWorld(t)
	p := at(thursday18)
	p.Notice = oneonone.NoticeTell
	w.MustPlan(t, w.sam, w.mei, p)
	w.MustSend(t)
	friday := thursday18.Add(16 * time.Hour)
	w.clock.Set(friday) // and nothing gets out
	p = at(friday.Add(2 * time.Hour))
	p.Second = friday.Add(3 * time.Hour)
	w.MustPlan(t, w.sam, w.ana, p)
	w.clock.Set(friday.Add(48 * time.Hour))
	mornings := 0
	for _, line := range w.MustSend(t) {
		if strings.Contains(line, "after_again") {
			mornings++
		}
	}
	if mornings != 1 {
		t.Errorf("%d morning messages, want one", mornings)
	}
}

// “I'll ask nothing more” is not said to who has tapped since it was to be said.
func TestQuietIsNotSaidAfterATap(t *testing.T) {
	w := newWorld(t)
	p := aPlan()
	p.Notice = oneonone.NoticeTell
	m := w.MustPlan(t, w.sam, w.ana, p)
	if _, err := w.raw.Exec(`update member set unanswered = 3 where id = $1`, w.sam.ID); err != nil {
		t.Fatal(err)
	}
	w.MustSend(t)
	w.clock.Set(m.End().Add(oneonone.AfterDelay))
	c := w.MustClaim(t)
	for ; c != nil && c.Rows[0].Kind != oneonone.NudgeQuiet; c = w.MustClaim(t) {
		w.MustSent(t, c)
	}
	if c == nil {
		t.Fatal("it does not go quiet")
	}
	if err := w.Retry(t.Context(), c, w.clock.Now().Add(time.Minute)); err != nil { // Slack refused it
		t.Fatal(err)
	}
	if err := w.Awake(t.Context(), w.sam.ID); err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(time.Minute)
	w.wantSent(t, "after the tap")
}

// sentOf sends what is due, and counts the lines that begin with a kind's name.
func (w *world) sentOf(t *testing.T, kind string) (n int) {
	t.Helper()
	for _, line := range w.MustSend(t) {
		if strings.HasPrefix(line, kind) {
			n++
		}
	}
	return n
}

// What came due in the quiet is asked once they are back, the next morning and once; but
// what was answered meanwhile is not.
func TestEndOfTheQuiet(t *testing.T) {
	for name, tt := range map[string]struct {
		meanwhile func(w *world, m oneonone.Meeting)
		want      bool
	}{
		"nothing was said of it": {func(*world, oneonone.Meeting) {}, true},
		"they said that they met": {func(w *world, m oneonone.Meeting) {
			w.MustChange(t, m, func(m *oneonone.Meeting) error { return m.WeMet(w.clock.Now()) })
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			p := aPlan()
			p.Notice = oneonone.NoticeTell
			m := w.MustPlan(t, w.sam, w.ana, p)
			w.MustSend(t)
			if _, err := w.raw.Exec(`update member set unanswered = 3 where id = $1`, w.sam.ID); err != nil {
				t.Fatal(err)
			}
			asked := func() int { t.Helper(); return w.sentOf(t, "after") }
			w.clock.Set(m.End().Add(oneonone.AfterDelay))
			if n := asked(); n != 0 {
				t.Errorf("asked %d times, and it is to be quiet", n)
			}
			for range 3 { // the first morning, and later ones
				w.clock.Advance(24 * time.Hour)
				if n := asked(); n != 0 {
					t.Errorf("asked %d times in the quiet", n)
				}
			}
			tt.meanwhile(w, m)
			if err := w.Awake(t.Context(), w.sam.ID); err != nil {
				t.Fatal(err)
			}
			if n := asked(); n != 0 {
				t.Errorf("asked %d times at the tap", n)
			}
			w.clock.Advance(24 * time.Hour)
			if n := asked(); (n == 1) != tt.want || n > 1 {
				t.Errorf("asked %d times the next morning", n)
			}
			w.clock.Advance(24 * time.Hour)
			if n := asked(); n != 0 {
				t.Errorf("asked %d times more", n)
			}
		})
	}
}

// What would come too late the morning after the quiet is not asked any more.
func TestTooLateAfterTheQuiet(t *testing.T) {
	for name, tt := range map[string]struct {
		back time.Duration // before the talk
		want bool
	}{
		"two days before the talk":  {49 * time.Hour, true},
		"the evening before it":     {23 * time.Hour, true},
		"in the morning of its day": {8 * time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			m := w.MustPlan(t, w.sam, w.ana, at(thursday18.Add(48*time.Hour)))
			w.MustSend(t)
			if _, err := w.raw.Exec(`update member set unanswered = 3 where id = $1`, w.sam.ID); err != nil {
				t.Fatal(err)
			}
			asked := func() int { t.Helper(); return w.sentOf(t, string(oneonone.NudgeUnanswered)) }
			w.clock.Set(m.Start.Add(-tt.back)) // no answer for two days: that was due
			if n := asked(); n != 0 {
				t.Errorf("asked %d times in the quiet", n)
			}
			if err := w.Awake(t.Context(), w.sam.ID); err != nil {
				t.Fatal(err)
			}
			next := oneonone.DateOf(w.clock.Now()).AddDays(1)
			w.clock.Set(next.At(9, 0, time.UTC)) // when the day's morning message has gone
			if n := asked(); (n == 1) != tt.want {
				t.Errorf("asked %d times after it", n)
			}
		})
	}
}

// Three questions in a row unanswered: the bot says once that it goes quiet, and
// does. What is no question comes all the same, and any tap wakes it.
func TestGoingQuiet(t *testing.T) {
	w := newWorld(t)
	day := func(n int) time.Time { return thursday18.Add(time.Duration(n) * 24 * time.Hour) }
	for n := range 8 {
		p := at(day(n))
		p.Notice = oneonone.NoticeAgreed
		w.MustPlan(t, w.sam, w.ana, p)
	}
	others := w.MustPlan(t, w.joao, w.ana, at(day(7).Add(2*time.Hour)))
	// step goes from due instant to due instant, as time does.
	step := func(until time.Time) (out []string) {
		t.Helper()
		for {
			for _, line := range w.MustSend(t) {
				if strings.HasSuffix(line, "to sam") && !redraws(line) && !strings.HasPrefix(line, "planned") {
					out = append(out, line)
				}
			}
			due, ok, err := w.NextDue(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if !ok || due.After(until) {
				w.clock.Set(until)
				return out
			}
			w.clock.Set(due)
		}
	}
	want := []string{
		"prep/1 to sam", "after/1 to sam", // Thursday's
		"after_again/1-again to sam", "prep/1 to sam", "after/1 to sam", // Friday's: the third question
		"quiet to sam", "prep/1 to sam",
		"prep/1 to sam",
	}
	got := step(day(3).Add(-time.Hour))
	for i, line := range got {
		if strings.HasPrefix(line, "quiet/") {
			got[i] = "quiet to sam"
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, line := range step(day(5)) {
		if !strings.HasPrefix(line, "prep") {
			t.Errorf("while quiet: %s", line)
		}
	}
	if err := w.Awake(t.Context(), w.sam.ID); err != nil {
		t.Fatal(err)
	}
	if got := step(day(6)); !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "after") }) {
		t.Errorf("after a tap nothing is asked: %v", got)
	}
	if got := w.outbox(t, "waiting", others.ID); len(got) == 0 {
		t.Error("another organizer's questions fell silent too")
	}
}

// Whatever Slack refuses for a moment can be given back, of every kind.
func TestRetryOfEveryKind(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	w.clock.Set(m.End())
	w.MustSend(t)
	r := w.MustReflect(t, m, "x", "Send it")
	f := openFollowup(t, w)
	w.MustSend(t)
	kinds := map[oneonone.NudgeKind]oneonone.ID{
		oneonone.NudgeWelcome: w.sam.ID, oneonone.NudgeHint: oneonone.NewID(), oneonone.NudgeQuiet: w.sam.ID,
		oneonone.NudgeFollowup: f.ID, oneonone.NudgeAgain: r.ID,
	}
	for i, kind := range []oneonone.NudgeKind{
		oneonone.NudgePlanned, oneonone.NudgeInvitation, oneonone.NudgeAnswer, oneonone.NudgePrep, oneonone.NudgeStillGood,
		oneonone.NudgeHourBefore, oneonone.NudgeLate, oneonone.NudgeAfter, oneonone.NudgeAfterAgain, oneonone.NudgeReflect, oneonone.NudgeUndone,
	} {
		// Each of a talk of its own: giving one back withdraws what that talk
		// does not call for.
		kinds[kind] = w.MustPlan(t, w.sam, w.mei, at(thursday18.Add(time.Duration(100+i)*time.Hour))).ID
	}
	w.MustSend(t)
	w.clock.Set(time.Date(2026, 6, 12, 11, 0, 0, 0, time.UTC))           // a good time for all of them
	now := w.MustPlan(t, w.sam, w.mei, at(w.clock.Now().Add(time.Hour))) // somebody must wait for who is late
	w.MustAnswer(t, now, w.accept)
	kinds[oneonone.NudgeLate] = now.ID
	w.MustSend(t)
	if _, err := w.raw.Exec(`update member set unanswered = 3 where id = $1`, w.joao.ID); err != nil { // who goes quiet
		t.Fatal(err)
	}
	for kind, subject := range kinds {
		receiver, expires := w.sam.ID, any(nil)
		switch kind {
		case oneonone.NudgeLate:
			receiver, expires = w.mei.ID, now.End().Unix()
		case oneonone.NudgeQuiet:
			receiver = w.joao.ID
		}
		_, err := w.raw.Exec(`insert into outbox (id, owner, receiver, kind, subject, occurrence, due_at, expires_at, state) values ($1, $2, $3, $4, $5, 'try', 0, $6, 'waiting')`,
			oneonone.NewID(), w.sam.ID, receiver, string(kind), subject, expires)
		if err != nil {
			t.Fatal(err)
		}
	}
	for c := w.MustClaim(t); c != nil; c = w.MustClaim(t) {
		if c.Redraw != "" {
			w.MustSent(t, c)
			continue
		}
		for _, row := range c.Rows {
			delete(kinds, row.Kind)
		}
		if err := w.Retry(t.Context(), c, w.clock.Now().Add(time.Hour)); err != nil {
			t.Errorf("retry of %s: %v", w.line(c), err)
			break
		}
	}
	for kind := range kinds {
		t.Errorf("%s was never tried", kind)
	}
}
