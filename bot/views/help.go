package views

import (
	"strings"

	"github.com/slack-go/slack"
)

// HelpLine is one form of a command and what it does, from the table that
// routes.
type HelpLine struct{ Form, Does string }

// HelpMessage lists every form on a line of its own. Note explains a word or
// says that a verb is unknown; it may be empty.
func HelpMessage(r Reader, note string, lines []HelpLine) Message {
	text := make([]string, len(lines))
	for i, l := range lines {
		text[i] = r.Say("`%s`  %s", Escape(l.Form), r.Say(l.Does))
	}
	m := Message{Text: r.Say("What I can do")}
	if note != "" {
		m.Blocks = append(m.Blocks, section(note))
	}
	m.Blocks = append(m.Blocks, section(strings.Join(text, "\n")))
	return m
}

// QuietMessage says once that the bot goes quiet. It counts what it asked, not what
// is open: that may be less by then, since one thing is asked twice. Awake is true once
// they tapped something.
func QuietMessage(r Reader, awake bool) Message {
	text := r.Say("I've asked three times without an answer, and that's fine. I'll ask nothing more until you tap or type anything here. My Home page shows what's due.")
	if awake {
		text = r.Say("I asked three times without an answer, and that's fine. I asked nothing more until you came back. My Home page shows what's due.")
	}
	return Message{Text: r.Say("I'll ask nothing more for now."), Blocks: []slack.Block{section(text)}}
}

// ProblemMessage says what went wrong and what to do next, where no field is
// concerned.
func ProblemMessage(sentence string) Message {
	return Message{Text: sentence, Blocks: []slack.Block{section(sentence)}}
}

// SaidModal is a message in a modal, where Slack does not take it as one.
func SaidModal(r Reader, m Message) slack.ModalViewRequest {
	return modal(r.Say("One-on-ones"), "", r.Say("Close"), m.Blocks...)
}

// ProblemModal is a ProblemMessage over a modal.
func ProblemModal(r Reader, sentence string) slack.ModalViewRequest {
	return modal(r.Say("Not quite"), "", r.Say("Close"), section(sentence))
}

// toldBlock is the block of a sentence that went into a window, so that the next
// one takes its place.
const toldBlock = "told"

// Told is an open modal with a sentence on top, for where Slack lays no other
// window on it. All else stays as it is, and so does what was typed.
func Told(open slack.View, sentence string) slack.ModalViewRequest {
	blocks := []slack.Block{slack.NewSectionBlock(mrkdwn(sentence), nil, nil, slack.SectionBlockOptionBlockID(toldBlock))}
	for _, b := range open.Blocks.BlockSet {
		if b.ID() != toldBlock {
			blocks = append(blocks, b)
		}
	}
	return withBlocks(open, blocks)
}

// withBlocks is an open modal with other blocks.
func withBlocks(open slack.View, blocks []slack.Block) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type: slack.VTModal, Title: open.Title, Close: open.Close, Submit: open.Submit, Blocks: slack.Blocks{BlockSet: blocks},
		CallbackID: open.CallbackID, PrivateMetadata: open.PrivateMetadata,
	}
}
