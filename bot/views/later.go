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
)

// asked is the question a line of the morning asks, as its reader sees it.
func asked(item MorningItem) oneonone.Asked {
	return oneonone.Asked{About: item.Kind, Subject: item.Subject, Timed: item.Talk.Timed, Round: item.Talk.Rounds}
}

// later is the "⋯" behind a question: what more there is to say, another day to
// be asked again, and an end to the asking. Until is when the question is over,
// zero for never: a day after that is not offered. Slack shows five at most.
func later(r Reader, q oneonone.Asked, until time.Time, stop string, first ...*slack.OptionBlockObject) *slack.OverflowBlockElement {
	last := oneonone.DateOf(until.In(r.zone))
	options := first
	offer := func(when, words string, days int) {
		if until.IsZero() || !last.Before(r.Today().AddDays(days)) {
			options = append(options, option(laterValue(q, when), words, ""))
		}
	}
	switch q.About {
	case oneonone.NudgeFollowup: // it has a button for tomorrow
	case oneonone.NudgeAfter:
		offer(string(oneonone.WaitTomorrow), r.Say("Not now, tomorrow"), 1)
	default:
		offer(string(oneonone.WaitTomorrow), r.Say("Tomorrow"), 1)
	}
	offer(string(oneonone.WaitWeek), r.Say("Next week"), 7)
	offer(LaterOtherDay, r.Say("Another day…"), 1)
	if stop != "" {
		options = append(options, option(laterValue(q, string(oneonone.WaitNever)), stop, ""))
	}
	return slack.NewOverflowBlockElement(ActionLater, options...)
}

// laterValue is what a line of the "⋯" carries: the question, and when.
func laterValue(q oneonone.Asked, when string) string { return q.String() + "-" + when }

// putOff is what a line says once its question was put off, or left; "" once
// that day has come. It stands behind other words.
func putOff(r Reader, l oneonone.Later, to oneonone.NudgeKind) string {
	left := l.On == oneonone.Date{}
	tells := to == oneonone.NudgeUnanswered || to == oneonone.NudgeSuggested
	switch {
	case !l.Said(to) || !left && !r.Today().Before(l.On):
		return ""
	case left && tells:
		return " " + r.Say("I won't mention it again; it stays on my Home page.")
	case left:
		return " " + r.Say("I won't ask again; it stays on my Home page.")
	case tells: // "ask" would read as if the other were asked
		return " " + r.Say("I'll mention it again on %s.", r.Day(l.On))
	}
	return " " + r.Say("I'll ask again on %s.", r.Day(l.On))
}

// LaterModal asks for the day.
func LaterModal(r Reader, metadata string) slack.ModalViewRequest {
	v := modal(r.Say("Another day"), r.Say("Put it off"), r.Say("Not now"),
		input(string(oneonone.FieldLater), r.Say("Which day?"), r.Say("It comes in the morning of that day."), slack.NewDatePickerBlockElement("later"), true))
	v.CallbackID = CallbackLater
	v.PrivateMetadata = metadata
	return v
}
