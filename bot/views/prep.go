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

	CallbackPrep = "prep"
	CallbackLate = "late"
)

// PrepMessage is the card before a talk: start by saying why, listen, one way
// in. Stale is true once the talk is over or off,
// superseded once it was moved.
func PrepMessage(r Reader, t Talk, questions []oneonone.Question, stale, superseded bool) Message {
	coach := r.Say("Mostly listen. Start by saying why you're meeting.")
	if (t.AskComing || t.AskReady) && !t.NoAsks {
		coach = r.Say("Mostly listen. Start by saying why you're meeting, and that an ask will come.")
	}
	if len(questions) > 0 {
		coach += " " + wayIn(r, questions)
	}
	return Message{Text: r.Say("%s, %s.", t.With, r.Soon(t.Start)), Blocks: prepBlocks(r, t, coach, stale, superseded)}
}

// prepLine is the card as a line among others: who needs no telling twice in one
// message to listen reads the way in only.
func prepLine(r Reader, item MorningItem) []slack.Block {
	coach := ""
	if len(item.Questions) > 0 {
		coach = wayIn(r, item.Questions)
	}
	return prepBlocks(r, item.Talk, coach, item.Over, item.Superseded)
}

// wayIn is the first of the questions to take along.
func wayIn(r Reader, questions []oneonone.Question) string {
	return r.Say("One way in: _%s_", Escape(r.Say(questions[0].Text)))
}

func prepBlocks(r Reader, t Talk, coach string, stale, superseded bool) []slack.Block {
	first := Escape(t.With)
	facts := r.Say("*%s*, %s.", first, r.When(t.Start))
	if t.Place != "" {
		facts = r.Say("*%s*, %s, %s.", first, r.When(t.Start), Escape(t.Place))
	}
	switch {
	case superseded:
		return []slack.Block{section(r.Say("You and %s: moved.", first))}
	case t.State == oneonone.Declined:
		return []slack.Block{section(facts + " " + r.Say("They can't come."))}
	case t.State == oneonone.CalledOff:
		return []slack.Block{section(facts + " " + r.Say("Called off."))}
	case t.Answer == oneonone.AnotherTime && !stale:
		return []slack.Block{section(facts + " " + t.standing(r)), suggestionButtons(r, t)}
	case stale:
		return []slack.Block{section(facts)}
	}
	id := t.ID.String()
	if t.NeverAnswered() {
		facts += " " + r.Say("They haven't answered yet.")
	}
	if coach != "" {
		facts += "\n" + coach
	}
	row := []slack.BlockElement{button(ActionPrep, id, r.Say("My notes and questions"))}
	if !t.Outside() && !t.NeverAnswered() { // else no line of the bot's reaches them, or nobody waits
		row = append(row, button(ActionLate, id, r.Say("Running late")))
	}
	return []slack.Block{section(facts), actions(append(row, button(ActionChange, id, r.Say("Change")))...)}
}

// PrepModal is what one has from last time, what one would like of this talk, the
// agenda scaled to its length, and three questions to take along. All of it is
// for the organizer's eyes, and nothing must be filled in.
func PrepModal(r Reader, t Talk, last oneonone.LastTime, asks []Ask, notes oneonone.Notes, questions []oneonone.Question) slack.ModalViewRequest {
	blocks := []slack.Block{section(t.line(r))}
	if t.Reach != "" {
		blocks = append(blocks, quiet(r.Say("You reach %s: %s.", Escape(t.With), Escape(t.Reach))))
	}
	if t.Purpose != "" {
		blocks = append(blocks, typed("“"+t.Purpose+"”"))
	}
	blocks = append(blocks, lastTime(r, last)...)
	blocks = append(blocks, slack.NewDividerBlock())
	for _, f := range oneonone.PagePrep.Fields() {
		blocks = append(blocks, noteInput(r, f, notes[f]))
	}
	if len(asks) > 0 {
		blocks = append(blocks, slack.NewDividerBlock())
	}
	blocks = append(blocks, prepAsks(r, t, asks)...)
	blocks = append(blocks, header(r.Say("A guide, not a script")))
	agenda, parts := "", oneonone.Agenda(t.Kind, t.Length, t.AskComing)
	if t.NoAsks {
		parts = oneonone.AgendaWithoutAsk(t.Kind, t.Length)
	}
	for _, p := range parts {
		agenda += r.Say("*%d min*  %s", p.Minutes, r.Say(p.What)) + "\n"
	}
	blocks = append(blocks, section(agenda), header(r.Say("Questions to take along")))
	for _, q := range questions {
		blocks = append(blocks, section(Escape(r.Say(q.Text))))
	}
	v := modal(r.Say("Before your talk"), r.Say("Save"), r.Say("Close"), append(blocks,
		actions(button(ActionQuestions, t.ID.String(), r.Say("Other questions"))),
		quiet(r.Say("To go deeper, any time: “And then?” · “Say a bit more.” · “What made you choose that?” · silence, for a slow breath.")),
	)...)
	v.CallbackID = CallbackPrep
	v.PrivateMetadata = t.ID.String()
	return v
}

// prepAsks are the asks that come along to a talk: those got ready, a no that could not
// be told, and what they said that is to be taken up again; where none is ready, a button
// to get one ready. Of who said not ever there are none.
func prepAsks(r Reader, t Talk, asks []Ask) []slack.Block {
	if t.NoAsks {
		return []slack.Block{section(r.Say("They told you not ever, so this talk has no ask."))}
	}
	var blocks []slack.Block
	ready := slices.ContainsFunc(asks, func(a Ask) bool { return a.Said == oneonone.NotAsked })
	if ready && !t.AskComing && t.Notice == oneonone.NoticeInvite && !t.WrittenDown() {
		// Nobody likes to learn of it over the empty cup.
		blocks = append(blocks, quiet(r.Say("Your invitation doesn't say that an ask will come. Say so when you start, or in a word before.")))
	}
	for _, a := range asks {
		label := r.Say("*Your ask*")
		switch {
		case a.Pending(r.now):
			label = "*" + a.Standing(r) + "*"
		case a.Said != oneonone.NotAsked:
			label = r.Say("*They said no, and you couldn't tell which.* Ask: the day, or the thing?")
		}
		blocks = append(blocks, section(label), kept(a.Words))
		if a.Pending(r.now) && a.WouldTake != "" {
			blocks = append(blocks, section(r.Say("What would make it a yes")+":"), kept(a.WouldTake))
		}
		blocks = append(blocks, actions(button(ActionShowAsk, a.value(), r.Say("Show me"))))
	}
	if !slices.ContainsFunc(asks, func(a Ask) bool { return a.Open() }) {
		blocks = append(blocks, actions(button(ActionAsk, t.ID.String(), r.Say("Get an ask ready"))))
	}
	return blocks
}

// lastTime is what comes back by itself, each only if there is something.
func lastTime(r Reader, last oneonone.LastTime) []slack.Block {
	var blocks []slack.Block
	say := func(label, words string) {
		if words != "" {
			blocks = append(blocks, section("*"+label+"*"), kept(words))
		}
	}
	if !last.Met.IsZero() {
		day := r.Day(oneonone.DateOf(last.Met.In(r.zone)))
		say(r.Say("Last time, %s, you wanted to remember", day), last.Remember)
	}
	for _, p := range last.Promises { // before what stands under a heading
		switch p.Origin {
		case oneonone.OriginDelete:
			blocks = append(blocks, section(r.Say("They asked you to delete what you keep of your talks.")))
		case oneonone.OriginKept:
			blocks = append(blocks, section(r.Say("They'd like to know what you keep of your talks.")))
		case oneonone.OriginConfirm:
			blocks = append(blocks, section(r.Say("They said yes to something. Tell them when and where, and that you count on them.")), actions(button(ActionShowAsk, p.Ask.String(), r.Say("The ask"))))
		}
	}
	blocks = append(blocks, promised(r.Say("*You said you would*"), last.Promises, oneonone.Mine)...)
	blocks = append(blocks, promised(r.Say("*They said they would*"), last.Promises, oneonone.Theirs)...)
	say(r.Say("A thread you didn't pick up"), last.Thread)
	say(r.Say("What you'd do differently"), last.Differently)
	if len(blocks) > 0 {
		blocks = append(blocks, quiet(r.Say("Only you can read this.")))
	}
	return blocks
}

// promised are the open promises of one of the two, under a label.
func promised(label string, all []oneonone.Followup, whose oneonone.Whose) []slack.Block {
	var blocks []slack.Block
	for _, p := range all {
		if p.Whose == whose && p.Words != "" {
			blocks = append(blocks, kept(p.Words))
		}
	}
	if blocks == nil {
		return nil
	}
	return append([]slack.Block{section(label)}, blocks...)
}

// NoPrepModal says that there is no talk to get ready for. With is whom it was
// asked of, or "".
func NoPrepModal(r Reader, with string) slack.ModalViewRequest {
	says := r.Say("No talk of yours is coming up. Who would you like to sit down with?")
	if with != "" {
		says = r.Say("You have no talk with %s coming up. Plan one, and I'll help you get ready.", Escape(with))
	}
	return modal(r.Say("Before your talk"), "", r.Say("Close"), section(says),
		actions(primary(button(ActionPlan, "", r.Say("Plan a one-on-one")))))
}

// TheirTalkModal says of a talk that another planned with the reader, to come or over,
// that there is nothing of the reader's in it, and where to keep something. Organizes is
// true of who may.
func TheirTalkModal(r Reader, t Talk, organizes bool) slack.ModalViewRequest {
	title, first := r.Say("Before your talk"), Escape(t.With)
	says := t.standing(r) + "\n" + r.Say("%s planned this one, so there's nothing for you to fill in here. `/1on1` has the buttons to answer.", first)
	if over := !r.now.Before(t.Over()); over || t.State == oneonone.Met {
		title, says = r.Say("After your talk"), r.Say("%s planned this one, so what is noted of it here is theirs.", first)
	}
	blocks := []slack.Block{section(t.line(r)), section(says)}
	if organizes {
		blocks = append(blocks, quiet(r.Say("To keep notes of your own, write it down once you two have met: `/1on1 log`. Nobody else can open them.")))
	}
	return modal(title, "", r.Say("Close"), blocks...)
}

// lateWords is the one line the other gets.
func lateWords(r Reader, from string, how oneonone.Late) string {
	switch how {
	case oneonone.Late10:
		return r.Say("%s is running about 10 minutes late.", from)
	case oneonone.Late20:
		return r.Say("%s is running about 20 minutes late.", from)
	}
	return r.Say("%s is running late. Please call.", from)
}

// LateModal offers the line to send, word for word. Their is the other's reader,
// since the line is in their language.
func LateModal(r Reader, t Talk, me string, their Reader, metadata string) slack.ModalViewRequest {
	label := map[oneonone.Late]string{oneonone.Late10: r.Say("10 minutes"), oneonone.Late20: r.Say("20 minutes"), oneonone.LateCall: r.Say("Call me")}
	var options []*slack.OptionBlockObject
	for _, l := range oneonone.Lates {
		options = append(options, option(string(l), label[l], lateWords(their, me, l)))
	}
	how := slack.NewRadioButtonsBlockElement("late", options...)
	how.InitialOption = options[0]
	hint := ""
	if t.Notice == oneonone.NoticeTell {
		hint = r.Say("You told them of this talk yourself. This line comes from me.")
	}
	v := modal(r.Say("Running late"), r.Say("Send it"), r.Say("Not now"),
		section(t.line(r)),
		input(string(oneonone.FieldLate), r.Say("%s gets this line", t.With), hint, how, true))
	v.CallbackID = CallbackLate
	v.PrivateMetadata = metadata
	return v
}

// LateCallModal sends the organizer to the other, who gets no such lines from here.
func LateCallModal(r Reader, t Talk) slack.ModalViewRequest {
	blocks := []slack.Block{section(r.Say("%s would rather get no messages about talks from here. Please call them, or write to them.", Escape(t.With)))}
	if write := t.writeTo(r); len(write) > 0 {
		blocks = append(blocks, actions(write...))
	}
	return modal(r.Say("Running late"), "", r.Say("Close"), blocks...)
}

// LateSentModal says that it went out.
func LateSentModal(r Reader, t Talk) slack.ModalViewRequest {
	return modal(r.Say("Running late"), "", r.Say("Done"), section(r.Say("%s will know in a moment.", Escape(t.With))))
}

// LateMessage is that line.
func LateMessage(r Reader, t Talk, how oneonone.Late) Message {
	return Message{Text: lateWords(r, t.With, how), Blocks: []slack.Block{section(lateWords(r, Escape(t.With), how))}}
}
