package oneonone

import (
	"slices"
	"time"
	"unicode/utf8"
)

// FollowupWithin is how soon what was promised is to be done: 48 hours, the
// handbooks' number.
const FollowupWithin = 48 * time.Hour

// FollowupState is where a follow-up stands.
type FollowupState string

const (
	Open    FollowupState = "open"
	Done    FollowupState = "done"
	Dropped FollowupState = "dropped" // "Let it go", or taken back by its author
)

// Origin is what a follow-up came of.
type Origin string

const (
	OriginPromise Origin = "promise" // "I said I would…", of a reflection
	OriginOwn     Origin = "own"     // noted by itself
	OriginConfirm Origin = "confirm" // a yes to an ask: the details, and that one counts on them
	// The person met asks the organizer to delete what they keep of their talks,
	// or what that is.
	OriginDelete Origin = "delete_request"
	OriginKept   Origin = "keep_request"
)

// Requests are the origins that the person met may ask for.
var Requests = []Origin{OriginDelete, OriginKept}

// Request says whether somebody else asked for it: there is nothing typed in it,
// and it stays until it is done.
func (o Origin) Request() bool { return slices.Contains(Requests, o) }

// Waiting is since when somebody waits for what they asked of an organizer, and whether a
// message has told that one.
type Waiting struct {
	Since time.Time
	Heard bool
}

// Whose a follow-up is to do.
type Whose string

const (
	Mine   Whose = "mine"   // the organizer's
	Theirs Whose = "theirs" // the person's
)

// Whoses in the order they are offered.
var Whoses = []Whose{Mine, Theirs}

// How one follows up, in the way the two agreed upon.
type How string

const (
	HowOpen     How = ""
	HowCall     How = "call"
	HowText     How = "text"
	HowInPerson How = "in_person"
)

// Hows in the order they are offered.
var Hows = []How{HowOpen, HowCall, HowText, HowInPerson}

// Followup is what one of the two does next, and by when. Words are the
// organizer's own: "I said I would…", or what the other said.
type Followup struct {
	ID        ID
	Organizer ID
	Person    ID
	Member    ID // the Person's Slack member
	Origin    Origin
	Meeting   ID        // the talk it came of; zero for one noted by itself
	Ask       ID        // the ask whose yes it confirms; zero for none
	EventAt   time.Time // when that ask's event begins, as it stands; zero for none
	Role      bool      // that ask is for a role
	Starts    Date      // when that role starts, as it stands
	WordComes bool      // a word that confirms that yes is on its way
	Told      Told      // what they know of that ask, where it stands otherwise by now
	Whose     Whose
	How       How
	Words     string // empty where it is a Request, or confirms a yes
	State     FollowupState
	Due       time.Time // a morning: see NewFollowup
	Version   int
	CreatedAt time.Time
	// DoneAt is zero while it is not done, or was before this was noted. What confirms a yes
	// keeps it while that is to be told otherwise: they still know what they were told then.
	DoneAt time.Time
	// ClosedAt is when its author closed it with a tap, done or let go, which another takes
	// back; zero of what was closed otherwise, or is open.
	ClosedAt time.Time
}

// NewFollowup is a promise made now, to be remembered in the last morning
// message within 48 hours of it.
func NewFollowup(m Meeting, words string, now time.Time, r Rhythm) Followup {
	f := newFollowup(OriginPromise, m.Organizer, Person{ID: m.Person, Member: m.Member}, now)
	f.Meeting, f.Words = m.ID, words
	f.Due = r.MorningOf(r.FollowupDay(now))
	return f
}

// NewOwn is one noted by itself.
func NewOwn(organizer ID, person Person, task Task, now time.Time, r Rhythm) Followup {
	f := newFollowup(OriginOwn, organizer, person, now)
	f.take(task, r)
	return f
}

// NewConfirm is what a yes to an ask calls for from now on: the details, and that
// one counts on them. Without a day it is due within 48 hours.
func NewConfirm(a Ask, now time.Time, r Rhythm) Followup {
	f := newFollowup(OriginConfirm, a.Organizer, Person{ID: a.Person, Member: a.Member}, now)
	f.Ask, f.EventAt, f.Meeting, f.Due = a.ID, a.At, a.Meeting, r.MorningOf(a.ConfirmBy(now, r))
	return f
}

// NewRequest is what the person met asks of the organizer, who reads it the next
// morning.
func NewRequest(m Meeting, what Origin, now time.Time, r Rhythm) Followup {
	f := newFollowup(what, m.Organizer, Person{ID: m.Person, Member: m.Member}, now)
	f.Meeting, f.Due = m.ID, r.MorningAfter(now)
	return f
}

func newFollowup(of Origin, organizer ID, person Person, now time.Time) Followup {
	return Followup{
		ID: NewID(), Organizer: organizer, Person: person.ID, Member: person.Member,
		Origin: of, Whose: Mine, State: Open, Version: 1, CreatedAt: now,
	}
}

// FollowupDay is the day of the last morning within 48 hours.
func (r Rhythm) FollowupDay(now time.Time) Date {
	return DateOf(r.LastMorningBy(now.Add(FollowupWithin)).In(r.Zone))
}

// Task is a follow-up as its author fills it in.
type Task struct {
	Words string
	Whose Whose
	By    Date
	How   How
}

// Check trims what was typed and returns every reason it cannot be, one a field.
// Was is the day it is due already, zero for a new one: it may stay, though it
// has passed. A new one may be for today: see Nudges.
func (t *Task) Check(was Date, now time.Time, r Rhythm) []*Error {
	t.Words = oneLine(t.Words)
	var errs []*Error
	switch n := utf8.RuneCountInString(t.Words); {
	case t.Words == "":
		errs = append(errs, invalid(FieldWhat, "Say in a few words what is to be done."))
	case n > MaxPromise:
		errs = append(errs, invalid(FieldWhat, "That's %d over what fits. One line is enough.", n-MaxPromise))
	}
	if !slices.Contains(Whoses, t.Whose) {
		errs = append(errs, invalid(FieldWhose, "Choose who does it."))
	}
	today := was == (Date{}) && t.By == DateOf(now.In(r.Zone))
	if t.By == (Date{}) {
		errs = append(errs, invalid(FieldBy, "Choose the day."))
	} else if err := checkLater(t.By, time.Time{}, now, r); err != nil && t.By != was && !today {
		err.Field = FieldBy
		errs = append(errs, err)
	}
	if !slices.Contains(Hows, t.How) {
		errs = append(errs, invalid(FieldHow, "Choose one of these, or leave it open."))
	}
	return errs
}

// Task is the follow-up as its author would fill it in again.
func (f Followup) Task(zone *time.Location) Task {
	return Task{Words: f.Words, Whose: f.Whose, By: DateOf(f.Due.In(zone)), How: f.How}
}

// Rewrite makes it another task. A promise stays the organizer's own: the
// reflection says “I said I would…”.
func (f *Followup) Rewrite(t Task, r Rhythm) error {
	switch {
	case f.State != Open:
		return closed()
	case f.Origin.Request():
		return stale("They asked you for this one, so it stays as it is. Press “Done” once it's done.")
	case f.Origin == OriginConfirm:
		return stale("This one belongs to an ask. Change its day in the ask, or put it off.")
	}
	if f.Origin == OriginPromise {
		t.Whose = Mine
	}
	if f.Task(r.Zone) != t {
		f.take(t, r)
		f.Version++
	}
	return nil
}

// take makes it the task. The day it is due stays the very morning it was.
func (f *Followup) take(t Task, r Rhythm) {
	if f.Due.IsZero() || f.Task(r.Zone).By != t.By {
		f.Due = r.MorningOf(t.By)
	}
	f.Words, f.Whose, f.How = t.Words, t.Whose, t.How
}

// Close marks it done or dropped. What is closed stays as it was: twice is
// once, and an old card cannot turn a kept promise into one let go. What somebody
// else asked for is not let go.
func (f *Followup) Close(s FollowupState, now time.Time) error {
	switch {
	case f.State != Open:
		return nil
	case s == Dropped && f.Origin.Request():
		return stale("They asked you for this one, so it stays until it's done. You can put it off.")
	}
	f.State, f.DoneAt, f.ClosedAt = s, time.Time{}, now
	if s == Done {
		f.DoneAt, f.Told = now, Told{}
	}
	f.Version++
	return nil
}

// Settle notes that they were told how the ask stands whose yes it confirms: it is done, also
// where it had been let go.
func (f *Followup) Settle(now time.Time) error {
	if f.State != Done {
		f.State, f.DoneAt, f.Told, f.ClosedAt = Done, now, Told{}, time.Time{}
		f.Version++
	}
	return nil
}

// TakeBack is "Never mind" of who asked for it: there is nothing to do any more. What is
// done by then is not undone with it.
func (f *Followup) TakeBack() error {
	switch f.State {
	case Done:
		return stale("They've noted since that it's done. Ask them, if you'd like to know more.")
	case Open:
		f.State = Dropped
		f.Version++
	}
	return nil
}

// Reopens says whether what was closed may be open again: where there is anything to do
// in it. Words taken back are none, nor is what nobody asks for any more, nor what confirms
// a yes, which has none of its own: that goes by its ask, and a word sent to them, which no
// tap takes back, closes it too.
func (f Followup) Reopens() bool {
	return f.State != Open && (f.Words != "" || f.Origin.Request() && f.State == Done)
}

// Reopen takes back that it was closed, for who tapped wrong: it is due when it was,
// and is mentioned as often as if nothing had happened. AskedAnew says whether the person
// met has asked the same once more by now: who asks waits for one answer.
func (f *Followup) Reopen(askedAnew bool) error {
	switch {
	case f.State == Open:
		return nil
	case f.Origin == OriginConfirm:
		return stale("This one belongs to an ask. You find it under `/1on1 asks`.")
	case f.Origin.Request() && f.State == Dropped:
		return stale("They took this one back, so there is nothing left to do.")
	case !f.Reopens():
		return stale("There are no words of this one left. Note it anew with `/1on1 follow-up`.")
	case askedAnew:
		return stale("They have asked you once more since. That one is still open.")
	}
	f.State, f.DoneAt, f.ClosedAt = Open, time.Time{}, time.Time{}
	f.Version++
	return nil
}

// Reword is a reflection edited later: the promise in other words, taken back
// (no words), or made after all. Other words for a kept promise are a new one.
func (f *Followup) Reword(words string, now time.Time, r Rhythm) error {
	switch {
	case words == f.Words && f.State != Dropped, words == "" && f.State == Dropped:
		return nil // what was let go is not shown there, so that no words take nothing back
	case words == "":
		f.State = Dropped
	case f.State != Open:
		f.State, f.Due = Open, r.MorningOf(r.FollowupDay(now))
	}
	f.Words, f.DoneAt, f.ClosedAt = words, time.Time{}, time.Time{}
	f.Version++
	return nil
}

// Confirm puts a follow-up that confirms a yes in step with its ask, which stood
// otherwise before. It is let go with the answer, and once it is known what came of
// it. Where the event moves it follows, see followsEvent; where it was confirmed, it is to
// be confirmed anew, as is a yes noted anew, until it is back on the day they know; where
// it was over, and is to come after all, the time for it begins now. Who is still on has
// been asked, and is confirmed. Who knows another time is told before that comes, see
// tellBefore.
func (f *Followup) Confirm(before, a Ask, now time.Time, r Rhythm) error {
	f.EventAt, f.Role, f.Starts = a.At, a.What == Role, a.Starts // the ask's, and no change of its own
	was := *f
	f.Person, f.Member = a.Person, a.Member
	switch {
	case !a.ToConfirm(now):
		switch {
		case f.State == Open:
			f.State, f.DoneAt = Dropped, time.Time{}
		case f.State == Done && before.Said == SaidYes && a.Said != SaidYes:
			f.Told = Told{At: before.told().At} // they know of it, whatever they say now
		}
	case f.State == Open && a.IsStillOn() && !before.IsStillOn():
		f.State, f.DoneAt, f.Told = Done, now, Told{} // they have spoken of it
	case f.State == Dropped && f.ClosedAt.IsZero() && before.Outcome != OutcomeOpen:
		// It ended with what came of the day before; nobody let it go by hand.
		f.State, f.CreatedAt, f.Due = Open, now, r.MorningOf(a.fromNow(now, r).ConfirmBy(now, r))
		f.Told.Outdated = f.knowsOtherwise(a)
	case a.AnsweredAt.After(f.CreatedAt), f.State == Dropped && before.Said != SaidYes:
		f.State, f.CreatedAt, f.DoneAt, f.Due = Open, now, time.Time{}, r.MorningOf(a.ConfirmBy(now, r))
		f.Told.Outdated = f.knowsOtherwise(a)
	case f.State == Open && f.Told.Outdated && a.told() == f.Told && before.told() != f.Told:
		f.State, f.Told = Done, Told{} // back on the day they know
		if f.DoneAt.IsZero() {
			f.DoneAt = now
		}
	case f.State == Open && !f.Told.Outdated && f.knowsOtherwise(a):
		f.Told.Outdated = true
		f.CreatedAt, f.Due = now, r.MorningOf(a.ConfirmBy(now, r))
	case f.State == Done && before.outdatedBy(a):
		// They know of another day, or another place.
		f.Told = before.told()
		f.State, f.CreatedAt, f.Due = Open, now, r.MorningOf(a.ConfirmBy(now, r))
	case f.State == Open && before.Over(now):
		// Its day had passed with the event, and nothing was said of it since.
		f.CreatedAt, f.Due = now, r.MorningOf(a.fromNow(now, r).ConfirmBy(now, r))
	case f.State == Open && (before.Back != a.Back || !before.At.Equal(a.At) && f.followsEvent(before, a, now, r)):
		if f.Due = r.MorningOf(a.ConfirmBy(now, r)); !f.Due.After(now) {
			f.CreatedAt = now // by today, said after this morning: see Nudges
		}
	}
	f.tellBefore(now, r)
	if *f != was {
		f.Version++
	}
	return nil
}

// tellBefore has it due, where they were told of a time that is none any more, on the last
// morning before that time: or they would come then. Where no morning is left, that is today.
func (f *Followup) tellBefore(now time.Time, r Rhythm) {
	until, old := f.until(now, r.Zone)
	if f.State != Open || !old || f.Due.Before(until) {
		return
	}
	if f.Due = r.MorningOf(r.lastMorningBefore(until)); !f.Due.After(now) {
		f.CreatedAt, f.Due = now, r.MorningOf(DateOf(now.In(r.Zone)))
	}
}

// until is when it is too late for it: the time they were told of, where that is no more and
// still to come (old), or else the event; zero for never. A role's day begins where its
// organizer lives.
func (f Followup) until(now time.Time, zone *time.Location) (until time.Time, old bool) {
	told := f.Told.At
	if f.Role && !told.IsZero() {
		told = DateOf(told.UTC()).At(0, 0, zone)
	}
	if f.Told.Outdated && now.Before(told) && (f.EventAt.IsZero() || told.Before(f.EventAt)) {
		return told, true
	}
	return f.EventAt, false
}

// knowsOtherwise says whether they were told of another time than an ask has now.
func (f Followup) knowsOtherwise(a Ask) bool {
	return f.Told.Outdated && a.told() != f.Told || !f.Told.At.IsZero() && !f.Told.At.Equal(a.told().At)
}

// followsEvent says whether the day by which a yes is to be confirmed is found anew
// because its event has moved: it would come too late, or it is still to come and as
// the yes had it. What was spoken of already, or put off to a day of their own, is left
// where it is before the event.
func (f Followup) followsEvent(before, a Ask, now time.Time, r Rhythm) bool {
	late := !f.Due.Before(a.At)
	asSet := f.Due.After(now) && f.Due.Equal(r.MorningOf(before.ConfirmBy(f.CreatedAt, r)))
	return late || asSet
}

// Tomorrow moves it to the next morning; what is due later stays there.
func (f *Followup) Tomorrow(now time.Time, r Rhythm) error {
	if f.State == Open && f.Due.After(r.MorningOf(r.Day(WaitTomorrow, now))) {
		return stale("This one is for a later day by now. To have it sooner, change its day.")
	}
	return f.PutOff(r.Day(WaitTomorrow, now), now, r)
}

// Retime keeps the day it is due where its owner's days run otherwise now: another
// zone, or another hour of the morning.
func (f *Followup) Retime(was, is Rhythm) error {
	if due := is.MorningOf(DateOf(f.Due.In(was.Zone))); f.State == Open && !due.Equal(f.Due) {
		f.Due = due
		f.Version++
	}
	return nil
}

// Over says whether it confirms a yes whose event is over: only its ask says what came
// of it.
func (f Followup) Over(now time.Time) bool {
	return f.State == Open && !f.EventAt.IsZero() && !now.Before(f.EventAt)
}

// Day is the day it is due, where its owner lives: "2026-06-12".
func (f Followup) Day(zone *time.Location) string { return DateOf(f.Due.In(zone)).String() }

// Nudges are the morning it is due and, once more, the morning after. Then it
// lives on App Home. What is to be done the very day it is noted needs no word
// that day: who just noted it knows.
func (f Followup) Nudges(r Rhythm) []Nudge {
	if f.State != Open {
		return nil
	}
	again := r.MorningAfter(f.Due)
	day := f.Day(r.Zone)
	nudges := []Nudge{
		{Kind: NudgeFollowup, Subject: f.ID, Receiver: f.Organizer, Occurrence: day, Due: f.Due, Expires: again, Request: f.Origin.Request()},
		{Kind: NudgeFollowup, Subject: f.ID, Receiver: f.Organizer, Occurrence: day + "-again", Due: again, Request: f.Origin.Request()},
	}
	if !f.Due.After(f.CreatedAt) {
		return nudges[1:]
	}
	return nudges
}

// closed refuses a change of what is done, or let go.
func closed() *Error { return stale("This one is closed already.") }
