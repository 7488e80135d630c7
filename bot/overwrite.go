package bot

import (
	"context"
	"slices"

	"oneonone"
	"oneonone/bot/views"
)

// pressOverwrite opens what was typed of an ask, to be written over, on top of the
// window that says who asks for it. Where they took that back, the window says so.
func (b *Bot) pressOverwrite(ctx context.Context, q *request) (reply, error) {
	shown, err := b.shownAskOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	c := carriedAsk{Ask: shown.ID.String(), Version: shown.Version}
	if q.view != nil && q.view.CallbackID == views.CallbackPromise {
		c.Request = windowOf(q.view).metadata
	}
	back, err := b.tookBack(ctx, q, c)
	if err != nil {
		return reply{}, err
	}
	if back {
		return b.again(ctx, q)
	}
	return opens(views.OverwriteModal(q.r, shown, false, c.String()))
}

// tookBack says whether who asked to have it written over would keep it after all.
func (b *Bot) tookBack(ctx context.Context, q *request, c carriedAsk) (bool, error) {
	id, err := carriedID(c.Request)
	if err != nil || id.IsZero() {
		return false, err
	}
	f, err := b.db.Followup(ctx, q.me.ID, id)
	if err != nil || !f.Origin.Request() || f.State != oneonone.Dropped {
		return false, err
	}
	open, err := b.db.Between(ctx, q.me.ID, f.Person)
	anew := slices.ContainsFunc(open, func(o oneonone.Followup) bool { return o.Origin == f.Origin })
	return !anew, err
}

// submitOverwrite writes over it. What the window did not show stays as it is, and
// where nobody asks for it any more, its author hears so before anything is gone.
func (b *Bot) submitOverwrite(ctx context.Context, q *request) (reply, error) {
	a, c, err := b.carriedAnswer(ctx, q)
	if err != nil {
		return reply{}, err
	}
	words := a.Typed()
	for field, of := range map[oneonone.Field]*string{
		oneonone.FieldAskWords: &words.Words, oneonone.FieldAskWhere: &words.Where, oneonone.FieldAskInvolves: &words.Involves, oneonone.FieldAskWhy: &words.Why,
		oneonone.FieldAskIfTime: &words.IfTime, oneonone.FieldAskIfThing: &words.IfThing, oneonone.FieldWouldTake: &words.WouldTake,
	} {
		if q.asks(string(field)) {
			*of = q.field(string(field)).Value
		}
	}
	if err := asError(words.Check()); err != nil {
		return reply{}, err
	}
	back, err := b.tookBack(ctx, q, c)
	if err != nil {
		return reply{}, err
	}
	if back {
		shown, err := b.shownAsk(ctx, a)
		if err != nil {
			return reply{}, err
		}
		c.Request = "" // said, and what is sent again is meant
		return updates(views.OverwriteModal(q.r, shown, true, c.String()))
	}
	return reply{}, b.db.OverwriteAsk(ctx, q.me.ID, a.ID, c.Version, words)
}
