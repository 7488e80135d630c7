package oneonone

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Next is when the two want to see each other again, as chosen after the talk.
// It is a wish, not a meeting: planning it takes one more tap.
type Next string

const (
	NextOpen      Next = ""
	NextWeek      Next = "week"
	NextTwoWeeks  Next = "two_weeks"
	NextMonth     Next = "month"
	NextOtherDate Next = "date"
)

// Nexts in the order they are offered; Open stands last.
var Nexts = []Next{NextWeek, NextTwoWeeks, NextMonth, NextOtherDate, NextOpen}

// MaxNote is how long a note may be, in characters: what one Slack input holds.
const MaxNote = 3000

// MaxPromise is how long "I said I would…" may be.
const MaxPromise = 300

// Line is what became of "what do you want to remember?" after a talk.
type Line int

const (
	LineOpen    Line = iota // nothing was said to it
	LineWritten             // there is a [Reflection]
	LineNone                // "nothing to note": nobody asks again, and a line may still be written
)

// Reflection is what the organizer writes down after a talk, for their own eyes
// only. Remember is the one thing that matters: what must still be known months
// from now.
type Reflection struct {
	ID        ID
	Organizer ID
	Meeting   ID
	Remember  string
	Promise   string // "I said I would…": becomes a Followup; may be empty
	Next      Next
	NextOn    Date      // the day meant by Next; zero when open
	WishedAt  time.Time // when NextOn was chosen; zero when open
	LaterOn   Date      // the day the word to plan it was put off to; zero when it was not
	// PromiseDue is when the bot will speak of the promise; zero when there is
	// none, or it is kept.
	PromiseDue time.Time
	WrittenAt  time.Time
	EditedAt   time.Time // zero when never edited
}

// Check trims what was typed and returns every reason it cannot be saved.
// Today is the day in the organizer's zone. Was is what was saved before, zero
// the first time: a choice that stays as it was keeps its day, so that mending
// a word in a note moves nothing.
func (r *Reflection) Check(today Date, was Reflection) []*Error {
	r.Remember, r.Promise = strings.TrimSpace(Clean(r.Remember)), oneLine(r.Promise)
	var errs []*Error
	switch n := utf8.RuneCountInString(r.Remember); {
	case blank(r.Remember):
		errs = append(errs, invalid(FieldRemember, "One line is enough. What should you still know months from now?"))
	case n > MaxNote:
		errs = append(errs, invalid(FieldRemember, "That's %d over what fits. Keep what matters most.", n-MaxNote))
	}
	if n := utf8.RuneCountInString(r.Promise); n > MaxPromise {
		errs = append(errs, invalid(FieldPromise, "That's %d over what fits. One line is enough.", n-MaxPromise))
	}
	if was.NextOn != (Date{}) && r.Next == was.Next && (r.Next != NextOtherDate || r.NextOn == was.NextOn) {
		r.NextOn = was.NextOn
		return errs
	}
	switch r.Next {
	case NextOpen:
		r.NextOn = Date{}
	case NextWeek:
		r.NextOn = today.AddDays(7)
	case NextTwoWeeks:
		r.NextOn = today.AddDays(14)
	case NextMonth:
		r.NextOn = today.AddDays(28) // the same weekday, four weeks on
	case NextOtherDate:
		switch {
		case r.NextOn == Date{}:
			errs = append(errs, invalid(FieldNextOn, "Choose the day."))
		case !today.Before(r.NextOn):
			errs = append(errs, invalid(FieldNextOn, "Choose a day that is still to come."))
		case today.AddDays(366).Before(r.NextOn):
			errs = append(errs, invalid(FieldNextOn, "That's more than a year away. Choose a nearer day."))
		}
	default:
		errs = append(errs, invalid(FieldNext, "Choose one of these, or leave it open."))
	}
	return errs
}

// Nudges are the messages the reflection calls for: shortly before the day the
// two agreed upon, a word to plan it. It is said once, and not when something
// is planned by then. Put off, it is said once more, on that day. It may come late,
// after a pause; Home has it as long.
func (r Reflection) Nudges(of Rhythm) []Nudge {
	if r.NextOn == (Date{}) {
		return nil
	}
	due, expires := of.MorningOf(r.NextOn.AddDays(-AgainLead)), r.NextOn.AddDays(WishFor).In(of.Zone)
	if !due.After(r.WishedAt) {
		due = of.MorningAfter(r.WishedAt)
	}
	occurrence := r.NextOn.String()
	if r.LaterOn != (Date{}) {
		due, expires = of.MorningOf(r.LaterOn), r.LaterOn.AddDays(WishFor).In(of.Zone)
		occurrence += laterMark + r.LaterOn.String()
	}
	if !due.Before(expires) {
		return nil
	}
	return []Nudge{{
		Kind: NudgeAgain, Subject: r.ID, Receiver: r.Organizer,
		Occurrence: occurrence, Due: due, Expires: expires,
	}}
}
