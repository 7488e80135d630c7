package bot

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"oneonone"
	"oneonone/bot/views"
	"oneonone/storage"
)

// modalView is a modal on its way.
type modalView = slack.ModalViewRequest

// fewTalks is how many talks are offered to look back on.
const fewTalks = 20

// reflect opens the reflection of the one talk that waits for a line, or of the
// last one with the member mentioned; else it asks which, and so it does when
// somebody was named in a way it does not read.
func (b *Bot) reflect(ctx context.Context, q *request) (reply, error) {
	held, err := b.held(ctx, q)
	if err != nil {
		return reply{}, err
	}
	waiting := held
	if q.command.mention == "" {
		waiting = slices.DeleteFunc(slices.Clone(held), func(t storage.Talk) bool { return t.Line != oneonone.LineOpen })
	}
	if len(waiting) == 1 && !q.command.more || q.command.mention != "" && len(waiting) > 0 {
		v, err := b.reflection(ctx, q, waiting[0].ID)
		return reply{open: v}, err
	}
	return b.chooseHeld(ctx, q, held)
}

// chooseHeld asks which of the talks to look back on.
func (b *Bot) chooseHeld(ctx context.Context, q *request, held []storage.Talk) (reply, error) {
	talks, err := b.talks(ctx, held)
	if err != nil {
		return reply{}, err
	}
	with := ""
	if q.command.mention != "" {
		member, err := b.db.Member(ctx, q.command.mention, nil)
		if err != nil {
			return reply{}, err
		}
		if len(held) == 0 {
			theirs, err := b.db.LastInvited(ctx, q.me.ID, member.ID)
			if oneonone.KindOf(err) != oneonone.NotFound {
				return b.theirTalk(ctx, q, theirs, err)
			}
		}
		with = b.profileOf(ctx, member).FirstName()
	}
	v := views.ChooseTalkModal(q.r, talks, with)
	v.CallbackID = callbackHeld
	return opens(v)
}

// held are the talks one may write about, newest first: those with the member
// mentioned, or the last few.
func (b *Bot) held(ctx context.Context, q *request) ([]storage.Talk, error) {
	if q.command.mention != "" {
		member, err := b.db.Member(ctx, q.command.mention, nil)
		if err != nil {
			return nil, err
		}
		return b.db.HeldWith(ctx, q.me.ID, member.ID, 1)
	}
	earlier, err := b.db.Earlier(ctx, q.me.ID, storage.FirstPage, fewTalks)
	return slices.DeleteFunc(earlier, func(t storage.Talk) bool {
		return t.State != oneonone.Met && t.State != oneonone.Planned
	}), err
}

// pressReflect opens the reflection of the talk in the button. A window that lies on
// another gives way to it, so that there is room for the doors.
func (b *Bot) pressReflect(ctx context.Context, q *request) (reply, error) {
	id, err := q.subject()
	if err != nil {
		return reply{}, err
	}
	v, err := b.reflection(ctx, q, id)
	if q.view != nil && q.view.PreviousViewID != "" {
		return reply{replace: v}, err
	}
	return reply{open: v}, err
}

// reflection is the modal, with what was written before.
func (b *Bot) reflection(ctx context.Context, q *request, id oneonone.ID) (*modalView, error) {
	t, was, notes, err := b.lookBack(ctx, q, id)
	if err != nil {
		return nil, err
	}
	v := views.ReflectionModal(q.r, t, was, notes)
	return &v, nil
}

// lookBack is one of the organizer's talks, with all they wrote of it, and whether the
// other would rather not hear from us.
func (b *Bot) lookBack(ctx context.Context, q *request, id oneonone.ID) (views.Talk, oneonone.Reflection, oneonone.Notes, error) {
	m, err := b.db.Meeting(ctx, q.me.ID, id)
	if err != nil {
		return views.Talk{}, oneonone.Reflection{}, nil, err
	}
	t, err := b.talk(ctx, m, true)
	if err != nil {
		return t, oneonone.Reflection{}, nil, err
	}
	p, err := b.db.Person(ctx, m.Organizer, m.Person)
	if err != nil {
		return t, oneonone.Reflection{}, nil, err
	}
	t.Silent = p.NoContact
	told, err := b.toldOf(ctx, m)
	if err != nil {
		return t, oneonone.Reflection{}, nil, err
	}
	t.Told = len(told) > 0
	r, err := b.db.Reflection(ctx, q.me.ID, m.ID)
	if err != nil {
		return t, r, nil, err
	}
	notes, err := b.db.Notes(ctx, q.me.ID, m.ID)
	return t, r, notes, err
}

// nextWith is when the two of a talk have the next one planned, whichever of them planned
// it; zero for none.
func (b *Bot) nextWith(ctx context.Context, m oneonone.Meeting) (time.Time, error) {
	next, err := b.db.PlannedNext(ctx, m.Organizer, m.ID)
	if oneonone.KindOf(err) == oneonone.NotFound {
		return time.Time{}, nil
	}
	return next.Start, err
}

// reflectionAsTyped is the modal drawn anew while somebody writes in it. Slack
// keeps what was typed; what lies under it stays as its author saw it, so that
// it is known what they changed.
func (b *Bot) reflectionAsTyped(ctx context.Context, q *request, id oneonone.ID) (*modalView, error) {
	t, was, notes, err := b.lookBack(ctx, q, id)
	if err != nil {
		return nil, err
	}
	draft, _ := b.draft(q, t.ID) // a day half chosen is no error yet
	was.Next, was.NextOn = draft.Next, draft.NextOn
	if was.Next == oneonone.NextOtherDate { // turned back to, it is there
		was.NextOn, _ = oneonone.ParseDate(q.typed(string(oneonone.FieldNextOn)).SelectedDate)
	}
	was.Remember, was.Promise = q.drawn(string(oneonone.FieldRemember)), q.drawn(string(oneonone.FieldPromise))
	q.held = maps.Clone(q.held)
	if q.held == nil {
		q.held = held{}
	}
	q.held[nextChosen] = heldField{Chosen: views.NextValue(draft.Next)}
	v := q.turned(views.KeepTold(*q.view, views.ReflectionModal(q.r, t, was, notes)))
	return &v, nil
}

// nextChosen stands among what a window holds once another choice of when to meet again
// was made in it: it is drawn anew then, with that choice.
const nextChosen = "next_chosen"

// choseNext says whether somebody chose in this window when to meet again, or another day
// for it. What they left as it was may have been changed in another since.
func (q *request) choseNext() bool {
	_, turned := q.held[nextChosen]
	return turned || q.field(string(oneonone.FieldNext)).SelectedOption.Value != q.drawn(string(oneonone.FieldNext)) ||
		q.field(string(oneonone.FieldNextOn)).SelectedDate != q.drawn(string(oneonone.FieldNextOn))
}

// pressNext shows or hides the day, as "Another date" is chosen or not.
func (b *Bot) pressNext(ctx context.Context, q *request) (reply, error) {
	id, err := q.metadata()
	if err != nil {
		return reply{}, err
	}
	v, err := b.reflectionAsTyped(ctx, q, id)
	return reply{replace: v}, err
}

// draft reads the modal as it stands.
func (b *Bot) draft(q *request, meeting oneonone.ID) (oneonone.Reflection, error) {
	r := oneonone.Reflection{
		Organizer: q.me.ID, Meeting: meeting,
		Remember: q.field(string(oneonone.FieldRemember)).Value,
		Promise:  q.field(string(oneonone.FieldPromise)).Value,
		Next:     oneonone.Next(q.field(string(oneonone.FieldNext)).SelectedOption.Value),
	}
	if r.Next == "open" {
		r.Next = oneonone.NextOpen
	}
	var err error
	if day := q.field(string(oneonone.FieldNextOn)).SelectedDate; day != "" {
		r.NextOn, err = oneonone.ParseDate(day)
	}
	return r, err
}

// submitReflect saves it, then offers the doors, and to plan the next talk.
func (b *Bot) submitReflect(ctx context.Context, q *request) (reply, error) {
	id, err := q.metadata()
	if err != nil {
		return reply{}, err
	}
	t, was, notes, err := b.lookBack(ctx, q, id)
	if err != nil {
		return reply{}, err
	}
	if t.Next, err = b.nextWith(ctx, t.Meeting); err != nil {
		return reply{}, err
	}
	// Nothing may fail once it is saved: they would be told that it is not.
	saved, err := b.saveReflection(ctx, q, id, was)
	if err != nil {
		return reply{}, err
	}
	v := views.SavedModal(q.r, t, saved, notes)
	if t.State == oneonone.Missed { // until now
		v = *b.withRetry(ctx, q, t.Meeting, &v)
	}
	return updates(v)
}

// saveReflection saves what stands in the modal, over what was saved before.
func (b *Bot) saveReflection(ctx context.Context, q *request, meeting oneonone.ID, was oneonone.Reflection) (oneonone.Reflection, error) {
	draft, err := b.draft(q, meeting)
	if err != nil {
		return draft, err
	}
	if !q.choseNext() {
		draft.Next, draft.NextOn = was.Next, was.NextOn
	}
	errs := draft.Check(q.r.Today(), was)
	for f, words := range map[oneonone.Field]struct{ saved, typed string }{
		oneonone.FieldRemember: {was.Remember, draft.Remember},
		oneonone.FieldPromise:  {was.Promise, draft.Promise},
	} {
		if err := oneonone.CheckWindow(f, q.drawn(string(f)), words.saved, words.typed); err != nil {
			errs = append(errs, err)
		}
	}
	if err := asError(errs); err != nil {
		return draft, err
	}
	saved, err := b.db.Reflect(ctx, q.drawing(), draft)
	if err == nil {
		b.homes.touch(q.me.ID)
	}
	return saved, err
}
