package oneonone

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Later is what an organizer said to a question instead of answering it: ask
// again in the morning of a day, or, without a day, not again. It is part of the
// fact that was asked about, and holds while that question is open.
type Later struct {
	About NudgeKind // the question; "" when nothing was said
	On    Date
}

// Said says whether it was said to this question.
func (l Later) Said(to NudgeKind) bool { return l.About != "" && l.About == to.question() }

// question is what is asked: how it went is one question, whenever it comes.
func (k NudgeKind) question() NudgeKind {
	if k == NudgeAfterAgain {
		return NudgeAfter
	}
	return k
}

// Wait is how long something is put off, as it is offered with one tap.
type Wait string

// The waits offered. Another day is chosen from a calendar.
const (
	WaitTomorrow Wait = "tomorrow"
	WaitWeek     Wait = "week"
	WaitNever    Wait = "never"
)

// Waits are those with a day, in the order they are offered.
var Waits = []Wait{WaitTomorrow, WaitWeek}

// Day is the day meant by a wait, no day for never. In the small hours tomorrow
// begins at breakfast, as in MorningAfter.
func (r Rhythm) Day(w Wait, now time.Time) Date {
	tomorrow := DateOf(r.MorningAfter(now).In(r.Zone))
	switch w {
	case WaitTomorrow:
		return tomorrow
	case WaitWeek:
		return tomorrow.AddDays(6)
	}
	return Date{}
}

// Asked is a question as it stood on the card pressed on: about what, and the
// time of the talk and the round of suggestions its reader saw, so that nothing
// newer is put off by it.
type Asked struct {
	About   NudgeKind
	Subject ID  // the meeting, follow-up or reflection
	Timed   int // the meeting's; 0 of the others, as is Round
	Round   int
}

// String is fit for a button's value. The subject comes first, as in all of them.
func (q Asked) String() string {
	return fmt.Sprintf("%s-%d-%d-%s", q.Subject, q.Timed, q.Round, q.About)
}

// ParseAsked reads what String wrote.
func ParseAsked(s string) (q Asked, err error) {
	parts := strings.Split(s, "-")
	if len(parts) != 4 {
		return q, fmt.Errorf("parse asked: %d parts", len(parts))
	}
	if q.Subject, err = ParseID(parts[0]); err != nil {
		return q, fmt.Errorf("parse asked: %w", err)
	}
	if q.Timed, err = strconv.Atoi(parts[1]); err != nil {
		return q, fmt.Errorf("parse asked: %w", err)
	}
	if q.Round, err = strconv.Atoi(parts[2]); err != nil {
		return q, fmt.Errorf("parse asked: %w", err)
	}
	q.About = NudgeKind(parts[3])
	return q, nil
}

// NothingToAsk refuses to put off what was answered, or has passed.
func NothingToAsk() *Error {
	return stale("That has changed since, so there is nothing left to ask.")
}

// checkLater refuses a day that is not to come, more than a year ahead, or whose
// morning is too late for the question; until is zero where none is.
func checkLater(on Date, until, now time.Time, r Rhythm) *Error {
	tomorrow := r.Day(WaitTomorrow, now)
	switch {
	case on.Before(tomorrow):
		return invalid(FieldLater, "Choose a day that is still to come.")
	case tomorrow.AddDays(365).Before(on):
		return invalid(FieldLater, "That's more than a year away. Choose a nearer day.")
	case until.IsZero() || r.MorningOf(on).Before(until):
		return nil
	case !r.MorningOf(tomorrow).Before(until):
		return invalid(FieldLater, "No morning is left before that. It stays on my Home page.")
	}
	return invalid(FieldLater, "That would be too late for this one. Choose an earlier day.")
}

// laterMark stands in the occurrence of a question that was put off, before the
// day it was put off to.
const laterMark = "-later-"

// WasPutOff says whether a nudge of this occurrence comes because it was put
// off: an earlier message says when.
func WasPutOff(occurrence string) bool { return strings.Contains(occurrence, laterMark) }

// asksUntil is when it is too late for a question about the talk; zero for never.
func (m Meeting) asksUntil(about NudgeKind) time.Time {
	switch about.question() {
	case NudgeUnanswered:
		return m.LastStart()
	case NudgeSuggested:
		return m.SuggestedUntil()
	}
	return time.Time{}
}

// Waits are those for which a question about the talk can be put off. Where there
// are none, no other day is right either.
func (m Meeting) Waits(about NudgeKind, now time.Time, r Rhythm) []Wait {
	return waits(m.asksUntil(about), now, r)
}

// waits are those whose morning is not too late.
func waits(until, now time.Time, r Rhythm) []Wait {
	return slices.DeleteFunc(slices.Clone(Waits), func(w Wait) bool {
		return checkLater(r.Day(w, now), until, now, r) != nil
	})
}

// PutOff puts a question about the talk off to the morning of a day, or, without
// one, leaves it on Home. The same once more changes nothing; another day takes
// the place of the first.
func (m *Meeting) PutOff(q Asked, on Date, now time.Time, r Rhythm) error {
	if q.Timed != m.Timed {
		return stale("This talk was changed in the meantime. The newer message has the details.")
	}
	until, open := m.asksUntil(q.About), false
	switch q.About.question() {
	case NudgeAfter:
		open = m.State == Planned && !now.Before(m.Over())
	case NudgeReflect:
		open = m.State == Met && m.Line == LineOpen
	case NudgeUnanswered:
		open = m.State == Planned && m.Answer == Unanswered && m.Notice == NoticeInvite && now.Before(until)
	case NudgeSuggested:
		open = m.State == Planned && m.Answer == AnotherTime && m.Rounds == q.Round && now.Before(until)
	}
	if !open {
		return NothingToAsk()
	}
	if on != (Date{}) {
		if err := checkLater(on, until, now, r); err != nil {
			return err
		}
	}
	if l := (Later{About: q.About.question(), On: on}); m.Later != l {
		m.Later = l
		m.Version++
	}
	return nil
}

// Waits are those for which the follow-up can be put off: of what confirms a yes, those
// before its event, and before the one they were told of.
func (f Followup) Waits(now time.Time, r Rhythm) []Wait {
	until, _ := f.until(now, r.Zone)
	return waits(until, now, r)
}

// PutOff moves the promise to the morning of a day, or, without one, lets it go.
func (f *Followup) PutOff(on Date, now time.Time, r Rhythm) error {
	if on == (Date{}) {
		return f.Close(Dropped, now)
	}
	if f.State != Open {
		return closed()
	}
	until, _ := f.until(now, r.Zone)
	if err := checkLater(on, until, now, r); err != nil {
		return err
	}
	if due := r.MorningOf(on); !due.Equal(f.Due) {
		f.Due = due
		f.Version++
	}
	return nil
}

// PutOff puts the word to plan the next talk off to the morning of a day, or,
// without one, leaves open when the two meet again.
func (r *Reflection) PutOff(on Date, now time.Time, of Rhythm) error {
	if on == (Date{}) {
		r.Next, r.NextOn, r.LaterOn = NextOpen, Date{}, Date{}
		return nil
	}
	if r.NextOn == (Date{}) {
		return NothingToAsk()
	}
	if err := checkLater(on, time.Time{}, now, of); err != nil {
		return err
	}
	r.LaterOn = on
	return nil
}
