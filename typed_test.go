package oneonone_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

// What was understood comes back from the outbox as it went in.
func TestTyped(t *testing.T) {
	id := oneonone.ID{0xab, 15: 1}
	for want, typed := range map[string]oneonone.Typed{
		"":                {},
		"---more":         {More: true},
		"verb":            {Heard: oneonone.HeardVerb},
		"verb-list":       {Heard: oneonone.HeardVerb, Verb: "list"},
		"verb-follow_up":  {Heard: oneonone.HeardVerb, Verb: "follow-up"},
		"slip-list--more": {Heard: oneonone.HeardSlip, Verb: "list", More: true},
		"verb-schedule-ab000000000000000000000000000001":      {Heard: oneonone.HeardVerb, Verb: "schedule", About: id},
		"verb-schedule-ab000000000000000000000000000001-more": {Heard: oneonone.HeardVerb, Verb: "schedule", About: id, More: true},
	} {
		if got := typed.String(); got != want {
			t.Errorf("%+v is written %q, want %q", typed, got, want)
		}
		if diff := cmp.Diff(typed, oneonone.ParseTyped(want)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", want, diff)
		}
	}
	if got := oneonone.ParseTyped("verb-list-nobody-more-and-more"); got.Verb != "list" || !got.About.IsZero() {
		t.Errorf("a malformed one is read as %+v", got)
	}
}
