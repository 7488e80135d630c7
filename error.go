package oneonone

import "errors"

// ErrorKind says what went wrong, so that the Slack side can decide where the
// sentence goes: under a field, or in place of a card that is no longer true.
type ErrorKind string

const (
	// Invalid: something typed or chosen cannot be. Field says where.
	Invalid ErrorKind = "invalid"
	// NotFound: no such thing among what this person may see. Another's row
	// and a row that never was look the same, on purpose.
	NotFound ErrorKind = "not found"
	// Stale: the thing has moved on since the button was drawn.
	Stale ErrorKind = "stale"
	// Busy: the words are not saved; trying again is right.
	Busy ErrorKind = "busy"
)

// Field names an input of a screen, in the domain's words.
type Field string

// The fields a person can be told about.
const (
	FieldWho      Field = "who"
	FieldName     Field = "name"
	FieldReach    Field = "reach" // how to reach someone outside Slack, someone suggested, or oneself
	FieldSecond   Field = "second"
	FieldWord     Field = "word"
	FieldWhy      Field = "why"
	FieldWhen     Field = "when"
	FieldWhere    Field = "where"
	FieldHow      Field = "how" // how they hear of a plan, or how one follows up
	FieldLength   Field = "length"
	FieldKind     Field = "kind"
	FieldRemember Field = "remember"
	FieldPromise  Field = "promise"
	FieldNext     Field = "next"
	FieldNextOn   Field = "next_on"
	FieldLater    Field = "later" // the day to ask again
	FieldLate     Field = "late"  // how late one is

	// A follow-up.
	FieldWhat  Field = "what"
	FieldWhose Field = "whose" // who does it
	FieldBy    Field = "by"    // the day it is due

	// An ask and its answer.
	FieldAskWords    Field = "ask_words"    // the words you'll say
	FieldAskWhat     Field = "ask_what"     // an event, or a role
	FieldAskAt       Field = "ask_at"       // when the event is
	FieldAskWhere    Field = "ask_where"    // and where
	FieldAskStarts   Field = "ask_starts"   // when the role begins
	FieldAskInvolves Field = "ask_involves" // and what it takes
	FieldAskWhy      Field = "ask_why"      // why now, and why them
	FieldAskIfTime   Field = "ask_if_time"  // what is offered if the time is wrong
	FieldAskIfThing  Field = "ask_if_thing" // and if it is not their thing
	FieldCome        Field = "come"         // how many should come
	FieldSaid        Field = "said"         // what they said
	FieldNo          Field = "no"           // which no it was
	FieldNoContact   Field = "no_contact"   // they'd rather not hear from us at all
	FieldThen        Field = "then"         // and then?
	FieldAskAgain    Field = "ask_again"    // the day it comes back
	FieldWouldTake   Field = "would_take"   // what would make it a yes

	// Settings.
	FieldMorning   Field = "morning"
	FieldQuietFrom Field = "quiet_from"
	FieldQuietTo   Field = "quiet_to"
	FieldLead      Field = "lead"
	FieldNames     Field = "names"
	FieldPause     Field = "pause"

	// Notes: before a talk, and behind each door after it.
	FieldGoodTalk    Field = "good_talk"   // What would make this a good talk?
	FieldFindOut     Field = "find_out"    // What do you want to find out?
	FieldCommon      Field = "common"      // What do you two have in common?
	FieldCare        Field = "care"        // What do they care about most, and why?
	FieldLight       Field = "light"       // What made them light up?
	FieldGoodAt      Field = "good_at"     // What are they good at?
	FieldRole        Field = "role"        // A role that would suit them
	FieldSuggested   Field = "suggested"   // Who did they suggest?
	FieldIntroduce   Field = "introduce"   // Whom could you introduce them to?
	FieldFeel        Field = "feel"        // How did the talk feel?
	FieldWell        Field = "well"        // What went well?
	FieldDifferently Field = "differently" // What would you do differently?
	FieldThread      Field = "thread"      // A thread you didn't pick up
	FieldStory       Field = "story"       // Did you hear the story behind the opinion?
)

// Sentence is words for a person that are not yet in their language: an English
// format that is also the catalog's key, and its arguments.
type Sentence struct {
	Key  string
	Args []any
}

// Say makes a Sentence.
func Say(key string, args ...any) Sentence { return Sentence{Key: key, Args: args} }

// Error is what a rule answers when something cannot be: its kind, the field it
// belongs to, and the sentence for the person, always with the next step. Cause
// is for the log; it never holds a private word.
type Error struct {
	Kind     ErrorKind
	Field    Field
	Sentence Sentence
	Cause    error
}

// Error is for the log: the kind, the field and the cause, not the words.
func (e *Error) Error() string {
	s := string(e.Kind)
	if e.Field != "" {
		s += " " + string(e.Field)
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// KindOf is the kind of the first Error in the chain of err, or "".
func KindOf(err error) ErrorKind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return ""
}

// Outdated is the Error about a button or a window that is no longer drawn that
// way.
func Outdated() *Error {
	return stale("This is from before I was updated, and I can't read it any more. Copy what you need, and begin again with `/1on1`.")
}

// invalid is an Error about one field.
func invalid(f Field, key string, args ...any) *Error {
	return &Error{Kind: Invalid, Field: f, Sentence: Say(key, args...)}
}

// stale is an Error about a button pressed too late.
func stale(key string, args ...any) *Error {
	return &Error{Kind: Stale, Sentence: Say(key, args...)}
}
