package oneonone

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Page is what is written about a talk and saved together. One page lies open
// before the talk; the others stand behind small doors after it, once the one
// line of the [Reflection] is saved. All of it is optional.
type Page string

const (
	// PagePrep is written before the talk.
	PagePrep Page = "prep"
	// PageThem is about the person: what the two share, what moves them.
	PageThem Page = "them"
	// PageSomeone is whom to meet next, through them.
	PageSomeone Page = "someone"
	// PageSelf is how the organizer did: the talk is rated, never the human.
	PageSelf Page = "self"
)

// Doors are the pages after the talk, in the order they are offered.
var Doors = []Page{PageThem, PageSomeone, PageSelf}

// pageFields are the fields of a page in the order they are asked: the
// handbooks' headings, a few questions each. See docs/method.md.
var pageFields = map[Page][]Field{
	PagePrep:    {FieldGoodTalk, FieldFindOut},
	PageThem:    {FieldCommon, FieldCare, FieldLight, FieldGoodAt, FieldRole},
	PageSomeone: {FieldSuggested, FieldReach, FieldIntroduce},
	PageSelf:    {FieldFeel, FieldWell, FieldDifferently, FieldThread, FieldStory},
}

// Fields are what is asked on the page, in order.
func (p Page) Fields() []Field { return pageFields[p] }

// The choices, which are no text: how the talk felt, and whether the story
// behind the opinion was heard, a tick.
const (
	FeelWarm  = "warm"
	FeelFine  = "fine"
	FeelStiff = "stiff"
	FeelHard  = "hard"

	StoryHeard = "heard"
)

// Feels are the answers to "How did the talk feel?" in the order they are
// offered.
var Feels = []string{FeelWarm, FeelFine, FeelStiff, FeelHard}

// Choices are what a field can hold where it is no text; nil where it is.
func (f Field) Choices() []string {
	switch f {
	case FieldFeel:
		return Feels
	case FieldStory:
		return []string{StoryHeard}
	}
	return nil
}

// Notes are what an organizer writes about a talk besides the one line, for
// their own eyes only. A field that is empty is not in it.
type Notes map[Field]string

// Has says whether anything stands on the page.
func (n Notes) Has(p Page) bool {
	return slices.ContainsFunc(p.Fields(), func(f Field) bool { return n[f] != "" })
}

// Check trims what was typed on a page, drops what is empty, and returns every
// reason it cannot be saved, one a field. Drawn is what its window held when it
// was drawn, saved what is saved now.
func (n Notes) Check(p Page, drawn, saved Notes) []*Error {
	maps.DeleteFunc(n, func(f Field, _ string) bool { return !slices.Contains(p.Fields(), f) })
	var errs []*Error
	for _, f := range p.Fields() {
		n[f] = strings.TrimSpace(Clean(n[f]))
		if blank(n[f]) {
			delete(n, f)
		}
		over := utf8.RuneCountInString(n[f]) - MaxNote
		switch choices := f.Choices(); {
		case choices != nil && n[f] != "" && !slices.Contains(choices, n[f]):
			errs = append(errs, invalid(f, "Choose one of these, or leave it open."))
		case over > 0:
			errs = append(errs, invalid(f, "That's %d over what fits. Keep what matters most.", over))
		default:
			if err := CheckWindow(f, drawn[f], saved[f], n[f]); err != nil {
				errs = append(errs, err)
			}
		}
	}
	return errs
}

// CheckWindow refuses to write over words that its author did not see there. They
// may have two windows of one thing open, on a phone and on a desk, or an old one
// that they come back to: drawn is what this one held when it was drawn, saved
// what is saved now, typed what is to take its place.
func CheckWindow(f Field, drawn, saved, typed string) *Error {
	if saved == drawn || saved == typed {
		return nil
	}
	return &Error{Kind: Stale, Field: f, Sentence: Say("You've written something else here since, in another window. Copy what you need, close this one, and open it again.")}
}
