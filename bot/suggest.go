package bot

import (
	"context"

	"oneonone"
	"oneonone/bot/views"
)

// pressSuggest asks the person when would suit them.
func (b *Bot) pressSuggest(ctx context.Context, q *request) (reply, error) {
	id, err := q.subject()
	if err != nil {
		return reply{}, err
	}
	m, err := b.db.Invitation(ctx, q.me.ID, id)
	if err != nil {
		return reply{}, err
	}
	revision, _, _ := q.seen()
	if err := m.Shown(revision); err != nil {
		return reply{}, err
	}
	// On a copy: is there anything left to answer?
	try := m
	if err := try.Suggest(m.Rounds, q.now.AddDate(0, 0, 1), "", q.now); err != nil {
		return reply{}, err
	}
	t, err := b.talk(ctx, m, false)
	if err != nil {
		return reply{}, err
	}
	return opens(views.SuggestModal(q.r, t, false, carriedTalk{Meeting: id.String(), Revision: m.Revision, Standing: m.Standing(), Turn: m.Turn(), Round: m.Rounds}.String()))
}

// submitSuggest passes it on. A time that is offered is a yes, and no word goes with that:
// what was typed stays to be copied, and what is sent again is the yes.
func (b *Bot) submitSuggest(ctx context.Context, q *request) (reply, error) {
	carried, id, err := parseCarried(q)
	if err != nil {
		return reply{}, err
	}
	start, word := q.instant(string(oneonone.FieldWhen)), q.field(string(oneonone.FieldWord)).Value
	var errs []*oneonone.Error
	if e := oneonone.CheckStart(q.now, start); e != nil {
		errs = append(errs, e)
	}
	if e := oneonone.CheckWord(&word); e != nil {
		errs = append(errs, e)
	}
	if err := asError(errs); err != nil {
		return reply{}, err
	}
	m, err := b.db.Invitation(ctx, q.me.ID, id)
	if err != nil {
		return reply{}, err
	}
	if m.Answer == oneonone.Coming && start.Equal(m.Start) && carried.Standing == m.Standing() {
		return reply{}, &oneonone.Error{Kind: oneonone.Invalid, Field: oneonone.FieldWhen, Sentence: oneonone.Say("That's the time you two have already. Choose another, or close this window.")}
	}
	if m.Offers(start) {
		// Also one that went with a suggestion: that gives way to the yes, and may not have
		// been read yet.
		if word != "" && carried.Warned == "" && m.Revision == carried.Revision {
			// On a copy: is there anything left to answer?
			try := m
			if err := try.AnswerFrom(carried.Revision, carried.Turn, func(m *oneonone.Meeting) error { return m.Suggest(carried.Round, start, "", q.now) }); err != nil {
				return reply{}, err
			}
			t, err := b.talk(ctx, m, false)
			if err != nil {
				return reply{}, err
			}
			carried.Warned = "yes"
			t.Answer, t.Suggested, t.Reply = oneonone.AnotherTime, start, word
			return updates(views.SuggestModal(q.r, t, true, carried.String()))
		}
		word = ""
	}
	m, err = b.db.AnswerInvitation(ctx, q.me.ID, id, func(m *oneonone.Meeting) error {
		return m.AnswerFrom(carried.Revision, carried.Turn, func(m *oneonone.Meeting) error {
			return m.Suggest(carried.Round, start, word, q.now)
		})
	})
	if err != nil {
		return reply{}, err
	}
	b.homes.touch(m.Organizer, m.Member)
	if m.Answer == oneonone.Coming {
		if at, found := b.elsewhere(ctx, q, m); found {
			return updates(views.SaidModal(q.r, views.OverlapMessage(q.r, at)))
		}
	}
	return reply{}, nil
}

// pressTake is "That works": one tap, unless something is worth a second look.
func (b *Bot) pressTake(ctx context.Context, q *request) (reply, error) {
	m, err := b.meetingOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	revision, _, round := q.seen()
	// On a copy: is it still there to be taken?
	if try := m; m.Answer == oneonone.AnotherTime && try.TakeSuggestion(revision, round, q.now) == nil {
		words, err := b.warnTaking(ctx, q, m, try.Plan)
		if err != nil {
			return reply{}, err
		}
		if words != "" {
			return reply{then: b.secondLook(m, words, carriedTalk{Meeting: m.ID.String(), Revision: revision, Round: round})}, nil
		}
	}
	if _, err := b.change(ctx, q, func(m *oneonone.Meeting) error { return m.TakeSuggestion(revision, round, q.now) }); err != nil {
		return reply{}, err
	}
	return reply{then: b.again}, nil
}

// warnTaking gives the one thing worth a second look at the time they suggested.
func (b *Bot) warnTaking(ctx context.Context, q *request, m oneonone.Meeting, p oneonone.Plan) (words string, err error) {
	person, err := b.profileFor(ctx, m)
	if err != nil {
		return "", err
	}
	words, _, err = b.warn(ctx, q, oneonone.Whom{Person: m.Person}, person, person.FirstName(), p, m.ID)
	return words, err
}

// secondLook says it, before anything is taken.
func (b *Bot) secondLook(m oneonone.Meeting, words string, carried carriedTalk) handler {
	return func(ctx context.Context, q *request) (reply, error) {
		t, err := b.talk(ctx, m, true)
		if err != nil {
			return reply{}, err
		}
		return replaces(views.TakeModal(q.r, t, words, carried.String()))
	}
}

// submitTake is "Take it anyway".
func (b *Bot) submitTake(ctx context.Context, q *request) (reply, error) {
	carried, id, err := parseCarried(q)
	if err != nil {
		return reply{}, err
	}
	m, err := b.db.ChangeMeeting(ctx, q.me.ID, id, func(m *oneonone.Meeting) error {
		return m.TakeSuggestion(carried.Revision, carried.Round, q.now)
	})
	if err != nil {
		return reply{}, err
	}
	b.homes.touch(m.Organizer, m.Member)
	return reply{}, nil
}

// pressWrite is a link: Slack tells of the press, and there is nothing to do.
func (b *Bot) pressWrite(context.Context, *request) (reply, error) { return reply{}, nil }
