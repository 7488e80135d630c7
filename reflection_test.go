package oneonone_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"oneonone"
)

func TestReflectionCheck(t *testing.T) {
	today := oneonone.Date{Year: 2026, Month: time.June, Day: 12}
	const empty = "remember: One line is enough. What should you still know months from now?"
	long := func(n int) string { return strings.Repeat("ñ", n) }
	for _, tt := range []struct {
		name string
		r    oneonone.Reflection
		want []string
	}{
		{"a line", oneonone.Reflection{Remember: "Her father drove the number 9."}, nil},
		{"everything at its limit", oneonone.Reflection{Remember: long(3000), Promise: long(300)}, nil},
		{"nothing to remember", oneonone.Reflection{}, []string{empty}},
		{"spaces to remember", oneonone.Reflection{Remember: " \n\t "}, []string{empty}},
		{"nothing one can see", oneonone.Reflection{Remember: "\x00\x01"}, []string{empty}},
		{"too long by one", oneonone.Reflection{Remember: long(3001)},
			[]string{"remember: That's 1 over what fits. Keep what matters most."}},
		{"a promise too long by one", oneonone.Reflection{Remember: "x", Promise: long(301)},
			[]string{"promise: That's 1 over what fits. One line is enough."}},
		{"a next time not offered", oneonone.Reflection{Remember: "x", Next: "never"},
			[]string{"next: Choose one of these, or leave it open."}},
		{"another date, but which", oneonone.Reflection{Remember: "x", Next: oneonone.NextOtherDate},
			[]string{"next_on: Choose the day."}},
		{"today", oneonone.Reflection{Remember: "x", Next: oneonone.NextOtherDate, NextOn: today},
			[]string{"next_on: Choose a day that is still to come."}},
		{"tomorrow", oneonone.Reflection{Remember: "x", Next: oneonone.NextOtherDate, NextOn: today.AddDays(1)}, nil},
		{"in a year", oneonone.Reflection{Remember: "x", Next: oneonone.NextOtherDate, NextOn: today.AddDays(366)}, nil},
		{"in more than a year", oneonone.Reflection{Remember: "x", Next: oneonone.NextOtherDate, NextOn: today.AddDays(367)},
			[]string{"next_on: That's more than a year away. Choose a nearer day."}},
		{"all at once", oneonone.Reflection{Promise: long(301), Next: oneonone.NextOtherDate}, []string{
			empty, "promise: That's 1 over what fits. One line is enough.", "next_on: Choose the day.",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, said(tt.r.Check(today, oneonone.Reflection{})...)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A note keeps its lines, a promise is one; what no screen shows is dropped.
func TestReflectionCheckCleans(t *testing.T) {
	r := oneonone.Reflection{Remember: "\n Her father\n\tdrove the number 9.\x00 \n", Promise: " send her\n the minutes\x7f "}
	if errs := r.Check(oneonone.Date{}, oneonone.Reflection{}); errs != nil {
		t.Fatal(said(errs...))
	}
	want := []string{"Her father\n\tdrove the number 9.", "send her the minutes"}
	if diff := cmp.Diff(want, []string{r.Remember, r.Promise}); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The day meant by each choice; a month is four weeks, so that the weekday stays.
func TestReflectionNextOn(t *testing.T) {
	today := oneonone.Date{Year: 2026, Month: time.June, Day: 12}
	other := oneonone.Date{Year: 2026, Month: time.July, Day: 1}
	for next, want := range map[oneonone.Next]string{
		oneonone.NextOpen:      "",
		oneonone.NextWeek:      "2026-06-19",
		oneonone.NextTwoWeeks:  "2026-06-26",
		oneonone.NextMonth:     "2026-07-10",
		oneonone.NextOtherDate: "2026-07-01",
	} {
		// A day typed before the choice was changed does not count.
		r := oneonone.Reflection{Remember: "x", Next: next, NextOn: other}
		if errs := r.Check(today, oneonone.Reflection{}); errs != nil {
			t.Errorf("%q: %v", next, said(errs...))
		}
		if diff := cmp.Diff(want, r.NextOn.String()); diff != "" {
			t.Errorf("%q (-want +got):\n%s", next, diff)
		}
	}
}

// Two who want to meet again are reminded to plan it three days before, in the
// morning; or the next morning where that is past. Once, and not when the day
// is long gone.
func TestMeetingAgain(t *testing.T) {
	for _, tt := range []struct {
		name   string
		zone   *time.Location
		wished string
		on     string
		want   string
	}{
		{"left open", madrid, "2026-06-12 19:30", "", "never"},
		{"in a week", madrid, "2026-06-12 19:30", "2026-06-19", "Tue 16 Jun 09:00 until Tue 18 Aug 00:00"},
		{"in four days", madrid, "2026-06-12 19:30", "2026-06-16", "Sat 13 Jun 09:00 until Sat 15 Aug 00:00"},
		{"in three days", madrid, "2026-06-12 19:30", "2026-06-15", "Sat 13 Jun 09:00 until Fri 14 Aug 00:00"},
		{"written that very morning", madrid, "2026-06-16 09:00", "2026-06-19", "Wed 17 Jun 09:00 until Tue 18 Aug 00:00"},
		{"tomorrow", madrid, "2026-06-12 19:30", "2026-06-13", "Sat 13 Jun 09:00 until Wed 12 Aug 00:00"},
		// Three days on the calendar, also over a day of 23 or of 25 hours.
		{"over the short day", madrid, "2026-03-20 19:30", "2026-03-31", "Sat 28 Mar 09:00 until Sat 30 May 00:00"},
		{"over the long day", madrid, "2026-10-16 19:30", "2026-10-27", "Sat 24 Oct 09:00 until Sat 26 Dec 00:00"},
		{"a day without a midnight", saoPaulo, "2018-10-20 19:30", "2018-11-04", "Thu 1 Nov 09:00 until Thu 3 Jan 00:00"},
		{"on Kiritimati", kiritimati, "2026-06-12 19:30", "2026-06-19", "Tue 16 Jun 09:00 until Tue 18 Aug 00:00"},
		{"on Adak", adak, "2026-06-12 19:30", "2026-06-19", "Tue 16 Jun 09:00 until Tue 18 Aug 00:00"},
		// A day chosen later is new: it waits for a morning, too.
		{"chosen later, in time", madrid, "2026-06-13 12:00", "2026-06-19", "Tue 16 Jun 09:00 until Tue 18 Aug 00:00"},
		{"chosen after those three days", madrid, "2026-06-17 12:00", "2026-06-19", "Thu 18 Jun 09:00 until Tue 18 Aug 00:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := oneonone.Reflection{ID: oneonone.ID{7}, Organizer: sam, WishedAt: at(tt.zone, tt.wished)}
			if tt.on != "" {
				var err error
				if r.NextOn, err = oneonone.ParseDate(tt.on); err != nil {
					t.Fatal(err)
				}
			}
			got := "never"
			for _, n := range r.Nudges(oneonone.RhythmIn(tt.zone)) {
				if got != "never" {
					t.Error("it is said twice")
				}
				if n.Kind != oneonone.NudgeAgain || n.Receiver != sam || n.Subject != r.ID || n.Occurrence != tt.on {
					t.Errorf("%+v", n)
				}
				got = fmt.Sprintf("%s until %s", clock(n.Due, tt.zone), clock(n.Expires, tt.zone))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Wherever and whenever it was written: one morning, by that day.
func TestMeetingAgainAnywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z := zone(zones.Draw(t, "zone"))
		r := oneonone.Reflection{WishedAt: at(time.UTC, "2026-01-01 00:00").Add(time.Duration(rapid.IntRange(0, 366*24*60).Draw(t, "minute")) * time.Minute)}
		r.NextOn = oneonone.DateOf(r.WishedAt.In(z)).AddDays(rapid.IntRange(1, 366).Draw(t, "days"))
		for _, n := range r.Nudges(oneonone.RhythmIn(z)) {
			local := n.Due.In(z)
			if local.Hour() != 9 || !n.Due.After(r.WishedAt) || r.NextOn.Before(oneonone.DateOf(local)) || !n.Due.Before(n.Expires) {
				t.Errorf("written %s, for %s: due %s until %s", clock(r.WishedAt, z), r.NextOn, clock(n.Due, z), clock(n.Expires, z))
			}
		}
	})
}
