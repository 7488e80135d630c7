package oneonone

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
)

// questionsFile is the bank as organizers read and edit it.
//
//go:embed questions.md
var questionsFile string

// headings are the bank's sections, by kind of talk.
var headings = map[string]Kind{
	"Getting to know each other": Recruitment,
	"Check-in":                   Maintenance,
	"Next step":                  Escalation,
}

// Question is an open question to take along.
type Question struct {
	Text    string
	Opener  bool // an easy way in
	Stretch bool // asks about the gap between what they say and what they do
}

// Key names the question by its words, so that the bank may be reordered.
func (q Question) Key() string {
	sum := sha256.Sum256([]byte(q.Text))
	return hex.EncodeToString(sum[:6])
}

// Questions are the bank's questions for a kind of talk, in the file's order.
func Questions(k Kind) []Question { return bank()[k] }

// bank reads the embedded file once. A broken file cannot be built into a
// program that passes its tests, so it ends the program.
var bank = sync.OnceValue(func() map[Kind][]Question {
	b, err := ParseQuestions(questionsFile)
	if err != nil {
		panic(fmt.Errorf("questions.md: %w", err))
	}
	return b
})

// ParseQuestions reads a question bank: sections by kind of talk, a question a
// line. Sections it does not know are for human readers. It refuses a bank in
// which a kind of talk lacks an opener, a stretch, or ten questions.
func ParseQuestions(md string) (map[Kind][]Question, error) {
	all := map[Kind][]Question{}
	var kind Kind
	lines := bufio.NewScanner(strings.NewReader(md))
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if title, ok := strings.CutPrefix(line, "## "); ok {
			kind = headings[title]
			continue
		}
		text, ok := strings.CutPrefix(line, "- ")
		if !ok || kind == "" {
			continue
		}
		var q Question
		if text, ok = strings.CutPrefix(text, "○ "); ok {
			q.Opener = true
		}
		if text, ok = strings.CutPrefix(text, "◆ "); ok {
			q.Stretch = true
		}
		q.Text = text
		all[kind] = append(all[kind], q)
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	for _, k := range Kinds {
		qs := all[k]
		opener := slices.ContainsFunc(qs, func(q Question) bool { return q.Opener })
		stretch := slices.ContainsFunc(qs, func(q Question) bool { return q.Stretch })
		if len(qs) < 10 || !opener || !stretch {
			return nil, fmt.Errorf("%s has %d questions, opener %t, stretch %t", k, len(qs), opener, stretch)
		}
	}
	return all, nil
}

// QuestionsPerTalk is how many the bot offers before a talk.
const QuestionsPerTalk = 3

// PickQuestions chooses the questions for a talk: an opener first, then others
// in the bank's order, none whose key is in avoid (those shown the last time).
// Each talk and each turn of "Other questions" has its own choice, the same
// every time it is asked for.
func PickQuestions(k Kind, talk ID, turn int, avoid []string) []Question {
	return pick(Questions(k), talk, turn, avoid)
}

// pick is PickQuestions from any bank.
func pick(bank []Question, talk ID, turn int, avoid []string) []Question {
	h := sha256.Sum256(append(talk[:], byte(turn)))
	dice := rand.New(rand.NewChaCha8(h))
	var openers, others []int
	for i, q := range bank {
		switch {
		case slices.Contains(avoid, q.Key()):
		case q.Opener:
			openers = append(openers, i)
		default:
			others = append(others, i)
		}
	}
	dice.Shuffle(len(openers), func(i, j int) { openers[i], openers[j] = openers[j], openers[i] })
	dice.Shuffle(len(others), func(i, j int) { others[i], others[j] = others[j], others[i] })
	openers = openers[:min(1, len(openers))]
	picked := append(openers, others...)
	picked = picked[:min(QuestionsPerTalk, len(picked))]
	slices.Sort(picked[len(openers):])
	out := make([]Question, len(picked))
	for i, at := range picked {
		out[i] = bank[at]
	}
	return out
}
