package oneonone_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"oneonone"
)

func TestParseDate(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want oneonone.Date
		ok   bool
	}{
		{"2026-06-12", oneonone.Date{Year: 2026, Month: time.June, Day: 12}, true},
		{"2028-02-29", oneonone.Date{Year: 2028, Month: time.February, Day: 29}, true},
		{"2026-02-29", oneonone.Date{}, false}, // no leap year
		{"2026-06-31", oneonone.Date{}, false},
		{"2026-6-12", oneonone.Date{}, false},
		{"12.06.2026", oneonone.Date{}, false},
		{"2026-06-12 ", oneonone.Date{}, false},
		{"", oneonone.Date{}, false},
	} {
		got, err := oneonone.ParseDate(tt.in)
		if diff := cmp.Diff(tt.want, got); diff != "" || (err == nil) != tt.ok {
			t.Errorf("ParseDate(%q): error %v, want one: %t (-want +got):\n%s", tt.in, err, !tt.ok, diff)
		}
		if tt.ok && got.String() != tt.in {
			t.Errorf("%q is written %q", tt.in, got)
		}
	}
	if got := (oneonone.Date{}).String(); got != "" {
		t.Errorf("no day is written %q", got)
	}
}

// A day is the day of the clock on the wall.
func TestDateOf(t *testing.T) {
	instant := at(time.UTC, "2026-06-12 10:30")
	for _, tt := range []struct {
		zone *time.Location
		want string
	}{{time.UTC, "2026-06-12"}, {kiritimati, "2026-06-13"}, {adak, "2026-06-12"}} {
		if diff := cmp.Diff(tt.want, oneonone.DateOf(instant.In(tt.zone)).String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.zone, diff)
		}
	}
}

// A day begins at midnight, or where there is none, when the clocks have jumped
// over it.
func TestDateIn(t *testing.T) {
	for _, tt := range []struct {
		zone *time.Location
		day  string
		want string
	}{
		{madrid, "2026-06-12", "2026-06-12 00:00 +0200"},
		{madrid, "2026-03-29", "2026-03-29 00:00 +0100"}, // the jump comes at 2:00
		{saoPaulo, "2018-11-04", "2018-11-04 01:00 -0200"},
		{saoPaulo, "2018-02-18", "2018-02-18 00:00 -0300"},
		{zone("America/Havana"), "2026-03-08", "2026-03-08 01:00 -0400"},
		{zone("America/Santiago"), "2026-09-06", "2026-09-06 01:00 -0300"},
		{zone("Africa/Cairo"), "2026-04-24", "2026-04-24 01:00 +0300"},
		{zone("Atlantic/Azores"), "2026-03-29", "2026-03-29 01:00 +0000"},
		{kiritimati, "2026-06-12", "2026-06-12 00:00 +1400"},
	} {
		d, err := oneonone.ParseDate(tt.day)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, d.In(tt.zone).Format("2006-01-02 15:04 -0700")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.zone, diff)
		}
	}
}

// Everywhere and always, a day begins within itself, and the instant before is
// another day's.
func TestDateInAnyZone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z := zone(zones.Draw(t, "zone"))
		d := oneonone.Date{Year: 2018, Month: time.January, Day: 1}.AddDays(rapid.IntRange(0, 20*365).Draw(t, "day"))
		begins := d.In(z)
		if got := oneonone.DateOf(begins); got != d {
			t.Errorf("%s in %s begins on %s", d, z, got)
		}
		if got := oneonone.DateOf(begins.Add(-time.Second)); !got.Before(d) {
			t.Errorf("%s in %s: a second before its beginning it is %s", d, z, got)
		}
	})
}

func TestAddDays(t *testing.T) {
	day := oneonone.Date{Year: 2026, Month: time.February, Day: 27}
	for n, want := range map[int]string{0: "2026-02-27", 1: "2026-02-28", 2: "2026-03-01", -27: "2026-01-31", 365: "2027-02-27"} {
		if diff := cmp.Diff(want, day.AddDays(n).String()); diff != "" {
			t.Errorf("%d days (-want +got):\n%s", n, diff)
		}
	}
	if !day.Before(day.AddDays(1)) || day.Before(day) || day.AddDays(1).Before(day) {
		t.Error("Before does not order days")
	}
}

// A time of day is what the clock on the wall shows; where the clocks jump over
// it, as much later, and never on another day.
func TestDateAt(t *testing.T) {
	for _, tt := range []struct {
		zone, day    string
		hour, minute int
		want         string
	}{
		{"Europe/London", "2026-06-12", 18, 0, "2026-06-12 18:00 +0100"},
		{"Europe/London", "2028-02-29", 18, 0, "2028-02-29 18:00 +0000"},
		{"Europe/London", "2027-03-28", 1, 30, "2027-03-28 02:30 +0100"},
		{"America/New_York", "2027-03-14", 2, 30, "2027-03-14 03:30 -0400"},
		{"America/Santiago", "2026-09-06", 0, 15, "2026-09-06 01:15 -0300"},
		{"Africa/Cairo", "2026-04-24", 0, 0, "2026-04-24 01:00 +0300"},
		{"Australia/Lord_Howe", "2026-10-04", 2, 15, "2026-10-04 02:45 +1100"}, // half an hour
	} {
		zone, err := time.LoadLocation(tt.zone)
		if err != nil {
			t.Fatal(err)
		}
		day, err := oneonone.ParseDate(tt.day)
		if err != nil {
			t.Fatal(err)
		}
		if got := day.At(tt.hour, tt.minute, zone).Format("2006-01-02 15:04 -0700"); got != tt.want {
			t.Errorf("%s %02d:%02d in %s is %s, want %s", tt.day, tt.hour, tt.minute, tt.zone, got, tt.want)
		}
	}
}
