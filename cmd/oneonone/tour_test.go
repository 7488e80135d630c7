package main

import (
	"context"
	"path/filepath"
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
	sam.sees(tour, "You are Sam, and would like to know Ana better.")
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
	sam.sees(tour, "Your card for the talk is here")
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
	sam.shot("tour-away")
	sam.pressAt("#tour-open")
	sam.await("the tour", `shown(document.querySelector('#tour')) && document.activeElement.id === 'tour-away'`)
}

// Whoever goes another way finds the tour where they are.
func TestTourElsewhere(t *testing.T) {
	w, err := newWorld(t, filepath.Join(t.TempDir(), "oneonone.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if faults := w.finish(); len(faults) > 0 {
			t.Errorf("the bot committed faults:\n%s", strings.Join(faults, "\n"))
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), 3*within)
	defer cancel()
	m := &month{ctx: ctx, w: w.slack, a: w.app, today: demoStart(storyStart)}
	sam, ana, mei := m.person("sam"), m.person("ana"), m.person("mei")
	guide := &tour{w: w.slack, db: w.app.db, sam: sam.Person, ana: ana.Person}
	tells := func(who someone, done int, seat someone, words string) {
		t.Helper()
		if m.err != nil {
			t.Fatal(m.err)
		}
		step, err := guide.next(ctx, who.Person)
		if err != nil || step.Done != done || step.Seat.ID() != seat.ID() || !strings.Contains(step.Say, words) {
			t.Errorf("%s is told %+v (%v), want step %d of %s: %q", who.name, step, err, done, seat.name, words)
		}
	}
	tells(mei, tourPlan, sam, "It begins with Sam")

	// A no, and another plan that she suggests another time for.
	sam.plans("ana", 2, "18:00", "The buses", "")
	tells(mei, tourAnswer, ana, "Be Ana")
	ana.presses("Not for me")
	tells(sam, tourPlan, sam, "needs no reason")
	tells(ana, tourPlan, sam, "be Sam and plan another")
	m.at(0, "10:10")
	sam.plans("ana", 3, "18:00", "The courtyard", "")
	tells(sam, tourAnswer, ana, "Be Ana")
	ana.presses("Another time")
	ana.fills("When would suit you?", m.day(4, "19:00"))
	ana.submits()
	tells(ana, tourAnswer, sam, "Be Sam, and answer")
	tells(sam, tourAnswer, sam, "That works")
	sam.presses("That works")
	tells(sam, tourCard, sam, "let time pass")

	// Called off, and on again, agreed by word of mouth; then it didn't happen.
	sam.pressesOn("They have the details", "Call it off")
	sam.submits()
	tells(sam, tourPlan, sam, "That one is off")
	m.at(0, "10:20")
	sam.types("/1on1 schedule @ana")
	sam.fills("Why", "The stairs")
	sam.fills("When", m.day(2, "12:00"))
	sam.fills("How do they hear", "We've agreed already, send the details")
	sam.submits()
	tells(ana, tourCard, sam, "Be Sam again")
	m.at(1, "18:00")
	tells(ana, tourTalk, sam, "Be Sam, and look at it")
	m.at(2, "12:50")
	tells(sam, tourTalk, sam, "Your card") // over, and not asked yet
	m.at(2, "13:00")
	tells(ana, tourMet, sam, "asked how it went")
	sam.pressesOn("How did it go with Ana", "Didn't happen")
	sam.closes()
	tells(sam, tourPlan, sam, "It happens to half of all plans.")
	sam.presses("We did meet")
	sam.closes()
	tells(ana, tourLine, sam, "Be Sam, and write a line")
	sam.presses("Nothing to note")
	tells(sam, tourEnd, sam, "Home")
}
