package oneonone

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Commitment is what an ask asks for: a good one asks for one of these, and only
// one.
type Commitment string

const (
	// Event is something that happens once, at a time and a place.
	Event Commitment = "event"
	// Role is something that is taken on: it begins on a day, and has no place.
	Role Commitment = "role"
)

// Commitments in the order they are offered.
var Commitments = []Commitment{Event, Role}

// Proposal is what an organizer prepares of an ask: the "hard ask" of the
// handbooks, a direct request for one specific commitment, with the date, the
// time, the place and the reason that it is urgent. Only the words are required.
// They are the organizer's own, and nobody else reads them.
type Proposal struct {
	What  Commitment
	Words string // the words to say
	// At and Where are an event's; Starts and Involves a role's: the day it
	// begins, and what it takes (hours a week, until when). All may be empty.
	At       time.Time
	Where    string
	Starts   Date
	Involves string
	Why      string // why now, and why them
	// IfTime is what is offered if the time is wrong, IfThing if it is not their
	// thing: the alternatives to the two noes that are no end.
	IfTime, IfThing string
}

// Said is what they answered.
type Said string

// The answers. A maybe is to be understood, and the ask adjusted.
const (
	NotAsked  Said = "" // not asked yet
	SaidYes   Said = "yes"
	SaidMaybe Said = "maybe"
	SaidNo    Said = "no"
)

// Saids in the order they are offered.
var Saids = []Said{SaidYes, SaidMaybe, SaidNo, NotAsked}

// NoKind is the no behind the no.
type NoKind string

const (
	// NotNow: the time is wrong. Offer another date.
	NotNow NoKind = "not_now"
	// NotThat: the activity is wrong. Offer something else.
	NotThat NoKind = "not_that"
	// NotEver is a definite no: thank them and stop asking.
	NotEver NoKind = "not_ever"
	// CannotTell is kept as a no. Next time ask: the day, or the thing?
	CannotTell NoKind = "cannot_tell"
)

// NoKinds in the order they are offered.
var NoKinds = []NoKind{NotNow, NotThat, NotEver, CannotTell}

// Then is what the organizer did with a no in the same breath.
type Then string

const (
	ThenLeave   Then = ""        // left it there
	ThenOffered Then = "offered" // offered something else: an ask of its own follows
	ThenAgain   Then = "again"   // will ask again on a day
)

// Thens in the order they are offered.
var Thens = []Then{ThenOffered, ThenAgain, ThenLeave}

// Reaction is what an organizer notes of the answer.
type Reaction struct {
	Said Said
	No   NoKind // of SaidNo
	// NoContact, of NotEver: they would rather not hear from us at all.
	NoContact bool
	Then      Then // of SaidNo
	// Back is the day it comes back: to get back to them, of SaidMaybe; to ask
	// again, of ThenAgain; to have confirmed it by, of SaidYes.
	Back      Date
	WouldTake string // of SaidMaybe: what would make it a yes
}

// Outcome is what came of a yes.
type Outcome string

const (
	OutcomeOpen Outcome = ""
	Came        Outcome = "came"    // or started, of a role
	DidNotCome  Outcome = "did_not" // or did not start
)

// Ask is one ask of one person, and what became of it. The asks that follow each
// other, a no and what was offered then, are a chain.
type Ask struct {
	ID        ID
	Organizer ID
	Person    ID
	Member    ID // the Person's Slack member; zero for someone outside Slack
	Meeting   ID // the talk it was prepared for, or made in; zero for none
	Parent    ID // the ask whose no it answers; zero for the first
	Chain     ID // the first ask of the chain; its own ID there
	Proposal
	Reaction
	// Unasked is a yes to what nobody had asked: they offered it.
	Unasked bool
	Outcome Outcome
	// Followed is true once another ask of the chain has taken its place.
	Followed bool
	// Withdrawn is the ask whose not ever ended this one too; zero when none did.
	Withdrawn ID
	Later     Later // what was said to the last question about it
	// Overwritten says that its words were written over, and no others typed since.
	Overwritten bool
	// Dated counts the days it has had, from 1: what is asked of one is asked so once.
	// Another hour is the same day, and so is another zone.
	Dated      int
	Version    int
	CreatedAt  time.Time
	AnsweredAt time.Time
	ClosedAt   time.Time // when the Outcome was noted
}

// Limits of what is typed about an ask, in characters. The words themselves may be
// as long as a note; a good one is under 40 words.
const (
	MaxAskLine = 300
	// MaybeDays is how many days a maybe is given, as it is pre-set.
	MaybeDays = 3
	// AgainDays is how many days later a not now is asked again, as it is pre-set.
	AgainDays = 14
	// AskAhead is how long before its time an ask that is not made yet is due: whoever
	// is asked makes room for it.
	AskAhead = 48 * time.Hour
	// NotNowsMost is how many not nows in a chain may set a day to ask again by
	// themselves. Twice not now is often not that.
	NotNowsMost = 1
)

// Check trims what was typed and returns every reason it cannot be, one a field.
// Asked is true when it was asked already: then only the words matter.
func (p *Proposal) Check(now time.Time, zone *time.Location, asked bool) []*Error {
	p.Words = strings.TrimSpace(Clean(p.Words))
	p.Where, p.Involves, p.Why = oneLine(p.Where), oneLine(p.Involves), oneLine(p.Why)
	p.IfTime, p.IfThing = oneLine(p.IfTime), oneLine(p.IfThing)
	if asked && p.What == "" {
		p.What = Event
	}
	var errs []*Error
	switch n := utf8.RuneCountInString(p.Words); {
	case blank(p.Words) && asked:
		errs = append(errs, invalid(FieldAskWords, "Note in a few words what you asked for."))
	case blank(p.Words):
		errs = append(errs, invalid(FieldAskWords, "Write the words you'll say. One sentence is enough."))
	case n > MaxNote:
		errs = append(errs, invalid(FieldAskWords, "That's %d over what fits. One sentence is enough.", n-MaxNote))
	}
	if !slices.Contains(Commitments, p.What) {
		errs = append(errs, invalid(FieldAskWhat, "Choose what it is."))
	}
	if p.What == Role {
		p.At, p.Where = time.Time{}, ""
	} else {
		p.Starts, p.Involves = Date{}, ""
	}
	if err := p.CheckDay(now, zone); err != nil && !asked {
		errs = append(errs, err)
	}
	if err := checkPlace(p.Where); err != nil {
		err.Field = FieldAskWhere
		errs = append(errs, err)
	}
	for _, line := range []struct {
		field Field
		words string
	}{{FieldAskInvolves, p.Involves}, {FieldAskWhy, p.Why}, {FieldAskIfTime, p.IfTime}, {FieldAskIfThing, p.IfThing}} {
		if n := utf8.RuneCountInString(line.words); n > MaxAskLine {
			errs = append(errs, invalid(line.field, "That's %d over what fits. One or two sentences are enough.", n-MaxAskLine))
		}
	}
	return errs
}

// CheckDay refuses a day, or the start of a role, that has passed or is far away; one that is
// open still is fine.
func (p Proposal) CheckDay(now time.Time, zone *time.Location) *Error {
	today := DateOf(now.In(zone))
	switch {
	case p.What == Role && p.Starts != Date{} && p.Starts.Before(today):
		return invalid(FieldAskStarts, "That day has passed. Choose one that is still to come.")
	case p.What == Role && p.Starts != Date{} && today.AddDays(366).Before(p.Starts):
		return invalid(FieldAskStarts, "That's more than a year away. Choose a nearer day.")
	case p.What != Role && !p.At.IsZero():
		err := CheckStart(now, p.At)
		if err != nil {
			err.Field = FieldAskAt
		}
		return err
	}
	return nil
}

// same says whether two proposals are the same to whoever reads them.
func (p Proposal) same(q Proposal) bool {
	at := p.At.Equal(q.At)
	p.At, q.At = time.Time{}, time.Time{}
	return at && p == q
}

// sameDay says whether they are of one event at one time, or of a role that begins
// on one day.
func (p Proposal) sameDay(q Proposal) bool {
	return p.What == q.What && p.At.Equal(q.At) && p.Starts == q.Starts
}

// Check trims what was typed, drops what does not belong to the answer, and
// returns every reason it cannot be, one a field. Today is the day in the
// organizer's zone.
func (r *Reaction) Check(today Date) []*Error {
	r.WouldTake = oneLine(r.WouldTake)
	if r.Said != SaidMaybe {
		r.WouldTake = ""
	}
	if r.Said != SaidNo {
		r.No, r.Then = "", ThenLeave
	}
	if r.No != NotEver {
		r.NoContact = false
	}
	if r.No == NotEver || r.No == CannotTell && r.Then == ThenAgain {
		r.Then = ThenLeave // nobody asks again, or nobody knows yet what
	}
	if r.Said == NotAsked || r.Said == SaidNo && r.Then != ThenAgain {
		r.Back = Date{}
	}
	var errs []*Error
	switch {
	case !slices.Contains(Saids, r.Said):
		errs = append(errs, invalid(FieldSaid, "Choose what they said."))
	case r.Said == SaidNo && !slices.Contains(NoKinds, r.No):
		errs = append(errs, invalid(FieldNo, "Choose which no it was. If you can't tell yet, choose that."))
	case !slices.Contains(Thens, r.Then):
		errs = append(errs, invalid(FieldThen, "Choose one of these."))
	case r.Then == ThenAgain && r.Back == Date{}:
		errs = append(errs, invalid(FieldAskAgain, "Choose the day to ask again."))
	case r.Said == SaidMaybe && r.Back != (Date{}) && !today.Before(r.Back), r.Then == ThenAgain && !today.Before(r.Back):
		errs = append(errs, invalid(FieldAskAgain, "Choose a day that is still to come."))
	case r.Said == SaidYes && r.Back != (Date{}) && r.Back.Before(today):
		errs = append(errs, invalid(FieldAskAgain, "That day has passed. Choose one that is still to come."))
	case today.AddDays(366).Before(r.Back):
		errs = append(errs, invalid(FieldAskAgain, "That's more than a year away. Choose a nearer day."))
	}
	if n := utf8.RuneCountInString(r.WouldTake); n > MaxAskLine {
		errs = append(errs, invalid(FieldWouldTake, "That's %d over what fits. One or two sentences are enough.", n-MaxAskLine))
	}
	return errs
}

// Anew says whether they have said something else than before: what follows from it,
// and by when, may change without that.
func (r Reaction) Anew(was Reaction) bool {
	return r.Said != was.Said || r.No != was.No || r.NoContact != was.NoContact
}

// NewAsk is an ask of someone, prepared or made already. Parent is the ask whose
// no it answers, nil for none.
func NewAsk(organizer ID, person Person, p Proposal, r Reaction, parent *Ask, now time.Time) Ask {
	a := Ask{ID: NewID(), Organizer: organizer, Person: person.ID, Member: person.Member, Proposal: p, Dated: 1, Version: 1, CreatedAt: now}
	a.Chain = a.ID
	if parent != nil {
		a.Parent, a.Chain, a.Meeting = parent.ID, parent.Chain, parent.Meeting
	}
	a.Reaction = r
	if r.Said != NotAsked {
		a.AnsweredAt = now
	}
	return a
}

// Reword changes the words and the rest of an ask that was not made yet; of one
// that was, its words are mended and its day moves with it.
func (a *Ask) Reword(p Proposal) error {
	if a.Proposal.same(p) {
		return nil
	}
	if err := a.standing(); err != nil {
		return err
	}
	if !a.sameDay(p) && (a.Later.Said(NudgeCame) || a.WasLetGo()) {
		a.Later = Later{} // it was said of the other day
	}
	a.Proposal = p
	a.Version++
	return nil
}

// Answer notes what they said, or corrects what was noted: what the first answer
// had set in motion is no longer called for. What came of a yes is open again. The
// same answer twice is one.
func (a *Ask) Answer(r Reaction, now time.Time) error {
	if r.Said == SaidYes && a.Said == SaidYes && r.Back == (Date{}) && !a.ToConfirm(now) {
		r.Back = a.Back // nobody is asked for it any more
	}
	if a.Reaction == r {
		return nil
	}
	if err := a.standing(); err != nil {
		return err
	}
	if r.Anew(a.Reaction) {
		a.AnsweredAt = now
	}
	if r.Said == NotAsked {
		a.AnsweredAt = time.Time{}
	}
	if r.Said != SaidYes {
		a.Outcome, a.ClosedAt = OutcomeOpen, time.Time{}
	}
	if a.Said != r.Said || a.No != r.No || a.Then != r.Then || a.Back != r.Back {
		// It is another answer, and open to whatever follows from that one.
		a.Later, a.Followed = Later{}, false
	}
	a.Reaction = r
	a.Version++
	return nil
}

// ToldIn notes the talk that its answer was told of: there it is found from now on.
func (a *Ask) ToldIn(talk ID) {
	if a.Meeting != talk {
		a.Meeting = talk
		a.Version++
	}
}

// Seen runs a change by somebody who saw the ask at a version: on a second device,
// or in a window that lay open. What was changed since is not written over, unless
// the change would leave it just as it stands.
func (a *Ask) Seen(version int, change func(*Ask) error) error {
	changed := *a
	if err := change(&changed); err != nil {
		return err
	}
	if version != a.Version && changed.Version != a.Version {
		return AskMoved()
	}
	*a = changed
	return nil
}

// standing refuses to change an ask that a not ever has ended.
func (a *Ask) standing() error {
	if !a.Withdrawn.IsZero() {
		return AskClosed()
	}
	return nil
}

// AskClosed refuses to change an ask of somebody who said not ever since.
func AskClosed() *Error {
	return stale("They've said not ever since, so this ask is closed. If they've changed their mind, begin a new one with `/1on1 ask`.")
}

// BegunAlready refuses a word that would come too late.
func BegunAlready() *Error {
	return stale("It has begun by now, so this would come too late. Once you've noted whether they came, there is a word that fits.")
}

// Follow notes that another ask of the chain has taken its place, so that nothing
// of it comes back. Only a no, or a maybe, has its place taken: a yes stands.
func (a *Ask) Follow() {
	if a.Followed || a.Said != SaidNo && a.Said != SaidMaybe {
		return
	}
	a.Followed = true
	a.Version++
}

// Happened notes what came of a yes, or corrects it.
func (a *Ask) Happened(o Outcome, now time.Time) error {
	if a.Said == SaidYes && a.Outcome == o {
		return nil
	}
	if err := a.standing(); err != nil {
		return err
	}
	switch {
	case a.Said != SaidYes:
		return stale("You've noted another answer since. `/1on1 asks` shows how it stands.")
	case a.What == Event && now.Before(a.At):
		return stale("That's still to come. If they've changed their mind, note what they say now.")
	}
	a.Outcome, a.ClosedAt, a.Later = o, now, Later{}
	if o == OutcomeOpen {
		a.ClosedAt = time.Time{}
	}
	a.Version++
	return nil
}

// Over says whether its hour has come; a role goes on.
func (a Ask) Over(now time.Time) bool {
	return a.What == Event && !a.At.IsZero() && !now.Before(a.At)
}

// Lapsed says whether its time has passed before anything was settled: it was not
// asked, or they said maybe.
func (a Ask) Lapsed(now time.Time, zone *time.Location) bool {
	switch {
	case a.Followed, !a.Withdrawn.IsZero():
		return false
	case a.Said == NotAsked && a.What == Role:
		return a.Starts != (Date{}) && a.Starts.Before(DateOf(now.In(zone)))
	}
	return (a.Said == NotAsked || a.Said == SaidMaybe) && a.Over(now)
}

// LetGo ends an ask that has Lapsed: nothing of it is needed any more. Another day, or
// what they said after all, brings it back.
func (a *Ask) LetGo(now time.Time, zone *time.Location) error {
	switch {
	case a.WasLetGo():
		return nil
	case !a.Lapsed(now, zone):
		return NothingToAsk()
	}
	a.Later = Later{About: NudgePassed}
	a.Version++
	return nil
}

// WasLetGo says whether it was let go once its time had passed.
func (a Ask) WasLetGo() bool { return a.Later.Said(NudgePassed) }

// StillOn notes that they are still on for their event, from the day before it on:
// whether they are is asked no more, until it has another day.
func (a *Ask) StillOn(now time.Time, zone *time.Location) error {
	day := a.Day(zone)
	switch {
	case a.IsStillOn():
		return nil
	case a.What != Event || day == (Date{}) || !a.ToConfirm(now) || DateOf(now.In(zone)).Before(day.AddDays(-1)):
		return NothingToAsk()
	}
	a.Later = Later{About: NudgeStillOn, On: day}
	a.Version++
	return nil
}

// IsStillOn says whether they were still on when their event came near.
func (a Ask) IsStillOn() bool { return a.Later.Said(NudgeStillOn) && a.Later.On != Date{} }

// askBy is until when there is something to ask for: until the event begins, or the day
// the role starts is over. That one ends at Greenwich, so that it is one instant
// wherever its organizer is; none for no day.
func (a Ask) askBy() time.Time {
	if a.What == Role && a.Starts != (Date{}) {
		return a.Starts.AddDays(1).In(time.UTC)
	}
	return a.At
}

// ToConfirm says whether there is something to confirm: they said yes, and its day
// is not over.
func (a Ask) ToConfirm(now time.Time) bool {
	return a.Said == SaidYes && a.Withdrawn.IsZero() && a.Outcome == OutcomeOpen && !a.Over(now)
}

// ConfirmBy is the day a yes is to be confirmed by, as things stand now: the one
// its organizer set, that of the last morning before the event at the latest; or, where
// that has passed, that of the last morning within 48 hours of the yes, or of now. That
// one comes before the question whether they are still on, or together with it where
// no morning is left before.
func (a Ask) ConfirmBy(now time.Time, r Rhythm) Date {
	today := DateOf(now.In(r.Zone))
	by, set := a.Back, true
	if by.Before(today) {
		by, set = r.FollowupDay(a.AnsweredAt), false
	}
	if by.Before(today) {
		by = r.FollowupDay(now)
	}
	if a.What != Event || a.At.IsZero() {
		switch eve := a.Starts.AddDays(-1); {
		case set || a.What != Role || a.Starts == Date{}:
		case !today.Before(a.Starts):
			return today // they have begun
		case eve.Before(by):
			return eve // who begins knows before
		}
		return by
	}
	latest := []Date{r.lastMorningBefore(a.At)}
	if day := a.Day(r.Zone); !set {
		latest = []Date{day.AddDays(-2), day.AddDays(-1), latest[0]}
	}
	last := today // it begins before another morning
	for _, d := range latest {
		if set && today.Before(d) || r.MorningOf(d).After(now) {
			last = d
			break
		}
	}
	if last.Before(by) {
		return last
	}
	return by
}

// lastMorningBefore is the day of the last morning before an instant.
func (r Rhythm) lastMorningBefore(t time.Time) Date {
	return DateOf(r.LastMorningBy(t.Add(-time.Nanosecond)).In(r.Zone))
}

// MorningLeft says whether a morning is left to speak of it in before its event begins.
// In a pause there is none.
func (a Ask) MorningLeft(now time.Time, r Rhythm) bool {
	next := r.next(now, r.Morning)
	if r.Paused(DateOf(next.In(r.Zone))) {
		next = r.MorningOf(r.PausedUntil)
	}
	return a.What != Event || a.At.IsZero() || next.Before(a.At)
}

// fromNow is a yes as if it were given now: the day to confirm it by is one to come.
func (a Ask) fromNow(now time.Time, r Rhythm) Ask {
	if a.AnsweredAt = now; !now.Before(r.MorningOf(a.Back)) {
		a.Back = Date{}
	}
	return a
}

// GetBackBy is the day to get back to them about a maybe, as it is pre-set: that of the
// last morning before the event at the latest, or the one a role begins. None where no
// later day has a morning before the event: nothing would remind of it in time.
func (a Ask) GetBackBy(now time.Time, r Rhythm) Date {
	today := DateOf(now.In(r.Zone))
	by, last := today.AddDays(MaybeDays), a.Day(r.Zone)
	if a.What == Event && now.Before(a.At) {
		if last = r.lastMorningBefore(a.At); !today.Before(last) {
			return Date{}
		}
	}
	if today.Before(last) && last.Before(by) {
		return last
	}
	return by
}

// Move gives a yes, or a maybe, another day, where the event was moved or the role begins
// later; no day leaves it open. What came of the old day is forgotten.
func (a *Ask) Move(at time.Time, starts Date) error {
	p := a.Proposal
	if p.What == Role {
		p.Starts = starts
	} else {
		p.At = at
	}
	if a.Said != SaidNo && a.Outcome == OutcomeOpen && a.Proposal.same(p) {
		return nil
	}
	if err := a.standing(); err != nil {
		return err
	}
	if a.Said != SaidYes && (a.Said != SaidMaybe || a.Followed) {
		return stale("You've noted another answer since. `/1on1 asks` shows how it stands.")
	}
	if err := a.Reword(p); err != nil {
		return err
	}
	if a.Outcome != OutcomeOpen {
		a.Outcome, a.ClosedAt = OutcomeOpen, time.Time{}
		a.Version++
	}
	return nil
}

// Redated settles the questions about a day that was just changed. Whoever sets it
// after the morning it would have been asked about is not asked: they look at it
// now, and a second message that day would be one too many. Its day stays on Home. A
// new day has questions of its own.
func (a *Ask) Redated(before Ask, now time.Time, r Rhythm) {
	if a.Day(r.Zone) != before.Day(r.Zone) {
		a.Dated++
	}
	if a.Said == SaidMaybe && before.Said == SaidMaybe && a.Back == before.Back && !a.At.Equal(before.At) {
		a.backBefore(before.Over(now), now, r)
	}
	same := a.Said == before.Said && a.What == before.What && a.Day(r.Zone) == before.Day(r.Zone)
	if same {
		if a.Said == SaidYes && a.Outcome == before.Outcome && a.Later == (Later{}) {
			a.Later = before.Later // to be confirmed by another day opens no question again
		}
		if a.Later.Said(NudgeStillOn) && !a.At.Equal(before.At) {
			a.Later.On = Date{} // they were on for another hour; that is to be told, and asked no more
		}
		return
	}
	if a.Later.Said(NudgeStillOn) {
		a.Later = Later{}
	}
	day := a.Day(r.Zone)
	if before.Said != SaidYes || a.Said != SaidYes || a.Outcome != OutcomeOpen || day == (Date{}) || a.Later != (Later{}) {
		return
	}
	switch {
	case !r.cameAt(day).After(now):
		a.Later = Later{About: NudgeCame, On: DateOf(r.MorningAfter(now).In(r.Zone))}
	case a.What == Event && !r.MorningOf(day.AddDays(-1)).After(now):
		a.Later = Later{About: NudgeStillOn}
	}
}

// backBefore keeps the day to get back to them about a maybe before the event, which has
// moved: no later than its last morning, and where it was over and comes after all, as it
// is pre-set. Who set no day is asked for none.
func (a *Ask) backBefore(wasOver bool, now time.Time, r Rhythm) {
	back, today := a.BackOn(), DateOf(now.In(r.Zone))
	last := r.lastMorningBefore(a.At)
	switch {
	case a.What != Event || back == (Date{}) || a.At.IsZero() || a.Over(now):
		return
	case wasOver && !today.Before(back):
		back = a.GetBackBy(now, r)
	case !today.Before(back) || !last.Before(back):
		return
	case today.Before(last):
		back = last
	default:
		back = Date{} // nothing would remind of it in time
	}
	a.Back, a.Later = back, Later{}
}

// Day is the day of the event, or the one the role starts; zero when it is open.
func (a Ask) Day(zone *time.Location) Date {
	if a.What == Role {
		return a.Starts
	}
	if a.At.IsZero() {
		return Date{}
	}
	return DateOf(a.At.In(zone))
}

// Need is what an ask needs of its organizer next.
type Need string

const (
	NeedNothing Need = ""
	NeedToAsk   Need = "ask"       // not asked yet; due for as long as AskAhead
	NeedWaiting Need = "waiting"   // it comes back on a day
	NeedComing  Need = "confirmed" // a yes, and its day is to come
)

// Needs in the order they are shown; what is due comes before all of them.
var Needs = []Need{NeedToAsk, NeedWaiting, NeedComing}

// Needs says what is needed next, and from when on; the zero time where no day is
// set. What its day has come for is due.
func (a Ask) Needs(r Rhythm) (Need, time.Time) {
	day := a.Day(r.Zone)
	switch {
	case !a.Withdrawn.IsZero(), a.Followed, a.Outcome != OutcomeOpen, a.WasLetGo():
		return NeedNothing, time.Time{}
	case a.Said == NotAsked && a.askBy().IsZero():
		return NeedToAsk, time.Time{}
	case a.Said == NotAsked:
		return NeedToAsk, a.askBy().Add(-AskAhead)
	case a.Said == SaidYes && day == Date{}:
		return NeedComing, time.Time{}
	case a.Said == SaidYes && (a.What == Role || a.IsStillOn()):
		return NeedComing, r.cameAt(day)
	case a.Said == SaidYes:
		return NeedComing, r.MorningOf(day.AddDays(-1))
	case a.comesBack():
		return NeedWaiting, r.MorningOf(a.BackOn())
	case a.Said == SaidMaybe && day != Date{}: // no day to get back to them, and one that is to come
		return NeedWaiting, r.MorningOf(day.AddDays(-1))
	case a.Said == SaidMaybe:
		return NeedWaiting, time.Time{}
	}
	return NeedNothing, time.Time{}
}

// comesBack says whether the organizer has set a day to turn to it again.
func (a Ask) comesBack() bool {
	return a.Back != (Date{}) && (a.Said == SaidMaybe || a.Said == SaidNo && a.Then == ThenAgain)
}

// BackOn is the day the organizer turns to it again: the one they put it off to, or else
// the one they set.
func (a Ask) BackOn() Date {
	if a.Later.Said(NudgeGetBack) && a.Later.On != (Date{}) {
		return a.Later.On
	}
	return a.Back
}

// Nudges are the messages the ask calls for, all of them lines of a morning
// message and none with a word of it: the day to get back to them, and whether
// they are still on the day before the event, and came the day after. Each is
// said twice at most, and then stands on Home. At its hour the cards that would have
// it confirmed, or turned to once more, are drawn anew. Closed is true when the person
// said not ever to any ask: then only what they gave their yes to is asked about.
func (a Ask) Nudges(r Rhythm, closed bool) []Nudge {
	need, from := a.Needs(r)
	if closed && a.Said != SaidYes || need == NeedNothing || need == NeedToAsk || from.IsZero() {
		return nil // nobody is told to ask: it stands on Home
	}
	var out []Nudge
	add := func(k NudgeKind, occurrence string, due, expires time.Time) {
		out = append(out, Nudge{Kind: k, Subject: a.ID, Receiver: a.Organizer, Occurrence: occurrence, Due: due, Expires: expires})
	}
	// twice adds a question and its one reminder; or, when it was put off, the day
	// it was put off to, and nothing before.
	twice := func(k NudgeKind, due time.Time) {
		switch again, named := r.MorningAfter(due), a.AskedFor(k); {
		case !a.Later.Said(k):
			add(k, named, due, again)
			add(k, named+"-again", again, time.Time{})
		case a.Later.On != Date{}:
			add(k, named+laterMark+a.Later.On.String(), r.MorningOf(a.Later.On), time.Time{})
		}
	}
	if a.Said != SaidNo && a.What == Event && a.At.After(a.AnsweredAt) {
		add(NudgePassed, fmt.Sprint(a.At.Unix()), a.At, time.Time{})
	}
	if need == NeedWaiting {
		if a.comesBack() { // nobody set a day for the others: they stand on Home
			twice(NudgeGetBack, r.MorningOf(a.Back))
		}
		return out
	}
	day := a.Day(r.Zone)
	if a.What == Event && from.After(a.AnsweredAt) && !a.Later.Said(NudgeStillOn) {
		add(NudgeStillOn, a.AskedFor(NudgeStillOn), from, day.In(r.Zone)) // asked the day before, or not at all
	}
	came := r.cameAt(day)
	if !came.After(a.AnsweredAt) {
		came = r.MorningAfter(a.AnsweredAt) // noted when it was over
	}
	twice(NudgeCame, came)
	return out
}

// AskedFor is what a question about the ask is named after, so that it is asked so
// once: the day to get back to them, or which of its days it is. That is a number,
// since the day of an event has another date wherever its organizer travels, and two
// days of theirs may have one date elsewhere.
func (a Ask) AskedFor(k NudgeKind) string {
	if k == NudgeGetBack {
		return a.Back.String()
	}
	return fmt.Sprint(a.Dated)
}

// cameAt is the morning after the day of a yes.
func (r Rhythm) cameAt(day Date) time.Time { return r.MorningOf(day.AddDays(1)) }

// AsksUntil is when it is too late for a question about the ask; zero for never. A maybe
// is of use until its event begins; once that is over, it is only to be settled.
func (a Ask) AsksUntil(about NudgeKind, now time.Time) time.Time {
	if about == NudgeGetBack && a.Said == SaidMaybe && !a.Over(now) {
		return a.At
	}
	return time.Time{}
}

// Waits are those for which a question about the ask can be put off.
func (a Ask) Waits(about NudgeKind, now time.Time, r Rhythm) []Wait {
	return waits(a.AsksUntil(about, now), now, r)
}

// PutOff puts a question about the ask off to the morning of a day, or, without
// one, leaves it on Home.
func (a *Ask) PutOff(q Asked, on Date, now time.Time, r Rhythm) error {
	need, from := a.Needs(r)
	switch {
	case from.IsZero():
		return NothingToAsk() // of no day nothing is asked
	case q.About == NudgeGetBack && need == NeedWaiting && a.comesBack() && !now.Before(r.MorningOf(a.Back)):
	case q.About == NudgeCame && need == NeedComing && !now.Before(r.cameAt(a.Day(r.Zone))):
	default:
		return NothingToAsk()
	}
	if on != (Date{}) {
		if err := checkLater(on, a.AsksUntil(q.About, now), now, r); err != nil {
			return err
		}
	}
	if l := (Later{About: q.About, On: on}); a.Later != l {
		a.Later = l
		a.Version++
	}
	return nil
}

// SaidNotEver refuses to ask somebody who said not ever.
func SaidNotEver() *Error {
	return invalid(FieldWho, "Asks of them are closed. If they have changed their mind, tick “They've changed their mind” first.")
}

// CheckContact refuses to have somebody written to who would rather not hear from
// us.
func CheckContact(p Person, n Notice) error {
	if !p.NoContact || n == NoticeTell {
		return nil
	}
	return invalid(FieldHow, "They told you they'd rather not hear from us, so I don't write to them. Choose “I'll tell them myself”.")
}

// AskMoved refuses to write over an ask that was changed in another window.
func AskMoved() *Error {
	return stale("You've noted something else about this ask since, in another window. Copy what you need, close this one, and open it again.")
}

// IsNotEver says whether an error is SaidNotEver.
func IsNotEver(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Sentence.Key == SaidNotEver().Sentence.Key
}

// Open says whether it comes along to the next talk: it was got ready and not
// asked, nor let go, or its no could not be told.
func (a Ask) Open() bool {
	return a.Withdrawn.IsZero() && !a.Followed && !a.WasLetGo() && (a.Said == NotAsked || a.No == CannotTell && a.Then == ThenLeave)
}

// Pending says whether it is to be taken up with them again: they said maybe, and it is
// not over, or the organizer has set a day to ask anew.
func (a Ask) Pending(now time.Time) bool {
	return a.Withdrawn.IsZero() && !a.Followed && !a.WasLetGo() && (a.Said == SaidMaybe && !a.Over(now) || a.Said == SaidNo && a.comesBack())
}
