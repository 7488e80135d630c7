package storage_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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
		if _, err := w.SendWord(ctx, w.sam.ID, a.ID, a.Version, 0, window+"/word", "So glad.", true); err != nil {
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

// A word on its way to who came goes no more once they'd rather not hear from us at all;
// a not ever to another ask leaves it be.
func TestNoWordAfterNotEver(t *testing.T) {
	for says, goes := range map[oneonone.Reaction]int{notEver: 1, notAtAll: 0} {
		t.Run(fmt.Sprintf("goes %d", goes), func(t *testing.T) { noWordAfter(t, says, goes) })
	}
}

func noWordAfter(t *testing.T, says oneonone.Reaction, goes int) {
	w := newWorld(t)
	n := anAsk(w.ana, saidYes)
	n.Proposal = oneonone.Proposal{What: oneonone.Role, Words: "Will you cook?"}
	came := w.MustAsk(t, w.sam, n)
	came, err := w.ChangeAsk(t.Context(), w.sam.ID, came.ID, func(a *oneonone.Ask) error { return a.Happened(oneonone.Came, w.clock.Now()) })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.SendWord(t.Context(), w.sam.ID, came.ID, came.Version, 0, "V1/word", "Thank you.", true); err != nil {
		t.Fatal(err)
	}
	w.MustAsk(t, w.sam, anAsk(w.ana, says))
	if sent := w.MustSend(t); len(sent) != goes {
		t.Errorf("%v went out", sent)
	}
}

// Nor is its author told to say it themselves, where Slack never takes it.
func TestNoWordToBeSaidAfterNotEver(t *testing.T) {
	for name, tt := range map[string]struct {
		says oneonone.Reaction
		told bool
	}{"not ever": {notAtAll, false}, "yes still": {saidYes, true}} {
		w := newWorld(t)
		a := w.MustAsk(t, w.sam, anAsk(w.ana, saidYes))
		if _, err := w.SendWord(t.Context(), w.sam.ID, a.ID, a.Version, 0, "V1/word", "So glad.", true); err != nil {
			t.Fatal(err)
		}
		c := w.MustClaim(t)
		if len(c.Rows) != 1 || c.Rows[0].Kind != oneonone.NudgeWord {
			t.Fatalf("claimed %s", w.line(c))
		}
		w.says(t, a, tt.says)
		if err := w.Undeliverable(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		told := slices.ContainsFunc(w.MustSend(t), func(s string) bool { return strings.HasPrefix(s, "undone/unsaid-") })
		if told != tt.told {
			t.Errorf("%s: told to say it themselves: %t", name, told)
		}
	}
}

// A window sent again after it turned to what they offered, or back, is corrected.
func TestWhatTheyOfferedIsCorrected(t *testing.T) {
	w := newWorld(t)
	for _, unasked := range []bool{true, false, true} {
		n := anAsk(w.ana, saidYes)
		n.Unasked = unasked
		put, err := w.PutAsk(t.Context(), w.sam.ID, "V1/ask", n)
		if err != nil {
			t.Fatal(err)
		}
		if a, err := w.Ask(t.Context(), w.sam.ID, put.ID); err != nil || a.Unasked != unasked {
			t.Errorf("offered: %t, %v, want %t", a.Unasked, err, unasked)
		}
	}
}

// A word that waits, since she sits in a talk, is of no use once its event was moved,
// or has begun: it does not go out, its author hears of it, and the day that is to be
// confirmed still is.
func TestAWordThatFitsNoMore(t *testing.T) {
	to := func(at time.Time) func(*oneonone.Ask) error {
		return func(a *oneonone.Ask) error { return a.Move(at, oneonone.Date{}) }
	}
	event := thursday18
	for _, tt := range []struct {
		name string
		then func(*oneonone.Ask) error
		back bool      // and as it was
		at   time.Time // when it is over; zero: before the talk is
		said bool
	}{
		{"nothing changed", nil, false, time.Time{}, true},
		{"moved", to(event.AddDate(0, 0, 1)), false, time.Time{}, false},
		{"moved by an hour", to(event.Add(time.Hour)), false, time.Time{}, false},
		{"moved and back", to(event.AddDate(0, 0, 1)), true, time.Time{}, true},
		{"elsewhere", func(a *oneonone.Ask) error {
			p := a.Proposal
			p.Where = "The park"
			return a.Reword(p)
		}, false, time.Time{}, false},
		{"only why", func(a *oneonone.Ask) error {
			p := a.Proposal
			p.Why = "You know them all"
			return a.Reword(p)
		}, false, time.Time{}, true},
		{"to be confirmed by another day", func(a *oneonone.Ask) error {
			return a.Answer(oneonone.Reaction{Said: oneonone.SaidYes, Back: june(11)}, monday)
		}, false, time.Time{}, true},
		{"begun", nil, false, event.Add(-10 * time.Minute), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			n := anAsk(w.ana, saidYes)
			n.At = event
			a := w.MustAsk(t, w.sam, n)
			sits := event.Add(-5 * time.Hour)
			if !tt.at.IsZero() {
				sits = tt.at.Add(-10 * time.Minute)
			}
			p := at(sits)
			p.Notice = oneonone.NoticeAgreed
			talk := w.MustPlan(t, w.joao, w.ana, p)
			w.MustSend(t)
			w.clock.Set(sits.Add(time.Minute))
			w.MustSend(t)
			if _, err := w.SendWord(t.Context(), w.sam.ID, a.ID, a.Version, 0, "V1/word", "So glad. Thursday, 18:00.", true); err != nil {
				t.Fatal(err)
			}
			w.wantSent(t, "while she sits in it")
			for i, then := range []func(*oneonone.Ask) error{tt.then, to(event)} {
				if then == nil || i == 1 && !tt.back {
					break
				}
				if _, err := w.ChangeAsk(t.Context(), w.sam.ID, a.ID, then); err != nil {
					t.Fatal(err)
				}
			}
			w.clock.Set(talk.End())
			got := w.MustSend(t)
			said := slices.Contains(got, "word/ to ana")
			unsaid := slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "undone/unsaid-") && strings.HasSuffix(s, " to sam") })
			if said != tt.said || unsaid == tt.said {
				t.Errorf("sent %v", got)
			}
			if f, _ := w.confirmation(t, a); (f.State == oneonone.Done) != tt.said {
				t.Errorf("confirmed: %+v", f)
			}
		})
	}
}

// It was moved while the word was on its way: they have read the old day, and the new
// one is to be confirmed.
func TestAWordThatArrivesAsItsDayMoves(t *testing.T) {
	w := newWorld(t)
	a := w.MustAsk(t, w.sam, anAsk(w.ana, saidYes))
	if _, err := w.SendWord(t.Context(), w.sam.ID, a.ID, a.Version, 0, "V1/word", "So glad.", true); err != nil {
		t.Fatal(err)
	}
	c := w.wantClaim(t, "word/ to ana")
	if _, err := w.ChangeAsk(t.Context(), w.sam.ID, a.ID, func(a *oneonone.Ask) error { return a.Move(saturday20.AddDate(0, 0, 1), oneonone.Date{}) }); err != nil {
		t.Fatal(err)
	}
	w.MustSent(t, c)
	if f, _ := w.confirmation(t, a); f.State != oneonone.Open {
		t.Errorf("confirmed by a word of the old day: %+v", f)
	}

	// Or it is somebody else's by then.
	n := anAsk(w.ana, saidYes)
	b, err := w.PutAsk(t.Context(), w.sam.ID, "V2/ask", n)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.SendWord(t.Context(), w.sam.ID, b.ID, b.Version, 0, "V2/word", "So glad.", true); err != nil {
		t.Fatal(err)
	}
	c = w.wantClaim(t, "word/ to ana")
	w.clock.Advance(time.Minute)
	n.Whom = oneonone.Whom{Member: w.mei.ID}
	if _, err := w.PutAsk(t.Context(), w.sam.ID, "V2/ask", n); err != nil {
		t.Fatal(err)
	}
	w.MustSent(t, c)
	if f, _ := w.confirmation(t, b); f.State != oneonone.Open || f.Member != w.mei.ID {
		t.Errorf("confirmed by a word to somebody else: %+v", f)
	}
}

// A window that lay open until the event had begun counts on nobody any more; once it
// is known what came of it there is another word.
func TestNoWordOnceItHasBegun(t *testing.T) {
	w := newWorld(t)
	a := w.MustAsk(t, w.sam, anAsk(w.ana, saidYes))
	w.clock.Set(saturday20)
	before := w.dump(t)
	send := func() error {
		_, err := w.SendWord(t.Context(), w.sam.ID, a.ID, a.Version, 0, "V1/word", "So glad.", true)
		return err
	}
	wantKind(t, "begun", send(), oneonone.Stale)
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
	w.clock.Advance(time.Hour)
	wantKind(t, "over", send(), oneonone.Stale)
	var err error
	if a, err = w.ChangeAsk(t.Context(), w.sam.ID, a.ID, func(a *oneonone.Ask) error { return a.Happened(oneonone.Came, w.clock.Now()) }); err != nil {
		t.Fatal(err)
	}
	if err := send(); err != nil {
		t.Error(err)
	}
	if got := w.MustSend(t); !slices.Contains(got, "word/ to ana") {
		t.Errorf("sent %v", got)
	}
}

// Who says no while the word waits does not read it, and nobody is told to say it.
func TestNoWordAfterANo(t *testing.T) {
	w := newWorld(t)
	n := anAsk(w.ana, saidYes)
	n.At = thursday18
	a := w.MustAsk(t, w.sam, n)
	p := at(thursday18.Add(-20 * time.Minute))
	p.Notice = oneonone.NoticeAgreed
	talk := w.MustPlan(t, w.joao, w.ana, p)
	w.clock.Set(talk.Start)
	w.MustSend(t)
	if _, err := w.SendWord(t.Context(), w.sam.ID, a.ID, a.Version, 0, "V1/word", "So glad.", true); err != nil {
		t.Fatal(err)
	}
	w.says(t, a, notThat)
	w.clock.Set(talk.End())
	for _, line := range w.MustSend(t) {
		if strings.HasPrefix(line, "word") || strings.HasPrefix(line, "undone") {
			t.Errorf("%s went out", line)
		}
	}
}

// A not ever to another ask, and that one corrected: a yes is to be confirmed throughout.
func TestAYesIsConfirmedThroughANotEver(t *testing.T) {
	w := newWorld(t)
	yes := w.MustAsk(t, w.sam, anAsk(w.ana, saidYes))
	slip := w.MustAsk(t, w.sam, anAsk(w.ana, notAtAll))
	if f, _ := w.confirmation(t, yes); f.State != oneonone.Open {
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
// one, by the drawing or by its words, goes too: its author is told so. While it waits,
// another takes its place, and the same words are on their way already.
func TestEachWordIsSentOnce(t *testing.T) {
	for waits, want := range map[bool]int{false: 4, true: 1} {
		w := newWorld(t)
		yes, went := w.MustAsk(t, w.sam, anAsk(w.ana, saidYes)), 0
		for _, sent := range []struct{ drawing, words string }{
			{"V1/word/h1", "So glad."}, {"V1/word/h1", "So glad."}, {"V1/word/h1", "So glad, Ana."},
			{"V1/word/h2", "So glad."}, {"V1/word/h2", "The side door."}, {"V1/word/h2", "The side door."},
		} {
			last, err := w.LastWord(t.Context(), yes)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.SendWord(t.Context(), w.sam.ID, yes.ID, yes.Version, last, sent.drawing, sent.words, true); err != nil {
				t.Fatal(err)
			}
			words, _, err := w.WaitingWord(t.Context(), yes)
			if err != nil || words != sent.words && (waits || words != "") {
				t.Errorf("%q waits, %v, and %q was sent", words, err, sent.words)
			}
			if !waits {
				went += len(w.MustSend(t))
			}
		}
		if went += len(w.MustSend(t)); went != want {
			t.Errorf("%d words went out, not %d", went, want)
		}
	}
}

// Two windows drawn before the first word arrived, and both sent off: the same words reach
// them once, whether those have arrived by then or are just being sent, and other words go.
func TestAWordSentFromTwoWindows(t *testing.T) {
	for _, flying := range []bool{false, true} {
		w := newWorld(t)
		yes := w.MustAsk(t, w.sam, anAsk(w.ana, saidYes))
		send := func(window, words string) bool {
			t.Helper()
			had, err := w.SendWord(t.Context(), w.sam.ID, yes.ID, yes.Version, 0, window, words, true)
			if err != nil {
				t.Fatal(err)
			}
			return had
		}
		if send("V1/word/h1", "So glad.") {
			t.Error("the first had gone before")
		}
		if flying {
			w.MustClaim(t)
		} else {
			w.MustSend(t)
		}
		if !send("V2/word/h1", "So glad.") {
			t.Errorf("flying %t: the same goes twice", flying)
		}
		if send("V3/word/h1", "The side door.") {
			t.Errorf("flying %t: others do not go", flying)
		}
	}
}

// Who wants no messages stops the word that waits for their morning, and its author hears so;
// of one that is not to be said any more nobody is told to say it.
func TestStoppedWords(t *testing.T) {
	for name, yes := range map[string]bool{"a yes": true, "a yes that is none by now": false} {
		w := newWorld(t)
		n := anAsk(w.ana, saidYes)
		a, err := w.PutAsk(t.Context(), w.sam.ID, "V1/ask", n)
		if err != nil {
			t.Fatal(err)
		}
		w.MustSend(t)
		w.clock.Set(time.Date(2026, time.June, 9, 23, 0, 0, 0, time.UTC))
		if _, err := w.SendWord(t.Context(), w.sam.ID, a.ID, a.Version, 0, "V2/word", "So glad.", true); err != nil {
			t.Fatal(err)
		}
		if !yes {
			n.Reaction = notNow(15)
			if _, err := w.PutAsk(t.Context(), w.sam.ID, "V1/ask", n); err != nil {
				t.Fatal(err)
			}
		}
		for _, stop := range []bool{true, false} {
			if err := w.SetNoInvitations(t.Context(), w.ana.ID, stop); err != nil {
				t.Fatal(err)
			}
		}
		var words, told int
		if err := w.raw.QueryRow(`select count(*) filter (where kind = 'word' and state <> 'dropped'), count(*) filter (where kind = 'undone') from outbox`).Scan(&words, &told); err != nil {
			t.Fatal(err)
		}
		if want := map[bool]int{true: 1}[yes]; words != 0 || told != want {
			t.Errorf("%s: %d words wait, %d times told, want %d", name, words, told, want)
		}
	}
}
