package views

import (
	"testing"
	"time"

	"github.com/slack-go/slack"

	"oneonone"
)

// The times that windows fill in keep to the calendar, through nights in which
// the clocks change and over the end of February.
func TestTimesFilledIn(t *testing.T) {
	const layout = "2006-01-02 15:04 -0700"
	for _, tt := range []struct {
		zone, start, now string
		week, day        string // the same time next week, and the day after
	}{
		{"Europe/London", "2026-06-08 18:00", "2026-06-08 20:00", "2026-06-15 18:00 +0100", "2026-06-09 18:00 +0100"},
		{"Europe/London", "2027-03-27 18:00", "2027-03-27 20:00", "2027-04-03 18:00 +0100", "2027-03-28 18:00 +0100"},
		{"Europe/London", "2026-10-24 18:00", "2026-10-24 20:00", "2026-10-31 18:00 +0000", "2026-10-25 18:00 +0000"},
		{"Europe/London", "2028-02-22 18:00", "2028-02-28 20:00", "2028-02-29 18:00 +0000", "2028-02-29 18:00 +0000"},
		{"Europe/London", "2028-02-29 18:00", "2028-02-29 20:00", "2028-03-07 18:00 +0000", "2028-03-01 18:00 +0000"},
		// The time does not exist that night: it is later, and the week after it
		// is itself again.
		{"America/New_York", "2027-03-07 02:30", "2027-03-07 20:00", "2027-03-14 03:30 -0400", "2027-03-08 02:30 -0500"},
		{"America/New_York", "2027-03-07 02:30", "2027-03-14 20:00", "2027-03-21 02:30 -0400", "2027-03-15 02:30 -0400"},
		{"America/Santiago", "2026-08-30 00:15", "2026-08-30 20:00", "2026-09-06 01:15 -0300", "2026-08-31 00:15 -0400"},
		{"America/Santiago", "2026-09-05 00:15", "2026-09-05 20:00", "2026-09-12 00:15 -0300", "2026-09-06 01:15 -0300"},
		{"America/Santiago", "2026-08-30 00:15", "2026-09-10 20:00", "2026-09-13 00:15 -0300", "2026-09-11 00:15 -0300"},
	} {
		zone, err := time.LoadLocation(tt.zone)
		if err != nil {
			t.Fatal(err)
		}
		at := func(s string) time.Time {
			when, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
			if err != nil {
				t.Fatal(err)
			}
			return when
		}
		r := For("en-GB", zone, at(tt.now))
		talk := Talk{Meeting: oneonone.Meeting{Plan: oneonone.Plan{Start: at(tt.start), Length: 45 * time.Minute}}}
		if got := NextWeek(r, talk).In(zone).Format(layout); got != tt.week {
			t.Errorf("%s in %s, next week: %s, want %s", tt.start, tt.zone, got, tt.week)
		}
		for _, b := range SuggestModal(r, talk, false, "").Blocks.BlockSet {
			if in, ok := b.(*slack.InputBlock); ok && in.BlockID == string(oneonone.FieldWhen) {
				got := time.Unix(in.Element.(*slack.DateTimePickerBlockElement).InitialDateTime, 0).In(zone).Format(layout)
				if got != tt.day {
					t.Errorf("%s in %s, another time: %s, want %s", tt.start, tt.zone, got, tt.day)
				}
			}
		}
	}
}
