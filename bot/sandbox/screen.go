package sandbox

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// This file shows screens as plain text, for tests and error messages. A
// button is [its words], a field is "Label: value (hint)", its error a line
// that begins with "! ".

// ScreenText is the top modal when one is open, else the Home tab; "" when it
// was never published.
func (p *Person) ScreenText() string {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	u := p.me()
	switch {
	case u.top() != nil:
		return p.w.viewText(u, u.top())
	case u.home != nil:
		return p.w.viewText(u, u.home)
	}
	return ""
}

// Text is the view as plain text, as p sees it.
func (v *View) Text(p *Person) string {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	doc, _ := decode(v.JSON)
	return p.w.viewText(p.me(), &view{kind: v.Type, doc: asNode(doc), values: v.Values, errors: v.Errors})
}

// Screen is the message as plain text, as p sees it: its blocks, or its text
// when it has none.
func (m Message) Screen(p *Person) string {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	return p.w.screen(p.me(), &message{Message: m})
}

// everything is all they see, for error messages.
func (p *Person) everything() string {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	return p.everythingLocked()
}

func (p *Person) everythingLocked() string {
	u := p.me()
	var b strings.Builder
	for _, v := range slices.Backward(u.stack) {
		b.WriteString("--- modal\n" + p.w.viewText(u, v))
	}
	if u.tab == "home" && u.home != nil {
		b.WriteString("--- Home\n" + p.w.viewText(u, u.home))
	}
	for i, m := range p.newest() {
		if i == 5 {
			break
		}
		b.WriteString("--- message\n" + p.w.screen(u, m))
	}
	for _, n := range u.notices {
		b.WriteString("--- notice\n" + n + "\n")
	}
	return b.String()
}

// screen is a message as someone sees it.
func (w *Workspace) screen(u *user, m *message) string {
	if m.Blocks == nil {
		return w.visible(u, m.Text) + "\n"
	}
	return w.blocksText(u, m.blockList(), m.picked[u.id], nil)
}

// viewText is a view as someone sees it.
func (w *Workspace) viewText(u *user, v *view) string {
	var b strings.Builder
	if v.kind == "modal" {
		b.WriteString(v.doc.words("title") + "\n")
	}
	b.WriteString(w.blocksText(u, v.blocks(), v.values, v.errors))
	if v.kind == "modal" {
		b.WriteString("[" + v.closeWords() + "]")
		if words := v.submitWords(); words != "" {
			b.WriteString(" [" + words + "]")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// blocksText is blocks as someone sees them, a line or more each.
func (w *Workspace) blocksText(u *user, blocks []any, values map[string]map[string]Value, errors map[string]string) string {
	var lines []string
	add := func(line string) {
		if line != "" {
			lines = append(lines, line)
		}
	}
	for _, raw := range blocks {
		b := asNode(raw)
		value := func(e node) string { return w.elementText(u, e, values[b.str("block_id")][e.str("action_id")]) }
		switch b.str("type") {
		case "header", "image":
			add(w.visible(u, b.words("text")+b.words("title")))
			if alt := b.str("alt_text"); alt != "" {
				add("(image: " + alt + ")")
			}
		case "divider":
			add("---")
		case "section":
			add(w.textOf(u, b.child("text")))
			for _, f := range b.nodes("fields") {
				add(w.textOf(u, f))
			}
			if e := b.child("accessory"); e != nil {
				add(value(e))
			}
		case "context":
			var parts []string
			for _, e := range b.nodes("elements") {
				parts = append(parts, w.textOf(u, e)+e.str("alt_text"))
			}
			add(strings.Join(parts, " "))
		case "actions":
			var parts []string
			for _, e := range b.nodes("elements") {
				parts = append(parts, value(e))
			}
			add(strings.Join(parts, " "))
		case "input":
			line := b.words("label") + ": " + value(b.child("element"))
			if hint := b.words("hint"); hint != "" {
				line += " (" + hint + ")"
			}
			add(line)
			if e := errors[b.str("block_id")]; e != "" {
				add("! " + e)
			}
		case "rich_text":
			add(w.richText(u, b))
		}
	}
	if len(lines) == 0 {
		return ""
	}
	return strings.Join(lines, "\n") + "\n"
}

// richText is the words of a rich text block, without its looks.
func (w *Workspace) richText(u *user, n node) string {
	var b strings.Builder
	b.WriteString(n.str("text"))
	if id := n.str("user_id"); id != "" {
		b.WriteString("@" + w.nameOf(id))
	}
	for _, e := range n.nodes("elements") {
		b.WriteString(w.richText(u, e))
	}
	return b.String()
}

// textOf is a text object as it is seen.
func (w *Workspace) textOf(u *user, n node) string {
	if n.str("type") == "mrkdwn" {
		return w.visible(u, n.str("text"))
	}
	return n.str("text")
}

// elementText is an element with its value.
func (w *Workspace) elementText(u *user, e node, v Value) string {
	switch e.str("type") {
	case "button":
		return "[" + e.words("text") + "]"
	case "overflow":
		var items []string
		for _, o := range allOptions(e) {
			items = append(items, o.words("text"))
		}
		return "[... " + strings.Join(items, " | ") + "]"
	case "image":
		return "(image: " + e.str("alt_text") + ")"
	case "checkboxes":
		return w.boxes(u, e, v, "[x] ", "[ ] ")
	case "radio_buttons":
		return w.boxes(u, e, v, "(x) ", "( ) ")
	}
	if v.empty() {
		if words := e.words("placeholder"); words != "" {
			return "‹" + words + "›"
		}
		return ""
	}
	return w.valueText(u, v)
}

// boxes shows options with the picked ones marked.
func (w *Workspace) boxes(u *user, e node, v Value, on, off string) string {
	var parts []string
	for _, o := range allOptions(e) {
		mark := off
		if asNode(v.SelectedOption).str("value") == o.str("value") ||
			slices.ContainsFunc(v.SelectedOptions, func(s any) bool { return asNode(s).str("value") == o.str("value") }) {
			mark = on
		}
		part := mark + w.textOf(u, o.child("text"))
		if line := w.textOf(u, o.child("description")); line != "" {
			part += " – " + line
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " ")
}

// valueText is a value in words.
func (w *Workspace) valueText(u *user, v Value) string {
	names := func(mark string, ids []string) string {
		list := make([]string, len(ids))
		for i, id := range ids {
			list[i] = mark + w.nameOf(id)
		}
		return strings.Join(list, ", ")
	}
	switch {
	case v.Value != nil:
		return *v.Value
	case v.SelectedOption != nil:
		return asNode(v.SelectedOption).words("text")
	case v.SelectedUser != nil:
		return names("@", []string{*v.SelectedUser})
	case v.SelectedUsers != nil:
		return names("@", v.SelectedUsers)
	case v.SelectedChannel != nil:
		return names("#", []string{*v.SelectedChannel})
	case v.SelectedConversation != nil:
		return names("#", []string{*v.SelectedConversation})
	case v.SelectedChannels != nil:
		return names("#", v.SelectedChannels)
	case v.SelectedConversations != nil:
		return names("#", v.SelectedConversations)
	case v.SelectedDate != nil:
		return *v.SelectedDate
	case v.SelectedTime != nil:
		return *v.SelectedTime
	case v.SelectedDateTime != nil:
		return time.Unix(*v.SelectedDateTime, 0).In(u.zone).Format("Mon 2 January 2006 15:04")
	}
	var list []string
	for _, o := range v.SelectedOptions {
		list = append(list, asNode(o).words("text"))
	}
	return strings.Join(list, ", ")
}

// nameOf is what the client shows for an id.
func (w *Workspace) nameOf(id string) string {
	if u := w.users[id]; u != nil {
		return u.profile.RealName
	}
	if id == w.botUser {
		return w.app.Name
	}
	if ch := w.channels[id]; ch != nil {
		return ch.name
	}
	return id
}

var (
	reference = regexp.MustCompile(`<([^<>]+)>`)
	entity    = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
)

// visible is mrkdwn as someone sees it: references and dates in words, the
// marks of formatting gone.
func (w *Workspace) visible(u *user, text string) string {
	var b strings.Builder
	last := 0
	for _, at := range reference.FindAllStringSubmatchIndex(text, -1) {
		b.WriteString(text[last:at[0]])
		// What a reference shows is no formatting: keep its marks.
		b.WriteString(markKeeper.Replace(w.referenceText(u, text[at[2]:at[3]])))
		last = at[1]
	}
	b.WriteString(text[last:])
	return entity.Replace(markRestorer.Replace(stripMarks(b.String())))
}

// The marks inside references are kept as private-use runes while the others
// are stripped.
var (
	markKeeper   = strings.NewReplacer("*", "\ue001", "_", "\ue002", "~", "\ue003", "`", "\ue004")
	markRestorer = strings.NewReplacer("\ue001", "*", "\ue002", "_", "\ue003", "~", "\ue004", "`")
)

// referenceText is what stands for <…>.
func (w *Workspace) referenceText(u *user, ref string) string {
	target, label, labelled := strings.Cut(ref, "|")
	switch {
	case strings.HasPrefix(target, "@"):
		if name := w.nameOf(target[1:]); name != target[1:] || !labelled {
			return "@" + name
		}
		return "@" + label
	case strings.HasPrefix(target, "#"):
		return "#" + w.nameOf(target[1:])
	case strings.HasPrefix(target, "!date^"):
		parts := strings.Split(target, "^")
		unix, err := strconv.ParseInt(parts[1], 10, 64)
		if err != nil || len(parts) < 3 {
			return label
		}
		return slackDate(unix, parts[2], label, u.zone, w.clock.Now(), u.profile.Locale)
	case strings.HasPrefix(target, "!subteam^"):
		return label
	case strings.HasPrefix(target, "!"):
		return "@" + strings.TrimPrefix(target, "!")
	case labelled:
		return label
	}
	return strings.TrimPrefix(target, "mailto:")
}

// stripMarks removes * _ ~ and ` where they format: they open at the edge of a
// word and close at one on the same line. Inside code nothing else formats.
func stripMarks(s string) string {
	r := []rune(s)
	drop := make([]bool, len(r))
	edge := func(i int) bool {
		return i < 0 || i >= len(r) || !unicode.IsLetter(r[i]) && !unicode.IsDigit(r[i])
	}
	for i := 0; i < len(r); i++ {
		m := r[i]
		if !strings.ContainsRune("*_~`", m) || drop[i] || !edge(i-1) || i+1 >= len(r) || r[i+1] == m && m != '`' {
			continue
		}
		if m != '`' && unicode.IsSpace(r[i+1]) {
			continue
		}
		for j := i + 1; j < len(r) && (r[j] != '\n' || m == '`'); j++ {
			if r[j] != m || !edge(j+1) || j == i+1 && m != '`' || m != '`' && unicode.IsSpace(r[j-1]) {
				continue
			}
			drop[i], drop[j] = true, true
			if m == '`' {
				i = j
			}
			break
		}
	}
	var b strings.Builder
	for i, c := range r {
		if !drop[i] {
			b.WriteRune(c)
		}
	}
	return b.String()
}
