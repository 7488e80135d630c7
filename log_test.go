package oneonone_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

// calledOff is the organizer's calling off.
func calledOff(now time.Time) func(*oneonone.Meeting) error {
	return func(m *oneonone.Meeting) error { return m.CallOff("My son is ill", now) }
}

// suggests is the person's "Another time".
func suggests(start, now time.Time) func(*oneonone.Meeting) error {
	return func(m *oneonone.Meeting) error { return m.Suggest(m.Rounds, start, "I sing", now) }
}

// shifted is a talk that begins so much later than the usual.
func shifted(by time.Duration, acts ...func(*oneonone.Meeting) error) oneonone.Meeting {
	p := talk()
	p.Start = p.Start.Add(by)
	m := oneonone.NewMeeting(sam, ana, p, planned)
	for _, act := range acts {
		if err := act(&m); err != nil {
			panic(err)
		}
	}
	return m
}

// twoTimes is a talk with a second time offered.
func twoTimes(second time.Time) oneonone.Meeting {
	p := talk()
	p.Second = second
	return oneonone.NewMeeting(sam, ana, p, planned)
}

// Which talk is meant by one that is written down.
func TestLogged(t *testing.T) {
	var (
		nextDay = start.Add(24 * time.Hour)
		day     = nextDay.Add(3 * time.Hour)
	)
	const none = -1
	for _, tt := range []struct {
		name  string
		talks []oneonone.Meeting
		start time.Time
		again bool
		want  int
	}{
		{"nothing planned", nil, start, false, none},
		{"at its time", []oneonone.Meeting{meeting()}, start, false, 0},
		{"two hours before", []oneonone.Meeting{meeting()}, start.Add(-oneonone.LogNear), false, 0},
		{"two hours after", []oneonone.Meeting{meeting()}, start.Add(oneonone.LogNear), false, 0},
		{"more than two hours", []oneonone.Meeting{meeting()}, start.Add(oneonone.LogNear + time.Minute), false, none},
		{"at the second time", []oneonone.Meeting{twoTimes(nextDay)}, nextDay, false, 0},
		{"at the first of two", []oneonone.Meeting{twoTimes(nextDay)}, start, false, 0},
		{"between two times", []oneonone.Meeting{twoTimes(nextDay)}, start.Add(12 * time.Hour), false, none},
		{"at the time suggested", []oneonone.Meeting{meeting(suggests(nextDay, dayBefore))}, nextDay, false, 0},
		{"suggested, and off", []oneonone.Meeting{meeting(suggests(nextDay, dayBefore), calledOff(dayBefore))}, nextDay, false, 0},
		{"missed", []oneonone.Meeting{meeting(didNotHappen(end))}, start, false, 0},
		{"declined", []oneonone.Meeting{meeting(notForMe(planned))}, start, false, 0},
		{"called off", []oneonone.Meeting{meeting(calledOff(dayBefore))}, start, false, 0},

		{"held, with nothing written", []oneonone.Meeting{meeting(weMet(during))}, start.Add(oneonone.LogNear), false, 0},
		{"held, with nothing to note", []oneonone.Meeting{meeting(weMet(during), nothingToNote(after))}, start.Add(oneonone.LogNear), false, 0},
		{"written, half an hour away", []oneonone.Meeting{meeting(weMet(during), noted(after))}, start.Add(oneonone.LogNearWritten), false, 0},
		{"written, and further away", []oneonone.Meeting{meeting(weMet(during), noted(after))}, start.Add(oneonone.LogNearWritten + time.Minute), false, none},
		{"written since", []oneonone.Meeting{meeting(weMet(during), noted(after))}, start.Add(oneonone.LogNear), true, 0},

		{"the nearest", []oneonone.Meeting{meeting(), shifted(2 * time.Hour)}, start.Add(50 * time.Minute), false, 0},
		{"the nearest, in any order", []oneonone.Meeting{shifted(2 * time.Hour), meeting()}, start.Add(50 * time.Minute), false, 1},
		{"of two as near the later", []oneonone.Meeting{meeting(), shifted(2 * time.Hour)}, start.Add(time.Hour), false, 1},
		{"planned before missed", []oneonone.Meeting{meeting(didNotHappen(end)), shifted(2 * time.Hour)}, start, false, 1},
		{"held before missed", []oneonone.Meeting{shifted(0, didNotHappen(end)), shifted(time.Hour, weMet(after))}, start, false, 1},
		{"missed before off", []oneonone.Meeting{meeting(calledOff(dayBefore)), shifted(time.Hour, didNotHappen(day))}, start, false, 1},
		{"of those off the nearest", []oneonone.Meeting{meeting(calledOff(dayBefore)), shifted(time.Hour, notForMe(planned))}, start, false, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := oneonone.Logged(tt.talks, tt.start, tt.again)
			if ok != (tt.want != none) {
				t.Fatalf("found: %t", ok)
			}
			if ok && got.ID != tt.talks[tt.want].ID {
				t.Errorf("found %s, want %s", whole(got), whole(tt.talks[tt.want]))
			}
		})
	}
}

// Taken back, the plan stands as it did while a time of it is to come, and a no is a no.
func TestHeldAtTakenBack(t *testing.T) {
	nextDay := start.Add(24 * time.Hour)
	for _, tt := range []struct {
		name      string
		from      oneonone.Meeting
		held, now time.Time
		want      string
	}{
		{"sooner than planned", meeting(accept(planned)), start.Add(-time.Hour), start.Add(-time.Minute), "r1 planned coming Fri 18:00"},
		{"before the second of two", twoTimes(nextDay), nextDay.Add(-time.Hour), nextDay.Add(-time.Minute), "r1 planned Fri 18:00 or Sat 18:00"},
		{"before the time suggested", meeting(suggests(nextDay, dayBefore)), nextDay.Add(-time.Hour), nextDay.Add(-time.Minute), "r1 planned another_time Fri 18:00 suggests Sat 18:00 round 1 reply"},
		{"at the time suggested", meeting(suggests(nextDay, dayBefore)), nextDay, nextDay.Add(time.Hour), "r1 missed another_time Fri 18:00 suggests Sat 18:00 round 1 reply"},
		{"at its time", meeting(accept(planned)), start, end, "r1 missed coming Fri 18:00"},
		{"declined", meeting(notForMe(planned)), start, end, "r1 declined not_for_me Fri 18:00"},
		{"called off", meeting(accept(planned), calledOff(dayBefore)), start, end, "r1 called_off coming Fri 18:00 word"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := tt.from
			m.HeldAt(tt.held, tt.now)
			if err := m.NotMet(m.Version, false, tt.now); err != nil {
				t.Fatal(err)
			}
			if got := whole(m); got != tt.want || m.Before != (oneonone.Times{}) || m.ClosedAt.IsZero() != (m.State == oneonone.Planned || m.State == oneonone.Declined) {
				t.Errorf("%s, closed at %v, before %v; want %s", got, m.ClosedAt, m.Before, tt.want)
			}
		})
	}
}

// The other is shown the times that were spoken of, and no other that one of the two typed.
func TestAsTold(t *testing.T) {
	sooner, about := meeting(accept(planned)), meeting(suggests(start.Add(24*time.Hour), dayBefore))
	sooner.HeldAt(start.Add(-time.Hour), start.Add(-time.Minute))
	about.HeldAt(start.Add(24*time.Hour), start.Add(25*time.Hour))
	for _, tt := range []struct {
		m    oneonone.Meeting
		want string
	}{{sooner, "r1 met coming Fri 18:00"}, {about, "r1 met another_time Sat 18:00 reply"}, {meeting(weMet(after)), "r1 met Fri 18:00"}} {
		if got := whole(tt.m.AsTold()); got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
}

// The talk that is meant was held, at a time of its own or at the one typed.
func TestHeldAt(t *testing.T) {
	var (
		nextDay = start.Add(24 * time.Hour)
		early   = start.Add(-40 * time.Minute)
	)
	for _, tt := range []struct {
		name       string
		from       oneonone.Meeting
		start, now time.Time
		want       string
	}{
		{"at its time", meeting(accept(planned)), start, end, "r1 met coming Fri 18:00"},
		{"about its time", meeting(), early, end, "r1 met Fri 18:00"},
		{"before it was to begin", meeting(accept(planned)), early, start.Add(-5 * time.Minute), "r1 met coming Fri 17:20"},
		{"at the second time", twoTimes(nextDay), nextDay.Add(10 * time.Minute), nextDay.Add(time.Hour), "r1 met Sat 18:00"},
		{"at the first of two", twoTimes(nextDay), start, end, "r1 met Fri 18:00"},
		{"before the second of two", twoTimes(nextDay), nextDay.Add(-time.Hour), nextDay.Add(-time.Minute), "r1 met Sat 17:00"},
		{"of two that have come, the nearest", twoTimes(start.Add(time.Hour)), start.Add(10 * time.Minute), nextDay, "r1 met Fri 18:00"},
		{"at the time suggested", meeting(suggests(nextDay, dayBefore)), nextDay, nextDay, "r1 met another_time Sat 18:00 reply"},
		{"missed", meeting(didNotHappen(end), func(m *oneonone.Meeting) error { return m.Because(oneonone.WhyNoShow) }), start, after, "r1 met Fri 18:00"},
		{"missed, at another hour", meeting(didNotHappen(end)), start.Add(90 * time.Minute), after, "r1 met Fri 19:30"},
		{"declined", meeting(notForMe(planned)), start, after, "r1 met not_for_me Fri 18:00"},
		{"called off", meeting(accept(planned), calledOff(dayBefore)), start, after, "r1 met coming Fri 18:00 word why called_off"},
		{"held already", meeting(weMet(during), noted(after)), start.Add(20 * time.Minute), after, "r1 met written Fri 18:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := tt.from
			m.HeldAt(tt.start, tt.now)
			if got := whole(m); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			if changed := tt.from.State != oneonone.Met; changed != (m.Version > tt.from.Version) || changed && !m.ClosedAt.Equal(tt.now) {
				t.Errorf("version %d to %d, closed at %v", tt.from.Version, m.Version, m.ClosedAt)
			}
			once := m
			m.HeldAt(tt.start, tt.now.Add(time.Hour))
			if diff := cmp.Diff(once, m); diff != "" {
				t.Errorf("the second time changed something (-once +twice):\n%s", diff)
			}
		})
	}
}
