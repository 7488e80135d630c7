package views

import (
	"fmt"
	"strings"
	"time"

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
	// Reach is how to reach someone outside Slack; WriteTo a link that opens the
	// other's DM, for someone inside. Either may be empty.
	Reach, WriteTo string
	// Told is true where an ask is noted that was made in it, for its own doors.
	Told bool
	// AskReady is true where an ask of them was got ready, announced or not.
	AskReady bool
	// NoAsks is true where the person told the organizer not ever, so that no ask comes: it
	// is said in the organizer's windows, and in no message.
	NoAsks bool
	// Silent is true where the person would rather not hear from the reader at all.
	Silent bool
	// Next is when the two have a talk planned after this one; zero for none.
	Next time.Time
	// Left is true when the other's account in Slack is switched off: nothing
	// reaches them here.
	Left bool
	// Older is true on a card of a plan that more than one has followed since: what was said
	// of it once is said on the card of the one after it.
	Older bool
	// Retried is true where the last talk of the two before this one didn't happen: a text
	// to copy begins with that.
	Retried bool
}

// value is what a button of the talk carries: which, and the revision its reader
// saw, with the turn once there was one.
func (t Talk) value() string {
	if t.Turn() > 0 {
		return fmt.Sprintf("%s-%d.%d", t.ID, t.Revision, t.Turn())
	}
	return fmt.Sprintf("%s-%d", t.ID, t.Revision)
}

// choice is value with a time: which of two the button stands for.
func (t Talk) choice(start time.Time) string { return fmt.Sprintf("%s-%d", t.value(), start.Unix()) }

// versioned is value with the version: all that was said of the talk by then.
func (t Talk) versioned() string { return fmt.Sprintf("%s-%d", t.value(), t.Version) }

// suggestion is value with the round: which of their suggestions was seen.
func (t Talk) suggestion() string { return fmt.Sprintf("%s-%d", t.value(), t.Rounds) }

// when is the talk's time in a sentence, or both while two are offered.
func (t Talk) when(r Reader) string {
	switch {
	case t.Second.IsZero():
		return r.When(t.Start)
	case t.firstPassed(r):
		return r.When(t.Second)
	}
	return r.Say("%s or %s", r.When(t.Start), r.When(t.Second))
}

// whenPlain is the same in plain text.
func (t Talk) whenPlain(r Reader) string {
	switch {
	case t.Second.IsZero():
		return r.WhenPlain(t.Start)
	case t.firstPassed(r):
		return r.WhenPlain(t.Second)
	}
	return r.Say("%s or %s", r.WhenPlain(t.Start), r.WhenPlain(t.Second))
}

// spokenOf names the times of a talk for which none was settled: it is known from another by
// them.
func (t Talk) spokenOf(r Reader) string {
	says := r.Say("You offered %s.", t.when(r))
	if !t.Suggested.IsZero() {
		says += " " + r.Say("They suggested %s.", r.When(t.Suggested))
	}
	return says
}

// firstPassed says that of two times offered only the second is still to come.
func (t Talk) firstPassed(r Reader) bool { return !r.now.Before(t.Start) && r.now.Before(t.Second) }

// hello is what a text to copy calls the other: as everywhere, but for "Mrs. Ortega".
func (t Talk) hello() string {
	if strings.HasSuffix(t.With, ".") {
		return t.WithFull
	}
	return t.With
}

// writeTo is a button that opens the other's DM; nothing for who has none.
func (t Talk) writeTo(r Reader) []slack.BlockElement {
	if t.WriteTo == "" {
		return nil
	}
	b := button(ActionWrite, "", r.Say("Write to %s", t.With))
	b.URL = t.WriteTo
	return []slack.BlockElement{b}
}

// where joins the length with the place, when there is one.
func (t Talk) where(r Reader, length string) string {
	if t.Place == "" {
		return length
	}
	return r.Say("%s, %s", length, t.Place)
}

// mayMeet says whether another talk is offered to be planned in its place: not with whom
// would rather not hear from the reader, or whose invitation ended with that.
func (t Talk) mayMeet() bool { return !t.Silent && !t.Withdrawn() }

// line is the talk in one line of mrkdwn: "Ana, Thursday, 18:00, Café Luz".
// Where the times offered have passed, and another is suggested, that is said behind it.
func (t Talk) line(r Reader) string {
	if t.Answer == oneonone.AnotherTime && t.State == oneonone.Planned && !r.now.Before(t.LastStart()) && r.now.Before(t.Suggested) {
		return r.Say("*%s*", Escape(t.WithFull))
	}
	if t.Place == "" {
		return r.Say("*%s*, %s", Escape(t.WithFull), t.when(r))
	}
	return r.Say("*%s*, %s, %s", Escape(t.WithFull), t.when(r), Escape(t.Place))
}

// standing says where a planned talk stands, in a few words.
func (t Talk) standing(r Reader) string {
	switch {
	case !t.Mine && t.Answer == oneonone.AnotherTime:
		return r.Say("You suggested %s.", r.When(t.Suggested))
	case t.Answer == oneonone.AnotherTime:
		return r.Say("They suggest %s.", r.When(t.Suggested))
	case !t.Mine && t.Answer == oneonone.Unanswered:
		return r.Say("Waiting for your answer.")
	case !t.Mine:
		return r.Say("You said yes.")
	case t.Notice == oneonone.NoticeTell:
		return r.Say("You tell them yourself.")
	case t.Notice == oneonone.NoticeAgreed:
		return r.Say("You two agreed on it.")
	case t.Answer == oneonone.Coming:
		return r.Say("They said yes.")
	}
	return r.Say("Waiting for their answer.")
}

// inviterLeft tells the person that their organizer's account is switched off, so that
// nobody goes and waits alone; "" while it is not.
func inviterLeft(r Reader, t Talk) string {
	if t.Mine || !t.Left {
		return ""
	}
	says := outOfReach(r, t)
	if t.State == oneonone.Planned {
		says += " " + r.Say("Before you go, find out another way whether it's still on.")
	}
	return says
}

// outOfReach says that nothing reaches the other here.
func outOfReach(r Reader, t Talk) string {
	return r.Say("I can't reach %s here any more: their account is switched off.", Escape(t.With))
}

// upcoming draws a planned talk with what can be done about it.
func upcoming(r Reader, t Talk) []slack.Block {
	id := t.ID.String()
	says := t.standing(r)
	if left := inviterLeft(r, t); left != "" {
		says += " " + left
	}
	// One block each: Home has many of them, and Slack takes a hundred.
	switch {
	case !t.Mine:
		says += " " + r.Say("%s.", r.Minutes(t.Length))
		if t.AskComing && !t.NoAsks {
			says += " " + r.Say("There'll be an ask at the end; no is fine.")
		}
	case t.Reply != "" && t.Answer == oneonone.AnotherTime:
		says += "\n“" + Escape(t.Reply) + "”"
	case t.Reply != "" && t.agreed(): // it may say where
		says += "\n" + r.Say("%s wrote: “%s”", Escape(t.With), Escape(t.Reply))
	}
	blocks := []slack.Block{section(t.line(r) + "\n" + says)}
	if !t.Mine {
		words := "“" + t.Purpose + "”"
		if theirs := t.wordForThem(r); theirs != "" {
			words += "\n" + theirs
		}
		blocks = append(blocks, typed(words))
	}
	switch {
	case t.Mine && t.Answer == oneonone.AnotherTime:
		return append(blocks, suggestionButtons(r, t, button(ActionCallOff, id, r.Say("Call it off"))))
	case t.Mine:
		row := []slack.BlockElement{button(ActionPrep, id, r.Say("Prep"))}
		if t.CanRunLate(r.now) == nil {
			row = append(row, button(ActionLate, id, r.Say("Running late")))
		}
		return append(blocks, actions(append(row, button(ActionChange, id, r.Say("Change")))...))
	}
	return append(blocks, actions(append(answerButtons(r, t), button(ActionAbout, id, r.Say("About this")))...))
}

// ended asks how a talk went. Asking is true in a message.
func ended(r Reader, t Talk, asking bool) []slack.Block {
	says, buttons := r.Say("How did it go with *%s*, %s?", Escape(t.WithFull), r.When(t.Start)), outcomeButtons(r, t, asking)
	if t.NeverAnswered() {
		says = r.Say("How did it go with *%s*, %s? Your invitation had no answer.", Escape(t.WithFull), r.When(t.Start))
	}
	if !t.Settled() {
		says = r.Say("You and *%s* didn't settle on a time.", Escape(t.WithFull)) + " " + t.spokenOf(r)
		buttons = actions(
			button(ActionMoved, t.ID.String(), r.Say("Offer another")),
			button(ActionMissed, t.ID.String(), r.Say("Didn't happen")),
			button(ActionMet, t.ID.String(), r.Say("We did meet")),
		)
		if asking {
			buttons.Elements.ElementSet = append(buttons.Elements.ElementSet, laterHowItWent(r, t))
		}
	}
	if asking {
		says += putOff(r, t.Later, oneonone.NudgeAfter)
	}
	return []slack.Block{section(says), buttons}
}

// unreflected offers a line about a talk that was held.
func unreflected(r Reader, t Talk) []slack.Block {
	return []slack.Block{
		section(r.Say("You met *%s*, %s. What do you want to remember?", Escape(t.WithFull), r.When(t.Start))),
		lineButtons(r, t),
	}
}
