package views

import (
	"strconv"

	"github.com/slack-go/slack"

	"oneonone"
)

// ActionPractice begins one.
const ActionPractice = "practice"

// The steps of a practice, each a submission that shows the next: a situation,
// then what there is to say of it.
const (
	CallbackPracticeAsk   = "practice_ask"
	CallbackPracticeAsked = "practice_asked"
	CallbackPracticeNo    = "practice_no"
	CallbackPracticeHeard = "practice_heard"
	CallbackPracticeMove  = "practice_move"
	CallbackPracticeMoved = "practice_moved"
)

// practice is a window of it. The turn, a number, is all that it carries along:
// nothing of it is kept anywhere.
func practice(r Reader, callback, submit string, turn int, blocks ...slack.Block) slack.ModalViewRequest {
	v := modal(r.Say("Practice"), submit, r.Say("Close"), blocks...)
	v.CallbackID = callback
	v.PrivateMetadata = strconv.Itoa(turn)
	return v
}

// PracticeAskModal is the first round: an ask as it came out, to be made anew.
func PracticeAskModal(r Reader, turn int, a oneonone.WeakAsk) slack.ModalViewRequest {
	ask := r.Say(a.Ask)
	return practice(r, CallbackPracticeAsk, r.Say("Say it"), turn,
		quiet(r.Say("1 of 3. The people are made up, and nothing you type is kept.")),
		section(Escape(r.Say(a.Situation))),
		section(r.Say("This is how the ask came out:")),
		typed("“"+ask+"”"),
		input(string(oneonone.FieldTry), r.Say("How would you ask?"), r.Say("Make it yours, or leave it as it is."),
			line("try", "", ask, oneonone.MaxTry, true), false),
	)
}

// PracticeAskedModal is what the coach says of it. Words are what they typed, shown
// to them once more; empty for nothing.
func PracticeAskedModal(r Reader, turn int, a oneonone.WeakAsk, words string, said oneonone.Advice) slack.ModalViewRequest {
	blocks := []slack.Block{quiet(r.Say("1 of 3"))}
	switch words {
	case "":
		blocks = append(blocks, section(r.Say("No words yet, and that's fine.")))
	case r.Say(a.Ask):
		blocks = append(blocks, section(r.Say("Just as it came out, then. This is how it sounds to me.")))
		blocks = append(blocks, advice(r, said, nil)...)
	default:
		blocks = append(blocks, section(r.Say("You'd say:")), typed("“"+words+"”"))
		blocks = append(blocks, advice(r, said, nil)...)
	}
	return practice(r, CallbackPracticeAsked, r.Say("Next"), turn, append(blocks,
		slack.NewDividerBlock(),
		section(r.Say("One good way of many:")),
		typed("“"+r.Say(a.Good)+"”"))...)
}

// PracticeNoModal is the second round: a no, and which kind of it is it?
func PracticeNoModal(r Reader, turn int, h oneonone.HeardNo) slack.ModalViewRequest {
	kinds := slack.NewRadioButtonsBlockElement("no")
	for _, n := range oneonone.NoKinds {
		says := noLine(r, n)
		if n == oneonone.CannotTell { // nothing is kept here
			says = r.Say("It may be the day, or the thing. I'd have to ask")
		}
		kinds.Options = append(kinds.Options, option(string(n), noName(r, n), says))
	}
	return practice(r, CallbackPracticeNo, r.Say("That's what I hear"), turn,
		quiet(r.Say("2 of 3")),
		section(Escape(r.Say(h.Situation))),
		typed("“"+r.Say(h.Heard)+"”"),
		input(string(oneonone.FieldNo), r.Say("Which no is it?"), "", kinds, true),
	)
}

// PracticeHeardModal says which no it was, and what tells.
func PracticeHeardModal(r Reader, turn int, h oneonone.HeardNo, chosen oneonone.NoKind) slack.ModalViewRequest {
	name := noName(r, h.No)
	says := r.Say("It could be heard like that. I hear *%s*.", name)
	if chosen == h.No {
		says = r.Say("*%s*: I hear that, too.", name)
	}
	return practice(r, CallbackPracticeHeard, r.Say("Next"), turn,
		quiet(r.Say("2 of 3")),
		typed("“"+r.Say(h.Heard)+"”"),
		section(says),
		section(Escape(r.Say(h.Why))),
		quiet(tooBusy(r)),
	)
}

// PracticeMoveModal is the third round: what now?
func PracticeMoveModal(r Reader, turn int, n oneonone.NextMove) slack.ModalViewRequest {
	moves := slack.NewRadioButtonsBlockElement("moved")
	for i, m := range n.Moves {
		moves.Options = append(moves.Options, option(strconv.Itoa(i), r.Say(m.Text), ""))
	}
	return practice(r, CallbackPracticeMove, r.Say("I'd do that"), turn,
		quiet(r.Say("3 of 3")),
		section(Escape(r.Say(n.Situation))),
		input(string(oneonone.FieldMoved), r.Say("What do you do next?"), "", moves, true),
	)
}

// PracticeMovedModal says what may come of the move, and of the one that fits. It
// ends there, or begins again.
func PracticeMovedModal(r Reader, turn int, n oneonone.NextMove, chosen oneonone.Move) slack.ModalViewRequest {
	blocks := []slack.Block{
		quiet(r.Say("3 of 3")),
		section(r.Say("*%s*", Escape(r.Say(chosen.Text)))),
		section(Escape(r.Say(chosen.Because))),
	}
	if best := n.Best(); !chosen.Fits {
		blocks = append(blocks, slack.NewDividerBlock(), section(r.Say("What I'd try:")),
			section(r.Say("*%s*", Escape(r.Say(best.Text)))),
			section(Escape(r.Say(best.Because))))
	}
	return practice(r, CallbackPracticeMoved, r.Say("Another round"), turn, append(blocks,
		quiet(r.Say("That's all three. Out there it goes the same way: ask, be quiet, listen.")))...)
}
