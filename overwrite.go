package oneonone

import (
	"strings"
	"unicode/utf8"
)

// AskWords is all that was typed of an ask: what whom it is of may want gone. Only
// the words themselves must be something, and any word will do.
type AskWords struct {
	Words, Where, Involves, Why, IfTime, IfThing, WouldTake string
}

// Typed is what an ask holds of it.
func (a Ask) Typed() AskWords {
	return AskWords{a.Words, a.Where, a.Involves, a.Why, a.IfTime, a.IfThing, a.WouldTake}
}

// Check trims what takes its place and returns every reason it cannot be, one a field.
func (w *AskWords) Check() []*Error {
	w.Words = strings.TrimSpace(Clean(w.Words))
	var errs []*Error
	switch n := utf8.RuneCountInString(w.Words); {
	case blank(w.Words):
		errs = append(errs, invalid(FieldAskWords, "Write something over it. One word is enough."))
	case n > MaxNote:
		errs = append(errs, invalid(FieldAskWords, "That's %d over what fits. One word is enough.", n-MaxNote))
	}
	for _, line := range []struct {
		field Field
		words *string
		most  int
	}{
		{FieldAskWhere, &w.Where, MaxPlace}, {FieldAskInvolves, &w.Involves, MaxAskLine}, {FieldAskWhy, &w.Why, MaxAskLine},
		{FieldAskIfTime, &w.IfTime, MaxAskLine}, {FieldAskIfThing, &w.IfThing, MaxAskLine}, {FieldWouldTake, &w.WouldTake, MaxAskLine},
	} {
		*line.words = oneLine(*line.words)
		if n := utf8.RuneCountInString(*line.words); n > line.most {
			errs = append(errs, invalid(line.field, "That's %d over what fits. It may be empty.", n-line.most))
		}
	}
	return errs
}

// Overwrite has other words take the place of what was typed, however the ask stands:
// also of one that is closed, or over, whose day and answer stay. It sets nothing in
// motion, and stops nothing.
func (a *Ask) Overwrite(w AskWords) error {
	if a.Typed() == w {
		return nil
	}
	rewords := a.Words != w.Words
	a.Words, a.Where, a.Involves, a.Why, a.IfTime, a.IfThing = w.Words, w.Where, w.Involves, w.Why, w.IfTime, w.IfThing
	a.WouldTake, a.Overwritten = w.WouldTake, a.Overwritten || rewords
	a.Version++
	return nil
}
