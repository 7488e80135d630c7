package storage_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"oneonone"
)

// toSam are the new messages to Sam among what was sent.
func toSam(lines []string) []string {
	return slices.DeleteFunc(lines, func(s string) bool { return redraws(s) || !strings.HasSuffix(s, " to sam") })
}

// agreedAt is a talk both know of.
func agreedAt(day, hour, minute int) oneonone.Plan {
	p := at(time.Date(2026, time.June, day, hour, minute, 0, 0, time.UTC))
	p.Notice = oneonone.NoticeAgreed
	return p
}

// Two talks on one day: nothing the evening before, one message in the morning,
// with whatever else it brings.
func TestPrepCardsOfOneDayAreOneMessage(t *testing.T) {
	const both = "prep/1 + prep/1 to sam"
	evening := func(day int) time.Time { return time.Date(2026, time.June, day, 18, 0, 0, 0, time.UTC) }
	for _, tt := range []struct {
		name    string
		plans   []oneonone.Plan
		night   func(*testing.T, *world, []oneonone.Meeting)
		evening []string
		morning []string
	}{
		{"one", []oneonone.Plan{agreedAt(15, 18, 0)}, nil, []string{"prep/1 to sam"}, nil},
		{"two", []oneonone.Plan{agreedAt(15, 12, 0), agreedAt(15, 18, 0)}, nil, nil, []string{both}},
		{"two on two days", []oneonone.Plan{agreedAt(15, 12, 0), agreedAt(16, 12, 0)}, nil, []string{"prep/1 to sam"}, nil},
		{"three, one of them early", []oneonone.Plan{agreedAt(15, 9, 30), agreedAt(15, 12, 0), agreedAt(15, 18, 0)}, nil, []string{"prep/1 to sam"}, []string{both}},
		{"two, one of them early", []oneonone.Plan{agreedAt(15, 9, 30), agreedAt(15, 12, 0)}, nil, []string{"prep/1 to sam"}, []string{"prep/1 to sam"}},
		// At the same moment they are one message at any hour.
		{"two, both early", []oneonone.Plan{agreedAt(15, 8, 30), agreedAt(15, 9, 30)}, nil, []string{both}, nil},
		{"two, one falls through in the night", []oneonone.Plan{agreedAt(15, 12, 0), agreedAt(15, 18, 0)}, func(t *testing.T, w *world, m []oneonone.Meeting) {
			w.MustAnswer(t, m[0], w.cannot)
			w.MustSend(t)
		}, nil, []string{"prep/1 to sam"}},
		{"two, both fall through", []oneonone.Plan{agreedAt(15, 12, 0), agreedAt(15, 18, 0)}, func(t *testing.T, w *world, m []oneonone.Meeting) {
			w.MustAnswer(t, m[0], w.cannot)
			w.MustAnswer(t, m[1], w.cannot)
			w.MustSend(t)
		}, nil, nil},
		{"two, and something else in the night", []oneonone.Plan{agreedAt(15, 12, 0), agreedAt(15, 18, 0)}, func(t *testing.T, w *world, m []oneonone.Meeting) {
			w.MustAnswer(t, m[0], w.hourBefore) // it is written anew, due in the evening that was
			w.MustSend(t)
		}, nil, []string{both}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			var talks []oneonone.Meeting
			for i, p := range tt.plans {
				talks = append(talks, w.MustPlan(t, w.sam, []oneonone.Member{w.ana, w.mei, w.joao}[i], p))
			}
			w.MustSend(t)
			w.clock.Set(evening(14))
			if got := toSam(w.MustSend(t)); !slices.Equal(got, tt.evening) {
				t.Errorf("in the evening %q, want %q", got, tt.evening)
			}
			w.clock.Set(evening(14).Add(3 * time.Hour))
			if tt.night != nil {
				tt.night(t, w, talks)
			}
			w.clock.Set(morning(15).Add(-time.Second))
			if got := toSam(w.MustSend(t)); len(got) != 0 {
				t.Errorf("in the night %q", got)
			}
			w.clock.Set(morning(15))
			if got := toSam(w.MustSend(t)); !slices.Equal(got, tt.morning) {
				t.Errorf("in the morning %q, want %q", got, tt.morning)
			}
		})
	}
}

// The morning's other lines and the day's cards are one message, whichever is
// looked at first; tomorrow's card is not in it.
func TestPrepCardsComeWithTheMorning(t *testing.T) {
	w := newWorld(t)
	held := w.MustPlan(t, w.sam, w.ana, agreedAt(14, 17, 0))
	w.MustPlan(t, w.sam, w.mei, agreedAt(15, 12, 0))
	w.MustPlan(t, w.sam, w.joao, agreedAt(15, 18, 0))
	w.clock.Set(held.End().Add(15 * time.Minute))
	w.MustSend(t)
	w.clock.Set(morning(15))
	c := w.MustClaim(t)
	for ; c != nil && (c.Redraw != "" || c.Receiver.ID != w.sam.ID); c = w.MustClaim(t) {
		w.MustSent(t, c)
	}
	kinds := map[oneonone.NudgeKind]int{}
	for _, r := range c.Rows {
		kinds[r.Kind]++
	}
	if len(c.Rows) != 3 || kinds[oneonone.NudgePrep] != 2 || kinds[oneonone.NudgeAfterAgain] != 1 {
		t.Fatalf("one message of %v", kinds)
	}
	// Slack refuses it: all three come back together, each once.
	if err := w.Retry(t.Context(), c, w.clock.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(time.Minute)
	if got := toSam(w.MustSend(t)); len(got) != 1 || strings.Count(got[0], "prep/1") != 2 || strings.Count(got[0], "after_again") != 1 {
		t.Errorf("after a refusal: %v", got)
	}

	// A morning that comes late in the day, while tomorrow's card is due.
	w.MustPlan(t, w.sam, w.mei, agreedAt(17, 12, 0))
	again := w.MustPlan(t, w.sam, w.ana, agreedAt(15, 15, 0))
	if err := w.Awake(t.Context(), w.sam.ID); err != nil {
		t.Fatal(err)
	}
	w.MustSend(t)
	w.clock.Set(again.End().Add(15 * time.Minute))
	w.MustSend(t)
	w.clock.Set(time.Date(2026, time.June, 16, 18, 30, 0, 0, time.UTC))
	got := toSam(w.MustSend(t))
	if !slices.Contains(got, "prep/1 to sam") || len(got) != 2 {
		t.Errorf("in the evening of the 16th: %v", got)
	}
}

// Whoever wants the cards at another time: what is due at one moment is one
// message, and what is not comes when it is due.
func TestPrepCardsAtOtherTimes(t *testing.T) {
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, time.June, day, hour, minute, 0, 0, time.UTC)
	}
	for _, tt := range []struct {
		lead  oneonone.Lead
		plans []oneonone.Plan
		want  map[time.Time][]string
	}{
		{oneonone.LeadMorning, []oneonone.Plan{agreedAt(15, 12, 0), agreedAt(15, 18, 0)}, map[time.Time][]string{at(15, 9, 0): {"prep/1 + prep/1 to sam"}}},
		{oneonone.LeadThree, []oneonone.Plan{agreedAt(15, 12, 0), agreedAt(15, 18, 0)}, map[time.Time][]string{at(15, 9, 0): {"prep/1 to sam"}, at(15, 15, 0): {"prep/1 to sam"}}},
		// Both would come in quiet hours, and come before they begin.
		{oneonone.LeadThree, []oneonone.Plan{agreedAt(15, 8, 30), agreedAt(15, 10, 30)}, map[time.Time][]string{at(14, 19, 59): {"prep/1 + prep/1 to sam"}}},
		{oneonone.LeadOne, []oneonone.Plan{agreedAt(15, 10, 0), agreedAt(15, 11, 0)}, map[time.Time][]string{at(15, 9, 0): {"prep/1 to sam"}}},
	} {
		w := newWorld(t)
		s, err := w.Settings(t.Context(), w.sam.ID)
		if err != nil {
			t.Fatal(err)
		}
		s.Lead = tt.lead
		if err := w.SetSettings(t.Context(), w.sam.ID, s); err != nil {
			t.Fatal(err)
		}
		for i, p := range tt.plans {
			w.MustPlan(t, w.sam, []oneonone.Member{w.ana, w.mei}[i], p)
		}
		w.MustSend(t)
		for _, now := range []time.Time{at(14, 18, 0), at(14, 19, 59), at(15, 9, 0), at(15, 15, 0)} {
			w.clock.Set(now)
			got := slices.DeleteFunc(toSam(w.MustSend(t)), func(s string) bool { return !strings.HasPrefix(s, "prep") })
			if !slices.Equal(got, tt.want[now]) {
				t.Errorf("%s, at %v: %q, want %q", tt.lead, now, got, tt.want[now])
			}
		}
	}
}
