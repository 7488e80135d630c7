package oneonone

import (
	"strconv"
	"strings"
)

// Typed is what the bot understood of a message typed to it. It is all that is
// kept of that message: no word of it, only one of the bot's own.
type Typed struct {
	Heard Heard
	Verb  string // of the bot's table
	About ID     // the Member named, where the verb takes one
	Come  int    // how many should come, where the verb takes a number; 0 for none
	More  bool   // more was typed than that
}

// Heard is how sure the bot is of the verb.
type Heard string

// How sure it can be.
const (
	HeardNothing Heard = ""       // no verb stands there
	HeardVerb    Heard = "verb"   // it does
	HeardSlip    Heard = "slip"   // a word does that is nearly one
	HeardOther   Heard = "other"  // a word does that people use for it
	HeardStop    Heard = "stop"   // a word does that asks to be left alone
	HeardLate    Heard = "late"   // a word does that says that somebody is late
	HeardKept    Heard = "kept"   // a word does that asks what is kept, or has it deleted
	HeardWho     Heard = "who"    // words do that ask who writes to them
	HeardThanks  Heard = "thanks" // a word of thanks, and little else
	HeardHello   Heard = "hello"  // a greeting, and nothing else
	HeardNod     Heard = "nod"    // a nod or a heart, and nothing else
)

// String is what ParseTyped reads, fit for an occurrence in the outbox and for a
// button's value. Dashes stand between its parts, so one in a verb is written "_".
func (t Typed) String() string {
	about, more, come := "", "", ""
	if t.Come > 0 {
		come = strconv.Itoa(t.Come)
	}
	if !t.About.IsZero() {
		about = t.About.String()
	}
	if t.More {
		more = "more"
	}
	return strings.TrimRight(strings.Join([]string{string(t.Heard), strings.ReplaceAll(t.Verb, "-", "_"), about, more, come}, "-"), "-")
}

// ParseTyped reads what String wrote. Of anything else it understands what it
// can.
func ParseTyped(s string) Typed {
	var t Typed
	heard, s, _ := strings.Cut(s, "-")
	verb, s, _ := strings.Cut(s, "-")
	about, s, _ := strings.Cut(s, "-")
	more, come, _ := strings.Cut(s, "-")
	t.Heard, t.Verb, t.More = Heard(heard), strings.ReplaceAll(verb, "_", "-"), more == "more"
	t.About, _ = ParseID(about) // nobody, where it is none
	if n, err := strconv.Atoi(come); err == nil && CheckTurnout(n) == nil {
		t.Come = n
	}
	return t
}
