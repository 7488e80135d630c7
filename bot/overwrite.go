package bot

import (
	"context"

	"oneonone"
	"oneonone/bot/views"
)

// pressOverwrite opens what was typed of an ask, to be written over, on top of the
// window that says who asks for it.
func (b *Bot) pressOverwrite(ctx context.Context, q *request) (reply, error) {
	shown, err := b.shownAskOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	return opens(views.OverwriteModal(q.r, shown, carriedAsk{Ask: shown.ID.String(), Version: shown.Version}.String()))
}

// submitOverwrite writes over it. What the window did not show stays as it is.
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
	return reply{}, b.db.OverwriteAsk(ctx, q.me.ID, a.ID, c.Version, words)
}
