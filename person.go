package oneonone

import (
	"strings"
	"time"
)

// Profile is what Slack says about a member of the workspace, as far as the
// bot cares. It is asked for when needed and never stored: names live in Slack.
type Profile struct {
	SlackID string
	Name    string // the real name, else the display name
	Zone    *time.Location
	Locale  string // "en-US"
	// Known is false when Slack did not answer in time. The plan is then
	// accepted and the check made again before anything is sent.
	Known    bool
	Bot      bool
	Deleted  bool
	Guest    bool
	Stranger bool // a member of another workspace, in a shared channel
}

// CheckOrganizer refuses guests and members of other workspaces: they can be
// met, but what an organizer keeps must not outlive a visit.
func CheckOrganizer(p Profile) error {
	if p.Guest || p.Stranger {
		return &Error{Kind: Invalid, Sentence: Say("Planning talks here is for full members of this workspace. You can still be invited to one.")}
	}
	return nil
}

// FirstName is what the bot's messages call someone: the first word of the
// name, so that a lock screen says no more than it must.
func (p Profile) FirstName() string { return FirstWord(p.Name) }

// maxFirstWord is how much of a first word is shown, in characters: a name must
// fit into a button's description, and no real one is longer.
const maxFirstWord = 30

// FirstWord is the first word of a name.
func FirstWord(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return ""
	}
	if r := []rune(words[0]); len(r) > maxFirstWord {
		return string(r[:maxFirstWord]) + "…"
	}
	return words[0]
}

// Person is someone an organizer meets. It belongs to one organizer: two
// organizers who meet the same member have two rows that know nothing of each
// other.
type Person struct {
	ID        ID
	Organizer ID
	Member    ID // the Slack member
}

// Member is a Slack member the bot has to do with. The Slack id is sealed in
// storage; everything else refers to the random ID.
type Member struct {
	ID      ID
	SlackID string
	Rhythm  // its zone as Slack last told; UTC until then
	// NoInvitations is true after "No more invitations": no organizer's
	// invitation goes to them until they take it back.
	NoInvitations bool
	// Unanswered counts the questions since their last tap.
	Unanswered int
}
