package views

import (
	"github.com/slack-go/slack"

	"oneonone"
)

// What the organizer presses after a talk.
const (
	ActionMet       = "met"
	ActionMoved     = "moved" // the same talk at another time
	ActionAgain     = "again" // the same talk planned anew, after one that didn't happen
	ActionMissed    = "missed"
	ActionNothing   = "nothing"     // nothing to note, after "We met"
	ActionMetNoNote = "met_nothing" // "We met, nothing to note", in one tap
)

// outcomeButtons are the three answers to "How did it go?". One tap is complete
// in itself.
func outcomeButtons(r Reader, t Talk) *slack.ActionBlock {
	id := t.ID.String()
	return actions(
		primary(button(ActionMet, id, r.Say("We met"))),
		button(ActionMoved, id, r.Say("Moved")),
		button(ActionMissed, id, r.Say("Didn't happen")),
		slack.NewOverflowBlockElement(ActionMetNoNote, option(id, r.Say("We met, nothing to note"), "")),
	)
}

// AfterMessage asks how it went, and stays true once it is answered.
// Superseded is true when the talk was moved.
func AfterMessage(r Reader, t Talk, superseded bool) Message {
	first := Escape(t.With)
	m := Message{Text: r.Say("How did it go with %s?", t.With)}
	switch {
	case superseded:
		m.Blocks = []slack.Block{section(r.Say("You and %s: moved.", first))}
	case t.State == oneonone.Planned && !t.Settled():
		m.Blocks = ended(r, t)
	case t.State == oneonone.Planned:
		m.Blocks = []slack.Block{
			section(r.Say("How did it go with %s? One tap is enough. If you have a minute, note what you'd like to remember.", first)),
			outcomeButtons(r, t),
		}
	default:
		m.Blocks = outcome(r, t)
	}
	return m
}

// outcome is what became of a talk, with what can still be done.
func outcome(r Reader, t Talk) []slack.Block {
	first, id := Escape(t.With), t.ID.String()
	switch {
	case t.State == oneonone.Met && t.Reflected:
		return []slack.Block{
			section(r.Say("You met %s, %s.", first, r.When(t.Start))),
			actions(button(ActionReflect, id, r.Say("My notes"))),
		}
	case t.State == oneonone.Met:
		return []slack.Block{
			section(r.Say("You met %s, %s. What do you want to remember? One line will do.", first, r.When(t.Start))),
			actions(button(ActionReflect, id, r.Say("Write a line")), button(ActionNothing, id, r.Say("Nothing to note"))),
		}
	case t.State == oneonone.Missed:
		return []slack.Block{
			section(r.Say("You and %s: it didn't happen. Half of all plans go that way.", first)),
			actions(button(ActionAgain, id, r.Say("Plan it again")), button(ActionMet, id, r.Say("We did meet"))),
		}
	}
	return []slack.Block{section(r.Say("You and %s: called off.", first))}
}
