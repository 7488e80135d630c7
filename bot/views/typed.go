package views

import (
	"github.com/slack-go/slack"

	"oneonone"
)

// ActionVerb is the button that does what was typed, one for each verb.
func ActionVerb(name string) string { return "verb_" + name }

// Offer is a verb that was typed where no screen could open at once.
type Offer struct {
	Verb  string
	Does  string // from the table that routes
	With  string // what the reader calls the member named, if one was
	Value string // what the button carries
}

// words ask what the verb would do, and say it on a button.
func (o Offer) words(r Reader) (asks, does string) {
	switch {
	case o.Verb == "schedule" && o.With == "":
		return r.Say("Plan a one-on-one?"), r.Say("Plan it")
	case o.Verb == "schedule":
		return r.Say("Plan a one-on-one with %s?", o.With), r.Say("Plan it with %s", o.With)
	case o.With != "":
		return r.Say("About %s: %s.", o.With, r.Say(o.Does)), r.Say("Open it")
	}
	return r.Say(o.Does) + ".", r.Say("Open it")
}

func (o Offer) button(words string) *slack.ActionBlock {
	return actions(primary(button(ActionVerb(o.Verb), o.Value, words)))
}

// OfferMessage answers a verb typed to the bot.
func OfferMessage(r Reader, o Offer) Message {
	asks, does := o.words(r)
	return Message{Text: asks, Blocks: []slack.Block{section(Escape(asks)), o.button(does)}}
}

// MeantMessage answers a word that is nearly a verb.
func MeantMessage(r Reader, o Offer) Message {
	_, does := o.words(r)
	return Message{
		Text:   r.Say("Did you mean “%s”?", o.Verb),
		Blocks: []slack.Block{section(r.Say("Did you mean `%s`?", o.Verb)), o.button(does)},
	}
}

// HelpBelow says where all is told.
func HelpBelow(r Reader) slack.Block { return quiet(r.Say("`/1on1 help` tells all I do.")) }

// HintMessage answers who types to the bot as to a person: they may believe that
// somebody else reads it. Who plans talks here has a button to begin with: that is what most
// of them want. Guest is as in Home.
func HintMessage(r Reader, guest bool) Message {
	text := r.Say("I'm a bot, and what's typed here reaches nobody else. I read one word and an @name: `list`, say, or `schedule @name`.") + "\n" +
		r.Say("To use words of your own, for an ask or a follow-up, begin with `/1on1`, anywhere in Slack: that leaves no message. `help` tells all I do.")
	m := Message{Text: r.Say("What's typed here reaches nobody else."), Blocks: []slack.Block{section(text)}}
	if !guest {
		m.Blocks = append(m.Blocks, actions(button(ActionPlan, "", r.Say("Plan a one-on-one"))))
	}
	return m
}

// TypedHere stands before the help in the bot's messages: what else is typed there is not
// read, and stays.
func TypedHere(r Reader) string {
	return r.Say("In our messages I read only one word and an @name, and Slack keeps what's typed. To use words of your own, begin with `/1on1`, anywhere in Slack: that leaves no message.")
}

// UnheardMessage answers who typed to the bot while a talk that they were invited to is
// to come: they may believe that they have answered it. Several is true where that is not
// the only talk to come, and the list shows it; late, where they say that they are.
func UnheardMessage(r Reader, from Talk, several, late bool) Message {
	text := r.Say("What's typed here reaches nobody else, not even %s. The buttons under the invitation answer it.", from.With)
	switch {
	case late:
		text = r.Say("What's typed here reaches nobody else, not even %s. If you're late, write to them.", from.With)
	case from.Answer != oneonone.Unanswered:
		text = r.Say("What's typed here reaches nobody else, not even %s. The buttons under the invitation change your answer.", from.With)
	}
	again := oneonone.Typed{Heard: oneonone.HeardOther} // by which its press is told from that of `1on1`
	if several {
		again = oneonone.Typed{Heard: oneonone.HeardVerb, Verb: "list"}
	}
	row := []slack.BlockElement{primary(button(ActionVerb(again.Verb), again.String(), r.Say("Show it again")))}
	says := Escape(text)
	if from.Answer == oneonone.Unanswered { // who said yes means that talk, and not all
		says += "\n" + r.Say("To get no invitations at all, press `About this`.")
	}
	return Message{Text: text, Blocks: []slack.Block{section(says), actions(append(row, from.writeTo(r)...)...)}}
}

// WithOwnTalks adds the way to the talks that the reader plans themselves.
func WithOwnTalks(r Reader, m Message) Message {
	own := section(r.Say("Talks you plan yourself are in your list."))
	own.Accessory = slack.NewAccessory(button(ActionVerb("list"), oneonone.Typed{Heard: oneonone.HeardVerb, Verb: "list"}.String(), r.Say("Open it")))
	m.Blocks = append(m.Blocks, own)
	return m
}

// LateTypedMessage answers an organizer who typed that they are late. It stays in the DM, so
// its button finds the talk when it is pressed.
func LateTypedMessage(r Reader) Message {
	text := r.Say("What's typed here reaches nobody else. If you're late for a talk, I can tell the other person.")
	return Message{Text: text, Blocks: []slack.Block{section(text), actions(primary(button(ActionLate, "", r.Say("Running late"))))}}
}

// LateOutsideMessage answers one who is late for somebody outside Slack.
func LateOutsideMessage(r Reader, t Talk) Message {
	text := r.Say("%s isn't in Slack, so I can't tell them that you're late. Please call them.", t.With)
	return Message{Text: text, Blocks: []slack.Block{section(Escape(text))}}
}

// ChangeTypedMessage answers an organizer who typed that they'd like to call a talk off, or
// to move it: they may believe that they have said so.
func ChangeTypedMessage(r Reader, o Offer) Message {
	text := r.Say("What's typed here reaches nobody else. To change a talk or call it off, open your list.")
	return Message{Text: text, Blocks: []slack.Block{section(text), o.button(r.Say("Open it"))}}
}

// NothingToChangeMessage answers one whose list is empty.
func NothingToChangeMessage(r Reader) Message {
	text := r.Say("What's typed here reaches nobody else, and no talk of yours is planned here. If somebody is waiting for you, please write to them.")
	return Message{Text: text, Blocks: []slack.Block{section(text)}}
}

// NotLateMessage answers who is late for nothing that is known here.
func NotLateMessage(r Reader) Message {
	text := r.Say("What's typed here reaches nobody else.") + " " + r.Sentence(oneonone.NothingToBeLateFor().Sentence)
	return Message{Text: text, Blocks: []slack.Block{section(text)}}
}

// KindMessage answers who types a kind word, and nothing else.
func KindMessage(r Reader, heard oneonone.Heard) Message {
	kind := r.Say("All right.")
	switch heard {
	case oneonone.HeardThanks:
		kind = r.Say("You're welcome.")
	case oneonone.HeardHello:
		kind = r.Say("Hello.")
	}
	text := kind + " " + r.Say("I'm a bot, and what's typed here reaches nobody else. `help` tells all I do.")
	return Message{Text: kind, Blocks: []slack.Block{section(text)}}
}

// KeptMessage answers who wonders what is kept of them, or wants it gone.
func KeptMessage(r Reader) Message {
	text := r.Say("What somebody notes of a talk, only they can read. To ask what they keep of a talk with you, or to have it deleted, press `About this` under their invitation.") + "\n" +
		r.Say("What you noted yourself, you change or empty where you wrote it. The old words are really gone then.")
	return Message{Text: r.Say("What is kept, and how it goes"), Blocks: []slack.Block{section(text)}}
}

// StopMessage answers who typed that they want no more messages. Stopped is true of who gets
// no invitations already.
func StopMessage(r Reader, stopped bool) Message {
	text := r.Say("You choose what I still send you.")
	if stopped {
		text = r.Say("You get no invitations from anyone here.")
	}
	return Message{Text: text, Blocks: []slack.Block{section(text), actions(primary(button(ActionStop, "", r.Say("No more messages?"))))}}
}

// KeptBySlack adds where the words went that the bot does not read: somebody may
// have taken it for a place to keep notes.
func KeptBySlack(r Reader, m Message) Message {
	m.Blocks = append(m.Blocks, quiet(r.Say("I don't read or keep the rest, but Slack keeps what's typed here. To delete it: on a phone, hold your message and choose Delete; on a computer, choose ⋯ beside it.")))
	return m
}
