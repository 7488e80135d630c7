package sandbox

import (
	"encoding/json"
	"html"
	"html/template"
	"strings"
	"time"
)

// richNode is any node of a rich_text block: sections, lists, quotes, and the
// runs of text in them.
type richNode struct {
	Type      string          `json:"type"`
	Text      string          `json:"text"`
	URL       string          `json:"url"`
	UserID    string          `json:"user_id"`
	ChannelID string          `json:"channel_id"`
	Name      string          `json:"name"`
	Range     string          `json:"range"`
	Value     string          `json:"value"` // a colour
	Unicode   string          `json:"unicode"`
	Timestamp int64           `json:"timestamp"`
	Format    string          `json:"format"`
	Fallback  string          `json:"fallback"`
	Style     json.RawMessage `json:"style"` // a word on lists, an object on runs
	Elements  []richNode      `json:"elements"`
}

// richText renders a rich_text block's elements. Its text is not mrkdwn: an
// asterisk is an asterisk.
func (r *reader) richText(raw json.RawMessage) template.HTML {
	var nodes []richNode
	if json.Unmarshal(raw, &nodes) != nil {
		return ""
	}
	var b strings.Builder
	for _, n := range nodes {
		r.richNode(&b, n)
	}
	return template.HTML(b.String())
}

func (r *reader) richNode(b *strings.Builder, n richNode) {
	wrap := func(tag string) {
		b.WriteString("<" + tag + ">")
		for _, e := range n.Elements {
			r.richNode(b, e)
		}
		b.WriteString("</" + tag + ">")
	}
	switch n.Type {
	case "rich_text_section":
		wrap("p")
	case "rich_text_quote":
		wrap("blockquote")
	case "rich_text_preformatted":
		wrap("pre")
	case "rich_text_list":
		tag := "ul"
		if string(n.Style) == `"ordered"` {
			tag = "ol"
		}
		b.WriteString("<" + tag + ">")
		for _, e := range n.Elements {
			b.WriteString("<li>")
			for _, run := range e.Elements {
				r.richNode(b, run)
			}
			b.WriteString("</li>")
		}
		b.WriteString("</" + tag + ">")
	default:
		b.WriteString(r.richRun(n))
	}
}

func (r *reader) richRun(n richNode) string {
	switch n.Type {
	case "text":
		return styled(n.Style, strings.ReplaceAll(html.EscapeString(n.Text), "\n", "<br>"))
	case "link":
		label := n.Text
		if label == "" {
			label = n.URL
		}
		return styled(n.Style, r.link(n.URL, html.EscapeString(label)))
	case "user":
		return r.reference("@" + n.UserID)
	case "channel":
		return r.reference("#" + n.ChannelID)
	case "broadcast":
		return r.reference("!" + n.Range)
	case "emoji":
		return emojis(html.EscapeString(":" + n.Name + ":"))
	case "color":
		return "<code>" + html.EscapeString(n.Value) + "</code>"
	case "date":
		text := slackDate(n.Timestamp, n.Format, n.Fallback, r.loc, r.now, r.locale)
		return `<time datetime="` + time.Unix(n.Timestamp, 0).UTC().Format(time.RFC3339) + `">` + html.EscapeString(text) + "</time>"
	}
	return ""
}

// styled wraps a run in what its style object asks for.
func styled(style json.RawMessage, inner string) string {
	var s struct{ Bold, Italic, Strike, Code bool }
	if len(style) > 0 {
		_ = json.Unmarshal(style, &s) // an odd style is no style
	}
	for _, t := range []struct {
		on  bool
		tag string
	}{{s.Code, "code"}, {s.Strike, "s"}, {s.Italic, "em"}, {s.Bold, "strong"}} {
		if t.on {
			inner = "<" + t.tag + ">" + inner + "</" + t.tag + ">"
		}
	}
	return inner
}
