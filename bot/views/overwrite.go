package views

import (
	"github.com/slack-go/slack"

	"oneonone"
)

// Ids of writing over what was typed of an ask.
const (
	ActionOverwrite   = "ask_overwrite"
	CallbackOverwrite = "ask_overwrite"
)

// OverwriteModal has what was typed of an ask, all of it and nothing else, to be
// written over or emptied. Back is true where its person took back, since it was opened,
// that they asked for it.
func OverwriteModal(r Reader, a Ask, back bool, metadata string) slack.ModalViewRequest {
	var blocks []slack.Block
	if back {
		blocks = append(blocks, section("*"+r.Say("One thing first.")+"* "+r.Say("Since you opened this, %s took back what they asked. Nothing is written over yet: close this and it stays as it was, or save it all the same.", Escape(a.With))))
	}
	blocks = append(blocks,
		section(r.Say("What you noted of your ask of *%s*. Write something over the words, and empty the rest.", Escape(a.WithFull))),
		input(string(oneonone.FieldAskWords), r.Say("The words"), "", line("words", "", a.Words, oneonone.MaxNote, true), true))
	for _, of := range []struct {
		field        oneonone.Field
		label, words string
		most         int
	}{
		{oneonone.FieldAskWhere, r.Say("Where"), a.Where, oneonone.MaxPlace},
		{oneonone.FieldAskInvolves, r.Say("What it involves"), a.Involves, oneonone.MaxAskLine},
		{oneonone.FieldAskWhy, r.Say("Why now, and why them?"), a.Why, oneonone.MaxAskLine},
		{oneonone.FieldAskIfTime, r.Say("If the time is wrong"), a.IfTime, oneonone.MaxAskLine},
		{oneonone.FieldAskIfThing, r.Say("If it's not their thing"), a.IfThing, oneonone.MaxAskLine},
		{oneonone.FieldWouldTake, r.Say("What would make it a yes"), a.WouldTake, oneonone.MaxAskLine},
	} {
		if of.words != "" {
			blocks = append(blocks, input(string(of.field), of.label, "", line(string(of.field), "", of.words, of.most, false), false))
		}
	}
	stays := r.Say("Its day stays, and how they answered.")
	if a.Unsaid != "" {
		stays += " " + r.Say("What you wrote to them, and didn't go, is deleted with it.")
	}
	v := modal(r.Say("Write over"), r.Say("Save"), r.Say("Not now"), append(blocks, quiet(stays))...)
	v.CallbackID = CallbackOverwrite
	v.PrivateMetadata = metadata
	return v
}
