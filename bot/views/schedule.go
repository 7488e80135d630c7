package views

import (
	"cmp"
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
	CallbackTell     = "tell"

	ActionKind     = "kind"      // another kind chosen: its length and tick come with it
	ActionPlan     = "plan"      // a button that opens the modal
	ActionPickWho  = "pick_who"  // a person picked in place
	ActionOutside  = "outside"   // "They aren't in Slack"
	ActionInside   = "inside"    // and back
	ActionKnown    = "known"     // someone outside Slack chosen again
	ActionTwo      = "two_times" // "Offer a second time"
	ActionOne      = "one_time"  // and back
	ActionPlanNext = "plan_next" // "Plan it now", after a reflection
	ActionTell     = "tell"      // the text to copy, when an invitation did not arrive
)

// Whom is whom a modal asks for: a member by their Slack id, or someone outside
// Slack, by name or from those the organizer knows already.
type Whom struct {
	Who     string // Slack id, or ""
	Outside bool
	Known   oneonone.ID // of People; zero for someone new
	Name    string
	Reach   string
	People  []oneonone.Person // the organizer's own, outside Slack
}

// Schedule is what the modal starts from.
type Schedule struct {
	Whom
	Again   bool // the two have met before, or planned to
	Two     bool // a second time is offered
	Plan    oneonone.Plan
	Warning string // shown on top; "" for none
}

// Someone is the value of "Someone new" among the people one knows outside Slack.
const Someone = "new"

// The fields of someone outside Slack. Known is a list of the organizer's own.
const FieldKnown = "known"

// whomBlocks ask whom.
func whomBlocks(r Reader, w Whom) []slack.Block {
	if !w.Outside {
		who := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, plain(r.Say("Choose a person")), string(oneonone.FieldWho))
		who.InitialUser = w.Who
		return []slack.Block{
			input(string(oneonone.FieldWho), r.Say("Who"), "", who, true),
			actions(button(ActionOutside, "", r.Say("They aren't in Slack"))),
		}
	}
	var blocks []slack.Block
	if len(w.People) > 0 {
		options := []*slack.OptionBlockObject{option(Someone, r.Say("Someone new"), "")}
		chosen := Someone
		for _, p := range w.People[:min(len(w.People), knownMost)] {
			options = append(options, option(p.ID.String(), cut(p.Name, optionMost), short(p.Reach)))
			if p.ID == w.Known {
				chosen = p.ID.String()
			}
		}
		known := input(FieldKnown, r.Say("Who"), "", choose(ActionKnown, options, chosen), true)
		known.DispatchAction = true
		blocks = append(blocks, known)
	}
	if w.Known.IsZero() {
		blocks = append(blocks,
			input(string(oneonone.FieldName), r.Say("What do you call them?"), r.Say("A first name or initials is enough."),
				line("name", "", w.Name, oneonone.MaxName, false), true),
			input(string(oneonone.FieldReach), r.Say("How you reach them"), r.Say("A number or an address. Only you see it."),
				line("reach", "", w.Reach, oneonone.MaxReach, false), false))
	}
	return append(blocks, actions(button(ActionInside, "", r.Say("They're in Slack"))))
}

// optionMost is how long an option may be, in [Units]; a name of so many characters may be
// longer.
const optionMost = 75

// short is what fits under an option.
func short(s string) string { return cut(s, optionMost-4) }

// knownMost is how many people a list offers; Slack takes 100 options.
const knownMost = 99

func kindOptions(r Reader) []*slack.OptionBlockObject {
	kinds := make([]*slack.OptionBlockObject, len(oneonone.Kinds))
	for i, k := range oneonone.Kinds {
		name, description := kindWords(r, k)
		kinds[i] = option(string(k), name, description)
	}
	return kinds
}

// warning is one gentle word on top of a modal. Submitting once more, unchanged,
// accepts it.
func warning(r Reader, words string) []slack.Block {
	if words == "" {
		return nil
	}
	return []slack.Block{section("*" + r.Say("One thing first.") + "* " + words), quiet(r.Say("Change it, or go on as it is."))}
}

// warnedBelow says it once more at the other end, for who has scrolled down to
// the button and does not see the top; in other words than there, since who sees
// both would look for a second thing.
func warnedBelow(r Reader, words string) []slack.Block {
	if words == "" {
		return nil
	}
	return []slack.Block{quiet(r.Say("As it says on top: %s If that's fine, go on.", words))}
}

// WarningWords say what is worth a second look. Name is the person's, and their
// zone the one Slack tells of them.
func WarningWords(r Reader, w oneonone.Warning, name string, their *time.Location) string {
	first := Escape(name)
	other := Talk{Meeting: oneonone.Meeting{Plan: oneonone.Plan{Start: w.At, Second: w.Or}}}
	switch w.Kind {
	case oneonone.WarnInvited:
		return r.Say("%s has invited you already, for %s. You could simply say yes to that: it's on my Home page.", first, other.when(r))
	case oneonone.WarnSuggested:
		return r.Say("%s has invited you already, and you suggested %s. They haven't answered that yet.", first, r.When(w.At))
	case oneonone.WarnDeclined:
		return r.Say("%s said no to your last invitation, %s. Another one so soon may feel like pressure.", first, other.when(r))
	case oneonone.WarnPlanned:
		return r.Say("You and %s have a talk planned already, %s.", first, other.when(r))
	case oneonone.WarnWaits:
		return r.Say("%s suggested %s for your talk, and waits for your word.", first, r.When(w.At))
	case oneonone.WarnOverlap:
		return r.Say("You have another talk then, %s.", r.When(w.At))
	case oneonone.WarnHour:
		mine, theirs := w.At.In(r.zone).Format("15:04"), w.At.In(their).Format("15:04")
		if mine == theirs {
			return r.Say("That's at %s, outside most people's day.", mine)
		}
		if w.Both {
			return r.Say("That's %s for you in %s, and %s for %s in %s: early or late for both of you.", mine, Escape(city(r.zone)), theirs, first, Escape(city(their)))
		}
		return r.Say("That's %s for you in %s, and %s for %s in %s: early or late for one of you.", mine, Escape(city(r.zone)), theirs, first, Escape(city(their)))
	}
	return r.Say("That's in %d days. Sooner is warmer: within two weeks if you can.", w.Days)
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
	kind := input(string(oneonone.FieldKind), r.Say("What kind of talk"), r.Say("Only you see this."),
		choose(ActionKind, kindOptions(r), string(s.Plan.Kind)), true)
	kind.DispatchAction = true

	lengths := make([]*slack.OptionBlockObject, len(oneonone.Lengths))
	for i, l := range oneonone.Lengths {
		lengths[i] = option(MinutesValue(l), r.Minutes(l), "")
	}

	says := r.Say("The invitation says so, and that no is fine")
	if s.Outside {
		says = r.Say("The text says so, and that no is fine")
	}
	tick := option("ask", r.Say("I'll ask them for something"), says)
	ask := slack.NewCheckboxGroupsBlockElement("ask", tick)
	if s.Plan.AskComing {
		ask.InitialOptions = []*slack.OptionBlockObject{tick}
	}

	blocks := append(warning(r, s.Warning), whomBlocks(r, s.Whom)...)
	why := r.Say("They read exactly this, and it may show on their lock screen.")
	if s.Outside {
		why = r.Say("It stands in the text you'll copy to them.")
	}
	blocks = append(blocks,
		input(string(oneonone.FieldWhy), r.Say("Why you'd like to meet"), why,
			line("why", r.Say("You spoke up about the buses. I'd like to hear more."), s.Plan.Purpose, oneonone.MaxPurpose, true), true),
		when(r, s.Plan.Start, s.Outside))
	switch {
	case s.Outside: // they choose by word of mouth
	case s.Two:
		blocks = append(blocks,
			input(string(oneonone.FieldSecond), r.Say("Or"), r.Say("They choose one of the two."), instant("second", s.Plan.Second), true),
			actions(button(ActionOne, "", r.Say("Just one time"))))
	default:
		blocks = append(blocks, actions(button(ActionTwo, "", r.Say("Offer a second time"))))
	}
	blocks = append(blocks,
		input(string(oneonone.FieldWhere), r.Say("Where"), whereHint(r, s.Again),
			line("where", "", s.Plan.Place, oneonone.MaxPlace, false), false),
		kind,
		input(LengthField(s.Plan.Kind), r.Say("How long"), "", choose("length", lengths, MinutesValue(s.Plan.Length)), true),
		input(AskField(s.Plan.Kind), r.Say("An ask at the end?"), "", ask, false))
	if s.Outside {
		blocks = append(blocks, quiet(r.Say("You tell them yourself. You'll get a text to copy.")))
	} else {
		notices := []*slack.OptionBlockObject{
			option(string(oneonone.NoticeInvite), r.Say("Invite them for me"), ""),
			option(string(oneonone.NoticeAgreed), r.Say("We've agreed already, send the details"), ""),
			option(string(oneonone.NoticeTell), r.Say("I'll tell them myself"), ""),
		}
		blocks = append(blocks, input(string(oneonone.FieldHow), r.Say("How do they hear about it?"), "", choose("how", notices, string(s.Plan.Notice)), true))
	}
	submit := r.Say("Plan it")
	if s.Warning != "" {
		submit = r.Say("Plan it anyway") // wherever one has scrolled to, the button is in sight
	}
	v := modal(r.Say("Plan a one-on-one"), submit, r.Say("Not now"), append(blocks, warnedBelow(r, s.Warning)...)...)
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
func when(r Reader, start time.Time, outside bool) *slack.InputBlock {
	hint := r.Say("Your time. They see theirs.")
	if outside {
		hint = r.Say("Your time, as it will stand in the text.")
	}
	return input(string(oneonone.FieldWhen), r.Say("When"), hint, instant("when", start), true)
}

// MinutesValue is a length as an option's value.
func MinutesValue(d time.Duration) string { return strconv.Itoa(int(d.Minutes())) }

// TellModal has the text to copy for a talk the organizer announces in person.
// It stands in a field, because on a phone only fields can be copied from. Where
// a talk is tried again it begins with the word that goes along: an apology. Stopped is
// true where nothing from here reaches them; reach is how the organizer is reached, and may
// be empty.
func TellModal(r Reader, t Talk, stopped bool, their Reader, reach string) slack.ModalViewRequest {
	text := r.Say("Hello %s, I'd like to meet you: %s Would %s suit you? %s", t.hello(), sentence(t.Purpose),
		their.WhenPlain(t.Start), sentence(t.where(r, r.Minutes(t.Length))))
	word := ""
	if t.State == oneonone.Planned { // else it is about something else
		word = t.Word
	}
	switch {
	case t.State == oneonone.Planned && t.Answer == oneonone.Coming: // nobody is asked twice
		text = r.Say("Hello %s, about our talk: it's %s. %s", t.hello(), their.WhenPlain(t.Start), sentence(t.where(r, r.Minutes(t.Length))))
	case t.Revision > 1:
		text = r.Say("Hello %s, about our talk: would %s suit you? %s", t.hello(), their.WhenPlain(t.Start), sentence(t.where(r, r.Minutes(t.Length))))
	case word != "":
		if !strings.Contains(word, t.hello()) {
			word = r.Say("Hello %s. %s", t.hello(), word)
		}
		text, word = r.Say("%s Would %s suit you? %s", sentence(word), their.WhenPlain(t.Start), sentence(t.where(r, r.Minutes(t.Length)))), ""
	case t.Retried: // it is not the first they hear of it
		text = r.Say("Hello %s, about our talk that didn't work out: would %s suit you? %s", t.hello(), their.WhenPlain(t.Start), sentence(t.where(r, r.Minutes(t.Length))))
	}
	if word != "" {
		text += " " + sentence(word)
	}
	if t.AskComing && !t.NoAsks {
		text += " " + r.Say("I'll ask you for something at the end; no is fine.")
	}
	text += reachMe(r, reach)
	about := r.Say("It's planned. I've sent them nothing; here is a text to copy.")
	if stopped {
		about = r.Say("It's planned. %s gets no messages about talks from here, so I've sent them nothing; here is a text to copy.", Escape(t.With))
	}
	if t.Reach != "" {
		about += " " + r.Say("You reach %s: %s.", Escape(t.With), Escape(t.Reach))
	}
	if zone := whoseTime(r, their); zone != "" {
		about += " " + zone
	}
	v := modal(r.Say("Tell them yourself"), r.Say("Done"), r.Say("Close"),
		section(about),
		input("text", r.Say("Copy this"), "", line("text", "", text, 0, true), true),
	)
	v.CallbackID = CallbackTell
	return v
}

// reachMe ends a text to copy with how the organizer is reached; "" where they have not
// said.
func reachMe(r Reader, reach string) string {
	if reach == "" {
		return ""
	}
	return " " + r.Say("You can reach me here: %s", reach)
}

// whoseTime says in whose zone the time in a text to copy is; "" where it is the same.
func whoseTime(r, their Reader) string {
	if r.zone.String() == their.zone.String() {
		return ""
	}
	return r.Say("The time in the text is theirs, in %s.", Escape(city(their.zone)))
}

// city is the city a zone is named after.
func city(zone *time.Location) string {
	name := zone.String()
	name = strings.ReplaceAll(name[strings.LastIndexByte(name, '/')+1:], "_", " ")
	return cmp.Or(accented[name], name)
}

// accented are the cities whose zone is named without the letters their people write.
var accented = map[string]string{
	"Asuncion": "Asunción", "Belem": "Belém", "Bogota": "Bogotá", "Cancun": "Cancún", "Chisinau": "Chișinău", "Cordoba": "Córdoba",
	"Cuiaba": "Cuiabá", "Curacao": "Curaçao", "Maceio": "Maceió", "Mazatlan": "Mazatlán", "Merida": "Mérida", "Reunion": "Réunion",
	"Sao Paulo": "São Paulo", "Sao Tome": "São Tomé", "St Johns": "St. John's", "Zurich": "Zürich",
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
		says := cmp.Or(settledOn(r, t), r.Say("You and %s: changed.", first))
		return Message{Text: r.Say("You and %s: changed.", t.With), Blocks: []slack.Block{section(says + " " + r.Say("The newer message has the details."))}}
	case t.State == oneonone.Met:
		says = r.Say("You met %s, %s.", first, r.When(t.Start))
		text = r.Say("You met %s.", t.With)
	case t.State == oneonone.Missed:
		says = r.Say("You and %s, %s: it didn't happen.", first, r.When(t.Start))
		text = r.Say("You and %s: it didn't happen.", t.With)
	case t.State == oneonone.CalledOff:
		says = r.Say("You and %s, %s: called off.", first, t.when(r))
		text = r.Say("You and %s: called off.", t.With)
	case t.Answer == oneonone.NotForMe && t.Notice == oneonone.NoticeAgreed: // nobody invited them
		says = r.Say("You and %s, %s: they said no to this one.", first, t.when(r))
		text = r.Say("%s said no to this one.", t.With)
	case t.Answer == oneonone.NotForMe:
		says = r.Say("You invited %s for %s. They said no to this one.", first, t.when(r))
		text = r.Say("%s said no to this one.", t.With)
	case t.Answer == oneonone.CannotCome:
		says = r.Say("You and %s, %s: they can't come.", first, r.When(t.Start))
		text = r.Say("%s can't come.", t.With)
	case t.Answer == oneonone.AnotherTime && !r.now.Before(t.Over()):
		says = r.Say("You and %s, %s: they suggested %s.", first, t.when(r), r.When(t.Suggested))
		text = r.Say("%s suggested another time.", t.With)
	case t.Answer == oneonone.AnotherTime:
		says = r.Say("You and %s, %s: they suggest %s.", first, t.when(r), r.When(t.Suggested))
		text = r.Say("%s suggests another time.", t.With)
	case t.Notice == oneonone.NoticeTell:
		says = r.Say("Planned: you and %s, %s. Telling them is up to you.", first, r.When(t.Start))
		text = r.Say("Planned: you and %s, %s.", t.With, r.WhenPlain(t.Start))
	case t.Notice == oneonone.NoticeAgreed:
		says = r.Say("Planned: you and %s, %s. They have the details.", first, r.When(t.Start))
		text = r.Say("Planned: you and %s, %s.", t.With, r.WhenPlain(t.Start))
	case t.Answer == oneonone.Coming:
		says = r.Say("You invited %s for %s. They said yes.", first, r.When(t.Start))
		text = r.Say("%s said yes.", t.With)
	default:
		says = r.Say("Invited %s for %s.", first, t.when(r))
		text = r.Say("Invited %s for %s.", t.With, t.whenPlain(r))
	}
	m := Message{Text: text, Blocks: []slack.Block{section(says)}}
	id := t.ID.String()
	switch {
	case t.State == oneonone.CalledOff && !t.mayMeet(): // nobody is asked for another time
	case t.State == oneonone.CalledOff && r.now.Before(t.Over()):
		m.Blocks = append(m.Blocks, actions(button(ActionMoved, id, r.Say("Plan another time"))))
	case t.State == oneonone.Planned && r.now.Before(t.Over()):
		row := actions(
			button(ActionChange, id, r.Say("Change")),
			button(ActionCallOff, id, r.Say("Call it off")),
			button(ActionPrep, id, r.Say("Prep")))
		if t.Notice == oneonone.NoticeTell {
			row.Elements.ElementSet = append(row.Elements.ElementSet, button(ActionTell, id, r.Say("A text to copy")))
		}
		m.Blocks = append(m.Blocks, row)
	}
	return m
}

// UndoneMessage tells the organizer what did not reach the person, and why. Superseded is
// true once the plan changed and has a newer message.
func UndoneMessage(r Reader, t Talk, why string, superseded bool) Message {
	var says string
	invitation := why != "unheard" && why != "untold"
	if invitation && (superseded || t.State != oneonone.Planned) {
		return Message{
			Text:   r.Say("My invitation to %s didn't arrive.", t.With),
			Blocks: []slack.Block{section(r.Say("My invitation to %s didn't arrive. That has changed since.", Escape(t.With)))},
		}
	}
	switch why {
	case "stopped":
		says = r.Say("%s wanted no messages about talks from here, so I sent none. It's still planned for %s: tell them yourself.", Escape(t.With), r.When(t.Start))
	case "late":
		says = r.Say("My message to %s didn't get out in time. I'm sorry. The talk is still planned: tell them yourself.", Escape(t.With))
	case "unheard":
		return Message{
			Text:   r.Say("I couldn't tell %s that you're late.", t.With),
			Blocks: []slack.Block{section(r.Say("I couldn't tell %s that you're late. Please call them.", Escape(t.With)))},
		}
	case "untold":
		return Message{
			Text:   r.Say("I couldn't tell %s that your talk is off.", t.With),
			Blocks: []slack.Block{section(r.Say("I couldn't tell %s that your talk is off. Please tell them yourself.", Escape(t.With)))},
		}
	default:
		says = r.Say("I can't write to %s in Slack, so my invitation didn't arrive. It's still planned for %s: tell them yourself.", Escape(t.With), r.When(t.Start))
	}
	m := Message{Text: r.Say("My invitation to %s didn't arrive.", t.With), Blocks: []slack.Block{section(says)}}
	if t.State == oneonone.Planned && r.now.Before(t.Start) {
		m.Blocks = append(m.Blocks, actions(button(ActionTell, t.ID.String(), r.Say("A text to copy"))))
	}
	return m
}
