package oneonone

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Settings are what a member has set for themselves. Everything has a good
// default; nobody need ever look at them.
type Settings struct {
	Rhythm
	// Initials has the bot's messages say "A. T." where they would say "Ana":
	// messages show on lock screens, and Slack keeps them.
	Initials bool
	// Reach is how people reach the organizer; it goes into the text to copy.
	Reach string
	// NoInvitations is true after "No more invitations".
	NoInvitations bool
}

// The hours offered, on the clock of who sets them.
var (
	Mornings   = []int{6, 7, 8, 9, 10, 11, 12}
	QuietFroms = []int{18, 19, 20, 21, 22, 23}
	QuietTos   = []int{5, 6, 7, 8, 9, 10, 11}
)

// Check trims what was typed and returns every reason the settings cannot be,
// one a field. Today is the day where their owner lives.
func (s *Settings) Check(today Date) []*Error {
	s.Reach = oneLine(s.Reach)
	var errs []*Error
	switch {
	case !slices.Contains(Mornings, s.Morning):
		errs = append(errs, invalid(FieldMorning, "Choose one of these."))
	case s.Morning < s.QuietTo:
		errs = append(errs, invalid(FieldMorning, "That's within your quiet hours. Choose a later time, or let them end earlier."))
	}
	if !slices.Contains(QuietFroms, s.QuietFrom) {
		errs = append(errs, invalid(FieldQuietFrom, "Choose one of these."))
	}
	if !slices.Contains(QuietTos, s.QuietTo) {
		errs = append(errs, invalid(FieldQuietTo, "Choose one of these."))
	}
	if !slices.Contains(Leads, s.Lead) {
		errs = append(errs, invalid(FieldLead, "Choose one of these."))
	}
	if n := utf8.RuneCountInString(s.Reach); n > MaxReach {
		errs = append(errs, invalid(FieldReach, "That's %d over what fits. A number or an address is enough.", n-MaxReach))
	}
	switch {
	case s.PausedUntil == Date{}:
	case !today.Before(s.PausedUntil):
		errs = append(errs, invalid(FieldPause, "Choose a day that is still to come."))
	case today.AddDays(366).Before(s.PausedUntil):
		errs = append(errs, invalid(FieldPause, "That's more than a year away. Choose a nearer day."))
	}
	return errs
}

// Paused says whether questions wait on a day.
func (r Rhythm) Paused(today Date) bool { return today.Before(r.PausedUntil) }

// inBrackets is what people write behind their name: "(she/her)".
var inBrackets = regexp.MustCompile(`\([^)]*\)|\[[^\]]*\]`)

// Initials are the first letters of the first and the last word of a name, without titles
// and what stands in brackets: "A. T.". A name without letters stays as it is.
func Initials(name string) string {
	lettered := func(s string) (words []string) {
		for _, w := range strings.Fields(s) {
			if strings.ContainsFunc(w, unicode.IsLetter) {
				words = append(words, w)
			}
		}
		return words
	}
	words := lettered(inBrackets.ReplaceAllString(name, " "))
	if words == nil {
		words = lettered(name)
	}
	for len(words) > 1 && isTitle(words[0]) {
		words = words[1:]
	}
	if len(words) > 2 {
		words = []string{words[0], words[len(words)-1]}
	}
	if words == nil {
		return FirstWord(name)
	}
	for i, w := range words {
		first, _ := utf8.DecodeRuneInString(w[strings.IndexFunc(w, unicode.IsLetter):])
		words[i] = string(unicode.ToUpper(first)) + "."
	}
	return strings.Join(words, " ")
}
