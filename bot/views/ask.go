package views

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"oneonone"
)

// Ids of asks.
const (
	ActionAsk          = "ask"              // a button that opens the modal; its value is the talk it is for, or nothing
	ActionAsked        = "ask_asked"        // "Have you asked yet?"
	ActionWhat         = "ask_kind"         // an event, or a role
	ActionAlternatives = "ask_alternatives" // "Get ready for a no"
	ActionCheck        = "ask_check"        // "Check my ask"
	ActionShowAsk      = "ask_show"         // the ask itself, in a modal
	ActionChangeAsk    = "ask_change"       // its words, before it is made
	ActionAskAgain     = "ask_again"        // the next of the chain
	ActionLetAskGo     = "ask_let_go"       // its time has passed
	ActionStillOn      = "ask_still_on"     // they are, the day before

	CallbackAsk = "ask"
)

// Ask is an ask as its organizer sees it.
type Ask struct {
	oneonone.Ask
	// With is what the organizer calls the person, WithFull the whole name.
	With, WithFull string
	// Reach is how to reach someone outside Slack; WriteTo opens the DM of someone
	// inside. Either may be empty.
	Reach, WriteTo string
	// Chain is the whole chain, the first ask first; empty where it is not shown.
	Chain []oneonone.Ask
	// Closed says that the person said not ever, to this ask or another.
	Closed bool
	// Silent says that they would rather not hear from the reader at all.
	Silent bool
	// Confirmed is when the details of a yes were confirmed; zero when they were not.
	Confirmed time.Time
	// Told is what they know of it, where it stands otherwise by now.
	Told oneonone.Told
	// Waiting is the word to them that has not gone out yet; nil for none.
	Waiting *WaitingWord
	// Had says that a word about it has reached them before.
	Had bool
	// Wrote is when a word of what came of it has last reached them, zero for never; WroteOther
	// says that one has that was of another outcome.
	Wrote      time.Time
	WroteOther bool
	// Unsaid are the organizer's own words in one that does not go: they are to be mended. ""
	// for none. UnsaidOf is what had come of the yes when they were written.
	Unsaid   string
	UnsaidOf oneonone.Outcome
}

// AskForm is what the modal starts from.
type AskForm struct {
	Whom
	// To is whom it is of, where that is settled; "" where it is asked.
	To    string
	Asked bool // it was made already
	oneonone.Proposal
	Nth          int  // how many windows of its chain came before it, see [FieldOf]
	Turn         int  // how often proposed words have taken the place of what was typed
	Alternatives bool // the two alternatives are shown
	// Advice is the coach's, nil until it is asked for. Before are the words whose
	// place the coach's took, as often as it did: the first ones first.
	Advice  *oneonone.Advice
	Before  []string
	Answer  AnswerForm
	Closed  bool   // they said not ever: a tick says that they changed their mind
	Silent  bool   // they'd rather not hear from us at all: so does another one
	Unasked bool   // they offered it
	Instead bool   // it was offered after a no that is saved
	Talk    string // the talk it was said in, to say that they offered something; "" for none
	Else    bool   // in place of what was got ready for it, which a button leads back to
	Again   bool   // in place of what was asked for the first time, which a button leads back to
	Pending []Ask  // what they said to earlier asks that is to be taken up again, and what else was got ready
	// Moves is what the notes say moves the person: of use for something else to
	// offer.
	Moves oneonone.Notes
}

// FieldReopen is the tick that somebody changed their mind about asks, FieldHear the one
// that they'd like to hear from us again.
const (
	FieldReopen = "reopen"
	FieldHear   = "hear"
)

// AskWordsField names the field of the words: under a new name it takes the words
// proposed.
func AskWordsField(turn int) string { return string(oneonone.FieldAskWords) + "-" + strconv.Itoa(turn) }

// AskTyped is what was typed behind the command, as much as fits into the window:
// Slack would refuse all of it.
func AskTyped(words string) string { return cut(words, oneonone.MaxNote) }

// AskedValue and ReadyValue are the two answers to "Have you asked yet?".
const (
	AskedValue = "asked"
	ReadyValue = "ready"
)

// AskModal gets an ask ready, or notes one that was made. Metadata is what it
// carries.
func AskModal(r Reader, f AskForm, metadata string) slack.ModalViewRequest {
	blocks := askedBlocks(r, f)
	if f.Instead {
		blocks = append(blocks, section(r.Say("Their no is saved. What you offered instead can be noted here, or later.")))
	}
	if f.To != "" {
		blocks = append(blocks, section(r.Say("Of *%s*. Only you can read this.", Escape(f.To))))
	} else {
		blocks = append(blocks, whomBlocks(r, f.Whom)...)
	}
	blocks = append(blocks, reopenBlocks(r, f.Closed && !f.Unasked, f.Silent)...)
	f.Answer.Silent = f.Silent
	blocks = append(blocks, movesBlocks(r, f.Moves)...)
	if f.Asked {
		label := r.Say("What did you ask for?")
		switch {
		case f.Unasked:
			label = r.Say("What did they offer?")
		case f.Instead:
			label = r.Say("What did you offer instead?")
		}
		blocks = append(blocks, pendingBlocks(r, f)...)
		blocks = append(blocks, input(AskWordsField(f.Turn), label, "", line("words", "", f.Words, oneonone.MaxNote, false), true))
		blocks = append(blocks, beforeBlocks(r, f.Before)...)
		blocks = append(blocks, dayBlocks(r, f.Proposal, true)...)
		if f.Unasked {
			blocks = append(blocks, confirmBlock(r, f.Answer))
		} else {
			f.Answer.Asked = !f.Instead
			blocks = append(blocks, answerBlocks(r, f.Answer)...)
		}
		if f.Talk != "" {
			blocks = append(blocks, otherwise(r, f))
		}
	} else {
		blocks = append(blocks, readyBlocks(r, f)...)
	}
	v := modal(r.Say("Your ask"), r.Say("Save"), r.Say("Later"), inNth(blocks, f.Nth)...)
	v.CallbackID = CallbackAsk
	v.PrivateMetadata = metadata
	return v
}

// pendingBlocks are the asks that wait to be taken up again, each with the way to what was
// said to it this time: an answer noted beside them would begin anew.
func pendingBlocks(r Reader, f AskForm) []slack.Block {
	if f.Unasked || len(f.Pending) == 0 {
		return nil
	}
	which := r.Say("Was it this one?")
	if len(f.Pending) > 1 {
		which = r.Say("Was it one of these?")
	}
	blocks := []slack.Block{section("*" + which + "*")}
	for _, a := range f.Pending {
		row := section(a.Standing(r) + "\n" + Escape(cut(a.Words, askRowMost)))
		row.Accessory = slack.NewAccessory(a.turnedTo(r))
		blocks = append(blocks, row)
	}
	return append(blocks, slack.NewDividerBlock())
}

// turnedTo notes what they said once it was taken up again.
func (a Ask) turnedTo(r Reader) *slack.ButtonBlockElement {
	switch a.Said {
	case oneonone.NotAsked:
		return button(ActionAnswerAsk, a.value(), r.Say("I've asked"))
	case oneonone.SaidMaybe:
		return button(ActionAnswerAsk, a.value(), r.Say("They've told me"))
	}
	if a.No == oneonone.NotThat && a.Then != oneonone.ThenAgain {
		return button(ActionAskAgain, a.value(), r.Say("I've asked for something else"))
	}
	return button(ActionAskAgain, a.value(), r.Say("I've asked again"))
}

// askedBlocks ask whether it was made already. The next of a chain was.
func askedBlocks(r Reader, f AskForm) []slack.Block {
	if f.To != "" { // it is known: the next of a chain, or one that waits
		return nil
	}
	ready := option(ReadyValue, r.Say("Getting ready"), "")
	made := option(AskedValue, r.Say("Already asked"), "")
	e := slack.NewRadioButtonsBlockElement(ActionAsked, ready, made)
	if e.InitialOption = ready; f.Asked {
		e.InitialOption = made
	}
	b := input("asked", r.Say("Have you asked yet?"), r.Say("An ask is for one thing: this event or this role, with the day, the place and why it matters now."), e, true)
	b.DispatchAction = true
	return []slack.Block{b}
}

// reopenBlocks say what they told the reader, with a tick for each: who may be asked again
// has not said that they want messages.
func reopenBlocks(r Reader, closed, silent bool) []slack.Block {
	var blocks []slack.Block
	if closed {
		tick := option(FieldReopen, r.Say("They've changed their mind"), "")
		blocks = append(blocks,
			section(r.Say("They told you not ever. Ask again only if they said so themselves.")),
			input(FieldReopen, r.Say("May they be asked again?"), "", slack.NewCheckboxGroupsBlockElement(FieldReopen, tick), false))
	}
	if silent {
		tick := option(FieldHear, r.Say("They'd like to hear from us again"), r.Say("Without this they still get no messages from here"))
		blocks = append(blocks,
			section(r.Say("They'd rather not hear from us at all. That stays, unless they told you otherwise.")),
			input(FieldHear, r.Say("May they hear from us again?"), "", slack.NewCheckboxGroupsBlockElement(FieldHear, tick), false))
	}
	return blocks
}

// movesBlocks are what the notes say of somebody: beside something else to offer.
func movesBlocks(r Reader, moves oneonone.Notes) []slack.Block {
	var blocks []slack.Block
	for _, f := range []oneonone.Field{oneonone.FieldCare, oneonone.FieldLight, oneonone.FieldGoodAt, oneonone.FieldRole} {
		words := moves[f]
		if words == "" {
			continue
		}
		if blocks == nil {
			blocks = append(blocks, quiet(r.Say("What you noted, to find what would suit them:")))
		}
		blocks = append(blocks, section("*"+noteInput(r, f, "").Label.Text+"*"), kept(words))
	}
	return blocks
}

// dayBlocks ask what it is, and when: of an event when and where, of a role from
// when on and what it takes.
func dayBlocks(r Reader, p oneonone.Proposal, asked bool) []slack.Block {
	options := []*slack.OptionBlockObject{option(string(oneonone.Event), r.Say("One event"), ""), option(string(oneonone.Role), r.Say("A role"), "")}
	what := input(string(oneonone.FieldAskWhat), r.Say("What it is"), "", choose(ActionWhat, options, string(p.What)), true)
	what.DispatchAction = true
	if p.What == oneonone.Role {
		blocks := []slack.Block{what, input(string(oneonone.FieldAskStarts), r.Say("Starting"), "", dayPicker("starts", p.Starts), false)}
		if !asked {
			blocks = append(blocks, input(string(oneonone.FieldAskInvolves), r.Say("What it involves"), r.Say("Hours a week, and until when."),
				line("involves", "", p.Involves, oneonone.MaxAskLine, false), false))
		}
		return blocks
	}
	blocks := []slack.Block{what, input(string(oneonone.FieldAskAt), r.Say("When"), "", instant("at", p.At), false)}
	if !asked {
		blocks = append(blocks, input(string(oneonone.FieldAskWhere), r.Say("Where"), "", line("where", "", p.Where, oneonone.MaxPlace, false), false))
	}
	return blocks
}

// dayPicker asks for a day.
func dayPicker(action string, d oneonone.Date) *slack.DatePickerBlockElement {
	e := slack.NewDatePickerBlockElement(action)
	e.InitialDate = d.String()
	return e
}

// AskCardModal is one ask: the words, how it stands, and what is next. Note stands
// on top: what was just done.
func AskCardModal(r Reader, a Ask, note string) slack.ModalViewRequest {
	var blocks []slack.Block
	if note != "" {
		blocks = append(blocks, a.unsend(r, section(note), a.Waiting != nil && a.Waiting.Told))
	}
	of := r.Say("Of *%s*. Only you can read this.", Escape(a.WithFull))
	if note != "" {
		of = r.Say("Of *%s*:", Escape(a.WithFull))
	}
	blocks = append(blocks, section(of), kept(a.Words))
	blocks = append(blocks, a.facts(r)...)
	for _, alternative := range []struct{ label, words string }{
		{r.Say("If the time is wrong"), a.IfTime}, {r.Say("If it's not their thing"), a.IfThing}, {r.Say("What would make it a yes"), a.WouldTake},
	} {
		if alternative.words != "" {
			blocks = append(blocks, section("*"+alternative.label+"*"), kept(alternative.words))
		}
	}
	blocks = append(blocks, section(a.Standing(r)))
	if a.Waiting != nil && !a.Waiting.Told {
		blocks = append(blocks, a.unsend(r, section(a.Waiting.says(r)), true), kept(a.Waiting.Words))
	}
	if a.Unsaid != "" && (a.Outcome != oneonone.OutcomeOpen || a.Over(r.now)) { // before that, they are to be mended
		blocks = append(blocks, section("*"+r.Say("What you wrote, and didn't go")+"*"), kept(a.Unsaid))
	}
	if a.No == oneonone.NotEver && a.Closed {
		blocks = append(blocks, quiet(r.Say("It holds for you. A colleague may still ask.")))
	}
	if a.Silent && (!a.Closed || a.Said == oneonone.SaidYes) {
		blocks = append(blocks, quiet(r.Say("They'd rather not hear from us, so they get no messages from here.")))
	}
	switch {
	case a.Said != oneonone.SaidYes && a.counted(r):
		blocks = append(blocks, quiet(r.Say("They've had a word from you about this. If you don't count on them any more, let them know.")))
	case a.Said != oneonone.SaidYes:
	case a.Told.Outdated && a.Waiting == nil && a.ToConfirm(r.now):
		_, says := a.toldOf(r)
		blocks = append(blocks, quiet(says))
	case !a.Wrote.IsZero():
		blocks = append(blocks, quiet(a.wrote(r)))
	case a.WroteOther:
		blocks = append(blocks, quiet(r.Say("They've had a word from you about this before.")))
	case a.strayed(r):
		blocks = append(blocks, quiet(a.knew(r)))
	case a.Had && a.Confirmed.IsZero() && a.Waiting == nil && a.Outcome == oneonone.OutcomeOpen:
		blocks = append(blocks, quiet(r.Say("They've had a word from you about this before.")))
	case !a.Confirmed.IsZero():
		blocks = append(blocks, quiet(r.Say("You told them on %s.", r.Day(oneonone.DateOf(a.Confirmed.In(r.zone))))))
	}
	if len(a.Chain) > 1 {
		blocks = append(blocks, quiet(chainWords(r, a.Chain)))
	}
	row := a.buttons(r)
	if need, from := a.Needs(r.days); need == oneonone.NeedWaiting && a.Back != (oneonone.Date{}) && !r.now.Before(from) && !a.Closed {
		row = append(row, a.later(r, "")...)
	}
	if a.Said != oneonone.SaidYes && a.counted(r) {
		row = append(row, Talk{With: a.With, WriteTo: a.WriteTo}.writeTo(r)...)
	}
	if len(row) > 0 {
		blocks = append(blocks, actions(row...))
	}
	v := modal(r.Say("Your ask"), "", r.Say("Close"), blocks...)
	v.CallbackID = CallbackAskCard
	v.PrivateMetadata = a.ID.String()
	return v
}

// CallbackAskCard is the card's name, so that it is drawn anew after a press in
// it.
const CallbackAskCard = "ask_card"

// when is when it is, or from when on, in a line of its own; "" while that is open.
func (a Ask) when(r Reader) string {
	switch {
	case !a.At.IsZero():
		return r.WhenFirst(a.At)
	case a.Starts != (oneonone.Date{}):
		return r.Say("From %s", r.Day(a.Starts))
	}
	return ""
}

// facts are when, and as they were typed: where, what the role takes, and why.
func (a Ask) facts(r Reader) []slack.Block {
	var facts []slack.Block
	if when := a.when(r); when != "" {
		facts = append(facts, quiet(when))
	}
	said := slices.DeleteFunc([]string{a.Where, a.Involves, a.Why}, func(words string) bool { return words == "" })
	if len(said) > 0 {
		facts = append(facts, slack.NewContextBlock("", plain(strings.Join(said, " · "))))
	}
	return facts
}

// Standing is how it stands, in a sentence.
func (a Ask) Standing(r Reader) string {
	back, no := r.Day(a.BackOn()), noName(r, a.No)
	passed := a.BackOn() != (oneonone.Date{}) && a.BackOn().Before(r.Today())
	if a.No == oneonone.CannotTell {
		no = r.Say("A no")
	}
	switch {
	case !a.Withdrawn.IsZero() && !a.Closed:
		return r.Say("Closed, since they said not ever. They've changed their mind: begin a new ask when it fits.")
	case !a.Withdrawn.IsZero():
		return r.Say("Closed, since they said not ever.")
	case a.Outcome == oneonone.DidNotCome && a.strayed(r):
		if a.changed(r) == changeHour {
			return r.Say("They didn't come. They may not have known the time.")
		}
		return r.Say("They didn't come. They may not have known the day.")
	case a.Outcome != oneonone.OutcomeOpen && (a.Silent || !a.Wrote.IsZero()):
		return a.became(r)
	case a.Outcome == oneonone.Came && a.What == oneonone.Role:
		return r.Say("%s started. Tell them you noticed.", Escape(a.With))
	case a.Outcome == oneonone.Came:
		return r.Say("%s came. Tell them you noticed.", Escape(a.With))
	case a.Outcome == oneonone.DidNotCome && a.What == oneonone.Role:
		return r.Say("It didn't begin. Ask how they are first.")
	case a.Outcome == oneonone.DidNotCome:
		return r.Say("They didn't come. It happens to half of all plans. Ask how they are first.")
	case a.WasLetGo() && a.Said == oneonone.SaidMaybe:
		return r.Say("They said maybe. You let it go.")
	case a.WasLetGo():
		return r.Say("Not asked. You let it go.")
	case a.Said == oneonone.NotAsked && a.Lapsed(r.now, r.zone):
		return r.Say("Not asked yet, and its time has passed. Is there another day for it?")
	case a.Said == oneonone.NotAsked:
		return r.Say("Not asked yet.")
	case a.IsStillOn() && r.now.Before(a.At):
		return r.Say("They're still on.")
	case a.Said == oneonone.SaidYes && a.Unasked:
		return r.Say("They offered it themselves.")
	case a.Said == oneonone.SaidYes:
		return r.Say("They said yes.")
	case a.Said == oneonone.SaidMaybe && a.Lapsed(r.now, r.zone):
		return r.Say("They said maybe. It's over by now.")
	case a.Said == oneonone.SaidMaybe && passed:
		return r.Say("They said maybe. You planned to get back to them on %s.", back)
	case a.Said == oneonone.SaidMaybe && back != "":
		return r.Say("They said maybe. You'll get back to them on %s.", back)
	case a.Said == oneonone.SaidMaybe:
		return r.Say("They said maybe.")
	case a.No == oneonone.NotEver && a.Closed:
		return r.Say("Not ever. I won't remind you to ask them.")
	case a.No == oneonone.NotEver:
		return r.Say("It was not ever. They've changed their mind since.")
	case a.Followed:
		return r.Say("%s. You asked for something else then.", no)
	case a.Then == oneonone.ThenOffered:
		return r.Say("%s. You offered something else.", no)
	case a.Then == oneonone.ThenAgain && passed:
		return r.Say("%s. You planned to ask again on %s.", no, back)
	case a.Then == oneonone.ThenAgain:
		return r.Say("%s. You'll ask again on %s.", no, back)
	case a.No == oneonone.CannotTell:
		return r.Say("A no; you can't tell yet which. Next time ask: the day, or the thing?")
	}
	return r.Say("%s. You left it there.", no)
}

// became is what came of a yes of somebody who would rather not hear from the reader:
// there is nothing to tell them.
func (a Ask) became(r Reader) string {
	switch {
	case a.Outcome == oneonone.Came && a.What == oneonone.Role:
		return r.Say("%s started.", Escape(a.With))
	case a.Outcome == oneonone.Came:
		return r.Say("%s came.", Escape(a.With))
	case a.What == oneonone.Role:
		return r.Say("It didn't begin.")
	}
	return r.Say("They didn't come. It happens to half of all plans.")
}

// buttons are what can be done about it.
func (a Ask) buttons(r Reader) []slack.BlockElement {
	value := a.value()
	correct := button(ActionAnswerAsk, value, r.Say("Correct the answer"))
	switch {
	case !a.Withdrawn.IsZero():
		return nil
	case a.Said == oneonone.NotAsked && a.Closed:
		return nil
	case a.Said == oneonone.NotAsked:
		row := []slack.BlockElement{primary(button(ActionAnswerAsk, value, r.Say("I've asked"))), button(ActionChangeAsk, value, r.Say("Change"))}
		return append(row, a.letGo(r)...)
	case a.Said == oneonone.SaidYes && a.What == oneonone.Event && r.now.Before(a.At):
		return append(a.stillOn(r), button(ActionSayYes, value, r.Say("A word to them")), a.moveButton(r), correct)
	case a.Said == oneonone.SaidYes && a.What == oneonone.Role && a.Outcome == oneonone.OutcomeOpen && r.Today().Before(a.Starts):
		return []slack.BlockElement{button(ActionSayYes, value, r.Say("A word to them")), a.moveButton(r), correct}
	case a.Said == oneonone.SaidYes:
		row := a.cameButtons(r)
		if a.HasWord(r.now) && (!a.Silent || a.Outcome == oneonone.OutcomeOpen) {
			row = append(row, button(ActionSayYes, value, r.Say("A word to them")))
		}
		return append(row, correct)
	case a.Said == oneonone.SaidMaybe:
		row := []slack.BlockElement{primary(a.turnedTo(r))}
		if a.What == oneonone.Event {
			row = append(row, a.moveButton(r))
		}
		return append(row, a.letGo(r)...)
	case a.No != oneonone.NotEver && !a.Followed && !a.Closed:
		return []slack.BlockElement{primary(a.turnedTo(r)), correct}
	}
	return []slack.BlockElement{correct}
}

// letGo is a button to end what nothing was settled of before its time passed.
func (a Ask) letGo(r Reader) []slack.BlockElement {
	if !a.Lapsed(r.now, r.zone) || a.WasLetGo() {
		return nil
	}
	return []slack.BlockElement{button(ActionLetAskGo, a.value(), r.Say("Let it go"))}
}

// stillOn is a button to say that they are, once that is asked.
func (a Ask) stillOn(r Reader) []slack.BlockElement {
	if a.IsStillOn() || r.Today().Before(a.Day(r.zone).AddDays(-1)) {
		return nil
	}
	return []slack.BlockElement{button(ActionStillOn, a.value(), r.Say("Still on"))}
}

// cameButtons tell what came of a yes.
func (a Ask) cameButtons(r Reader) []slack.BlockElement {
	value := a.value()
	came := r.Say("Came")
	if a.What == oneonone.Role {
		came = r.Say("Started")
	}
	var row []slack.BlockElement
	if a.Outcome != oneonone.Came { // what was noted is not there to be noted again
		row = append(row, button(ActionCame, value, came))
	}
	if a.What != oneonone.Role && a.Outcome != oneonone.DidNotCome {
		row = append(row, button(ActionDidNotCome, value, r.Say("Didn't")))
	}
	at := len(row)
	if a.What == oneonone.Event && a.At.IsZero() {
		at = 0 // it has no day that may have passed
	}
	return slices.Insert(row, at, slack.BlockElement(a.moveButton(r)))
}

// moveButton asks for another day, or for the first one.
func (a Ask) moveButton(r Reader) *slack.ButtonBlockElement {
	says := r.Say("Moved")
	switch {
	case a.What == oneonone.Event && a.At.IsZero():
		says = r.Say("Set the day")
	case a.What == oneonone.Role && (a.Outcome != oneonone.OutcomeOpen || !r.Today().Before(a.Starts)):
		says = r.Say("Not yet")
	}
	return button(ActionMoveAsk, a.value(), says)
}

// value is what a button of the ask carries: which, and the version its reader
// saw.
func (a Ask) value() string { return fmt.Sprintf("%s-%d", a.ID, a.Version) }

// noName is what the screen calls a kind of no.
func noName(r Reader, n oneonone.NoKind) string {
	switch n {
	case oneonone.NotNow:
		return r.Say("Not now")
	case oneonone.NotThat:
		return r.Say("Not that")
	case oneonone.NotEver:
		return r.Say("Not ever")
	}
	return r.Say("I can't tell yet")
}

// saidName is an ask's answer in a word or two.
func saidName(r Reader, a oneonone.Ask) string {
	switch {
	case a.Outcome == oneonone.Came && a.What == oneonone.Role:
		return r.Say("yes → started")
	case a.Outcome == oneonone.Came:
		return r.Say("yes → came")
	case a.Outcome == oneonone.DidNotCome && a.What == oneonone.Role:
		return r.Say("yes → didn't start")
	case a.Outcome == oneonone.DidNotCome:
		return r.Say("yes → didn't come")
	case a.Said == oneonone.SaidYes:
		return r.Say("yes")
	case a.Said == oneonone.SaidMaybe:
		return r.Say("maybe")
	case a.Said == oneonone.NotAsked && a.WasLetGo():
		return r.Say("not asked")
	case a.Said == oneonone.NotAsked:
		return r.Say("not asked yet")
	}
	switch a.No {
	case oneonone.NotNow:
		return r.Say("not now")
	case oneonone.NotThat:
		return r.Say("not that")
	case oneonone.NotEver:
		return r.Say("not ever")
	}
	return r.Say("a no")
}

// chainWords are a chain at a glance: "not now → not that → yes → came".
func chainWords(r Reader, chain []oneonone.Ask) string {
	words := make([]string, len(chain))
	for i, a := range chain {
		words[i] = saidName(r, a)
	}
	return strings.Join(words, " → ")
}

// nthMark stands between a field's name and the number of its window.
const nthMark = "~"

// FieldOf is the name of the field an input is for. One window may take the place
// of another that has the same fields, and Slack keeps what was typed under the
// same block: so the next ask of a chain has names of its own for them.
func FieldOf(block string) string {
	field, _, _ := strings.Cut(block, nthMark)
	return field
}

// InNth is the block of a field in the window that so many came before.
func InNth(field string, nth int) string {
	if nth == 0 {
		return field
	}
	return field + nthMark + strconv.Itoa(nth)
}

// inNth gives the fields of a window their number.
func inNth(blocks []slack.Block, nth int) []slack.Block {
	for _, b := range blocks {
		if in, ok := b.(*slack.InputBlock); ok {
			in.BlockID = InNth(in.BlockID, nth)
		}
	}
	return blocks
}

// readyBlocks get the words ready.
func readyBlocks(r Reader, f AskForm) []slack.Block {
	blocks := []slack.Block{
		input(AskWordsField(f.Turn), r.Say("The words you'll say"), "",
			line("words", r.Say("Will you … on … at …?"), f.Words, oneonone.MaxNote, true), true),
	}
	blocks = append(blocks, dayBlocks(r, f.Proposal, false)...)
	blocks = append(blocks, input(string(oneonone.FieldAskWhy), r.Say("Why now, and why them?"), "",
		line("why", "", f.Why, oneonone.MaxAskLine, false), false))
	row := actions(button(ActionCheck, "", r.Say("Check my ask")))
	if f.Alternatives {
		blocks = append(blocks,
			input(string(oneonone.FieldAskIfTime), r.Say("If the time is wrong, I'll offer…"), "", line("if_time", "", f.IfTime, oneonone.MaxAskLine, false), false),
			input(string(oneonone.FieldAskIfThing), r.Say("If it's not their thing, I'll offer…"), "", line("if_thing", "", f.IfThing, oneonone.MaxAskLine, false), false))
	} else {
		row.Elements.ElementSet = append(row.Elements.ElementSet, button(ActionAlternatives, "", r.Say("Get ready for a no")))
	}
	// Above the button, where one looks after pressing it.
	blocks = append(blocks, beforeBlocks(r, f.Before)...)
	if f.Advice != nil {
		blocks = append(blocks, coachBlocks(r, *f.Advice)...)
	}
	return append(blocks, row)
}
