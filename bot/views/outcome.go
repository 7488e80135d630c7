package views

import (
	"slices"

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
	ActionNotMet    = "not_met"     // takes "We met" back

	ActionCallOffRetry = "call_off_retry" // the other try, of a talk that was held after all
)

// outcomeButtons are the three answers to "How did it go?". One tap is complete
// in itself. Asking is true in a message, which comes of itself and can be put
// off; Home waits.
func outcomeButtons(r Reader, t Talk, asking bool) *slack.ActionBlock {
	id := t.ID.String()
	more := slack.NewOverflowBlockElement(ActionMetNoNote, option(id, r.Say("We met, nothing to note"), ""))
	if asking {
		more = laterHowItWent(r, t, option(laterValue(howItWent(t), LaterNothing), r.Say("We met, nothing to note"), ""))
	}
	return actions(
		primary(button(ActionMet, id, r.Say("We met"))),
		button(ActionMoved, id, r.Say("Moved")),
		button(ActionMissed, id, r.Say("Didn't happen")),
		more,
	)
}

// howItWent is the question.
func howItWent(t Talk) oneonone.Asked {
	return oneonone.Asked{About: oneonone.NudgeAfter, Subject: t.ID, Timed: t.Timed}
}

// laterHowItWent is its "⋯".
func laterHowItWent(r Reader, t Talk, first ...*slack.OptionBlockObject) *slack.OverflowBlockElement {
	return later(r, howItWent(t), oneonone.Waits, r.Say("Don't ask again"), first...)
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
		m.Text = r.Say("You and %s didn't settle on a time.", t.With)
		m.Blocks = ended(r, t, true)
	case t.State == oneonone.Planned:
		// The two may have had more than one talk that day: the hour tells which.
		says := r.Say("How did it go with %s, %s? One tap is enough. If you have a minute, note what you'd like to remember.", first, r.When(t.Start))
		if t.NeverAnswered() {
			says = r.Say("How did it go with %s, %s? Your invitation had no answer.", first, r.When(t.Start))
		}
		if said := putOff(r, t.Later, oneonone.NudgeAfter); said != "" {
			says = r.Say("How did it go with %s, %s?", first, r.When(t.Start)) + said
		}
		m.Blocks = []slack.Block{section(says), outcomeButtons(r, t, true)}
	default:
		m.Blocks = outcome(r, t)
	}
	return m
}

// outcome is what became of a talk, with what can still be done.
func outcome(r Reader, t Talk) []slack.Block {
	first := Escape(t.With)
	switch {
	case t.State == oneonone.Met && t.Line != oneonone.LineOpen:
		return []slack.Block{section(r.Say("You met %s, %s.", first, r.When(t.Start))), lineButtons(r, t)}
	case t.State == oneonone.Met:
		return []slack.Block{
			section(r.Say("You met %s, %s. What do you want to remember? One line will do.", first, r.When(t.Start))),
			lineButtons(r, t),
		}
	case t.State == oneonone.Missed:
		return []slack.Block{section(r.Say("You and %s, %s: it didn't happen.", first, t.when(r))), missedButtons(r, t)}
	}
	return []slack.Block{section(r.Say("You and %s: called off.", first))}
}

// lineButtons are what can be done about a talk that was held: to write of it, or to
// read that again; and while nothing is written, to take it back that they met.
func lineButtons(r Reader, t Talk) *slack.ActionBlock {
	id := t.ID.String()
	if t.Line == oneonone.LineWritten {
		return actions(button(ActionReflect, id, r.Say("My notes")))
	}
	row := []slack.BlockElement{button(ActionReflect, id, r.Say("Write a line"))}
	if t.Line == oneonone.LineOpen {
		row = append(row, button(ActionNothing, id, r.Say("Nothing to note")))
	}
	return actions(append(row, slack.NewOverflowBlockElement(ActionNotMet, notMet(r, t.versioned())))...)
}

// notMet is the line of a "⋯" that takes it back that they met.
func notMet(r Reader, value string) *slack.OptionBlockObject {
	return option(value, r.Say("We didn't meet"), "")
}

// missedButtons are what can be done about a talk that didn't happen: another try, or
// to say that it did. One that was only written down was no plan to make anew.
func missedButtons(r Reader, t Talk) *slack.ActionBlock {
	row := []slack.BlockElement{button(ActionAgain, t.ID.String(), r.Say("Plan it again"))}
	if t.WrittenDown() || !t.mayMeet() {
		row = nil
	}
	return actions(append(row, button(ActionMet, t.versioned(), r.Say("We did meet")))...)
}

// toldBlocks name the blocks that tell, on top of a window, what its reader may not know:
// the two of another try, and the one of a talk that was here already.
var toldBlocks = []string{"retry", "retry_off", "known"}

// WithRetry is the window of a talk that was held after all, with the one that was
// planned in its place on top. Leaving it needs no button.
func WithRetry(r Reader, retry Talk, v slack.ModalViewRequest) slack.ModalViewRequest {
	off := slack.NewActionBlock(toldBlocks[1], button(ActionCallOffRetry, retry.ID.String(), r.Say("Call that off")))
	says := section(r.Say("You two met, then. You also planned to try again: %s. If that's no longer needed, call it off.", retry.when(r)))
	says.BlockID = toldBlocks[0]
	v.Blocks.BlockSet = append([]slack.Block{says, off}, v.Blocks.BlockSet...)
	return v
}

// WithoutRetry is such a window once the other try is called off. All else stays as it is,
// and so does what was typed.
func WithoutRetry(open slack.View) slack.ModalViewRequest {
	return withBlocks(open, slices.DeleteFunc(slices.Clone(open.Blocks.BlockSet), func(b slack.Block) bool { return slices.Contains(toldBlocks[:2], b.ID()) }))
}

// WithKnown is the window of a talk written down that was planned, or written down, here
// already. Was is it as it stood until then: held before it was to begin, it is known by
// the time it was planned for.
func WithKnown(r Reader, t Talk, was oneonone.Meeting, v slack.ModalViewRequest) slack.ModalViewRequest {
	says := section(r.Say("You had this talk here already: %s. What you note is kept with it.", r.When(t.Start)))
	if !was.HasTime(t.Start) {
		at := was.Nearest(t.Start)
		says = section(r.Say("You had this talk here already, planned for %s. What you note is kept with it.", r.When(at)))
		if at.Equal(was.Suggested) {
			says = section(r.Say("You had this talk here already, with %s as the time they suggested. What you note is kept with it.", r.When(at)))
		}
	}
	if was.State == oneonone.Missed {
		says = section(r.Say("You had noted that this talk, %s, didn't happen. It says now that you met.", r.When(was.Nearest(t.Start))))
	}
	says.BlockID = toldBlocks[2]
	v.Blocks.BlockSet = append([]slack.Block{says}, v.Blocks.BlockSet...)
	return v
}

// KeepTold is a window drawn anew, with what the open one told on top.
func KeepTold(open slack.View, v slack.ModalViewRequest) slack.ModalViewRequest {
	kept := slices.DeleteFunc(slices.Clone(open.Blocks.BlockSet), func(b slack.Block) bool { return !slices.Contains(toldBlocks, b.ID()) })
	v.Blocks.BlockSet = append(kept, v.Blocks.BlockSet...)
	return v
}
