package oneonone

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Kind is the kind of a one-on-one, in the field's words. People read other
// words: "Getting to know each other", "Check-in", "Next step"; nobody should
// read that they are being recruited or escalated, so a kind is shown to the
// organizer only.
type Kind string

const (
	// Recruitment starts a relationship: story, shared values, then a pivot
	// to engagement. Getting to know an existing member is one too.
	Recruitment Kind = "recruitment"
	// Maintenance is the regular talk: catch up, debrief, coach.
	Maintenance Kind = "maintenance"
	// Escalation offers someone who is ready the next rung.
	Escalation Kind = "escalation"
)

// Kinds in the order they are offered.
var Kinds = []Kind{Recruitment, Maintenance, Escalation}

// DefaultLength is how long a talk of this kind is pre-set to: 45 minutes, or
// 30 for a check-in. The handbooks say 20 to 60; see docs/method.md.
func (k Kind) DefaultLength() time.Duration {
	if k == Maintenance {
		return 30 * time.Minute
	}
	return 45 * time.Minute
}

// DefaultAsk says whether an ask is pre-set: a next step is one.
func (k Kind) DefaultAsk() bool { return k == Escalation }

// Lengths are the lengths offered.
var Lengths = []time.Duration{20 * time.Minute, 30 * time.Minute, 45 * time.Minute, 60 * time.Minute}

// Notice is how the other person hears of the plan.
type Notice string

const (
	// NoticeInvite: the bot invites them by name, and they answer.
	NoticeInvite Notice = "invite"
	// NoticeAgreed: the two have agreed already; the bot sends the details.
	NoticeAgreed Notice = "agreed"
	// NoticeTell: the organizer tells them. The bot never writes to them
	// about this talk by itself.
	NoticeTell Notice = "tell"
)

// Notices in the order they are offered.
var Notices = []Notice{NoticeInvite, NoticeAgreed, NoticeTell}

// State is where a meeting stands.
type State string

const (
	Planned  State = "planned"
	Declined State = "declined" // the person said no, before or after a yes
	Met      State = "met"
	Missed   State = "missed" // it didn't happen
)

// Answer is what the person said to the invitation of the present revision.
type Answer string

const (
	Unanswered Answer = ""
	Coming     Answer = "coming"
	NotForMe   Answer = "not_for_me" // declined the invitation
	CannotCome Answer = "cannot_come"
)

// Limits of what is typed, in characters. The purpose must fit a phone's lock
// screen; the others are generous for one line.
const (
	MaxPurpose = 300
	MaxPlace   = 150
	// MaxAhead is how far ahead a talk may be planned.
	MaxAhead = 365 * 24 * time.Hour
	// AnswerFresh is how long after a yes no "still good?" is asked.
	AnswerFresh = 24 * time.Hour
)

// Plan is what an organizer fills in to plan a one-on-one.
type Plan struct {
	Purpose   string // said openly: the person reads exactly this
	Start     time.Time
	Place     string // may be empty
	Kind      Kind
	Length    time.Duration
	AskComing bool // an ask will come at the end, and the invitation says so
	Notice    Notice
}

// Meeting is a one-on-one: deliberate, planned, with a purpose said openly.
type Meeting struct {
	ID        ID
	Organizer ID // a Member
	Person    ID // a Person of the organizer
	Member    ID // the Person's Slack member
	Plan
	State State
	// Revision counts the times the plan itself changed, from 1. Each
	// revision has its own invitation and reminders.
	Revision int
	// Version counts every change, so that a card drawn from an older one is
	// known to be stale.
	Version    int
	Answer     Answer
	AnsweredAt time.Time
	Confirmed  bool      // the person said yes to "Still good?"
	HourBefore bool      // the person asked for a reminder an hour before
	PlannedAt  time.Time // when this revision was planned
	ClosedAt   time.Time // when Met or Missed was recorded
	// Reflected is true once a line was written, or "nothing to note" said.
	Reflected bool
}

// End is when the talk is over.
func (m Meeting) End() time.Time { return m.Start.Add(m.Length) }

// Check trims what was typed and returns every reason the plan cannot be, one
// a field. Now is the present; organizer and person are what Slack says of the
// two. A profile that Slack did not deliver in time passes: it is checked again
// before anything is sent.
func (p *Plan) Check(now time.Time, organizer, person Profile) []*Error {
	p.Purpose, p.Place = oneLine(p.Purpose), oneLine(p.Place)
	var errs []*Error
	if err := CheckPerson(organizer, person); err != nil {
		errs = append(errs, err)
	}
	switch n := utf8.RuneCountInString(p.Purpose); {
	case blank(p.Purpose):
		errs = append(errs, invalid(FieldWhy, "Say in a few words why you'd like to meet."))
	case n > MaxPurpose:
		errs = append(errs, invalid(FieldWhy, "That's %d over what fits. One or two sentences are enough.", n-MaxPurpose))
	}
	if err := CheckStart(now, p.Start); err != nil {
		errs = append(errs, err)
	}
	if n := utf8.RuneCountInString(p.Place); n > MaxPlace {
		errs = append(errs, invalid(FieldWhere, "That's %d over what fits. The name of the place is enough.", n-MaxPlace))
	}
	if !slices.Contains(Kinds, p.Kind) {
		errs = append(errs, invalid(FieldKind, "Choose what kind of talk it is."))
	}
	if !slices.Contains(Lengths, p.Length) {
		errs = append(errs, invalid(FieldLength, "Choose how long you'd like to talk."))
	}
	if !slices.Contains(Notices, p.Notice) {
		errs = append(errs, invalid(FieldHow, "Choose how they hear about it."))
	}
	return errs
}

// CheckStart refuses a start in the past or more than a year ahead.
func CheckStart(now, start time.Time) *Error {
	switch {
	case start.IsZero():
		return invalid(FieldWhen, "Choose a day and a time.")
	case !start.After(now):
		return invalid(FieldWhen, "That time has passed. Choose one that is still to come.")
	case start.Sub(now) > MaxAhead:
		return invalid(FieldWhen, "That's more than a year away. Choose a nearer day.")
	}
	return nil
}

// CheckPerson refuses whom one cannot meet: oneself, a bot, someone who left.
func CheckPerson(organizer, person Profile) *Error {
	switch {
	case person.SlackID == "":
		return invalid(FieldWho, "Choose whom you'd like to meet.")
	case person.SlackID == organizer.SlackID:
		return invalid(FieldWho, "That's you. Choose someone else.")
	case person.Bot:
		return invalid(FieldWho, "That's an app. Choose a person.")
	case person.Deleted:
		return invalid(FieldWho, "Their Slack account is switched off. Choose someone else, or reach them another way.")
	}
	return nil
}

// NewMeeting is a plan that has just been made.
func NewMeeting(organizer ID, person Person, p Plan, now time.Time) Meeting {
	m := Meeting{ID: NewID(), Organizer: organizer, Person: person.ID, Member: person.Member}
	m.revise(p, now)
	return m
}

// Revise changes the plan itself: another time, place or purpose. The new plan
// is a new revision that needs a new answer. It does nothing when nothing
// changed. A talk that was held cannot be revised.
func (m *Meeting) Revise(p Plan, now time.Time) error {
	if m.State == Met {
		return stale("You two have met already, so there is nothing left to move.")
	}
	if m.State == Planned && m.Plan.same(p) {
		return nil
	}
	m.revise(p, now)
	return nil
}

// same says whether two plans are the same to everyone concerned.
func (p Plan) same(q Plan) bool {
	start := p.Start.Equal(q.Start)
	p.Start, q.Start = time.Time{}, time.Time{}
	return start && p == q
}

func (m *Meeting) revise(p Plan, now time.Time) {
	m.Plan = p
	m.State = Planned
	m.Revision++
	m.Version++
	m.PlannedAt = now
	m.ClosedAt = time.Time{}
	m.Confirmed, m.HourBefore = false, false
	m.Answer, m.AnsweredAt = Unanswered, time.Time{}
	if p.Notice == NoticeAgreed {
		// They said yes face to face.
		m.Answer, m.AnsweredAt = Coming, now
	}
}

// Accept is the person's "See you then".
func (m *Meeting) Accept(now time.Time) error {
	if err := m.answerable(now); err != nil {
		return err
	}
	if m.Answer == Coming {
		return nil
	}
	m.Answer, m.AnsweredAt = Coming, now
	m.Version++
	return nil
}

// TellInstead is an invitation that cannot reach them: the organizer tells them
// in person.
func (m *Meeting) TellInstead() error {
	answered := m.Notice == NoticeInvite && m.Answer != Unanswered // on their Home
	if m.State == Planned && m.Notice != NoticeTell && !answered {
		m.Notice = NoticeTell
		m.Version++
	}
	return nil
}

// Confirm is the person's "Yes" to "Still good?".
func (m *Meeting) Confirm(now time.Time) error {
	if err := m.Accept(now); err != nil {
		return err
	}
	if !m.Confirmed {
		m.Confirmed = true
		m.Version++
	}
	return nil
}

// Decline is the person's no: NotForMe to the invitation, CannotCome later.
// Nobody is asked for a reason, and the bot never invites again by itself.
func (m *Meeting) Decline(how Answer, now time.Time) error {
	if m.State == Declined {
		return nil
	}
	if err := m.answerable(now); err != nil {
		return err
	}
	m.State = Declined
	m.Answer, m.AnsweredAt = how, now
	m.Confirmed, m.HourBefore = false, false
	m.Version++
	return nil
}

// RemindHourBefore is the person's wish for a reminder an hour before.
func (m *Meeting) RemindHourBefore(now time.Time) error {
	if err := m.answerable(now); err != nil {
		return err
	}
	if m.HourBefore {
		return nil
	}
	if !now.Before(m.Start.Add(-time.Hour)) {
		return stale("It's less than an hour away already. See you there.")
	}
	m.HourBefore = true
	m.Version++
	return nil
}

// answerable refuses an answer to a talk that is over or no longer planned.
func (m *Meeting) answerable(now time.Time) error {
	switch {
	case m.State == Declined:
		return stale("You said no to this one. If you'd like to meet after all, write to them.")
	case m.State != Planned || !now.Before(m.End()):
		return stale("This talk is over, so there is nothing left to answer.")
	}
	return nil
}

// WeMet records that the talk was held. Nobody meets before the time: until
// the start it is refused. Missed can become Met: a slip of the thumb is mended.
func (m *Meeting) WeMet(now time.Time) error {
	switch {
	case m.State == Met:
		return nil
	case now.Before(m.Start):
		return stale("This talk is still to come.")
	}
	m.State, m.ClosedAt = Met, now
	m.Version++
	return nil
}

// DidNotHappen records that the talk was not held.
func (m *Meeting) DidNotHappen(now time.Time) error {
	switch {
	case m.State == Missed:
		return nil
	case m.State == Met:
		return stale("You noted that you two met. Your notes are safe.")
	case now.Before(m.Start):
		return stale("This talk is still to come.")
	}
	m.State, m.ClosedAt = Missed, now
	m.Version++
	return nil
}

// Noted records that the organizer wrote a line about the talk, or said there
// is nothing to note: nobody asks again.
func (m *Meeting) Noted() error {
	if m.State != Met {
		return stale("First say that you two met.")
	}
	if !m.Reflected {
		m.Reflected = true
		m.Version++
	}
	return nil
}

// PhonesAway says whether the talk asks for quiet at t, from 5 minutes before
// the start to the end, and until when.
func (m Meeting) PhonesAway(t time.Time) (until time.Time, away bool) {
	if m.State != Planned || t.Before(m.Start.Add(-PhonesAwayBefore)) || !t.Before(m.End()) {
		return time.Time{}, false
	}
	return m.End(), true
}

// blank says whether s shows nothing on a screen: spaces, and characters without
// width, do not say why one would like to meet.
func blank(s string) bool {
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || !unicode.IsGraphic(r)
	}) == ""
}

// RatherCall refuses a line to who wants no messages from here.
func RatherCall() error {
	return stale("They'd rather get no messages from here. Please call them.")
}

// oneLine trims s, and makes line breaks spaces: what stands in a one-line
// field must stay one line where it is shown.
func oneLine(s string) string { return strings.Join(strings.Fields(Clean(s)), " ") }

// Clean drops what no person types on purpose and no screen shows: NUL and the
// other control characters (but line breaks and tabs), broken UTF-8, and the
// marks that turn the direction of all text after them, ours too.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		turns := r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
		if unicode.IsControl(r) || r == utf8.RuneError || turns {
			return -1
		}
		return r
	}, s)
}

// CanRunLate says whether there is a talk to be late for: from three hours before
// the start to the end.
func (m Meeting) CanRunLate(now time.Time) error {
	switch {
	case m.State != Planned:
		return stale("This talk isn't on any more, so nobody is waiting.")
	case !now.Before(m.End()):
		return stale("This talk is over, so nobody is waiting.")
	case now.Before(m.Start.Add(-PrepLate)):
		return stale("That's still a while off. From three hours before, I can tell them that you're late.")
	}
	return nil
}
