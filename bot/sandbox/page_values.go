package sandbox

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"
)

// This file carries values between native inputs and Slack's
// view.state.values.

// initialValue is what an element holds before anybody touched it.
func initialValue(e element) Value {
	v := Value{Type: e.Type}
	switch e.Type {
	case "datepicker":
		v.SelectedDate = orNil(e.InitialDate)
	case "timepicker":
		v.SelectedTime = orNil(e.InitialTime)
	case "datetimepicker":
		if e.InitialDateTime != 0 {
			v.SelectedDateTime = &e.InitialDateTime
		}
	case "users_select":
		v.SelectedUser = orNil(e.InitialUser)
	case "multi_users_select":
		v.SelectedUsers = e.InitialUsers
	case "channels_select":
		v.SelectedChannel = orNil(e.InitialChannel)
	case "multi_channels_select":
		v.SelectedChannels = e.InitialChannels
	case "multi_conversations_select":
		v.SelectedConversations = e.InitialConversations
	case "conversations_select":
		v.SelectedConversation = orNil(e.InitialConversation)
	case "static_select", "radio_buttons":
		v.SelectedOption = decodeOption(e.InitialOption)
	case "checkboxes", "multi_static_select":
		v.SelectedOptions = decodeOptions(e.InitialOptions)
	case "button", "overflow":
	default:
		v.Value = orNil(e.InitialValue)
	}
	return v
}

func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func decodeOption(raw json.RawMessage) map[string]any {
	var o map[string]any
	if len(raw) == 0 || json.Unmarshal(raw, &o) != nil {
		return nil
	}
	return o
}

func decodeOptions(raw []json.RawMessage) []any {
	out := []any{} // Slack sends [] and not null
	for _, one := range raw {
		if o := decodeOption(one); o != nil {
			out = append(out, o)
		}
	}
	return out
}

// chosenValues lists the option values, or ids, that a value has chosen.
func chosenValues(v Value) []string {
	var out []string
	add := func(o any) {
		if m, ok := o.(map[string]any); ok {
			if s, ok := m["value"].(string); ok {
				out = append(out, s)
			}
		}
	}
	if v.SelectedOption != nil {
		add(v.SelectedOption)
	}
	for _, o := range v.SelectedOptions {
		add(o)
	}
	for _, s := range []*string{v.SelectedUser, v.SelectedChannel, v.SelectedConversation} {
		if s != nil {
			out = append(out, *s)
		}
	}
	return slices.Concat(out, v.SelectedUsers, v.SelectedChannels, v.SelectedConversations)
}

// field is one element of a view or message that holds a value.
type field struct {
	block   string
	element element
	input   bool
}

// fieldsOf lists every element of some blocks that has an action id.
func fieldsOf(raw json.RawMessage) []field {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	var out []field
	for _, one := range list {
		var b block
		if json.Unmarshal(one, &b) != nil || b.Type == "rich_text" {
			continue
		}
		if b.Element != nil {
			out = append(out, field{b.BlockID, *b.Element, true})
		}
		if b.Accessory != nil {
			out = append(out, field{b.BlockID, *b.Accessory, false})
		}
		if b.Type != "actions" {
			continue
		}
		for _, raw := range b.Elements {
			var e element
			if json.Unmarshal(raw, &e) == nil {
				out = append(out, field{b.BlockID, e, false})
			}
		}
	}
	return slices.DeleteFunc(out, func(f field) bool { return !known(f.element.Type) })
}

// readValue makes an element's Value of what its native inputs posted. before
// is the value that was shown: a date-time shown to the minute keeps its
// seconds, and its side of a change of clocks, unless it was changed.
func readValue(e element, posted []string, before Value, loc *time.Location) Value {
	v := Value{Type: e.Type}
	posted = slices.DeleteFunc(slices.Clone(posted), func(s string) bool { return s == "" })
	first := ""
	if len(posted) > 0 {
		first = posted[0]
	}
	switch e.Type {
	case "datepicker":
		v.SelectedDate = orNil(first)
	case "timepicker":
		v.SelectedTime = orNil(first)
	case "datetimepicker":
		if first == "" {
			return v
		}
		if before.SelectedDateTime != nil && shownValue(before, loc) == first {
			return before
		}
		if t, err := time.ParseInLocation(nativeDateTime, first, loc); err == nil {
			unix := t.Unix()
			v.SelectedDateTime = &unix
		}
	case "users_select":
		v.SelectedUser = orNil(first)
	case "multi_users_select":
		v.SelectedUsers = posted
	case "channels_select":
		v.SelectedChannel = orNil(first)
	case "multi_channels_select":
		v.SelectedChannels = posted
	case "multi_conversations_select":
		v.SelectedConversations = posted
	case "conversations_select":
		v.SelectedConversation = orNil(first)
	case "static_select", "radio_buttons", "overflow":
		if chosen := optionsOf(e, posted); len(chosen) > 0 {
			v.SelectedOption, _ = chosen[0].(map[string]any)
		}
	case "checkboxes", "multi_static_select":
		v.SelectedOptions = optionsOf(e, posted)
	default:
		// A browser posts line ends as CRLF; Slack has bare newlines.
		v.Value = orNil(strings.ReplaceAll(first, "\r\n", "\n"))
	}
	return v
}

// sameValue says whether two values are the same state of an element.
func sameValue(a, b Value) bool {
	return shownValue(a, time.UTC) == shownValue(b, time.UTC) && slices.Equal(chosenValues(a), chosenValues(b)) &&
		(a.Value == nil) == (b.Value == nil)
}

// optionsOf finds an element's own options by their values.
func optionsOf(e element, chosen []string) []any {
	all := slices.Clone(e.Options)
	for _, g := range e.OptionGroups {
		all = append(all, g.Options...)
	}
	out := []any{}
	for _, raw := range all {
		if o := decodeOption(raw); o != nil {
			if value, _ := o["value"].(string); slices.Contains(chosen, value) {
				out = append(out, o)
			}
		}
	}
	return out
}

// posted is what a form said of one field; ok is false when the field was not
// on the person's screen.
func (f field) posted(form url.Values) (values []string, ok bool) {
	name := fieldName(f.block, f.element.ActionID)
	return form[name], slices.Contains(form["has"], name)
}
