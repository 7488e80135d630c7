package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"oneonone/bot/sandbox"
)

// Whatever instant is picked, in any window that asks for one: pressing around
// in the window goes on to work, and what cannot be is refused there, with all
// that was typed still in it.
func TestWhateverInstantIsPicked(t *testing.T) {
	instants := map[string]int64{
		"the first":              1,
		"long ago":               time.Date(1999, 12, 31, 23, 59, 0, 0, time.UTC).Unix(), // nine digits
		"the first of ten":       1_000_000_000,
		"a minute ago":           storyStart.Add(-time.Minute).Unix(),
		"now":                    storyStart.Unix(),
		"in the clocks' gap":     time.Date(2027, 3, 28, 1, 0, 0, 0, time.UTC).Unix(),
		"in the hour come twice": time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC).Unix(),
		"29 February":            time.Date(2028, 2, 29, 18, 0, 0, 0, time.UTC).Unix(),
		"a year and a minute":    storyStart.AddDate(1, 0, 0).Add(time.Minute).Unix(),
		"the last of ten":        9_999_999_999, // in the year 2286
	}
	for name, picked := range instants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, err := newWorld(t, filepath.Join(t.TempDir(), "oneonone.db"))
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), within)
			defer cancel()
			sam, ana := w.slack.Person("sam"), w.slack.Person("ana")
			must := func(err error) {
				t.Helper()
				if err != nil {
					t.Fatalf("%v\n%s", err, sam.ScreenText())
				}
			}
			see := func(p *sandbox.Person, words string) {
				t.Helper()
				must(p.Await(ctx, words, func() bool { return p.Modal() != nil && strings.Contains(p.ScreenText(), words) }))
			}
			pick := func(p *sandbox.Person, block string) {
				t.Helper()
				action := block
				if strings.HasPrefix(block, "when") {
					action = "when"
				}
				must(p.Set(p.Modal().ID, block, action, sandbox.Value{SelectedDateTime: &picked}))
			}
			// try submits, and when that is refused picks a good instant.
			try := func(p *sandbox.Person, block, label, good string) {
				t.Helper()
				pick(p, block)
				view := p.Modal()
				if err := p.Submit(ctx); err != nil {
					if now := p.Modal(); now == nil || now.ID != view.ID || now.Errors[block] == "" {
						t.Fatalf("%s of %s: %v", block, view.CallbackID, err)
					}
					must(p.Fill(ctx, label, good))
					must(p.Submit(ctx))
				}
				if p.Modal() != nil && strings.Contains(p.ScreenText(), "One thing first.") {
					must(p.Submit(ctx))
				}
			}
			must(sam.Type(ctx, "", "/1on1 schedule @ana"))
			see(sam, "Plan a one-on-one")
			must(sam.Fill(ctx, "Why you'd like to meet", "The courtyard"))
			pick(sam, "when")
			for _, step := range [][2]string{
				{"Offer a second time", "They choose one of the two."}, {"Just one time", "Offer a second time"},
				{"They aren't in Slack", "What do you call them?"}, {"They're in Slack", "Ana Torres"},
				{"Offer a second time", "They choose one of the two."},
			} {
				must(sam.Press(ctx, step[0]))
				see(sam, step[1])
			}
			must(sam.Fill(ctx, "What kind of talk", "Check-in"))
			must(w.settle(ctx))
			if sam.Modal().Values["when"]["when"].SelectedDateTime == nil || *sam.Modal().Values["when"]["when"].SelectedDateTime != picked {
				t.Errorf("what was picked is gone: %s", sam.ScreenText())
			}
			pick(sam, "second")
			must(sam.Press(ctx, "Just one time"))
			see(sam, "Offer a second time")
			if at := time.Unix(picked, 0); at.After(storyStart) && at.Before(storyStart.AddDate(1, 0, 0)) {
				must(sam.Fill(ctx, "When", "2026-06-11 18:00")) // else what Ana suggests is what she is offered
				must(sam.Submit(ctx))
			} else {
				try(sam, "when", "When", "2026-06-11 18:00")
			}
			invited := func() bool { return count(ana, "The courtyard") > 0 }
			must(ana.Await(ctx, "the invitation", invited))
			must(ana.Press(ctx, "Another time"))
			see(ana, "When would suit you?")
			try(ana, "when", "When would suit you?", "2026-06-12 18:00")
			must(sam.Await(ctx, "the answer", func() bool { return count(sam, "Ana would like to meet") > 0 }))
			must(sam.Press(ctx, "Offer another"))
			see(sam, "Offer another time")
			try(sam, "when", "When", "2026-06-13 18:00")
			must(sam.Type(ctx, "", "/1on1 log @ana"))
			see(sam, "Write down a talk")
			pick(sam, "when")
			must(sam.Press(ctx, "They aren't in Slack"))
			see(sam, "What do you call them?")
			must(sam.Press(ctx, "They're in Slack"))
			see(sam, "Ana Torres")
			try(sam, "when", "When did you meet?", "2026-06-05 18:00")
			see(sam, "After your talk")
			must(sam.Close(ctx))
			must(w.slack.Clock().Advance(ctx, 400*24*time.Hour))
			must(sam.Type(ctx, "", "/1on1"))
			see(sam, "Didn't happen")
			must(sam.Press(ctx, "Didn't happen"))
			see(sam, "Try again on")
			must(sam.Press(ctx, nextWeekButton(sam)))
			must(w.settle(ctx))
			pick(sam, "when-filled")
			must(sam.Fill(ctx, "What happened?", "I couldn't"))
			see(sam, "A word to Ana")
			try(sam, "when-filled", "Try again on", "2027-08-13 18:00")
			must(w.settle(ctx))
			if log := w.log.String(); strings.Contains(log, "show a modal") || strings.Contains(log, "level=ERROR") {
				t.Errorf("the log:\n%s", grep(log, "level=WARN", "level=ERROR"))
			}
			if faults := w.finish(); len(faults) > 0 {
				t.Errorf("faults: %s", strings.Join(faults, "\n"))
			}
		})
	}
}

// nextWeekButton is the button that fills in the same time next week.
func nextWeekButton(p *sandbox.Person) string {
	_, rest, _ := strings.Cut(p.ScreenText(), "may stay empty.)\n[")
	words, _, _ := strings.Cut(rest, "]")
	return words
}

// grep is the lines of text with any of the words.
func grep(text string, words ...string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		for _, w := range words {
			if strings.Contains(line, w) {
				b.WriteString(line)
				break
			}
		}
	}
	return b.String()
}
