package views

import (
	"time"

	"github.com/slack-go/slack"

	"oneonone"
)

// Ids of the answer to an ask, and of what came of it.
const (
	ActionAnswerAsk  = "answer"      // opens the modal; its value is the ask
	ActionSaid       = "said"        // another answer chosen: the rest comes with it
	ActionNo         = "no"          // another kind of no
	ActionThen       = "then"        // what the organizer did with it
	ActionCame       = "ask_came"    // Came, or Started
	ActionDidNotCome = "ask_did_not" // Didn't
	ActionMoveAsk    = "ask_moved"   // Moved, Set the day, or Not yet

	CallbackAnswer  = "answer"
	CallbackMoveAsk = "ask_moved"
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

// StandAgain says which invitations stand again that had ended with a not ever. It stands
// behind other words.
func StandAgain(r Reader, invitations []oneonone.Meeting) string {
	says := ""
	for _, m := range invitations {
		says += " " + r.Say("Your invitation for %s stands again.", Talk{Meeting: m}.when(r))
	}
	return says
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
		switch {
		case a.IsStillOn():
			says = r.Say("%s is still on for %s.", first, r.NearDay(a.At))
		case a.Told.Outdated: // the answer may be of another day
			_, known := a.toldOf(r)
			says += " " + known
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
