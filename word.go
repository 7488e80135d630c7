package oneonone

import (
	"fmt"
	"time"
)

// HasWord says whether there is a word to send them: that they are counted on, and
// once it is over, that they were seen or missed. In between nobody knows which.
func (a Ask) HasWord(now time.Time) bool {
	return a.ToConfirm(now) || a.Said == SaidYes && a.Withdrawn.IsZero() && a.Outcome != OutcomeOpen
}

// Standing is what a word to them may speak of: when and where it is, or from when
// and with what, and what came of it. Written of another standing, it is true no more.
func (a Ask) Standing() string {
	return fmt.Sprintf("%s/%d/%q/%s/%q/%s", a.What, a.At.Unix(), a.Where, a.Starts, a.Involves, a.Outcome)
}

// outdatedBy says whether somebody who was told of the ask as it stood here is to be
// told otherwise, as it is now: of another day, or another place.
func (a Ask) outdatedBy(is Ask) bool {
	a.Outcome = is.Outcome
	return a.Standing() != is.Standing()
}

// WordUntil is until when a word that is sent now is of use: to an event they are
// counted on for, until that begins, or until the one does that they were told of, and
// would come to.
func (a Ask) WordUntil(told Told, now time.Time) time.Time {
	until := now.Add(FollowupWithin)
	if a.What != Event || a.Outcome != OutcomeOpen {
		return until
	}
	if !a.At.IsZero() && a.At.Before(until) {
		until = a.At
	}
	if told.Outdated && now.Before(told.At) && told.At.Before(until) {
		until = told.At
	}
	return until
}

// WordWaits says whether a word that is sent now waits for the end of its receiver's
// quiet hours, and until when.
func (a Ask) WordWaits(told Told, now time.Time, r Rhythm) (until time.Time, wait bool) {
	return Nudge{Kind: NudgeWord, Expires: a.WordUntil(told, now)}.Defer(now, r)
}

// Told is what somebody who said yes was told, and whether it is true no more. It is kept
// while it is not, and while their answer is another, or is to be confirmed anew; the zero
// value stands for nobody who knows anything wrong.
type Told struct {
	Outdated bool
	At       time.Time // when it was to be; the first second in UTC of a role's day; zero where they were told of no time
}

// told is what an ask as it stands here tells.
func (a Ask) told() Told {
	t := Told{Outdated: true, At: a.At}
	if a.What == Role {
		if t.At = (time.Time{}); a.Starts != (Date{}) {
			t.At = a.Starts.At(0, 0, time.UTC)
		}
	}
	return t
}
