package views

import (
	"github.com/slack-go/slack"

	"oneonone"
)

// Ids of the reflection.
const (
	ActionReflect = "reflect"
	ActionNext    = "next" // another choice of when to meet again

	CallbackReflect = "reflect"
	CallbackDoors   = "doors" // it is saved, and what else there is
)

// nextWords are the choices for "Seeing each other again?".
func nextWords(r Reader, n oneonone.Next) string {
	switch n {
	case oneonone.NextWeek:
		return r.Say("In a week")
	case oneonone.NextTwoWeeks:
		return r.Say("In two weeks")
	case oneonone.NextMonth:
		return r.Say("In a month")
	case oneonone.NextOtherDate:
		return r.Say("Another date")
	}
	return r.Say("Leave it open")
}

// NextValue is a choice as an option's value, which may not be empty.
func NextValue(n oneonone.Next) string {
	if n == oneonone.NextOpen {
		return "open"
	}
	return string(n)
}

// ReflectionModal asks for the one line that matters. It shows what was written
// before, to its author only: the line, what they wanted to find out, and once
// the line is saved the doors.
func ReflectionModal(r Reader, t Talk, was oneonone.Reflection, notes oneonone.Notes) slack.ModalViewRequest {
	nexts := make([]*slack.OptionBlockObject, len(oneonone.Nexts))
	for i, n := range oneonone.Nexts {
		nexts[i] = option(NextValue(n), nextWords(r, n), "")
	}
	around := ""
	if was.NextOn != (oneonone.Date{}) && was.Next != oneonone.NextOtherDate {
		around = r.Say("Around %s.", r.Day(was.NextOn))
	}
	next := input(string(oneonone.FieldNext), r.Say("Seeing each other again?"), around,
		choose(ActionNext, nexts, NextValue(was.Next)), false)
	next.DispatchAction = true

	blocks := []slack.Block{section(r.Say("With %s, %s. Only you can read this.", Escape(t.With), r.When(t.Start)))}
	if found := notes[oneonone.FieldFindOut]; found != "" {
		blocks = append(blocks, section(r.Say("*You wanted to find out*")), kept(found))
	}
	reminds := r.Say("I'll remind you within 48 hours.")
	switch {
	case was.Promise != "" && r.now.Sub(was.WrittenAt) > oneonone.FollowupWithin: // it was
		reminds = ""
	case t.Silent:
		reminds = onHomeOnly(r)
	case r.days.FollowupDay(r.now).Before(r.paused()):
		reminds = r.Say("I'll remind you when your pause is over, on %s.", r.Day(r.paused()))
	}
	if was.Promise != "" && was.PromiseDue.IsZero() {
		reminds = "" // it is kept, or was let go
	}
	blocks = append(blocks,
		input(string(oneonone.FieldRemember), r.Say("What do you want to remember months from now?"),
			r.Say("A few words do. Your keyboard's microphone works. Leave out health, immigration or legal matters."),
			line("remember", r.Say("What moved them. Who matters to them. What they're good at."), was.Remember, oneonone.MaxNote, true), true),
		input(string(oneonone.FieldPromise), r.Say("I said I would…"), reminds,
			line("promise", "", was.Promise, oneonone.MaxPromise, false), false),
		next,
	)
	if was.Next == oneonone.NextOtherDate {
		day := slack.NewDatePickerBlockElement("next_on")
		day.InitialDate = was.NextOn.String()
		blocks = append(blocks, input(string(oneonone.FieldNextOn), r.Say("Which day?"), "", day, true))
	}
	if !was.WrittenAt.IsZero() {
		blocks = append(blocks, slack.NewDividerBlock(), doors(r, t, notes))
	}
	v := modal(r.Say("After your talk"), r.Say("Save"), r.Say("Later"), blocks...)
	v.CallbackID = CallbackReflect
	v.PrivateMetadata = t.ID.String()
	return v
}

// Wish is a talk at which the two wanted to meet again, and nothing is planned.
type Wish struct {
	Talk
	Reflection oneonone.ID
	NextOn     oneonone.Date
	LaterOn    oneonone.Date // the day it was put off to; zero when it was not
}

// wish offers to plan it.
func wish(r Reader, w Wish) []slack.Block {
	says := r.Say("You wanted to see %s again around %s, and nothing is planned.", Escape(w.With), r.Day(w.NextOn))
	if w.LaterOn != (oneonone.Date{}) {
		says += putOff(r, oneonone.Later{About: oneonone.NudgeAgain, On: w.LaterOn}, oneonone.NudgeAgain)
	}
	about := oneonone.Asked{About: oneonone.NudgeAgain, Subject: w.Reflection}
	return []slack.Block{section(says), actions(
		button(ActionPlanNext, w.ID.String(), r.Say("Plan it")), later(r, about, oneonone.Waits, r.Say("Leave it open")))}
}

// SavedModal says that the words are safe, and offers to plan the next talk and
// the doors: what else there is, while it is fresh.
func SavedModal(r Reader, t Talk, saved oneonone.Reflection, notes oneonone.Notes) slack.ModalViewRequest {
	blocks := []slack.Block{section(r.Say("Saved. Only you can read it."))}
	switch by := oneonone.DateOf(saved.PromiseDue.In(r.zone)); {
	case saved.PromiseDue.IsZero():
	case t.Silent:
		blocks = append(blocks, section(onHomeOnly(r)))
	case !r.now.Before(saved.PromiseDue): // and was spoken of
		blocks = append(blocks, section(r.Say("What you said you'd do is on my Home page.")))
	case by.Before(r.paused()):
		blocks = append(blocks, section(r.Say("I'll remind you of what you said you'd do when your pause is over, on %s.", r.Day(r.paused()))))
	default:
		blocks = append(blocks, section(r.Say("I'll remind you of what you said you'd do, %s at the latest.", r.Day(by))))
	}
	switch day := r.Day(saved.NextOn); {
	case saved.Next == oneonone.NextOpen, t.Silent:
	case !t.Next.IsZero():
		blocks = append(blocks, section(r.Say("You'd like to see %s again around %s. A talk is planned already: %s.", Escape(t.With), day, r.When(t.Next))))
	default:
		blocks = append(blocks,
			section(r.Say("You'd like to see %s again around %s.", Escape(t.With), day)),
			actions(primary(button(ActionPlanNext, t.ID.String(), r.Say("Plan it now")))),
		)
	}
	v := modal(r.Say("After your talk"), "", r.Say("Done"), append(blocks,
		slack.NewDividerBlock(), section(more(r, t)), doors(r, t, notes))...)
	v.CallbackID = CallbackDoors
	v.PrivateMetadata = t.ID.String()
	return v
}

// more leads to the doors: who writes long after the talk edits, or deletes.
func more(r Reader, t Talk) string {
	if r.now.Before(t.End().Add(oneonone.FollowupWithin)) {
		return r.Say("Anything else while it's fresh?")
	}
	return r.Say("What else you noted of it, or want to:")
}

// ChooseTalkModal asks which talk to write about. With is whom it was asked of, or
// "".
func ChooseTalkModal(r Reader, talks []Talk, with string) slack.ModalViewRequest {
	var blocks []slack.Block
	for _, t := range talks {
		words := r.Say("Write a line")
		if t.Line == oneonone.LineWritten {
			words = r.Say("My notes")
		}
		row := section(t.line(r))
		row.Accessory = slack.NewAccessory(button(ActionReflect, t.ID.String(), words))
		blocks = append(blocks, row)
	}
	switch {
	case len(blocks) > 0:
	case with != "":
		blocks = append(blocks, section(r.Say("No talk of yours with %s to look back on yet. Once you've met, this is where you note what you want to remember.", Escape(with))))
	default:
		blocks = append(blocks, section(r.Say("No talk to look back on yet. Once you've met someone, this is where you note what you want to remember.")))
	}
	return modal(r.Say("After your talk"), "", r.Say("Close"), blocks...)
}
