package views

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"oneonone"
)

// Ids of the answer to an ask, and of what came of it.
const (
	ActionAnswerAsk  = "answer"        // opens the modal; its value is the ask
	ActionSaid       = "said"          // another answer chosen: the rest comes with it
	ActionNo         = "no"            // another kind of no
	ActionThen       = "then"          // what the organizer did with it
	ActionSayYes     = "answer_word"   // the text to copy, or to send
	ActionSendWord   = "answer_send"   // sends it, as it stands in a window
	ActionUnsend     = "answer_unsend" // has one that still waits not go
	ActionCame       = "ask_came"      // Came, or Started
	ActionDidNotCome = "ask_did_not"   // Didn't
	ActionMoveAsk    = "ask_moved"     // Moved, Set the day, or Not yet
	ActionOffered    = "ask_offered"   // they offered something nobody had asked for
	ActionAskedElse  = "ask_else"      // something else was asked in a talk than what was got ready
	ActionSaidMore   = "door_more"     // another one, beside what is noted of a talk; its value is the talk

	CallbackAnswer  = "answer"
	CallbackSayYes  = "answer_word"
	CallbackMoveAsk = "ask_moved"
	CallbackTold    = "told"
)

// AnswerForm is what stands in the answer.
type AnswerForm struct {
	oneonone.Reaction
	// NotNows is how many not nows the chain holds without this one: after the
	// first, no day to ask again is filled in.
	NotNows int
	// ConfirmBy, MaybeBack and AskBack are the days pre-set.
	ConfirmBy, MaybeBack, AskBack oneonone.Date
	// Asked is true where it stands above already that they were asked.
	Asked bool
	// Soon is true where no morning is left before the event.
	Soon bool
	// IfTime and IfThing are the alternatives got ready beforehand.
	IfTime, IfThing string
	// Over is true where the event is, or it is noted what came of it: there is nothing to
	// confirm any more, and no day to get back to them on is filled in.
	Over bool
	// Silent is true where they would rather not hear from the reader at all.
	Silent bool
	// Talk is the talk behind whose door the answer is noted: there it may have come
	// otherwise. "" elsewhere.
	Talk string
	// Nth is the number of its fields, see [FieldOf].
	Nth int
}

// AnswerModal asks what they said to an ask.
func AnswerModal(r Reader, a Ask, f AnswerForm, metadata string) slack.ModalViewRequest {
	of := r.Say("You asked *%s*:", Escape(a.WithFull))
	if a.Unasked {
		of = r.Say("*%s* offered:", Escape(a.WithFull))
	}
	f.Silent = a.Silent
	blocks := append([]slack.Block{section(of), kept(a.Words)}, answerBlocks(r, f)...)
	if f.Talk != "" {
		blocks = append(blocks, actions(button(ActionAskedElse, f.Talk, r.Say("I asked for something else")), button(ActionOffered, f.Talk, r.Say("They offered something I hadn't asked"))))
	}
	v := modal(r.Say("What did they say?"), r.Say("Save"), r.Say("Later"), inNth(blocks, f.Nth)...)
	v.CallbackID = CallbackAnswer
	v.PrivateMetadata = metadata
	return v
}

// ToldModal is what stands behind the door once something does: the asks of a talk whose
// answers are noted, each with its card, and room for another.
func ToldModal(r Reader, t Talk, asks []Ask) slack.ModalViewRequest {
	blocks := []slack.Block{section(r.Say("What you noted of your talk with *%s*. Only you can read this.", Escape(t.WithFull)))}
	for _, a := range asks {
		row := section(askRow(r, a))
		row.Accessory = slack.NewAccessory(button(ActionShowAsk, a.value(), r.Say("Show me")))
		blocks = append(blocks, row)
	}
	v := modal(r.Say("What they said"), "", r.Say("Close"), append(blocks, actions(button(ActionSaidMore, t.ID.String(), r.Say("Note another"))))...)
	v.CallbackID = CallbackTold
	return v
}

// BackField names the field of the day it comes back, after the answer: under a
// new name it takes the day pre-set for it.
func BackField(re oneonone.Reaction) string {
	return string(oneonone.FieldAskAgain) + "-" + string(re.Said) + "-" + string(re.No)
}

// ThenField names the choice of what follows a no, after the no.
func ThenField(n oneonone.NoKind) string { return string(oneonone.FieldThen) + "-" + string(n) }

// SaidValue and ThenValue are choices as options' values, which may not be empty.
func SaidValue(s oneonone.Said) string {
	if s == oneonone.NotAsked {
		return "not_asked"
	}
	return string(s)
}

func ThenValue(t oneonone.Then) string {
	if t == oneonone.ThenLeave {
		return "leave"
	}
	return string(t)
}

// answerBlocks ask for the answer. What else there is to say comes with what is
// chosen.
func answerBlocks(r Reader, f AnswerForm) []slack.Block {
	words := map[oneonone.Said]string{
		oneonone.SaidYes: r.Say("Yes"), oneonone.SaidMaybe: r.Say("Maybe"), oneonone.SaidNo: r.Say("No"), oneonone.NotAsked: r.Say("Haven't asked yet"),
	}
	e := slack.NewRadioButtonsBlockElement(ActionSaid)
	for _, s := range oneonone.Saids {
		if f.Asked && s == oneonone.NotAsked {
			continue
		}
		o := option(SaidValue(s), words[s], "")
		e.Options = append(e.Options, o)
		if s == f.Said && s != oneonone.NotAsked {
			e.InitialOption = o
		}
	}
	said := input(string(oneonone.FieldSaid), r.Say("What did they say?"), "", e, true)
	said.DispatchAction = true
	blocks := []slack.Block{said}
	switch f.Said {
	case oneonone.SaidYes:
		if !f.Over {
			blocks = append(blocks, confirmBlock(r, f))
		}
	case oneonone.SaidMaybe:
		back, hint := orDay(f.Back, f.MaybeBack), backHint(r, f)
		if f.Over {
			back, hint = f.Back, r.inPause("")
		}
		// Of what is over nothing more is asked; what was noted of it before stays.
		if !f.Over || f.WouldTake != "" {
			blocks = append(blocks, input(string(oneonone.FieldWouldTake), r.Say("What would make it a yes?"), "", line("would_take", "", f.WouldTake, oneonone.MaxAskLine, false), false))
		}
		if !f.Over || f.Back != (oneonone.Date{}) {
			blocks = append(blocks, input(BackField(f.Reaction), r.Say("Get back to them on"), hint, dayPicker("back", back), false))
		}
	case oneonone.SaidNo:
		blocks = append(blocks, noBlocks(r, f)...)
	}
	return blocks
}

// confirmBlock asks by when a yes is to be confirmed.
func confirmBlock(r Reader, f AnswerForm) *slack.InputBlock {
	hint := r.inPause(r.Say("I'll remind you that morning, or the next if that one has passed."))
	switch {
	case f.Silent:
		hint = onHomeOnly(r)
	case f.Soon:
		hint = tooSoon(r)
	}
	return input(BackField(f.Reaction), r.Say("Confirm it by"), hint, dayPicker("back", orDay(f.Back, f.ConfirmBy)), false)
}

// backHint says why no day is filled in to get back to them on, or that none comes in a
// pause.
func backHint(r Reader, f AnswerForm) string {
	if f.Soon || f.MaybeBack == (oneonone.Date{}) {
		return tooSoon(r)
	}
	return r.inPause("")
}

// tooSoon is said of what begins before a morning message could speak of it.
func tooSoon(r Reader) string {
	if r.paused() != (oneonone.Date{}) {
		return r.Say("You've paused until %s, so I can't remind you in time.", r.Day(r.paused()))
	}
	return r.Say("No morning is left before it, so I can't remind you in time.")
}

func orDay(d, preset oneonone.Date) oneonone.Date {
	if d == (oneonone.Date{}) {
		return preset
	}
	return d
}

// noBlocks ask which no it was, and what followed.
func noBlocks(r Reader, f AnswerForm) []slack.Block {
	e := slack.NewRadioButtonsBlockElement(ActionNo)
	for _, n := range oneonone.NoKinds {
		o := option(string(n), noName(r, n), noLine(r, n))
		e.Options = append(e.Options, o)
		if n == f.No {
			e.InitialOption = o
		}
	}
	which := input(string(oneonone.FieldNo), r.Say("Which no was it?"), "", e, true)
	which.DispatchAction = true
	blocks := []slack.Block{which}
	sounds := ""
	for _, n := range oneonone.NoKinds {
		if f.No == "" || f.No == n {
			sounds += r.Say("%s sounds like: %s", noName(r, n), noSound(r, n)) + "\n"
		}
	}
	blocks = append(blocks, quiet(sounds+tooBusy(r)))
	if f.No == "" {
		return blocks
	}
	if f.No == oneonone.NotEver {
		tick := option(string(oneonone.FieldNoContact), r.Say("They'd rather not hear from us at all"), r.Say("Also ends check-ins, invitations and planned messages"))
		ticks := slack.NewCheckboxGroupsBlockElement(string(oneonone.FieldNoContact), tick)
		if f.NoContact {
			ticks.InitialOptions = []*slack.OptionBlockObject{tick}
		}
		return append(blocks,
			section(r.Say("I'll stop reminding you to ask, and withdraw what's open. What they said yes to stands. Your notes stay. You can still meet. It holds for you: a colleague may still ask.")),
			input(string(oneonone.FieldNoContact), r.Say("And messages?"), "", ticks, false))
	}
	for no, ready := range map[oneonone.NoKind]string{oneonone.NotNow: f.IfTime, oneonone.NotThat: f.IfThing} {
		if f.No == no && ready != "" {
			blocks = append(blocks, section(r.Say("*You had this ready*")), kept(ready))
		}
	}
	options := []*slack.OptionBlockObject{option(ThenValue(oneonone.ThenOffered), r.Say("I offered something else"), "")}
	if f.No != oneonone.CannotTell {
		options = append(options, option(ThenValue(oneonone.ThenAgain), r.Say("I'll ask again on…"), ""))
	}
	options = append(options, option(ThenValue(oneonone.ThenLeave), r.Say("Leave it there"), ""))
	then := input(ThenField(f.No), r.Say("And then?"), "", choose(ActionThen, options, ThenValue(f.Then)), true)
	then.DispatchAction = true
	blocks = append(blocks, then)
	twice := f.No == oneonone.NotNow && f.NotNows >= oneonone.NotNowsMost
	if twice {
		blocks = append(blocks, quiet(r.Say("Twice not now is often not that. Ask what would suit them.")))
	}
	if f.Then == oneonone.ThenAgain {
		day := f.AskBack
		if twice {
			day = oneonone.Date{}
		}
		blocks = append(blocks, input(BackField(f.Reaction), r.Say("I'll ask again on"), r.inPause(r.Say("The day to ask, not the day of the event.")), dayPicker("back", orDay(f.Back, day)), true))
	}
	return blocks
}

// noLine says what a kind of no is.
func noLine(r Reader, n oneonone.NoKind) string {
	switch n {
	case oneonone.NotNow:
		return r.Say("They'd do it, but the time is wrong")
	case oneonone.NotThat:
		return r.Say("They'd do something, but this isn't it")
	case oneonone.NotEver:
		return r.Say("They've decided, and don't want to be asked")
	}
	return r.Say("Kept as a no. Next time ask: the day, or the thing?")
}

// tooBusy is what people hear most, and cannot tell.
func tooBusy(r Reader) string {
	return r.Say("*Too busy* can be any of them. Busy that week: not now. Too busy for anything more: take them at their word, not ever.")
}

// noSound is what it sounds like.
func noSound(r Reader, n oneonone.NoKind) string {
	switch n {
	case oneonone.NotNow:
		return r.Say("“I'd love to, but that's my mother's weekend.”")
	case oneonone.NotThat:
		return r.Say("“Speaking to strangers makes my stomach turn. I can cook, though.”")
	case oneonone.NotEver:
		return r.Say("“I gave it thought. This isn't for me, please don't count on me.”")
	}
	return r.Say("“Hmm, I don't think so.”")
}

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

// notSavedMost is how much of all words is said again that were not saved: Slack takes no more
// than 3,000 characters there.
const notSavedMost = 500

// NotSaved says what was typed beside a not ever.
func NotSaved(r Reader, words []string) string {
	shown := make([]string, len(words))
	for i, w := range words {
		shown[i] = Escape(cut(w, notSavedMost/len(words)))
	}
	return r.Say("What you typed of something else isn't saved: “%s”", strings.Join(shown, "”, “"))
}

// StandAgain says which invitations stand again that had ended with a not ever. It stands
// behind other words.
func StandAgain(r Reader, invitations []oneonone.Meeting) string {
	says := ""
	for _, m := range invitations {
		says += " " + r.Say("Your invitation for %s stands again.", Talk{Meeting: m}.when(r))
	}
	return says
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

// ThanksModal has the thanks after a not ever, to copy.
func ThanksModal(r Reader, a Ask) slack.ModalViewRequest {
	v := modal(r.Say("Thank them"), r.Say("Done"), r.Say("Close"),
		section(r.Say("Noted. I won't remind you to ask %s again, and what was open is withdrawn.", Escape(a.With))),
		input("text", r.Say("Copy this"), "", line("text", "", r.Say("Thank you for telling me straight. I'm glad we talked."), 0, true), false))
	v.CallbackID = CallbackTell // there is nothing left to do
	return v
}

// MoveAskModal asks for the new day of a yes, or for the first one of a role.
func MoveAskModal(r Reader, a Ask, metadata string) slack.ModalViewRequest {
	title, hint := r.Say("Another day"), r.Say("It may stay empty while the day is open.")
	day := input(string(oneonone.FieldAskAt), r.Say("When is it now?"), hint, instant("at", time.Time{}), false)
	switch {
	case a.What == oneonone.Role:
		if a.Starts == (oneonone.Date{}) {
			title = r.Say("Not yet")
		}
		day = input(string(oneonone.FieldAskStarts), r.Say("When do they start?"), hint, dayPicker("starts", oneonone.Date{}), false)
	case a.At.IsZero():
		title = r.Say("The day")
		day = input(string(oneonone.FieldAskAt), r.Say("When is it?"), hint, instant("at", time.Time{}), false)
	}
	v := modal(title, r.Say("Save"), r.Say("Later"), section(r.Say("Of *%s*. Only you can read this.", Escape(a.WithFull))), kept(a.Words), day)
	v.CallbackID = CallbackMoveAsk
	v.PrivateMetadata = metadata
	return v
}

// askLines are an ask in a message or on Home: whose and when, and no word of it. A
// message is read on other days than its own, so Slack words the day anew for
// whoever looks, and what is over says so.
func askLines(r Reader, a Ask, k oneonone.NudgeKind) []slack.Block {
	first, value := Escape(a.With), a.value()
	show := button(ActionShowAsk, value, r.Say("Show me"))
	day := a.Day(r.zone)
	switch k {
	case oneonone.NudgeGetBack:
		says := r.Say("You planned to get back to %s by %s.", first, r.NearDay(a.Back.At(12, 0, r.zone)))
		if a.Lapsed(r.now, r.zone) {
			says += " " + r.Say("What you asked for is over by now.")
		}
		row, stop := []slack.BlockElement{show}, r.Say("Leave it")
		if end := a.letGo(r); end != nil { // which ends the asking, too
			row, stop = append(row, end...), ""
		}
		return []slack.Block{section(says + putOffUntil(r, a.Later, k, a.AsksUntil(k, r.now))), actions(append(row, a.later(r, stop)...)...)}
	case oneonone.NudgeStillOn:
		if a.Over(r.now) {
			return []slack.Block{section(Promise{With: a.With}.over(r)), actions(button(ActionShowAsk, value, r.Say("The ask")))}
		}
		says := r.Say("Is %s still on for %s?", first, r.NearDay(a.At))
		if a.IsStillOn() {
			says = r.Say("%s is still on for %s.", first, r.NearDay(a.At))
		}
		return []slack.Block{section(says), actions(append(a.stillOn(r), show)...)}
	}
	says := r.Say("Did %s come on %s?", first, r.Day(day))
	if a.What == oneonone.Role {
		says = r.Say("Did %s start on %s?", first, r.Day(day))
	}
	if a.strayed(r) {
		says += " " + a.knew(r)
	}
	return []slack.Block{section(says + putOff(r, a.Later, k)),
		actions(append(a.cameButtons(r), laterOf(r, oneonone.Asked{About: k, Subject: a.ID}, oneonone.Waits, a.Later, r.Say("Leave it"))...)...)}
}

// later puts getting back to them off, once its day has come.
func (a Ask) later(r Reader, stop string) []slack.BlockElement {
	about := oneonone.Asked{About: oneonone.NudgeGetBack, Subject: a.ID}
	return laterOf(r, about, a.Waits(about.About, r.now, r.days), a.Later, stop)
}

// askLine is an ask in the morning message. What has moved on since is said in a
// few words, and none of them is the answer; the ask's own window has that, and what mends
// a slip.
func askLine(r Reader, item MorningItem) []slack.Block {
	a := item.Ask
	need, _ := a.Needs(r.days)
	open := map[oneonone.NudgeKind]oneonone.Need{
		oneonone.NudgeGetBack: oneonone.NeedWaiting, oneonone.NudgeStillOn: oneonone.NeedComing, oneonone.NudgeCame: oneonone.NeedComing,
	}
	if !item.Superseded && need == open[item.Kind] {
		return askLines(r, a, item.Kind)
	}
	says := r.Say("About %s: noted.", Escape(a.With))
	switch {
	case a.Outcome == oneonone.Came && !a.Closed && !a.Silent && a.Wrote.IsZero():
		if says = r.Say("%s came. Tell them you noticed.", Escape(a.With)); a.What == oneonone.Role {
			says = r.Say("%s started. Tell them you noticed.", Escape(a.With))
		}
	case a.Outcome == oneonone.DidNotCome && !a.Closed && !a.Silent && a.Wrote.IsZero():
		says = r.Say("About %s: noted. Ask how they are first.", Escape(a.With))
	case item.Kind == oneonone.NudgeGetBack && !a.WasLetGo():
		if says = r.Say("Getting back to %s: done.", Escape(a.With)); need == oneonone.NeedWaiting && a.BackOn() != (oneonone.Date{}) {
			says = r.Say("Getting back to %s: now on %s.", Escape(a.With), r.Day(a.BackOn()))
		}
	}
	line := section(says)
	line.Accessory = slack.NewAccessory(button(ActionShowAsk, a.value(), r.Say("Show me")))
	return []slack.Block{line}
}

// dueAsk is a due ask on Home.
func dueAsk(r Reader, a Ask) []slack.Block {
	need, _ := a.Needs(r.days)
	switch day := a.Day(r.zone); {
	case need == oneonone.NeedToAsk:
		return []slack.Block{section(a.readyFor(r)), a.showOrEnd(r)}
	case need == oneonone.NeedWaiting && a.Back == oneonone.Date{}:
		return []slack.Block{section(a.undecided(r)), a.showOrEnd(r)}
	case need == oneonone.NeedWaiting:
		return askLines(r, a, oneonone.NudgeGetBack)
	case a.What == oneonone.Event && !day.Before(r.Today()):
		return askLines(r, a, oneonone.NudgeStillOn)
	}
	return askLines(r, a, oneonone.NudgeCame)
}

// showOrEnd opens a due ask, and ends what its time has passed for.
func (a Ask) showOrEnd(r Reader) *slack.ActionBlock {
	return actions(append([]slack.BlockElement{button(ActionShowAsk, a.value(), r.Say("Show me"))}, a.letGo(r)...)...)
}

// undecided says whose answer is still out, and of which day.
func (a Ask) undecided(r Reader) string {
	if a.Lapsed(r.now, r.zone) {
		return r.Say("You were waiting to hear from %s. What you asked for is over by now.", Escape(a.With))
	}
	if a.Day(r.zone).Before(r.Today()) {
		return r.Say("You're waiting to hear from %s. It was for %s.", Escape(a.With), r.Day(a.Day(r.zone)))
	}
	return r.Say("You're waiting to hear from %s. It's for %s.", Escape(a.With), r.NearDay(a.near(r)))
}

// near is when it is; of a role, the noon of the day it starts.
func (a Ask) near(r Reader) time.Time {
	if a.What == oneonone.Role {
		return a.Starts.At(12, 0, r.zone)
	}
	return a.At
}

// readyFor says whose ask is to be made, and of which day: Home may lie open until the
// next one, so Slack words it.
func (a Ask) readyFor(r Reader) string {
	if a.Lapsed(r.now, r.zone) {
		return r.Say("You haven't asked %s yet, and its time has passed.", Escape(a.With))
	}
	return r.Say("You have an ask of %s ready. It's for %s.", Escape(a.With), r.NearDay(a.near(r)))
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
