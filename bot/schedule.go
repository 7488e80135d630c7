package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"oneonone"
	"oneonone/bot/views"
)

// defaultDays and defaultHour are what the day and time are pre-set to; defaultDaysMost is
// how far on a free one is looked for.
const defaultDays, defaultHour, defaultDaysMost = 3, 18, 10

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
	who, note := b.meetable(ctx, q, who, oneonone.CheckPerson)
	again, kind, err := b.usualKind(ctx, q, who)
	if err != nil {
		return reply{}, err
	}
	plan := oneonone.Plan{Kind: kind, Length: kind.DefaultLength(), Notice: oneonone.NoticeInvite}
	if plan.Start, err = b.freeDay(ctx, q, plan.Length); err != nil {
		return reply{}, err
	}
	_, silent, err := b.saidNotEver(ctx, q, views.Whom{Who: who})
	if err != nil {
		return reply{}, err
	}
	if silent {
		plan.Notice, note = oneonone.NoticeTell, q.r.Say("They told you they'd rather not hear from us, so I don't write to them.")
	}
	return replaces(views.Noted(note, views.ScheduleModal(q.r, views.Schedule{Whom: views.Whom{Who: who}, Again: again, Plan: plan})))
}

// freeDay is the time pre-set: the default, or the same hour on the next day on which the
// organizer sits in no other talk then. Who plans three in one sitting is not warned of a
// time that nobody chose.
func (b *Bot) freeDay(ctx context.Context, q *request, length time.Duration) (time.Time, error) {
	for days := defaultDays; ; days++ {
		start := q.r.Today().AddDays(days).At(defaultHour, 0, q.r.Zone())
		taken, err := b.db.Overlap(ctx, q.me.ID, oneonone.ID{}, start, length)
		if err != nil || taken.IsZero() || days == defaultDaysMost {
			return start, err
		}
	}
}

// meetable is a member who passes the check; else nobody, and why.
func (b *Bot) meetable(ctx context.Context, q *request, who string, check func(organizer, person oneonone.Profile) *oneonone.Error) (_, note string) {
	if who == "" {
		return "", ""
	}
	if err := check(q.profile, b.people.profile(ctx, who)); err != nil {
		return "", q.r.Sentence(err.Sentence)
	}
	return who, ""
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

// usualKind is what kind of talk one usually is with a member, by whether the two have met.
func (b *Bot) usualKind(ctx context.Context, q *request, who string) (again bool, kind oneonone.Kind, err error) {
	if again, err = b.metBefore(ctx, q, who); again {
		return again, oneonone.Maintenance, err
	}
	return again, oneonone.Recruitment, err
}

// pressPlanNext plans the talk the two agreed upon: all is filled in, only the
// time is left; and why, after a next step, which has been taken, or not.
func (b *Bot) pressPlanNext(ctx context.Context, q *request) (reply, error) {
	m, err := b.meetingOf(ctx, q)
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
	if m.Kind == oneonone.Recruitment {
		m.Kind = oneonone.Maintenance // they know each other now
	}
	if m.Kind == oneonone.Escalation {
		m.Purpose = ""
	}
	m.AskComing = m.Kind.DefaultAsk() // an ask is announced anew, or not
	if m.Notice == oneonone.NoticeTell && !m.Outside() {
		m.Notice = oneonone.NoticeInvite // a talk only written down says nothing of the next
	}
	re, err := b.scheduleLike(ctx, q, m, day)
	if re.replace != nil && m.Purpose != "" {
		*re.replace = views.Noted(q.r.Say("Why you'd like to meet is filled in from last time. Change it, if it's about something else."), *re.replace)
	}
	return re, err
}

// pressAgain plans a talk anew that didn't happen: the same, a week later.
func (b *Bot) pressAgain(ctx context.Context, q *request) (reply, error) {
	m, err := b.meetingOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	t := views.Talk{Meeting: m}
	return b.scheduleLike(ctx, q, m, oneonone.DateOf(views.NextWeek(q.r, t).In(q.r.Zone())))
}

// scheduleLike opens the modal filled in like another talk, on a day. Whoever cannot be
// met any more is left out, and the modal says why.
func (b *Bot) scheduleLike(ctx context.Context, q *request, m oneonone.Meeting, day oneonone.Date) (reply, error) {
	s := views.Schedule{Again: true, Plan: m.Plan}
	if s.Plan.Notice == oneonone.NoticeAgreed {
		s.Plan.Notice = oneonone.NoticeInvite // they agreed to that time, not to this one
	}
	local := m.Start.In(q.r.Zone())
	s.Plan.Start, s.Plan.Second = day.At(local.Hour(), local.Minute(), q.r.Zone()), time.Time{}
	if m.Outside() {
		people, err := b.db.Outside(ctx, q.me.ID, outsideMost)
		if err != nil {
			return reply{}, err
		}
		s.Outside, s.Known, s.People = true, m.Person, people
		return replaces(views.ScheduleModal(q.r, s))
	}
	person, err := b.db.MemberByID(ctx, m.Member)
	if err != nil {
		return reply{}, err
	}
	who, note := b.meetable(ctx, q, person.SlackID, oneonone.CheckPerson)
	s.Who = who
	return replaces(views.Noted(note, views.ScheduleModal(q.r, s)))
}

// outsideMost is how many people outside Slack are offered again.
const outsideMost = 99

// redrawSchedule draws the modal anew after a press in it, with something
// changed. What was typed stays: Slack keeps it under the same block, and the window
// what it turns away from.
func (b *Bot) redrawSchedule(ctx context.Context, q *request, change func(*views.Schedule)) (reply, error) {
	if q.view == nil {
		return reply{}, oneonone.Outdated() // these buttons stand in the modal only
	}
	if q.view.CallbackID == views.CallbackAsk {
		return b.redrawAsk(ctx, q, func(f *views.AskForm, _ *carriedAsk) {
			s := views.Schedule{Whom: f.Whom}
			change(&s)
			f.Whom = s.Whom
		})
	}
	s, err := b.scheduled(ctx, q)
	if err != nil {
		return reply{}, err
	}
	change(&s)
	switch q.view.CallbackID {
	case views.CallbackLog:
		return replaces(q.turned(views.LogModal(q.r, views.Log{Whom: s.Whom, Start: s.Plan.Start, Kind: s.Plan.Kind})))
	case views.CallbackFollowup:
		task, _ := taskTyped(q) // a day half chosen is no error yet
		_, silent, err := b.saidNotEver(ctx, q, s.Whom)
		if err != nil {
			return reply{}, err
		}
		return replaces(q.turned(views.FollowupModal(q.r, views.FollowUp{Whom: s.Whom, Task: task, Silent: silent})))
	}
	return replaces(q.turned(views.ScheduleModal(q.r, s)))
}

// pressKind redraws the modal with what goes with the kind just chosen.
func (b *Bot) pressKind(ctx context.Context, q *request) (reply, error) {
	was, kind := plannedKind(q), oneonone.Kind(q.action.Value)
	if kind == was {
		return reply{}, nil
	}
	return b.redrawSchedule(ctx, q, func(s *views.Schedule) {
		// What was set by hand stays; what was pre-set follows the kind.
		s.Plan.Kind = kind
		if s.Plan.Length == was.DefaultLength() {
			s.Plan.Length = kind.DefaultLength()
		}
		if s.Plan.AskComing == was.DefaultAsk() {
			s.Plan.AskComing = kind.DefaultAsk()
		}
	})
}

// pressOutside asks for a name instead of a member.
func (b *Bot) pressOutside(ctx context.Context, q *request) (reply, error) {
	people, err := b.db.Outside(ctx, q.me.ID, outsideMost)
	if err != nil {
		return reply{}, err
	}
	return b.redrawSchedule(ctx, q, func(s *views.Schedule) {
		s.Outside, s.People, s.Two, s.Known = true, people, false, oneonone.ID{}
	})
}

// pressInside asks for a member again.
func (b *Bot) pressInside(ctx context.Context, q *request) (reply, error) {
	return b.redrawSchedule(ctx, q, func(s *views.Schedule) {
		s.Outside = false
		s.Plan.Notice = oneonone.Notice(cmp.Or(q.typed(string(oneonone.FieldHow)).SelectedOption.Value, string(oneonone.NoticeInvite)))
	})
}

// pressKnown shows or hides the name, as someone new is chosen or not.
func (b *Bot) pressKnown(ctx context.Context, q *request) (reply, error) {
	return b.redrawSchedule(ctx, q, func(*views.Schedule) {})
}

// pressTwo asks for a second time; pressOne takes it back.
func (b *Bot) pressTwo(ctx context.Context, q *request) (reply, error) {
	return b.redrawSchedule(ctx, q, func(s *views.Schedule) {
		s.Two = true
		if s.Plan.Second = picked(q.typed(string(oneonone.FieldSecond))); s.Plan.Second.IsZero() && !s.Plan.Start.IsZero() {
			local := s.Plan.Start.In(q.r.Zone())
			s.Plan.Second = oneonone.DateOf(local).AddDays(1).At(local.Hour(), local.Minute(), q.r.Zone())
		}
	})
}

func (b *Bot) pressOne(ctx context.Context, q *request) (reply, error) {
	return b.redrawSchedule(ctx, q, func(s *views.Schedule) { s.Two = false })
}

// plannedKind is the kind the modal was last drawn for: its length's block is
// named after it.
func plannedKind(q *request) oneonone.Kind {
	for _, k := range oneonone.Kinds {
		if q.asks(views.LengthField(k)) {
			return k
		}
	}
	return ""
}

// scheduled reads the modal as it stands.
func (b *Bot) scheduled(ctx context.Context, q *request) (views.Schedule, error) {
	drawn := plannedKind(q)
	s := views.Schedule{
		Whom: views.Whom{
			Who:     q.typed(string(oneonone.FieldWho)).SelectedUser,
			Outside: !q.asks(string(oneonone.FieldWho)),
			Name:    q.typed(string(oneonone.FieldName)).Value,
			Reach:   q.typed(string(oneonone.FieldReach)).Value,
		},
		Two: q.asks(string(oneonone.FieldSecond)),
		Plan: oneonone.Plan{
			Purpose:   q.field(string(oneonone.FieldWhy)).Value,
			Start:     q.instant(string(oneonone.FieldWhen)),
			Second:    q.instant(string(oneonone.FieldSecond)),
			Place:     q.field(string(oneonone.FieldWhere)).Value,
			Kind:      oneonone.Kind(q.field(string(oneonone.FieldKind)).SelectedOption.Value),
			Length:    q.minutes(views.LengthField(drawn)),
			AskComing: len(q.field(views.AskField(drawn)).SelectedOptions) > 0,
			Notice:    oneonone.Notice(q.field(string(oneonone.FieldHow)).SelectedOption.Value),
		},
	}
	var err error
	if s.Outside {
		s.Plan.Notice = oneonone.NoticeTell // nobody else can
		if known := q.field(views.FieldKnown).SelectedOption.Value; known != "" && known != views.Someone {
			if s.Known, err = oneonone.ParseID(known); err != nil {
				return s, err
			}
		}
		s.Again = !s.Known.IsZero() // whom one knows by name was spoken with, or is to be
		if q.asks(views.FieldKnown) {
			s.People, err = b.db.Outside(ctx, q.me.ID, outsideMost)
		}
		return s, err
	}
	s.Again, err = b.metBefore(ctx, q, s.Who)
	return s, err
}

// whom finds out whom a modal is for: the organizer's way of naming them, and
// what Slack says of a member, who must pass the check. Errs are what cannot be,
// one a field. Submission names what is sent off, as storage knows it.
func (b *Bot) whom(ctx context.Context, q *request, w views.Whom, submission string, check func(organizer, person oneonone.Profile) *oneonone.Error) (whom oneonone.Whom, person oneonone.Profile, errs []*oneonone.Error, err error) {
	if w.Outside {
		if whom = (oneonone.Whom{Person: w.Known}); w.Known.IsZero() {
			whom.Name, whom.Reach = w.Name, w.Reach
		}
		if errs = whom.Check(); errs == nil && w.Known.IsZero() {
			errs, err = b.namesake(ctx, q, whom.Name, submission)
		}
		return whom, oneonone.Profile{}, errs, err
	}
	person = oneonone.Profile{SlackID: w.Who}
	if w.Who != "" {
		person = b.people.profile(ctx, w.Who)
	}
	if e := check(q.profile, person); e != nil {
		return whom, person, []*oneonone.Error{e}, nil
	}
	zone := person.Zone
	if !person.Known {
		zone = nil
	}
	member, err := b.db.Member(ctx, w.Who, zone)
	if whom.Member = member.ID; err == nil {
		person.Zone = member.Zone // the last Slack told, where it tells none now
	}
	return whom, person, nil, err
}

// namesake asks for more of a name that the organizer has given to somebody outside Slack
// already: of two who are called alike the notes of one would be read as the other's. Not of
// what this window noted itself, sent once more.
func (b *Bot) namesake(ctx context.Context, q *request, name, submission string) ([]*oneonone.Error, error) {
	people, err := b.db.Outside(ctx, q.me.ID, outsideMost)
	if err != nil || !slices.ContainsFunc(people, func(p oneonone.Person) bool { return strings.EqualFold(p.Name, name) }) {
		return nil, err
	}
	if again, err := b.db.Submitted(ctx, q.me.ID, submission); again || err != nil {
		return nil, err
	}
	return []*oneonone.Error{{Kind: oneonone.Invalid, Field: oneonone.FieldName,
		Sentence: oneonone.Say("You know somebody of that name. If it's them, choose them above; if not, add what tells them apart: a surname, a street.")}}, nil
}

// submitSchedule plans it, after one look at what might be worth a second.
func (b *Bot) submitSchedule(ctx context.Context, q *request) (reply, error) {
	if err := oneonone.CheckOrganizer(q.profile); err != nil {
		return reply{}, err
	}
	s, err := b.scheduled(ctx, q)
	if err != nil {
		return reply{}, err
	}
	whom, person, errs, err := b.whom(ctx, q, s.Whom, q.submission(), oneonone.CheckPerson)
	if err != nil {
		return reply{}, err
	}
	if err := asError(append(errs, s.Plan.Check(q.now)...)); err != nil {
		return reply{}, err
	}
	if !whom.Member.IsZero() {
		member, err := b.db.MemberByID(ctx, whom.Member)
		if err != nil {
			return reply{}, err
		}
		if err := checkNotice(member, s.Plan.Notice); err != nil {
			return reply{}, err
		}
		_, silent, err := b.db.NotEver(ctx, q.me.ID, whom)
		if err != nil {
			return reply{}, err
		}
		if err := oneonone.CheckContact(oneonone.Person{NoContact: silent}, s.Plan.Notice); err != nil {
			return reply{}, err
		}
	}
	name := b.named(oneonone.Meeting{Member: whom.Member}, whom, s.Whom, person).With
	words, mark, err := b.warn(ctx, q, whom, person, name, s.Plan, oneonone.ID{})
	if err != nil {
		return reply{}, err
	}
	if words != "" && q.view.PrivateMetadata != mark {
		s.Warning = words
		v := views.ScheduleModal(q.r, s)
		v.PrivateMetadata = mark
		return updates(q.turned(v))
	}
	m, err := b.db.Plan(ctx, q.me.ID, whom, q.submission(), s.Plan)
	if err != nil {
		return reply{}, err
	}
	b.homes.touch(m.Organizer, m.Member)
	return b.planned(ctx, q, m, b.named(m, whom, s.Whom, person), person)
}

// named is a meeting just planned, with the name at hand: nothing may fail any
// more.
func (b *Bot) named(m oneonone.Meeting, whom oneonone.Whom, w views.Whom, person oneonone.Profile) views.Talk {
	if !m.Outside() {
		return withName(m, true, person)
	}
	t := views.Talk{Meeting: m, With: oneonone.FirstWord(whom.Name), WithFull: whom.Name, Reach: whom.Reach, Mine: true}
	for _, p := range w.People {
		if p.ID == whom.Person {
			t.With, t.WithFull, t.Reach = oneonone.FirstWord(p.Name), p.Name, p.Reach
		}
	}
	return t
}

// warn gives the one thing worth a second look, in words, and a mark of what was
// looked at, and at what: who sends the same once more means it, unless another thing has
// come up meanwhile.
func (b *Bot) warn(ctx context.Context, q *request, whom oneonone.Whom, person oneonone.Profile, name string, p oneonone.Plan, except oneonone.ID) (words, mark string, err error) {
	c, err := b.db.Circumstances(ctx, q.me.ID, whom, p, except, q.submission())
	if err != nil {
		return "", "", err
	}
	c.Zone = q.r.Zone()
	if person.Known {
		c.Their = person.Zone
	}
	w, found := p.Warn(q.now, c)
	if !found {
		return "", "", nil
	}
	their := c.Their
	if their == nil {
		their = c.Zone
	}
	mark = fmt.Sprintf("%s/%d/%x/%s/%d/%d/%s", w.Kind, w.At.Unix(), whom.Member[:4], whom.Person, p.Start.Unix(), p.Second.Unix(), p.Length)
	return views.WarningWords(q.r, w, name, their), mark, nil
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
func (b *Bot) planned(ctx context.Context, q *request, m oneonone.Meeting, t views.Talk, person oneonone.Profile) (reply, error) {
	if m.Notice != oneonone.NoticeTell || m.State != oneonone.Planned {
		return reply{}, nil
	}
	return updates(b.tellModal(ctx, q, t, false, b.theirs(q, m, person)))
}

// tellModal has the text to copy. It announces no ask to who has said not ever; where
// that cannot be read it is shown all the same, since the talk is planned.
func (b *Bot) tellModal(ctx context.Context, q *request, t views.Talk, stopped bool, their views.Reader) modalView {
	p, err := b.db.Person(ctx, q.me.ID, t.Person)
	if err != nil {
		b.logFailure("look whether they may be asked", err)
	}
	t.NoAsks = !p.NoAsks.IsZero()
	if t.Retried, err = b.db.LastMissed(ctx, q.me.ID, t.Meeting); err != nil {
		b.logFailure("look at their last talk", err)
	}
	return views.TellModal(q.r, t, stopped, their, b.reach(ctx, q))
}

// theirs is how the person reads; someone outside Slack as the organizer does.
func (b *Bot) theirs(q *request, m oneonone.Meeting, person oneonone.Profile) views.Reader {
	if m.Outside() {
		return q.r
	}
	return b.reader(person)
}

// pressTell shows the text to copy, for a talk that they hear of from the
// organizer.
func (b *Bot) pressTell(ctx context.Context, q *request) (reply, error) {
	m, err := b.meetingOf(ctx, q)
	if err != nil {
		return reply{}, err
	}
	t, err := b.talk(ctx, m, true)
	if err != nil {
		return reply{}, err
	}
	their, err := b.personReads(ctx, q, m)
	if err != nil {
		return reply{}, err
	}
	return opens(b.tellModal(ctx, q, t, false, their))
}

// personReads is how the person of a meeting reads.
func (b *Bot) personReads(ctx context.Context, q *request, m oneonone.Meeting) (views.Reader, error) {
	if m.Outside() {
		return q.r, nil
	}
	member, err := b.db.MemberByID(ctx, m.Member)
	if err != nil {
		return q.r, err
	}
	return b.reader(b.profileOf(ctx, member)), nil
}

// submitTell is "Done" under a text to copy: there is nothing left to do.
func (b *Bot) submitTell(context.Context, *request) (reply, error) { return reply{}, nil }
