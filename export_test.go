package oneonone

// Pick is PickQuestions from a bank of the test's own: the one built in cannot
// show what an organizer's edits would do.
var Pick = pick

// Looked counts the words the coach looks at to know what an ask says, and what
// must change: how much work it is, on whatever machine.
func Looked(words string) int {
	r := read(words)
	r.musts(r.heard(Proposal{Words: words}))
	return r.looked
}
