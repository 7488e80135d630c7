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

// prepNext is `/1on1 prep`: the organizer's next talk, or the next with the
// member mentioned. Where there is none, it may be one that another planned.
func (b *Bot) prepNext(ctx context.Context, q *request) (reply, error) {
	var member oneonone.Member
	if q.command.mention != "" {
		var err error
		if member, err = b.db.Member(ctx, q.command.mention, nil); err != nil {
			return reply{}, err
		}
	}
	m, err := b.db.NextPlanned(ctx, q.me.ID, member.ID)
	if oneonone.KindOf(err) == oneonone.NotFound {
		theirs, err := b.db.NextInvited(ctx, q.me.ID, member.ID)
		if oneonone.KindOf(err) != oneonone.NotFound {
			return b.theirTalk(ctx, q, theirs, err)
		}
		with := ""
		if q.command.mention != "" {
			with = b.profileOf(ctx, member).FirstName()
		}
		return opens(views.NoPrepModal(q.r, with))
	}
	if err != nil {
		return reply{}, err
	}
	v, err := b.prep(ctx, q, m, false)
	return reply{open: v}, err
}

// theirTalk says of a talk that another planned with somebody who looks for it among
// their own that it is that one's.
func (b *Bot) theirTalk(ctx context.Context, q *request, m oneonone.Meeting, err error) (reply, error) {
	if err != nil {
		return reply{}, err
	}
	t, err := b.talk(ctx, m, false)
	if err != nil {
		return reply{}, err
	}
	return opens(views.TheirTalkModal(q.r, t, !isGuest(q.profile)))
}

// pressPrep shows what one has and wants for the talk in the button. A list that
// lies on another window gives way to it: an ask is opened on top of it, and that
// would be one window more than Slack takes.
func (b *Bot) pressPrep(ctx context.Context, q *request) (reply, error) {
	m, err := b.meetingOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	v, err := b.prep(ctx, q, m, false)
	if q.view != nil && q.view.CallbackID == callbackList && q.view.PreviousViewID != "" {
		return reply{replace: v}, err
	}
	return reply{open: v}, err
}

// pressQuestions shows other questions in the same modal.
func (b *Bot) pressQuestions(ctx context.Context, q *request) (reply, error) {
	m, err := b.meetingOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	v, err := b.prep(ctx, q, m, true)
	return reply{replace: v}, err
}

// prep is the modal; again is true when it is open and other questions are
// wanted.
func (b *Bot) prep(ctx context.Context, q *request, m oneonone.Meeting, again bool) (*modalView, error) {
	t, err := b.talk(ctx, m, true)
	if err != nil {
		return nil, err
	}
	last, err := b.db.LastTime(ctx, q.me.ID, m.ID)
	if err != nil {
		return nil, err
	}
	notes, err := b.db.Notes(ctx, q.me.ID, m.ID)
	if err != nil {
		return nil, err
	}
	if again {
		// Slack keeps what was typed. What lies under it stays as its author
		// saw it, so that it is known what they changed.
		notes = drawnNotes(q, oneonone.PagePrep)
	}
	questions, err := b.db.Questions(ctx, m, again)
	if err != nil {
		return nil, err
	}
	p, err := b.db.Person(ctx, q.me.ID, m.Person)
	if err != nil {
		return nil, err
	}
	t.NoAsks = !p.NoAsks.IsZero()
	asks, err := b.db.AsksOf(ctx, q.me.ID, m.Person, fewAsks)
	if err != nil {
		return nil, err
	}
	var open []views.Ask
	for _, a := range asks {
		if (a.Open() || a.Pending(q.now)) && !t.NoAsks { // who said not ever is asked nothing there
			open = append(open, views.Ask{Ask: a, With: t.With, WithFull: t.WithFull})
		}
	}
	v := views.PrepModal(q.r, t, last, open, notes, questions)
	return &v, nil
}

// submitPrep saves it and closes the modal.
func (b *Bot) submitPrep(ctx context.Context, q *request) (reply, error) {
	id, err := q.metadata()
	if err != nil {
		return reply{}, err
	}
	_, err = b.savePage(ctx, q, id, oneonone.PagePrep)
	return reply{}, err
}

// pressLate offers the line the other will get: of the talk on the card, or of the first
// that there is to be late for.
func (b *Bot) pressLate(ctx context.Context, q *request) (reply, error) {
	m, err := b.lateOnCard(ctx, q)
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
	member, err := b.reachable(ctx, m)
	if err != nil {
		return reply{}, err
	}
	if member.NoInvitations {
		return opens(views.LateCallModal(q.r, t))
	}
	their := b.reader(b.profileOf(ctx, member))
	return opens(views.LateModal(q.r, t, q.profile.FirstName(), their, m.ID.String()))
}

// lateOnCard is the talk that somebody is late for.
func (b *Bot) lateOnCard(ctx context.Context, q *request) (oneonone.Meeting, error) {
	if q.action.Value != "" {
		return b.meetingOf(ctx, q)
	}
	m, found, err := b.lateFor(ctx, q.me.ID)
	if err == nil && !found {
		err = oneonone.NothingToBeLateFor()
	}
	return m, err
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
	how := oneonone.Late(q.field(string(oneonone.FieldLate)).SelectedOption.Value)
	if _, err := b.db.RunningLate(ctx, q.me.ID, t.ID, q.submission(), how); err != nil {
		return reply{}, err
	}
	return updates(views.LateSentModal(q.r, t))
}
