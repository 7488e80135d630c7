package views

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"oneonone"
)

// What the organizer presses about a follow-up, and the windows it stands in.
const (
	ActionShowPromise = "promise_show"
	ActionDone        = "promise_done"
	ActionTomorrow    = "promise_tomorrow"
	ActionRewrite     = "promise_change"
	ActionLetGo       = "promise_let_go" // on cards of old
	ActionReopen      = "promise_reopen"
	ActionFollowups   = "promises" // all that are open

	CallbackFollowup = "followup"        // notes one
	CallbackRewrite  = "followup_change" // makes it another
	CallbackPromise  = "promise"         // shows one: nothing is sent from it
)

// Promise is a follow-up as its author sees it.
type Promise struct {
	oneonone.Followup
	With string
	// Reach and WriteTo are as in Talk, for a window.
	Reach, WriteTo string
	// Silent is true where they would rather not hear from the reader at all.
	Silent bool
	// Of a request, in its window: Kept are the talks with them of which something is
	// written, Asks what they were asked, and Between what is still open between the
	// two. More and MoreAsks say that there are others.
	Kept           []Talk
	Asks           []Ask
	Between        []Promise
	More, MoreAsks bool
	// Another is true where one above it says word for word the same: it is something else.
	Another bool
}

// apart tells follow-ups of one message or page apart: seen are the sentences above.
func apart(r Reader, seen map[string]bool, p Promise) Promise {
	says := p.standing(r)
	p.Another, seen[says] = seen[says], true
	return p
}

// promiseLines is a follow-up in a message or on Home: whose and when, not what.
// What somebody asked for is no word of the reader's own, nor is it that a yes is to be
// confirmed: with a promise to the same person, the two lines are told apart.
func promiseLines(r Reader, p Promise) []slack.Block {
	id := p.ID.String()
	if p.State != oneonone.Open {
		return p.became(r)
	}
	if p.Over(r.now) {
		return []slack.Block{section(p.over(r)), actions(p.showAsk(r))}
	}
	if p.WordComes {
		return []slack.Block{section(p.standing(r)), actions(p.showAsk(r))}
	}
	stop := r.Say("Let it go")
	if p.Origin.Request() {
		stop = ""
	}
	row := append([]slack.BlockElement{button(ActionShowPromise, id, r.Say("Show me"))}, p.doneButtons(r)...)
	return []slack.Block{section(p.standing(r)), actions(append(row, later(r, oneonone.Asked{About: oneonone.NudgeFollowup, Subject: p.ID}, p.waits(r), stop))...)}
}

// FollowupsMost is how many open follow-ups their window shows: each takes three of its 100
// blocks.
const FollowupsMost = 30

// followupRowMost is how much of its words one shows there.
const followupRowMost = 200

// FollowupsModal shows all that is open as Home shows the first of it, and with its words,
// which Slack doesn't keep of a window; and what was closed just now, to take that back. More
// is how many there are besides.
func FollowupsModal(r Reader, open, closed []Promise, more int) slack.ModalViewRequest {
	blocks := []slack.Block{quiet(r.Say("Only you can read this."))}
	for _, p := range open {
		lines := promiseLines(r, p)
		if p.Words != "" {
			lines = slices.Insert(lines, 1, slack.Block(typed(cut(p.Words, followupRowMost))))
		}
		blocks = append(blocks, lines...)
	}
	if more > 0 {
		blocks = append(blocks, quiet(r.Say("And %d more, later than these.", more)))
	}
	if len(open) == 0 {
		blocks = append(blocks, section(r.Say("Nothing is open.")))
	}
	for _, p := range closed {
		blocks = append(blocks, promiseLines(r, p)...)
	}
	return modal(r.Say("To follow up"), "", r.Say("Close"), blocks...)
}

// waits are how it can be put off.
func (p Promise) waits(r Reader) []oneonone.Wait {
	return p.Waits(r.now, r.days)
}

// doneButtons say that it is done, or that it waits: only what is due waits until
// tomorrow, where that is not too late, and what is for a later day would be brought
// forward.
func (p Promise) doneButtons(r Reader) []slack.BlockElement {
	row := []slack.BlockElement{primary(button(ActionDone, p.ID.String(), r.Say("Done")))}
	if !p.coming(r) && slices.Contains(p.waits(r), oneonone.WaitTomorrow) {
		row = append(row, button(ActionTomorrow, p.ID.String(), r.Say("Tomorrow")))
	}
	return row
}

// coming says whether its day is still to come.
func (p Promise) coming(r Reader) bool {
	return r.Today().Before(oneonone.DateOf(p.Due.In(r.zone)))
}

// standing says what is open, as of today.
func (p Promise) standing(r Reader) string {
	first, due := Escape(p.With), oneonone.DateOf(p.Due.In(r.zone))
	coming, past := p.coming(r), due.Before(r.Today())
	switch {
	case p.Origin.Request():
		return asks(r, p)
	case p.Another && p.Whose == oneonone.Theirs && coming:
		return r.Say("%s said they'd do something else by %s, too.", first, r.Day(due))
	case p.Another && p.Whose == oneonone.Theirs:
		return r.Say("%s said they'd do something else by %s, too.", first, r.NearDay(p.Due))
	case p.Another && !p.WordComes && p.Origin != oneonone.OriginConfirm && coming:
		return r.Say("You want to do something else for %s by %s, too.", first, r.Day(due))
	case p.Another && !p.WordComes && p.Origin != oneonone.OriginConfirm:
		return r.Say("You planned to do something else for %s by %s, too.", first, r.NearDay(p.Due))
	case p.Whose == oneonone.Theirs && coming:
		return r.Say("%s said they'd do something by %s.", first, r.Day(due))
	case p.Whose == oneonone.Theirs && past && !p.Silent:
		return r.Say("%s said they'd do something by %s. A friendly word may help.", first, r.Day(due))
	case p.Whose == oneonone.Theirs:
		return r.Say("%s said they'd do something by %s.", first, r.NearDay(p.Due))
	case p.WordComes:
		return r.Say("Your word to %s is on its way.", first)
	case p.Told.Outdated && p.Silent:
		return p.known(r)
	case p.Told.Outdated && coming && !p.Role && due == oneonone.DateOf(p.Told.At.In(r.zone)):
		return p.known(r) + " " + r.Say("Tell them before then.")
	case p.Told.Outdated && coming:
		return p.known(r) + " " + r.Say("Tell them by %s.", r.Day(due))
	case p.Told.Outdated:
		return p.known(r) + " " + r.Say("Tell them how it stands.")
	case p.Origin == oneonone.OriginConfirm && p.EventAt.IsZero() && coming:
		return r.Say("You want to tell %s that you count on them, by %s.", first, r.Day(due))
	case p.Origin == oneonone.OriginConfirm && p.EventAt.IsZero() && past && !p.Silent:
		return r.Say("You planned to tell %s that you count on them, by %s. It isn't too late.", first, r.Day(due))
	case p.Origin == oneonone.OriginConfirm && p.EventAt.IsZero():
		return r.Say("You planned to tell %s that you count on them, by %s.", first, r.NearDay(p.Due))
	case p.Origin == oneonone.OriginConfirm && coming:
		return r.Say("You want to tell %s when and where by %s.", first, r.Day(due))
	case p.Origin == oneonone.OriginConfirm && past && !p.Silent:
		return r.Say("You planned to tell %s when and where by %s. It isn't too late.", first, r.Day(due))
	case p.Origin == oneonone.OriginConfirm:
		return r.Say("You planned to tell %s when and where by %s.", first, r.NearDay(p.Due))
	case coming:
		return r.Say("You want to do something for %s by %s.", first, r.Day(due))
	case past && !p.Silent:
		return r.Say("You planned to do something for %s by %s. It isn't too late.", first, r.Day(due))
	}
	return r.Say("You planned to do something for %s by %s.", first, r.NearDay(p.Due))
}

// known is what somebody who said yes was told, and is true no more.
func (p Promise) known(r Reader) string {
	first, at := Escape(p.With), p.Told.At
	switch {
	case at.Equal(p.EventAt) && !p.Role, p.Role && at.IsZero() && p.Starts == oneonone.Date{}, p.Role && !at.IsZero() && oneonone.DateOf(at.UTC()) == p.Starts:
		return r.Say("What %s knows of it isn't so any more.", first)
	case at.IsZero():
		return r.Say("%s doesn't know the day yet.", first)
	case p.Role:
		return r.Say("%s knows the old day: %s.", first, r.Day(oneonone.DateOf(at.UTC())))
	case oneonone.DateOf(at.In(r.zone)) == oneonone.DateOf(p.EventAt.In(r.zone)):
		return r.Say("%s knows the old time: %s.", first, at.In(r.zone).Format("15:04"))
	}
	return r.Say("%s knows the old day: %s.", first, r.Day(oneonone.DateOf(at.In(r.zone))))
}

// asks is what the person met would like of the reader.
func asks(r Reader, p Promise) string {
	if p.Origin == oneonone.OriginDelete {
		return r.Say("%s asks you to delete what you keep of your talks.", Escape(p.With))
	}
	return r.Say("%s would like to know what you keep of your talks.", Escape(p.With))
}

// became says what became of it, and offers to take that back; and where they asked for
// it, to tell them.
func (p Promise) became(r Reader) []slack.Block {
	line := section(p.closed(r))
	if !p.Reopens() {
		return []slack.Block{line}
	}
	undo := button(ActionReopen, p.ID.String(), r.Say("Undo"))
	if write := (Talk{With: p.With, WriteTo: p.WriteTo}).writeTo(r); p.Origin.Request() && len(write) > 0 {
		return []slack.Block{line, actions(append(write, undo)...)}
	}
	line.Accessory = slack.NewAccessory(undo)
	return []slack.Block{line}
}

// closed says what became of it.
func (p Promise) closed(r Reader) string {
	first, done := Escape(p.With), p.State == oneonone.Done
	switch {
	case p.Origin == oneonone.OriginDelete && !done:
		return r.Say("%s asked you to delete what you keep of your talks, and took that back.", first)
	case p.Origin == oneonone.OriginDelete:
		return r.Say("%s asked you to delete what you keep of your talks: done. If they don't know yet, tell them so.", first)
	case p.Origin.Request() && !done:
		return r.Say("%s wanted to know what you keep of your talks, and took that back.", first)
	case p.Origin.Request():
		return r.Say("%s wanted to know what you keep of your talks: done. If they don't know yet, tell them so.", first)
	case p.Whose == oneonone.Theirs && done && p.Silent:
		return r.Say("%s did it.", first)
	case p.Whose == oneonone.Theirs && done:
		return r.Say("%s did it. Tell them you noticed.", first)
	case p.Whose == oneonone.Theirs:
		return r.Say("What %s said they'd do: you let it go.", first)
	case done && p.Origin == oneonone.OriginConfirm: // they may only have spoken of it
		return r.Say("For %s: done.", first)
	case done:
		return r.Say("For %s: done. They'll notice.", first)
	case p.Origin == oneonone.OriginConfirm:
		return r.Say("About %s: nothing is left to tell.", first)
	}
	return r.Say("For %s: you let it go.", first)
}

// moved says the day it has now, where a message speaks of another. It may have been
// put off, or its day may have moved with something else.
func (p Promise) moved(r Reader) string {
	first, day := Escape(p.With), r.Day(oneonone.DateOf(p.Due.In(r.zone)))
	switch {
	case p.Origin == oneonone.OriginDelete:
		return r.Say("%s asked you to delete what you keep of your talks: moved to %s.", first, day)
	case p.Origin.Request():
		return r.Say("%s would like to know what you keep of your talks: moved to %s.", first, day)
	case p.Whose == oneonone.Theirs:
		return r.Say("What %s said they'd do: now by %s.", first, day)
	}
	return r.Say("For %s: moved to %s.", first, day)
}

// over says that there is nothing to confirm any more.
func (p Promise) over(r Reader) string {
	return r.Say("What %s said yes to is over.", Escape(p.With))
}

// showAsk opens the ask whose yes it confirms.
func (p Promise) showAsk(r Reader) *slack.ButtonBlockElement {
	return button(ActionShowAsk, p.Ask.String(), r.Say("The ask"))
}

// waitingLine says how many people wait for what is due; nothing for none. It is
// a number of people, no measure of anybody.
func waitingLine(r Reader, people int) []slack.Block {
	if people < 2 { // whose one line says it itself
		return nil
	}
	return []slack.Block{section(r.Say("%d people are waiting to hear from you.", people))}
}

// howWords are the ways to follow up.
func howWords(r Reader, h oneonone.How) string {
	switch h {
	case oneonone.HowCall:
		return r.Say("Call")
	case oneonone.HowText:
		return r.Say("Text")
	case oneonone.HowInPerson:
		return r.Say("In person")
	}
	return r.Say("Leave it open")
}

// HowValue is a way as an option's value, which may not be empty.
func HowValue(h oneonone.How) string {
	if h == oneonone.HowOpen {
		return "open"
	}
	return string(h)
}

// PromiseModal shows what is to be done, to its author only, and what can be done
// about it.
func PromiseModal(r Reader, p Promise) slack.ModalViewRequest {
	title := r.Say("You said you would")
	opening := r.Say("For %s:", Escape(p.With))
	switch {
	case p.Origin.Request():
		return requestModal(r, p)
	case p.Whose == oneonone.Theirs:
		title, opening = r.Say("They said they would"), r.Say("What %s said they'd do:", Escape(p.With))
	case p.Over(r.now):
		title, opening = r.Say("They said yes"), p.over(r)
	case p.WordComes:
		title, opening = r.Say("They said yes"), p.standing(r)
	case p.Told.Outdated && p.State == oneonone.Open:
		title, opening = r.Say("They said yes"), p.known(r)+" "+r.Say("Tell them how it stands.")
	case p.Origin == oneonone.OriginConfirm && p.EventAt.IsZero():
		title, opening = r.Say("They said yes"), r.Say("Tell %s that you count on them.", Escape(p.With))
	case p.Origin == oneonone.OriginConfirm:
		title, opening = r.Say("They said yes"), r.Say("Tell %s when and where, and that you count on them.", Escape(p.With))
	case p.Origin != oneonone.OriginPromise:
		title = r.Say("Your follow-up")
	}
	blocks := []slack.Block{section(opening)}
	if p.Words != "" { // a promise taken back has none
		blocks = append(blocks, typed(p.Words))
	}
	if p.State == oneonone.Open && !p.Over(r.now) && !p.WordComes {
		due := r.Say("By %s.", r.Day(oneonone.DateOf(p.Due.In(r.zone))))
		if p.How != oneonone.HowOpen {
			due = r.Say("%s How: %s.", due, howWords(r, p.How))
		}
		if p.Reach != "" {
			due += " " + r.Say("You reach %s: %s.", Escape(p.With), Escape(p.Reach))
		}
		blocks = append(blocks, quiet(due))
		if p.Silent {
			blocks = append(blocks, quiet(onHomeOnly(r)))
		}
	}
	return p.window(r, title, blocks)
}

// window ends a window about a follow-up: with what can be done about it, or what
// became of it.
func (p Promise) window(r Reader, title string, blocks []slack.Block) slack.ModalViewRequest {
	id, stop := p.ID.String(), r.Say("Let it go")
	switch {
	case p.State != oneonone.Open:
		blocks = append(blocks, p.became(r)...)
	case p.Over(r.now) || p.WordComes:
		blocks = append(blocks, actions(p.showAsk(r)))
	default:
		row := p.doneButtons(r)
		switch {
		case p.Origin.Request():
			stop = ""
			row = append(row, Talk{With: p.With, WriteTo: p.WriteTo}.writeTo(r)...)
		case p.Origin == oneonone.OriginConfirm:
			row = append(row, p.showAsk(r))
		default:
			row = append(row, button(ActionRewrite, id, r.Say("Change")))
		}
		blocks = append(blocks, actions(append(row, later(r, oneonone.Asked{About: oneonone.NudgeFollowup, Subject: p.ID}, p.waits(r), stop))...))
	}
	v := modal(title, "", r.Say("Close"), blocks...)
	v.CallbackID = CallbackPromise
	v.PrivateMetadata = id
	return v
}

// requestModal says what to do about what somebody asked, step by step, and opens
// what there is.
func requestModal(r Reader, p Promise) slack.ModalViewRequest {
	first := Escape(p.With)
	if p.State != oneonone.Open { // what became of it says what it was
		return p.window(r, r.Say("They asked you"), nil)
	}
	blocks := append([]slack.Block{section(asks(r, p))}, steps(r, p, first)...)
	return p.window(r, r.Say("They asked you"), blocks)
}

func steps(r Reader, p Promise, first string) []slack.Block {
	erase := p.Origin == oneonone.OriginDelete
	blocks := []slack.Block{section(p.whatToDo(r, first))}
	for _, t := range p.Kept {
		id := t.ID.String()
		row := actions(button(ActionPrep, id, r.Say("Prep")))
		if t.State == oneonone.Met { // the others have no line
			row = actions(button(ActionReflect, id, r.Say("My notes")), button(ActionPrep, id, r.Say("Prep")))
		}
		blocks = append(blocks, section(t.line(r)), row)
	}
	if p.More {
		blocks = append(blocks, quiet(r.Say("There are earlier ones: `/1on1 list` shows all.")))
	}
	for _, a := range p.Asks {
		row := section(r.Say("Your ask, noted on %s: %s", r.Day(oneonone.DateOf(a.CreatedAt.In(r.zone))), saidName(r, a.Ask)) + "\n" + Escape(cut(a.Words, askRowMost)))
		show := button(ActionShowAsk, a.value(), r.Say("Show me"))
		if erase {
			show = button(ActionOverwrite, a.value(), r.Say("Write over"))
		}
		row.Accessory = slack.NewAccessory(show)
		blocks = append(blocks, row)
	}
	switch {
	case p.MoreAsks && erase:
		blocks = append(blocks, quiet(r.Say("There are earlier asks. They come up here once these are written over.")))
	case p.MoreAsks:
		blocks = append(blocks, quiet(r.Say("There are earlier asks: `/1on1 asks` shows all.")))
	}
	for _, open := range p.Between {
		row := section(open.standing(r))
		row.Accessory = slack.NewAccessory(button(ActionShowPromise, open.ID.String(), r.Say("Show me")))
		blocks = append(blocks, row)
	}
	if erase {
		blocks = append(blocks, quiet(r.Say("What you write over or empty is gone from here at once; copies made before still have it. Some things I can't delete yet: that you two met, when, where and why; when you asked, and how they answered; a word you had me send after a yes; follow-ups you've closed. Whoever runs me can delete those by hand. Slack keeps its messages.")))
	} else {
		blocks = append(blocks, quiet(r.Say("I also keep what %s knows: the purpose, time and place of each talk, what they answered, and a word you had me send after a yes. And the follow-ups you've closed.", first)))
	}
	return blocks
}

// whatToDo are the steps, as many as there is something for.
func (p Promise) whatToDo(r Reader, first string) string {
	erase := p.Origin == oneonone.OriginDelete
	var all []string
	if len(p.Kept) > 0 && erase {
		all = append(all, r.Say("Open what you wrote of each talk below. Write over the line under `My notes`, take out what you said you would do, and empty what you wrote under its other buttons and under `Prep`."))
	} else if len(p.Kept) > 0 {
		all = append(all, r.Say("Open what you wrote of each talk below."))
	}
	if len(p.Asks) > 0 && erase {
		all = append(all, r.Say("Write over what you noted of each ask below."))
	} else if len(p.Asks) > 0 {
		all = append(all, r.Say("Look at each ask below."))
	}
	if len(p.Between) > 0 && erase {
		all = append(all, r.Say("Write over the words of what is still open between you two: `Show me`, then `Change`."))
	} else if len(p.Between) > 0 {
		all = append(all, r.Say("Look at what is still open between you two."))
	}
	switch {
	case all == nil && !erase:
		return r.Say("You keep no notes of your talks with %s. Tell them so, and press `Done`.", first)
	case all == nil:
		return r.Say("There is nothing of %s here that you could empty. Tell them so, and what stays, and press `Done`.", first)
	case erase:
		all = append(all, r.Say("Tell %s, and press `Done`.", first))
	default:
		all = append(all, r.Say("Tell %s what you keep, or read it out when you two meet. Then press `Done`.", first))
	}
	for i, step := range all {
		all[i] = r.Say("%d. %s", i+1, step)
	}
	return strings.Join(all, "\n")
}

// FollowUp is what the window starts from.
type FollowUp struct {
	Whom
	Task oneonone.Task
	// Of is the one to be changed; nil for a new one. Who it is for stays.
	Of *Promise
	// Silent is true where they would rather not hear from the reader at all.
	Silent bool
}

// onHomeOnly is said of what is to be done for somebody of whom no morning speaks.
func onHomeOnly(r Reader) string {
	return r.Say("It waits on my Home page. They'd rather not hear from us, so no morning speaks of it.")
}

// FollowupModal notes what one of the two does next, or changes it.
func FollowupModal(r Reader, f FollowUp) slack.ModalViewRequest {
	var blocks []slack.Block
	if f.Of != nil {
		blocks = append(blocks, section(r.Say("With %s. Only you can read this.", Escape(f.Of.With))))
	} else {
		blocks = whomBlocks(r, f.Whom)
	}
	words := cut(f.Task.Words, oneonone.MaxNote)
	what := line("what", r.Say("Send the minutes of the last meeting"), words, oneonone.MaxPromise, false)
	if long := Units(words); f.Of == nil && long > oneonone.MaxPromise {
		what.MaxLength = long // typed behind the command: it stands here to be shortened
	}
	blocks = append(blocks, input(string(oneonone.FieldWhat), r.Say("What"), r.Say("One line. Only you can read it."), what, true))
	if f.Of == nil || f.Of.Origin != oneonone.OriginPromise {
		whose := []*slack.OptionBlockObject{
			option(string(oneonone.Mine), r.Say("I do"), ""),
			option(string(oneonone.Theirs), r.Say("They do"), ""),
		}
		blocks = append(blocks, input(string(oneonone.FieldWhose), r.Say("Who does it"), "", choose("whose", whose, string(f.Task.Whose)), true))
	}
	day := slack.NewDatePickerBlockElement("by")
	day.InitialDate = f.Task.By.String()
	mention := r.inPause(r.Say("I'll mention it that morning, or the next if that one has passed."))
	if f.Silent {
		mention = onHomeOnly(r)
	}
	hows := make([]*slack.OptionBlockObject, len(oneonone.Hows))
	for i, h := range oneonone.Hows {
		hows[i] = option(HowValue(h), howWords(r, h), "")
	}
	blocks = append(blocks,
		input(string(oneonone.FieldBy), r.Say("By when"), mention, day, true),
		input(string(oneonone.FieldHow), r.Say("How"), "", choose("how", hows, HowValue(f.Task.How)), true))
	v := modal(r.Say("Follow up"), r.Say("Save"), r.Say("Not now"), blocks...)
	v.CallbackID = CallbackFollowup
	if f.Of != nil {
		v.CallbackID, v.PrivateMetadata = CallbackRewrite, f.Of.ID.String()
	}
	return v
}
