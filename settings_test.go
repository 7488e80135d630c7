package oneonone_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"oneonone"
)

func TestSettingsCheck(t *testing.T) {
	today := oneonone.Date{Year: 2026, Month: time.June, Day: 8}
	for _, tt := range []struct {
		name   string
		change func(*oneonone.Settings)
		want   []string
	}{
		{"as pre-set", func(*oneonone.Settings) {}, nil},
		{"all set", func(s *oneonone.Settings) {
			s.Morning, s.QuietFrom, s.QuietTo, s.Lead, s.Initials, s.Reach = 12, 18, 11, oneonone.LeadOne, true, " 555 0134 \n after six "
			s.PausedUntil = today.AddDays(366)
		}, nil},
		{"the morning as quiet ends", func(s *oneonone.Settings) { s.Morning, s.QuietTo = 7, 7 }, nil},
		{"a morning in the night", func(s *oneonone.Settings) { s.Morning, s.QuietTo = 7, 8 },
			[]string{"morning: That's within your quiet hours. Choose a later time, or let them end earlier."}},
		{"nothing chosen", func(s *oneonone.Settings) { *s = oneonone.Settings{} },
			[]string{"morning: Choose one of these.", "quiet_from: Choose one of these.", "quiet_to: Choose one of these.", "lead: Choose one of these."}},
		{"until today", func(s *oneonone.Settings) { s.PausedUntil = today }, []string{"pause: Choose a day that is still to come."}},
		{"for ever", func(s *oneonone.Settings) { s.PausedUntil = today.AddDays(367) }, []string{"pause: That's more than a year away. Choose a nearer day."}},
		{"a long way to reach", func(s *oneonone.Settings) { s.Reach = strings.Repeat("ñ", 151) },
			[]string{"reach: That's 1 over what fits. A number or an address is enough."}},
	} {
		s := oneonone.Settings{Rhythm: oneonone.RhythmIn(madrid)}
		tt.change(&s)
		if diff := cmp.Diff(tt.want, said(s.Check(today)...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if s.Reach != "" && tt.want == nil && s.Reach != "555 0134 after six" {
			t.Errorf("%s: reach %q", tt.name, s.Reach)
		}
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"Ana Torres": "A. T.", "ana": "A.", "Marta from the bakery": "M. B.", "  João  da Silva ": "J. S.",
		"": "", "Ñuño": "Ñ.", "(they) Lee": "L.", "(they)": "T.", "Rosa Lima (she/her) 🌻": "R. L.", "Rev. Dr. Oluwaseun-Adebayo Fitzgerald 🙏": "O. F.", "Mr Ali": "A.", "Sister": "S.", "李 小龙": "李. 小.", "🚌": "🚌", "T. R.": "T. R.",
	} {
		if got := oneonone.Initials(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// What one has set moves what is sent of the bot's own accord, and nothing else.
func TestNudgesKeepToTheRhythm(t *testing.T) {
	at := func(change func(*oneonone.Rhythm)) []string {
		r := both(madrid)
		change(&r.Organizer)
		return heard(meeting(accept(planned)), r)
	}
	head := []string{"Mon 1 Jun 10:00 Sam: answer", "Mon 1 Jun 10:00 Sam: planned", "Mon 1 Jun 10:00 Ana: invitation", "Thu 11 Jun 12:00 Ana: still_good"}
	for _, tt := range []struct {
		name   string
		change func(*oneonone.Rhythm)
		want   []string
	}{
		{"pre-set", func(*oneonone.Rhythm) {}, []string{"Thu 11 Jun 18:00 Sam: prep", "Fri 12 Jun 19:00 Sam: after", "Sat 13 Jun 09:00 Sam: after_again"}},
		{"an early morning", func(r *oneonone.Rhythm) { r.Morning, r.QuietTo = 6, 5 },
			[]string{"Thu 11 Jun 18:00 Sam: prep", "Fri 12 Jun 19:00 Sam: after", "Sat 13 Jun 06:00 Sam: after_again"}},
		{"ready in the morning", func(r *oneonone.Rhythm) { r.Lead = oneonone.LeadMorning },
			[]string{"Fri 12 Jun 09:00 Sam: prep", "Fri 12 Jun 19:00 Sam: after", "Sat 13 Jun 09:00 Sam: after_again"}},
		{"ready three hours before", func(r *oneonone.Rhythm) { r.Lead = oneonone.LeadThree },
			[]string{"Fri 12 Jun 15:00 Sam: prep", "Fri 12 Jun 19:00 Sam: after", "Sat 13 Jun 09:00 Sam: after_again"}},
		{"ready an hour before", func(r *oneonone.Rhythm) { r.Lead = oneonone.LeadOne },
			[]string{"Fri 12 Jun 17:00 Sam: prep", "Fri 12 Jun 19:00 Sam: after", "Sat 13 Jun 09:00 Sam: after_again"}},
		// Two hours into the quiet ones one may still be asked, and no later. 18:45
		// is the end.
		{"quiet from 18:00, and it ends within", func(r *oneonone.Rhythm) { r.QuietFrom = 18 },
			[]string{"Thu 11 Jun 17:59 Sam: prep", "Fri 12 Jun 19:00 Sam: after", "Sat 13 Jun 09:00 Sam: after_again"}},
	} {
		if diff := cmp.Diff(append(append([]string(nil), head...), tt.want...), at(tt.change)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// Whatever one has set, the card of a talk planned long before comes when it is
// due, and before the talk: quiet hours move it earlier, never to the morning after.
func TestPrepKeepsOutOfQuietHours(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z := zone(zones.Draw(t, "zone"))
		s := oneonone.Settings{Rhythm: oneonone.RhythmIn(z)}
		s.QuietFrom = rapid.SampledFrom(oneonone.QuietFroms).Draw(t, "quiet from")
		s.QuietTo = rapid.SampledFrom(oneonone.QuietTos).Draw(t, "until")
		s.Morning = rapid.SampledFrom(oneonone.Mornings).Draw(t, "morning")
		s.Lead = rapid.SampledFrom(oneonone.Leads).Draw(t, "lead")
		if s.Check(oneonone.Date{}) != nil {
			return // a morning in the night
		}
		start := at(time.UTC, "2026-01-01 00:00").Add(time.Duration(rapid.IntRange(0, 366*24*60).Draw(t, "minute")) * time.Minute)
		m := with(start.AddDate(0, 0, -7), func(p *oneonone.Plan) { p.Start = start })
		nudges := m.Nudges(oneonone.Rhythms{Organizer: s.Rhythm, Person: oneonone.RhythmIn(z)})
		i := slices.IndexFunc(nudges, func(n oneonone.Nudge) bool { return n.Kind == oneonone.NudgePrep })
		if i < 0 {
			t.Fatalf("no card for %s", clock(start, z))
		}
		n := nudges[i]
		if until, wait := n.Defer(n.Due, s.Rhythm); wait || !n.Due.Before(start) {
			t.Errorf("%+v: the card for %s, due %s, waits until %s", s.Rhythm, clock(start, z), clock(n.Due, z), clock(until, z))
		}
	})
}

// The evening and the hours before are those of the wall, also over a night in
// which the clocks change; the morning of the day, only where an hour is left.
func TestLeadsWhenTheClocksChange(t *testing.T) {
	for _, tt := range []struct {
		name      string
		lead      oneonone.Lead
		quietFrom int
		start     string
		want      string
	}{
		{"the evening before the short night", oneonone.LeadEvening, 20, "2026-03-29 12:00", "Sat 28 Mar 18:00"},
		{"quiet from 18:00, before the short night", oneonone.LeadEvening, 18, "2026-03-29 12:00", "Sat 28 Mar 17:59"},
		{"quiet from 18:00, before the long night", oneonone.LeadEvening, 18, "2026-10-25 12:00", "Sat 24 Oct 17:59"},
		{"the morning after the short night", oneonone.LeadMorning, 20, "2026-03-29 10:00", "Sun 29 Mar 09:00"},
		{"the morning after the long night, too late by a minute", oneonone.LeadMorning, 20, "2026-10-25 09:59", "Sat 24 Oct 18:00"},
		{"too late for the morning, quiet from 18:00", oneonone.LeadMorning, 18, "2026-10-25 09:59", "Sat 24 Oct 17:59"},
		{"three hours before, in the short night", oneonone.LeadThree, 20, "2026-03-29 10:59", "Sat 28 Mar 19:59"},
		{"three hours before, just after it", oneonone.LeadThree, 20, "2026-03-29 11:00", "Sun 29 Mar 08:00"},
		{"an hour before, in the long night", oneonone.LeadOne, 18, "2026-10-25 08:59", "Sat 24 Oct 17:59"},
	} {
		r := both(madrid)
		r.Organizer.Lead, r.Organizer.QuietFrom = tt.lead, tt.quietFrom
		start := at(madrid, tt.start)
		m := with(start.AddDate(0, 0, -7), func(p *oneonone.Plan) { p.Start = start })
		if diff := cmp.Diff(tt.want, clock(only(t, m, r, oneonone.NudgePrep).Due, madrid)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// A pause holds back questions until its morning, through the night the clocks
// change, and nothing that somebody waits for.
func TestPause(t *testing.T) {
	r := oneonone.RhythmIn(madrid)
	r.PausedUntil = oneonone.Date{Year: 2026, Month: time.October, Day: 26}
	now := at(madrid, "2026-10-24 12:00")
	for _, k := range []oneonone.NudgeKind{
		oneonone.NudgeAfter, oneonone.NudgeAfterAgain, oneonone.NudgeReflect, oneonone.NudgeFollowup, oneonone.NudgeAgain, oneonone.NudgeUnanswered, oneonone.NudgeSuggested,
	} {
		until, wait := oneonone.Nudge{Kind: k}.Defer(now, r)
		if got := clock(until, madrid); !wait || got != "Mon 26 Oct 09:00" {
			t.Errorf("%s: %t until %s", k, wait, got)
		}
		if _, wait := (oneonone.Nudge{Kind: k}).Defer(until, r); wait {
			t.Errorf("%s waits on after the pause", k)
		}
	}
	for _, k := range []oneonone.NudgeKind{oneonone.NudgePrep, oneonone.NudgeAnswer, oneonone.NudgeInvitation, oneonone.NudgeStillGood, oneonone.NudgeHourBefore, oneonone.NudgeCalledOff, oneonone.NudgeLate} {
		if until, wait := (oneonone.Nudge{Kind: k}).Defer(now, r); wait {
			t.Errorf("%s waits until %v", k, until)
		}
	}
}
