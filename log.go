package oneonone

import (
	"cmp"
	"slices"
	"time"
)

const (
	// LogNear is how near a talk written down may be to a time of one that was
	// planned, or written down already, to be the same.
	LogNear = 2 * time.Hour
	// LogNearWritten is the same where a line is written of that one: what somebody
	// remembers of one talk must not make way for another of the same day.
	LogNearWritten = 30 * time.Minute
	// LogSooner is how much sooner than planned two may have met: it is asked about.
	LogSooner = 12 * time.Hour
)

// ToCome says whether the talk is planned and may still begin: a time of it has not come.
func (m Meeting) ToCome(now time.Time) bool {
	return m.State == Planned && slices.ContainsFunc(m.times(), now.Before)
}

// Refused says whether it was said no to, or called off, before a time of it that has not
// come yet: who meets until then meets for something else.
func (m Meeting) Refused(now time.Time) bool {
	return (m.State == Declined || m.State == CalledOff) && slices.ContainsFunc(m.times(), now.Before)
}

// Sooner is the talk still to come that may be the one which an organizer writes down as
// begun at start: two may have met sooner than planned, in the morning instead of the
// evening, or have spoken on the phone an hour before. Only they know which, so that they
// are asked.
func Sooner(talks []Meeting, start, now time.Time) (Meeting, bool) {
	coming := slices.DeleteFunc(slices.Clone(talks), func(m Meeting) bool { return !m.ToCome(now) })
	return nearest(coming, start, func(Meeting) time.Duration { return LogSooner })
}

// Logged is which of an organizer's talks with somebody is meant by one they write down
// as begun at start. One that is planned, or was held, is so before one that didn't
// happen, and that before one that was off; then the nearest, and of two as near the
// later. Ok is false where none is: then it is another talk. Again is true of the very
// same submission once more: what they wrote since makes it no other talk.
func Logged(talks []Meeting, start time.Time, again bool) (meant Meeting, ok bool) {
	return nearest(talks, start, func(m Meeting) time.Duration {
		if m.Line == LineWritten && !again {
			return LogNearWritten
		}
		return LogNear
	})
}

// nearest is the talk rather meant than all others that are near enough to start.
func nearest(talks []Meeting, start time.Time, near func(Meeting) time.Duration) (meant Meeting, ok bool) {
	for _, m := range talks {
		if m.away(start) <= near(m) && (!ok || m.ratherLogged(meant, start)) {
			meant, ok = m, true
		}
	}
	return meant, ok
}

// ratherLogged says whether a talk written down that may be either is this one.
func (m Meeting) ratherLogged(other Meeting, start time.Time) bool {
	last := func(m Meeting) int {
		switch m.State {
		case Planned, Met:
			return 0
		case Missed:
			return 1
		}
		return 2
	}
	return cmp.Or(
		cmp.Compare(last(m), last(other)),
		cmp.Compare(m.away(start), other.away(start)),
		other.Start.Compare(m.Start),
	) < 0
}

// HasTime says whether an instant is one of those at which the talk may have been held.
func (m Meeting) HasTime(at time.Time) bool { return slices.ContainsFunc(m.times(), at.Equal) }

// times are those at which the talk may have been held: those offered, and the one that
// the person suggested.
func (m Meeting) times() []time.Time {
	at := []time.Time{m.Start}
	for _, t := range []time.Time{m.Second, m.Suggested} {
		if !t.IsZero() {
			at = append(at, t)
		}
	}
	return at
}

// LastPassed is the latest of those that have come; the start where none has.
func (m Meeting) LastPassed(now time.Time) time.Time {
	last := m.Start
	for _, t := range m.times() {
		if t.After(last) && !t.After(now) {
			last = t
		}
	}
	return last
}

// Nearest is the one of its times that is nearest to an instant.
func (m Meeting) Nearest(at time.Time) time.Time {
	return slices.MinFunc(m.times(), func(a, b time.Time) int { return cmp.Compare(a.Sub(at).Abs(), b.Sub(at).Abs()) })
}

// away is how far that is from it.
func (m Meeting) away(start time.Time) time.Duration { return m.Nearest(start).Sub(start).Abs() }

// HeldAt records that the talk was held, as its organizer writes down what began at
// start: at the time of its own that is meant, and where that had not come yet, when they
// say. They met then whatever was noted, or said, before. A talk that was held already
// stays as it is.
func (m *Meeting) HeldAt(start, now time.Time) {
	if m.State == Met {
		return
	}
	held, nearest := start, LogNear
	if m.State == Missed { // they have said that nobody met then
		nearest = LogNearWritten
	}
	for _, t := range m.times() {
		if near := t.Sub(start).Abs(); near <= nearest && !t.After(now) {
			held, nearest = t, near
		}
	}
	m.hold(held, now)
}

// hold records that the two met at an instant. The times of the plan are kept, with the
// word that goes with them: taken back, it stands as it did.
func (m *Meeting) hold(at, now time.Time) {
	m.Before = Times{}
	if was := (Times{m.Start, m.Second, m.Suggested}); !was.only(at) {
		m.Before = was
	}
	switch {
	case m.State != CalledOff:
		m.Why = WhyUntold
	case m.Why == WhyUntold:
		m.Why = WhyCalledOff
	}
	m.State, m.ClosedAt = Met, now
	m.Start, m.Second, m.Suggested = at, time.Time{}, time.Time{}
	m.Version++
}

// AsPlanned is the talk at the times that were planned, where it was held at another, or at
// one of several.
func (m Meeting) AsPlanned() Meeting {
	if b := m.Before; !b.Start.IsZero() {
		m.Start, m.Second, m.Suggested, m.Before = b.Start, b.Second, b.Suggested, Times{}
	}
	return m
}

// AsTold is the talk as the other knows it: held at a time that nobody had spoken of, it is
// at those that were. When they met then only its organizer has said.
func (m Meeting) AsTold() Meeting {
	if was := m.AsPlanned(); !was.HasTime(m.Start) {
		return was
	}
	return m
}

// AsTheirs is the talk as the person met knows it: AsTold; and where it had been called off,
// they had said no, or the two had not settled on a time, it is that still, whatever its
// organizer notes.
func (m Meeting) AsTheirs() Meeting {
	if m.State != Met {
		return m
	}
	was := m.AsPlanned()
	switch {
	case m.Why == WhyCalledOff:
		was.State, was.Why = CalledOff, WhyUntold
	case m.Why != WhyUntold:
		was.State = CalledOff
	case m.Answer == NotForMe || m.Answer == CannotCome:
		was.State = Declined
	case !was.Second.IsZero() || was.Answer == AnotherTime:
		was.State = Met
	default:
		return m.AsTold()
	}
	return was
}
