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

// asideMark stands among what a window holds once it has turned aside before a not ever: that
// is done once, and who sends it off again means it.
const asideMark = "aside"

// beforeNotEver is the window of another ask that an answer was chosen for behind the door of
// a talk, where the one sent off is a not ever: once that is saved, nothing is noted to what
// is open. Nil where there is none.
func (b *Bot) beforeNotEver(ctx context.Context, q *request, c carriedAsk, no oneonone.NoKind) *modalView {
	if c.Meeting == "" || no != oneonone.NotEver || !q.held[asideMark].empty() {
		return nil
	}
	q.mark(asideMark, true)
	v, err := b.unsavedAtDoor(ctx, q, c, func(nth int) bool {
		return nth == c.Nth || q.typed(views.InNth(string(oneonone.FieldNo), nth)).SelectedOption.Value == string(oneonone.NotEver)
	})
	if err != nil {
		b.logFailure("look for another answer", err)
	}
	if err != nil || v == nil {
		return nil
	}
	return new(views.Noted(q.r.Say("This one first: it isn't saved yet, and after a not ever it couldn't be. The not ever comes next."), *v))
}

// answeredAtDoor is answered behind the door of a talk, whose window turns from one ask to
// another: where another answer stands in it that is not saved yet, that is next.
func (b *Bot) answeredAtDoor(ctx context.Context, q *request, c carriedAsk, s saved) (reply, error) {
	if c.Meeting == "" {
		return b.answered(ctx, q, s)
	}
	q.savedNth(c.Nth)
	if s.ask.No == oneonone.NotEver { // who said that is thanked, and asked no more
		if left := b.typedAtDoor(ctx, q, s.ask.Person); len(left) > 0 {
			s.also += " " + views.NotSaved(q.r, left)
		}
		return b.answered(ctx, q, s)
	}
	v, err := b.unsavedAtDoor(ctx, q, c, func(nth int) bool { return nth == c.Nth })
	if err != nil {
		b.logFailure("look for another answer", err)
	}
	if err != nil || v == nil {
		return b.answered(ctx, q, s)
	}
	if s.ask.ToConfirm(q.now) {
		s.also += " " + q.r.Say("To tell them that you count on them stands on my Home page.")
	}
	return updates(views.Noted(q.r.Say("Saved. What they said to this one isn't saved yet.")+s.also, *v))
}

// typedAtDoor are the words of other asks of a person that stand in the windows behind a door,
// and are not saved.
func (b *Bot) typedAtDoor(ctx context.Context, q *request, person oneonone.ID) (left []string) {
	asks, err := b.db.AsksOf(ctx, q.me.ID, person, fewAsks)
	if err != nil {
		b.logFailure("look for words typed", err)
	}
	typed := func(nth int, words string) {
		if is := q.typed(views.InNth(views.AskWordsField(0), nth)).Value; is != "" && is != words {
			left = append(left, is)
		}
	}
	typed(doorNth, "")
	for _, a := range asks {
		typed(ownNth(a), wordsAgain(a))
	}
	return left
}

// unsavedAtDoor is the window of another ask that an answer was chosen for, before the one
// with this answer was sent off; nil where there is none but those of the numbers left out.
func (b *Bot) unsavedAtDoor(ctx context.Context, q *request, c carriedAsk, but func(nth int) bool) (*modalView, error) {
	chosen := func(nth int, words string) bool {
		if but(nth) {
			return false
		}
		typed := q.typed(views.InNth(views.AskWordsField(0), nth)).Value
		return q.typed(views.InNth(string(oneonone.FieldSaid), nth)).SelectedOption.Value != "" || typed != "" && typed != words
	}
	talk, err := carriedID(c.Meeting)
	if err != nil {
		return nil, err
	}
	m, err := b.db.Meeting(ctx, q.me.ID, talk)
	if err != nil {
		return nil, err
	}
	asks, err := b.db.AsksOf(ctx, q.me.ID, m.Person, fewAsks)
	if err != nil {
		return nil, err
	}
	for _, a := range asks {
		told := a.Meeting == m.ID && a.Said != oneonone.NotAsked
		if told || !chosen(ownNth(a), wordsAgain(a)) || !isReady(a) && !a.Pending(q.now) {
			continue
		}
		if a.Said != oneonone.SaidNo {
			v, err := b.answering(ctx, q, a, c.Meeting)
			if err != nil {
				return nil, err
			}
			return new(q.turnedIn(windowsOfAnAsk, *v)), nil
		}
		p, err := b.db.Person(ctx, q.me.ID, m.Person)
		if err != nil {
			return nil, err
		}
		re, err := b.askedAgainInTalk(ctx, q, carriedFor(q, m, p), a)
		return re.replace, err
	}
	if !chosen(doorNth, "") {
		return nil, nil
	}
	re, err := b.askOfTalk(ctx, q, m, true, !q.held[offeredMark].empty())
	return re.replace, err
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

// pressSayYes is the word to them, from the card.
func (b *Bot) pressSayYes(ctx context.Context, q *request) (reply, error) {
	shown, err := b.shownAskOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	if !shown.HasWord(q.now) {
		return replaces(views.AskCardModal(q.r, shown, "")) // how it stands says what there is to do
	}
	v, err := b.sayYes(ctx, q, shown, "")
	return reply{replace: v}, err
}

// sayYes is the word that goes with a yes. A member gets it from here, unless they
// want no messages; anybody else from the organizer. Note stands before it: what was
// just done.
func (b *Bot) sayYes(ctx context.Context, q *request, a views.Ask, note string) (*modalView, error) {
	their, err := b.personReads(ctx, q, oneonone.Meeting{Member: a.Member})
	if err != nil {
		return nil, err
	}
	left, err := b.switchedOff(ctx, a.Member)
	if err != nil {
		return nil, err
	}
	send, err := b.mayWrite(ctx, a.Ask)
	if err != nil {
		return nil, err
	}
	send = send && !left
	c := carriedAsk{Ask: a.ID.String(), Version: a.Version, Send: send, Own: a.Mends() || a.Waiting != nil && a.Waiting.Own}
	if c.Last, err = b.db.LastWord(ctx, a.Ask); err != nil {
		return nil, err
	}
	a.Had = c.Last != 0
	if send && note != "" && !a.Mends() { // it stands there as a text, to be sent with a tap
		c.Word = a.Word(q.r, their, send)
	}
	v := views.SayYesModal(q.r, a, note, their, send, c.String())
	return &v, nil
}

// mayWrite says whether the bot may send a word to the person of an ask: who would
// rather not hear from us gets none, though their yes stands.
func (b *Bot) mayWrite(ctx context.Context, a oneonone.Ask) (bool, error) {
	if a.Member.IsZero() {
		return false, nil
	}
	member, err := b.reachable(ctx, oneonone.Meeting{Organizer: a.Organizer, Person: a.Person, Member: a.Member})
	return !member.NoInvitations, err
}

// switchedOff says whether a member's account in Slack is: nothing reaches them there.
func (b *Bot) switchedOff(ctx context.Context, member oneonone.ID) (bool, error) {
	if member.IsZero() {
		return false, nil
	}
	m, err := b.db.MemberByID(ctx, member)
	if err != nil {
		return false, err
	}
	return b.profileOf(ctx, m).Deleted, nil
}

// submitSayYes sends the word as its author saw it, where the window said so; under a text to
// copy, "Done" says that they told them, as on Home.
func (b *Bot) submitSayYes(ctx context.Context, q *request) (reply, error) {
	a, c, err := b.carriedAnswer(ctx, q)
	if err != nil {
		return reply{}, err
	}
	if !c.Send {
		if err := b.db.Tell(ctx, q.me.ID, a.ID, c.Version); err != nil {
			return reply{}, err
		}
		b.homes.touch(q.me.ID)
		return reply{}, nil
	}
	if err := b.reaches(ctx, a); err != nil {
		return reply{}, err
	}
	re, err := b.sendWord(ctx, q, a, c, q.field(string(oneonone.FieldWord)).Value)
	re.update, re.replace = re.replace, nil
	return re, err
}

// pressSendWord sends the word that stands in the window, as its author saw it.
func (b *Bot) pressSendWord(ctx context.Context, q *request) (reply, error) {
	a, c, err := b.carriedAnswer(ctx, q)
	if err != nil {
		return reply{}, err
	}
	if a.Version != c.Version {
		return reply{}, oneonone.AskMoved()
	}
	shown, err := b.shownAsk(ctx, a)
	if err != nil {
		return reply{}, err
	}
	if !shown.Confirmed.IsZero() && shown.Outcome == oneonone.OutcomeOpen {
		// They know it by now, from another device or from this very press, which came
		// again: the card says so.
		return replaces(views.AskCardModal(q.r, shown, ""))
	}
	if err := b.reaches(ctx, a); oneonone.KindOf(err) == oneonone.Stale {
		// It stands there as a text, which a phone copies only out of a field.
		v, e := b.sayYes(ctx, q, shown, b.sentence(q, err))
		return reply{replace: v}, e
	} else if err != nil {
		return reply{}, err
	}
	return b.sendWord(ctx, q, a, c, c.Word)
}

// reaches refuses a word to the person of an ask whom none from here reaches any more:
// they said so, or left Slack, while a window was open.
func (b *Bot) reaches(ctx context.Context, a oneonone.Ask) error {
	send, err := b.mayWrite(ctx, a)
	if err != nil {
		return err
	}
	if !send {
		return oneonone.RatherCall()
	}
	left, err := b.switchedOff(ctx, a.Member)
	if err != nil || !left {
		return err
	}
	return &oneonone.Error{Kind: oneonone.Stale, Field: oneonone.FieldWord, Sentence: oneonone.Say("Their Slack account is switched off by now. Copy this, and tell them another way.")}
}

// sendWord sends a word, and shows the ask's card in place of the window.
func (b *Bot) sendWord(ctx context.Context, q *request, a oneonone.Ask, c carriedAsk, word string) (reply, error) {
	if e := oneonone.CheckWord(&word); e != nil {
		return reply{}, e
	}
	if word == "" {
		return reply{}, &oneonone.Error{Kind: oneonone.Invalid, Field: oneonone.FieldWord, Sentence: oneonone.Say("Write what they should read. To send nothing, close this window.")}
	}
	to, err := b.db.MemberByID(ctx, a.Member)
	if err != nil {
		return reply{}, err
	}
	// What they know is read before the word may have gone: it says whether that waits.
	known, err := b.db.Confirmations(ctx, q.me.ID, []oneonone.ID{a.ID})
	if err != nil {
		return reply{}, err
	}
	own := word != c.Word && word != q.drawn(string(oneonone.FieldWord)) || c.Own
	had, err := b.db.SendWord(ctx, q.me.ID, a.ID, c.Version, c.Last, q.drawing(), word, own)
	if err != nil {
		return reply{}, err
	}
	b.homes.touch(q.me.ID)
	shown, err := b.shownAsk(ctx, a)
	if err != nil {
		b.logFailure("show what was sent", err)
		return reply{}, nil
	}
	if had {
		return replaces(views.AskCardModal(q.r, shown, views.WordHad(q.r, shown.With)))
	}
	if shown.Waiting != nil {
		shown.Waiting.Told = true
	}
	until, night := a.WordWaits(known[a.ID].Told, q.now, to.Rhythm)
	note := views.WordSent(q.r, shown.With, night, until)
	return replaces(views.AskCardModal(q.r, shown, note))
}

// pressUnsend has a word that still waits for their morning not go.
func (b *Bot) pressUnsend(ctx context.Context, q *request) (reply, error) {
	id, err := q.subject()
	if err != nil {
		return reply{}, err
	}
	a, unsent, err := b.db.Unsend(ctx, q.me.ID, id)
	if err != nil {
		return reply{}, err
	}
	b.homes.touch(q.me.ID)
	shown, err := b.shownAsk(ctx, a)
	if err != nil {
		return reply{}, err
	}
	note := q.r.Say("Your word to %s doesn't go.", views.Escape(shown.With))
	if !unsent {
		note = q.r.Say("There is no word left that waits: what you sent is with %s.", views.Escape(shown.With))
	}
	return replaces(views.AskCardModal(q.r, shown, note))
}

// unsaid says that a word does not go which waited, in the window that has it stop. Where
// that is done elsewhere, a message does when it would have gone.
func unsaid(q *request) string {
	return q.r.Say("Your word to them was still waiting, so it doesn't go.")
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
