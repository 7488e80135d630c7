package bot

import (
	"fmt"
	"strings"
	"testing"
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
