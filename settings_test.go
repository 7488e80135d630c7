package oneonone_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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
		"": "", "Ñuño": "Ñ.", "(they) Lee": "T. L.", "李 小龙": "李. 小.", "🚌": "🚌", "T. R.": "T. R.",
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
			[]string{"Thu 11 Jun 18:00 Sam: prep", "Fri 12 Jun 19:00 Sam: after", "Sat 13 Jun 09:00 Sam: after_again"}},
	} {
		if diff := cmp.Diff(append(append([]string(nil), head...), tt.want...), at(tt.change)); diff != "" {
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
