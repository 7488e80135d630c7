package reminders_test

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"oneonone"
	"oneonone/storage"
)

// facts are all that is, at an instant.
type facts struct {
	now         time.Time
	members     map[oneonone.ID]oneonone.Member
	meetings    []oneonone.Meeting // in the order of their planning
	followups   []oneonone.Followup
	reflections []oneonone.Reflection
	asks        []oneonone.Ask
	// Closed are the people who said not ever, and silent those of them who would
	// rather not hear from us at all.
	closed, silent map[oneonone.ID]bool
}

// facts reads them.
func (l *life) facts() *facts {
	ctx := context.Background()
	f := &facts{now: l.clock.Now(), members: map[oneonone.ID]oneonone.Member{}}
	for _, p := range l.people {
		f.members[p] = l.member(p)
	}
	l.done.Lock()
	meetings := slices.Clone(l.meetings)
	l.done.Unlock()
	for _, h := range meetings {
		f.meetings = append(f.meetings, l.read(h))
		r, err := l.db.Reflection(ctx, h.organizer, h.id)
		if err != nil {
			l.t.Fatalf("read reflection: %v", err)
		}
		if !r.ID.IsZero() {
			f.reflections = append(f.reflections, r)
		}
		var id oneonone.ID
		switch err := l.raw.QueryRow(`select id from followup where meeting = $1 and origin = 'promise'`, h.id).Scan(&id); err {
		case nil:
			f.followups = append(f.followups, l.noticed(held{id, h.organizer}))
		case sql.ErrNoRows:
		default:
			l.t.Fatalf("look for follow-up: %v", err)
		}
	}
	l.done.Lock()
	noted := slices.Clone(l.noted)
	l.done.Unlock()
	for _, h := range noted {
		f.followups = append(f.followups, l.noticed(h))
	}
	l.readAsks(f)
	return f
}

// noticed is a follow-up as it stands.
func (l *life) noticed(h held) oneonone.Followup {
	p, err := l.db.Followup(context.Background(), h.organizer, h.id)
	if err != nil {
		l.t.Fatalf("read follow-up: %v", err)
	}
	return p
}

// meeting is the one a row speaks of, directly or through what was written after
// it.
func (f *facts) meeting(id oneonone.ID) (oneonone.Meeting, bool) {
	i := slices.IndexFunc(f.meetings, func(m oneonone.Meeting) bool { return m.ID == id })
	if i < 0 {
		return oneonone.Meeting{}, false
	}
	return f.meetings[i], true
}

func (f *facts) followup(id oneonone.ID) (oneonone.Followup, bool) {
	i := slices.IndexFunc(f.followups, func(p oneonone.Followup) bool { return p.ID == id })
	if i < 0 {
		return oneonone.Followup{}, false
	}
	return f.followups[i], true
}

func (f *facts) reflection(id oneonone.ID) (oneonone.Reflection, bool) {
	i := slices.IndexFunc(f.reflections, func(r oneonone.Reflection) bool { return r.ID == id })
	if i < 0 {
		return oneonone.Reflection{}, false
	}
	return f.reflections[i], true
}

// metAgain says whether what the two wished for at a talk is planned, or came about. What
// the other noted of a talk of theirs is not told.
func (f *facts) metAgain(w oneonone.Reflection) bool {
	m, _ := f.meeting(w.Meeting)
	near := w.NextOn.AddDays(-oneonone.AgainNear).In(time.UTC)
	return slices.ContainsFunc(f.meetings, func(o oneonone.Meeting) bool {
		theirs := o.Organizer == m.Member && o.Member == m.Organizer && o.Notice != oneonone.NoticeTell
		about := o.State == oneonone.Met || o.Settled() || o.State == oneonone.Declined && o.Answer == oneonone.NotForMe && !o.AnsweredAt.Before(w.WishedAt)
		if theirs {
			about = slices.Contains([]oneonone.State{oneonone.Planned, oneonone.Met, oneonone.Missed}, o.State) && settledOn(o)
		}
		return (o.Organizer == m.Organizer && o.Person == m.Person || theirs) &&
			o.Start.After(m.Start) && o.Over().After(w.WishedAt) &&
			(o.State == oneonone.Planned && o.Over().After(f.now) || about && !o.Start.Before(near))
	})
}

// called is what the facts call for. Who moves through zones may have been
// reckoned with in each of them: a message may come by any, and must only where
// all agree.
type called struct {
	oneonone.Nudge
	always bool
	soon   time.Time // the earliest it may come
	last   time.Time // from when it surely comes no more; zero for never
}

func (l *life) called(f *facts) map[string]called {
	l.done.Lock()
	defer l.done.Unlock()
	out := map[string]called{}
	merge := func(all [][]oneonone.Nudge) {
		times := map[string]int{}
		merged := map[string]called{}
		for _, nudges := range all {
			for _, n := range nudges {
				k := key(n.Kind, n.Occurrence, n.Subject, n.Receiver)
				times[k]++
				c, there := merged[k]
				if !there {
					c = called{Nudge: n, soon: n.Due, last: n.Expires}
				}
				if n.Due.Before(c.soon) {
					c.soon = n.Due
				}
				if n.Due.After(c.Due) {
					c.Due = n.Due
				}
				if !n.Expires.IsZero() && n.Expires.Before(c.Expires) {
					c.Expires = n.Expires
				}
				if n.Expires.After(c.last) {
					c.last = n.Expires
				}
				merged[k] = c
			}
		}
		for k, c := range merged {
			c.always = times[k] == len(all)
			out[k] = c
		}
	}
	for _, m := range f.meetings {
		ours, theirs := l.rhythms[m.Organizer], []oneonone.Rhythm{oneonone.RhythmIn(nil)}
		if !m.Outside() {
			theirs = l.rhythms[m.Member]
		}
		if m.Start.After(l.moved[m.Organizer]) && m.Start.After(l.moved[m.Member]) {
			// It was still to come: the reminders moved along.
			ours, theirs = ours[len(ours)-1:], theirs[len(theirs)-1:]
		}
		var all [][]oneonone.Nudge
		for _, o := range ours {
			for _, p := range theirs {
				all = append(all, m.Nudges(oneonone.Rhythms{Organizer: o, Person: p, Silent: f.silent[m.Person]}))
			}
		}
		merge(all)
	}
	for _, p := range f.followups {
		if f.silent[p.Person] && !p.Origin.Request() {
			continue
		}
		var all [][]oneonone.Nudge
		for _, o := range l.rhythms[p.Organizer] {
			all = append(all, p.Nudges(o))
		}
		merge(all)
	}
	for _, r := range f.reflections {
		if of, _ := f.meeting(r.Meeting); f.silent[of.Person] {
			continue
		}
		var all [][]oneonone.Nudge
		for _, o := range l.rhythms[r.Organizer] {
			all = append(all, r.Nudges(o))
		}
		merge(all)
	}
	for _, a := range f.asks {
		var all [][]oneonone.Nudge
		for _, o := range l.rhythms[a.Organizer] {
			all = append(all, a.Nudges(o, f.closed[a.Person]))
		}
		merge(all)
	}
	return out
}

// heard is what everybody has heard, kept beside the database.
type heard struct {
	telling    sync.Mutex
	story      []string       // what was done and what arrived, for who reads of a failure
	times      map[string]int // how often a thing was said
	unanswered map[oneonone.ID]int
	lately     []storage.Claim      // counted in this look
	goneQuiet  map[oneonone.ID]bool // it was said, and no tap since
	invited    map[string]bool      // who had the invitation, by talk and person
	drawn      map[string]string    // by Slack's timestamp: what a message was last drawn from
	undrawn    map[string]bool      // whose reader had left when it was to be drawn anew
	versions   map[oneonone.ID]int
	wordCame   map[oneonone.ID]time.Time // when a word of an organizer's arrived
	moved      map[oneonone.ID]bool      // the words whose ask was another at some time since
	days       map[string]oneonone.Date  // by ask and name of what is asked: the day it is asked of
	silenced   map[oneonone.ID]bool      // who would rather not hear from us at some time
	withdrawn  map[oneonone.ID]bool      // the asks that a not ever ended at some time
	ended      map[oneonone.ID]bool      // those that it ended when the facts were last looked at
	over       map[oneonone.ID]time.Time // the yeses whose event was over at some time: when it began

	takenBack map[string]bool // what somebody asked of an organizer, and took back at some time

	mornings map[oneonone.ID]time.Time // when the last message of a morning arrived

	// What was called for when the facts were last looked at, and when it was due.
	called map[string]time.Time

	// What must wait, until when, and what need not come any more.
	patience map[string]time.Time
	excused  map[string]bool
}

func newHeard() *heard {
	return &heard{
		times: map[string]int{}, unanswered: map[oneonone.ID]int{}, goneQuiet: map[oneonone.ID]bool{}, invited: map[string]bool{},
		drawn: map[string]string{}, undrawn: map[string]bool{}, versions: map[oneonone.ID]int{}, wordCame: map[oneonone.ID]time.Time{}, moved: map[oneonone.ID]bool{}, days: map[string]oneonone.Date{}, silenced: map[oneonone.ID]bool{}, withdrawn: map[oneonone.ID]bool{}, ended: map[oneonone.ID]bool{}, over: map[oneonone.ID]time.Time{}, takenBack: map[string]bool{}, mornings: map[oneonone.ID]time.Time{}, patience: map[string]time.Time{}, excused: map[string]bool{},
	}
}

// tell adds to the story.
func (l *life) tell(format string, args ...any) {
	l.heard.telling.Lock()
	defer l.heard.telling.Unlock()
	l.heard.story = append(l.heard.story, l.clock.Now().Format("Mon 2 Jan 15:04:05 ")+fmt.Sprintf(format, args...))
}

// wrongly fails the test, and says so in the story.
func (l *life) wrongly(format string, args ...any) {
	l.tell("WRONG: "+format, args...)
	l.t.Errorf(format, args...)
}

// talk is a meeting's place among those planned.
func (l *life) talk(id oneonone.ID) int {
	l.done.Lock()
	defer l.done.Unlock()
	return slices.IndexFunc(l.meetings, func(h held) bool { return h.id == id })
}

// slowest is how long a message that Slack refused waits at most.
const slowest = 10*time.Minute + time.Second

func (h *heard) wait(key string, until time.Time) {
	if h.patience[key].Before(until) {
		h.patience[key] = until
	}
}

func (h *heard) triedLater(c storage.Claim, now time.Time) {
	for _, r := range c.Rows {
		h.wait(key(r.Kind, r.Occurrence, r.Subject, c.Receiver.ID), now.Add(slowest))
	}
}

func (h *heard) drawnLater(ts string, now time.Time) { h.wait(ts, now.Add(slowest)) }

// marked is a message that the bot knows to stand in the DM. What somebody asked for is no
// question of its own.
func (l *life) marked(c storage.Claim) {
	if slices.ContainsFunc(c.Rows, func(r storage.Row) bool { return awaitsTap(r.Kind) && !l.requested(r) }) {
		l.heard.unanswered[c.Receiver.ID]++
		l.heard.lately = append(l.heard.lately, c)
	}
}

// requested says whether a row is of what somebody met asked for.
func (l *life) requested(r storage.Row) bool {
	if r.Kind != oneonone.NudgeFollowup {
		return false
	}
	f, err := l.db.Followup(context.Background(), r.Owner, r.Subject)
	if err != nil {
		l.t.Fatalf("read follow-up: %v", err)
	}
	return f.Origin.Request()
}

func (h *heard) tapped(who oneonone.ID) { h.unanswered[who], h.goneQuiet[who] = 0, false }

// The kinds, in this test's own words.

func morning(k oneonone.NudgeKind) bool {
	return slices.Contains([]oneonone.NudgeKind{
		oneonone.NudgeAfterAgain, oneonone.NudgeReflect, oneonone.NudgeFollowup, oneonone.NudgeAgain, oneonone.NudgeUnanswered, oneonone.NudgeSuggested,
		oneonone.NudgeGetBack, oneonone.NudgeStillOn, oneonone.NudgeCame,
	}, k)
}

func asks(k oneonone.NudgeKind) bool { return k == oneonone.NudgeAfter || morning(k) }

func awaitsTap(k oneonone.NudgeKind) bool { return asks(k) && k != oneonone.NudgeUnanswered }

// canWait are the kinds that nobody waits for.
func canWait(k oneonone.NudgeKind) bool {
	return asks(k) || k == oneonone.NudgePrep || k == oneonone.NudgeStillGood || k == oneonone.NudgeWord
}

// checkTrue checks that what is about to be sent is true, and may come now, to
// whom it goes. Something may have happened between the claim and now: then it
// may have been true at the beginning of the look.
func (l *life) checkTrue(c storage.Claim, now *facts) {
	wrong := l.wrong(now, c)
	if len(wrong) > 0 && l.version(now) != l.version(l.before) {
		l.excuse(l.before)
		if then := l.wrong(l.before, c); len(then) == 0 {
			wrong = nil
		}
	}
	for _, w := range wrong {
		l.wrongly("at %v: %s", now.now, w)
	}
}

// version changes whenever anything does.
func (l *life) version(f *facts) string {
	var b strings.Builder
	for _, p := range l.people {
		m := f.members[p]
		fmt.Fprint(&b, m.Rhythm, m.NoInvitations, m.Unanswered, " ")
	}
	for _, m := range f.meetings {
		fmt.Fprint(&b, m.Version, " ")
	}
	for _, p := range f.followups {
		fmt.Fprint(&b, p.Version, " ")
	}
	for _, r := range f.reflections {
		fmt.Fprint(&b, r.NextOn, r.LaterOn, r.EditedAt, " ")
	}
	for _, a := range f.asks {
		fmt.Fprint(&b, a.Version, f.closed[a.Person], f.silent[a.Person], " ")
	}
	return b.String()
}

// wrong is all that is wrong with a message, as the facts stand.
func (l *life) wrong(f *facts, c storage.Claim) (out []string) {
	called := l.called(f)
	for _, r := range c.Rows {
		what := fmt.Sprintf("%s/%s to %d", r.Kind, r.Occurrence, l.who(c.Receiver.ID))
		say := func(format string, args ...any) { out = append(out, what+" "+fmt.Sprintf(format, args...)) }
		n, there := called[key(r.Kind, r.Occurrence, r.Subject, c.Receiver.ID)]
		m, talk := f.meeting(r.Subject)
		switch {
		case r.Kind == oneonone.NudgeUndone: // reports what happened
		case r.Kind == oneonone.NudgeLate:
			if err := m.CanRunLate(f.now); err != nil || m.Member != c.Receiver.ID {
				say("comes though nobody waits for them any more: %s", m.State)
			}
		case r.Kind == oneonone.NudgeWord:
			l.wrongWord(f, r, c.Receiver.ID, say)
		case r.Kind == oneonone.NudgeQuiet:
			if f.members[c.Receiver.ID].Unanswered < oneonone.QuietAfter {
				say("comes though they have tapped")
			}
		case !there:
			say("is not called for: %+v", m)
		case n.soon.After(f.now):
			say("comes before it is due, %v", n.soon)
		case !n.last.IsZero() && !f.now.Before(n.last):
			say("has expired, %v", n.last)
		}
		if !f.is(r) {
			say("is not so: %+v", m)
		}
		if then := speaksOf(f, r, c.Receiver.ID); then != "" {
			say("would say that it is history: %s", then)
		}
		for _, m := range f.meetings {
			sits := c.Receiver.ID == m.Organizer || c.Receiver.ID == m.Member && m.Answer == oneonone.Coming
			passes := r.Kind == oneonone.NudgeLate || m.ID == r.Subject && announces(r.Kind)
			if away(m, f.now) && sits && !passes {
				say("comes into a talk, %v", m.Start)
			}
		}
		last := n.last
		if r.Kind == oneonone.NudgeWord {
			last = l.wordOf(r.Subject).last
		}
		l.wrongHour(f, r.Kind, last, c.Receiver.ID, say)
		if talk && c.Receiver.ID == m.Member {
			l.wrongPerson(f, r.Kind, m, say)
		}
		if talk && c.Receiver.ID != m.Organizer && c.Receiver.ID != m.Member {
			say("goes to somebody else")
		}
		p, _ := f.followup(r.Subject)
		if to := f.members[c.Receiver.ID]; asks(r.Kind) && !p.Origin.Request() && oneonone.DateOf(f.now.In(to.Zone)).Before(to.PausedUntil) {
			say("comes though they have paused until %s", to.PausedUntil)
		}
		if a, ok := f.ask(r.Subject); ok && c.Receiver.ID != a.Organizer {
			say("is an ask's, and not for the person")
		}
		// What the person met asks of them is no question of the bot's.
		if asks(r.Kind) && !p.Origin.Request() && l.heard.unanswered[c.Receiver.ID] >= oneonone.QuietAfter {
			say("comes after %d unanswered", l.heard.unanswered[c.Receiver.ID])
		}
	}
	return out
}

// is says whether what a message tells is so, in this test's own words.
func (f *facts) is(r storage.Row) bool {
	m, _ := f.meeting(r.Subject)
	planned, settled := m.State == oneonone.Planned, settledOn(m)
	switch r.Kind {
	case oneonone.NudgePlanned:
		return planned
	case oneonone.NudgeInvitation:
		return planned && m.Notice != oneonone.NoticeTell && f.now.Before(m.End().Add(-m.Length))
	case oneonone.NudgeAnswer:
		return (planned || m.State == oneonone.Declined || m.State == oneonone.Met || m.State == oneonone.Missed) && m.Answer != oneonone.Unanswered
	case oneonone.NudgePrep, oneonone.NudgeHourBefore:
		return planned && settled && f.now.Before(m.Start)
	case oneonone.NudgeStillGood:
		return planned && m.Answer == oneonone.Coming && f.now.Before(m.Start) && m.Start.Sub(f.now) < 48*time.Hour && f.now.Sub(m.AnsweredAt) >= 24*time.Hour
	case oneonone.NudgeCalledOff:
		return m.State == oneonone.CalledOff && f.now.Before(m.Over())
	case oneonone.NudgeUnanswered:
		waited := f.now.Sub(m.PlannedAt) >= 48*time.Hour || oneonone.WasPutOff(r.Occurrence)
		return planned && m.Answer == oneonone.Unanswered && m.Notice != oneonone.NoticeTell && waited
	case oneonone.NudgeSuggested:
		return planned && m.Answer == oneonone.AnotherTime && (f.now.Before(m.Suggested) || f.now.Before(m.Start) || f.now.Before(m.Second))
	case oneonone.NudgeAfter, oneonone.NudgeAfterAgain:
		return planned && (!settled && !f.now.Before(m.Over()) || f.now.Sub(m.Over()) >= 15*time.Minute)
	case oneonone.NudgeReflect:
		return m.State == oneonone.Met && m.Line == oneonone.LineOpen
	case oneonone.NudgeFollowup:
		p, _ := f.followup(r.Subject)
		hears := !f.silent[p.Person] || p.Origin.Request()
		return p.State == oneonone.Open && hears && (p.Ask.IsZero() || f.toConfirm(p.Ask) && !p.WordComes)
	case oneonone.NudgeGetBack, oneonone.NudgeStillOn, oneonone.NudgeCame:
		return f.askIs(r)
	case oneonone.NudgeAgain:
		w, _ := f.reflection(r.Subject)
		of, _ := f.meeting(w.Meeting)
		return w.NextOn != (oneonone.Date{}) && !f.silent[of.Person] && !f.metAgain(w)
	}
	return true
}

// announces are the kinds that may come while their own talk is on.
func announces(k oneonone.NudgeKind) bool {
	return slices.Contains([]oneonone.NudgeKind{
		oneonone.NudgePlanned, oneonone.NudgeInvitation, oneonone.NudgeAnswer, oneonone.NudgeUndone, oneonone.NudgeCalledOff,
	}, k)
}

// away says whether the phones are, for a talk.
func away(m oneonone.Meeting, now time.Time) bool {
	settled := m.State == oneonone.Planned && settledOn(m)
	return settled && !now.Before(m.Start.Add(-5*time.Minute)) && now.Before(m.Start.Add(m.Length))
}

// wrongHour complains of what can wait and comes at night, or before the
// morning.
func (l *life) wrongHour(f *facts, k oneonone.NudgeKind, expires time.Time, to oneonone.ID, say func(string, ...any)) {
	r := f.members[to].Rhythm
	local := f.now.In(r.Zone)
	h := local.Hour()
	switch {
	case morning(k):
		if h < r.Morning || h >= r.QuietFrom {
			say("comes at %s, not in the morning", local)
		}
	case k == oneonone.NudgeAfter:
		if h < r.QuietTo || h >= r.QuietFrom+2 {
			say("comes at %s, late at night", local)
		}
	case canWait(k):
		if until := wakes(f.now, r); until.After(f.now) && until.Before(expires) {
			say("comes at %s, and could wait until %s", local, until)
		}
	}
}

// wakes is when the quiet hours of now end; now itself, where it is not quiet.
func wakes(now time.Time, r oneonone.Rhythm) time.Time {
	local := now.In(r.Zone)
	y, m, d := local.Date()
	switch h := local.Hour(); {
	case h >= r.QuietFrom:
		d++
	case h >= r.QuietTo:
		return now
	}
	return time.Date(y, m, d, r.QuietTo, 0, 0, 0, r.Zone)
}

// wrongPerson complains of what the person met should not hear.
func (l *life) wrongPerson(f *facts, k oneonone.NudgeKind, m oneonone.Meeting, say func(string, ...any)) {
	asked := k == oneonone.NudgeHourBefore
	switch {
	case f.silent[m.Person] && !asked:
		say("goes to who would rather not hear from us at all")
	case !slices.Contains([]oneonone.NudgeKind{
		oneonone.NudgeInvitation, oneonone.NudgeStillGood, oneonone.NudgeHourBefore, oneonone.NudgeLate, oneonone.NudgeCalledOff,
	}, k):
		say("is not for the person met")
	case k == oneonone.NudgeHourBefore && !m.HourBefore:
		say("was not asked for")
	case f.members[m.Member].NoInvitations && !asked && !(k == oneonone.NudgeCalledOff && m.Answer == oneonone.Coming):
		say("goes to who wants to hear no more")
	case m.Notice == oneonone.NoticeTell && !asked && k != oneonone.NudgeLate:
		say("goes to whom the organizer tells in person")
	case k == oneonone.NudgeStillGood && m.Answer != oneonone.Coming:
		say("goes to who has not said yes")
	case k == oneonone.NudgeCalledOff && !l.heard.invited[m.ID.String()+m.Member.String()]:
		say("goes to who never had the invitation")
	}
}

// speaksOf says what a message sent now would call itself: "" where it speaks of
// what is. It reckons as the Messenger does.
func speaksOf(f *facts, r storage.Row, to oneonone.ID) string {
	revision, rest, _ := strings.Cut(r.Occurrence, "-")
	switch r.Kind {
	case oneonone.NudgeWelcome, oneonone.NudgeHint, oneonone.NudgeQuiet, oneonone.NudgeUndone, oneonone.NudgeLate, oneonone.NudgeWord:
		return ""
	case oneonone.NudgeGetBack, oneonone.NudgeStillOn, oneonone.NudgeCame:
		return askSpeaksOf(f, r)
	case oneonone.NudgeFollowup:
		p, ok := f.followup(r.Subject)
		if day := p.Day(f.members[to].Zone); !ok || strings.TrimSuffix(r.Occurrence, "-again") != day {
			return "put off to " + day
		}
		return ""
	case oneonone.NudgeAgain:
		if w, ok := f.reflection(r.Subject); !ok || w.NextOn == (oneonone.Date{}) {
			return "left open"
		}
		return ""
	}
	m, ok := f.meeting(r.Subject)
	superseded := !ok || revision != fmt.Sprint(m.Revision)
	switch r.Kind {
	case oneonone.NudgeAnswer:
		answer, after, _ := strings.Cut(rest, "-")
		round, returned, _ := strings.Cut(after, "-")
		superseded = cmp.Or(returned, "0") != fmt.Sprint(m.Returned) || revision != fmt.Sprint(m.AnsweredRevision) || round != "" && round != fmt.Sprint(m.Rounds) || answer != string(m.Answer)
	case oneonone.NudgePrep, oneonone.NudgeStillGood, oneonone.NudgeHourBefore, oneonone.NudgeAfter, oneonone.NudgeAfterAgain, oneonone.NudgeReflect, oneonone.NudgeUnanswered:
		superseded = !ok || revision != fmt.Sprint(m.Timed) // they speak of the time
	case oneonone.NudgeSuggested:
		round, _, _ := strings.Cut(rest, "-") // the day it was put off to
		superseded = superseded || round != fmt.Sprint(m.Rounds)
	}
	if superseded {
		return fmt.Sprintf("revision %d, round %d", m.Revision, m.Rounds)
	}
	return ""
}

// drawnFrom is what a message is drawn from.
func drawnFrom(f *facts, rows []storage.Row) string {
	var out []string
	for _, r := range rows {
		if m, ok := f.meeting(r.Subject); ok {
			out = append(out, fmt.Sprintf("talk %s version %d%s", short(m.ID), m.Version, f.passed(m)))
		} else if p, ok := f.followup(r.Subject); ok {
			over := ""
			if p.State == oneonone.Open && f.confirmsOver(p.ID) {
				over = ", and nothing is to confirm any more"
			}
			if p.State == oneonone.Open && p.WordComes {
				over += ", and a word that does is on its way"
			}
			out = append(out, fmt.Sprintf("promise %s version %d%s", short(p.ID), p.Version, over))
		} else if w, ok := f.reflection(r.Subject); ok {
			out = append(out, fmt.Sprintf("wish %s for %s", short(w.ID), w.NextOn))
		} else if a, ok := f.ask(r.Subject); ok {
			out = append(out, fmt.Sprintf("ask %s version %d", short(a.ID), a.Version))
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// passed says of what its cards offer that it has passed.
func (f *facts) passed(m oneonone.Meeting) (which string) {
	if (m.State == oneonone.Planned || m.State == oneonone.Declined) && !m.Second.IsZero() && !f.now.Before(m.Start) {
		which += ", the first time has passed"
	}
	waits := m.State == oneonone.Planned && m.Answer == oneonone.AnotherTime || m.State == oneonone.Declined && !m.Suggested.IsZero()
	if waits && !f.now.Before(m.Suggested) {
		which += ", what they suggest has passed"
	}
	if m.State == oneonone.Planned && !settledOn(m) && !f.now.Before(m.Over()) {
		which += ", all times have passed"
	}
	if m.State == oneonone.Declined && !f.now.Before(m.LastStart()) && !f.now.Before(m.Suggested) {
		which += ", what they said no to has passed"
	}
	return which
}

// settledOn says whether two have agreed on one time.
func settledOn(m oneonone.Meeting) bool {
	return m.Second.IsZero() && m.Answer != oneonone.AnotherTime
}

// short is enough of an id to tell one from the next.
func short(id oneonone.ID) string { return id.String()[:6] }

// checkArrival counts what arrives, in ways of its own: nothing comes twice, and
// nothing is mentioned more often than was promised. The facts are those it was
// drawn from.
func (l *life) checkArrival(c storage.Claim, f *facts) {
	h := l.heard
	most := func(n int, format string, args ...any) {
		what := fmt.Sprintf(format, args...)
		if h.times[what]++; h.times[what] > n {
			l.wrongly("at %v: %s, for the %d. time", f.now, what, h.times[what])
		}
	}
	to := l.who(c.Receiver.ID)
	var kinds []string
	for _, r := range c.Rows {
		m, _ := f.meeting(r.Subject)
		kinds = append(kinds, fmt.Sprintf("%s/%s of %d", r.Kind, r.Occurrence, l.talk(m.ID)))
		most(1, "%s", key(r.Kind, r.Occurrence, r.Subject, c.Receiver.ID))
		if oneonone.WasPutOff(r.Occurrence) {
			continue // they asked for this one themselves
		}
		switch r.Kind {
		case oneonone.NudgeInvitation, oneonone.NudgeStillGood, oneonone.NudgeHourBefore, oneonone.NudgePlanned, oneonone.NudgePrep, oneonone.NudgeUnanswered, oneonone.NudgeCalledOff:
			revision, _, _ := strings.Cut(r.Occurrence, "-")
			most(1, "%s to %d of talk %s, revision %s", r.Kind, to, m.ID, revision)
		case oneonone.NudgeSuggested:
			most(2, "a suggestion, of talk %s, revision and round %s", m.ID, r.Occurrence)
		case oneonone.NudgeAnswer:
			if round := strings.Replace(r.Occurrence, string(oneonone.AnotherTime)+"-", "", 1); round != r.Occurrence {
				most(2, "a suggestion, of talk %s, revision and round %s", m.ID, round)
			}
		case oneonone.NudgeAfter, oneonone.NudgeAfterAgain:
			revision, _, _ := strings.Cut(r.Occurrence, "-")
			most(2, "how did it go, talk %s, revision %s", m.ID, revision)
		case oneonone.NudgeReflect:
			most(1, "a line, of talk %s", m.ID)
		case oneonone.NudgeFollowup:
			most(2, "promise %s of %s", r.Subject, strings.TrimSuffix(r.Occurrence, "-again"))
		case oneonone.NudgeGetBack, oneonone.NudgeCame:
			most(2, "%s, of ask %s on %s", r.Kind, r.Subject, strings.TrimSuffix(r.Occurrence, "-again"))
		case oneonone.NudgeStillOn:
			a, _ := f.ask(r.Subject)
			most(1, "still on, of ask %s at %s", a.ID, a.At)
		case oneonone.NudgeWord:
			h.wordCame[r.Subject] = f.now
		case oneonone.NudgeAgain:
			w, _ := f.reflection(r.Subject)
			most(1, "again %s on %s", w.ID, w.NextOn)
		case oneonone.NudgeQuiet:
			if h.goneQuiet[c.Receiver.ID] {
				l.wrongly("at %v: going quiet is said again to %d", f.now, to)
			}
			h.goneQuiet[c.Receiver.ID] = true
		}
		if r.Kind == oneonone.NudgeInvitation {
			h.invited[r.Subject.String()+c.Receiver.ID.String()] = true
		}
	}
	if slices.ContainsFunc(c.Rows, func(r storage.Row) bool { return morning(r.Kind) }) {
		h.mornings[c.Receiver.ID] = f.now
		if len(l.rhythms[c.Receiver.ID]) == 1 {
			most(1, "a morning message to %d, %s", to, oneonone.DateOf(f.now.In(f.members[c.Receiver.ID].Zone)))
		}
	}
	l.tell("  to %d: %s", to, strings.Join(kinds, ", "))
	h.drawn[fmt.Sprintf("%d.000000", l.slack.messages()+1)] = drawnFrom(f, c.Rows)
}

// excuse notes what must wait as things stand, and what need not come any more:
// a look would drop it.
func (l *life) excuse(f *facts) {
	if f == nil {
		return
	}
	for k, n := range l.called(f) {
		if l.heard.times[k] > 0 || n.soon.After(f.now) {
			continue
		}
		to := f.members[n.Receiver]
		for _, m := range f.meetings {
			sits := n.Receiver == m.Organizer || n.Receiver == m.Member && m.Answer == oneonone.Coming
			if away(m, f.now) && sits && !(m.ID == n.Subject && announces(n.Kind)) {
				l.heard.wait(k, m.End())
			}
		}
		if until, wait := n.Defer(f.now, to.Rhythm); wait {
			l.heard.wait(k, until)
		}
		if had := l.heard.mornings[n.Receiver]; morning(n.Kind) && !had.IsZero() {
			// One message a morning: what was too late for it comes with the next.
			today := oneonone.DateOf(f.now.In(to.Zone))
			if oneonone.DateOf(had.In(to.Zone)) == today {
				y, m, d := today.AddDays(1).In(to.Zone).Date()
				l.heard.wait(k, time.Date(y, m, d, to.Morning, 0, 0, 0, to.Zone))
			}
		}
		if m, ok := f.meeting(n.Subject); ok && n.Kind == oneonone.NudgePrep {
			// Two talks of one day are prepared for in its morning.
			var day []oneonone.Meeting
			for _, o := range f.meetings {
				if o.Organizer == m.Organizer && oneonone.DateOf(o.Start.In(to.Zone)) == oneonone.DateOf(m.Start.In(to.Zone)) {
					day = append(day, o)
				}
			}
			if until, wait := m.PrepInMorning(day, f.now, to.Rhythm); wait {
				l.heard.wait(k, until)
			}
		}
		m, _ := f.meeting(n.Subject)
		w, _ := f.reflection(n.Subject)
		switch {
		case l.gone[n.Receiver] && n.Kind != oneonone.NudgeInvitation:
		case asks(n.Kind) && !n.Request && to.Unanswered >= oneonone.QuietAfter:
		case !n.Expires.IsZero() && !f.now.Before(n.Expires) && n.Kind != oneonone.NudgeInvitation:
		case n.Kind == oneonone.NudgeStillGood && to.NoInvitations:
		case n.Kind == oneonone.NudgeCalledOff && (to.NoInvitations && m.Answer != oneonone.Coming || !l.heard.invited[m.ID.String()+m.Member.String()]):
		case n.Kind == oneonone.NudgeAgain && f.metAgain(w):
		case n.Kind == oneonone.NudgeFollowup && (f.confirmsOver(n.Subject) || f.wordComes(n.Subject)):
		default:
			continue
		}
		l.heard.excused[k] = true
	}
	l.excuseAsks(f)
	l.excuseWords(f)
}

// noticeLate notes what is called for only now, and of a morning that has passed: whoever
// opened it again looks at it, and reads of it the next morning. What was to come later
// this very morning, before its hour was set back, still comes then.
func (l *life) noticeLate(f *facts) {
	was := l.heard.called
	l.heard.called = map[string]time.Time{}
	for k, n := range l.called(f) {
		l.heard.called[k] = n.Due
		to := f.members[n.Receiver]
		if !morning(n.Kind) || !n.soon.Before(f.now) {
			continue
		}
		next := to.MorningFrom(f.now)
		switch due, called := was[k]; {
		case !called:
			l.heard.wait(k, next)
		case due.After(f.now) && due.Before(next.Add(-12*time.Hour)):
			l.heard.wait(k, due)
		}
	}
}

// checkHeard checks, after a look in which nothing went wrong, that everybody has
// heard what the facts call for.
func (l *life) checkHeard(f *facts) {
	l.noticeLate(f)
	h := l.heard
	var waiting int
	if err := l.raw.QueryRow(`select count(*) from outbox where state = 'waiting' and due_at <= $1`, f.now.Unix()).Scan(&waiting); err != nil || waiting > 0 {
		l.wrongly("at %v: %d are due and were not looked at, %v", f.now, waiting, err)
	}
	patient := func(k string) bool { return f.now.Before(h.patience[k]) }
	for k, n := range l.called(f) {
		late := n.Due.After(f.now) || !n.Expires.IsZero() && !f.now.Before(n.Expires)
		if h.times[k] > 0 || !n.always || late || h.excused[k] || patient(k) || n.Kind == oneonone.NudgePassed {
			continue // the last is said to nobody: see checkDrawn
		}
		if n.Kind == oneonone.NudgeInvitation && l.undone(n.Nudge) {
			continue // its organizer hears of it
		}
		l.wrongly("at %v: never said: %s/%s to %d, due %v, expires %v", f.now, n.Kind, n.Occurrence, l.who(n.Receiver), n.Due, n.Expires)
	}
	for _, p := range l.people {
		var silent bool
		if err := l.raw.QueryRow(`select quiet_at is not null and not exists (select 1 from outbox where receiver = $1 and kind = 'quiet' and state = 'waiting')
			from member where id = $1`, p).Scan(&silent); err != nil {
			l.t.Fatalf("look for quiet: %v", err)
		}
		if silent && !h.goneQuiet[p] {
			l.wrongly("at %v: it went quiet and did not say so to %d", f.now, l.who(p))
		}
	}
	l.checkWords(f)
	// What the person said has been heard since they said it.
	for _, m := range f.meetings {
		since, said := l.answered[m.ID]
		stands := m.State == oneonone.Planned && m.Notice == oneonone.NoticeInvite && m.Answer != oneonone.Unanswered || m.State == oneonone.Declined
		if !said || !stands || l.gone[m.Organizer] {
			continue
		}
		told, waits := false, false
		for k, n := range l.called(f) {
			waits = waits || n.Kind == oneonone.NudgeAnswer && n.Subject == m.ID && (patient(k) || h.excused[k])
		}
		for _, a := range l.slack.all()[since:] {
			told = told || slices.ContainsFunc(a.rows, func(r storage.Row) bool { return r.Kind == oneonone.NudgeAnswer && r.Subject == m.ID })
		}
		if !told && !waits {
			l.wrongly("at %v: %q was never told of talk %+v", f.now, m.Answer, m)
		}
	}
}

// checkInvited checks, after a look in which nothing went wrong, that each
// invitation that was due at its beginning has arrived, or that its organizer
// hears that it did not, and is to tell them instead.
func (l *life) checkInvited(before, after *facts) {
	for k, n := range l.called(before) {
		if m, _ := after.meeting(n.Subject); n.Kind == oneonone.NudgeInvitation && l.heard.times[k] == 0 && l.undone(n.Nudge) {
			// Nobody will answer, so nothing may wait for one.
			waits := m.State == oneonone.Planned && fmt.Sprint(m.Revision) == n.Occurrence && m.Notice != oneonone.NoticeTell
			if waits && (m.Notice != oneonone.NoticeInvite || m.Answer == oneonone.Unanswered) {
				l.wrongly("at %v: it did not arrive, and is waited for: %+v", before.now, m)
			}
		}
		waits := n.Due.After(before.now) || before.now.Before(l.heard.patience[k])
		if m, _ := before.meeting(n.Subject); l.heard.silenced[m.Person] && !before.now.Before(n.Expires) {
			continue // they would not hear from us, and now it is too late
		}
		if n.Kind == oneonone.NudgeInvitation && n.always && !waits && l.heard.times[k] == 0 && !l.undone(n.Nudge) {
			m, _ := before.meeting(n.Subject)
			l.wrongly("at %v: nobody was told that the invitation did not arrive: %+v", before.now, m)
		}
	}
}

// undone says whether the organizer hears that an invitation did not arrive.
func (l *life) undone(n oneonone.Nudge) (told bool) {
	err := l.raw.QueryRow(`select exists (select 1 from outbox where kind = 'undone' and subject = $1 and occurrence like '%-' || $2)`, n.Subject, n.Occurrence).Scan(&told)
	if err != nil {
		l.t.Fatalf("look for undone: %v", err)
	}
	return told
}

// checkDrawn checks, after a look in which nothing went wrong, that every message
// shows things as they stand.
func (l *life) checkDrawn(f *facts) {
	for i, a := range l.slack.all() {
		ts := fmt.Sprintf("%d.000000", i+1)
		if now, drawn := drawnFrom(f, a.rows), l.heard.drawn[ts]; now != drawn && !l.gone[a.to] && !l.heard.undrawn[ts] && !f.now.Before(l.heard.patience[ts]) {
			l.wrongly("at %v: %s/%s to %d was drawn from %s, and is %s", f.now, a.rows[0].Kind, a.rows[0].Occurrence, l.who(a.to), drawn, now)
		}
	}
}

// checkFacts checks that no version has fallen, and that nobody is taken to have
// said yes to another time than they did.
func (l *life) checkFacts() {
	f := l.facts()
	l.noticeLate(f)
	look := func(id oneonone.ID, version int) {
		if was := l.heard.versions[id]; version < was {
			l.wrongly("version %d after %d", version, was)
		}
		l.heard.versions[id] = version
	}
	for _, m := range f.meetings {
		look(m.ID, m.Version)
		if yes := l.yeses[m.ID]; m.State == oneonone.Planned && m.Notice == oneonone.NoticeInvite && m.Answer == oneonone.Coming && !yes.Equal(m.Start) {
			l.wrongly("they said yes to %v, and it stands for %v", yes, m.Start)
		}
	}
	waiting := map[string]bool{}
	for _, p := range f.followups {
		look(p.ID, p.Version)
		if !p.Origin.Request() {
			continue
		}
		// Who asks waits for one answer, and waits until it is there.
		k := fmt.Sprint(p.Organizer, p.Person, p.Origin)
		if p.State == oneonone.Dropped && !l.heard.takenBack[k] || p.State == oneonone.Open && waiting[k] {
			l.wrongly("%d asked %s twice, or it was let go: %+v", l.who(p.Member), p.Origin, p)
		}
		waiting[k] = waiting[k] || p.State == oneonone.Open
		if late := p.CreatedAt.Add(48 * time.Hour); p.Version == 1 && p.Due.After(late) {
			l.wrongly("%s, asked %v, is read %v", p.Origin, p.CreatedAt, p.Due)
		}
	}
	l.checkAsks(f, look)
	for p, n := range l.heard.unanswered {
		if got := f.members[p].Unanswered; got != n {
			l.wrongly("%d questions unanswered by %d, counted %d", n, l.who(p), got)
		}
	}
}

// pressTwice presses twice. Refused, it changes nothing; and so does the second.
func (l *life) pressTwice(p press) {
	l.refusedBy(l.awake(p.by)) // see wantNothing
	was, outbox := l.read(p.talk), l.outbox()
	err := l.press(p)
	l.refusedBy(err)
	is := l.read(p.talk)
	switch {
	case err != nil && is != was:
		l.wrongly("%s was refused, and changed %+v to %+v", p.name, was, is)
	case is.Version == was.Version && is != was:
		l.wrongly("%s changed %+v to %+v, and not the version", p.name, was, is)
	case is.Version == was.Version:
		if now := l.outbox(); now != outbox {
			l.wrongly("%s changed nothing but the outbox, from %s to %s", p.name, outbox, now)
		}
	}
	l.wantNothing(p.name+" once more", p.talk, func() error { return l.press(p) })
}

// wantNothing does what must change nothing.
func (l *life) wantNothing(what string, talk held, do func() error) {
	// That they are back is a tap's, whatever it is about, and is said where the bot was quiet.
	l.refusedBy(l.awake(talk.organizer))
	was, outbox := l.read(talk), l.outbox()
	l.refusedBy(do())
	if is := l.read(talk); is != was {
		l.wrongly("%s changed %+v to %+v", what, was, is)
	}
	if now := l.outbox(); now != outbox {
		l.wrongly("%s changed the outbox from %s to %s", what, outbox, now)
	}
}

// outbox is all that stands in it.
func (l *life) outbox() (all string) {
	err := l.raw.QueryRow(`select coalesce(group_concat(kind || '/' || occurrence || ' ' || hex(receiver) || ' ' || state || ' ' || due_at || ' ' || coalesce(expires_at, 0), char(10)), '')
		from (select * from outbox order by id)`).Scan(&all)
	if err != nil {
		l.t.Fatalf("read outbox: %v", err)
	}
	return all
}
