package oneonone_test

import (
	"fmt"
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
		ID: got.ID, Organizer: sam, Person: ana.ID, Member: ana.Member, Meeting: m.ID,
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
		"Sun 14 Jun 09:00 until Mon 15 Jun 09:00, 2026-06-14T07:00Z",
		"Mon 15 Jun 09:00 until it is read, 2026-06-14T07:00Z-again",
	}
	if diff := cmp.Diff(want, mentions(f)); diff != "" {
		t.Errorf("open (-want +got):\n%s", diff)
	}
	// "Tomorrow" is another day, with mentions of its own.
	if err := f.Tomorrow(at(madrid, "2026-06-14 09:05"), oneonone.RhythmIn(madrid)); err != nil {
		t.Fatal(err)
	}
	want = []string{
		"Mon 15 Jun 09:00 until Tue 16 Jun 09:00, 2026-06-15T07:00Z",
		"Tue 16 Jun 09:00 until it is read, 2026-06-15T07:00Z-again",
	}
	if diff := cmp.Diff(want, mentions(f)); diff != "" {
		t.Errorf("tomorrow (-want +got):\n%s", diff)
	}
	for _, s := range []oneonone.FollowupState{oneonone.Done, oneonone.Dropped} {
		f := promise(promised)
		if err := f.Close(s); err != nil {
			t.Fatal(err)
		}
		if got := mentions(f); got != nil {
			t.Errorf("%s, and still mentioned: %v", s, got)
		}
	}
}

func TestFollowupClose(t *testing.T) {
	f := promise(promised)
	for _, want := range []int{2, 2} { // twice is once
		if err := f.Close(oneonone.Done); err != nil || f.State != oneonone.Done || f.Version != want {
			t.Errorf("%s, version %d, error %v, want done, version %d", f.State, f.Version, err, want)
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
		{"let go, and nothing promised since", oneonone.Dropped, "", "dropped: , " + first + ", version 2"},
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
