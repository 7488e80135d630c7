package bot

import (
	"fmt"
	"testing"

	"oneonone"
)

// Home shows so many follow-ups, and says how many more there are and how many
// people wait for those of today.
func TestHomeCountsFollowups(t *testing.T) {
	f := newForgery(t)
	me, err := f.db.Member(f.ctx, f.ruth.ID(), nil)
	f.must(err)
	today := oneonone.DateOf(f.slack.Clock().Now().In(me.Zone))
	for n := range homeMost + 3 {
		task := oneonone.Task{Words: "call", Whose: oneonone.Mine, By: today.AddDays(n / 4)}
		_, err := f.db.Follow(f.ctx, me.ID, oneonone.Whom{Name: fmt.Sprint("Person ", n)}, fmt.Sprint("VH", n), task)
		f.must(err)
	}
	h, err := f.home(f.ctx, me, homeMost)
	f.must(err)
	if len(h.Promises) != homeMost || h.MorePromises != 3 || h.Waiting != 4 || h.More {
		t.Errorf("%d shown, %d more, %d waiting, more talks: %t", len(h.Promises), h.MorePromises, h.Waiting, h.More)
	}
}
