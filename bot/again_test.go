package bot

import (
	"strings"
	"testing"
	"time"

	"oneonone"
)

// What is pressed on a later page of the list shows what came of it on that page.
func TestListStaysOnItsPage(t *testing.T) {
	f := newForgery(t)
	me, err := f.db.Member(f.ctx, f.ruth.ID(), nil)
	f.must(err)
	now := f.slack.Clock().Now()
	for n := range 2*listMost + 1 {
		with := oneonone.Whom{Name: "Person"}
		if n == listMost+1 {
			with.Name = "Rosa"
		}
		m, err := f.db.Plan(f.ctx, me.ID, with, "VL"+string(rune('a'+n)), oneonone.Plan{
			Purpose: "The buses", Start: now.Add(-time.Duration(n+1) * time.Hour), Kind: oneonone.Recruitment, Length: 30 * time.Minute, Notice: oneonone.NoticeTell,
		})
		f.must(err)
		if with.Name == "Rosa" {
			continue // nothing is said of it yet
		}
		_, err = f.db.ChangeMeeting(f.ctx, me.ID, m.ID, func(m *oneonone.Meeting) error { return m.WeMet(now) })
		f.must(err)
	}
	see := func(words string) {
		t.Helper()
		f.must(f.ruth.Await(f.ctx, words, func() bool { return strings.Contains(f.ruth.ScreenText(), words) }))
	}
	f.must(f.ruth.Type(f.ctx, "", "/1on1 list"))
	see("Earlier talks")
	f.must(f.ruth.Press(f.ctx, "Earlier talks"))
	see("How did it go with Rosa")
	f.must(f.ruth.Press(f.ctx, "We met, nothing to note"))
	f.must(f.settle(f.ctx))
	if screen := f.ruth.ScreenText(); !strings.Contains(screen, "Rosa") || strings.Contains(screen, "How did it go") {
		t.Errorf("the page shows\n%s", screen)
	}
	f.must(f.ruth.Press(f.ctx, "We didn't meet"))
	see("It happens to half of all plans.")
	f.must(f.ruth.Close(f.ctx))
	f.must(f.settle(f.ctx))
	if screen := f.ruth.ScreenText(); !strings.Contains(screen, "Rosa") || !strings.Contains(screen, "It didn't happen.") {
		t.Errorf("the page shows\n%s", screen)
	}
	f.sound()
}

// Two taps in a list open one window on it. What the second notes stands in the list
// beneath all the same.
func TestTwoTapsInAListOpenOneWindow(t *testing.T) {
	f := newForgery(t)
	me, err := f.db.Member(f.ctx, f.ruth.ID(), nil)
	f.must(err)
	now := f.slack.Clock().Now()
	for name, start := range map[string]time.Time{"Rosa": now.Add(-time.Hour), "Marta": now.AddDate(0, 0, 2)} {
		_, err := f.db.Plan(f.ctx, me.ID, oneonone.Whom{Name: name}, "VT"+name, oneonone.Plan{
			Purpose: "The buses", Start: start, Kind: oneonone.Recruitment, Length: 30 * time.Minute, Notice: oneonone.NoticeTell,
		})
		f.must(err)
	}
	see := func(words string) {
		t.Helper()
		f.must(f.ruth.Await(f.ctx, words, func() bool { return strings.Contains(f.ruth.ScreenText(), words) }))
	}
	f.must(f.ruth.Type(f.ctx, "", "/1on1 list"))
	see("How did it go with Rosa")
	gate := make(chan struct{})
	f.screens.add(f.ruth.ID(), func() { <-gate }) // a slow Slack: nothing is shown yet
	f.must(f.ruth.Press(f.ctx, "Change"))
	f.must(f.ruth.Press(f.ctx, "Didn't happen"))
	close(gate)
	f.must(f.settle(f.ctx))
	if n := len(f.ruth.Modals()); n != 2 {
		t.Fatalf("%d windows, want 2:\n%s", n, f.ruth.ScreenText())
	}
	see("Change this talk")
	f.must(f.ruth.Close(f.ctx))
	see("It didn't happen.")
	f.sound()
}

// Who taps twice before the window is there gets one, and nothing to fill in a second
// time below it. What is pressed once it closed opens again.
func TestTwoTapsOpenOneWindow(t *testing.T) {
	f := newForgery(t)
	see := func(words string) {
		t.Helper()
		f.must(f.ruth.Await(f.ctx, words, func() bool { return strings.Contains(f.ruth.ScreenText(), words) }))
	}
	f.must(f.ruth.Type(f.ctx, "", "/1on1 log @ana"))
	see("When did you meet?")
	f.must(f.ruth.Fill(f.ctx, "When did you meet?", "2026-06-07 18:00"))
	f.must(f.ruth.Submit(f.ctx))
	see("What do you want to remember")
	f.must(f.ruth.Fill(f.ctx, "What do you want to remember", "Her mother sews."))
	f.must(f.ruth.Submit(f.ctx))
	see("Anything else")
	for _, doors := range [][2]string{{"About them", "About them"}, {"What they said to an ask", "Someone to meet"}} {
		gate := make(chan struct{})
		f.screens.add(f.ruth.ID(), func() { <-gate }) // a slow Slack: nothing is shown yet
		f.must(f.ruth.Press(f.ctx, doors[0]))
		f.must(f.ruth.Press(f.ctx, doors[1]))
		close(gate)
		f.must(f.settle(f.ctx))
		if n := len(f.ruth.Modals()); n != 2 {
			t.Fatalf("%q and %q: %d windows, want 2:\n%s", doors[0], doors[1], n, f.ruth.ScreenText())
		}
		f.must(f.ruth.Close(f.ctx))
	}
	f.must(f.ruth.Press(f.ctx, "Someone to meet"))
	see("Who did they suggest?")
	f.sound()
}
