package views

import (
	"cmp"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"oneonone"
)

// Ids of what is asked when a talk did not happen.
const (
	ActionWhy      = "why"       // another reason chosen
	ActionSameTime = "same_time" // fill in the same time next week

	CallbackMissed = "missed"
)

const (
	// FieldInvite is the tick that has them invited to another try.
	FieldInvite oneonone.Field = "invite"
	// FieldApology is the word to copy.
	FieldApology oneonone.Field = "apology"
)

// Missed is what the modal starts from.
type Missed struct {
	Talk   Talk
	Why    oneonone.Why
	Again  time.Time // to try again at; zero for not yet chosen
	Invite bool      // the tick
	Asked  bool      // the tick may be offered: they can be invited
	Heard  bool      // another try was theirs to answer already, with its word: no other is proposed
	// Word goes along with an invitation, and Apology is to copy, as they were changed;
	// "" for as they are proposed.
	Word, Apology string
	// Reach is how the organizer is reached; it may be empty.
	Reach string
	// Warning is shown on top; "" for none.
	Warning string
}

// whyWords are the reasons, none of which needs an excuse.
func whyWords(r Reader, t Talk, w oneonone.Why) string {
	switch w {
	case oneonone.WhyThey:
		return r.Say("They couldn't")
	case oneonone.WhyI:
		return r.Say("I couldn't")
	case oneonone.WhyNoShow:
		if t.NeverAnswered() { // who never said they would, didn't stay away
			return r.Say("They never answered")
		}
		return r.Say("They didn't come")
	}
	return r.Say("We called it off")
}

// NextWeek is the same time a week after the talk, or the next such day to come; a week
// after the time the person suggested, where that one didn't suit.
func NextWeek(r Reader, t Talk) time.Time {
	from := t.Start
	if t.Answer == oneonone.AnotherTime && !t.Suggested.IsZero() {
		from = t.Suggested
	}
	next := daysOn(r, from, 7)
	for !t.Suits(next) {
		next = daysOn(r, next, 7)
	}
	return next
}

// daysOn is the same time of day so many days after start, or twice as many, or
// as often as it takes until it is still to come. It counts on the calendar: a
// night in which the clocks change moves that day's time, and no later one's.
func daysOn(r Reader, start time.Time, days int) time.Time {
	local := start.In(r.zone)
	for n := days; ; n += days {
		next := oneonone.DateOf(local).AddDays(n).At(local.Hour(), local.Minute(), r.zone)
		if next.After(r.now) {
			return next
		}
	}
}

// MissedModal asks nothing one must answer: that it didn't happen is noted
// already. Try again plans the same talk anew, and sends nothing by itself.
func MissedModal(r Reader, m Missed, metadata string) slack.ModalViewRequest {
	t := m.Talk
	var options []*slack.OptionBlockObject
	var chosen *slack.OptionBlockObject
	unsettled := t.Answer == oneonone.AnotherTime || !t.Second.IsZero()
	for _, w := range oneonone.Whys {
		if w == oneonone.WhyNoShow && t.Answer == oneonone.AnotherTime {
			continue // to what time?
		}
		o := option(string(w), whyWords(r, t, w), "")
		if options = append(options, o); w == m.Why {
			chosen = o
		}
	}
	why := slack.NewRadioButtonsBlockElement(ActionWhy, options...)
	why.InitialOption = chosen
	reason := input("why", r.Say("What happened?"), "", why, false)
	reason.DispatchAction = true
	noted := r.Say("You and %s, %s: noted. It happens to half of all plans.", Escape(t.With), t.when(r))
	if unsettled {
		noted = r.Say("You and %s didn't settle on a time: noted. It happens to half of all plans.", Escape(t.With)) + " " + t.spokenOf(r)
	}
	blocks := append(warning(r, m.Warning), section(noted), reason)
	sorry, apology := r.Say("I'm sorry I missed our talk. That's on me, and I'd still like to meet."), ""
	switch { // there was none to miss
	case t.Answer == oneonone.AnotherTime:
		sorry = r.Say("I'm sorry I didn't answer you in time. That's on me, and I'd still like to meet.")
	case unsettled || t.NeverAnswered():
		sorry = r.Say("I'm sorry I couldn't make it that day. I'd still like to meet.")
	}
	end := ""
	if t.Next.IsZero() {
		end = whenThen(r, m.Reach)
	}
	// With a long name, or many ways to be reached, the field has no room for all of it.
	for _, apology = range []string{r.Say("Hello %s. %s", t.hello(), sorry) + end, sorry + end, sorry} {
		if Units(apology) <= oneonone.MaxWord {
			break
		}
	}
	if m.Heard {
		sorry, apology = "", ""
	}
	switch {
	case m.Why == oneonone.WhyI && m.Asked && t.Next.IsZero():
		blocks = append(blocks, input(string(oneonone.FieldWord), r.Say("A word to %s", t.With),
			r.Say("If I invite them again, they read exactly this. If not, it's here to copy. You can leave it empty."),
			line("word", "", cmp.Or(m.Word, sorry), oneonone.MaxWord, true), false))
	case m.Why == oneonone.WhyI && (!m.Heard || m.Apology != ""):
		blocks = append(blocks, input(string(FieldApology), r.Say("A word to copy"), "",
			line("apology", "", cmp.Or(m.Apology, apology), oneonone.MaxWord, true), false))
	}
	if !t.Next.IsZero() { // one of them is enough
		blocks = append(blocks, section(r.Say("You two have a talk planned: %s.", r.When(t.Next))))
		return missedWindow(r, blocks, m, metadata)
	}
	blocks = append(blocks, input(AgainField(m.Again), r.Say("Try again on"), r.Say("The same talk, planned anew. It may stay empty."),
		instant("when", m.Again), false))
	if m.Again.IsZero() {
		same := NextWeek(r, t)
		words := r.Say("A week later: %s", r.WhenPlain(same))
		if oneonone.DateOf(t.Start.In(r.zone)).AddDays(7) != oneonone.DateOf(same.In(r.zone)) {
			words = r.Say("The same weekday: %s", r.WhenPlain(same))
		}
		if t.Answer == oneonone.AnotherTime && !t.Suggested.IsZero() {
			words = r.Say("A week after their time: %s", r.WhenPlain(same))
		}
		blocks = append(blocks, actions(button(ActionSameTime, t.ID.String(), words)))
	}
	if m.Asked {
		tick := option("invite", r.Say("Invite them for me"), r.Say("If not, I send nothing, and you tell them yourself"))
		invite := slack.NewCheckboxGroupsBlockElement("invite", tick)
		if m.Invite {
			invite.InitialOptions = []*slack.OptionBlockObject{tick}
		}
		blocks = append(blocks, input(string(FieldInvite), r.Say("How do they hear about it?"), "", invite, false))
	}
	return missedWindow(r, blocks, m, metadata)
}

// whenThen ends the apology that is proposed to copy, with how the organizer is reached.
func whenThen(r Reader, reach string) string {
	return " " + r.Say("When would suit you?") + reachMe(r, reach)
}

// WithDay is an apology to copy once there is a day for another try: it no longer asks
// for one.
func WithDay(r Reader, apology, reach string) string {
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(apology), strings.TrimSpace(whenThen(r, reach))))
}

// missedWindow is the modal around its blocks.
func missedWindow(r Reader, blocks []slack.Block, m Missed, metadata string) slack.ModalViewRequest {
	submit := r.Say("Save")
	switch {
	case m.Warning != "":
		submit = r.Say("Plan it anyway")
	case !m.Again.IsZero():
		submit = r.Say("Plan it")
	}
	v := modal(r.Say("It didn't happen"), submit, r.Say("Leave it"), append(blocks, warnedBelow(r, m.Warning)...)...)
	v.CallbackID = CallbackMissed
	v.PrivateMetadata = metadata
	return v
}

// AgainField names the field for another try: under a new name it takes the time
// filled in for it.
func AgainField(filled time.Time) string {
	if filled.IsZero() {
		return string(oneonone.FieldWhen)
	}
	return string(oneonone.FieldWhen) + "-filled"
}
