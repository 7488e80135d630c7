package oneonone_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

// on is a day as these tests write it; "" is no day.
func on(day string) oneonone.Date {
	if day == "" {
		return oneonone.Date{}
	}
	d, err := oneonone.ParseDate(day)
	if err != nil {
		panic(err)
	}
	return d
}

// refusal is what somebody reads, or "" when nothing was refused.
func refusal(err error) string {
	e, ok := errors.AsType[*oneonone.Error](err)
	if err == nil {
		return ""
	}
	if !ok {
		return err.Error()
	}
	return fmt.Sprintf("%s %s", e.Kind, said(e)[0])
}

// Tomorrow is the next morning as the clock on the wall shows it, and next week
// the same day of it; in the small hours the day has not begun.
func TestWaits(t *testing.T) {
	for _, tt := range []struct {
		name           string
		zone           *time.Location
		now            string
		tomorrow, week string
	}{
		{"in the evening", madrid, "2026-06-12 19:30", "Sat 13 Jun 09:00", "Fri 19 Jun 09:00"},
		{"in the morning", madrid, "2026-06-12 09:00", "Sat 13 Jun 09:00", "Fri 19 Jun 09:00"},
		{"a minute to midnight", madrid, "2026-06-12 23:59", "Sat 13 Jun 09:00", "Fri 19 Jun 09:00"},
		{"after midnight: after some sleep", madrid, "2026-06-13 00:30", "Sat 13 Jun 09:00", "Fri 19 Jun 09:00"},
		{"over the short night", madrid, "2026-03-28 22:00", "Sun 29 Mar 09:00", "Sat 4 Apr 09:00"},
		{"in the short night", madrid, "2026-03-29 03:30", "Sun 29 Mar 09:00", "Sat 4 Apr 09:00"},
		{"a week over the short night", madrid, "2026-03-24 12:00", "Wed 25 Mar 09:00", "Tue 31 Mar 09:00"},
		{"over the long night", madrid, "2026-10-24 22:00", "Sun 25 Oct 09:00", "Sat 31 Oct 09:00"},
		{"a week over the long night", newYork, "2026-10-28 12:00", "Thu 29 Oct 09:00", "Wed 4 Nov 09:00"},
		{"a day without a midnight", saoPaulo, "2018-11-03 23:30", "Sun 4 Nov 09:00", "Sat 10 Nov 09:00"},
		{"on Kiritimati", kiritimati, "2026-12-31 12:00", "Fri 1 Jan 09:00", "Thu 7 Jan 09:00"},
	} {
		r, now := oneonone.RhythmIn(tt.zone), at(tt.zone, tt.now)
		for w, want := range map[oneonone.Wait]string{oneonone.WaitTomorrow: tt.tomorrow, oneonone.WaitWeek: tt.week} {
			if got := clock(r.MorningOf(r.Day(w, now)), tt.zone); got != want {
				t.Errorf("%s, %s: %s, want %s", tt.name, w, got, want)
			}
		}
		if got := r.Day(oneonone.WaitNever, now); got != (oneonone.Date{}) {
			t.Errorf("%s: never is %s", tt.name, got)
		}
	}
}

// What is offered can be taken, and what is not would be refused: a morning after the
// talk has begun is too late.
func TestWaitsOffered(t *testing.T) {
	for _, tt := range []struct {
		name, start, now string
		morning          int
		want             []oneonone.Wait
	}{
		{"in a week and a day", "2026-06-12 18:00", "2026-06-04 09:05", 9, oneonone.Waits},
		{"in a week, at eight", "2026-06-12 08:00", "2026-06-05 09:05", 9, []oneonone.Wait{oneonone.WaitTomorrow}},
		{"tomorrow evening", "2026-06-12 18:00", "2026-06-11 09:05", 9, []oneonone.Wait{oneonone.WaitTomorrow}},
		{"tomorrow at eight", "2026-06-12 08:00", "2026-06-11 09:05", 9, []oneonone.Wait{}},
		{"tomorrow with the morning message", "2026-06-12 09:00", "2026-06-11 09:05", 9, []oneonone.Wait{}},
		{"tomorrow before noon, for who gets up late", "2026-06-12 11:30", "2026-06-11 12:05", 12, []oneonone.Wait{}},
		{"today, in the small hours", "2026-06-12 18:00", "2026-06-12 01:00", 9, []oneonone.Wait{oneonone.WaitTomorrow}},
		{"today", "2026-06-12 18:00", "2026-06-12 09:05", 9, []oneonone.Wait{}},
	} {
		now, r := at(madrid, tt.now), oneonone.RhythmIn(madrid)
		r.Morning = tt.morning
		start := at(madrid, tt.start)
		unanswered := with(planned, func(p *oneonone.Plan) { p.Start = start })
		suggested := with(planned, func(p *oneonone.Plan) { p.Start = planned.AddDate(0, 0, 1) })
		sooner := with(planned, func(p *oneonone.Plan) { p.Start = start })
		for m, on := range map[*oneonone.Meeting]time.Time{&suggested: start, &sooner: start.AddDate(0, 0, -1)} {
			if err := suggest(on, "")(planned)(m); err != nil {
				t.Fatal(err)
			}
		}
		for _, m := range []oneonone.Meeting{unanswered, suggested, sooner} {
			about := oneonone.NudgeUnanswered
			if m.Answer == oneonone.AnotherTime {
				about = oneonone.NudgeSuggested
			}
			waits := m.Waits(about, now, r)
			if diff := cmp.Diff(tt.want, waits); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", tt.name, about, diff)
			}
			for _, w := range oneonone.Waits {
				q := oneonone.Asked{About: about, Subject: m.ID, Timed: 1, Round: m.Rounds}
				try := m
				err := try.PutOff(q, r.Day(w, now), now, r)
				if offered := slices.Contains(waits, w); offered != (err == nil) {
					t.Errorf("%s, %s, %s: offered %t, and then %v", tt.name, about, w, offered, err)
				}
				if err != nil && len(waits) == 0 && refusal(err) != "invalid later: No morning is left before that. It stays on my Home page." {
					t.Errorf("%s, %s: %s", tt.name, about, refusal(err))
				}
			}
		}
	}
}

// A question can be put off while it is open: it then comes once, on that day,
// in place of what would have come of itself; left, it comes no more.
func TestMeetingPutOff(t *testing.T) {
	const (
		past    = "stale : That has changed since, so there is nothing left to ask."
		tooLate = "invalid later: That would be too late for this one. Choose an earlier day."
		newer   = "stale : This talk was changed in the meantime. The newer message has the details."
	)
	suggested := suggest(sat, "")(planned)
	for _, tt := range []struct {
		name  string
		m     oneonone.Meeting
		about oneonone.NudgeKind
		now   time.Time
		on    string
		want  string // the questions from then on, or why not
	}{
		{"how it went, tomorrow", meeting(accept(planned)), oneonone.NudgeAfter, after, "2026-06-13", "Fri 12 Jun 19:00 after, Sat 13 Jun 09:00 after_again"},
		{"how it went, in two weeks", meeting(accept(planned)), oneonone.NudgeAfterAgain, after, "2026-06-26", "Fri 12 Jun 19:00 after, Fri 26 Jun 09:00 after_again"},
		{"how it went, never", meeting(accept(planned)), oneonone.NudgeAfter, after, "", "Fri 12 Jun 19:00 after"},
		{"how it went, before it is over", meeting(), oneonone.NudgeAfter, during, "2026-06-13", past},
		{"how it went, answered", meeting(weMet(after)), oneonone.NudgeAfter, after, "2026-06-13", past},
		{"how it went, didn't happen", meeting(didNotHappen(after)), oneonone.NudgeAfter, after, "", past},
		{"how it went, moved", meeting(moved(dayBefore)), oneonone.NudgeAfter, after, "2026-06-13", newer},
		{"never settled, in a week", meeting(suggested), oneonone.NudgeAfterAgain, at(madrid, "2026-06-14 09:05"), "2026-06-21", "Tue 2 Jun 09:00 suggested, Sun 21 Jun 09:00 after_again"},
		{"never settled, never", meeting(suggested), oneonone.NudgeAfterAgain, at(madrid, "2026-06-14 09:05"), "", "Tue 2 Jun 09:00 suggested"},
		{"never settled, while the time suggested is to come", meeting(suggested), oneonone.NudgeAfterAgain, at(madrid, "2026-06-13 09:05"), "2026-06-21", past},
		{"a line, in a week", meeting(weMet(after)), oneonone.NudgeReflect, at(madrid, "2026-06-13 09:05"), "2026-06-20", "Sat 20 Jun 09:00 reflect"},
		{"a line, written", meeting(weMet(after), noted(after)), oneonone.NudgeReflect, after, "2026-06-20", past},
		{"a line of a talk that was not", meeting(didNotHappen(after)), oneonone.NudgeReflect, after, "2026-06-20", past},
		{"no answer, in three days", meeting(), oneonone.NudgeUnanswered, at(madrid, "2026-06-04 09:05"), "2026-06-07", "Sun 7 Jun 09:00 unanswered, Fri 12 Jun 19:00 after, Sat 13 Jun 09:00 after_again"},
		{"no answer, the morning of the talk", meeting(), oneonone.NudgeUnanswered, at(madrid, "2026-06-04 09:05"), "2026-06-12", "Fri 12 Jun 09:00 unanswered, Fri 12 Jun 19:00 after, Sat 13 Jun 09:00 after_again"},
		{"no answer, after the talk", meeting(), oneonone.NudgeUnanswered, at(madrid, "2026-06-04 09:05"), "2026-06-13", tooLate},
		{"no answer, never", meeting(), oneonone.NudgeUnanswered, at(madrid, "2026-06-04 09:05"), "", "Fri 12 Jun 19:00 after, Sat 13 Jun 09:00 after_again"},
		{"an answer", meeting(accept(planned)), oneonone.NudgeUnanswered, at(madrid, "2026-06-04 09:05"), "2026-06-07", past},
		{"two times, until the second", with(planned, func(p *oneonone.Plan) { p.Second = sat }), oneonone.NudgeUnanswered, at(madrid, "2026-06-04 09:05"), "2026-06-13", "Sat 13 Jun 09:00 unanswered, Sun 14 Jun 09:00 after_again"},
		{"a suggestion, tomorrow", meeting(suggested), oneonone.NudgeSuggested, at(madrid, "2026-06-02 09:05"), "2026-06-03", "Wed 3 Jun 09:00 suggested, Sun 14 Jun 09:00 after_again"},
		{"a suggestion, too late", meeting(suggested), oneonone.NudgeSuggested, at(madrid, "2026-06-02 09:05"), "2026-06-14", tooLate},
		{"a suggestion, never", meeting(suggested), oneonone.NudgeSuggested, at(madrid, "2026-06-02 09:05"), "", "Sun 14 Jun 09:00 after_again"},
		{"a suggestion, taken", meeting(suggested, take(1)(planned)), oneonone.NudgeSuggested, at(madrid, "2026-06-02 09:05"), "2026-06-03", newer},
		{"a suggestion, and a newer one", meeting(suggested, suggest(sun, "")(planned)), oneonone.NudgeSuggested, at(madrid, "2026-06-02 09:05"), "2026-06-03", past},
		{"not a question", meeting(), oneonone.NudgePrep, planned, "2026-06-03", past},
		{"yesterday", meeting(), oneonone.NudgeAfter, after, "2026-06-11", "invalid later: Choose a day that is still to come."},
		{"today", meeting(), oneonone.NudgeAfter, after, "2026-06-12", "invalid later: Choose a day that is still to come."},
		{"in a year", meeting(accept(planned)), oneonone.NudgeAfter, after, "2027-06-13", "Fri 12 Jun 19:00 after, Sun 13 Jun 09:00 after_again"},
		{"in more than a year", meeting(), oneonone.NudgeAfter, after, "2027-06-14", "invalid later: That's more than a year away. Choose a nearer day."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := tt.m
			before := m
			q := oneonone.Asked{About: tt.about, Subject: m.ID, Timed: 1, Round: min(m.Rounds, 1)}
			err := m.PutOff(q, on(tt.on), tt.now, oneonone.RhythmIn(madrid))
			got := refusal(err)
			if err == nil {
				var questions []string
				for _, n := range m.Nudges(both(madrid)) {
					if n.Kind.Asks() {
						questions = append(questions, fmt.Sprintf("%s %s", clock(n.Due, madrid), n.Kind))
					}
				}
				got = strings.Join(questions, ", ")
			} else if m != before {
				t.Errorf("refused, and changed:\n%s", cmp.Diff(before, m))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if err != nil {
				return
			}
			// Twice is once; another day takes the place of the first, and a new
			// plan forgets both.
			version := m.Version
			if err := m.PutOff(q, on(tt.on), tt.now, oneonone.RhythmIn(madrid)); err != nil || m.Version != version || version != before.Version+1 {
				t.Errorf("once more: version %d after %d and %d, %v", m.Version, before.Version, version, err)
			}
			if m.State == oneonone.Planned {
				if err := moved(tt.now)(&m); err != nil || m.Later != (oneonone.Later{}) {
					t.Errorf("moved, and still put off: %+v, %v", m.Later, err)
				}
			}
		})
	}
}

// What was said to one question holds for no other.
func TestLaterHoldsForItsQuestion(t *testing.T) {
	m := meeting()
	q := oneonone.Asked{About: oneonone.NudgeUnanswered, Subject: m.ID, Timed: 1}
	if err := m.PutOff(q, oneonone.Date{}, at(madrid, "2026-06-04 09:05"), oneonone.RhythmIn(madrid)); err != nil {
		t.Fatal(err)
	}
	for _, k := range []oneonone.NudgeKind{oneonone.NudgeAfter, oneonone.NudgeAfterAgain} {
		if only(t, m, both(madrid), k) == nil {
			t.Errorf("%s fell silent with the invitation", k)
		}
	}
	q.About = oneonone.NudgeAfter
	if err := m.PutOff(q, on("2026-06-13"), after, oneonone.RhythmIn(madrid)); err != nil {
		t.Fatal(err)
	}
	if err := m.WeMet(after); err != nil {
		t.Fatal(err)
	}
	if n := only(t, m, both(madrid), oneonone.NudgeReflect); n == nil || oneonone.WasPutOff(n.Occurrence) {
		t.Errorf("the line was put off with the question before it: %+v", n)
	}
}

// What was asked of the time stays put off where the time stands.
func TestAnotherPlaceIsStillPutOff(t *testing.T) {
	m := meeting()
	now := at(madrid, "2026-06-04 09:05")
	if err := m.PutOff(oneonone.Asked{About: oneonone.NudgeUnanswered, Timed: 1}, on("2026-06-08"), now, oneonone.RhythmIn(madrid)); err != nil {
		t.Fatal(err)
	}
	p := m.Plan
	p.Place = "The library"
	if err := m.Revise(p, now); err != nil {
		t.Fatal(err)
	}
	n := only(t, m, both(madrid), oneonone.NudgeUnanswered)
	if n == nil || clock(n.Due, madrid) != "Mon 8 Jun 09:00" || n.Occurrence != "1-later-2026-06-08" {
		t.Errorf("%+v", n)
	}
}

// Another suggestion is another question, and is spoken of in its own morning.
func TestAnotherSuggestionIsNotPutOff(t *testing.T) {
	m := meeting(suggest(sat, "")(planned))
	q := oneonone.Asked{About: oneonone.NudgeSuggested, Subject: m.ID, Timed: 1, Round: 1}
	now := at(madrid, "2026-06-02 09:05")
	if err := m.PutOff(q, on("2026-06-09"), now, oneonone.RhythmIn(madrid)); err != nil {
		t.Fatal(err)
	}
	if err := m.Suggest(1, sun, "", now); err != nil {
		t.Fatal(err)
	}
	if n := only(t, m, both(madrid), oneonone.NudgeSuggested); n == nil || clock(n.Due, madrid) != "Wed 3 Jun 09:00" || n.Occurrence != "1-2" {
		t.Errorf("%+v", n)
	}
}

// The morning of the day is nine o'clock on the wall, whatever the night before
// was like.
func TestPutOffWhenTheClocksChange(t *testing.T) {
	for _, tt := range []struct {
		name            string
		zone            *time.Location
		planned, start  string
		now, day, after string
	}{
		{"Madrid, the short night", madrid, "2026-03-20 10:00", "2026-03-28 18:00", "2026-03-28 20:00", "2026-03-29", "Sun 29 Mar 09:00"},
		{"Madrid, the long night", madrid, "2026-10-20 10:00", "2026-10-24 18:00", "2026-10-24 20:00", "2026-10-25", "Sun 25 Oct 09:00"},
		{"New York, weeks later", newYork, "2026-02-20 10:00", "2026-02-24 18:00", "2026-02-24 20:00", "2026-03-08", "Sun 8 Mar 09:00"},
		{"São Paulo, no midnight", saoPaulo, "2018-10-20 10:00", "2018-11-03 18:00", "2018-11-03 20:00", "2018-11-04", "Sun 4 Nov 09:00"},
		{"Adak", adak, "2026-06-01 10:00", "2026-06-12 18:00", "2026-06-12 20:00", "2026-06-13", "Sat 13 Jun 09:00"},
	} {
		m := with(at(tt.zone, tt.planned), func(p *oneonone.Plan) { p.Start = at(tt.zone, tt.start) })
		err := m.PutOff(oneonone.Asked{About: oneonone.NudgeAfter, Timed: 1}, on(tt.day), at(tt.zone, tt.now), oneonone.RhythmIn(tt.zone))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		n := only(t, m, both(tt.zone), oneonone.NudgeAfterAgain)
		if got := clock(n.Due, tt.zone); got != tt.after || n.Occurrence != "1-later-"+tt.day {
			t.Errorf("%s: %s %s, want %s", tt.name, got, n.Occurrence, tt.after)
		}
	}
}

func TestFollowupPutOff(t *testing.T) {
	r := oneonone.RhythmIn(madrid)
	f := promise(promised) // due on Sunday the 14th
	for range 2 {          // twice is once
		if err := f.PutOff(on("2026-06-19"), at(madrid, "2026-06-14 09:05"), r); err != nil || clock(f.Due, madrid) != "Fri 19 Jun 09:00" || f.Version != 2 {
			t.Errorf("%v: %s, version %d", err, clock(f.Due, madrid), f.Version)
		}
	}
	if n := len(f.Nudges(r)); n != 2 {
		t.Errorf("mentioned %d times from then on, want that morning and the next", n)
	}
	if got, want := refusal(f.PutOff(on("2026-06-14"), at(madrid, "2026-06-14 09:05"), r)), "invalid later: Choose a day that is still to come."; got != want {
		t.Error(got)
	}
	for range 2 {
		if err := f.PutOff(oneonone.Date{}, at(madrid, "2026-06-14 09:05"), r); err != nil || f.State != oneonone.Dropped || f.Version != 3 {
			t.Errorf("%v: %s, version %d", err, f.State, f.Version)
		}
	}
	if got, want := refusal(f.PutOff(on("2026-06-19"), at(madrid, "2026-06-14 09:05"), r)), "stale : This one is closed already."; got != want {
		t.Error(got)
	}
}

// What confirms a yes is put off to mornings before its event, and to any once the event
// has no day.
func TestConfirmPutOffBeforeItsEvent(t *testing.T) {
	const tooLate, none = "invalid later: That would be too late for this one. Choose an earlier day.", "invalid later: No morning is left before that. It stays on my Home page."
	r := oneonone.RhythmIn(madrid)
	for _, tt := range []struct {
		event, now, on, want string
		waits                []oneonone.Wait
	}{
		{"2026-06-20 18:30", "2026-06-12 09:05", "2026-06-20", "", oneonone.Waits},
		{"2026-06-20 18:30", "2026-06-12 09:05", "2026-06-21", tooLate, oneonone.Waits},
		{"2026-06-20 18:30", "2026-06-14 09:05", "2026-06-20", "", []oneonone.Wait{oneonone.WaitTomorrow}},
		{"2026-06-20 09:00", "2026-06-18 09:05", "2026-06-20", tooLate, []oneonone.Wait{oneonone.WaitTomorrow}},
		{"2026-06-20 18:30", "2026-06-20 09:05", "2026-06-21", none, nil},
		{"", "2026-06-20 09:05", "2026-06-27", "", oneonone.Waits},
	} {
		a := asked(yes, "2026-06-12 08:00")
		if a.At = (time.Time{}); tt.event != "" {
			a.At = at(madrid, tt.event)
		}
		f, now := oneonone.NewConfirm(a, a.AnsweredAt, r), at(madrid, tt.now)
		if got := f.Waits(now, r); !slices.Equal(got, tt.waits) {
			t.Errorf("%s of %s: waits %v, want %v", tt.now, tt.event, got, tt.waits)
		}
		if got := refusal(f.PutOff(on(tt.on), now, r)); got != tt.want {
			t.Errorf("%s of %s, to %s: %q, want %q", tt.now, tt.event, tt.on, got, tt.want)
		}
	}
}

func TestReflectionPutOff(t *testing.T) {
	of, now := oneonone.RhythmIn(madrid), at(madrid, "2026-06-16 09:05")
	r := oneonone.Reflection{ID: oneonone.ID{7}, Organizer: sam, WrittenAt: promised, Next: oneonone.NextWeek, NextOn: on("2026-06-19")}
	for _, tt := range []struct{ on, want string }{
		{"2026-06-17", "Wed 17 Jun 09:00 until Sun 16 Aug 00:00, 2026-06-19-later-2026-06-17"},
		{"2026-08-01", "Sat 1 Aug 09:00 until Wed 30 Sep 00:00, 2026-06-19-later-2026-08-01"}, // long after the day they had in mind
		{"2026-06-16", "invalid later: Choose a day that is still to come."},
		{"", "never"},
		{"", "never"},
		{"2026-06-17", "stale : That has changed since, so there is nothing left to ask."},
	} {
		err := r.PutOff(on(tt.on), now, of)
		got := refusal(err)
		if err == nil {
			got = "never"
			for _, n := range r.Nudges(of) {
				got = fmt.Sprintf("%s until %s, %s", clock(n.Due, madrid), clock(n.Expires, madrid), n.Occurrence)
			}
		}
		if got != tt.want {
			t.Errorf("to %q: %s, want %s", tt.on, got, tt.want)
		}
	}
	if r.Next != oneonone.NextOpen {
		t.Errorf("left open, and yet %q", r.Next)
	}
}

// A question is read from its button as it was written; anything else is none.
func TestAskedString(t *testing.T) {
	q := oneonone.Asked{About: oneonone.NudgeAfterAgain, Subject: oneonone.NewID(), Timed: 12, Round: 3}
	if got, err := oneonone.ParseAsked(q.String()); got != q || err != nil {
		t.Errorf("%s is read as %+v, %v", q, got, err)
	}
	id := oneonone.NewID().String()
	for _, s := range []string{"", "-", id, id + "-1-1", "x-1-1-after", id + "-x-1-after", id + "-1-x-after", q.String() + "-week"} {
		if got, err := oneonone.ParseAsked(s); err == nil {
			t.Errorf("%q is read as %+v", s, got)
		}
	}
}

// A day is the receiver's, where they are by now.
func TestNextMorning(t *testing.T) {
	for _, tt := range []struct {
		name      string
		zone      *time.Location
		kind      oneonone.NudgeKind
		sent, now string // "" for never
		want      string
	}{
		{"never", madrid, oneonone.NudgeFollowup, "", "2026-06-12 15:00", ""},
		{"that day", madrid, oneonone.NudgeFollowup, "2026-06-12 09:00", "2026-06-12 15:00", "Sat 13 Jun 09:00"},
		{"at its last second", madrid, oneonone.NudgeFollowup, "2026-06-12 09:00", "2026-06-12 23:59", "Sat 13 Jun 09:00"},
		{"the day before", madrid, oneonone.NudgeFollowup, "2026-06-11 23:59", "2026-06-12 00:00", ""},
		{"no matter of the morning", madrid, oneonone.NudgeAfter, "2026-06-12 09:00", "2026-06-12 15:00", ""},
		{"a talk to be ready for", madrid, oneonone.NudgePrep, "2026-06-12 09:00", "2026-06-12 15:00", ""},
		{"over the short night", madrid, oneonone.NudgeCame, "2026-03-28 09:00", "2026-03-28 10:00", "Sun 29 Mar 09:00"},
		{"into the day without a midnight", saoPaulo, oneonone.NudgeCame, "2018-11-03 09:00", "2018-11-03 10:00", "Sun 4 Nov 09:00"},
		{"a date there, another at Greenwich", adak, oneonone.NudgeCame, "2026-06-12 09:00", "2026-06-12 23:00", "Sat 13 Jun 09:00"},
	} {
		m := oneonone.Member{Rhythm: oneonone.RhythmIn(tt.zone)}
		if tt.sent != "" {
			m.MorningSent = at(tt.zone, tt.sent)
		}
		got := ""
		if morning, wait := m.NextMorning(tt.kind, at(tt.zone, tt.now)); wait {
			got = clock(morning, tt.zone)
		}
		if got != tt.want {
			t.Errorf("%s: waits until %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Two talks on one day have their cards in its morning; but for one that begins
// before they could be read.
func TestPrepInMorning(t *testing.T) {
	settled := func(z *time.Location, start string) oneonone.Meeting {
		return with(at(z, start).AddDate(0, 0, -5), func(p *oneonone.Plan) { p.Start = at(z, start) })
	}
	calledOff := settled(madrid, "2026-06-12 12:00")
	calledOff.State = oneonone.CalledOff
	open := settled(madrid, "2026-06-12 12:00")
	open.Second = open.Start.Add(time.Hour)
	for _, tt := range []struct {
		name   string
		zone   *time.Location
		start  string
		others []oneonone.Meeting
		now    string
		lead   oneonone.Lead
		want   string
	}{
		{"one talk", madrid, "2026-06-12 18:00", nil, "2026-06-11 18:00", oneonone.LeadEvening, ""},
		{"two", madrid, "2026-06-12 18:00", []oneonone.Meeting{settled(madrid, "2026-06-12 12:00")}, "2026-06-11 18:00", oneonone.LeadEvening, "Fri 12 Jun 09:00"},
		{"two, and it is morning", madrid, "2026-06-12 18:00", []oneonone.Meeting{settled(madrid, "2026-06-12 12:00")}, "2026-06-12 09:00", oneonone.LeadEvening, ""},
		{"two, in the small hours", madrid, "2026-06-12 18:00", []oneonone.Meeting{settled(madrid, "2026-06-12 12:00")}, "2026-06-12 01:00", oneonone.LeadEvening, "Fri 12 Jun 09:00"},
		{"two, this one an hour after the morning", madrid, "2026-06-12 10:00", []oneonone.Meeting{settled(madrid, "2026-06-12 12:00")}, "2026-06-11 18:00", oneonone.LeadEvening, "Fri 12 Jun 09:00"},
		{"two, this one less than that", madrid, "2026-06-12 09:59", []oneonone.Meeting{settled(madrid, "2026-06-12 12:00")}, "2026-06-11 18:00", oneonone.LeadEvening, ""},
		{"two, this one before breakfast", madrid, "2026-06-12 07:00", []oneonone.Meeting{settled(madrid, "2026-06-12 12:00")}, "2026-06-11 18:00", oneonone.LeadEvening, ""},
		{"two, the other so early", madrid, "2026-06-12 18:00", []oneonone.Meeting{settled(madrid, "2026-06-12 09:30")}, "2026-06-11 18:00", oneonone.LeadEvening, "Fri 12 Jun 09:00"},
		{"the other is the day after", madrid, "2026-06-12 18:00", []oneonone.Meeting{settled(madrid, "2026-06-13 00:00")}, "2026-06-11 18:00", oneonone.LeadEvening, ""},
		{"the other was the day before", madrid, "2026-06-12 18:00", []oneonone.Meeting{settled(madrid, "2026-06-11 23:59")}, "2026-06-11 18:00", oneonone.LeadEvening, ""},
		{"the other is off", madrid, "2026-06-12 18:00", []oneonone.Meeting{calledOff}, "2026-06-11 18:00", oneonone.LeadEvening, ""},
		{"the other is not settled", madrid, "2026-06-12 18:00", []oneonone.Meeting{open}, "2026-06-11 18:00", oneonone.LeadEvening, ""},
		{"cards wanted three hours before", madrid, "2026-06-12 18:00", []oneonone.Meeting{settled(madrid, "2026-06-12 12:00")}, "2026-06-11 18:00", oneonone.LeadThree, ""},
		// A day is the receiver's, and its morning nine on their clock.
		{"over the short night", madrid, "2026-03-29 18:00", []oneonone.Meeting{settled(madrid, "2026-03-29 11:00")}, "2026-03-28 18:00", oneonone.LeadEvening, "Sun 29 Mar 09:00"},
		{"over the long night", madrid, "2026-10-25 18:00", []oneonone.Meeting{settled(madrid, "2026-10-25 01:00")}, "2026-10-24 18:00", oneonone.LeadEvening, "Sun 25 Oct 09:00"},
		{"the day without a midnight", saoPaulo, "2018-11-04 18:00", []oneonone.Meeting{settled(saoPaulo, "2018-11-04 12:00")}, "2018-11-03 18:00", oneonone.LeadEvening, "Sun 4 Nov 09:00"},
		{"one day here, two there", adak, "2026-06-12 12:00", []oneonone.Meeting{settled(adak, "2026-06-12 23:30")}, "2026-06-11 18:00", oneonone.LeadEvening, "Fri 12 Jun 09:00"},
	} {
		r := oneonone.RhythmIn(tt.zone)
		r.Lead = tt.lead
		m := settled(tt.zone, tt.start)
		got := ""
		if morning, wait := m.PrepInMorning(append(tt.others, m), at(tt.zone, tt.now), r); wait {
			got = clock(morning, tt.zone)
		}
		if got != tt.want {
			t.Errorf("%s: waits until %q, want %q", tt.name, got, tt.want)
		}
	}
}
