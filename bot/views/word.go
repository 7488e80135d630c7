package views

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"oneonone"
)

// Ids of a word to who said yes.
const (
	ActionSayYes   = "answer_word"   // the text to copy, or to send
	ActionSendWord = "answer_send"   // sends it, as it stands in a window
	ActionUnsend   = "answer_unsend" // has one that still waits not go

	CallbackSayYes = "answer_word"
)

// Word is the word to them as the bot proposes it, in their time; none where they have it
// already. Send is true where the bot would send it.
func (a Ask) Word(r, their Reader, send bool) string {
	switch {
	case a.Mends():
		return a.Unsaid
	case send && a.Waiting != nil:
		return a.Waiting.Words
	case send && !a.Wrote.IsZero():
		return ""
	case a.Outcome != oneonone.OutcomeOpen:
		return a.afterwards(r)
	case a.Told.Outdated:
		return a.otherwise(r, their)
	case send && !a.Confirmed.IsZero():
		return ""
	}
	return a.countedOn(r, their)
}

// Mends says whether the organizer's own words that didn't go are proposed once more: who
// was told of a day already is told otherwise in other words, and those stand below.
func (a Ask) Mends() bool {
	if a.Outcome != oneonone.OutcomeOpen {
		return a.Unsaid != "" && a.UnsaidOf == a.Outcome
	}
	return a.Unsaid != "" && a.Confirmed.IsZero() && !a.Told.Outdated
}

// SayYesModal has the word that goes with a yes, or with what came of it: to be sent
// to a member as it stands there, or to be copied. Note stands before it: what was
// just done. That was saved with a button where this one would have its own, and a finger
// may tap twice: so the one that sends stands in the window then.
func SayYesModal(r Reader, a Ask, note string, their Reader, send bool, metadata string) slack.ModalViewRequest {
	title, text := r.Say("They said yes"), a.Word(r, their, send)
	about, label := r.Say("Here is a text to copy, so they know you count on them."), r.Say("Copy this")
	submit, closing := r.Say("Done"), r.Say("Close")
	if send {
		about = r.Say("I can send %s this, as it stands here, so they know you count on them.", Escape(a.With))
		label, submit, closing = r.Say("%s gets this", a.With), r.Say("Send it"), r.Say("I'll tell them")
	}
	if a.Unasked {
		title = r.Say("They offered it")
	}
	switch {
	case a.Told.Outdated && a.Outcome == oneonone.OutcomeOpen:
		if title, about = a.toldOf(r); send {
			about += " " + r.Say("I can send %s this, as it stands here.", Escape(a.With))
		} else {
			about += " " + r.Say("Here is a text to copy.")
		}
	case a.Mends():
		title, about = r.Say("A word to them"), r.Say("These are your words that didn't go. Change what isn't true any more.")
	case send && !a.Confirmed.IsZero():
		title = r.Say("A word to them")
		about = r.Say("You told them on %s. I can send %s what you write here.", r.Day(oneonone.DateOf(a.Confirmed.In(r.zone))), Escape(a.With))
	}
	if a.Outcome != oneonone.OutcomeOpen && !a.Mends() {
		title = r.Say("A word to them")
		if about = r.Say("Here is a text to copy."); send {
			about = r.Say("I can send %s this, as it stands here.", Escape(a.With))
		}
		switch {
		case send && !a.Wrote.IsZero():
			about = a.wrote(r) + " " + r.Say("I can send %s what you write here.", Escape(a.With))
		case a.WroteOther:
			about = r.Say("They've had a word from you about this before.") + " " + about
		case a.strayed(r):
			about = a.knew(r) + " " + about
		}
	}
	if send && a.Waiting != nil {
		title, about, closing = r.Say("A word to them"), a.Waiting.says(r)+" "+r.Say("What you send here takes its place."), r.Say("Close")
	}
	if send && a.Had && a.Confirmed.IsZero() && a.Waiting == nil && !a.Told.Outdated && a.Outcome == oneonone.OutcomeOpen {
		about = r.Say("They've had a word from you about this before.") + " " + about
	}
	if a.Silent {
		about = r.Say("They told you they'd rather not hear from us. Their yes stands.") + " " + about
	}
	if note != "" {
		about = note + " " + about
	}
	// They may have said yes to several: which it is about stands above the words.
	blocks := []slack.Block{section(about), kept(cut(a.Words, askRowMost))}
	if when := a.when(r); when != "" {
		blocks = append(blocks, quiet(when))
	}
	if a.Reach != "" {
		blocks = append(blocks, quiet(r.Say("You reach %s: %s.", Escape(a.With), Escape(a.Reach))))
	}
	if tapped := note != "" && send; tapped {
		row := actions(button(ActionSayYes, a.value(), r.Say("Write to them")))
		if text != "" {
			if text == a.Unsaid {
				label = r.Say("What you wrote") // nobody gets it as it is
			}
			blocks = append(blocks, section("*"+Escape(label)+"*"), typed(text))
			row = actions(button(ActionSayYes, a.value(), r.Say("Change the words")))
		}
		if text != "" && a.Waiting == nil && text != a.Unsaid {
			row.Elements.ElementSet = append([]slack.BlockElement{primary(button(ActionSendWord, a.value(), r.Say("Send it")))}, row.Elements.ElementSet...)
		}
		submit, blocks = "", append(blocks, row)
	} else {
		blocks = append(blocks, input(string(oneonone.FieldWord), label, "", line("word", "", text, oneonone.MaxWord, true), true))
	}
	if a.Unsaid != "" && text != a.Unsaid {
		blocks = append(blocks, section("*"+r.Say("What you wrote, and didn't go")+"*"), typed(a.Unsaid))
	}
	v := modal(title, submit, closing, blocks...)
	v.CallbackID = CallbackSayYes
	v.PrivateMetadata = metadata
	return v
}

// countedOn tells them when and where, and that they are counted on.
func (a Ask) countedOn(r, their Reader) string {
	text := r.Say("So glad you said yes.")
	if a.Unasked {
		text = r.Say("So glad you offered.")
	}
	switch {
	case !a.At.IsZero():
		text = r.Say("So glad. %s.", a.whenAndWhere(r, their))
	case a.Starts != oneonone.Date{} && !a.Starts.Before(their.Today()):
		text = r.Say("So glad. From %s on.", their.Day(a.Starts))
	}
	return text + " " + r.Say("I'm counting on you.")
}

// theirTime is when the event begins for them. It names their city where that is not the
// author's: the word may wait for their morning, and find them somewhere else.
func (a Ask) theirTime(r, their Reader) string {
	if r.zone.String() == their.zone.String() {
		return their.WhenPlain(a.At)
	}
	return r.Say("%s (%s time)", their.WhenPlain(a.At), city(their.zone))
}

// change is how an ask stands otherwise than its person was told.
type change int

const (
	changeSame change = iota // at the same time: something else about it is
	changeSet                // they were told of no time, and there is one now
	changeOpen               // there is none any more
	changeDay                // it is on another day
	changeHour               // on the same, at another hour
)

// changed is how it stands otherwise than they were told, by the reader's days.
func (a Ask) changed(r Reader) change {
	now, zone := a.At, r.zone
	if a.What == oneonone.Role {
		if now, zone = (time.Time{}), time.UTC; a.Starts != (oneonone.Date{}) {
			now = a.Starts.At(0, 0, zone)
		}
	}
	switch {
	case now.Equal(a.Told.At):
		return changeSame
	case a.Told.At.IsZero():
		return changeSet
	case now.IsZero():
		return changeOpen
	case oneonone.DateOf(now.In(zone)) == oneonone.DateOf(a.Told.At.In(zone)):
		return changeHour
	}
	return changeDay
}

// toldOf names a window about what is otherwise than they were told, and says what they
// know.
func (a Ask) toldOf(r Reader) (title, about string) {
	switch a.changed(r) {
	case changeSet:
		return r.Say("A word to them"), r.Say("They don't know the day yet.")
	case changeHour:
		return r.Say("Another time"), r.Say("They know the old time: %s.", a.toldHour(r))
	case changeDay, changeOpen:
		return r.Say("Another day"), r.Say("They know the old day: %s.", a.toldDay(r))
	}
	return r.Say("A word to them"), r.Say("You changed it after they heard of it.")
}

// strayed says whether its day is over, and they were told of another and, as far as is known
// here, not of that.
func (a Ask) strayed(r Reader) bool {
	if !a.Told.Outdated || a.Said != oneonone.SaidYes || a.What != oneonone.Event || a.ToConfirm(r.now) {
		return false
	}
	c := a.changed(r)
	return c == changeSet || c == changeDay || c == changeHour
}

// knew says what they knew of it, once it is over.
func (a Ask) knew(r Reader) string {
	switch a.changed(r) {
	case changeHour:
		return r.Say("They knew the old time: %s.", a.toldHour(r))
	case changeDay:
		return r.Say("They knew the old day: %s.", a.toldDay(r))
	}
	return r.Say("They didn't know the day.")
}

// toldDay is the day they know, in a reader's zone; a role's has none.
func (a Ask) toldDay(of Reader) string {
	if a.What == oneonone.Role {
		return of.Day(oneonone.DateOf(a.Told.At.UTC()))
	}
	return of.Day(oneonone.DateOf(a.Told.At.In(of.zone)))
}

// toldHour is the time of that day, in plain text.
func (a Ask) toldHour(of Reader) string { return a.Told.At.In(of.zone).Format("15:04") }

// otherwise tells them how it stands now, and asks.
func (a Ask) otherwise(r, their Reader) string {
	change, role := a.changed(their), a.What == oneonone.Role // their days, not the author's
	switch {
	case change == changeOpen && role && oneonone.DateOf(a.Told.At.UTC()).Before(their.Today()):
		return r.Say("There's no hurry with it. When would be a good time for you to begin?")
	case change == changeOpen && role:
		return r.Say("It won't begin on %s after all. When would be a good time for you?", a.toldDay(their))
	case change == changeOpen && a.Told.At.Before(r.now):
		return r.Say("It wasn't on %s after all. I'll tell you the new day as soon as I know it.", a.toldDay(their))
	case change == changeOpen:
		return r.Say("It won't be on %s. I'll tell you the new day as soon as I know it.", a.toldDay(their))
	case change == changeSet && role:
		return r.Say("It begins on %s. Is that good for you?", their.Day(a.Starts))
	case change == changeSet:
		return r.Say("There's a day now: %s. Are you still on?", a.whenAndWhere(r, their))
	case change == changeDay && role:
		return r.Say("It begins on another day now: %s instead of %s. Is that still good for you?", their.Day(a.Starts), a.toldDay(their))
	case change == changeDay:
		return r.Say("It's on another day now: %s, instead of %s. Are you still on?", a.theirTime(r, their), a.toldDay(their))
	case change == changeHour:
		return r.Say("It's at another time now: %s, instead of %s. Are you still on?", a.theirTime(r, their), a.toldHour(their))
	}
	return a.countedOn(r, their)
}

// whenAndWhere is the time, and the place where there is one.
func (a Ask) whenAndWhere(r, their Reader) string {
	if a.Where == "" {
		return a.theirTime(r, their)
	}
	return r.Say("%s, %s", a.theirTime(r, their), a.Where)
}

// afterwards tells them that they were seen, or asks how they are; and says sorry where they
// may not have known the day.
func (a Ask) afterwards(r Reader) string {
	switch {
	case a.Outcome == oneonone.DidNotCome && a.strayed(r):
		switch a.changed(r) {
		case changeSet:
			return r.Say("I'm sorry, I didn't tell you the day. How are you?")
		case changeHour:
			return r.Say("I'm sorry, the time changed and I didn't tell you. How are you?")
		}
		return r.Say("I'm sorry, the day changed and I didn't tell you. How are you?")
	case a.Outcome == oneonone.DidNotCome:
		return r.Say("How are you? I hope all is well.")
	case a.What == oneonone.Role:
		return r.Say("I saw that you've started. Thank you.")
	}
	return r.Say("It was good that you came. Thank you.")
}

// WordMessage is what an organizer had sent to somebody who said yes, as they saw
// it, with a way to answer them.
func WordMessage(r Reader, from Talk, words string) Message {
	blocks := []slack.Block{section(r.Say("*%s* writes:", Escape(from.WithFull))), typed(words)}
	if write := from.writeTo(r); len(write) > 0 {
		blocks = append(blocks, actions(write...))
	}
	return Message{Text: r.Say("A word from %s.", from.With), Blocks: blocks}
}

// WaitingWord is a word that has not gone out yet. Night is true where it waits for the end
// of their quiet hours, until an instant in their own zone.
type WaitingWord struct {
	Words string
	Night bool
	Until time.Time
	Told  bool // it stands on top already when they will have it
	Own   bool // it is in its author's own words
}

// says that they will have it.
func (w WaitingWord) says(r Reader) string {
	if !w.Night {
		return r.Say("A word from you is on its way to them.")
	}
	return r.Say("They'll have your word at %s, their time.", strings.TrimPrefix(w.Until.Format("15:04"), "0"))
}

// WordSent says when they will have it: in a moment, or when their night is over, at
// an instant in their own zone.
func WordSent(r Reader, with string, night bool, until time.Time) string {
	if !night {
		return r.Say("%s will have it in a moment.", Escape(with))
	}
	return r.Say("%s will have it at %s, their time.", Escape(with), strings.TrimPrefix(until.Format("15:04"), "0"))
}

// WordHad says that the very same has reached them from another window.
func WordHad(r Reader, with string) string {
	return r.Say("%s has this from you already.", Escape(with))
}

// WordUnsaid says that a word which waits does not go, since the day it names has moved, or
// only the hour.
func WordUnsaid(r Reader, a Ask, sameDay bool) string {
	if sameDay {
		return r.Say("Your word to %s was still waiting and was for another time, so it doesn't go.", Escape(a.With))
	}
	return r.Say("Your word to %s was still waiting and was for another day, so it doesn't go.", Escape(a.With))
}

// UnsaidMessage says that such a word did not arrive.
func UnsaidMessage(r Reader, a Ask) Message {
	says := r.Say("I couldn't give %s your word. Please tell them yourself.", Escape(a.With))
	if day := a.Day(r.zone); day != (oneonone.Date{}) { // they may have said yes to several
		says = r.Say("I couldn't give %s your word for %s. Please tell them yourself.", Escape(a.With), r.Day(day))
	}
	return Message{
		Text: r.Say("Your word to %s didn't arrive.", a.With),
		Blocks: []slack.Block{
			section(says),
			actions(button(ActionShowAsk, a.value(), r.Say("Show me"))),
		},
	}
}

// wrote says when they were written to about what came of it.
func (a Ask) wrote(r Reader) string {
	return r.Say("You wrote to them on %s.", r.Day(oneonone.DateOf(a.Wrote.In(r.zone))))
}

// counted says whether they were told in a word that they are counted on, and may come.
func (a Ask) counted(r Reader) bool { return a.Had && !a.Silent && !a.Over(r.now) }

// unsend puts beside a line the button that has a waiting word not go, where it is of that
// word.
func (a Ask) unsend(r Reader, line *slack.SectionBlock, of bool) *slack.SectionBlock {
	if of {
		line.Accessory = slack.NewAccessory(button(ActionUnsend, a.value(), r.Say("Don't send it")))
	}
	return line
}
