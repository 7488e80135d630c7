package oneonone

import (
	"bufio"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// practiceFile is the situations as organizers read and edit them.
//
//go:embed practice.md
var practiceFile string

// The fields of a practice round, besides FieldNo.
const (
	FieldTry   Field = "try"   // How would you ask?
	FieldMoved Field = "moved" // What do you do next?
)

const (
	// MaxTry is how long a sentence tried in practice may be, in characters.
	MaxTry = 300
	// PracticeLeast is how many situations a round needs, so that it can be done
	// more than once.
	PracticeLeast = 6
	// movesInAll and maxMove are how many moves there are to choose from, and how
	// long one may be, in characters: they stand on buttons.
	movesInAll, maxMove = 3, 75
)

// writtenNoes are the kinds of no as practice.md writes them.
var writtenNoes = map[string]NoKind{"not now": NotNow, "not that": NotThat, "not ever": NotEver, "can't tell yet": CannotTell}

// WeakAsk is an ask as it came out, and one good way of many to make it.
type WeakAsk struct {
	Situation, Ask, Good string
	What                 Commitment
}

// HeardNo is an answer, the kind of no it is, and what tells.
type HeardNo struct {
	Situation, Heard string
	No               NoKind
	Why              string
}

// NextMove is a moment in which one must do something, and what one could do.
type NextMove struct {
	Situation string
	Moves     []Move
}

// Move is one of the things to do, and what may come of it. One of them fits.
type Move struct {
	Text, Because string
	Fits          bool
}

// Best is the move that fits.
func (n NextMove) Best() Move {
	return n.Moves[slices.IndexFunc(n.Moves, func(m Move) bool { return m.Fits })]
}

// Practice is the situations of the three rounds: mend a weak ask, tell which kind
// of no it is, choose the next move. All people in it are made up.
type Practice struct {
	Asks  []WeakAsk
	Noes  []HeardNo
	Moves []NextMove
}

// Round is one situation of each.
func (p Practice) Round(turn int) (WeakAsk, HeardNo, NextMove) {
	nth := func(n int) int { return (turn%n + n) % n }
	return p.Asks[nth(len(p.Asks))], p.Noes[nth(len(p.Noes))], p.Moves[nth(len(p.Moves))]
}

// Practices are the situations that are built in. A broken file cannot be built
// into a program that passes its tests, so it ends the program.
var Practices = sync.OnceValue(func() Practice {
	p, err := ParsePractice(practiceFile)
	if err != nil {
		panic(fmt.Errorf("practice.md: %w", err))
	}
	return p
})

// The sections of practice.md, as organizers read them.
const (
	practiceAsks  = "Mend a weak ask"
	practiceNoes  = "Which no do you hear?"
	practiceMoves = "Choose the next move"
)

// ParsePractice reads the situations of the rounds. It refuses a file in which a
// situation lacks something, or a round has too few.
func ParsePractice(md string) (Practice, error) {
	var p Practice
	section, situation := "", ""
	var told []labelled
	done := func() error {
		if situation == "" {
			return nil
		}
		err := p.add(section, situation, told)
		if err != nil {
			err = fmt.Errorf("%q: %w", situation, err)
		}
		situation, told = "", nil
		return err
	}
	lines := bufio.NewScanner(strings.NewReader(md))
	for lines.Scan() {
		line := strings.TrimRight(lines.Text(), " \t\r")
		title, isTitle := strings.CutPrefix(line, "## ")
		text, isSituation := strings.CutPrefix(line, "- ")
		if isTitle || isSituation {
			if err := done(); err != nil {
				return p, err
			}
		}
		label, words, isTold := strings.Cut(strings.TrimSpace(line), ": ")
		switch {
		case isTitle:
			section = title
		case isSituation && slices.Contains([]string{practiceAsks, practiceNoes, practiceMoves}, section):
			situation = text
		case situation == "" || line == "":
		case !isTold || !strings.HasPrefix(line, "  "):
			return p, fmt.Errorf("%q: what is %q?", situation, line)
		default:
			told = append(told, labelled{label, words})
		}
	}
	if err := lines.Err(); err != nil {
		return p, err
	}
	if err := done(); err != nil {
		return p, err
	}
	for _, round := range []struct {
		name string
		n    int
	}{{practiceAsks, len(p.Asks)}, {practiceNoes, len(p.Noes)}, {practiceMoves, len(p.Moves)}} {
		if round.n < PracticeLeast {
			return p, fmt.Errorf("%q has %d situations, and needs %d", round.name, round.n, PracticeLeast)
		}
	}
	return p, nil
}

// labelled is a line below a situation.
type labelled struct{ label, words string }

// add takes in a situation with the lines below it.
func (p *Practice) add(section, situation string, told []labelled) error {
	one := map[string]string{}
	next := NextMove{Situation: situation}
	fits := 0
	for _, l := range told {
		switch last := len(next.Moves) - 1; {
		case section != practiceMoves:
			if one[l.label] != "" {
				return fmt.Errorf("two lines begin with %q", l.label)
			}
			one[l.label] = l.words
		case l.label == "best" || l.label == "move":
			if utf8.RuneCountInString(l.words) > maxMove {
				return fmt.Errorf("a move may have %d characters: %q", maxMove, l.words)
			}
			if l.label == "best" {
				fits++
			}
			next.Moves = append(next.Moves, Move{Text: l.words, Fits: l.label == "best"})
		case l.label == "because" && last >= 0 && next.Moves[last].Because == "":
			next.Moves[last].Because = l.words
		default:
			return fmt.Errorf("what is %q?", l.label)
		}
	}
	take := func(label string) string {
		words := one[label]
		delete(one, label)
		return words
	}
	var missing bool
	switch section {
	case practiceAsks:
		a := WeakAsk{Situation: situation, Ask: take("ask"), Good: take("good"), What: Event}
		switch what := take("what"); what {
		case "", string(Event):
		case string(Role):
			a.What = Role
		default:
			return fmt.Errorf("what is %q?", what)
		}
		missing = a.Ask == "" || a.Good == ""
		if n := utf8.RuneCountInString(a.Ask); n > MaxTry {
			return fmt.Errorf("an ask may have %d characters, this one has %d", MaxTry, n)
		}
		p.Asks = append(p.Asks, a)
	case practiceNoes:
		h := HeardNo{Situation: situation, Heard: take("heard"), No: writtenNoes[take("no")], Why: take("why")}
		missing = h.Heard == "" || h.Why == "" || h.No == ""
		p.Noes = append(p.Noes, h)
	case practiceMoves:
		missing = len(next.Moves) != movesInAll || fits != 1 || slices.ContainsFunc(next.Moves, func(m Move) bool { return m.Because == "" })
		p.Moves = append(p.Moves, next)
	}
	for label := range one {
		return fmt.Errorf("what is %q?", label)
	}
	if missing {
		return fmt.Errorf("something is missing")
	}
	return nil
}

// CheckTry trims a sentence tried in practice, and refuses one that is too long.
func CheckTry(words string) (string, *Error) {
	words = strings.TrimSpace(Clean(words))
	if n := utf8.RuneCountInString(words); n > MaxTry {
		return words, invalid(FieldTry, "That's %d over what fits. One sentence or two are enough.", n-MaxTry)
	}
	if blank(words) {
		return "", nil
	}
	return words, nil
}
