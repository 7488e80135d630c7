package sandbox

import (
	"regexp"
	"strings"
)

var (
	mention     = regexp.MustCompile(`(^|[\s(])@([\p{L}\p{N}._-]+)`)
	channelName = regexp.MustCompile(`(^|[\s(])#([\p{L}\p{N}_-]+)`)
	address     = regexp.MustCompile(`https?://[^\s<>|]+`)
)

var entityEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// commandText is what a person typed behind a command, as the bot gets it. With
// should_escape, people and channels come as ids with names, and addresses in
// angle brackets.
func (w *Workspace) commandText(text string) string {
	text = entityEscaper.Replace(text)
	if !w.app.ShouldEscape {
		return text
	}
	return w.linkify(text, true)
}

// messageText is what a person typed as a message, as the bot gets it.
func (w *Workspace) messageText(text string) string {
	return w.linkify(entityEscaper.Replace(text), false)
}

// linkify turns handles, channel names and addresses into Slack's references;
// those of commands carry the name too.
func (w *Workspace) linkify(text string, named bool) string {
	label := func(name string) string {
		if named {
			return "|" + name
		}
		return ""
	}
	text = address.ReplaceAllString(text, "<$0>")
	text = replaceNames(mention, text, func(name string) string {
		if u := w.byHandle(name); u != nil {
			return "<@" + u.id + label(u.profile.Name) + ">"
		}
		if strings.EqualFold(name, w.botHandle()) {
			return "<@" + w.botUser + label(w.botHandle()) + ">"
		}
		for _, id := range w.order { // Slack completes what is typed of a name
			u := w.users[id]
			if first, _, _ := strings.Cut(u.profile.RealName, " "); strings.EqualFold(first, name) {
				return "<@" + u.id + label(u.profile.Name) + ">"
			}
		}
		return ""
	})
	return replaceNames(channelName, text, func(name string) string {
		for _, id := range w.named {
			if ch := w.channels[id]; strings.EqualFold(ch.name, name) {
				return "<#" + ch.id + label(ch.name) + ">"
			}
		}
		return ""
	})
}

// replaceNames replaces the names a pattern finds; the full stop that ends a
// sentence is no part of one.
func replaceNames(re *regexp.Regexp, text string, with func(name string) string) string {
	return re.ReplaceAllStringFunc(text, func(found string) string {
		parts := re.FindStringSubmatch(found)
		lead, name := found[:len(found)-len(parts[2])], parts[2]
		for trimmed := name; trimmed != ""; trimmed = trimmed[:len(trimmed)-1] {
			if ref := with(trimmed); ref != "" {
				return lead[:len(lead)-1] + ref + name[len(trimmed):]
			}
			if !strings.ContainsAny(trimmed[len(trimmed)-1:], ".-_") {
				break
			}
		}
		return found
	})
}
