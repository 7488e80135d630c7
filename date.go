package oneonone

import (
	"fmt"
	"time"
)

// Date is a calendar day, in whatever zone its reader lives. The zero Date is
// no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day of t in t's zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads "2026-06-12", the form Slack's date picker gives.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("parse date: %w", err)
	}
	return DateOf(t), nil
}

// String is "2026-06-12", or "" for no day.
func (d Date) String() string {
	if d == (Date{}) {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// In is the beginning of the day in the zone: midnight, or the first instant
// after it where the clocks jump over midnight.
func (d Date) In(zone *time.Location) time.Time {
	t := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
	if DateOf(t) != DateOf(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)) {
		// There is no midnight that day, and the library chose the hour before
		// the jump: 23:00 of the day before.
		_, t = t.ZoneBounds()
	}
	return t
}

// At is a time of day on the day, in the zone. Where the clocks jump over it that
// day, it is as much later as they jump, and never on the day before.
func (d Date) At(hour, minute int, zone *time.Location) time.Time {
	t := time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, zone)
	wanted := time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, time.UTC)
	shown := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, time.UTC)
	if shown.Before(wanted) {
		return t.Add(wanted.Sub(shown)) // the library chose the side before the jump
	}
	return t
}

// AddDays moves along the calendar.
func (d Date) AddDays(n int) Date { return DateOf(d.In(time.UTC).AddDate(0, 0, n)) }

// Before compares days.
func (d Date) Before(e Date) bool { return d.In(time.UTC).Before(e.In(time.UTC)) }
