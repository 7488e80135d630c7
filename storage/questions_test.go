package storage_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

func TestQuestionsAreNeverTheSameTwiceInARow(t *testing.T) {
	for _, kind := range oneonone.Kinds {
		t.Run(string(kind), func(t *testing.T) {
			w := newWorld(t)
			plan := func(i int) oneonone.Meeting {
				p := at(thursday18.Add(time.Duration(i) * 24 * time.Hour))
				p.Kind = kind
				return w.MustPlan(t, w.sam, w.ana, p)
			}
			a, b := plan(0), plan(1)
			var last []oneonone.Question
			show := func(what string, m oneonone.Meeting, more bool) {
				t.Helper()
				w.clock.Advance(time.Minute)
				got, err := w.Questions(t.Context(), m, more)
				if err != nil {
					t.Fatal(err)
				}
				if len(got) != oneonone.QuestionsPerTalk {
					t.Errorf("%s: %d questions", what, len(got))
				}
				for _, q := range got {
					if slices.Contains(last, q) {
						t.Errorf("%s: %q twice in a row", what, q.Text)
					}
				}
				again, err := w.Questions(t.Context(), m, false)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(got, again); diff != "" {
					t.Errorf("%s: asked again (-first +second):\n%s", what, diff)
				}
				last = got
			}
			for range 10 {
				show("first talk", a, false)
				show("second talk", b, false)
				for i := range 4 {
					show(fmt.Sprint("others ", i), b, true)
					// Leaving out no more than it must, there is an easy way in.
					if !slices.ContainsFunc(last, func(q oneonone.Question) bool { return q.Opener }) {
						t.Errorf("others %d: no opener among %v", i, last)
					}
				}
				show("first talk once more, others", a, true)
				show("and the second", b, true)
				a, b = plan(2), plan(3)
			}
		})
	}
}

func TestQuestionsChosenOnceByManyAtOnce(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	got := make([][]oneonone.Question, 8)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			var err error
			if got[i], err = w.Questions(t.Context(), m, false); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, g := range got {
		if diff := cmp.Diff(got[0], g); diff != "" {
			t.Errorf("(-one +other):\n%s", diff)
		}
	}
}
