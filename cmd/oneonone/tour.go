package main

import (
	"context"
	"encoding/json"
	"sync/atomic"
	"time"

	"oneonone"
	"oneonone/bot/sandbox"
	"oneonone/bot/views"
	"oneonone/storage"
)

// tour leads through the demo: one talk of Sam's with Ana, from the plan to a
// line about it. How far it is, it reads from the talk itself, so that whoever
// goes another way (she declines, they move it, days pass) finds it where they
// are.
type tour struct {
	w        *sandbox.Workspace
	db       *storage.DB
	sam, ana *sandbox.Person
	// through is the talk it ended with: what is planned after it is no tour.
	through atomic.Pointer[oneonone.Meeting]
}

// The steps of the tour, by how many lie behind.
const (
	tourPlan = iota
	tourAnswer
	tourCard
	tourTalk
	tourMet
	tourLine
	tourEnd
)

// tourTalks is how many of Sam's talks are looked through for the one with Ana.
const tourTalks = 50

// showTour gives the workspace's page the tour.
func showTour(w *sandbox.Workspace, a *app) {
	t := &tour{w: w, db: a.db, sam: w.Person("sam"), ana: w.Person("ana")}
	w.ShowTour(sandbox.Tour{Name: "A two-minute tour", Steps: tourEnd, Next: t.next})
}

// next is what is to be done next, said to who looks.
func (t *tour) next(ctx context.Context, who *sandbox.Person) (sandbox.TourStep, error) {
	m, planned, err := t.talk(ctx)
	if err != nil {
		return sandbox.TourStep{}, err
	}
	if done := t.through.Load(); done != nil && done.ID != m.ID {
		m = *done
	}
	now := t.w.Clock().Now()
	// say tells the one whose turn it is what to do, and everybody else to be them.
	say := func(done int, seat *sandbox.Person, words, others string) sandbox.TourStep {
		if who.ID() != seat.ID() {
			words = others
		}
		return sandbox.TourStep{Done: done, Seat: seat, Say: words}
	}
	plan := func(words, others string) sandbox.TourStep {
		step := say(tourPlan, t.sam, words, others)
		step.Type = "/1on1 schedule @ana"
		return step
	}
	forward := func(button string, step sandbox.TourStep) sandbox.TourStep {
		step.Forward = button
		return step
	}
	switch {
	case !planned:
		return plan("You are Sam, and would like to know Ana better. Plan a talk: type `/1on1 schedule @ana`, or press it here, and say why you'd like to meet.",
			"It begins with Sam, who plans a talk with Ana."), nil
	case m.State == oneonone.Declined && m.Answer == oneonone.NotForMe:
		return plan("It's not for Ana, and she needs no reason. For real, you'd leave it at that. To see the rest here, plan another talk with her.",
			"Sam knows, and asks for no reason. To go on, be Sam and plan another talk."), nil
	case m.State == oneonone.Declined:
		return plan("Ana can't, and needs no reason. To go on, plan another talk with her.",
			"Sam knows, and asks for no reason. To go on, be Sam and plan another talk."), nil
	case m.State == oneonone.CalledOff:
		return plan("That one is off. To go on, plan another talk with her.",
			"That one is off. To go on, be Sam and plan another talk."), nil
	case m.State == oneonone.Missed:
		return plan("It happens to half of all plans. *We did meet* mends a slip; or plan another talk with Ana.",
			"It happens to half of all plans. To go on, be Sam and plan another talk."), nil
	case m.State == oneonone.Met && m.Line == oneonone.LineOpen:
		return say(tourLine, t.sam, "One tap was enough. Now write a line you'd like to remember months from now, and press *Save*: only you can open it.",
			"They met. Be Sam, and write a line about it: nobody else can open it."), nil
	case m.State == oneonone.Met:
		t.through.Store(&m)
		step := say(tourEnd, t.sam, "That was a talk, from the plan to a line about it. *Home* has all that is open, `/1on1 prep` gets you ready for the next one, and there is more to see.",
			"That was a talk, from the plan to a line about it. Be Sam again: *Home* has all that is open.")
		step.Type, step.Look = "/1on1 prep", true
		return step, nil
	case m.Answer == oneonone.AnotherTime && !now.Before(m.Suggested):
		return plan("The time Ana suggested has passed. It happens to half of all plans. To go on, plan another talk with her.",
			"The time Ana suggested has passed. To go on, be Sam and plan another talk."), nil
	case t.offers(views.ActionMet, m.ID), now.After(m.Over().Add(24 * time.Hour)):
		return say(tourMet, t.sam, "The talk is over, and you are asked how it went. Press *We met*.",
			"The talk is over. Be Sam, who is asked how it went."), nil
	case m.Answer == oneonone.AnotherTime:
		return say(tourAnswer, t.sam, "Ana suggests another time, and the word is yours. Press *That works*.",
			"Another time it is, if Sam can. Be Sam, and answer."), nil
	case m.NeverAnswered() && !m.Second.IsZero() && now.Before(m.Over()):
		return say(tourAnswer, t.ana, "You are Ana. This is what she reads: who, why, and when in her own time. Press the time that suits her.",
			"Ana has the invitation. Be Ana, and answer it."), nil
	case m.NeverAnswered() && now.Before(m.Over()):
		return say(tourAnswer, t.ana, "You are Ana. This is what she reads: who, why, and when in her own time. Press *See you then*.",
			"Ana has the invitation. Be Ana, and answer it."), nil
	case t.offers(views.ActionLate, m.ID):
		return forward("On to its end", say(tourTalk, t.sam, "Your card for the talk is here: *My notes and questions* gets you ready. Then go on until it is over, here or with *What's next*.",
			"Sam has the card for the talk. Be Sam, and look at it.")), nil
	}
	return forward("On to the card", say(tourCard, t.sam, "It's settled. Now let time pass: *What's next* at the top goes from one thing to the next, until your card for the talk comes.",
		"It's settled. Be Sam again, and let time pass.")), nil
}

// talk is the talk of Sam's with Ana that was planned last.
func (t *tour) talk(ctx context.Context) (last oneonone.Meeting, planned bool, err error) {
	for _, p := range []*sandbox.Person{t.sam, t.ana} {
		if known, err := t.db.KnownMember(ctx, p.ID()); err != nil || !known {
			return last, false, err
		}
	}
	sam, err := t.db.Member(ctx, t.sam.ID(), nil)
	if err != nil {
		return last, false, err
	}
	ana, err := t.db.Member(ctx, t.ana.ID(), nil)
	if err != nil {
		return last, false, err
	}
	coming, err := t.db.Upcoming(ctx, sam.ID, tourTalks)
	if err != nil {
		return last, false, err
	}
	earlier, err := t.db.Earlier(ctx, sam.ID, storage.FirstPage, tourTalks)
	if err != nil {
		return last, false, err
	}
	for _, talk := range append(coming, earlier...) {
		if talk.Mine && talk.Member == ana.ID && (!planned || talk.PlannedAt.After(last.PlannedAt)) {
			last, planned = talk.Meeting, true
		}
	}
	return last, planned, nil
}

// offers says whether a message to Sam has a button that does something with the
// talk.
func (t *tour) offers(action string, talk oneonone.ID) bool {
	for _, m := range t.sam.Messages("") {
		var blocks []struct {
			Elements []struct {
				Action string `json:"action_id"`
				Value  string `json:"value"`
			} `json:"elements"`
		}
		if json.Unmarshal(m.Blocks, &blocks) != nil {
			continue // a message without blocks
		}
		for _, b := range blocks {
			for _, e := range b.Elements {
				if e.Action == action && e.Value == talk.String() {
					return true
				}
			}
		}
	}
	return false
}
