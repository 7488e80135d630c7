package bot

import (
	"regexp"
	"strings"

	"oneonone"
)

// command is what stands behind /1on1.
type command struct {
	verb    string // lower case; "" when nothing was typed
	mention string // the Slack id of the first member mentioned, or ""
	rest    string // what else was typed
}

// mention is a member as Slack writes one with should_escape: <@U123|ana>.
var mention = regexp.MustCompile(`<@([UW][A-Z0-9]+)(?:\|[^>]*)?>`)

// parseCommand reads what was typed: a verb first, then a member, in whatever
// case and spacing a phone's keyboard makes of it. A member alone means to plan
// a talk with them.
func parseCommand(text string) command {
	var c command
	text = oneonone.Clean(text)
	if m := mention.FindStringSubmatch(text); m != nil {
		c.mention = m[1]
		text = mention.ReplaceAllString(text, " ")
	}
	words := strings.Fields(text)
	switch {
	case len(words) > 0:
		c.verb = strings.ToLower(words[0])
		c.rest = strings.Join(words[1:], " ")
	case c.mention != "":
		c.verb = "schedule"
	}
	return c
}
