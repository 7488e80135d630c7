package oneonone

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Profile is what Slack says about a member of the workspace, as far as the
// bot cares. It is asked for when needed and never stored: names live in Slack.
type Profile struct {
	SlackID string
	Team    string         // Slack's id of the workspace, for links into it
	Name    string         // the real name, else the display name
	Zone    *time.Location // nil where Slack tells none
	Locale  string         // "en-US"
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

// NameAmong is the first of the names Slack tells that shows anything, in one
// line: people write into it what they like.
func NameAmong(told ...string) string {
	for _, name := range told {
		if name = oneLine(name); name != "" {
			return name
		}
	}
	return ""
}

// FirstName is what the bot's messages call someone: the first word of the
// name, so that a lock screen says no more than it must.
func (p Profile) FirstName() string { return FirstWord(p.Name) }

// maxFirstWord is how much of a first word is shown, in characters: a name must
// fit into a button's description, and no real one is longer.
const maxFirstWord = 30

// titles are first words that are no name by themselves: nobody is greeted "Hello Dona".
var titles = func() map[string]bool {
	out := map[string]bool{}
	for _, title := range strings.Fields(`
		mr mrs ms miss mx dr prof sir madam
		pastor rev reverend minister bishop canon elder father mother brother sister bro sis deacon
		imam rabbi sheikh padre hermano hermana
		aunt auntie uncle grandma grandpa tía tia tío tio abuela abuelo
		don doña dona dom seu señor señora señorita senhor senhora sr sra srta
		frau herr madame monsieur mme mlle signora signor`) {
		out[title] = true
	}
	return out
}()

// isTitle says whether a word of a name is one, with a full stop or without.
func isTitle(word string) bool { return titles[strings.ToLower(strings.TrimSuffix(word, "."))] }

// FirstWord is the first word of a name, with the titles before it; of one that begins
// with another abbreviation, the first two.
func FirstWord(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return ""
	}
	n := 1
	for n < len(words) && isTitle(words[n-1]) {
		n++ // "Mr. Silva", "Rev. Dr. Young", "Dona Fátima"
	}
	if n == 1 && len(words) > 1 && strings.HasSuffix(words[0], ".") {
		n++ // "T. R."
	}
	first := strings.Join(words[:n], " ")
	if r := []rune(first); len(r) > maxFirstWord {
		return string(r[:maxFirstWord]) + "…"
	}
	return first
}

// Person is someone an organizer meets. It belongs to one organizer: two
// organizers who meet the same member have two rows that know nothing of each
// other.
type Person struct {
	ID        ID
	Organizer ID
	Member    ID // the Slack member; zero for someone outside Slack
	// Name is what the organizer calls someone outside Slack, and Reach how to
	// reach them; both empty for a member.
	Name, Reach string
	// NoAsks is since when they are not to be asked any more, after a not ever to
	// the ask NoAsksBy; zero while they may be. It holds for this organizer.
	NoAsks   time.Time
	NoAsksBy ID
	// NoContact is true when they would rather not hear from us at all: no
	// invitation, and no message about a talk, goes to them. It outlasts NoAsks, where they
	// changed their mind about that alone.
	NoContact bool
}

// Outside says whether they are not in Slack.
func (p Person) Outside() bool { return p.Member.IsZero() }

// Limits of what is typed about someone outside Slack, in characters. A name
// must fit into an option of a list.
const (
	MaxName  = 75
	MaxReach = 150
)

// Whom says whom a talk is with: a member, someone outside Slack the organizer
// has met before, or someone new to them.
type Whom struct {
	Member ID
	Person ID
	// Name and Reach are of someone new outside Slack.
	Name, Reach string
}

// Check trims what was typed about someone new outside Slack and returns what
// cannot be, one a field.
func (w *Whom) Check() []*Error {
	w.Name, w.Reach = oneLine(w.Name), oneLine(w.Reach)
	if !w.Member.IsZero() || !w.Person.IsZero() {
		return nil
	}
	var errs []*Error
	switch n := utf8.RuneCountInString(w.Name); {
	case blank(w.Name):
		errs = append(errs, invalid(FieldName, "Say what you call them. A first name or initials is enough."))
	case n > MaxName:
		errs = append(errs, invalid(FieldName, "That's %d over what fits. A first name or initials is enough.", n-MaxName))
	}
	if n := utf8.RuneCountInString(w.Reach); n > MaxReach {
		errs = append(errs, invalid(FieldReach, "That's %d over what fits. A number or an address is enough.", n-MaxReach))
	}
	return errs
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
	// Initials has messages to them say initials; see Settings.
	Initials bool
	// Unanswered counts the questions since their last tap.
	Unanswered int
	// MorningSent is when the last message of a morning went to them; zero for
	// never.
	MorningSent time.Time
}
