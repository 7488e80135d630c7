package reminders_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"oneonone"
	"oneonone/reminders"
	"oneonone/storage"
)

// TestMain makes the random lives few enough for the race detector, which is
// slow in a database. For many: go test ./reminders -rapid.checks=2000.
func TestMain(m *testing.M) {
	given := false
	flag.Parse()
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		flag.Set("rapid.checks", "25")
	}
	os.Exit(m.Run())
}

// fate is what happens to one message.
type fate int

const (
	arrives fate = iota
	refused
	arrivesUnheard // and the answer is lost
	lost
	killedBefore
	killedAfter
	fates
)

// life is a random stretch of the bot's life.
type life struct {
	*world
	t        *rapid.T
	people   []oneonone.Member
	meetings []oneonone.Meeting // their ids and owners; what they hold is read anew

	mu      sync.Mutex
	coming  []fate
	crashed bool
}

// send lets the next message have its fate, and checks that it is true.
func (l *life) send(_ context.Context, c storage.Claim, deliver func() string) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.crashed {
		return "", errors.New("killed")
	}
	for _, r := range c.Rows {
		l.checkTrue(r, c.Receiver)
	}
	f := arrives
	if len(l.coming) > 0 {
		f, l.coming = l.coming[0], l.coming[1:]
	}
	switch f {
	case refused:
		return "", &reminders.NotSent{Err: errors.New("ratelimited"), After: 5 * time.Second}
	case arrivesUnheard:
		deliver()
		return "", errLost
	case lost:
		return "", errLost
	case killedBefore:
		l.crashed = true
		l.db.Close()
		return "", errors.New("killed")
	case killedAfter:
		ts := deliver()
		l.crashed = true
		l.db.Close()
		return ts, nil
	}
	return deliver(), nil
}

// checkTrue checks that what is being sent is called for as things stand, and
// that nobody is disturbed in a talk.
func (l *life) checkTrue(r storage.Row, to oneonone.ID) {
	now := l.clock.Now()
	for _, m := range l.meetings {
		m, err := l.db.Meeting(context.Background(), m.Organizer, m.ID)
		if err != nil {
			l.t.Errorf("read meeting: %v", err)
			return
		}
		sits := to == m.Organizer || to == m.Member && m.Answer == oneonone.Coming
		passes := r.Kind.ExemptFromPhonesAway() || m.ID == r.Subject && r.Kind.Announces()
		if until, away := m.PhonesAway(now); away && sits && !passes {
			l.t.Errorf("%s sent at %v, in a talk until %v", r.Kind, now, until)
		}
		if m.ID != r.Subject || r.Kind == oneonone.NudgeUndone || r.Kind == oneonone.NudgeLate {
			continue
		}
		called := false
		for _, n := range m.Nudges(oneonone.Rhythms{Organizer: oneonone.RhythmIn(time.UTC), Person: oneonone.RhythmIn(time.UTC)}) {
			if n.Kind == r.Kind && n.Occurrence == r.Occurrence && n.Receiver == to {
				called = true
				if n.Due.After(now) {
					l.t.Errorf("%s/%s sent at %v, due %v", r.Kind, r.Occurrence, now, n.Due)
				}
				if !n.Expires.IsZero() && !now.Before(n.Expires) {
					l.t.Errorf("%s/%s sent at %v, expired %v", r.Kind, r.Occurrence, now, n.Expires)
				}
			}
		}
		if !called {
			l.t.Errorf("%s/%s sent at %v, and is not called for: %s, revision %d", r.Kind, r.Occurrence, now, m.State, m.Revision)
		}
	}
}

// refusedBy lets a rule's refusal pass: people press what is no longer true.
func (l *life) refusedBy(err error) {
	if k := oneonone.KindOf(err); err != nil && k != oneonone.Stale && k != oneonone.NotFound {
		l.t.Fatalf("%v", err)
	}
}

func (l *life) meeting() (oneonone.Meeting, bool) {
	if len(l.meetings) == 0 {
		return oneonone.Meeting{}, false
	}
	return rapid.SampledFrom(l.meetings).Draw(l.t, "meeting"), true
}

func (l *life) plan(t *rapid.T) {
	organizer := rapid.IntRange(0, 1).Draw(t, "organizer")
	member := rapid.IntRange(2, len(l.people)-1).Draw(t, "member")
	l.n++
	m, err := l.db.Plan(context.Background(), l.people[organizer].ID, oneonone.Whom{Member: l.people[member].ID}, fmt.Sprint(l.n), oneonone.Plan{
		Purpose: "The buses", Kind: rapid.SampledFrom(oneonone.Kinds).Draw(t, "kind"),
		Length: rapid.SampledFrom(oneonone.Lengths).Draw(t, "length"),
		Notice: rapid.SampledFrom(oneonone.Notices).Draw(t, "notice"),
		Start:  l.soon(t),
	})
	if err != nil {
		t.Fatalf("plan: %v", err)
	}
	l.meetings = append(l.meetings, m)
}

func (l *life) soon(t *rapid.T) time.Time {
	return l.clock.Now().Add(time.Duration(rapid.IntRange(1, 100*4).Draw(t, "quarters ahead")) * 15 * time.Minute)
}

func (l *life) answer(t *rapid.T) {
	m, ok := l.meeting()
	if !ok {
		return
	}
	now := l.clock.Now()
	rule := rapid.SampledFrom([]func(*oneonone.Meeting) error{
		func(m *oneonone.Meeting) error { return m.Accept(now) },
		func(m *oneonone.Meeting) error { return m.Confirm(now) },
		func(m *oneonone.Meeting) error { return m.RemindHourBefore(now) },
		func(m *oneonone.Meeting) error { return m.Decline(oneonone.NotForMe, now) },
		func(m *oneonone.Meeting) error { return m.Decline(oneonone.CannotCome, now) },
	}).Draw(t, "answer")
	_, err := l.db.AnswerInvitation(context.Background(), m.Member, m.ID, rule)
	l.refusedBy(err)
}

func (l *life) change(t *rapid.T) {
	m, ok := l.meeting()
	if !ok {
		return
	}
	now, start := l.clock.Now(), l.soon(t)
	rule := rapid.SampledFrom([]func(*oneonone.Meeting) error{
		func(m *oneonone.Meeting) error { return m.WeMet(now) },
		func(m *oneonone.Meeting) error { return m.DidNotHappen(now) },
		func(m *oneonone.Meeting) error { return m.Noted() },
		func(m *oneonone.Meeting) error {
			p := m.Plan
			p.Start = start
			return m.Revise(p, now)
		},
	}).Draw(t, "change")
	_, err := l.db.ChangeMeeting(context.Background(), m.Organizer, m.ID, rule)
	l.refusedBy(err)
}

func (l *life) reflect(t *rapid.T) {
	m, ok := l.meeting()
	if !ok {
		return
	}
	r := oneonone.Reflection{
		Organizer: m.Organizer, Meeting: m.ID, Remember: "Her sister",
		Promise: rapid.SampledFrom([]string{"", "Send it", "Bring it"}).Draw(t, "promise"),
		Next:    rapid.SampledFrom([]oneonone.Next{oneonone.NextOpen, oneonone.NextWeek, oneonone.NextMonth}).Draw(t, "next"),
	}
	r.Check(oneonone.DateOf(l.clock.Now()), oneonone.Reflection{})
	_, err := l.db.Reflect(context.Background(), oneonone.NewID().String(), r)
	l.refusedBy(err)
}

func (l *life) followup(t *rapid.T) {
	open, err := l.db.OpenFollowups(context.Background(), l.people[rapid.IntRange(0, 1).Draw(t, "organizer")].ID, 1)
	if err != nil || len(open) == 0 {
		l.refusedBy(err)
		return
	}
	now := l.clock.Now()
	rule := rapid.SampledFrom([]func(*oneonone.Followup) error{
		func(f *oneonone.Followup) error { return f.Close(oneonone.Done) },
		func(f *oneonone.Followup) error { return f.Close(oneonone.Dropped) },
		func(f *oneonone.Followup) error { return f.Tomorrow(now, oneonone.RhythmIn(time.UTC)) },
	}).Draw(t, "follow-up")
	_, err = l.db.ChangeFollowup(context.Background(), open[0].Organizer, open[0].ID, rule)
	l.refusedBy(err)
}

func (l *life) advance(t *rapid.T) {
	l.clock.Advance(time.Duration(rapid.IntRange(1, 30*60).Draw(t, "minutes")) * time.Minute)
}

func (l *life) nextDue(*rapid.T) {
	due, ok, err := l.db.NextDue(context.Background())
	l.refusedBy(err)
	if ok && due.After(l.clock.Now()) {
		l.clock.Set(due)
	}
}

// tick looks, with fates for what is sent. A crash is followed by a new life.
func (l *life) tick(t *rapid.T) {
	l.coming = rapid.SliceOfN(rapid.Map(rapid.IntRange(0, int(fates)-1), func(n int) fate { return fate(n) }), 0, 4).Draw(t, "fates")
	l.tap()
	err := l.r.Tick(context.Background())
	if !l.crashed {
		if err != nil {
			t.Fatalf("tick: %v\n%s", err, l.log)
		}
		return
	}
	l.crashed = false
	l.start(t)
	if rapid.Bool().Draw(t, "long down") {
		l.leasesEnd(t)
	}
}

// tap keeps the bot awake: what it says when nobody answers is another test's.
func (l *life) tap() {
	for _, p := range l.people {
		l.refusedBy(l.db.Awake(context.Background(), p.ID))
	}
}

func (l *life) leases(*rapid.T) { l.leasesEnd(l.t) }

// settle lets everything come to its end: no more mishaps, and all the time in
// the world.
func (l *life) settle() {
	l.coming = nil
	for range 10_000 {
		l.leasesEnd(l.t)
		l.tap()
		l.mustTick(l.t)
		due, ok, err := l.db.NextDue(context.Background())
		l.refusedBy(err)
		switch {
		case ok && due.After(l.clock.Now()):
			l.clock.Set(due)
		case !ok && l.count(l.t, "claimed") == 0:
			return
		}
	}
	l.t.Fatalf("it never ends: %d waiting, %d claimed", l.count(l.t, "waiting"), l.count(l.t, "claimed"))
}

// Random plans, answers, clocks, crashes and lost answers: each thing is said
// at most once, only while it is true, and in the end everything that is due
// and still true has been said.
func TestNothingLostNothingDoubled(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		own, err := os.MkdirTemp(dir, "life")
		if err != nil {
			t.Fatalf("%v", err)
		}
		l := &life{world: newWorld(t, own), t: t}
		defer func() {
			l.close()
			os.RemoveAll(own)
		}()
		l.slack.send = l.send
		for i := range 5 {
			l.people = append(l.people, l.mustMember(t, fmt.Sprintf("U%d", i)))
		}
		// What happens often stands here more than once.
		t.Repeat(map[string]func(*rapid.T){
			"plan": l.plan, "answer": l.answer, "answer again": l.answer, "change": l.change, "reflect": l.reflect,
			"follow-up": l.followup, "advance": l.advance, "next due": l.nextDue, "next due again": l.nextDue,
			"tick": l.tick, "tick again": l.tick, "tick once more": l.tick, "leases end": l.leases,
		})
		l.settle()
		l.check()
	})
}

// check compares what arrived with what the facts call for.
func (l *life) check() {
	times := l.slack.times()
	for what, n := range times {
		if n > 1 {
			l.t.Errorf("%s arrived %d times", what, n)
		}
	}
	if len(l.slack.overlap) > 0 {
		l.t.Errorf("two to one person on their way at once: %v", l.slack.overlap)
	}
	want := func(n oneonone.Nudge) {
		undone := key(oneonone.NudgeUndone, "late-"+n.Occurrence, n.Subject, l.organizerOf(n.Subject))
		switch {
		case times[key(n.Kind, n.Occurrence, n.Subject, n.Receiver)] == 1:
		case n.Kind == oneonone.NudgeInvitation && times[undone] == 1:
		case !n.Expires.IsZero() && n.Kind != oneonone.NudgeInvitation: // came too late to be kind
		default:
			l.t.Errorf("never said: %s/%s, due %v", n.Kind, n.Occurrence, n.Due)
		}
	}
	for _, m := range l.meetings {
		m, err := l.db.Meeting(context.Background(), m.Organizer, m.ID)
		if err != nil {
			l.t.Fatalf("%v", err)
		}
		for _, n := range m.Nudges(oneonone.Rhythms{Organizer: oneonone.RhythmIn(time.UTC), Person: oneonone.RhythmIn(time.UTC)}) {
			want(n)
		}
	}
	for _, p := range l.people {
		open, err := l.db.OpenFollowups(context.Background(), p.ID, 100)
		if err != nil {
			l.t.Fatalf("%v", err)
		}
		for _, f := range open {
			for _, n := range f.Nudges(oneonone.RhythmIn(time.UTC)) {
				want(n)
			}
		}
	}
}

func (l *life) organizerOf(meeting oneonone.ID) oneonone.ID {
	for _, m := range l.meetings {
		if m.ID == meeting {
			return m.Organizer
		}
	}
	return oneonone.ID{}
}
