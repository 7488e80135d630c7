package oneonone_test

import (
	"testing"
	"time"

	"oneonone"
)

// Who would rather not hear from us at all is waited for no more: what they have not
// said yes to ends, and stands again where that was noted by mistake.
func TestWithdraw(t *testing.T) {
	now := time.Date(2026, time.June, 8, 9, 0, 0, 0, time.UTC)
	start := now.AddDate(0, 0, 3)
	for name, tt := range map[string]struct {
		set  func(*oneonone.Meeting)
		at   time.Time
		ends bool
	}{
		"unanswered":      {func(*oneonone.Meeting) {}, now, true},
		"two times":       {func(m *oneonone.Meeting) { m.Second = start.AddDate(0, 0, 1) }, start.Add(time.Hour), true},
		"another time":    {func(m *oneonone.Meeting) { m.Answer, m.Suggested = oneonone.AnotherTime, start.AddDate(0, 0, 1) }, now, true},
		"said yes":        {func(m *oneonone.Meeting) { m.Answer = oneonone.Coming }, now, false},
		"agreed":          {func(m *oneonone.Meeting) { m.Notice, m.Answer = oneonone.NoticeAgreed, oneonone.Coming }, now, false},
		"told in person":  {func(m *oneonone.Meeting) { m.Notice = oneonone.NoticeTell }, now, false},
		"said no":         {func(m *oneonone.Meeting) { m.State, m.Answer = oneonone.Declined, oneonone.NotForMe }, now, false},
		"called off":      {func(m *oneonone.Meeting) { m.State = oneonone.CalledOff }, now, false},
		"over, no answer": {func(*oneonone.Meeting) {}, start.Add(time.Hour), false},
	} {
		m := oneonone.NewMeeting(oneonone.NewID(), oneonone.Person{ID: oneonone.NewID(), Member: oneonone.NewID()},
			oneonone.Plan{Purpose: "The buses", Start: start, Kind: oneonone.Recruitment, Length: 45 * time.Minute, Notice: oneonone.NoticeInvite}, now)
		tt.set(&m)
		was := m
		m.Withdraw(tt.at)
		if m.Withdrawn() != tt.ends || !tt.ends && m != was {
			t.Errorf("%s: %+v", name, m)
		}
		zone := oneonone.RhythmIn(nil)
		for _, silent := range []bool{true, false} {
			for _, n := range m.Nudges(oneonone.Rhythms{Organizer: zone, Person: zone, Silent: silent}) {
				if tt.ends && (n.Receiver == m.Member || n.Kind.InMorning()) {
					t.Errorf("%s: calls for %s", name, n.Kind)
				}
			}
		}
		m.Restore(tt.at)
		if m.Version = was.Version; m != was {
			t.Errorf("%s, restored: %+v, want %+v", name, m, was)
		}
	}
}
