package oneonone_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

// The situations that are built in: the coach would mend every weak ask, and has
// nothing to say against any good one.
func TestPracticeSituations(t *testing.T) {
	p := oneonone.Practices()
	var all []string
	say := func(words ...string) { all = append(all, words...) }
	for _, a := range p.Asks {
		say(a.Situation, a.Ask, a.Good)
		if got := faults(oneonone.Coach(oneonone.Proposal{What: a.What, Words: a.Ask}, nil)); got == "" {
			t.Errorf("nothing is wrong with the weak ask %q", a.Ask)
		}
		if got := faults(oneonone.Coach(oneonone.Proposal{What: a.What, Words: a.Good}, nil)); got != "" {
			t.Errorf("of the good ask %q it says %s", a.Good, got)
		}
	}
	heard := map[oneonone.NoKind]int{}
	for i, h := range p.Noes {
		say(h.Situation, h.Heard, h.Why)
		heard[h.No]++
		if next := p.Noes[(i+1)%len(p.Noes)]; next.No == h.No {
			t.Errorf("%q and %q, one after the other, are both %s", h.Heard, next.Heard, h.No)
		}
	}
	for _, n := range oneonone.NoKinds {
		if heard[n] < 2 {
			t.Errorf("%s is heard %d times, want twice at least", n, heard[n])
		}
	}
	where := map[int]int{}
	for _, n := range p.Moves {
		say(n.Situation)
		for i, m := range n.Moves {
			say(m.Text, m.Because)
			if m.Fits {
				where[i]++
			}
		}
		if !n.Best().Fits {
			t.Errorf("%q: its best move is %q", n.Situation, n.Best().Text)
		}
	}
	if len(where) != 3 {
		t.Errorf("the move that fits stands in the places %v only", where)
	}
	seen := map[string]bool{}
	for _, words := range all {
		// A printer reads the text as a format: a lone % would garble it.
		if words == "" || words != strings.TrimSpace(words) || strings.ContainsAny(words, "%<>!") || seen[words] {
			t.Errorf("%q is empty, not clean, loud, or there twice", words)
		}
		seen[words] = true
		if utf8.RuneCountInString(words) > 300 {
			t.Errorf("%q is too long for a short round", words)
		}
	}
}

// Any number is a turn, and the turns after each other bring all there is.
func TestPracticeRound(t *testing.T) {
	p := oneonone.Practices()
	asks, noes, moves := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for turn := range len(p.Asks) * len(p.Noes) * len(p.Moves) {
		a, h, n := p.Round(turn)
		asks[a.Situation], noes[h.Situation], moves[n.Situation] = true, true, true
	}
	if len(asks) != len(p.Asks) || len(noes) != len(p.Noes) || len(moves) != len(p.Moves) {
		t.Errorf("%d, %d and %d situations come up, want %d, %d and %d", len(asks), len(noes), len(moves), len(p.Asks), len(p.Noes), len(p.Moves))
	}
	for _, turn := range []int{-1, -1 << 63, 1<<63 - 1} {
		p.Round(turn)
	}
}

// practiceOf is a file of six situations a round, changed.
func practiceOf(change func(string) string) string {
	var b strings.Builder
	b.WriteString("# Practice\n\n- this line is for readers\n\n## Mend a weak ask\n\nHow to read it.\n\n")
	for i := range 6 {
		fmt.Fprintf(&b, "- Ask %d.\n  ask: Maybe %d?\n  good: Will you %d?\n", i, i, i)
	}
	b.WriteString("\n## Which no do you hear?\n\n")
	for i := range 6 {
		fmt.Fprintf(&b, "- No %d.\n  heard: No %d: never.\n  no: not ever\n  why: Said so.\n", i, i)
	}
	b.WriteString("\n## Choose the next move\n\n")
	for i := range 6 {
		fmt.Fprintf(&b, "- Move %d.\n  move: A%d\n  because: a\n  best: B%d\n  because: b\n  move: C%d\n  because: c\n", i, i, i, i)
	}
	return change(b.String())
}

func TestParsePractice(t *testing.T) {
	swap := func(old, new string) func(string) string {
		return func(s string) string {
			if !strings.Contains(s, old) {
				panic(old)
			}
			return strings.Replace(s, old, new, 1)
		}
	}
	for _, tt := range []struct {
		name   string
		change func(string) string
		want   string
	}{
		{"as it should be", func(s string) string { return s }, ""},
		{"written on Windows", func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }, ""},
		{"empty", func(string) string { return "" }, `"Mend a weak ask" has 0 situations, and needs 6`},
		{"a section is missing", swap("## Choose the next move", "## Choose"), `"Choose the next move" has 0 situations, and needs 6`},
		{"too few", swap("- No 5.\n  heard: No 5: never.\n  no: not ever\n  why: Said so.\n", ""), `"Which no do you hear?" has 5 situations, and needs 6`},
		{"a role", swap("Ask 0.\n", "Ask 0.\n  what: role\n"), ""},
		{"neither an event nor a role", swap("Ask 0.\n", "Ask 0.\n  what: party\n"), `"Ask 0.": what is "party"?`},
		{"no good ask", swap("  good: Will you 3?\n", ""), `"Ask 3.": something is missing`},
		{"two asks", swap("  good: Will you 3?\n", "  ask: Will you 3?\n"), `"Ask 3.": two lines begin with "ask"`},
		{"a word too many", swap("Ask 3.\n", "Ask 3.\n  hint: think\n"), `"Ask 3.": what is "hint"?`},
		{"an ask nobody could say", swap("Maybe 3?", strings.Repeat("Maybe ", 60)), `"Ask 3.": an ask may have 300 characters, this one has 359`},
		{"a no that is none", swap("no: not ever", "no: perhaps"), `"No 0.": something is missing`},
		{"two spaces forgotten", swap("  heard: No 2", "heard: No 2"), `"No 2.": what is "heard: No 2: never."?`},
		{"a line without its label", swap("  why: Said so.", "  Said so."), `"No 0.": what is "  Said so."?`},
		{"two moves that fit", swap("  move: A4", "  best: A4"), `"Move 4.": something is missing`},
		{"none that fits", swap("  best: B4", "  move: B4"), `"Move 4.": something is missing`},
		{"two moves only", swap("  move: A4\n  because: a\n", ""), `"Move 4.": something is missing`},
		{"a move without its reason", swap("A4\n  because: a\n", "A4\n"), `"Move 4.": something is missing`},
		{"a reason without its move", swap("  move: A4\n", ""), `"Move 4.": what is "because"?`},
		{"a move too long for a button", swap("A4", strings.Repeat("é", 76)), fmt.Sprintf(`"Move 4.": a move may have 75 characters: %q`, strings.Repeat("é", 76))},
		{"a line without an end", func(s string) string { return s + "- " + strings.Repeat("x", 1<<20) }, "bufio.Scanner: token too long"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := oneonone.ParsePractice(practiceOf(tt.change))
			got := ""
			if err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Fatalf("error (-want +got):\n%s", diff)
			}
			if err != nil {
				return
			}
			if diff := cmp.Diff(oneonone.HeardNo{Situation: "No 1.", Heard: "No 1: never.", No: oneonone.NotEver, Why: "Said so."}, p.Noes[1]); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			want := oneonone.NextMove{Situation: "Move 5.", Moves: []oneonone.Move{{Text: "A5", Because: "a"}, {Text: "B5", Because: "b", Fits: true}, {Text: "C5", Because: "c"}}}
			if diff := cmp.Diff(want, p.Moves[5]); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			role := tt.name == "a role"
			if (p.Asks[0].What == oneonone.Role) != role || p.Asks[0].Ask != "Maybe 0?" {
				t.Errorf("the first ask is %+v", p.Asks[0])
			}
		})
	}
}

func TestCheckTry(t *testing.T) {
	for _, tt := range []struct{ typed, want, refused string }{
		{"", "", ""},
		{" \u200b\n", "", ""},
		{" Will you\ncome? \x00", "Will you\ncome?", ""},
		{strings.Repeat("é", 300), strings.Repeat("é", 300), ""},
		{strings.Repeat("é", 302), strings.Repeat("é", 302), "That's 2 over what fits. One sentence or two are enough."},
	} {
		got, err := oneonone.CheckTry(tt.typed)
		refused := ""
		if err != nil {
			refused = asRead(err.Sentence)
			if err.Field != oneonone.FieldTry {
				t.Errorf("it stands under %q", err.Field)
			}
		}
		if diff := cmp.Diff([]string{tt.want, tt.refused}, []string{got, refused}); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}
