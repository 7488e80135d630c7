package views

import (
	"time"

	"github.com/slack-go/slack"

	"oneonone"
)

// CallbackLog and ActionLog are the ids of writing down a talk that was held.
const (
	CallbackLog = "log"
	ActionLog   = "log"
)

// Log is what the modal starts from.
type Log struct {
	Whom
	Start time.Time
	Kind  oneonone.Kind
}

// LogModal writes down a talk that already happened. It asks with whom and
// when, and goes straight on to what there is to remember.
func LogModal(r Reader, l Log) slack.ModalViewRequest {
	blocks := append(whomBlocks(r, l.Whom),
		input(string(oneonone.FieldWhen), r.Say("When did you meet?"), r.Say("About is good enough."), instant("when", l.Start), true),
		input(string(oneonone.FieldKind), r.Say("What kind of talk"), r.Say("Only you see this."), choose("kind", kindOptions(r), string(l.Kind)), true),
	)
	v := modal(r.Say("Write down a talk"), r.Say("We met"), r.Say("Not now"), blocks...)
	v.CallbackID = CallbackLog
	return v
}
