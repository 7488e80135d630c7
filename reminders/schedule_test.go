package reminders_test

import (
	"context"
	"testing"
	"time"

	"go.uber.org/goleak"

	"oneonone/storage"
)

// within bounds a wait that nothing but a failure uses up.
const within = 10 * time.Second

// Run sends what waits at once, and what is committed later as soon as it is
// committed; and it is gone, with all it started, when it is told to stop.
func TestRun(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	w := newWorld(t, t.TempDir())
	defer w.close()
	w.mustWelcome(t, 1)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); w.r.Run(ctx) }()
	defer stop()
	await := func(what string) {
		t.Helper()
		select {
		case <-w.slack.came:
		case <-time.After(within):
			t.Fatalf("%s did not come\n%s", what, w.log)
		}
	}
	await("what waited")
	w.mustWelcome(t, 2) // one of them is new
	await("what was just committed")
	sam, ana := w.mustMember(t, "USAM"), w.mustMember(t, "UANA")
	w.mustPlan(t, sam, ana, monday.Add(80*time.Hour))
	await("the answer to the plan")
	await("the invitation")
	// The schedule would have found these as well, a moment later: that a commit
	// wakes it shows in that the call was taken.
	for deadline := time.Now().Add(within); len(w.db.Wake()) > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("not woken by what was committed")
		}
	}
	stop()
	select {
	case <-ended:
	case <-time.After(within):
		t.Fatal("does not stop")
	}
	w.wantOnce(t, 4)
	w.mustWelcome(t, 3)
	if len(w.slack.came) != 0 {
		t.Error("sent after the end")
	}
}

// Told to stop while Slack is silent, it stops with the message's call.
func TestRunStopsWhileAMessageHangs(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	w := newWorld(t, t.TempDir())
	defer w.close()
	w.mustWelcome(t, 1)
	hanging := make(chan struct{})
	w.slack.send = func(ctx context.Context, _ storage.Claim, _ func() string) (string, error) {
		close(hanging)
		<-ctx.Done()
		return "", ctx.Err()
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); w.r.Run(ctx) }()
	<-hanging
	stop()
	select {
	case <-ended:
	case <-time.After(within):
		t.Fatal("does not stop")
	}
	// The next life finds out.
	w.slack.send = nil
	w.restart(t)
	w.mustTick(t)
	w.wantOnce(t, 1)
}
