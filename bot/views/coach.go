package views

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"oneonone"
)

// ActionTakeWords puts the coach's better sentence in the place of the words in
// the window. Its value is that sentence, as it stood beside the button.
const ActionTakeWords = "take_words"

// coachBlocks are the coach's advice in the window of an ask: something good, what
// must change, a better sentence with a button that takes it, and in one small line
// what could be stronger.
func coachBlocks(r Reader, a oneonone.Advice) []slack.Block {
	blocks := advice(r, a, slack.NewAccessory(button(ActionTakeWords, better(a), r.Say("Take these words"))))
	return append(blocks, quiet(r.Say("This comes from a list of phrases in this program, so your words go nowhere. Save whenever you like.")))
}

// beforeBlock begins the names of the blocks that show the words the coach's took the
// place of.
const beforeBlock = "before-"

// beforeBlocks show them: they stay in sight until the window is sent off, however
// often it is drawn anew, since Slack does not bring them back.
func beforeBlocks(r Reader, before []string) []slack.Block {
	var blocks []slack.Block
	for i, words := range before {
		if i == 0 {
			blocks = append(blocks, section(r.Say("Taken. You had:")))
		}
		s := kept("“" + words + "”")
		s.BlockID = beforeBlock + strconv.Itoa(i)
		blocks = append(blocks, s)
	}
	return blocks
}

// Before are the words that an open window shows so.
func Before(open slack.View) []string {
	var before []string
	for _, b := range open.Blocks.BlockSet {
		if s, ok := b.(*slack.SectionBlock); ok && s.Text != nil && strings.HasPrefix(s.BlockID, beforeBlock) {
			before = append(before, strings.TrimSuffix(strings.TrimPrefix(s.Text.Text, "“"), "”"))
		}
	}
	return before
}

// better is the coach's better sentence, or "". It mends all there is to mend, so
// there is one at most.
func better(a oneonone.Advice) string {
	for _, m := range a.Remarks {
		if m.Try != "" {
			return m.Try
		}
	}
	return ""
}

// advice draws it. Take stands beside the better sentence; nil where none is to be
// taken. What was typed is in the remarks too, so they are no mrkdwn.
func advice(r Reader, a oneonone.Advice, take *slack.Accessory) []slack.Block {
	blocks := []slack.Block{section(r.Sentence(a.Good))}
	var coulds []string
	for _, m := range a.Remarks {
		if m.Grade == oneonone.Could {
			coulds = append(coulds, r.Sentence(m.Says))
			continue
		}
		blocks = append(blocks, kept(r.Sentence(m.Says)))
	}
	if try := better(a); try != "" {
		row := typed(r.Say("Try: “%s”", try))
		row.Accessory = take
		blocks = append(blocks, row)
	}
	if len(coulds) > 0 {
		blocks = append(blocks, quiet(r.Say("Stronger still: %s", strings.Join(coulds, " "))))
	}
	return blocks
}
