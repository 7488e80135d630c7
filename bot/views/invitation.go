package views

import (
	"time"

	"github.com/slack-go/slack"

	"oneonone"
)

// What the person met presses.
const (
	ActionAccept      = "accept"
	ActionAcceptOther = "accept_second" // the second of two times
	ActionDecline     = "decline"
	ActionAfterAll    = "after_all"        // a yes after a no
	ActionAfterOther  = "after_all_second" // to the second of two times
	ActionCannotCome  = "cannot_come"
	ActionConfirm     = "confirm"
	ActionHourBefore  = "hour_before"
	ActionAbout       = "about"
	ActionAskDelete   = "ask_delete"
	ActionAskKept     = "ask_kept"
	ActionUnaskDelete = "unask_delete" // "Never mind"
	ActionUnaskKept   = "unask_kept"
	ActionStop        = "stop" // opens what there is to stop
	ActionStopInvites = "stop_invitations"
	ActionMoreInvites = "more_invitations"
)

// InvitationMessage is the invitation, the details of what was agreed, or a
// change of either, to the person met. It shows the purpose as the organizer
// wrote it and nothing of what the organizer keeps to themselves. Superseded is
// true when a newer message has taken its place.
func InvitationMessage(r Reader, t Talk, superseded bool) Message {
	from, first := Escape(t.WithFull), t.With
	m := Message{Text: r.Say("%s would like to meet you.", first)}
	opening := r.Say("*%s* would like to meet you:", from)
	switch {
	case t.Timed < t.Revision: // the time stands, and what they said to it
		m.Text = r.Say("You and %s: a change.", first)
		opening = r.Say("You and *%s*, with another place:", from)
	case t.Notice == oneonone.NoticeAgreed:
		m.Text = r.Say("You and %s: the details.", first)
		opening = r.Say("You and *%s*, as agreed:", from)
	case t.Rounds > 0 && t.Revision > 1 && t.Suggested.IsZero():
		m.Text = r.Say("%s offers another time.", first)
		opening = r.Say("*%s* offers another time:", from)
	case t.Revision > 1:
		m.Text = r.Say("%s has a new plan.", first)
		opening = r.Say("A new plan from *%s*:", from)
		if !t.MovedFrom.IsZero() {
			opening = r.Say("A new plan from *%s*, instead of %s:", from, r.When(t.MovedFrom))
		}
	}
	if superseded {
		m.Blocks = []slack.Block{section(changed(r, t))}
		return m
	}
	facts := r.Say("%s, %s.", r.WhenFirst(t.Start), Escape(t.where(r, r.Minutes(t.Length))))
	switch {
	case t.firstPassed(r):
		facts = r.Say("%s, %s.", r.WhenFirst(t.Second), Escape(t.where(r, r.Minutes(t.Length))))
	case !t.Second.IsZero():
		facts = r.Say("%s, or %s, %s.", r.WhenFirst(t.Start), r.When(t.Second), Escape(t.where(r, r.Minutes(t.Length))))
	}
	if t.AskComing && !t.NoAsks && r.now.Before(t.Over()) {
		facts += " " + r.Say("There'll be an ask at the end; no is fine.")
	}
	m.Blocks = []slack.Block{section(opening), typed("“" + t.Purpose + "”"), section(facts)}
	if words := t.wordForThem(r); words != "" {
		m.Blocks = append(m.Blocks, typed(words))
	}
	about := button(ActionAbout, t.ID.String(), r.Say("About this"))
	if note := standingForThem(r, t); note != "" {
		m.Blocks = append(m.Blocks, quiet(note))
	}
	if over := !r.now.Before(t.Over()); t.Reply != "" && (t.State == oneonone.Planned || over && t.State != oneonone.CalledOff) && (t.Answer == oneonone.AnotherTime || t.agreed()) {
		m.Blocks = append(m.Blocks, typed(r.Say("You wrote: “%s”", t.Reply)))
	}
	if t.RemindsAnHourBefore(r.now) {
		m.Blocks = append(m.Blocks, quiet(r.Say("I'll remind you an hour before.")))
	}
	m.Blocks = append(m.Blocks, actions(append(answerButtons(r, t), about)...))
	return m
}

// wordForThem is what the organizer wrote to the person with the plan, or with one before it
// while the two talk of another time, and once they have settled on that; in plain text, ""
// for nothing.
func (t Talk) wordForThem(r Reader) string {
	switch {
	case t.Word == "" || t.State != oneonone.Planned:
		return ""
	case t.Answer == oneonone.AnotherTime, t.agreed() && t.Replied != "":
		return r.Say("%s wrote: “%s”", t.With, t.Word)
	}
	return r.Say("%s adds: “%s”", t.With, t.Word)
}

// standingForThem says to the person what became of their answer; nothing while
// it is awaited.
func standingForThem(r Reader, t Talk) string {
	first := Escape(t.With)
	over := !r.now.Before(t.Over())
	left := inviterLeft(r, t)
	switch {
	case left != "" && t.State == oneonone.Declined && t.Answer == oneonone.NotForMe:
		return r.Say("You said it's not for you.") + " " + left
	case left != "" && t.State == oneonone.Declined:
		return r.Say("You can't come.") + " " + left
	case left != "" && t.State == oneonone.Planned && !over:
		switch t.Answer {
		case oneonone.Coming:
			return r.Say("You said yes.") + " " + left
		case oneonone.AnotherTime:
			return r.Say("You suggested %s.", r.When(t.Suggested)) + " " + left
		}
		return left
	case t.State == oneonone.Declined && t.Answer == oneonone.NotForMe:
		return r.Say("You said it's not for you. %s knows, and needs no reason.", first)
	case t.State == oneonone.Declined:
		return r.Say("You can't come. %s knows.", first)
	case t.State == oneonone.CalledOff:
		return r.Say("%s called this off.", first)
	case over && t.Answer == oneonone.Unanswered && !t.Second.IsZero():
		return r.Say("Both times have passed.")
	case over && t.Answer == oneonone.Unanswered:
		return r.Say("That time has passed.") // whatever its organizer notes of it
	case over && t.State != oneonone.Planned && t.Answer == oneonone.AnotherTime && !t.Suggested.IsZero() && !t.Suggested.Equal(t.Start):
		return r.Say("You suggested %s.", r.When(t.Suggested)) + " " + r.Say("That time is over.")
	case t.State != oneonone.Planned:
		return ""
	case t.Answer == oneonone.AnotherTime:
		if over {
			return r.Say("You suggested %s.", r.When(t.Suggested)) + " " + r.Say("That time is over. Write to %s, if you'd still like to meet.", first)
		}
		says := r.Say("You suggested %s. I've passed it on to %s.", r.When(t.Suggested), first)
		says += " " + r.Say("Until they answer, no time is settled.")
		if t.Rounds >= oneonone.CallAfter {
			says += " " + r.Say("A quick call may be easier.")
		}
		return says
	case !over && t.Answer == oneonone.Coming && t.Notice != oneonone.NoticeAgreed:
		return r.Say("You said yes. %s knows.", first)
	}
	return ""
}

// answerButtons are what the person may still say, as things stand.
func answerButtons(r Reader, t Talk) []slack.BlockElement {
	if t.CanReturn(r.now) {
		return returnButtons(r, t)
	}
	switch over := !r.now.Before(t.Over()); {
	case over && t.State == oneonone.Planned && t.Answer == oneonone.AnotherTime:
		return t.writeTo(r)
	case over, t.State != oneonone.Planned:
		return nil
	}
	id := t.value()
	another := button(ActionSuggest, id, r.Say("Another time"))
	switch {
	case t.Answer == oneonone.Coming:
		return []slack.BlockElement{another, button(ActionCannotCome, id, r.Say("Can't come"))}
	case t.Answer == oneonone.AnotherTime:
		return []slack.BlockElement{another, button(ActionDecline, id, r.Say("Not for me"))}
	case t.Second.IsZero():
		return []slack.BlockElement{primary(button(ActionAccept, id, r.Say("See you then"))), another, button(ActionDecline, id, r.Say("Not for me"))}
	}
	var times []slack.BlockElement
	if r.now.Before(t.Start) {
		times = append(times, primary(button(ActionAccept, t.choice(t.Start), r.WhenPlain(t.Start))))
	}
	times = append(times, primary(button(ActionAcceptOther, t.choice(t.Second), r.WhenPlain(t.Second))))
	return append(times, another, button(ActionDecline, id, r.Say("Not for me")))
}

// returnButtons are the way back from a no.
func returnButtons(r Reader, t Talk) []slack.BlockElement {
	var row []slack.BlockElement
	switch {
	case !t.Suggested.IsZero(): // the times offered don't suit
		if r.now.Before(t.Suggested) {
			row = append(row, button(ActionAfterAll, t.choice(t.Suggested), r.Say("Suggest %s again", r.WhenPlain(t.Suggested))))
		}
	case !t.Second.IsZero():
		if r.now.Before(t.Start) {
			row = append(row, button(ActionAfterAll, t.choice(t.Start), r.Say("After all: %s", r.WhenPlain(t.Start))))
		}
		row = append(row, button(ActionAfterOther, t.choice(t.Second), r.Say("After all: %s", r.WhenPlain(t.Second))))
	case t.Answer == oneonone.CannotCome:
		row = append(row, button(ActionAfterAll, t.choice(t.Start), r.Say("I can come after all")))
	default:
		row = append(row, button(ActionAfterAll, t.choice(t.Start), r.Say("I'd like to after all")))
	}
	return append(row, button(ActionSuggest, t.value(), r.Say("Another time")))
}

// changed says that a plan has changed, and where its new time is to be had.
func changed(r Reader, t Talk) string {
	if t.Notice == oneonone.NoticeTell && t.Settled() && t.Answer == oneonone.Coming {
		return r.Say("You and %s settled on %s. They tell you the rest in person.", Escape(t.With), r.When(t.Start))
	}
	if t.Notice == oneonone.NoticeTell && !t.MovedFrom.IsZero() {
		return r.Say("%s changed what you two had planned for %s, and tells you the rest in person.", Escape(t.With), r.When(t.MovedFrom))
	}
	if t.Notice == oneonone.NoticeTell {
		return r.Say("%s changed this plan, and tells you the rest in person.", Escape(t.With))
	}
	if agreed := settledOn(r, t); agreed != "" && !t.Older {
		return agreed + " " + r.Say("The newer message has the details.")
	}
	if t.agreed() || t.Notice == oneonone.NoticeAgreed && t.Answer == oneonone.AnotherTime { // it was both, and is over, or off, or they suggest once more
		return r.Say("This plan has changed. The newer message has the details.")
	}
	return r.Say("%s changed this plan. The newer message has the details.", Escape(t.With))
}

// AboutModal says what is kept and who reads it, and passes on what its reader
// asks. Waiting are those requests that are open.
func AboutModal(r Reader, t Talk, stopped bool, waiting map[oneonone.Origin]oneonone.Waiting) slack.ModalViewRequest {
	first := Escape(t.With)
	blocks := []slack.Block{
		section(r.Say("%s uses this to plan talks and keep private notes of them. Nobody else in Slack can open them.", first)),
		section(r.Say("You may ask %s what is in them, or to delete them.", first)),
	}
	if t.Left {
		blocks = append(blocks, section(outOfReach(r, t)))
	}
	ask := actions()
	for _, what := range oneonone.Requests {
		wait, asked := waiting[what]
		day := oneonone.DateOf(wait.Since.In(r.zone))
		switch {
		case !asked && t.Left: // nobody would read it
		case !asked:
			ask.Elements.ElementSet = append(ask.Elements.ElementSet, askButton(r, t, what))
		case day == r.Today() && !wait.Heard && !t.Left:
			blocks = append(blocks, neverMind(r, t, what, askedWords(r, first, what)+" "+r.Say("%s hears of it with their next morning message.", first)))
		default:
			says := askedOn(r, first, what, r.Day(day))
			if !t.Left {
				says += " " + r.Say("It's still on their list.")
			}
			blocks = append(blocks, neverMind(r, t, what, says))
		}
	}
	if len(ask.Elements.ElementSet) > 0 {
		blocks = append(blocks, ask)
	}
	blocks = append(blocks,
		section(r.Say("Slack itself keeps the messages you see here, as it keeps all messages.")),
		slack.NewDividerBlock())
	blocks = append(blocks, invitationsSetting(r, stopped)...)
	return modal(r.Say("About this"), "", r.Say("Close"), blocks...)
}

func askButton(r Reader, t Talk, what oneonone.Origin) *slack.ButtonBlockElement {
	if what == oneonone.OriginDelete {
		return button(ActionAskDelete, t.ID.String(), r.Say("Ask %s to delete notes about me", t.With))
	}
	return button(ActionAskKept, t.ID.String(), r.Say("Ask %s what they keep", t.With))
}

// neverMind says what they asked, with a button to take it back.
func neverMind(r Reader, t Talk, what oneonone.Origin, says string) slack.Block {
	action := ActionUnaskKept
	if what == oneonone.OriginDelete {
		action = ActionUnaskDelete
	}
	line := section(says)
	line.Accessory = slack.NewAccessory(button(action, t.ID.String(), r.Say("Never mind")))
	return line
}

func askedWords(r Reader, first string, what oneonone.Origin) string {
	if what == oneonone.OriginDelete {
		return r.Say("You've asked %s to delete the notes.", first)
	}
	return r.Say("You've asked %s what they keep.", first)
}

// askedOn is the same of an earlier day.
func askedOn(r Reader, first string, what oneonone.Origin, day string) string {
	if what == oneonone.OriginDelete {
		return r.Say("On %s you asked %s to delete the notes.", day, first)
	}
	return r.Say("On %s you asked %s what they keep.", day, first)
}

// invitationsSetting stops all invitations, or lets them come again.
func invitationsSetting(r Reader, stopped bool) []slack.Block {
	if stopped {
		return []slack.Block{
			section(r.Say("You get no invitations from anyone here, and nothing about talks others plan with you, even if the time or the place changes. Two things still come: that a talk you said yes to is called off, and a reminder you asked for, unless that talk moves.")),
			actions(button(ActionMoreInvites, "", r.Say("Let invitations come again"))),
		}
	}
	return []slack.Block{
		section(r.Say("If you'd rather not be invited at all, I'll send you no more invitations from anyone here, and nothing about talks others plan with you, even if the time or the place changes. Two things still come: that a talk you said yes to is called off, and a reminder you asked for, unless that talk moves. You can take that back on my Home page.")),
		actions(button(ActionStopInvites, "", r.Say("No more invitations"))),
	}
}

// CallbackStop is the window of what there is to stop.
const CallbackStop = "stop"

// StopModal is for who wants no more messages: invitations end there, and what an organizer
// is asked and reminded of pauses in the settings.
func StopModal(r Reader, stopped bool) slack.ModalViewRequest {
	blocks := append(invitationsSetting(r, stopped), slack.NewDividerBlock(),
		section(r.Say("For talks you plan yourself, my questions and reminders can wait until a day you choose: “Pause until”, in the settings.")),
		actions(button(ActionVerb("settings"), oneonone.Typed{Heard: oneonone.HeardVerb, Verb: "settings"}.String(), r.Say("Settings"))))
	v := modal(r.Say("No more messages?"), "", r.Say("Close"), blocks...)
	v.CallbackID = CallbackStop
	return v
}

// AnswerMessage tells the organizer what the person said. Superseded is true
// once the plan changed: the answer was to another. Returned is true once they
// answered the same plan anew, after a no or a suggestion: the answer was before
// that, and not always the first.
func AnswerMessage(r Reader, t Talk, answer oneonone.Answer, superseded, returned bool) Message {
	first := Escape(t.With)
	switch {
	case answer == oneonone.AnotherTime:
		return suggestionMessage(r, t, superseded || returned)
	case returned && answer != oneonone.Coming && t.State == oneonone.Declined: // and no once more
		return Message{Text: r.Say("%s had said no.", t.With), Blocks: []slack.Block{section(r.Say("%s had said no, and has answered again since.", first))}}
	case returned && answer == oneonone.CannotCome:
		return Message{Text: r.Say("%s couldn't come.", t.With), Blocks: []slack.Block{section(r.Say("%s couldn't come. That has changed since.", first))}}
	case returned && answer != oneonone.Coming:
		return Message{Text: r.Say("%s had said no.", t.With), Blocks: []slack.Block{section(r.Say("%s had said no. That has changed since.", first))}}
	case returned:
		return Message{Text: r.Say("%s said yes.", t.With), Blocks: []slack.Block{section(r.Say("%s had said yes.", first))}}
	case superseded && answer == oneonone.Coming:
		return Message{Text: r.Say("%s said yes.", t.With), Blocks: []slack.Block{section(r.Say("%s said yes to what was planned before.", first))}}
	case superseded && answer == oneonone.CannotCome:
		return Message{Text: r.Say("%s couldn't come.", t.With), Blocks: []slack.Block{section(r.Say("%s couldn't come to what was planned before.", first))}}
	case superseded:
		return Message{Text: r.Say("%s said no.", t.With), Blocks: []slack.Block{section(r.Say("%s said no to what was planned before.", first))}}
	case answer == oneonone.Coming && (t.Answer != oneonone.Coming || t.State == oneonone.CalledOff):
		return Message{Text: r.Say("%s said yes.", t.With), Blocks: []slack.Block{section(r.Say("%s had said yes.", first))}}
	case answer == oneonone.Coming && t.Back:
		return Message{
			Text:   r.Say("%s said yes after all.", t.With),
			Blocks: []slack.Block{section(r.Say("%s said yes after all, to %s.", first, r.When(t.Start)))},
		}
	case answer == oneonone.Coming:
		return Message{
			Text:   r.Say("%s said yes.", t.With),
			Blocks: []slack.Block{section(r.Say("%s said yes to %s.", first, r.When(t.Start)))},
		}
	case answer == oneonone.CannotCome:
		m := Message{
			Text:   r.Say("%s can't come.", t.With),
			Blocks: []slack.Block{section(r.Say("%s can't come: %s.", first, r.When(t.Start)))},
		}
		if t.State == oneonone.Declined && t.mayMeet() {
			m.Blocks = append(m.Blocks, actions(button(ActionMoved, t.ID.String(), r.Say("Plan another time"))))
		}
		return m
	}
	return Message{
		Text:   r.Say("%s said no to this one.", t.With),
		Blocks: []slack.Block{section(r.Say("%s said no to this one. Now you know, and I won't write to them about it again.", first))},
	}
}

// StillGoodMessage asks the person the day before.
func StillGoodMessage(r Reader, t Talk, superseded bool) Message {
	first := Escape(t.With)
	id := t.value()
	m := Message{Text: r.Say("You and %s: still good?", t.With)}
	says := r.Say("%s: you and %s, %s.", r.WhenFirst(t.Start), first, Escape(t.where(r, r.Minutes(t.Length))))
	switch {
	case superseded:
		m.Blocks = []slack.Block{section(changed(r, t))}
	case t.CanReturn(r.now):
		m.Blocks = []slack.Block{section(says), quiet(standingForThem(r, t)), actions(answerButtons(r, t)...)}
	case t.State == oneonone.Declined || t.State == oneonone.CalledOff:
		m.Blocks = []slack.Block{section(says), quiet(standingForThem(r, t))}
	case t.Answer == oneonone.AnotherTime && r.now.Before(t.Over()):
		m.Blocks = []slack.Block{section(says), quiet(standingForThem(r, t)), actions(answerButtons(r, t)...)}
	case t.State != oneonone.Planned || !r.now.Before(t.End()):
		m.Blocks = []slack.Block{section(says)}
	case t.Left: // nobody is asked to come who may wait alone
		m.Text = r.Say("You and %s: before you go.", t.With)
		m.Blocks = []slack.Block{section(says), section(inviterLeft(r, t)), actions(button(ActionCannotCome, id, r.Say("Can't come")))}
	default:
		var buttons []slack.BlockElement
		if t.Confirmed {
			m.Blocks = []slack.Block{section(says), quiet(r.Say("Good. See you then."))}
		} else {
			m.Blocks = []slack.Block{section(says + " " + r.Say("Still good?"))}
			buttons = append(buttons, primary(button(ActionConfirm, id, r.Say("Yes"))))
		}
		buttons = append(buttons, button(ActionSuggest, id, r.Say("Another time")), button(ActionCannotCome, id, r.Say("Can't come")))
		if t.HourBefore {
			m.Blocks = append(m.Blocks, quiet(r.Say("I'll remind you an hour before.")))
		} else if r.now.Before(t.Start.Add(-time.Hour)) {
			buttons = append(buttons, button(ActionHourBefore, id, r.Say("Remind me an hour before")))
		}
		m.Blocks = append(m.Blocks, actions(buttons...))
	}
	return m
}

// hourLate is how long before the talk it is no hour any more.
const hourLate = 50 * time.Minute

// HourBeforeMessage is the reminder the person asked for. Superseded is true once
// the talk was moved; sent is when it went out.
func HourBeforeMessage(r Reader, t Talk, superseded bool, sent time.Time) Message {
	switch note := standingForThem(r, t); {
	case superseded:
		return Message{Text: r.Say("You and %s: moved.", t.With), Blocks: []slack.Block{section(changed(r, t))}}
	case t.State != oneonone.Planned || t.Answer == oneonone.AnotherTime:
		m := Message{
			Text:   r.Say("You and %s: not then.", t.With),
			Blocks: []slack.Block{section(r.Say("You and %s, %s.", Escape(t.With), r.When(t.Start)))},
		}
		if note != "" { // of one that was held after all there is none
			m.Blocks = append(m.Blocks, quiet(note))
		}
		return m
	}
	at := r.Say("at %s", r.Clock(t.Start))
	if t.Place != "" {
		at = r.Say("%s, %s", at, Escape(t.Place))
	}
	m := Message{
		Text:   r.Say("You and %s, in an hour.", t.With),
		Blocks: []slack.Block{section(r.Say("In an hour: you and %s, %s.", Escape(t.With), at))},
	}
	if sent.After(t.Start.Add(-hourLate)) {
		m.Text, m.Blocks = r.Say("You and %s, soon.", t.With), []slack.Block{section(r.Say("Soon: you and %s, %s.", Escape(t.With), at))}
	}
	if left := inviterLeft(r, t); left != "" {
		m.Blocks = append(m.Blocks, section(left))
	}
	return m
}

// OverlapWords say to who just said yes that they sit in another talk then.
func OverlapWords(r Reader, at time.Time) string {
	return r.Say("You said yes, and you have another talk then: %s. You can still move one of them.", r.When(at))
}

// OverlapMessage is those, for them alone.
func OverlapMessage(r Reader, at time.Time) Message {
	return Message{
		Text:   r.Say("You said yes, and you have another talk then: %s. You can still move one of them.", r.WhenPlain(at)),
		Blocks: []slack.Block{section(OverlapWords(r, at))},
	}
}
