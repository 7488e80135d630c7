package oneonone

import (
	"slices"
	"time"
)

// Grade is how much a remark of the coach matters.
type Grade string

const (
	// Must: said like this, the ask is hard to hear or easy to wave away. A better
	// sentence comes with it, wherever one is sure to be good.
	Must Grade = "must"
	// Could: it would be stronger. One quiet line, and nothing wrong without it:
	// many of the handbooks' own good asks have no date, no place or no urgency.
	Could Grade = "could"
)

// Fault is what a remark is about.
type Fault string

// The faults in the order they are told. The first four are musts.
const (
	Vague      Fault = "vague"       // nothing is named: help out, get involved, at some point
	Several    Fault = "several"     // several asks at once
	Apology    Fault = "apology"     // an apology for asking
	Hedge      Fault = "hedge"       // it says no for them
	NoTime     Fault = "no_time"     // neither a day nor a time; of a role, no start
	NoPlace    Fault = "no_place"    // of an event
	NoReason   Fault = "no_reason"   // neither why now nor why them
	TooLong    Fault = "too_long"    // the question itself, not what leads to it
	NoQuestion Fault = "no_question" // no question mark
)

const (
	// RemarksMost is how many remarks anybody can use at once.
	RemarksMost = 2
	// QuestionMost is how many words of a question can be taken in.
	QuestionMost = 40
	// TryMost is how long a better sentence may be, in characters: it is to be said
	// out loud, and fits into a button's value.
	TryMost = 300
)

// Remark is one thing the coach would change.
type Remark struct {
	Grade Grade
	Fault Fault
	Says  Sentence
	// Try is a better sentence, ready to take the place of all the words, in their
	// language and free of every Must. It is "" where none could be made that is
	// sure to be grammatical, and with a Could.
	Try string
}

// Advice is what the coach says of an ask: something good first, then two remarks
// at most, the musts before the rest. It is advice: whoever saves an ask as it is
// means it, and an ask already made is not coached at all.
type Advice struct {
	Good    Sentence
	Remarks []Remark
}

// Coach reads an ask as somebody who has heard many: is it for one thing, said
// plainly, without an apology? What a field holds counts as said. It knows English
// and Spanish by their commonest phrases, and of other languages looks only at
// what needs none. The zone is the organizer's, in which a better sentence tells
// the field's time. One pass over the words, with looks ahead of a few words each.
func Coach(p Proposal, zone *time.Location) Advice {
	r := read(p.Words)
	if len(r.words) == 0 {
		return Advice{Good: Say("Begin with the words you'd say out loud. One sentence is enough.")}
	}
	h := r.heard(p)
	musts := r.musts(h)
	try := ""
	if len(musts) > 0 {
		try = r.better(p, h, musts, zone)
	}
	var a Advice
	for _, m := range musts {
		if slices.ContainsFunc(a.Remarks, func(said Remark) bool { return said.Fault == m.fault }) {
			continue // the first of a kind is enough
		}
		a.Remarks = append(a.Remarks, Remark{Grade: Must, Fault: m.fault, Says: r.says(m, try != "", h.time), Try: try})
	}
	slices.SortStableFunc(a.Remarks, func(a, b Remark) int { return slices.Index(musty, a.Fault) - slices.Index(musty, b.Fault) })
	a.Remarks = append(a.Remarks, h.coulds(p)...)
	a.Remarks = a.Remarks[:min(RemarksMost, len(a.Remarks))]
	a.Good = h.good(p, len(a.Remarks) == 0)
	return a
}

// musty are the faults that are musts, in the order they are told.
var musty = []Fault{Vague, Several, Apology, Hedge}

// heard is what an ask says, in its words or in its fields.
type heard struct {
	language language
	role     bool
	time     bool // a day or a time; of a role, when it starts
	place    bool
	reason   bool // why now, or why them
	more     bool // more than the question is said, which is mostly why
	question bool // there is a question mark
	length   int  // of the question, in words
}

// heard gathers it.
func (r *reading) heard(p Proposal) heard {
	h := heard{language: r.language(), role: p.What == Role, reason: !blank(p.Why)}
	h.time = r.day || r.clock
	if h.role {
		h.time = h.time || r.start || p.Starts != (Date{})
	} else {
		h.time = h.time || !p.At.IsZero()
	}
	h.place = r.place || !blank(p.Where)
	h.reason = h.reason || r.reason
	h.more = r.more
	for _, s := range r.sentences {
		if s.asks {
			h.question = true
		}
		if s.asks || r.requests(s) {
			h.length = max(h.length, s.end-s.first)
		}
	}
	return h
}

// coulds are what would make it stronger. Of a language the coach does not know,
// it cannot tell what is said, only what the fields hold.
func (h heard) coulds(p Proposal) []Remark {
	var out []Remark
	could := func(f Fault, s Sentence) { out = append(out, Remark{Grade: Could, Fault: f, Says: s}) }
	if h.language != "" {
		switch {
		case h.time:
		case h.role:
			could(NoTime, Say("Say when it starts: a yes needs a day."))
		default:
			could(NoTime, Say("Name the day and the time: a yes needs something to write down."))
		}
		if !h.role && !h.place {
			could(NoPlace, Say("Say where it is."))
		}
		if !h.reason && !h.more {
			could(NoReason, Say("Say why now, or why them: one reason of theirs is enough."))
		}
	}
	if h.length > QuestionMost {
		could(TooLong, Say("The question itself has %d words. Under %d, they hear all of it.", h.length, QuestionMost))
	}
	if !h.question {
		could(NoQuestion, Say("End with a question. Then wait."))
	}
	return out
}

// good is something good about it, and true: people who are told only what is
// wrong stop asking.
func (h heard) good(p Proposal, clear bool) Sentence {
	switch {
	case clear && h.language == "":
		return Say("Short, and a question. Say it, then be quiet and let them think.")
	case clear && h.role:
		return Say("Clear: what it is, and when it starts. Say it, then be quiet and let them think.")
	case clear:
		return Say("Clear: what, when and where. Say it, then be quiet and let them think.")
	case !h.role && h.time && h.place:
		return Say("They'll know when and where.")
	case h.reason:
		return Say("You say why it matters. That's what people remember.")
	case h.time && h.role:
		return Say("They'll know when it starts.")
	case h.time:
		return Say("They'll know when: that makes it real.")
	case !h.role && h.place:
		return Say("They'll know where.")
	case !blank(p.IfTime) || !blank(p.IfThing):
		return Say("You've thought of what to offer after a no.")
	case h.question && h.length <= QuestionMost/2:
		return Say("A short question: they'll hear all of it.")
	}
	return Say("You're finding the words before you need them. That's half of it.")
}
