package reminders_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"oneonone"
	"oneonone/reminders"
	"oneonone/storage"
)

func TestTickSendsWhatIsDueOnce(t *testing.T) {
	w := mustWorld(t)
	w.mustWelcome(t, 20)
	for range 3 {
		w.mustTick(t)
	}
	w.wantOnce(t, 20)
	if got := w.count(t, "sent"); got != 20 {
		t.Errorf("%d marked sent", got)
	}
}

// Slack surely did not take it: it is sent again, after the wait, and holds up
// nobody else's.
func TestNotSentWaits(t *testing.T) {
	tests := []struct {
		name string
		err  error
		wait time.Duration
	}{
		{"Slack asks to wait", &reminders.NotSent{After: 30 * time.Second, Err: errors.New("ratelimited")}, 30 * time.Second},
		{"Slack asks to wait less than is kind", &reminders.NotSent{After: time.Second, Err: errors.New("ratelimited")}, 2 * time.Second},
		{"no wait given", &reminders.NotSent{Err: errors.New("dial")}, 2 * time.Second},
		{"wrapped", fmt.Errorf("post: %w", reminders.ErrNotSent), 2 * time.Second},
		{"wrapped with a wait", fmt.Errorf("post: %w", &reminders.NotSent{After: time.Minute, Err: errors.New("ratelimited")}), time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := mustWorld(t)
			w.mustWelcome(t, 3)
			first := firstTime()
			w.slack.send = func(_ context.Context, _ storage.Claim, deliver func() string) (string, error) {
				if first() {
					return "", tt.err
				}
				return deliver(), nil
			}
			w.mustTick(t)
			w.wantOnce(t, 2)
			w.clock.Advance(tt.wait - time.Second)
			w.mustTick(t)
			w.wantOnce(t, 2)
			w.clock.Advance(time.Second)
			w.mustTick(t)
			w.wantOnce(t, 3)
			if w.slack.finds != 0 {
				t.Error("looked for what was surely not sent")
			}
		})
	}
}

// The waits double, up to ten minutes.
func TestBackoff(t *testing.T) {
	w := mustWorld(t)
	w.mustWelcome(t, 1)
	w.slack.send = func(context.Context, storage.Claim, func() string) (string, error) {
		return "", &reminders.NotSent{Err: errors.New("service_unavailable")}
	}
	var waits []time.Duration
	for range 12 {
		w.mustTick(t)
		due, ok, err := w.db.NextDue(t.Context())
		if err != nil || !ok {
			t.Fatalf("next due: %t, %v", ok, err)
		}
		waits = append(waits, due.Sub(w.clock.Now()))
		w.clock.Set(due)
	}
	s, m := time.Second, time.Minute
	want := []time.Duration{2 * s, 4 * s, 8 * s, 16 * s, 32 * s, 64 * s, 128 * s, 256 * s, 512 * s, 10 * m, 10 * m, 10 * m}
	if diff := cmp.Diff(want, waits); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Someone left: their message ends, and who invited them hears of it.
func TestUndeliverable(t *testing.T) {
	w := mustWorld(t)
	sam, ana := w.mustMember(t, "USAM"), w.mustMember(t, "UANA")
	w.mustPlan(t, sam, ana, monday.Add(80*time.Hour))
	w.slack.send = func(_ context.Context, c storage.Claim, deliver func() string) (string, error) {
		if c.Receiver.ID == ana.ID {
			return "", fmt.Errorf("post: %w", reminders.ErrUndeliverable)
		}
		return deliver(), nil
	}
	for range 3 {
		w.mustTick(t)
	}
	w.wantOnce(t, 2)
	if diff := cmp.Diff([]string{"planned", "undone"}, sortedKinds(w.slack)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The answer of Slack is lost. Whether the message arrived or not, it stands in
// the DM once in the end; until the lease is over nobody looks, and nothing
// else goes to that person.
func TestUnknownOutcome(t *testing.T) {
	for name, arrives := range map[string]bool{"arrived": true, "did not arrive": false} {
		t.Run(name, func(t *testing.T) {
			w := mustWorld(t)
			w.mustWelcome(t, 3)
			first := firstTime()
			w.slack.send = func(_ context.Context, _ storage.Claim, deliver func() string) (string, error) {
				if !first() {
					return deliver(), nil
				}
				if arrives {
					deliver()
				}
				return "", errLost
			}
			w.mustTick(t)
			for i := range 3 {
				if err := w.db.Hint(t.Context(), w.mustMember(t, fmt.Sprintf("U%03d", i)).ID, "typed", oneonone.Typed{}); err != nil {
					t.Fatal(err)
				}
			}
			w.mustTick(t)
			if w.slack.finds != 0 {
				t.Error("looked before the lease was over")
			}
			if got := w.count(t, "claimed"); got != 1 {
				t.Errorf("%d claimed, want the lost one", got)
			}
			if got := w.count(t, "waiting"); got != 1 {
				t.Errorf("%d waiting, want the hint to the same person", got)
			}
			w.leasesEnd(t)
			w.mustTick(t)
			w.wantOnce(t, 6)
		})
	}
}

// It cannot be looked for: it waits, however long, rather than risk a double.
func TestUnknownOutcomeThatCannotBeLookedFor(t *testing.T) {
	w := mustWorld(t)
	w.mustWelcome(t, 1)
	first := firstTime()
	w.slack.send = func(_ context.Context, _ storage.Claim, deliver func() string) (string, error) {
		ts := deliver()
		if first() {
			return "", errLost
		}
		return ts, nil
	}
	w.slack.find = func(storage.Claim) error { return errors.New("ratelimited") }
	w.mustTick(t)
	for range 3 {
		w.leasesEnd(t)
		w.mustTick(t)
		if got := w.count(t, "claimed"); got != 1 {
			t.Fatalf("%d claimed", got)
		}
	}
	if w.slack.finds != 3 {
		t.Errorf("looked %d times, want once a lease", w.slack.finds)
	}
	w.slack.find = nil
	w.leasesEnd(t)
	w.mustTick(t)
	w.wantOnce(t, 1)
}

// Not found, a message is looked at with fresh eyes: what has expired or was
// withdrawn while its outcome was unknown is not sent, and nobody is woken by
// what failed in the evening.
func TestUnknownOutcomeIsCheckedAgain(t *testing.T) {
	lose := func(_ context.Context, _ storage.Claim, _ func() string) (string, error) { return "", errLost }
	begin := func(t *testing.T) (*world, oneonone.Member, oneonone.Meeting) {
		w := mustWorld(t)
		sam, ana := w.mustMember(t, "USAM"), w.mustMember(t, "UANA")
		return w, ana, w.mustPlan(t, sam, ana, monday.Add(80*time.Hour))
	}
	t.Run("expired", func(t *testing.T) {
		w, _, m := begin(t)
		w.slack.send = lose
		w.mustTick(t)
		w.slack.send = nil
		w.clock.Set(m.End().Add(24 * time.Hour))
		w.leasesEnd(t)
		w.mustTick(t)
		if got := w.slack.kinds(); slices.Contains(got, "invitation") || !slices.Contains(got, "undone") {
			t.Errorf("arrived: %v", got)
		}
	})
	t.Run("withdrawn", func(t *testing.T) {
		w, ana, m := begin(t)
		w.slack.send = lose
		w.mustTick(t)
		w.slack.send = nil
		_, err := w.db.ChangeMeeting(t.Context(), m.Organizer, m.ID, func(m *oneonone.Meeting) error {
			p := m.Plan
			p.Start = p.Start.Add(time.Hour)
			return m.Revise(p, w.clock.Now())
		})
		if err != nil {
			t.Fatal(err)
		}
		w.leasesEnd(t)
		w.mustTick(t)
		w.wantOnce(t, 2)
		if n := w.slack.times()[key(oneonone.NudgeInvitation, "2", m.ID, ana.ID)]; n != 1 {
			t.Errorf("the new invitation came %d times: %v", n, w.slack.kinds())
		}
	})
	t.Run("at night", func(t *testing.T) {
		w, _, m := begin(t)
		w.mustTick(t)
		w.clock.Set(m.Start.Add(-23 * time.Hour)) // 18:00: the prep card
		w.slack.send = lose
		w.mustTick(t)
		if w.count(t, "claimed") != 1 {
			t.Fatalf("the prep card is not on its way: %v", w.slack.kinds())
		}
		w.slack.send = nil
		w.clock.Advance(8 * time.Hour)
		w.leasesEnd(t)
		w.mustTick(t)
		if got := w.slack.kinds(); slices.Contains(got, "prep") {
			t.Errorf("arrived at %v: %v", w.clock.Now(), got)
		}
		w.clock.Advance(8 * time.Hour)
		w.mustTick(t)
		if got := w.slack.kinds(); !slices.Contains(got, "prep+unanswered") {
			t.Errorf("arrived at %v: %v", w.clock.Now(), got)
		}
	})
}

// A send that hangs is given up before its lease is over, so that it can never
// arrive after somebody looked and found nothing.
func TestHangingSend(t *testing.T) {
	w := mustWorld(t)
	const lease = 200 * time.Millisecond
	w.r = reminders.New(w.db, w.slack, reminders.Options{Now: w.clock.Now, Lease: lease})
	w.mustWelcome(t, 1)
	first := firstTime()
	w.slack.send = func(ctx context.Context, _ storage.Claim, deliver func() string) (string, error) {
		if first() {
			<-ctx.Done()
			return "", ctx.Err()
		}
		return deliver(), nil
	}
	deadline := time.Now().Add(30 * time.Second)
	for w.count(t, "sent") == 0 && time.Now().Before(deadline) {
		w.mustTick(t)
	}
	w.wantOnce(t, 1)
	if w.slack.finds != 1 {
		t.Errorf("looked %d times, want once", w.slack.finds)
	}
}

// One message that cannot be drawn ends neither the program nor the others.
func TestPanic(t *testing.T) {
	w := mustWorld(t)
	w.mustWelcome(t, 6)
	first := firstTime()
	w.slack.send = func(_ context.Context, _ storage.Claim, deliver func() string) (string, error) {
		if first() {
			panic("Her sister drives the bus")
		}
		return deliver(), nil
	}
	w.mustTick(t)
	w.wantArrived(t, 5)
	if log := w.log.String(); !strings.Contains(log, "panic") || strings.Contains(log, "sister") {
		t.Errorf("the log tells nothing, or a private word:\n%s", log)
	}
	w.leasesEnd(t)
	w.mustTick(t)
	w.wantOnce(t, 6)
}

// wantArrived counts what arrived, whatever is still on its way.
func (w *world) wantArrived(t *testing.T, n int) {
	t.Helper()
	if got := len(w.slack.times()); got != n {
		t.Errorf("%d things arrived, want %d", got, n)
	}
}

func TestRedraw(t *testing.T) {
	w := mustWorld(t)
	sam, ana := w.mustMember(t, "USAM"), w.mustMember(t, "UANA")
	m := w.mustPlan(t, sam, ana, monday.Add(80*time.Hour))
	w.mustTick(t)
	accept := func() {
		t.Helper()
		if _, err := w.db.AnswerInvitation(t.Context(), ana.ID, m.ID, func(m *oneonone.Meeting) error { return m.Accept(w.clock.Now()) }); err != nil {
			t.Fatal(err)
		}
	}
	fail := firstTime()
	w.slack.redraw = func(storage.Claim) error {
		if fail() {
			return &reminders.NotSent{Err: errLost}
		}
		return nil
	}
	accept()
	w.mustTick(t)
	w.clock.Advance(time.Minute)
	w.mustTick(t)
	if diff := cmp.Diff(map[string]int{"1.000000": 1, "2.000000": 1}, w.slack.redrawn); diff != "" {
		t.Errorf("redrawn (-want +got):\n%s", diff)
	}
	// A card that is gone is let go, and takes nothing with it.
	w.slack.redraw = func(storage.Claim) error { return fmt.Errorf("update: %w", reminders.ErrUndeliverable) }
	if err := w.db.Redraw(t.Context(), ana.ID, m.ID); err != nil {
		t.Fatal(err)
	}
	w.mustTick(t)
	w.wantOnce(t, 3) // planned, invitation, answer
	if got := w.count(t, "sent"); got != 3+2 {
		t.Errorf("%d sent, want the three messages and two cards", got)
	}
}

// crash ends the program at a point of the way: from then on its database is
// closed to it, whatever it still tries.
type crash struct {
	name string
	send func(w *world) func(context.Context, storage.Claim, func() string) (string, error)
}

// crashes are the points between the steps.
func crashes() []crash {
	return []crash{
		{"between claim and send", func(w *world) func(context.Context, storage.Claim, func() string) (string, error) {
			db := w.db
			return func(context.Context, storage.Claim, func() string) (string, error) {
				db.Close()
				return "", errors.New("killed")
			}
		}},
		{"between send and mark", func(w *world) func(context.Context, storage.Claim, func() string) (string, error) {
			db := w.db
			return func(_ context.Context, _ storage.Claim, deliver func() string) (string, error) {
				ts := deliver()
				db.Close()
				return ts, nil
			}
		}},
		{"between one mark and the next claim", func(w *world) func(context.Context, storage.Claim, func() string) (string, error) {
			db, first := w.db, firstTime()
			return func(_ context.Context, c storage.Claim, deliver func() string) (string, error) {
				if !first() {
					return "", errors.New("killed")
				}
				ts := deliver()
				if err := db.Sent(context.Background(), &c, ts); err != nil {
					return "", err
				}
				db.Close()
				return ts, nil
			}
		}},
	}
}

// Killed at each step, and again in the next life: nothing is lost or doubled.
func TestCrash(t *testing.T) {
	for _, c := range crashes() {
		t.Run(c.name, func(t *testing.T) {
			w := mustWorld(t)
			sam, ana := w.mustMember(t, "USAM"), w.mustMember(t, "UANA")
			w.mustPlan(t, sam, ana, monday.Add(80*time.Hour))
			w.mustWelcome(t, 8)
			const things = 2 + 8
			for range 5 {
				w.slack.send = c.send(w)
				if err := w.r.Tick(t.Context()); err == nil && w.count(t, "waiting")+w.count(t, "claimed") > 3 {
					t.Fatal("the program did not crash")
				}
				w.restart(t)
			}
			w.slack.send = nil
			w.leasesEnd(t)
			w.mustTick(t)
			w.wantOnce(t, things)
		})
	}
}

// The program is told to stop while a message is under way: what Slack has
// taken is marked, and need not be looked for at the next start.
func TestStopWhileSending(t *testing.T) {
	w := mustWorld(t)
	w.mustWelcome(t, 1)
	ctx, stop := context.WithCancel(t.Context())
	w.slack.send = func(_ context.Context, _ storage.Claim, deliver func() string) (string, error) {
		stop()
		return deliver(), nil
	}
	w.r.Tick(ctx)
	if got := w.count(t, "sent"); got != 1 {
		t.Errorf("%d marked sent\n%s", got, w.log)
	}
	w.wantOnce(t, 1)
}

// Many look at once, in one program and in two on the same file.
func TestTicksAtOnce(t *testing.T) {
	w := mustWorld(t)
	w.mustWelcome(t, 40)
	second, err := storage.Open(t.Context(), storage.Options{Path: w.path, KeyFile: w.path + ".key", Now: w.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	other := reminders.New(second, w.slack, reminders.Options{Now: w.clock.Now})
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			r := w.r
			if i%2 == 0 {
				r = other
			}
			if err := r.Tick(context.Background()); err != nil && oneonone.KindOf(err) != oneonone.Busy {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	w.mustTick(t)
	w.wantOnce(t, 40)
}

// One person's slow message holds up nobody else's.
func TestSlowMessageHoldsUpNobodyElse(t *testing.T) {
	w := mustWorld(t)
	w.mustWelcome(t, 10)
	first, others := firstTime(), make(chan struct{}, 10)
	w.slack.send = func(_ context.Context, _ storage.Claim, deliver func() string) (string, error) {
		if first() {
			for range 9 {
				<-others
			}
			return deliver(), nil
		}
		defer func() { others <- struct{}{} }()
		return deliver(), nil
	}
	w.mustTick(t)
	w.wantOnce(t, 10)
}

// When the database is busy, Tick says so and loses nothing.
func TestTickWhenBusy(t *testing.T) {
	w := mustWorld(t)
	w.mustWelcome(t, 2)
	w.raw.SetMaxOpenConns(1)
	if _, err := w.raw.Exec(`begin immediate`); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := w.r.Tick(ctx); oneonone.KindOf(err) != oneonone.Busy {
		t.Errorf("tick: %v, want busy", err)
	}
	if _, err := w.raw.Exec(`rollback`); err != nil {
		t.Fatal(err)
	}
	w.mustTick(t)
	w.wantOnce(t, 2)
}

// No private word, name or Slack id reaches the log.
func TestLogHoldsNoWords(t *testing.T) {
	w := mustWorld(t)
	sam, ana := w.mustMember(t, "UDISTINCTSAM"), w.mustMember(t, "UDISTINCTANA")
	w.mustPlan(t, sam, ana, monday.Add(80*time.Hour))
	fails := []error{errLost, &reminders.NotSent{Err: errLost}, reminders.ErrUndeliverable}
	for i, err := range fails {
		w.slack.send = func(context.Context, storage.Claim, func() string) (string, error) { return "", err }
		w.clock.Advance(time.Duration(i) * time.Minute)
		w.leasesEnd(t)
		w.mustTick(t)
	}
	log := w.log.String()
	if strings.Count(log, "level=WARN") < 3 {
		t.Fatalf("logged too little:\n%s", log)
	}
	for _, word := range []string{"UDISTINCT", "buses"} {
		if strings.Contains(log, word) {
			t.Errorf("%q stands in the log:\n%s", word, log)
		}
	}
}

// Options left out have sensible values, and nothing is logged to nobody.
func TestNewWithDefaults(t *testing.T) {
	w := mustWorld(t)
	w.mustWelcome(t, 1)
	r := reminders.New(w.db, w.slack, reminders.Options{Log: slog.New(slog.DiscardHandler)})
	if err := r.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.wantOnce(t, 1)
	var until int64
	w.mustWelcome(t, 2)
	w.slack.send = func(context.Context, storage.Claim, func() string) (string, error) { return "", errLost }
	began := time.Now()
	if err := reminders.New(w.db, w.slack, reminders.Options{}).Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.raw.QueryRow(`select lease_until from outbox where state = 'claimed'`).Scan(&until); err != nil {
		t.Fatal(err)
	}
	// The client's timeout of ten seconds, and a minute.
	if lease := time.UnixMilli(until).Sub(began).Round(10 * time.Second); lease != 70*time.Second {
		t.Errorf("lease %v, want 70 s", lease)
	}
}
