package oneonone

import (
	"time"
)

// Commitment is what an ask asks for: a good one asks for one of these, and only
// one.
type Commitment string

const (
	// Event is something that happens once, at a time and a place.
	Event Commitment = "event"
	// Role is something that is taken on: it begins on a day, and has no place.
	Role Commitment = "role"
)

// Commitments in the order they are offered.
var Commitments = []Commitment{Event, Role}

// Proposal is what an organizer prepares of an ask: the "hard ask" of the
// handbooks, a direct request for one specific commitment, with the date, the
// time, the place and the reason that it is urgent. Only the words are required.
// They are the organizer's own, and nobody else reads them.
type Proposal struct {
	What  Commitment
	Words string // the words to say
	// At and Where are an event's; On and Involves a role's: the day it starts,
	// and what it takes (hours a week, until when). All may be empty.
	At       time.Time
	Where    string
	On       Date
	Involves string
	Why      string // why now, and why them
	// IfTime is what is offered if the time is wrong, IfThing if it is not their
	// thing: the alternatives to the two noes that are no end.
	IfTime, IfThing string
}
