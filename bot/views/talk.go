package views

import (
	"github.com/slack-go/slack"

	"oneonone"
)

// Talk is a meeting as a screen shows it to one of its two people.
type Talk struct {
	oneonone.Meeting
	// With is what the reader calls the other: the first word of the name.
	With string
	// WithFull is the other's whole name.
	WithFull string
	// Mine is true when the reader is the organizer.
	Mine bool
}

// where joins the length with the place, when there is one.
func (t Talk) where(r Reader, length string) string {
	if t.Place == "" {
		return length
	}
	return r.Say("%s, %s", length, t.Place)
}

// line is the talk in one line of mrkdwn: "Ana, Thursday, 18:00, Café Luz".
func (t Talk) line(r Reader) string {
	if t.Place == "" {
		return r.Say("*%s*, %s", Escape(t.WithFull), r.When(t.Start))
	}
	return r.Say("*%s*, %s, %s", Escape(t.WithFull), r.When(t.Start), Escape(t.Place))
}

// standing says where a planned talk stands, in a few words.
func (t Talk) standing(r Reader) string {
	switch {
	case !t.Mine && t.Answer == oneonone.Unanswered:
		return r.Say("Waiting for your answer.")
	case !t.Mine:
		return r.Say("You said yes.")
	case t.Notice == oneonone.NoticeTell:
		return r.Say("You tell them yourself.")
	case t.Answer == oneonone.Coming:
		return r.Say("They said yes.")
	}
	return r.Say("Waiting for their answer.")
}

// upcoming draws a planned talk with what can be done about it.
func upcoming(r Reader, t Talk) []slack.Block {
	id := t.ID.String()
	blocks := []slack.Block{section(t.line(r) + "\n" + t.standing(r))}
	if !t.Mine {
		blocks = append(blocks, typed("“"+t.Purpose+"”"))
	}
	switch {
	case t.Mine:
		row := actions(button(ActionPrep, id, r.Say("Prep")))
		if t.Start.Sub(r.now) <= oneonone.PrepLate {
			row.Elements.ElementSet = append(row.Elements.ElementSet, button(ActionLate, id, r.Say("Running late")))
		}
		return append(blocks, row)
	case t.Answer == oneonone.Unanswered:
		return append(blocks, actions(
			primary(button(ActionAccept, id, r.Say("See you then"))),
			button(ActionDecline, id, r.Say("Not for me")),
			button(ActionAbout, id, r.Say("About this")),
		))
	}
	return append(blocks, actions(
		button(ActionCannotCome, id, r.Say("Can't come")),
		button(ActionAbout, id, r.Say("About this")),
	))
}

// ended asks how a talk went.
func ended(r Reader, t Talk) []slack.Block {
	return []slack.Block{
		section(r.Say("How did it go with *%s*, %s?", Escape(t.WithFull), r.When(t.Start))),
		outcomeButtons(r, t),
	}
}

// unreflected offers a line about a talk that was held.
func unreflected(r Reader, t Talk) []slack.Block {
	return []slack.Block{
		section(r.Say("You met *%s*, %s. What do you want to remember?", Escape(t.WithFull), r.When(t.Start))),
		actions(
			button(ActionReflect, t.ID.String(), r.Say("Write a line")),
			button(ActionNothing, t.ID.String(), r.Say("Nothing to note")),
		),
	}
}
