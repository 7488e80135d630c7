package oneonone

// Pick is PickQuestions from a bank of the test's own: the one built in cannot
// show what an organizer's edits would do.
var Pick = pick
