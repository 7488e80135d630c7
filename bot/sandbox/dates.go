package sandbox

import (
	"fmt"
	"strings"
	"time"
)

// slackDate renders the text of a <!date^…> token as Slack does: format with
// its tokens filled in for a reader in loc whose clock stands at now. A format
// without any token gives the fallback. American locales read 12-hour times,
// others 24-hour ones.
// https://docs.slack.dev/messaging/formatting-message-text#date-formatting
func slackDate(unix int64, format, fallback string, loc *time.Location, now time.Time, locale string) string {
	t, now := time.Unix(unix, 0).In(loc), now.In(loc)
	clock := func(seconds bool) string {
		layout := "15:04"
		if seconds {
			layout = "15:04:05"
		}
		if locale == "" || locale == "en-US" {
			layout = strings.Replace(layout, "15", "3", 1) + " PM"
		}
		return t.Format(layout)
	}
	short, long := t.Format("Jan 2, 2006"), fmt.Sprintf("%s %s, %d", t.Format("Monday, January"), ordinal(t.Day()), t.Year())
	plain := fmt.Sprintf("%s %s, %d", t.Format("January"), ordinal(t.Day()), t.Year())
	pretty := func(otherwise string) string {
		if day := nearDay(t, now); day != "" {
			return day
		}
		return otherwise
	}
	divider := long
	if t.Year() == now.Year() {
		divider = strings.TrimSuffix(long, fmt.Sprintf(", %d", t.Year()))
	}
	filled := strings.NewReplacer(
		"{date_num}", t.Format("2006-01-02"),
		"{date_slash}", t.Format("01/02/2006"),
		"{date_short_pretty}", pretty(short),
		"{date_long_pretty}", pretty(long),
		"{date_pretty}", pretty(plain),
		"{date_short}", short,
		"{date_long}", long,
		"{date}", plain,
		"{day_divider_pretty}", pretty(divider),
		"{time_secs}", clock(true),
		"{time}", clock(false),
		"{ago}", ago(t, now),
	).Replace(format)
	if filled == format {
		return fallback
	}
	// A date that becomes a word begins lower case inside a sentence.
	if i := strings.Index(format, "{"); i == 0 && filled != "" {
		return strings.ToUpper(filled[:1]) + filled[1:]
	}
	return filled
}

// nearDay is Slack's word for a day next to today.
func nearDay(t, now time.Time) string {
	for days, word := range map[int]string{-1: "yesterday", 0: "today", 1: "tomorrow"} {
		y, m, d := now.AddDate(0, 0, days).Date()
		if ty, tm, td := t.Date(); y == ty && m == tm && d == td {
			return word
		}
	}
	return ""
}

func ordinal(n int) string {
	suffix := "th"
	if n/10 != 1 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return fmt.Sprintf("%d%s", n, suffix)
}

// ago is a distance in time in words, both ways.
func ago(t, now time.Time) string {
	d := now.Sub(t)
	past := d >= 0
	d = d.Abs()
	words := "less than a minute"
	for _, unit := range []struct {
		name string
		size time.Duration
	}{{"year", 365 * 24 * time.Hour}, {"month", 30 * 24 * time.Hour}, {"day", 24 * time.Hour}, {"hour", time.Hour}, {"minute", time.Minute}} {
		if n := int(d / unit.size); n > 0 {
			words = fmt.Sprintf("%d %s", n, unit.name)
			if n > 1 {
				words += "s"
			}
			break
		}
	}
	if past {
		return words + " ago"
	}
	return "in " + words
}
