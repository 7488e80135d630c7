package bot

import (
	"context"

	"oneonone"
	"oneonone/bot/views"
)

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

// known reads what the people of one organizer's asks know of them.
func (b *Bot) known(ctx context.Context, asks []views.Ask) error {
	if len(asks) == 0 {
		return nil
	}
	ids := make([]oneonone.ID, len(asks))
	for i, a := range asks {
		ids[i] = a.ID
	}
	known, err := b.db.Confirmations(ctx, asks[0].Organizer, ids)
	for i, a := range asks {
		asks[i].Confirmed, asks[i].Told = known[a.ID].At, known[a.ID].Told
	}
	return err
}

// wrote reads when they were written to about what came of an ask.
func (b *Bot) wrote(ctx context.Context, a *views.Ask) (err error) {
	if a.Outcome != oneonone.OutcomeOpen && !a.Member.IsZero() {
		a.Wrote, a.WroteOther, err = b.db.WordSince(ctx, a.Ask)
	}
	return err
}

// waitingWord is the word to the person of an ask that has not gone out yet; nil for none.
func (b *Bot) waitingWord(ctx context.Context, a oneonone.Ask, told oneonone.Told) (*views.WaitingWord, error) {
	if a.Said != oneonone.SaidYes || a.Member.IsZero() {
		return nil, nil
	}
	words, own, err := b.db.WaitingWord(ctx, a)
	if err != nil || words == "" {
		return nil, err
	}
	// They may have said since that they'd rather not hear from us, or their account may
	// be switched off.
	if goes, err := b.mayWrite(ctx, a); err != nil || !goes {
		return nil, err
	}
	if left, err := b.switchedOff(ctx, a.Member); err != nil || left {
		return nil, err
	}
	to, err := b.db.MemberByID(ctx, a.Member)
	until, night := a.WordWaits(told, b.now(), to.Rhythm)
	return &views.WaitingWord{Words: words, Night: night, Until: until, Own: own}, err
}
