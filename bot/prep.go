package bot

import (
	"context"

	"oneonone"
	"oneonone/bot/views"
)

// meetingOf is the organizer's meeting in the pressed button's value.
func (b *Bot) meetingOf(ctx context.Context, q *request) (oneonone.Meeting, error) {
	id, err := q.subject()
	if err != nil {
		return oneonone.Meeting{}, err
	}
	return b.db.Meeting(ctx, q.me.ID, id)
}

// pressPrep shows the agenda and the questions.
func (b *Bot) pressPrep(ctx context.Context, q *request) (reply, error) {
	v, err := b.prep(ctx, q, false)
	return reply{open: v}, err
}

// pressQuestions shows other questions in the same modal.
func (b *Bot) pressQuestions(ctx context.Context, q *request) (reply, error) {
	v, err := b.prep(ctx, q, true)
	return reply{replace: v}, err
}

func (b *Bot) prep(ctx context.Context, q *request, more bool) (*modalView, error) {
	m, err := b.meetingOf(ctx, q)
	if err != nil {
		return nil, err
	}
	t, err := b.talk(ctx, m, true)
	if err != nil {
		return nil, err
	}
	questions, err := b.db.Questions(ctx, m, more)
	if err != nil {
		return nil, err
	}
	v := views.PrepModal(q.r, t, questions)
	return &v, nil
}

// pressLate offers the line the other will get.
func (b *Bot) pressLate(ctx context.Context, q *request) (reply, error) {
	m, err := b.meetingOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	if err := m.CanRunLate(q.now); err != nil {
		return reply{}, err
	}
	t, err := b.talk(ctx, m, true)
	if err != nil {
		return reply{}, err
	}
	member, err := b.db.MemberByID(ctx, m.Member)
	if err != nil {
		return reply{}, err
	}
	their := b.reader(b.profileOf(ctx, member))
	return opens(views.LateModal(q.r, t, q.profile.FirstName(), their, m.ID.String()))
}

// carried is the organizer's talk that a modal carries along.
func (b *Bot) carried(ctx context.Context, q *request) (views.Talk, error) {
	id, err := q.metadata()
	if err != nil {
		return views.Talk{}, err
	}
	m, err := b.db.Meeting(ctx, q.me.ID, id)
	if err != nil {
		return views.Talk{}, err
	}
	return b.talk(ctx, m, true)
}

// submitLate sends it.
func (b *Bot) submitLate(ctx context.Context, q *request) (reply, error) {
	t, err := b.carried(ctx, q)
	if err != nil {
		return reply{}, err
	}
	if _, err := b.db.RunningLate(ctx, q.me.ID, t.ID, q.submission(), q.field("late").SelectedOption.Value); err != nil {
		return reply{}, err
	}
	return updates(views.LateSentModal(q.r, t))
}
