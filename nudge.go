package oneonone

import (
	"fmt"
	"time"
)

// NudgeKind is what a message that nobody asked for at that moment is about.
type NudgeKind string

// What the bot says of its own accord. The comment says to whom.
const (
	NudgeWelcome    NudgeKind = "welcome"     // to a member, once ever
	NudgeHint       NudgeKind = "hint"        // to who typed to the bot: what it understands
	NudgePlanned    NudgeKind = "planned"     // to the organizer, the answer to the modal
	NudgeInvitation NudgeKind = "invitation"  // to the person: the invitation, or the details agreed upon
	NudgeAnswer     NudgeKind = "answer"      // to the organizer: what the person said
	NudgePrep       NudgeKind = "prep"        // to the organizer
	NudgeStillGood  NudgeKind = "still_good"  // to the person, the day before
	NudgeHourBefore NudgeKind = "hour_before" // to the person, only if they tapped for it
	NudgeLate       NudgeKind = "late"        // to the person: the organizer is running late
	NudgeAfter      NudgeKind = "after"       // to the organizer: how did it go?
	NudgeAfterAgain NudgeKind = "after_again" // to the organizer, in the morning message
	NudgeReflect    NudgeKind = "reflect"     // to the organizer, in the morning message
	NudgeFollowup   NudgeKind = "followup"    // to the organizer, in the morning message
	NudgeAgain      NudgeKind = "again"       // to the organizer, in the morning message: you wanted to meet again
	NudgeQuiet      NudgeKind = "quiet"       // to the organizer: the bot asks no more until they tap something
	NudgeUndone     NudgeKind = "undone"      // to the organizer: a message could not be delivered
	NudgeCard       NudgeKind = "card"        // to nobody: a message already sent is drawn anew
)

// Nudge is a message that a fact calls for. Which nudges a fact calls for is a
// pure function of the fact, so they are written, and withdrawn, in the
// transaction that changes it. Kind, Subject, receiver and Occurrence together
// happen once.
type Nudge struct {
	Kind       NudgeKind
	Subject    ID
	Receiver   ID // a Member
	Occurrence string
	Due        time.Time
	// Expires is when the message would no longer be true or kind; zero means
	// never.
	Expires time.Time
}

// The rules of attention. They are the product's promise not to nag, and every
// one has a test.
const (
	// MorningHour is when the one morning message comes, in the receiver's
	// zone. Everything but prep, the question after the talk and the other's
	// answer waits for it.
	MorningHour = 9
	// Quiet hours, in the receiver's zone.
	QuietFrom, QuietTo = 20, 8
	// AfterUntil is how late "How did it go?" may come when the talk ended in
	// the evening.
	AfterUntil = 22
	// QuietAfter is how many questions in a row may stay unanswered. Then the
	// bot says once that it goes quiet, and does, until the next tap.
	QuietAfter = 3
	// PhonesAwayBefore a talk, and until its end, neither of the two hears
	// from the bot.
	PhonesAwayBefore = 5 * time.Minute
	// AfterDelay is how long after the end "How did it go?" comes.
	AfterDelay = 15 * time.Minute
	// PrepHour is when the prep card comes, the evening before; PrepLead
	// before the start when the talk was planned later than that.
	PrepHour = 18
	PrepLead = 3 * time.Hour
	// StillGoodHour is when "Still good?" comes, the day before: noon is
	// outside everybody's quiet hours and still "tomorrow".
	StillGoodHour = 12
	// AgainLead is how many days before the day two people agreed to meet
	// again the organizer is reminded to plan it.
	AgainLead = 3
)

// InMorning says whether this kind waits for the morning message.
func (k NudgeKind) InMorning() bool {
	switch k {
	case NudgeAfterAgain, NudgeReflect, NudgeFollowup, NudgeAgain:
		return true
	}
	return false
}

// Announces says whether this kind tells of a talk itself, or of the answer to
// it, which is of no use once the talk is over.
func (k NudgeKind) Announces() bool {
	return k == NudgePlanned || k == NudgeInvitation || k == NudgeAnswer || k == NudgeUndone
}

// Asks says whether this kind wants something of the organizer: these are
// counted while they stay unanswered, and these fall silent. The prep card does
// not: somebody waits at the café.
func (k NudgeKind) Asks() bool { return k == NudgeAfter || k.InMorning() }

// exemptFromQuiet are the kinds somebody is waiting for: what one just did, an
// invitation sent by name, an answer, the reminder a person asked for.
func (k NudgeKind) exemptFromQuiet() bool {
	switch k {
	case NudgeWelcome, NudgeHint, NudgePlanned, NudgeInvitation, NudgeAnswer, NudgeHourBefore, NudgeLate, NudgeQuiet, NudgeUndone, NudgeCard:
		return true
	}
	return false
}

// ExemptFromPhonesAway are the two kinds that may pass while two people talk:
// a redrawn card makes no sound, and "I'm running late" is of use only then.
func (k NudgeKind) ExemptFromPhonesAway() bool { return k == NudgeCard || k == NudgeLate }

// Defer says whether a nudge that is being looked at now must wait, and until
// when: nothing comes in the receiver's quiet hours. It matters when a nudge is
// late, after a night in which the program did not run; in ordinary times the
// due instants below are already kind. What must come before something and
// would miss it by waiting is sent.
func (n Nudge) Defer(now time.Time, zone *time.Location) (until time.Time, wait bool) {
	local := now.In(zone)
	switch {
	case n.Kind.exemptFromQuiet():
		return time.Time{}, false
	case n.Kind.InMorning():
		// Not before 9:00: yesterday's, come late, and today's are one message.
		if h := local.Hour(); h >= MorningHour && h < QuietFrom {
			return time.Time{}, false
		}
		return nextHour(now, zone, MorningHour), true
	case n.Kind == NudgeAfter:
		if h := local.Hour(); h >= QuietTo && h < AfterUntil {
			return time.Time{}, false
		}
		return MorningAfter(now, zone), true
	}
	if h := local.Hour(); h >= QuietTo && h < QuietFrom {
		return time.Time{}, false
	}
	until = nextHour(now, zone, QuietTo)
	if !n.Expires.IsZero() && !until.Before(n.Expires) {
		return time.Time{}, false
	}
	return until, true
}

// Zones are the zones of the two people of a meeting.
type Zones struct{ Organizer, Person *time.Location }

// Nudges are the messages the meeting calls for as it stands. Those already
// sent are among them, so that a fact is written once; whatever is waiting and
// no longer among them is withdrawn.
func (m Meeting) Nudges(z Zones) []Nudge {
	var out []Nudge
	rev := fmt.Sprint(m.Revision)
	add := func(k NudgeKind, to ID, occurrence string, due, expires time.Time) {
		out = append(out, Nudge{Kind: k, Subject: m.ID, Receiver: to, Occurrence: occurrence, Due: due, Expires: expires})
	}
	if m.Answer != Unanswered && m.Notice == NoticeInvite || m.State == Declined {
		add(NudgeAnswer, m.Organizer, fmt.Sprintf("%s-%s", rev, m.Answer), m.AnsweredAt, time.Time{})
	}
	switch m.State {
	case Planned:
		add(NudgePlanned, m.Organizer, rev, m.PlannedAt, time.Time{})
		if m.Notice != NoticeTell {
			add(NudgeInvitation, m.Member, rev, m.PlannedAt, m.Start)
			if due, ok := m.stillGoodAt(z.Person); ok {
				add(NudgeStillGood, m.Member, rev, due, m.Start.Add(-PhonesAwayBefore))
			}
		}
		if m.HourBefore {
			add(NudgeHourBefore, m.Member, rev, m.Start.Add(-time.Hour), m.Start.Add(-PhonesAwayBefore))
		}
		if due, last := m.prepAt(z.Organizer), m.Start.Add(-PhonesAwayBefore); due.Before(last) {
			add(NudgePrep, m.Organizer, rev, due, last)
		}
		first, atNight := m.afterAt(z.Organizer)
		again := MorningAfter(first, z.Organizer)
		kind := NudgeAfter
		if atNight {
			kind = NudgeAfterAgain
		}
		add(kind, m.Organizer, rev, first, again)
		add(NudgeAfterAgain, m.Organizer, rev+"-again", again, time.Time{})
	case Met:
		// Somebody who answered only the morning after has been reminded
		// twice: it stays on their Home.
		if due := MorningAfter(m.End(), z.Organizer); !m.Reflected && m.ClosedAt.Before(due) {
			add(NudgeReflect, m.Organizer, rev, due, time.Time{})
		}
	}
	return out
}

// prepAt is 18:00 the evening before, or 3 hours before when the talk was
// planned after that; and where those 3 hours reach into quiet hours, the
// evening before at their beginning. A talk planned even later has it a minute
// after the planning, so that the answer to the plan is read first; and none
// when the phones are away by then.
func (m Meeting) prepAt(zone *time.Location) time.Time {
	evening := atHour(m.Start.In(zone), -1, PrepHour)
	if !m.PlannedAt.After(evening) {
		return evening
	}
	due, soonest := earlier(m.Start.Add(-PrepLead), zone), m.PlannedAt.Add(time.Minute)
	if due.Before(soonest) {
		return soonest
	}
	return due
}

// stillGoodAt is noon the day before in the person's zone. Only who said yes is
// asked, and not within 24 hours of the yes: an unanswered invitation is never
// followed by a reminder.
func (m Meeting) stillGoodAt(zone *time.Location) (time.Time, bool) {
	if m.Answer != Coming {
		return time.Time{}, false
	}
	due := atHour(m.Start.In(zone), -1, StillGoodHour)
	return due, !due.Before(m.AnsweredAt.Add(AnswerFresh))
}

// afterAt is 15 minutes after the end, but never between 22:00 and 8:00: then
// the next morning message asks.
func (m Meeting) afterAt(zone *time.Location) (due time.Time, atNight bool) {
	due = m.End().Add(AfterDelay)
	if h := due.In(zone).Hour(); h < QuietTo || h >= AfterUntil {
		return MorningAfter(due, zone), true
	}
	return due, false
}

// MorningAfter is the first 9:00 in the zone on a later day than t, or on the
// same day when t lies in the small hours before it: a talk that ended at 1:00
// is asked about at 9:00. It is computed on the calendar, so a night in which
// the clocks change is as long as it is.
func MorningAfter(t time.Time, zone *time.Location) time.Time {
	local := t.In(zone)
	if local.Hour() < QuietTo {
		return atHour(local, 0, MorningHour)
	}
	return atHour(local, 1, MorningHour)
}

// LastMorningBy is the last 9:00 in the zone that is not after t.
func LastMorningBy(t time.Time, zone *time.Location) time.Time {
	m := atHour(t.In(zone), 0, MorningHour)
	if m.After(t) {
		m = atHour(t.In(zone), -1, MorningHour)
	}
	return m
}

// earlier moves an instant in quiet hours back to the last instant before they
// began: what must come before something is moved earlier, never later.
func earlier(t time.Time, zone *time.Location) time.Time {
	local := t.In(zone)
	switch h := local.Hour(); {
	case h >= QuietFrom:
		return atHour(local, 0, QuietFrom).Add(-time.Minute)
	case h < QuietTo:
		return atHour(local, -1, QuietFrom).Add(-time.Minute)
	}
	return t
}

// nextHour is the next time the zone's clocks show hour:00, after t.
func nextHour(t time.Time, zone *time.Location, hour int) time.Time {
	next := atHour(t.In(zone), 0, hour)
	if !next.After(t) {
		next = atHour(t.In(zone), 1, hour)
	}
	return next
}

// atHour is hour:00 in t's zone, so many days after the day of t. It counts on
// the calendar: the same clock time a day before or after may not exist, where
// the clocks change at midnight.
func atHour(t time.Time, days, hour int) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+days, hour, 0, 0, 0, t.Location())
}
