package views

import (
	"slices"

	"github.com/slack-go/slack"

	"oneonone"
)

// What the organizer presses before a talk.
const (
	ActionPrep      = "prep"
	ActionQuestions = "other_questions"
	ActionLate      = "late"

	CallbackLate = "late"
)

// PrepMessage is the card before a talk: start by saying why, listen, one way
// in. Stale is true once the talk is over or off,
// superseded once it was moved.
func PrepMessage(r Reader, t Talk, questions []oneonone.Question, stale, superseded bool) Message {
	first := Escape(t.With)
	facts := r.Say("*%s*, %s.", first, r.When(t.Start))
	if t.Place != "" {
		facts = r.Say("*%s*, %s, %s.", first, r.When(t.Start), Escape(t.Place))
	}
	m := Message{Text: r.Say("%s, %s.", t.With, r.Soon(t.Start))}
	switch {
	case superseded:
		m.Blocks = []slack.Block{section(r.Say("You and %s: moved.", first))}
		return m
	case t.State == oneonone.Declined:
		m.Blocks = []slack.Block{section(facts + " " + r.Say("They can't come."))}
		return m
	case t.State == oneonone.CalledOff:
		m.Blocks = []slack.Block{section(facts + " " + r.Say("Called off."))}
		return m
	case t.Answer == oneonone.AnotherTime && !stale:
		m.Blocks = []slack.Block{section(facts + " " + t.standing(r)), suggestionButtons(r, t)}
		return m
	case stale:
		m.Blocks = []slack.Block{section(facts)}
		return m
	}
	coach := r.Say("Mostly listen. Start by saying why you're meeting.")
	if t.AskComing {
		coach = r.Say("Mostly listen. Start by saying why you're meeting, and that an ask will come.")
	}
	if len(questions) > 0 {
		coach += " " + r.Say("One way in: _%s_", Escape(r.Say(questions[0].Text)))
	}
	id := t.ID.String()
	if t.Notice == oneonone.NoticeInvite && t.Answer == oneonone.Unanswered {
		facts += " " + r.Say("They haven't answered yet.")
	}
	m.Blocks = []slack.Block{section(facts + "\n" + coach), actions(
		button(ActionPrep, id, r.Say("Agenda and questions")),
		button(ActionLate, id, r.Say("Running late")),
		button(ActionChange, id, r.Say("Change")),
	)}
	if t.Outside() { // no line of the bot's reaches them
		row := m.Blocks[1].(*slack.ActionBlock)
		row.Elements.ElementSet = slices.Delete(row.Elements.ElementSet, 1, 2)
	}
	return m
}

// PrepModal is the agenda, scaled to the length, and three questions to take
// along.
func PrepModal(r Reader, t Talk, questions []oneonone.Question) slack.ModalViewRequest {
	blocks := []slack.Block{section(t.line(r))}
	if t.Reach != "" {
		blocks = append(blocks, quiet(r.Say("You reach %s: %s.", Escape(t.With), Escape(t.Reach))))
	}
	blocks = append(blocks, typed("“"+t.Purpose+"”"), header(r.Say("A guide, not a script")))
	agenda := ""
	for _, p := range oneonone.Agenda(t.Kind, t.Length, t.AskComing) {
		agenda += r.Say("*%d min*  %s", p.Minutes, r.Say(p.What)) + "\n"
	}
	blocks = append(blocks, section(agenda), header(r.Say("Questions to take along")))
	for _, q := range questions {
		blocks = append(blocks, section(Escape(r.Say(q.Text))))
	}
	return modal(r.Say("Before your talk"), "", r.Say("Close"), append(blocks,
		actions(button(ActionQuestions, t.ID.String(), r.Say("Other questions"))),
		quiet(r.Say("To go deeper, any time: “And then?” · “Say a bit more.” · “What made you choose that?” · silence, for a slow breath.")),
	)...)
}

// The ways of running late.
const (
	Late10   = "10"
	Late20   = "20"
	LateCall = "call"
)

// lateWords is the one line the other gets.
func lateWords(r Reader, from, how string) string {
	switch how {
	case Late10:
		return r.Say("%s is running about 10 minutes late.", from)
	case Late20:
		return r.Say("%s is running about 20 minutes late.", from)
	}
	return r.Say("%s is running late. Please call.", from)
}

// LateModal offers the line to send, word for word. Their is the other's reader,
// since the line is in their language.
func LateModal(r Reader, t Talk, me string, their Reader, metadata string) slack.ModalViewRequest {
	options := []*slack.OptionBlockObject{
		option(Late10, r.Say("10 minutes"), lateWords(their, me, Late10)),
		option(Late20, r.Say("20 minutes"), lateWords(their, me, Late20)),
		option(LateCall, r.Say("Call me"), lateWords(their, me, LateCall)),
	}
	how := slack.NewRadioButtonsBlockElement("late", options...)
	how.InitialOption = options[0]
	v := modal(r.Say("Running late"), r.Say("Send it"), r.Say("Not now"),
		section(t.line(r)),
		input("late", r.Say("%s gets this line", t.With), "", how, true))
	v.CallbackID = CallbackLate
	v.PrivateMetadata = metadata
	return v
}

// LateSentModal says that it went out.
func LateSentModal(r Reader, t Talk) slack.ModalViewRequest {
	return modal(r.Say("Running late"), "", r.Say("Done"), section(r.Say("%s will know in a moment.", Escape(t.With))))
}

// LateMessage is that line.
func LateMessage(r Reader, t Talk, how string) Message {
	return Message{Text: lateWords(r, t.With, how), Blocks: []slack.Block{section(lateWords(r, Escape(t.With), how))}}
}
