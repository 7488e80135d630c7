package bot

import (
	"context"
	"time"

	"oneonone"
	"oneonone/bot/views"
)

// pressMissed records that it didn't happen. The modal that opens then asks
// nothing one must answer.
func (b *Bot) pressMissed(ctx context.Context, q *request) (reply, error) {
	m, err := b.change(ctx, q, func(m *oneonone.Meeting) error { return m.DidNotHappen(q.now) })
	if err != nil {
		return reply{}, err
	}
	return reply{then: func(ctx context.Context, q *request) (reply, error) {
		missed, err := b.missed(ctx, m)
		if err != nil {
			return reply{}, err
		}
		return replaces(views.MissedModal(q.r, missed, m.ID.String()))
	}}, nil
}

// missed is what the modal starts from.
func (b *Bot) missed(ctx context.Context, m oneonone.Meeting) (views.Missed, error) {
	t, err := b.talk(ctx, m, true)
	if err != nil || m.Outside() {
		return views.Missed{Talk: t, Why: m.Why}, err
	}
	person, err := b.reachable(ctx, m)
	return views.Missed{Talk: t, Why: m.Why, Asked: !person.NoInvitations}, err
}

// missedDraft reads the modal as it stands.
func (b *Bot) missedDraft(ctx context.Context, q *request) (views.Missed, error) {
	t, err := b.carried(ctx, q)
	if err != nil {
		return views.Missed{}, err
	}
	d, err := b.missed(ctx, t.Meeting)
	d.Why = oneonone.Why(q.field("why").SelectedOption.Value)
	d.Invite = len(q.field("invite").SelectedOptions) > 0
	for _, field := range []string{views.AgainField(time.Time{}), views.AgainField(q.now)} {
		if q.asks(field) {
			d.Again = q.instant(field)
		}
	}
	return d, err
}

// pressWhy shows or hides the apology, as "I couldn't" is chosen or not.
func (b *Bot) pressWhy(ctx context.Context, q *request) (reply, error) {
	d, err := b.missedDraft(ctx, q)
	if err != nil {
		return reply{}, err
	}
	return replaces(b.redrawMissed(q, d))
}

// redrawMissed keeps the field for another try under the name it has, so that
// what was chosen in it stays.
func (b *Bot) redrawMissed(q *request, d views.Missed) modalView {
	if q.asks(views.AgainField(time.Time{})) {
		d.Again = time.Time{}
	}
	return views.MissedModal(q.r, d, q.view.PrivateMetadata)
}

// pressSameTime fills in the same time next week.
func (b *Bot) pressSameTime(ctx context.Context, q *request) (reply, error) {
	d, err := b.missedDraft(ctx, q)
	if err != nil {
		return reply{}, err
	}
	d.Again = views.NextWeek(q.r, d.Talk)
	return replaces(views.MissedModal(q.r, d, q.view.PrivateMetadata))
}

// submitMissed notes why, and plans the same talk anew if a day was chosen. It
// sends nothing that was not ticked.
func (b *Bot) submitMissed(ctx context.Context, q *request) (reply, error) {
	d, err := b.missedDraft(ctx, q)
	if err != nil {
		return reply{}, err
	}
	plan := d.Talk.Plan
	if d.Invite && d.Again.IsZero() {
		return reply{}, &oneonone.Error{Kind: oneonone.Invalid, Field: oneonone.FieldWhen, Sentence: oneonone.Say("Choose a day, and I'll invite them.")}
	}
	if !d.Again.IsZero() {
		plan.Start, plan.Second, plan.Notice = d.Again, time.Time{}, oneonone.NoticeTell
		if d.Invite {
			plan.Notice = oneonone.NoticeInvite
		}
		if e := oneonone.CheckStart(q.now, plan.Start); e != nil {
			return reply{}, fieldErrors{e}
		}
	}
	m, err := b.db.ChangeMeeting(ctx, q.me.ID, d.Talk.ID, func(m *oneonone.Meeting) error { return m.Because(d.Why) })
	if err != nil {
		return reply{}, err
	}
	b.homes.touch(q.me.ID)
	if d.Again.IsZero() {
		return reply{}, nil
	}
	person, err := b.profileFor(ctx, m)
	if err != nil {
		return reply{}, err
	}
	whom := oneonone.Whom{Member: m.Member}
	if m.Outside() {
		whom.Person = m.Person
	}
	next, err := b.db.Plan(ctx, q.me.ID, whom, q.submission(), plan)
	if err != nil {
		return reply{}, err
	}
	b.homes.touch(next.Organizer, next.Member)
	d.Talk.Meeting = next
	return b.planned(ctx, q, next, d.Talk, person)
}
