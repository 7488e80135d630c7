package main

import (
	"strings"
	"testing"
)

// TestTour takes the demo's tour, in one window, on a desk and on a phone: each
// step is noticed by itself.
func TestTour(t *testing.T) {
	browser := startBrowser(t)
	for _, d := range devices {
		t.Run(d.name, func(t *testing.T) {
			w := newDemo(t, demoStart(storyStart))
			t.Cleanup(func() {
				if faults := w.finish(); len(faults) > 0 {
					t.Errorf("the bot committed faults:\n%s", strings.Join(faults, "\n"))
				}
			})
			p := &pair{TB: t, world: w, device: d}
			p.sam = p.window(browser, "sam")
			p.tour()
		})
	}
}

func (p *pair) tour() {
	sam := p.sam
	const tour = "#tour"

	// Plan.
	sam.sees(tour, "You are Sam, and Ana wrote about the buses.")
	sam.sees(tour, "Step 1 of 6")
	sam.sees(inMessages, "You met Marta")
	sam.shot("tour-plan")
	sam.open("home")
	sam.sees(inHome, "Mei Tanaka")
	sam.shot("tour-home")
	sam.open("dm")
	sam.pressAt("#tour-type")
	sam.sees(inModal, "Plan a one-on-one")
	sam.holds("Who", "Ana Torres")
	sam.fill("Why", "You wrote about the buses. I'd like to hear more.")
	sam.shot("tour-planning")
	sam.submit()
	sam.seesNoModal()

	// Be Ana, and say yes.
	sam.sees(tour, "Ana has the invitation. Be Ana, and answer it.")
	sam.shot("tour-invited")
	sam.pressAt("#tour-seat")
	sam.who = "ana"
	sam.is("dm")
	sam.sees(tour, "Step 2 of 6")
	sam.sees(tour, "Press See you then.")
	sam.sees(inMessages, "You wrote about the buses.")
	sam.shot("tour-ana")
	sam.press("would like to meet you", "See you then")
	sam.sees(tour, "Be Sam again")
	sam.pressAt("#tour-seat")
	sam.who = "sam"
	sam.is("dm")

	// Let time pass: from one thing to the next, then on to the card.
	sam.sees(tour, "What's next at the top")
	sam.shot("tour-wait")
	sam.pressAt("#clock-next")
	sam.sees("#ride", "Mei Tanaka")
	sam.sees(tour, "Step 3 of 6")
	sam.pressAt("#tour-forward")
	sam.sees(tour, "The card for the talk is here")
	sam.sees(inMessages, "Mostly listen")
	sam.shot("tour-card")
	sam.pressAt("#tour-forward")

	// We met, and a line.
	sam.sees(tour, "Press We met.")
	sam.shot("tour-over")
	sam.press("How did it go with Ana", "We met")
	sam.sees(inModal, "After your talk")
	sam.sees(tour, "Step 6 of 6")
	sam.fill("What do you want to remember", "Her father drove the number 9.")
	sam.shot("tour-line")
	sam.submit()
	sam.sees(inModal, "Saved. Only you can read it.")
	sam.closeModal()
	sam.sees(tour, "from the plan to a line about it")
	sam.shot("tour-end")
	sam.pressAt("#tour-type")
	sam.sees(inModal, "She translates because")
	sam.closeModal()
	sam.pressAt("#tour-home")
	sam.is("home")
	sam.sees(inHome, "Next")

	// Put away, it stays so in this browser, and comes back when asked for.
	sam.pressAt("#tour-away")
	sam.await("the tour to be gone", `!shown(document.querySelector('#tour'))`)
	sam.visit("?as=sam&at=dm")
	sam.sees(inMessages, "You met Ana")
	sam.await("the tour to stay away", `document.querySelector('#tour') && !shown(document.querySelector('#tour'))`)
	sam.side()
	sam.pressAt("#tour-open")
	sam.await("the tour", `shown(document.querySelector('#tour')) && document.activeElement.id === 'tour-away'`)
}
