package reminders_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"oneonone"
	"oneonone/reminders"
	"oneonone/storage"
)

// Random lives: what people can do, in any order, and what the clock, Slack and
// the machine can do to it. property_acts_test.go is what people do,
// property_asks_test.go what they do with asks, property_heard_test.go what must hold whatever they do; here is the time that
// passes and what goes wrong in it.

// TestMain makes the random lives few enough for the race detector, which is
// slow in a database. For many: go test ./reminders -run Lives -rapid.checks=2000
// -rapid.steps=60. With STORIES=1 every life that goes wrong is told, also one
// that cannot be lived again since two things happened in another order.
func TestMain(m *testing.M) {
	given := false
	flag.Parse()
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		flag.Set("rapid.checks", "10")
	}
	os.Exit(m.Run())
}

// fate is what happens to one message, or one drawing anew.
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

// mishap is a fate that awaits the so-manieth message for one person in a look,
// or the so-manieth drawing.
type mishap struct {
	to, nth int
	drawing bool
	fate    fate
}

// life is a random stretch of the bot's life.
type life struct {
	*world
	t       *rapid.T
	people  []oneonone.ID // two who organize, and two more to be met
	slackID map[oneonone.ID]string
	rhythms map[oneonone.ID][]oneonone.Rhythm // all they have had
	moved   map[oneonone.ID]time.Time         // when theirs last changed
	travel  bool                              // people move through zones in this life

	// What was acknowledged. Acts that happen at once write here, too.
	done        sync.Mutex
	meetings    []held
	noted       []held // follow-ups that came of no reflection
	submissions []submission
	answered    map[oneonone.ID]int       // by meeting: how much had arrived when the person last answered
	yeses       map[oneonone.ID]time.Time // by meeting: what they last said yes to
	asked       []held
	askWindows  []askWindow
	words       []sentWord
	writing     oneonone.Ask              // of which the last word was written
	unsaid      map[string]bool           // the words of which their author read in a window that they don't go
	reopened    map[oneonone.ID]time.Time // by person: when they last changed their mind about asks
	hear        map[oneonone.ID]time.Time // by person: when they last wanted to hear from us again

	// What a look is about to meet with, and what came of it.
	mu        sync.Mutex
	mishaps   []mishap
	meanwhile act // happens while the first message to somebody is on its way
	during    oneonone.ID
	happened  bool
	calls     map[lane]int
	crashed   bool
	before    *facts // at the beginning of the look
	gone      map[oneonone.ID]bool
	heard     *heard
}

// held is a meeting that was acknowledged.
type held struct{ id, organizer oneonone.ID }

// born begins a life in dir.
func born(t *rapid.T, dir string) *life {
	l := &life{
		world: newWorld(t, dir), t: t, slackID: map[oneonone.ID]string{}, rhythms: map[oneonone.ID][]oneonone.Rhythm{}, moved: map[oneonone.ID]time.Time{},
		answered: map[oneonone.ID]int{}, yeses: map[oneonone.ID]time.Time{}, gone: map[oneonone.ID]bool{}, reopened: map[oneonone.ID]time.Time{}, hear: map[oneonone.ID]time.Time{}, unsaid: map[string]bool{}, heard: newHeard(),
	}
	l.slack.send, l.slack.redraw, l.slack.found = l.send, l.redraw, l.found
	// The nights in which the clocks change are among those that may come.
	l.clock.Set(rapid.SampledFrom([]time.Time{
		monday,
		time.Date(2026, time.October, 23, 7, 0, 0, 0, time.UTC),
		time.Date(2026, time.March, 6, 15, 0, 0, 0, time.UTC),
	}).Draw(t, "born"))
	l.travel = rapid.IntRange(0, 3).Draw(t, "travel") == 3
	zones := rapid.Bool().Draw(t, "zones")
	for i := range 4 {
		m := l.mustMember(t, fmt.Sprintf("U%d", i))
		l.people = append(l.people, m.ID)
		l.slackID[m.ID] = m.SlackID
		r := oneonone.RhythmIn(time.UTC)
		if zones {
			r = drawRhythm(t)
		}
		if err := l.live(m.ID, r); err != nil {
			t.Fatalf("%v", err)
		}
	}
	return l
}

// drawRhythm draws how somebody's days run.
func drawRhythm(t *rapid.T) oneonone.Rhythm {
	zone, err := time.LoadLocation(rapid.SampledFrom([]string{
		"UTC", "Europe/Madrid", "America/New_York", "America/Los_Angeles", "Asia/Tokyo", "Pacific/Auckland",
	}).Draw(t, "zone"))
	if err != nil {
		t.Fatalf("%v", err)
	}
	r := oneonone.RhythmIn(zone)
	r.QuietTo = rapid.SampledFrom(oneonone.QuietTos).Draw(t, "quiet to")
	r.Morning = max(r.QuietTo, rapid.SampledFrom(oneonone.Mornings).Draw(t, "morning"))
	r.QuietFrom = rapid.SampledFrom(oneonone.QuietFroms).Draw(t, "quiet from")
	r.Lead = rapid.SampledFrom(oneonone.Leads).Draw(t, "lead")
	return r
}

// live sets how somebody's days run from now on: the zone as Slack tells it, the
// rest as they set it. What storage gives back is what counts below.
func (l *life) live(member oneonone.ID, r oneonone.Rhythm) error {
	if _, err := l.db.Member(context.Background(), l.slackID[member], r.Zone); err != nil {
		return err
	}
	s, err := l.db.Settings(context.Background(), member)
	if err != nil {
		return err
	}
	s.Rhythm = r
	if err := l.db.SetSettings(context.Background(), member, s); err != nil {
		return err
	}
	m, err := l.db.MemberByID(context.Background(), member)
	if err != nil {
		return err
	}
	l.done.Lock()
	defer l.done.Unlock()
	// The last is the present one.
	l.rhythms[member] = append(slices.DeleteFunc(l.rhythms[member], func(o oneonone.Rhythm) bool { return o == m.Rhythm }), m.Rhythm)
	l.moved[member] = l.clock.Now()
	return nil
}

// rhythm is the one somebody lives in now.
func (l *life) rhythm(member oneonone.ID) oneonone.Rhythm {
	l.done.Lock()
	defer l.done.Unlock()
	of := l.rhythms[member]
	return of[len(of)-1]
}

// who is somebody's place among the people.
func (l *life) who(id oneonone.ID) int { return slices.Index(l.people, id) }

// fateOf is what awaits this call. Those of one lane come one after the other, so
// that a life lived again is much the same life.
func (l *life) fateOf(c storage.Claim) fate {
	in := laneOf(c)
	l.calls[in]++
	for _, m := range l.mishaps {
		if l.people[m.to] == in.to && m.drawing == in.drawing && m.nth == l.calls[in] {
			l.tell("  to %d: %s/%s (%s) meets fate %d", l.who(c.Receiver.ID), c.Rows[0].Kind, c.Rows[0].Occurrence, c.Redraw, m.fate)
			return m.fate
		}
	}
	return arrives
}

var (
	errKilled  = errors.New("killed")
	errRefused = &reminders.NotSent{Err: errors.New("ratelimited"), After: 5 * time.Second}
)

// kill ends the program.
func (l *life) kill() error {
	l.crashed = true
	l.db.Close()
	return errKilled
}

// send lets the next message have its fate, and checks that it is true. It is
// drawn first; then what happens meanwhile happens.
func (l *life) send(_ context.Context, c storage.Claim, deliver func() string) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.crashed {
		return "", errKilled
	}
	drawn := l.facts()
	l.checkTrue(c, drawn)
	if l.gone[c.Receiver.ID] {
		if c.Rows[0].Kind == oneonone.NudgeQuiet {
			l.heard.goneQuiet[c.Receiver.ID] = true // they would not have heard it anyway
		}
		return "", fmt.Errorf("post: %w", reminders.ErrUndeliverable)
	}
	l.happens(c.Receiver.ID)
	arrive := func() string {
		l.checkArrival(c, drawn)
		return deliver()
	}
	switch l.fateOf(c) {
	case refused:
		l.heard.triedLater(c, l.clock.Now())
		return "", errRefused
	case arrivesUnheard:
		arrive()
		return "", errLost
	case lost:
		return "", errLost
	case killedBefore:
		return "", l.kill()
	case killedAfter:
		ts := arrive()
		l.kill()
		return ts, nil
	}
	l.marked(c)
	return arrive(), nil
}

// redraw likewise.
func (l *life) redraw(c storage.Claim) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.crashed {
		return errKilled
	}
	if l.gone[c.Receiver.ID] {
		l.heard.undrawn[c.Redraw] = true
		return fmt.Errorf("update: %w", reminders.ErrUndeliverable)
	}
	if len(c.Rows) == 0 {
		l.wrongly("a drawing of nothing, at %s", c.Redraw)
	}
	drawn := l.facts()
	l.happens(c.Receiver.ID)
	switch l.fateOf(c) {
	case refused:
		l.heard.drawnLater(c.Redraw, l.clock.Now())
		return errRefused
	case arrivesUnheard:
		l.heard.drawn[c.Redraw] = drawnFrom(drawn, c.Rows)
		return errLost
	case lost:
		return errLost
	case killedBefore:
		return l.kill()
	case killedAfter:
		l.kill()
	}
	l.heard.drawn[c.Redraw] = drawnFrom(drawn, c.Rows)
	return nil
}

// found is a message of unknown outcome that stands in the DM, or does not.
func (l *life) found(c storage.Claim, there bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if there {
		l.marked(c)
	}
}

// happens lets happen what happens meanwhile, once.
func (l *life) happens(during oneonone.ID) {
	if act := l.meanwhile; act != nil && during == l.during {
		l.meanwhile, l.happened = nil, true
		l.refusedBy(act())
	}
}

// refusedBy lets a rule's refusal pass: people press what is no longer true.
func (l *life) refusedBy(err error) {
	switch oneonone.KindOf(err) {
	case oneonone.Stale, oneonone.NotFound, oneonone.Invalid:
		return
	}
	if err != nil && !l.crashed {
		l.wrongly("%v", err)
	}
}

// Time passes while the program runs, or does not.

func (l *life) advance(t *rapid.T) {
	most := rapid.SampledFrom([]int{60, 12 * 60, 36 * 60}).Draw(t, "most")
	l.clock.Advance(time.Duration(rapid.IntRange(1, most).Draw(t, "minutes")) * time.Minute)
}

func (l *life) nextDue(t *rapid.T) {
	due, ok, err := l.db.NextDue(context.Background())
	l.refusedBy(err)
	late := time.Duration(rapid.IntRange(-1, 3).Draw(t, "seconds late")) * time.Second
	if ok && due.Add(late).After(l.clock.Now()) {
		l.clock.Set(due.Add(late))
	}
}

// instant goes to where something about a talk begins or ends.
func (l *life) instant(t *rapid.T) {
	m, ok := l.meeting(t)
	if !ok {
		return
	}
	var at []time.Time
	for _, start := range []time.Time{m.Start, m.Second, m.Suggested} {
		if !start.IsZero() {
			at = append(at, start.Add(-time.Hour), start.Add(-oneonone.PhonesAwayBefore), start, start.Add(m.Length), start.Add(m.Length+oneonone.AfterDelay))
		}
	}
	l.passTo(rapid.SampledFrom(at).Draw(t, "instant"), rapid.SampledFrom([]time.Duration{0, -time.Second, time.Minute}).Draw(t, "off by"))
}

func (l *life) passTo(at time.Time, off time.Duration) {
	if at = at.Add(off); at.After(l.clock.Now()) && at.Before(l.clock.Now().Add(40*24*time.Hour)) {
		l.clock.Set(at)
	}
}

// online lets the program run for a while: it looks whenever something is due.
func (l *life) online(t *rapid.T) {
	until := l.clock.Now().Add(time.Duration(rapid.IntRange(1, 30).Draw(t, "hours online")) * time.Hour)
	for range 1000 {
		l.calm()
		due, ok, err := l.db.NextDue(context.Background())
		l.refusedBy(err)
		if !ok || due.After(until) {
			l.clock.Set(until)
			l.calm()
			return
		}
		if due.After(l.clock.Now()) {
			l.clock.Set(due)
		}
	}
	t.Fatalf("it never ends")
}

// tick looks, with mishaps for what is sent, and something that happens
// meanwhile. A crash is followed by a new life.
func (l *life) tick(t *rapid.T) {
	l.mishaps = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) mishap {
		return mishap{rapid.IntRange(0, 3).Draw(t, "to"), rapid.IntRange(1, 2).Draw(t, "nth"), rapid.IntRange(0, 3).Draw(t, "drawing") == 3, fate(rapid.IntRange(0, int(fates)-1).Draw(t, "fate"))}
	}), 0, 3).Draw(t, "mishaps")
	if rapid.IntRange(0, 2).Draw(t, "something meanwhile") == 2 {
		l.meanwhile, l.during = l.act(t), l.somebody(t)
	}
	l.look()
	if l.crashed {
		l.crashed = false
		l.start(t)
		l.adopt()
		l.excuse(l.facts())
	}
	if rapid.Bool().Draw(t, "leases end") {
		l.leasesEnd(t)
	}
}

// calm is a look in which nothing goes wrong, when all outcomes are known: then
// everybody has heard what they should have.
func (l *life) calm() {
	l.mishaps, l.meanwhile = nil, nil
	for l.count(l.t, "claimed") > 0 {
		l.leasesEnd(l.t)
		l.look()
	}
	after := l.look()
	l.checkInvited(l.before, after)
	l.checkHeard(after)
	l.checkDrawn(after)
}

// look is one Tick, with an eye on what may come and what must wait.
func (l *life) look() (after *facts) {
	l.calls = map[lane]int{}
	l.before = l.facts()
	l.excuse(l.before)
	l.heard.lately = nil
	err := l.r.Tick(context.Background())
	if l.crashed {
		l.unmark()
		l.meanwhile, l.happened = nil, false
		return nil
	}
	if err != nil {
		l.t.Fatalf("tick: %v\n%s", err, l.log)
	}
	after = l.facts()
	l.excuse(after)
	if l.happened {
		// Whether a tap came before a mark or after it, only the database knows.
		for p, m := range after.members {
			l.heard.unanswered[p] = m.Unanswered
		}
	}
	l.meanwhile, l.happened = nil, false
	return after
}

// adopt gets to know talks, follow-ups and asks that were written down just before the program was
// killed, and never acknowledged.
func (l *life) adopt() {
	l.meetings = l.all(l.meetings, `select id, organizer from meeting order by created_at`)
	l.noted = l.all(l.noted, `select id, organizer from followup where origin not in ('promise', 'confirm') order by created_at`)
	l.adoptAsks()
}

// all adds to those known what else a query finds.
func (l *life) all(known []held, query string) []held {
	rows, err := l.raw.Query(query)
	if err != nil {
		l.t.Fatalf("look for what is there: %v", err)
	}
	defer rows.Close()
	for rows.Next() {
		var h held
		if err := rows.Scan(&h.id, &h.organizer); err != nil {
			l.t.Fatalf("look for what is there: %v", err)
		}
		if !slices.Contains(known, h) {
			known = append(known, h)
		}
	}
	return known
}

// unmark takes back what was not marked when the program was killed: it will be
// found. Whether a tap came before a mark or after it, only the database knows.
func (l *life) unmark() {
	if l.happened {
		for _, p := range l.people {
			var n int
			if err := l.raw.QueryRow(`select unanswered from member where id = $1`, p).Scan(&n); err != nil {
				l.t.Fatalf("look for the unanswered: %v", err)
			}
			l.heard.unanswered[p] = n
		}
		return
	}
	for _, c := range l.heard.lately {
		var state string
		if err := l.raw.QueryRow(`select state from outbox where id = $1`, c.ID).Scan(&state); err != nil {
			l.t.Fatalf("look for mark: %v", err)
		}
		if state != "sent" {
			l.heard.unanswered[c.Receiver.ID]--
		}
	}
}

// settle lets everything come to its end: no more mishaps, and all the time in
// the world.
func (l *life) settle() {
	for range 10_000 {
		l.calm()
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

// Whatever people do, and whatever happens to the machine: each thing is said at
// most once, only while it is true, at an hour at which it may be said, to whom
// it is for; and everything that was to be said and still is true has been.
func TestRandomLives(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		own, err := os.MkdirTemp(dir, "life")
		if err != nil {
			t.Fatalf("%v", err)
		}
		l := born(t, own)
		defer func() {
			if t.Failed() && os.Getenv("STORIES") != "" {
				fmt.Fprintf(os.Stderr, "STORY\n%s\n", strings.Join(l.heard.story, "\n"))
			}
			t.Logf("the story:\n%s", strings.Join(l.heard.story, "\n"))
			l.close()
			os.RemoveAll(own)
		}()
		l.plan(t)
		one := func(act func(*rapid.T) act) func(*rapid.T) {
			return func(t *rapid.T) { l.refusedBy(act(t)()) }
		}
		// What happens often stands here more than once.
		t.Repeat(map[string]func(*rapid.T){
			"plan": l.plan, "plan again": l.plan, "submit again": l.submitAgain, "correct": one(l.correct), "rarely": l.rarely,
			"person": l.personPresses, "person again": l.personPresses, "person once more": l.personPresses, "person, and again": l.personPresses,
			"organizer": l.organizerPresses, "organizer again": l.organizerPresses,
			"outcome": l.outcome, "held at": one(l.heldAt), "anew": one(l.planAnew), "reflect": one(l.reflect), "follow-up": one(l.followup), "note": one(l.note), "request": one(l.request), "later": one(l.later), "late": one(l.late),
			"ask": l.askTwice(l.ask), "answer": l.askTwice(l.answerAsk), "answer again": l.askTwice(l.answerAsk), "change ask": l.askTwice(l.changeAsk), "overwrite ask": l.askTwice(l.overwriteAsk),
			"word": l.askTwice(l.word), "ask sent again": l.askAgain, "reopen": l.reopen,
			"at once": l.atOnce, "advance": l.advance, "instant": l.instant, "next due": l.nextDue, "next due again": l.nextDue,
			"tick": l.tick, "tick again": l.tick, "tick once more": l.tick, "calm": func(*rapid.T) { l.calm() },
			"online": l.online, "online again": l.online,
			"": func(*rapid.T) { l.checkFacts() },
		})
		l.settle()
		if len(l.slack.overlap) > 0 {
			t.Errorf("two to one person on their way at once: %v", l.slack.overlap)
		}
	})
}
