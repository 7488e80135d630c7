package storage_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

func TestLastTime(t *testing.T) {
	w, first := held(t)
	w.MustReflect(t, first, "Her sister drives", "Send it")
	w.MustWrite(t, first, oneonone.PageSelf, oneonone.Notes{oneonone.FieldThread: "The move", oneonone.FieldDifferently: "Talk less"})
	week := 7 * 24 * time.Hour
	second := w.MustPlan(t, w.sam, w.ana, at(first.Start.Add(week)))
	third := w.MustPlan(t, w.sam, w.ana, at(first.Start.Add(2*week)))
	// None of these is Sam's last time with Ana.
	others := w.MustPlan(t, w.joao, w.ana, at(first.Start.Add(week/2)))
	mei := w.MustPlan(t, w.sam, w.mei, at(first.Start.Add(week/2)))
	w.clock.Set(mei.End())
	w.MustReflect(t, others, "Joao's", "Joao's")
	w.MustReflect(t, mei, "Mei's", "Mei's")

	look := func(m oneonone.Meeting) string {
		t.Helper()
		last, err := w.LastTime(t.Context(), w.sam.ID, m.ID)
		if err != nil {
			t.Fatal(err)
		}
		s := "nothing"
		if !last.Met.IsZero() {
			s = fmt.Sprintf("%s %q %q %q", last.Met.Format("2 Jan"), last.Remember, last.Thread, last.Differently)
		}
		for _, p := range last.Promises {
			s += " owes " + p.Words
		}
		return s
	}
	check := func(when string, got, want string) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", when, diff)
		}
	}
	check("first", look(first), `nothing owes Send it`)
	check("second", look(second), `11 Jun "Her sister drives" "The move" "Talk less" owes Send it`)
	check("third, nothing written of the second", look(third), look(second))
	check("with Mei", look(mei), `nothing owes Mei's`)

	// The second has its own words, and a thread is on the next prep only.
	w.clock.Set(second.End())
	w.MustReflect(t, second, "She sings", "")
	check("third", look(third), `18 Jun "She sings" "" "" owes Send it`)
	last, err := w.LastTime(t.Context(), w.sam.ID, third.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.ChangeFollowup(t.Context(), w.sam.ID, last.Promises[0].ID, func(f *oneonone.Followup) error { return f.Close(oneonone.Done, w.clock.Now()) }); err != nil {
		t.Fatal(err)
	}
	check("a promise kept", look(third), `18 Jun "She sings" "" ""`)
}

func TestNextPlanned(t *testing.T) {
	w := newWorld(t)
	later := w.MustPlan(t, w.sam, w.ana, aPlan())
	sooner := w.MustPlan(t, w.sam, w.mei, at(thursday18.Add(-24*time.Hour)))
	w.MustPlan(t, w.joao, w.sam, at(thursday18.Add(-48*time.Hour))) // Sam is invited: not his to prepare
	check := func(when string, with oneonone.Member, want oneonone.ID) {
		t.Helper()
		m, err := w.NextPlanned(t.Context(), w.sam.ID, with.ID)
		if want.IsZero() {
			wantKind(t, when, err, oneonone.NotFound)
		} else if err != nil || m.ID != want {
			t.Errorf("%s: %v, %v", when, m.ID, err)
		}
	}
	check("any", oneonone.Member{}, sooner.ID)
	check("with Ana", w.ana, later.ID)
	check("with Joao", w.joao, oneonone.ID{})
	w.clock.Set(sooner.End().Add(-time.Minute))
	check("during it", oneonone.Member{}, sooner.ID)
	w.clock.Set(sooner.End())
	check("after it", oneonone.Member{}, later.ID)
	w.MustAnswer(t, later, w.decline)
	check("declined", oneonone.Member{}, oneonone.ID{})
}
