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

// pressDoor opens a door, in place of the window it was pressed in. Where that
// holds the line, what was typed there is saved first: nobody loses words by
// going through a door.
func (b *Bot) pressDoor(p oneonone.Page) handler {
	return func(ctx context.Context, q *request) (reply, error) {
		m, err := b.meetingOf(ctx, q)
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
		if re, err := b.saveBeforeDoor(ctx, q, t); re.replace != nil || err != nil {
			return re, err
		}
		return replaces(views.DoorModal(q.r, t, p, notes))
	}
}

// submitDoor saves what stands behind a door, and goes back to the doors.
func (b *Bot) submitDoor(p oneonone.Page) handler {
	return func(ctx context.Context, q *request) (reply, error) {
		t, err := b.carried(ctx, q)
		if err != nil {
			return reply{}, err
		}
		r, err := b.db.Reflection(ctx, q.me.ID, t.ID)
		if err != nil {
			return reply{}, err
		}
		// Nothing may fail once it is saved: they would be told that it is not.
		notes, err := b.savePage(ctx, q, t.ID, p)
		if err != nil {
			return reply{}, err
		}
		return updates(views.SavedModal(q.r, t, r, notes))
	}
}

// saveBeforeDoor saves the reflection that a door was opened from. Where that
// cannot be, the window is drawn with what is wrong.
func (b *Bot) saveBeforeDoor(ctx context.Context, q *request, t views.Talk) (reply, error) {
	if q.view == nil || q.view.CallbackID != views.CallbackReflect {
		return reply{}, nil
	}
	_, err := b.saveReflection(ctx, q, t)
	if err == nil {
		return reply{}, nil
	}
	b.logFailure("save before a door", err)
	v, drawErr := b.reflectionAsTyped(ctx, q, t, b.notSaved(q, err))
	if drawErr != nil {
		return reply{}, err
	}
	return reply{replace: v}, nil
}

// doors is the window with the doors of one of the organizer's talks, after something
// was told behind one of them that is no note; note stands on top, "" for none.
func (b *Bot) doors(ctx context.Context, q *request, talk, note string) (*modalView, error) {
	id, err := oneonone.ParseID(talk)
	if err != nil {
		return nil, err
	}
	m, err := b.db.Meeting(ctx, q.me.ID, id)
	if err != nil {
		return nil, err
	}
	t, err := b.talk(ctx, m, true)
	if err != nil {
		return nil, err
	}
	r, err := b.db.Reflection(ctx, q.me.ID, id)
	if err != nil {
		return nil, err
	}
	notes, err := b.db.Notes(ctx, q.me.ID, id)
	if err != nil {
		return nil, err
	}
	v := views.Noted(note, views.SavedModal(q.r, t, r, notes))
	return &v, nil
}

// backToDoors goes there once all is saved; where the window was opened elsewhere, it
// closes.
func (b *Bot) backToDoors(ctx context.Context, q *request, c carriedAsk, note string) (reply, error) {
	if c.Door == "" {
		return reply{}, nil
	}
	v, err := b.doors(ctx, q, c.Door, note)
	if err != nil {
		b.logFailure("show the doors", err)
		return reply{}, nil
	}
	return reply{update: v}, nil
}

// pressToDoors leaves what follows an answer, and goes back to the doors.
func (b *Bot) pressToDoors(ctx context.Context, q *request) (reply, error) {
	id, err := q.subject()
	if err != nil {
		return reply{}, err
	}
	v, err := b.doors(ctx, q, id.String(), "")
	return reply{replace: v}, err
}
