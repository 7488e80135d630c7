package main

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"oneonone/bot/sandbox"
)

// process is the program in a process of its own, which a test may kill.
type process struct {
	t     *testing.T
	slack *sandbox.Workspace
	db    string
	flags []string
	// within wraps its start, to take something away from it.
	within []string
	log    safeBuffer
	cmd    *exec.Cmd
}

func (p *process) start(ctx context.Context) {
	p.t.Helper()
	p.cmd = program(ctx, []string{
		"SLACK_APP_TOKEN=" + p.slack.AppToken(), "SLACK_BOT_TOKEN=" + p.slack.BotToken(), "SLACK_API_URL=" + p.slack.APIURL(),
	}, append([]string{"run", "--db", p.db, "--outcome-wait=1s"}, p.flags...)...)
	p.cmd.Dir = filepath.Dir(p.db)
	if len(p.within) > 0 {
		path, err := exec.LookPath(p.within[0])
		if err != nil {
			p.t.Fatal(err)
		}
		p.cmd.Path, p.cmd.Args = path, append(slices.Clone(p.within), p.cmd.Args...)
	}
	p.cmd.Stderr = &p.log
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	if err := p.slack.AwaitConnection(ctx); err != nil {
		p.t.Fatalf("%v\n%s", err, &p.log)
	}
}

// kill ends it as a power cut would.
func (p *process) kill() {
	p.cmd.Process.Kill()
	p.cmd.Wait()
}

// The program is killed at any instant after a person pressed: before, between
// and after commit, ack, claim, send and mark. The person does what people do,
// and does it again when Slack says that it failed. In the end each talk was
// planned once, each invitation came once, and each answer was heard once.
func TestKilledAtAnyInstant(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	slack := mustWorkspace(t, nil)
	for _, p := range demoPeople {
		slack.AddPerson(p)
	}
	sam, ana := slack.Person("sam"), slack.Person("ana")
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	p := &process{t: t, slack: slack, db: filepath.Join(t.TempDir(), "oneonone.db")}
	p.start(ctx)
	defer func() { p.kill() }()

	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	dice := rand.New(rand.NewPCG(seed, 1))
	// crash kills the program a moment after act began, and starts it again.
	crash := func(act func() error) error {
		done := make(chan error, 1)
		go func() { done <- act() }()
		select {
		case err := <-done:
			p.kill()
			p.start(ctx)
			return err
		case <-time.After(time.Duration(dice.IntN(8000)) * time.Microsecond):
		}
		p.kill()
		p.start(ctx)
		return <-done
	}
	await := func(who *sandbox.Person, text string) {
		t.Helper()
		if err := who.Await(ctx, text, func() bool { return count(who, text) > 0 }); err != nil {
			t.Fatalf("%v\n%s", err, &p.log)
		}
	}

	const rounds = 8
	for i := range rounds {
		why := fmt.Sprintf("talk number %d of many", i)
		// Opening the modal writes nothing: until it stands there, try again.
		for sam.Modal() == nil {
			if err := sam.Type(ctx, "", "/1on1 schedule @ana"); err != nil {
				t.Fatal(err)
			}
			wait, stop := context.WithTimeout(ctx, 2*time.Second)
			sam.Await(wait, "the modal", func() bool { return sam.Modal() != nil })
			stop()
		}
		if err := sam.Fill(ctx, "Why you'd like to meet", why); err != nil {
			t.Fatal(err)
		}
		crash(func() error { return sam.Submit(ctx) })
		// Slack may have said that it failed: the modal is still open with all
		// that was typed, and the same press is repeated.
		for tries := 0; sam.Modal() != nil; tries++ {
			// One of them reads a gentle warning first, and one may fail anew.
			if tries > 10 {
				t.Fatalf("the modal cannot be submitted: %s\n%s", sam.ScreenText(), &p.log)
			}
			if err := slack.AwaitConnection(ctx); err != nil {
				t.Fatal(err)
			}
			sam.Submit(ctx)
		}
		await(ana, why)
		for tries := 0; !answered(ana, why); tries++ {
			if tries > 5 {
				t.Fatalf("the answer does not arrive\n%s", &p.log)
			}
			press := func() error { return ana.PressOn(ctx, why, "See you then") }
			if tries == 0 {
				crash(press)
			} else {
				press()
			}
			wait, stop := context.WithTimeout(ctx, 2*time.Second)
			ana.Await(wait, "the card", func() bool { return answered(ana, why) })
			stop()
		}
	}
	// Whatever was in flight is looked for within the lease and a second.
	deadline, stop := context.WithTimeout(ctx, 90*time.Second)
	defer stop()
	if err := sam.Await(deadline, "every yes", func() bool { return count(sam, "Ana said yes") >= rounds }); err != nil {
		t.Fatalf("%v\n%s", err, &p.log)
	}
	p.kill()
	if n := meetings(t, p.db); n != rounds {
		t.Errorf("%d meetings, want %d", n, rounds)
	}
	for i := range rounds {
		if why := fmt.Sprintf("talk number %d of many", i); count(ana, why) != 1 {
			t.Errorf("the invitation to %s came %d times", why, count(ana, why))
		}
	}
	if n := count(sam, "Ana said yes"); n != rounds {
		t.Errorf("Sam heard %d answers, want %d", n, rounds)
	}
	for _, f := range slack.Faults() {
		// A killed program acks late, or not at all; nothing else is excused.
		if f.Kind != "missing_ack" && f.Kind != "late_ack" && f.Kind != "exchanged_trigger_id" {
			t.Errorf("%s: %s", f.Kind, f.Text)
		}
	}
}

func count(who *sandbox.Person, text string) int {
	n := 0
	for _, m := range who.Messages("") {
		if strings.Contains(m.Screen(who), text) {
			n++
		}
	}
	return n
}

func answered(who *sandbox.Person, why string) bool {
	for _, m := range who.Messages("") {
		if s := m.Screen(who); strings.Contains(s, why) && strings.Contains(s, "You said yes") {
			return true
		}
	}
	return false
}

// meetings counts the rows: only a look into the file shows a talk that was
// planned twice and announced once.
func meetings(t *testing.T, path string) (n int) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow(`select count(*) from meeting`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// mustLock holds the database's write lock, as another program would, until it
// is rolled back.
func mustLock(t *testing.T, path string) *sql.Tx {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	lock, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	return lock
}

// While the database is locked, a submission is refused in time with a
// sentence, nothing typed is lost, and the same press works a moment later.
func TestDatabaseLocked(t *testing.T) {
	w, err := newWorld(t, filepath.Join(t.TempDir(), "oneonone.db"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	sam := w.slack.Person("sam")
	if err := sam.Type(ctx, "", "/1on1 schedule @ana"); err != nil {
		t.Fatal(err)
	}
	if err := sam.Await(ctx, "the modal", func() bool { return sam.Modal() != nil }); err != nil {
		t.Fatal(err)
	}
	if err := sam.Fill(ctx, "Why you'd like to meet", "The courtyard"); err != nil {
		t.Fatal(err)
	}
	// Ana's row exists, and the profile is known: only the plan has to be written.
	if err := w.settle(ctx); err != nil {
		t.Fatal(err)
	}
	lock := mustLock(t, w.db)
	err = sam.Submit(ctx)
	if err == nil || !strings.Contains(sam.ScreenText(), "That isn't saved yet") || !strings.Contains(sam.ScreenText(), "The courtyard") {
		t.Errorf("submit while locked: %v, on the screen:\n%s", err, sam.ScreenText())
	}
	if err := lock.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := sam.Submit(ctx); err != nil {
		t.Error(err)
	}
	ana := w.slack.Person("ana")
	if err := ana.Await(ctx, "the invitation", func() bool { return count(ana, "The courtyard") == 1 }); err != nil {
		t.Error(err)
	}
	if faults := w.finish(); len(faults) > 0 {
		t.Errorf("faults: %v", faults)
	}
}

// What is written behind a door stays there while it cannot be saved, and the line
// that was being written beneath it stays, too.
func TestDatabaseLockedAtADoor(t *testing.T) {
	w, err := newWorld(t, filepath.Join(t.TempDir(), "oneonone.db"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	sam := w.slack.Person("sam")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	see := func(text string) {
		t.Helper()
		must(sam.Await(ctx, text, func() bool { return strings.Contains(sam.ScreenText(), text) }))
	}
	must(sam.Type(ctx, "", "/1on1 schedule @ana"))
	see("Plan a one-on-one")
	must(sam.Fill(ctx, "Why you'd like to meet", "The courtyard"))
	must(sam.Fill(ctx, "When", "2026-06-08 12:00"))
	must(sam.Submit(ctx))
	must(w.slack.Clock().Advance(ctx, 5*time.Hour))
	must(sam.Type(ctx, "", "/1on1 reflect"))
	see("After your talk")
	must(sam.Fill(ctx, "What do you want to remember", "Her mother sews."))
	must(sam.Submit(ctx))
	see("Anything else")
	must(sam.Type(ctx, "", "/1on1 reflect @ana"))
	see("Her mother sews.")
	must(sam.Fill(ctx, "What do you want to remember", "She sings, too."))
	must(w.settle(ctx))

	lock := mustLock(t, w.db)
	must(sam.Press(ctx, "About them"))
	see("What made them light up?")
	must(sam.Fill(ctx, "What made them light up", "The choir."))
	if err := sam.Submit(ctx); err == nil {
		t.Error("saved, though the database was locked")
	}
	see("The choir.")
	must(lock.Rollback())
	must(sam.Submit(ctx))
	see("Saved. Only you can read it.")
	must(sam.Close(ctx))
	see("She sings, too.")
	must(sam.Submit(ctx))
	see("About them ✓")
	if faults := w.finish(); len(faults) > 0 {
		t.Errorf("faults: %v", faults)
	}
}

// In a rehearsal the bot's clock runs ahead of Slack's, and still a message whose
// answer was lost is found in the DM, and not sent again.
func TestLostAnswerInARehearsal(t *testing.T) {
	slack := mustWorkspace(t, nil)
	sam := slack.AddPerson(demoPeople[0])
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	p := &process{t: t, slack: slack, db: filepath.Join(t.TempDir(), "oneonone.db"), flags: []string{"--clock-offset=48h", "--log-level=warn"}}
	p.start(ctx)
	defer func() { p.kill() }()
	slack.Fail("chat.postMessage", sandbox.LoseAnswer, 1)
	if err := sam.OpenHome(ctx); err != nil {
		t.Fatal(err)
	}
	// What goes to the same person goes out in the order it fell due: a welcome
	// that was not found would come before the second answer.
	for n := 1; n <= 2; n++ {
		if err := sam.Type(ctx, "", "are you there"); err != nil {
			t.Fatal(err)
		}
		if err := sam.Await(ctx, "the hint", func() bool { return count(sam, "what's typed here reaches nobody else.") >= n }); err != nil {
			t.Fatalf("%v\n%s", err, &p.log)
		}
	}
	if n := count(sam, "Hello, Sam."); n != 1 {
		t.Errorf("the welcome came %d times\n%s", n, &p.log)
	}
}

// An event that cannot be written down is left unacknowledged, so that Slack
// tells it again; then nothing of it is lost.
func TestDatabaseLockedForAnEvent(t *testing.T) {
	w, err := newWorld(t, filepath.Join(t.TempDir(), "oneonone.db"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	lock := mustLock(t, w.db)
	sam := w.slack.Person("sam")
	// It returns once Slack has given up waiting for the ack.
	if err := sam.OpenHome(ctx); err != nil {
		t.Log(err)
	}
	if err := lock.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := sam.Await(ctx, "the welcome", func() bool { return count(sam, "Hello, Sam.") == 1 && sam.HomeView() != nil }); err != nil {
		t.Errorf("%v\n%s", err, w.log)
	}
	w.slack.ForgetFaults("missing_ack")
	if faults := w.finish(); len(faults) > 0 {
		t.Errorf("faults: %v", faults)
	}
}
