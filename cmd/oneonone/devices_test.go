package main

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"oneonone/bot/sandbox"
	"oneonone/storage"
)

// Both sides, or both devices of one, press at the same moment, many times. One
// truth comes of it: whatever is refused says why, every card shows what stands
// in the database, and nothing is sent twice.
func TestPressedAtTheSameMoment(t *testing.T) {
	worlds := 2
	if underRace {
		worlds = 1
	}
	for world := range worlds {
		t.Run(fmt.Sprint("world ", world), func(t *testing.T) { t.Parallel(); pressAtTheSameMoment(t) })
	}
}

func pressAtTheSameMoment(t *testing.T) {
	path := filepath.Join(t.TempDir(), "oneonone.db")
	w, err := newWorld(t, path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 6*within)
	defer cancel()
	// Three organizers, since one may not invite so many in a day.
	ana, organizers := w.slack.Person("ana"), []*sandbox.Person{w.slack.Person("sam"), w.slack.Person("mei"), w.slack.Person("ruth")}
	sam := organizers[0]
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	see := func(p *sandbox.Person, words string) {
		t.Helper()
		must(p.Await(ctx, words, func() bool { return p.Modal() != nil && strings.Contains(p.ScreenText(), words) }))
	}
	opens := func(p *sandbox.Person, card, words, modal string) {
		t.Helper()
		must(w.settle(ctx))
		must(p.PressOn(ctx, card, words))
		see(p, modal)
	}
	press := func(p *sandbox.Person, card, words string) func() error {
		return func() error { return p.PressOn(ctx, card, words) }
	}
	submit := func(p *sandbox.Person) func() error {
		return func() error { return p.Submit(ctx) }
	}
	suggests := func(p *sandbox.Person, card string) {
		t.Helper()
		opens(p, card, "Another time", "When would suit you?")
		must(p.Fill(ctx, "A word", card+" then"))
	}
	changes := func(invited string) {
		t.Helper()
		opens(sam, invited, "Change", "Change this talk")
		must(sam.Fill(ctx, "Where", "The library"))
	}
	races := map[string]func(why, invited string) [2]func() error{
		"a yes, while it is moved elsewhere": func(why, invited string) [2]func() error {
			changes(invited)
			return [2]func() error{press(ana, why, "See you then"), submit(sam)}
		},
		"a yes, while it is called off": func(why, invited string) [2]func() error {
			opens(sam, invited, "Call it off", "Call it off?")
			return [2]func() error{press(ana, why, "See you then"), submit(sam)}
		},
		"a yes on one device, another time on the other": func(why, _ string) [2]func() error {
			suggests(ana, why)
			return [2]func() error{press(ana, why, "See you then"), submit(ana)}
		},
		"another time, while it is changed": func(why, invited string) [2]func() error {
			suggests(ana, why)
			changes(invited)
			return [2]func() error{submit(ana), submit(sam)}
		},
		"a no, while it is changed": func(why, invited string) [2]func() error {
			changes(invited)
			return [2]func() error{press(ana, why, "Not for me"), submit(sam)}
		},
		"a yes and a no": func(why, _ string) [2]func() error {
			return [2]func() error{press(ana, why, "See you then"), press(ana, why, "Not for me")}
		},
		"another suggestion, while the first is taken": func(why, _ string) [2]func() error {
			suggests(ana, why)
			must(ana.Submit(ctx))
			suggests(ana, why)
			must(ana.Fill(ctx, "When would suit you?", "2026-06-20 12:00"))
			return [2]func() error{submit(ana), press(sam, why+" then", "That works")}
		},
		"called off twice": func(_, invited string) [2]func() error {
			opens(sam, invited, "Call it off", "Call it off?")
			return [2]func() error{submit(sam), submit(sam)}
		},
	}
	const rounds = 6
	n := 0
	for name, race := range races {
		for range rounds {
			n++
			sam = organizers[n%len(organizers)]
			why := fmt.Sprintf("Talk %03d", n)
			start := storyStart.Add(48*time.Hour + time.Duration(n)*7*time.Minute).In(time.UTC)
			must(sam.Type(ctx, "", "/1on1 schedule @ana"))
			see(sam, "Plan a one-on-one")
			must(sam.Fill(ctx, "Why", why))
			must(sam.Fill(ctx, "When", start.Add(time.Hour).Format("2006-01-02 15:04"))) // in London
			must(sam.Submit(ctx))
			if sam.Modal() != nil {
				must(sam.Submit(ctx)) // "you have a talk planned already"
			}
			must(ana.Await(ctx, why, func() bool { return count(ana, why) == 1 }))
			must(w.settle(ctx))
			both := race(why, start.Add(time.Hour).Format("15:04"))
			var wg sync.WaitGroup
			for _, act := range both {
				wg.Go(func() {
					// What is refused is refused with a sentence, in the window.
					if err := act(); err != nil && !strings.Contains(err.Error(), "sandbox: ") {
						t.Errorf("%s: %v", name, err)
					}
				})
			}
			wg.Wait()
			must(w.settle(ctx))
			sam.Reload()
			ana.Reload()
		}
	}

	// Nothing was sent twice: the messages in the DMs are those the outbox sent.
	raw, err := sql.Open("sqlite", "file:"+path+"?_query_only=1")
	must(err)
	defer raw.Close()
	for _, p := range append(organizers, ana) {
		me, err := w.app.db.Member(ctx, p.ID(), nil)
		must(err)
		var sent int
		must(raw.QueryRow(`select count(distinct bundle) from outbox where receiver = $1 and state = 'sent' and kind <> 'card'`, me.ID).Scan(&sent))
		if got := len(p.Messages("")) - typedBy(p); got != sent {
			t.Errorf("%s has %d messages, and %d were sent", p.Profile().Name, got, sent)
		}
	}

	// Every card, drawn anew by a program that remembers none, is what it was.
	shows := func() map[string]string {
		cards := map[string]string{}
		for _, p := range append(organizers, ana) {
			for _, m := range p.Messages("") {
				cards[p.Profile().Name+" "+m.TS] = m.Text + unnamed(m.Blocks)
			}
		}
		return cards
	}
	before := shows()
	w.stop()
	must(<-w.ended)
	must(w.start())
	calls, talks := len(w.slack.Calls()), 0
	for _, p := range organizers {
		me, err := w.app.db.Member(ctx, p.ID(), nil)
		must(err)
		on, err := w.app.db.Upcoming(ctx, me.ID, 1000)
		must(err)
		off, err := w.app.db.Earlier(ctx, me.ID, storage.FirstPage, 1000)
		must(err)
		for _, talk := range append(on, off...) {
			talks++
			must(w.app.db.Redraw(ctx, me.ID, talk.ID))
		}
	}
	if talks != n {
		t.Errorf("%d talks, want %d", talks, n)
	}
	must(w.settle(ctx))
	if drawn := len(w.slack.Calls()) - calls; drawn < n {
		t.Errorf("only %d cards were drawn anew", drawn)
	}
	for card, now := range shows() {
		if before[card] != now {
			t.Errorf("%s shows\n%s\nand was\n%s", card, now, before[card])
		}
	}
	if problems := grep(w.log.String(), "panic", "level=ERROR"); problems != "" {
		t.Error(problems)
	}
	if faults := w.finish(); len(faults) > 0 {
		t.Errorf("faults: %s", strings.Join(faults, "\n"))
	}
}

// typedBy counts what somebody typed in their DM themselves.
func typedBy(p *sandbox.Person) (n int) {
	for _, m := range p.Messages("") {
		if m.User == p.ID() {
			n++
		}
	}
	return n
}

// givenID is an id that Slack gave to a block without one: another one at each
// drawing.
var givenID = regexp.MustCompile(`"block_id":"blk[0-9a-f]+"`)

func unnamed(blocks []byte) string { return givenID.ReplaceAllString(string(blocks), "") }
