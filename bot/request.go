package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"oneonone"
	"oneonone/bot/views"
)

// request is one thing a person did, from whichever envelope.
type request struct {
	me      oneonone.Member
	profile oneonone.Profile
	r       views.Reader
	now     time.Time
	tapped  bool // they did something, rather than Slack telling of them

	trigger     string // opens a modal, within three seconds, once
	spent       bool   // it may be used up: Slack was asked to open one
	responseURL string // says something to this person alone

	command command            // of a slash command
	action  *slack.BlockAction // of a press
	view    *slack.View        // the modal pressed in or submitted; nil in a message or on Home
	held    held               // what was typed there into fields that it does not have now
	author  string             // the Slack id of who wrote the message a shortcut was used on
}

// subject is the id in the pressed button's value.
func (q *request) subject() (oneonone.ID, error) {
	id, _, _ := strings.Cut(q.action.Value, "-")
	return oneonone.ParseID(id)
}

// seen are the revision of the talk that stood on the card pressed on, its turn,
// and the round of suggestions, the time chosen or the version; zero where it did not say.
func (q *request) seen() (revision, turn, more int) {
	parts := strings.Split(q.action.Value, "-")
	if len(parts) > 1 {
		at, of, _ := strings.Cut(parts[1], ".")
		revision, _ = strconv.Atoi(at)
		turn, _ = strconv.Atoi(of)
	}
	if len(parts) > 2 {
		more, _ = strconv.Atoi(parts[2])
	}
	return revision, turn, more
}

// version is the one of the talk that stood on the card pressed on; zero where it did
// not say.
func (q *request) version() int {
	_, _, version := q.seen()
	return version
}

// carries is what the modal pressed in carries along; "" outside one.
func (q *request) carries() string {
	if q.view == nil {
		return ""
	}
	return q.view.PrivateMetadata
}

// metadata is the id a modal carries along; there is none outside a modal.
func (q *request) metadata() (oneonone.ID, error) {
	return oneonone.ParseID(q.carries())
}

// submission names what was submitted: the view and the step. The same one
// twice is one. A press on a card submits nothing.
//
// It is the key of what a view holds once: a talk planned, written down or tried
// again, a follow-up, a line that somebody is late. Their windows close once they
// are sent off, or show something that leads to no second one. A window that people
// come back to without closing it needs a key that tells its comings apart: see
// drawing, and carriedAsk.Over.
func (q *request) submission() string {
	if q.view == nil {
		return ""
	}
	return q.view.ID + "/" + q.view.CallbackID
}

// drawing names what was sent from the window as it was drawn this time. The same
// drawing with the same words twice is one.
//
// It is the key of what comes twice in one view, as the word to somebody, which the
// card of their ask offers again once it is sent; and of what is written over what was
// there, as the line of a reflection and the pages behind its doors.
func (q *request) drawing() string { return q.submission() + "/" + q.view.Hash }

// over names the drawing that a window takes the place of; "" where it opens anew.
func (q *request) over() string {
	if q.view == nil {
		return ""
	}
	return q.view.Hash
}

// field is the state of an input by its block id, whatever its action id: each
// block has one.
func (q *request) field(block string) slack.BlockAction {
	if q.view == nil || q.view.State == nil {
		return slack.BlockAction{}
	}
	for id, actions := range q.view.State.Values {
		if views.FieldOf(id) != block {
			continue
		}
		for _, v := range actions {
			return v
		}
	}
	return slack.BlockAction{}
}

// asks says whether the modal holds an input of this name.
func (q *request) asks(block string) bool {
	if q.view == nil {
		return false
	}
	return slices.ContainsFunc(q.view.Blocks.BlockSet, func(b slack.Block) bool { return views.FieldOf(b.ID()) == block })
}

// instant is a picked day and time.
func (q *request) instant(block string) time.Time { return picked(q.field(block)) }

// picked is the day and time in a field; zero for none.
func picked(a slack.BlockAction) time.Time {
	if n := a.SelectedDateTime; n != 0 {
		return time.Unix(n, 0).UTC()
	}
	return time.Time{}
}

// minutes is a picked length.
func (q *request) minutes(block string) time.Duration {
	n, _ := strconv.Atoi(q.field(block).SelectedOption.Value)
	return time.Duration(n) * time.Minute
}

// drawn is what an input of the window held when it was drawn.
func (q *request) drawn(block string) string {
	if q.view == nil {
		return ""
	}
	for _, b := range q.view.Blocks.BlockSet {
		in, ok := b.(*slack.InputBlock)
		if !ok || views.FieldOf(in.BlockID) != block {
			continue
		}
		switch e := in.Element.(type) {
		case *slack.PlainTextInputBlockElement:
			return e.InitialValue
		case *slack.DatePickerBlockElement:
			return e.InitialDate
		case *slack.SelectBlockElement:
			if e.InitialOption != nil {
				return e.InitialOption.Value
			}
		case *slack.RadioButtonsBlockElement:
			if e.InitialOption != nil {
				return e.InitialOption.Value
			}
		case *slack.CheckboxGroupsBlockElement:
			if len(e.InitialOptions) > 0 {
				return e.InitialOptions[0].Value
			}
		}
	}
	return ""
}
