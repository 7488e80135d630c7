package views

import (
	"slices"

	"github.com/slack-go/slack"

	"oneonone"
)

// Ids of the list.
const (
	ActionList    = "list"
	ActionEarlier = "list_earlier"
	ActionNewer   = "list_newer"
)

// List is a page of one's talks.
type List struct {
	Upcoming []Talk // on the first page only
	Earlier  []Talk
	More     bool // there are more to come than fit
	// Next is the value of the button that turns the page; "" on the last.
	Next   string
	Turned bool // it is not the first page
	Guest  bool // see Home
}

// ListModal shows one's talks: those to come, then those that were.
func ListModal(r Reader, l List) slack.ModalViewRequest {
	var blocks []slack.Block
	if len(l.Upcoming) > 0 {
		blocks = append(blocks, header(r.Say("Coming up")))
		for _, t := range l.Upcoming {
			blocks = append(blocks, upcoming(r, t)...)
		}
	}
	if l.More {
		blocks = append(blocks, quiet(r.Say("There are more, further ahead.")))
	}
	if len(l.Earlier) > 0 {
		title := r.Say("Earlier")
		if slices.ContainsFunc(l.Earlier, func(t Talk) bool { return r.now.Before(t.Start) }) {
			title = r.Say("Earlier, or off")
		}
		blocks = append(blocks, header(title))
		for _, t := range l.Earlier {
			blocks = append(blocks, earlier(r, t)...)
		}
	}
	switch {
	case len(blocks) == 0 && l.Guest:
		blocks = []slack.Block{section(guestWords(r))}
	case len(blocks) == 0:
		blocks = emptyBlocks(r)
	}
	row := actions()
	if l.Turned {
		row.Elements.ElementSet = append(row.Elements.ElementSet, button(ActionNewer, "", r.Say("Newer talks")))
	}
	if l.Next != "" {
		row.Elements.ElementSet = append(row.Elements.ElementSet, button(ActionEarlier, l.Next, r.Say("Earlier talks")))
	}
	if len(row.Elements.ElementSet) > 0 {
		blocks = append(blocks, row)
	}
	return modal(r.Say("Your one-on-ones"), "", r.Say("Close"), blocks...)
}

// earlier is a talk that was, in a line with its one button.
func earlier(r Reader, t Talk) []slack.Block {
	var says string
	b := button(ActionReflect, t.ID.String(), r.Say("My notes"))
	switch {
	case t.State == oneonone.Planned:
		return ended(r, t, false)
	case t.State == oneonone.Met && t.Line == oneonone.LineWritten:
		says = r.Say("You met.")
	case t.State == oneonone.Met:
		return []slack.Block{section(t.line(r) + "\n" + r.Say("You met.")), lineButtons(r, t)}
	case t.State == oneonone.Missed:
		return []slack.Block{section(t.line(r) + "\n" + r.Say("It didn't happen.")), missedButtons(r, t)}
	case t.State == oneonone.CalledOff:
		says = r.Say("Called off.")
		b = button(ActionMoved, t.ID.String(), r.Say("Plan another time"))
	case t.Answer == oneonone.CannotCome:
		if says = r.Say("They couldn't come."); r.now.Before(t.Start) {
			says = r.Say("They can't come.")
		}
		b = button(ActionMoved, t.ID.String(), r.Say("Plan another time"))
	default:
		says, b = r.Say("They said no to this one."), nil
	}
	row := section(t.line(r) + "\n" + says)
	if b != nil && (t.State == oneonone.Met || t.mayMeet()) {
		row.Accessory = slack.NewAccessory(b)
	}
	return []slack.Block{row}
}
