package oneonone

import "time"

// LastTime is what an organizer has from before when they get ready for a talk:
// it comes back by itself, so that nobody has to look for it.
type LastTime struct {
	// Met is when the last talk with this person was that they wrote about; zero
	// when there is none.
	Met         time.Time
	Remember    string // what they wanted to remember of it
	Thread      string // a thread they did not pick up
	Differently string // what they would do differently
	// Promises are the open ones of the two to each other, the soonest due first.
	Promises []Followup
}
