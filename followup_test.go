package oneonone_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"oneonone"
)

// promised is a promise made after the talk, on Friday 12 June at 19:30.
var promised = at(madrid, "2026-06-12 19:30")

func promise(now time.Time) oneonone.Followup {
	return oneonone.NewFollowup(meeting(), "send her the minutes", now, oneonone.RhythmIn(madrid))
}

func TestNewFollowup(t *testing.T) {
	m := meeting()
	got := oneonone.NewFollowup(m, "send her the minutes", promised, oneonone.RhythmIn(madrid))
	want := oneonone.Followup{
		ID: got.ID, Organizer: sam, Person: ana.ID, Member: ana.Member, Meeting: m.ID, Origin: oneonone.OriginPromise, Whose: oneonone.Mine,
		Words: "send her the minutes", State: oneonone.Open, Due: at(madrid, "2026-06-14 09:00"),
		Version: 1, CreatedAt: promised,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got.ID.IsZero() {
		t.Error("it has no id")
	}
}

// A promise comes back in the last morning message within 48 hours.
func TestFollowupWithin48Hours(t *testing.T) {
	for _, tt := range []struct {
		zone     *time.Location
		at, want string
	}{
		{madrid, "2026-06-12 19:30", "Sun 14 Jun 09:00"},
		{madrid, "2026-06-12 09:00", "Sun 14 Jun 09:00"}, // 48 hours to the minute
		{madrid, "2026-06-12 08:59", "Sat 13 Jun 09:00"},
		{madrid, "2026-06-12 01:00", "Sat 13 Jun 09:00"},
		// 48 hours as they pass: a short weekend ends at 10:30, a long one at 8:30.
		{madrid, "2026-03-28 09:30", "Mon 30 Mar 09:00"},
		{madrid, "2026-10-24 09:30", "Sun 25 Oct 09:00"},
		{kiritimati, "2026-06-12 19:30", "Sun 14 Jun 09:00"},
		{adak, "2026-06-12 19:30", "Sun 14 Jun 09:00"},
		// 48 hours on it is half past midnight on Monday. Sunday, the last
		// morning, began at 1:00.
		{saoPaulo, "2018-11-02 23:30", "Sun 4 Nov 09:00"},
	} {
		f := oneonone.NewFollowup(meeting(), "", at(tt.zone, tt.at), oneonone.RhythmIn(tt.zone))
		if diff := cmp.Diff(tt.want, clock(f.Due, tt.zone)); diff != "" {
			t.Errorf("%s, %s (-want +got):\n%s", tt.zone, tt.at, diff)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		z := zone(zones.Draw(t, "zone"))
		now := at(time.UTC, "2026-01-01 00:00").Add(time.Duration(rapid.IntRange(0, 366*24*60).Draw(t, "minute")) * time.Minute)
		f := oneonone.NewFollowup(meeting(), "", now, oneonone.RhythmIn(z))
		if wait := f.Due.Sub(now); wait > 48*time.Hour || wait < 22*time.Hour {
			t.Errorf("promised %s, due %s", clock(now, z), clock(f.Due, z))
		}
	})
}

// It is mentioned the morning it is due, once more the morning after, and then
// lives on Home.
func TestFollowupIsMentionedTwice(t *testing.T) {
	mentions := func(f oneonone.Followup) []string {
		var out []string
		for _, n := range f.Nudges(oneonone.RhythmIn(madrid)) {
			if n.Kind != oneonone.NudgeFollowup || n.Receiver != sam || n.Subject != f.ID {
				t.Errorf("%+v is not about %+v", n, f)
			}
			until := "it is read"
			if !n.Expires.IsZero() {
				until = clock(n.Expires, madrid)
			}
			out = append(out, fmt.Sprintf("%s until %s, %s", clock(n.Due, madrid), until, n.Occurrence))
		}
		return out
	}
	f := promise(promised)
	want := []string{
		"Sun 14 Jun 09:00 until Mon 15 Jun 09:00, 2026-06-14",
		"Mon 15 Jun 09:00 until it is read, 2026-06-14-again",
	}
	if diff := cmp.Diff(want, mentions(f)); diff != "" {
		t.Errorf("open (-want +got):\n%s", diff)
	}
	// "Tomorrow" is another day, with mentions of its own.
	if err := f.Tomorrow(at(madrid, "2026-06-14 09:05"), oneonone.RhythmIn(madrid)); err != nil {
		t.Fatal(err)
	}
	want = []string{
		"Mon 15 Jun 09:00 until Tue 16 Jun 09:00, 2026-06-15",
		"Tue 16 Jun 09:00 until it is read, 2026-06-15-again",
	}
	if diff := cmp.Diff(want, mentions(f)); diff != "" {
		t.Errorf("tomorrow (-want +got):\n%s", diff)
	}
	for _, s := range []oneonone.FollowupState{oneonone.Done, oneonone.Dropped} {
		f := promise(promised)
		if err := f.Close(s, promised); err != nil {
			t.Fatal(err)
		}
		if got := mentions(f); got != nil {
			t.Errorf("%s, and still mentioned: %v", s, got)
		}
	}
}

func TestFollowupClose(t *testing.T) {
	f := promise(promised)
	for after := range 2 { // twice is once
		err := f.Close(oneonone.Done, promised.Add(time.Duration(after)*time.Hour))
		if err != nil || f.State != oneonone.Done || f.Version != 2 || !f.DoneAt.Equal(promised) {
			t.Errorf("%s at %v, version %d, error %v, want done when it was first said, version 2", f.State, f.DoneAt, f.Version, err)
		}
	}
	if err := f.Close(oneonone.Dropped, promised); err != nil || f.State != oneonone.Done {
		t.Errorf("let go after it was done: %s, %v", f.State, err)
	}
	if err := f.Reword("call her", promised, oneonone.RhythmIn(madrid)); err != nil || f.State != oneonone.Open || !f.DoneAt.IsZero() {
		t.Errorf("another promise: %s, done at %v, %v", f.State, f.DoneAt, err)
	}
}

// What the person met asked for cannot be let go, nor made something else.
func TestRequestStaysUntilItIsDone(t *testing.T) {
	r := oneonone.RhythmIn(madrid)
	for _, what := range oneonone.Requests {
		f := oneonone.NewRequest(meeting(), what, promised, r)
		if got := clock(f.Due, madrid); got != "Sat 13 Jun 09:00" || f.Meeting.IsZero() || f.Whose != oneonone.Mine {
			t.Errorf("%s: due %s, %+v", what, got, f)
		}
		was := f
		for name, err := range map[string]error{
			"let go":           f.Close(oneonone.Dropped, promised),
			"put off to never": f.PutOff(oneonone.Date{}, promised, r),
			"rewritten":        f.Rewrite(oneonone.Task{Words: "nothing", Whose: oneonone.Theirs, By: on("2026-06-19")}, r),
		} {
			if oneonone.KindOf(err) != oneonone.Stale || f != was {
				t.Errorf("%s, %s: %v, %+v", what, name, err, f)
			}
		}
		if err := f.Tomorrow(at(madrid, "2026-06-13 09:05"), r); err != nil || clock(f.Due, madrid) != "Sun 14 Jun 09:00" {
			t.Errorf("%s, tomorrow: %s, %v", what, clock(f.Due, madrid), err)
		}
		if err := f.Close(oneonone.Done, promised); err != nil || f.State != oneonone.Done {
			t.Errorf("%s, done: %s, %v", what, f.State, err)
		}
	}
	if oneonone.OriginPromise.Request() || oneonone.OriginOwn.Request() || oneonone.OriginConfirm.Request() {
		t.Error("one's own is taken for a request")
	}
}

// Who notes a yes at noon that is to be confirmed the same day knows it: no morning
// message is left that day, and the next morning's says it.
func TestAYesToBeConfirmedTheSameDay(t *testing.T) {
	r, noon := oneonone.RhythmIn(madrid), at(madrid, "2026-06-12 12:00")
	ask := func(p oneonone.Proposal, back oneonone.Date, now time.Time) oneonone.Ask {
		return oneonone.NewAsk(oneonone.NewID(), oneonone.Person{ID: oneonone.NewID()}, p, oneonone.Reaction{Said: oneonone.SaidYes, Back: back}, nil, now)
	}
	wantOnly := func(when string, f oneonone.Followup) {
		t.Helper()
		nudges := f.Nudges(r)
		if len(nudges) != 1 || nudges[0].Occurrence != "2026-06-12-again" || clock(nudges[0].Due, madrid) != "Sat 13 Jun 09:00" || f.Day(madrid) != "2026-06-12" {
			t.Errorf("%s: by %s, %+v", when, f.Day(madrid), nudges)
		}
	}
	tonight := oneonone.Proposal{What: oneonone.Event, At: at(madrid, "2026-06-12 18:00")}
	wantOnly("tonight", oneonone.NewConfirm(ask(tonight, oneonone.Date{}, noon), noon, r))
	wantOnly("by today", oneonone.NewConfirm(ask(oneonone.Proposal{What: oneonone.Event}, on("2026-06-12"), noon), noon, r))
	before := ask(oneonone.Proposal{What: oneonone.Event}, on("2026-06-13"), noon.AddDate(0, 0, -1))
	f, after := oneonone.NewConfirm(before, before.AnsweredAt, r), before
	if after.Back = on("2026-06-12"); len(f.Nudges(r)) != 2 {
		t.Errorf("by tomorrow: %+v", f.Nudges(r))
	}
	if err := f.Confirm(before, after, noon, r); err != nil {
		t.Fatal(err)
	}
	wantOnly("by today after all", f)

	// Of an event that was over, and is to come after all, it counts from now.
	again := oneonone.NewConfirm(ask(oneonone.Proposal{What: oneonone.Event}, on("2026-06-05"), noon.AddDate(0, 0, -9)), noon, r)
	if len(again.Nudges(r)) != 2 || again.Day(madrid) != "2026-06-14" {
		t.Errorf("by %s, %+v", again.Day(madrid), again.Nudges(r))
	}
}

// Whatever day its event is moved to, there is a morning before it on which a yes is to
// be confirmed.
func TestAYesThatMovesIsConfirmedBeforeItsDay(t *testing.T) {
	r, noted := oneonone.RhythmIn(madrid), at(madrid, "2026-06-08 12:00") // a Monday
	for _, tt := range []struct {
		name, from, to string
		by             string // as its organizer set it
		now            string // when it is moved
		before, after  string
		putOff         string // by hand, before that
	}{
		{"earlier than it was to be confirmed", "2026-06-12 18:00", "2026-06-09 18:00", "2026-06-10", "2026-06-08 13:00", "Wed 10 Jun 09:00", "Tue 9 Jun 09:00", ""},
		{"and back", "2026-06-09 18:00", "2026-06-12 18:00", "2026-06-10", "2026-06-08 13:00", "Tue 9 Jun 09:00", "Wed 10 Jun 09:00", ""},
		{"later", "2026-06-12 18:00", "2026-06-19 18:00", "2026-06-10", "2026-06-08 13:00", "Wed 10 Jun 09:00", "Wed 10 Jun 09:00", ""},
		{"later, when it was spoken of", "2026-06-12 18:00", "2026-06-19 18:00", "2026-06-10", "2026-06-11 12:00", "Wed 10 Jun 09:00", "Wed 10 Jun 09:00", ""},
		{"by nothing that was set", "2026-06-12 18:00", "2026-06-09 18:00", "", "2026-06-08 13:00", "Wed 10 Jun 09:00", "Tue 9 Jun 09:00", ""},
		{"before the morning of its day", "2026-06-12 18:00", "2026-06-10 08:30", "2026-06-10", "2026-06-08 13:00", "Wed 10 Jun 09:00", "Tue 9 Jun 09:00", ""},
		{"as that morning comes", "2026-06-12 18:00", "2026-06-10 09:00", "2026-06-10", "2026-06-08 13:00", "Wed 10 Jun 09:00", "Tue 9 Jun 09:00", ""},
		{"an hour before the morning of its day", "2026-06-10 18:00", "2026-06-10 08:30", "2026-06-10", "2026-06-08 13:00", "Wed 10 Jun 09:00", "Tue 9 Jun 09:00", ""},
		{"to tonight", "2026-06-12 18:00", "2026-06-08 19:00", "2026-06-10", "2026-06-08 13:00", "Wed 10 Jun 09:00", "Mon 8 Jun 09:00", ""},
		{"another hour", "2026-06-12 18:00", "2026-06-12 19:00", "2026-06-10", "2026-06-08 13:00", "Wed 10 Jun 09:00", "Wed 10 Jun 09:00", ""},
		{"put off, and later", "2026-07-20 18:00", "2026-07-21 18:00", "2026-06-10", "2026-06-11 12:00", "Wed 17 Jun 09:00", "Wed 17 Jun 09:00", "2026-06-17"},
		{"put off, and before that", "2026-07-20 18:00", "2026-06-16 18:00", "2026-06-10", "2026-06-11 12:00", "Wed 17 Jun 09:00", "Sat 13 Jun 09:00", "2026-06-17"},
	} {
		a := oneonone.NewAsk(sam, ana, oneonone.Proposal{What: oneonone.Event, Words: "x", At: at(madrid, tt.from)},
			oneonone.Reaction{Said: oneonone.SaidYes, Back: on(tt.by)}, nil, noted)
		f := oneonone.NewConfirm(a, noted, r)
		if tt.putOff != "" {
			if err := f.PutOff(on(tt.putOff), at(madrid, tt.now), r); err != nil {
				t.Fatal(err)
			}
		}
		before := a
		if err := a.Move(at(madrid, tt.to), oneonone.Date{}); err != nil {
			t.Fatal(err)
		}
		was := f
		if err := f.Confirm(before, a, at(madrid, tt.now), r); err != nil {
			t.Fatal(err)
		}
		if clock(was.Due, madrid) != tt.before || clock(f.Due, madrid) != tt.after {
			t.Errorf("%s: from %s to %s, want %s and %s", tt.name, clock(was.Due, madrid), clock(f.Due, madrid), tt.before, tt.after)
		}
		if moved := !was.Due.Equal(f.Due); moved != (f.Version != was.Version) {
			t.Errorf("%s: version %d", tt.name, f.Version)
		}
	}
}

// An event that was over is to come after all: what confirms the yes had fallen silent
// with it, and is due on a morning before the new one.
func TestAYesThatWasOverIsConfirmedAnew(t *testing.T) {
	r, now := oneonone.RhythmIn(madrid), at(madrid, "2026-06-10 12:00")
	for _, tt := range []struct {
		to, by string
		want   string // the mornings it is mentioned
	}{
		{"2026-06-19 18:00", "", "Fri 12 Jun 09:00, Sat 13 Jun 09:00"},
		{"2026-06-19 18:00", "2026-06-09", "Fri 12 Jun 09:00, Sat 13 Jun 09:00"},
		{"2026-06-19 18:00", "2026-06-10", "Fri 12 Jun 09:00, Sat 13 Jun 09:00"},
		{"2026-06-19 18:00", "2026-06-11", "Thu 11 Jun 09:00, Fri 12 Jun 09:00"},
		{"2026-06-11 18:00", "", "Thu 11 Jun 09:00, Fri 12 Jun 09:00"},
		{"2026-06-12 08:00", "", "Thu 11 Jun 09:00, Fri 12 Jun 09:00"},
		{"", "", "Fri 12 Jun 09:00, Sat 13 Jun 09:00"},
	} {
		noted := at(madrid, "2026-06-08 12:00")
		a := oneonone.NewAsk(sam, ana, oneonone.Proposal{What: oneonone.Event, Words: "x", At: at(madrid, "2026-06-09 18:00")},
			oneonone.Reaction{Said: oneonone.SaidYes, Back: on(tt.by)}, nil, noted)
		f := oneonone.NewConfirm(a, noted, r)
		before, is := a, time.Time{}
		if tt.to != "" {
			is = at(madrid, tt.to)
		}
		if err := a.Move(is, oneonone.Date{}); err != nil {
			t.Fatal(err)
		}
		if err := f.Confirm(before, a, now, r); err != nil {
			t.Fatal(err)
		}
		var mentioned []string
		for _, n := range f.Nudges(r) {
			mentioned = append(mentioned, clock(n.Due, madrid))
		}
		if diff := cmp.Diff(tt.want, strings.Join(mentioned, ", ")); diff != "" || f.Version != 2 {
			t.Errorf("to %q, by %q: version %d (-want +got):\n%s", tt.to, tt.by, f.Version, diff)
		}
	}
}

// Who was told of one day, or one place, is to be told of the other.
func TestAConfirmedYesThatMovesIsConfirmedAnew(t *testing.T) {
	r, noted := oneonone.RhythmIn(madrid), at(madrid, "2026-06-08 12:00")
	now := at(madrid, "2026-06-09 12:00")
	for name, tt := range map[string]struct {
		change func(*oneonone.Ask) error
		want   oneonone.FollowupState
	}{
		"another day":  {func(a *oneonone.Ask) error { return a.Move(at(madrid, "2026-06-20 18:00"), oneonone.Date{}) }, oneonone.Open},
		"another hour": {func(a *oneonone.Ask) error { return a.Move(at(madrid, "2026-06-19 19:00"), oneonone.Date{}) }, oneonone.Open},
		"another place": {func(a *oneonone.Ask) error {
			p := a.Proposal
			p.Where = "The laundrette"
			return a.Reword(p)
		}, oneonone.Open},
		"other words": {func(a *oneonone.Ask) error {
			p := a.Proposal
			p.Words = "Will you greet people?"
			return a.Reword(p)
		}, oneonone.Done},
		"a day gone by": {func(a *oneonone.Ask) error { return a.Move(at(madrid, "2026-06-09 11:00"), oneonone.Date{}) }, oneonone.Done},
	} {
		a := oneonone.NewAsk(sam, ana, oneonone.Proposal{What: oneonone.Event, Words: "x", At: at(madrid, "2026-06-19 18:00")},
			oneonone.Reaction{Said: oneonone.SaidYes}, nil, noted)
		f := oneonone.NewConfirm(a, noted, r)
		if err := f.Close(oneonone.Done, noted); err != nil {
			t.Fatal(err)
		}
		before := a
		if err := tt.change(&a); err != nil {
			t.Fatal(err)
		}
		if err := f.Confirm(before, a, now, r); err != nil {
			t.Fatal(err)
		}
		if f.State != tt.want {
			t.Errorf("%s: %s, want %s", name, f.State, tt.want)
		}
		if f.State == oneonone.Open && clock(f.Due, madrid) != "Wed 10 Jun 09:00" {
			t.Errorf("%s: due %s", name, clock(f.Due, madrid))
		}
		if !f.DoneAt.Equal(noted) { // what they were told before they know since then
			t.Errorf("%s: done %v", name, f.DoneAt)
		}
	}
}

// Who was told of a day that is none any more is told otherwise before it comes, on its last
// morning, or at once where none is left; nor is that put off to a later one.
func TestToldOfAnotherDayBeforeItComes(t *testing.T) {
	r, noted := oneonone.RhythmIn(madrid), at(madrid, "2026-06-08 12:00")
	for _, tt := range []struct {
		name, told, now, to string
		due                 string
		said                int // how often that is mentioned
		tomorrow            bool
	}{
		{"days before", "2026-06-14 18:00", "2026-06-09 12:00", "2026-06-30 18:00", "Wed 10 Jun 09:00", 2, true},
		{"the day before", "2026-06-14 18:00", "2026-06-13 09:30", "2026-06-30 18:00", "Sun 14 Jun 09:00", 2, true},
		{"to an earlier one", "2026-06-14 18:00", "2026-06-09 12:00", "2026-06-11 18:00", "Wed 10 Jun 09:00", 2, true},
		{"the day before a morning", "2026-06-14 08:00", "2026-06-13 08:30", "2026-06-30 18:00", "Sat 13 Jun 09:00", 2, false},
		{"on its morning", "2026-06-14 18:00", "2026-06-14 09:30", "2026-06-30 18:00", "Sun 14 Jun 09:00", 1, false},
		{"once it has passed", "2026-06-14 18:00", "2026-06-14 19:00", "2026-06-30 18:00", "Tue 16 Jun 09:00", 2, true},
	} {
		now := at(madrid, tt.now)
		a := oneonone.NewAsk(sam, ana, oneonone.Proposal{What: oneonone.Event, Words: "x", At: at(madrid, tt.told)},
			oneonone.Reaction{Said: oneonone.SaidYes}, nil, noted)
		f := oneonone.NewConfirm(a, noted, r)
		if err := f.Close(oneonone.Done, noted); err != nil {
			t.Fatal(err)
		}
		before := a
		if err := a.Move(at(madrid, tt.to), oneonone.Date{}); err != nil {
			t.Fatal(err)
		}
		if err := f.Confirm(before, a, now, r); err != nil {
			t.Fatal(err)
		}
		if got := clock(f.Due, madrid); got != tt.due {
			t.Errorf("%s: due %s, want %s", tt.name, got, tt.due)
		}
		if got := len(f.Nudges(r)); got != tt.said {
			t.Errorf("%s: mentioned %d times, want %d", tt.name, got, tt.said)
		}
		if got := slices.Contains(f.Waits(now, r), oneonone.WaitTomorrow); got != tt.tomorrow {
			t.Errorf("%s: may wait until tomorrow: %t", tt.name, got)
		}
	}
}

func TestTaskCheck(t *testing.T) {
	now := at(madrid, "2026-06-12 19:30")
	for _, tt := range []struct {
		name   string
		was    string
		change func(*oneonone.Task)
		want   []string
	}{
		{"as pre-set", "", func(*oneonone.Task) {}, nil},
		{"theirs, by phone, in a year", "", func(k *oneonone.Task) {
			k.Whose, k.How, k.By = oneonone.Theirs, oneonone.HowCall, on("2027-06-13")
		}, nil},
		{"tomorrow", "", func(k *oneonone.Task) { k.By = on("2026-06-13") }, nil},
		{"today, whose morning is over", "", func(k *oneonone.Task) { k.By = on("2026-06-12") }, nil},
		{"moved to today", "2026-06-15", func(k *oneonone.Task) { k.By = on("2026-06-12") }, []string{"by: Choose a day that is still to come."}},
		{"yesterday", "", func(k *oneonone.Task) { k.By = on("2026-06-11") }, []string{"by: Choose a day that is still to come."}},
		{"long ago", "", func(k *oneonone.Task) { k.By = on("2026-05-12") }, []string{"by: Choose a day that is still to come."}},
		{"long ago, as it was", "2026-05-12", func(k *oneonone.Task) { k.By = on("2026-05-12") }, nil},
		{"long ago, and not as it was", "2026-05-12", func(k *oneonone.Task) { k.By = on("2026-05-13") }, []string{"by: Choose a day that is still to come."}},
		{"in years", "", func(k *oneonone.Task) { k.By = on("2028-05-12") }, []string{"by: That's more than a year away. Choose a nearer day."}},
		{"nothing", "", func(k *oneonone.Task) { *k = oneonone.Task{Words: " \n\u200b"} },
			[]string{"what: Say in a few words what is to be done.", "whose: Choose who does it.", "by: Choose the day."}},
		{"too long", "", func(k *oneonone.Task) { k.Words = strings.Repeat("ñ", 301) }, []string{"what: That's 1 over what fits. One line is enough."}},
		{"no such way", "", func(k *oneonone.Task) { k.How = "pigeon" }, []string{"how: Choose one of these, or leave it open."}},
	} {
		r := oneonone.RhythmIn(madrid)
		task := oneonone.Task{Words: " send her\nthe minutes ", Whose: oneonone.Mine, By: r.FollowupDay(now)}
		tt.change(&task)
		if diff := cmp.Diff(tt.want, said(task.Check(on(tt.was), now, r)...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if tt.want == nil && task.Words != "send her the minutes" {
			t.Errorf("%s: %q", tt.name, task.Words)
		}
	}
	// What is pre-set is never refused, wherever and whenever somebody lives.
	rapid.Check(t, func(t *rapid.T) {
		r := oneonone.RhythmIn(zone(zones.Draw(t, "zone")))
		r.QuietTo = rapid.SampledFrom(oneonone.QuietTos).Draw(t, "quiet to")
		r.Morning = max(r.QuietTo, rapid.SampledFrom(oneonone.Mornings).Draw(t, "morning"))
		now := at(time.UTC, "2026-01-01 00:00").Add(time.Duration(rapid.IntRange(0, 366*24*60).Draw(t, "minute")) * time.Minute)
		task := oneonone.Task{Words: "call", Whose: oneonone.Mine, By: r.FollowupDay(now)}
		if errs := task.Check(oneonone.Date{}, now, r); errs != nil {
			t.Errorf("at %s: %v", clock(now, r.Zone), errs)
		}
		f := oneonone.NewOwn(sam, ana, task, now, r)
		if wait := f.Due.Sub(now); wait > oneonone.FollowupWithin || wait < 0 || f.Task(r.Zone) != task {
			t.Errorf("noted %s, due %s: %+v", clock(now, r.Zone), clock(f.Due, r.Zone), f)
		}
		for _, what := range oneonone.Requests {
			if wait := oneonone.NewRequest(meeting(), what, now, r).Due.Sub(now); wait > oneonone.FollowupWithin || wait < 0 {
				t.Errorf("asked %s, read %v later", clock(now, r.Zone), wait)
			}
		}
	})
}

func TestFollowupRewrite(t *testing.T) {
	r := oneonone.RhythmIn(madrid)
	task := oneonone.Task{Words: "bring the leaflets", Whose: oneonone.Theirs, By: on("2026-06-19"), How: oneonone.HowInPerson}
	show := func(f oneonone.Followup) string {
		return fmt.Sprintf("%s %s %q %s, version %d", f.Whose, f.How, f.Words, clock(f.Due, madrid), f.Version)
	}
	own := oneonone.NewOwn(sam, ana, oneonone.Task{Words: "call", Whose: oneonone.Mine, By: on("2026-06-14")}, promised, r)
	for _, tt := range []struct {
		name string
		f    oneonone.Followup
		want string
	}{
		{"own", own, `theirs in_person "bring the leaflets" Fri 19 Jun 09:00, version 2`},
		{"a promise stays mine", promise(promised), `mine in_person "bring the leaflets" Fri 19 Jun 09:00, version 2`},
	} {
		for range 2 { // twice is once
			if err := tt.f.Rewrite(task, r); err != nil || show(tt.f) != tt.want {
				t.Errorf("%s: %s, %v, want %s", tt.name, show(tt.f), err, tt.want)
			}
		}
		if err := tt.f.Close(oneonone.Done, promised); err != nil {
			t.Fatal(err)
		}
		if got, want := refusal(tt.f.Rewrite(own.Task(madrid), r)), "stale : This one is closed already."; got != want {
			t.Errorf("%s, done: %s", tt.name, got)
		}
	}
}

func TestFollowupTomorrow(t *testing.T) {
	for _, tt := range []struct {
		name  string
		close oneonone.FollowupState
		now   string
		want  string
	}{
		{"on the day", "", "2026-06-14 09:05", "Mon 15 Jun 09:00, version 2"},
		{"late that evening", "", "2026-06-14 23:00", "Mon 15 Jun 09:00, version 2"},
		{"days too late", "", "2026-06-20 12:00", "Sun 21 Jun 09:00, version 2"},
		{"the day before: it is tomorrow already", "", "2026-06-13 12:00", "Sun 14 Jun 09:00, version 1"},
		{"two days before: it would be sooner", "", "2026-06-12 12:00", "refused: This one is for a later day by now. To have it sooner, change its day."},
		{"done", oneonone.Done, "2026-06-14 09:05", "refused: This one is closed already."},
		{"let go", oneonone.Dropped, "2026-06-14 09:05", "refused: This one is closed already."},
	} {
		f := promise(promised)
		if tt.close != "" {
			f.State = tt.close
		}
		for range 2 { // twice is once
			err := f.Tomorrow(at(madrid, tt.now), oneonone.RhythmIn(madrid))
			got := fmt.Sprintf("%s, version %d", clock(f.Due, madrid), f.Version)
			if err != nil {
				got = "refused" + said(err.(*oneonone.Error))[0]
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.name, diff)
			}
		}
	}
}

// A reflection edited later changes its promise: other words, none, or some
// after all.
func TestFollowupReword(t *testing.T) {
	later := at(madrid, "2026-06-20 12:00")
	const first, second = "Sun 14 Jun 09:00", "Mon 22 Jun 09:00" // 48 hours from the promise, and from later
	for _, tt := range []struct {
		name  string
		state oneonone.FollowupState
		words string
		want  string
	}{
		{"the same words", oneonone.Open, "send her the minutes", "open: send her the minutes, " + first + ", version 1"},
		{"other words, the same day", oneonone.Open, "bring her the minutes", "open: bring her the minutes, " + first + ", version 2"},
		{"taken back", oneonone.Open, "", "dropped: , " + first + ", version 2"},
		{"done, the same words", oneonone.Done, "send her the minutes", "done: send her the minutes, " + first + ", version 1"},
		{"let go, then made after all", oneonone.Dropped, "send her the minutes", "open: send her the minutes, " + second + ", version 2"},
		{"let go, then another", oneonone.Dropped, "call her", "open: call her, " + second + ", version 2"},
		{"let go, and nothing promised since", oneonone.Dropped, "", "dropped: send her the minutes, " + first + ", version 1"},
	} {
		f := promise(promised)
		f.State = tt.state
		for range 2 { // twice is once
			if err := f.Reword(tt.words, later, oneonone.RhythmIn(madrid)); err != nil {
				t.Fatal(err)
			}
			got := fmt.Sprintf("%s: %s, %s, version %d", f.State, f.Words, clock(f.Due, madrid), f.Version)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.name, diff)
			}
		}
	}
}
