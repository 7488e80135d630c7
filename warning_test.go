package oneonone_test

import (
	"testing"
	"time"

	"oneonone"
)

// One word at most, the weightiest.
func TestWarn(t *testing.T) {
	newYork := zone("America/New_York")
	other := talk().Start.Add(30 * time.Minute)
	for _, tt := range []struct {
		name  string
		start string // in Madrid
		two   string
		c     oneonone.Circumstances
		want  oneonone.WarningKind
	}{
		{"nothing", "2026-06-12 18:00", "", oneonone.Circumstances{}, ""},
		{"in two weeks to the minute", "2026-06-15 10:00", "", oneonone.Circumstances{}, ""},
		{"a minute more", "2026-06-15 10:01", "", oneonone.Circumstances{}, oneonone.WarnFar},
		{"as the day begins", "2026-06-12 08:00", "", oneonone.Circumstances{Zone: madrid}, ""},
		{"before", "2026-06-12 07:59", "", oneonone.Circumstances{Zone: madrid}, oneonone.WarnHour},
		{"until it ends", "2026-06-12 20:15", "", oneonone.Circumstances{Zone: madrid}, ""},
		{"beyond", "2026-06-12 20:16", "", oneonone.Circumstances{Zone: madrid}, oneonone.WarnHour},
		{"into the night", "2026-06-12 23:45", "", oneonone.Circumstances{Zone: madrid}, oneonone.WarnHour},
		{"early for the other", "2026-06-12 13:59", "", oneonone.Circumstances{Zone: madrid, Their: newYork}, oneonone.WarnHour},
		{"not for the other", "2026-06-12 14:00", "", oneonone.Circumstances{Zone: madrid, Their: newYork}, ""},
		{"the second time", "2026-06-12 18:00", "2026-06-13 22:00", oneonone.Circumstances{Zone: madrid}, oneonone.WarnHour},
		{"two talks at once", "2026-06-12 07:00", "", oneonone.Circumstances{Zone: madrid, Overlap: other}, oneonone.WarnOverlap},
		{"planned with them", "2026-06-12 07:00", "", oneonone.Circumstances{Zone: madrid, Overlap: other, Planned: oneonone.Times{Start: other}}, oneonone.WarnPlanned},
		{"suggested by them", "2026-06-12 07:00", "", oneonone.Circumstances{Overlap: other, Planned: oneonone.Times{Start: planned.Add(-time.Hour), Suggested: other}}, oneonone.WarnWaits},
		{"suggested in vain", "2026-06-12 07:00", "", oneonone.Circumstances{Planned: oneonone.Times{Start: other, Suggested: planned.Add(-time.Hour)}}, oneonone.WarnPlanned},
		{"invited by them", "2026-06-12 07:00", "", oneonone.Circumstances{Overlap: other, Planned: oneonone.Times{Start: other}, Invited: oneonone.Times{Start: other}}, oneonone.WarnInvited},
		{"suggested to them", "2026-06-12 07:00", "", oneonone.Circumstances{Overlap: other, Planned: oneonone.Times{Start: other}, Suggested: other}, oneonone.WarnSuggested},
		{"invited, and suggested", "2026-06-12 18:00", "", oneonone.Circumstances{Suggested: other, Invited: oneonone.Times{Start: other}}, oneonone.WarnInvited},
		{"an hour before far", "2026-06-20 07:00", "", oneonone.Circumstances{Zone: madrid}, oneonone.WarnHour},
	} {
		p := talk()
		if p.Start = at(madrid, tt.start); tt.two != "" {
			p.Second = at(madrid, tt.two)
		}
		got, found := p.Warn(planned, tt.c)
		if got.Kind != tt.want || found != (tt.want != "") {
			t.Errorf("%s: %q, %t, want %q", tt.name, got.Kind, found, tt.want)
		}
	}
	for _, tt := range []struct {
		start string // in Madrid
		both  bool
	}{{"2026-06-12 07:59", true}, {"2026-06-12 13:59", false}, {"2026-06-12 20:16", false}} {
		p := talk()
		p.Start = at(madrid, tt.start)
		if w, _ := p.Warn(planned, oneonone.Circumstances{Zone: madrid, Their: newYork}); w.Kind != oneonone.WarnHour || w.Both != tt.both {
			t.Errorf("%s: %+v, want both %t", tt.start, w, tt.both)
		}
	}
	p := talk()
	p.Start = planned.AddDate(0, 0, 19)
	if w, _ := p.Warn(planned, oneonone.Circumstances{}); w.Days != 19 {
		t.Errorf("in %d days, want 19", w.Days)
	}
}
