package oneonone

import (
	"fmt"
	"slices"
	"time"
)

// NudgeKind is what a message that nobody asked for at that moment is about.
type NudgeKind string

// What the bot says of its own accord. The comment says to whom.
const (
	NudgeWelcome    NudgeKind = "welcome"     // to a member, once ever
	NudgeHint       NudgeKind = "hint"        // to who typed to the bot: the answer
	NudgePlanned    NudgeKind = "planned"     // to the organizer, the answer to the modal
	NudgeInvitation NudgeKind = "invitation"  // to the person: the invitation, or the details agreed upon
	NudgeAnswer     NudgeKind = "answer"      // to the organizer: what the person said
	NudgePrep       NudgeKind = "prep"        // to the organizer
	NudgeStillGood  NudgeKind = "still_good"  // to the person, the day before
	NudgeHourBefore NudgeKind = "hour_before" // to the person, only if they tapped for it
	NudgeLate       NudgeKind = "late"        // to the person: the organizer is running late
	NudgeCalledOff  NudgeKind = "called_off"  // to the person, who had the invitation
	NudgeUnanswered NudgeKind = "unanswered"  // to the organizer, in the morning message: two days without an answer
	NudgeSuggested  NudgeKind = "suggested"   // to the organizer, in the morning message: a suggestion waits for theirs
	NudgeAfter      NudgeKind = "after"       // to the organizer: how did it go?
	NudgeAfterAgain NudgeKind = "after_again" // to the organizer, in the morning message
	NudgeReflect    NudgeKind = "reflect"     // to the organizer, in the morning message
	NudgeFollowup   NudgeKind = "followup"    // to the organizer, in the morning message
	NudgeAgain      NudgeKind = "again"       // to the organizer, in the morning message: you wanted to meet again
	NudgeGetBack    NudgeKind = "get_back"    // to the organizer, in the morning message: the day to get back to someone
	NudgeStillOn    NudgeKind = "still_on"    // to the organizer, in the morning message: are they still on for tomorrow?
	NudgeCame       NudgeKind = "came"        // to the organizer, in the morning message: did they come?
	NudgeWord       NudgeKind = "word"        // to the person: what the organizer had sent after a yes
	NudgeQuiet      NudgeKind = "quiet"       // to the organizer: the bot asks no more until they tap something
	NudgeUndone     NudgeKind = "undone"      // to the organizer: a message could not be delivered
	NudgeCard       NudgeKind = "card"        // to nobody: a message already sent is drawn anew
	NudgePassed     NudgeKind = "passed"      // to nobody: a time that cards offer has passed, and they are drawn anew
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
	// Request is true where the person met asks something of its reader: no pause of
	// theirs holds that back.
	Request bool
}

// The rules of attention. They are the product's promise not to nag, and every
// one has a test.
const (
	// AfterLate is how many hours into the quiet ones "How did it go?" may come
	// when the talk ended in the evening: until 22:00, as things are pre-set.
	AfterLate = 2
	// QuietAfter is how many questions in a row may stay unanswered. Then the
	// bot says once that it goes quiet, and does, until the next tap.
	QuietAfter = 3
	// PhonesAwayBefore a talk, and until its end, neither of the two hears
	// from the bot.
	PhonesAwayBefore = 5 * time.Minute
	// AfterDelay is how long after the end "How did it go?" comes.
	AfterDelay = 15 * time.Minute
	// PrepHour is when the prep card comes, the evening before; PrepLate
	// before the start when the talk was planned later than that.
	PrepHour = 18
	PrepLate = 3 * time.Hour
	// StillGoodHour is when "Still good?" comes, the day before: noon is
	// outside everybody's quiet hours and still "tomorrow".
	StillGoodHour = 12
	// UnansweredAfter is how long an invitation stays unanswered before the
	// organizer is told, once. The person is never reminded to answer.
	UnansweredAfter = 48 * time.Hour
	// AgainLead is how many days before the day two people agreed to meet
	// again the organizer is reminded to plan it.
	AgainLead = 3
	// AgainNear is how many days before that day a talk is taken to be the one they
	// agreed upon; one after it is so, too.
	AgainNear = 14
	// WishFor is how many days after that day, or the one it was put off to, the wish
	// is still spoken of, and stands on Home.
	WishFor = 60
)

// InMorning says whether this kind waits for the morning message.
func (k NudgeKind) InMorning() bool {
	switch k {
	case NudgeAfterAgain, NudgeReflect, NudgeFollowup, NudgeAgain, NudgeUnanswered, NudgeSuggested, NudgeGetBack, NudgeStillOn, NudgeCame:
		return true
	}
	return false
}

// Announces says whether this kind tells of a talk itself, or of the answer to
// it, which is of no use once the talk is over.
func (k NudgeKind) Announces() bool {
	switch k {
	case NudgePlanned, NudgeInvitation, NudgeAnswer, NudgeUndone, NudgeCalledOff:
		return true
	}
	return false
}

// Asks says whether this kind can wait: these fall silent when too many stay
// unanswered, and while somebody has paused. The prep card does not: somebody
// waits at the café.
func (k NudgeKind) Asks() bool { return k == NudgeAfter || k.InMorning() }

// AwaitsTap says whether this kind is counted while nobody taps it: that
// somebody else has not answered is no question to its reader.
func (k NudgeKind) AwaitsTap() bool { return k.Asks() && k != NudgeUnanswered }

// exemptFromQuiet are the kinds somebody is waiting for: what one just did, an
// invitation sent by name, an answer, the reminder a person asked for. Nobody is
// waiting for a word. The welcome answers a first look at Home, and whoever takes it in
// the evening looks on then.
func (k NudgeKind) exemptFromQuiet() bool {
	switch k {
	case NudgeWelcome, NudgeHint, NudgePlanned, NudgeInvitation, NudgeAnswer, NudgeHourBefore, NudgeLate, NudgeCalledOff, NudgeUndone, NudgeCard:
		return true
	}
	return false
}

// ExemptFromPhonesAway are the kinds that may pass while two people talk: a
// redrawn card makes no sound, "I'm running late" is of use only then, and who
// types to the bot has the phone in hand.
func (k NudgeKind) ExemptFromPhonesAway() bool {
	return k == NudgeCard || k == NudgeLate || k == NudgeHint
}

// Defer says whether a nudge that is being looked at now must wait, and until
// when: nothing comes in the receiver's quiet hours, and no question while they
// have paused. It matters when a nudge is late, after a night in which the
// program did not run; in ordinary times the due instants below are already
// kind. What must come before something and would miss it by waiting is sent.
func (n Nudge) Defer(now time.Time, r Rhythm) (until time.Time, wait bool) {
	if n.Kind.Asks() && !n.Request {
		if back := r.MorningOf(r.PausedUntil); r.PausedUntil != (Date{}) && now.Before(back) {
			return back, true
		}
	}
	switch {
	case n.Kind.exemptFromQuiet():
		return time.Time{}, false
	case n.Kind.InMorning():
		// Not before the morning: yesterday's, come late, and today's are one
		// message.
		if h := now.In(r.Zone).Hour(); h >= r.Morning && h < r.QuietFrom {
			return time.Time{}, false
		}
		return r.next(now, r.Morning), true
	case n.Kind == NudgeAfter:
		return r.MorningAfter(now), r.late(now)
	case !r.quiet(now):
		return time.Time{}, false
	}
	until = r.next(now, r.QuietTo)
	if !n.Expires.IsZero() && !until.Before(n.Expires) {
		return time.Time{}, false
	}
	return until, true
}

// NextMorning says whether a nudge waits for the next morning, and until when:
// there is one message of a morning a day. What its facts call for after that
// message went, or what could not go with it, comes with the next.
func (m Member) NextMorning(k NudgeKind, now time.Time) (until time.Time, wait bool) {
	if !k.InMorning() || m.MorningSent.IsZero() || DateOf(m.MorningSent.In(m.Zone)) != DateOf(now.In(m.Zone)) {
		return time.Time{}, false
	}
	return m.MorningOf(DateOf(now.In(m.Zone)).AddDays(1)), true
}

// Rhythms are those of the two people of a meeting. Who is not in Slack has
// none, and hears nothing.
type Rhythms struct {
	Organizer, Person Rhythm
	// Silent is true where the person would rather not hear from us at all: the
	// talk stands, and what is planned to be sent to them is not.
	Silent bool
}

// Nudges are the messages the meeting calls for as it stands. Those already
// sent are among them, so that a fact is written once, but for a question that
// was put off since; whatever is waiting and no longer among them is withdrawn.
func (m Meeting) Nudges(r Rhythms) []Nudge {
	var out []Nudge
	rev, timed := fmt.Sprint(m.Revision), fmt.Sprint(m.Timed)
	told := m.Notice != NoticeTell && !r.Silent // the person hears from the bot
	add := func(k NudgeKind, to ID, occurrence string, due, expires time.Time) {
		out = append(out, Nudge{Kind: k, Subject: m.ID, Receiver: to, Occurrence: occurrence, Due: due, Expires: expires})
	}
	// putOff adds a question on the day it was put off to, in place of what would
	// come of itself; no day, nothing more.
	putOff := func(k NudgeKind, occurrence string, expires time.Time) bool {
		if !m.Later.Said(k) {
			return false
		}
		if due := r.Organizer.MorningOf(m.Later.On); m.Later.On != (Date{}) && (expires.IsZero() || due.Before(expires)) {
			add(k, m.Organizer, occurrence+laterMark+m.Later.On.String(), due, expires)
		}
		return true
	}
	if m.tellsAnswer() {
		occurrence := fmt.Sprintf("%d-%s", m.AnsweredRevision, m.Answer)
		if m.Rounds > 0 {
			// A yes after a suggestion is news, whatever was said before it.
			occurrence += fmt.Sprintf("-%d", m.Rounds)
		}
		if m.Returned > 0 { // and so is what they say after a no
			occurrence = fmt.Sprintf("%d-%s-%d-%d", m.AnsweredRevision, m.Answer, m.Rounds, m.Returned)
		}
		add(NudgeAnswer, m.Organizer, occurrence, m.AnsweredAt, time.Time{})
	}
	passed := func(t time.Time) {
		add(NudgePassed, m.Organizer, fmt.Sprintf("%s-%d", rev, t.Unix()), t, time.Time{})
	}
	for _, t := range m.passes() {
		passed(t)
	}
	switch m.State {
	case Planned:
		add(NudgePlanned, m.Organizer, rev, m.PlannedAt, time.Time{})
		if told {
			last := m.LastStart()
			add(NudgeInvitation, m.Member, rev, m.PlannedAt, last)
			if due := r.Organizer.MorningFrom(m.PlannedAt.Add(UnansweredAfter)); m.Answer == Unanswered && due.Before(last) && !putOff(NudgeUnanswered, timed, last) {
				add(NudgeUnanswered, m.Organizer, timed, due, last)
			}
		}
		if m.Answer == AnotherTime {
			occurrence, until := fmt.Sprintf("%s-%d", rev, m.Rounds), m.SuggestedUntil()
			if due := r.Organizer.MorningAfter(m.AnsweredAt); due.Before(until) && !putOff(NudgeSuggested, occurrence, until) {
				add(NudgeSuggested, m.Organizer, occurrence, due, until)
			}
		}
		if !m.Settled() {
			// They never settled on a time: asked once, and then on Home.
			if !putOff(NudgeAfterAgain, timed+"-open", time.Time{}) {
				add(NudgeAfterAgain, m.Organizer, timed+"-open", r.Organizer.MorningAfter(m.Over()), time.Time{})
			}
			break
		}
		// The time is what these speak of: another place says none of it again.
		if due, ok := m.stillGoodAt(r.Person.Zone); ok && told {
			add(NudgeStillGood, m.Member, timed, due, m.Start.Add(-PhonesAwayBefore))
		}
		// They asked for this one themselves, also where they'd rather not hear from us.
		if m.RemindsAnHourBefore(m.PlannedAt) {
			add(NudgeHourBefore, m.Member, timed, m.Start.Add(-time.Hour), m.Start.Add(-PhonesAwayBefore))
		}
		if due, last := m.prepAt(r.Organizer), m.Start.Add(-PhonesAwayBefore); due.Before(last) {
			add(NudgePrep, m.Organizer, timed, due, last)
		}
		first, atNight := m.afterAt(r.Organizer)
		again := r.Organizer.MorningAfter(first)
		kind := NudgeAfter
		if atNight { // their card offers nothing until then
			kind = NudgeAfterAgain
			passed(m.End())
		}
		add(kind, m.Organizer, timed, first, again)
		if !putOff(NudgeAfterAgain, timed, time.Time{}) {
			add(NudgeAfterAgain, m.Organizer, timed+"-again", again, time.Time{})
		}
	case CalledOff:
		if told && !m.Outside() && !m.Withdrawn() {
			add(NudgeCalledOff, m.Member, rev, m.ClosedAt, m.Over())
		}
	case Met:
		// Somebody who answered only the morning after has been reminded
		// twice: it stays on their Home.
		if due := r.Organizer.MorningAfter(m.End()); m.Line == LineOpen && !putOff(NudgeReflect, timed, time.Time{}) && m.ClosedAt.Before(due) {
			add(NudgeReflect, m.Organizer, timed, due, time.Time{})
		}
	}
	return out
}

// tellsAnswer says whether the organizer is told what the person said. Two who
// agreed face to face both know that; what one of them says later is news.
func (m Meeting) tellsAnswer() bool {
	switch {
	case m.State == Declined:
		return true
	case m.State == CalledOff || m.Answer == Unanswered:
		return false
	}
	return m.Notice == NoticeInvite || m.Answer == AnotherTime || m.Returned > 0 || m.AnsweredAt.After(m.PlannedAt)
}

// passes are the instants at which a button on a card comes to stand for a time
// that has passed, while nothing else has the card drawn anew: the first of two
// times offered, the time they suggest, the one they may come back to, and the end of
// what they never settled on.
func (m Meeting) passes() []time.Time {
	var at []time.Time
	if (m.State == Planned || m.State == Declined) && !m.Second.IsZero() {
		at = append(at, m.Start)
	}
	if m.State == Planned && m.Answer == AnotherTime {
		at = append(at, m.Suggested)
	}
	if m.State == Declined {
		at = append(at, m.SuggestedUntil())
		if !m.Suggested.IsZero() && m.Suggested.Before(at[len(at)-1]) {
			at = append(at, m.Suggested)
		}
	}
	if m.State == Planned && !m.Settled() && !slices.ContainsFunc(at, m.Over().Equal) {
		at = append(at, m.Over())
	}
	return at
}

// prepAt is when the organizer wants the card: the evening before at 18:00, the
// morning of the day, or hours before. What would lie in quiet hours comes
// before they begin, and what would come after the start, or in the small hours
// of the day, the evening before. A talk planned after that has its card 3 hours
// before, or a minute after the planning, so that the answer to the plan is read
// first; and none when the phones are away by then.
func (m Meeting) prepAt(r Rhythm) time.Time {
	evening := r.earlier(atHour(m.Start.In(r.Zone), -1, PrepHour))
	due := evening
	switch r.Lead {
	case LeadMorning:
		if morning := atHour(m.Start.In(r.Zone), 0, r.Morning); !m.Start.Add(-time.Hour).Before(morning) {
			due = morning
		}
	case LeadThree:
		due = r.earlier(m.Start.Add(-3 * time.Hour))
	case LeadOne:
		due = r.earlier(m.Start.Add(-time.Hour))
	}
	if !m.PlannedAt.After(due) {
		return due
	}
	due, soonest := r.earlier(m.Start.Add(-PrepLate)), m.PlannedAt.Add(time.Minute)
	if due.Before(soonest) {
		return soonest
	}
	return due
}

// PrepInMorning says whether the prep card, due the evening before, waits for the
// morning of the day, and until when: several talks on one day come together,
// with whatever else that morning brings. Day are the organizer's talks around
// it. A talk less than an hour after the morning has its card the evening before
// as always: it would come too late.
func (m Meeting) PrepInMorning(day []Meeting, now time.Time, r Rhythm) (morning time.Time, wait bool) {
	start := m.Start.In(r.Zone)
	morning = atHour(start, 0, r.Morning)
	if r.Lead != LeadEvening || !now.Before(morning) || start.Add(-time.Hour).Before(morning) {
		return time.Time{}, false
	}
	talks := 0
	for _, other := range day {
		if other.Settled() && DateOf(other.Start.In(r.Zone)) == DateOf(start) {
			talks++
		}
	}
	return morning, talks > 1
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

// afterAt is 15 minutes after the end, but never late at night: then the next
// morning message asks.
func (m Meeting) afterAt(r Rhythm) (due time.Time, atNight bool) {
	due = m.End().Add(AfterDelay)
	if r.late(due) {
		return r.MorningAfter(due), true
	}
	return due, false
}
