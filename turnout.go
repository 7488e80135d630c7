package oneonone

// ShowRate is an organizer's own experience with asks.
type ShowRate struct {
	Came, Known    int // how many yeses came, of how many it is known
	Yeses, Answers int // how many answers were a yes, of how many there are
}

// RateKnown is how many are needed before one's own experience counts.
const RateKnown = 10

// MaxTurnout is how many may be wanted.
const MaxTurnout = 9999

// CheckTurnout refuses what is no number of people.
func CheckTurnout(come int) error {
	if come < 1 || come > MaxTurnout {
		return invalid(FieldCome, "Write a number, like 20.")
	}
	return nil
}

// Collect is how many yeses to collect so that so many come, and whether that is
// by their own show-up rate: half of those who said yes turn up, as the handbooks
// have it, until ten are known.
func (r ShowRate) Collect(come int) (yeses int, own bool) {
	if r.Known >= RateKnown && r.Came > 0 {
		return (come*r.Known + r.Came - 1) / r.Came, true
	}
	return 2 * come, false
}

// People is how many to ask for so many yeses; false until ten answers are known.
func (r ShowRate) People(yeses int) (int, bool) {
	if r.Answers < RateKnown || r.Yeses == 0 {
		return 0, false
	}
	return (yeses*r.Answers + r.Yeses - 1) / r.Yeses, true
}
