package storage_test

import (
	"context"
	"database/sql"
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

// saturday20 is the event of these tests' asks.
var saturday20 = time.Date(2026, time.June, 20, 18, 30, 0, 0, time.UTC)

// anAsk is an ask of a member as a window sends it, with what they said.
func anAsk(of oneonone.Member, r oneonone.Reaction) storage.NewAsk {
	return storage.NewAsk{
		Whom:     oneonone.Whom{Member: of.ID},
		Proposal: oneonone.Proposal{What: oneonone.Event, Words: "Will you welcome people?", At: saturday20, Where: "The library"},
		Reaction: r,
	}
}

// What they can say.
var (
	saidYes  = oneonone.Reaction{Said: oneonone.SaidYes}
	notEver  = oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotEver}
	notAtAll = oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotEver, NoContact: true}
	notThat  = oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotThat}
	cannot   = oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.CannotTell}
)

func maybe(back int) oneonone.Reaction {
	return oneonone.Reaction{Said: oneonone.SaidMaybe, Back: june(back)}
}

func notNow(back int) oneonone.Reaction {
	return oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotNow, Then: oneonone.ThenAgain, Back: june(back)}
}

// PutAsk is [storage.DB.PutAsk], for whom no word waits.
func (w *world) PutAsk(ctx context.Context, organizer oneonone.ID, submission string, n storage.NewAsk) (oneonone.Ask, error) {
	put, err := w.DB.PutAsk(ctx, organizer, submission, n)
	return put.Ask, err
}

// MustAsk writes an ask from a window of its own.
func (w *world) MustAsk(tb testing.TB, organizer oneonone.Member, n storage.NewAsk) oneonone.Ask {
	tb.Helper()
	a, err := w.PutAsk(tb.Context(), organizer.ID, w.window(), n)
	if err != nil {
		tb.Fatalf("put ask: %v", err)
	}
	return a
}

// says notes what they said to an ask, as it stands.
func (w *world) says(tb testing.TB, a oneonone.Ask, r oneonone.Reaction) oneonone.Ask {
	tb.Helper()
	a, err := w.ChangeAsk(tb.Context(), a.Organizer, a.ID, func(a *oneonone.Ask) error { return a.Answer(r, w.clock.Now()) })
	if err != nil {
		tb.Fatalf("answer: %v", err)
	}
	return a
}

// confirmation is the follow-up of a yes; there may be none.
func (w *world) confirmation(tb testing.TB, a oneonone.Ask) (f oneonone.Followup, ok bool) {
	tb.Helper()
	var id oneonone.ID
	err := w.raw.QueryRow(`select id from followup where ask = $1`, a.ID).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return f, false
	}
	if err == nil {
		f, err = w.Followup(tb.Context(), a.Organizer, id)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return f, true
}

// MustTurn is where the page after an ask begins, through its button and back.
func (w *world) MustTurn(tb testing.TB, after oneonone.Ask) storage.AskCursor {
	tb.Helper()
	from, err := w.AskCursorAfter(tb.Context(), after.Organizer, after.ID)
	if err != nil {
		tb.Fatal(err)
	}
	if from, err = storage.ParseAskCursor(from.String()); err != nil {
		tb.Fatal(err)
	}
	return from
}

// MustConfirm notes that they were told the details of what they said yes to.
func (w *world) MustConfirm(tb testing.TB, a oneonone.Ask) {
	tb.Helper()
	f, ok := w.confirmation(tb, a)
	if !ok {
		tb.Fatal("nothing to confirm")
	}
	w.MustClose(tb, f, oneonone.Done)
}

// now reads an ask as it stands.
func (w *world) now(tb testing.TB, a oneonone.Ask) oneonone.Ask {
	tb.Helper()
	a, err := w.Ask(tb.Context(), a.Organizer, a.ID)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

func (w *world) person(tb testing.TB, a oneonone.Ask) oneonone.Person {
	tb.Helper()
	p, err := w.Person(tb.Context(), a.Organizer, a.Person)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// wantWaiting wants what is to be said of a subject. What is said to nobody is left
// out: see TestAnEventPasses.
func (w *world) wantWaiting(tb testing.TB, when string, subject oneonone.ID, want ...string) {
	tb.Helper()
	got := slices.DeleteFunc(w.outbox(tb, "waiting", subject), func(line string) bool { return strings.HasPrefix(line, "passed/") })
	if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
		tb.Errorf("%s, waiting (-want +got):\n%s", when, diff)
	}
}

// A window is one ask: sent once more it changes nothing, and with something else
// in it the ask is corrected.
func TestPutAsk(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	n := anAsk(w.ana, maybe(12))
	n.Involves, n.Why, n.IfTime, n.IfThing, n.WouldTake = "two hours", "You know them all", "the 27th", "cake", "a lift"
	a, err := w.PutAsk(ctx, w.sam.ID, "V1/ask", n)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a, w.now(t, a)); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}
	w.wantWaiting(t, "put", a.ID, "get_back/2026-06-12 to sam", "get_back/2026-06-12-again to sam")
	before := w.dump(t)
	w.clock.Advance(time.Hour)
	again, err := w.PutAsk(ctx, w.sam.ID, "V1/ask", n)
	if err != nil || again.ID != a.ID {
		t.Errorf("once more: %v, %v", again.ID, err)
	}
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("once more (-before +after):\n%s", diff)
	}
	// Corrected: one row, other words, another answer, and what follows from it.
	n.Words, n.Reaction = "Will you bring the cake?", saidYes
	a, err = w.PutAsk(ctx, w.sam.ID, "V1/ask", n)
	if err != nil || a.Words != n.Words || a.Said != oneonone.SaidYes || w.rows(t, "ask") != 1 {
		t.Errorf("corrected: %+v, %v", a, err)
	}
	w.wantWaiting(t, "corrected", a.ID, "still_on/1 to sam", "came/1 to sam", "came/1-again to sam")

	// What was answered elsewhere since is not taken back by the window in which
	// nothing was said yet.
	b, err := w.PutAsk(ctx, w.sam.ID, "V2/ask", anAsk(w.mei, oneonone.Reaction{}))
	if err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(time.Minute)
	w.says(t, b, maybe(15))
	n = anAsk(w.mei, oneonone.Reaction{})
	n.Words = "Would you?"
	if b, err = w.PutAsk(ctx, w.sam.ID, "V2/ask", n); err != nil || b.Words != n.Words || b.Reaction != maybe(15) {
		t.Errorf("got ready again: %+v, %v", b, err)
	}
}

// The longest of everything is kept as it is.
func TestPutTheLongestAsk(t *testing.T) {
	w := newWorld(t)
	long := func(n int) string { return string(slices.Repeat([]rune{'ü'}, n)) }
	n := anAsk(w.ana, maybe(12))
	n.Words, n.Where, n.Why, n.IfTime, n.IfThing, n.WouldTake = long(3000), long(150), long(300), long(300), long(300), long(300)
	a := w.MustAsk(t, w.sam, n)
	if diff := cmp.Diff(a, w.now(t, a)); diff != "" || a.Words != n.Words {
		t.Errorf("(-written +read):\n%s", diff)
	}
}

// The window was for somebody else: whom it was for before has to do with it no
// longer, whatever they were noted to have said.
func TestPutAskForSomebodyElse(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	open := w.MustAsk(t, w.sam, anAsk(w.ana, maybe(12)))
	a, err := w.PutAsk(ctx, w.sam.ID, "V1/ask", anAsk(w.ana, notAtAll))
	if err != nil || w.person(t, a).NoAsks.IsZero() || w.now(t, open).Withdrawn != a.ID {
		t.Fatalf("%v, %+v", err, w.now(t, open))
	}
	ana := a.Person
	if a, err = w.PutAsk(ctx, w.sam.ID, "V1/ask", anAsk(w.mei, notEver)); err != nil || a.Member != w.mei.ID || w.rows(t, "ask") != 2 {
		t.Fatalf("%+v, %v", a, err)
	}
	if p := w.person(t, open); !p.NoAsks.IsZero() || p.NoContact || p.ID != ana {
		t.Errorf("Ana: %+v", p)
	}
	if p := w.person(t, a); p.NoAsks.IsZero() || p.NoContact || p.NoAsksBy != a.ID || p.Member != w.mei.ID {
		t.Errorf("Mei: %+v", p)
	}
	if got := w.now(t, open); !got.Withdrawn.IsZero() {
		t.Errorf("Ana's ask is still withdrawn: %+v", got)
	}
	w.wantWaiting(t, "Ana's", open.ID, "get_back/2026-06-12 to sam", "get_back/2026-06-12-again to sam")
	// And not to somebody who said not ever.
	_, err = w.PutAsk(ctx, w.sam.ID, "V2/ask", anAsk(w.ana, oneonone.Reaction{}))
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.PutAsk(ctx, w.sam.ID, "V2/ask", anAsk(w.mei, oneonone.Reaction{}))
	wantKind(t, "corrected to Mei", err, oneonone.Invalid)

	// Somebody outside Slack: a name mended is the same person.
	n := anAsk(oneonone.Member{}, maybe(15))
	n.Whom = oneonone.Whom{Name: "Matra", Reach: "555 0134"}
	o, err := w.PutAsk(ctx, w.sam.ID, "V3/ask", n)
	if err != nil {
		t.Fatal(err)
	}
	n.Whom.Name = "Marta"
	mended, err := w.PutAsk(ctx, w.sam.ID, "V3/ask", n)
	if err != nil || mended.Person != o.Person || w.person(t, mended).Name != "Marta" || !mended.Member.IsZero() {
		t.Errorf("mended: %+v, %v", mended, err)
	}
	// Unless something else knows them by it: an ask, or a talk.
	m, err := w.Plan(ctx, w.sam.ID, oneonone.Whom{Person: o.Person}, "V4/plan", aPlan())
	if err != nil {
		t.Fatal(err)
	}
	n.Whom.Name = "Rosa"
	if other, err := w.PutAsk(ctx, w.sam.ID, "V3/ask", n); err != nil || other.Person == o.Person {
		t.Errorf("another: %+v, %v", other, err)
	}
	w.MustAsk(t, w.sam, storage.NewAsk{Whom: oneonone.Whom{Person: o.Person}, Proposal: n.Proposal})
	if got, err := w.Plan(ctx, w.sam.ID, oneonone.Whom{Name: "Lina"}, "V4/plan", aPlan()); err != nil || got.ID != m.ID || got.Person == o.Person {
		t.Errorf("the talk's: %+v, %v", got, err)
	}
	if p := w.person(t, o); p.Name != "Marta" {
		t.Errorf("renamed by another window: %q", p.Name)
	}
}

// An ask belongs to a talk with the same person, and to the chain of the same.
func TestChainsOfOnePerson(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	talk := w.MustPlan(t, w.sam, w.ana, aPlan())
	n := anAsk(w.ana, notNow(12))
	n.Meeting = talk.ID
	first := w.MustAsk(t, w.sam, n)
	w.clock.Advance(time.Minute)
	child := anAsk(w.ana, maybe(15))
	child.Parent = first.ID
	second := w.MustAsk(t, w.sam, child)
	w.clock.Advance(time.Minute)
	child.Parent, child.Reaction = second.ID, saidYes
	third := w.MustAsk(t, w.sam, child)
	if first.Meeting != talk.ID || third.Meeting != talk.ID || third.Parent != second.ID {
		t.Errorf("%+v", third)
	}
	chain, err := w.Chain(ctx, w.sam.ID, first.ID)
	if err != nil || len(chain) != 3 || chain[0].ID != first.ID || chain[1].ID != second.ID || chain[2].ID != third.ID {
		t.Errorf("%v, %v", chain, err)
	}
	// What another ask has taken the place of is not asked again; the last is.
	for _, a := range []oneonone.Ask{first, second} {
		if got := w.now(t, a); !got.Followed || got.Version != 2 {
			t.Errorf("%+v", got)
		}
		w.wantWaiting(t, "followed", a.ID)
	}
	w.wantWaiting(t, "the last", third.ID, "still_on/1 to sam", "came/1 to sam", "came/1-again to sam")
	// A yes keeps its place, though something was offered beside it.
	child.Parent = third.ID
	w.MustAsk(t, w.sam, child)
	if got := w.now(t, third); got.Followed {
		t.Error("a yes was followed")
	}
	w.wantWaiting(t, "the yes", third.ID, "still_on/1 to sam", "came/1 to sam", "came/1-again to sam")
	// Corrected to a yes, the first stands again.
	w.says(t, first, saidYes)
	w.wantWaiting(t, "the first", first.ID, "still_on/1 to sam", "came/1 to sam", "came/1-again to sam")

	// Whom something else is asked of is in no chain of Ana's, nor in her talk.
	n = anAsk(w.mei, maybe(12))
	n.Parent, n.Meeting = second.ID, talk.ID
	other := w.MustAsk(t, w.sam, n)
	if !other.Parent.IsZero() || other.Chain != other.ID || !other.Meeting.IsZero() {
		t.Errorf("%+v", other)
	}
	if of, err := w.AsksOf(ctx, w.sam.ID, first.Person, 9); err != nil || len(of) != 4 || of[3].ID != first.ID {
		t.Errorf("%d of Ana, %v", len(of), err)
	}
}

// Two devices: what was answered on one is not written over by the other, and the
// same answer from both is one.
func TestTwoAnswers(t *testing.T) {
	w := newWorld(t)
	a := w.MustAsk(t, w.sam, anAsk(w.ana, oneonone.Reaction{}))
	answer := func(r oneonone.Reaction) error {
		_, err := w.ChangeAsk(t.Context(), w.sam.ID, a.ID, func(x *oneonone.Ask) error {
			return x.Seen(a.Version, func(x *oneonone.Ask) error { return x.Answer(r, w.clock.Now()) })
		})
		return err
	}
	errs := make(chan error)
	for _, r := range []oneonone.Reaction{saidYes, maybe(15), saidYes, maybe(15)} {
		go func() { errs <- answer(r) }()
	}
	stale := 0
	for range 4 {
		if err := <-errs; err != nil {
			wantKind(t, "the slower", err, oneonone.Stale)
			stale++
		}
	}
	if got := w.now(t, a); stale != 2 || got.Version != 2 {
		t.Errorf("%d refused, version %d", stale, got.Version)
	}
	before := w.dump(t)
	if err := answer(w.now(t, a).Reaction); err != nil {
		t.Error(err)
	}
	wantKind(t, "another", answer(notThat), oneonone.Stale)
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}

// isAsk says whether a message is about an ask.
func isAsk(k oneonone.NudgeKind) bool {
	return k == oneonone.NudgeGetBack || k == oneonone.NudgeStillOn || k == oneonone.NudgeCame
}

// Somebody said not ever. What was open is withdrawn at once, and whatever happens
// then, by any path, nothing calls for an ask of them again; with the tick, no
// message goes to them either. What they gave their yes to stands, and is asked about
// on; so do others' asks, and another organizer's.
func TestNotEverEndsAllAsksByAnyPath(t *testing.T) {
	for _, noContact := range []bool{false, true} {
		t.Run(fmt.Sprintf("no contact %t", noContact), func(t *testing.T) {
			w := newWorld(t)
			ctx := t.Context()
			held := w.MustPlan(t, w.sam, w.ana, agreedAt(8, 10, 0))
			next := w.MustPlan(t, w.sam, w.ana, agreedAt(12, 18, 0)) // tomorrow, when she says it
			w.MustChange(t, next, func(m *oneonone.Meeting) error { return m.RemindHourBefore(w.clock.Now()) })
			w.clock.Set(held.End())
			wish, err := w.Reflect(ctx, w.window(), oneonone.Reflection{Organizer: w.sam.ID, Meeting: held.ID, Remember: "x", Next: oneonone.NextOtherDate, NextOn: june(22)})
			if err != nil {
				t.Fatal(err)
			}
			role := anAsk(w.ana, saidYes)
			role.Proposal = oneonone.Proposal{What: oneonone.Role, Words: "Will you lead it?", Starts: june(14)}
			offered := anAsk(w.ana, saidYes)
			offered.Unasked = true
			const mine = "V0/ask" // a window that comes again
			ready, err := w.PutAsk(ctx, w.sam.ID, mine, anAsk(w.ana, oneonone.Reaction{}))
			if err != nil {
				t.Fatal(err)
			}
			open := map[string]oneonone.Ask{
				"ready": ready, "maybe": w.MustAsk(t, w.sam, anAsk(w.ana, maybe(11))), "maybe, no day": w.MustAsk(t, w.sam, anAsk(w.ana, oneonone.Reaction{Said: oneonone.SaidMaybe})),
				"again": w.MustAsk(t, w.sam, anAsk(w.ana, notNow(15))), "asked too": w.MustAsk(t, w.sam, anAsk(w.ana, oneonone.Reaction{})),
			}
			yeses := map[string]oneonone.Ask{
				"yes": w.MustAsk(t, w.sam, anAsk(w.ana, saidYes)), "role": w.MustAsk(t, w.sam, role), "offered": w.MustAsk(t, w.sam, offered),
			}
			past := anAsk(w.ana, saidYes)
			past.At = monday.Add(-time.Hour)
			over := map[string]oneonone.Ask{
				"not that": w.MustAsk(t, w.sam, anAsk(w.ana, notThat)), "can't tell": w.MustAsk(t, w.sam, anAsk(w.ana, cannot)), "came": w.MustAsk(t, w.sam, past),
			}
			if _, err := w.ChangeAsk(ctx, w.sam.ID, over["came"].ID, func(a *oneonone.Ask) error { return a.Happened(oneonone.Came, w.clock.Now()) }); err != nil {
				t.Fatal(err)
			}
			lapsed := anAsk(w.ana, oneonone.Reaction{})
			lapsed.At = monday.Add(-time.Hour)
			open["let go"] = w.MustAsk(t, w.sam, lapsed) // another day would bring it back
			if _, err := w.ChangeAsk(ctx, w.sam.ID, open["let go"].ID, func(a *oneonone.Ask) error { return a.LetGo(w.clock.Now(), w.sam.Zone) }); err != nil {
				t.Fatal(err)
			}
			followed := w.MustAsk(t, w.sam, anAsk(w.ana, notNow(13)))
			child := anAsk(w.ana, maybe(14))
			child.Parent = followed.ID
			open["child"], over["followed"] = w.MustAsk(t, w.sam, child), followed
			ana := ready.Person
			mei, joao := w.MustAsk(t, w.sam, anAsk(w.mei, maybe(15))), w.MustAsk(t, w.joao, anAsk(w.ana, maybe(15)))

			// The first of them is being sent when she says it.
			w.clock.Set(morning(11))
			var flying *storage.Claim
			for flying == nil {
				c := w.MustClaim(t)
				if c == nil {
					t.Fatal("nothing is due")
				}
				if slices.ContainsFunc(c.Rows, func(r storage.Row) bool { return r.Subject == open["maybe"].ID }) {
					flying = c
					break
				}
				w.MustSent(t, c)
			}
			const countOn, thanks = "I'm counting on you", "Thank you for coming"
			if _, err := w.SendWord(ctx, w.sam.ID, yeses["yes"].ID, yeses["yes"].Version, 0, w.window(), countOn, true); err != nil {
				t.Fatal(err)
			}
			said := notEver
			said.NoContact = noContact
			closer := w.says(t, open["asked too"], said)
			delete(open, "asked too")

			hers := map[oneonone.ID]bool{}
			for _, a := range open {
				hers[a.ID] = true
			}
			for _, a := range over {
				hers[a.ID] = true
			}
			hers[closer.ID] = true
			given := map[oneonone.ID]bool{over["came"].ID: true}
			for _, a := range yeses {
				given[a.ID] = true
			}
			delete(hers, over["came"].ID)
			// check is what must hold after every step.
			check := func(path string) {
				t.Helper()
				rows, err := w.raw.Query(`select kind, subject from outbox where owner = $1 and state = 'waiting'`, w.sam.ID)
				if err != nil {
					t.Fatal(err)
				}
				defer rows.Close()
				for rows.Next() {
					var kind oneonone.NudgeKind
					var subject oneonone.ID
					if err := rows.Scan(&kind, &subject); err != nil {
						t.Fatal(err)
					}
					if isAsk(kind) && subject != mei.ID && !given[subject] {
						t.Errorf("%s: %s waits", path, kind)
					}
				}
				var to int
				if err := w.raw.QueryRow(`select count(*) from outbox where owner = $1 and receiver = $2 and state = 'waiting' and kind not in ('card', 'word', 'hour_before')`, w.sam.ID, w.ana.ID).Scan(&to); err != nil {
					t.Fatal(err)
				}
				if noContact && to != 0 {
					t.Errorf("%s: %d messages to her wait", path, to)
				}
				lists := map[string]func() ([]oneonone.Ask, error){
					"due": func() ([]oneonone.Ask, error) { return w.DueAsks(ctx, w.sam.ID, storage.AskCursor{}, 99) },
				}
				for _, need := range oneonone.Needs {
					lists[string(need)] = func() ([]oneonone.Ask, error) { return w.AsksThatNeed(ctx, w.sam.ID, need, storage.AskCursor{}, 99) }
				}
				for name, list := range lists {
					asks, err := list()
					if err != nil {
						t.Fatal(err)
					}
					if slices.ContainsFunc(asks, func(a oneonone.Ask) bool { return a.Person == ana && !given[a.ID] }) {
						t.Errorf("%s: %s has an ask of hers", path, name)
					}
				}
			}
			check("at once")
			if p := w.person(t, ready); p.NoAsks.IsZero() || p.NoAsksBy != closer.ID || p.NoContact != noContact {
				t.Fatalf("%+v", p)
			}
			for name, a := range open {
				if got := w.now(t, a); got.Withdrawn != closer.ID {
					t.Errorf("%s: %+v", name, got)
				}
			}
			for name, a := range yeses {
				if diff := cmp.Diff(a, w.now(t, a)); diff != "" {
					t.Errorf("%s (-given +now):\n%s", name, diff)
				}
				if got := w.outbox(t, "waiting", a.ID); len(got) < 2 {
					t.Errorf("of %s nothing is asked: %v", name, got)
				}
			}
			if noContact {
				w.wantWaiting(t, "her talk", next.ID, "prep/1 to sam", "hour_before/1 to ana", "after/1 to sam", "after_again/1-again to sam")
				w.wantWaiting(t, "the wish to meet again", wish.ID)
			} else if got := w.outbox(t, "waiting", next.ID); len(got) != 5 {
				t.Errorf("they may still meet: %v", got)
			}

			ask := func(n storage.NewAsk) func() error {
				return func() error { _, err := w.PutAsk(ctx, w.sam.ID, w.window(), n); return err }
			}
			change := func(a oneonone.Ask, rule func(*oneonone.Ask) error) func() error {
				return func() error { _, err := w.ChangeAsk(ctx, w.sam.ID, a.ID, rule); return err }
			}
			answer := func(a oneonone.Ask, r oneonone.Reaction) func() error {
				return change(a, func(a *oneonone.Ask) error { return a.Answer(r, w.clock.Now()) })
			}
			word := func(a oneonone.Ask, words string) func() error {
				return func() error {
					now, err := w.Ask(ctx, w.sam.ID, a.ID)
					if err != nil {
						return err
					}
					_, err = w.SendWord(ctx, w.sam.ID, a.ID, now.Version, 0, w.window(), words, true)
					return err
				}
			}
			meet := func(rule func(*oneonone.Meeting) error) func() error {
				return func() error { _, err := w.ChangeMeeting(ctx, w.sam.ID, next.ID, rule); return err }
			}
			she := func(rule func(*oneonone.Meeting) error) func() error {
				return func() error { _, err := w.AnswerInvitation(ctx, w.ana.ID, next.ID, rule); return err }
			}
			settings := func(change func(*oneonone.Settings)) func() error {
				return func() error {
					s, err := w.Settings(ctx, w.sam.ID)
					if err != nil {
						return err
					}
					change(&s)
					return w.SetSettings(ctx, w.sam.ID, s)
				}
			}
			reworded := oneonone.Proposal{What: oneonone.Event, Words: "Otherwise", At: saturday20.AddDate(0, 0, 7)}
			other := anAsk(w.ana, maybe(20))
			other.Words = "Otherwise"
			childOf := func(a oneonone.Ask) storage.NewAsk { n := anAsk(w.ana, maybe(20)); n.Parent = a.ID; return n }
			told := agreedAt(20, 18, 0)
			told.Notice = oneonone.NoticeTell
			inTalk := anAsk(w.ana, maybe(20))
			inTalk.Meeting = held.ID
			var invited, written, answered, taken oneonone.ErrorKind
			if noContact { // moved, it is told in person: there is nothing to answer
				invited, written, answered, taken = oneonone.Invalid, oneonone.Stale, oneonone.NotFound, oneonone.Stale
			}
			const stale, invalid, fine = oneonone.Stale, oneonone.Invalid, oneonone.ErrorKind("")
			type path struct {
				name string
				do   func() error
				want oneonone.ErrorKind
			}
			paths := []path{
				{"a new ask", ask(anAsk(w.ana, oneonone.Reaction{})), invalid},
				{"a new ask, by her row", ask(storage.NewAsk{Whom: oneonone.Whom{Person: ana}, Proposal: reworded}), invalid},
				{"one made already", ask(anAsk(w.ana, maybe(20))), invalid},
				{"one she offered", func() error { // her own word, as those before
					a, err := w.PutAsk(ctx, w.sam.ID, w.window(), offered)
					given[a.ID] = true
					return err
				}, fine},
				{"one made in a talk", ask(inTalk), invalid},
				{"not ever once more", ask(anAsk(w.ana, said)), fine},
				{"a child of the closer", ask(childOf(closer)), invalid},
				{"a child of a withdrawn one", ask(childOf(open["again"])), invalid},
				{"a child of one that is over", ask(childOf(over["not that"])), invalid},
				{"a window sent again", func() error {
					_, err := w.PutAsk(ctx, w.sam.ID, mine, anAsk(w.ana, oneonone.Reaction{}))
					return err
				}, fine},
				{"a window sent again, corrected", func() error { _, err := w.PutAsk(ctx, w.sam.ID, mine, other); return err }, stale},
				{"the closer reworded", change(closer, func(a *oneonone.Ask) error { return a.Reword(reworded) }), fine},
				{"the closer, once more", answer(closer, said), fine},
				{"one that is over reworded", change(over["not that"], func(a *oneonone.Ask) error { return a.Reword(reworded) }), fine},
				{"one that came, not known any more", change(over["came"], func(a *oneonone.Ask) error { return a.Happened(oneonone.OutcomeOpen, w.clock.Now()) }), fine},
				{"one that came did not", change(over["came"], func(a *oneonone.Ask) error { return a.Happened(oneonone.DidNotCome, w.clock.Now()) }), fine},
				{"a word to who did not come", word(over["came"], thanks), written},
				{"a no after all", answer(yeses["offered"], notThat), fine},
				{"a yes, taken for a no", answer(yeses["offered"], saidYes), fine},
				{"a yes that is a maybe", answer(yeses["yes"], maybe(25)), stale},
				{"a yes not asked for", answer(yeses["yes"], oneonone.Reaction{}), stale},
				{"a yes, moved", change(yeses["yes"], func(a *oneonone.Ask) error { return a.Move(saturday20.AddDate(0, 0, 2), oneonone.Date{}) }), fine},
				{"a word", word(yeses["yes"], countOn), written},
				{"Sam moves west", func() error { _, err := w.Member(ctx, "U0SAM", MustZone(t, "America/New_York")); return err }, fine},
				{"and back", func() error { _, err := w.Member(ctx, "U0SAM", time.UTC); return err }, fine},
				{"another morning", settings(func(s *oneonone.Settings) { s.Morning = 11 }), fine},
				{"and back to nine", settings(func(s *oneonone.Settings) { s.Morning = 9 }), fine},
				{"a pause", settings(func(s *oneonone.Settings) { s.PausedUntil = june(13) }), fine},
				{"no pause", settings(func(s *oneonone.Settings) { s.PausedUntil = oneonone.Date{} }), fine},
				{"a tap", func() error { return w.Awake(ctx, w.sam.ID) }, fine},
				{"Slack refused it", func() error { return w.Retry(ctx, flying, w.clock.Now().Add(time.Minute)) }, fine},
				{"a talk invited to", func() error {
					_, err := w.Plan(ctx, w.sam.ID, oneonone.Whom{Member: w.ana.ID}, "V90/plan", at(saturday20))
					return err
				}, invited},
				{"a talk told in person", func() error {
					_, err := w.Plan(ctx, w.sam.ID, oneonone.Whom{Member: w.ana.ID}, "V91/plan", told)
					return err
				}, fine},
				{"and then invited to", func() error {
					_, err := w.Plan(ctx, w.sam.ID, oneonone.Whom{Member: w.ana.ID}, "V91/plan", agreedAt(20, 19, 0))
					return err
				}, invited},
				{"Mei's talk, and then hers", func() error {
					if _, err := w.Plan(ctx, w.sam.ID, oneonone.Whom{Member: w.mei.ID}, "V92/plan", agreedAt(21, 19, 0)); err != nil {
						return err
					}
					_, err := w.Plan(ctx, w.sam.ID, oneonone.Whom{Member: w.ana.ID}, "V92/plan", agreedAt(21, 19, 0))
					return err
				}, invited},
				{"a talk written down", func() error {
					_, _, err := w.Log(ctx, w.sam.ID, oneonone.Whom{Member: w.ana.ID}, w.window(), oneonone.Maintenance, w.clock.Now().Add(-5*time.Hour), oneonone.ID{})
					return err
				}, fine},
				{"another place", meet(func(m *oneonone.Meeting) error {
					p := m.Plan
					p.Place = "The park"
					return m.Revise(p, w.clock.Now())
				}), fine},
				{"another time", meet(func(m *oneonone.Meeting) error {
					return m.Move(oneonone.Change{Start: m.Start.Add(time.Hour), Place: m.Place, Revision: m.Revision}, w.clock.Now())
				}), fine},
				{"she says yes", she(w.accept), answered},
				{"she wants a reminder", she(w.hourBefore), answered},
				{"she suggests another time", she(func(m *oneonone.Meeting) error { return m.Suggest(0, m.Start.Add(time.Hour), "", w.clock.Now()) }), answered},
				{"taken", meet(func(m *oneonone.Meeting) error { return m.TakeSuggestion(m.Revision, m.Rounds, w.clock.Now()) }), taken},
				{"called off", meet(func(m *oneonone.Meeting) error { return m.CallOff("", w.clock.Now()) }), fine},
				{"planned after all", meet(func(m *oneonone.Meeting) error { return m.Revise(m.Plan, w.clock.Now()) }), fine},
				{"no invitations", func() error { return w.SetNoInvitations(ctx, w.ana.ID, true) }, fine},
				{"invitations again", func() error { return w.SetNoInvitations(ctx, w.ana.ID, false) }, fine},
				{"a word anew, since those that waited were stopped", word(yeses["yes"], countOn), written},
				{"a word anew to who did not come", word(over["came"], thanks), written},
				{"another day to meet again", func() error {
					_, err := w.Reflect(ctx, w.window(), oneonone.Reflection{Organizer: w.sam.ID, Meeting: held.ID, Remember: "y", Next: oneonone.NextOtherDate, NextOn: june(24)})
					return err
				}, fine},
				{"notes", func() error {
					_, err := w.WriteNotes(ctx, w.sam.ID, held.ID, w.window(), oneonone.PageThem, oneonone.Notes{oneonone.FieldRole: "cook"})
					return err
				}, fine},
			}
			for name, a := range open {
				paths = append(paths,
					path{"answered: " + name, answer(a, maybe(25)), stale},
					path{"not ever too: " + name, answer(a, said), stale},
					path{"reworded: " + name, change(a, func(a *oneonone.Ask) error { return a.Reword(reworded) }), stale},
					path{"moved: " + name, change(a, func(a *oneonone.Ask) error { return a.Move(saturday20.AddDate(0, 0, 7), june(30)) }), stale},
					path{"drawn anew: " + name, func() error { return w.Redraw(ctx, w.sam.ID, a.ID) }, fine},
				)
			}
			for name, a := range over {
				paths = append(paths,
					path{"corrected to maybe: " + name, answer(a, maybe(25)), stale},
					path{"corrected to again: " + name, answer(a, notNow(25)), stale},
					path{"corrected to not asked: " + name, answer(a, oneonone.Reaction{}), stale},
				)
			}
			for _, a := range append([]oneonone.Ask{closer}, open["maybe"], open["again"], yeses["yes"], over["came"]) {
				for _, k := range []oneonone.NudgeKind{oneonone.NudgeGetBack, oneonone.NudgeStillOn, oneonone.NudgeCame} {
					for _, on := range []oneonone.Date{june(25), {}} {
						paths = append(paths, path{"put off: " + string(k), func() error { return w.PutOff(ctx, w.sam.ID, oneonone.Asked{About: k, Subject: a.ID}, on) }, stale})
					}
				}
			}
			for _, p := range paths {
				wantKind(t, p.name, p.do(), p.want)
				check(p.name)
			}
			lateTo := func() { // and on the day, when she waits for Sam
				m, err := w.Meeting(ctx, w.sam.ID, next.ID)
				if err != nil {
					t.Fatal(err)
				}
				w.clock.Set(m.Start.Add(-time.Hour))
				_, err = w.RunningLate(ctx, w.sam.ID, m.ID, w.window(), "10")
				want := fine
				if noContact {
					want = stale
				}
				wantKind(t, "running late", err, want)
				check("running late")
			}
			// Day after day, for a month: what goes out.
			others, words := map[oneonone.ID]int{}, 0
			for day := 11; day < 41; day++ {
				if day == 12 {
					lateTo()
				}
				for _, hour := range []int{9, 12, 20} {
					if now := time.Date(2026, time.June, day, hour, 0, 0, 0, time.UTC); now.After(w.clock.Now()) {
						w.clock.Set(now)
					}
					for c := w.MustClaim(t); c != nil; c = w.MustClaim(t) {
						for _, r := range c.Rows {
							if isAsk(r.Kind) && c.Redraw == "" {
								others[r.Subject]++
							}
							if r.Kind == oneonone.NudgeWord {
								words++
							}
							if c.Redraw == "" && hers[r.Subject] && r.Kind != oneonone.NudgeUndone {
								t.Errorf("on the %dth: %s", day, w.line(c))
							}
							if c.Redraw == "" && noContact && c.Receiver.ID == w.ana.ID && r.Owner == w.sam.ID {
								t.Errorf("on the %dth: %s", day, w.line(c))
							}
						}
						w.MustSent(t, c)
					}
					if err := w.Awake(ctx, w.sam.ID); err != nil {
						t.Fatal(err)
					}
				}
				check(fmt.Sprintf("on the %dth", day))
			}
			if others[mei.ID] != 2 || others[joao.ID] != 2 {
				t.Errorf("Mei's and João's were asked %d and %d times", others[mei.ID], others[joao.ID])
			}
			for name, a := range yeses {
				if others[a.ID] < 2 {
					t.Errorf("of %s was asked %d times", name, others[a.ID])
				}
			}
			if noContact && words != 0 || !noContact && words != 2 {
				t.Errorf("she read %d words", words)
			}

			// She changed her mind, as a new ask says, or a child: what was withdrawn
			// stays so, and what comes now is asked.
			n := childOf(closer)
			n.Reopen, n.Back = true, oneonone.Date{Year: 2026, Month: 7, Day: 20}
			fresh := w.MustAsk(t, w.sam, n)
			if p := w.person(t, fresh); !p.NoAsks.IsZero() || p.NoContact != noContact || !p.NoAsksBy.IsZero() {
				t.Errorf("reopened, and %+v", p)
			}
			w.wantWaiting(t, "reopened", fresh.ID, "get_back/2026-07-20 to sam", "get_back/2026-07-20-again to sam")
			if got := w.now(t, open["again"]); got.Withdrawn != closer.ID {
				t.Errorf("reopened, and an old one with it: %+v", got)
			}
			// The old not ever counts no more, whatever is mended of it.
			if err := change(closer, func(a *oneonone.Ask) error { a.Why = "x"; a.Version++; return nil })(); err != nil {
				t.Fatal(err)
			}
			if p := w.person(t, fresh); !p.NoAsks.IsZero() {
				t.Error("closed again by a word")
			}
			// Messages are another wish, and it takes a word of its own to lift it.
			n = anAsk(w.ana, oneonone.Reaction{})
			n.Hear = true
			if p := w.person(t, w.MustAsk(t, w.sam, n)); p.NoContact || !p.NoAsks.IsZero() {
				t.Errorf("to hear from us again, and %+v", p)
			}
		})
	}
}

// Not ever was a slip, and is corrected: what it ended is as it was, but for what
// has passed meanwhile.
func TestNotEverIsCorrected(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	const gone = "V8/plan"
	talk, over := w.MustPlan(t, w.sam, w.ana, aPlan()), w.MustPlan(t, w.sam, w.ana, at(monday.Add(24*time.Hour)))
	off, err := w.Plan(ctx, w.sam.ID, oneonone.Whom{Member: w.ana.ID}, gone, at(monday.Add(25*time.Hour)))
	if err != nil {
		t.Fatal(err)
	}
	a, b := w.MustAsk(t, w.sam, anAsk(w.ana, maybe(15))), w.MustAsk(t, w.sam, anAsk(w.ana, notNow(9)))
	closer := w.MustAsk(t, w.sam, anAsk(w.ana, notAtAll)) // before anything was sent
	w.wantSent(t, "at once")                              // nothing is planned any more that waits for her answer
	for _, m := range []oneonone.Meeting{talk, over, off} {
		if got, err := w.Meeting(ctx, w.sam.ID, m.ID); !got.Withdrawn() || err != nil {
			t.Errorf("an invitation waits for her: %+v, %v", got, err)
		}
	}
	w.MustChange(t, off, func(m *oneonone.Meeting) error { return m.CallOff("", w.clock.Now()) })
	w.clock.Set(monday.Add(30 * time.Hour)) // Tuesday afternoon
	w.MustSend(t)

	w.says(t, closer, notThat)
	if p := w.person(t, a); !p.NoAsks.IsZero() || p.NoContact || !p.NoAsksBy.IsZero() {
		t.Errorf("%+v", p)
	}
	for _, x := range []oneonone.Ask{a, b} {
		if got := w.now(t, x); !got.Withdrawn.IsZero() || got.Reaction != x.Reaction {
			t.Errorf("%+v", got)
		}
	}
	w.wantWaiting(t, "to come", a.ID, "get_back/2026-06-15 to sam", "get_back/2026-06-15-again to sam")
	if got := w.outbox(t, "waiting", talk.ID); !slices.Contains(got, "invitation/1 to ana") || !slices.Contains(got, "unanswered/1 to sam") {
		t.Errorf("the talk to come: %v", got)
	}
	for _, m := range []oneonone.Meeting{over, off} {
		if got := w.outbox(t, "waiting", m.ID); slices.ContainsFunc(got, func(s string) bool { return s == "invitation/1 to ana" || s == "called_off/1 to ana" }) {
			t.Errorf("what is over: %v", got)
		}
	}
	got := slices.DeleteFunc(w.MustSend(t), redraws)
	slices.Sort(got)
	if want := []string{"invitation/1 to ana", "planned/1 to sam"}; !slices.Equal(got, want) { // and of the mornings since, the next
		t.Errorf("sent %v, want %v", got, want)
	}
	for m, want := range map[oneonone.ID]oneonone.State{talk.ID: oneonone.Planned, over.ID: oneonone.CalledOff, off.ID: oneonone.CalledOff} {
		if is, err := w.Meeting(ctx, w.sam.ID, m); is.State != want || err != nil {
			t.Errorf("a talk is %q, want %q, %v", is.State, want, err)
		}
	}
}

// Somebody said it twice, to two asks: one is enough.
func TestTwoNotEvers(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	open := w.MustAsk(t, w.sam, anAsk(w.ana, maybe(15)))
	left := w.MustAsk(t, w.sam, anAsk(w.ana, notThat))
	first := w.MustAsk(t, w.sam, anAsk(w.ana, notEver))
	w.clock.Advance(time.Minute)
	second := w.says(t, left, notAtAll) // it was that, then
	since := w.person(t, open).NoAsks
	if p := w.person(t, open); p.NoAsksBy != first.ID || !p.NoContact {
		t.Errorf("the tick came with the second: %+v", p)
	}
	w.clock.Advance(time.Minute)
	// The first corrected to what would open it: the other says no.
	_, err := w.ChangeAsk(ctx, w.sam.ID, first.ID, func(a *oneonone.Ask) error { return a.Answer(maybe(15), w.clock.Now()) })
	wantKind(t, "opened", err, oneonone.Stale)
	if got := w.now(t, first); got.No != oneonone.NotEver {
		t.Errorf("refused, and written: %+v", got)
	}
	w.says(t, first, cannot)
	if p := w.person(t, open); p.NoAsksBy != second.ID || !p.NoContact || !p.NoAsks.Equal(since) {
		t.Errorf("%+v", p)
	}
	if got := w.now(t, open); got.Withdrawn != second.ID {
		t.Errorf("%+v", got)
	}
	// The tick alone was a slip.
	w.says(t, second, notEver)
	if p := w.person(t, open); p.NoAsksBy != second.ID || p.NoContact {
		t.Errorf("%+v", p)
	}
	w.says(t, second, notThat)
	if p := w.person(t, open); !p.NoAsks.IsZero() {
		t.Errorf("%+v", p)
	}
	if got := w.now(t, open); !got.Withdrawn.IsZero() {
		t.Errorf("%+v", got)
	}
	w.wantWaiting(t, "restored", open.ID, "get_back/2026-06-15 to sam", "get_back/2026-06-15-again to sam")
	// Of what was before they changed their mind nothing counts.
	w.clock.Advance(time.Minute)
	w.says(t, second, notEver)
	if err := w.Reopen(ctx, w.sam.ID, open.Person); err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(time.Minute)
	third := w.MustAsk(t, w.sam, anAsk(w.ana, notAtAll))
	w.clock.Advance(time.Minute)
	w.says(t, third, cannot)
	if p := w.person(t, open); !p.NoAsks.IsZero() {
		t.Errorf("an old not ever counts again: %+v", p)
	}
	// Reopened twice is once, and another's is not there.
	before := w.dump(t)
	if err := w.Reopen(ctx, w.sam.ID, open.Person); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}

// Between somebody's noting it and its being written the clock goes on: a not ever is
// in force all the same, with all that belongs to it.
func TestNotEverTakesASecond(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	open, ready := w.MustAsk(t, w.sam, anAsk(w.ana, maybe(9))), w.MustAsk(t, w.sam, anAsk(w.ana, oneonone.Reaction{}))
	noted := w.clock.Now().Add(999 * time.Millisecond)
	w.clock.Advance(time.Second)
	closer, err := w.ChangeAsk(t.Context(), w.sam.ID, ready.ID, func(a *oneonone.Ask) error { return a.Answer(notAtAll, noted) })
	if err != nil {
		t.Fatal(err)
	}
	if p := w.person(t, closer); !p.NoAsks.Equal(w.clock.Now()) || !p.NoContact || p.NoAsksBy != closer.ID {
		t.Errorf("in force: %+v", p)
	}
	if got := w.now(t, open); got.Withdrawn != closer.ID {
		t.Errorf("still open: %+v", got)
	}
	w.wantWaiting(t, "after not ever", open.ID)
	if got := w.outbox(t, "waiting", m.ID); slices.ContainsFunc(got, func(s string) bool { return strings.HasSuffix(s, "to ana") }) {
		t.Errorf("to whom not to write to: %v", got)
	}
	if diff := cmp.Diff(closer, w.now(t, closer)); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}

	// A second one, noted just before the first was written, counts when that was a slip.
	second := w.MustAsk(t, w.sam, anAsk(w.mei, notThat))
	w.clock.Advance(time.Second)
	noted = w.clock.Now().Add(-time.Second)
	first := w.MustAsk(t, w.sam, anAsk(w.mei, notEver))
	if _, err := w.ChangeAsk(t.Context(), w.sam.ID, second.ID, func(a *oneonone.Ask) error { return a.Answer(notAtAll, noted) }); err != nil {
		t.Fatal(err)
	}
	w.says(t, first, cannot)
	if p := w.person(t, second); p.NoAsks.IsZero() || !p.NoContact || p.NoAsksBy != second.ID {
		t.Errorf("the second alone: %+v", p)
	}
}

// A line that they are late waits while she says it: it does not go out, and Sam
// knows that she was not told.
func TestLateToWhomNotToWriteTo(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, agreedAt(8, 10, 0))
	w.MustSend(t)
	w.clock.Set(m.Start.Add(-time.Minute))
	if _, err := w.RunningLate(t.Context(), w.sam.ID, m.ID, w.window(), "10"); err != nil {
		t.Fatal(err)
	}
	w.MustAsk(t, w.sam, anAsk(w.ana, notAtAll))
	w.clock.Set(m.End())
	for _, line := range w.MustSend(t) {
		if !redraws(line) && line[len(line)-3:] == "ana" {
			t.Errorf("sent %s", line)
		}
	}
	if got := w.outbox(t, "sent", m.ID); !slices.ContainsFunc(got, func(s string) bool { return len(s) > 14 && s[:14] == "undone/unheard" }) {
		t.Errorf("Sam was not told: %v", got)
	}
}

// Questions about asks come in the one morning message, with what else it brings;
// Slack refuses it, and they come together again; answered, the message is drawn
// anew.
func TestAsksInTheMorning(t *testing.T) {
	w := newWorld(t)
	event := anAsk(w.ana, saidYes)
	event.At = time.Date(2026, time.June, 13, 18, 0, 0, 0, time.UTC)
	was := anAsk(w.mei, saidYes)
	was.At = time.Date(2026, time.June, 11, 18, 0, 0, 0, time.UTC)
	still, came, back := w.MustAsk(t, w.sam, event), w.MustAsk(t, w.sam, was), w.MustAsk(t, w.sam, anAsk(w.joao, maybe(12)))
	w.MustConfirm(t, still)
	w.MustConfirm(t, came)
	w.clock.Set(morning(10))
	w.wantSent(t, "the day before Mei's", "still_on/1 to sam")
	w.clock.Set(morning(12).Add(-time.Second))
	w.wantSent(t, "before the morning")
	w.clock.Set(morning(12))
	c := w.MustClaim(t)
	if len(c.Rows) != 3 || c.Receiver.ID != w.sam.ID {
		t.Fatalf("one message of %s", w.line(c))
	}
	if _, err := w.ChangeAsk(t.Context(), w.sam.ID, came.ID, func(a *oneonone.Ask) error { return a.Happened(oneonone.Came, w.clock.Now()) }); err != nil {
		t.Fatal(err)
	}
	if err := w.Retry(t.Context(), c, w.clock.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(time.Minute)
	for c = w.MustClaim(t); c.Redraw != ""; c = w.MustClaim(t) {
		w.MustSent(t, c)
	}
	if got := []oneonone.NudgeKind{c.Rows[0].Kind, c.Rows[1].Kind}; len(c.Rows) != 2 || !slices.Contains(got, oneonone.NudgeStillOn) || !slices.Contains(got, oneonone.NudgeGetBack) {
		t.Fatalf("what was answered meanwhile comes again: %s", w.line(c))
	}
	w.MustSent(t, c)
	w.MustSend(t)
	w.says(t, back, notThat)
	if got := w.MustSend(t); len(got) != 1 || !redraws(got[0]) {
		t.Errorf("answered: %v", got)
	}
	// Put off: once, on that day.
	w.clock.Set(morning(14))
	w.MustSend(t)
	w.MustPutOff(t, w.sam, oneonone.Asked{About: oneonone.NudgeCame, Subject: still.ID}, june(17))
	if err := w.Awake(t.Context(), w.sam.ID); err != nil {
		t.Fatal(err)
	}
	w.clock.Set(morning(15))
	w.MustSend(t)
	w.clock.Set(morning(17))
	if got := slices.DeleteFunc(w.MustSend(t), redraws); !slices.Equal(got, []string{"came/1-later-2026-06-17 to sam"}) {
		t.Errorf("put off: %v", got)
	}
	w.clock.Set(morning(30))
	w.wantSent(t, "ever after")
	if due, err := w.DueAsks(t.Context(), w.sam.ID, storage.AskCursor{}, 9); err != nil || len(due) != 1 || due[0].ID != still.ID {
		t.Errorf("gone from Home: %v, %v", due, err)
	}
}

// Paused, nothing is asked; what still matters comes once, the morning it ends.
func TestAsksWhilePaused(t *testing.T) {
	w := newWorld(t)
	// What was to be confirmed before the 20th is not asked about after it.
	w.MustAsk(t, w.sam, anAsk(w.ana, saidYes))
	w.MustAsk(t, w.sam, anAsk(w.mei, maybe(15)))
	s, err := w.Settings(t.Context(), w.sam.ID)
	if err != nil {
		t.Fatal(err)
	}
	s.PausedUntil = june(25)
	if err := w.SetSettings(t.Context(), w.sam.ID, s); err != nil {
		t.Fatal(err)
	}
	for day := 9; day < 25; day++ {
		w.clock.Set(morning(day))
		w.wantSent(t, fmt.Sprintf("on the %dth", day))
	}
	w.clock.Set(morning(25))
	if got := w.MustSend(t); !slices.Equal(got, []string{"came/1-again + get_back/2026-06-15-again to sam"}) {
		t.Errorf("%v", got)
	}
	w.clock.Set(morning(26))
	w.wantSent(t, "the morning after")
}

// Whose days run otherwise by now is asked on the same day, at their morning, and
// nothing twice.
func TestAsksMoveWithTheMorning(t *testing.T) {
	w := newWorld(t)
	late := anAsk(w.ana, saidYes)
	late.At = time.Date(2026, time.June, 20, 0, 30, 0, 0, time.UTC) // Friday evening in New York
	yes, back := w.MustAsk(t, w.sam, late), w.MustAsk(t, w.sam, anAsk(w.mei, maybe(18)))
	needAt := func(a oneonone.Ask) time.Time {
		t.Helper()
		var at int64
		if err := w.raw.QueryRow(`select need_at from ask where id = $1`, a.ID).Scan(&at); err != nil {
			t.Fatal(err)
		}
		return time.Unix(at, 0).UTC()
	}
	want := func(when string, a oneonone.Ask, kind oneonone.NudgeKind, occurrence string, at time.Time) {
		t.Helper()
		if got := w.dueAt(t, a.ID, kind, occurrence); !got.Equal(at) || !needAt(a).Equal(at) {
			t.Errorf("%s: due %v, needed %v, want %v", when, got, needAt(a), at)
		}
	}
	want("at first", yes, oneonone.NudgeStillOn, "1", morning(19))
	want("at first", back, oneonone.NudgeGetBack, "2026-06-18", morning(18))
	newYork := MustZone(t, "America/New_York")
	MustMember(t, w.DB, "U0SAM", newYork)
	want("in New York", yes, oneonone.NudgeStillOn, "1", time.Date(2026, 6, 18, 9, 0, 0, 0, newYork))
	want("in New York", back, oneonone.NudgeGetBack, "2026-06-18", time.Date(2026, 6, 18, 9, 0, 0, 0, newYork))
	s, err := w.Settings(t.Context(), w.sam.ID)
	if err != nil {
		t.Fatal(err)
	}
	s.Morning = 11
	if err := w.SetSettings(t.Context(), w.sam.ID, s); err != nil {
		t.Fatal(err)
	}
	eleven := time.Date(2026, 6, 18, 11, 0, 0, 0, newYork)
	want("at eleven", yes, oneonone.NudgeStillOn, "1", eleven)
	w.clock.Set(eleven)
	if got := w.MustSend(t); len(got) != 1 {
		t.Errorf("at eleven: %v", got)
	}
	// What was asked there is not asked anew at home, where the day is the next.
	MustMember(t, w.DB, "U0SAM", time.UTC)
	w.clock.Set(morning(19).Add(2 * time.Hour))
	if got := slices.DeleteFunc(w.MustSend(t), redraws); !slices.Equal(got, []string{"get_back/2026-06-18-again to sam"}) {
		t.Errorf("at home: %v", got)
	}
	// What has no message left is found on its day all the same.
	w.says(t, back, cannot)
	w.clock.Set(time.Date(2026, time.June, 24, 12, 0, 0, 0, time.UTC))
	w.MustSend(t)
	MustMember(t, w.DB, "U0SAM", newYork)
	if got := needAt(yes); !got.Equal(eleven) {
		t.Errorf("needed %v, want %v", got, eleven)
	}
}

// Moved to another day it is asked about anew, though both have one date at Greenwich;
// another hour of the same day asks nothing again, though it has another date there.
func TestTwoDaysOfOneDate(t *testing.T) {
	for _, tt := range []struct {
		zone     string
		at, then string // the times of it, there
		asked    int    // of June: a day on which it was asked about, and on which it moves at noon
		want     []string
	}{
		{"America/Los_Angeles", "2026-06-19 18:00", "2026-06-20 11:00", 18, []string{"19 still_on/2", "21 came/2", "22 came/2-again"}},
		{"Asia/Tokyo", "2026-06-19 18:00", "2026-06-20 08:00", 18, []string{"19 still_on/2", "21 came/2", "22 came/2-again"}},
		{"America/Los_Angeles", "2026-06-19 16:30", "2026-06-19 17:30", 18, []string{"20 came/1", "21 came/1-again"}},
		{"Asia/Tokyo", "2026-06-19 08:30", "2026-06-19 09:30", 18, []string{"20 came/1", "21 came/1-again"}},
		// Asked what came of it: another day, or no new question.
		{"America/Los_Angeles", "2026-06-19 18:00", "2026-06-21 11:00", 20, []string{"22 came/2", "23 came/2-again"}},
		{"Asia/Tokyo", "2026-06-19 18:00", "2026-06-19 08:30", 20, []string{"21 came/1-again"}},
	} {
		t.Run(tt.zone+" "+tt.then, func(t *testing.T) {
			w := newWorld(t)
			zone := MustZone(t, tt.zone)
			MustMember(t, w.DB, "U0SAM", zone)
			there := func(clock string) time.Time {
				t.Helper()
				at, err := time.ParseInLocation("2006-01-02 15:04", clock, zone)
				if err != nil {
					t.Fatal(err)
				}
				return at
			}
			n := anAsk(w.ana, saidYes)
			n.At = there(tt.at)
			a := w.MustAsk(t, w.sam, n)
			w.MustConfirm(t, a)
			var got []string
			send := func(day int) {
				t.Helper()
				w.clock.Set(time.Date(2026, time.June, day, 9, 0, 0, 0, zone))
				for _, line := range slices.DeleteFunc(w.MustSend(t), redraws) {
					got = append(got, fmt.Sprint(day, " ", strings.TrimSuffix(line, " to sam")))
				}
				if err := w.Awake(t.Context(), w.sam.ID); err != nil {
					t.Fatal(err)
				}
			}
			for day := 10; day <= tt.asked; day++ {
				send(day)
			}
			if len(got) == 0 || !strings.HasPrefix(got[len(got)-1], fmt.Sprint(tt.asked, " ")) {
				t.Fatalf("asked %v", got)
			}
			got = nil
			w.clock.Advance(3 * time.Hour)
			if _, err := w.ChangeAsk(t.Context(), w.sam.ID, a.ID, func(a *oneonone.Ask) error { return a.Move(there(tt.then), oneonone.Date{}) }); err != nil {
				t.Fatal(err)
			}
			w.MustConfirm(t, a) // the new day, too
			for day := tt.asked + 1; day < 28; day++ {
				send(day)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// An ask whose hour in the list was set otherwise than it would be now is turned past like
// any other: those of before their need had an hour.
func TestAskPagesOfOtherHours(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	const many, page = 11, 3
	for range many {
		w.MustAsk(t, w.sam, anAsk(w.ana, oneonone.Reaction{Said: oneonone.SaidMaybe}))
	}
	for _, by := range []int{7, -14} {
		if _, err := w.raw.Exec(`update ask set need_at = need_at + 3600 * $1`, by); err != nil {
			t.Fatal(err)
		}
		seen := map[oneonone.ID]bool{}
		var from storage.AskCursor
		for more := true; more; {
			asks, err := w.AsksThatNeed(ctx, w.sam.ID, oneonone.NeedWaiting, from, page)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range asks {
				if seen[a.ID] {
					t.Fatalf("%d: %s twice", by, a.ID)
				}
				seen[a.ID], from = true, w.MustTurn(t, a)
			}
			more = len(asks) == page
		}
		if len(seen) != many {
			t.Errorf("%d: %d asks, want %d", by, len(seen), many)
		}
	}
}

// Every list, page after page, whatever its length and however the days fall
// together: each ask once, in order.
func TestAsksPageByPage(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	const many, page = 23, 5
	for i := range many {
		if i%3 == 0 {
			w.clock.Advance(time.Second) // three in one second
		}
		for _, n := range []storage.NewAsk{
			anAsk(w.ana, oneonone.Reaction{}), anAsk(w.ana, maybe(20+i/4)), anAsk(w.ana, oneonone.Reaction{Said: oneonone.SaidMaybe}),
			anAsk(w.ana, maybe(9+i/8)), anAsk(w.ana, saidYes), anAsk(w.ana, notThat),
		} {
			w.MustAsk(t, w.sam, n)
		}
	}
	w.clock.Set(morning(15))
	madeAfter := func(a, b oneonone.Ask) bool { return !a.CreatedAt.Before(b.CreatedAt) }
	need := func(n oneonone.Need) func(from storage.AskCursor) ([]oneonone.Ask, error) {
		return func(from storage.AskCursor) ([]oneonone.Ask, error) {
			return w.AsksThatNeed(ctx, w.sam.ID, n, from, page)
		}
	}
	for name, tt := range map[string]struct {
		list  func(from storage.AskCursor) ([]oneonone.Ask, error)
		order func(a, b oneonone.Ask) bool // a may stand before b
		want  int
	}{
		"ready": {need(oneonone.NeedToAsk), func(a, b oneonone.Ask) bool { return madeAfter(b, a) }, many},
		"waiting": {need(oneonone.NeedWaiting), func(a, b oneonone.Ask) bool {
			_, from := a.Needs(w.sam.Rhythm)
			_, next := b.Needs(w.sam.Rhythm)
			return from.Before(next) || from.Equal(next) && madeAfter(b, a)
		}, 2 * many},
		"yes": {need(oneonone.NeedComing), func(a, b oneonone.Ask) bool { return madeAfter(b, a) }, many},
		"due": {func(from storage.AskCursor) ([]oneonone.Ask, error) { return w.DueAsks(ctx, w.sam.ID, from, page) },
			func(a, b oneonone.Ask) bool { return !b.Back.Before(a.Back) }, many},
		"not that": {func(from storage.AskCursor) ([]oneonone.Ask, error) {
			return w.AsksAnswered(ctx, w.sam.ID, oneonone.SaidNo, oneonone.NotThat, from, page)
		}, madeAfter, many},
		"all": {func(from storage.AskCursor) ([]oneonone.Ask, error) { return w.Asks(ctx, w.sam.ID, from, page) }, madeAfter, 6 * many},
	} {
		seen := map[oneonone.ID]bool{}
		var last *oneonone.Ask
		var from storage.AskCursor
		for more := true; more; {
			asks, err := tt.list(from)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range asks {
				if seen[a.ID] {
					t.Fatalf("%s: twice", name)
				}
				if last != nil && !tt.order(*last, a) {
					t.Errorf("%s: %+v before %+v", name, *last, a)
				}
				seen[a.ID], last = true, &a
			}
			if more = len(asks) == page; more {
				from = w.MustTurn(t, *last)
			}
		}
		if len(seen) != tt.want {
			t.Errorf("%s: %d, want %d", name, len(seen), tt.want)
		}
	}
}

// What is to be asked, page after page: the soonest first, then what has no day, then
// what nobody asked in time. What is to be asked within two days is due before all else,
// until its time has come.
func TestAsksToAskPageByPage(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	const many, page = 24, 5
	for i := range many {
		if i%3 == 0 {
			w.clock.Advance(time.Second) // three in one second
		}
		undated, event, role := anAsk(w.ana, oneonone.Reaction{}), anAsk(w.mei, oneonone.Reaction{}), anAsk(w.joao, oneonone.Reaction{})
		undated.At = time.Time{}
		event.At = saturday20.AddDate(0, 0, i/2-6)
		role.Proposal = oneonone.Proposal{What: oneonone.Role, Words: "Will you cook?", Starts: june(10 + i/2)}
		for _, n := range []storage.NewAsk{undated, event, role, anAsk(w.ana, maybe(9+i/8))} {
			w.MustAsk(t, w.sam, n)
		}
	}
	now := morning(16)
	w.clock.Set(now)
	// rank is the part of a list an ask stands in.
	rank := func(a oneonone.Ask) (int, time.Time) {
		need, from := a.Needs(w.sam.Rhythm)
		switch {
		case need != oneonone.NeedToAsk:
			return 3, from
		case from.IsZero():
			return 1, from
		case !from.Add(oneonone.AskAhead).After(now):
			return 2, from
		}
		return 0, from
	}
	for name, tt := range map[string]struct {
		list  func(from storage.AskCursor) ([]oneonone.Ask, error)
		begin storage.AskCursor
		want  [4]int
	}{
		"to ask": {func(from storage.AskCursor) ([]oneonone.Ask, error) { return w.AsksToAsk(ctx, w.sam.ID, from, page) }, storage.AskCursor{}, [4]int{32, 24, 16, 0}},
		"later":  {func(from storage.AskCursor) ([]oneonone.Ask, error) { return w.AsksToAsk(ctx, w.sam.ID, from, page) }, storage.AskCursorAt(now), [4]int{24, 24, 16, 0}},
		"due":    {func(from storage.AskCursor) ([]oneonone.Ask, error) { return w.DueAsks(ctx, w.sam.ID, from, page) }, storage.AskCursor{}, [4]int{8, 0, 0, 24}},
	} {
		seen, got := map[oneonone.ID]bool{}, [4]int{}
		var last *oneonone.Ask
		from := tt.begin
		for more := true; more; {
			asks, err := tt.list(from)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range asks {
				in, at := rank(a)
				if seen[a.ID] {
					t.Fatalf("%s: twice", name)
				}
				if last != nil {
					before, then := rank(*last)
					if before > in || before == in && in != 2 && at.Before(then) || before == in && in == 2 && then.Before(at) || before == in && in == 1 && a.CreatedAt.Before(last.CreatedAt) {
						t.Errorf("%s: %+v before %+v", name, *last, a)
					}
				}
				got[in]++
				seen[a.ID], last = true, &a
			}
			if more = len(asks) == page; more {
				from = w.MustTurn(t, *last)
			}
		}
		if got != tt.want {
			t.Errorf("%s: %d, want %d", name, got, tt.want)
		}
	}
}

// How many came of how many it is known, and how many said yes: of those who were
// asked.
func TestAskShowRate(t *testing.T) {
	w := newWorld(t)
	n := anAsk(w.ana, saidYes)
	n.At = time.Time{}
	for i, o := range []oneonone.Outcome{oneonone.Came, oneonone.Came, oneonone.DidNotCome, oneonone.OutcomeOpen} {
		a := w.MustAsk(t, w.sam, n)
		if _, err := w.ChangeAsk(t.Context(), w.sam.ID, a.ID, func(a *oneonone.Ask) error { return a.Happened(o, w.clock.Now()) }); err != nil {
			t.Fatal(i, err)
		}
	}
	offered := n
	offered.Unasked = true
	for _, other := range []storage.NewAsk{anAsk(w.ana, maybe(15)), anAsk(w.ana, notThat), anAsk(w.ana, oneonone.Reaction{}), offered} {
		w.MustAsk(t, w.sam, other)
	}
	w.MustAsk(t, w.joao, n)
	got, err := w.ShowRate(t.Context(), w.sam.ID)
	if want := (oneonone.ShowRate{Came: 2, Known: 3, Yeses: 4, Answers: 6}); got != want || err != nil {
		t.Errorf("got %+v, want %+v, %v", got, want, err)
	}
}

// What is written over is gone, sealed as it was: from the file and from the log
// beside it.
func TestOldWordsOfAnAskAreGone(t *testing.T) {
	w := newWorld(t)
	n := anAsk(w.ana, maybe(15))
	n.Words, n.Why, n.IfTime, n.IfThing, n.WouldTake = long[:len(long)/2], "You know them", "the 27th", "cake", "a lift"
	a := w.MustAsk(t, w.sam, n)
	words := func() map[string][]byte {
		t.Helper()
		out := map[string][]byte{}
		for _, column := range []string{"words", "place", "why", "if_time", "if_thing", "would_take"} {
			var sealed []byte
			if err := w.raw.QueryRow(`select `+column+` from ask where id = $1`, a.ID).Scan(&sealed); err != nil {
				t.Fatal(err)
			}
			out[column] = sealed
		}
		return out
	}
	gone := func(when string, old map[string][]byte, columns ...string) {
		t.Helper()
		for _, column := range columns {
			if where := w.stands(t, old[column]); len(where) > 0 {
				t.Errorf("%s: %s stands in %q", when, column, where)
			}
		}
	}
	old := words()
	for column, sealed := range old {
		if len(w.stands(t, sealed)) == 0 {
			t.Fatalf("%s stands nowhere: this test would not see it", column)
		}
	}
	if _, err := w.ChangeAsk(t.Context(), w.sam.ID, a.ID, func(a *oneonone.Ask) error {
		return a.Reword(oneonone.Proposal{What: oneonone.Event, Words: "Would you?"})
	}); err != nil {
		t.Fatal(err)
	}
	gone("reworded", old, "words", "place", "why", "if_time", "if_thing")
	old = words()
	w.says(t, a, notThat)
	gone("answered otherwise", old, "would_take")
	// Also where a not ever has closed it, and what it calls for stays as it was.
	w.says(t, a, maybe(15))
	w.MustAsk(t, w.sam, anAsk(w.ana, notAtAll))
	old = words()
	was, err := w.Ask(t.Context(), w.sam.ID, a.ID)
	if err != nil || was.Withdrawn.IsZero() {
		t.Fatalf("not closed: %+v, %v", was, err)
	}
	stale := w.OverwriteAsk(t.Context(), w.sam.ID, a.ID, was.Version-1, oneonone.AskWords{Words: "Else"})
	wantKind(t, "from an older window", stale, oneonone.Stale)
	for range 2 {
		if err := w.OverwriteAsk(t.Context(), w.sam.ID, a.ID, was.Version, oneonone.AskWords{Words: "gone"}); err != nil {
			t.Fatal(err)
		}
	}
	gone("written over", old, "words")
	is, err := w.Ask(t.Context(), w.sam.ID, a.ID)
	if is.Typed() != (oneonone.AskWords{Words: "gone"}) || is.Version != was.Version+1 || is.Reaction.Said != was.Said || is.Withdrawn != was.Withdrawn || err != nil {
		t.Errorf("written over: %+v, %v", is, err)
	}
}

// A yes is to be confirmed within 48 hours: a follow-up says so, and goes with the
// answer.
func TestAYesIsConfirmed(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	now := func(a oneonone.Ask) (oneonone.Followup, string) {
		t.Helper()
		f, ok := w.confirmation(t, a)
		if !ok {
			return f, "none"
		}
		return f, fmt.Sprintf("%s by %s", f.State, f.Day(w.sam.Rhythm.Zone))
	}
	want := func(when string, a oneonone.Ask, want string, waiting ...string) {
		t.Helper()
		f, got := now(a)
		if got != want || want != "none" && (f.Origin != oneonone.OriginConfirm || f.Person != a.Person || f.Member != a.Member || f.Words != "") {
			t.Errorf("%s: %s, want %s: %+v", when, got, want, f)
		}
		if got != "none" {
			w.wantWaiting(t, when, f.ID, waiting...)
		}
	}
	a := w.MustAsk(t, w.sam, anAsk(w.ana, maybe(12)))
	want("maybe", a, "none")
	a = w.says(t, a, saidYes)
	want("yes", a, "open by 2026-06-10", "followup/2026-06-10 to sam", "followup/2026-06-10-again to sam")
	on12 := saidYes
	on12.Back = june(12)
	a = w.says(t, a, on12)
	want("by another day", a, "open by 2026-06-12", "followup/2026-06-12 to sam", "followup/2026-06-12-again to sam")
	a = w.says(t, a, notThat)
	want("not that after all", a, "dropped by 2026-06-12")
	w.clock.Advance(24 * time.Hour)
	a = w.says(t, a, saidYes)
	want("yes again", a, "open by 2026-06-11", "followup/2026-06-11 to sam", "followup/2026-06-11-again to sam")

	// Put off, and let go, it stays so, whatever else changes about the ask.
	f, _ := now(a)
	change := func(rule func(*oneonone.Followup) error) {
		t.Helper()
		if _, err := w.ChangeFollowup(ctx, w.sam.ID, f.ID, rule); err != nil {
			t.Fatal(err)
		}
	}
	reword := func(words string) {
		t.Helper()
		var err error
		if a, err = w.ChangeAsk(ctx, w.sam.ID, a.ID, func(a *oneonone.Ask) error {
			p := a.Proposal
			p.Words = words
			return a.Reword(p)
		}); err != nil {
			t.Fatal(err)
		}
	}
	change(func(f *oneonone.Followup) error { return f.PutOff(june(15), w.clock.Now(), w.sam.Rhythm) })
	reword("Will you hold the door?")
	want("put off", a, "open by 2026-06-15", "followup/2026-06-15 to sam", "followup/2026-06-15-again to sam")
	change(func(f *oneonone.Followup) error { return f.Close(oneonone.Dropped, w.clock.Now()) })
	reword("Will you greet people?")
	want("let go", a, "dropped by 2026-06-15")

	// Somebody else's yes: the follow-up is of the same person as the ask.
	n := anAsk(w.ana, saidYes)
	if _, err := w.PutAsk(ctx, w.sam.ID, "V9/ask", n); err != nil {
		t.Fatal(err)
	}
	n.Whom = oneonone.Whom{Member: w.mei.ID}
	b, err := w.PutAsk(ctx, w.sam.ID, "V9/ask", n)
	if err != nil {
		t.Fatal(err)
	}
	want("of Mei", b, "open by 2026-06-11", "followup/2026-06-11 to sam", "followup/2026-06-11-again to sam")

	// A word that was sent confirms it; one that could not be sent does not.
	if _, err := w.SendWord(ctx, w.sam.ID, b.ID, b.Version, 0, "V10/word", "So glad.", true); err != nil {
		t.Fatal(err)
	}
	want("on its way", b, "open by 2026-06-11", "followup/2026-06-11 to sam", "followup/2026-06-11-again to sam")
	w.MustSend(t)
	want("sent", b, "done by 2026-06-11")
	confirmed, err := w.Confirmations(ctx, w.sam.ID, []oneonone.ID{a.ID, b.ID})
	if err != nil || !confirmed[b.ID].At.Equal(w.clock.Now()) {
		t.Errorf("confirmed %v, %v", confirmed[b.ID], err)
	}
	if at := confirmed[a.ID].At; !at.IsZero() {
		t.Errorf("let go, and confirmed %s", at)
	}

	// Not ever, said to another ask, leaves it: the yes stands.
	c := w.MustAsk(t, w.sam, anAsk(w.joao, saidYes))
	want("of João", c, "open by 2026-06-11", "followup/2026-06-11 to sam", "followup/2026-06-11-again to sam")
	w.MustAsk(t, w.sam, anAsk(w.joao, notEver))
	want("not ever", c, "open by 2026-06-11", "followup/2026-06-11 to sam", "followup/2026-06-11-again to sam")

	// What is over needs no confirming: noted later, or once it is known.
	past := anAsk(w.ana, saidYes)
	past.At = w.clock.Now().Add(-time.Hour)
	want("over", w.MustAsk(t, w.sam, past), "none")
	d := w.MustAsk(t, w.sam, anAsk(w.ana, saidYes))
	listed := func() (due int) {
		t.Helper()
		open, err := w.OpenFollowups(ctx, w.sam.ID, 9)
		n, waiting, countErr := w.CountFollowups(ctx, w.sam.ID, w.clock.Now())
		if err != nil || countErr != nil || n != len(open) {
			t.Errorf("%d listed, %d counted: %v, %v", len(open), n, err, countErr)
		}
		return waiting
	}
	w.clock.Set(saturday20.Add(-time.Hour))
	if listed() == 0 {
		t.Error("nobody waits for a yes to be confirmed")
	}
	// Over, it neither stands on Home nor is counted there.
	w.clock.Set(saturday20.Add(3 * time.Hour))
	if n := listed(); n != 0 {
		t.Errorf("%d wait for what is over", n)
	}
	d, err = w.ChangeAsk(ctx, w.sam.ID, d.ID, func(a *oneonone.Ask) error { return a.Happened(oneonone.Came, w.clock.Now()) })
	if err != nil {
		t.Fatal(err)
	}
	want("came", d, "dropped by 2026-06-11")
}

// What is called for after the message of a morning went comes with the next one's;
// on a day that had none it comes at once. A message that Slack took on Friday and
// that is found after a crash on Saturday is Friday's.
func TestNoSecondMorning(t *testing.T) {
	w := newWorld(t)
	w.MustAsk(t, w.sam, anAsk(w.ana, maybe(12)))
	w.clock.Set(morning(12))
	w.wantSent(t, "on the day", "get_back/2026-06-12 to sam")
	w.clock.Advance(3 * time.Hour)
	w.MustAsk(t, w.sam, anAsk(w.mei, maybe(11)))
	w.wantSent(t, "after the morning")
	w.clock.Set(morning(13).Add(-time.Second))
	w.wantSent(t, "before the next")
	w.clock.Set(morning(13))
	c := w.MustClaim(t)
	if got := w.line(c); got != "get_back/2026-06-12-again + get_back/2026-06-11-again to sam" {
		t.Errorf("the next: %s", got)
	}
	w.clock.Set(morning(14).Add(-time.Hour))
	w.MustSent(t, c)
	w.MustAsk(t, w.sam, anAsk(w.joao, maybe(14)))
	w.clock.Set(morning(14))
	w.wantSent(t, "found the day after", "get_back/2026-06-14 to sam")
	w.clock.Set(morning(17).Add(3 * time.Hour))
	if err := w.Awake(t.Context(), w.sam.ID); err != nil {
		t.Fatal(err)
	}
	w.wantSent(t, "late", "get_back/2026-06-14-again to sam")
	w.clock.Set(morning(18).Add(3 * time.Hour))
	w.MustAsk(t, w.sam, anAsk(w.mei, maybe(17)))
	w.wantSent(t, "a morning that has passed")
	w.clock.Set(morning(19))
	w.wantSent(t, "the next one", "get_back/2026-06-17-again to sam")
}

// A day that is set after the morning it would have been asked about brings no
// second message that day, whatever else changes then; another day is asked about.
func TestADayIsMovedTooLateToBeAskedAbout(t *testing.T) {
	w := newWorld(t)
	a := w.MustAsk(t, w.sam, anAsk(w.ana, saidYes))
	w.MustConfirm(t, a)
	w.clock.Set(morning(15).Add(2 * time.Hour))
	w.MustSend(t)
	change := func(rule func(*oneonone.Ask) error) {
		t.Helper()
		var err error
		if a, err = w.ChangeAsk(t.Context(), w.sam.ID, a.ID, rule); err != nil {
			t.Fatal(err)
		}
	}
	move := func(day int) {
		t.Helper()
		change(func(a *oneonone.Ask) error {
			return a.Move(time.Date(2026, time.June, day, 18, 30, 0, 0, time.UTC), oneonone.Date{})
		})
	}
	move(16)
	w.wantSent(t, "moved to tomorrow")
	change(func(a *oneonone.Ask) error {
		p := a.Proposal
		p.Words = "Will you greet people?"
		return a.Reword(p)
	})
	w.says(t, a, oneonone.Reaction{Said: oneonone.SaidYes, Back: june(16)})
	w.wantSent(t, "reworded, and to be confirmed by another day")
	move(15)
	w.wantSent(t, "moved to today")
	move(14)
	w.wantSent(t, "moved to yesterday")
	w.wantWaiting(t, "moved to yesterday", a.ID, "came/4-later-2026-06-16 to sam")
	w.says(t, a, oneonone.Reaction{Said: oneonone.SaidYes, Back: june(17)})
	w.wantSent(t, "to be confirmed by another day again")
	move(20)
	w.wantWaiting(t, "moved ahead", a.ID, "still_on/5 to sam", "came/5 to sam", "came/5-again to sam")
}

// What would have a yes confirmed is drawn anew at the hour of its event, and when
// the event moves out of the past.
func TestAnEventPasses(t *testing.T) {
	w := newWorld(t)
	a := w.MustAsk(t, w.sam, anAsk(w.ana, saidYes))
	f, ok := w.confirmation(t, a)
	if !ok {
		t.Fatal("nothing confirms it")
	}
	var sent []string
	redrawn := func(when string, want bool) {
		t.Helper()
		got := false
		for c := w.MustClaim(t); c != nil; c = w.MustClaim(t) {
			got = got || c.Redraw != "" && slices.ContainsFunc(c.Rows, func(r storage.Row) bool { return r.Subject == f.ID })
			sent = append(sent, w.line(c))
			w.MustSent(t, c)
		}
		if got != want {
			t.Errorf("%s: redrawn %t, want %t: %q", when, got, want, sent)
		}
	}
	w.clock.Set(f.Due)
	redrawn("in the morning", false)
	w.clock.Set(saturday20.Add(-time.Second))
	redrawn("before its hour", true) // the second morning's message draws the first
	redrawn("before its hour, again", false)
	w.clock.Set(saturday20)
	redrawn("at its hour", true)
	redrawn("at its hour, again", false)
	if _, err := w.ChangeAsk(t.Context(), w.sam.ID, a.ID, func(a *oneonone.Ask) error {
		return a.Move(saturday20.AddDate(0, 0, 7), oneonone.Date{})
	}); err != nil {
		t.Fatal(err)
	}
	redrawn("moved", true)
	w.clock.Set(saturday20.AddDate(0, 0, 7).Add(-time.Second))
	redrawn("before its new hour", true) // it was spoken of anew, which draws what was said before
	redrawn("before its new hour, again", false)
	w.clock.Set(saturday20.AddDate(0, 0, 7))
	redrawn("at its new hour", true)
}
