package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Who turns the pages of a list finds back the way they came, also after looking into
// one of its lines.
func TestPagesThereAndBack(t *testing.T) {
	f := newForgery(t)
	see := func(text string) string {
		t.Helper()
		f.must(f.ruth.Await(f.ctx, text, func() bool { return strings.Contains(f.ruth.ScreenText(), text) }))
		f.must(f.settle(f.ctx))
		return f.ruth.ScreenText()
	}
	press := func(label string) {
		t.Helper()
		f.must(f.ruth.Press(f.ctx, label))
	}
	for day := range 25 {
		f.must(f.ruth.Type(f.ctx, "", "/1on1 log @ana"))
		see("When did you meet?")
		f.must(f.ruth.Fill(f.ctx, "When did you meet?", fmt.Sprintf("2026-05-%02d 12:00", day+1)))
		f.must(f.ruth.Submit(f.ctx))
		see("What do you want to remember")
		f.must(f.ruth.Close(f.ctx))
	}
	f.must(f.ruth.Type(f.ctx, "", "/1on1 list"))
	first := see("May 25th")
	if strings.Contains(first, "Newer talks") {
		t.Error("the first page leads back")
	}
	press("Earlier talks")
	second := see("Newer talks")
	press("Earlier talks")
	last := see("May 1st")
	if strings.Contains(last, "Earlier talks") {
		t.Error("the last page leads on")
	}
	press("Write a line")
	see("What do you want to remember")
	f.must(f.ruth.Fill(f.ctx, "What do you want to remember", "A line."))
	f.must(f.ruth.Submit(f.ctx))
	see("Saved.")
	f.must(f.ruth.Close(f.ctx))
	see("My notes")
	press("Newer talks")
	if back := see("Earlier talks"); back != second {
		t.Errorf("another page:\n%s\nwant\n%s", back, second)
	}
	press("Newer talks")
	if back := see("May 25th"); back != first {
		t.Errorf("another page:\n%s\nwant\n%s", back, first)
	}
	f.must(f.ruth.Close(f.ctx))

	for n := range 12 {
		f.must(f.ruth.Type(f.ctx, "", fmt.Sprintf("/1on1 ask @ana Will you carry box %02d?", n)))
		see("The words you'll say")
		f.must(f.slack.Clock().Advance(f.ctx, time.Minute)) // the newest is first
		f.must(f.ruth.Submit(f.ctx))
		see("Not asked yet.")
		f.must(f.ruth.Close(f.ctx))
	}
	f.must(f.ruth.Type(f.ctx, "", "/1on1 asks"))
	see("What they need next")
	f.must(f.ruth.Fill(f.ctx, "Which asks", "All asks"))
	first = see("box 11")
	press("More")
	see("box 00")
	press("Back")
	if back := see("box 11"); back != first {
		t.Errorf("another page:\n%s\nwant\n%s", back, first)
	}
}

// A page that nothing is on any more turns back by itself to the last one with
// something on it.
func TestEmptiedPagesTurnBack(t *testing.T) {
	f := newForgery(t)
	see := func(text string) string {
		t.Helper()
		f.must(f.ruth.Await(f.ctx, text, func() bool { return strings.Contains(f.ruth.ScreenText(), text) }))
		f.must(f.settle(f.ctx))
		return f.ruth.ScreenText()
	}
	do := func(errs ...error) {
		t.Helper()
		for _, err := range errs {
			f.must(err)
		}
	}
	for n := range 21 {
		do(f.ruth.Type(f.ctx, "", fmt.Sprintf("/1on1 ask @ana Will you carry box %02d?", n)))
		see("The words you'll say")
		do(f.ruth.Submit(f.ctx))
		see("Not asked yet.")
		do(f.ruth.Close(f.ctx))
		do(f.slack.Clock().Advance(f.ctx, time.Second))
	}
	do(f.ruth.Type(f.ctx, "", "/1on1 asks"))
	see("What they need next")
	do(f.ruth.Fill(f.ctx, "Which asks", "Not asked yet"))
	see("box 09")
	do(f.ruth.Press(f.ctx, "More"))
	second := see("box 19")
	do(f.ruth.Press(f.ctx, "More"))
	see("box 20")
	do(f.ruth.Press(f.ctx, "Show me"))
	see("I've asked")
	do(f.ruth.Press(f.ctx, "I've asked"))
	see("What did they say?")
	do(f.ruth.Fill(f.ctx, "What did they say?", "Maybe"))
	see("What would make it a yes?")
	do(f.ruth.Submit(f.ctx))
	see("They said maybe.")
	do(f.ruth.Close(f.ctx))
	if back, want := see("box 19"), strings.Replace(second, " [More]", "", 1); back != want {
		t.Errorf("on the screen:\n%s\nwant\n%s", back, want)
	}
	do(f.ruth.Close(f.ctx))

	// The oldest of the talks is to be moved to a day to come.
	do(f.ruth.Type(f.ctx, "", "/1on1 schedule @ana"))
	see("Plan a one-on-one")
	do(f.ruth.Fill(f.ctx, "Why", "The roof"), f.ruth.Fill(f.ctx, "When", "2026-06-08 14:00"), f.ruth.Submit(f.ctx))
	do(f.settle(f.ctx))
	do(f.slack.Clock().Advance(f.ctx, 15*24*time.Hour))
	for day := range 10 {
		do(f.ruth.Type(f.ctx, "", "/1on1 log @ana"))
		see("When did you meet?")
		do(f.ruth.Fill(f.ctx, "When did you meet?", fmt.Sprintf("2026-06-%02d 12:00", day+10)), f.ruth.Submit(f.ctx))
		see("What do you want to remember")
		do(f.ruth.Close(f.ctx))
	}
	do(f.ruth.Type(f.ctx, "", "/1on1 list"))
	first := see("Earlier talks")
	f.ruth.SwitchDevice()
	do(f.ruth.Type(f.ctx, "", "/1on1 list"))
	see("Earlier talks")
	do(f.ruth.Press(f.ctx, "Earlier talks"))
	see("Newer talks")
	do(f.ruth.Press(f.ctx, "Moved"))
	see("A word to Ana")
	do(f.ruth.Fill(f.ctx, "When", "2026-06-30 18:00"), f.ruth.Submit(f.ctx), f.settle(f.ctx))
	f.ruth.SwitchDevice()
	do(f.ruth.Press(f.ctx, "Earlier talks"))
	if back := see("June 30th"); strings.Contains(back, "Newer talks") || !strings.Contains(back, "Write a line") {
		t.Errorf("on the screen:\n%s\nbefore\n%s", back, first)
	}
}

// A window takes only so much along: from the earliest page it then goes back to the
// first.
func TestPagesCarried(t *testing.T) {
	var p pages
	for n := range 3 * pagesMost {
		p = p.to(fmt.Sprintf("9223372036854775807:%010d:%032d", n, n))
	}
	if len(p.String()) > 2900 {
		t.Errorf("%d characters", len(p.String()))
	}
	if q := pagesOf(p.String()); q.String() != p.String() {
		t.Errorf("read as %q, want %q", q, p)
	}
	for range pagesMost {
		if p.place() == "" {
			t.Fatal("the way back is shorter than the way there")
		}
		p = p.back()
	}
	if p.place() != "" || p.back().place() != "" {
		t.Errorf("it goes back to %q, want the first page", p.place())
	}
}
