package oneonone

import "time"

// Rhythm is how somebody's days run: where they live, and when they want to
// hear from the bot. Whatever is sent of the bot's own accord is timed by its
// receiver's. Make one with RhythmIn.
type Rhythm struct {
	Zone *time.Location
	// Morning is the hour of the one message of a morning, which brings what can
	// wait for it: see NudgeKind.InMorning.
	Morning int
	// QuietFrom and QuietTo are hours: from the first of an evening to the
	// second of the next day nothing comes that can come earlier, or later.
	QuietFrom, QuietTo int
	// Lead is when the prep card comes.
	Lead Lead
	// PausedUntil is the day before whose morning nothing comes that can wait; zero
	// when nothing is paused. Talks that stand still have their cards, and their
	// "Still good?", on both sides: somebody waits at the café.
	PausedUntil Date
}

// Lead is how long before a talk its prep card comes.
type Lead string

const (
	LeadEvening Lead = "evening" // 18:00 the evening before
	LeadMorning Lead = "morning" // the morning of the day
	LeadThree   Lead = "three"   // three hours before
	LeadOne     Lead = "one"     // an hour before
)

// Leads in the order they are offered.
var Leads = []Lead{LeadEvening, LeadMorning, LeadThree, LeadOne}

// RhythmIn is the rhythm of somebody who has set nothing: a morning message at
// 9:00, quiet from 20:00 to 8:00, prep the evening before. A nil zone is UTC.
func RhythmIn(zone *time.Location) Rhythm {
	if zone == nil {
		zone = time.UTC
	}
	return Rhythm{Zone: zone, Morning: 9, QuietFrom: 20, QuietTo: 8, Lead: LeadEvening}
}

// MorningOf is the morning of the day.
func (r Rhythm) MorningOf(d Date) time.Time { return atHour(d.In(r.Zone), 0, r.Morning) }

// MorningAfter is the first morning on a later day than t, or on the same day
// when t lies in the small hours before it: a talk that ended at 1:00 is asked
// about at 9:00. It is computed on the calendar, so a night in which the clocks
// change is as long as it is.
func (r Rhythm) MorningAfter(t time.Time) time.Time {
	local := t.In(r.Zone)
	if local.Hour() < r.QuietTo {
		return atHour(local, 0, r.Morning)
	}
	return atHour(local, 1, r.Morning)
}

// MorningFrom is the first morning that is not before t.
func (r Rhythm) MorningFrom(t time.Time) time.Time {
	m := atHour(t.In(r.Zone), 0, r.Morning)
	if m.Before(t) {
		m = atHour(t.In(r.Zone), 1, r.Morning)
	}
	return m
}

// LastMorningBy is the last morning that is not after t.
func (r Rhythm) LastMorningBy(t time.Time) time.Time {
	m := atHour(t.In(r.Zone), 0, r.Morning)
	if m.After(t) {
		m = atHour(t.In(r.Zone), -1, r.Morning)
	}
	return m
}

// quiet says whether t lies in the quiet hours.
func (r Rhythm) quiet(t time.Time) bool {
	h := t.In(r.Zone).Hour()
	return h < r.QuietTo || h >= r.QuietFrom
}

// late says whether t is too late in the night to be asked how a talk went that
// has just ended: two hours into the quiet ones.
func (r Rhythm) late(t time.Time) bool {
	h := t.In(r.Zone).Hour()
	return h < r.QuietTo || h >= r.QuietFrom+AfterLate
}

// earlier moves an instant in quiet hours back to the last instant before they
// began: what must come before something is moved earlier, never later.
func (r Rhythm) earlier(t time.Time) time.Time {
	local := t.In(r.Zone)
	switch h := local.Hour(); {
	case h >= r.QuietFrom:
		return atHour(local, 0, r.QuietFrom).Add(-time.Minute)
	case h < r.QuietTo:
		return atHour(local, -1, r.QuietFrom).Add(-time.Minute)
	}
	return t
}

// next is the next time the clocks show hour:00, after t.
func (r Rhythm) next(t time.Time, hour int) time.Time {
	next := atHour(t.In(r.Zone), 0, hour)
	if !next.After(t) {
		next = atHour(t.In(r.Zone), 1, hour)
	}
	return next
}

// atHour is hour:00 in t's zone, so many days after the day of t. It counts on
// the calendar: the same clock time a day before or after may not exist, where
// the clocks change at midnight.
func atHour(t time.Time, days, hour int) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+days, hour, 0, 0, 0, t.Location())
}
