package oneonone_test

import (
	"testing"

	"oneonone"
)

// To have four, collect eight; by one's own experience once ten are known.
func TestShowRate(t *testing.T) {
	for _, tt := range []struct {
		r           oneonone.ShowRate
		come        int
		yeses       int
		own         bool
		people      int
		peopleKnown bool
	}{
		{oneonone.ShowRate{}, 4, 8, false, 0, false},
		{oneonone.ShowRate{Came: 9, Known: 9, Yeses: 9, Answers: 9}, 4, 8, false, 0, false},
		{oneonone.ShowRate{Came: 10, Known: 10, Yeses: 10, Answers: 10}, 4, 4, true, 4, true},
		{oneonone.ShowRate{Came: 7, Known: 10, Yeses: 10, Answers: 30}, 4, 6, true, 18, true}, // 5.7, rounded up
		{oneonone.ShowRate{Came: 0, Known: 12, Yeses: 12, Answers: 12}, 4, 8, false, 8, true},
		{oneonone.ShowRate{Answers: 15}, 4, 8, false, 0, false},
		{oneonone.ShowRate{}, 0, 0, false, 0, false},
	} {
		yeses, own := tt.r.Collect(tt.come)
		people, known := tt.r.People(yeses)
		if yeses != tt.yeses || own != tt.own || people != tt.people || known != tt.peopleKnown {
			t.Errorf("%+v: collect %d (%t), ask %d (%t)", tt.r, yeses, own, people, known)
		}
	}
}
