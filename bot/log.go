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
	_, kind, err := b.usualKind(ctx, q, who)
	if err != nil {
		return reply{}, err
	}
	return replaces(views.Noted(note, views.LogModal(q.r, views.Log{
		Whom: views.Whom{Who: who}, Start: q.now.Add(-logAgo).Truncate(15 * time.Minute), Kind: kind,
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
	whom, person, errs, err := b.whom(ctx, q, s.Whom, q.submission(), oneonone.CheckMet)
	if err != nil {
		return reply{}, err
	}
	if e := oneonone.CheckHeld(q.now, s.Plan.Start); e != nil {
		errs = append(errs, e)
	}
	if err := asError(errs); err != nil {
		return reply{}, err
	}
	// Asked about one talk, they have answered about no other: the person, or the hour, may
	// be another by now.
	asked, sooner := views.ParseSooner(q.field(string(views.FieldSooner)).SelectedOption.Value)
	switch coming, err := b.db.Sooner(ctx, q.me.ID, whom, s.Plan.Start); {
	case err == nil && coming.ID != asked:
		return b.askSooner(ctx, q, s, coming)
	case err != nil && oneonone.KindOf(err) != oneonone.NotFound:
		return reply{}, err
	}
	m, known, err := b.db.Log(ctx, q.me.ID, whom, q.submission(), s.Plan.Kind, s.Plan.Start, sooner)
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

// askSooner asks whether it was the talk still to come, before anything is written: who
// counts on that one is not to wait in vain.
func (b *Bot) askSooner(ctx context.Context, q *request, s views.Schedule, coming oneonone.Meeting) (reply, error) {
	t, err := b.talk(ctx, coming, true)
	if err != nil {
		return reply{}, err
	}
	return updates(q.turned(views.LogModal(q.r, views.Log{Whom: s.Whom, Start: s.Plan.Start, Kind: s.Plan.Kind, Coming: &t})))
}

// askHeldAt asks when two met who never settled on a time.
func (b *Bot) askHeldAt(ctx context.Context, q *request, m oneonone.Meeting) (reply, error) {
	t, err := b.talk(ctx, m, true)
	if err != nil {
		return reply{}, err
	}
	return replaces(views.HeldAtModal(q.r, t, m.LastPassed(q.now)))
}

// submitHeldAt records it, and goes straight on to what there is to remember.
func (b *Bot) submitHeldAt(ctx context.Context, q *request) (reply, error) {
	id, err := q.metadata()
	if err != nil {
		return reply{}, err
	}
	start := q.instant(string(oneonone.FieldWhen))
	if err := oneonone.CheckHeld(q.now, start); err != nil {
		return reply{}, err
	}
	m, stood, err := b.db.HeldAt(ctx, q.me.ID, id, start)
	if err != nil {
		return reply{}, err
	}
	b.homes.touch(m.Organizer, m.Member)
	t, was, notes, err := b.lookBack(ctx, q, m.ID)
	if err != nil { // it is recorded, and its card leads there
		b.log.Warn("show a modal", "err", err)
		return reply{}, nil
	}
	v := views.ReflectionModal(q.r, t, was, notes)
	if stood.State == oneonone.Missed {
		v = *b.withRetry(ctx, q, stood, &v)
	}
	if m.ID != stood.ID {
		v = views.WithKnown(q.r, t, m, v)
	}
	return updates(v)
}
