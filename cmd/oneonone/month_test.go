package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"oneonone/bot/sandbox"
)

// newDemo is the demo as people find it on a day: a month was lived in it, and
// the page has its tour.
func newDemo(t testing.TB, today time.Time) *world {
	t.Helper()
	slack, err := demoWorkspace("127.0.0.1:0", today.AddDate(0, 0, -monthBefore))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{slack: slack, db: filepath.Join(t.TempDir(), "demo.db"), log: &safeBuffer{}}
	if err := w.start(); err != nil {
		t.Fatalf("%v\n%s", err, w.log)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 6*within)
	defer cancel()
	if err := liveMonth(ctx, slack, w.app, today); err != nil {
		t.Errorf("%v\n%s", err, strings.Join(w.finish(), "\n"))
		t.FailNow()
	}
	showTour(slack, w.app)
	return w
}

// TestMonth lives the demo's month before days of every kind, and looks at what
// stands on the screens when somebody comes.
func TestMonth(t *testing.T) {
	london, err := time.LoadLocation(demoPeople[0].Zone)
	if err != nil {
		t.Fatal(err)
	}
	for name, day := range map[string]time.Time{
		"a Monday in June":                storyStart,
		"the day the clocks went back":    time.Date(2026, time.October, 25, 12, 0, 0, 0, london),
		"a week after they went forward":  time.Date(2027, time.April, 4, 12, 0, 0, 0, london),
		"the first of March, a leap year": time.Date(2028, time.March, 1, 12, 0, 0, 0, london),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			today := demoStart(day)
			w := newDemo(t, today)
			lookAround(t, w, today)
			if strings.Contains(w.log.String(), "level=WARN") || strings.Contains(w.log.String(), "level=ERROR") {
				t.Errorf("the bot complained:\n%s", grep(w.log.String(), "level=WARN", "level=ERROR"))
			}
			if faults := w.finish(); len(faults) > 0 {
				t.Errorf("the bot committed faults:\n%s", strings.Join(faults, "\n"))
			}
		})
	}
}

func lookAround(t *testing.T, w *world, today time.Time) {
	ctx, cancel := context.WithTimeout(t.Context(), 3*within)
	defer cancel()
	sam := w.slack.Person("sam")
	if now := w.slack.Clock().Now(); now.Before(today) || now.After(today.Add(2*time.Minute)) {
		t.Errorf("the clock stands at %s, want %s", now, today)
	}
	for _, p := range w.slack.People() {
		if p.Modal() != nil || len(p.Notices()) > 0 {
			t.Errorf("on the screen of %s still stands\n%s%s", p.Profile().Name, p.ScreenText(), strings.Join(p.Notices(), "\n"))
		}
		for _, channel := range []string{"", "#general"} {
			for _, m := range p.Messages(channel) {
				if m.At.After(today) {
					t.Errorf("%s has a message of %s", p.Profile().Name, m.At)
				}
			}
		}
	}
	for name, unread := range map[string]int{"sam": 0, "mei": 0, "joao": 0, "ruth": 0, "lucia": 1} {
		if got := w.slack.Person(name).Unread(""); len(got) != unread {
			t.Errorf("%s has %d messages to read, want %d", name, len(got), unread)
		}
	}
	if got := sam.Unread("#general"); len(got) != 1 || !strings.Contains(got[0].Text, "number 9") {
		t.Errorf("in #general Sam has to read %v", got)
	}

	shows := func(screen, text string, wants ...string) {
		t.Helper()
		for _, want := range wants {
			if !strings.Contains(fold(text), want) {
				t.Errorf("%s does not show %q:\n%s", screen, want, text)
			}
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(sam.OpenHome(ctx))
	must(sam.Await(ctx, "Sam's Home", func() bool { return sam.HomeView() != nil }))
	shows("Home", sam.HomeView().Text(sam),
		"Next Mei Tanaka, \u200btomorrow, 17:30, The laundrette café They said yes.",
		"Waiting for you You want to do something for João by",
		"You met Marta from the bakery, \u200byesterday, 17:00. What do you want to remember?",
		"Coming up Lucía Herrera", "Waiting for their answer.")
	for _, look := range []struct {
		command string
		wants   []string
	}{
		{"/1on1", []string{"Mei Tanaka, \u200btomorrow, 17:30", "do something for João"}},
		{"/1on1 list", []string{"Coming up Mei Tanaka", "Earlier Marta from the bakery", "They said no to this one.", "It didn't happen. [Plan it again]", "Ruth Adler", "[My notes]"}},
		{"/1on1 prep", []string{"you wanted to remember Four neighbours from her floor want to come.", "A thread you didn't pick up She stopped when the rent came up.", "What you'd do differently Wait a little longer"}},
		{"/1on1 prep", []string{"Your ask Will you hold the Thursday meetings"}},
		{"/1on1 asks", []string{"not that → maybe · back on", "Will the choir sing", "Will you hold the Thursday meetings"}},
		{"/1on1 reflect @lucia", []string{"She translates because", "find out who prints our leaflets"}},
		{"/1on1 reflect @mei", []string{"Four neighbours", "How I did ✓"}},
	} {
		must(sam.Type(ctx, "", look.command))
		must(sam.Await(ctx, look.command, func() bool { return sam.Modal() != nil }))
		shows(look.command, sam.ScreenText(), look.wants...)
		must(sam.Close(ctx))
	}
	for name, want := range map[string]string{
		"mei":   "You said yes. Sam knows.",
		"joao":  "You said it's not for you.",
		"ruth":  "A new plan from Sam Okoro",
		"lucia": "The leaflets: what should the first one say?",
	} {
		shows("the DM of "+name, allMessages(w.slack.Person(name)), want)
	}
	shows("#general", func() (all string) {
		for _, m := range sam.Messages("#general") {
			all += m.Text + "\n"
		}
		return all
	}(), "¡Gracias por las fotos!")

	// None of what Sam wrote down is in a message.
	for _, p := range w.slack.People() {
		for _, private := range []string{"shoebox. Her", "uncle", "translates because", "shifts", "stair lights", "555 0134", "choir sing", "welcome table", "draws the pictures", "Not now", "Not that"} {
			if said := allMessages(p); strings.Contains(said, private) {
				t.Errorf("%s reads %q in\n%s", p.Profile().Name, private, said)
			}
		}
	}
}

// The same month is lived before the same day, word for word.
func TestMonthIsTheSame(t *testing.T) {
	var lived [2]string
	for i := range lived {
		w := newDemo(t, demoStart(storyStart))
		for _, p := range w.slack.People() {
			lived[i] += "--- " + p.Profile().Name + "\n" + allMessages(p)
		}
		if faults := w.finish(); len(faults) > 0 {
			t.Errorf("the bot committed faults:\n%s", strings.Join(faults, "\n"))
		}
	}
	if lived[0] != lived[1] {
		t.Errorf("once:\n%s\nand again:\n%s", lived[0], lived[1])
	}
}

// allMessages is all of somebody's DM.
func allMessages(p *sandbox.Person) string {
	var b strings.Builder
	for _, m := range p.Messages("") {
		b.WriteString(m.Screen(p))
	}
	return b.String()
}
