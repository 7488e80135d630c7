package bot

import (
	"context"
	"encoding/json"
	"time"

	"oneonone"
	"oneonone/bot/views"
)

// carriedTalk is what a modal about a talk carries along: which, and the
// revision its reader saw, so that it acts once and on nothing newer.
type carriedTalk struct {
	Meeting  string `json:"meeting"`
	Revision int    `json:"revision"`
	Standing string `json:"standing,omitempty"` // how it stood then
	Turn     int    `json:"turn,omitempty"`     // their noes, and comings back, until then
	Round    int    `json:"round,omitempty"`    // how many suggestions they saw
	Warned   string `json:"warned,omitempty"`   // what was looked at twice
	Heard    bool   `json:"heard,omitempty"`    // see [views.Missed]
}

func (c carriedTalk) String() string {
	b, _ := json.Marshal(c) // strings, numbers and truths: it cannot fail
	return string(b)
}

// parseCarried reads what a modal carries; there is nothing outside a modal.
func parseCarried(q *request) (c carriedTalk, id oneonone.ID, err error) {
	if q.view == nil {
		id, err = oneonone.ParseID("")
		return c, id, err
	}
	if err = json.Unmarshal([]byte(q.view.PrivateMetadata), &c); err == nil {
		id, err = oneonone.ParseID(c.Meeting)
	}
	return c, id, err
}

// pressChange asks for the new time or place of a talk.
func (b *Bot) pressChange(ctx context.Context, q *request) (reply, error) {
	m, err := b.meetingOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	if m.SaidNo() {
		return reply{}, oneonone.NotForThem()
	}
	// On a copy: is there anything left to change?
	if try := m; try.State != oneonone.Planned {
		if err := try.Revise(m.Plan, q.now); err != nil {
			return reply{}, err
		}
	}
	c, err := b.changeOf(ctx, q, m)
	if err != nil {
		return reply{}, err
	}
	switch {
	case m.State == oneonone.CalledOff: // and with it that very time
		c.Start = views.NextWeek(q.r, c.Talk)
	case m.Answer == oneonone.AnotherTime && m.Suggested.After(q.now):
		c.Start = m.Suggested // what they said
	case m.Start.After(q.now) && m.Suits(m.Start):
	case m.State == oneonone.Planned && m.Second.After(q.now) && m.Suits(m.Second):
		c.Start = m.Second
	default:
		c.Start = views.NextWeek(q.r, c.Talk)
	}
	return replaces(views.ChangeModal(q.r, c, carriedTalk{Meeting: m.ID.String(), Revision: m.Revision, Standing: m.Standing()}.String()))
}

// changeOf is what the modal starts from.
func (b *Bot) changeOf(ctx context.Context, q *request, m oneonone.Meeting) (views.Change, error) {
	t, err := b.talk(ctx, m, true)
	if err != nil || m.Outside() {
		return views.Change{Talk: t}, err
	}
	person, err := b.reachable(ctx, m)
	return views.Change{Talk: t, Stopped: person.NoInvitations || t.Left}, err
}

// submitChange changes it.
func (b *Bot) submitChange(ctx context.Context, q *request) (reply, error) {
	carried, id, err := parseCarried(q)
	if err != nil {
		return reply{}, err
	}
	m, err := b.db.Meeting(ctx, q.me.ID, id)
	if err != nil {
		return reply{}, err
	}
	c, err := b.changeOf(ctx, q, m)
	if err != nil {
		return reply{}, err
	}
	change := oneonone.Change{
		Start: q.instant(string(oneonone.FieldWhen)), Place: q.field(string(oneonone.FieldWhere)).Value,
		Word: q.field(string(oneonone.FieldWord)).Value, Revision: carried.Revision, Standing: carried.Standing, Stopped: c.Stopped,
	}
	if err := asError(m.CheckChange(&change, q.now)); err != nil {
		return reply{}, err
	}
	if m.Overtaken(change, q.now) {
		carried.Revision, carried.Standing, carried.Warned = m.Revision, m.Standing(), ""
		c.Warning, c.Meanwhile = views.Meanwhile(q.r, c.Talk), true
		c.Start, c.Talk.Place, c.Word = change.Start, change.Place, change.Word
		return updates(views.ChangeModal(q.r, c, carried.String()))
	}
	if m.SaidNo() && m.Revision == carried.Revision { // before any word of caution
		return updates(views.NotChangedModal(q.r, c.Talk, change.Word))
	}
	person, err := b.profileFor(ctx, m)
	if err != nil {
		return reply{}, err
	}
	if !change.Start.Equal(m.Start) && m.Revision == carried.Revision {
		plan := m.Plan
		plan.Start, plan.Second = change.Start, time.Time{}
		words, mark, err := b.warn(ctx, q, oneonone.Whom{Person: m.Person}, person, c.Talk.With, plan, m.ID)
		if err != nil {
			return reply{}, err
		}
		if words != "" && carried.Warned != mark {
			carried.Warned, c.Warning = mark, words
			c.Start, c.Talk.Place, c.Word = change.Start, change.Place, change.Word
			return updates(views.ChangeModal(q.r, c, carried.String()))
		}
	}
	m, err = b.db.ChangeMeeting(ctx, q.me.ID, id, func(m *oneonone.Meeting) error { return m.Move(change, q.now) })
	if err != nil {
		return reply{}, err
	}
	b.homes.touch(m.Organizer, m.Member)
	if c.Talk.Meeting = m; c.Stopped && m.State == oneonone.Planned {
		c.Talk.Word = change.Word // typed while I was still to send it
		return updates(b.tellModal(ctx, q, c.Talk, true, b.theirs(q, m, person)))
	}
	return b.planned(ctx, q, m, c.Talk, person)
}

// reachable is the member of a meeting, as one who wants no messages where they
// told this organizer that they'd rather not hear from us.
func (b *Bot) reachable(ctx context.Context, m oneonone.Meeting) (oneonone.Member, error) {
	member, err := b.db.MemberByID(ctx, m.Member)
	if err != nil {
		return member, err
	}
	p, err := b.db.Person(ctx, m.Organizer, m.Person)
	if p.NoContact {
		member.NoInvitations = true
	}
	return member, err
}

// profileFor is what Slack says of the person of a meeting; nothing of someone
// outside.
func (b *Bot) profileFor(ctx context.Context, m oneonone.Meeting) (oneonone.Profile, error) {
	if m.Outside() {
		return oneonone.Profile{}, nil
	}
	member, err := b.db.MemberByID(ctx, m.Member)
	if err != nil {
		return oneonone.Profile{}, err
	}
	return b.profileOf(ctx, member), nil
}

// pressCallOff asks once more, and shows what the person will read.
func (b *Bot) pressCallOff(ctx context.Context, q *request) (reply, error) {
	m, err := b.meetingOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	if m.State == oneonone.CalledOff {
		return reply{}, &oneonone.Error{Kind: oneonone.Stale, Sentence: oneonone.Say("It's called off already.")}
	}
	try := m
	if err := try.CallOff("", q.now); err != nil {
		return reply{}, err
	}
	v, _, err := b.callingOff(ctx, q, m, "", false)
	return reply{replace: v}, err
}

// saidAlready says whether the word in the window that calling off was pressed in is the one
// that went with the plan: it is not typed for this.
func saidAlready(q *request, m oneonone.Meeting) bool {
	return m.Word != "" && q.field(string(oneonone.FieldWord)).Value == m.Word
}

// callingOff is the window that calls a talk off, and whether the person is told by it.
// Word is what was typed in one drawn before; meanwhile is true where the talk became
// another since, which is said first.
func (b *Bot) callingOff(ctx context.Context, q *request, m oneonone.Meeting, word string, meanwhile bool) (v *modalView, told bool, err error) {
	t, err := b.talk(ctx, m, true)
	if err != nil {
		return nil, false, err
	}
	p, err := b.db.Person(ctx, q.me.ID, m.Person)
	if err != nil {
		return nil, false, err
	}
	t.Silent = p.NoContact
	their, err := b.personReads(ctx, q, m)
	if err != nil {
		return nil, false, err
	}
	if !m.Outside() {
		person, err := b.reachable(ctx, m)
		if err != nil {
			return nil, false, err
		}
		told = m.HearsOff(person) && !p.NoContact && !t.Left
	}
	off := views.CallOff{Talk: t, Told: told, Me: q.profile.Name, Their: their, Word: word, Reach: b.reach(ctx, q), Anew: word == "" && saidAlready(q, m)}
	if meanwhile {
		off.Warning = views.Meanwhile(q.r, t)
	}
	window := views.CallOffModal(q.r, off, carriedTalk{Meeting: m.ID.String(), Revision: m.Revision, Standing: m.Standing()}.String())
	return &window, told, nil
}

// pressCallOffRetry asks once more on top of the window pressed in: somebody
// writes in that. Once it is called off, that window offers it no more.
func (b *Bot) pressCallOffRetry(ctx context.Context, q *request) (reply, error) {
	if q.view != nil && len(q.view.Blocks.BlockSet) > 0 {
		b.windows.onceDone(q.view, q.turned(views.WithoutRetry(*q.view)))
	}
	return onTop(b.pressCallOff(ctx, q))
}

// copiedMost is how long a text to copy may be, in bytes, that is shown once more: the
// proposed one is much shorter.
const copiedMost = 2000

// submitCallOff calls it off.
func (b *Bot) submitCallOff(ctx context.Context, q *request) (reply, error) {
	carried, id, err := parseCarried(q)
	if err != nil {
		return reply{}, err
	}
	word := q.field(string(oneonone.FieldWord)).Value
	if e := oneonone.CheckWord(&word); e != nil {
		return reply{}, e
	}
	m, err := b.db.Meeting(ctx, q.me.ID, id)
	if err != nil {
		return reply{}, err
	}
	if m.State == oneonone.Planned && m.Overtaken(oneonone.Change{Revision: carried.Revision, Standing: carried.Standing}, q.now) {
		v, _, err := b.callingOff(ctx, q, m, word, true)
		return reply{update: v}, err
	}
	if m.State == oneonone.Planned && m.Revision == carried.Revision {
		// They may have said meanwhile that they'd rather get no messages: then nobody reads
		// what stands in the window, and it turns to what is to be told them. Or they get
		// them again, where it said that nothing is sent.
		switch v, told, err := b.callingOff(ctx, q, m, word, false); {
		case err != nil:
			return reply{}, err
		case q.asks(string(oneonone.FieldWord)) && !told:
			return updates(views.Noted(q.r.Say("Since you opened this, they get no messages from me any more. Nothing is called off yet."), *v))
		case q.draws("text") && told:
			return updates(views.Noted(q.r.Say("Since you opened this, they get messages from me again, and would read this. Nothing is called off yet."), *v))
		}
	}
	if m.State == oneonone.Declined { // the window speaks of what was before that
		t, err := b.talk(ctx, m, true)
		return reply{update: new(views.SaidNoModal(q.r, t, word))}, err
	}
	left, err := b.switchedOff(ctx, m.Member)
	if err != nil {
		return reply{}, err
	}
	m, err = b.db.ChangeMeeting(ctx, q.me.ID, id, func(m *oneonone.Meeting) error {
		if err := m.Shown(carried.Revision); err != nil {
			return err
		}
		if left {
			m.Notice = oneonone.NoticeTell // they were told, or will be, another way
		}
		return m.CallOff(word, q.now)
	})
	if err != nil {
		return reply{}, err
	}
	b.windows.nowDone(q.view.PreviousViewID)
	b.homes.touch(m.Organizer, m.Member)
	text := q.field("text").Value
	if text == "" || len(text) > copiedMost { // they were told, it was emptied, or is more than goes into an ack
		return reply{}, nil
	}
	t, err := b.talk(ctx, m, true)
	if err != nil {
		b.logFailure("show what was called off", err)
		return reply{}, nil
	}
	return updates(views.CalledOffModal(q.r, t, text))
}
