package sandbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// This file finds elements by the words a person sees.

var errAmbiguous = errors.New("could be")

// match finds the name that wanted stands for: the same words, or the only one
// that begins with them whatever the case.
func match(what, wanted string, names []string) (int, error) {
	if i := slices.Index(names, wanted); i >= 0 {
		return i, nil
	}
	found := -1
	for i, n := range names {
		if strings.HasPrefix(strings.ToLower(n), strings.ToLower(wanted)) && wanted != "" {
			if found >= 0 && names[found] != n {
				return -1, fmt.Errorf("sandbox: %s %q %w %q or %q", what, wanted, errAmbiguous, names[found], n)
			}
			if found < 0 {
				found = i
			}
		}
	}
	if found < 0 {
		quoted := make([]string, len(names))
		for i, n := range names {
			quoted[i] = strconv.Quote(n)
		}
		return -1, fmt.Errorf("sandbox: no %s %q; there are: %s", what, wanted, strings.Join(quoted, ", "))
	}
	return found, nil
}

// Fill fills the field with a label in the top modal, or in the Home tab when no
// modal is open. A user is given by handle or name, an option by its words,
// several separated by commas, a date as 2026-06-12, a time as 18:00, both
// together for a date-time; "" empties the field.
func (p *Person) Fill(ctx context.Context, label, value string) error {
	return p.do(ctx, func(u *user) ([]*envelope, error) {
		in := u.top()
		if in == nil && u.tab == "home" {
			in = u.home
		}
		if in == nil {
			return nil, fmt.Errorf("sandbox: no modal is open to fill %q in; on screen:\n%s", label, p.everythingLocked())
		}
		var fields []slot
		var labels []string
		for _, s := range slots(in.blocks()) {
			if stateful(s.kind()) {
				fields = append(fields, s)
				labels = append(labels, p.w.visible(u, s.label))
			}
		}
		i, err := match("field", label, labels)
		if err != nil {
			return nil, err
		}
		v, err := p.read(u, fields[i], value)
		if err != nil {
			return nil, fmt.Errorf("sandbox: field %q: %w", labels[i], err)
		}
		return p.act(u, fields[i], &v, in, nil)
	})
}

// read makes the value of an element from words.
func (p *Person) read(u *user, s slot, words string) (Value, error) {
	v := Value{Type: s.kind()}
	if words == "" {
		return v, nil
	}
	var err error
	switch s.kind() {
	case "static_select", "radio_buttons":
		v.SelectedOption, err = p.option(u, s, words)
	case "checkboxes", "multi_static_select":
		for _, part := range splitList(words) {
			o, bad := p.option(u, s, part)
			v.SelectedOptions, err = append(v.SelectedOptions, map[string]any(o)), errors.Join(err, bad)
		}
	case "users_select":
		v.SelectedUser, err = p.someone(words)
	case "multi_users_select":
		for _, part := range splitList(words) {
			id, bad := p.someone(part)
			if bad != nil {
				return v, bad
			}
			v.SelectedUsers = append(v.SelectedUsers, *id)
		}
	case "channels_select":
		v.SelectedChannel, err = p.channelNamed(words)
	case "conversations_select":
		v.SelectedConversation, err = p.channelNamed(words)
	case "multi_channels_select", "multi_conversations_select":
		for _, part := range splitList(words) {
			id, bad := p.channelNamed(part)
			if bad != nil {
				return v, bad
			}
			if s.kind() == "multi_channels_select" {
				v.SelectedChannels = append(v.SelectedChannels, *id)
			} else {
				v.SelectedConversations = append(v.SelectedConversations, *id)
			}
		}
	case "datepicker":
		_, err = time.Parse("2006-01-02", words)
		v.SelectedDate = &words
	case "timepicker":
		_, err = time.Parse("15:04", words)
		v.SelectedTime = &words
	case "datetimepicker":
		var at time.Time
		at, err = time.ParseInLocation("2006-01-02 15:04", words, u.zone)
		unix := at.Unix()
		v.SelectedDateTime = &unix
	default:
		v.Value = &words
	}
	return v, err
}

func splitList(words string) []string {
	parts := strings.Split(words, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}

// option is the option with those words.
func (p *Person) option(u *user, s slot, words string) (node, error) {
	options := allOptions(s.element)
	names := make([]string, len(options))
	for i, o := range options {
		names[i] = p.w.visible(u, o.words("text"))
	}
	i, err := match("option", words, names)
	if err != nil {
		return nil, err
	}
	return options[i], nil
}

// someone is the id of a person by handle or name.
func (p *Person) someone(words string) (*string, error) {
	words = strings.TrimPrefix(words, "@")
	if u := p.w.byHandle(words); u != nil {
		return &u.id, nil
	}
	if strings.EqualFold(words, p.w.botHandle()) || strings.EqualFold(words, p.w.app.Name) {
		return &p.w.botUser, nil
	}
	var names []string
	for _, id := range p.w.order {
		names = append(names, p.w.users[id].profile.RealName)
	}
	i, err := match("person", words, names)
	if err != nil {
		return nil, err
	}
	id := p.w.order[i]
	return &id, nil
}

func (p *Person) channelNamed(words string) (*string, error) {
	var names []string
	for _, id := range p.w.named {
		names = append(names, "#"+p.w.channels[id].name)
	}
	i, err := match("channel", "#"+strings.TrimPrefix(words, "#"), names)
	if err != nil {
		return nil, err
	}
	id := p.w.named[i]
	return &id, nil
}

// press is one thing that can be pressed: a button, or an item of a menu.
type press struct {
	slot  slot
	words string
	value *Value
}

// presses lists what can be pressed in blocks.
func (p *Person) presses(u *user, blocks []any) []press {
	var list []press
	for _, s := range slots(blocks) {
		switch s.kind() {
		case "button":
			list = append(list, press{s, p.w.visible(u, s.element.words("text")), nil})
		case "overflow":
			for _, o := range allOptions(s.element) {
				list = append(list, press{s, p.w.visible(u, o.words("text")), &Value{Type: "overflow", SelectedOption: o}})
			}
		}
	}
	return list
}

func wordsOfPresses(list []press) []string {
	words := make([]string, len(list))
	for i, b := range list {
		words[i] = b.words
	}
	return words
}

// Press presses a button, or an item of an overflow menu, by its words: in the
// top modal when one is open (its submit and close buttons too), else in the
// Home tab when that is open, else in the newest message that has it. Confirm
// dialogs are accepted.
func (p *Person) Press(ctx context.Context, words string) error { return p.PressNth(ctx, words, 1) }

// PressNth is Press on the nth of the buttons that have the same words.
func (p *Person) PressNth(ctx context.Context, words string, nth int) error {
	var finish func(context.Context) error
	err := p.do(ctx, func(u *user) ([]*envelope, error) {
		in := u.top()
		if in == nil && u.tab == "home" && u.home != nil {
			in = u.home
		}
		if in == nil {
			return p.pressMessage(u, "", words)
		}
		list := p.presses(u, in.blocks())
		if in.kind == "modal" {
			if in.submitWords() != "" {
				list = append(list, press{words: in.submitWords()})
			}
			list = append(list, press{words: in.closeWords()})
		}
		for ; nth > 1; nth-- {
			i := slices.Index(wordsOfPresses(list), words)
			if i < 0 {
				break
			}
			list = list[i+1:]
		}
		i, err := match("button", words, wordsOfPresses(list))
		if err != nil {
			return nil, err
		}
		switch b := list[i]; {
		case b.slot.element != nil:
			return p.act(u, b.slot, b.value, in, nil)
		case b.words == in.submitWords():
			finish = func(ctx context.Context) error { return p.SubmitView(ctx, in.id) }
		default:
			finish = func(ctx context.Context) error { return p.CloseView(ctx, in.id) }
		}
		return nil, nil
	})
	if err == nil && finish != nil {
		return finish(ctx)
	}
	return err
}

// submitWords is the label of a modal's submit button; "" without one.
func (v *view) submitWords() string { return v.doc.words("submit") }

// closeWords is the label of a modal's close button.
func (v *view) closeWords() string {
	if words := v.doc.words("close"); words != "" {
		return words
	}
	return "Cancel"
}

// PressOn is Press on the newest message whose text contains message.
func (p *Person) PressOn(ctx context.Context, message, words string) error {
	return p.do(ctx, func(u *user) ([]*envelope, error) { return p.pressMessage(u, message, words) })
}

// pressMessage presses in the newest message that says something and has the
// button; says "" is any message. The very words in an older message come before
// words that only begin so in a newer one.
func (p *Person) pressMessage(u *user, says, words string) ([]*envelope, error) {
	messages := p.newest()
	if says != "" {
		i := slices.IndexFunc(messages, func(m *message) bool {
			return strings.Contains(p.w.screen(u, m), says) || strings.Contains(p.w.visible(u, m.Text), says)
		})
		if i < 0 {
			return nil, fmt.Errorf("sandbox: no message says %q; on screen:\n%s", says, p.everythingLocked())
		}
		messages = messages[i : i+1]
	}
	var seen []string
	for _, m := range messages {
		names := wordsOfPresses(p.presses(u, m.blockList()))
		if slices.Contains(names, words) {
			return p.pressIn(u, m, words)
		}
		seen = append(seen, names...)
	}
	for _, m := range messages {
		if sent, err := p.pressIn(u, m, words); err == nil || errors.Is(err, errAmbiguous) {
			return sent, err
		}
	}
	_, err := match("button", words, seen)
	if says != "" {
		err = fmt.Errorf("%w; in the message:\n%s", err, p.w.screen(u, messages[0]))
	}
	return nil, err
}

// pressIn presses in one message.
func (p *Person) pressIn(u *user, m *message, words string) ([]*envelope, error) {
	list := p.presses(u, m.blockList())
	i, err := match("button", words, wordsOfPresses(list))
	if err != nil {
		return nil, err
	}
	return p.act(u, list[i].slot, list[i].value, nil, m)
}

// Submit submits the top modal: see [Person.SubmitView].
func (p *Person) Submit(ctx context.Context) error {
	top := p.Modal()
	if top == nil {
		return fmt.Errorf("sandbox: no modal is open to submit; on screen:\n%s", p.everything())
	}
	return p.SubmitView(ctx, top.ID)
}

// Close closes the top modal: see [Person.CloseView].
func (p *Person) Close(ctx context.Context) error {
	top := p.Modal()
	if top == nil {
		return fmt.Errorf("sandbox: no modal is open to close; on screen:\n%s", p.everything())
	}
	return p.CloseView(ctx, top.ID)
}
