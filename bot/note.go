package bot

import (
	"context"

	"oneonone"
	"oneonone/bot/views"
)

// typedNotes is a page as it stands in the window.
func typedNotes(q *request, p oneonone.Page) oneonone.Notes {
	n := oneonone.Notes{}
	for _, f := range p.Fields() {
		in := q.field(string(f))
		words := in.Value
		if f.Choices() != nil {
			words = in.SelectedOption.Value
			for _, o := range in.SelectedOptions {
				words = o.Value
			}
		}
		if words != "" && words != views.FeelOpen {
			n[f] = words
		}
	}
	return n
}

// drawnNotes is the page as the window was drawn: what its author saw there
// before they typed.
func drawnNotes(q *request, p oneonone.Page) oneonone.Notes {
	n := oneonone.Notes{}
	for _, f := range p.Fields() {
		if words := q.drawn(string(f)); words != "" {
			n[f] = words
		}
	}
	return n
}

// savePage saves the page in the window, and gives all notes of the talk as they
// are then.
func (b *Bot) savePage(ctx context.Context, q *request, meeting oneonone.ID, p oneonone.Page) (oneonone.Notes, error) {
	saved, err := b.db.Notes(ctx, q.me.ID, meeting)
	if err != nil {
		return nil, err
	}
	typed := typedNotes(q, p)
	if err := asError(typed.Check(p, drawnNotes(q, p), saved)); err != nil {
		return nil, err
	}
	return b.db.WriteNotes(ctx, q.me.ID, meeting, q.drawing(), p, typed)
}

// pressDoor opens a door on top of the window pressed in: what is typed there stays
// as it is, and is there again when the door closes.
func (b *Bot) pressDoor(p oneonone.Page) handler {
	return func(ctx context.Context, q *request) (reply, error) {
		m, err := b.atDoor(ctx, q)
		if err != nil {
			return reply{}, err
		}
		t, err := b.talk(ctx, m, true)
		if err != nil {
			return reply{}, err
		}
		notes, err := b.db.Notes(ctx, q.me.ID, m.ID)
		if err != nil {
			return reply{}, err
		}
		return opens(views.DoorModal(q.r, t, p, notes))
	}
}

// atDoor is the talk whose door was pressed. Where nothing is typed in the window
// beneath that is not saved, it may be drawn anew when the door closes, see fromFacts.
func (b *Bot) atDoor(ctx context.Context, q *request) (oneonone.Meeting, error) {
	m, err := b.meetingOf(ctx, q)
	if err != nil || q.view == nil || q.view.CallbackID != views.CallbackReflect {
		return m, err
	}
	saved, err := b.db.Reflection(ctx, q.me.ID, m.ID)
	if err != nil {
		return m, err
	}
	typed, err := b.draft(q, m.ID)
	if err == nil && typed.Remember == saved.Remember && typed.Promise == saved.Promise && typed.Next == saved.Next &&
		(typed.Next != oneonone.NextOtherDate || typed.NextOn == saved.NextOn) {
		b.windows.allSaved(q.view)
	}
	return m, nil // a day half chosen is typed, and no error yet
}

// submitDoor saves what stands behind a door, which closes; the doors beneath it are
// drawn anew, see changed. Where they cannot be, it says itself that it is saved.
func (b *Bot) submitDoor(p oneonone.Page) handler {
	return func(ctx context.Context, q *request) (reply, error) {
		id, err := q.metadata()
		if err != nil {
			return reply{}, err
		}
		if _, err := b.savePage(ctx, q, id, p); err != nil {
			return reply{}, err
		}
		if beneath, known := b.windows.of(q.view.PreviousViewID); !known || beneath.callback == views.CallbackReflect && !beneath.saved {
			return updates(views.DoorSavedModal(q.r, p))
		}
		return reply{}, nil
	}
}
