package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"oneonone"
	"oneonone/bot/sandbox"
	"oneonone/bot/views"
)

// awful are texts that people type, paste and dictate, or that somebody tries.
// Most is how much the field takes.
var awful = map[string]func(most int) string{
	"ten kilobytes":             func(int) string { return strings.Repeat("0123456789", 1000) },
	"one too long":              func(most int) string { return strings.Repeat("x", most+1) },
	"just fits":                 func(most int) string { return strings.Repeat("x", most) },
	"just fits, accents":        func(most int) string { return strings.Repeat("é", most) },
	"just fits, emoji":          func(most int) string { return strings.Repeat("😀", most) },
	"just fits, escaped":        func(most int) string { return strings.Repeat("&", most) },
	"just fits, angles":         func(most int) string { return strings.Repeat("<", most-1) + ">" },
	"just fits, families":       func(most int) string { return strings.Repeat("👨‍👩‍👧‍👦", most/7) },
	"just fits, accented twice": func(most int) string { return strings.Repeat("e\u0301\u0323", most/3) },
	"emoji":                     text("👋🏽 🏳️‍🌈 1️⃣ 🇵🇹 🏴󠁧󠁢󠁳󠁣󠁴󠁿 :wave: :no_such:"),
	"right to left":             text("שלום אנה, نلتقي غدا؟ 123"),
	"turned around":             text("\u202egnp.exe\u202c and \u2066this\u2069 \u200ftoo"),
	"no width":                  text("\u200b\u200d\u2060\ufeff\u00ad"),
	"no width inside":           text("a\u200bb\u200cc\ufeffd"),
	"spaces":                    text("  \t \u00a0\u2003\u3000 "),
	"nothing but a break":       text("\n\r\n\u2028\u2029"),
	"breaks":                    text("one\r\ntwo\n\n\n\nthree\u2028four\vfive\n"),
	"NUL":                       text("a\x00b"),
	"NUL alone":                 text("\x00"),
	"control":                   text("\x1b[31mred\x07\x08\x7f\u0085\u009b"),
	"broken":                    text("a\xff\xfe\xed\xa0\x80b\ufffd"),
	"everybody":                 text("<!channel> <!here|here> <!everyone> @channel @here <!subteam^S123|all>"),
	"somebody":                  text("<@U000000000> <@U0ANA|ana> <#C000000000|general> #general @sam"),
	"links":                     text("<https://evil.test|click> https://evil.test <mailto:a@b.test|me> <tel:1|call>"),
	"a date":                    text("<!date^1781535600^{date_long}|tomorrow> <!date^0^{date}^https://evil.test|x>"),
	"escaped already":           text("&amp; &lt;!channel&gt; &lt;@U0ANA&gt; &amp;amp; &#60; &quot;"),
	"formatting":                text("*bold* _it_ ~no~ `code` ```block``` > quote\n> quote\n• list"),
	"unfinished":                text("*bold _it ~no `code ``` < > & <!"),
	"a format":                  text("%s %d %!v(MISSING) %[1]s %% 100%"),
	"a template":                text("{{.}} {date} ${HOME} {{template \"x\"}}"),
	"SQL":                       text("'; drop table meeting; -- \" ) or 1=1"),
	"JSON":                      text("\",\"x\":{\"y\":[\\u0000]} \\n null"),
	"a command":                 text("/1on1 schedule <@U0ANA|ana>"),
	"zalgo":                     text("z" + strings.Repeat("\u0337\u0328\u0321", 20) + "algo"),
	"a number":                  text("0"),
	"a smile":                   text("🙂"),
	"a private use":             text("\ue001bold\ue001 \U000e0041"),
}

// awfulNames are those tried.
func awfulNames() []string {
	names := slices.Sorted(maps.Keys(awful))
	if !underRace {
		return names
	}
	var few []string
	for i := 0; i < len(names); i += 6 {
		few = append(few, names[i])
	}
	return few
}

func text(s string) func(int) string { return func(int) string { return s } }

// plainWords are typed where the awful text is refused.
const plainWords = "The courtyard"

// oneLine says whether a field of a modal keeps one line.
func oneLine(callback, block string) bool {
	return slices.Contains([]string{"name", "reach", "why", "where", "word", "promise", "what", "ask_where", "ask_involves", "ask_why", "ask_if_time", "ask_if_thing", "would_take"}, block) && callback != "door_someone"
}

// asKept is a text as it should come back: as it was typed, without what no
// screen shows. It is told again here, so that it is not the bot's own.
func asKept(typed string, oneLine bool) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(typed, "") {
		control := unicode.Is(unicode.Cc, r) && r != '\n' && r != '\t'
		turning := strings.ContainsRune("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", r)
		if !control && !turning && r != utf8.RuneError {
			b.WriteRune(r)
		}
	}
	kept := strings.TrimSpace(b.String())
	if oneLine {
		kept = strings.Join(strings.Fields(kept), " ")
	}
	if strings.TrimFunc(kept, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.C, r) && !unicode.Is(unicode.Co, r) }) == "" {
		return ""
	}
	return kept
}

// textField is a text input of an open modal.
type textField struct {
	block, action string
	most          int
	required      bool
	initial       string
}

// textFields are those of a view, as it was sent.
func textFields(view []byte) []textField {
	var v struct {
		Blocks []struct {
			BlockID  string `json:"block_id"`
			Optional bool   `json:"optional"`
			Element  struct {
				Type      string `json:"type"`
				ActionID  string `json:"action_id"`
				MaxLength int    `json:"max_length"`
				Initial   string `json:"initial_value"`
			} `json:"element"`
		} `json:"blocks"`
	}
	if err := json.Unmarshal(view, &v); err != nil {
		panic(err)
	}
	var out []textField
	for _, b := range v.Blocks {
		if b.Element.Type == "plain_text_input" {
			most := b.Element.MaxLength
			if most == 0 {
				most = 3000
			}
			out = append(out, textField{b.BlockID, b.Element.ActionID, most, !b.Optional, b.Element.Initial})
		}
	}
	return out
}

// typist walks through every screen of the bot and types one awful text into
// every field.
type typist struct {
	*world
	t         *testing.T
	ctx       context.Context
	typed     func(most int) string
	visited   *sync.Map // callback id and block of every field typed in
	sam, ana  *sandbox.Person
	published []string // every view that was seen
}

func (y *typist) must(err error) {
	y.t.Helper()
	if err != nil {
		y.t.Fatalf("%v\n%.2000s", err, y.problems())
	}
}

// problems are the lines of the log that tell of one.
func (y *typist) problems() string {
	var out []string
	for line := range strings.Lines(y.log.String()) {
		if strings.Contains(line, "level=ERROR") || strings.Contains(line, "level=WARN") || strings.Contains(line, "panic") {
			out = append(out, line)
		}
	}
	return strings.Join(out, "")
}

func (y *typist) see(p *sandbox.Person, words string) {
	y.t.Helper()
	y.must(p.Await(y.ctx, words, func() bool { return p.Modal() != nil && strings.Contains(p.ScreenText(), words) }))
}

// press presses and waits for the modal it opens.
func (y *typist) press(p *sandbox.Person, words, modal string) {
	y.t.Helper()
	y.must(p.Press(y.ctx, words))
	y.see(p, modal)
}

// pressOn presses on the newest card that says something, once all is sent.
func (y *typist) pressOn(p *sandbox.Person, card, words, modal string) {
	y.t.Helper()
	y.must(y.settle(y.ctx))
	y.must(p.PressOn(y.ctx, card, words))
	if modal != "" {
		y.see(p, modal)
	}
}

// submit types into every text field of the open modal, sends it, and gives
// what was accepted, by block. What is refused is refused under its field, with
// everything still there.
func (y *typist) submit(p *sandbox.Person) map[string]string {
	y.t.Helper()
	view := p.Modal()
	fields := textFields(view.JSON)
	values := map[string]string{}
	for _, f := range fields {
		y.visited.Store(view.CallbackID+"/"+f.block, true)
		values[f.block] = y.typed(f.most)
		y.fill(p, view, f, values[f.block])
	}
	y.pastTheClient(p, fields)
	for tries := 0; ; tries++ {
		err := p.Submit(y.ctx)
		now := p.Modal()
		if now != nil && now.ID == view.ID && err == nil && strings.Contains(p.ScreenText(), "One thing first.") && tries < 5 {
			continue // a warning: once more, as it is
		}
		if err == nil {
			break
		}
		if tries > 5 || now == nil || now.ID != view.ID {
			y.t.Fatalf("%s cannot be sent: %v\n%s", view.CallbackID, err, p.ScreenText())
		}
		for _, f := range fields {
			typed := values[f.block]
			if now.Errors[f.block] == "" {
				y.stands(p, f, typed)
				continue
			}
			over := utf8.RuneCountInString(typed) > f.most
			if !over && (!f.required || asKept(typed, oneLine(view.CallbackID, f.block)) != "") {
				y.t.Errorf("%s %s: %.60q is refused: %s", view.CallbackID, f.block, typed, now.Errors[f.block])
			}
			y.stands(p, f, typed)
		}
		for _, f := range fields {
			if now.Errors[f.block] != "" {
				values[f.block] = plainWords
				y.fill(p, now, f, plainWords)
			}
		}
	}
	y.look(p)
	for block, typed := range values {
		values[block] = asKept(typed, oneLine(view.CallbackID, block))
	}
	return values
}

func (y *typist) fill(p *sandbox.Person, view *sandbox.View, f textField, typed string) {
	y.t.Helper()
	y.must(p.Set(view.ID, f.block, f.action, sandbox.Value{Value: &typed}))
}

// stands fails the test unless a field of the open modal still holds what was
// typed.
func (y *typist) stands(p *sandbox.Person, f textField, typed string) {
	y.t.Helper()
	got := p.Modal().Values[f.block][f.action].Value
	if got == nil && typed != "" || got != nil && *got != typed {
		y.t.Errorf("%s %s: what was typed is gone", p.Modal().CallbackID, f.block)
	}
}

// pastTheClient sends more than Slack's client lets anybody type, in each field
// by itself.
func (y *typist) pastTheClient(p *sandbox.Person, fields []textField) {
	y.t.Helper()
	view := p.Modal()
	for _, f := range fields {
		if f.block == "apology" || f.block == "text" {
			continue // there to be copied: nobody reads what comes back
		}
		values := map[string]any{}
		for block, actions := range view.Values {
			values[block] = actions
			if block == f.block {
				long := strings.Repeat("long ", 2000)
				values[block] = map[string]any{f.action: sandbox.Value{Type: "plain_text_input", Value: &long}}
			}
		}
		var whole map[string]any
		y.must(json.Unmarshal(view.JSON, &whole))
		maps.Copy(whole, map[string]any{"id": view.ID, "hash": view.Hash, "state": map[string]any{"values": values}})
		answer, err := p.Forge(y.ctx, map[string]any{"type": "view_submission", "view": whole})
		y.must(err)
		var got struct{ Errors map[string]string }
		if json.Unmarshal(answer, &got); got.Errors[f.block] == "" {
			y.t.Errorf("%s %s: ten kilobytes are not refused there: %.300s", view.CallbackID, f.block, answer)
		}
	}
}

// comesBack fails the test unless the open modal shows what was accepted.
func (y *typist) comesBack(p *sandbox.Person, accepted map[string]string, blocks ...string) {
	y.t.Helper()
	for _, f := range textFields(p.Modal().JSON) {
		if slices.Contains(blocks, f.block) && f.initial != accepted[f.block] {
			y.t.Errorf("%s %s comes back as %.80q, want %.80q", p.Modal().CallbackID, f.block, f.initial, accepted[f.block])
		}
	}
}

// reads fails the test unless a message shows the words, as they were typed.
func (y *typist) reads(p *sandbox.Person, words string) {
	y.t.Helper()
	if words == "" {
		return
	}
	shows := func() bool {
		return slices.ContainsFunc(p.Messages(""), func(m sandbox.Message) bool {
			for _, t := range texts(m.Blocks) {
				shown := t.Text
				if t.Type == "mrkdwn" {
					shown = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(shown)
				}
				if strings.Contains(shown, words) {
					return true
				}
			}
			return false
		})
	}
	y.must(p.Await(y.ctx, fmt.Sprintf("%.80q", words), shows))
}

// look keeps the views that are open, to be looked through at the end.
func (y *typist) look(p *sandbox.Person) {
	for _, v := range p.Modals() {
		y.published = append(y.published, string(v.JSON))
	}
	if h := p.HomeView(); h != nil {
		y.published = append(y.published, string(h.JSON))
	}
}

// textObject is one text of a message or view.
type textObject struct {
	Type     string `json:"type"`
	Text     string `json:"text"`
	Emoji    *bool  `json:"emoji"`
	Verbatim bool   `json:"verbatim"`
}

// texts are all text objects in blocks or a view.
func texts(raw []byte) []textObject {
	var v any
	if len(raw) == 0 {
		return nil
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		panic(err)
	}
	var out []textObject
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			if _, ok := v["text"].(string); ok {
				b, _ := json.Marshal(v)
				var t textObject
				json.Unmarshal(b, &t)
				out = append(out, t)
			}
			for _, e := range v {
				walk(e)
			}
		}
	}
	walk(v)
	return out
}

// ours is a reference that the bot writes itself: an instant, in the reader's
// own zone.
var ours = regexp.MustCompile(`^<!date\^\d{10}\^\x{200b}?\{day_divider_pretty\}(, \{time\})?\|[^<>^]*>$`)

var references = regexp.MustCompile(`<[^>]*>?`)

// meantByNobody looks for a mention, a link or a date in marked-up text that the
// bot did not make.
func meantByNobody(marked string) string {
	for _, ref := range references.FindAllString(marked, -1) {
		if !ours.MatchString(ref) {
			return ref
		}
	}
	return ""
}

// sound fails the test if anything was said or shown that nobody meant, or the
// bot committed a fault.
func (y *typist) sound() {
	y.t.Helper()
	y.must(y.settle(y.ctx))
	for _, p := range y.slack.People() {
		y.look(p)
		for _, m := range p.Messages("") {
			if m.User == p.ID() {
				continue
			}
			if ref := meantByNobody(m.Text); ref != "" {
				y.t.Errorf("a notification holds %q: %s", ref, m.Text)
			}
			y.published = append(y.published, string(m.Blocks))
		}
	}
	seen := map[string]bool{}
	for _, view := range y.published {
		for _, t := range texts([]byte(view)) {
			if seen[t.Text+t.Type] {
				continue
			}
			seen[t.Text+t.Type] = true
			switch {
			case t.Type == "mrkdwn" && meantByNobody(t.Text) != "":
				y.t.Errorf("%q stands in %q", meantByNobody(t.Text), t.Text)
			case t.Type == "mrkdwn" && !t.Verbatim:
				y.t.Errorf("Slack may make links of %q", t.Text)
			case t.Type == "plain_text" && t.Emoji != nil && *t.Emoji:
				y.t.Errorf("Slack makes pictures of %q", t.Text)
			}
			if strings.ContainsFunc(t.Text, func(r rune) bool { return unicode.Is(unicode.Cc, r) && r != '\n' && r != '\t' }) || !utf8.ValidString(t.Text) {
				y.t.Errorf("control characters in %q", t.Text)
			}
		}
	}
	for line := range strings.Lines(y.log.String()) {
		if strings.Contains(line, "panic") || strings.Contains(line, "level=ERROR") {
			y.t.Errorf("in the log: %.500s", line)
		}
	}
	if faults := y.finish(); len(faults) > 0 {
		y.t.Errorf("faults: %.2000s", strings.Join(faults, "\n"))
	}
}

// walk types into every field there is.
func (y *typist) walk() {
	sam, ana := y.sam, y.ana
	// What is set comes back, and goes into the text to copy.
	y.must(sam.Type(y.ctx, "", "/1on1 settings"))
	y.see(sam, "Settings")
	set := y.submit(sam)
	y.must(sam.Type(y.ctx, "", "/1on1 settings"))
	y.see(sam, "Settings")
	y.comesBack(sam, set, "reach")
	y.must(sam.Close(y.ctx))
	// What is to be done next, noted, shown and changed.
	y.must(sam.Type(y.ctx, "", "/1on1 follow-up @mei"))
	y.see(sam, "Follow up")
	noted := y.submit(sam)
	y.must(sam.OpenHome(y.ctx))
	y.must(y.settle(y.ctx))
	y.press(sam, "Show me", "For Mei:")
	y.look(sam)
	y.press(sam, "Change", "With Mei.")
	y.comesBack(sam, noted, "what")
	y.submit(sam)
	// A plan, read by the one invited.
	y.must(sam.Type(y.ctx, "", "/1on1 schedule @ana"))
	y.see(sam, "Plan a one-on-one")
	y.press(sam, "Offer a second time", "They choose one of the two.")
	plan := y.submit(sam)
	y.reads(ana, "“"+plan["why"]+"”")
	y.reads(ana, plan["where"])
	// Another time, twice: the second window shows the first word.
	y.pressOn(ana, "would like to meet you", "Another time", "When would suit you?")
	word := y.submit(ana)
	y.reads(sam, word["word"])
	y.pressOn(ana, "You suggested", "Another time", "When would suit you?")
	y.comesBack(ana, word, "word")
	y.must(ana.Close(y.ctx))
	// An offer, with a word.
	y.pressOn(sam, "They suggest", "Offer another", "Offer another time")
	y.comesBack(sam, plan, "where")
	y.must(sam.Fill(y.ctx, "When", "2026-06-13 12:00"))
	change := y.submit(sam)
	if change["word"] != "" {
		y.reads(ana, "adds: “"+change["word"]+"”")
	}
	y.reads(ana, change["where"])
	y.pressOn(ana, "offers another time", "See you then", "")
	// What one wants of it.
	y.must(sam.Type(y.ctx, "", "/1on1 prep @ana"))
	y.see(sam, "Before your talk")
	prep := y.submit(sam)
	y.must(sam.Type(y.ctx, "", "/1on1 prep"))
	y.see(sam, "Before your talk")
	y.comesBack(sam, prep, "good_talk", "find_out")
	y.press(sam, "Other questions", "Before your talk")
	y.must(y.settle(y.ctx))
	y.look(sam)
	y.must(sam.Close(y.ctx))
	y.must(sam.OpenHome(y.ctx))
	y.must(ana.OpenHome(y.ctx))
	y.must(sam.Type(y.ctx, "", "/1on1 list"))
	y.see(sam, "Ana Torres")
	y.look(sam)
	y.must(sam.Close(y.ctx))
	// After it.
	y.must(y.slack.Clock().AdvanceTo(y.ctx, storyStart.AddDate(0, 0, 7)))
	y.must(sam.Type(y.ctx, "", "/1on1 reflect @ana"))
	y.see(sam, "After your talk")
	reflection := y.submit(sam)
	pages := map[string]map[string]string{}
	for _, door := range []string{"About them", "Someone to meet", "How I did"} {
		y.press(sam, door, "Only you can read this.")
		y.see(sam, "Write what you wouldn't mind them reading.")
		pages[door] = y.submit(sam)
	}
	y.must(sam.Close(y.ctx))
	y.must(sam.Type(y.ctx, "", "/1on1 reflect @ana"))
	y.see(sam, "After your talk")
	y.comesBack(sam, reflection, "remember", "promise")
	for door, page := range pages {
		y.press(sam, door, "Write what you wouldn't mind them reading.")
		y.comesBack(sam, page, slices.Collect(maps.Keys(page))...)
		y.must(sam.Submit(y.ctx))
	}
	y.must(sam.Close(y.ctx))
	// Someone outside Slack, told in person.
	y.must(sam.Type(y.ctx, "", "/1on1 schedule"))
	y.see(sam, "Plan a one-on-one")
	y.press(sam, "They aren't in Slack", "What do you call them?")
	outside := y.submit(sam)
	y.see(sam, "Tell them yourself")
	y.submit(sam)
	y.must(sam.Type(y.ctx, "", "/1on1 schedule"))
	y.see(sam, "Plan a one-on-one")
	y.must(sam.Press(y.ctx, "They aren't in Slack"))
	y.see(sam, "Someone new")
	known := func(t textObject) bool { // cut where an option would be too long
		begins, isCut := strings.CutSuffix(t.Text, "…")
		return t.Text == outside["name"] || isCut && begins != "" && strings.HasPrefix(outside["name"], begins)
	}
	if view := string(sam.Modal().JSON); !slices.ContainsFunc(texts([]byte(view)), known) {
		y.t.Errorf("%q is not among those one knows", outside["name"])
	}
	y.look(sam)
	y.must(sam.Close(y.ctx))
	// By others, who know nobody of that name.
	y.must(ana.Type(y.ctx, "", "/1on1 log"))
	y.see(ana, "Write down a talk")
	y.press(ana, "They aren't in Slack", "What do you call them?")
	y.submit(ana)
	y.see(ana, "After your talk")
	y.must(ana.Close(y.ctx))
	mei := y.slack.Person("mei")
	y.must(mei.Type(y.ctx, "", "/1on1 follow-up"))
	y.see(mei, "Follow up")
	y.press(mei, "They aren't in Slack", "What do you call them?")
	y.submit(mei)
	// Called off, with a word; and one that didn't happen.
	y.must(sam.Type(y.ctx, "", "/1on1 schedule @ana"))
	y.see(sam, "Plan a one-on-one")
	y.submit(sam)
	y.pressOn(sam, "Invited Ana for", "Call it off", "Call it off?")
	off := y.submit(sam)
	y.reads(ana, off["word"])
	y.must(y.slack.Clock().AdvanceTo(y.ctx, storyStart.AddDate(0, 0, 14)))
	y.must(sam.Type(y.ctx, "", "/1on1"))
	y.see(sam, "How did it go with")
	y.press(sam, "Didn't happen", "What happened?")
	y.must(sam.Fill(y.ctx, "What happened?", "I couldn't"))
	y.see(sam, "A word to copy")
	y.submit(sam)
	y.see(sam, "What's next")
	y.must(sam.Close(y.ctx))
	// Called off with someone the bot cannot tell: a text to copy.
	joao := y.slack.Person("joao")
	y.must(joao.Type(y.ctx, "", "/1on1 schedule"))
	y.see(joao, "Plan a one-on-one")
	y.press(joao, "They aren't in Slack", "What do you call them?")
	y.submit(joao)
	y.see(joao, "Tell them yourself")
	y.submit(joao)
	y.pressOn(joao, "Telling them is up to you", "Call it off", "Call it off?")
	y.submit(joao)
	// Missed, with a word that goes along with another invitation.
	y.must(sam.Type(y.ctx, "", "/1on1 schedule @ana"))
	y.see(sam, "Plan a one-on-one")
	y.submit(sam)
	y.must(y.slack.Clock().AdvanceTo(y.ctx, storyStart.AddDate(0, 0, 17).Add(11*time.Hour)))
	y.pressOn(sam, "How did it go with Ana", "Didn't happen", "What happened?")
	y.must(sam.Fill(y.ctx, "What happened?", "I couldn't"))
	y.see(sam, "A word to Ana")
	y.must(sam.Fill(y.ctx, "Try again on", "2026-07-02 18:00"))
	y.must(sam.Fill(y.ctx, "How do they hear", "Invite them for me"))
	sorry := y.submit(sam)
	if sorry["word"] != "" {
		y.reads(ana, "adds: “"+sorry["word"]+"”")
	}
	y.walkAsks()
	// Tried in practice, where nothing is kept: it stands on the next window only.
	y.must(sam.Type(y.ctx, "", "/1on1 practice"))
	y.see(sam, "How would you ask?")
	y.submit(sam)
	y.see(sam, "One good way of many")
	y.must(sam.Close(y.ctx))
	// Typed to the bot, and behind its command.
	for _, most := range []int{20, 300, 3000} {
		typed := y.typed(most)
		if strings.TrimSpace(typed) != "" && !strings.HasPrefix(typed, "/") {
			y.must(sam.Type(y.ctx, "", typed))
		}
		y.must(sam.Type(y.ctx, "", "/1on1 "+typed))
		y.must(sam.Type(y.ctx, "", "/1on1 schedule "+typed))
		y.must(sam.Type(y.ctx, "", "/1on1 help "+typed))
		y.must(sam.Type(y.ctx, "", "/1on1 follow-up "+typed))
	}
	y.must(y.settle(y.ctx))
	y.look(sam)
}

// walkAsks types into every field of asks.
func (y *typist) walkAsks() {
	sam, ana := y.sam, y.ana
	y.must(sam.Type(y.ctx, "", "/1on1 ask @ana"))
	y.see(sam, "Have you asked yet?")
	y.checked(sam)
	y.press(sam, "Get ready for a no", "If the time is wrong")
	y.turned(sam)
	ready := y.submit(sam)
	y.see(sam, "Not asked yet.")
	y.press(sam, "Change", "The words you'll say")
	y.comesBack(sam, ready, slices.Collect(maps.Keys(ready))...)
	y.submit(sam)
	y.see(sam, "Not asked yet.")
	y.press(sam, "I've asked", "What did they say?")
	y.must(sam.Fill(y.ctx, "What did they say", "Maybe"))
	y.see(sam, "What would make it a yes?")
	maybe := y.submit(sam)
	y.see(sam, "They said maybe.")
	y.press(sam, "They've told me", "What did they say?")
	y.comesBack(sam, maybe, "would_take")
	y.must(sam.Fill(y.ctx, "What did they say", "Yes"))
	y.see(sam, "Confirm it by")
	y.must(sam.Submit(y.ctx))
	y.see(sam, "They said yes")
	y.press(sam, "Change the words", "gets this: ")
	word := y.submit(sam)
	y.see(sam, "Your ask")
	y.reads(ana, word["word"])
	y.must(sam.Close(y.ctx))
	// A role, and someone outside Slack, of one who knows nobody of that name.
	noor := y.slack.AddPerson(sandbox.Profile{Name: "noor", RealName: "Noor Ali"})
	y.must(noor.Type(y.ctx, "", "/1on1 ask"))
	y.see(noor, "Have you asked yet?")
	y.press(noor, "They aren't in Slack", "What do you call them?")
	y.must(noor.Fill(y.ctx, "What it is", "A role"))
	y.see(noor, "What it involves")
	// The coach's words take the place of those typed, and what is typed then takes theirs.
	y.must(noor.Fill(y.ctx, "The words", "Maybe you could speak first?"))
	y.press(noor, "Check my ask", "Take these words")
	y.press(noor, "Take these words", "Taken. You had:")
	y.submit(noor)
	y.see(noor, "Not asked yet.")
	y.must(noor.Close(y.ctx))
	y.must(sam.Type(y.ctx, "", "/1on1 asks"))
	y.see(sam, "Your asks")
	y.look(sam)
	y.must(sam.Close(y.ctx))
	// Behind the door, something else than what was got ready.
	y.must(sam.Type(y.ctx, "", "/1on1 ask @ana "+plainWords))
	y.see(sam, "Have you asked yet?")
	y.must(sam.Submit(y.ctx))
	y.see(sam, "Not asked yet.")
	y.must(sam.Close(y.ctx))
	y.must(sam.Type(y.ctx, "", "/1on1 reflect @ana"))
	y.see(sam, "After your talk")
	y.submit(sam)
	y.see(sam, "What else you noted of it")
	y.press(sam, "What they said to an ask", "You asked")
	y.press(sam, "I asked for something else", "What did you ask for?")
	y.must(sam.Fill(y.ctx, "What did they say", "Maybe"))
	y.see(sam, "What would make it a yes?")
	y.submit(sam)
	y.see(sam, "They said maybe.")
	y.must(sam.Close(y.ctx))
	y.see(sam, "What else you noted of it")
	y.must(sam.Close(y.ctx))
	// What was typed of an ask is written over: of a role, and of an event.
	y.pressOn(ana, "would like to meet you", "About this", "About this")
	y.press(ana, "Ask Sam to delete", "You've asked Sam to delete the notes.")
	y.must(ana.Close(y.ctx))
	for _, what := range []string{"A role", "One event"} {
		y.must(sam.Type(y.ctx, "", "/1on1 ask @ana "+plainWords))
		y.see(sam, "Have you asked yet?")
		y.must(sam.Fill(y.ctx, "What it is", what))
		y.press(sam, "Get ready for a no", "If the time is wrong")
		y.submit(sam)
		y.see(sam, "Not asked yet.")
		y.press(sam, "I've asked", "What did they say?")
		y.must(sam.Fill(y.ctx, "What did they say", "Maybe"))
		y.see(sam, "What would make it a yes?")
		y.submit(sam)
		y.see(sam, "They said maybe.")
		y.must(sam.Close(y.ctx))
		y.must(y.slack.Clock().AdvanceTo(y.ctx, y.slack.Clock().Now().AddDate(0, 0, 1)))
		y.pressOn(sam, "asks you to delete", "Show me", "They asked you")
		y.press(sam, "Write over", "What you noted of your ask")
		over := y.submit(sam)
		y.see(sam, "They asked you")
		y.press(sam, "Write over", "What you noted of your ask")
		y.comesBack(sam, over, slices.Collect(maps.Keys(over))...)
		y.must(sam.Close(y.ctx))
		y.must(sam.Close(y.ctx))
	}
	typed := y.typed(300)
	y.must(sam.Type(y.ctx, "", "/1on1 ask @ana "+typed))
	y.must(sam.Type(y.ctx, "", "/1on1 turnout "+typed))
}

// checked types into every field of an ask and has the coach read it: what it says
// is beside what was typed, and takes nothing away.
func (y *typist) checked(p *sandbox.Person) {
	y.t.Helper()
	y.keepsAll(p, func() { y.press(p, "Check my ask", "Save whenever you like.") })
}

// turned types into every field of an ask, looks at the other half of the window, and
// comes back: all of it is there.
func (y *typist) turned(p *sandbox.Person) {
	y.t.Helper()
	y.keepsAll(p, func() {
		y.must(p.Fill(y.ctx, "Have you asked yet", "Already asked"))
		y.see(p, "What did you ask for?")
		y.look(p)
		y.must(p.Fill(y.ctx, "Have you asked yet", "Getting ready"))
		y.see(p, "The words you'll say")
	})
}

// keepsAll types into every field, and sees it stand there after something was done.
func (y *typist) keepsAll(p *sandbox.Person, does func()) {
	y.t.Helper()
	view := p.Modal()
	fields := textFields(view.JSON)
	fits := func(f textField) string { // Slack's client takes no more
		letters := []rune(y.typed(f.most))
		return string(letters[:min(f.most, len(letters))])
	}
	for _, f := range fields {
		y.fill(p, view, f, fits(f))
	}
	does()
	for _, f := range fields {
		y.stands(p, f, fits(f))
	}
	y.look(p)
}

// Whatever is typed into any field of any screen: it is kept as it was typed, or
// refused under that field with all of it still there; it mentions nobody, links
// nowhere, and breaks nothing.
func TestWhateverIsTyped(t *testing.T) {
	var visited sync.Map
	t.Run("typed", func(t *testing.T) {
		for _, name := range awfulNames() {
			typed := awful[name]
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				w, err := newWorld(t, filepath.Join(t.TempDir(), "oneonone.db"))
				if err != nil {
					t.Fatal(err)
				}
				ctx, cancel := context.WithTimeout(t.Context(), 3*within)
				defer cancel()
				y := &typist{world: w, t: t, ctx: ctx, typed: typed, visited: &visited, sam: w.slack.Person("sam"), ana: w.slack.Person("ana")}
				y.walk()
				y.sound()
			})
		}
	})
	if t.Failed() {
		return
	}
	// A screen that is built later is to be walked through, too.
	for _, s := range views.Samples() {
		if s.Surface != "modal" {
			continue
		}
		raw, err := json.Marshal(s.Payload)
		if err != nil {
			t.Fatal(err)
		}
		var v struct {
			CallbackID string `json:"callback_id"`
		}
		if err := json.Unmarshal(raw, &v); err != nil {
			t.Fatal(err)
		}
		for _, f := range textFields(raw) {
			if _, ok := visited.Load(v.CallbackID + "/" + f.block); !ok {
				t.Errorf("nobody typed into %s of %s (sample %s): add it to walk", f.block, v.CallbackID, s.Name)
			}
		}
	}
}

// Whatever somebody is called in Slack: it stands on screens and in messages as
// they wrote it, mentions nobody and breaks nothing.
func TestWhateverAnybodyIsCalled(t *testing.T) {
	for _, name := range awfulNames() {
		typed := awful[name]
		if strings.HasPrefix(name, "just fits,") {
			continue // a name is short
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, err := newWorld(t, filepath.Join(t.TempDir(), "oneonone.db"))
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 3*within)
			defer cancel()
			y := &typist{world: w, t: t, ctx: ctx, typed: text(plainWords), visited: new(sync.Map), sam: w.slack.Person("sam"), ana: w.slack.Person("ana")}
			sam, ana := y.sam, y.ana
			called := strings.ToValidUTF8(typed(80), "")
			called = string([]rune(called)[:min(80, utf8.RuneCountInString(called))]) // as many as Slack takes
			for _, p := range []*sandbox.Person{sam, ana} {
				w.slack.SetProfile(p, func(p *sandbox.Profile) { p.RealName = called })
			}
			y.must(y.settle(ctx))
			open := func(p *sandbox.Person, command, words string) {
				t.Helper()
				p.Reload()
				y.must(p.Type(ctx, "", command))
				y.see(p, words)
				y.look(p)
			}
			open(sam, "/1on1 schedule @ana", "Plan a one-on-one")
			y.must(sam.Fill(ctx, "When", "2026-06-10 18:00"))
			y.submit(sam)
			y.reads(ana, asKept(called, true))
			y.pressOn(ana, plainWords, "About this", "About this")
			ana.Reload()
			y.pressOn(ana, plainWords, "Another time", "When would suit you?")
			y.submit(ana)
			open(sam, "/1on1", "They suggest")
			y.press(sam, "Offer another", "Offer another time")
			y.must(sam.Fill(ctx, "When", "2026-06-10 17:00"))
			y.submit(sam)
			y.pressOn(ana, "", "See you then", "")
			open(sam, "/1on1 list", plainWords)
			open(sam, "/1on1 prep @ana", "Before your talk")
			y.must(sam.OpenHome(ctx))
			y.must(ana.OpenHome(ctx))
			y.must(w.slack.Clock().AdvanceTo(ctx, storyStart.AddDate(0, 0, 2).Add(6*time.Hour)))
			open(sam, "/1on1", "Running late")
			y.press(sam, "Running late", "gets this line")
			y.look(sam)
			y.must(sam.Submit(ctx))
			sam.Reload()
			y.must(w.slack.Clock().AdvanceTo(ctx, storyStart.AddDate(0, 0, 3)))
			open(sam, "/1on1 reflect @ana", "After your talk")
			y.submit(sam)
			open(sam, "/1on1 schedule @ana", "Plan a one-on-one")
			y.submit(sam)
			open(sam, "/1on1 list", "Change")
			y.press(sam, "Change", "Change this talk")
			y.press(sam, "Call it off", "Call it off?")
			y.submit(sam)
			y.must(w.slack.Clock().AdvanceTo(ctx, storyStart.AddDate(0, 0, 30)))
			y.sound()
		})
	}
}

// Who knows a hundred people outside Slack by long names gets a warning like
// anybody: an acknowledgement of twenty kilobytes would break the connection.
func TestWarningOfAnyLength(t *testing.T) {
	y := newTypist(t)
	me, err := y.app.db.Member(y.ctx, y.sam.ID(), nil)
	y.must(err)
	for n := range 99 {
		whom := oneonone.Whom{Name: fmt.Sprintf("%02d%s", n, strings.Repeat("<", oneonone.MaxName-2))}
		_, _, err := y.app.db.Log(y.ctx, me.ID, whom, fmt.Sprint("V", n), oneonone.Recruitment, storyStart, oneonone.ID{})
		y.must(err)
	}
	y.open(y.sam, "/1on1 schedule", "Plan a one-on-one")
	y.press(y.sam, "They aren't in Slack", "Someone new")
	y.must(y.sam.Fill(y.ctx, "When", "2026-07-08 18:00"))
	y.ready(y.sam)
	before := y.sam.Modal()
	if err := y.sam.Submit(y.ctx); err != nil {
		t.Log(err)
	}
	y.see(y.sam, "One thing first.")
	y.keeps(y.sam, before, "the warning")
	y.must(y.sam.Submit(y.ctx))
	y.see(y.sam, "Tell them yourself")
	y.sound()
}
