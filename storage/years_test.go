package storage_test

import (
	"maps"
	"testing"
	"time"

	"oneonone"
	"oneonone/storage"
)

// What a benchmark reads is what the program would have written: every word of
// it opens, and nothing of it is due.
func TestYears(t *testing.T) {
	w := newWorld(t)
	members := []oneonone.Member{w.sam, w.ana, w.joao, w.mei}
	for _, name := range []string{"U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8"} {
		members = append(members, MustMember(t, w.DB, name, time.UTC))
	}
	const each = 202
	if err := storage.Years(t.Context(), w.DB, members, each*len(members)); err != nil {
		t.Fatal(err)
	}
	for _, m := range members {
		upcoming, err := w.Upcoming(t.Context(), m.ID, 100)
		if err != nil {
			t.Fatal(err)
		}
		held, err := w.Earlier(t.Context(), m.ID, storage.FirstPage, 1000)
		if err != nil {
			t.Fatal(err)
		}
		// Three of their own are to come, and three that somebody has with them.
		if len(upcoming) != 6 || len(held) != each-3 || held[0].Purpose == "" || held[0].State != oneonone.Met {
			t.Errorf("%s: %d talks to come and %d held, the last %+v", m.SlackID, len(upcoming), len(held), held[0])
		}
	}
	if due, err := w.Due(t.Context()); err != nil || due {
		t.Errorf("something is due: %t, %v", due, err)
	}
	next, waits, err := w.NextDue(t.Context())
	if err != nil || !waits || next.Before(monday.AddDate(1, 0, 0)) {
		t.Errorf("the next is due at %v, %t, %v", next, waits, err)
	}
}

// What a benchmark reads of asks is what the program would have written: every
// word of it opens, each list has its part, and each chain its order.
func TestYearsOfAsks(t *testing.T) {
	w := newWorld(t)
	members := []oneonone.Member{w.sam, w.ana, w.joao, w.mei}
	const each = 100
	if err := storage.YearsOfAsks(t.Context(), w.DB, members[:2], members, each); err != nil {
		t.Fatal(err)
	}
	for _, m := range members[:2] {
		ctx, first := t.Context(), storage.AskCursor{}
		got := map[string]int{}
		for name, list := range map[string]func() ([]oneonone.Ask, error){
			"all":       func() ([]oneonone.Ask, error) { return w.Asks(ctx, m.ID, first, 1000) },
			"due":       func() ([]oneonone.Ask, error) { return w.DueAsks(ctx, m.ID, first, 1000) },
			"ask":       func() ([]oneonone.Ask, error) { return w.AsksThatNeed(ctx, m.ID, oneonone.NeedToAsk, first, 1000) },
			"waiting":   func() ([]oneonone.Ask, error) { return w.AsksThatNeed(ctx, m.ID, oneonone.NeedWaiting, first, 1000) },
			"confirmed": func() ([]oneonone.Ask, error) { return w.AsksThatNeed(ctx, m.ID, oneonone.NeedComing, first, 1000) },
			"not now": func() ([]oneonone.Ask, error) {
				return w.AsksAnswered(ctx, m.ID, oneonone.SaidNo, oneonone.NotNow, first, 1000)
			},
		} {
			asks, err := list()
			if err != nil {
				t.Fatal(err)
			}
			got[name] = len(asks)
			if name != "not now" {
				continue
			}
			chain, err := w.Chain(ctx, m.ID, asks[0].Chain)
			if err != nil || len(chain) != 3 || chain[1].No != oneonone.NotThat || chain[2].Outcome != oneonone.Came || chain[2].Words == "" {
				t.Errorf("%+v, %v", chain, err)
			}
		}
		if want := map[string]int{"all": each, "due": 20, "ask": 10, "waiting": 20, "confirmed": 10, "not now": 10}; !maps.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		open, waiting, err := w.CountFollowups(ctx, m.ID, monday)
		if err != nil || open != each*8/10 || waiting == 0 {
			t.Errorf("%d follow-ups are open, %d people wait, %v", open, waiting, err)
		}
	}
	if due, err := w.Due(t.Context()); err != nil || due {
		t.Errorf("something is due: %t, %v", due, err)
	}
}
