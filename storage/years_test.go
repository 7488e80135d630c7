package storage_test

import (
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
