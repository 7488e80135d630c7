package bot

import (
	"context"

	"oneonone"
	"oneonone/bot/views"
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
// closing it loses nothing but the typing. Of two who never settled on a time it asks
// first when they met.
func (b *Bot) pressMet(ctx context.Context, q *request) (reply, error) {
	m, err := b.meetingOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	if m.NeverSettled(q.now) {
		return reply{then: func(ctx context.Context, q *request) (reply, error) { return b.askHeldAt(ctx, q, m) }}, nil
	}
	var missed oneonone.Meeting // as it stood, where it was taken not to have happened
	m, err = b.change(ctx, q, func(m *oneonone.Meeting) error {
		if m.State == oneonone.Missed {
			missed = *m
		}
		return m.SayMet(q.version(), q.now)
	})
	if err != nil {
		return reply{}, err
	}
	return reply{then: func(ctx context.Context, q *request) (reply, error) {
		v, err := b.reflection(ctx, q, m.ID)
		if err == nil && !missed.ID.IsZero() {
			v = b.withRetry(ctx, q, missed, v)
		}
		return reply{replace: v}, err
	}}, nil
}

// withRetry tells in the window of a talk that was held after all of the one that
// was planned in its place. Where that cannot be read, Home still shows it.
func (b *Bot) withRetry(ctx context.Context, q *request, missed oneonone.Meeting, v *modalView) *modalView {
	retry, err := b.db.PlannedSince(ctx, q.me.ID, missed.ID, missed.ClosedAt)
	if err != nil {
		if oneonone.KindOf(err) != oneonone.NotFound {
			b.log.Warn("look for another try", "err", err)
		}
		return v
	}
	t, err := b.talk(ctx, retry, true)
	if err != nil {
		b.log.Warn("look for another try", "err", err)
		return v
	}
	told := views.WithRetry(q.r, t, *v)
	return &told
}

// pressMetNothing records it in one tap, with nothing to note.
func (b *Bot) pressMetNothing(ctx context.Context, q *request) (reply, error) {
	_, err := b.change(ctx, q, func(m *oneonone.Meeting) error {
		if err := m.SayMet(q.version(), q.now); err != nil {
			return err
		}
		return m.Noted(oneonone.LineNone)
	})
	return reply{then: b.again}, err
}

// pressNothing is "Nothing to note".
func (b *Bot) pressNothing(ctx context.Context, q *request) (reply, error) {
	if _, err := b.change(ctx, q, func(m *oneonone.Meeting) error { return m.Noted(oneonone.LineNone) }); err != nil {
		return reply{}, err
	}
	return reply{then: b.again}, nil
}
