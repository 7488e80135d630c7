package views

import (
	"oneonone"
	"strings"

	"github.com/slack-go/slack"
)

// Ids of the door of a talk for what was said to an ask.
const (
	ActionOffered   = "ask_offered" // they offered something nobody had asked for
	ActionAskedElse = "ask_else"    // something else was asked in a talk than what was got ready
	ActionSaidMore  = "door_more"   // another one, beside what is noted of a talk; its value is the talk

	CallbackTold = "told"
)

// ToldModal is what stands behind the door once something does: the asks of a talk whose
// answers are noted, each with its card, and room for another.
func ToldModal(r Reader, t Talk, asks []Ask) slack.ModalViewRequest {
	blocks := []slack.Block{section(r.Say("What you noted of your talk with *%s*. Only you can read this.", Escape(t.WithFull)))}
	for _, a := range asks {
		row := section(askRow(r, a))
		row.Accessory = slack.NewAccessory(button(ActionShowAsk, a.value(), r.Say("Show me")))
		blocks = append(blocks, row)
	}
	v := modal(r.Say("What they said"), "", r.Say("Close"), append(blocks, actions(button(ActionSaidMore, t.ID.String(), r.Say("Note another"))))...)
	v.CallbackID = CallbackTold
	return v
}

// notSavedMost is how much of all words is said again that were not saved: Slack takes no more
// than 3,000 characters there.
const notSavedMost = 500

// NotSaved says what was typed beside a not ever.
func NotSaved(r Reader, words []string) string {
	shown := make([]string, len(words))
	for i, w := range words {
		shown[i] = Escape(cut(w, notSavedMost/len(words)))
	}
	return r.Say("What you typed of something else isn't saved: “%s”", strings.Join(shown, "”, “"))
}

// OfferedLater says where to note what was offered after a no, when there is something else to
// note first.
func OfferedLater(r Reader, a oneonone.Ask) string {
	return r.Say("What you offered instead of the other can be noted later, on its card: `/1on1 asks` has it under “%s”.", noName(r, a.No))
}

// otherwise leads from what was asked in a talk to what they offered, and back.
func otherwise(r Reader, f AskForm) *slack.ActionBlock {
	row := actions(button(ActionOffered, f.Talk, r.Say("They offered something I hadn't asked")))
	switch {
	case f.Again:
		return actions(button(ActionAskedElse, f.Talk, r.Say("I asked for something else")))
	case f.Unasked:
		row = actions(button(ActionAskedElse, f.Talk, r.Say("I had asked them")))
	}
	if f.Else {
		row.Elements.ElementSet = append(row.Elements.ElementSet, button(ActionSaidDoor, f.Talk, r.Say("It was what I got ready")))
	}
	return row
}
