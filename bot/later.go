package bot

import (
	"context"
	"strings"

	"oneonone"
	"oneonone/bot/views"
)

// pressLater puts a question off, to the day in the line that was pressed.
func (b *Bot) pressLater(ctx context.Context, q *request) (reply, error) {
	i := strings.LastIndexByte(q.action.Value, '-')
	when := q.action.Value[i+1:]
	switch when {
	case views.LaterNothing:
		return b.pressMetNothing(ctx, q)
	case views.LaterNotMet:
		return b.pressNotMet(ctx, q)
	}
	asked, err := oneonone.ParseAsked(q.action.Value[:max(i, 0)])
	if err != nil {
		return reply{}, err
	}
	if when == views.LaterOtherDay {
		r, err := b.promiser(ctx, q, asked)
		if err != nil {
			return reply{}, err
		}
		return opens(views.LaterModal(r, asked.String()))
	}
	if err := b.putOff(ctx, q, asked, q.me.Day(oneonone.Wait(when), q.now)); err != nil {
		return reply{}, err
	}
	return reply{then: b.again}, nil
}

// promiser is the reader as a question's window promises them a day: what somebody asked
// of them comes in a pause, too.
func (b *Bot) promiser(ctx context.Context, q *request, asked oneonone.Asked) (views.Reader, error) {
	if asked.About != oneonone.NudgeFollowup {
		return q.r, nil
	}
	f, err := b.db.Followup(ctx, q.me.ID, asked.Subject)
	if err != nil || !f.Origin.Request() {
		return q.r, err
	}
	days := q.me.Rhythm
	days.PausedUntil = oneonone.Date{}
	return q.r.Living(days), nil
}

// submitLater puts it off to the day chosen.
func (b *Bot) submitLater(ctx context.Context, q *request) (reply, error) {
	asked, err := oneonone.ParseAsked(q.view.PrivateMetadata)
	if err != nil {
		return reply{}, err
	}
	on, err := oneonone.ParseDate(q.field(string(oneonone.FieldLater)).SelectedDate)
	if err != nil {
		return reply{}, err
	}
	err = b.putOff(ctx, q, asked, on)
	if oneonone.KindOf(err) == oneonone.Stale {
		// The card behind the modal is no longer true: draw it anew.
		if err := b.db.Redraw(ctx, q.me.ID, asked.Subject); err != nil {
			b.log.Warn("redraw a stale card", "err", err)
		}
	}
	return reply{}, err
}

func (b *Bot) putOff(ctx context.Context, q *request, asked oneonone.Asked, on oneonone.Date) error {
	err := b.db.PutOff(ctx, q.me.ID, asked, on)
	if err == nil {
		b.homes.touch(q.me.ID)
	}
	return err
}
