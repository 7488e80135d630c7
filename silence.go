package oneonone

import "time"

// WhyNoContact is why an invitation is off that its organizer did not call off: the
// person told them that they would rather not hear from us at all. It is among no Whys,
// since nobody chooses it.
const WhyNoContact Why = "no_contact"

// Withdraw ends an invitation that the person has not said yes to, since they would
// rather not hear from us at all: nothing waits for their answer, and they hear nothing
// of that either. What they said yes to stands, and so does what the organizer tells
// them in person.
func (m *Meeting) Withdraw(now time.Time) {
	if m.State != Planned || m.Notice != NoticeInvite || m.Answer == Coming || !now.Before(m.Over()) {
		return
	}
	m.State, m.Why, m.ClosedAt = CalledOff, WhyNoContact, now
	m.Version++
}

// Restore has a withdrawn invitation stand again: that they would rather not hear from
// us was noted by mistake.
func (m *Meeting) Restore(now time.Time) {
	if !m.Withdrawn() || !now.Before(m.Over()) {
		return
	}
	m.State, m.Why, m.ClosedAt = Planned, WhyUntold, time.Time{}
	m.Version++
}

// Withdrawn says whether it was an invitation that ended so.
func (m Meeting) Withdrawn() bool { return m.State == CalledOff && m.Why == WhyNoContact }
