package oneonone

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// flaw is a must as it was found.
type flaw struct {
	phrase
	at, n int // the words it stands in
}

// musts finds them, from left to right. A vague or a hedging word counts where
// something is asked: “the landlord must do something” asks nobody for anything.
func (r *reading) musts(h heard) []flaw {
	asking, any := make([]bool, len(r.sentences)), false
	for k, s := range r.sentences {
		asking[k] = s.asks || r.requests(s)
		any = any || asking[k]
	}
	var found []flaw
	for i := 0; i < len(r.words); i++ {
		p, n := r.find(faults, i)
		if n == 0 {
			continue
		}
		f := flaw{p, i, n}
		if r.excused(f, h) {
			continue // “can you help out” is not “can you help”, and weak all the same
		}
		if asking[r.words[i].sentence] || !any || p.anywhere {
			found = append(found, f)
		}
		i += n - 1
	}
	if f, ok := r.several(); ok {
		found = append(found, f)
	}
	return found
}

// excused says whether a phrase means something else here, or is made good by
// what stands beside it.
func (r *reading) excused(f flaw, h heard) bool {
	i, w := f.at, r.words[f.at]
	before, next := r.at(i-1, i), r.at(i+f.n, i)
	if on := i + f.n; f.ends && next != "" && !r.words[on].paused && !r.words[on].opened && !(f.mend == mendWhole && within[next]) {
		return true
	}
	switch f.mend {
	case mendWhole:
		if h.time && (h.place || r.event) {
			return true // it is something at a time and a place
		}
		return within[next] && r.names(i+f.n+1, i)
	case mendDate:
		return r.day || r.clock
	case mendWord:
		first := i == r.sentences[w.sentence].first
		name := w.capital && (!first || places[next])        // the Maybe Café
		return name || determiners[before] || before == "no" // “a maybe won't do”
	case mendCut:
		// “If you have time for a choir, you have time for …” is about time.
		return f.fault == Hedge && (next == "for" || next == "para")
	}
	return false
}

// names says whether what stands from word i on is a thing, rather than
// everything and nothing.
func (r *reading) names(i, k int) bool {
	named := ""
	for n := range 4 {
		s := r.at(i+n, k)
		if s == "" || stops[s] {
			break
		}
		if !determiners[s] {
			named = s
		}
		if everything[s] {
			return false
		}
	}
	return named != "" && !days[named]
}

// several finds where a second ask begins. One said again in other words is the
// same one; so are two times to choose from.
func (r *reading) several() (flaw, bool) {
	asked := -1 // where the request in hand begins
	deed, joined, lastDeed, day := 0, -1, -1, -1
	for i := 0; i < len(r.words); i++ {
		s := r.sentences[r.words[i].sentence]
		if i == s.first {
			deed, joined, lastDeed, day = 0, -1, -1, -1
		}
		if r.words[i].quoted {
			continue
		}
		_, n := r.request(i)
		if p, hedged := r.find(faults, i); n == 0 && p.with != "" && p.mend != mendWish {
			n = hedged // “maybe you could” asks, too
		}
		if n > 0 && !r.saysAgain(i, n, s) {
			if asked >= 0 && asked != i {
				return flaw{phrase: phrase{fault: Several}, at: r.joint(i), n: 1}, true
			}
			asked = i
			i += n - 1
			continue
		}
		if asked < s.first || !s.asks { // nothing is asked in this sentence, so far
			continue
		}
		if p, n := r.find(another, i); n > 0 && !(strings.HasSuffix(strings.Join(p.rest, " "), "sign up") && within[r.at(i+n, i)]) {
			return flaw{phrase: phrase{fault: Several}, at: i, n: n}, true
		}
		plain, before, next := r.words[i].plain, r.at(i-1, i), r.at(i+1, i)
		isJoined := r.words[i].paused || joins[before]
		if isJoined && (deeds[plain] || joins[before] && infinitive(plain)) && !joins[next] && next != "" {
			if deed++; deed == 1 {
				joined = r.joint(i)
			}
			if deed == 2 && i-lastDeed > 1 {
				return flaw{phrase: phrase{fault: Several}, at: joined, n: 1}, true
			}
			lastDeed = i
		}
		// “The vigil on Friday and the march on Sunday”.
		if days[plain] {
			if day >= 0 && joined < 0 && r.secondEvent(day, i) >= 0 {
				return flaw{phrase: phrase{fault: Several}, at: r.secondEvent(day, i), n: 1}, true
			}
			if day >= 0 && joined > day { // “Knock on doors on Friday, and phone five on Sunday”
				return flaw{phrase: phrase{fault: Several}, at: joined, n: 1}, true
			}
			day = i
		}
	}
	return flaw{}, false
}

// saysAgain says whether a request only asks the same once more.
func (r *reading) saysAgain(i, n int, s sentence) bool {
	if _, same := r.find(again, i); same > 0 {
		return true
	}
	verb := r.at(i+n, i)
	return s.end-i <= 4 && (restated[verb] || verb == "") // “Will you?”
}

// secondEvent is where “and the march” begins between two days, or -1.
func (r *reading) secondEvent(day, other int) int {
	if other-day > 8 {
		return -1
	}
	for k := day + 1; k < other-1; k++ {
		if w := r.words[k].plain; w != "and" && w != "y" {
			continue
		}
		next := k + 1
		for next < other && (r.words[next].plain == "to" || r.words[next].plain == "a" || r.words[next].plain == "at") {
			next++
		}
		if determiners[r.words[next].plain] && next+1 < other && !days[r.words[next+1].plain] && events[r.words[next+1].plain] {
			return k
		}
	}
	return -1
}

// joint is word i, or the words before it that join it to what came before.
func (r *reading) joint(i int) int {
	first := r.sentences[r.words[i].sentence].first
	for i > first && joins[r.words[i-1].plain] {
		i--
	}
	return i
}

// infinitive says whether a Spanish word is one, with what hangs on it: llamar,
// unirte, traerlas.
func infinitive(w string) bool {
	for _, end := range []string{"", "me", "te", "se", "nos", "lo", "la", "los", "las", "le", "les"} {
		if stem, ok := strings.CutSuffix(w, end); ok && len(stem) > 3 && !nounsLikeVerbs[stem] &&
			(strings.HasSuffix(stem, "ar") || strings.HasSuffix(stem, "er") || strings.HasSuffix(stem, "ir")) {
			return true
		}
	}
	return false
}

// says is what is wrong with it, with the words as they were typed. Dated is true where a
// day stands beside them, or in them.
func (r *reading) says(f flaw, better, dated bool) Sentence {
	said := strings.Join(strings.Fields(r.text[r.words[f.at].from:r.words[f.at+f.n-1].to]), " ")
	switch {
	case f.fault == Vague && f.mend == mendDate && dated:
		return Say("“%s” leaves open what you've settled. Say the day out loud.", said)
	case f.fault == Vague && f.mend == mendDate:
		return Say("“%s” is on nobody's calendar. Name a day.", said)
	case f.fault == Vague && !better && f.language == spanish:
		return Say("“%s” can mean anything, so a yes to it means little. Name one thing, like this: “%s”", said, "¿Recibes a la gente en la puerta el sábado a las seis?")
	case f.fault == Vague && !better:
		return Say("“%s” can mean anything, so a yes to it means little. Name one thing, like this: “%s”", said, "Will you welcome people at the door on Saturday at six?")
	case f.fault == Vague:
		return Say("“%s” can mean anything, so a yes to it means little. Name one thing.", said)
	case f.fault == Several:
		return Say("That's more than one ask, and a yes to all of it is hard. Ask for one; the rest can wait.")
	case f.fault == Apology:
		return Say("“%s” makes it a favour. An ask is an invitation.", said)
	case f.mend == mendWish:
		return Say("“%s” asks for nothing yet. Ask, and they can answer.", said)
	case f.mend == mendVerb || f.with == "can i count on you":
		return Say("“%s” asks what they think of it. Ask whether they will.", said)
	}
	return Say("“%s” says no for them. They can say it themselves.", said)
}

// edit puts something in the place of some bytes.
type edit struct {
	from, to int
	with     string
}

// roundsMost is how many flaws of an ask are mended: with more, it is better said
// anew.
const roundsMost = 6

// better is the ask without its musts, or "" where that cannot be done safely. One
// flaw is mended after the other, the last one first, and what came of it is read
// again.
func (r *reading) better(p Proposal, h heard, musts []flaw, zone *time.Location) string {
	fields := fieldWords{p, h.language, zone}
	if fields.language == "" {
		fields.language = musts[0].language
	}
	if len(r.text) > 4*TryMost || len(musts) > roundsMost {
		return ""
	}
	for range roundsMost {
		text, ok := r.mended(musts, fields)
		if !ok {
			return ""
		}
		r = read(tidy(text))
		if musts = r.musts(r.heard(p)); len(musts) == 0 {
			break
		}
	}
	r = read(r.filled(fields))
	if len(r.musts(r.heard(p))) > 0 || len(r.words) < 3 || utf8.RuneCountInString(r.text) > TryMost ||
		!slices.ContainsFunc(r.sentences, func(s sentence) bool { return s.asks && (r.requests(s) || r.words[s.first].opened) }) {
		return ""
	}
	return r.text
}

// mended is the text without one of its flaws, the last one that can be mended.
func (r *reading) mended(musts []flaw, fields fieldWords) (string, bool) {
	for _, f := range slices.Backward(musts) {
		if edits, ok := r.edits(f, fields); ok {
			return apply(r.text, edits), true
		}
	}
	return "", false
}

// edits are what mends one flaw.
func (r *reading) edits(f flaw, fields fieldWords) ([]edit, bool) {
	if f.fault == Several {
		return r.cutRest(f.at), true
	}
	switch f.mend {
	case mendWhole:
		return r.whole(f, fields)
	case mendDate:
		return r.date(f, fields)
	case mendCut:
		return r.cut(f)
	case mendWord:
		return r.cutWord(f)
	case mendSwap, mendVerb, mendWish:
		return r.swap(f)
	}
	return nil, false
}

// cutRest ends the sentence before word i, and leaves out every later one that
// asks: the first ask stays.
func (r *reading) cutRest(i int) []edit {
	at := r.words[i].sentence
	s := r.sentences[at]
	var edits []edit
	if i > s.first {
		edits = append(edits, edit{r.words[i-1].to, r.words[s.end-1].to, ""})
		at++
	}
	for ; at < len(r.sentences); at++ {
		if s := r.sentences[at]; s.asks || r.requests(s) {
			edits = append(edits, edit{r.words[s.first].lead, r.after(s), ""})
		}
	}
	return edits
}

// after is where the sentence behind s begins.
func (r *reading) after(s sentence) int {
	if s.end == len(r.words) {
		return len(r.text)
	}
	return r.words[s.end].lead
}

// whole makes the sentence anew from the fields, which must say when.
func (r *reading) whole(f flaw, fields fieldWords) ([]edit, bool) {
	s := r.sentences[r.words[f.at].sentence]
	when := fields.when()
	if when == "" || fields.What == Role {
		return nil, false
	}
	ask := "Will you come " + when + fields.place() + "?"
	if fields.language == spanish {
		ask = "¿Vienes " + when + fields.place() + "?"
	}
	if s.end < len(r.words) {
		ask += " "
	}
	return []edit{{r.words[s.first].lead, r.after(s), ask}}, true
}

// date puts the field's day in the place of one that is none, where the sentence
// takes it.
func (r *reading) date(f flaw, fields fieldWords) ([]edit, bool) {
	when := fields.when()
	end := f.at + f.n
	last := end == r.sentences[r.words[f.at].sentence].end
	if when == "" || !last && !r.words[end].paused {
		return nil, false
	}
	return []edit{{r.words[f.at].from, r.words[end-1].to, when}}, true
}

// cut takes an aside out: “Sorry to bother you, but will you …”, “… if you have
// time?”
func (r *reading) cut(f flaw) ([]edit, bool) {
	s := r.sentences[r.words[f.at].sentence]
	i, j := f.at, f.at+f.n
	for i > s.first && !r.words[i].paused && leansOn[r.words[i-1].plain] && !r.taken(i, s) {
		i--
	}
	leads := i == s.first || r.greets(s.first, i) && r.words[i].paused
	if leads {
		// Up to the request, or to what stands behind “but”. An apology may go on
		// for some words: “… again about this”.
		most := j
		if f.fault == Apology {
			most = j + 8
		}
		for k := j; k < s.end && k <= most; k++ {
			_, n := r.find(requests, k)
			if p, hedged := r.find(faults, k); n == 0 && p.with != "" {
				n = hedged
			}
			but := k > i && (r.words[k-1].plain == "but" || r.words[k-1].plain == "pero")
			if n > 0 && (r.words[k].paused || r.words[k].opened || k == j) || but {
				return []edit{{r.words[i].lead, r.words[k].lead, ""}}, true
			}
			if (r.words[k].plain == "but" || r.words[k].plain == "pero") && k == most {
				most++
			}
		}
		if !s.asks && s.end-j <= 4 && len(r.sentences) > 1 && !r.requests(s) {
			return []edit{{r.words[i].lead, r.after(s), ""}}, true // a sentence by itself
		}
		return nil, false
	}
	switch {
	case j == s.end:
		return []edit{{r.before(i), r.words[j-1].to, ""}}, true
	case r.words[i].paused && r.words[j].paused:
		if _, n := r.request(j); n > 0 {
			return []edit{{r.words[i].lead, r.words[j].lead, ""}}, true
		}
		return []edit{{r.words[i-1].to, r.words[j].lead, " "}}, true
	case !r.words[i].paused && (r.words[j].paused || goesOn[r.words[j].plain]):
		return []edit{{r.before(i), r.words[j-1].to, ""}}, true
	}
	return nil, false
}

// taken says whether the word before i ends another phrase that is to be mended:
// the “but” of “I know you're busy, but if you have time, …” is the apology's.
func (r *reading) taken(i int, s sentence) bool {
	for k := s.first; k < i; k++ {
		if p, n := r.find(faults, k); n > 0 && p.mend == mendCut && k+n == i {
			return true
		}
	}
	return false
}

// before is where what stands before word i ends: with its full stop, as in “6
// p.m.”, but without the comma that belongs to the word.
func (r *reading) before(i int) int {
	if r.words[i].paused {
		return r.words[i-1].to
	}
	return len(strings.TrimRightFunc(r.text[:r.words[i].lead], unicode.IsSpace))
}

// leansOn are words before an aside that go with it.
var leansOn = set("i'm im i am so really very truly just only but and we're we are of course y yo lo solo pero mucho muy")

// goesOn are words behind an aside that go on with the sentence.
var goesOn = set("on at this next tomorrow tonight el manana este esta hoy")

// greets says whether the words from first up to end only greet: “Hi Ana”.
func (r *reading) greets(first, end int) bool {
	return end-first <= 4 && (greetings[r.words[first].plain] || end-first <= 2 && r.words[first].capital && r.words[end-1].capital)
}

// cutWord takes an adverb out.
func (r *reading) cutWord(f flaw) ([]edit, bool) {
	s := r.sentences[r.words[f.at].sentence]
	i, j := f.at, f.at+f.n
	switch {
	case s.end-s.first <= f.n+1:
		return nil, false // nothing would be left
	case f.language == spanish && j < s.end && !r.words[j].paused && !standsAlone[r.words[j].plain] && !infinitive(r.words[j].plain):
		return nil, false // a subjunctive may hang on it: “quizás puedas”
	case i == s.first && r.words[j].lead < r.words[j].from:
		return []edit{{r.words[i].lead, r.words[j].lead, ""}}, true
	case i == s.first:
		return []edit{{r.words[i].from, r.words[j].from, ""}}, true
	case r.words[i].paused && j < s.end && !r.words[j].paused:
		return []edit{{r.words[i].lead, r.words[j].lead, ""}}, true
	}
	return []edit{{r.before(i), r.words[j-1].to, ""}}, true
}

// standsAlone are words before which no verb hangs on a Spanish “perhaps”.
var standsAlone = set("podrias puedes quieres querrias podria el la los las un una en con para por a manana hoy este esta")

// swap puts a plain request in the place of a hedge, and makes the sentence a
// question.
func (r *reading) swap(f flaw) ([]edit, bool) {
	s := r.sentences[r.words[f.at].sentence]
	i, j, with := f.at, f.at+f.n, f.with
	if i > s.first && !r.words[i].paused && !(joins[r.words[i-1].plain] && r.words[i-1].plain != "or") {
		return nil, false
	}
	switch {
	case f.mend == mendSwap && f.with == "can i count on you":
		if i != s.first || j != s.end {
			return nil, false
		}
		with = "can I count on you"
	case f.mend == mendSwap || f.mend == mendWish && f.language == english:
		if j == s.end || r.words[j].paused {
			return nil, false // no verb
		}
	case j == s.end || r.words[j].paused:
		return nil, false
	case f.language == spanish:
		if !infinitive(r.words[j].plain) {
			return nil, false
		}
	case gerunds[r.words[j].plain] != "":
		with += " " + gerunds[r.words[j].plain]
		j++
	case nouned[r.words[j].plain]:
		with = "can I count on you for"
	default:
		return nil, false
	}
	if f.language == spanish && !r.words[i].opened {
		with = "¿" + with
	}
	edits := []edit{{r.words[i].from, r.words[j-1].to, with}}
	if s.asks {
		return edits, true
	}
	end := r.words[s.end-1].to
	switch {
	case end == len(r.text) || unicode.IsSpace(rune(r.text[end])):
		return append(edits, edit{end, end, "?"}), true
	case r.text[end] == '.' || r.text[end] == '!':
		return append(edits, edit{end, end + 1, "?"}), true
	}
	return nil, false
}

// apply makes the edits, which stand in their order and touch no words twice.
func apply(text string, edits []edit) string {
	var b strings.Builder
	at := 0
	for _, e := range edits {
		b.WriteString(text[at:e.from])
		b.WriteString(e.with)
		at = e.to
	}
	b.WriteString(text[at:])
	return b.String()
}

// tidy closes the gaps that edits leave, and begins sentences with a capital.
func tidy(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	for _, mark := range []string{",", ".", "?", "!"} {
		text = strings.ReplaceAll(text, " "+mark, mark)
	}
	text = strings.TrimLeft(text, ",.;:-–— ")
	r := read(text)
	var edits []edit
	for _, s := range r.sentences {
		w := r.words[s.first]
		first, size := utf8.DecodeRuneInString(text[w.from:])
		edits = append(edits, edit{w.from, w.from + size, string(unicode.ToUpper(first))})
	}
	return apply(text, edits)
}

// filled is the text with the time and the place of the fields in its question,
// where it says none and is simple enough to take them at its end.
func (r *reading) filled(fields fieldWords) string {
	for _, s := range r.sentences {
		start := s.first
		for start < s.end {
			if _, n := r.request(start); n > 0 {
				break
			}
			start++
		}
		if !s.asks || start == s.end || start > s.first && !r.greets(s.first, start) {
			continue
		}
		for i := start + 1; i < s.end; i++ {
			if r.words[i].paused || clauses[r.words[i].plain] {
				return r.text
			}
		}
		add := ""
		if when := fields.when(); when != "" && !r.day && !r.clock && !(fields.What == Role && r.start) {
			add += " " + when
		}
		if !r.place {
			add += fields.place()
		}
		end := r.words[s.end-1].to
		return apply(r.text, []edit{{end, end, add}})
	}
	return r.text
}

// clauses are words that begin a part of the sentence to which a time at its end
// would then belong.
var clauses = set("because since so if before after when that who which while as until unless where and or but what how why " +
	"porque si antes despues cuando que quien mientras hasta donde y o pero como")

// fieldWords are an ask's fields, as they are said in its language.
type fieldWords struct {
	Proposal
	language language
	zone     *time.Location
}

// when is the day and the time of an event, the first day of a role; "" for none.
func (f fieldWords) when() string {
	if f.What == Role {
		if f.Starts == (Date{}) {
			return ""
		}
		day := f.Starts.In(time.UTC)
		if f.language == spanish {
			return "desde " + spanishDay(day)
		}
		return "from " + day.Format("Monday 2 January")
	}
	if f.At.IsZero() {
		return ""
	}
	zone := f.zone
	if zone == nil {
		zone = time.UTC
	}
	at := f.At.In(zone)
	if f.language == spanish {
		hour := "las"
		if at.Hour() == 1 {
			hour = "la"
		}
		return fmt.Sprintf("%s a %s %d:%02d", spanishDay(at), hour, at.Hour(), at.Minute())
	}
	return "on " + at.Format("Monday 2 January at 15:04")
}

// spanishDay is a day as Spanish says it: "el sábado 14 de junio".
func spanishDay(t time.Time) string {
	days := [...]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}
	months := [...]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"}
	return fmt.Sprintf("el %s %d de %s", days[t.Weekday()], t.Day(), months[t.Month()-1])
}

// placeMost is how long a place may be, in bytes, to be said in a sentence.
const placeMost = 60

// place is ", at Café Luz"; "" for none, and for one that does not fit behind
// "at": people write into that field what they like.
func (f fieldWords) place() string {
	where := strings.TrimSpace(f.Where)
	if f.What == Role || where == "" || len(where) > placeMost || strings.ContainsAny(where, "\n?!:;/@(") {
		return ""
	}
	where = strings.TrimRight(where, ". ")
	r := read(where)
	if len(r.words) == 0 || len(r.sentences) > 1 || r.words[0].lead > 0 {
		return ""
	}
	first := r.words[0]
	rest := where[first.to:]
	article := determiners[first.plain] && rest != ""
	switch {
	case slices.ContainsFunc(r.words, func(w word) bool { return onlineWords[w.plain] }):
		return ""
	case inPlace[first.plain] && rest != "":
		return ", " + strings.ToLower(where[:first.to]) + rest
	case f.language == spanish && article:
		return ", en " + strings.ToLower(where[:first.to]) + rest
	case f.language == spanish && first.capital:
		return ", en " + where
	case f.language == english && article:
		return ", at " + strings.ToLower(where[:first.to]) + rest
	case f.language == english && (first.capital || digit(first.plain[0]) && rest != ""):
		return ", at " + where
	}
	return ""
}

// onlineWords are places to which nobody goes, and which "at" does not suit.
var onlineWords = set("online zoom teams skype whatsapp facetime jitsi meet phone signal telegram video call home casa videollamada telefono floor upstairs downstairs here there aqui")
