package bot

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What people type behind /1on1, with the capitals, spaces and line breaks that
// a phone's keyboard adds.
func TestParseCommand(t *testing.T) {
	for _, tt := range []struct {
		typed string
		want  command
	}{
		{"", command{}},
		{"  \n\t ", command{}},
		{"list", command{verb: "list"}},
		{"List ", command{verb: "list"}},
		{" HELP  Schedule ", command{verb: "help", rest: "Schedule", more: true}},
		{"schedule", command{verb: "schedule"}},

		// A member, as Slack writes one.
		{"schedule <@U0ANA|ana>", command{verb: "schedule", mention: "U0ANA"}},
		{"schedule <@U0ANA>", command{verb: "schedule", mention: "U0ANA"}},
		{"schedule <@W0ANA|ana>", command{verb: "schedule", mention: "W0ANA"}}, // of an Enterprise Grid
		{"schedule <@U0ANA|>", command{verb: "schedule", mention: "U0ANA"}},
		{"schedule<@U0ANA|ana>", command{verb: "schedule", mention: "U0ANA"}},
		{"<@U0ANA|ana> schedule", command{verb: "schedule", mention: "U0ANA"}},
		{"schedule with <@U0ANA|ana> on Friday", command{verb: "schedule", mention: "U0ANA", rest: "with on Friday", more: true}},
		{"reflect <@U0ANA|Ana & Co>", command{verb: "reflect", mention: "U0ANA"}},

		// A member alone: to plan a talk with them.
		{"<@U0ANA|ana>", command{verb: "schedule", mention: "U0ANA"}},
		{"  <@U0ANA>  ", command{verb: "schedule", mention: "U0ANA"}},

		// The first of two is meant.
		{"schedule <@U0ANA> <@U0BEN>", command{verb: "schedule", mention: "U0ANA", more: true, others: true}},
		{"<@U0ANA|ana> <@U0BEN|ben>", command{verb: "schedule", mention: "U0ANA", more: true, others: true}},
		{"<@U0ANA> <@U0BEN>", command{verb: "schedule", mention: "U0ANA", more: true, others: true}},

		// The verb of two words, however it is written.
		{"follow-up", command{verb: "follow-up"}},
		{"Follow up", command{verb: "follow-up"}},
		{"followup <@U0ANA>", command{verb: "follow-up", mention: "U0ANA"}},
		{"follow\u2011up <@U0ANA> Send the minutes", command{verb: "follow-up", mention: "U0ANA", rest: "Send the minutes", more: true}},
		{"Follow–ups, <@U0ANA> call", command{verb: "follow-up", mention: "U0ANA", rest: "call", more: true}},
		{"/1on1 follow up <@U0ANA>", command{verb: "follow-up", mention: "U0ANA"}},
		{"follow me", command{verb: "follow", rest: "me", more: true}},

		// As a phone writes it, or as it is typed to the bot itself.
		{"List.", command{verb: "list"}},
		{"“Schedule”, <@U0ANA>!", command{verb: "schedule", mention: "U0ANA", rest: "!"}},
		{"/1on1 list", command{verb: "list"}},
		{"1on1: Schedule <@U0ANA>", command{verb: "schedule", mention: "U0ANA"}},
		{"– 1on1 – list", command{verb: "list"}},
		{"1on1", command{}},
		{"/1on1 <@U0ANA>", command{verb: "schedule", mention: "U0ANA"}},
		{"schedule with <@U0ANA>", command{verb: "schedule", mention: "U0ANA", rest: "with"}},
		{"?", command{verb: "?"}},
		{"🙂", command{verb: "🙂"}},

		// What only looks like a member.
		{"schedule @ana", command{verb: "schedule", rest: "@ana", more: true}},
		{"schedule <@u0ana>", command{verb: "schedule", rest: "<@u0ana>", more: true}},
		{"schedule <@U0ana>", command{verb: "schedule", rest: "<@U0ana>", more: true}},
		{"schedule <@B0BOT>", command{verb: "schedule", rest: "<@B0BOT>", more: true}},
		{"schedule <#C0GEN|general>", command{verb: "schedule", rest: "<#C0GEN|general>", more: true}},
		{"schedule <!channel>", command{verb: "schedule", rest: "<!channel>", more: true}},
		{"schedule <@U0ANA", command{verb: "schedule", rest: "<@U0ANA", more: true}},

		// Other alphabets, and what no keyboard sends.
		{"ÁRBOL ñandú", command{verb: "árbol", rest: "ñandú", more: true}},
		{"li\x00st\x1b", command{verb: "list"}},
		{"list\u00a0all", command{verb: "list", rest: "all", more: true}}, // a space that does not break
		{"\xff", command{}},
	} {
		got := parseCommand(tt.typed)
		if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(command{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.typed, diff)
		}
	}
}

// Behind a name, "with" and "for" belong to it.
func TestWordsOfACommand(t *testing.T) {
	for typed, want := range map[string]string{
		"follow-up":                            "",
		"follow-up send the minutes":           "send the minutes",
		"follow up with <@U0ANA> about moving": "about moving",
		"follow-up for <@U0ANA>: call":         "call",
		"follow-up <@U0ANA>, call":             "call",
		"follow-up for the hall":               "for the hall",
		"follow-up with <@U0ANA>":              "",

		// As it was typed, not as Slack sends it.
		"ask <@U0ANA|ana> Bread &amp; salt, &lt;5 min?":                        "Bread & salt, <5 min?",
		"ask <@U0ANA|ana> Will you cook with <@U0BEN|ben> on Friday?":          "Will you cook with @ben on Friday?",
		"ask <@U0ANA|ana> and <@U0BEN|ben>: Will you?":                         "Will you?",
		"ask <@U0ANA> <@U0BEN> Will you?":                                      "Will you?",
		"ask <@U0ANA|ana> See <https://luz.example> in <#C0GEN|general>":       "See https://luz.example in #general",
		"ask <@U0ANA|ana> See <https://luz.example|luz.example>":               "See luz.example",
		"ask <@U0ANA|ana> tell <!channel>, and <!subteam^S1|@cooks>, &amp;lt;": "tell @channel, and @cooks, &lt;",
	} {
		if got := parseCommand(typed).words(); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

// Whatever arrives, the parser answers: a verb that can be looked up in the
// table, and a member that Slack can be asked for.
func FuzzParseCommand(f *testing.F) {
	for _, typed := range []string{
		"", "list", "Schedule <@U0ANA|ana>", "<@W0ANA>", "<@U1|<@U2>>", "help\x00me", "İSTANBUL ǅ ẞ",
		"<@U0ANA> <@U0BEN>", "\xff\xfe", "<@U0ANA|a\nb> x", "<\x00@U0ANA>",
	} {
		f.Add(typed)
	}
	member := regexp.MustCompile(`^[UW][A-Z0-9]+$`)
	f.Fuzz(func(t *testing.T, typed string) {
		c := parseCommand(typed)
		if c.verb != strings.ToLower(c.verb) || len(strings.Fields(c.verb)) > 1 || strings.TrimSpace(c.verb) != c.verb {
			t.Errorf("%q: the verb is %q", typed, c.verb)
		}
		if c.mention != "" && !member.MatchString(c.mention) {
			t.Errorf("%q: the member is %q", typed, c.mention)
		}
		if c.mention != "" && c.verb == "" {
			t.Errorf("%q: a member, and nothing to do", typed)
		}
		if c.verb == "" && c.rest != "" {
			t.Errorf("%q: no verb, but %q", typed, c.rest)
		}
		if c.rest != strings.Join(strings.Fields(c.rest), " ") {
			t.Errorf("%q: the rest is %q", typed, c.rest)
		}
	})
}

// What fingers make of a verb, and what only looks like one.
func TestMeant(t *testing.T) {
	table := newRouter(&Bot{})
	for typed, want := range map[string]string{
		"shedule": "schedule", "shcedule": "schedule", "schedul": "schedule", "schedual": "schedule", "scheduule": "schedule",
		"reflct": "reflect", "refelct": "reflect",
		"folow-up": "follow-up", "follow-pu": "follow-up", "followed-up": "follow-up", "promise": "follow-up", "follow": "",
		"lost": "list", "lsit": "list", "lists": "list", "lis": "list", "hlep": "help",
		"cat": "", "lastly": "", "hello": "", "hi": "", "": "", "?": "", "perfect": "", "thanks": "",
		strings.Repeat("schedule", 1000): "",
	} {
		if v, ok := table.meant(typed); v.name != want || ok != (want != "") {
			t.Errorf("%.20q: %q, want %q", typed, v.name, want)
		}
	}
}

// Of three letters everything is one slip away from something.
func TestAShortVerbIsNeverGuessed(t *testing.T) {
	table := router{verbs: []verb{{name: "ask"}, {name: "asks"}}}
	for typed, want := range map[string]string{"ark": "", "akss": "asks", "as": ""} {
		if v, _ := table.meant(typed); v.name != want {
			t.Errorf("%q: %q, want %q", typed, v.name, want)
		}
	}
}
