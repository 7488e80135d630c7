package bot

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"oneonone/bot/views"
)

// held is what stood in fields that a window has turned away from, by block: who
// chooses "A role" sees no place any more, and finds it again when it is an event
// after all.
//
// Slack forgets what was typed under a block that is not drawn. So the window takes
// it along in its own metadata, behind what its handler carries: it is as private as
// the field it was typed into, goes when the window goes, outlives a restart of this
// program, and no list of open windows has to be kept here, bounded and wiped. Slack
// takes 3000 characters of metadata; what is over that stays drawn.
type held map[string]heldField

// heldField is what one field held, by the kind of field it was.
type heldField struct {
	Words  string   `json:"w,omitempty"`
	Day    string   `json:"d,omitempty"`
	At     int64    `json:"t,omitempty"` // Unix seconds
	Who    string   `json:"u,omitempty"` // Slack id
	Chosen string   `json:"c,omitempty"`
	Ticked []string `json:"k,omitempty"`
}

// heldMost is how long it may be in all, in [views.Units]: the rest of the 3000 is
// for what handlers carry. All lines of an ask filled to the brim are some 2300.
const heldMost = 2400

// heldMark stands in the metadata of a window before what it holds. Nothing that a
// handler carries has a line break in it.
const heldMark = "\n"

// unfold takes the metadata of a window apart: for its handler what it carries, and
// what it holds.
func unfold(v slack.View) (*slack.View, held) {
	carried, rest, _ := strings.Cut(v.PrivateMetadata, heldMark)
	v.PrivateMetadata = carried
	var h held
	if json.Unmarshal([]byte(rest), &h) != nil {
		h = nil // there was none
	}
	return &v, h
}

// String is fit for the metadata.
func (h held) String() string {
	if len(h) == 0 {
		return ""
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // it is no page, and would be six times as long
	_ = e.Encode(h)        // strings and numbers: it cannot fail
	return heldMark + strings.TrimSpace(b.String())
}

// fits says whether Slack takes it along.
func (h held) fits() bool { return views.Units(h.String()) <= heldMost }

// fieldState is what an input of the window as it stands holds.
func fieldState(a slack.BlockAction) heldField {
	f := heldField{Words: a.Value, Day: a.SelectedDate, At: a.SelectedDateTime, Who: a.SelectedUser, Chosen: a.SelectedOption.Value}
	for _, o := range a.SelectedOptions {
		f.Ticked = append(f.Ticked, o.Value)
	}
	return f
}

func (f heldField) empty() bool {
	return f.Words == "" && f.Day == "" && f.At == 0 && f.Who == "" && f.Chosen == "" && len(f.Ticked) == 0
}

// action is the field as Slack tells of one.
func (f heldField) action() slack.BlockAction {
	a := slack.BlockAction{Value: f.Words, SelectedDate: f.Day, SelectedDateTime: f.At, SelectedUser: f.Who}
	a.SelectedOption.Value = f.Chosen
	for _, value := range f.Ticked {
		a.SelectedOptions = append(a.SelectedOptions, slack.OptionBlockObject{Value: value})
	}
	return a
}

// typed is the state of an input by its exact block id; of one that the window has
// turned away from, what it held when it was there. Of what somebody sends off it may
// only be used where it is theirs to find again and nobody else's to read: what is
// sent to others is what stands in the window, see field.
func (q *request) typed(block string) slack.BlockAction {
	if q.view != nil && q.view.State != nil {
		for _, v := range q.view.State.Values[block] {
			return v
		}
	}
	if q.draws(block) {
		return slack.BlockAction{}
	}
	return q.held[block].action()
}

// draws says whether an input with this very block id stands in the window.
func (q *request) draws(block string) bool {
	return q.view != nil && slices.ContainsFunc(q.view.Blocks.BlockSet, func(b slack.Block) bool { return b.ID() == block && isInput(b) })
}

func isInput(b slack.Block) bool { return b.BlockType() == slack.MBTInput }

// mark sets a mark among what the window holds, or takes it away.
func (q *request) mark(name string, set bool) {
	marked := held{}
	maps.Copy(marked, q.held)
	if delete(marked, name); set {
		marked[name] = heldField{Chosen: name}
	}
	q.held = marked
}

// savedNth forgets what was typed into the window that was sent off, and into others with its
// number: that is saved, and is not to be found again as if it were not.
func (q *request) savedNth(nth int) {
	saved := func(block string) bool { return views.InNth(views.FieldOf(block), nth) == block }
	q.held = maps.Clone(q.held)
	maps.DeleteFunc(q.held, func(block string, _ heldField) bool { return saved(block) })
	sent := *q.view
	sent.Blocks.BlockSet = slices.DeleteFunc(slices.Clone(sent.Blocks.BlockSet), func(b slack.Block) bool { return isInput(b) && saved(b.ID()) })
	if sent.State != nil { // fields that did not fit into what is held stood there as well
		values := maps.Clone(sent.State.Values)
		maps.DeleteFunc(values, func(block string, _ map[string]slack.BlockAction) bool { return saved(block) })
		sent.State = &slack.ViewState{Values: values}
	}
	q.view = &sent
}

// turned is a window on its way into the place of the one it was pressed in, with
// what was typed into fields that it does not have. Where that does not fit, the
// field stays drawn below the others. Gone are fields that never come back. The window
// is one that its reader may turn back; what follows after all is saved holds nothing.
func (q *request) turned(v modalView, gone ...string) modalView {
	h := held{}
	maps.Copy(h, q.held)
	blocks := slices.Clone(v.Blocks.BlockSet)
	stands := map[string]bool{}
	for _, b := range blocks {
		stands[b.ID()] = true
		delete(h, b.ID())
	}
	for _, b := range q.view.Blocks.BlockSet {
		if !isInput(b) || stands[b.ID()] || slices.Contains(gone, b.ID()) {
			continue
		}
		f := fieldState(q.typed(b.ID()))
		if f.empty() {
			continue
		}
		h[b.ID()] = f
		if !h.fits() {
			delete(h, b.ID())
			blocks = append(blocks, views.StillDrawn(b))
		}
	}
	v.Blocks.BlockSet = blocks
	v.PrivateMetadata += h.String()
	return v
}

// turnedIn is turned where the window pressed in is one of these; a window that takes
// the place of another kind begins anew.
func (q *request) turnedIn(callbacks []string, v modalView, gone ...string) modalView {
	if q.view == nil || !slices.Contains(callbacks, q.view.CallbackID) {
		return v
	}
	return q.turned(v, gone...)
}
