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
	f.sound()
}
