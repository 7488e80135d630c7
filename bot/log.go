package bot

import (
	"context"
	"time"

	"oneonone"
	"oneonone/bot/views"
)

// logAgo is how long ago a talk is pre-set to have begun.
const logAgo = time.Hour

// logTalk opens the modal for a talk that was held without a plan.
func (b *Bot) logTalk(ctx context.Context, q *request) (reply, error) {
	if err := oneonone.CheckOrganizer(q.profile); err != nil {
		return reply{}, err
	}
	who, note := b.meetable(ctx, q, q.command.mention, oneonone.CheckMet)
	return replaces(views.Noted(note, views.LogModal(q.r, views.Log{
		Whom: views.Whom{Who: who}, Start: q.now.Add(-logAgo).Truncate(15 * time.Minute), Kind: oneonone.Recruitment,
	})))
}

// submitLog writes it down as met, and goes straight on to what there is to
// remember. Closing that modal loses nothing but the typing.
func (b *Bot) submitLog(ctx context.Context, q *request) (reply, error) {
	if err := oneonone.CheckOrganizer(q.profile); err != nil {
		return reply{}, err
	}
	s, err := b.scheduled(ctx, q)
	if err != nil {
		return reply{}, err
	}
	whom, person, errs, err := b.whom(ctx, q, s.Whom, oneonone.CheckMet)
	if err != nil {
		return reply{}, err
	}
	if e := oneonone.CheckHeld(q.now, s.Plan.Start); e != nil {
		errs = append(errs, e)
	}
	if err := asError(errs); err != nil {
		return reply{}, err
	}
	m, known, err := b.db.Log(ctx, q.me.ID, whom, q.submission(), s.Plan.Kind, s.Plan.Start)
	if err != nil {
		return reply{}, err
	}
	b.homes.touch(m.Organizer)
	t, was, notes, err := b.lookBack(ctx, q, m.ID) // with what they wrote already
	if err != nil {
		t = b.named(m, whom, s.Whom, person)
	}
	v := views.ReflectionModal(q.r, t, was, notes)
	if known.State == oneonone.Missed {
		v = *b.withRetry(ctx, q, known, &v)
	}
	if !known.ID.IsZero() {
		v = views.WithKnown(q.r, t, known, v)
	}
	return updates(v)
}
