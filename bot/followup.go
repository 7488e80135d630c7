package bot

import (
	"context"

	"oneonone"
	"oneonone/bot/views"
)

// promise makes a follow-up ready to be shown to its author.
func (b *Bot) promise(ctx context.Context, f oneonone.Followup) (views.Promise, error) {
	t, err := b.talk(ctx, oneonone.Meeting{Organizer: f.Organizer, Person: f.Person, Member: f.Member}, true)
	return views.Promise{Followup: f, With: t.With}, err
}

// pressShowPromise shows what was promised, in a modal and nowhere else.
func (b *Bot) pressShowPromise(ctx context.Context, q *request) (reply, error) {
	id, err := q.subject()
	if err != nil {
		return reply{}, err
	}
	f, err := b.db.Followup(ctx, q.me.ID, id)
	if err != nil {
		return reply{}, err
	}
	p, err := b.promise(ctx, f)
	if err != nil {
		return reply{}, err
	}
	return opens(views.PromiseModal(q.r, p))
}

func (b *Bot) pressDone(ctx context.Context, q *request) (reply, error) {
	return b.changePromise(ctx, q, func(f *oneonone.Followup) error { return f.Close(oneonone.Done, q.now) })
}

func (b *Bot) pressLetGo(ctx context.Context, q *request) (reply, error) {
	return b.changePromise(ctx, q, func(f *oneonone.Followup) error { return f.Close(oneonone.Dropped, q.now) })
}

func (b *Bot) pressTomorrow(ctx context.Context, q *request) (reply, error) {
	return b.changePromise(ctx, q, func(f *oneonone.Followup) error { return f.Tomorrow(q.now, q.me.Rhythm) })
}

func (b *Bot) changePromise(ctx context.Context, q *request, rule func(*oneonone.Followup) error) (reply, error) {
	id, err := q.subject()
	if err != nil {
		return reply{}, err
	}
	if _, err := b.db.ChangeFollowup(ctx, q.me.ID, id, rule); err != nil {
		return reply{}, err
	}
	b.homes.touch(q.me.ID)
	return reply{then: b.again}, nil
}
