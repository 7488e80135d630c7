package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"oneonone"
)

// What is wrong with how somebody hears of a plan stands where that is chosen, or
// where the word that would go to them is, and not under a field it is not about.
func TestEnoughInvitedStandsWhereItBelongs(t *testing.T) {
	f := newForgery(t)
	member := func(name string) oneonone.ID {
		m, err := f.db.Member(f.ctx, f.slack.Person(name).ID(), nil)
		f.must(err)
		return m.ID
	}
	ruth, now := member("ruth"), f.slack.Clock().Now()
	plan := func(n int, with string, start time.Time) {
		_, err := f.db.Plan(f.ctx, ruth, oneonone.Whom{Member: member(with)}, fmt.Sprint("VE", n), oneonone.Plan{
			Purpose: "The buses", Start: start, Kind: oneonone.Recruitment, Length: 30 * time.Minute, Notice: oneonone.NoticeInvite,
		})
		f.must(err)
	}
	plan(0, "joao", now.Add(time.Hour))
	f.must(f.settle(f.ctx))
	f.must(f.slack.Clock().Advance(f.ctx, 2*time.Hour))
	for n := 1; n < oneonone.InvitationsADay; n++ {
		plan(n, "ana", now.AddDate(0, 0, n))
	}
	see := func(words string) {
		t.Helper()
		f.must(f.ruth.Await(f.ctx, words, func() bool { return strings.Contains(f.ruth.ScreenText(), words) }))
	}
	refusedAt := func(field string) {
		t.Helper()
		err := f.ruth.Submit(f.ctx)
		if err == nil { // there was something worth a second look first
			err = f.ruth.Submit(f.ctx)
		}
		if err == nil || !strings.Contains(err.Error(), "as many as I send in a day") {
			t.Fatalf("not refused: %v", err)
		}
		if at := f.ruth.Modal().Errors; at[field] == "" {
			t.Errorf("it stands at %v, not at %s", at, field)
		}
	}
	f.must(f.ruth.Type(f.ctx, "", "/1on1"))
	see("Didn't happen")
	f.must(f.ruth.Press(f.ctx, "Didn't happen"))
	see("What happened?")
	f.must(f.ruth.Fill(f.ctx, "Try again on", "2026-06-12 18:30"))
	f.must(f.ruth.Fill(f.ctx, "How do they hear about it?", "Invite them for me"))
	refusedAt("invite")
	f.ruth.Reload()
	f.must(f.ruth.Type(f.ctx, "", "/1on1"))
	see("Change")
	f.must(f.ruth.Press(f.ctx, "Change"))
	see("Change this talk")
	f.must(f.ruth.Fill(f.ctx, "When", "2026-06-12 18:30"))
	refusedAt("word")
}
