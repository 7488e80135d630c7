package main

import (
	"fmt"
	"strings"
	"testing"

	"oneonone/bot/sandbox"
)

// ways are how a call to Slack may fail.
var ways = map[string]sandbox.Failure{
	"asks to wait": sandbox.RateLimited, "answers 500": sandbox.ServerError, "hangs": sandbox.Hang, "loses the answer": sandbox.LoseAnswer,
}

const tryOnceMore = "Please try once more."

// told waits until a person reads what to do next, on a card or over their
// window.
func (y *typist) told(p *sandbox.Person, words string) {
	y.t.Helper()
	y.must(p.Await(y.ctx, words, func() bool {
		return count(p, words) > 0 || p.Modal() != nil && strings.Contains(p.ScreenText(), words)
	}))
}

// Slack fails at a window that somebody waits for: they read what to do next,
// and doing that works. Where only its answer was lost the window stands there.
func TestSlackFailsAtAWindow(t *testing.T) {
	type window struct {
		method string
		from   func(y *typist)       // makes ready
		act    func(y *typist) error // wants the window
		shows  string                // stands in it
	}
	all := map[string]window{
		"a command": {
			"views.open", func(*typist) {},
			func(y *typist) error { return y.sam.Type(y.ctx, "", "/1on1 schedule @ana") }, "Why you'd like to meet",
		},
		"a shortcut": {
			"views.open", func(*typist) {},
			func(y *typist) error { return y.sam.Shortcut(y.ctx, "Plan a one-on-one") }, "Why you'd like to meet",
		},
		"a button of a card": {
			"views.open", func(y *typist) { y.plans("2026-06-10 18:00") },
			func(y *typist) error { return y.sam.PressOn(y.ctx, "Invited Ana", "Change") }, "Change this talk",
		},
		"a button on Home": {
			"views.open", func(y *typist) {
				y.plans("2026-06-10 18:00")
				y.must(y.sam.OpenHome(y.ctx))
				y.must(y.sam.Await(y.ctx, "Home", func() bool { return strings.Contains(y.sam.ScreenText(), "[Prep]") }))
			},
			func(y *typist) error { return y.sam.Press(y.ctx, "Prep") }, "Before your talk",
		},
		"an ask": {
			"views.open", func(*typist) {},
			func(y *typist) error { return y.sam.Type(y.ctx, "", "/1on1 ask @ana") }, "The words you'll say",
		},
		"the list of asks": {
			"views.open", func(*typist) {},
			func(y *typist) error { return y.sam.Type(y.ctx, "", "/1on1 asks") }, "Your asks",
		},
		"an ask of a card": {
			"views.open", func(y *typist) { y.cameYet() },
			func(y *typist) error { return y.sam.PressOn(y.ctx, "Did Ana come", "Moved") }, "When is it now",
		},
		"an answer drawn anew": {
			"views.update", func(y *typist) {
				y.getsReady()
				y.press(y.sam, "I've asked", "What did they say?")
			},
			func(y *typist) error { return y.sam.Fill(y.ctx, "What did they say", "Maybe") }, "What would make it a yes?",
		},
		"what was met, on a card": {
			"views.open", func(y *typist) { y.meets() },
			func(y *typist) error { return y.sam.Press(y.ctx, "We met") }, "After your talk",
		},
		"a button in a window": {
			"views.push", func(y *typist) { y.plans("2026-06-10 18:00"); y.open(y.sam, "/1on1 list", "Prep") },
			func(y *typist) error { return y.sam.Press(y.ctx, "Prep") }, "Before your talk",
		},
		"a window drawn anew": {
			"views.update", func(y *typist) { y.open(y.sam, "/1on1 schedule @ana", "Why you'd like to meet"); y.ready(y.sam) },
			func(y *typist) error { return y.sam.Press(y.ctx, "They aren't in Slack") }, "What do you call them?",
		},
	}
	for name, win := range all {
		for how, failure := range ways {
			t.Run(name+", Slack "+how, func(t *testing.T) {
				t.Parallel()
				y := newTypist(t)
				win.from(y)
				y.must(y.settle(y.ctx))
				y.slack.Fail(win.method, failure, 1)
				y.must(win.act(y))
				if failure == sandbox.LoseAnswer {
					y.must(y.sam.Await(y.ctx, win.shows, func() bool {
						for _, v := range y.sam.Modals() {
							if strings.Contains(v.Text(y.sam), win.shows) {
								return true
							}
						}
						return false
					}))
					y.must(y.settle(y.ctx))
					y.slack.ForgetFaults("exchanged_trigger_id") // nobody can know that it opened
				} else {
					y.told(y.sam, tryOnceMore)
					if m := y.sam.Modal(); m != nil && strings.Contains(y.sam.ScreenText(), tryOnceMore) {
						y.must(y.sam.Close(y.ctx))
					}
					switch name {
					case "a window drawn anew":
						y.see(y.sam, plainWords) // what was typed is still there
					case "what was met, on a card":
						y.must(y.sam.Await(y.ctx, "the card", func() bool { return count(y.sam, "You met Ana") > 0 }))
						y.pressOn(y.sam, "You met Ana", "Write a line", win.shows)
					}
					if name != "what was met, on a card" {
						y.must(win.act(y))
						y.see(y.sam, win.shows)
					}
				}
				y.soundButBusy()
			})
		}
	}
}

// Slack fails at what the bot sends of its own accord, at whatever call: it
// arrives once, and the loop goes on.
func TestSlackFailsAtAMessage(t *testing.T) {
	for _, method := range []string{"chat.postMessage", "conversations.open", "users.info", "chat.update"} {
		for how, failure := range ways {
			t.Run(fmt.Sprintf("%s, Slack %s", method, how), func(t *testing.T) {
				t.Parallel()
				y := newTypist(t)
				y.open(y.sam, "/1on1 schedule @ana", "Plan a one-on-one")
				y.must(y.sam.Fill(y.ctx, "When", "2026-06-10 18:00"))
				y.ready(y.sam)
				if method == "users.info" { // what is known is forgotten when it changes
					y.slack.SetProfile(y.ana, func(p *sandbox.Profile) { p.Locale = "es-ES" })
					y.must(y.slack.AwaitQuiet(y.ctx))
				}
				if method == "chat.postMessage" {
					// Looking for what may have been sent fails, too.
					y.slack.Fail("conversations.history", failure, 1)
				}
				y.slack.Fail(method, failure, 2)
				y.must(y.sam.Submit(y.ctx))
				y.arrives(y.ana, "would like to meet you")
				y.arrives(y.sam, "Invited Ana")
				y.must(y.ana.PressOn(y.ctx, plainWords, "See you then"))
				y.arrives(y.sam, "Ana said yes")
				y.arrives(y.ana, "You said yes")
				y.arrives(y.sam, "They said yes")
				if n := count(y.ana, "would like to meet you"); n != 1 {
					t.Errorf("the invitation came %d times", n)
				}
				if n := count(y.sam, "Ana said yes"); n != 1 {
					t.Errorf("the answer came %d times", n)
				}
				y.soundButBusy()
			})
		}
	}
}

// The same for a word that goes with a yes.
func TestSlackFailsAtAWord(t *testing.T) {
	for how, failure := range ways {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			y := newTypist(t)
			y.asks("/1on1 ask @ana", "Yes", "I can send Ana this")
			y.must(y.settle(y.ctx))
			y.slack.Fail("conversations.history", failure, 1)
			y.slack.Fail("chat.postMessage", failure, 2)
			y.press(y.sam, "Send it", "Ana will have it in a moment.")
			y.arrives(y.ana, "counting on you")
			y.must(y.settle(y.ctx))
			if n := count(y.ana, "counting on you"); n != 1 {
				t.Errorf("the word came %d times", n)
			}
			y.soundButBusy()
		})
	}
}

// arrives moves the clock on, a little at a time, until a card says something: a
// message that Slack did not take waits longer each time.
func (y *typist) arrives(p *sandbox.Person, words string) {
	y.t.Helper()
	for tries := 0; count(p, words) == 0; tries++ {
		if tries > 30 {
			y.t.Fatalf("%q does not arrive\n%s", words, y.problems())
		}
		y.must(y.settle(y.ctx))
		if count(p, words) == 0 {
			y.must(y.slack.Clock().Advance(y.ctx, 4*1e9))
		}
	}
}

// Slack fails at Home: opening it again draws it.
func TestSlackFailsAtHome(t *testing.T) {
	for how, failure := range ways {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			y := newTypist(t)
			y.slack.Fail("views.publish", failure, 1)
			y.must(y.sam.OpenHome(y.ctx))
			y.must(y.settle(y.ctx))
			y.must(y.sam.OpenHome(y.ctx))
			y.must(y.sam.Await(y.ctx, "Home", func() bool { return y.sam.HomeView() != nil }))
			y.soundButBusy()
		})
	}
}

// Slack does not take the line that only its asker would see: it stands in a
// window instead.
func TestSlackFailsAtALine(t *testing.T) {
	for how, failure := range ways {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			y := newTypist(t)
			y.slack.Fail("response_url", failure, 1)
			y.must(y.sam.Type(y.ctx, "", "/1on1 help"))
			y.told(y.sam, "Plan a one-on-one: a talk with one person")
			y.must(y.settle(y.ctx))
			y.soundButBusy()
		})
	}
}
