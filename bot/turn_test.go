package bot

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/slack-go/slack"

	"oneonone"
)

// Whatever stands in the fields of an ask, all of them filled to the brim: a window
// that turns away from them all takes them along, or leaves them drawn, and Slack
// takes the window. Turned back it holds nothing any more.
func TestATurnLosesNothing(t *testing.T) {
	lengths := map[string]int{
		"ask_where~1": oneonone.MaxPlace, "ask_involves~1": oneonone.MaxAskLine, "ask_why~1": oneonone.MaxAskLine, "ask_if_time~1": oneonone.MaxAskLine,
		"ask_if_thing~1": oneonone.MaxAskLine, "would_take~1": oneonone.MaxAskLine, "name": oneonone.MaxName, "reach": oneonone.MaxReach,
	}
	id := oneonone.NewID().String()
	carried := carriedAsk{Ask: id, Version: 1 << 40, Parent: id, Meeting: id, Nth: 1 << 20, Turn: 1 << 20, Ready: true, Checked: true, Asked: true, Closed: true, Unasked: true, Send: true, Over: strings.Repeat("h", 40)}.String()
	for letter, drawn := range map[string]bool{"x": false, "ß": false, `"`: true, "😀": true, "\u2028": true} {
		full := slack.View{PrivateMetadata: carried, State: &slack.ViewState{Values: map[string]map[string]slack.BlockAction{}}}
		holds := func(v *slack.View, block string, a slack.BlockAction) {
			v.Blocks.BlockSet = append(v.Blocks.BlockSet, slack.NewInputBlock(block, nil, nil, slack.NewPlainTextInputBlockElement(nil, "a")))
			v.State.Values[block] = map[string]slack.BlockAction{"a": a}
		}
		for block, n := range lengths {
			holds(&full, block, slack.BlockAction{Value: strings.Repeat(letter, n)})
		}
		holds(&full, "ask_at~1", slack.BlockAction{SelectedDateTime: 1781000000})
		holds(&full, "said~1", slack.BlockAction{SelectedOption: slack.OptionBlockObject{Value: "maybe"}})
		holds(&full, "no_contact~1", slack.BlockAction{SelectedOptions: []slack.OptionBlockObject{{Value: "no_contact"}}})
		holds(&full, "empty~1", slack.BlockAction{})

		q := &request{}
		q.view, q.held = unfold(full)
		next := q.turned(modalView{PrivateMetadata: carried})
		if n := len(utf16.Encode([]rune(next.PrivateMetadata))); n > 3000 {
			t.Errorf("%q: %d characters of metadata", letter, n)
		}
		if some := len(next.Blocks.BlockSet) > 0; some != drawn {
			t.Errorf("%q: still drawn: %d", letter, len(next.Blocks.BlockSet))
		}
		turned := slack.View{PrivateMetadata: next.PrivateMetadata, Blocks: next.Blocks, State: &slack.ViewState{Values: map[string]map[string]slack.BlockAction{}}}
		for _, b := range next.Blocks.BlockSet {
			turned.State.Values[b.ID()] = full.State.Values[b.ID()]
		}
		back := &request{}
		back.view, back.held = unfold(turned)
		if back.view.PrivateMetadata != carried {
			t.Errorf("%q: carried is %q", letter, back.view.PrivateMetadata)
		}
		for block := range lengths {
			if got, want := back.typed(block).Value, full.State.Values[block]["a"].Value; got != want {
				t.Errorf("%q: %s holds %d characters of %d", letter, block, len(got), len(want))
			}
		}
		if back.typed("ask_at~1").SelectedDateTime != 1781000000 || back.typed("said~1").SelectedOption.Value != "maybe" || len(back.typed("no_contact~1").SelectedOptions) != 1 {
			t.Errorf("%q: what was picked is %v", letter, back.held)
		}
		if last := back.turned(modalView{PrivateMetadata: carried, Blocks: slack.Blocks{BlockSet: slices.Clone(full.Blocks.BlockSet)}}); last.PrivateMetadata != carried {
			t.Errorf("%q: turned back it carries %q", letter, last.PrivateMetadata)
		}
	}
}
