package bot

import (
	"context"
	"time"

	"oneonone"
	"oneonone/bot/views"
)

// pressMissed records that it didn't happen.
func (b *Bot) pressMissed(ctx context.Context, q *request) (reply, error) {
	m, err := b.change(ctx, q, func(m *oneonone.Meeting) error { return m.DidNotHappen(q.now) })
	if err != nil {
		return reply{}, err
	}
	return b.didNotHappen(m, false), nil
}

// pressNotMet takes "We met" back.
func (b *Bot) pressNotMet(ctx context.Context, q *request) (reply, error) {
	id, err := q.subject()
	if err != nil {
		return reply{}, err
	}
	m, err := b.db.NotMet(ctx, q.me.ID, id, q.version())
	if err != nil {
		return reply{}, err
	}
	b.homes.touch(m.Organizer, m.Member)
	return b.didNotHappen(m, true), nil
}

// didNotHappen is what follows once that is recorded. The modal that opens then asks
// nothing one must answer; for a talk that was never planned there is nothing to ask.
// Once more is true where it may have been said before, and taken back since: an apology may
// have gone then.
func (b *Bot) didNotHappen(m oneonone.Meeting, onceMore bool) reply {
	if m.WrittenDown() || m.State != oneonone.Missed { // the plan, or a no, stands as it did
		return reply{then: b.again}
	}
	return reply{then: func(ctx context.Context, q *request) (reply, error) {
		missed, err := b.missed(ctx, q, m)
		if err != nil {
			return reply{}, err
		}
		since := m.ClosedAt
		if onceMore {
			since = m.Start
		}
		if missed.Heard, err = b.db.InvitedSince(ctx, q.me.ID, m.ID, since); err != nil {
			return reply{}, err
		}
		return replaces(views.MissedModal(q.r, missed, carriedTalk{Meeting: m.ID.String(), Heard: missed.Heard}.String()))
	}}
}

// missed is what the modal starts from.
func (b *Bot) missed(ctx context.Context, q *request, m oneonone.Meeting) (views.Missed, error) {
	t, err := b.talk(ctx, m, true)
	if err == nil {
		t.Next, err = b.nextWith(ctx, m)
	}
	if err != nil || m.Outside() {
		return views.Missed{Talk: t, Why: m.Why, Reach: b.reach(ctx, q)}, err
	}
	person, err := b.reachable(ctx, m)
	return views.Missed{Talk: t, Why: m.Why, Asked: !person.NoInvitations, Reach: b.reach(ctx, q)}, err
}

// missedDraft reads the modal as it stands, and what it carries along.
func (b *Bot) missedDraft(ctx context.Context, q *request) (d views.Missed, carried carriedTalk, err error) {
	carried, id, err := parseCarried(q)
	if err != nil {
		return d, carried, err
	}
	m, err := b.db.Meeting(ctx, q.me.ID, id)
	if err != nil {
		return d, carried, err
	}
	d, err = b.missed(ctx, q, m)
	d.Why = oneonone.Why(q.field("why").SelectedOption.Value)
	d.Invite = len(q.field(string(views.FieldInvite)).SelectedOptions) > 0
	d.Word, d.Apology, d.Heard = q.typed(string(oneonone.FieldWord)).Value, q.typed(string(views.FieldApology)).Value, carried.Heard
	for _, field := range []string{views.AgainField(time.Time{}), views.AgainField(q.now)} {
		if q.asks(field) {
			d.Again = q.instant(field)
			d.Talk.Next = time.Time{} // what was planned since is warned of, and takes no field away
		}
	}
	return d, carried, err
}

// pressWhy shows or hides the apology, as "I couldn't" is chosen or not.
func (b *Bot) pressWhy(ctx context.Context, q *request) (reply, error) {
	d, carried, err := b.missedDraft(ctx, q)
	if err != nil {
		return reply{}, err
	}
	carried.Warned = "" // what stood there is gone
	return replaces(b.redrawMissed(q, d, carried))
}

// redrawMissed keeps the field for another try under the name it has, so that
// what was chosen in it stays; and so does an apology that was changed, for who comes
// back to it.
func (b *Bot) redrawMissed(q *request, d views.Missed, carried carriedTalk) modalView {
	if q.asks(views.AgainField(time.Time{})) {
		d.Again = time.Time{}
	}
	return q.turned(views.MissedModal(q.r, d, carried.String()))
}

// pressSameTime fills in the same time next week.
func (b *Bot) pressSameTime(ctx context.Context, q *request) (reply, error) {
	d, carried, err := b.missedDraft(ctx, q)
	if err != nil {
		return reply{}, err
	}
	d.Again, carried.Warned = views.NextWeek(q.r, d.Talk), ""
	return replaces(q.turned(views.MissedModal(q.r, d, carried.String())))
}

// submitMissed notes why, and plans the same talk anew if a day was chosen, after
// one look at what might be worth a second. It sends nothing that was not ticked,
// and no word that did not stand there to be read; untold, that begins the text to
// copy.
func (b *Bot) submitMissed(ctx context.Context, q *request) (reply, error) {
	d, carried, err := b.missedDraft(ctx, q)
	if err != nil {
		return reply{}, err
	}
	m, word := d.Talk.Meeting, q.field(string(oneonone.FieldWord)).Value
	if !d.Invite && q.asks(string(views.FieldApology)) {
		word = views.WithDay(q.r, q.field(string(views.FieldApology)).Value, d.Reach)
	}
	if e := oneonone.CheckWord(&word); e != nil {
		return reply{}, e
	}
	if d.Invite && d.Again.IsZero() {
		return reply{}, &oneonone.Error{Kind: oneonone.Invalid, Field: views.FieldInvite, Sentence: oneonone.Say("Choose a day, and I'll invite them.")}
	}
	if d.Again.IsZero() {
		_, err := b.db.ChangeMeeting(ctx, q.me.ID, m.ID, func(m *oneonone.Meeting) error { return m.Because(d.Why) })
		if err == nil {
			b.homes.touch(q.me.ID)
		}
		return reply{}, err
	}
	plan := m.Plan
	plan.Start, plan.Second, plan.Notice = d.Again, time.Time{}, oneonone.NoticeTell
	if d.Invite {
		plan.Notice = oneonone.NoticeInvite
	}
	if err := asError(plan.Check(q.now)); err != nil {
		return reply{}, err
	}
	person, err := b.profileFor(ctx, m)
	if err != nil {
		return reply{}, err
	}
	words, mark, err := b.warn(ctx, q, m.Whom(), person, d.Talk.With, plan, oneonone.ID{})
	if err != nil {
		return reply{}, err
	}
	if words != "" && carried.Warned != mark {
		carried.Warned, d.Warning = mark, words
		return updates(b.redrawMissed(q, d, carried))
	}
	next, err := b.db.TryAgain(ctx, q.me.ID, m.ID, d.Why, q.submission(), plan, word)
	if err != nil {
		return reply{}, err
	}
	b.homes.touch(next.Organizer, next.Member)
	d.Talk.Meeting = next
	return b.planned(ctx, q, next, d.Talk, person)
}
