package main

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"oneonone/bot/sandbox"
)

// A bot that has gone quiet is woken by whatever its organizer does in it, wherever
// that is, and by nobody else.
func TestAnyTapWakes(t *testing.T) {
	w, err := newWorld(t, filepath.Join(t.TempDir(), "oneonone.db"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*within)
	defer cancel()
	raw, err := sql.Open("sqlite", "file:"+w.db+"?_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	sam, ana := w.slack.Person("sam"), w.slack.Person("ana")
	// open opens a modal of Sam's.
	open := func(command, title string) {
		t.Helper()
		must(sam.Type(ctx, "", command))
		must(sam.Await(ctx, title, func() bool { return strings.Contains(sam.ScreenText(), title) }))
	}
	// quiet has everybody leave three questions unanswered.
	quiet := func() {
		t.Helper()
		must(w.settle(ctx))
		_, err := raw.ExecContext(ctx, `update member set unanswered = 3, quiet_at = 1`)
		must(err)
	}
	// awake says whether the bot asks somebody again.
	awake := func(p *sandbox.Person) bool {
		t.Helper()
		must(w.settle(ctx))
		m, err := w.app.db.Member(ctx, p.ID(), nil)
		must(err)
		var since sql.NullInt64
		must(raw.QueryRowContext(ctx, `select quiet_at from member where id = $1`, m.ID).Scan(&since))
		return m.Unanswered == 0 && !since.Valid
	}

	open("/1on1 schedule @ana", "Plan a one-on-one")
	must(sam.Fill(ctx, "Why you'd like to meet", "The courtyard"))
	must(sam.Fill(ctx, "When", "2026-06-08 12:00"))
	must(sam.Submit(ctx))
	must(w.settle(ctx))
	must(ana.Press(ctx, "See you then"))
	must(w.slack.Clock().AdvanceTo(ctx, storyStart.Add(4*time.Hour)))

	for _, tap := range []struct {
		name  string
		ready func() // what stands open by then
		do    func() error
		wakes bool
	}{
		{"a slash command", nil, func() error { return sam.Type(ctx, "", "/1on1 list") }, true},
		{"a button in a modal", func() { open("/1on1 settings", "Settings") }, func() error { return sam.Press(ctx, "No more invitations") }, true},
		{"a choice in a modal", func() { open("/1on1 schedule", "Plan a one-on-one") }, func() error { return sam.Fill(ctx, "What kind of talk", "Check-in") }, true},
		{"a modal sent", func() { open("/1on1 settings", "Settings") }, func() error { return sam.Submit(ctx) }, true},
		{"a shortcut", nil, func() error { return sam.Shortcut(ctx, "Plan a one-on-one") }, true},
		{"a word typed", nil, func() error { return sam.Type(ctx, "", "list") }, true},
		{"Home opened", nil, func() error { return sam.OpenHome(ctx) }, true},
		{"a button on Home", func() { must(sam.OpenHome(ctx)) }, func() error { return sam.Press(ctx, "Settings") }, true},
		{"a button under a message", nil, func() error { return sam.PressOn(ctx, "How did it go with Ana", "Moved") }, true},
		{"the ⋯ under a message", nil, func() error { return sam.PressOn(ctx, "How did it go with Ana", "We met, nothing to note") }, true},
		// Reading is no answer, and another's tap is not Sam's.
		{"the messages read", nil, func() error { return sam.OpenDM(ctx) }, false},
		{"Ana's tap", nil, func() error { return ana.Type(ctx, "", "/1on1") }, false},
	} {
		sam.Reload()
		if tap.ready != nil {
			tap.ready()
		}
		quiet()
		if err := tap.do(); err != nil {
			t.Errorf("%s: %v", tap.name, err)
			continue
		}
		if got := awake(sam); got != tap.wakes {
			t.Errorf("%s: awake %t, want %t", tap.name, got, tap.wakes)
		}
		if who := tap.name == "Ana's tap"; awake(ana) != who {
			t.Errorf("%s: awake for Ana %t, want %t", tap.name, !who, who)
		}
	}
	if faults := w.finish(); len(faults) > 0 {
		t.Errorf("faults: %v", faults)
	}
}
