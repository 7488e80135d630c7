package bot

import (
	"context"
	"errors"
	"time"

	"oneonone"
	"oneonone/bot/views"
)

// answer lets the person met change what is theirs to change. The cards are
// drawn anew by the outbox.
func (b *Bot) answer(ctx context.Context, q *request, change func(*oneonone.Meeting) error) (reply, error) {
	_, err := b.answerTo(ctx, q, change)
	return reply{then: b.again}, err
}

// answerTo is answer, with the talk as it stands then.
func (b *Bot) answerTo(ctx context.Context, q *request, change func(*oneonone.Meeting) error) (oneonone.Meeting, error) {
	id, err := q.subject()
	if err != nil {
		return oneonone.Meeting{}, err
	}
	revision, turn, _ := q.seen()
	m, err := b.db.AnswerInvitation(ctx, q.me.ID, id, func(m *oneonone.Meeting) error {
		return m.AnswerFrom(revision, turn, change)
	})
	if err != nil {
		return m, err
	}
	b.homes.touch(m.Organizer, m.Member)
	return m, nil
}

// accept is a yes. One tap is all it takes: who sits in another talk then hears of that
// afterwards, alone.
func (b *Bot) accept(ctx context.Context, q *request, change func(*oneonone.Meeting) error) (reply, error) {
	m, err := b.answerTo(ctx, q, change)
	if err != nil {
		return reply{}, err
	}
	return reply{then: func(ctx context.Context, q *request) (reply, error) {
		re, err := b.again(ctx, q)
		if err != nil {
			return re, err
		}
		at, found := b.elsewhere(ctx, q, m)
		switch says := views.OverlapMessage(q.r, at); {
		case !found:
		case re.replace != nil:
			re.replace = new(views.Noted(views.OverlapWords(q.r, at), *re.replace))
		case q.responseURL == "": // on Home
			re.open = new(views.SaidModal(q.r, says))
		default:
			re.say = &says
		}
		return re, nil
	}}, nil
}

// elsewhere is when another talk begins that somebody who just said yes sits in then. The yes
// stands where that cannot be read.
func (b *Bot) elsewhere(ctx context.Context, q *request, m oneonone.Meeting) (at time.Time, found bool) {
	at, err := b.db.Overlap(ctx, q.me.ID, m.ID, m.Start, m.Length)
	if err != nil {
		b.logFailure("look for another talk then", err)
		return at, false
	}
	return at, !at.IsZero()
}

func (b *Bot) pressAccept(ctx context.Context, q *request) (reply, error) {
	return b.accept(ctx, q, func(m *oneonone.Meeting) error {
		if _, _, chosen := q.seen(); chosen != 0 {
			return m.AcceptTime(time.Unix(int64(chosen), 0).UTC(), q.now)
		}
		return m.Accept(q.now)
	})
}

// pressAfterAll is a yes after a no.
func (b *Bot) pressAfterAll(ctx context.Context, q *request) (reply, error) {
	return b.accept(ctx, q, func(m *oneonone.Meeting) error {
		_, _, chosen := q.seen()
		return m.AfterAll(time.Unix(int64(chosen), 0).UTC(), q.now)
	})
}

func (b *Bot) pressConfirm(ctx context.Context, q *request) (reply, error) {
	return b.answer(ctx, q, func(m *oneonone.Meeting) error { return m.Confirm(q.now) })
}

func (b *Bot) pressDecline(ctx context.Context, q *request) (reply, error) {
	return b.answer(ctx, q, func(m *oneonone.Meeting) error { return m.Decline(oneonone.NotForMe, q.now) })
}

func (b *Bot) pressCannotCome(ctx context.Context, q *request) (reply, error) {
	return b.answer(ctx, q, func(m *oneonone.Meeting) error { return m.Decline(oneonone.CannotCome, q.now) })
}

func (b *Bot) pressHourBefore(ctx context.Context, q *request) (reply, error) {
	return b.answer(ctx, q, func(m *oneonone.Meeting) error { return m.RemindHourBefore(q.now) })
}

// pressAbout says what is kept and who reads it.
func (b *Bot) pressAbout(ctx context.Context, q *request) (reply, error) {
	id, err := q.subject()
	if err != nil {
		return reply{}, err
	}
	v, err := b.about(ctx, q, id)
	return reply{open: v}, err
}

// pressRequest passes on what the person met asks of the organizer, and says so.
func (b *Bot) pressRequest(what oneonone.Origin) handler {
	return func(ctx context.Context, q *request) (reply, error) {
		id, err := q.subject()
		if err != nil {
			return reply{}, err
		}
		f, err := b.db.Request(ctx, q.me.ID, id, what)
		if err != nil {
			return reply{}, err
		}
		b.homes.touch(f.Organizer)
		return b.aboutAnew(id, ""), nil
	}
}

// pressNeverMind takes back what they asked, and offers it again.
func (b *Bot) pressNeverMind(what oneonone.Origin) handler {
	return func(ctx context.Context, q *request) (reply, error) {
		id, err := q.subject()
		if err != nil {
			return reply{}, err
		}
		organizer, err := b.db.TakeBack(ctx, q.me.ID, id, what)
		if e, ok := errors.AsType[*oneonone.Error](err); ok && e.Kind == oneonone.Stale { // it is done: the window says so
			return b.aboutAnew(id, q.r.Sentence(e.Sentence)), nil
		}
		if err != nil {
			return reply{}, err
		}
		b.homes.touch(organizer)
		return b.aboutAnew(id, q.r.Say("You took that back.")), nil
	}
}

// aboutAnew draws the modal of a talk as things stand once this was done, with a note of
// that on top; "" for none.
func (b *Bot) aboutAnew(id oneonone.ID, note string) reply {
	return reply{then: func(ctx context.Context, q *request) (reply, error) {
		v, err := b.about(ctx, q, id)
		if err != nil {
			return reply{}, err
		}
		return replaces(views.Noted(note, *v))
	}}
}

func (b *Bot) pressStopInvitations(ctx context.Context, q *request) (reply, error) {
	return b.setNoInvitations(ctx, q, true)
}

func (b *Bot) pressMoreInvitations(ctx context.Context, q *request) (reply, error) {
	return b.setNoInvitations(ctx, q, false)
}

// setNoInvitations stops invitations or lets them come again, and shows which.
func (b *Bot) setNoInvitations(ctx context.Context, q *request, stop bool) (reply, error) {
	if err := b.db.SetNoInvitations(ctx, q.me.ID, stop); err != nil {
		return reply{}, err
	}
	q.me.NoInvitations = stop
	b.homes.touch(q.me.ID)
	if q.view == nil || q.view.PrivateMetadata == "" {
		return reply{then: b.again}, nil // in the settings, or on Home, which is drawn anew
	}
	id, err := q.metadata()
	return b.aboutAnew(id, ""), err
}

// about is the modal that says what is kept.
func (b *Bot) about(ctx context.Context, q *request, id oneonone.ID) (*modalView, error) {
	m, err := b.db.Invitation(ctx, q.me.ID, id)
	if err != nil {
		return nil, err
	}
	t, err := b.talk(ctx, m, false)
	if err != nil {
		return nil, err
	}
	waiting, err := b.db.Requested(ctx, q.me.ID, id)
	if err != nil {
		return nil, err
	}
	v := views.AboutModal(q.r, t, q.me.NoInvitations, waiting)
	v.PrivateMetadata = id.String()
	return &v, nil
}
