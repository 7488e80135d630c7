package oneonone_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"oneonone"
)

// The rules of attention, one by one. Each is a promise to people who never
// asked to be reminded of anything; where a test below fails, somebody is nagged.

// both are two people in one zone.
func both(z *time.Location) oneonone.Rhythms {
	return oneonone.Rhythms{Organizer: oneonone.RhythmIn(z), Person: oneonone.RhythmIn(z)}
}

// clock is an instant as these tests write it, in the zone of who reads it.
func clock(t time.Time, z *time.Location) string { return t.In(z).Format("Mon 2 Jan 15:04") }

// heard are the nudges of a meeting as the two hear them, each in their own
// zone.
func heard(m oneonone.Meeting, z oneonone.Rhythms) []string {
	var out []string
	for _, n := range m.Nudges(z) {
		who, where := "Ana", z.Person.Zone
		if n.Receiver == m.Organizer {
			who, where = "Sam", z.Organizer.Zone
		}
		out = append(out, fmt.Sprintf("%s %s: %s", clock(n.Due, where), who, n.Kind))
	}
	return out
}

// only gives the one nudge of a kind, or nil.
func only(t testing.TB, m oneonone.Meeting, z oneonone.Rhythms, k oneonone.NudgeKind) *oneonone.Nudge {
	t.Helper()
	var found *oneonone.Nudge
	for _, n := range m.Nudges(z) {
		if n.Kind != k {
			continue
		}
		if found != nil {
			t.Errorf("%s is said twice", k)
		}
		found = &n
	}
	return found
}

// with is a meeting with the plan changed, planned at an instant.
func with(now time.Time, change func(*oneonone.Plan)) oneonone.Meeting {
	p := talk()
	if change != nil {
		change(&p)
	}
	return oneonone.NewMeeting(sam, ana, p, now)
}

func notice(n oneonone.Notice) func(*oneonone.Plan) {
	return func(p *oneonone.Plan) { p.Notice = n }
}

// Who hears what, and when.
func TestWhoHearsWhat(t *testing.T) {
	yes := planned.Add(time.Hour)
	for _, tt := range []struct {
		name string
		m    oneonone.Meeting
		want []string
	}{
		// The organizer is told what was planned, prepared for it and asked
		// how it went; the person is invited, and left in peace.
		{"invited, no answer yet", with(planned, nil), []string{
			"Mon 1 Jun 10:00 Sam: planned",
			"Mon 1 Jun 10:00 Ana: invitation",
			"Thu 4 Jun 09:00 Sam: unanswered", // once, two days on
			"Thu 11 Jun 18:00 Sam: prep",
			"Fri 12 Jun 19:00 Sam: after",
			"Sat 13 Jun 09:00 Sam: after_again",
		}},
		{"invited, and coming", meeting(accept(yes)), []string{
			"Mon 1 Jun 11:00 Sam: answer",
			"Mon 1 Jun 10:00 Sam: planned",
			"Mon 1 Jun 10:00 Ana: invitation",
			"Thu 11 Jun 12:00 Ana: still_good",
			"Thu 11 Jun 18:00 Sam: prep",
			"Fri 12 Jun 19:00 Sam: after",
			"Sat 13 Jun 09:00 Sam: after_again",
		}},
		// Two who agreed face to face: the details, and nobody hears an answer
		// that both know.
		{"agreed", with(planned, notice(oneonone.NoticeAgreed)), []string{
			"Mon 1 Jun 10:00 Sam: planned",
			"Mon 1 Jun 10:00 Ana: invitation",
			"Thu 11 Jun 12:00 Ana: still_good",
			"Thu 11 Jun 18:00 Sam: prep",
			"Fri 12 Jun 19:00 Sam: after",
			"Sat 13 Jun 09:00 Sam: after_again",
		}},
		// Whom the organizer tells hears nothing from the bot.
		{"told by the organizer", with(planned, notice(oneonone.NoticeTell)), []string{
			"Mon 1 Jun 10:00 Sam: planned",
			"Thu 11 Jun 18:00 Sam: prep",
			"Fri 12 Jun 19:00 Sam: after",
			"Sat 13 Jun 09:00 Sam: after_again",
		}},
		// Who said no hears nothing more, and the organizer the no. When the time has
		// passed their card offers no way back, without a sound.
		{"declined", meeting(notForMe(yes)), []string{"Mon 1 Jun 11:00 Sam: answer", "Fri 12 Jun 18:00 Sam: passed"}},
		{"can't come after all", meeting(accept(planned), remindMe(yes), cannotCome(dayBefore)), []string{"Thu 11 Jun 18:00 Sam: answer", "Fri 12 Jun 18:00 Sam: passed"}},
		// Once it is said how it went, nobody asks.
		{"met", meeting(weMet(after)), []string{"Sat 13 Jun 09:00 Sam: reflect"}},
		{"met, and a line written", meeting(weMet(after), noted(after)), nil},
		{"didn't happen", meeting(didNotHappen(after)), nil},
		// Another time: the answer at once, one word the next morning, and no
		// reminder of a time that does not suit.
		{"another time suggested", meeting(suggest(sat, "")(planned)), []string{
			"Mon 1 Jun 10:00 Sam: answer",
			"Sat 13 Jun 18:00 Sam: passed", // no sound: their time is offered no more
			"Sat 13 Jun 18:45 Sam: passed", // nor is any other
			"Mon 1 Jun 10:00 Sam: planned",
			"Mon 1 Jun 10:00 Ana: invitation",
			"Tue 2 Jun 09:00 Sam: suggested",
			"Sun 14 Jun 09:00 Sam: after_again", // if they never settle on any
		}},
		{"another time suggested for the same night", meeting(suggest(planned.Add(12*time.Hour), "")(planned)), []string{
			"Mon 1 Jun 10:00 Sam: answer",
			"Mon 1 Jun 22:00 Sam: passed",
			"Fri 12 Jun 18:45 Sam: passed",
			"Mon 1 Jun 10:00 Sam: planned",
			"Mon 1 Jun 10:00 Ana: invitation",
			"Tue 2 Jun 09:00 Sam: suggested",
			"Sat 13 Jun 09:00 Sam: after_again",
		}},
		// Taken: the details to the person, and the talk as any other.
		{"suggestion taken", meeting(suggest(sat, "")(planned), take(1)(yes)), []string{
			"Mon 1 Jun 11:00 Sam: planned",
			"Mon 1 Jun 11:00 Ana: invitation",
			"Fri 12 Jun 12:00 Ana: still_good",
			"Fri 12 Jun 18:00 Sam: prep",
			"Sat 13 Jun 19:00 Sam: after",
			"Sun 14 Jun 09:00 Sam: after_again",
		}},
		// Two times: of neither is anybody reminded until one is chosen.
		{"two times offered", with(planned, func(p *oneonone.Plan) { p.Second = sun }), []string{
			"Fri 12 Jun 18:00 Sam: passed", // no sound: the first is offered no more
			"Sun 14 Jun 18:45 Sam: passed",
			"Mon 1 Jun 10:00 Sam: planned",
			"Mon 1 Jun 10:00 Ana: invitation",
			"Thu 4 Jun 09:00 Sam: unanswered",
			"Mon 15 Jun 09:00 Sam: after_again",
		}},
		// Who agreed face to face, and then cannot: that is news.
		{"agreed, then another time", func() oneonone.Meeting {
			m := with(planned, notice(oneonone.NoticeAgreed))
			if err := m.Suggest(0, sat, "", yes); err != nil {
				t.Fatal(err)
			}
			return m
		}(), []string{
			"Mon 1 Jun 11:00 Sam: answer",
			"Sat 13 Jun 18:00 Sam: passed",
			"Sat 13 Jun 18:45 Sam: passed",
			"Mon 1 Jun 10:00 Sam: planned",
			"Mon 1 Jun 10:00 Ana: invitation",
			"Tue 2 Jun 09:00 Sam: suggested",
			"Sun 14 Jun 09:00 Sam: after_again",
		}},
		// Off: who was invited is told, who was told in person is not.
		{"called off", meeting(accept(yes), callOff(dayBefore)), []string{"Thu 11 Jun 18:00 Ana: called_off"}},
		{"called off, told in person", func() oneonone.Meeting {
			m := with(planned, notice(oneonone.NoticeTell))
			if err := m.CallOff("", dayBefore); err != nil {
				t.Fatal(err)
			}
			return m
		}(), nil},
		// A yes holds for another place: it is not told again.
		{"another place", func() oneonone.Meeting {
			m, p := meeting(accept(yes)), talk()
			p.Place = "The library"
			if err := m.Revise(p, dayBefore.Add(-48*time.Hour)); err != nil {
				t.Fatal(err)
			}
			return m
		}(), []string{
			"Mon 1 Jun 11:00 Sam: answer",
			"Tue 9 Jun 18:00 Sam: planned",
			"Tue 9 Jun 18:00 Ana: invitation",
			"Thu 11 Jun 12:00 Ana: still_good",
			"Thu 11 Jun 18:00 Sam: prep",
			"Fri 12 Jun 19:00 Sam: after",
			"Sat 13 Jun 09:00 Sam: after_again",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, heard(tt.m, both(madrid))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A no to what two people had agreed upon reaches the organizer, too.
func TestNoToWhatWasAgreed(t *testing.T) {
	m := with(planned, notice(oneonone.NoticeAgreed))
	if err := m.Decline(oneonone.CannotCome, dayBefore); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Thu 11 Jun 18:00 Sam: answer", "Fri 12 Jun 18:00 Sam: passed"}, heard(m, both(madrid))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Every message waits for the one of the morning, but for those that speak of
// right now: the way to a talk, the end of it, what one did, what the other said.
func TestWhatMayInterrupt(t *testing.T) {
	for kind, waits := range map[oneonone.NudgeKind]bool{
		oneonone.NudgeWelcome:    false,
		oneonone.NudgeHint:       false,
		oneonone.NudgePlanned:    false,
		oneonone.NudgeInvitation: false,
		oneonone.NudgeAnswer:     false,
		oneonone.NudgePrep:       false,
		oneonone.NudgeStillGood:  false,
		oneonone.NudgeHourBefore: false,
		oneonone.NudgeLate:       false,
		oneonone.NudgeAfter:      false,
		oneonone.NudgeUndone:     false,
		oneonone.NudgeCard:       false,
		oneonone.NudgeAfterAgain: true,
		oneonone.NudgeReflect:    true,
		oneonone.NudgeFollowup:   true,
		oneonone.NudgeAgain:      true,
	} {
		if kind.InMorning() != waits {
			t.Errorf("%s: waits for the morning %t, want %t", kind, kind.InMorning(), waits)
		}
		// Into a talk comes only what makes no sound, the line of who is late, and
		// the answer to who types to the bot in it.
		passes := kind == oneonone.NudgeCard || kind == oneonone.NudgeLate || kind == oneonone.NudgeHint
		if kind.ExemptFromPhonesAway() != passes {
			t.Errorf("%s: passes into a talk %t, want %t", kind, kind.ExemptFromPhonesAway(), passes)
		}
	}
}

// The prep card comes the evening before; if the talk was planned later than
// that, 3 hours before; and never at night: it moves earlier, not later.
func TestPrepComesTheEveningBefore(t *testing.T) {
	for _, tt := range []struct{ name, planned, start, want string }{
		{"planned long before", "2026-06-01 10:00", "2026-06-12 18:00", "Thu 11 Jun 18:00"},
		{"planned that very evening at six", "2026-06-11 18:00", "2026-06-12 18:00", "Thu 11 Jun 18:00"},
		{"planned a minute past six", "2026-06-11 18:01", "2026-06-12 18:00", "Fri 12 Jun 15:00"},
		{"planned the same day", "2026-06-12 09:00", "2026-06-12 18:00", "Fri 12 Jun 15:00"},
		// Breakfast at 8:00 is prepared for in the evening, not at 5:00.
		{"breakfast, planned long before", "2026-06-01 10:00", "2026-06-12 08:00", "Thu 11 Jun 18:00"},
		{"breakfast, planned at seven in the evening", "2026-06-11 19:00", "2026-06-12 08:00", "Thu 11 Jun 19:59"},
		{"half past ten, planned at seven in the evening", "2026-06-11 19:00", "2026-06-12 10:30", "Thu 11 Jun 19:59"},
		{"eleven, planned at seven in the evening", "2026-06-11 19:00", "2026-06-12 11:00", "Fri 12 Jun 08:00"},
		// A late talk: 3 hours before would be in the evening's quiet.
		{"midnight walk", "2026-06-12 10:00", "2026-06-12 23:30", "Fri 12 Jun 19:59"},
		{"past midnight, planned at seven in the evening", "2026-06-11 19:00", "2026-06-12 00:30", "Thu 11 Jun 19:59"},
		{"eleven at night", "2026-06-12 10:00", "2026-06-12 23:00", "Fri 12 Jun 19:59"},
		{"just before eleven", "2026-06-12 10:00", "2026-06-12 22:59", "Fri 12 Jun 19:59"},
		{"a minute past ten", "2026-06-12 10:00", "2026-06-12 22:00", "Fri 12 Jun 19:00"},
		// Planned later than all that: right after the answer to the plan.
		{"in two hours", "2026-06-12 16:00", "2026-06-12 18:00", "Fri 12 Jun 16:01"},
		{"in three hours", "2026-06-12 15:00", "2026-06-12 18:00", "Fri 12 Jun 15:01"},
		{"breakfast, planned at ten at night", "2026-06-11 22:00", "2026-06-12 08:00", "Thu 11 Jun 22:01"},
		{"in seven minutes", "2026-06-12 17:53", "2026-06-12 18:00", "Fri 12 Jun 17:54"},
		// The phones are away before the card could come.
		{"in six minutes", "2026-06-12 17:54", "2026-06-12 18:00", "never"},
		{"in a minute", "2026-06-12 17:59", "2026-06-12 18:00", "never"},
	} {
		m := with(at(madrid, tt.planned), func(p *oneonone.Plan) { p.Start = at(madrid, tt.start) })
		got := "never"
		if n := only(t, m, both(madrid), oneonone.NudgePrep); n != nil {
			got = clock(n.Due, madrid)
			if want := m.Start.Add(-5 * time.Minute); !n.Expires.Equal(want) {
				t.Errorf("%s: of use until %v, want %v", tt.name, n.Expires, want)
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// "Still good?" is asked at noon the day before, of those who said yes more
// than a day earlier. An unanswered invitation is never followed by a reminder.
func TestStillGoodNeedsAnOldYes(t *testing.T) {
	for _, tt := range []struct {
		name string
		m    oneonone.Meeting
		want string
	}{
		{"no answer", meeting(), "never"},
		{"no answer, though they want a reminder", meeting(remindMe(dayBefore)), "never"},
		{"a yes long ago", meeting(accept(planned)), "Thu 11 Jun 12:00"},
		{"a yes 24 hours before", meeting(accept(at(madrid, "2026-06-10 12:00"))), "Thu 11 Jun 12:00"},
		{"a yes a minute later", meeting(accept(at(madrid, "2026-06-10 12:01"))), "never"},
		{"a yes after that noon", meeting(accept(at(madrid, "2026-06-11 13:00"))), "never"},
		{"a no", meeting(accept(planned), cannotCome(dayBefore)), "never"},
		{"agreed long ago", with(planned, notice(oneonone.NoticeAgreed)), "Thu 11 Jun 12:00"},
		{"agreed just now", with(at(madrid, "2026-06-11 10:00"), notice(oneonone.NoticeAgreed)), "never"},
		{"told by the organizer", with(planned, notice(oneonone.NoticeTell)), "never"},
		{"met already", meeting(accept(planned), weMet(after)), "never"},
		// The yes was to another time.
		{"moved after the yes", meeting(accept(planned), moved(dayBefore)), "never"},
		// Asked and answered: it stays what it was, and is said once.
		{"confirmed", meeting(accept(planned), confirm(dayBefore)), "Thu 11 Jun 12:00"},
	} {
		got := "never"
		if n := only(t, tt.m, both(madrid), oneonone.NudgeStillGood); n != nil {
			got = clock(n.Due, madrid)
			if n.Receiver != ana.Member {
				t.Errorf("%s: asked of %v", tt.name, n.Receiver)
			}
			if want := tt.m.Start.Add(-5 * time.Minute); !n.Expires.Equal(want) {
				t.Errorf("%s: of use until %v, want %v", tt.name, n.Expires, want)
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// An hour before, only who tapped for it hears a word.
func TestHourBeforeOnlyIfTapped(t *testing.T) {
	for _, tt := range []struct {
		name string
		m    oneonone.Meeting
		want string
	}{
		{"coming", meeting(accept(planned)), "never"},
		{"sure to come", meeting(confirm(dayBefore)), "never"},
		{"tapped", meeting(confirm(dayBefore), remindMe(dayBefore)), "Fri 12 Jun 17:00"},
		{"tapped, then can't come", meeting(remindMe(dayBefore), cannotCome(dayBefore)), "never"},
		{"tapped, then moved", meeting(remindMe(dayBefore), moved(dayBefore)), "never"},
	} {
		got := "never"
		if n := only(t, tt.m, both(madrid), oneonone.NudgeHourBefore); n != nil {
			got = clock(n.Due, madrid)
			if n.Receiver != ana.Member {
				t.Errorf("%s: said to %v", tt.name, n.Receiver)
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// "How did it go?" comes 15 minutes after the end, until ten at night; else the
// morning message asks. Twice at most, in all.
func TestAfterTheTalk(t *testing.T) {
	for _, tt := range []struct {
		name, start string
		want        []string
	}{
		{"in the afternoon", "2026-06-12 16:15", []string{"Fri 12 Jun 17:15: after", "Sat 13 Jun 09:00: after_again"}},
		{"in the evening, in time", "2026-06-12 20:59", []string{"Fri 12 Jun 21:59: after", "Sat 13 Jun 09:00: after_again"}},
		{"in the evening, too late", "2026-06-12 21:00", []string{"Sat 13 Jun 09:00: after_again", "Sun 14 Jun 09:00: after_again"}},
		{"at night", "2026-06-12 22:30", []string{"Sat 13 Jun 09:00: after_again", "Sun 14 Jun 09:00: after_again"}},
		// The small hours belong to the day that follows them.
		{"past midnight", "2026-06-12 00:00", []string{"Fri 12 Jun 09:00: after_again", "Sat 13 Jun 09:00: after_again"}},
		{"early, too early", "2026-06-12 06:59", []string{"Fri 12 Jun 09:00: after_again", "Sat 13 Jun 09:00: after_again"}},
		{"early, in time", "2026-06-12 07:00", []string{"Fri 12 Jun 08:00: after", "Sat 13 Jun 09:00: after_again"}},
	} {
		m := with(planned, func(p *oneonone.Plan) { p.Start = at(madrid, tt.start) }) // 45 minutes
		var got []string
		var expires time.Time
		for _, n := range m.Nudges(both(madrid)) {
			if n.Kind != oneonone.NudgeAfter && n.Kind != oneonone.NudgeAfterAgain {
				continue
			}
			got = append(got, fmt.Sprintf("%s: %s", clock(n.Due, madrid), n.Kind))
			// The first question is withdrawn when the second comes: unasked
			// for a day, it is not asked twice in one morning.
			if !expires.IsZero() && !expires.Equal(n.Due) {
				t.Errorf("%s: the first is of use until %v, the second comes %v", tt.name, expires, n.Due)
			}
			expires = n.Expires
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// A line about the talk is asked for once, the next morning; not of who said
// only that morning that they met.
func TestReflectionIsAskedForOnce(t *testing.T) {
	for _, tt := range []struct{ name, met, want string }{
		{"met, said at once", "2026-06-12 19:00", "Sat 13 Jun 09:00"},
		{"met, said while it lasted", "2026-06-12 18:30", "Sat 13 Jun 09:00"},
		{"met, said late at night", "2026-06-13 01:00", "Sat 13 Jun 09:00"},
		{"met, said with the morning message", "2026-06-13 09:00", "never"},
		{"met, said a week later", "2026-06-19 12:00", "never"},
	} {
		got := "never"
		if n := only(t, meeting(weMet(at(madrid, tt.met))), both(madrid), oneonone.NudgeReflect); n != nil {
			got = clock(n.Due, madrid)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// Each answer is told, and told once; each revision has messages of its own.
func TestOccurrences(t *testing.T) {
	occurrences := func(m oneonone.Meeting) []string {
		var out []string
		for _, n := range m.Nudges(both(madrid)) {
			out = append(out, fmt.Sprintf("%s %s", n.Kind, n.Occurrence))
		}
		return out
	}
	want := []string{"answer 1-coming", "planned 1", "invitation 1", "still_good 1", "prep 1", "after 1", "after_again 1-again"}
	if diff := cmp.Diff(want, occurrences(meeting(accept(planned)))); diff != "" {
		t.Errorf("accepted (-want +got):\n%s", diff)
	}
	want = []string{"answer 1-cannot_come", fmt.Sprintf("passed 1-%d", start.Unix())}
	if diff := cmp.Diff(want, occurrences(meeting(accept(planned), cannotCome(dayBefore)))); diff != "" {
		t.Errorf("accepted, then can't come (-want +got):\n%s", diff)
	}
	// Who suggests another time and then says yes says something new.
	suggest := func(m *oneonone.Meeting) error { return m.Suggest(m.Rounds, m.Start.Add(24*time.Hour), "", planned) }
	want = []string{"answer 1-coming-1", "planned 1", "invitation 1", "still_good 1", "prep 1", "after 1", "after_again 1-again"}
	if diff := cmp.Diff(want, occurrences(meeting(accept(planned), suggest, func(m *oneonone.Meeting) error { return m.Suggest(1, m.Start, "", planned) }))); diff != "" {
		t.Errorf("accepted, suggested, accepted (-want +got):\n%s", diff)
	}
	// And so does who comes back after a no, and who then says no once more.
	afterAll := func(m *oneonone.Meeting) error { return m.AfterAll(m.Start, planned) }
	want = []string{"answer 1-coming-0-1", "planned 1", "invitation 1", "still_good 1", "prep 1", "after 1", "after_again 1-again"}
	if diff := cmp.Diff(want, occurrences(meeting(accept(planned), cannotCome(planned), afterAll))); diff != "" {
		t.Errorf("accepted, can't come, can after all (-want +got):\n%s", diff)
	}
	want = []string{"answer 1-not_for_me-0-1", fmt.Sprintf("passed 1-%d", start.Unix())}
	if diff := cmp.Diff(want, occurrences(meeting(notForMe(planned), afterAll, notForMe(planned)))); diff != "" {
		t.Errorf("no, after all, and no (-want +got):\n%s", diff)
	}
	agreed := with(planned, func(p *oneonone.Plan) { p.Notice = oneonone.NoticeAgreed })
	for _, answer := range []func(*oneonone.Meeting) error{cannotCome(planned), afterAll} {
		if err := answer(&agreed); err != nil {
			t.Fatal(err)
		}
	}
	if got := occurrences(agreed); got[0] != "answer 1-coming-0-1" {
		t.Errorf("agreed, can't come, can after all, all in one second: %q", got)
	}
	// Another place says none of it again.
	place := func(m *oneonone.Meeting) error {
		p := m.Plan
		p.Place = "The library"
		return m.Revise(p, planned.Add(time.Hour))
	}
	back := func(m *oneonone.Meeting) error { return m.Suggest(1, m.Start, "", planned) }
	want = []string{"answer 1-coming-1", "planned 2", "invitation 2", "still_good 1", "prep 1", "after 1", "after_again 1-again"}
	if diff := cmp.Diff(want, occurrences(meeting(accept(planned), suggest, back, place))); diff != "" {
		t.Errorf("accepted after a suggestion, and in another place (-want +got):\n%s", diff)
	}
	want = []string{"planned 2", "invitation 2", "unanswered 2", "prep 2", "after 2", "after_again 2-again"}
	if diff := cmp.Diff(want, occurrences(meeting(accept(planned), moved(dayBefore)))); diff != "" {
		t.Errorf("moved (-want +got):\n%s", diff)
	}
}

// An invitation that could not be sent before the talk began is not sent at all.
func TestInvitationExpiresWithTheStart(t *testing.T) {
	if n := only(t, meeting(), both(madrid), oneonone.NudgeInvitation); !n.Expires.Equal(start) {
		t.Errorf("of use until %v, want %v", n.Expires, start)
	}
}

// Mornings, noons and evenings are those of the clock on the wall, also where
// it changed in the night; a yes is fresh for 24 hours as they pass.
func TestWhenTheClocksChange(t *testing.T) {
	for _, tt := range []struct {
		name            string
		zone            *time.Location
		planned, answer string
		start           string
		want            []string
	}{
		{"Madrid, spring: the night has an hour less", madrid, "2026-03-20 10:00", "2026-03-20 11:00", "2026-03-29 21:00", []string{
			"Fri 20 Mar 11:00 Sam: answer", "Fri 20 Mar 10:00 Sam: planned", "Fri 20 Mar 10:00 Ana: invitation",
			"Sat 28 Mar 12:00 Ana: still_good", "Sat 28 Mar 18:00 Sam: prep",
			"Sun 29 Mar 21:45 Sam: passed", "Mon 30 Mar 09:00 Sam: after_again", "Tue 31 Mar 09:00 Sam: after_again",
		}},
		// Noon to noon is 23 hours here: that yes is too fresh to ask.
		{"Madrid, spring: a yes of 23 hours", madrid, "2026-03-20 10:00", "2026-03-28 12:00", "2026-03-30 18:00", []string{
			"Sat 28 Mar 12:00 Sam: answer", "Fri 20 Mar 10:00 Sam: planned", "Fri 20 Mar 10:00 Ana: invitation",
			"Sun 29 Mar 18:00 Sam: prep", "Mon 30 Mar 19:00 Sam: after", "Tue 31 Mar 09:00 Sam: after_again",
		}},
		// And 25 here: half past twelve is a day ago.
		{"Madrid, autumn: a yes of 24 hours and a half", madrid, "2026-10-20 10:00", "2026-10-24 12:30", "2026-10-26 18:00", []string{
			"Sat 24 Oct 12:30 Sam: answer", "Tue 20 Oct 10:00 Sam: planned", "Tue 20 Oct 10:00 Ana: invitation",
			"Sun 25 Oct 12:00 Ana: still_good", "Sun 25 Oct 18:00 Sam: prep",
			"Mon 26 Oct 19:00 Sam: after", "Tue 27 Oct 09:00 Sam: after_again",
		}},
		{"Madrid, autumn: a talk before the long night", madrid, "2026-10-20 10:00", "", "2026-10-24 22:00", []string{
			"Tue 20 Oct 10:00 Sam: planned", "Tue 20 Oct 10:00 Ana: invitation", "Fri 23 Oct 09:00 Sam: unanswered", "Fri 23 Oct 18:00 Sam: prep",
			"Sat 24 Oct 22:45 Sam: passed", "Sun 25 Oct 09:00 Sam: after_again", "Mon 26 Oct 09:00 Sam: after_again",
		}},
		{"New York, spring", newYork, "2026-03-01 10:00", "2026-03-01 11:00", "2026-03-08 18:00", []string{
			"Sun 1 Mar 11:00 Sam: answer", "Sun 1 Mar 10:00 Sam: planned", "Sun 1 Mar 10:00 Ana: invitation",
			"Sat 7 Mar 12:00 Ana: still_good", "Sat 7 Mar 18:00 Sam: prep",
			"Sun 8 Mar 19:00 Sam: after", "Mon 9 Mar 09:00 Sam: after_again",
		}},
		{"New York, autumn", newYork, "2026-10-20 10:00", "2026-10-20 11:00", "2026-11-01 18:00", []string{
			"Tue 20 Oct 11:00 Sam: answer", "Tue 20 Oct 10:00 Sam: planned", "Tue 20 Oct 10:00 Ana: invitation",
			"Sat 31 Oct 12:00 Ana: still_good", "Sat 31 Oct 18:00 Sam: prep",
			"Sun 1 Nov 19:00 Sam: after", "Mon 2 Nov 09:00 Sam: after_again",
		}},
		// Sunday 4 November 2018 began at 1:00 in São Paulo. Half past midnight
		// on Monday, less a day, is a time that never was.
		{"São Paulo, spring: the day without a midnight", saoPaulo, "2018-10-20 10:00", "2018-10-20 11:00", "2018-11-05 00:30", []string{
			"Sat 20 Oct 11:00 Sam: answer", "Sat 20 Oct 10:00 Sam: planned", "Sat 20 Oct 10:00 Ana: invitation",
			"Sun 4 Nov 12:00 Ana: still_good", "Sun 4 Nov 18:00 Sam: prep",
			"Mon 5 Nov 01:15 Sam: passed", "Mon 5 Nov 09:00 Sam: after_again", "Tue 6 Nov 09:00 Sam: after_again",
		}},
		// Saturday 17 February 2018 had its last hour twice.
		{"São Paulo, autumn", saoPaulo, "2018-02-10 10:00", "", "2018-02-17 22:30", []string{
			"Sat 10 Feb 10:00 Sam: planned", "Sat 10 Feb 10:00 Ana: invitation", "Tue 13 Feb 09:00 Sam: unanswered", "Fri 16 Feb 18:00 Sam: prep",
			"Sat 17 Feb 23:15 Sam: passed", "Sun 18 Feb 09:00 Sam: after_again", "Mon 19 Feb 09:00 Sam: after_again",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := with(at(tt.zone, tt.planned), func(p *oneonone.Plan) { p.Start = at(tt.zone, tt.start) })
			if tt.answer != "" {
				if err := m.Accept(at(tt.zone, tt.answer)); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(tt.want, heard(m, both(tt.zone))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Each hears things on their own clock. On Kiritimati it is nearly a day later
// than on Adak: Ana's Saturday evening is Sam's Friday.
func TestFarZones(t *testing.T) {
	m := with(at(adak, "2026-06-01 10:00"), func(p *oneonone.Plan) { p.Start = at(kiritimati, "2026-06-13 18:00") })
	if err := m.Accept(at(adak, "2026-06-02 10:00")); err != nil {
		t.Fatal(err)
	}
	if err := m.RemindHourBefore(at(adak, "2026-06-11 15:00")); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"Tue 2 Jun 10:00 Sam: answer",
		"Mon 1 Jun 10:00 Sam: planned",
		"Tue 2 Jun 09:00 Ana: invitation", // Monday 10:00 for Sam
		"Fri 12 Jun 12:00 Ana: still_good",
		"Sat 13 Jun 17:00 Ana: hour_before",
		"Thu 11 Jun 18:00 Sam: prep", // the talk is on Sam's Friday, 19:00
		"Fri 12 Jun 20:00 Sam: after",
		"Sat 13 Jun 09:00 Sam: after_again",
	}
	if diff := cmp.Diff(want, heard(m, oneonone.Rhythms{Organizer: oneonone.RhythmIn(adak), Person: oneonone.RhythmIn(kiritimati)})); diff != "" {
		t.Errorf("Sam on Adak (-want +got):\n%s", diff)
	}
	want = []string{
		"Wed 3 Jun 09:00 Sam: answer",
		"Tue 2 Jun 09:00 Sam: planned",
		"Mon 1 Jun 10:00 Ana: invitation",
		"Thu 11 Jun 12:00 Ana: still_good",
		"Fri 12 Jun 18:00 Ana: hour_before",
		"Fri 12 Jun 18:00 Sam: prep",
		"Sat 13 Jun 19:00 Sam: after",
		"Sun 14 Jun 09:00 Sam: after_again",
	}
	if diff := cmp.Diff(want, heard(m, oneonone.Rhythms{Organizer: oneonone.RhythmIn(kiritimati), Person: oneonone.RhythmIn(adak)})); diff != "" {
		t.Errorf("Sam on Kiritimati (-want +got):\n%s", diff)
	}
}

// What is looked at late, after a night in which the program slept, does not
// wake anybody.
func TestDefer(t *testing.T) {
	const never = "" // no expiry
	for _, tt := range []struct {
		name    string
		kind    oneonone.NudgeKind
		now     string
		expires string
		want    string
	}{
		// What somebody is waiting for comes at any hour.
		{"an answer at night", oneonone.NudgeAnswer, "2026-06-12 03:00", never, "now"},
		{"an invitation at night", oneonone.NudgeInvitation, "2026-06-12 03:00", "2026-06-12 18:00", "now"},
		{"what one just planned", oneonone.NudgePlanned, "2026-06-12 23:00", never, "now"},
		{"the reminder one asked for", oneonone.NudgeHourBefore, "2026-06-12 07:30", "2026-06-12 08:25", "now"},
		{"somebody is late", oneonone.NudgeLate, "2026-06-12 07:50", "2026-06-12 08:30", "now"},
		{"an invitation that did not arrive", oneonone.NudgeUndone, "2026-06-12 21:10", never, "now"},
		{"a welcome", oneonone.NudgeWelcome, "2026-06-12 21:10", never, "now"},
		{"a hint", oneonone.NudgeHint, "2026-06-12 21:10", never, "now"},
		{"a card drawn anew", oneonone.NudgeCard, "2026-06-12 03:00", never, "now"},

		// Prep and "Still good?": quiet from 20:00 to 8:00, unless waiting
		// would make them come too late.
		{"prep in the last minute of the day", oneonone.NudgePrep, "2026-06-11 19:59", "2026-06-12 17:55", "now"},
		{"prep at eight in the evening", oneonone.NudgePrep, "2026-06-11 20:00", "2026-06-12 17:55", "Fri 12 Jun 08:00"},
		{"prep, woken from sleep at three", oneonone.NudgePrep, "2026-06-12 03:00", "2026-06-12 17:55", "Fri 12 Jun 08:00"},
		{"prep just before eight", oneonone.NudgePrep, "2026-06-12 07:59", "2026-06-12 17:55", "Fri 12 Jun 08:00"},
		{"prep at eight", oneonone.NudgePrep, "2026-06-12 08:00", "2026-06-12 17:55", "now"},
		{"prep for breakfast, woken at three", oneonone.NudgePrep, "2026-06-12 03:00", "2026-06-12 07:55", "now"},
		{"prep that would be too late by a breath", oneonone.NudgePrep, "2026-06-12 03:00", "2026-06-12 08:00", "now"},
		{"prep that would just be in time", oneonone.NudgePrep, "2026-06-12 03:00", "2026-06-12 08:01", "Fri 12 Jun 08:00"},
		{"still good, woken at nine in the evening", oneonone.NudgeStillGood, "2026-06-11 21:00", "2026-06-12 17:55", "Fri 12 Jun 08:00"},
		{"still good, in the afternoon", oneonone.NudgeStillGood, "2026-06-11 15:00", "2026-06-12 17:55", "now"},

		// So does the word after a yes, which nobody is waiting for.
		{"a word at noon", oneonone.NudgeWord, "2026-06-11 12:00", "2026-06-13 12:00", "now"},
		{"a word at eight in the evening", oneonone.NudgeWord, "2026-06-11 20:00", "2026-06-13 20:00", "Fri 12 Jun 08:00"},
		{"a word at two", oneonone.NudgeWord, "2026-06-12 02:01", "2026-06-14 02:01", "Fri 12 Jun 08:00"},
		{"a word before breakfast together", oneonone.NudgeWord, "2026-06-12 02:01", "2026-06-12 08:00", "now"},
		{"a word, just in time", oneonone.NudgeWord, "2026-06-12 02:01", "2026-06-12 08:01", "Fri 12 Jun 08:00"},
		{"a word, in the short night", oneonone.NudgeWord, "2026-03-28 23:00", "2026-03-30 23:00", "Sun 29 Mar 08:00"},

		// "How did it go?" may come until 22:00.
		{"after, at 21:59", oneonone.NudgeAfter, "2026-06-12 21:59", "2026-06-13 09:00", "now"},
		{"after, at 22:00", oneonone.NudgeAfter, "2026-06-12 22:00", "2026-06-13 09:00", "Sat 13 Jun 09:00"},
		{"after, woken from sleep at three", oneonone.NudgeAfter, "2026-06-13 03:00", "2026-06-13 09:00", "Sat 13 Jun 09:00"},
		{"after, woken at eight", oneonone.NudgeAfter, "2026-06-13 08:00", "2026-06-13 09:00", "now"},

		// The morning message comes at 9:00, or later that day: one, not a late
		// one at 8:10 and another at 9:00.
		{"a promise, in time", oneonone.NudgeFollowup, "2026-06-12 09:00", "2026-06-13 09:00", "now"},
		{"a promise, late in the day", oneonone.NudgeFollowup, "2026-06-12 19:59", "2026-06-13 09:00", "now"},
		{"a promise, in the evening", oneonone.NudgeFollowup, "2026-06-12 20:00", "2026-06-13 09:00", "Sat 13 Jun 09:00"},
		{"a promise, woken from sleep at three", oneonone.NudgeFollowup, "2026-06-12 03:00", "2026-06-13 09:00", "Fri 12 Jun 09:00"},
		{"a promise, woken at ten past eight", oneonone.NudgeFollowup, "2026-06-12 08:10", "2026-06-13 09:00", "Fri 12 Jun 09:00"},
		{"how did it go, again, at midnight", oneonone.NudgeAfterAgain, "2026-06-12 00:00", never, "Fri 12 Jun 09:00"},
		{"a line, at night", oneonone.NudgeReflect, "2026-06-12 23:00", never, "Sat 13 Jun 09:00"},
		{"meeting again, at night", oneonone.NudgeAgain, "2026-06-12 23:00", never, "Sat 13 Jun 09:00"},
		{"meeting again, at noon", oneonone.NudgeAgain, "2026-06-12 12:00", never, "now"},

		// In the night the clocks go forward, 8:00 is still 8:00.
		{"prep, in the short night", oneonone.NudgePrep, "2026-03-28 23:00", "2026-03-29 17:55", "Sun 29 Mar 08:00"},
		{"a promise, in the long night", oneonone.NudgeFollowup, "2026-10-24 23:00", "2026-10-26 09:00", "Sun 25 Oct 09:00"},
	} {
		n := oneonone.Nudge{Kind: tt.kind}
		if tt.expires != never {
			n.Expires = at(madrid, tt.expires)
		}
		got := "now"
		if until, wait := n.Defer(at(madrid, tt.now), oneonone.RhythmIn(madrid)); wait {
			got = clock(until, madrid)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	// It is the receiver's night that counts, not the program's.
	prep := oneonone.Nudge{Kind: oneonone.NudgePrep}
	if _, wait := prep.Defer(at(madrid, "2026-06-12 03:00"), oneonone.RhythmIn(kiritimati)); wait {
		t.Error("it is three in the afternoon on Kiritimati: nothing to wait for")
	}
}

func TestMorningAfter(t *testing.T) {
	for _, tt := range []struct {
		zone     *time.Location
		at, want string
	}{
		{madrid, "2026-06-12 18:00", "Sat 13 Jun 09:00 +0200"},
		{madrid, "2026-06-12 23:59", "Sat 13 Jun 09:00 +0200"},
		{madrid, "2026-06-12 00:00", "Fri 12 Jun 09:00 +0200"}, // the small hours
		{madrid, "2026-06-12 07:59", "Fri 12 Jun 09:00 +0200"},
		{madrid, "2026-06-12 08:00", "Sat 13 Jun 09:00 +0200"}, // the day has begun
		{madrid, "2026-06-12 09:00", "Sat 13 Jun 09:00 +0200"},
		{madrid, "2026-12-31 18:00", "Fri 1 Jan 09:00 +0100"},
		{madrid, "2026-03-28 18:00", "Sun 29 Mar 09:00 +0200"}, // 14 hours on
		{madrid, "2026-10-24 18:00", "Sun 25 Oct 09:00 +0100"}, // 16 hours on
		{newYork, "2026-03-07 18:00", "Sun 8 Mar 09:00 -0400"},
		{newYork, "2026-10-31 18:00", "Sun 1 Nov 09:00 -0500"},
		{saoPaulo, "2018-11-03 23:30", "Sun 4 Nov 09:00 -0200"},
		{saoPaulo, "2018-02-17 23:30", "Sun 18 Feb 09:00 -0300"},
		{kiritimati, "2026-06-12 18:00", "Sat 13 Jun 09:00 +1400"},
		{adak, "2026-06-12 18:00", "Sat 13 Jun 09:00 -0900"},
	} {
		got := oneonone.RhythmIn(tt.zone).MorningAfter(at(tt.zone, tt.at).UTC()).Format("Mon 2 Jan 15:04 -0700")
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s, %s (-want +got):\n%s", tt.zone, tt.at, diff)
		}
	}
}

func TestLastMorningBy(t *testing.T) {
	for _, tt := range []struct {
		zone     *time.Location
		at, want string
	}{
		{madrid, "2026-06-12 18:00", "Fri 12 Jun 09:00 +0200"},
		{madrid, "2026-06-12 09:00", "Fri 12 Jun 09:00 +0200"},
		{madrid, "2026-06-12 08:59", "Thu 11 Jun 09:00 +0200"},
		{madrid, "2026-06-12 00:00", "Thu 11 Jun 09:00 +0200"},
		{madrid, "2026-03-29 08:00", "Sat 28 Mar 09:00 +0100"},
		{madrid, "2026-10-25 08:00", "Sat 24 Oct 09:00 +0200"},
		{newYork, "2026-03-08 08:00", "Sat 7 Mar 09:00 -0500"},
		// A day before that, at that time, the clocks jumped: it is still Sunday.
		{saoPaulo, "2018-11-05 00:30", "Sun 4 Nov 09:00 -0200"},
		{kiritimati, "2026-06-12 08:00", "Thu 11 Jun 09:00 +1400"},
		{adak, "2026-06-12 18:00", "Fri 12 Jun 09:00 -0900"},
	} {
		got := oneonone.RhythmIn(tt.zone).LastMorningBy(at(tt.zone, tt.at).UTC()).Format("Mon 2 Jan 15:04 -0700")
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s, %s (-want +got):\n%s", tt.zone, tt.at, diff)
		}
	}
}

// zones are where the people of the property tests live: both ends of the date
// line, half and quarter hours, clocks that change at midnight, by half an hour
// and by two, on the Sundays of either hemisphere or for Ramadan.
var zones = rapid.SampledFrom([]string{
	"UTC", "Europe/Madrid", "America/New_York", "America/Sao_Paulo", "Pacific/Kiritimati", "America/Adak",
	"Asia/Kathmandu", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Chatham", "America/Santiago", "America/Havana",
	"Asia/Beirut", "Africa/Cairo", "Africa/Casablanca", "Atlantic/Azores", "America/St_Johns", "Antarctica/Troll", "Pacific/Apia",
})

// anyMeeting is a meeting that two people somewhere have planned for some time
// within a year, and what became of it.
func anyMeeting(t *rapid.T) (oneonone.Meeting, oneonone.Rhythms) {
	z := oneonone.Rhythms{
		Organizer: oneonone.RhythmIn(zone(zones.Draw(t, "organizer's zone"))),
		Person:    oneonone.RhythmIn(zone(zones.Draw(t, "person's zone"))),
	}
	now := at(time.UTC, "2026-01-01 00:00").Add(time.Duration(rapid.IntRange(0, 366*24*60).Draw(t, "planned, minute")) * time.Minute)
	plan := func() oneonone.Plan {
		p := talk()
		p.Kind = rapid.SampledFrom(oneonone.Kinds).Draw(t, "kind")
		p.Length = rapid.SampledFrom(oneonone.Lengths).Draw(t, "length")
		p.Notice = rapid.SampledFrom(oneonone.Notices).Draw(t, "notice")
		// Soon as often as later.
		most := rapid.SampledFrom([]int{30, 24 * 60, 3 * 24 * 60, 365 * 24 * 60}).Draw(t, "at most ahead, minutes")
		p.Start = now.Add(time.Duration(rapid.IntRange(1, most).Draw(t, "ahead, minutes")) * time.Minute)
		if err := oneonone.CheckStart(now, p.Start); err != nil {
			t.Fatalf("the test planned what cannot be: %v", err)
		}
		return p
	}
	m := oneonone.NewMeeting(sam, ana, plan(), now)
	for range rapid.IntRange(0, 4).Draw(t, "acts") {
		// Time passes, often to somewhere near the talk.
		next := now.Add(time.Duration(rapid.IntRange(0, 48*60).Draw(t, "later, minutes")) * time.Minute)
		if near := m.Start.Add(time.Duration(rapid.IntRange(-26*60, 26*60).Draw(t, "near the start, minutes")) * time.Minute); near.After(now) && rapid.Bool().Draw(t, "near") {
			next = near
		}
		now = next
		version := m.Version
		act := rapid.SampledFrom([]string{"accept", "confirm", "decline", "can't come", "remind", "met", "missed", "noted", "move"}).Draw(t, "act")
		var err error
		switch tell := m.Notice == oneonone.NoticeTell; {
		// Who was never written to has no button to press.
		case act == "accept" && !tell:
			err = m.Accept(now)
		case act == "confirm" && !tell:
			err = m.Confirm(now)
		case act == "decline" && !tell:
			err = m.Decline(oneonone.NotForMe, now)
		case act == "can't come" && !tell:
			err = m.Decline(oneonone.CannotCome, now)
		case act == "remind" && !tell:
			err = m.RemindHourBefore(now)
		case act == "met":
			err = m.WeMet(now)
		case act == "missed":
			err = m.DidNotHappen(now)
		case act == "noted":
			err = m.Noted(oneonone.LineWritten)
		case act == "move":
			err = m.Revise(plan(), now)
		}
		if m.Version < version || err != nil && m.Version != version {
			t.Fatalf("%s: version from %d to %d, error %v", act, version, m.Version, err)
		}
	}
	return m, z
}

// Whatever two people plan, wherever they live, and whatever they press:
func TestNudgesOfAnyMeeting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, z := anyMeeting(t)
		type once struct {
			kind       oneonone.NudgeKind
			receiver   oneonone.ID
			occurrence string
		}
		seen := map[once]bool{}
		times := map[string]int{}
		for _, n := range m.Nudges(z) {
			where := z.Person.Zone
			if n.Receiver == m.Organizer {
				where = z.Organizer.Zone
			}
			fail := func(why string) {
				t.Helper()
				t.Errorf("%s, due %s, of use until %s: %s", n.Kind, clock(n.Due, where), clock(n.Expires, where), why)
			}

			// It is said to one of the two, about this meeting, and once.
			if n.Receiver != m.Organizer && n.Receiver != m.Member {
				fail("said to a stranger")
			}
			if n.Subject != m.ID {
				fail("it speaks of something else")
			}
			key := once{n.Kind, n.Receiver, n.Occurrence}
			if seen[key] {
				fail("said twice under one name")
			}
			seen[key] = true

			// It comes after the planning, and while it is true.
			if n.Due.Before(m.PlannedAt) {
				fail("due before the talk was planned, " + clock(m.PlannedAt, where))
			}
			if !n.Expires.IsZero() && !n.Due.Before(n.Expires) {
				fail("it can never come")
			}
			before := []oneonone.NudgeKind{oneonone.NudgePrep, oneonone.NudgeStillGood, oneonone.NudgeHourBefore}
			if slices.Contains(before, n.Kind) {
				if n.Due.After(m.Start.Add(-5*time.Minute)) || n.Expires.After(m.Start.Add(-5*time.Minute)) {
					fail("it belongs before the phones are away for " + clock(m.Start, where))
				}
			}

			// What the person hears.
			if n.Receiver == m.Member {
				if m.Notice == oneonone.NoticeTell {
					fail("the organizer wanted to tell them")
				}
				if m.State != oneonone.Planned {
					fail("it is off, or over")
				}
				times["person, "+string(n.Kind)]++
				if n.Kind == oneonone.NudgeStillGood {
					if m.Answer != oneonone.Coming {
						fail("a reminder to answer")
					}
					day := oneonone.DateOf(m.Start.In(where)).AddDays(-1)
					if local := n.Due.In(where); oneonone.DateOf(local) != day || local.Format("15:04") != "12:00" {
						fail("it is asked at noon, the day before in the person's zone")
					}
				}
				if n.Kind == oneonone.NudgeHourBefore && !m.HourBefore {
					fail("nobody asked for it")
				}
			}
			if m.State == oneonone.Declined && n.Kind != oneonone.NudgeAnswer && n.Kind != oneonone.NudgePassed {
				fail("they said no")
			}
			switch n.Kind {
			case oneonone.NudgeAfter, oneonone.NudgeAfterAgain, oneonone.NudgeReflect:
				times["how it went"]++
			}

			// When it goes out: at once, or when the quiet hours are over.
			out := n.Due
			if until, wait := n.Defer(out, oneonone.RhythmIn(where)); wait {
				if !until.After(out) {
					fail("it waits for an instant that has passed")
				}
				out = until
			}
			hour := out.In(where).Hour()
			switch n.Kind {
			case oneonone.NudgePrep, oneonone.NudgeStillGood:
				// But for a talk so early and planned so late that all its
				// hours are quiet ones: the organizer was awake a minute ago.
				justPlanned := n.Kind == oneonone.NudgePrep && out.Equal(m.PlannedAt.Add(time.Minute))
				if quiet := hour >= 20 || hour < 8; quiet && !justPlanned {
					fail("it comes in the quiet hours, " + clock(out, where))
				}
			case oneonone.NudgeAfter:
				if hour >= 22 || hour < 8 {
					fail("it comes at night, " + clock(out, where))
				}
				if out.Sub(m.End()) != 15*time.Minute {
					fail("it comes " + out.Sub(m.End()).String() + " after the end")
				}
			case oneonone.NudgeAfterAgain, oneonone.NudgeReflect:
				if local := out.In(where); hour != 9 || local.Minute() != 0 {
					fail("the morning message comes at 9:00, not " + clock(out, where))
				}
				if out.Before(m.End()) {
					fail("the talk is not over")
				}
			}
		}
		for what, n := range times {
			if most := map[string]int{"how it went": 2}[what]; n > max(1, most) {
				t.Errorf("%s: %d times", what, n)
			}
		}
	})
}

// Whenever a nudge is looked at, it waits for an instant that has not passed,
// and then it does not wait again.
func TestDeferEnds(t *testing.T) {
	kinds := []oneonone.NudgeKind{
		oneonone.NudgePrep, oneonone.NudgeStillGood, oneonone.NudgeAfter, oneonone.NudgeAfterAgain,
		oneonone.NudgeReflect, oneonone.NudgeFollowup, oneonone.NudgeAgain, oneonone.NudgeInvitation,
		oneonone.NudgeWord,
	}
	rapid.Check(t, func(t *rapid.T) {
		z := zone(zones.Draw(t, "zone"))
		now := at(time.UTC, "2026-01-01 00:00").Add(time.Duration(rapid.IntRange(0, 2*366*24*60).Draw(t, "minute")) * time.Minute)
		n := oneonone.Nudge{Kind: rapid.SampledFrom(kinds).Draw(t, "kind")}
		until, wait := n.Defer(now, oneonone.RhythmIn(z))
		if !wait {
			return
		}
		if !until.After(now) || until.Sub(now) > 14*time.Hour {
			t.Errorf("%s at %s waits until %s", n.Kind, clock(now, z), clock(until, z))
		}
		if _, wait := n.Defer(until, oneonone.RhythmIn(z)); wait {
			t.Errorf("%s at %s waits again at %s", n.Kind, clock(now, z), clock(until, z))
		}
	})
}

// The morning after is a 9:00 still to come, within a day and a bit; the last
// morning one that has been.
func TestMorningsOfAnyZone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z := zone(zones.Draw(t, "zone"))
		now := at(time.UTC, "2026-01-01 00:00").Add(time.Duration(rapid.IntRange(0, 2*366*24*60).Draw(t, "minute")) * time.Minute)
		next, last := oneonone.RhythmIn(z).MorningAfter(now), oneonone.RhythmIn(z).LastMorningBy(now)
		for _, m := range []time.Time{next, last} {
			if local := m.In(z); local.Hour() != 9 || local.Minute() != 0 {
				t.Errorf("at %s: %s is no morning", clock(now, z), clock(m, z))
			}
		}
		// Two clocks that change make a day of 23 to 27 hours.
		if wait := next.Sub(now); wait <= 0 || wait > 27*time.Hour {
			t.Errorf("the morning after %s is %s", clock(now, z), clock(next, z))
		}
		if ago := now.Sub(last); ago < 0 || ago > 26*time.Hour {
			t.Errorf("the last morning by %s is %s", clock(now, z), clock(last, z))
		}
	})
}
