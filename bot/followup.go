package bot

import (
	"context"
	"slices"

	"oneonone"
	"oneonone/bot/views"
	"oneonone/storage"
)

// keptMost is how many talks, and how many asks, are listed of which somebody asks what
// is kept: a talk takes two blocks of a window's 100, an ask one.
const keptMost = 20

// promise makes a follow-up ready to be shown to its author.
func (b *Bot) promise(ctx context.Context, f oneonone.Followup) (views.Promise, error) {
	t, err := b.talk(ctx, oneonone.Meeting{Organizer: f.Organizer, Person: f.Person, Member: f.Member}, true)
	if err != nil {
		return views.Promise{}, err
	}
	with, err := b.db.Person(ctx, f.Organizer, f.Person)
	return views.Promise{Followup: f, With: t.With, Reach: t.Reach, WriteTo: t.WriteTo, Silent: with.NoContact}, err
}

// promises does so for many of one author's, who are read together.
func (b *Bot) promises(ctx context.Context, followups []oneonone.Followup) ([]views.Promise, error) {
	with := make([]storage.Talk, len(followups))
	for i, f := range followups {
		with[i] = storage.Talk{Meeting: oneonone.Meeting{Organizer: f.Organizer, Person: f.Person, Member: f.Member}, Mine: true}
	}
	talks, err := b.talks(ctx, with)
	if err != nil {
		return nil, err
	}
	out := make([]views.Promise, len(followups))
	for i, f := range followups {
		out[i] = views.Promise{Followup: f, With: talks[i].With, Reach: talks[i].Reach, WriteTo: talks[i].WriteTo, Silent: talks[i].Silent}
	}
	return out, nil
}

// pressFollowups shows all that is open.
func (b *Bot) pressFollowups(ctx context.Context, q *request) (reply, error) {
	open, err := b.db.OpenFollowups(ctx, q.me.ID, views.FollowupsMost)
	if err != nil {
		return reply{}, err
	}
	count, _, err := b.db.CountFollowups(ctx, q.me.ID, q.now)
	if err != nil {
		return reply{}, err
	}
	closed, err := b.db.JustClosed(ctx, q.me.ID, q.now.Add(-justClosed), views.HomeClosed)
	if err != nil {
		return reply{}, err
	}
	shown, err := b.promises(ctx, slices.Concat(open, closed))
	if err != nil {
		return reply{}, err
	}
	v := views.FollowupsModal(q.r, shown[:len(open)], shown[len(open):], max(0, count-len(open)))
	v.CallbackID = callbackFollowups
	return opens(v)
}

// pressShowPromise shows what is to be done, in a modal and nowhere else.
func (b *Bot) pressShowPromise(ctx context.Context, q *request) (reply, error) {
	id, err := q.subject()
	if err != nil {
		return reply{}, err
	}
	v, err := b.promiseWindow(ctx, q, id)
	return reply{open: v}, err
}

// promiseWindow is that modal.
func (b *Bot) promiseWindow(ctx context.Context, q *request, id oneonone.ID) (*modalView, error) {
	f, err := b.db.Followup(ctx, q.me.ID, id)
	if err != nil {
		return nil, err
	}
	p, err := b.promise(ctx, f)
	if err != nil {
		return nil, err
	}
	if f.Origin.Request() && f.State == oneonone.Open {
		kept, err := b.db.Kept(ctx, q.me.ID, f.Person, keptMost+1)
		if err != nil {
			return nil, err
		}
		p.More = len(kept) > keptMost
		if p.Kept, err = b.talks(ctx, kept[:min(keptMost, len(kept))]); err != nil {
			return nil, err
		}
		asksOf := b.db.AsksOf
		if f.Origin == oneonone.OriginDelete {
			asksOf = b.db.AsksKept // what is written over is done
		}
		asks, err := asksOf(ctx, q.me.ID, f.Person, keptMost+1)
		if err != nil {
			return nil, err
		}
		p.MoreAsks = len(asks) > keptMost
		if p.Asks, err = b.shownAsks(ctx, asks[:min(keptMost, len(asks))]); err != nil {
			return nil, err
		}
		open, err := b.db.Between(ctx, q.me.ID, f.Person)
		if err != nil {
			return nil, err
		}
		open = slices.DeleteFunc(open, func(f oneonone.Followup) bool { return f.Words == "" })
		if p.Between, err = b.promises(ctx, open); err != nil {
			return nil, err
		}
	}
	v := views.PromiseModal(q.r, p)
	return &v, nil
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

// pressReopen takes back a wrong tap.
func (b *Bot) pressReopen(ctx context.Context, q *request) (reply, error) {
	id, err := q.subject()
	if err != nil {
		return reply{}, err
	}
	if err := b.db.ReopenFollowup(ctx, q.me.ID, id); err != nil {
		return reply{}, err
	}
	b.homes.touch(q.me.ID)
	return reply{then: b.again}, nil
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

// followUp opens the window that notes one: for the member mentioned, with the
// words typed.
func (b *Bot) followUp(ctx context.Context, q *request) (reply, error) {
	if err := oneonone.CheckOrganizer(q.profile); err != nil {
		return reply{}, err
	}
	who, note := b.meetable(ctx, q, q.command.mention, oneonone.CheckMet)
	whom := views.Whom{Who: who}
	_, silent, err := b.saidNotEver(ctx, q, whom)
	if err != nil {
		return reply{}, err
	}
	return replaces(views.Noted(note, views.FollowupModal(q.r, views.FollowUp{
		Whom: whom, Silent: silent,
		Task: oneonone.Task{Words: q.command.words(), Whose: oneonone.Mine, By: q.me.FollowupDay(q.now)},
	})))
}

// taskTyped reads the window as it stands.
func taskTyped(q *request) (oneonone.Task, error) {
	t := oneonone.Task{
		Words: q.field(string(oneonone.FieldWhat)).Value,
		Whose: oneonone.Whose(q.field(string(oneonone.FieldWhose)).SelectedOption.Value),
		How:   oneonone.How(q.field(string(oneonone.FieldHow)).SelectedOption.Value),
	}
	if t.How == oneonone.How(views.HowValue(oneonone.HowOpen)) {
		t.How = oneonone.HowOpen
	}
	var err error
	if day := q.field(string(oneonone.FieldBy)).SelectedDate; day != "" {
		t.By, err = oneonone.ParseDate(day)
	}
	return t, err
}

// submitFollowup notes it, and closes the window; where no morning will speak of it, it
// stays to say so, since who it is for may have been chosen in it.
func (b *Bot) submitFollowup(ctx context.Context, q *request) (reply, error) {
	if err := oneonone.CheckOrganizer(q.profile); err != nil {
		return reply{}, err
	}
	s, err := b.scheduled(ctx, q)
	if err != nil {
		return reply{}, err
	}
	task, err := taskTyped(q)
	if err != nil {
		return reply{}, err
	}
	whom, _, errs, err := b.whom(ctx, q, s.Whom, q.submission(), oneonone.CheckMet)
	if err != nil {
		return reply{}, err
	}
	if err := asError(append(errs, task.Check(oneonone.Date{}, q.now, q.me.Rhythm)...)); err != nil {
		return reply{}, err
	}
	_, silent, err := b.db.NotEver(ctx, q.me.ID, whom)
	if err != nil {
		return reply{}, err
	}
	f, err := b.db.Follow(ctx, q.me.ID, whom, q.submission(), task)
	if err != nil {
		return reply{}, err
	}
	b.homes.touch(q.me.ID)
	if !silent {
		return reply{}, nil
	}
	p, err := b.promise(ctx, f)
	if err != nil { // it is noted
		b.logFailure("show what was noted", err)
		return reply{}, nil
	}
	return updates(views.PromiseModal(q.r, p))
}

// pressRewrite opens the window to change one, in place of the one that shows it.
func (b *Bot) pressRewrite(ctx context.Context, q *request) (reply, error) {
	id, err := q.subject()
	if err != nil {
		return reply{}, err
	}
	f, err := b.db.Followup(ctx, q.me.ID, id)
	if err != nil {
		return reply{}, err
	}
	// What cannot be changed is not offered to be.
	task := f.Task(q.me.Zone)
	if err := f.Rewrite(task, q.me.Rhythm); err != nil {
		return reply{}, err
	}
	p, err := b.promise(ctx, f)
	if err != nil {
		return reply{}, err
	}
	return replaces(views.FollowupModal(q.r, views.FollowUp{Task: task, Of: &p, Silent: p.Silent}))
}

// submitRewrite makes it what stands in the window. What was not touched there
// stays as it is by now: it may have been put off on another device.
func (b *Bot) submitRewrite(ctx context.Context, q *request) (reply, error) {
	id, err := q.metadata()
	if err != nil {
		return reply{}, err
	}
	f, err := b.db.Followup(ctx, q.me.ID, id)
	if err != nil {
		return reply{}, err
	}
	task, err := taskTyped(q)
	if err != nil {
		return reply{}, err
	}
	is := f.Task(q.me.Zone)
	if !q.asks(string(oneonone.FieldWhose)) || string(task.Whose) == q.drawn(string(oneonone.FieldWhose)) {
		task.Whose = is.Whose
	}
	if views.HowValue(task.How) == q.drawn(string(oneonone.FieldHow)) {
		task.How = is.How
	}
	if task.By.String() != "" && task.By.String() == q.drawn(string(oneonone.FieldBy)) {
		task.By = is.By
	}
	errs := task.Check(is.By, q.now, q.me.Rhythm)
	if err := oneonone.CheckWindow(oneonone.FieldWhat, q.drawn(string(oneonone.FieldWhat)), is.Words, task.Words); err != nil {
		errs = append(errs, err)
	}
	if err := asError(errs); err != nil {
		return reply{}, err
	}
	if _, err := b.db.RewriteFollowup(ctx, q.me.ID, id, q.submission(), task); err != nil {
		return reply{}, err
	}
	b.homes.touch(q.me.ID)
	return reply{}, nil
}
