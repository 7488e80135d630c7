package oneonone

import (
	"crypto/sha256"
	"fmt"
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
	Planned   State = "planned"
	Declined  State = "declined"   // the person said no, before or after a yes
	CalledOff State = "called_off" // the organizer called it off
	Met       State = "met"
	Missed    State = "missed" // it didn't happen
)

// Answer is what the person said to the invitation of the present revision.
type Answer string

const (
	Unanswered  Answer = ""
	Coming      Answer = "coming"
	AnotherTime Answer = "another_time" // suggested one; the organizer has the word
	NotForMe    Answer = "not_for_me"   // declined the invitation
	CannotCome  Answer = "cannot_come"
)

// Why is why a talk did not happen, as its organizer tells it.
type Why string

const (
	WhyUntold    Why = ""
	WhyThey      Why = "they"       // they couldn't
	WhyI         Why = "i"          // the organizer couldn't: organizers miss talks too
	WhyNoShow    Why = "no_show"    // they didn't come
	WhyCalledOff Why = "called_off" // the two called it off
)

// Whys in the order they are offered.
var Whys = []Why{WhyThey, WhyI, WhyNoShow, WhyCalledOff}

// Limits of what is typed, in characters. The purpose must fit a phone's lock
// screen; the others are generous for one line.
const (
	MaxPurpose = 300
	MaxPlace   = 150
	// MaxWord is for a word that goes with a change, a suggestion or a calling
	// off.
	MaxWord = 300
	// MaxAhead is how far ahead a talk may be planned.
	MaxAhead = 365 * 24 * time.Hour
	// MaxBack is how far back a talk may be written down.
	MaxBack = 365 * 24 * time.Hour
	// AnswerFresh is how long after a yes no "still good?" is asked.
	AnswerFresh = 24 * time.Hour
	// CallAfter is how many times the person may suggest another time before
	// both read that a quick call may be easier.
	CallAfter = 2
	// InvitationsADay is how many an organizer may have sent in 24 hours.
	InvitationsADay = 30
)

// Plan is what an organizer fills in to plan a one-on-one.
type Plan struct {
	Purpose   string // said openly: the person reads exactly this
	Start     time.Time
	Second    time.Time // a second time offered, later than Start; zero for none
	Place     string    // may be empty
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
	Member    ID // the Person's Slack member; zero for someone outside Slack
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
	// Timed is the revision that set the time: what is reminded of it, and asked
	// after it, is so once, however often the place changes.
	Timed int
	// AnsweredRevision is the revision that was answered: a yes outlives a new
	// place, not a new time.
	AnsweredRevision int
	// Suggested is the time the person suggested instead; zero when none is
	// pending. Rounds counts their suggestions.
	Suggested time.Time
	Rounds    int
	// Returned counts the times the person came back to this revision after a no.
	Returned int
	Back     bool // the last answer came after a no: they'd like to after all
	// Word is the organizer's, with their last change or calling off. It was shown to them as
	// what the other will read, and stays while the two talk of another time.
	Word string
	// Reply is the person's word with the last time they suggested: shown to them as what
	// the organizer will read, and to be read also once that gave way to another plan.
	// Replied names that suggestion, see [Meeting.Suggestion]; "" while there is none.
	Reply      string
	Replied    string
	Confirmed  bool      // the person said yes to "Still good?"
	HourBefore bool      // the person asked for a reminder an hour before
	PlannedAt  time.Time // when this revision was planned
	ClosedAt   time.Time // when Met, Missed or CalledOff was recorded
	// Why is of Missed. Of CalledOff it says that a not ever did that; of Met, why it had
	// been called off before, WhyCalledOff for no such reason.
	Why  Why
	Line Line // of Met
	// Later is what the organizer said to the last question about it.
	Later Later
	// Before are the times of a plan where the two met at another one, or at one of
	// several; zero where the plan had that time alone.
	Before Times
	// MovedFrom is the one time that was planned until the present revision; zero where
	// there was none, or it is the same.
	MovedFrom time.Time
}

// Times are those of a talk: the one planned, and zero or not, the second one offered
// and the one that the person suggested.
type Times struct{ Start, Second, Suggested time.Time }

// only says whether an instant is the one time there is.
func (t Times) only(at time.Time) bool {
	return t.Start.Equal(at) && t.Second.IsZero() && t.Suggested.IsZero()
}

// End is when the talk is over: the last of the times offered.
func (m Meeting) End() time.Time {
	if !m.Second.IsZero() {
		return m.Second.Add(m.Length)
	}
	return m.Start.Add(m.Length)
}

// LastStart is when it begins: the later of the times offered.
func (m Meeting) LastStart() time.Time {
	if !m.Second.IsZero() {
		return m.Second
	}
	return m.Start
}

// Over is when nothing of it is still to come: its end, or that of the time the
// person suggested.
func (m Meeting) Over() time.Time {
	if end := m.Suggested.Add(m.Length); !m.Suggested.IsZero() && end.After(m.End()) {
		return end
	}
	return m.End()
}

// SuggestedUntil is how long the organizer is told of a suggestion that waits for them:
// until the time suggested, or the last of those planned, where that is later.
func (m Meeting) SuggestedUntil() time.Time {
	if last := m.LastStart(); last.After(m.Suggested) {
		return last
	}
	return m.Suggested
}

// Settled says whether the talk stands planned for one time. While two are
// offered, or another is suggested, nobody is reminded of any.
func (m Meeting) Settled() bool {
	return m.State == Planned && m.Second.IsZero() && m.Answer != AnotherTime
}

// WrittenDown says whether it was never planned here: see [NewHeld].
func (m Meeting) WrittenDown() bool { return m.Purpose == "" }

// Outside says whether the person met is not in Slack.
func (m Meeting) Outside() bool { return m.Member.IsZero() }

// Whom is whom it is with, as a plan names them.
func (m Meeting) Whom() Whom {
	if m.Outside() {
		return Whom{Person: m.Person}
	}
	return Whom{Member: m.Member}
}

// Check trims what was typed and returns every reason the plan cannot be, one
// a field. Now is the present.
func (p *Plan) Check(now time.Time) []*Error {
	p.Purpose, p.Place = oneLine(p.Purpose), oneLine(p.Place)
	var errs []*Error
	switch n := utf8.RuneCountInString(p.Purpose); {
	case blank(p.Purpose):
		errs = append(errs, invalid(FieldWhy, "Say in a few words why you'd like to meet."))
	case n > MaxPurpose:
		errs = append(errs, invalid(FieldWhy, "That's %d over what fits. One or two sentences are enough.", n-MaxPurpose))
	}
	if err := CheckStart(now, p.Start); err != nil {
		errs = append(errs, err)
	}
	if err := p.checkSecond(now); err != nil {
		errs = append(errs, err)
	}
	if err := checkPlace(p.Place); err != nil {
		errs = append(errs, err)
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

// checkTimeAndPlace is Check for a change of these two only.
func (p *Plan) checkTimeAndPlace(now time.Time) []*Error {
	p.Place = oneLine(p.Place)
	var errs []*Error
	if err := CheckStart(now, p.Start); err != nil {
		errs = append(errs, err)
	}
	if err := checkPlace(p.Place); err != nil {
		errs = append(errs, err)
	}
	return errs
}

// checkSecond puts two times in their order, the same twice into one, and
// refuses a second that nobody could choose.
func (p *Plan) checkSecond(now time.Time) *Error {
	switch {
	case p.Second.IsZero():
		return nil
	case p.Second.Equal(p.Start):
		p.Second = time.Time{}
		return nil
	case p.Notice != NoticeInvite:
		return invalid(FieldSecond, "Two times are for an invitation, so that they can choose. Press “Just one time”, or let me invite them.")
	}
	if err := CheckStart(now, p.Second); err != nil {
		err.Field = FieldSecond
		return err
	}
	if p.Second.Before(p.Start) {
		p.Start, p.Second = p.Second, p.Start
	}
	return nil
}

func checkPlace(place string) *Error {
	if n := utf8.RuneCountInString(place); n > MaxPlace {
		return invalid(FieldWhere, "That's %d over what fits. The name of the place is enough.", n-MaxPlace)
	}
	return nil
}

// CheckWord trims a word that goes with a change, and refuses one too long.
func CheckWord(word *string) *Error {
	*word = oneLine(*word)
	if n := utf8.RuneCountInString(*word); n > MaxWord {
		return invalid(FieldWord, "That's %d over what fits. One or two sentences are enough.", n-MaxWord)
	}
	return nil
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

// CheckHeld refuses a start of a talk that was held: one still to come, or more
// than a year back.
func CheckHeld(now, start time.Time) *Error {
	switch {
	case start.IsZero():
		return invalid(FieldWhen, "Choose the day, and about what time.")
	case start.After(now):
		return invalid(FieldWhen, "That's still to come. To plan it, use `/1on1 schedule`.")
	case now.Sub(start) > MaxBack:
		return invalid(FieldWhen, "That's more than a year ago. Choose a later day.")
	}
	return nil
}

// CheckPerson refuses whom one cannot meet: oneself, a bot, someone who left.
func CheckPerson(organizer, person Profile) *Error {
	if err := CheckMet(organizer, person); err != nil {
		return err
	}
	if person.Deleted {
		return invalid(FieldWho, "Their Slack account is switched off. Choose someone else, or reach them another way.")
	}
	return nil
}

// CheckMet refuses whom one cannot have met: oneself, or a bot. Who has left since
// may have been met.
func CheckMet(organizer, person Profile) *Error {
	switch {
	case person.SlackID == "":
		return invalid(FieldWho, "Choose whom you'd like to meet.")
	case person.SlackID == organizer.SlackID:
		return invalid(FieldWho, "That's you. Choose someone else.")
	case person.Bot:
		return invalid(FieldWho, "That's an app. Choose a person.")
	}
	return nil
}

// NewMeeting is a plan that has just been made.
func NewMeeting(organizer ID, person Person, p Plan, now time.Time) Meeting {
	m := Meeting{ID: NewID(), Organizer: organizer, Person: person.ID, Member: person.Member}
	m.revise(p, now)
	return m
}

// NewHeld is a talk that was held without having been planned here: it is
// written down as met at once.
func NewHeld(organizer ID, person Person, kind Kind, start, now time.Time) Meeting {
	m := NewMeeting(organizer, person, Plan{Start: start, Kind: kind, Length: kind.DefaultLength(), Notice: NoticeTell}, now)
	m.State, m.ClosedAt = Met, now
	return m
}

// Revise changes the plan itself: another time, place or purpose. The new plan
// is a new revision; it needs a new answer, unless only the place changed, or how
// they hear of it, since a yes was to the time and to what for. It does nothing
// when nothing changed. A talk that was held, or missed, cannot be revised: it is
// a fact.
func (m *Meeting) Revise(p Plan, now time.Time) error {
	if m.Outside() {
		p.Notice = NoticeTell // nobody else can; it may have been a member's when the window was drawn
	}
	switch {
	case m.State == Met:
		return stale("You two have met already, so there is nothing left to move.")
	case m.State == Missed:
		return stale("You noted that this one didn't happen. Plan a new talk instead.")
	case m.State == Planned && m.Answer != AnotherTime && m.Plan.same(p):
		return nil
	}
	was := *m
	m.revise(p, now)
	if !was.Settled() || !was.Start.Equal(m.Start) || !m.Second.IsZero() {
		return nil
	}
	// The time stands: what was reminded of it, and asked, is not so again.
	m.Timed, m.Later, m.Rounds = was.Timed, was.Later, was.Rounds
	elsewhere := was.Plan
	elsewhere.Place, elsewhere.Notice = m.Place, m.Notice
	if was.Answer == Coming && elsewhere.same(m.Plan) {
		m.Answer, m.AnsweredAt, m.AnsweredRevision = was.Answer, was.AnsweredAt, was.AnsweredRevision
		m.Returned, m.Back = was.Returned, was.Back
		m.Confirmed = was.Confirmed
	}
	return nil
}

// Resend is a plan corrected in the window it was sent from, with the word that
// goes along.
func (m *Meeting) Resend(p Plan, word string, now time.Time) error {
	if err := m.Revise(p, now); err != nil {
		return err
	}
	if m.Word != word {
		m.Word = word
		m.Version++
	}
	return nil
}

// Change is what an organizer changes of a talk, as they sent it.
type Change struct {
	Start time.Time
	Place string
	Word  string // to the person; may be empty
	// Revision is the one they saw, and Standing how it stood then.
	Revision int
	Standing string
	// Stopped is true when the person gets no invitations, or nothing reaches them in
	// Slack, and so hears of the change from the organizer.
	Stopped bool
}

// Standing is what else a change is made on the strength of: whether the talk is
// on, its times, its place, the last suggestion, and a yes. None of these is another
// revision, and who changes the talk without having seen them would undo a no, or
// what the two settled, or what they did themselves on another device. A window carries
// it along, which has little room: so of the place it has a sum.
func (m Meeting) Standing() string {
	place := sha256.Sum256([]byte(m.Place))
	return fmt.Sprintf("%s/%d/%d/%d/%t/%x", m.State, m.Start.Unix(), m.Second.Unix(), m.Rounds, m.Answer == Coming, place[:8])
}

// Overtaken says whether a talk that is still to be, or that the person can't come to,
// became another than the author of a change saw: on another device, or by what the person
// answered. It is false where that is this very change, sent once more.
func (m Meeting) Overtaken(c Change, now time.Time) bool {
	switch {
	case m.State != Planned && m.State != Declined, m.SaidNo(), !now.Before(m.Over()), m.Revision == c.Revision+1 && m.Start.Equal(c.Start) && m.Place == c.Place:
		return false
	case c.Stopped && m.Start.Equal(c.Start) && m.Place == c.Place: // what they say themselves stands so already
		return m.Revision != c.Revision
	}
	return m.Revision != c.Revision || c.Standing != "" && m.Standing() != c.Standing
}

// SaidNo says whether it isn't for them: they are written to about it no more, whatever
// their organizer had begun to change. Who can't come may come another time.
func (m Meeting) SaidNo() bool { return m.State == Declined && m.Answer == NotForMe }

// NotForThem refuses to change such a talk.
func NotForThem() *Error {
	return stale("They said no to this one, so nothing more goes to them about it. If you'd like to ask again, please ask them yourself.")
}

// Suits says whether a time is none of those that the person said they can't come at.
func (m Meeting) Suits(start time.Time) bool {
	refused := m.Answer == AnotherTime || m.Answer == CannotCome
	return !refused || !start.Equal(m.Start) && (m.Second.IsZero() || !start.Equal(m.Second))
}

// plan is the talk's with the change in it.
func (c Change) plan(m Meeting) Plan {
	p := m.Plan
	if p.Place = c.Place; !p.Start.Equal(c.Start) {
		p.Start, p.Second = c.Start, time.Time{} // one time from here on
	}
	if p.Notice == NoticeAgreed && (m.State != Planned || !p.Start.Equal(m.Start)) {
		p.Notice = NoticeInvite // they agreed to the old time, not to this one
	}
	if c.Stopped {
		p.Notice = NoticeTell
	}
	return p
}

// CheckChange trims what was typed and returns what cannot be, one a field.
func (m Meeting) CheckChange(c *Change, now time.Time) []*Error {
	p := Plan{Start: c.Start, Place: c.Place}
	errs := p.checkTimeAndPlace(now)
	c.Place = p.Place
	if m.State == Planned && c.Start.After(m.Over()) && !c.Start.After(now) { // moved by word of mouth
		errs[0] = invalid(FieldWhen, "That time has passed. If you two met then, note that this one didn't happen, and write the other down with `/1on1 log`.")
		if m.NeverSettled(now) {
			errs[0] = invalid(FieldWhen, "That time has passed. If you two met then, close this and press “We did meet”.")
		}
	}
	if err := CheckWord(&c.Word); err != nil {
		errs = append(errs, err)
	}
	if m.Revision == c.Revision && c.Start.After(now) && !m.Suits(c.Start) {
		says := invalid(FieldWhen, "They can't then. Offer another time.")
		if m.Answer == AnotherTime && m.Suggested.After(now) {
			says = invalid(FieldWhen, "They can't then. Take the time they suggested, or offer another.")
		}
		errs = append(errs, says)
	}
	if errs != nil || m.State != Planned || m.Revision != c.Revision {
		return errs
	}
	switch {
	case c.Word != "" && c.Word != m.Word && m.Answer != AnotherTime && m.Plan.same(c.plan(m)):
		errs = append(errs, wordAlone())
	}
	return errs
}

// Move is the organizer's change of time or place. The very same once more does
// nothing, whatever was answered since, but for a word that another has taken the
// place of by then; a change to anything but what its author saw is refused, and so
// is a word that nobody would read. To offer the time the
// person suggested is to take it.
func (m *Meeting) Move(c Change, now time.Time) error {
	// Their yes stands, and with it what they were promised: see HearsOff. Of the
	// place they are told in person, and their card has it without a sound.
	yes := c.Stopped && m.Settled() && m.Answer == Coming && m.Notice != NoticeTell && m.Start.Equal(c.Start)
	switch {
	case m.Revision == c.Revision+1 && m.Start.Equal(c.Start) && m.Place == c.Place:
		if c.Word == "" || c.Word == m.Word {
			return nil // this submission once more
		}
		return stale("This change is made already, and your word didn't go with it. To say it, please write to them.")
	case yes && m.Revision == c.Revision && m.Place == c.Place:
		return nil // this submission once more, or nothing changed
	case m.SaidNo() && m.Revision == c.Revision:
		return NotForThem()
	case m.Revision != c.Revision || c.Standing != "" && m.Standing() != c.Standing:
		return stale("This talk was changed in the meantime. `/1on1` shows what is planned.")
	case yes:
		m.Place = c.Place
		m.Version++
		return nil
	case m.State == Planned && m.Answer == AnotherTime && m.Suggested.Equal(c.Start):
		if err := m.TakeSuggestion(m.Revision, m.Rounds, now); err != nil {
			return err
		}
		if m.Place, m.Word = c.Place, c.Word; c.Stopped {
			m.Notice = NoticeTell
		}
		return nil
	}
	if err := m.Revise(c.plan(*m), now); err != nil {
		return err
	}
	switch {
	case m.Revision != c.Revision:
		m.Word = c.Word
	case c.Word != "" && c.Word != m.Word:
		return wordAlone()
	}
	return nil
}

// wordAlone refuses a word with nothing it would go with.
func wordAlone() *Error {
	return invalid(FieldWord, "Nothing else has changed, so I'd send nothing. To tell them just this, write to them.")
}

// same says whether two plans are the same to everyone concerned.
func (p Plan) same(q Plan) bool {
	times := p.Start.Equal(q.Start) && p.Second.Equal(q.Second)
	p.Start, q.Start, p.Second, q.Second = time.Time{}, time.Time{}, time.Time{}, time.Time{}
	return times && p == q
}

func (m *Meeting) revise(p Plan, now time.Time) {
	if m.Outside() {
		p.Notice, p.Second = NoticeTell, time.Time{} // nobody else can tell them
	}
	if m.Settled() && m.Answer == Coming {
		m.Rounds = 0 // what they settled before is settled
	}
	if m.MovedFrom = (time.Time{}); m.Settled() && !m.Start.Equal(p.Start) {
		m.MovedFrom = m.Start
	}
	m.HourBefore = m.HourBefore && m.State == Planned // a wish for the talk, whenever it is
	m.Plan = p
	m.State = Planned
	m.Revision++
	m.Version++
	m.Timed = m.Revision
	m.PlannedAt = now
	m.ClosedAt = time.Time{}
	m.Confirmed = false
	m.Suggested, m.Word, m.Why = time.Time{}, "", WhyUntold
	m.Later = Later{}
	m.Answer, m.AnsweredAt, m.AnsweredRevision = Unanswered, time.Time{}, 0
	m.Returned, m.Back = 0, false
	if p.Notice == NoticeAgreed {
		m.said(Coming, now) // face to face
	}
}

// said notes the person's answer to the present revision.
func (m *Meeting) said(a Answer, now time.Time) {
	m.Answer, m.AnsweredAt, m.AnsweredRevision, m.Back = a, now, m.Revision, false
}

// Shown refuses to act on a card drawn from another revision: what its reader
// saw is no longer what is planned.
func (m Meeting) Shown(revision int) error {
	if revision != 0 && revision != m.Revision {
		return stale("This talk was changed in the meantime. The newer message has the details.")
	}
	return nil
}

// Turn counts the person's noes, and their comings back, since it was planned: what
// offers them an answer carries it along.
func (m Meeting) Turn() int {
	turn := 2 * m.Returned
	if m.State == Declined {
		turn++
	}
	return turn
}

// AnswerFrom is an answer of the person's, on a card or in a window drawn at a
// revision and a turn. One drawn before a no must not undo it, nor one drawn before
// they came back undo that: Slack may deliver a press again minutes later. Revision
// is zero where the card did not say.
func (m *Meeting) AnswerFrom(revision, turn int, answer func(*Meeting) error) error {
	if err := m.Shown(revision); err != nil {
		return err
	}
	was := *m
	if err := answer(m); err != nil || *m == was {
		return err
	}
	if revision != 0 && turn != was.Turn() {
		*m = was
		return stale("You've answered this since. The card shows how things stand.")
	}
	return nil
}

// CanReturn says whether the person may still come back to a talk they said no
// to: until it begins, or would at the time they suggested before.
func (m Meeting) CanReturn(now time.Time) bool {
	return m.State == Declined && now.Before(m.SuggestedUntil())
}

// comeBack is another answer after a no. A slip of the thumb is mended, and a mind
// may change.
func (m *Meeting) comeBack(now time.Time, answer func(*Meeting) error) error {
	if !m.CanReturn(now) {
		return stale("You said no to this one, and its time has passed. If you'd like to meet after all, write to them.")
	}
	back := *m // with the time they suggested before: until then there is something to answer
	back.State, back.Answer = Planned, Unanswered
	back.Returned++
	if err := answer(&back); err != nil {
		return err
	}
	*m = back
	m.Back = true
	return nil
}

// AfterAll is the person's yes to one of the times offered, after a no; or to the one
// that they had suggested before that, which stands again: those offered don't suit.
func (m *Meeting) AfterAll(start, now time.Time) error {
	switch {
	case m.Answer == AnotherTime && start.Equal(m.Suggested):
		return nil
	case m.State != Declined:
		return m.AcceptTime(start, now)
	}
	suggested, word := m.Suggested, m.Reply
	return m.comeBack(now, func(m *Meeting) error {
		switch {
		case suggested.IsZero():
			return m.AcceptTime(start, now)
		case !start.Equal(suggested) || !now.Before(suggested):
			return stale("You said that time doesn't suit. The card has a button for another.")
		}
		m.Rounds-- // the very same suggestion
		return m.Suggest(m.Rounds, suggested, word, now)
	})
}

// Accept is the person's "See you then", to the one time there is.
func (m *Meeting) Accept(now time.Time) error { return m.AcceptTime(m.Start, now) }

// AcceptTime is the person's yes to one of the times offered. The same yes twice
// is one; while they have suggested another time, the organizer has the word.
func (m *Meeting) AcceptTime(start, now time.Time) error {
	if err := m.answerable(now); err != nil {
		return err
	}
	switch {
	case m.Answer == Coming && start.Equal(m.Start):
		return nil
	case m.Answer == Coming:
		return stale("You've said yes already. The card shows to which time.")
	case m.Answer == AnotherTime:
		return stale("You've suggested another time since. They'll answer that.")
	case !start.Equal(m.Start) && (m.Second.IsZero() || !start.Equal(m.Second)):
		return stale("That time isn't on offer any more. The card shows which is.")
	case !m.Second.IsZero() && !now.Before(start):
		return stale("That time has passed. Take the other one, or suggest another.")
	case !now.Before(start.Add(m.Length)):
		return stale("That time has passed. Suggest another.")
	}
	m.Start, m.Second = start, time.Time{}
	if !m.Suggested.IsZero() { // what they suggested gives way to it, with its word
		m.Suggested, m.Reply, m.Replied = time.Time{}, "", ""
	}
	m.said(Coming, now)
	m.Version++
	return nil
}

// Offers says whether a time is one that the person was offered.
func (m Meeting) Offers(start time.Time) bool {
	return start.Equal(m.Start) || !m.Second.IsZero() && start.Equal(m.Second)
}

// Suggestion names the last time the person suggested: by the revision it answers and its
// round.
func (m Meeting) Suggestion() string { return fmt.Sprintf("%d-%d", m.Revision, m.Rounds) }

// Suggest is the person's "Another time": they can, but not then. The time that
// was planned no longer stands, and the organizer has the next word. Round is how
// many suggestions they saw: the same once more is one, and an old one does not
// take the place of a newer. To suggest a time that is offered is to take it; a word
// beside it is refused, since nobody would read it.
func (m *Meeting) Suggest(round int, start time.Time, word string, now time.Time) error {
	if m.State == Declined { // they'd like to after all, if not then
		return m.comeBack(now, func(m *Meeting) error { return m.Suggest(round, start, word, now) })
	}
	if err := m.answerable(now); err != nil {
		return err
	}
	again := m.Answer == AnotherTime && m.Suggested.Equal(start) && m.Reply == word
	switch {
	case again:
		return nil
	case word != "" && m.Offers(start):
		return invalid(FieldWord, "That's the time you were offered, so it's a yes, and no word goes with a yes. Write it to them yourself, and leave this empty.")
	case m.Answer == Coming && start.Equal(m.Start):
		return nil
	case round != m.Rounds:
		return stale("You've answered this since. The card shows how things stand.")
	case m.Offers(start):
		if m.Answer == AnotherTime {
			m.Answer = Unanswered // taken back
		}
		return m.AcceptTime(start, now)
	}
	m.Confirmed = false
	m.Later = Later{} // another suggestion is another question
	m.Rounds++
	m.Suggested, m.Reply, m.Replied = start, word, m.Suggestion()
	m.said(AnotherTime, now)
	m.Version++
	return nil
}

// TakeSuggestion is the organizer's "That works": the talk is at the time the
// person suggested, and both have agreed to it. What each wrote on the way there stays to
// be read. Revision and round are what stood on the card.
func (m *Meeting) TakeSuggestion(revision, round int, now time.Time) error {
	switch {
	case m.Revision == revision+1 && m.State == Planned && m.Notice != NoticeInvite && m.Answer == Coming:
		return nil // the same tap once more
	case m.State != Planned || m.Answer != AnotherTime:
		return stale("That is settled already. `/1on1` shows what is planned.")
	case round != m.Rounds:
		return stale("They've suggested another time since. The newer message has it.")
	case !m.Suggested.After(now):
		return stale("That time has passed. Offer another.")
	}
	p, word := m.Plan, m.Word
	p.Start, p.Second, p.Notice = m.Suggested, time.Time{}, NoticeAgreed
	m.revise(p, now)
	m.Rounds, m.Word = 0, word
	return nil
}

// CallOff is the organizer's calling off, with a word to the person or none. The same
// once more does nothing; another word is refused, since nobody would read it.
func (m *Meeting) CallOff(word string, now time.Time) error {
	switch {
	case m.State == CalledOff && word != "" && word != m.Word:
		return stale("It's called off already, and your word didn't go with it. To say it, please write to them.")
	case m.State == CalledOff:
		return nil
	case m.State == Declined:
		return stale("They said no already, so there is nothing to call off.")
	case m.State != Planned || !now.Before(m.Over()):
		return stale("This talk is over, so there is nothing to call off.")
	}
	m.State, m.Word, m.ClosedAt = CalledOff, word, now
	m.Version++
	return nil
}

// HearsOff says whether the bot tells the person that the talk is off: not whom
// the organizer tells in person, and of those who want no more invitations only
// who said yes. They would stand there in vain.
func (m Meeting) HearsOff(person Member) bool {
	return !m.Outside() && m.Notice != NoticeTell && (!person.NoInvitations || m.Answer == Coming)
}

// TellInstead is an invitation that cannot reach them: the organizer tells them
// in person. Nobody is asked to choose any more: the first time stands, or the
// second where the first has passed.
func (m *Meeting) TellInstead(now time.Time) error {
	answered := m.Notice == NoticeInvite && m.Answer != Unanswered // on their Home
	if m.State != Planned || m.Notice == NoticeTell || answered {
		return nil
	}
	m.Notice = NoticeTell
	if !m.Second.IsZero() {
		if !m.Start.After(now) {
			m.Start = m.Second
		}
		m.Second = time.Time{}
	}
	m.Version++
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
	m.said(how, now) // that it was still good, and a wish to be reminded, hold for who comes after all
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
	if !m.Settled() {
		return stale("No time is settled yet. Once it is, I can remind you.")
	}
	if !now.Before(m.Start.Add(-time.Hour)) {
		return stale("It's less than an hour away already. See you there.")
	}
	m.HourBefore = true
	m.Version++
	return nil
}

// RemindsAnHourBefore says whether, as it stands at an instant, the person is still to be
// reminded an hour before, as they asked to be: also of another time than they asked for it.
func (m Meeting) RemindsAnHourBefore(now time.Time) bool {
	return m.HourBefore && m.Settled() && m.Answer == Coming && m.Notice != NoticeTell && !m.Start.Add(-time.Hour).Before(now)
}

// answerable refuses an answer to a talk that is over or no longer planned.
func (m *Meeting) answerable(now time.Time) error {
	switch {
	case m.CanReturn(now):
		return stale("You said no to this one. If you'd like to meet after all, its card has a button for that.")
	case m.State == Declined:
		return stale("You said no to this one. If you'd like to meet after all, write to them.")
	case m.State == CalledOff:
		return stale("This talk was called off, so there is nothing left to answer.")
	case m.State != Planned || !now.Before(m.Over()):
		return stale("This talk is over, so there is nothing left to answer.")
	}
	return nil
}

// SayMet is "We met", or "We did meet", as it was pressed. Version is the one that stood
// on the card; zero where nobody had said yet how it went. Drawn before it was noted that
// it didn't happen, it does not undo that: Slack may deliver a press again minutes later.
func (m *Meeting) SayMet(version int, now time.Time) error {
	if m.State == Missed && m.Version != version {
		return stale("You noted since that it didn't happen. If you two met after all, its card has a button for that.")
	}
	return m.WeMet(now)
}

// WeMet records that the talk was held. Nobody meets before the time: until
// the start it is refused. Missed can become Met: a slip of the thumb is mended.
func (m *Meeting) WeMet(now time.Time) error {
	switch {
	case m.State == Met:
		return nil
	case now.Before(m.Start):
		return stale("This talk is still to come. If you met sooner, write that down with `/1on1 log`.")
	}
	at := m.Start
	if !m.Second.IsZero() && !now.Before(m.Second) {
		at = m.Second // the later of the two has come
	}
	m.hold(at, now)
	return nil
}

// NeverSettled says whether all times that two spoke of have passed, and none was
// settled, though it may have been noted that they didn't meet.
func (m Meeting) NeverSettled(now time.Time) bool {
	unsettled := !m.Second.IsZero() || m.Answer == AnotherTime
	return (m.State == Planned || m.State == Missed) && unsettled && !now.Before(m.Over())
}

// MetAt is "We did meet" of two who never settled on a time, with when that was. What they
// settled on since, in another window, is not undone by it; and before it was planned they
// met for something else. Of a plan that was changed its first times are not known any more:
// it may have been one of those.
func (m *Meeting) MetAt(start, now time.Time) error {
	switch {
	case m.State == Met:
		return nil
	case !m.NeverSettled(now):
		return stale("This talk was changed in the meantime. `/1on1` shows what is planned.")
	case m.Revision == 1 && start.Before(m.PlannedAt):
		return invalid(FieldWhen, "That's before you planned it. If it was another talk, `/1on1 log` writes it down.")
	}
	m.hold(start, now) // who says when needs no time of the plan to be meant
	return nil
}

// NotMet takes "We met" back, on a card drawn from a version: the other slip of the
// thumb. The plan stands as it did while a time of it is to come, what was called off is
// off, and a no they had said is a no. What somebody wrote of a talk says that it was held.
//
// Taken is true where another talk with them stands at its time by now: then it stands no
// more. Beside one with somebody else it does, since they count on it.
func (m *Meeting) NotMet(version int, taken bool, now time.Time) error {
	switch {
	case m.State == Missed, m.State != Met && m.Version == version+1: // this press once more
		return nil
	case m.State == Met && m.Line == LineWritten:
		return stale("You wrote down what you want to remember of it, so it stays a talk you two had.")
	case m.State != Met || m.Version != version:
		return stale("That has changed in the meantime. The card shows how things stand.")
	}
	off := m.Why
	*m = m.AsPlanned()
	m.State, m.ClosedAt, m.Why, m.Line = Missed, now, WhyUntold, LineOpen
	if m.Later.Said(NudgeReflect) { // of a talk held; what was put off before stands
		m.Later = Later{}
	}
	switch {
	case off == WhyCalledOff:
		m.State = CalledOff
	case off != WhyUntold:
		m.State, m.Why = CalledOff, off
	case m.Answer == NotForMe || m.Answer == CannotCome:
		m.State, m.ClosedAt = Declined, time.Time{} // what they said is said
	case slices.ContainsFunc(m.times(), now.Before) && !taken:
		m.State, m.ClosedAt = Planned, time.Time{}
	}
	m.Version++
	return nil
}

// DidNotHappen records that the talk was not held.
func (m *Meeting) DidNotHappen(now time.Time) error {
	switch {
	case m.State == Missed:
		return nil
	case m.State == Met && m.Line == LineWritten:
		return stale("You noted that you two met. Your notes are safe.")
	case m.State == Met:
		return stale("You noted that you two met. If you didn't, its card takes that back, behind the three dots.")
	case now.Before(m.Start):
		return stale("This talk is still to come. `/1on1 list` changes it, or calls it off.")
	}
	m.State, m.ClosedAt = Missed, now
	m.Version++
	return nil
}

// Because notes why it did not happen. Nobody need say.
func (m *Meeting) Because(why Why) error {
	switch m.State {
	case Missed:
	case Met:
		return stale("You noted since that you two met. Close this window.")
	default:
		return stale("First say that it didn't happen.")
	}
	if m.Why != why {
		m.Why = why
		m.Version++
	}
	return nil
}

// Noted records that the organizer wrote a line about the talk, or said that there
// is nothing to note: nobody asks again. What is written stays written.
func (m *Meeting) Noted(l Line) error {
	if m.State != Met {
		return stale("First say that you two met.")
	}
	if m.Line != l && m.Line != LineWritten {
		m.Line = l
		m.Version++
	}
	return nil
}

// PhonesAway says whether the talk asks for quiet at t, from 5 minutes before
// the start to the end, and until when.
func (m Meeting) PhonesAway(t time.Time) (until time.Time, away bool) {
	if !m.Settled() || t.Before(m.Start.Add(-PhonesAwayBefore)) || !t.Before(m.End()) {
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

// Correct mends what was written down of a talk that was held without a plan.
func (m *Meeting) Correct(kind Kind, start time.Time) error {
	if m.Kind != kind || !m.Start.Equal(start) {
		m.Kind, m.Start = kind, start
		m.Version++
	}
	return nil
}

// EnoughInvited refuses an invitation beyond the day's.
func EnoughInvited() error {
	return invalid(FieldHow, "I've sent %d invitations for you since yesterday, and that's as many as I send in a day. Tell this one yourself, or plan it tomorrow.", InvitationsADay)
}

// RatherCall refuses a line to who wants no messages from here.
func RatherCall() error {
	return stale("They'd rather get no messages from here. Please call them.")
}

// oneLine trims s, and makes line breaks spaces: what stands in a one-line
// field must stay one line where it is shown. What shows nothing at all is
// nothing: no place, no word, and no promise to be reminded of.
func oneLine(s string) string {
	if s = strings.Join(strings.Fields(Clean(s)), " "); blank(s) {
		return ""
	}
	return s
}

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

// Late is the line an organizer who is late has sent.
type Late string

const (
	Late10   Late = "10" // about ten minutes
	Late20   Late = "20"
	LateCall Late = "call" // please call
)

// Lates in the order they are offered.
var Lates = []Late{Late10, Late20, LateCall}

// LateOnce is how long the same line is not sent a second time.
const LateOnce = 10 * time.Minute

// CheckLate refuses a line that is not offered.
func CheckLate(l Late) *Error {
	if !slices.Contains(Lates, l) {
		return invalid(FieldLate, "Choose one of the lines.")
	}
	return nil
}

// LateOnItsWay refuses a line that is on its way to them.
func LateOnItsWay() *Error {
	return invalid(FieldLate, "That's on its way to them already. If it takes longer, choose another line.")
}

// LateAlready refuses the line they have had since a moment ago.
func LateAlready(ago time.Duration) *Error {
	switch n := max(0, int(ago.Minutes())); n {
	case 0:
		return invalid(FieldLate, "They have that from you already, just now. If it takes longer, choose another line.")
	case 1:
		return invalid(FieldLate, "They have that from you already, a minute ago. If it takes longer, choose another line.")
	default:
		return invalid(FieldLate, "They have that from you already, %d minutes ago. If it takes longer, choose another line.", n)
	}
}

// NeverAnswered says whether the person has an invitation and has not answered it.
func (m Meeting) NeverAnswered() bool { return m.Notice == NoticeInvite && m.Answer == Unanswered }

// NothingToBeLateFor refuses to tell somebody where no talk is near.
func NothingToBeLateFor() *Error {
	return stale("You have no talk near enough to be late for. `/1on1` shows what is planned.")
}

// CanRunLate says whether there is a talk to be late for: from three hours before
// the start to the end.
func (m Meeting) CanRunLate(now time.Time) error {
	switch {
	case m.Outside():
		return stale("They aren't in Slack. Please call them.")
	case m.State == Declined:
		return stale("They can't come after all: it's in our messages. So there's nothing to tell them.")
	case m.State == Planned && m.Answer == AnotherTime:
		return stale("They've suggested another time, and wait for your answer. It's in our messages, and on my Home page.")
	case !m.Settled():
		return stale("This talk isn't planned any more, so I send nothing. If they may be waiting, call or write to them.")
	case !now.Before(m.End()):
		return stale("The time you planned is over, so I send nothing. If they may still be waiting, call or write to them.")
	case m.NeverAnswered():
		return stale("They haven't answered the invitation yet, so they may not be coming. If you think they are, write to them.")
	case now.Before(m.Start.Add(-PrepLate)):
		return stale("That's still a while off. From three hours before, I can tell them that you're late.")
	}
	return nil
}
