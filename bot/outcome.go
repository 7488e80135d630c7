package bot

import (
	"context"

	"oneonone"
)

// change lets a rule change the organizer's meeting in the pressed button.
func (b *Bot) change(ctx context.Context, q *request, rule func(*oneonone.Meeting) error) (oneonone.Meeting, error) {
	id, err := q.subject()
	if err != nil {
		return oneonone.Meeting{}, err
	}
	m, err := b.db.ChangeMeeting(ctx, q.me.ID, id, rule)
	if err == nil {
		b.homes.touch(m.Organizer, m.Member)
	}
	return m, err
}

// pressMet records the talk at once; the modal that opens then is an offer, and
// closing it loses nothing but the typing.
func (b *Bot) pressMet(ctx context.Context, q *request) (reply, error) {
	m, err := b.change(ctx, q, func(m *oneonone.Meeting) error { return m.WeMet(q.now) })
	if err != nil {
		return reply{}, err
	}
	return reply{then: func(ctx context.Context, q *request) (reply, error) {
		v, err := b.reflection(ctx, q, m)
		return reply{replace: v}, err
	}}, nil
}

// pressMetNothing records it in one tap, with nothing to note.
func (b *Bot) pressMetNothing(ctx context.Context, q *request) (reply, error) {
	_, err := b.change(ctx, q, func(m *oneonone.Meeting) error {
		if err := m.WeMet(q.now); err != nil {
			return err
		}
		return m.Noted()
	})
	return reply{then: b.again}, err
}

// pressNothing is "Nothing to note".
func (b *Bot) pressNothing(ctx context.Context, q *request) (reply, error) {
	if _, err := b.change(ctx, q, func(m *oneonone.Meeting) error { return m.Noted() }); err != nil {
		return reply{}, err
	}
	return reply{then: b.again}, nil
}
