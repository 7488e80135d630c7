package oneonone_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

// The bank that is built in: what organizers edit, held to its own first lines.
func TestQuestionBank(t *testing.T) {
	keys := map[string]string{}
	for _, k := range oneonone.Kinds {
		questions := oneonone.Questions(k)
		if len(questions) < 10 {
			t.Errorf("%s has %d questions, want ten at least", k, len(questions))
		}
		openers, stretches := 0, 0
		for _, q := range questions {
			if q.Opener {
				openers++
			}
			if q.Stretch {
				stretches++
			}
			if strings.ContainsAny(q.Text, "○◆") || q.Text != strings.TrimSpace(q.Text) || q.Text == "" {
				t.Errorf("%s: %q is not clean", k, q.Text)
			}
			// A printer reads the text as a format: a lone % would garble it.
			if strings.Contains(q.Text, "%") {
				t.Errorf("%s: %q has a %%", k, q.Text)
			}
			if other, ok := keys[q.Key()]; ok {
				t.Errorf("%q and %q have one key", q.Text, other)
			}
			keys[q.Key()] = q.Text
		}
		// Never the same one twice in a row: with all openers shown, there
		// must be another.
		if openers < 2 || stretches < 1 {
			t.Errorf("%s has %d openers and %d stretches, want two and one", k, openers, stretches)
		}
	}
}

// bankOf is a bank's text: three good sections, changed.
func bankOf(change func(string) string) string {
	var b strings.Builder
	b.WriteString("# Questions\n\n- this line is for readers\n")
	for _, title := range []string{"Getting to know each other", "Check-in", "Next step"} {
		fmt.Fprintf(&b, "\n## %s\n\n- ○ How is %s going?\n- ◆ What keeps you from %s?\n", title, title, title)
		for i := range 8 {
			fmt.Fprintf(&b, "- What about %s, %d?\n", title, i)
		}
	}
	b.WriteString("\n## To go deeper\n\n- And then?\n")
	return change(b.String())
}

func TestParseQuestions(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(string) string
		want   string
	}{
		{"as it should be", func(s string) string { return s }, ""},
		{"written on Windows", func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }, ""},
		{"empty", func(string) string { return "" }, "recruitment has 0 questions, opener false, stretch false"},
		{"a section is missing", func(s string) string { return strings.Replace(s, "## Check-in", "## Check in", 1) },
			"maintenance has 0 questions, opener false, stretch false"},
		{"no easy way in", func(s string) string { return strings.Replace(s, "- ○ How is Next", "- How is Next", 1) },
			"escalation has 10 questions, opener false, stretch true"},
		{"none that stretches", func(s string) string {
			return strings.Replace(s, "◆ What keeps you from Check", "What keeps you from Check", 1)
		},
			"maintenance has 10 questions, opener true, stretch false"},
		{"only nine", func(s string) string {
			return strings.Replace(s, "- What about Getting to know each other, 7?\n", "", 1)
		},
			"recruitment has 9 questions, opener true, stretch true"},
		{"a dash forgotten", func(s string) string {
			return strings.Replace(s, "- What about Check-in, 7?", "What about Check-in, 7?", 1)
		},
			"maintenance has 9 questions, opener true, stretch true"},
		{"a line without an end", func(s string) string { return s + "- " + strings.Repeat("x", 1<<20) },
			"bufio.Scanner: token too long"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			bank, err := oneonone.ParseQuestions(bankOf(tt.change))
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
			want := []oneonone.Question{
				{Text: "How is Check-in going?", Opener: true},
				{Text: "What keeps you from Check-in?", Stretch: true},
				{Text: "What about Check-in, 0?"},
			}
			if diff := cmp.Diff(want, bank[oneonone.Maintenance][:3]); diff != "" {
				t.Errorf("Check-in (-want +got):\n%s", diff)
			}
			if n := len(bank[oneonone.Maintenance]); n != 10 {
				t.Errorf("Check-in has %d questions, want 10", n)
			}
			if len(bank) != 3 {
				t.Errorf("%d sections, want 3: the others are for readers", len(bank))
			}
		})
	}
}

// The file beside the code is the bank that is built in.
func TestQuestionsFile(t *testing.T) {
	md, err := os.ReadFile("questions.md")
	if err != nil {
		t.Fatal(err)
	}
	bank, err := oneonone.ParseQuestions(string(md))
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range oneonone.Kinds {
		if diff := cmp.Diff(bank[k], oneonone.Questions(k)); diff != "" {
			t.Errorf("%s (-file +built in):\n%s", k, diff)
		}
	}
}

// keys names questions.
func keys(questions []oneonone.Question) []string {
	var out []string
	for _, q := range questions {
		out = append(out, q.Key())
	}
	return out
}

func TestPickQuestions(t *testing.T) {
	for _, k := range oneonone.Kinds {
		var avoid []string // what was shown the last time
		seen := map[string]bool{}
		for i := range 200 {
			id, turn := oneonone.ID{byte(i / 5)}, i%5
			got := oneonone.PickQuestions(k, id, turn, avoid)
			if len(got) != oneonone.QuestionsPerTalk {
				t.Fatalf("%s: %d questions, want %d", k, len(got), oneonone.QuestionsPerTalk)
			}
			// The same talk and turn have the same questions, however often
			// they are looked at.
			if diff := cmp.Diff(got, oneonone.PickQuestions(k, id, turn, avoid)); diff != "" {
				t.Fatalf("%s: a second look (-first +second):\n%s", k, diff)
			}
			// Never one that was shown the last time, nor one twice.
			for j, key := range keys(got) {
				if slices.Contains(avoid, key) || slices.Contains(keys(got)[:j], key) {
					t.Errorf("%s: %q once more", k, got[j].Text)
				}
				seen[key] = true
			}
			// An easy way in first, and only one.
			for j, q := range got {
				if q.Opener != (j == 0) {
					t.Errorf("%s: question %d is %q, opener %t", k, j+1, q.Text, q.Opener)
				}
			}
			avoid = keys(got)
		}
		// In time everything is asked.
		if want := len(oneonone.Questions(k)); len(seen) != want {
			t.Errorf("%s: %d questions ever asked, want %d", k, len(seen), want)
		}
	}
}

// Another talk, or "Other questions", has another choice.
func TestPickQuestionsDiffers(t *testing.T) {
	choices := map[string]bool{}
	for i := range byte(10) {
		for turn := range 10 {
			choices[strings.Join(keys(oneonone.PickQuestions(oneonone.Recruitment, oneonone.ID{i}, turn, nil)), " ")] = true
		}
	}
	if len(choices) < 30 {
		t.Errorf("100 talks and turns have %d choices", len(choices))
	}
}

// In a bank that somebody has reordered, the opener still comes first; without
// one to offer, or with little left, there is what there is.
func TestPickFromAnyBank(t *testing.T) {
	bank := []oneonone.Question{{Text: "A"}, {Text: "B"}, {Text: "C"}, {Text: "D", Stretch: true}, {Text: "E", Opener: true}, {Text: "F"}}
	for i := range byte(50) {
		got := oneonone.Pick(bank, oneonone.ID{i}, 0, nil)
		if len(got) != 3 || got[0].Text != "E" || got[1].Text >= got[2].Text {
			t.Errorf("picked %v, want E and two others in the bank's order", got)
		}
		got = oneonone.Pick(bank, oneonone.ID{i}, 0, []string{bank[4].Key()})
		if len(got) != 3 || slices.ContainsFunc(got, func(q oneonone.Question) bool { return q.Opener }) {
			t.Errorf("picked %v, want three without E", got)
		}
	}
	got := oneonone.Pick(bank, oneonone.ID{}, 0, keys(bank[1:]))
	if diff := cmp.Diff(bank[:1], got); diff != "" {
		t.Errorf("the last one left (-want +got):\n%s", diff)
	}
	if got := oneonone.Pick(bank, oneonone.ID{}, 0, keys(bank)); len(got) != 0 {
		t.Errorf("picked %v of nothing", got)
	}
}
