package oneonone_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

// The agendas as people read them. Where a length does not divide evenly, the
// rest goes to the largest part, the listening.
func TestAgenda(t *testing.T) {
	for _, tt := range []struct {
		kind   oneonone.Kind
		length time.Duration
		want   []int
	}{
		{oneonone.Recruitment, 45 * time.Minute, []int{3, 28, 14}},
		{oneonone.Maintenance, 45 * time.Minute, []int{8, 14, 13, 10}},
		{oneonone.Escalation, 45 * time.Minute, []int{8, 14, 8, 10, 5}},

		{oneonone.Recruitment, 20 * time.Minute, []int{1, 13, 6}},
		{oneonone.Maintenance, 20 * time.Minute, []int{4, 6, 6, 4}},
		{oneonone.Escalation, 20 * time.Minute, []int{4, 6, 4, 4, 2}},

		{oneonone.Recruitment, 30 * time.Minute, []int{2, 19, 9}},
		{oneonone.Maintenance, 30 * time.Minute, []int{5, 9, 9, 7}},
		{oneonone.Escalation, 30 * time.Minute, []int{5, 10, 5, 7, 3}},

		{oneonone.Recruitment, 60 * time.Minute, []int{4, 37, 19}},
		{oneonone.Maintenance, 60 * time.Minute, []int{11, 19, 17, 13}},
		{oneonone.Escalation, 60 * time.Minute, []int{11, 18, 11, 13, 7}},
	} {
		t.Run(fmt.Sprintf("%s, %s", tt.kind, tt.length), func(t *testing.T) {
			var got []int
			sum := 0
			for _, p := range oneonone.Agenda(tt.kind, tt.length, true) {
				got = append(got, p.Minutes)
				sum += p.Minutes
				if p.Minutes < 1 || p.What == "" {
					t.Errorf("a part of %d minutes: %q", p.Minutes, p.What)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if want := int(tt.length.Minutes()); sum != want {
				t.Errorf("the parts add up to %d minutes, want %d", sum, want)
			}
		})
	}
}

// Every kind and every length that is offered has an agenda in the table above.
func TestAgendaOfEveryTalk(t *testing.T) {
	for _, k := range oneonone.Kinds {
		for _, length := range oneonone.Lengths {
			sum := 0
			for _, p := range oneonone.Agenda(k, length, false) {
				sum += p.Minutes
			}
			if want := int(length.Minutes()); sum != want {
				t.Errorf("%s, %s: %d minutes, want %d", k, length, sum, want)
			}
		}
	}
	// To who said not ever nothing is offered: the listening has the time.
	for _, k := range oneonone.Kinds {
		for _, length := range oneonone.Lengths {
			sum := 0
			for _, p := range oneonone.AgendaWithoutAsk(k, length) {
				if sum += p.Minutes; strings.Contains(p.What, "ask") || strings.Contains(p.What, "role") || strings.Contains(p.What, "yes") {
					t.Errorf("%s: %q", k, p.What)
				}
			}
			if want := int(length.Minutes()); sum != want {
				t.Errorf("%s, %s without an ask: %d minutes, want %d", k, length, sum, want)
			}
		}
	}
	if got := oneonone.AgendaWithoutAsk(oneonone.Escalation, 45*time.Minute)[1].Minutes; got != 32 {
		t.Errorf("what they want has %d minutes, want 32", got)
	}
	// Drawing one agenda leaves the next as it is.
	oneonone.Agenda(oneonone.Recruitment, 45*time.Minute, false)[0].Minutes = 99
	if got := oneonone.Agenda(oneonone.Recruitment, 45*time.Minute, false)[0].Minutes; got != 3 {
		t.Errorf("the first part has %d minutes, want 3", got)
	}
	if got := oneonone.Agenda("", time.Hour, false); got != nil {
		t.Errorf("no kind has the agenda %v", got)
	}
}
