package views

import (
	"time"

	"github.com/slack-go/slack"

	"oneonone"
)

// Ids of putting a question off.
const (
	ActionLater = "later" // one line of the "⋯" behind a question

	CallbackLater = "later"

	// What such a line can say besides a [oneonone.Wait].
	LaterOtherDay = "other"   // a day from a calendar
	LaterNothing  = "nothing" // "We met, nothing to note"
	LaterNotMet   = "not_met" // "We didn't meet", of a talk said to have been held
)

// asked is the question a line of the morning asks, as its reader sees it.
func asked(item MorningItem) oneonone.Asked {
	return oneonone.Asked{About: item.Kind, Subject: item.Subject, Timed: item.Talk.Timed, Round: item.Talk.Rounds}
}

// later is the "⋯" behind a question: what more there is to say, another day to
// be asked again, and an end to the asking. Waits are those that are not too late;
// where all are, so is any other day. Slack shows five at most.
func later(r Reader, q oneonone.Asked, waits []oneonone.Wait, stop string, first ...*slack.OptionBlockObject) *slack.OverflowBlockElement {
	options := first
	offer := func(when, words string) {
		options = append(options, option(laterValue(q, when), words, ""))
	}
	for _, w := range waits {
		switch {
		case w == oneonone.WaitWeek:
			offer(string(w), r.Say("Next week"))
		case q.About == oneonone.NudgeFollowup: // it has a button for tomorrow
		case q.About == oneonone.NudgeAfter:
			offer(string(w), r.Say("Not now, tomorrow"))
		default:
			offer(string(w), r.Say("Tomorrow"))
		}
	}
	if len(waits) > 0 {
		offer(LaterOtherDay, r.Say("Another day…"))
	}
	if stop != "" {
		options = append(options, option(laterValue(q, string(oneonone.WaitNever)), stop, ""))
	}
	return slack.NewOverflowBlockElement(ActionLater, options...)
}

// laterOf is later of a question that may have been left already: then it has no line to
// leave it. Nothing is where it has none at all.
func laterOf(r Reader, q oneonone.Asked, waits []oneonone.Wait, is oneonone.Later, stop string) []slack.BlockElement {
	if is.Said(q.About) && is.On == (oneonone.Date{}) {
		stop = ""
	}
	if len(waits) == 0 && stop == "" {
		return nil
	}
	return []slack.BlockElement{later(r, q, waits, stop)}
}

// laterValue is what a line of the "⋯" carries: the question, and when.
func laterValue(q oneonone.Asked, when string) string { return q.String() + "-" + when }

// putOff is what a line says once its question was put off, or left; "" once
// that day has come. It stands behind other words. In a pause no earlier day is promised,
// and no day while the bot is quiet.
func putOff(r Reader, l oneonone.Later, to oneonone.NudgeKind) string {
	return putOffUntil(r, l, to, time.Time{})
}

// putOffUntil is putOff of a question that comes too late from an instant on; the zero
// time is never.
func putOffUntil(r Reader, l oneonone.Later, to oneonone.NudgeKind, until time.Time) string {
	left := l.On == oneonone.Date{}
	tells := to == oneonone.NudgeUnanswered || to == oneonone.NudgeSuggested
	paused := !left && l.On.Before(r.paused())
	switch {
	case !l.Said(to) || !left && !paused && !r.Today().Before(l.On):
		return ""
	case left && tells:
		return " " + r.Say("I won't mention it again; it stays on my Home page.")
	case left:
		return " " + r.Say("I won't ask again; it stays on my Home page.")
	case r.quiet:
		return " " + r.Say("I'm quiet until you're back; it stays on my Home page.")
	case paused && (tells || !until.IsZero() && !r.days.MorningOf(r.paused()).Before(until)): // what it is about may be over by then
		return " " + r.Say("You've paused until %s; it stays on my Home page.", r.Day(r.paused()))
	case paused:
		return " " + r.Say("I'll ask again when your pause is over, on %s.", r.Day(r.paused()))
	case tells: // "ask" would read as if the other were asked
		return " " + r.Say("I'll mention it again on %s.", r.Day(l.On))
	}
	return " " + r.Say("I'll ask again on %s.", r.Day(l.On))
}

// LaterModal asks for the day.
func LaterModal(r Reader, metadata string) slack.ModalViewRequest {
	v := modal(r.Say("Another day"), r.Say("Put it off"), r.Say("Not now"),
		input(string(oneonone.FieldLater), r.Say("Which day?"), r.inPause(r.Say("It comes on the morning of that day.")), slack.NewDatePickerBlockElement("later"), true))
	v.CallbackID = CallbackLater
	v.PrivateMetadata = metadata
	return v
}
