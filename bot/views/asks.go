package views

import (
	"slices"

	"github.com/slack-go/slack"

	"oneonone"
)

// Ids of the list of asks.
const (
	ActionAsks       = "asks"
	ActionAsksFilter = "asks_filter"
	ActionAsksMore   = "asks_more"
	ActionAsksBack   = "asks_back"
)

// The filters of the list, besides each [oneonone.Need], [oneonone.Said] and
// [oneonone.NoKind].
const (
	AsksOpen = "open" // by what they need next
	AsksDue  = "due"
	AsksAll  = "all"
)

// AsksSection is some of one's asks under a heading.
type AsksSection struct {
	Filter string
	Asks   []Ask
	More   bool // there are more than fit
}

// Asks is a page of one's asks.
type Asks struct {
	Filter   string
	Sections []AsksSection
	// Next is the value of the button that turns the page; "" on the last.
	Next   string
	Turned bool // it is not the first page
	Never  bool // there is no ask at all, so nothing to choose among
	Guest  bool // see Home
}

// Some says whether there is any ask on the page.
func (l Asks) Some() bool {
	return slices.ContainsFunc(l.Sections, func(s AsksSection) bool { return len(s.Asks) > 0 })
}

// AsksFilters in the order they are offered.
func AsksFilters() []string {
	return []string{
		AsksOpen, AsksDue, string(oneonone.NeedToAsk), string(oneonone.NeedWaiting), string(oneonone.NeedComing),
		string(oneonone.SaidYes), string(oneonone.SaidMaybe),
		string(oneonone.NotNow), string(oneonone.NotThat), string(oneonone.NotEver), string(oneonone.CannotTell), AsksAll,
	}
}

func filterName(r Reader, filter string) string {
	switch filter {
	case AsksOpen:
		return r.Say("What they need next")
	case AsksDue:
		return r.Say("To do now")
	case string(oneonone.NeedToAsk):
		return r.Say("Not asked yet")
	case string(oneonone.NeedWaiting):
		return r.Say("Waiting")
	case string(oneonone.NeedComing):
		return r.Say("Coming up")
	case string(oneonone.SaidYes):
		return r.Say("Yes")
	case string(oneonone.SaidMaybe):
		return r.Say("Maybe")
	case AsksAll:
		return r.Say("All asks")
	}
	return noName(r, oneonone.NoKind(filter))
}

// AsksModal shows one's asks: what each needs next, and its chain at a glance.
func AsksModal(r Reader, l Asks) slack.ModalViewRequest {
	filters := make([]*slack.OptionBlockObject, 0, len(AsksFilters()))
	for _, f := range AsksFilters() {
		filters = append(filters, option(f, filterName(r, f), ""))
	}
	filter := choose(ActionAsksFilter, filters, l.Filter)
	filter.Placeholder = plain(r.Say("Which asks")) // what a screen reader calls it
	var blocks []slack.Block
	if !l.Never {
		blocks = append(blocks, actions(filter))
	}
	for _, s := range l.Sections {
		if len(s.Asks) == 0 {
			continue
		}
		blocks = append(blocks, header(filterName(r, s.Filter)))
		for _, a := range s.Asks {
			row := section(askRow(r, a))
			row.Accessory = slack.NewAccessory(button(ActionShowAsk, a.value(), r.Say("Show me")))
			blocks = append(blocks, row)
		}
		if s.More {
			blocks = append(blocks, quiet(r.Say("There are more: choose “%s” above.", filterName(r, s.Filter))))
		}
	}
	switch {
	case l.Never && l.Guest:
		blocks = append(blocks, section(guestWords(r)))
	case !l.Some() && l.Filter == AsksOpen:
		blocks = append(blocks, section(r.Say("Nothing needs you now. An ask is for one thing, of one person: this event, or this role.")))
	case !l.Some():
		blocks = append(blocks, section(r.Say("None here.")))
	}
	row := actions()
	if !l.Guest {
		row = actions(button(ActionAsk, "", r.Say("A new ask")), button(ActionPractice, "", r.Say("Practice")))
	}
	if l.Turned {
		row.Elements.ElementSet = append(row.Elements.ElementSet, button(ActionAsksBack, "", r.Say("Back")))
	}
	if l.Next != "" {
		row.Elements.ElementSet = append(row.Elements.ElementSet, button(ActionAsksMore, l.Next, r.Say("More")))
	}
	if len(row.Elements.ElementSet) > 0 {
		blocks = append(blocks, row)
	}
	return modal(r.Say("Your asks"), "", r.Say("Close"), blocks...)
}

// askRowMost is how much of the words a line of the list shows.
const askRowMost = 120

// askRow is an ask in two lines: who, and when; the chain, and the words.
func askRow(r Reader, a Ask) string {
	says := "*" + Escape(a.WithFull) + "*"
	if day := a.Day(r.zone); day != (oneonone.Date{}) {
		says += ", " + r.Day(day)
	}
	// Up to this one: the later ones have rows of their own.
	chain := a.Chain
	if i := slices.IndexFunc(chain, func(in oneonone.Ask) bool { return in.ID == a.ID }); i >= 0 {
		chain = chain[:i+1]
	}
	if len(chain) == 0 {
		chain = []oneonone.Ask{a.Ask}
	}
	says += "\n" + chainWords(r, chain)
	switch need, _ := a.Needs(r.days); {
	case !a.Withdrawn.IsZero():
		says += " · " + r.Say("closed")
	case a.Lapsed(r.now, r.zone):
		says += " · " + r.Say("its time has passed")
	case a.IsStillOn() && r.now.Before(a.At):
		says += " · " + r.Say("still on")
	case need == oneonone.NeedWaiting && a.BackOn() != (oneonone.Date{}):
		says += " · " + r.Say("back on %s", r.Day(a.BackOn()))
	}
	return says + "\n" + Escape(cut(a.Words, askRowMost))
}
