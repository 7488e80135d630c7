package views

import (
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"oneonone"
)

// Callback ids and action ids of planning. A callback id names a step: together
// with the view's id it is the submission's key.
const (
	CallbackSchedule = "schedule"
	CallbackMoved    = "moved"
	CallbackTell     = "tell"

	ActionKind     = "kind"      // another kind chosen: its length and tick come with it
	ActionPlan     = "plan"      // a button that opens the modal
	ActionPickWho  = "pick_who"  // a person picked in place
	ActionPlanNext = "plan_next" // "Plan it now", after a reflection
	ActionTell     = "tell"      // the text to copy, when an invitation did not arrive
)

// Schedule is what the modal starts from.
type Schedule struct {
	Who   string // Slack id, or ""
	Again bool   // the two have met before, or planned to
	Plan  oneonone.Plan
}

// kindWords are what an organizer reads for a kind of talk.
func kindWords(r Reader, k oneonone.Kind) (name, line string) {
	switch k {
	case oneonone.Maintenance:
		return r.Say("Check-in"), r.Say("How are they, how did it go, what's next")
	case oneonone.Escalation:
		return r.Say("Next step"), r.Say("Thank them, offer a bigger role, be clear on what it takes")
	}
	return r.Say("Getting to know each other"), r.Say("New to us, or you hardly know each other")
}

// LengthField and AskField name the two fields that follow the kind: under a
// new name they take the new kind's default.
func LengthField(k oneonone.Kind) string { return string(oneonone.FieldLength) + "-" + string(k) }

// AskField is the tick's field; see LengthField.
func AskField(k oneonone.Kind) string { return "ask-" + string(k) }

// ScheduleModal plans a one-on-one. Three things matter: who, why, when. The
// rest has good defaults.
func ScheduleModal(r Reader, s Schedule) slack.ModalViewRequest {
	who := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, plain(r.Say("Choose a person")), string(oneonone.FieldWho))
	who.InitialUser = s.Who

	kinds := make([]*slack.OptionBlockObject, len(oneonone.Kinds))
	for i, k := range oneonone.Kinds {
		name, description := kindWords(r, k)
		kinds[i] = option(string(k), name, description)
	}
	kind := input(string(oneonone.FieldKind), r.Say("What kind of talk"), r.Say("Only you see this."),
		choose(ActionKind, kinds, string(s.Plan.Kind)), true)
	kind.DispatchAction = true

	lengths := make([]*slack.OptionBlockObject, len(oneonone.Lengths))
	for i, l := range oneonone.Lengths {
		lengths[i] = option(MinutesValue(l), r.Minutes(l), "")
	}

	tick := option("ask", r.Say("I'll ask them for something"), r.Say("The invitation says so, and that no is fine"))
	ask := slack.NewCheckboxGroupsBlockElement("ask", tick)
	if s.Plan.AskComing {
		ask.InitialOptions = []*slack.OptionBlockObject{tick}
	}

	notices := []*slack.OptionBlockObject{
		option(string(oneonone.NoticeInvite), r.Say("Invite them for me"), ""),
		option(string(oneonone.NoticeAgreed), r.Say("We've agreed already, send the details"), ""),
		option(string(oneonone.NoticeTell), r.Say("I'll tell them myself"), ""),
	}

	v := modal(r.Say("Plan a one-on-one"), r.Say("Plan it"), r.Say("Not now"),
		input(string(oneonone.FieldWho), r.Say("Who"), "", who, true),
		input(string(oneonone.FieldWhy), r.Say("Why you'd like to meet"),
			r.Say("They read exactly this, and it may show on their lock screen."),
			line("why", r.Say("You spoke up about the buses. I'd like to hear more."), s.Plan.Purpose, oneonone.MaxPurpose, true), true),
		when(r, s.Plan.Start),
		input(string(oneonone.FieldWhere), r.Say("Where"), whereHint(r, s.Again),
			line("where", "", s.Plan.Place, oneonone.MaxPlace, false), false),
		kind,
		input(LengthField(s.Plan.Kind), r.Say("How long"), "", choose("length", lengths, MinutesValue(s.Plan.Length)), true),
		input(AskField(s.Plan.Kind), r.Say("An ask at the end?"), "", ask, false),
		input(string(oneonone.FieldHow), r.Say("How do they hear about it?"), "", choose("how", notices, string(s.Plan.Notice)), true),
	)
	v.CallbackID = CallbackSchedule
	return v
}

// whereHint suggests a place: a public one for people who don't know each other
// well.
func whereHint(r Reader, again bool) string {
	if again {
		return r.Say("A link will do, if you can't meet in person.")
	}
	return r.Say("A café or a park is good for a first talk. Or a link, if you can't meet in person.")
}

// when is the day and time, in the reader's own zone: Slack shows theirs.
func when(r Reader, start time.Time) *slack.InputBlock {
	e := slack.NewDateTimePickerBlockElement("when")
	if !start.IsZero() {
		e.InitialDateTime = start.Unix()
	}
	return input(string(oneonone.FieldWhen), r.Say("When"), r.Say("Your time. They see theirs."), e, true)
}

// MinutesValue is a length as an option's value.
func MinutesValue(d time.Duration) string { return strconv.Itoa(int(d.Minutes())) }

// MovedModal moves a talk: only when is asked. Stopped is true when the person
// gets no invitations, and so no new time from the bot.
func MovedModal(r Reader, t Talk, stopped bool, metadata string) slack.ModalViewRequest {
	line := r.Say("You and %s, %s.", Escape(t.With), Escape(t.where(r, r.Minutes(t.Length))))
	hint := ""
	if t.Notice != oneonone.NoticeTell && !stopped {
		hint = r.Say("%s gets the new time from me.", Escape(t.With))
	}
	blocks := []slack.Block{section(line), when(r, t.Start)}
	if hint != "" {
		blocks = append(blocks, quiet(hint))
	}
	v := modal(r.Say("Another time"), r.Say("Move it"), r.Say("Not now"), blocks...)
	v.CallbackID = CallbackMoved
	v.PrivateMetadata = metadata
	return v
}

// TellModal has the text to copy for a talk the organizer announces in person.
// It stands in a field, because on a phone only fields can be copied from.
func TellModal(r Reader, t Talk, their Reader) slack.ModalViewRequest {
	text := r.Say("Hello %s, I'd like to meet you: %s Would %s suit you? %s.", t.With, sentence(t.Purpose),
		their.WhenPlain(t.Start), t.where(r, r.Minutes(t.Length)))
	if t.AskComing {
		text += " " + r.Say("I'll ask you for something at the end; no is fine.")
	}
	about := r.Say("It's planned, and they were sent nothing. Here is a text to copy.")
	if r.zone.String() != their.zone.String() {
		about += " " + r.Say("The time in it is theirs, in %s.", Escape(city(their.zone)))
	}
	v := modal(r.Say("Tell them yourself"), r.Say("Done"), r.Say("Close"),
		section(about),
		input("text", r.Say("Copy this"), "", line("text", "", text, 0, true), true),
	)
	v.CallbackID = CallbackTell
	return v
}

// city is the city a zone is named after.
func city(zone *time.Location) string {
	name := zone.String()
	return strings.ReplaceAll(name[strings.LastIndexByte(name, '/')+1:], "_", " ")
}

// sentence ends what was typed with a full stop, unless it ends by itself.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	switch s[len(s)-1] {
	case '.', '!', '?':
		return s
	}
	return s + "."
}

// PlannedMessage answers the plan, and stays true as things change.
// Superseded is true once the plan changed and has a newer message.
func PlannedMessage(r Reader, t Talk, superseded bool) Message {
	first := Escape(t.With)
	var says, text string
	switch {
	case superseded:
		return Message{Text: r.Say("You and %s: moved.", t.With), Blocks: []slack.Block{section(r.Say("You and %s: moved. The newer message has the details.", first))}}
	case t.State == oneonone.Met:
		says = r.Say("You met %s, %s.", first, r.When(t.Start))
		text = r.Say("You met %s.", t.With)
	case t.State == oneonone.Missed:
		says = r.Say("You and %s, %s: it didn't happen.", first, r.When(t.Start))
		text = r.Say("You and %s: it didn't happen.", t.With)
	case t.Answer == oneonone.NotForMe:
		says = r.Say("You invited %s for %s. They said no to this one.", first, r.When(t.Start))
		text = r.Say("%s said no to this one.", t.With)
	case t.Answer == oneonone.CannotCome:
		says = r.Say("You and %s, %s: they can't come.", first, r.When(t.Start))
		text = r.Say("%s can't come.", t.With)
	case t.Notice == oneonone.NoticeTell:
		says = r.Say("Planned: you and %s, %s. You tell them yourself.", first, r.When(t.Start))
		text = r.Say("Planned: you and %s, %s.", t.With, r.WhenPlain(t.Start))
	case t.Notice == oneonone.NoticeAgreed:
		says = r.Say("Planned: you and %s, %s. They have the details.", first, r.When(t.Start))
		text = r.Say("Planned: you and %s, %s.", t.With, r.WhenPlain(t.Start))
	case t.Answer == oneonone.Coming:
		says = r.Say("You invited %s for %s. They said yes.", first, r.When(t.Start))
		text = r.Say("%s said yes.", t.With)
	default:
		says = r.Say("Invited %s for %s.", first, r.When(t.Start))
		text = r.Say("Invited %s for %s.", t.With, r.WhenPlain(t.Start))
	}
	m := Message{Text: text, Blocks: []slack.Block{section(says)}}
	if t.State == oneonone.Planned && r.now.Before(t.End()) {
		row := actions(button(ActionPrep, t.ID.String(), r.Say("Prep")))
		if t.Notice == oneonone.NoticeTell {
			row.Elements.ElementSet = append(row.Elements.ElementSet, button(ActionTell, t.ID.String(), r.Say("A text to copy")))
		}
		m.Blocks = append(m.Blocks, row)
	}
	return m
}

// UndoneMessage tells the organizer what did not reach the person, and why.
func UndoneMessage(r Reader, t Talk, why string) Message {
	var says string
	switch why {
	case "stopped":
		says = r.Say("%s gets no invitations from here, so I sent none. The talk is still planned: tell them yourself.", Escape(t.With))
	case "late":
		says = r.Say("My invitation to %s didn't get out in time. I'm sorry. The talk is still planned: tell them yourself.", Escape(t.With))
	case "unheard":
		return Message{
			Text:   r.Say("I couldn't tell %s that you're late.", t.With),
			Blocks: []slack.Block{section(r.Say("I couldn't tell %s that you're late. Please call them.", Escape(t.With)))},
		}
	default:
		says = r.Say("I can't write to %s in Slack, so my invitation didn't arrive. The talk is still planned: tell them yourself.", Escape(t.With))
	}
	m := Message{Text: r.Say("My invitation to %s didn't arrive.", t.With), Blocks: []slack.Block{section(says)}}
	if t.State == oneonone.Planned && r.now.Before(t.Start) {
		m.Blocks = append(m.Blocks, actions(button(ActionTell, t.ID.String(), r.Say("A text to copy"))))
	}
	return m
}
