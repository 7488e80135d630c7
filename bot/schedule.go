package bot

import (
	"context"
	"encoding/json"
	"time"

	"oneonone"
	"oneonone/bot/views"
)

// defaultDays and defaultHour are what the day and time are pre-set to.
const defaultDays, defaultHour = 3, 18

// schedule opens the modal, for the member mentioned if there is one.
func (b *Bot) schedule(ctx context.Context, q *request) (reply, error) {
	return b.openSchedule(ctx, q, q.command.mention)
}

// pressPlan is a button that opens the modal.
func (b *Bot) pressPlan(ctx context.Context, q *request) (reply, error) {
	return b.openSchedule(ctx, q, "")
}

// pressPickWho is a person picked under "Who would you like to know better?".
func (b *Bot) pressPickWho(ctx context.Context, q *request) (reply, error) {
	return b.openSchedule(ctx, q, q.action.SelectedUser)
}

// scheduleAuthor opens it for whoever wrote the message the shortcut was used
// on.
func (b *Bot) scheduleAuthor(ctx context.Context, q *request) (reply, error) {
	return b.openSchedule(ctx, q, q.author)
}

// openSchedule opens the modal for a member. Whoever cannot be met (an app,
// oneself, someone who left) is left out, and the modal says why.
func (b *Bot) openSchedule(ctx context.Context, q *request, who string) (reply, error) {
	if err := oneonone.CheckOrganizer(q.profile); err != nil {
		return reply{}, err
	}
	note := ""
	if who != "" {
		if err := oneonone.CheckPerson(q.profile, b.people.profile(ctx, who)); err != nil {
			who, note = "", q.r.Sentence(err.Sentence)
		}
	}
	kind := oneonone.Recruitment
	again, err := b.metBefore(ctx, q, who)
	if err != nil {
		return reply{}, err
	}
	if again {
		kind = oneonone.Maintenance
	}
	return replaces(views.Noted(note, views.ScheduleModal(q.r, views.Schedule{Who: who, Again: again, Plan: oneonone.Plan{
		Start:  startOn(q.r.Today().AddDays(defaultDays), defaultHour, 0, q.r.Zone()),
		Kind:   kind,
		Length: kind.DefaultLength(),
		Notice: oneonone.NoticeInvite,
	}})))
}

// metBefore says whether the organizer has held a talk with a member.
func (b *Bot) metBefore(ctx context.Context, q *request, who string) (bool, error) {
	if who == "" {
		return false, nil
	}
	member, err := b.db.Member(ctx, who, nil)
	if err != nil {
		return false, err
	}
	return b.db.MetBefore(ctx, q.me.ID, member.ID)
}

// startOn is a time of day on a day, in the reader's zone.
func startOn(d oneonone.Date, hour, minute int, zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, zone)
}

// pressPlanNext plans the talk the two agreed upon: all is filled in, only the
// time is left.
func (b *Bot) pressPlanNext(ctx context.Context, q *request) (reply, error) {
	m, err := b.meetingOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	person, err := b.db.MemberByID(ctx, m.Member)
	if err != nil {
		return reply{}, err
	}
	r, err := b.db.Reflection(ctx, q.me.ID, m.ID)
	if err != nil {
		return reply{}, err
	}
	day := r.NextOn
	if !q.r.Today().Before(day) {
		day = q.r.Today().AddDays(defaultDays)
	}
	local := m.Start.In(q.r.Zone())
	m.Start = startOn(day, local.Hour(), local.Minute(), q.r.Zone())
	if m.Kind == oneonone.Recruitment {
		m.Kind = oneonone.Maintenance // they know each other now
	}
	return replaces(views.ScheduleModal(q.r, views.Schedule{Who: person.SlackID, Again: true, Plan: m.Plan}))
}

// pressKind redraws the modal with what goes with the kind just chosen.
func (b *Bot) pressKind(ctx context.Context, q *request) (reply, error) {
	was := plannedKind(q)
	kind := oneonone.Kind(q.action.Value)
	if kind == was {
		return reply{}, nil
	}
	plan, who := b.plan(q, was)
	// What was set by hand stays; what was pre-set follows the kind.
	plan.Kind = kind
	if plan.Length == was.DefaultLength() {
		plan.Length = kind.DefaultLength()
	}
	if plan.AskComing == was.DefaultAsk() {
		plan.AskComing = kind.DefaultAsk()
	}
	again, err := b.metBefore(ctx, q, who)
	if err != nil {
		return reply{}, err
	}
	return replaces(views.ScheduleModal(q.r, views.Schedule{Who: who, Again: again, Plan: plan}))
}

// plannedKind is the kind the modal was last drawn for: its length's block is
// named after it.
func plannedKind(q *request) oneonone.Kind {
	for _, k := range oneonone.Kinds {
		for _, block := range q.view.Blocks.BlockSet {
			if block.ID() == views.LengthField(k) {
				return k
			}
		}
	}
	return ""
}

// plan reads the modal, drawn for a kind, and whom it is for.
func (b *Bot) plan(q *request, drawn oneonone.Kind) (oneonone.Plan, string) {
	return oneonone.Plan{
		Purpose:   q.field(string(oneonone.FieldWhy)).Value,
		Start:     q.instant(string(oneonone.FieldWhen)),
		Place:     q.field(string(oneonone.FieldWhere)).Value,
		Kind:      oneonone.Kind(q.field(string(oneonone.FieldKind)).SelectedOption.Value),
		Length:    q.minutes(views.LengthField(drawn)),
		AskComing: len(q.field(views.AskField(drawn)).SelectedOptions) > 0,
		Notice:    oneonone.Notice(q.field(string(oneonone.FieldHow)).SelectedOption.Value),
	}, q.field(string(oneonone.FieldWho)).SelectedUser
}

// submitSchedule plans it.
func (b *Bot) submitSchedule(ctx context.Context, q *request) (reply, error) {
	if err := oneonone.CheckOrganizer(q.profile); err != nil {
		return reply{}, err
	}
	plan, who := b.plan(q, plannedKind(q))
	person := oneonone.Profile{SlackID: who}
	if who != "" {
		person = b.people.profile(ctx, who)
	}
	if err := asError(plan.Check(q.now, q.profile, person)); err != nil {
		return reply{}, err
	}
	zone := person.Zone
	if !person.Known {
		zone = nil
	}
	member, err := b.db.Member(ctx, who, zone)
	if err != nil {
		return reply{}, err
	}
	if err := checkNotice(member, plan.Notice); err != nil {
		return reply{}, err
	}
	m, err := b.db.Plan(ctx, q.me.ID, member.ID, q.submission(), plan)
	if err != nil {
		return reply{}, err
	}
	b.homes.touch(m.Organizer, m.Member)
	return b.planned(q, m, person)
}

// checkNotice refuses an invitation to who wants none.
func checkNotice(person oneonone.Member, n oneonone.Notice) error {
	if !person.NoInvitations || n == oneonone.NoticeTell {
		return nil
	}
	return &oneonone.Error{
		Kind: oneonone.Invalid, Field: oneonone.FieldHow,
		Sentence: oneonone.Say("They'd rather get no messages about talks from here. Choose “I'll tell them myself”."),
	}
}

// planned closes the modal, since the answer comes as a message; or it gives
// the text to copy. Nothing may fail any more: it is planned.
func (b *Bot) planned(q *request, m oneonone.Meeting, person oneonone.Profile) (reply, error) {
	if m.Notice != oneonone.NoticeTell {
		return reply{}, nil
	}
	return updates(views.TellModal(q.r, withName(m, true, person), b.reader(person)))
}

// pressTell shows the text to copy, for an invitation that did not arrive.
func (b *Bot) pressTell(ctx context.Context, q *request) (reply, error) {
	m, err := b.meetingOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	member, err := b.db.MemberByID(ctx, m.Member)
	if err != nil {
		return reply{}, err
	}
	person := b.profileOf(ctx, member)
	return opens(views.TellModal(q.r, withName(m, true, person), b.reader(person)))
}

// submitTell is "Done" under the text to copy: there is nothing left to do.
func (b *Bot) submitTell(context.Context, *request) (reply, error) { return reply{}, nil }

// pressMoved asks for the new time only.
func (b *Bot) pressMoved(ctx context.Context, q *request) (reply, error) {
	m, err := b.meetingOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	t, err := b.talk(ctx, m, true)
	if err != nil {
		return reply{}, err
	}
	if !t.Start.After(q.now) {
		local := t.Start.In(q.r.Zone())
		t.Start = startOn(q.r.Today().AddDays(7), local.Hour(), local.Minute(), q.r.Zone())
	}
	person, err := b.db.MemberByID(ctx, m.Member)
	if err != nil {
		return reply{}, err
	}
	meta, err := json.Marshal(moved{m.ID.String(), m.Revision})
	if err != nil {
		return reply{}, err
	}
	return replaces(views.MovedModal(q.r, t, person.NoInvitations, string(meta)))
}

// moved is what the modal for another time carries along: which revision it
// moves, so that it moves it once.
type moved struct {
	Meeting  string `json:"meeting"`
	Revision int    `json:"revision"`
}

// submitMoved moves the talk.
func (b *Bot) submitMoved(ctx context.Context, q *request) (reply, error) {
	var carried moved
	if err := json.Unmarshal([]byte(q.view.PrivateMetadata), &carried); err != nil {
		return reply{}, err
	}
	id, err := oneonone.ParseID(carried.Meeting)
	if err != nil {
		return reply{}, err
	}
	start := q.instant(string(oneonone.FieldWhen))
	if err := oneonone.CheckStart(q.now, start); err != nil {
		return reply{}, err
	}
	m, err := b.db.Meeting(ctx, q.me.ID, id)
	if err != nil {
		return reply{}, err
	}
	person, err := b.db.MemberByID(ctx, m.Member)
	if err != nil {
		return reply{}, err
	}
	profile := b.profileOf(ctx, person)
	m, err = b.db.ChangeMeeting(ctx, q.me.ID, id, func(m *oneonone.Meeting) error {
		switch again := m.Revision == carried.Revision+1; {
		case again && m.Start.Equal(start):
			return nil // this submission once more, whatever they answered since
		case m.Revision == carried.Revision || again && m.State == oneonone.Planned:
		default:
			return &oneonone.Error{Kind: oneonone.Stale, Sentence: oneonone.Say("This talk was moved in the meantime. `/1on1` shows what is planned.")}
		}
		plan := m.Plan
		plan.Start = start
		if plan.Notice == oneonone.NoticeAgreed {
			// They agreed to the old time, not to this one.
			plan.Notice = oneonone.NoticeInvite
		}
		if person.NoInvitations {
			plan.Notice = oneonone.NoticeTell
		}
		return m.Revise(plan, q.now)
	})
	if err != nil {
		return reply{}, err
	}
	b.homes.touch(m.Organizer, m.Member)
	return b.planned(q, m, profile)
}
