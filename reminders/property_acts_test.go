package reminders_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"pgregory.net/rapid"

	"oneonone"
)

// act is something somebody does, everything about it chosen beforehand, so that
// it can happen at any moment: in the middle of a send, or beside another.
type act func() error

// act draws one.
func (l *life) act(t *rapid.T) act {
	draw := rapid.SampledFrom([]func(*rapid.T) act{
		l.drawAnswer, l.drawAnswer, l.drawChange, l.drawChange, l.drawOutcome, l.heldAt, l.drawPlan,
		l.planAnew, l.reflect, l.followup, l.note, l.request, l.later, l.late, l.invitations, l.taps, l.moves,
		l.ask, l.answerAsk, l.answerAsk, l.changeAsk, l.overwriteAsk, l.word,
	}).Draw(t, "act")
	return draw(t)
}

// atOnce lets two acts happen at once.
func (l *life) atOnce(t *rapid.T) {
	var other func(*rapid.T) act
	if other = l.act; rapid.IntRange(0, 4).Draw(t, "a correction beside it") == 4 {
		other = l.correct
	}
	acts := []act{rapid.SampledFrom([]func(*rapid.T) act{l.drawAnswer, l.drawChange, l.drawOutcome, l.reflect, l.answerAsk}).Draw(t, "one")(t), other(t)}
	var wg sync.WaitGroup
	for _, act := range acts {
		wg.Go(func() { l.refusedBy(act()) })
	}
	wg.Wait()
}

// meeting is one of those planned, as it is now.
func (l *life) meeting(t *rapid.T) (oneonone.Meeting, bool) {
	return l.meetingThat(t, func(oneonone.Meeting) bool { return true })
}

// meetingThat is mostly one of which something is true, where there is one: what
// people press mostly makes sense.
func (l *life) meetingThat(t *rapid.T, fits func(oneonone.Meeting) bool) (oneonone.Meeting, bool) {
	if len(l.meetings) == 0 {
		return oneonone.Meeting{}, false
	}
	from := l.meetings
	if rapid.IntRange(0, 7).Draw(t, "any") < 7 {
		if fit := slices.DeleteFunc(slices.Clone(from), func(h held) bool { return !fits(l.read(h)) }); len(fit) > 0 {
			from = fit
		}
	}
	return l.read(from[rapid.IntRange(0, len(from)-1).Draw(t, "meeting")]), true
}

// open says whether a talk is still to come.
func (l *life) open(m oneonone.Meeting) bool {
	return m.State == oneonone.Planned && l.clock.Now().Before(m.Over())
}

func (l *life) read(h held) oneonone.Meeting {
	m, err := l.db.Meeting(context.Background(), h.organizer, h.id)
	if err != nil {
		l.t.Fatalf("read meeting: %v", err)
	}
	return m
}

func (l *life) member(id oneonone.ID) oneonone.Member {
	m, err := l.db.MemberByID(context.Background(), id)
	if err != nil {
		l.t.Fatalf("read member: %v", err)
	}
	return m
}

func (l *life) somebody(t *rapid.T) oneonone.ID {
	return l.people[rapid.IntRange(0, len(l.people)-1).Draw(t, "who")]
}

// awake is what every tap is.
func (l *life) awake(who oneonone.ID) error {
	if who.IsZero() {
		return nil
	}
	if err := l.db.Awake(context.Background(), who); err != nil {
		return err
	}
	l.done.Lock()
	defer l.done.Unlock()
	l.heard.tapped(who)
	return nil
}

// A plan, and the modal it was sent from.

type submission struct {
	name string
	held
	whom   oneonone.Whom
	plan   oneonone.Plan
	log    bool        // of a talk that was held
	sooner oneonone.ID // the one that was still to come, where they met sooner than planned
}

func (l *life) submit(s submission) error {
	ctx := context.Background()
	if err := l.awake(s.organizer); err != nil {
		return err
	}
	var m oneonone.Meeting
	var err error
	if s.log {
		m, _, err = l.db.Log(ctx, s.organizer, s.whom, s.name, s.plan.Kind, s.plan.Start, s.sooner)
	} else {
		m, err = l.db.Plan(ctx, s.organizer, s.whom, s.name, s.plan)
	}
	l.tell("%d submits %s for %d: %s, %s, or %s; %v", l.who(s.organizer), s.name, l.who(s.whom.Member), s.plan.Notice, s.plan.Start, s.plan.Second, err)
	if err != nil {
		return err
	}
	l.done.Lock()
	defer l.done.Unlock()
	s.id = m.ID
	if i := slices.IndexFunc(l.submissions, func(o submission) bool { return o.name == s.name }); i >= 0 {
		l.submissions[i] = s
	} else {
		l.submissions = append(l.submissions, s)
	}
	if !slices.Contains(l.meetings, s.held) { // one written down may have been here, and a corrected one is another then
		l.meetings = append(l.meetings, s.held)
	}
	return nil
}

func (l *life) plan(t *rapid.T) {
	if l.another(t) {
		l.refusedBy(l.drawPlan(t)())
	}
}

// another says whether there shall be one talk more: a few with much in them
// rather than many.
func (l *life) another(t *rapid.T) bool {
	n := 0
	for _, h := range l.meetings {
		if l.open(l.read(h)) {
			n++
		}
	}
	return n == 0 || rapid.IntRange(0, 3*n).Draw(t, "another") == 3*n
}

func (l *life) drawPlan(t *rapid.T) act {
	l.n++
	s := submission{name: fmt.Sprint(l.n), held: held{organizer: l.people[rapid.IntRange(0, 1).Draw(t, "organizer")]}}
	s.whom = l.drawWhom(t, s.organizer)
	s.plan = l.fill(t, s.whom)
	return func() error { return l.submit(s) }
}

func (l *life) drawWhom(t *rapid.T, organizer oneonone.ID) oneonone.Whom {
	if rapid.IntRange(0, 7).Draw(t, "outside") == 7 {
		return oneonone.Whom{Name: rapid.SampledFrom([]string{"Lu", "Lou"}).Draw(t, "name"), Reach: "the bakery"}
	}
	others := slices.DeleteFunc(slices.Clone(l.people), func(id oneonone.ID) bool { return id == organizer })
	return oneonone.Whom{Member: others[rapid.IntRange(0, len(others)-1).Draw(t, "whom")]}
}

// fill fills in the modal.
func (l *life) fill(t *rapid.T, whom oneonone.Whom) oneonone.Plan {
	p := oneonone.Plan{
		Purpose: "The buses", Kind: rapid.SampledFrom(oneonone.Kinds).Draw(t, "kind"),
		Length: rapid.SampledFrom(oneonone.Lengths).Draw(t, "length"),
		Notice: rapid.SampledFrom([]oneonone.Notice{oneonone.NoticeInvite, oneonone.NoticeInvite, oneonone.NoticeAgreed, oneonone.NoticeTell}).Draw(t, "notice"),
		Start:  l.soon(t),
	}
	switch {
	case whom.Member.IsZero():
		p.Notice = oneonone.NoticeTell // nobody else can
	case p.Notice != oneonone.NoticeTell && rapid.IntRange(0, 3).Draw(t, "looks at what they want") > 0 && l.member(whom.Member).NoInvitations:
		p.Notice = oneonone.NoticeTell
	case p.Notice == oneonone.NoticeInvite && rapid.IntRange(0, 3).Draw(t, "two times") == 3:
		p.Second = l.soon(t)
	}
	for _, err := range p.Check(l.clock.Now()) {
		l.t.Fatalf("a plan that cannot be: %v", err)
	}
	return p
}

// soon is a time to come: in days, or in minutes.
func (l *life) soon(t *rapid.T) time.Time {
	now := l.clock.Now()
	if rapid.IntRange(0, 3).Draw(t, "very soon") == 3 {
		return now.Add(time.Duration(rapid.IntRange(1, 90).Draw(t, "minutes ahead")) * time.Minute)
	}
	return now.Add(time.Duration(rapid.IntRange(1, 6*24).Draw(t, "hours ahead"))*time.Hour + time.Duration(rapid.IntRange(0, 3).Draw(t, "quarters"))*15*time.Minute)
}

// submitAgain is Slack delivering a modal once more, whenever that is: nothing
// changes.
func (l *life) submitAgain(t *rapid.T) {
	if len(l.submissions) == 0 {
		return
	}
	s := l.submissions[rapid.IntRange(0, len(l.submissions)-1).Draw(t, "submission")]
	l.wantNothing("the same submission again", s.held, func() error { return l.submit(s) })
}

// correct sends a modal once more with other values, since its answer was lost.
func (l *life) correct(t *rapid.T) act {
	if len(l.submissions) == 0 {
		return func() error { return nil }
	}
	s := l.submissions[rapid.IntRange(0, len(l.submissions)-1).Draw(t, "submission")]
	switch what := rapid.IntRange(0, 3).Draw(t, "corrected"); {
	case s.log && what < 2:
		s.plan.Start = s.plan.Start.Add(-15 * time.Minute)
	case what == 0:
		s.plan.Start, s.plan.Second = l.soon(t), time.Time{}
	case what == 1:
		s.plan.Place = rapid.SampledFrom([]string{"", "The library"}).Draw(t, "place")
	case what == 2 && s.whom.Member.IsZero():
		s.whom.Name = rapid.SampledFrom([]string{"Lu", "Lou", "Luisa"}).Draw(t, "name") // mended
	default:
		s.whom = l.drawWhom(t, s.organizer)
		if s.whom.Member.IsZero() {
			s.plan.Notice, s.plan.Second = oneonone.NoticeTell, time.Time{}
		}
	}
	if now := l.clock.Now(); !s.log {
		if !s.plan.Start.After(now) {
			s.plan.Start = l.soon(t)
		}
		if !s.plan.Second.After(s.plan.Start) {
			s.plan.Second = time.Time{}
		}
	}
	return func() error { return l.submit(s) }
}

// logTalk writes down a talk that was held.
func (l *life) logTalk(t *rapid.T) act {
	if rapid.IntRange(0, 3).Draw(t, "held") < 3 {
		return func() error { return nil }
	}
	l.n++
	s := submission{name: fmt.Sprint(l.n), held: held{organizer: l.people[rapid.IntRange(0, 1).Draw(t, "organizer")]}, log: true}
	s.whom = l.drawWhom(t, s.organizer)
	s.plan.Kind = oneonone.Maintenance
	s.plan.Start = l.clock.Now().Add(-time.Duration(rapid.IntRange(0, 48).Draw(t, "hours ago")) * time.Hour)
	if m, ok := l.meetingThat(t, func(m oneonone.Meeting) bool { return m.Start.Before(l.clock.Now().Add(oneonone.LogNear)) }); ok && rapid.IntRange(0, 3).Draw(t, "of a talk that is here") > 0 {
		// At about a time of its own, whatever became of it.
		at := rapid.SampledFrom([]time.Time{m.Start, m.Second, m.Suggested}).Draw(t, "time")
		at = at.Add(time.Duration(rapid.IntRange(-9, 9).Draw(t, "quarters")) * 15 * time.Minute)
		if now := l.clock.Now(); at.After(now) {
			at = now
		}
		if now := l.clock.Now(); oneonone.CheckHeld(now, at) == nil {
			s.organizer, s.whom, s.plan.Start = m.Organizer, m.Whom(), at
			if rapid.Bool().Draw(t, "sooner") {
				s.sooner = m.ID
			}
		}
	}
	return func() error { return l.submit(s) }
}

// planAnew is what the modal after a talk that didn't happen does: why, and the
// same talk once more.
func (l *life) planAnew(t *rapid.T) act {
	m, ok := l.meetingThat(t, func(m oneonone.Meeting) bool { return m.State == oneonone.Missed })
	if !ok || m.State != oneonone.Missed {
		return func() error { return nil }
	}
	l.n++
	s := submission{name: fmt.Sprint(l.n), held: held{organizer: m.Organizer}, whom: oneonone.Whom{Member: m.Member}, plan: m.Plan}
	if m.Outside() {
		s.whom.Person = m.Person
	}
	s.plan.Start, s.plan.Second, s.plan.Notice = l.soon(t), time.Time{}, oneonone.NoticeTell
	if !m.Outside() && rapid.Bool().Draw(t, "invite") {
		s.plan.Notice = oneonone.NoticeInvite
	}
	why := rapid.SampledFrom(oneonone.Whys).Draw(t, "why")
	return func() error {
		if _, err := l.db.ChangeMeeting(context.Background(), m.Organizer, m.ID, func(m *oneonone.Meeting) error { return m.Because(why) }); err != nil {
			return err
		}
		return l.submit(s)
	}
}

// A press on a card, which may have been drawn from something older.

type press struct {
	name   string
	talk   held
	by     oneonone.ID
	person bool
	rule   func(*oneonone.Meeting) error
}

// press does what the bot does with it.
func (l *life) press(p press) error {
	if err := l.awake(p.by); err != nil {
		return err
	}
	if !p.person {
		m, err := l.db.ChangeMeeting(context.Background(), p.talk.organizer, p.talk.id, p.rule)
		l.tell("%d presses %s of %d: revision %d, %v; %v", l.who(p.by), p.name, l.talk(p.talk.id), m.Revision, m.Start, err)
		return err
	}
	var said, yes bool
	var start time.Time
	m, err := l.db.AnswerInvitation(context.Background(), p.by, p.talk.id, func(m *oneonone.Meeting) error {
		was := *m
		err := p.rule(m)
		said = m.Answer != was.Answer || m.Rounds != was.Rounds
		yes, start = m.Answer == oneonone.Coming, m.Start
		return err
	})
	l.tell("%d presses %s of %d: revision %d, %v, %v; %v", l.who(p.by), p.name, l.talk(p.talk.id), m.Revision, m.Start, m.Suggested, err)
	if err == nil && said {
		l.done.Lock()
		defer l.done.Unlock()
		l.answered[p.talk.id] = l.slack.messages()
		if yes {
			l.yeses[p.talk.id] = start
		}
	}
	return err
}

func (l *life) personPresses(t *rapid.T) {
	if p, ok := l.answerOf(t); ok {
		l.pressTwice(p)
	}
}

func (l *life) drawAnswer(t *rapid.T) act {
	p, ok := l.answerOf(t)
	return func() error {
		if !ok {
			return nil
		}
		return l.press(p)
	}
}

// answerOf draws what the person met presses.
func (l *life) answerOf(t *rapid.T) (press, bool) {
	m, ok := l.meetingThat(t, func(m oneonone.Meeting) bool {
		return (l.open(m) || m.CanReturn(l.clock.Now())) && m.Notice != oneonone.NoticeTell
	})
	if !ok || m.Outside() {
		return press{}, false
	}
	now, seen := l.clock.Now(), l.seen(t, m)
	p := press{talk: held{m.ID, m.Organizer}, by: m.Member, person: true}
	rules := map[string]func(*oneonone.Meeting) error{
		"accept":        func(m *oneonone.Meeting) error { return m.Accept(now) },
		"accept second": func(m *oneonone.Meeting) error { return m.AcceptTime(m.Second, now) },
		"confirm":       func(m *oneonone.Meeting) error { return m.Confirm(now) },
		"hour before":   func(m *oneonone.Meeting) error { return m.RemindHourBefore(now) },
		"not for me":    func(m *oneonone.Meeting) error { return m.Decline(oneonone.NotForMe, now) },
		"cannot come":   func(m *oneonone.Meeting) error { return m.Decline(oneonone.CannotCome, now) },
		"after all": func(m *oneonone.Meeting) error {
			if m.State == oneonone.Declined && !m.Suggested.IsZero() { // what they suggested before
				return m.AfterAll(m.Suggested, now)
			}
			return m.AfterAll(m.LastStart(), now)
		},
		"suggest": nil,
	}
	likely := []string{"accept", "accept", "suggest", "suggest", "not for me"}
	switch {
	case m.State == oneonone.Declined:
		likely = []string{"after all", "after all", "suggest", "accept", "not for me"}
	case !m.Second.IsZero():
		likely = []string{"accept", "accept second", "suggest"}
	case m.Answer == oneonone.Coming:
		likely = []string{"hour before", "hour before", "confirm", "suggest", "cannot come"}
	case m.Answer == oneonone.AnotherTime:
		likely = []string{"suggest", "suggest", "accept", "not for me"}
	}
	if rapid.IntRange(0, 5).Draw(t, "unlikely") == 5 {
		likely = slices.Sorted(maps.Keys(rules))
	}
	p.name = rapid.SampledFrom(likely).Draw(t, "answer")
	rule := rules[p.name]
	if p.name == "suggest" {
		start, round := l.soon(t), m.Rounds-max(0, rapid.IntRange(-3, 1).Draw(t, "rounds ago"))
		if rapid.IntRange(0, 5).Draw(t, "the same time") == 5 {
			start = m.Start
		}
		rule = func(m *oneonone.Meeting) error { return m.Suggest(round, start, "", now) }
	}
	turn := m.Turn()
	p.rule = l.onCard(seen, func(m *oneonone.Meeting) error {
		was := *m
		err := m.AnswerFrom(seen, turn, rule)
		if err == nil && *m != was && seen != 0 && turn != was.Turn() {
			l.wrongly("%s on a card of turn %d: %+v became %+v", p.name, turn, was, *m)
		}
		return err
	})
	return p, true
}

// onCard is a rule pressed on a card: on one drawn from another revision it does
// nothing.
func (l *life) onCard(seen int, rule func(*oneonone.Meeting) error) func(*oneonone.Meeting) error {
	return func(m *oneonone.Meeting) error {
		was := *m
		err := rule(m)
		if err == nil && *m != was && seen != 0 && seen != was.Revision {
			l.wrongly("on a card of revision %d, %+v became %+v", seen, was, *m)
		}
		return err
	}
}

// seen is the revision of the card pressed on: the present one, one before, or
// one that does not say.
func (l *life) seen(t *rapid.T, m oneonone.Meeting) int {
	return rapid.SampledFrom([]int{m.Revision, m.Revision, m.Revision, m.Revision, m.Revision, m.Revision, 0, m.Revision - 1}).Draw(t, "seen")
}

func (l *life) organizerPresses(t *rapid.T) {
	if p, ok := l.changeOf(t); ok {
		l.pressTwice(p)
	}
}

func (l *life) drawChange(t *rapid.T) act {
	p, ok := l.changeOf(t)
	return func() error {
		if !ok {
			return nil
		}
		return l.press(p)
	}
}

// changeOf draws what the organizer makes of a talk to come.
func (l *life) changeOf(t *rapid.T) (press, bool) {
	m, ok := l.meetingThat(t, func(m oneonone.Meeting) bool {
		return l.open(m) || m.State == oneonone.Planned || m.State == oneonone.Declined || m.State == oneonone.CalledOff
	})
	if !ok {
		return press{}, false
	}
	now, seen := l.clock.Now(), l.seen(t, m)
	p := press{talk: held{m.ID, m.Organizer}, by: m.Organizer}
	likely := []string{"change", "change", "place", "place", "call off"}
	if m.State == oneonone.Planned && m.Answer == oneonone.AnotherTime {
		likely = []string{"take", "take", "take", "change", "place", "call off"}
	}
	if rapid.IntRange(0, 9).Draw(t, "unlikely") == 9 {
		likely = []string{"call off", "take"}
	}
	p.name = rapid.SampledFrom(likely).Draw(t, "change")
	switch p.name {
	case "take":
		round := m.Rounds - max(0, rapid.IntRange(-2, 1).Draw(t, "rounds ago"))
		p.rule = func(m *oneonone.Meeting) error {
			rounds := m.Rounds
			was := *m
			err := m.TakeSuggestion(seen, round, now)
			if err == nil && *m != was && round != rounds {
				l.wrongly("took suggestion %d for %d", rounds, round)
			}
			return err
		}
	case "call off":
		p.rule = l.onCard(seen, func(m *oneonone.Meeting) error {
			if err := m.Shown(seen); err != nil {
				return err
			}
			return m.CallOff("", now)
		})
	default:
		c := oneonone.Change{Start: m.Start, Place: m.Place, Word: "See you there", Revision: seen}
		if p.name == "change" || !c.Start.After(now) {
			c.Start = l.soon(t)
		} else {
			c.Place = fmt.Sprint("Table ", rapid.IntRange(0, 5).Draw(t, "place"))
		}
		c.Stopped = !m.Outside() && l.member(m.Member).NoInvitations
		p.rule = func(m *oneonone.Meeting) error {
			if m.CheckChange(&c, now) != nil {
				return &oneonone.Error{Kind: oneonone.Stale}
			}
			was := *m
			err := m.Move(c, now)
			if elsewhere := was.Plan; err == nil && was.Settled() && was.Answer == oneonone.Coming {
				if elsewhere.Place = m.Place; elsewhere == m.Plan && (m.Answer != was.Answer || m.HourBefore != was.HourBefore) {
					l.wrongly("only the place is another, and what they said is gone: %+v", *m)
				}
			}
			return err
		}
	}
	return p, true
}

func (l *life) outcome(t *rapid.T) {
	if p, ok := l.outcomeOf(t); ok {
		l.pressTwice(p)
	}
}

func (l *life) drawOutcome(t *rapid.T) act {
	p, ok := l.outcomeOf(t)
	return func() error {
		if !ok {
			return nil
		}
		return l.press(p)
	}
}

// outcomeOf draws what the organizer says of a talk that is over.
func (l *life) outcomeOf(t *rapid.T) (press, bool) {
	m, ok := l.meetingThat(t, func(m oneonone.Meeting) bool {
		return m.State == oneonone.Met || m.State == oneonone.Missed || m.State == oneonone.Planned && !l.clock.Now().Before(m.Start)
	})
	if !ok {
		return press{}, false
	}
	now, version := l.clock.Now(), m.Version
	p := press{talk: held{m.ID, m.Organizer}, by: m.Organizer}
	likely := []string{"met", "met", "met, nothing to note", "missed"}
	switch m.State {
	case oneonone.Met:
		likely = []string{"noted", "missed", "not met"}
	case oneonone.Missed:
		likely = []string{"why", "met"}
	}
	rules := map[string]func(*oneonone.Meeting) error{
		"met": func(m *oneonone.Meeting) error { return m.SayMet(version, now) },
		"met, nothing to note": func(m *oneonone.Meeting) error {
			if err := m.SayMet(version, now); err != nil {
				return err
			}
			return m.Noted(oneonone.LineNone)
		},
		"not met": func(m *oneonone.Meeting) error { return m.NotMet(version, false, now) },
		"missed":  func(m *oneonone.Meeting) error { return m.DidNotHappen(now) },
		"why":     func(m *oneonone.Meeting) error { return m.Because(oneonone.WhyThey) },
		"noted":   func(m *oneonone.Meeting) error { return m.Noted(oneonone.LineNone) },
	}
	if rapid.IntRange(0, 5).Draw(t, "unlikely") == 5 {
		likely = slices.Sorted(maps.Keys(rules))
	}
	p.name = rapid.SampledFrom(likely).Draw(t, "outcome")
	p.rule = rules[p.name]
	return p, true
}

// heldAt is "We did meet" of two who never settled on a time, with when that was.
func (l *life) heldAt(t *rapid.T) act {
	now := l.clock.Now()
	m, ok := l.meetingThat(t, func(m oneonone.Meeting) bool { return m.NeverSettled(now) })
	if !ok {
		return func() error { return nil }
	}
	start := now.Add(-time.Duration(rapid.IntRange(0, 48).Draw(t, "hours ago")) * time.Hour)
	return func() error {
		if err := l.awake(m.Organizer); err != nil {
			return err
		}
		meant, was, err := l.db.HeldAt(context.Background(), m.Organizer, m.ID, start)
		l.tell("%d says of %d that they met %v: %s, it was %s; %v", l.who(m.Organizer), l.talk(m.ID), start, meant.State, was.State, err)
		return err
	}
}

// After a talk.

func (l *life) reflect(t *rapid.T) act {
	m, ok := l.meetingThat(t, func(m oneonone.Meeting) bool {
		return m.State == oneonone.Met || m.State == oneonone.Planned && !l.clock.Now().Before(m.Start)
	})
	if !ok {
		return func() error { return nil }
	}
	ctx := context.Background()
	r := oneonone.Reflection{
		Organizer: m.Organizer, Meeting: m.ID, Remember: "Her sister",
		Promise: rapid.SampledFrom([]string{"", "Send it", "Bring it"}).Draw(t, "promise"),
		Next:    rapid.SampledFrom([]oneonone.Next{oneonone.NextOpen, oneonone.NextWeek, oneonone.NextMonth, oneonone.NextOtherDate}).Draw(t, "next"),
	}
	today := oneonone.DateOf(l.clock.Now().In(l.member(m.Organizer).Zone))
	if r.Next == oneonone.NextOtherDate {
		r.NextOn = today.AddDays(rapid.IntRange(1, 9).Draw(t, "days"))
	}
	was, err := l.db.Reflection(ctx, m.Organizer, m.ID)
	if err != nil {
		t.Fatalf("%v", err)
	}
	for _, err := range r.Check(today, was) {
		t.Fatalf("a reflection that cannot be: %v", err)
	}
	l.n++
	window := fmt.Sprint("window ", l.n)
	return func() error {
		if err := l.awake(r.Organizer); err != nil {
			return err
		}
		_, err := l.db.Reflect(ctx, window, r)
		l.tell("%d writes of %d: %q, %s; %v", l.who(r.Organizer), l.talk(r.Meeting), r.Promise, r.NextOn, err)
		return err
	}
}

func (l *life) followup(t *rapid.T) act {
	all := l.facts().followups
	if len(all) == 0 {
		return func() error { return nil }
	}
	f := all[rapid.IntRange(0, len(all)-1).Draw(t, "promise")]
	now, r := l.clock.Now(), l.member(f.Organizer).Rhythm
	task := l.task(t, f.Organizer)
	rule := map[string]func(*oneonone.Followup) error{
		"done":     func(f *oneonone.Followup) error { return f.Close(oneonone.Done, now) },
		"let go":   func(f *oneonone.Followup) error { return f.Close(oneonone.Dropped, now) },
		"tomorrow": func(f *oneonone.Followup) error { return f.Tomorrow(now, r) },
		"rewrite":  func(f *oneonone.Followup) error { return f.Rewrite(task, r) },
	}[rapid.SampledFrom([]string{"tomorrow", "tomorrow", "rewrite", "done", "let go", "undo", "undo"}).Draw(t, "follow-up")]
	return func() error {
		if err := l.awake(f.Organizer); err != nil {
			return err
		}
		if rule == nil {
			err := l.db.ReopenFollowup(context.Background(), f.Organizer, f.ID)
			l.tell("%d undoes a tap about a promise of %d; %v", l.who(f.Organizer), l.talk(f.Meeting), err)
			return err
		}
		p, err := l.db.ChangeFollowup(context.Background(), f.Organizer, f.ID, func(f *oneonone.Followup) error {
			was := *f
			err := rule(f)
			if *f != was && f.Version == was.Version {
				l.wrongly("a promise changed from %v to %v, and not its version", was.Due, f.Due)
			}
			return err
		})
		l.tell("%d has a promise of %d: %s, %v; %v", l.who(f.Organizer), l.talk(f.Meeting), p.State, p.Due, err)
		return err
	}
}

// task is what somebody may fill in today.
func (l *life) task(t *rapid.T, who oneonone.ID) oneonone.Task {
	return oneonone.Task{
		Words: rapid.SampledFrom([]string{"Thank them", "Call"}).Draw(t, "words"),
		Whose: rapid.SampledFrom(oneonone.Whoses).Draw(t, "whose"),
		How:   rapid.SampledFrom(oneonone.Hows).Draw(t, "how"),
		By:    l.member(who).Day(oneonone.WaitTomorrow, l.clock.Now()).AddDays(rapid.IntRange(0, 5).Draw(t, "days to do it")),
	}
}

// note is a follow-up by itself; sent twice it is one.
func (l *life) note(t *rapid.T) act {
	m, ok := l.meeting(t)
	if !ok {
		return func() error { return nil }
	}
	l.n++
	window, task, twice := fmt.Sprint("window ", l.n), l.task(t, m.Organizer), rapid.Bool().Draw(t, "twice")
	return func() error {
		if err := l.awake(m.Organizer); err != nil {
			return err
		}
		f, err := l.db.Follow(context.Background(), m.Organizer, oneonone.Whom{Person: m.Person}, window, task)
		l.tell("%d notes to do by %s: %v", l.who(m.Organizer), task.By, err)
		if err != nil {
			return err
		}
		l.knows(held{f.ID, f.Organizer})
		if !twice {
			return nil
		}
		again, err := l.db.Follow(context.Background(), m.Organizer, oneonone.Whom{Person: m.Person}, window, task)
		if err == nil && again.ID != f.ID {
			l.wrongly("noted twice: %v and %v", f.ID, again.ID)
		}
		return err
	}
}

// request is what the person met asks of the organizer.
func (l *life) request(t *rapid.T) act {
	m, ok := l.meetingThat(t, func(m oneonone.Meeting) bool { return !m.Outside() && m.Notice != oneonone.NoticeTell })
	if !ok {
		return func() error { return nil }
	}
	what, back := rapid.SampledFrom(oneonone.Requests).Draw(t, "what"), rapid.IntRange(0, 3).Draw(t, "never mind") == 0
	return func() error {
		if err := l.awake(m.Member); err != nil {
			return err
		}
		if back {
			_, err := l.db.TakeBack(context.Background(), m.Member, m.ID, what)
			l.done.Lock()
			l.heard.takenBack[fmt.Sprint(m.Organizer, m.Person, what)] = true
			l.done.Unlock()
			l.tell("%d takes back %s of %d; %v", l.who(m.Member), what, l.who(m.Organizer), err)
			return err
		}
		_, err := l.db.Request(context.Background(), m.Member, m.ID, what)
		l.tell("%d asks %s of %d; %v", l.who(m.Member), what, l.who(m.Organizer), err)
		if err != nil {
			return err
		}
		l.done.Lock()
		defer l.done.Unlock()
		l.noted = l.all(l.noted, `select id, organizer from followup where origin in ('delete_request', 'keep_request') order by created_at`)
		return nil
	}
}

// knows takes up a follow-up that was acknowledged.
func (l *life) knows(h held) {
	l.done.Lock()
	defer l.done.Unlock()
	if !slices.Contains(l.noted, h) {
		l.noted = append(l.noted, h)
	}
}

// later puts a question off, or leaves it: one that was asked, or one that was
// answered long ago on a card not drawn anew.
func (l *life) later(t *rapid.T) act {
	f := l.facts()
	var asked []oneonone.Asked
	owners := map[oneonone.ID]oneonone.ID{}
	for _, m := range f.meetings {
		likely := []oneonone.NudgeKind{oneonone.NudgeAfter}
		switch {
		case m.State == oneonone.Met:
			likely = []oneonone.NudgeKind{oneonone.NudgeReflect}
		case l.open(m):
			likely = []oneonone.NudgeKind{oneonone.NudgeUnanswered, oneonone.NudgeSuggested}
		}
		for _, k := range likely {
			asked = append(asked, oneonone.Asked{About: k, Subject: m.ID, Timed: m.Timed, Round: m.Rounds})
		}
		owners[m.ID] = m.Organizer
	}
	for _, p := range f.followups {
		asked, owners[p.ID] = append(asked, oneonone.Asked{About: oneonone.NudgeFollowup, Subject: p.ID}), p.Organizer
	}
	for _, r := range f.reflections {
		asked, owners[r.ID] = append(asked, oneonone.Asked{About: oneonone.NudgeAgain, Subject: r.ID}), r.Organizer
	}
	for _, a := range f.asks {
		about := oneonone.NudgeGetBack
		if a.Said == oneonone.SaidYes {
			about = oneonone.NudgeCame
		}
		asked, owners[a.ID] = append(asked, oneonone.Asked{About: about, Subject: a.ID}), a.Organizer
	}
	if len(asked) == 0 {
		return func() error { return nil }
	}
	q := asked[rapid.IntRange(0, len(asked)-1).Draw(t, "question")]
	who := owners[q.Subject]
	var on oneonone.Date
	if days := rapid.IntRange(0, 7).Draw(t, "days later"); days > 0 {
		on = l.member(who).Day(oneonone.WaitTomorrow, l.clock.Now()).AddDays(days - 1)
	}
	return func() error {
		if err := l.awake(who); err != nil {
			return err
		}
		err := l.db.PutOff(context.Background(), who, q, on)
		l.tell("%d puts off %s of %d to %s; %v", l.who(who), q.About, l.talk(q.Subject), on, err)
		return err
	}
}

func (l *life) late(t *rapid.T) act {
	m, ok := l.meetingThat(t, func(m oneonone.Meeting) bool { return m.CanRunLate(l.clock.Now()) == nil })
	if !ok {
		return func() error { return nil }
	}
	l.n++
	name := fmt.Sprint("late ", l.n)
	return func() error {
		if err := l.awake(m.Organizer); err != nil {
			return err
		}
		_, err := l.db.RunningLate(context.Background(), m.Organizer, m.ID, name, "10")
		l.tell("%d is late for %d; %v", l.who(m.Organizer), l.talk(m.ID), err)
		return err
	}
}

// What goes for all talks.

func (l *life) invitations(t *rapid.T) act {
	who, stop := l.somebody(t), rapid.IntRange(0, 2).Draw(t, "stop") == 2
	return func() error {
		if err := l.awake(who); err != nil {
			return err
		}
		l.tell("%d wants no invitations: %t", l.who(who), stop)
		return l.db.SetNoInvitations(context.Background(), who, stop)
	}
}

func (l *life) taps(t *rapid.T) act {
	who := l.somebody(t)
	return func() error { return l.awake(who) }
}

// rarely is what happens to people now and then.
func (l *life) rarely(t *rapid.T) {
	switch rapid.IntRange(0, 4).Draw(t, "rarely") {
	case 0:
		l.refusedBy(l.taps(t)())
	case 1:
		l.refusedBy(l.invitations(t)())
	case 2:
		l.refusedBy(l.moves(t)())
	case 3:
		l.refusedBy(l.logTalk(t)())
	default:
		l.leaves(t)
	}
}

// moves is a profile whose zone changes, or a rhythm set by hand. Never both: they
// are two transactions, and what is claimed between them goes by hours that are
// neither those before nor those after.
func (l *life) moves(t *rapid.T) act {
	if !l.travel {
		return func() error { return nil }
	}
	who, r := l.somebody(t), drawRhythm(t)
	if rapid.IntRange(0, 2).Draw(t, "pauses") == 2 {
		r.PausedUntil = oneonone.DateOf(l.clock.Now().In(r.Zone)).AddDays(rapid.IntRange(1, 5).Draw(t, "days paused"))
	}
	zone := rapid.Bool().Draw(t, "another zone")
	return func() error {
		if was := l.rhythm(who); zone {
			was.Zone = r.Zone
			r = was
		} else {
			r.Zone = was.Zone
		}
		l.tell("%d lives in %s: %+v", l.who(who), r.Zone, r)
		return l.live(who, r)
	}
}

// leaves is somebody leaving the workspace, or coming back.
func (l *life) leaves(t *rapid.T) {
	who := l.somebody(t)
	l.gone[who] = rapid.IntRange(0, 2).Draw(t, "gone") == 2
	l.tell("%d is gone: %t", l.who(who), l.gone[who])
}
