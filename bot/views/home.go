package views

import (
	"slices"

	"github.com/slack-go/slack"

	"oneonone"
)

// HomeMost is how many of each thing Home shows: with all there is beside them it
// stays within the 100 blocks that Slack takes.
const HomeMost = 7

// HomeWishes is how many wishes to meet again it shows; the next comes up when one is
// planned, or left open.
const HomeWishes = 2

// HomeClosed is how many of what was done or let go just now it shows.
const HomeClosed = 2

// Home is what a member's own page shows. It is theirs alone: a dashboard, not
// a scoreboard.
type Home struct {
	Ended       []Talk // over, and nothing said yet
	Upcoming    []Talk // on either side of the table, soonest first
	Suggested   []Talk // beside those, one for which another time waits for the reader's word
	Unreflected []Talk
	Wishes      []Wish // to meet again, and nothing is planned
	Promises    []Promise
	Closed      []Promise // just now, and what may be open again with a tap
	Asks        []Ask     // whose day has come
	// Waiting is how many people wait for what is due and the reader's to do;
	// MorePromises how many open follow-ups are not among Promises.
	Waiting, MorePromises int
	Stopped               bool // they get no invitations
	PausedUntil           oneonone.Date
	MoreTalks, MoreAsks   bool // there are more than fit
	// Guest is true of who can be invited, and plans nothing: a guest, or a member of
	// another workspace.
	Guest bool
}

// empty says whether there is nothing at all.
func (h Home) empty() bool {
	return len(h.Ended)+len(h.Upcoming)+len(h.Unreflected)+len(h.Wishes)+len(h.Promises)+len(h.Asks) == 0
}

// HomeView draws it: next, waiting for you, coming up.
func HomeView(r Reader, h Home) slack.HomeTabViewRequest {
	var blocks []slack.Block
	waiting := waitingBlocks(r, h)
	upcomingTalks := h.Upcoming
	switch {
	case h.empty() && !h.Guest:
		blocks = append(blocks, emptyBlocks(r)...)
	case len(upcomingTalks) > 0:
		blocks = append(blocks, header(r.Say("Next")))
		blocks = append(blocks, upcoming(r, upcomingTalks[0])...)
		upcomingTalks = upcomingTalks[1:]
	}
	if len(waiting) > 0 {
		blocks = append(append(blocks, header(r.Say("Waiting for you"))), waiting...)
	}
	if len(upcomingTalks) > 0 {
		blocks = append(blocks, header(r.Say("Coming up")))
		for _, t := range upcomingTalks {
			blocks = append(blocks, upcoming(r, t)...)
		}
	}
	if h.MoreTalks {
		blocks = append(blocks, quiet(r.Say("There are more talks: `/1on1 list` shows all.")))
	}
	if h.Guest {
		blocks = append(blocks, section(guestWords(r)), actions(button(ActionSettings, "", r.Say("Settings"))))
	} else {
		blocks = append(blocks, slack.NewDividerBlock(), actions(
			h.planButton(r),
			button(ActionLog, "", r.Say("Write down a talk")),
			button(ActionAsk, "", r.Say("Get an ask ready")),
			button(ActionAsks, "", r.Say("Your asks")),
			button(ActionSettings, "", r.Say("Settings"))))
	}
	if h.PausedUntil != (oneonone.Date{}) && r.Today().Before(h.PausedUntil) {
		blocks = append(append(blocks, slack.NewDividerBlock()), pausedBlocks(r, h.PausedUntil)...)
	}
	if h.Stopped {
		blocks = append(append(blocks, slack.NewDividerBlock()), invitationsSetting(r, true)...)
	}
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}}
}

// guestWords say to who plans nothing here what this is for.
func guestWords(r Reader) string {
	return r.Say("When somebody here would like to sit down with you, their invitation stands here, and you answer it as you like. Planning talks is for full members of this workspace.")
}

// planButton stands back while an invitation waits for an answer.
func (h Home) planButton(r Reader) *slack.ButtonBlockElement {
	b := button(ActionPlan, "", r.Say("Plan a one-on-one"))
	for _, t := range h.Upcoming {
		if !t.Mine && t.Answer == oneonone.Unanswered {
			return b
		}
	}
	return primary(b)
}

// waitingBlocks are the things only the reader can move.
func waitingBlocks(r Reader, h Home) []slack.Block {
	var blocks []slack.Block
	for _, t := range h.Ended {
		blocks = append(blocks, ended(r, t, false)...)
	}
	blocks = append(blocks, waitingLine(r, h.Waiting)...)
	seen := map[string]bool{}
	for _, p := range h.Promises {
		blocks = append(blocks, promiseLines(r, apart(r, seen, p))...)
	}
	for _, p := range h.Closed {
		blocks = append(blocks, promiseLines(r, p)...)
	}
	if h.MorePromises > 0 {
		more := section(r.Say("And %d more to follow up.", h.MorePromises))
		more.Accessory = slack.NewAccessory(button(ActionFollowups, "", r.Say("Show all")))
		blocks = append(blocks, more)
	}
	for _, a := range h.Asks {
		blocks = append(blocks, dueAsk(r, a)...)
	}
	if h.MoreAsks {
		blocks = append(blocks, quiet(r.Say("There are more asks like these: `/1on1 asks` shows them.")))
	}
	for _, t := range h.Unreflected {
		blocks = append(blocks, unreflected(r, t)...)
	}
	for _, w := range h.Wishes {
		blocks = append(blocks, wish(r, w)...)
	}
	return blocks
}

// emptyBlocks is the beginning: one question, and somewhere to answer it.
func emptyBlocks(r Reader) []slack.Block {
	who := section(r.Say("Who would you like to know better?"))
	who.Accessory = slack.NewAccessory(slack.NewOptionsSelectBlockElement(slack.OptTypeUser, plain(r.Say("Choose a person")), ActionPickWho))
	return []slack.Block{
		who,
		quiet(r.Say("A one-on-one is a talk with one person, planned and with a purpose you say openly. Mostly, you listen.")),
	}
}

// NextModal is `/1on1` alone: how the last talk went, if that is still open, and
// what is next; else whom to meet.
func NextModal(r Reader, h Home) slack.ModalViewRequest {
	var blocks []slack.Block
	if len(h.Ended) > 0 {
		blocks = ended(r, h.Ended[0], false)
	}
	if len(h.Upcoming) > 0 {
		blocks = append(blocks, upcoming(r, h.Upcoming[0])...)
	}
	for _, t := range h.Suggested {
		blocks = append(blocks, upcoming(r, t)...)
	}
	for _, w := range h.Wishes {
		blocks = append(blocks, wish(r, w)...)
	}
	switch {
	case blocks == nil && h.Guest:
		blocks = []slack.Block{section(guestWords(r))}
	case blocks == nil:
		blocks = emptyBlocks(r)
	}
	if more := slices.Concat(h.Promises[:min(1, len(h.Promises))], h.Closed); len(more) > 0 {
		blocks = append(blocks, slack.NewDividerBlock())
		for _, p := range more {
			blocks = append(blocks, promiseLines(r, p)...)
		}
	}
	row := actions(button(ActionList, "", r.Say("All talks")))
	if !h.Guest {
		row = actions(
			button(ActionPlan, "", r.Say("Plan a one-on-one")),
			button(ActionLog, "", r.Say("Write down a talk")),
			button(ActionList, "", r.Say("All talks")),
		)
	}
	blocks = append(blocks, slack.NewDividerBlock(), row)
	return modal(r.Say("What's next"), "", r.Say("Close"), blocks...)
}

// WelcomeMessage is said once, when someone first opens the bot, and to who asks what it is. Guest is as in Home.
func WelcomeMessage(r Reader, name string, guest bool) Message {
	hello := r.Say("Hello, %s.", Escape(name))
	if guest {
		return Message{
			Text: r.Say("Hello, %s.", name),
			Blocks: []slack.Block{
				section(hello + " " + r.Say("I'm a bot. I help people here sit down with one person, and listen.")),
				section(r.Say("When somebody would like to sit down with you, their invitation comes here, and you answer it as you like. Planning talks is for full members of this workspace.")),
			},
		}
	}
	return Message{
		Text: r.Say("Hello, %s.", name),
		Blocks: []slack.Block{
			section(hello + " " + r.Say("I'm a bot. I help you sit down with one person, listen, and follow through. I plan the talk, remind you both, and keep what you want to remember where only you can read it.")),
			actions(primary(button(ActionPlan, "", r.Say("Plan a one-on-one")))),
			quiet(r.Say("`/1on1` shows what's next, `/1on1 help` what else I do.")),
		},
	}
}
