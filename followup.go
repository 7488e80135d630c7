package oneonone

import "time"

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

// Followup is what the organizer does next for someone, and by when. Words are
// the organizer's own: "I said I would…".
type Followup struct {
	ID        ID
	Organizer ID
	Person    ID
	Member    ID // the Person's Slack member
	Meeting   ID
	Words     string
	State     FollowupState
	Due       time.Time // a morning: see NewFollowup
	Version   int
	CreatedAt time.Time
}

// NewFollowup is a promise made now, to be remembered in the last morning
// message within 48 hours of it.
func NewFollowup(m Meeting, words string, now time.Time, r Rhythm) Followup {
	return Followup{
		ID: NewID(), Organizer: m.Organizer, Person: m.Person, Member: m.Member, Meeting: m.ID,
		Words: words, State: Open, Version: 1, CreatedAt: now,
		Due: r.LastMorningBy(now.Add(FollowupWithin)),
	}
}

// Close marks it done or dropped. What is closed stays as it was: twice is
// once, and an old card cannot turn a kept promise into one let go.
func (f *Followup) Close(s FollowupState) error {
	if f.State != Open {
		return nil
	}
	f.State = s
	f.Version++
	return nil
}

// Reword is a reflection edited later: the promise in other words, taken back
// (no words), or made after all. Other words for a kept promise are a new one.
func (f *Followup) Reword(words string, now time.Time, r Rhythm) error {
	switch {
	case words == f.Words && (f.State != Dropped || words == ""):
		return nil
	case words == "":
		f.State = Dropped
	case f.State != Open:
		f.State, f.Due = Open, r.LastMorningBy(now.Add(FollowupWithin))
	}
	f.Words = words
	f.Version++
	return nil
}

// Tomorrow moves it to the next morning.
func (f *Followup) Tomorrow(now time.Time, r Rhythm) error {
	if f.State != Open {
		return stale("This one is closed already.")
	}
	if due := r.MorningAfter(now); !due.Equal(f.Due) {
		f.Due = due
		f.Version++
	}
	return nil
}

// Morning names the morning it is due, the same wherever its owner has moved to
// since: "2026-06-12T07:00Z".
func (f Followup) Morning() string { return f.Due.UTC().Format("2006-01-02T15:04Z07:00") }

// Nudges are the morning it is due and, once more, the morning after. Then it
// lives on App Home.
func (f Followup) Nudges(r Rhythm) []Nudge {
	if f.State != Open {
		return nil
	}
	again := r.MorningAfter(f.Due)
	morning := f.Morning()
	return []Nudge{
		{Kind: NudgeFollowup, Subject: f.ID, Receiver: f.Organizer, Occurrence: morning, Due: f.Due, Expires: again},
		{Kind: NudgeFollowup, Subject: f.ID, Receiver: f.Organizer, Occurrence: morning + "-again", Due: again},
	}
}
