package storage_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

// A talk written down is met at once; the same submission is one, a corrected one
// mends it, and nobody hears of either.
func TestLog(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.clock.Set(thursday18.Add(3 * time.Hour))
	log := func(kind oneonone.Kind, start time.Time) oneonone.Meeting {
		t.Helper()
		m, was, err := w.Log(ctx, w.sam.ID, oneonone.Whom{Member: w.ana.ID}, "V1/log", kind, start, oneonone.ID{})
		if err != nil || !was.ID.IsZero() {
			t.Fatal(was, err)
		}
		return m
	}
	m := log(oneonone.Recruitment, thursday18)
	if m.State != oneonone.Met || !m.Start.Equal(thursday18) {
		t.Errorf("%+v", m)
	}
	before := w.dump(t)
	log(oneonone.Recruitment, thursday18)
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("the same once more (-before +after):\n%s", diff)
	}
	// Another modal for about the same time means the same talk.
	if again, was, err := w.Log(ctx, w.sam.ID, oneonone.Whom{Member: w.ana.ID}, "V2/log", oneonone.Recruitment, thursday18.Add(time.Hour), oneonone.ID{}); err != nil || was.ID != m.ID || again.ID != m.ID {
		t.Errorf("written down twice: %+v, %v", again, err)
	}
	planned := w.MustPlan(t, w.sam, w.mei, at(thursday18.Add(4*time.Hour)))
	w.clock.Advance(3 * time.Hour)
	if held, was, err := w.Log(ctx, w.sam.ID, oneonone.Whom{Member: w.mei.ID}, "V3/log", oneonone.Recruitment, thursday18.Add(5*time.Hour), oneonone.ID{}); err != nil || was.State != oneonone.Planned || held.ID != planned.ID || held.State != oneonone.Met {
		t.Errorf("planned, and written down: %+v, %v", held, err)
	}
	mended := log(oneonone.Maintenance, thursday18.Add(-24*time.Hour))
	if mended.ID != m.ID || mended.Kind != oneonone.Maintenance || !mended.Start.Equal(thursday18.Add(-24*time.Hour)) {
		t.Errorf("mended: %+v", mended)
	}
	if met, err := w.MetBefore(ctx, w.sam.ID, w.ana.ID); !met || err != nil {
		t.Errorf("met before: %t, %v", met, err)
	}
	if got, err := w.Upcoming(ctx, w.ana.ID, 9); len(got) != 0 || err != nil {
		t.Errorf("she sees %d, %v", len(got), err)
	}
	w.clock.Advance(1000 * time.Hour)
	for _, line := range w.MustSend(t) {
		if !strings.HasSuffix(line, "to sam") {
			t.Error(line)
		}
	}
}

// A talk written down is the one it was about, however that one stands; and the same
// submission once more changes nothing, whatever has happened since.
func TestLogFinds(t *testing.T) {
	var (
		nextDay = thursday18.Add(24 * time.Hour)
		over    = nextDay.Add(3 * time.Hour)
	)
	for _, tt := range []struct {
		name        string
		before      func(t *testing.T, w *world, m oneonone.Meeting)
		second      time.Time
		logged, now time.Time
		want        time.Time // when it was held; zero for another talk
	}{
		{name: "planned", logged: thursday18.Add(time.Hour), now: over, want: thursday18},
		{name: "suggested", logged: nextDay, now: over, want: nextDay, before: func(t *testing.T, w *world, m oneonone.Meeting) {
			w.MustAnswer(t, m, func(m *oneonone.Meeting) error { return m.Suggest(m.Rounds, nextDay, "I sing", w.clock.Now()) })
		}},
		{name: "at a second time", second: nextDay, logged: nextDay, now: over, want: nextDay},
		{name: "sooner than planned", logged: thursday18.Add(-40 * time.Minute), now: thursday18.Add(-5 * time.Minute), want: thursday18.Add(-40 * time.Minute),
			before: func(t *testing.T, w *world, m oneonone.Meeting) { w.MustAnswer(t, m, w.accept) }},
		{name: "declined", logged: thursday18, now: over, want: thursday18,
			before: func(t *testing.T, w *world, m oneonone.Meeting) { w.MustAnswer(t, m, w.decline) }},
		{name: "called off", logged: thursday18, now: over, want: thursday18, before: func(t *testing.T, w *world, m oneonone.Meeting) {
			w.MustChange(t, m, func(m *oneonone.Meeting) error { return m.CallOff("My son is ill", w.clock.Now()) })
		}},
		{name: "missed", logged: thursday18, now: over, want: thursday18, before: func(t *testing.T, w *world, m oneonone.Meeting) {
			w.clock.Set(thursday18.Add(time.Hour))
			w.MustChange(t, m, w.missed)
		}},
		{name: "missed, of two times", second: nextDay, logged: nextDay, now: over, want: nextDay, before: func(t *testing.T, w *world, m oneonone.Meeting) {
			w.clock.Set(nextDay.Add(time.Hour))
			w.MustChange(t, m, w.missed)
		}},
		{name: "written", logged: thursday18.Add(time.Hour), now: over, before: func(t *testing.T, w *world, m oneonone.Meeting) {
			w.clock.Set(thursday18.Add(time.Hour))
			w.MustReflect(t, m, "Her sister drives the 9.", "")
		}},
		{name: "another day", logged: nextDay, now: over},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			p := at(thursday18)
			p.Second = tt.second
			m := w.MustPlan(t, w.sam, w.ana, p)
			w.MustSend(t)
			if tt.before != nil {
				tt.before(t, w, m)
			}
			w.clock.Set(tt.now)
			stood, err := w.Meeting(t.Context(), w.sam.ID, m.ID)
			if err != nil {
				t.Fatal(err)
			}
			log := func() (oneonone.Meeting, oneonone.Meeting) {
				t.Helper()
				meant, was, err := w.Log(t.Context(), w.sam.ID, oneonone.Whom{Member: w.ana.ID}, "V1/log", oneonone.Maintenance, tt.logged, m.ID)
				if err != nil {
					t.Fatal(err)
				}
				return meant, was
			}
			meant, was := log()
			if tt.want.IsZero() {
				if meant.ID == m.ID || !was.ID.IsZero() {
					t.Fatalf("taken for the one planned: %+v", meant)
				}
			} else if meant.ID != m.ID || was != stood || meant.State != oneonone.Met || !meant.Start.Equal(tt.want) {
				t.Fatalf("%+v, was %+v", meant, was)
			}
			if saved, err := w.Meeting(t.Context(), w.sam.ID, meant.ID); err != nil || saved != meant {
				t.Errorf("saved %+v, %v", saved, err)
			}
			again := func(since string) {
				t.Helper()
				before := w.dump(t)
				if again, _ := log(); again.ID != meant.ID {
					t.Errorf("%s, it is another talk", since)
				}
				if diff := cmp.Diff(before, w.dump(t)); diff != "" {
					t.Errorf("%s, once more (-before +after):\n%s", since, diff)
				}
			}
			again("at once")
			meant = w.MustChange(t, meant, func(m *oneonone.Meeting) error { return m.NotMet(m.Version, false, w.clock.Now()) })
			again("taken back since")
			if meant.State == oneonone.Planned { // and stands as it did
				stood.Version = meant.Version
				if diff := cmp.Diff(stood, meant); diff != "" {
					t.Errorf("it doesn't stand as it did (-before +after):\n%s", diff)
				}
				w.clock.Set(meant.End())
			}
			w.MustReflect(t, meant, "Her brother drives the 7.", "")
			again("written since")
		})
	}
}
