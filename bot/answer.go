package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"oneonone"
	"oneonone/bot/views"
)

// answerForm is what the answer starts from: the days that are pre-set.
func (b *Bot) answerForm(_ context.Context, q *request, a oneonone.Ask) (views.AnswerForm, error) {
	today, noted := q.r.Today(), a.Reaction
	if noted.Said != oneonone.SaidYes {
		noted.Back = a.BackOn() // it may have been put off
	}
	if noted.Back.Before(today) || noted.Said != oneonone.SaidYes && noted.Back == today {
		noted.Back = oneonone.Date{} // that day has come: another is pre-set
	}
	of := oneonone.Ask{Proposal: a.Proposal} // the days as if nothing were noted
	return views.AnswerForm{
		Reaction:  noted,
		ConfirmBy: of.ConfirmBy(q.now, q.me.Rhythm),
		MaybeBack: of.GetBackBy(q.now, q.me.Rhythm), AskBack: today.AddDays(oneonone.AgainDays),
		Over: a.Over(q.now) || a.Outcome != oneonone.OutcomeOpen,
		Soon: q.now.Before(of.At) && !of.MorningLeft(q.now, q.me.Rhythm), IfTime: a.IfTime, IfThing: a.IfThing,
	}, nil
}

// answerDraft reads the answer as it stands in the nth window of its chain, to an ask
// that so many not nows came before.
func (b *Bot) answerDraft(ctx context.Context, q *request, nth int, of oneonone.Proposal, notNows int) (views.AnswerForm, error) {
	f, err := b.answerForm(ctx, q, oneonone.Ask{Proposal: of})
	if err != nil {
		return f, err
	}
	f.NotNows = notNows
	typed := func(field string) slack.BlockAction { return q.typed(views.InNth(field, nth)) }
	f.Said = oneonone.Said(typed(string(oneonone.FieldSaid)).SelectedOption.Value)
	if f.Said == oneonone.Said(views.SaidValue(oneonone.NotAsked)) {
		f.Said = oneonone.NotAsked
	}
	if f.Said == oneonone.SaidNo {
		f.No = oneonone.NoKind(typed(string(oneonone.FieldNo)).SelectedOption.Value)
	}
	f.NoContact = len(typed(string(oneonone.FieldNoContact)).SelectedOptions) > 0
	f.WouldTake = typed(string(oneonone.FieldWouldTake)).Value
	switch then := typed(views.ThenField(f.No)).SelectedOption.Value; {
	case then == views.ThenValue(oneonone.ThenLeave):
		f.Then = oneonone.ThenLeave
	case then != "":
		f.Then = oneonone.Then(then)
	default:
		f.Then = preset(f)
	}
	err = b.backTyped(q, nth, &f)
	return f, err
}

// backTyped reads the day it comes back: its field is named after the answer. Who
// sends it off before the field has come up gets the day it is pre-set to.
func (b *Bot) backTyped(q *request, nth int, f *views.AnswerForm) (err error) {
	field := views.InNth(views.BackField(f.Reaction), nth)
	f.Back, err = day(q.typed(field).SelectedDate)
	switch missing := f.Back == (oneonone.Date{}) && !q.draws(field); {
	case missing && f.Said == oneonone.SaidMaybe && !f.Over:
		f.Back = f.MaybeBack
	case missing && f.Said == oneonone.SaidNo && f.Then == oneonone.ThenAgain:
		f.Back = f.AskBack
	}
	return err
}

// preset is what follows a no of itself: another day, or another thing. After two
// not nows no third day is set by itself.
func preset(f views.AnswerForm) oneonone.Then {
	switch {
	case f.No == oneonone.NotNow && f.NotNows < oneonone.NotNowsMost:
		return oneonone.ThenAgain
	case f.No == oneonone.NotThat:
		return oneonone.ThenOffered
	}
	return oneonone.ThenLeave
}

// day reads a picked day; none for an empty field.
func day(picked string) (oneonone.Date, error) {
	if picked == "" {
		return oneonone.Date{}, nil
	}
	return oneonone.ParseDate(picked)
}

// pressAnswerAsk asks what they said, or what they said after all.
func (b *Bot) pressAnswerAsk(ctx context.Context, q *request) (reply, error) {
	a, err := b.askOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	talk, err := doorOf(q)
	if err != nil {
		return reply{}, err
	}
	v, err := b.answering(ctx, q, a, talk)
	if err != nil {
		return reply{}, err
	}
	return replaces(q.turnedIn(windowsOfAnAsk, *v))
}

// answering is the window for the answer to an ask; talk is the one it is told of, ""
// for none.
func (b *Bot) answering(ctx context.Context, q *request, a oneonone.Ask, talk string) (*modalView, error) {
	try := a
	if err := try.Answer(oneonone.Reaction{Said: oneonone.SaidYes}, q.now); err != nil {
		return nil, err
	}
	notNows, err := b.notNowsBefore(ctx, a)
	if err != nil {
		return nil, err
	}
	c := carriedAsk{Ask: a.ID.String(), Version: a.Version, Meeting: talk}
	if talk != "" {
		c.Nth = ownNth(a)
	}
	f, err := b.answerForm(ctx, q, a)
	if a.Said == oneonone.NotAsked || q.typed(views.InNth(string(oneonone.FieldSaid), c.Nth)).SelectedOption.Value != "" { // it may be what was typed before the window turned
		f, err = b.answerDraft(ctx, q, c.Nth, a.Proposal, notNows)
	}
	if err != nil {
		return nil, err
	}
	f.NotNows = notNows
	return b.answerModal(ctx, q, a, f, c)
}

// notNowsBefore is how many not nows came before an ask, in its chain.
func (b *Bot) notNowsBefore(ctx context.Context, a oneonone.Ask) (int, error) {
	chain, err := b.db.Chain(ctx, a.Organizer, a.Chain)
	if i := slices.IndexFunc(chain, func(in oneonone.Ask) bool { return in.ID == a.ID }); i >= 0 {
		chain = chain[:i]
	}
	return count(chain, oneonone.NotNow), err
}

func (b *Bot) answerModal(ctx context.Context, q *request, a oneonone.Ask, f views.AnswerForm, c carriedAsk) (*modalView, error) {
	shown, err := b.shownAsk(ctx, a)
	if err != nil {
		return nil, err
	}
	f.Talk, f.Nth = c.Meeting, c.Nth
	v := views.AnswerModal(q.r, shown, f, c.String())
	return &v, nil
}

// pressAnswerForm draws the window anew: what else there is to say comes with
// what was chosen.
func (b *Bot) pressAnswerForm(ctx context.Context, q *request) (reply, error) {
	if q.view == nil {
		return reply{}, oneonone.Outdated()
	}
	if q.view.CallbackID == views.CallbackAsk {
		return b.redrawAsk(ctx, q, nil)
	}
	a, c, f, err := b.answerInWindow(ctx, q)
	if err != nil {
		return reply{}, err
	}
	v, err := b.answerModal(ctx, q, a, f, c)
	if err != nil {
		return reply{}, err
	}
	return replaces(q.turned(*v))
}

func (b *Bot) carriedAnswer(ctx context.Context, q *request) (oneonone.Ask, carriedAsk, error) {
	c, err := parseCarriedAsk(q)
	if err != nil {
		return oneonone.Ask{}, c, err
	}
	id, err := oneonone.ParseID(c.Ask)
	if err != nil {
		return oneonone.Ask{}, c, err
	}
	a, err := b.db.Ask(ctx, q.me.ID, id)
	return a, c, err
}

// answerInWindow is the ask of an answer's window, and the answer as it stands there.
func (b *Bot) answerInWindow(ctx context.Context, q *request) (a oneonone.Ask, c carriedAsk, f views.AnswerForm, err error) {
	if a, c, err = b.carriedAnswer(ctx, q); err != nil {
		return a, c, f, err
	}
	notNows, err := b.notNowsBefore(ctx, a)
	if err != nil {
		return a, c, f, err
	}
	f, err = b.answerDraft(ctx, q, c.Nth, a.Proposal, notNows)
	return a, c, f, err
}

// submitAnswer notes the answer.
func (b *Bot) submitAnswer(ctx context.Context, q *request) (reply, error) {
	a, c, f, err := b.answerInWindow(ctx, q)
	if err != nil {
		return reply{}, err
	}
	if err := asError(f.Reaction.Check(q.r.Today())); err != nil {
		return reply{}, err
	}
	talk := a.Meeting
	if c.Meeting != "" { // it is told of that one, behind whose door it is found from now on
		told, err := b.carriedWhom(ctx, q, c)
		if err != nil {
			return reply{}, err
		}
		if told.Person == a.Person {
			talk = told.ID
		}
	}
	if first := b.beforeNotEver(ctx, q, c, f.No); first != nil {
		return updates(*first)
	}
	answered, err := b.db.AnswerAsk(ctx, q.me.ID, a.ID, func(a *oneonone.Ask) error {
		return a.Seen(c.Version, func(a *oneonone.Ask) error {
			a.ToldIn(talk)
			return a.Answer(f.Reaction, q.now)
		})
	})
	if err != nil {
		return reply{}, err
	}
	b.homes.touch(q.me.ID)
	also := views.StandAgain(q.r, answered.Restored)
	if answered.HearAgain {
		also = " " + q.r.Say("They can get messages from here again.") + also
	}
	if answered.Unsaid {
		also += " " + unsaid(q)
	}
	return b.answeredAtDoor(ctx, q, c, saved{ask: answered.Ask, same: f.Reaction == a.Reaction, also: also})
}

// answered is what comes next, in the same sitting: the word after a yes, what was
// offered after a no, the thanks after a not ever; else its card. Nothing may fail any
// more: where it does, the window closes.
func (b *Bot) answered(ctx context.Context, q *request, s saved) (reply, error) {
	v, err := b.afterAnswer(ctx, q, s)
	if err != nil {
		b.logFailure("show what was saved", err)
		return reply{}, nil
	}
	return reply{update: v}, nil
}

// saved is an ask that was just saved.
type saved struct {
	ask   oneonone.Ask
	fresh bool   // it is a new one
	same  bool   // they had said just that before
	also  string // what else it brought with it: it stands behind "Saved"
}

func (b *Bot) afterAnswer(ctx context.Context, q *request, s saved) (*modalView, error) {
	a, also := s.ask, s.also
	shown, err := b.shownAsk(ctx, a)
	if err != nil {
		return nil, err
	}
	var v modalView
	switch note := q.r.Say("Saved. Only you can read it.") + also; {
	case a.HasWord(q.now):
		return b.sayYes(ctx, q, shown, q.r.Say("Saved.")+also)
	case a.No == oneonone.NotEver && !s.same: // else they were thanked
		v = views.Noted(strings.TrimSpace(also), views.ThanksModal(q.r, shown))
	case a.Then == oneonone.ThenOffered && !a.Followed:
		next, err := b.nextOfChain(ctx, q, a)
		if err != nil {
			return nil, err
		}
		v = views.Noted(strings.TrimSpace(also), *next)
	case s.fresh && a.Said == oneonone.NotAsked:
		v = views.AskCardModal(q.r, shown, q.r.Say("Saved. Only you can read it. Say it, then be quiet and let them think."))
	default:
		v = views.AskCardModal(q.r, shown, note)
	}
	return &v, nil
}

// pressOutcome notes what came of a yes.
func (b *Bot) pressOutcome(o oneonone.Outcome) handler {
	return func(ctx context.Context, q *request) (reply, error) {
		rule := func(a *oneonone.Ask) error { return a.Happened(o, q.now) }
		if q.view == nil || q.view.CallbackID != views.CallbackAskCard {
			return b.changeAsk(ctx, q, rule)
		}
		id, err := q.subject()
		if err != nil {
			return reply{}, err
		}
		a, err := b.db.AnswerAsk(ctx, q.me.ID, id, rule)
		if err != nil {
			return reply{}, err
		}
		b.homes.touch(q.me.ID)
		if !a.Unsaid {
			return reply{then: b.again}, nil
		}
		return reply{then: func(ctx context.Context, q *request) (reply, error) {
			shown, err := b.shownAsk(ctx, a.Ask)
			if err != nil {
				return reply{}, err
			}
			return replaces(views.AskCardModal(q.r, shown, unsaid(q)))
		}}, nil
	}
}

// changeAsk lets a rule change the ask in the pressed button, and has the window pressed in
// drawn anew.
func (b *Bot) changeAsk(ctx context.Context, q *request, rule func(*oneonone.Ask) error) (reply, error) {
	id, err := q.subject()
	if err != nil {
		return reply{}, err
	}
	if _, err := b.db.ChangeAsk(ctx, q.me.ID, id, rule); err != nil {
		return reply{}, err
	}
	b.homes.touch(q.me.ID)
	return reply{then: b.again}, nil
}

// pressStillOn notes that they are still on for tomorrow, or today.
func (b *Bot) pressStillOn(ctx context.Context, q *request) (reply, error) {
	return b.changeAsk(ctx, q, func(a *oneonone.Ask) error { return a.StillOn(q.now, q.r.Zone()) })
}

// pressLetAskGo ends an ask whose time has passed before anything was settled.
func (b *Bot) pressLetAskGo(ctx context.Context, q *request) (reply, error) {
	return b.changeAsk(ctx, q, func(a *oneonone.Ask) error { return a.LetGo(q.now, q.r.Zone()) })
}

// pressMoveAsk asks for the new day of a yes.
func (b *Bot) pressMoveAsk(ctx context.Context, q *request) (reply, error) {
	a, err := b.askOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	try := a
	if err := try.Move(a.At, a.Starts); err != nil {
		return reply{}, err
	}
	shown, err := b.shownAsk(ctx, a)
	if err != nil {
		return reply{}, err
	}
	return replaces(views.MoveAskModal(q.r, shown, carriedAsk{Ask: a.ID.String(), Version: a.Version}.String()))
}

// submitMoveAsk gives a yes its new day.
func (b *Bot) submitMoveAsk(ctx context.Context, q *request) (reply, error) {
	a, c, err := b.carriedAnswer(ctx, q)
	if err != nil {
		return reply{}, err
	}
	p := a.Proposal
	if p.At = q.instant(string(oneonone.FieldAskAt)); p.What == oneonone.Role {
		p.At = a.At
		if p.Starts, err = day(q.field(string(oneonone.FieldAskStarts)).SelectedDate); err != nil {
			return reply{}, err
		}
	}
	if err := asError(p.Check(q.now, q.r.Zone(), false)); err != nil {
		return reply{}, err
	}
	before, over := a.Day(q.r.Zone()), a.Outcome != oneonone.OutcomeOpen
	a, waited, err := b.db.MoveAsk(ctx, q.me.ID, a.ID, func(a *oneonone.Ask) error {
		return a.Seen(c.Version, func(a *oneonone.Ask) error { return a.Move(p.At, p.Starts) })
	})
	if err != nil {
		return reply{}, err
	}
	b.homes.touch(q.me.ID)
	shown, err := b.shownAsk(ctx, a)
	if err != nil {
		b.logFailure("show what was saved", err)
		return reply{}, nil
	}
	if waited && !shown.Told.Outdated && !shown.Confirmed.IsZero() {
		return updates(views.AskCardModal(q.r, shown, q.r.Say("Saved. %s knows this day, so your word that was still waiting doesn't go.", views.Escape(shown.With))))
	}
	note := q.r.Say("Saved.")
	switch {
	case waited && over: // it was of what had come of it
		note += " " + unsaid(q)
	case waited:
		note += " " + views.WordUnsaid(q.r, shown, before == a.Day(q.r.Zone()))
	}
	if (shown.Told.Outdated || waited || shown.Mends()) && a.ToConfirm(q.now) {
		// They know of the day before, and would come then; or were to read of it.
		v, err := b.sayYes(ctx, q, shown, note)
		if err != nil {
			b.logFailure("show a word", err)
			return reply{}, nil
		}
		return updates(*v)
	}
	return updates(views.AskCardModal(q.r, shown, q.r.Say("Saved. Only you can read it.")))
}
