package oneonone

import "time"

// WarningKind is what is worth a second look before a talk is planned. None of
// it is forbidden: whoever sends the plan again, unchanged, means it.
type WarningKind string

const (
	WarnInvited   WarningKind = "invited"   // the person's invitation waits for the organizer's answer
	WarnSuggested WarningKind = "suggested" // the organizer suggested another time to theirs
	WarnDeclined  WarningKind = "declined"  // they said no to the last invitation
	WarnPlanned   WarningKind = "planned"   // a talk with them is planned already
	WarnWaits     WarningKind = "waits"     // they suggested another time for that, and wait for a word
	WarnOverlap   WarningKind = "overlap"   // the organizer sits in another talk then
	WarnHour      WarningKind = "hour"      // early or late in the day of one of the two
	WarnFar       WarningKind = "far"       // more than two weeks away
)

// Warning is one of them.
type Warning struct {
	Kind WarningKind
	At   time.Time // of the other talk, or the hour warned of
	Or   time.Time // the second time of the other talk, where two were offered; or zero
	Both bool      // of WarnHour: early or late in the day of both
	Days int       // of WarnFar
}

const (
	// MeetWithin is how soon to meet: within 14 days, the handbooks' number.
	MeetWithin = 14 * 24 * time.Hour
	// NoFor is how long a no to an invitation is worth a word before the next.
	NoFor = 30 * 24 * time.Hour
	// DayFrom and DayTo are the hours in which most people like to meet.
	DayFrom, DayTo = 8, 21
)

// Circumstances are what else is known when a talk is planned. All of it is the
// organizer's own to know: their talks, and what Slack shows of the person.
type Circumstances struct {
	// Zone is the organizer's, Their the person's; nil where it is not known.
	Zone, Their *time.Location
	// Invited, Planned and Overlap are when other talks are: one the person has
	// invited the organizer to, who has not answered; one planned with the same
	// person, whoever invited to it; one the organizer sits in at that time. Zero
	// for none. Of the first two, two times may be offered, and of one planned another
	// suggested.
	Invited, Planned Times
	Overlap          time.Time
	// Suggested is the time the organizer suggested to the person in place of
	// theirs; zero where nothing waits for the person's word.
	Suggested time.Time
	// Declined is when the talk was to be that the person said no to lately, at one of two
	// times it may be; zero when something else was planned with them since.
	Declined Times
}

// Warn gives the weightiest thing worth a second look, at most one: a wall of
// warnings is not read. False when there is none.
func (p Plan) Warn(now time.Time, c Circumstances) (Warning, bool) {
	switch {
	case !c.Invited.Start.IsZero():
		return Warning{Kind: WarnInvited, At: c.Invited.Start, Or: c.Invited.Second}, true
	case !c.Suggested.IsZero():
		return Warning{Kind: WarnSuggested, At: c.Suggested}, true
	case !c.Declined.Start.IsZero():
		return Warning{Kind: WarnDeclined, At: c.Declined.Start, Or: c.Declined.Second}, true
	case c.Planned.Suggested.After(now): // the time planned doesn't suit them
		return Warning{Kind: WarnWaits, At: c.Planned.Suggested}, true
	case !c.Planned.Start.IsZero():
		return Warning{Kind: WarnPlanned, At: c.Planned.Start, Or: c.Planned.Second}, true
	case !c.Overlap.IsZero():
		return Warning{Kind: WarnOverlap, At: c.Overlap}, true
	}
	times := []time.Time{p.Start}
	if !p.Second.IsZero() {
		times = append(times, p.Second)
	}
	for _, t := range times {
		mine, theirs := p.atOddHour(t, c.Zone), p.atOddHour(t, c.Their)
		if mine || theirs {
			return Warning{Kind: WarnHour, At: t, Both: mine && theirs}, true
		}
	}
	if ahead := p.Start.Sub(now); ahead > MeetWithin {
		return Warning{Kind: WarnFar, At: p.Start, Days: int(ahead.Hours()+12) / 24}, true
	}
	return Warning{}, false
}

// atOddHour says whether a talk at t begins before the day does, or ends after
// it; of a zone that is not known nothing is said.
func (p Plan) atOddHour(t time.Time, zone *time.Location) bool {
	if zone == nil {
		return false
	}
	local := t.In(zone)
	begins, ends := atHour(local, 0, DayFrom), atHour(local, 0, DayTo)
	return local.Before(begins) || local.Add(p.Length).After(ends)
}
