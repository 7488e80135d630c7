package oneonone

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// reading is an ask taken apart, once, from left to right.
type reading struct {
	text      string
	words     []word
	sentences []sentence
	// What the words say: a day, a time of day, when a role starts, a place, why,
	// and more than the question, which is mostly why.
	day, clock, start, place, reason, more bool
	// event is something held: a meeting, a march.
	event bool
	// looked counts the words looked at, so that a test can see it grow with the
	// length and no faster.
	looked int
}

// word is one word.
type word struct {
	plain    string // in lower case, without accents, with straight apostrophes
	from, to int    // where it stands, in bytes
	lead     int    // where the marks begin that open it: ¿, ¡, a bracket, a quotation mark
	sentence int
	paused   bool   // a comma, a dash or another pause stands before it
	opened   bool   // a ¿ does
	tied     string // what stands between two numbers of one: ":" in 18:30, "/" in 14/6
	capital  bool
	quoted   bool // somebody else's words, or a name
}

// sentence is the words from first up to end.
type sentence struct {
	first, end int
	asks       bool // it ends with a question mark
}

// language is what an ask is written in: english, spanish, or "" for any other.
type language string

const (
	english language = "en"
	spanish language = "es"
)

// read takes a text apart.
func read(text string) *reading {
	r := &reading{text: text}
	var plain []byte
	var ends []int // where each word ends in plain
	i, first, quote, address := 0, 0, -1, false
	for {
		g := gap{from: i, lead: i, address: address}
		for i < len(text) {
			c, size := utf8.DecodeRuneInString(text[i:])
			if unicode.IsLetter(c) || unicode.IsDigit(c) {
				break
			}
			g.take(c, i, size)
			switch {
			case c == '“' || c == '«' || c == '"' && quote < 0:
				quote = len(r.words)
			case (c == '”' || c == '»' || c == '"') && quote >= 0:
				for k := quote; k < len(r.words); k++ {
					r.words[k].quoted = true
				}
				quote = -1
			}
			i += size
		}
		address = g.address
		next, _ := utf8.DecodeRuneInString(text[i:])
		if n := len(r.words); n > first && g.ends(r, next, i) {
			r.sentences = append(r.sentences, sentence{first, n, g.asks})
			first = n
			g.paused = false
		}
		if i == len(text) {
			break
		}
		w := word{from: i, lead: g.lead, paused: g.paused && len(r.words) > first, opened: g.opened, capital: unicode.IsUpper(next), sentence: len(r.sentences)}
		if between := text[g.from:i]; g.tie(text, i) {
			w.tied, w.paused = between, false
		}
		for i < len(text) {
			c, size := utf8.DecodeRuneInString(text[i:])
			if !inWord(c) && !(isApostrophe(c) && letterAt(text, i+size)) {
				break
			}
			plain = appendPlain(plain, c)
			i += size
		}
		w.to = i
		r.words, ends = append(r.words, w), append(ends, len(plain))
	}
	whole, from, quoted := string(plain), 0, 0
	for k := range r.words {
		r.words[k].plain, from = whole[from:ends[k]], ends[k]
		if r.words[k].quoted {
			quoted++
		}
	}
	if quoted == len(r.words) { // the ask itself, as one would say it
		for k := range r.words {
			r.words[k].quoted = false
		}
	}
	r.notice()
	return r
}

// gap is what stands between two words.
type gap struct {
	from, lead     int
	dots, lines    int
	asks, calls    bool // a question mark, an exclamation mark
	paused, opened bool
	spaced, dash   bool
	address        bool // inside of one on the web, whose marks are no punctuation
}

// take reads one mark.
func (g *gap) take(c rune, at, size int) {
	opening := strings.ContainsRune("¿¡([“«\"‘", c)
	if !opening {
		g.lead = at + size
	}
	if unicode.IsSpace(c) {
		g.spaced, g.address = true, false
	}
	if g.address {
		return
	}
	switch c {
	case '.':
		g.dots++
	case '…':
		g.dots += 3
	case '\n':
		g.lines++
	case '?', '？', '؟':
		g.asks = true
	case '!', '！':
		g.calls = true
	case '¿':
		g.opened, g.paused = true, true
	case ',', ';', ':', '—', '–', '(', ')', '،', '，':
		g.paused = true
		g.address = false
	case '/':
		g.address = g.paused && !g.spaced // the first stroke behind "https:"
	case '-':
		g.dash = true
	}
}

// ends says whether the sentence before the gap ends there. Next is the letter
// behind it, at is where that stands.
func (g *gap) ends(r *reading, next rune, at int) bool {
	last := r.words[len(r.words)-1]
	lower := unicode.IsLower(next)
	g.paused = g.paused || g.dots > 1 || g.lines > 0 || g.dash && g.spaced
	switch {
	case at == len(r.text), g.asks, g.calls, g.lines > 1:
		return true
	case g.lines == 1 || g.dots > 1:
		return !lower
	case g.dots == 1 && g.spaced:
		short := abbreviations[strings.ToLower(r.text[last.from:last.to])]
		if halfDay := last.to-last.from == 1 && strings.ContainsAny(r.text[last.from:last.to], "mM"); halfDay {
			return !lower // "6 p.m. at the hall"
		}
		return !short
	}
	return false
}

// tie says whether the gap is one mark between two numbers.
func (g *gap) tie(text string, at int) bool {
	return at-g.from == 1 && g.from > 0 && strings.ContainsRune(".:,/", rune(text[g.from])) && digit(text[g.from-1]) && digit(text[at])
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// inWord says whether a character goes on with a word: marks on letters, and what
// shows nothing, do.
func inWord(c rune) bool {
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.Mn, c) || unicode.Is(unicode.Cf, c)
}

func isApostrophe(c rune) bool { return c == '\'' || c == '’' }

func letterAt(text string, i int) bool {
	c, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(c)
}

// appendPlain adds a letter as phones write it in a hurry: small, without its
// accent.
func appendPlain(b []byte, c rune) []byte {
	if c < utf8.RuneSelf {
		return append(b, byte(unicode.ToLower(c)))
	}
	if isApostrophe(c) {
		return append(b, '\'')
	}
	if unicode.Is(unicode.Mn, c) || unicode.Is(unicode.Cf, c) {
		return b
	}
	c = unicode.ToLower(c)
	if bare, ok := accented[c]; ok {
		c = bare
	}
	return utf8.AppendRune(b, c)
}

// accented are the letters with accents of the languages around, and what they
// are without.
var accented = map[rune]rune{
	'á': 'a', 'à': 'a', 'â': 'a', 'ä': 'a', 'ã': 'a', 'é': 'e', 'è': 'e', 'ê': 'e', 'ë': 'e', 'í': 'i', 'ì': 'i', 'î': 'i', 'ï': 'i',
	'ó': 'o', 'ò': 'o', 'ô': 'o', 'ö': 'o', 'õ': 'o', 'ú': 'u', 'ù': 'u', 'û': 'u', 'ü': 'u', 'ñ': 'n', 'ç': 'c',
}

// at is the plain word there, or "" beyond the sentence that word k stands in.
func (r *reading) at(i, k int) string {
	r.looked++
	if i < 0 || i >= len(r.words) || r.words[i].sentence != r.words[k].sentence {
		return ""
	}
	return r.words[i].plain
}

// find is the longest phrase of a table that stands at word i, and how many words
// it has; none inside of quotation marks.
func (r *reading) find(t table, i int) (p phrase, n int) {
	if r.words[i].quoted {
		return phrase{}, 0
	}
	for _, candidate := range t[r.words[i].plain] {
		k := 1
		for k < len(candidate.rest)+1 && r.at(i+k, i) == candidate.rest[k-1] {
			k++
		}
		if k == len(candidate.rest)+1 && k > n {
			p, n = candidate, k
		}
	}
	return p, n
}

// language guesses by the small words, which no sentence is without.
func (r *reading) language() language {
	en, es, other := 0, 0, 0
	for i := range r.words {
		r.looked++
		w := r.words[i].plain
		if smallEnglish[w] {
			en++
		}
		if smallSpanish[w] || r.words[i].opened {
			es++
		}
		if smallOther[w] {
			other++
		}
	}
	switch {
	case other >= max(en, es):
		return ""
	case es > en:
		return spanish
	}
	return english
}

// requests says whether a sentence asks for something, question mark or not.
func (r *reading) requests(s sentence) bool {
	for i := s.first; i < s.end; i++ {
		if _, n := r.request(i); n > 0 {
			return true
		}
	}
	return false
}

// request is the beginning of a request at word i: "will you", "¿puedes". It
// stands where a clause begins, and asks them to do something, not what they
// think.
func (r *reading) request(i int) (phrase, int) {
	p, n := r.find(requests, i)
	if n == 0 || !r.begins(i) || wonders[r.at(i+n, i)] {
		return phrase{}, 0
	}
	return p, n
}

// begins says whether a clause may begin at word i.
func (r *reading) begins(i int) bool {
	w := r.words[i]
	return w.paused || w.opened || i == r.sentences[w.sentence].first || joins[r.at(i-1, i)]
}

// notice is what the words say of when, where and why. It errs towards having
// heard it: what it misses would be a remark about something that is there.
func (r *reading) notice() {
	for i := range r.words {
		r.looked++
		w := r.words[i].plain
		next, before := r.at(i+1, i), r.at(i-1, i)
		r.day = r.day || r.isDay(i, before, next)
		r.clock = r.clock || r.isClock(i, before, next)
		r.start = r.start || starts[w] || (w == "from" || w == "in") && (months[next] || next == "now")
		r.place = r.place || r.isPlace(i, next)
		r.event = r.event || events[w] && !everything[w]
		r.reason = r.reason || reasons[w] || aims[next] && (w == "to" || w == "para") || w == "you" && done[next] && !asksYou[before]
	}
	for _, s := range r.sentences {
		// A sentence besides the question is mostly the reason, unless it is only a
		// greeting, or says when.
		if s.asks || s.end-s.first < 4 || greetings[r.words[s.first].plain] || r.requests(s) {
			continue
		}
		logistics := false
		for i := s.first; i < s.end; i++ {
			next, before := r.at(i+1, i), r.at(i-1, i)
			if r.isDay(i, before, next) || r.isClock(i, before, next) {
				logistics = true
			}
			if _, n := r.find(faults, i); n > 0 {
				logistics = true // an apology is no reason
			}
		}
		r.more = r.more || !logistics
	}
}

// number is a number of up to two digits at word i, or -1.
func (r *reading) number(i, k int) int {
	s := r.at(i, k)
	if len(s) == 0 || len(s) > 2 {
		return -1
	}
	n := 0
	for j := range len(s) {
		if !digit(s[j]) {
			return -1
		}
		n = 10*n + int(s[j]-'0')
	}
	return n
}

// isDay says whether word i names a day: Saturday, tomorrow, the 14th, 14 June.
func (r *reading) isDay(i int, before, next string) bool {
	w := r.words[i]
	n := r.number(i, i)
	switch {
	case days[w.plain]:
		return true
	case w.plain == "manana":
		return before != "la" // "por la mañana" is a time of day
	case shortDays[w.plain]:
		return w.capital && (r.number(i+1, i) > 0 || before == "on" || before == "this" || before == "next")
	case n >= 1 && n <= 31:
		return months[next] || months[before] || (next == "of" || next == "de") && months[r.at(i+2, i)] ||
			(before == "el" || before == "dia") || w.tied == "/" && r.number(i-1, i) != 24
	}
	if l := len(w.plain); l > 2 && l < 5 && digit(w.plain[0]) && ordinals[w.plain[l-2:]] {
		return !counted[next]
	}
	return false
}

// isClock says whether word i is, or is before, a time of day: at 6, 18:30, 7pm, a
// las seis.
func (r *reading) isClock(i int, before, next string) bool {
	w := r.words[i].plain
	if clocks[w] {
		return true
	}
	if l := len(w); l > 2 && l < 5 && digit(w[0]) && (strings.HasSuffix(w, "pm") || strings.HasSuffix(w, "am")) {
		return true
	}
	n := r.number(i, i)
	if n < 0 && !hours[w] || n > 24 && r.words[i].tied == "" {
		return false
	}
	if tied := r.words[i].tied; tied == ":" || tied == "." && before != "" && len(w) == 2 {
		return true
	}
	if halves[next] {
		return true
	}
	if counted[next] {
		return false
	}
	if street := i+1 < len(r.words) && next != "" && r.words[i+1].capital && !r.words[i+1].paused && !days[next] && !months[next]; street {
		return false // "at 12 Elm Street"
	}
	return atTime[before] || (before == "las" || before == "la") && atTime[r.at(i-2, i)]
}

// isPlace says whether a place is named at word i, or by what follows "at" or
// "in".
func (r *reading) isPlace(i int, next string) bool {
	w := r.words[i].plain
	if places[w] {
		return true
	}
	if !inPlace[w] || next == "" {
		return false
	}
	named := ""
	for k := i + 1; k <= i+5; k++ {
		s := r.at(k, i)
		when := days[s] || months[s] || hours[s] || clocks[s]
		if s == "" || k > i+1 && (r.words[k].paused || stops[s] && !determiners[s]) || named != "" && when {
			break
		}
		if noPlaces[s] || when {
			return false
		}
		if number := r.number(k, i) >= 0; number {
			if following := k + 1; r.at(following, i) == "" || !r.words[following].capital {
				return false
			}
		}
		if !determiners[s] {
			named = s
		}
	}
	return named != "" && !events[named]
}
