package bot

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"

	"oneonone"
)

// command is what stands behind /1on1, or what was typed to the bot.
type command struct {
	verb    string // lower case; "" when nothing was typed
	mention string // the Slack id of the first member mentioned, or ""
	rest    string // what else was typed
	more    bool   // there are words in rest, or further members, that no form has a place for
	others  bool   // further members were mentioned, and are not in rest
}

// mention is a member as Slack writes one with should_escape: <@U123|ana>.
var mention = regexp.MustCompile(`<@([UW][A-Z0-9]+)(?:\|([^>]*))?>`)

// parseCommand reads what was typed: a verb first, then a member, in whatever
// case, spacing and punctuation a phone's keyboard makes of it. A member alone
// means to plan a talk with them.
func parseCommand(text string) command {
	var c command
	text = oneonone.Clean(text)
	members := mention.FindAllStringSubmatch(text, -1)
	if len(members) > 0 {
		c.mention, c.more = members[0][1], len(members) > 1
		text, c.others = mentionsRead(text)
	}
	words := strings.Fields(text)
	// A dash before the verb, or the command typed once more.
	for len(words) > 1 && bare(words[0]) == "" || len(words) > 0 && bare(words[0]) == bare(Slash) {
		words = words[1:]
	}
	words = joined(words)
	switch {
	case len(words) > 0:
		if c.verb = bare(words[0]); c.verb == "" {
			c.verb = strings.ToLower(words[0])
		}
		c.rest = strings.Join(words[1:], " ")
	case c.mention != "":
		c.verb = "schedule"
	}
	c.more = c.more || slices.ContainsFunc(strings.Fields(c.rest), func(w string) bool {
		return bare(w) != "" && bare(w) != "with"
	})
	return c
}

// mentionsRead takes the members out of a text. Who is named later, among words, as
// in "cook with @ben", stays by the name that Slack tells; unread says that somebody
// did not.
func mentionsRead(text string) (read string, unread bool) {
	var b, behind strings.Builder // behind: what stands between the first member and here
	end := 0
	for i, at := range mention.FindAllStringSubmatchIndex(text, -1) {
		b.WriteString(text[end:at[0]])
		if i > 0 {
			behind.WriteString(text[end:at[0]])
		}
		end = at[1]
		among := bare(behind.String())
		if among != "" && among != "and" && at[4] < at[5] {
			b.WriteString("@" + text[at[4]:at[5]])
			continue
		}
		b.WriteString(" ")
		unread = unread || i > 0
	}
	return b.String() + text[end:], unread
}

// joined makes one word of the verb that is two, however a phone's keyboard
// writes it: "Follow up", "follow–up", "followup".
func joined(words []string) []string {
	if len(words) > 1 && bare(words[0]) == "follow" && bare(words[1]) == "up" {
		return append([]string{"follow-up"}, words[2:]...)
	}
	if len(words) > 0 && followUp.MatchString(bare(words[0])) {
		return append([]string{"follow-up"}, words[1:]...)
	}
	return words
}

// followUp is that verb with any dash in it, or none.
var followUp = regexp.MustCompile(`^follow\pP?ups?$`)

// verbAsked is the verb that stands behind another: "help list".
func (c command) verbAsked() string { return bare(strings.Join(joined(strings.Fields(c.rest)), " ")) }

// words are what was typed behind the verb, without the "with" or "for" that
// stood before a name, and what stood right behind it: "for @ana: call".
func (c command) words() string {
	if c.mention == "" {
		return asTyped(c.rest)
	}
	first, rest, _ := strings.Cut(c.rest, " ")
	if word := bare(first); word != "with" && word != "for" && !(word == "and" && c.others) {
		rest = c.rest
	}
	return strings.TrimLeft(asTyped(rest), " ,:;.–—-")
}

// asTyped is text of Slack's as it was typed: without its brackets around addresses
// and names, and its three entities. It is for fields, where nothing else undoes
// them.
func asTyped(text string) string {
	text = reference.ReplaceAllStringFunc(text, func(ref string) string {
		parts := reference.FindStringSubmatch(ref)
		says := cmp.Or(parts[3], parts[2])
		switch parts[1] {
		case "#":
			return "#" + says
		case "!":
			return "@" + strings.TrimPrefix(says, "@")
		}
		return says
	})
	return entities.Replace(text)
}

// reference is an address, a channel or a group as Slack writes one:
// <https://luz.example|luz.example>, <#C123|general>, <!channel>.
var reference = regexp.MustCompile(`<([#!]?)([^<>|]+)(?:\|([^<>]*))?>`)

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// bare is a word in lower case, without the quotes, stops and slashes around it.
func bare(word string) string {
	return strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
}

// lettersPerSlip is how long a verb must be for each slip of the finger it is
// recognised by: "lost" may have meant "list", but of three letters everything
// is a slip away.
const lettersPerSlip = 4

// otherWords are what people call a verb that has another name here.
var otherWords = map[string]string{
	"plan": "schedule", "invite": "schedule", "meet": "schedule",
	"cancel": "list", "change": "list", "move": "list", "reschedule": "list",
	"pause": "settings", "quiet": "settings", "snooze": "settings",
	"promise": "follow-up", "todo": "follow-up", "remind": "follow-up", "remember": "reflect",
	"notes": "reflect", "agenda": "prep", "questions": "prep",
	"rehearse": "practice", "exercise": "practice", "train": "practice", "coach": "practice",
}

// meant is the verb that somebody may have meant by a word that is none.
func (r router) meant(word string) (verb, bool) {
	if name := otherWords[word]; name != "" {
		return r.verb(name)
	}
	var nearest verb
	least := 0
	for _, v := range r.verbs {
		most := len(v.name) / lettersPerSlip
		if most == 0 || utf8.RuneCountInString(word) > len(v.name)+most {
			continue
		}
		if n := slips(word, v.name); n <= most && (nearest.name == "" || n < least) {
			nearest, least = v, n
		}
	}
	return nearest, nearest.name != ""
}

// slips counts the letters that are wrong, missing or too many. Two neighbours
// in each other's place are one slip.
func slips(typed, meant string) int {
	least := levenshtein.ComputeDistance(typed, meant)
	letters := []rune(typed)
	for i := range len(letters) - 1 {
		swapped := slices.Clone(letters)
		swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
		least = min(least, 1+levenshtein.ComputeDistance(string(swapped), meant))
	}
	return least
}
