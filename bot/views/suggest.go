package views

import (
	"cmp"
	"slices"

	"github.com/slack-go/slack"

	"oneonone"
)

// Ids of another time: the person suggests one, the organizer takes it or
// offers another. The two of them settle it; no machine insists.
const (
	ActionSuggest = "suggest"    // the person's "Another time"
	ActionTake    = "that_works" // the organizer's "That works"
	ActionOffer   = "offer"      // the organizer's "Offer another"
	ActionWrite   = "write"      // a link to the other's DM

	CallbackSuggest = "suggest"
	CallbackTake    = "take"
)

// SuggestModal asks the person when would suit them. Yes is true where what stands in it is
// a time they were offered, with a word that would not go along.
func SuggestModal(r Reader, t Talk, yes bool, metadata string) slack.ModalViewRequest {
	start := t.Suggested
	if !start.After(r.now) {
		// The day after the last time offered, or the next still to come.
		start = daysOn(r, t.End().Add(-t.Length), 1)
	}
	word, hint := "", r.Say("They read exactly this.")
	if t.Answer == oneonone.AnotherTime {
		word = t.Reply
	}
	if yes {
		hint = r.Say("It goes with another time, and not with a yes.")
	}
	v := modal(r.Say("Another time"), r.Say("Suggest it"), r.Say("Not now"),
		section(r.Say("You and %s, instead of %s.", Escape(t.With), t.when(r))),
		input(string(oneonone.FieldWhen), r.Say("When would suit you?"), r.Say("Your time. They see theirs."), instant("when", start), true),
		input(string(oneonone.FieldWord), r.Say("A word to %s", t.With), hint,
			line("word", r.Say("That evening I work until late."), word, oneonone.MaxWord, true), false),
	)
	if t.Rounds >= oneonone.CallAfter {
		v.Blocks.BlockSet = append(v.Blocks.BlockSet, quiet(r.Say("A quick call may be easier.")))
	}
	if yes {
		first := []slack.Block{section("*" + r.Say("One thing first.") + "* " + r.Say("That's the time you were offered. Sent like this it's a yes, and I can't send words with a yes: copy yours, and write them to %s yourself.", Escape(t.With)))}
		if row := t.writeTo(r); len(row) > 0 {
			first = append(first, actions(row...))
		}
		v.Blocks.BlockSet, v.Submit = append(first, v.Blocks.BlockSet...), plain(r.Say("Send it"))
	}
	v.CallbackID = CallbackSuggest
	v.PrivateMetadata = metadata
	return v
}

// TakeModal is the one thing worth a second look before the time they suggested is
// taken. Where there is none, taking it is one tap.
func TakeModal(r Reader, t Talk, warning, metadata string) slack.ModalViewRequest {
	v := modal(r.Say("That works?"), r.Say("Take it anyway"), r.Say("Not now"),
		section(r.Say("You and %s, %s, instead of %s.", Escape(t.With), r.When(t.Suggested), t.when(r))),
		section("*"+r.Say("One thing first.")+"* "+warning))
	v.CallbackID = CallbackTake
	v.PrivateMetadata = metadata
	return v
}

// suggestionMessage tells the organizer what time would suit. Superseded is true
// once it is settled, or another was suggested.
func suggestionMessage(r Reader, t Talk, superseded bool) Message {
	first := Escape(t.With)
	m := Message{Text: r.Say("%s suggests another time.", t.With)}
	if superseded || t.State != oneonone.Planned || t.Answer != oneonone.AnotherTime {
		since := r.Say("%s suggested another time, and that has changed since.", first)
		switch {
		case t.State == oneonone.Met && !superseded:
			since = r.Say("%s suggested another time, and you met.", first)
		case t.State == oneonone.CalledOff && !superseded:
			since = r.Say("%s suggested another time. The talk is called off.", first)
		}
		m.Blocks = []slack.Block{section(cmp.Or(settledOn(r, t), since))}
		if t.Reply != "" { // it may not have been read, and stays to be
			m.Blocks = append(m.Blocks, typed("“"+t.Reply+"”"))
		}
		return m
	}
	if !r.now.Before(t.Over()) { // nothing is left to settle
		m.Blocks = ended(r, t, false)
		if t.Reply != "" {
			m.Blocks = slices.Insert(m.Blocks, 1, slack.Block(typed("“"+t.Reply+"”")))
		}
		return m
	}
	two := !t.Second.IsZero() && !t.firstPassed(r)
	says := r.Say("%s would like to meet, but %s doesn't suit. They suggest %s.", first, t.when(r), r.When(t.Suggested))
	switch {
	case two && t.Back:
		says = r.Say("%s would like to meet after all, but neither %s nor %s suits. They suggest %s.", first, r.When(t.Start), r.When(t.Second), r.When(t.Suggested))
	case two:
		says = r.Say("%s would like to meet, but neither %s nor %s suits. They suggest %s.", first, r.When(t.Start), r.When(t.Second), r.When(t.Suggested))
	case t.Back:
		says = r.Say("%s would like to meet after all, but %s doesn't suit. They suggest %s.", first, t.when(r), r.When(t.Suggested))
	}
	m.Blocks = []slack.Block{section(says)}
	if t.Reply != "" {
		m.Blocks = append(m.Blocks, typed("“"+t.Reply+"”"))
	}
	m.Blocks = append(m.Blocks, quiet(r.Say("Until you answer, no time is settled.")))
	if t.Rounds >= oneonone.CallAfter {
		m.Blocks = append(m.Blocks, quiet(r.Say("A quick call may be easier.")))
	}
	m.Blocks = append(m.Blocks, suggestionButtons(r, t))
	return m
}

// SuggestedBeforeMessage is what remains of a suggestion that another took the place of:
// what came of that is said where that stands.
func SuggestedBeforeMessage(r Reader, t Talk) Message {
	return Message{Text: r.Say("%s suggests another time.", t.With),
		Blocks: []slack.Block{section(r.Say("%s suggested another time, and that has changed since.", Escape(t.With)))}}
}

// settledOn says, where what was planned or suggested before gave way to a time that the
// two agreed on, which that is; "" where it did not, or that stands no more: it was called
// off, or they met sooner.
func settledOn(r Reader, t Talk) string {
	stood := t.Settled() || (t.State == oneonone.Met || t.State == oneonone.Missed) && t.Before == (oneonone.Times{})
	if !stood || !t.agreed() {
		return ""
	}
	return r.Say("You and %s settled on %s.", Escape(t.With), r.When(t.Start))
}

// agreed says whether what was planned or suggested before gave way to one time that the
// two agreed on, whatever became of that.
func (t Talk) agreed() bool {
	// Where only the place is another since, the time is the one that stood there.
	return t.Notice == oneonone.NoticeAgreed && t.Timed == t.Revision && t.Second.IsZero() && t.Answer != oneonone.AnotherTime
}

// suggestionButtons are the organizer's answers to a suggestion.
func suggestionButtons(r Reader, t Talk, more ...slack.BlockElement) *slack.ActionBlock {
	var row []slack.BlockElement
	if r.now.Before(t.Suggested) {
		row = append(row, primary(button(ActionTake, t.suggestion(), r.Say("That works"))))
	}
	row = append(row, button(ActionOffer, t.ID.String(), r.Say("Offer another")))
	row = append(row, t.writeTo(r)...)
	return actions(append(row, more...)...)
}

// unanswered is the line of the morning message about an invitation two days
// old. The person is never reminded: that is for the organizer to do, in person.
func unanswered(r Reader, item MorningItem) []slack.Block {
	t, first := item.Talk, Escape(item.Talk.With)
	switch {
	case item.Superseded:
		return []slack.Block{section(r.Say("You and %s: changed since.", first))}
	case t.State == oneonone.Planned && t.Answer == oneonone.Unanswered && t.Notice == oneonone.NoticeInvite && r.now.Before(t.Over()):
		says := r.Say("%s hasn't answered yet: %s. I don't ask them twice; a word from you does more.", first, t.when(r))
		row := append(t.writeTo(r), button(ActionChange, t.ID.String(), r.Say("Change")), button(ActionCallOff, t.ID.String(), r.Say("Call it off")))
		more := laterOf(r, asked(item), t.Waits(item.Kind, r.now, r.days), t.Later, r.Say("Don't mention it again"))
		return []slack.Block{section(says + putOff(r, t.Later, item.Kind)), actions(append(row, more...)...)}
	case t.State == oneonone.Planned && t.Answer == oneonone.Unanswered:
		return []slack.Block{section(r.Say("%s never answered: %s.", first, t.when(r)))}
	}
	return []slack.Block{section(r.Say("%s hadn't answered: %s. That has changed since.", first, r.When(t.Start)))}
}

// stillSuggested is the line of the morning message about a suggestion that
// waits for the organizer.
func stillSuggested(r Reader, item MorningItem) []slack.Block {
	t := item.Talk
	if item.Superseded || t.State != oneonone.Planned || t.Answer != oneonone.AnotherTime {
		return suggestionMessage(r, t, true).Blocks
	}
	over := !r.now.Before(t.Over())
	says := r.Say("%s suggested %s and waits for your word.", Escape(t.With), r.When(t.Suggested)) + putOff(r, t.Later, item.Kind)
	if over { // what is left to say stands where they suggested it
		says = r.Say("%s suggested %s. That time is over.", Escape(t.With), r.When(t.Suggested))
	}
	blocks := []slack.Block{section(says)}
	if t.Reply != "" {
		blocks = append(blocks, typed("“"+t.Reply+"”"))
	}
	if over {
		return blocks
	}
	if !r.now.Before(t.SuggestedUntil()) {
		return append(blocks, suggestionButtons(r, t)) // too late to be asked again
	}
	return append(blocks, suggestionButtons(r, t, laterOf(r, asked(item), t.Waits(item.Kind, r.now, r.days), t.Later, r.Say("Don't mention it again"))...))
}
