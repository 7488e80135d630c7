package oneonone

import (
	"slices"
	"time"
)

// Part is one part of an agenda.
type Part struct {
	What    string // an English sentence, the catalog's key
	Minutes int
	// ask is what it says when an ask was announced; the same when empty.
	ask string
	// offers is true where something is asked for, announced or not.
	offers bool
}

// agendas are the parts of a 45-minute talk. Getting to know each other is the
// handbooks' 2, 20 and 10 minutes scaled up (purpose; exploration and exchange;
// commitment); a next step follows their order; the check-in is made from their
// three aims. See docs/method.md.
var agendas = map[Kind][]Part{
	Recruitment: {
		{What: "Why you meet", Minutes: 3, ask: "Why you meet, and that an ask will come"},
		{What: "Their story, then yours", Minutes: 28},
		{What: "What you two will do next, and when", Minutes: 14, ask: "The ask, and what happens next"},
	},
	Maintenance: {
		{What: "How they are", Minutes: 8, ask: "How they are, and that an ask will come"},
		{What: "How it went", Minutes: 14},
		{What: "What they want to work on", Minutes: 13},
		{What: "Next steps, and when you meet again", Minutes: 10, ask: "The ask, and when you meet again"},
	},
	Escalation: {
		{What: "What they did, and your thanks", Minutes: 8, ask: "What they did, your thanks, and that an ask will come"},
		{What: "What they want", Minutes: 14},
		{What: "The role", Minutes: 8, offers: true},
		{What: "If it's a yes: what it takes, what support they need", Minutes: 10, offers: true},
		{What: "Next steps", Minutes: 5},
	},
}

// Agenda is a guide, not a script: the parts of a talk of this kind, scaled to
// its length in whole minutes that add up to it. Ask says whether an ask was
// announced. Rounding goes to the largest part, which is always the listening.
func Agenda(k Kind, length time.Duration, ask bool) []Part {
	parts := append([]Part(nil), agendas[k]...)
	for i, p := range parts {
		if ask && p.ask != "" {
			parts[i].What = p.ask
		}
	}
	return scaled(parts, length)
}

// AgendaWithoutAsk is the agenda of a talk with somebody who told the organizer not
// ever: it holds no ask, whatever was announced before that, and the listening has its
// time.
func AgendaWithoutAsk(k Kind, length time.Duration) []Part {
	return scaled(slices.DeleteFunc(append([]Part(nil), agendas[k]...), func(p Part) bool { return p.offers }), length)
}

// scaled gives the parts, which are of 45 minutes at most, their share of a length.
func scaled(parts []Part, length time.Duration) []Part {
	total := int(length / time.Minute)
	left, largest := total, 0
	for i, p := range parts {
		if p.Minutes > parts[largest].Minutes {
			largest = i
		}
		left -= max(1, (p.Minutes*total+22)/45)
	}
	for i, p := range parts {
		parts[i].Minutes = max(1, (p.Minutes*total+22)/45)
	}
	if len(parts) > 0 {
		parts[largest].Minutes += left
	}
	return parts
}
