package views

import (
	"slices"
	"time"

	"github.com/slack-go/slack"

	"oneonone"
)

// MorningItem is one line of the morning message: what it is about, and the
// talk or the promise it speaks of.
type MorningItem struct {
	Kind       oneonone.NudgeKind
	Subject    oneonone.ID // the meeting, follow-up or reflection it is about
	Talk       Talk
	Promise    Promise
	Ask        Ask
	NextOn     oneonone.Date       // of NudgeAgain; zero once they left it open
	LaterOn    oneonone.Date       // of NudgeAgain; the day it was put off to, zero when it was not
	Again      oneonone.State      // of NudgeAgain: what came of it by now: Met, Planned, Declined
	Superseded bool                // the talk was moved since, or the promise
	Questions  []oneonone.Question // of NudgePrep: the first is a way in
	Over       bool                // of NudgePrep: the talk is over or off
}

// morningMost is how many lines one message holds; a message may have 50 blocks.
// What is over stands on Home.
const morningMost = 15

// MorningMessage is the one message of a morning: everything that need not
// interrupt. Name is the reader's first name; sent is when it was sent, so that a
// message drawn anew in the evening still says good morning.
func MorningMessage(r Reader, name string, sent time.Time, items []MorningItem) Message {
	greeting := r.Say("Good morning, %s.", name)
	if h := sent.In(r.zone).Hour(); h >= 12 {
		greeting = r.Say("Hello, %s.", name)
	}
	count := r.Say("%d things for you:", len(items))
	switch {
	case !slices.ContainsFunc(items, func(i MorningItem) bool { return i.Kind != oneonone.NudgePrep }):
		count = r.Say("%d talks to get ready for:", len(items)) // tomorrow's early ones, too
		if !slices.ContainsFunc(items, func(i MorningItem) bool { return !i.Over && !i.Superseded }) {
			count = r.Say("%d talks:", len(items))
		}
	case len(items) == 1:
		count = r.Say("One thing for you:")
	}
	m := Message{Text: greeting + " " + count, Blocks: []slack.Block{section(Escape(greeting) + " " + count)}}
	seen := map[string]bool{}
	for i, item := range items {
		if item.Kind == oneonone.NudgeFollowup {
			item.Promise = apart(r, seen, item.Promise)
		}
		if i == morningMost {
			m.Blocks = append(m.Blocks, quiet(r.Say("The rest is on my Home page.")))
			break
		}
		m.Blocks = append(m.Blocks, morningLine(r, item)...)
	}
	return m
}

func morningLine(r Reader, item MorningItem) []slack.Block {
	t := item.Talk
	first, id := Escape(t.With), t.ID.String()
	switch item.Kind {
	case oneonone.NudgePrep:
		return prepLine(r, item)
	case oneonone.NudgeGetBack, oneonone.NudgeStillOn, oneonone.NudgeCame:
		return askLine(r, item)
	case oneonone.NudgeUnanswered:
		return unanswered(r, item)
	case oneonone.NudgeSuggested:
		return stillSuggested(r, item)
	case oneonone.NudgeFollowup:
		if item.Superseded && item.Promise.State == oneonone.Open && !item.Promise.Over(r.now) {
			// The newer message has the buttons.
			return []slack.Block{section(item.Promise.moved(r))}
		}
		return promiseLines(r, item.Promise)
	case oneonone.NudgeAgain:
		switch {
		case item.Again == oneonone.Met:
			return []slack.Block{section(r.Say("You wanted to see %s again, and you did.", first))}
		case item.Again == oneonone.Declined:
			return []slack.Block{section(r.Say("You wanted to see %s again, and they said no this time.", first))}
		case item.Again == oneonone.Planned:
			return []slack.Block{section(r.Say("You wanted to see %s again, and it's planned.", first))}
		case item.NextOn == oneonone.Date{}:
			return []slack.Block{section(r.Say("You wanted to see %s again. That's left open now.", first))}
		}
		return wish(r, Wish{Talk: t, Reflection: item.Subject, NextOn: item.NextOn, LaterOn: item.LaterOn})
	case oneonone.NudgeReflect:
		if t.State != oneonone.Met || t.Line != oneonone.LineOpen {
			return outcome(r, t)
		}
		says := r.Say("You met %s, %s. What do you want to remember months from now? One line will do.", first, r.When(t.Start))
		said := putOff(r, t.Later, item.Kind)
		if said == "" {
			said = " " + r.Say("I won't ask again; it stays on my Home page.")
		}
		return []slack.Block{section(says + said), actions(
			button(ActionReflect, id, r.Say("Write a line")),
			button(ActionNothing, id, r.Say("Nothing to note")),
			later(r, asked(item), oneonone.Waits, "", notMet(r, t.versioned()+"-"+LaterNotMet)),
		)}
	}
	if t.State == oneonone.Planned && !item.Superseded {
		return ended(r, t, true) // two talks with one person are told apart by their time
	}
	return AfterMessage(r, t, item.Superseded).Blocks
}
