package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"oneonone/bot/sandbox"
)

// newTypist is a world with plain words to type, for tests that care for other
// things.
func newTypist(t *testing.T) *typist {
	t.Helper()
	w, err := newWorld(t, filepath.Join(t.TempDir(), "oneonone.db"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*within)
	t.Cleanup(cancel)
	return &typist{world: w, t: t, ctx: ctx, typed: text(plainWords), visited: new(sync.Map), sam: w.slack.Person("sam"), ana: w.slack.Person("ana")}
}

// open types a command and waits for the modal.
func (y *typist) open(p *sandbox.Person, command, words string) {
	y.t.Helper()
	y.must(p.Type(y.ctx, "", command))
	y.see(p, words)
}

// plans has Sam invite Ana for Wednesday at 18:00, or another time.
func (y *typist) plans(when string) {
	y.t.Helper()
	y.open(y.sam, "/1on1 schedule @ana", "Plan a one-on-one")
	y.must(y.sam.Fill(y.ctx, "When", when))
	y.submit(y.sam)
	y.must(y.ana.Await(y.ctx, "the invitation", func() bool { return count(y.ana, "would like to meet you") > 0 }))
	y.must(y.settle(y.ctx))
}

// meets has them meet, as planned.
func (y *typist) meets() {
	y.t.Helper()
	y.plans("2026-06-10 18:00")
	y.must(y.ana.PressOn(y.ctx, plainWords, "See you then"))
	y.must(y.slack.Clock().AdvanceTo(y.ctx, storyStart.Add(58*time.Hour)))
}

// windows leave a window open in which everything is ready to be sent, each of
// another kind, and say whose it is.
var windows = map[string]func(y *typist) *sandbox.Person{
	"schedule": func(y *typist) *sandbox.Person {
		y.open(y.sam, "/1on1 schedule @ana", "Plan a one-on-one")
		return y.sam
	},
	"schedule, someone outside": func(y *typist) *sandbox.Person {
		y.open(y.sam, "/1on1 schedule", "Plan a one-on-one")
		y.press(y.sam, "They aren't in Slack", "What do you call them?")
		return y.sam
	},
	"log": func(y *typist) *sandbox.Person {
		y.open(y.sam, "/1on1 log @ana", "Write down a talk")
		return y.sam
	},
	"settings": func(y *typist) *sandbox.Person {
		y.open(y.sam, "/1on1 settings", "Settings")
		return y.sam
	},
	"change": func(y *typist) *sandbox.Person {
		y.plans("2026-06-10 18:00")
		y.pressOn(y.sam, "Invited Ana", "Change", "Change this talk")
		y.must(y.sam.Fill(y.ctx, "When", "2026-06-11 18:00"))
		return y.sam
	},
	"call off": func(y *typist) *sandbox.Person {
		y.plans("2026-06-10 18:00")
		y.pressOn(y.sam, "Invited Ana", "Call it off", "Call it off?")
		return y.sam
	},
	"another time": func(y *typist) *sandbox.Person {
		y.plans("2026-06-10 18:00")
		y.pressOn(y.ana, plainWords, "Another time", "When would suit you?")
		return y.ana
	},
	"prep": func(y *typist) *sandbox.Person {
		y.plans("2026-06-10 18:00")
		y.open(y.sam, "/1on1 prep", "Before your talk")
		return y.sam
	},
	"running late": func(y *typist) *sandbox.Person {
		y.plans("2026-06-08 12:00")
		y.must(y.ana.PressOn(y.ctx, plainWords, "See you then"))
		y.open(y.sam, "/1on1 list", "Running late")
		y.press(y.sam, "Running late", "gets this line")
		return y.sam
	},
	"missed": func(y *typist) *sandbox.Person {
		y.meets()
		y.pressOn(y.sam, "How did it go with Ana", "Didn't happen", "What happened?")
		y.must(y.sam.Fill(y.ctx, "What happened?", "They couldn't"))
		y.must(y.sam.Fill(y.ctx, "Try again on", "2026-06-17 18:00"))
		y.must(y.settle(y.ctx))
		return y.sam
	},
	"reflect": func(y *typist) *sandbox.Person {
		y.meets()
		y.pressOn(y.sam, "How did it go with Ana", "We met", "What do you want to remember")
		return y.sam
	},
	"a door": func(y *typist) *sandbox.Person {
		y.meets()
		y.pressOn(y.sam, "How did it go with Ana", "We met", "What do you want to remember")
		y.submit(y.sam)
		y.press(y.sam, "About them", "What made them light up?")
		return y.sam
	},
	"ask": func(y *typist) *sandbox.Person {
		y.open(y.sam, "/1on1 ask @ana", "The words you'll say")
		y.press(y.sam, "Get ready for a no", "If the time is wrong")
		return y.sam
	},
	"an ask that was made": func(y *typist) *sandbox.Person {
		y.open(y.sam, "/1on1 ask @ana", "Have you asked yet?")
		y.must(y.sam.Fill(y.ctx, "Have you asked yet", "Already asked"))
		y.see(y.sam, "What did you ask for?")
		y.must(y.sam.Fill(y.ctx, "What did they say", "Maybe"))
		y.see(y.sam, "What would make it a yes?")
		return y.sam
	},
	"an ask, changed": func(y *typist) *sandbox.Person {
		y.getsReady()
		y.press(y.sam, "Change", "The words you'll say")
		return y.sam
	},
	"the answer": func(y *typist) *sandbox.Person {
		y.getsReady()
		y.press(y.sam, "I've asked", "What did they say?")
		y.must(y.sam.Fill(y.ctx, "What did they say", "Maybe"))
		y.see(y.sam, "What would make it a yes?")
		return y.sam
	},
	"what was offered after a no": func(y *typist) *sandbox.Person {
		y.getsReady()
		y.press(y.sam, "I've asked", "What did they say?")
		y.must(y.sam.Fill(y.ctx, "What did they say", "No"))
		y.see(y.sam, "Which no was it?")
		y.must(y.sam.Fill(y.ctx, "Which no", "Not that"))
		y.see(y.sam, "I offered something else")
		y.must(y.settle(y.ctx))
		y.must(y.sam.Submit(y.ctx))
		y.see(y.sam, "What did you offer instead?")
		y.must(y.sam.Fill(y.ctx, "What did they say", "Yes"))
		y.see(y.sam, "Confirm it by")
		return y.sam
	},
	"a word after a yes": func(y *typist) *sandbox.Person {
		y.asks("/1on1 ask @ana", "Yes", "I can send Ana this")
		y.press(y.sam, "Change the words", "gets this: ")
		return y.sam
	},
	"a yes is moved": func(y *typist) *sandbox.Person {
		y.cameYet()
		y.pressOn(y.sam, "Did Ana come", "Moved", "When is it now")
		y.must(y.sam.Fill(y.ctx, "When is it now", "2026-06-18 18:00"))
		return y.sam
	},
}

// asks has Sam note that Ana said something to an ask, and leaves its card open.
func (y *typist) asks(command, said, shows string) {
	y.t.Helper()
	y.open(y.sam, command, "Have you asked yet?")
	y.must(y.sam.Fill(y.ctx, "Have you asked yet", "Already asked"))
	y.see(y.sam, "What did you ask for?")
	y.must(y.sam.Fill(y.ctx, "What did you ask for", plainWords))
	y.must(y.sam.Fill(y.ctx, "What did they say", said))
	y.must(y.settle(y.ctx))
	y.must(y.sam.Submit(y.ctx))
	y.see(y.sam, shows)
}

// getsReady has Sam get an ask of Ana ready for Wednesday, and leaves its card
// open.
func (y *typist) getsReady() {
	y.t.Helper()
	y.open(y.sam, "/1on1 ask @ana "+plainWords, "The words you'll say")
	y.must(y.sam.Fill(y.ctx, "When", "2026-06-10 18:00"))
	y.must(y.sam.Submit(y.ctx))
	y.see(y.sam, "Not asked yet.")
}

// ready types into every text field of the open window.
func (y *typist) ready(p *sandbox.Person) {
	y.t.Helper()
	view := p.Modal()
	for _, f := range textFields(view.JSON) {
		y.fill(p, view, f, plainWords)
	}
	y.must(y.settle(y.ctx))
}

// keeps fails the test unless the window is still open with all that was typed.
func (y *typist) keeps(p *sandbox.Person, before *sandbox.View, what string) {
	y.t.Helper()
	now := p.Modal()
	if now == nil || now.ID != before.ID || now.CallbackID != before.CallbackID {
		y.t.Fatalf("%s: the window is gone", what)
	}
	for _, f := range textFields(before.JSON) {
		y.stands(p, f, *before.Values[f.block][f.action].Value)
	}
}

// accepted submits until the window has let go of what was typed: a warning is
// sent once more.
func (y *typist) accepted(p *sandbox.Person) {
	y.t.Helper()
	callback := p.Modal().CallbackID
	y.must(p.Submit(y.ctx))
	if p.Modal() != nil && p.Modal().CallbackID == callback && strings.Contains(p.ScreenText(), "One thing first.") {
		y.must(p.Submit(y.ctx))
	}
	if p.Modal() != nil && p.Modal().CallbackID == callback && callback != "" {
		y.t.Errorf("%s is still open:\n%s", callback, p.ScreenText())
	}
}

const notSavedYet = "That isn't saved yet"

// While the database is locked, whatever is sent is refused in time with a
// sentence, nothing typed is lost, and the same window is sent a moment later.
func TestLockedForEveryWindow(t *testing.T) {
	for name, opens := range windows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			y := newTypist(t)
			who := opens(y)
			y.ready(who)
			before := who.Modal()
			lock := mustLock(t, y.db)
			err := who.Submit(y.ctx)
			if err == nil || !strings.Contains(who.ScreenText(), notSavedYet) {
				t.Errorf("while locked: %v, on the screen:\n%s", err, who.ScreenText())
			}
			y.keeps(who, before, name)
			y.must(lock.Rollback())
			y.accepted(who)
			y.soundButBusy()
		})
	}
}

// soundButBusy is sound where the log may tell of what could not be written.
func (y *typist) soundButBusy() {
	y.t.Helper()
	y.must(y.settle(y.ctx))
	if problems := grep(y.log.String(), "panic"); problems != "" {
		y.t.Error(problems)
	}
	if faults := y.finish(); len(faults) > 0 {
		y.t.Errorf("faults: %.2000s", strings.Join(faults, "\n"))
	}
}

// Many people at once, while the database is locked: each is answered in time,
// though they queue for one writer.
func TestLockedForManyAtOnce(t *testing.T) {
	y := newTypist(t)
	everybody := []string{"sam", "ana", "joao", "mei", "ruth"}
	for _, name := range everybody {
		p := y.slack.Person(name)
		y.open(p, "/1on1 log", "Write down a talk")
		y.press(p, "They aren't in Slack", "What do you call them?")
		y.ready(p)
	}
	lock := mustLock(t, y.db)
	all := func(want string) {
		var wg sync.WaitGroup
		for _, name := range everybody {
			wg.Go(func() {
				p := y.slack.Person(name)
				began := time.Now()
				err := p.Submit(y.ctx)
				t.Logf("%s answered after %v", name, time.Since(began).Round(time.Millisecond))
				if text := p.ScreenText(); !strings.Contains(text, want) {
					t.Errorf("%s: %v\n%s", name, err, text)
				}
			})
		}
		wg.Wait()
	}
	all(notSavedYet)
	y.must(lock.Rollback())
	all("After your talk")
	y.soundButBusy()
}

// cameYet goes to the morning on which Sam is asked whether Ana came.
func (y *typist) cameYet() {
	y.t.Helper()
	y.getsReady()
	y.press(y.sam, "I've asked", "What did they say?")
	y.must(y.sam.Fill(y.ctx, "What did they say", "Yes"))
	y.see(y.sam, "Confirm it by")
	y.must(y.settle(y.ctx))
	y.must(y.sam.Submit(y.ctx))
	y.see(y.sam, "I can send Ana this")
	y.must(y.sam.Close(y.ctx))
	y.must(y.slack.Clock().AdvanceTo(y.ctx, storyStart.Add(3*24*time.Hour)))
	y.must(y.sam.Await(y.ctx, "the question", func() bool { return count(y.sam, "Did Ana come") > 0 }))
}

// toConfirm goes to the morning on which Sam is reminded to confirm Ana's yes.
func (y *typist) toConfirm() {
	y.t.Helper()
	y.asks("/1on1 ask @ana", "Yes", "I can send Ana this")
	y.must(y.sam.Close(y.ctx))
	y.must(y.slack.Clock().AdvanceTo(y.ctx, storyStart.Add(2*24*time.Hour)))
	y.must(y.sam.Await(y.ctx, "the reminder", func() bool { return count(y.sam, "tell Ana that you count on them") > 0 }))
}

// A button pressed while the database is locked says so; pressed again, it does
// what it says.
func TestLockedForAButton(t *testing.T) {
	buttons := map[string]struct {
		open               func(y *typist)
		who                func(y *typist) *sandbox.Person
		card, words, after string
	}{
		"See you then":  {func(y *typist) { y.plans("2026-06-10 18:00") }, func(y *typist) *sandbox.Person { return y.ana }, plainWords, "See you then", "You said yes"},
		"Not for me":    {func(y *typist) { y.plans("2026-06-10 18:00") }, func(y *typist) *sandbox.Person { return y.ana }, plainWords, "Not for me", "not for you"},
		"We met":        {func(y *typist) { y.meets() }, func(y *typist) *sandbox.Person { return y.sam }, "How did it go", "We met", "You met Ana"},
		"Came":          {func(y *typist) { y.cameYet() }, func(y *typist) *sandbox.Person { return y.sam }, "Did Ana come", "Came", "Ana came."},
		"Didn't":        {func(y *typist) { y.cameYet() }, func(y *typist) *sandbox.Person { return y.sam }, "Did Ana come", "Didn't", "Ask how they are first."},
		"Done":          {func(y *typist) { y.toConfirm() }, func(y *typist) *sandbox.Person { return y.sam }, "tell Ana that you count on them", "Done", "For Ana: done."},
		"Didn't happen": {func(y *typist) { y.meets() }, func(y *typist) *sandbox.Person { return y.sam }, "How did it go", "Didn't happen", "it didn't happen"},
	}
	for name, b := range buttons {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			y := newTypist(t)
			b.open(y)
			y.must(y.settle(y.ctx))
			who := b.who(y)
			lock := mustLock(t, y.db)
			y.must(who.PressOn(y.ctx, b.card, b.words))
			y.must(who.Await(y.ctx, "the sentence", func() bool { return count(who, notSavedYet) == 1 }))
			y.must(lock.Rollback())
			y.must(who.PressOn(y.ctx, b.card, b.words))
			y.must(who.Await(y.ctx, "the card", func() bool { return count(who, b.after) > 0 }))
			y.soundButBusy()
		})
	}
}

// While the disk is full, what is sent is refused with a sentence, and nothing
// typed is lost; once there is room, the same window is sent, and what waited
// goes out. Nothing here is played: it is the kernel that refuses.
func TestDiskFull(t *testing.T) {
	if out, err := exec.Command("unshare", "-rm", "true").CombinedOutput(); err != nil {
		t.Skipf("no mounts of one's own here: %v %s", err, out)
	}
	slack := mustWorkspace(t, nil)
	for _, p := range demoPeople {
		slack.AddPerson(p)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*within)
	defer cancel()
	dir := t.TempDir()
	disk := filepath.Join(dir, "disk")
	if err := os.Mkdir(disk, 0o700); err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, slack: slack, db: filepath.Join(disk, "oneonone.db"), flags: []string{"--log-level=warn"},
		within: []string{"unshare", "-rm", "sh", "-ec", `mount -t tmpfs -o size=2m none "` + disk + `"; cd "` + disk + `"; exec "$@"`, "sh"}}
	p.start(ctx)
	defer func() { p.kill() }()
	// The mount is the program's own: this is its way in.
	fill := filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid), "root", disk, "fill")
	sam, ana := slack.Person("sam"), slack.Person("ana")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%v\n%s", err, &p.log)
		}
	}
	must(sam.Type(ctx, "", "/1on1 schedule @ana"))
	must(sam.Await(ctx, "the modal", func() bool { return sam.Modal() != nil }))
	must(sam.Fill(ctx, "Why you'd like to meet", "The courtyard"))
	full, err := os.Create(fill)
	if errors.Is(err, fs.ErrPermission) {
		t.Skip(err)
	}
	must(err)
	for n := 1 << 16; n > 0; n /= 2 {
		for err = nil; err == nil; {
			_, err = full.Write(make([]byte, n))
		}
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("the disk is not full: %v", err)
	}
	err = sam.Submit(ctx)
	if err == nil || !strings.Contains(sam.ScreenText(), notSavedYet) || !strings.Contains(sam.ScreenText(), "The courtyard") {
		t.Errorf("on a full disk: %v\n%s\n%s", err, sam.ScreenText(), &p.log)
	}
	must(full.Close())
	must(os.Remove(fill))
	must(sam.Submit(ctx))
	must(ana.Await(ctx, "the invitation", func() bool { return count(ana, "The courtyard") == 1 }))
	for _, f := range slack.Faults() {
		t.Errorf("%s: %s", f.Kind, f.Text)
	}
}
