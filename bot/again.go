package bot

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"oneonone"
	"oneonone/bot/views"
)

// The windows that are drawn from facts and hold nothing typed, besides those that
// views names.
const (
	callbackNext = "next"
	callbackList = "list"
	callbackAsks = "asks"
	callbackHeld = "held"

	callbackFollowups = "promises"
)

// lists are the windows that people come to with several things to do, and that lead
// to a window for each.
var lists = []string{callbackNext, callbackList, callbackAsks, callbackHeld, callbackFollowups}

// staysBeneath says whether the window pressed in stays beneath the one that would take
// its place: it is a list, and the other is none. Who closes that, or sends it off, is
// back at the list, and goes on from there; it holds nothing typed, and is drawn anew
// as soon as the other lies on it, so that it says what was recorded and offers nothing
// of it again. A list that turns into itself or another stays where it is. One that
// lies on a window gives way: there is room for three, and what opens from a list
// opens one more, as notes do with their doors.
func staysBeneath(pressed *slack.View, v modalView) bool {
	return slices.Contains(lists, pressed.CallbackID) && !slices.Contains(lists, v.CallbackID) && pressed.PreviousViewID == ""
}

// again redraws the modal that was pressed in, so that it shows what came of
// it. A message's card is drawn anew by the outbox, Home by homes.
func (b *Bot) again(ctx context.Context, q *request) (reply, error) {
	if q.view == nil {
		return reply{}, nil
	}
	if q.view.CallbackID == views.CallbackSettings { // what is typed in it stays: Slack keeps it
		return inPlace(b.settings(ctx, q))
	}
	v, err := b.fromFacts(ctx, q, windowOf(q.view))
	return reply{replace: v}, err
}

// fromFacts draws a window as the facts are now; nothing for one that holds what
// somebody types.
func (b *Bot) fromFacts(ctx context.Context, q *request, w window) (*modalView, error) {
	var re reply
	var err error
	switch w.callback {
	case callbackNext:
		re, err = b.next(ctx, q)
	case callbackList:
		re, err = b.listPage(ctx, q, pagesOf(w.metadata))
	case callbackFollowups:
		re, err = b.pressFollowups(ctx, q)
	case callbackAsks:
		filter, turned := asksPages(w.metadata)
		re, err = b.asksPage(ctx, q, filter, turned)
	case views.CallbackStop:
		re, err = b.pressStop(ctx, q)
	case callbackHeld:
		held, bad := b.held(ctx, q)
		if bad != nil {
			return nil, bad
		}
		re, err = b.chooseHeld(ctx, q, held)
	case views.CallbackAskCard:
		id, err := oneonone.ParseID(w.metadata)
		if err != nil {
			return nil, err
		}
		a, err := b.db.Ask(ctx, q.me.ID, id)
		if err != nil {
			return nil, err
		}
		shown, err := b.shownAsk(ctx, a)
		if err != nil {
			return nil, err
		}
		v := views.AskCardModal(q.r, shown, "")
		return &v, nil
	case views.CallbackPromise:
		id, err := oneonone.ParseID(w.metadata)
		if err != nil {
			return nil, err
		}
		return b.promiseWindow(ctx, q, id)
	case views.CallbackDoors, views.CallbackReflect:
		if w.callback == views.CallbackReflect && !w.saved {
			return nil, nil
		}
		id, err := oneonone.ParseID(w.metadata)
		if err != nil {
			return nil, err
		}
		t, written, notes, err := b.lookBack(ctx, q, id)
		if err != nil {
			return nil, err
		}
		if w.callback == views.CallbackReflect {
			v := views.ReflectionModal(q.r, t, written, notes)
			return &v, nil
		}
		if t.Next, err = b.nextWith(ctx, t.Meeting); err != nil {
			return nil, err
		}
		v := views.SavedModal(q.r, t, written, notes)
		return &v, nil
	}
	return re.open, err
}

// window is which of them it is, and of what; under is the view it lies on, "" for
// none. Saved says that all that stands in its fields is saved.
type window struct {
	callback, metadata, under string
	saved                     bool
	done                      *modalView // see onceDone
	isDone                    bool
}

func windowOf(v *slack.View) window {
	return window{callback: v.CallbackID, metadata: v.PrivateMetadata, under: v.PreviousViewID}
}

// windows remembers the windows that were pressed in, by their view: Slack tells
// which view one lies on, and not what that shows. Forgetting is harmless: what
// lies under another then says what it said. The zero windows is empty.
type windows struct {
	mu    sync.Mutex
	by    map[string]window
	under map[string]time.Time // since when another lies on it
}

// coverFor is how long what is pressed under a window may have been pressed before
// that was there.
const coverFor = time.Second

// cover remembers that another window is laid on one now.
func (w *windows) cover(v *slack.View) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.under == nil || len(w.under) >= rememberLast {
		w.under = map[string]time.Time{}
	}
	w.under[v.ID] = time.Now()
}

// uncover forgets it: something was heard from the window on top, if only that it
// closed.
func (w *windows) uncover(view string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.under, view)
}

// covered says whether what was pressed in a window was pressed before the one on top
// of it was there: a finger that tapped twice, or two buttons at once. It opens no
// second one.
func (w *windows) covered(v *slack.View) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	since, lies := w.under[v.ID]
	return lies && time.Since(since) < coverFor
}

// pressedIn remembers a window.
func (w *windows) pressedIn(v *slack.View) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.by == nil || len(w.by) >= rememberLast {
		w.by = map[string]window{}
	}
	w.by[v.ID] = windowOf(v)
}

// allSaved remembers of one that all in it is saved.
func (w *windows) allSaved(v *slack.View) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if found, ok := w.by[v.ID]; ok {
		found.saved = true
		w.by[v.ID] = found
	}
}

// onceDone remembers what a window that somebody types in shows once that is done, see
// nowDone, which opens on it now: the next press in it is about something else.
func (w *windows) onceDone(v *slack.View, shows modalView) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if found, ok := w.by[v.ID]; ok {
		found.done = &shows
		w.by[v.ID] = found
	}
}

// nowDone notes that it is done, in a window that lies on that one.
func (w *windows) nowDone(beneath string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if found, ok := w.by[beneath]; ok {
		found.isDone = true
		w.by[beneath] = found
	}
}

func (w *windows) of(view string) (window, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	found, ok := w.by[view]
	return found, ok
}

// windowsMost is how many windows Slack lays on each other.
const windowsMost = 3

// changed has the windows under the one in which something was changed drawn anew,
// behind what that itself comes to show.
func (b *Bot) changed(q *request) {
	if q.view != nil && q.view.PreviousViewID != "" && !q.me.ID.IsZero() {
		b.screens.add(q.me.SlackID, func() { b.drawAnew(q, q.view.PreviousViewID) })
	}
}

// drawAnew draws a window anew, and those that lie under it, so that none says what is
// no longer so. One that somebody types in stays as it is: what was typed in it is
// theirs.
func (b *Bot) drawAnew(q *request, view string) {
	defer b.survive("while showing")
	// Whatever they press next waits behind it.
	ctx, cancel := context.WithTimeout(context.Background(), redrawWithin)
	defer cancel()
	for n := 1; view != "" && n < windowsMost; n++ {
		w, known := b.windows.of(view)
		if !known {
			return
		}
		v, err := b.fromFacts(ctx, q, w)
		if v == nil && w.isDone {
			v = w.done
		}
		if err == nil && v != nil {
			_, err = b.api.UpdateViewContext(ctx, *v, "", "", view)
		}
		if err != nil && !closedByNow(err) {
			b.log.Warn("draw a window under another", "err", err)
		}
		view = w.under
	}
}
