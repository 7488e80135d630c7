package views

import (
	"time"

	"github.com/slack-go/slack"

	"oneonone"
)

// Ids of changing a talk and calling it off.
const (
	ActionChange  = "change"
	ActionCallOff = "call_off"

	CallbackChange  = "change"
	CallbackCallOff = "call_off"
)

// Change is what the modal starts from.
type Change struct {
	Talk    Talk
	Start   time.Time // what is filled in; the talk's own when zero
	Stopped bool      // they get no invitations, or have left, and so hear nothing from the bot
	// Word is what was typed to them while they still got messages.
	Word    string
	Warning string // shown on top; "" for none
	// Meanwhile is true where the warning is what became of the talk since the window was
	// opened: that is no word of caution, and nothing is done "anyway".
	Meanwhile bool
}

// ChangeModal changes when and where. What goes along to the person stands in it
// word for word.
func ChangeModal(r Reader, c Change, metadata string) slack.ModalViewRequest {
	t := c.Talk
	title, submit := r.Say("Change this talk"), r.Say("Change it")
	start := c.Start
	if start.IsZero() {
		start = t.Start
	}
	planned := t.State == oneonone.Planned && r.now.Before(t.Over())
	switch {
	case planned && t.Answer == oneonone.AnotherTime:
		title, submit = r.Say("Offer another time"), r.Say("Offer it")
	case !planned:
		title, submit = r.Say("Another time"), r.Say("Move it")
	}
	blocks, below := warning(r, c.Warning), warnedBelow(r, c.Warning)
	if c.Meanwhile {
		blocks = []slack.Block{section("*" + r.Say("One thing first.") + "* " + c.Warning), quiet(r.Say("What you typed is kept, and nothing has gone out yet."))}
		below = []slack.Block{quiet(r.Say("Something changed since you opened this. It stands on top."))}
	}
	says := r.Say("You and %s, %s.", Escape(t.With), r.Minutes(t.Length))
	if !planned {
		says = r.Say("You and %s, %s, %s.", Escape(t.With), t.when(r), r.Minutes(t.Length))
		if t.Answer == oneonone.AnotherTime && t.Suggested.After(t.LastStart()) {
			says = r.Say("You and %s, %s.", Escape(t.With), r.Minutes(t.Length)) + " " + t.spokenOf(r)
		}
	}
	blocks = append(blocks, section(says))
	if planned && !t.Second.IsZero() {
		blocks = append(blocks, quiet(r.Say("You offered %s. Another time takes the place of both.", t.when(r))))
	}
	blocks = append(blocks, when(r, start, t.Outside()),
		input(string(oneonone.FieldWhere), r.Say("Where"), "", line("where", "", t.Place, oneonone.MaxPlace, false), false))
	if t.Notice == oneonone.NoticeTell || c.Stopped {
		says := r.Say("I send nothing here: please tell %s yourself.", Escape(t.With))
		if t.Left {
			says = outOfReach(r, t) + " " + says
		}
		blocks = append(blocks, quiet(says))
		if c.Word != "" {
			blocks = append(blocks, input(string(oneonone.FieldWord), r.Say("A word to %s", t.With), r.Say("It stands in the text you'll copy to them."),
				line("word", "", c.Word, oneonone.MaxWord, true), false))
		}
	} else {
		word, hint := "", r.Say("They read exactly this, with the new time or place. It may stay empty.")
		if planned && t.Word != "" && (c.Word == "" || c.Word == t.Word) {
			// Its message gives way to the next, and they may not have read it yet.
			word, hint = t.Word, r.Say("It went to them already, and goes along once more. Change it, or empty it.")
		}
		blocks = append(blocks,
			input(string(oneonone.FieldWord), r.Say("A word to %s", t.With), hint,
				line("word", "", word, oneonone.MaxWord, true), false),
			quiet(r.Say("%s gets the change from me.", Escape(t.With))))
	}
	if planned {
		off := button(ActionCallOff, t.ID.String(), r.Say("Call it off"))
		off.Style = slack.StyleDanger
		blocks = append(blocks, actions(off))
	}
	if c.Warning != "" && !c.Meanwhile {
		submit = r.Say("Change it anyway")
		switch {
		case planned && t.Answer == oneonone.AnotherTime:
			submit = r.Say("Offer it anyway")
		case !planned:
			submit = r.Say("Move it anyway")
		}
	}
	v := modal(title, submit, r.Say("Not now"), append(blocks, below...)...)
	v.CallbackID = CallbackChange
	v.PrivateMetadata = metadata
	return v
}

// Meanwhile says what became of a talk behind a window that was drawn before: what its
// author is to know before they change it, or call it off.
func Meanwhile(r Reader, t Talk) string {
	if t.State == oneonone.Declined {
		return r.Say("Since you opened this, %s said they can't come: %s.", Escape(t.With), t.when(r))
	}
	if t.State == oneonone.Planned && t.Answer == oneonone.AnotherTime {
		says := r.Say("Something changed since you opened this: instead of %s, %s suggests %s.", t.when(r), Escape(t.With), r.When(t.Suggested))
		if t.Reply != "" {
			says += " “" + Escape(t.Reply) + "”"
		}
		return says
	}
	return r.Say("Since you opened this, something changed. It's now: %s.", t.line(r)) + " " + t.standing(r)
}

// CallOff is what the window that calls a talk off starts from.
type CallOff struct {
	Talk Talk
	Told bool // the person gets a message, which is shown in it
	// Me is the organizer's name and Their the person's reader, since the message is in
	// their language and time.
	Me      string
	Their   Reader
	Word    string // what was typed already; it stands in the message, or in the text to copy
	Reach   string // how the organizer is reached, for the text to copy; "" for none
	Warning string // shown on top; "" for none
	// Anew is true where the window turns from one whose word went to them already: the field
	// is another than there, and empty.
	Anew bool
}

// CallOffModal calls a talk off.
func CallOffModal(r Reader, c CallOff, metadata string) slack.ModalViewRequest {
	t, field := c.Talk, string(oneonone.FieldWord)
	if c.Anew {
		field = InNth(field, 1)
	}
	var blocks []slack.Block
	if c.Warning != "" { // which names the talk
		blocks = append(blocks, section("*"+r.Say("One thing first.")+"* "+c.Warning))
	} else {
		blocks = append(blocks, section(t.line(r)))
	}
	if c.Told {
		theirs := t
		theirs.WithFull = c.Me
		blocks = append(blocks,
			section(r.Say("%s reads this:", Escape(t.With))),
			typed(calledOffWords(c.Their, theirs)),
			input(field, r.Say("A word to %s", t.With), r.Say("They read exactly this. It may stay empty."),
				line("word", r.Say("I'm sorry, something came up. I'd still like to meet."), c.Word, oneonone.MaxWord, true), false),
		)
	} else {
		says := r.Say("I send nothing here: please tell %s yourself.", Escape(t.With))
		if t.Left {
			says = outOfReach(r, t) + " " + says
		}
		if t.Reach != "" {
			says += " " + r.Say("You reach %s: %s.", Escape(t.With), Escape(t.Reach))
		}
		if zone := whoseTime(r, c.Their); zone != "" {
			says += " " + zone
		}
		text := r.Say("Hello %s, I have to call off our talk: %s. I'm sorry, and I'd still like to meet.", t.hello(), t.whenPlain(c.Their))
		if t.Silent {
			text = r.Say("Hello %s, I have to call off our talk: %s. I'm sorry.", t.hello(), t.whenPlain(c.Their))
		}
		if c.Word != "" {
			text += " " + sentence(c.Word)
		}
		text += reachMe(r, c.Reach)
		blocks = append(blocks, section(says), input("text", r.Say("A word to copy"), "", line("text", "", text, 0, true), false))
	}
	v := modal(r.Say("Call it off?"), r.Say("Call it off"), r.Say("Keep it"), blocks...)
	v.CallbackID = CallbackCallOff
	v.PrivateMetadata = metadata
	return v
}

// CalledOffModal has what is to be told them, once it is called off: pressed in a hurry, the
// window before is gone with its text.
func CalledOffModal(r Reader, t Talk, text string) slack.ModalViewRequest {
	blocks := []slack.Block{
		section(r.Say("It's called off. Please tell %s yourself.", Escape(t.With))),
		input("text", r.Say("A word to copy"), "", line("text", "", text, 0, true), false),
	}
	if row := t.writeTo(r); len(row) > 0 {
		blocks = append(blocks, actions(row...))
	}
	v := modal(r.Say("Called off"), r.Say("Done"), r.Say("Close"), blocks...)
	v.CallbackID = CallbackTell // there is nothing left to do
	return v
}

// SaidNoModal says that there is nothing to call off any more, with what was typed to them,
// to copy.
func SaidNoModal(r Reader, t Talk, word string) slack.ModalViewRequest {
	says := r.Say("%s can't come, as they said meanwhile, so there is nothing to call off.", Escape(t.With))
	if t.SaidNo() {
		says = r.Say("%s said no to this one meanwhile, so there is nothing to call off.", Escape(t.With))
	}
	return nothingLeft(r, t, r.Say("Call it off?"), says, word)
}

// NotChangedModal takes the place of a change to a talk that the person said no to meanwhile,
// and of whatever stood in that window of how it was before.
func NotChangedModal(r Reader, t Talk, word string) slack.ModalViewRequest {
	says := r.Say("%s said no to this one meanwhile. So nothing is changed, and nothing more goes to them about it. If you'd like to ask again, please ask them yourself.", Escape(t.With))
	return nothingLeft(r, t, r.Say("Change this talk"), says, word)
}

// nothingLeft is a window in which there is nothing to do any more, with what was typed to
// them in the one before, to copy.
func nothingLeft(r Reader, t Talk, title, says, word string) slack.ModalViewRequest {
	blocks := []slack.Block{section(says)}
	if word != "" {
		blocks = append(blocks, input("text", r.Say("A word to copy"), "", line("text", "", word, 0, true), false))
		if row := t.writeTo(r); len(row) > 0 {
			blocks = append(blocks, actions(row...))
		}
	}
	v := modal(title, r.Say("Done"), r.Say("Close"), blocks...)
	v.CallbackID = CallbackTell
	return v
}

// calledOffWords is the sentence the person gets, in plain text.
func calledOffWords(r Reader, t Talk) string {
	if t.Answer == oneonone.AnotherTime && !t.Suggested.IsZero() {
		return r.Say("%s has to call off your talk. You had suggested %s.", t.WithFull, r.WhenPlain(t.Suggested))
	}
	return r.Say("%s has to call off your talk: %s.", t.WithFull, t.whenPlain(r))
}

// CalledOffMessage tells the person. Superseded is true once the talk is planned
// anew.
func CalledOffMessage(r Reader, t Talk, superseded bool) Message {
	m := Message{Text: r.Say("Your talk with %s is called off.", t.With)}
	if superseded {
		m.Blocks = []slack.Block{section(changed(r, t))}
		return m
	}
	says := r.Say("*%s* has to call off your talk: %s.", Escape(t.WithFull), t.when(r))
	if t.Answer == oneonone.AnotherTime && !t.Suggested.IsZero() { // that is what they wait to hear of
		says = r.Say("*%s* has to call off your talk. You had suggested %s.", Escape(t.WithFull), r.When(t.Suggested))
	}
	m.Blocks = []slack.Block{section(says)}
	if t.Word != "" {
		m.Blocks = append(m.Blocks, typed("“"+t.Word+"”"))
	}
	return m
}
