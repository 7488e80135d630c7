package oneonone

import "time"

// Part is one part of an agenda.
type Part struct {
	What    string // an English sentence, the catalog's key
	Minutes int
	// ask is what it says when an ask was announced; the same when empty.
	ask string
}

// agendas are the parts of a 45-minute talk. Getting to know each other is the
// handbooks' 2, 20 and 10 minutes scaled up (purpose; exploration and exchange;
// commitment); a next step follows their order; the check-in is made from their
// three aims. See docs/method.md.
var agendas = map[Kind][]Part{
	Recruitment: {
		{"Why you meet", 3, "Why you meet, and that an ask will come"},
		{"Their story, then yours", 28, ""},
		{"What you two will do next, and when", 14, "The ask, and what happens next"},
	},
	Maintenance: {
		{"How they are", 8, "How they are, and that an ask will come"},
		{"How it went", 14, ""},
		{"What they want to work on", 13, ""},
		{"Next steps, and when you meet again", 10, "The ask, and when you meet again"},
	},
	Escalation: {
		{"What they did, and your thanks", 8, ""},
		{"What they want", 14, ""},
		{"The role", 8, ""},
		{"If it's a yes: what it takes, what support they need", 10, ""},
		{"Next steps", 5, ""},
	},
}

// Agenda is a guide, not a script: the parts of a talk of this kind, scaled to
// its length in whole minutes that add up to it. Ask says whether an ask was
// announced. Rounding goes to the largest part, which is always the listening.
func Agenda(k Kind, length time.Duration, ask bool) []Part {
	parts := append([]Part(nil), agendas[k]...)
	total := int(length / time.Minute)
	left, largest := total, 0
	for i := range parts {
		if agendas[k][i].Minutes > agendas[k][largest].Minutes {
			largest = i
		}
		if ask && parts[i].ask != "" {
			parts[i].What = parts[i].ask
		}
		parts[i].Minutes = max(1, (agendas[k][i].Minutes*total+22)/45)
		left -= parts[i].Minutes
	}
	if len(parts) > 0 {
		parts[largest].Minutes += left
	}
	return parts
}
