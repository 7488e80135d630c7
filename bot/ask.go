package bot

import (
	"context"
	"encoding/json"

	"github.com/slack-go/slack"

	"oneonone"
	"oneonone/bot/views"
	"oneonone/storage"
)

// carriedAsk is what the windows of an ask carry along. Nothing typed is in it.
type carriedAsk struct {
	Ask     string `json:"ask,omitempty"`     // the one that is changed or answered
	Version int    `json:"version,omitempty"` // and how its reader saw it
	Parent  string `json:"parent,omitempty"`  // the one whose no it follows
	Meeting string `json:"meeting,omitempty"` // the talk it is for
	Nth     int    `json:"nth,omitempty"`     // see views.FieldOf
	Turn    int    `json:"turn,omitempty"`    // how often proposed words took the place of the typed ones
	Ready   bool   `json:"ready,omitempty"`   // the alternatives are shown
	Checked bool   `json:"checked,omitempty"` // the coach was asked
	Asked   bool   `json:"asked,omitempty"`   // it was made already: no question of it
	Closed  bool   `json:"closed,omitempty"`  // they said not ever, and the window says so
	Silent  bool   `json:"silent,omitempty"`  // and so they'd rather not hear from us at all
	Unasked bool   `json:"unasked,omitempty"` // they offered it
	Again   bool   `json:"again,omitempty"`   // it was asked once more, behind the door of a talk
	Own     bool   `json:"own,omitempty"`     // the word is in their own words
	Send    bool   `json:"send,omitempty"`    // the bot sends the word; else it is a text to copy
	Word    string `json:"word,omitempty"`    // the one that stands in the window, to be sent with a tap
	Last    int64  `json:"last,omitempty"`    // the last one that had reached them when it was drawn
	// Over is the drawing whose place the window for an ask took: one view may hold
	// several, one after the other, and each is an ask of its own. Drawn anew as
	// people choose in it, it stays the same one, unlike under its own drawing.
	Over string `json:"over,omitempty"`
	// Request is what somebody asked for that has this written over; none once its
	// author knows that it was taken back.
	Request string `json:"request,omitempty"`
}

func (c carriedAsk) String() string {
	b, _ := json.Marshal(c) // strings, numbers and truths: it cannot fail
	return string(b)
}

// parseCarriedAsk reads what a window carries.
func parseCarriedAsk(q *request) (c carriedAsk, err error) {
	if q.view == nil {
		return c, oneonone.Outdated()
	}
	return c, json.Unmarshal([]byte(q.view.PrivateMetadata), &c)
}

// carriedID reads one of the ids in it; zero for none.
func carriedID(text string) (oneonone.ID, error) {
	if text == "" {
		return oneonone.ID{}, nil
	}
	return oneonone.ParseID(text)
}

// ask is `/1on1 ask`: a window to get an ask ready, with the words that were typed.
func (b *Bot) ask(ctx context.Context, q *request) (reply, error) {
	return b.openAsk(ctx, q, q.command.mention, q.command.words(), false)
}

// askAuthor logs an ask of whoever wrote the message the shortcut was used on: it was
// made already.
func (b *Bot) askAuthor(ctx context.Context, q *request) (reply, error) {
	return b.openAsk(ctx, q, q.author, "", true)
}

// openAsk opens the window for a member, at the half for an ask that was made or at
// the other one; whoever cannot be asked is left out, and the window says why.
func (b *Bot) openAsk(ctx context.Context, q *request, who, words string, asked bool) (reply, error) {
	if err := oneonone.CheckOrganizer(q.profile); err != nil {
		return reply{}, err
	}
	who, note := b.meetable(ctx, q, who, oneonone.CheckMet)
	f := views.AskForm{Whom: views.Whom{Who: who}, Asked: asked, Proposal: oneonone.Proposal{What: oneonone.Event, Words: views.AskTyped(words)}}
	var err error
	if f.Answer, err = b.answerForm(ctx, q, oneonone.Ask{}); err != nil {
		return reply{}, err
	}
	if f.Closed, f.Silent, err = b.saidNotEver(ctx, q, f.Whom); err != nil {
		return reply{}, err
	}
	return replaces(views.Noted(note, views.AskModal(q.r, f, carriedAsk{Closed: f.Closed, Silent: f.Silent, Over: q.over()}.String())))
}

// saidNotEver says whether who is chosen in a window told the organizer not ever, and
// whether they'd rather not hear from us at all.
func (b *Bot) saidNotEver(ctx context.Context, q *request, w views.Whom) (closed, silent bool, err error) {
	whom := oneonone.Whom{Person: w.Known}
	if !w.Outside && w.Who != "" {
		member, err := b.db.Member(ctx, w.Who, nil)
		if err != nil {
			return false, false, err
		}
		whom = oneonone.Whom{Member: member.ID}
	}
	if whom == (oneonone.Whom{}) { // nobody is chosen yet, or somebody new
		return false, false, nil
	}
	return b.db.NotEver(ctx, q.me.ID, whom)
}

// pressAsk opens it from a button: of the person of a talk, or of anybody.
func (b *Bot) pressAsk(ctx context.Context, q *request) (reply, error) {
	if q.action.Value == "" {
		return b.openAsk(ctx, q, "", "", false)
	}
	m, err := b.meetingOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	// The window below offers it as long as it is open: what is typed there would be at
	// stake if it were drawn anew. What was got ready meanwhile is shown.
	asks, err := b.db.AsksOf(ctx, q.me.ID, m.Person, fewAsks)
	if err != nil {
		return reply{}, err
	}
	for _, a := range asks {
		if !a.Open() {
			continue
		}
		shown, err := b.shownAsk(ctx, a)
		if err != nil {
			return reply{}, err
		}
		if shown.Closed {
			break // the window says so
		}
		return opens(views.AskCardModal(q.r, shown, ""))
	}
	return onTop(b.askOfTalk(ctx, q, m, false, false)) // of the notes that are being written
}

// pressAskAgain is the next of a chain: who is filled in.
func (b *Bot) pressAskAgain(ctx context.Context, q *request) (reply, error) {
	a, err := b.askOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	talk, err := doorOf(q)
	if err != nil {
		return reply{}, err
	}
	if talk != "" {
		c, err := parseCarriedAsk(q)
		if err != nil {
			return reply{}, err
		}
		return b.askedAgainInTalk(ctx, q, c, a)
	}
	v, err := b.nextOfChain(ctx, q, a)
	return reply{replace: v}, err
}

// nextOfChain is the window for what was asked, or offered, after a no.
func (b *Bot) nextOfChain(ctx context.Context, q *request, a oneonone.Ask) (*modalView, error) {
	shown, err := b.shownAsk(ctx, a)
	if err != nil {
		return nil, err
	}
	nth := len(shown.Chain)
	if before, err := parseCarriedAsk(q); err == nil && q.view != nil && q.view.CallbackID == views.CallbackAsk {
		nth = max(nth, before.Nth+1) // the window it takes the place of may have a number already
	}
	f := views.AskForm{To: shown.WithFull, Asked: true, Closed: shown.Closed, Silent: shown.Silent, Instead: a.Then == oneonone.ThenOffered, Nth: nth, Proposal: oneonone.Proposal{What: a.What}}
	switch a.No {
	case oneonone.NotNow:
		f.Words = a.Words // the same, on another day
	case oneonone.NotThat, oneonone.CannotTell:
		if f.Instead && a.No == oneonone.NotThat {
			f.Words = a.IfThing // what was got ready for this
		}
		if f.Moves, err = b.db.Moves(ctx, q.me.ID, a.Person); err != nil {
			return nil, err
		}
	}
	// What they said to the one before is not what they say to this one.
	of := oneonone.Proposal{Words: f.Words} // it is of another day
	of.IfTime, of.IfThing = stillReady(a, f.Words)
	if f.Answer, err = b.answerForm(ctx, q, oneonone.Ask{Proposal: of}); err != nil {
		return nil, err
	}
	f.Answer.NotNows = count(shown.Chain, oneonone.NotNow)
	talk, err := doorOf(q)
	if err != nil {
		return nil, err
	}
	v := views.AskModal(q.r, f, carriedAsk{Parent: a.ID.String(), Meeting: talk, Nth: f.Nth, Asked: true, Closed: f.Closed, Silent: f.Silent, Over: q.over()}.String())
	return &v, nil
}

// stillReady are the alternatives that were got ready with an ask, but for the one that these
// words offer already.
func stillReady(a oneonone.Ask, words string) (ifTime, ifThing string) {
	if ifTime = a.IfTime; ifTime == words {
		ifTime = ""
	}
	if ifThing = a.IfThing; ifThing == words {
		ifThing = ""
	}
	return ifTime, ifThing
}

// count is how many asks of a chain had this no.
func count(chain []oneonone.Ask, no oneonone.NoKind) int {
	n := 0
	for _, a := range chain {
		if a.No == no {
			n++
		}
	}
	return n
}

// askOf is the organizer's ask in the pressed button's value.
func (b *Bot) askOf(ctx context.Context, q *request) (oneonone.Ask, error) {
	id, err := q.subject()
	if err != nil {
		return oneonone.Ask{}, err
	}
	return b.db.Ask(ctx, q.me.ID, id)
}

// shownAsk is an ask ready to be shown to its organizer, with its chain.
func (b *Bot) shownAsk(ctx context.Context, a oneonone.Ask) (views.Ask, error) {
	shown, err := b.shownAsks(ctx, []oneonone.Ask{a})
	if err != nil {
		return views.Ask{}, err
	}
	if shown[0].Chain, err = b.db.Chain(ctx, a.Organizer, a.Chain); err != nil {
		return views.Ask{}, err
	}
	if err := b.known(ctx, shown); err != nil {
		return views.Ask{}, err
	}
	if err := b.wrote(ctx, &shown[0]); err != nil {
		return views.Ask{}, err
	}
	if !a.Member.IsZero() {
		last, err := b.db.LastWord(ctx, a)
		if shown[0].Had = last != 0; err != nil || a.Said != oneonone.SaidYes {
			return shown[0], err
		}
	}
	if shown[0].Waiting, err = b.waitingWord(ctx, a, shown[0].Told); err != nil || shown[0].Waiting != nil || a.Said != oneonone.SaidYes || a.Member.IsZero() {
		return shown[0], err
	}
	words, of, err := b.db.UnsentWord(ctx, a)
	if of == oneonone.OutcomeOpen || a.Outcome != oneonone.OutcomeOpen { // else they are of a day that is none any more
		shown[0].Unsaid, shown[0].UnsaidOf = words, of
	}
	return shown[0], err
}

// shownAsks does so for many of one organizer's, who are read together, without
// their chains.
func (b *Bot) shownAsks(ctx context.Context, asks []oneonone.Ask) ([]views.Ask, error) {
	if len(asks) == 0 {
		return nil, nil
	}
	with := make([]storage.Talk, len(asks))
	for i, a := range asks {
		with[i] = storage.Talk{Meeting: oneonone.Meeting{Organizer: a.Organizer, Person: a.Person, Member: a.Member}, Mine: true}
	}
	talks, err := b.talks(ctx, with)
	if err != nil {
		return nil, err
	}
	out := make([]views.Ask, len(asks))
	for i, a := range asks {
		t := talks[i]
		out[i] = views.Ask{Ask: a, With: t.With, WithFull: t.WithFull, Reach: t.Reach, WriteTo: t.WriteTo, Closed: t.NoAsks, Silent: t.Silent}
	}
	return out, nil
}

// shownAskOf is the ask in the pressed button, ready to be shown.
func (b *Bot) shownAskOf(ctx context.Context, q *request) (views.Ask, error) {
	a, err := b.askOf(ctx, q)
	if err != nil {
		return views.Ask{}, err
	}
	return b.shownAsk(ctx, a)
}

// pressShowAsk shows the ask itself, in a modal and nowhere else. Behind the door of a
// talk it takes the place of the list, on which no window may have room.
func (b *Bot) pressShowAsk(ctx context.Context, q *request) (reply, error) {
	shown, err := b.shownAskOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	v := views.AskCardModal(q.r, shown, "")
	if q.view != nil && q.view.CallbackID == views.CallbackTold {
		return replaces(v)
	}
	return opens(v)
}

// pressChangeAsk opens the words of an ask that is not made yet.
func (b *Bot) pressChangeAsk(ctx context.Context, q *request) (reply, error) {
	shown, err := b.shownAskOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	f := views.AskForm{To: shown.WithFull, Proposal: shown.Proposal, Alternatives: shown.IfTime+shown.IfThing != ""}
	return replaces(views.AskModal(q.r, f, carriedAsk{Ask: shown.ID.String(), Version: shown.Version, Ready: f.Alternatives}.String()))
}

// askForm reads a window that carries this as it stands, and what was typed before it
// turned: that is kept with the ask, unless it belongs to what the ask is not.
func (b *Bot) askForm(ctx context.Context, q *request, c carriedAsk) (views.AskForm, error) {
	f := views.AskForm{Nth: c.Nth, Turn: c.Turn, Alternatives: c.Ready, Closed: c.Closed, Silent: c.Silent, Unasked: c.Unasked}
	if c.Asked && c.Meeting != "" && (c.Parent == "" || c.Again) {
		f.Talk, f.Again = c.Meeting, c.Again
	}
	if f.Talk != "" && !f.Again {
		if err := b.besides(ctx, q, c, &f); err != nil {
			return f, err
		}
	}
	f.Asked = c.Asked || q.field("asked").SelectedOption.Value == views.AskedValue
	if q.view != nil {
		f.Before = views.Before(*q.view)
	}
	if c.Ask == "" && c.Parent == "" && c.Meeting == "" {
		s, err := b.scheduled(ctx, q)
		if err != nil {
			return f, err
		}
		f.Whom = s.Whom
	} else {
		var err error
		if f.To, err = b.carriedTo(ctx, q, c); err != nil {
			return f, err
		}
	}
	typed := func(field oneonone.Field) slack.BlockAction { return q.typed(views.InNth(string(field), c.Nth)) }
	starts, err := day(typed(oneonone.FieldAskStarts).SelectedDate)
	if err != nil {
		return f, err
	}
	f.Proposal = oneonone.Proposal{
		What:     oneonone.Commitment(typed(oneonone.FieldAskWhat).SelectedOption.Value),
		Words:    q.typed(views.InNth(views.AskWordsField(c.Turn), c.Nth)).Value,
		At:       picked(typed(oneonone.FieldAskAt)),
		Where:    typed(oneonone.FieldAskWhere).Value,
		Starts:   starts,
		Involves: typed(oneonone.FieldAskInvolves).Value,
		Why:      typed(oneonone.FieldAskWhy).Value,
		IfTime:   typed(oneonone.FieldAskIfTime).Value,
		IfThing:  typed(oneonone.FieldAskIfThing).Value,
	}
	if f.Asked {
		parent, notNows := oneonone.Ask{}, 0
		if c.Parent != "" {
			id, err := oneonone.ParseID(c.Parent)
			if err != nil {
				return f, err
			}
			if parent, err = b.db.Ask(ctx, q.me.ID, id); err != nil {
				return f, err
			}
			f.Instead = parent.Then == oneonone.ThenOffered
			chain, err := b.db.Chain(ctx, q.me.ID, parent.Chain)
			if err != nil {
				return f, err
			}
			notNows = count(chain, oneonone.NotNow)
		}
		of := f.Proposal
		of.IfTime, of.IfThing = stillReady(parent, of.Words)
		if f.Answer, err = b.answerDraft(ctx, q, c.Nth, of, notNows); err != nil {
			return f, err
		}
		if c.Unasked {
			f.Answer.Said, f.Answer.No = oneonone.SaidYes, ""
			if err := b.backTyped(q, c.Nth, &f.Answer); err != nil {
				return f, err
			}
		}
	}
	return f, nil
}

// carriedTo is whom the window's ask is of.
func (b *Bot) carriedTo(ctx context.Context, q *request, c carriedAsk) (string, error) {
	whom, err := b.carriedWhom(ctx, q, c)
	if err != nil {
		return "", err
	}
	t, err := b.talk(ctx, whom, true)
	return t.WithFull, err
}

// carriedWhom is the person of the ask or the talk that a window carries along.
func (b *Bot) carriedWhom(ctx context.Context, q *request, c carriedAsk) (oneonone.Meeting, error) {
	if c.Meeting != "" {
		id, err := oneonone.ParseID(c.Meeting)
		if err != nil {
			return oneonone.Meeting{}, err
		}
		return b.db.Meeting(ctx, q.me.ID, id)
	}
	id, err := oneonone.ParseID(c.Ask + c.Parent) // one of them
	if err != nil {
		return oneonone.Meeting{}, err
	}
	a, err := b.db.Ask(ctx, q.me.ID, id)
	return oneonone.Meeting{Organizer: a.Organizer, Person: a.Person, Member: a.Member}, err
}

// redrawAsk draws the window anew after a press in it, with something changed.
// What was typed stays: Slack keeps it under the same block, and the window what it
// turns away from.
func (b *Bot) redrawAsk(ctx context.Context, q *request, change func(*views.AskForm, *carriedAsk)) (reply, error) {
	c, err := parseCarriedAsk(q)
	if err != nil {
		return reply{}, err
	}
	return b.drawAsk(ctx, q, c, change)
}

// drawAsk draws the window that carries this, with what was typed in the one it takes
// the place of.
func (b *Bot) drawAsk(ctx context.Context, q *request, c carriedAsk, change func(*views.AskForm, *carriedAsk)) (reply, error) {
	f, err := b.askForm(ctx, q, c)
	if err != nil {
		return reply{}, err
	}
	words := views.AskWordsField(c.Turn)
	if change != nil {
		change(&f, &c)
	}
	if f.Who != "" || f.Outside { // somebody else may be chosen by now
		if f.Closed, f.Silent, err = b.saidNotEver(ctx, q, f.Whom); err != nil {
			return reply{}, err
		}
		c.Closed, c.Silent = f.Closed, f.Silent
	}
	if c.Checked {
		said := oneonone.Coach(f.Proposal, q.r.Zone())
		if gone := f.Proposal.CheckDay(q.now, q.r.Zone()); gone != nil {
			said.Good = gone.Sentence // before any praise for saying when
		}
		f.Advice = &said
	}
	if c.Parent != "" {
		id, err := oneonone.ParseID(c.Parent)
		if err != nil {
			return reply{}, err
		}
		parent, err := b.db.Ask(ctx, q.me.ID, id)
		if err != nil {
			return reply{}, err
		}
		if parent.No == oneonone.NotThat || parent.No == oneonone.CannotTell {
			if f.Moves, err = b.db.Moves(ctx, q.me.ID, parent.Person); err != nil {
				return reply{}, err
			}
		}
	}
	var gone []string
	if views.AskWordsField(c.Turn) != words {
		gone = []string{views.InNth(words, c.Nth)} // the coach's took their place, and they stand beside them
	}
	return replaces(q.turnedIn(windowsOfAnAsk, views.AskModal(q.r, f, c.String()), gone...))
}

// pressAskForm draws the window anew: an event or a role, asked or not yet.
func (b *Bot) pressAskForm(ctx context.Context, q *request) (reply, error) {
	return b.redrawAsk(ctx, q, nil)
}

// pressAlternatives shows what to offer if they say no.
func (b *Bot) pressAlternatives(ctx context.Context, q *request) (reply, error) {
	return b.redrawAsk(ctx, q, func(f *views.AskForm, c *carriedAsk) { f.Alternatives, c.Ready = true, true })
}

// submitAsk saves the ask, and the answer with it where it was made.
func (b *Bot) submitAsk(ctx context.Context, q *request) (reply, error) {
	if err := oneonone.CheckOrganizer(q.profile); err != nil {
		return reply{}, err
	}
	c, err := parseCarriedAsk(q)
	if err != nil {
		return reply{}, err
	}
	f, err := b.askForm(ctx, q, c)
	if err != nil {
		return reply{}, err
	}
	n, err := b.newAsk(ctx, q, f, c)
	if err != nil {
		return reply{}, err
	}
	if f.Talk != "" {
		if first := b.beforeNotEver(ctx, q, c, n.No); first != nil {
			return updates(*first)
		}
	}
	a, err := b.putAsk(ctx, q, n, c)
	if !c.Closed && oneonone.IsNotEver(err) {
		// One look more, and a tick: people do change their minds.
		f.Closed, c.Closed = true, true
		if _, f.Silent, err = b.db.NotEver(ctx, q.me.ID, n.Whom); err != nil {
			return reply{}, err
		}
		c.Silent = f.Silent
		return updates(q.turned(views.AskModal(q.r, f, c.String())))
	}
	if err != nil {
		return reply{}, err
	}
	b.homes.touch(q.me.ID)
	also := ""
	if a.Unsaid {
		also = " " + unsaid(q)
	}
	if f.Talk != "" {
		return b.answeredAtDoor(ctx, q, c, saved{ask: a.Ask, also: also})
	}
	return b.answered(ctx, q, saved{ask: a.Ask, fresh: f.To == "", also: also})
}

// newAsk is the ask in the window, once nothing is wrong with it.
func (b *Bot) newAsk(ctx context.Context, q *request, f views.AskForm, c carriedAsk) (storage.NewAsk, error) {
	n := storage.NewAsk{Unasked: c.Unasked, Reopen: len(q.field(views.FieldReopen).SelectedOptions) > 0, Hear: len(q.field(views.FieldHear).SelectedOptions) > 0}
	var errs []*oneonone.Error
	var err error
	if f.To == "" {
		if n.Whom, _, errs, err = b.whom(ctx, q, f.Whom, c.submission(q), oneonone.CheckMet); err != nil {
			return n, err
		}
	} else {
		whom, err := b.carriedWhom(ctx, q, c)
		if err != nil {
			return n, err
		}
		n.Whom = oneonone.Whom{Person: whom.Person}
	}
	errs = append(errs, f.Proposal.Check(q.now, q.r.Zone(), f.Asked)...)
	if f.Asked {
		errs = append(errs, f.Answer.Reaction.Check(q.r.Today())...)
		n.Reaction = f.Answer.Reaction
	}
	n.Proposal = f.Proposal
	if err := asError(errs); err != nil {
		return n, err
	}
	if n.Parent, err = carriedID(c.Parent); err != nil {
		return n, err
	}
	n.Meeting, err = carriedID(c.Meeting)
	return n, err
}

// submission is the key of a new ask: see [request.submission].
func (c carriedAsk) submission(q *request) string { return q.submission() + "/" + c.Over }

// putAsk writes a new ask, or other words for the one the window was opened for.
func (b *Bot) putAsk(ctx context.Context, q *request, n storage.NewAsk, c carriedAsk) (storage.Answered, error) {
	id, err := carriedID(c.Ask)
	switch {
	case err != nil:
		return storage.Answered{}, err
	case id.IsZero():
		return b.db.PutAsk(ctx, q.me.ID, c.submission(q), n)
	}
	a, err := b.db.ChangeAsk(ctx, q.me.ID, id, func(a *oneonone.Ask) error {
		return a.Seen(c.Version, func(a *oneonone.Ask) error { return a.Reword(n.Proposal) })
	})
	return storage.Answered{Ask: a}, err
}
