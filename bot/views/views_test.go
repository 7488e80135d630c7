package views_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the sample people live in zones, whatever the machine has
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"oneonone"
	"oneonone/bot/views"
)

var update = flag.Bool("update", false, "write the golden files anew")

// goldenFile is where a sample is kept: its name, with the surface where a
// message and a modal have the same one.
func goldenFile(s views.Sample, all []views.Sample) string {
	name := strings.ReplaceAll(s.Name, "/", "_")
	for _, other := range all {
		if other.Name == s.Name && other.Surface != s.Surface {
			name += "." + s.Surface
			break
		}
	}
	return filepath.Join("testdata", name+".golden.json")
}

// indented is a payload as Slack gets it, made readable.
func indented(t *testing.T, payload any) string {
	t.Helper()
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(tree(t, payload)); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// tree is a payload as Slack reads it: maps, lists and strings.
func tree(t *testing.T, payload any) any {
	t.Helper()
	b, err := json.Marshal(payload)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// Every screen and message, word by word. When one was changed on purpose:
//
//	go test ./bot/views -update
//
// and read what git diff says.
func TestGolden(t *testing.T) {
	samples := views.Samples()
	kept := map[string]bool{}
	for _, s := range samples {
		file := goldenFile(s, samples)
		if kept[file] {
			t.Errorf("%s, %s: two samples want %s", s.Name, s.Surface, file)
		}
		kept[file] = true
		t.Run(strings.TrimSuffix(filepath.Base(file), ".golden.json"), func(t *testing.T) {
			got := indented(t, s.Payload)
			if *update {
				if err := os.MkdirAll("testdata", 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v\nIf the sample is new: go test ./bot/views -update", err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	files, err := filepath.Glob(filepath.Join("testdata", "*.golden.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		switch {
		case kept[file]:
		case *update:
			if err := os.Remove(file); err != nil {
				t.Error(err)
			}
		default:
			t.Errorf("%s belongs to no sample. go test ./bot/views -update takes it away", file)
		}
	}
}

// text is a piece of text on a screen, and how Slack reads it.
type text struct {
	where string // ".blocks[0].text"
	kind  string // "mrkdwn", "plain_text", or "" for a message's own text
	words string
}

// texts are all texts of a sample.
func texts(t *testing.T, s views.Sample) []text {
	t.Helper()
	var out []text
	var walk func(where string, v any)
	walk = func(where string, v any) {
		switch v := v.(type) {
		case map[string]any:
			if kind, _ := v["type"].(string); kind == "mrkdwn" || kind == "plain_text" {
				words, _ := v["text"].(string)
				out = append(out, text{where, kind, words})
				return
			}
			for key, child := range v {
				if words, ok := child.(string); ok && key == "text" {
					out = append(out, text{where + ".text", "", words})
					continue
				}
				walk(where+"."+key, child)
			}
		case []any:
			for i, child := range v {
				walk(fmt.Sprintf("%s[%d]", where, i), child)
			}
		}
	}
	walk("", tree(t, s.Payload))
	slices.SortFunc(out, func(a, b text) int { return strings.Compare(a.where, b.where) })
	return out
}

// saidTo the person met: the samples that go to them.
func saidTo(s views.Sample) bool {
	return strings.HasPrefix(s.Name, "invitation/") || strings.HasPrefix(s.Name, "still_good/") ||
		strings.HasPrefix(s.Name, "late/") || strings.HasPrefix(s.Name, "about/") ||
		s.Name == "hour_before" || s.Name == "longest/invitation"
}

// The person met never reads what kind of talk it is, where they stand, or
// anything the organizer keeps for themselves: not in what is shown, nor
// anywhere in what Slack is handed.
func TestThePersonMetNeverReads(t *testing.T) {
	never := []string{
		"Getting to know each other", "Check-in", "Next step", // the kinds, as organizers read them
		string(oneonone.Recruitment), string(oneonone.Maintenance), string(oneonone.Escalation),
		"prospect", "supporter", "volunteer", "leader", "ladder", "rung", "follow-up",
		"father drove", "number 9", "minutes of the last meeting", // the sample reflection
		"end of a line", "brother came up", "speak up.", // the sample notes
		"remember", `"My notes"`, "My notes and", "prep", // "my notes" are also those about them
	}
	n := 0
	for _, s := range views.Samples() {
		if !saidTo(s) {
			continue
		}
		n++
		payload := strings.ToLower(indented(t, s.Payload))
		for _, word := range never {
			if strings.Contains(payload, strings.ToLower(word)) {
				t.Errorf("%s says %q:\n%s", s.Name, word, payload)
			}
		}
	}
	if n < 20 {
		t.Errorf("%d samples go to the person met; the names have changed", n)
	}
}

// Slack's own markup, as we write it: a date, and nothing else.
var date = regexp.MustCompile(`<!date\^\d+\^[^<>|^&]*\{(time|day_divider_pretty)\}\|[^<>|&]*>`)

// Nothing typed becomes markup: mrkdwn holds no angle bracket but those of a
// date, and no ampersand but those of an escape.
func TestNothingTypedBecomesMarkup(t *testing.T) {
	mrkdwn := 0
	for _, s := range views.Samples() {
		for _, x := range texts(t, s) {
			if x.kind != "mrkdwn" {
				continue
			}
			mrkdwn++
			if rest := date.ReplaceAllString(x.words, ""); !escaped(rest) {
				t.Errorf("%s %s: %q", s.Name, x.where, rest)
			}
		}
	}
	if mrkdwn < 100 {
		t.Errorf("only %d texts are mrkdwn; the walk has lost its way", mrkdwn)
	}
}

// The text of a message is what a lock screen shows to whoever picks up the
// phone: a name and a time, not why and where two people meet, and nothing
// that the organizer wrote for themselves.
func TestLockScreensSayLittle(t *testing.T) {
	private := []string{
		"buses", "hear more", "Café Luz", // why and where
		"father", "minutes of", "drivers", // what is remembered and promised
		"ñ", // what the longest samples are full of
	}
	for _, s := range views.Samples() {
		if s.Surface != "message" {
			continue
		}
		var own []string
		for _, x := range texts(t, s) {
			if x.where == ".text" {
				own = append(own, x.words)
			}
		}
		if len(own) != 1 || strings.TrimSpace(own[0]) == "" {
			t.Errorf("%s has the texts %q, want one: phones show nothing else", s.Name, own)
			continue
		}
		for _, word := range private {
			if strings.Contains(own[0], word) {
				t.Errorf("%s: a lock screen shows %q: %s", s.Name, word, own[0])
			}
		}
	}
}

// Slack cuts what is longer, or refuses it.
func TestTitlesFit(t *testing.T) {
	for _, s := range views.Samples() {
		if s.Surface != "modal" {
			continue
		}
		v := tree(t, s.Payload).(map[string]any)
		for _, part := range []string{"title", "submit", "close"} {
			if v[part] == nil {
				continue
			}
			words := v[part].(map[string]any)["text"].(string)
			if n := utf8.RuneCountInString(words); n == 0 || n > 24 {
				t.Errorf("%s: the %s %q has %d characters, want 1 to 24", s.Name, part, words, n)
			}
		}
	}
}

// What was typed fits where it is shown, by whichever way to count characters:
// the longest is UTF-16's.
func TestTextsFit(t *testing.T) {
	longest := 0
	for _, s := range views.Samples() {
		for _, x := range texts(t, s) {
			n := len(utf16.Encode([]rune(x.words)))
			if longest = max(longest, n); n > 3000 {
				t.Errorf("%s %s has %d characters, Slack takes 3000", s.Name, x.where, n)
			}
		}
	}
	if longest < 2900 {
		t.Errorf("the longest text has %d characters: no sample shows what is cut", longest)
	}
}

var unescape = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")

// escaped says whether a text has nothing in it that Slack could take for
// markup.
func escaped(s string) bool {
	rest := strings.NewReplacer("&amp;", "", "&lt;", "", "&gt;", "").Replace(s)
	return !strings.ContainsAny(rest, "&<>")
}

func TestEscape(t *testing.T) {
	for _, tt := range []struct{ typed, want string }{
		{"", ""},
		{"Café Luz", "Café Luz"},
		{"<!channel>", "&lt;!channel&gt;"},
		{"Ana & Co", "Ana &amp; Co"},
		{"&lt;", "&amp;lt;"}, // typed like that, and shown like that
		{"<@U0ANA|ana>", "&lt;@U0ANA|ana&gt;"},
		{"*bold* `code` 🚌", "*bold* `code` 🚌"}, // looks are harmless
	} {
		if diff := cmp.Diff(tt.want, views.Escape(tt.typed)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.typed, diff)
		}
	}
}

// Whatever is typed cannot mention anybody, and is shown as it was typed.
func FuzzEscape(f *testing.F) {
	for _, typed := range []string{"", "Café Luz", "<!channel>", "&lt;", "&amp;amp;", "a<b>c&d", "<!date^1^{date}|x>", "\xff<\x00"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got := views.Escape(typed)
		if !escaped(got) {
			t.Errorf("%q becomes %q", typed, got)
		}
		if back := unescape.Replace(got); back != typed {
			t.Errorf("%q is shown as %q", typed, back)
		}
	})
}

// Times as people read them.
func TestWhenPlain(t *testing.T) {
	now := time.Date(2026, time.June, 12, 16, 0, 0, 0, time.UTC)
	kiritimati, err := time.LoadLocation("Pacific/Kiritimati")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		zone       *time.Location
		after      time.Duration
		want, soon string
	}{
		{nil, 0, "Fri 12 June, 16:00", "today 16:00"},
		{nil, 8 * time.Hour, "Sat 13 June, 00:00", "tomorrow 00:00"},
		{nil, 48 * time.Hour, "Sun 14 June, 16:00", "Sun 14 June, 16:00"},
		{nil, -24 * time.Hour, "Thu 11 June, 16:00", "Thu 11 June, 16:00"},
		// The year, where it is another one; its digits are not grouped.
		{nil, 300 * 24 * time.Hour, "Thu 8 April 2027, 16:00", "Thu 8 April 2027, 16:00"},
		{kiritimati, 0, "Sat 13 June, 06:00", "today 06:00"},
	} {
		r := views.For("en-US", tt.zone, now)
		at := now.Add(tt.after)
		if diff := cmp.Diff([]string{tt.want, tt.soon}, []string{r.WhenPlain(at), r.Soon(at)}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.after, diff)
		}
		// In mrkdwn Slack says it in its own words; ours are for who cannot see those.
		got := r.When(at)
		if !date.MatchString(got) || !strings.HasPrefix(got, fmt.Sprintf("<!date^%d^", at.Unix())) || !strings.HasSuffix(got, "|"+tt.want+">") {
			t.Errorf("When: %q, want a date with %d and %q", got, at.Unix(), tt.want)
		}
	}
	// An unknown language is no reason to say nothing.
	if got := views.For("xx-nonsense", nil, now).Minutes(45 * time.Minute); got != "45 minutes" {
		t.Errorf("%q, want 45 minutes", got)
	}
}

// Every word goes through the reader's printer, or another language would have
// holes: the pieces that draw words are never handed a literal with a letter.
func TestWordsGoThroughThePrinter(t *testing.T) {
	// Which arguments of which of our pieces are words.
	words := map[string][]int{
		"plain": {0}, "mrkdwn": {0}, "section": {0}, "typed": {0}, "header": {0}, "quiet": {0},
		"button": {2}, "option": {1, 2}, "input": {1, 2}, "line": {1}, "modal": {0, 1, 2}, "confirm": {2, 3, 4},
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	calls := 0
	for _, file := range files {
		// The gallery has names for its samples, and makes its people's words up.
		if strings.HasSuffix(file, "_test.go") || strings.HasPrefix(file, "sample") {
			continue
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		check := func(e ast.Expr) {
			for _, literal := range literals(e) {
				if words, err := strconv.Unquote(literal.Value); err != nil || strings.ContainsFunc(words, unicode.IsLetter) {
					t.Errorf("%s: %s is not printed in the reader's language", fset.Position(literal.Pos()), literal.Value)
				}
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				name, ok := n.Fun.(*ast.Ident)
				if !ok || words[name.Name] == nil {
					return true
				}
				calls++
				for _, i := range words[name.Name] {
					if i < len(n.Args) {
						check(n.Args[i])
					}
				}
			case *ast.KeyValueExpr: // Message{Text: …}
				if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Text" {
					check(n.Value)
				}
			}
			return true
		})
	}
	if calls < 100 {
		t.Errorf("only %d calls found; the pieces have new names", calls)
	}
}

// literals are the strings an expression consists of, without those inside
// calls: what a printer is handed is its key.
func literals(e ast.Expr) []*ast.BasicLit {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			return []*ast.BasicLit{e}
		}
	case *ast.BinaryExpr:
		return append(literals(e.X), literals(e.Y)...)
	case *ast.ParenExpr:
		return literals(e.X)
	}
	return nil
}
