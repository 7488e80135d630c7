package views

import (
	"time"

	"github.com/slack-go/slack"

	"oneonone"
)

// What the organizer presses about a promise.
const (
	ActionShowPromise = "promise_show"
	ActionDone        = "promise_done"
	ActionTomorrow    = "promise_tomorrow"
	ActionLetGo       = "promise_let_go" // on cards of old
)

// Promise is a follow-up as its author sees it.
type Promise struct {
	oneonone.Followup
	With string
}

// promiseLines is a promise in a message or on Home: whose and when, not what.
func promiseLines(r Reader, p Promise) []slack.Block {
	id, first := p.ID.String(), Escape(p.With)
	switch p.State {
	case oneonone.Done:
		return []slack.Block{section(r.Say("For %s: done. They'll notice.", first))}
	case oneonone.Dropped:
		return []slack.Block{section(r.Say("For %s: let go.", first))}
	}
	due := oneonone.DateOf(p.Due.In(r.zone))
	says := r.Say("You wanted to do something for %s by today.", first)
	switch {
	case r.Today().Before(due):
		says = r.Say("You want to do something for %s by %s.", first, r.Day(due))
	case due.Before(r.Today()):
		says = r.Say("You wanted to do something for %s by %s. It isn't too late.", first, r.Day(due))
	}
	return []slack.Block{section(says), actions(
		button(ActionShowPromise, id, r.Say("Show me")),
		primary(button(ActionDone, id, r.Say("Done"))),
		button(ActionTomorrow, id, r.Say("Tomorrow")),
		later(r, oneonone.Asked{About: oneonone.NudgeFollowup, Subject: p.ID}, time.Time{}, r.Say("Let it go")),
	)}
}

// PromiseModal shows what was promised, to its author only.
func PromiseModal(r Reader, p Promise) slack.ModalViewRequest {
	return modal(r.Say("You said you would"), "", r.Say("Close"),
		section(r.Say("For %s:", Escape(p.With))), typed(p.Words))
}
