package main

import (
	"context"
	"fmt"
	"time"

	"oneonone/bot/sandbox"
	"oneonone/bot/views"
)

// month is a month in the demo's workspace, lived before anybody looks at it:
// people type, fill in and press, the clock moves on, and the bot answers as it
// always does. So all that it stored and sent is real, and what it reminds of
// next is too.
//
// The first thing that cannot be done ends it; err says what.
type month struct {
	ctx   context.Context
	w     *sandbox.Workspace
	a     *app
	today time.Time // at which it ends
	err   error
}

// monthBefore is how many days before the demo's today the month begins.
const monthBefore = 31

// liveMonth lives it. The workspace's clock must stand before it begins, and
// stands at today afterwards.
func liveMonth(ctx context.Context, w *sandbox.Workspace, a *app, today time.Time) error {
	m := &month{ctx: ctx, w: w, a: a, today: today}
	m.live()
	if m.err == nil {
		m.err = w.Clock().AdvanceTo(ctx, today)
	}
	if m.err != nil {
		return fmt.Errorf("live a month in the workspace: %w", m.err)
	}
	return nil
}

// live is what happened, in the days before today: Sam met five people, of whom
// one is not in Slack. Nothing in it is what one would not want read over one's
// shoulder.
func (m *month) live() {
	sam, mei, joao, ruth, lucia := m.person("sam"), m.person("mei"), m.person("joao"), m.person("ruth"), m.person("lucia")

	m.at(-31, "10:10")
	sam.opens()
	m.says("mei", "Good turnout last night. Thank you all for carrying chairs.")

	// Mei: getting to know her, and a promise kept.
	m.at(-30, "10:10")
	sam.plans("mei", -27, "18:00", "You keep the landlord's letters. I'd love to hear how that began.", "The laundrette café")
	m.at(-30, "12:30")
	mei.presses("See you then")
	m.at(-28, "12:20")
	mei.presses("Yes")
	m.at(-27, "19:05")
	sam.met("Mei", "She has kept every letter since 2019, in a shoebox. Her neighbours bring her theirs now.", "send her the dates of the meetings", "In two weeks")
	sam.presses("About them")
	sam.fills("What do they care about", "That nobody on her stair is alone with a letter.")
	sam.fills("A role that", "Reading letters with people")
	sam.submits()
	sam.presses("Plan it now")
	sam.fills("Why", "How is the shoebox? And what would you like to do next?")
	sam.submits()
	m.at(-26, "08:40")
	mei.presses("See you then")
	m.at(-25, "09:10")
	sam.presses("Done")

	// João, by phone, since he lives far away.
	m.at(-25, "09:20")
	sam.plans("joao", -22, "14:00", "You fixed the lift's door before anybody came. How did you learn that?", "A call")
	m.at(-25, "14:05")
	joao.presses("See you then")
	m.at(-22, "15:10")
	sam.met("João", "He learnt it from an uncle, and would rather not be the only one who can.", "", "")
	sam.closes()

	// Ruth: moved, then it didn't happen, then it did.
	m.at(-21, "11:00")
	sam.plans("ruth", -18, "17:00", "You brought half the choir to the fair. I'd like to know how.", "The church hall")
	m.at(-21, "19:00")
	ruth.presses("See you then")
	m.at(-19, "10:30")
	sam.presses("Change")
	sam.fills("When", m.day(-16, "17:00"))
	sam.fills("A word to Ruth", "The hall is taken that day.")
	sam.submits()
	m.at(-19, "13:00")
	ruth.presses("See you then")
	m.at(-16, "18:10")
	sam.pressesOn("How did it go with Ruth", "Didn't happen")
	sam.fills("What happened?", "They couldn't")
	sam.presses("A week later")
	sam.fills("How do they hear", "Invite them for me")
	sam.submits()
	m.at(-15, "09:00")
	ruth.presses("See you then")
	m.says("lucia", "¡Gracias por las fotos! Las imprimo para el portal.")

	// Mei again: a check-in.
	m.at(-14, "12:10")
	mei.presses("Yes")
	m.at(-13, "19:10")
	sam.met("Mei", "Four neighbours from her floor want to come. She asked them herself.", "print the sign-up sheets", "In two weeks")
	sam.presses("How I did")
	sam.fills("How did the talk feel", "Warm")
	sam.fills("What would you do differently", "Wait a little longer before I answer.")
	sam.fills("A thread you", "She stopped when the rent came up.")
	sam.submits()
	sam.presses("Plan it now")
	sam.fills("What kind", "Next step")
	sam.fills("Why", "Your stair trusts you. Let's talk about who could hold the Thursday meetings with you.")
	sam.fills("When", m.day(1, "17:30"))
	sam.submits()
	// She was asked for something, and the time was wrong.
	sam.asked("mei", "Will you sit at the welcome table on Thursday?", "No")
	sam.fills("Which no", "Not now")
	sam.fills("I'll ask again on", m.date(-10))
	sam.submits()
	sam.closes()
	m.at(-12, "08:30")
	mei.presses("See you then")

	// Lucía suggests another time, in her own words.
	m.at(-12, "09:30")
	sam.plans("lucia", -8, "19:00", "You translated half the meeting, and nobody had asked you to. I'd like to hear why.", "Café Luz")
	m.at(-12, "12:45")
	lucia.presses("Another time")
	lucia.fills("When would suit you?", m.day(-7, "11:00"))
	lucia.fills("A word to", "Esa tarde trabajo hasta las nueve. ¿Mejor por la mañana?")
	lucia.submits()
	m.at(-12, "17:15")
	sam.presses("That works")
	m.at(-11, "09:15")
	sam.presses("Done")
	m.at(-10, "09:20")
	sam.pressesOn("get back to Mei", "Show me")
	sam.presses("I've asked again")
	sam.fills("What did you ask for", "Will you sit at the welcome table the week after?")
	sam.fills("When", m.day(-4, "18:30"))
	sam.fills("What did they say", "Yes")
	sam.submits()
	sam.presses("Send it") // the word to her
	sam.closes()
	m.at(-10, "12:10")
	ruth.presses("Yes")
	m.at(-9, "18:15")
	sam.pressesOn("How did it go with Ruth", "We met, nothing to note")
	sam.asked("ruth", "Will the choir sing at the courtyard party?", "Yes")
	sam.fills("When", m.day(9, "19:30"))
	sam.submits()
	sam.presses("Send it")
	sam.closes()

	// João says no to a next step.
	m.at(-8, "10:20")
	sam.plans("joao", -5, "14:00", "Would you show two others how you do it?", "A call")
	m.at(-8, "13:30")
	joao.presses("Not for me")
	m.at(-8, "14:00")
	lucia.presses("Yes")
	m.at(-7, "11:10")
	sam.met("Lucía", "She translates because her grandmother never had anybody who did. She would like leaflets in both languages.", "find out who prints our leaflets", "")
	sam.closes()
	m.at(-5, "09:05")
	sam.presses("Done")

	// A check-in with João, with no ask; what Sam promised is still open.
	m.at(-5, "18:00")
	sam.plans("joao", -2, "14:00", "Only to hear how you are. No ask.", "A call")
	m.at(-5, "20:10")
	joao.presses("See you then")

	// Marta is not in Slack.
	m.at(-4, "12:00")
	sam.types("/1on1 schedule")
	sam.presses("They aren't in Slack")
	sam.fills("What do you call them", "Marta from the bakery")
	sam.fills("How you reach them", "555 0134, after six")
	sam.fills("Why", "You know everybody on the square.")
	sam.fills("When", m.day(-1, "17:00"))
	sam.fills("Where", "The bakery")
	sam.submits()
	sam.submits()
	m.at(-3, "09:10")
	sam.pressesOn("Did Mei come", "Came")
	m.at(-3, "20:00")
	m.says("ruth", "Choir on Thursday, and anybody who only hums is welcome.")
	m.at(-2, "14:50")
	sam.met("João", "He said no because of his shifts, not because of the idea.", "send him the plan of the stair lights", "In a month")
	sam.closes()
	// The first thing wasn't his; the second may be.
	sam.asked("joao", "Will you show two others how to mend the lift's door?", "No")
	sam.fills("Which no", "Not that")
	sam.submits()
	sam.fills("What did you offer instead", "Will you write it down for us, one page?")
	sam.fills("What did they say", "Maybe")
	sam.fills("What would make it a yes", "Somebody who draws the pictures")
	sam.fills("Get back to them on", m.date(10))
	sam.submits()
	sam.closes()
	m.reads("lucia") // but not what comes now
	m.at(-1, "10:05")
	sam.plans("lucia", 6, "11:00", "The leaflets: what should the first one say?", "Café Luz")
	// An ask of Mei is ready for tomorrow.
	sam.types("/1on1 ask @mei Will you hold the Thursday meetings with Ruth?")
	sam.fills("What it is", "A role")
	sam.fills("Starting", m.date(14))
	sam.fills("What it involves", "Two hours a week, until the winter")
	sam.fills("Why now", "Your stair trusts you.")
	sam.submits()
	sam.closes()
	m.at(-1, "18:05")
	sam.pressesOn("How did it go with Marta", "We met")
	sam.closes()
	sam.types("/1on1")
	sam.presses("Next week")
	sam.closes()

	// This morning, with a line about Marta still to write.
	m.at(0, "09:20")
	m.reads("sam", "mei", "joao", "ruth")
	m.reads("ana")
	m.at(0, "09:40")
	m.says("ana", "The number 9 was forty minutes late again. I've written down every one of them since I moved here.")
}

// day is a day and time as people fill it in; the day counts from today.
func (m *month) day(n int, clock string) string {
	return m.date(n) + " " + clock
}

// date is a day as people pick it; it counts from today.
func (m *month) date(n int) string { return m.today.AddDate(0, 0, n).Format(time.DateOnly) }

// at moves the clock on, to a time of Sam's.
func (m *month) at(n int, clock string) {
	m.do("move the clock", func() error {
		to, err := time.ParseInLocation(time.DateOnly+" 15:04", m.day(n, clock), m.today.Location())
		if err != nil {
			return err
		}
		return m.w.Clock().AdvanceTo(m.ctx, to)
	})
}

// do does one thing, unless one before it could not be done, and waits until all
// that comes of it has come.
func (m *month) do(what string, act func() error) {
	if m.err != nil {
		return
	}
	err := act()
	if err == nil {
		err = m.w.AwaitQuiet(m.ctx)
	}
	if err == nil {
		err = m.a.settle(m.ctx)
	}
	if err != nil {
		m.err = fmt.Errorf("%s, %s: %w", what, m.w.Clock().Now().Format(time.DateTime), err)
	}
}

// says writes in #general.
func (m *month) says(who, text string) {
	m.do(who+" writes", func() error { return m.w.Person(who).Type(m.ctx, "#general", text) })
}

// reads have seen all there is for them.
func (m *month) reads(names ...string) {
	for _, name := range names {
		m.w.Person(name).Read("")
		m.w.Person(name).Read("#general")
	}
}

// someone is a person in it, who finds things by the words on them.
type someone struct {
	*month
	*sandbox.Person
	name string
	say  func(key string, args ...any) string // in their language
}

func (m *month) person(name string) someone {
	p := m.w.Person(name)
	return someone{m, p, name, views.For(p.Profile().Locale, nil, time.Time{}).Say}
}

func (s someone) opens() { s.do(s.name+" opens the DM", func() error { return s.OpenDM(s.ctx) }) }

func (s someone) types(text string) {
	s.do(s.name+" types "+text, func() error { return s.Type(s.ctx, "", text) })
}

func (s someone) fills(label, value string) {
	s.do(s.name+" fills in "+label, func() error { return s.Fill(s.ctx, s.say(label), value) })
}

func (s someone) presses(words string) {
	s.do(s.name+" presses "+words, func() error { return s.Press(s.ctx, s.say(words)) })
}

func (s someone) pressesOn(message, words string) {
	s.do(s.name+" presses "+words, func() error { return s.PressOn(s.ctx, message, s.say(words)) })
}

func (s someone) submits() {
	s.do(s.name+" submits", func() error { return s.Submit(s.ctx) })
}

// closes closes all that is open.
func (s someone) closes() {
	for s.err == nil && s.Modal() != nil {
		s.do(s.name+" closes a window", func() error { return s.Close(s.ctx) })
	}
}

// plans invites a member; a word before it is planned is read, and taken.
func (s someone) plans(whom string, n int, clock, why, where string) {
	s.types("/1on1 schedule @" + whom)
	s.fills("Why", why)
	s.fills("When", s.day(n, clock))
	s.fills("Where", where)
	s.submits()
	if s.err == nil && s.Modal() != nil {
		s.submits()
	}
}

// asked notes an ask that was made, as far as what they said.
func (s someone) asked(whom, words, said string) {
	s.types("/1on1 ask @" + whom)
	s.fills("Have you asked yet", "Already asked")
	s.fills("What did you ask for", words)
	s.fills("What did they say", said)
}

// met says that the talk was held, and writes a line; promise and next may be "".
// It ends at the doors.
func (s someone) met(first, remember, promise, next string) {
	s.pressesOn("How did it go with "+first, "We met")
	s.fills("What do you want to remember", remember)
	s.fills("I said I would", promise)
	if next != "" {
		s.fills("Seeing each other", next)
	}
	s.submits()
}
