package oneonone_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

// What was typed of an ask is written over however it stands, and nothing else of it
// changes.
func TestOverwrite(t *testing.T) {
	var open oneonone.Ask
	open.Words, open.Where, open.Why, open.WouldTake, open.Version = "Will you come?", "The hall", "She knows all", "a lift", 3
	open.Said, open.What, open.At = oneonone.SaidMaybe, oneonone.Event, time.Date(2026, time.June, 18, 18, 0, 0, 0, time.UTC)
	closed, over := open, open
	closed.Withdrawn = oneonone.NewID()
	over.Said, over.Outcome = oneonone.SaidYes, oneonone.Came
	for name, was := range map[string]oneonone.Ask{"open": open, "closed": closed, "over": over} {
		a, words := was, oneonone.AskWords{Words: "gone"}
		if err := a.Overwrite(words); err != nil || a.Typed() != words || a.Version != was.Version+1 || !a.Overwritten {
			t.Errorf("%s: %+v, %v", name, a, err)
		}
		again := a
		if err := a.Overwrite(words); err != nil || a != again {
			t.Errorf("%s, twice: %+v, %v", name, a, err)
		}
		if err := a.Overwrite(was.Typed()); err != nil {
			t.Error(err)
		}
		if a.Version, a.Overwritten = was.Version, false; a != was {
			t.Errorf("%s: something else changed (-was +is):\n%s", name, cmp.Diff(was, a))
		}
	}
}

func TestAskWordsCheck(t *testing.T) {
	long := strings.Repeat("x", oneonone.MaxAskLine+1)
	for name, tt := range map[string]struct {
		words oneonone.AskWords
		want  []oneonone.Field
	}{
		"a word":          {oneonone.AskWords{Words: " gone\n", Why: " \t"}, nil},
		"nothing":         {oneonone.AskWords{Words: " \u200b "}, []oneonone.Field{oneonone.FieldAskWords}},
		"too long":        {oneonone.AskWords{Words: strings.Repeat("x", oneonone.MaxNote+1)}, []oneonone.Field{oneonone.FieldAskWords}},
		"lines too long":  {oneonone.AskWords{Words: "x", Involves: long, Why: long, IfTime: long, IfThing: long, WouldTake: long}, []oneonone.Field{oneonone.FieldAskInvolves, oneonone.FieldAskWhy, oneonone.FieldAskIfTime, oneonone.FieldAskIfThing, oneonone.FieldWouldTake}},
		"a place is less": {oneonone.AskWords{Words: "x", Where: long[:oneonone.MaxPlace+1]}, []oneonone.Field{oneonone.FieldAskWhere}},
	} {
		var got []oneonone.Field
		for _, err := range tt.words.Check() {
			got = append(got, err.Field)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	w := oneonone.AskWords{Words: " gone\n", Why: "a\nb"}
	if w.Check(); w != (oneonone.AskWords{Words: "gone", Why: "a b"}) {
		t.Errorf("trimmed to %+v", w)
	}
}
