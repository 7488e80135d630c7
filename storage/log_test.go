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
		m, was, err := w.Log(ctx, w.sam.ID, oneonone.Whom{Member: w.ana.ID}, "V1/log", kind, start)
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
	if again, was, err := w.Log(ctx, w.sam.ID, oneonone.Whom{Member: w.ana.ID}, "V2/log", oneonone.Recruitment, thursday18.Add(time.Hour)); err != nil || was.ID != m.ID || again.ID != m.ID {
		t.Errorf("written down twice: %+v, %v", again, err)
	}
	planned := w.MustPlan(t, w.sam, w.mei, at(thursday18.Add(4*time.Hour)))
	w.clock.Advance(3 * time.Hour)
	if held, was, err := w.Log(ctx, w.sam.ID, oneonone.Whom{Member: w.mei.ID}, "V3/log", oneonone.Recruitment, thursday18.Add(5*time.Hour)); err != nil || was.State != oneonone.Planned || held.ID != planned.ID || held.State != oneonone.Met {
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
