package bot

import (
	"context"
	"encoding/binary"
	"slices"

	"oneonone"
	"oneonone/bot/views"
)

// pressSaidDoor is the door "What they said to an ask", and within it the way back to
// what was got ready from something else that was told instead. Where something is noted
// already, the door shows that.
func (b *Bot) pressSaidDoor(ctx context.Context, q *request) (reply, error) {
	m, err := b.atDoor(ctx, q)
	if err != nil {
		return reply{}, err
	}
	if q.view != nil && slices.Contains(windowsOfAnAsk, q.view.CallbackID) {
		return b.saidInTalk(ctx, q, m)
	}
	told, err := b.toldOf(ctx, m)
	if err != nil {
		return reply{}, err
	}
	if len(told) == 0 {
		return onTop(b.saidInTalk(ctx, q, m))
	}
	t, err := b.talk(ctx, m, true)
	if err != nil {
		return reply{}, err
	}
	shown, err := b.asksWithChains(ctx, q, told)
	if err != nil {
		return reply{}, err
	}
	return opens(views.ToldModal(q.r, t, shown))
}

// toldOf are the asks of a talk whose answers are noted, the newest first.
func (b *Bot) toldOf(ctx context.Context, m oneonone.Meeting) ([]oneonone.Ask, error) {
	asks, err := b.db.AsksOf(ctx, m.Organizer, m.Person, fewAsks)
	return slices.DeleteFunc(asks, func(a oneonone.Ask) bool { return a.Meeting != m.ID || a.Said == oneonone.NotAsked }), err
}

// pressSaidMore is another ask of a talk, beside what is noted.
func (b *Bot) pressSaidMore(ctx context.Context, q *request) (reply, error) {
	m, err := b.meetingOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	return b.saidInTalk(ctx, q, m)
}

// saidInTalk is the window for what was said in a talk, to what was got ready for it or
// to something else.
func (b *Bot) saidInTalk(ctx context.Context, q *request, m oneonone.Meeting) (reply, error) {
	open, err := b.db.AsksOf(ctx, q.me.ID, m.Person, fewAsks)
	if err != nil {
		return reply{}, err
	}
	if i := slices.IndexFunc(open, isReady); i >= 0 {
		v, err := b.answering(ctx, q, open[i], m.ID.String())
		if err != nil {
			return reply{}, err
		}
		if err := q.holdOffered(); err != nil {
			return reply{}, err
		}
		return replaces(q.turnedIn(windowsOfAnAsk, *v))
	}
	return b.askOfTalk(ctx, q, m, true, false)
}

// offeredMark stands among what a window behind the door holds once it has turned away from
// what they offered, and nobody had asked: the words alone don't tell.
const offeredMark = "offered"

// holdOffered notes whether the window pressed in is of something they offered.
func (q *request) holdOffered() error {
	if q.view == nil || q.view.CallbackID != views.CallbackAsk {
		return nil
	}
	c, err := parseCarriedAsk(q)
	q.mark(offeredMark, c.Unasked)
	return err
}

// windowsOfAnAsk turn into each other: what was typed in one of them is found again.
var windowsOfAnAsk = []string{views.CallbackAsk, views.CallbackAnswer}

// pressOffered is "They offered something I hadn't asked".
func (b *Bot) pressOffered(ctx context.Context, q *request) (reply, error) {
	return b.toldOtherwise(ctx, q, true)
}

// pressAskedElse is "I asked for something else", beside what was got ready: that
// waits on. Of what they offered it takes back that nobody had asked.
func (b *Bot) pressAskedElse(ctx context.Context, q *request) (reply, error) {
	return b.toldOtherwise(ctx, q, false)
}

// toldOtherwise turns a window behind the door: to what they offered, or to what they
// were asked for.
func (b *Bot) toldOtherwise(ctx context.Context, q *request, unasked bool) (reply, error) {
	m, err := b.meetingOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	q.mark(offeredMark, false)
	if q.view == nil || q.view.CallbackID != views.CallbackAsk {
		return b.askOfTalk(ctx, q, m, true, unasked)
	}
	c, err := parseCarriedAsk(q)
	if err != nil {
		return reply{}, err
	}
	if c.Unasked = unasked; c.Again { // back to what stood there before
		c.Parent, c.Again, c.Nth = "", false, doorNth
	}
	return b.drawAsk(ctx, q, c, nil)
}

// doorNth is the number of the fields for what was asked in a talk and not got ready: its
// window turns into those of other asks, and back.
const doorNth = 1

// fewAsks is how many of the last asks of one person are looked at.
const fewAsks = 10

// askOfTalk opens the window with the person of a talk filled in.
func (b *Bot) askOfTalk(ctx context.Context, q *request, m oneonone.Meeting, asked, unasked bool) (reply, error) {
	p, err := b.db.Person(ctx, q.me.ID, m.Person)
	if err != nil {
		return reply{}, err
	}
	c := carriedFor(q, m, p)
	if c.Asked, c.Unasked = asked, unasked; asked {
		c.Nth = doorNth
	}
	return b.drawAsk(ctx, q, c, func(f *views.AskForm, _ *carriedAsk) {
		if f.What == "" {
			f.What = oneonone.Event // nothing was chosen yet
		}
	})
}

// carriedFor begins the window for an ask of the person of a talk.
func carriedFor(q *request, m oneonone.Meeting, p oneonone.Person) carriedAsk {
	return carriedAsk{Meeting: m.ID.String(), Closed: !p.NoAsks.IsZero(), Silent: p.NoContact, Over: q.over()}
}

// doorOf is the talk behind whose door a window stands; "" for none.
func doorOf(q *request) (string, error) {
	if q.view == nil || !slices.Contains(windowsOfAnAsk, q.view.CallbackID) {
		return "", nil
	}
	c, err := parseCarriedAsk(q)
	return c.Meeting, err
}

// askedAgainInTalk turns the window behind the door of a talk to an ask made once more
// there. What was typed in it was of another, and is there again on the way back.
func (b *Bot) askedAgainInTalk(ctx context.Context, q *request, c carriedAsk, a oneonone.Ask) (reply, error) {
	c.Asked, c.Unasked, c.Parent, c.Again, c.Nth = true, false, a.ID.String(), true, ownNth(a)
	return b.drawAsk(ctx, q, c, func(f *views.AskForm, _ *carriedAsk) {
		if f.Words != "" {
			return // typed before it turned to something else
		}
		f.What, f.Words = a.What, wordsAgain(a)
	})
}

// wordsAgain are the words that stand in the window for asking somebody again.
func wordsAgain(a oneonone.Ask) string {
	if a.No == oneonone.NotNow {
		return a.Words // the same, on another day
	}
	return ""
}

// ownNth is the number of an ask's own fields behind the door of a talk, where one window
// turns from one ask to another: what was typed of this one is found again, and not taken
// for what was said to another. See [views.FieldOf]; the first numbers are those of chains.
func ownNth(a oneonone.Ask) int {
	return 1<<16 + int(binary.BigEndian.Uint32(a.ID[len(a.ID)-4:])>>1)
}

// besides looks for what the window of a talk is beside: what was got ready for their
// next talk, and what waits to be taken up again that was not told in this one.
func (b *Bot) besides(ctx context.Context, q *request, c carriedAsk, f *views.AskForm) error {
	whom, err := b.carriedWhom(ctx, q, c)
	if err != nil {
		return err
	}
	asks, err := b.db.AsksOf(ctx, q.me.ID, whom.Person, fewAsks)
	if err != nil {
		return err
	}
	var ready, waiting []oneonone.Ask
	for _, a := range asks {
		switch {
		case isReady(a):
			ready = append(ready, a)
		case a.Pending(q.now) && a.Meeting != whom.ID:
			waiting = append(waiting, a)
		}
	}
	if f.Else = len(ready) == 1; !f.Else { // a button leads back to one; several are told apart by their words
		waiting = append(ready, waiting...)
	}
	f.Pending, err = b.shownAsks(ctx, waiting)
	return err
}

// isReady says whether an ask was got ready, and waits to be made.
func isReady(a oneonone.Ask) bool { return a.Said == oneonone.NotAsked && a.Open() }

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
	if s.ask.Then == oneonone.ThenOffered && !s.ask.Followed {
		s.also += " " + views.OfferedLater(q.r, s.ask)
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
