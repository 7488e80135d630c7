package storage_test

import (
	"testing"
	"time"

	"oneonone"
)

// A window sent again with somebody else in it, since its answer was lost: what
// was said goes with it, and nothing on its way reaches whom it was of before.
func TestAnAskOfSomebodyElse(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	put := func(window string, who oneonone.Whom, r oneonone.Reaction) oneonone.Ask {
		t.Helper()
		n := anAsk(w.ana, r)
		n.Whom = who
		a, err := w.PutAsk(ctx, w.sam.ID, window, n)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	for window, who := range map[string]oneonone.Whom{"V1/ask": {Member: w.mei.ID}, "V2/ask": {Name: "Marta", Reach: "555 0134"}} {
		a := put(window, oneonone.Whom{Member: w.ana.ID}, saidYes)
		if err := w.SendWord(ctx, w.sam.ID, a.ID, a.Version, window+"/word", "So glad."); err != nil {
			t.Fatal(err)
		}
		put(window, who, saidYes)
		for _, sent := range w.MustSend(t) {
			t.Errorf("%s went out", sent)
		}
	}

	// Not ever, of the other one: it is they who are asked no more.
	first := put("V3/ask", oneonone.Whom{Member: w.joao.ID}, notAtAll)
	w.clock.Advance(time.Minute)
	second := put("V3/ask", oneonone.Whom{Member: w.mei.ID}, notAtAll)
	if p := w.person(t, first); !p.NoAsks.IsZero() || p.NoContact {
		t.Errorf("of whom it was not: %+v", p)
	}
	if p := w.person(t, second); p.NoAsks.IsZero() || !p.NoContact || p.NoAsksBy != second.ID {
		t.Errorf("of whom it is: %+v", p)
	}
}

// A word on its way to who came goes no more once they say not ever to another ask.
func TestNoWordAfterNotEver(t *testing.T) {
	w := newWorld(t)
	n := anAsk(w.ana, saidYes)
	n.Proposal = oneonone.Proposal{What: oneonone.Role, Words: "Will you cook?"}
	came := w.MustAsk(t, w.sam, n)
	came, err := w.ChangeAsk(t.Context(), w.sam.ID, came.ID, func(a *oneonone.Ask) error { return a.Happened(oneonone.Came, w.clock.Now()) })
	if err != nil {
		t.Fatal(err)
	}
	if err := w.SendWord(t.Context(), w.sam.ID, came.ID, came.Version, "V1/word", "Thank you."); err != nil {
		t.Fatal(err)
	}
	w.MustAsk(t, w.sam, anAsk(w.ana, oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotEver}))
	for _, sent := range w.MustSend(t) {
		t.Errorf("%s went out", sent)
	}
}

// A not ever noted by mistake, and corrected: the yes it had ended is to be confirmed
// as before.
func TestARestoredYesIsConfirmed(t *testing.T) {
	w := newWorld(t)
	yes := w.MustAsk(t, w.sam, anAsk(w.ana, saidYes))
	slip := w.MustAsk(t, w.sam, anAsk(w.ana, notAtAll))
	if f, _ := w.confirmation(t, yes); f.State != oneonone.Dropped {
		t.Errorf("after not ever: %+v", f)
	}
	w.says(t, slip, notThat)
	f, _ := w.confirmation(t, yes)
	if f.State != oneonone.Open {
		t.Errorf("after it was corrected: %+v", f)
	}
	w.wantWaiting(t, "corrected", f.ID, "followup/2026-06-10 to sam", "followup/2026-06-10-again to sam")
}

// One window sent off twice, since its answer was lost, is one word. What is another
// one, by the drawing or by its words, goes too: its author is told so.
func TestEachWordIsSentOnce(t *testing.T) {
	w := newWorld(t)
	yes := w.MustAsk(t, w.sam, anAsk(w.ana, saidYes))
	for _, sent := range []struct{ drawing, words string }{
		{"V1/word/h1", "So glad."}, {"V1/word/h1", "So glad."}, {"V1/word/h1", "So glad, Ana."},
		{"V1/word/h2", "So glad."}, {"V1/word/h2", "The side door."}, {"V1/word/h2", "The side door."},
	} {
		if err := w.SendWord(t.Context(), w.sam.ID, yes.ID, yes.Version, sent.drawing, sent.words); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(w.MustSend(t)); n != 4 {
		t.Errorf("%d words went out, not 4", n)
	}
}
