package sandbox

import (
	"html"
	"html/template"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// reader is the one for whom text is rendered: dates stand in their zone, and
// mentions carry the names of the people they know.
type reader struct {
	me       string // user id
	loc      *time.Location
	now      time.Time
	locale   string
	people   []pick            // whom a person picker offers, in order
	channels []pick            // which channels a channel picker offers
	names    map[string]string // every user and channel id to its visible name
	writable map[string]bool   // user ids a link may open the conversation with
	// picture gives the page's own address of a picture from elsewhere; where
	// it is nil, pictures are told in words.
	picture func(address string) string
}

// pick is one choice of a person or channel picker.
type pick struct{ ID, Name string }

// mrkdwn renders Slack's mrkdwn. Every character of s is escaped on its way
// out; the only tags are the ones written here.
func (r *reader) mrkdwn(s string) template.HTML {
	var b strings.Builder
	for i, part := range strings.Split(s, "```") {
		// An odd number of fences leaves the last one open: Slack shows it as
		// it was typed.
		fenced := i%2 == 1
		if fenced && strings.Count(s, "```") >= i+1 {
			b.WriteString("<pre>" + r.verbatim(strings.Trim(part, "\n")) + "</pre>")
			continue
		}
		if fenced {
			part = "```" + part
		}
		if i > 0 {
			part = strings.TrimPrefix(part, "\n")
		}
		r.lines(&b, part)
	}
	return template.HTML(b.String())
}

// lines writes text that has no fences: quotes are whole lines that begin with
// a > (which arrives as &gt;).
func (r *reader) lines(b *strings.Builder, s string) {
	quoted, first := false, true
	for line := range strings.SplitSeq(s, "\n") {
		rest, isQuote := strings.CutPrefix(line, "&gt;")
		if !isQuote {
			rest, isQuote = strings.CutPrefix(line, ">")
		}
		switch {
		case isQuote && !quoted:
			b.WriteString("<blockquote>")
		case !isQuote && quoted:
			b.WriteString("</blockquote>")
		case !first:
			b.WriteString("<br>")
		}
		if isQuote {
			line = strings.TrimPrefix(rest, " ")
		}
		b.WriteString(r.inline(line))
		quoted, first = isQuote, false
	}
	if quoted {
		b.WriteString("</blockquote>")
	}
}

var marks = map[byte]string{'*': "strong", '_': "em", '~': "s"}

// inline writes one line: marks, code, references, links, emoji.
func (r *reader) inline(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '`':
			end := strings.IndexByte(s[i+1:], '`')
			if end > 0 {
				b.WriteString("<code>" + r.verbatim(s[i+1:i+1+end]) + "</code>")
				i += end + 2
				continue
			}
		case c == '<':
			if end := strings.IndexByte(s[i:], '>'); end > 1 {
				b.WriteString(r.reference(s[i+1 : i+end]))
				i += end + 1
				continue
			}
		case marks[c] != "":
			if end := closing(s, i); end > 0 {
				tag := marks[c]
				b.WriteString("<" + tag + ">" + r.inline(s[i+1:end]) + "</" + tag + ">")
				i = end + 1
				continue
			}
		case c == ':':
			if e, n := emojiAt(s[i:]); n > 0 {
				b.WriteString(e)
				i += n
				continue
			}
		case c == 'h' && atWordStart(s, i):
			if u := bareURL.FindString(s[i:]); u != "" {
				u = strings.TrimRight(u, ".,:;!?)'")
				b.WriteString(r.link(unescape(u), escape(u)))
				i += len(u)
				continue
			}
		}
		_, n := utf8.DecodeRuneInString(s[i:])
		// An entity goes out whole, so that &amp;lt; is not decoded twice.
		if s[i] == '&' {
			if end := strings.IndexByte(s[i:], ';'); end > 0 && end < 6 {
				n = end + 1
			}
		}
		b.WriteString(escape(s[i : i+n]))
		i += n
	}
	return b.String()
}

var bareURL = regexp.MustCompile("^https?://[^\\s<>|*`]+")

// closing finds the mark that ends the one at i: it stands at a word's end and
// the text between begins and ends with something visible.
func closing(s string, i int) int {
	if !atWordStart(s, i) || i+1 >= len(s) || s[i+1] == ' ' || s[i+1] == s[i] {
		return -1
	}
	for j := i + 1; j < len(s); j++ {
		switch s[j] {
		case '`', '<': // marks do not close inside code or a reference
			pair := byte('`')
			if s[j] == '<' {
				pair = '>'
			}
			if end := strings.IndexByte(s[j+1:], pair); end >= 0 {
				j += end + 1
			}
		case s[i]:
			next, _ := utf8.DecodeRuneInString(s[j+1:])
			if s[j-1] != ' ' && (j+1 == len(s) || !wordRune(next)) {
				return j
			}
		}
	}
	return -1
}

func atWordStart(s string, i int) bool {
	if i == 0 {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	return !wordRune(before)
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// reference renders what stands between < and >: a person, a channel, a date,
// a broadcast or a link.
func (r *reader) reference(s string) string {
	target, label, labelled := strings.Cut(s, "|")
	switch {
	case strings.HasPrefix(target, "@"), strings.HasPrefix(target, "#"):
		sign, id := target[:1], target[1:]
		name := r.names[id]
		if name == "" {
			name = unescape(label)
		}
		if name == "" {
			name = id
		}
		class := "mention"
		if id == r.me {
			class = "mention me"
		}
		return `<span class="` + class + `">` + sign + html.EscapeString(name) + "</span>"
	case strings.HasPrefix(target, "!date^"):
		return r.date(target, unescape(label))
	case strings.HasPrefix(target, "!"):
		name := strings.TrimPrefix(target, "!")
		if labelled {
			name = strings.TrimPrefix(unescape(label), "@")
		}
		return `<span class="mention">@` + html.EscapeString(name) + "</span>"
	}
	if !labelled {
		label = strings.TrimPrefix(target, "mailto:")
	}
	return r.link(unescape(target), r.inlineLabel(label))
}

// inlineLabel is a link's text: emoji and escapes, no further links.
func (r *reader) inlineLabel(s string) string { return emojis(escape(s)) }

// date renders <!date^UNIX^FORMAT^LINK|FALLBACK> in the reader's zone.
func (r *reader) date(target, fallback string) string {
	parts := strings.SplitN(target, "^", 4)
	if len(parts) < 3 {
		return html.EscapeString(fallback)
	}
	unix, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return html.EscapeString(fallback)
	}
	text := slackDate(unix, unescape(parts[2]), fallback, r.loc, r.now, r.locale)
	full := time.Unix(unix, 0).In(r.loc).Format("Monday 2 January 2006, 15:04 MST")
	stamp := time.Unix(unix, 0).UTC().Format(time.RFC3339)
	out := `<time datetime="` + stamp + `" title="` + html.EscapeString(full) + `">` + html.EscapeString(text) + "</time>"
	if len(parts) == 4 {
		return r.link(unescape(parts[3]), out)
	}
	return out
}

// link makes an anchor when the address is one a person may follow; else the
// text stands alone. inner is HTML already.
func (r *reader) link(address, inner string) string {
	if id := r.writes(address); id != "" {
		return `<button type="button" class="link" data-writes="` + html.EscapeString(id) + `">` + inner + "</button>"
	}
	if !followable(address) {
		return inner
	}
	return `<a href="` + html.EscapeString(address) + `" target="_blank" rel="noopener noreferrer">` + inner + "</a>"
}

// writes is whose conversation slack://user?team=T&id=U opens in Slack, by their
// user id. The workspace has none between people: the page stays, and says so. It
// is "" for every other address.
func (r *reader) writes(address string) string {
	if id := userIn(address); r.writable[id] {
		return id
	}
	return ""
}

// userIn is the user id in slack://user?team=T&id=U.
func userIn(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "slack" || u.Host != "user" {
		return ""
	}
	return u.Query().Get("id")
}

func followable(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	switch u.Scheme {
	case "http", "https", "mailto", "tel":
		return true
	}
	return false
}

// verbatim is text inside code: references are shown as their labels, nothing
// else has a meaning.
func (r *reader) verbatim(s string) string {
	var b strings.Builder
	for s != "" {
		before, rest, ok := strings.Cut(s, "<")
		b.WriteString(escape(before))
		if !ok {
			break
		}
		inside, after, ok := strings.Cut(rest, ">")
		if !ok {
			b.WriteString("&lt;" + escape(rest))
			break
		}
		b.WriteString(r.reference(inside))
		s = after
	}
	return b.String()
}

var entities = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")

// unescape undoes Slack's three entities, no others.
func unescape(s string) string { return entities.Replace(s) }

// escape turns Slack's text into HTML text.
func escape(s string) string { return html.EscapeString(unescape(s)) }

// plain renders plain_text.
func plain(s string, emoji bool) template.HTML {
	out := strings.ReplaceAll(escape(s), "\n", "<br>")
	if emoji {
		out = emojis(out)
	}
	return template.HTML(out)
}

var shortcode = regexp.MustCompile(`:[a-z0-9_+-]+:`)

// emojis replaces the shortcodes it knows in text that is HTML already.
func emojis(s string) string {
	return shortcode.ReplaceAllStringFunc(s, func(code string) string {
		if e, ok := emojiTable[strings.Trim(code, ":")]; ok {
			return e
		}
		return code
	})
}

func emojiAt(s string) (string, int) {
	loc := shortcode.FindStringIndex(s)
	if loc == nil || loc[0] != 0 {
		return "", 0
	}
	e, ok := emojiTable[s[1:loc[1]-1]]
	if !ok {
		return "", 0
	}
	return e, loc[1]
}

// emojiTable holds the shortcodes bots write most; others stay as typed.
var emojiTable = map[string]string{
	"wave": "👋", "tada": "🎉", "white_check_mark": "✅", "heavy_check_mark": "✔️", "x": "❌",
	"warning": "⚠️", "calendar": "📆", "date": "📅", "spiral_calendar_pad": "🗓️", "clock1": "🕐",
	"alarm_clock": "⏰", "hourglass": "⌛", "bell": "🔔", "no_bell": "🔕", "speech_balloon": "💬",
	"coffee": "☕", "heart": "❤️", "sparkles": "✨", "star": "⭐", "+1": "👍", "thumbsup": "👍",
	"-1": "👎", "thumbsdown": "👎", "pray": "🙏", "raised_hands": "🙌", "clap": "👏", "eyes": "👀",
	"smile": "😄", "slightly_smiling_face": "🙂", "blush": "😊", "thinking_face": "🤔", "lock": "🔒",
	"key": "🔑", "memo": "📝", "pencil": "📝", "pencil2": "✏️", "bulb": "💡", "seedling": "🌱",
	"sunny": "☀️", "sunrise": "🌅", "round_pushpin": "📍", "pushpin": "📌", "house": "🏠", "phone": "☎️",
	"telephone_receiver": "📞", "busts_in_silhouette": "👥", "bust_in_silhouette": "👤", "handshake": "🤝",
	"arrow_right": "➡️", "arrow_left": "⬅️", "information_source": "ℹ️", "question": "❓", "gear": "⚙️",
	"wastebasket": "🗑️", "zzz": "💤", "rocket": "🚀", "fire": "🔥", "book": "📖", "hand": "✋", "ear": "👂",
}
