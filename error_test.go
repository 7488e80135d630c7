package oneonone_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

// The log gets the kind, the field and the cause; the person gets the sentence.
func TestErrorIsForTheLog(t *testing.T) {
	cause := errors.New("disk full")
	for _, tt := range []struct {
		err  oneonone.Error
		want string
	}{
		{oneonone.Error{Kind: oneonone.Stale}, "stale"},
		{oneonone.Error{Kind: oneonone.Invalid, Field: oneonone.FieldWhy}, "invalid why"},
		{oneonone.Error{Kind: oneonone.Busy, Cause: cause}, "busy: disk full"},
		{oneonone.Error{Kind: oneonone.Invalid, Field: oneonone.FieldWho, Cause: cause}, "invalid who: disk full"},
	} {
		tt.err.Sentence = oneonone.Say("%s would rather not.", "Ana")
		if diff := cmp.Diff(tt.want, tt.err.Error()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestKindOf(t *testing.T) {
	inner := &oneonone.Error{Kind: oneonone.Busy, Cause: errors.New("locked")}
	for _, tt := range []struct {
		name string
		err  error
		want oneonone.ErrorKind
	}{
		{"none", nil, ""},
		{"another's", errors.New("disk full"), ""},
		{"one", inner, oneonone.Busy},
		{"one wrapped", fmt.Errorf("plan: %w", inner), oneonone.Busy},
		{"one among others", errors.Join(errors.New("disk full"), inner), oneonone.Busy},
		{"the outer of two", &oneonone.Error{Kind: oneonone.Stale, Cause: inner}, oneonone.Stale},
	} {
		if got := oneonone.KindOf(tt.err); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	if !errors.Is(fmt.Errorf("plan: %w", inner), inner.Cause) {
		t.Error("the cause is not in the chain")
	}
}

// No error repeats a private word: logs are read by others.
func TestErrorsKeepWordsOut(t *testing.T) {
	const word = "zanahoria"
	p := talk()
	p.Purpose, p.Place = strings.Repeat(word, 100), strings.Repeat(word, 100)
	r := oneonone.Reflection{Remember: strings.Repeat(word, 1000), Promise: strings.Repeat(word, 100), Next: word}
	errs := p.Check(planned)
	errs = append(errs, r.Check(oneonone.Date{Year: 2026, Month: 6, Day: 12}, oneonone.Reflection{})...)
	if len(errs) != 5 {
		t.Fatalf("%d errors, want 5: %v", len(errs), said(errs...))
	}
	for _, e := range errs {
		if strings.Contains(e.Error(), word) {
			t.Errorf("the log gets %q", e.Error())
		}
	}
}
