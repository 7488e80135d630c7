package views

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"oneonone"
)

// CallbackLog and ActionLog are the ids of writing down a talk that was held;
// CallbackHeldAt of one that was planned, and never settled on a time.
const (
	CallbackLog    = "log"
	CallbackHeldAt = "held_at"
	ActionLog      = "log"
)

// FieldSooner asks whether a talk still to come is the one written down.
const FieldSooner oneonone.Field = "sooner"

// Its answers, each with the talk that was asked about behind it.
const (
	soonerYes = "sooner-"
	soonerNo  = "to_come-"
)

// ParseSooner reads an answer: the talk asked about, and the same again where the two met
// sooner. Both are zero where nothing was asked.
func ParseSooner(value string) (asked, sooner oneonone.ID) {
	if id, yes := strings.CutPrefix(value, soonerYes); yes {
		asked, _ = oneonone.ParseID(id)
		return asked, asked
	}
	asked, _ = oneonone.ParseID(strings.TrimPrefix(value, soonerNo))
	return asked, oneonone.ID{}
}

// Log is what the modal starts from.
type Log struct {
	Whom
	Start time.Time
	Kind  oneonone.Kind
	// Coming is a talk with them that is planned for about then, and still to come: only
	// they know whether it is the one they write down. Nil for none.
	Coming *Talk
}

// LogModal writes down a talk that already happened. It asks with whom and
// when, and goes straight on to what there is to remember.
func LogModal(r Reader, l Log) slack.ModalViewRequest {
	blocks := append(whomBlocks(r, l.Whom),
		input(string(oneonone.FieldWhen), r.Say("When did you meet?"), r.Say("About is good enough."), instant("when", l.Start), true),
		input(string(oneonone.FieldKind), r.Say("What kind of talk"), r.Say("Only you see this."), choose("kind", kindOptions(r), string(l.Kind)), true),
	)
	if l.Coming != nil {
		id, first := l.Coming.ID.String(), Escape(l.Coming.With)
		says, stands := r.Say("You and %s have a talk planned: %s.", first, l.Coming.when(r)), r.Say("The one planned is still to come")
		if !r.now.Before(l.Coming.LastStart()) { // what is to come is what they suggested
			says, stands = r.Say("%s suggested %s.", first, r.When(l.Coming.Suggested)), r.Say("What they suggested is still to come")
		}
		answers := []*slack.OptionBlockObject{
			option(soonerNo+id, r.Say("Another one"), stands),
			option(soonerYes+id, r.Say("That one"), r.Say("We met sooner")),
		}
		which := slack.NewRadioButtonsBlockElement("sooner", answers...)
		which.InitialOption = answers[0]
		ask := input(string(FieldSooner), r.Say("Which talk was it?"), "", which, true)
		blocks = append([]slack.Block{section(says), ask}, blocks...)
	}
	v := modal(r.Say("Write down a talk"), r.Say("We met"), r.Say("Not now"), blocks...)
	v.CallbackID = CallbackLog
	return v
}

// HeldAtModal asks when two met who never settled on a time: none of those that were
// spoken of suited both.
func HeldAtModal(r Reader, t Talk, start time.Time) slack.ModalViewRequest {
	v := modal(r.Say("You did meet"), r.Say("We met"), r.Say("Not now"),
		section(r.Say("You and %s didn't settle on a time.", Escape(t.With))+" "+t.spokenOf(r)),
		input(string(oneonone.FieldWhen), r.Say("When did you meet?"), r.Say("About is good enough."), instant("when", start), true))
	v.CallbackID = CallbackHeldAt
	v.PrivateMetadata = t.ID.String()
	return v
}
