package sandbox

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
)

// slot is one element a person can act on: where it stands, its ids and the
// words next to it.
type slot struct {
	block, element    node
	blockID, actionID string
	label             string
	input             bool // in an input block
}

func (s slot) kind() string { return s.element.str("type") }

// dispatches says whether a change of it is sent as block_actions.
func (s slot) dispatches() bool { return !s.input || s.block.flag("dispatch_action") }

// slots lists the elements of blocks in the order they stand.
func slots(blocks []any) []slot {
	var list []slot
	for _, v := range blocks {
		b := asNode(v)
		add := func(e node, label string, input bool) {
			if e != nil && e.str("type") != "image" {
				list = append(list, slot{b, e, b.str("block_id"), e.str("action_id"), label, input})
			}
		}
		switch b.str("type") {
		case "section":
			add(b.child("accessory"), b.words("text"), false)
		case "actions":
			for _, e := range b.nodes("elements") {
				add(e, e.words("placeholder"), false)
			}
		case "input":
			add(b.child("element"), b.words("label"), true)
		}
	}
	return list
}

// nameAll gives ids to the blocks and elements that came without. They are new
// each time, as Slack's are: what was typed under them does not survive an
// update.
func (w *Workspace) nameAll(blocks []any) {
	for _, v := range blocks {
		b := asNode(v)
		if b.str("block_id") == "" {
			b["block_id"] = "blk" + random(3)
		}
		for _, e := range append(b.nodes("elements"), b.child("accessory"), b.child("element")) {
			if _, known := elementShapes[e.str("type")]; known && e.str("type") != "image" && e.str("action_id") == "" {
				e["action_id"] = "act" + random(3)
			}
		}
	}
}

// stateful says whether elements of a type keep a value in state.values.
func stateful(kind string) bool { return kind != "button" && kind != "overflow" }

// startValue is what an element shows before anybody touched it.
func startValue(e node) Value {
	v := Value{Type: e.str("type")}
	one := func(key string) *string {
		if s := e.str(key); s != "" {
			return &s
		}
		return nil
	}
	many := func(key string) []string {
		var list []string
		for _, s := range e.list(key) {
			list = append(list, s.(string))
		}
		return list
	}
	v.Value = one("initial_value")
	v.SelectedUser = one("initial_user")
	v.SelectedUsers = many("initial_users")
	v.SelectedChannel = one("initial_channel")
	v.SelectedChannels = many("initial_channels")
	v.SelectedConversation = one("initial_conversation")
	v.SelectedConversations = many("initial_conversations")
	v.SelectedDate = one("initial_date")
	v.SelectedTime = one("initial_time")
	v.SelectedOption = asNode(e["initial_option"])
	v.SelectedOptions = e.list("initial_options")
	if n := number(e["initial_date_time"]); n > 0 {
		at := int64(n)
		v.SelectedDateTime = &at
	}
	return v
}

// startValues are the values of blocks nobody touched; kept are those of an
// earlier view that survive: same block_id, action_id and type, and picks that
// are still offered.
func startValues(blocks []any, kept map[string]map[string]Value) map[string]map[string]Value {
	values := map[string]map[string]Value{}
	for _, s := range slots(blocks) {
		if !stateful(s.kind()) {
			continue
		}
		v, ok := kept[s.blockID][s.actionID]
		if !ok || v.Type != s.kind() || !offered(s.element, v) {
			v = startValue(s.element)
		}
		if values[s.blockID] == nil {
			values[s.blockID] = map[string]Value{}
		}
		values[s.blockID][s.actionID] = v
	}
	return values
}

// offered says whether what was picked is still among the options.
func offered(e node, v Value) bool {
	options := allOptions(e)
	has := func(o any) bool {
		return slices.ContainsFunc(options, func(n node) bool { return n.str("value") == asNode(o).str("value") })
	}
	if v.SelectedOption != nil && !has(v.SelectedOption) {
		return false
	}
	return !slices.ContainsFunc(v.SelectedOptions, func(o any) bool { return !has(o) })
}

// wire is a value as Slack sends it: the property of its type is always there,
// null when nothing is picked.
func (v Value) wire() object {
	o := object{"type": v.Type}
	list := func(l []string) []string {
		if l == nil {
			return []string{}
		}
		return l
	}
	switch v.Type {
	case "static_select", "radio_buttons", "overflow":
		o["selected_option"] = nil
		if v.SelectedOption != nil {
			o["selected_option"] = v.SelectedOption
		}
	case "checkboxes", "multi_static_select":
		o["selected_options"] = []any{}
		if v.SelectedOptions != nil {
			o["selected_options"] = v.SelectedOptions
		}
	case "users_select":
		o["selected_user"] = v.SelectedUser
	case "multi_users_select":
		o["selected_users"] = list(v.SelectedUsers)
	case "channels_select":
		o["selected_channel"] = v.SelectedChannel
	case "multi_channels_select":
		o["selected_channels"] = list(v.SelectedChannels)
	case "conversations_select":
		o["selected_conversation"] = v.SelectedConversation
	case "multi_conversations_select":
		o["selected_conversations"] = list(v.SelectedConversations)
	case "datepicker":
		o["selected_date"] = v.SelectedDate
	case "timepicker":
		o["selected_time"] = v.SelectedTime
	case "datetimepicker":
		o["selected_date_time"] = v.SelectedDateTime
	case "button":
		if v.Value != nil {
			o["value"] = *v.Value
		}
	default:
		o["value"] = v.Value
	}
	return o
}

// empty says whether nothing was filled in.
func (v Value) empty() bool {
	return (v.Value == nil || *v.Value == "") && v.SelectedOption == nil && len(v.SelectedOptions) == 0 &&
		(v.SelectedUser == nil || *v.SelectedUser == "") && len(v.SelectedUsers) == 0 &&
		(v.SelectedChannel == nil || *v.SelectedChannel == "") && len(v.SelectedChannels) == 0 &&
		(v.SelectedConversation == nil || *v.SelectedConversation == "") && len(v.SelectedConversations) == 0 &&
		(v.SelectedDate == nil || *v.SelectedDate == "") && (v.SelectedTime == nil || *v.SelectedTime == "") &&
		v.SelectedDateTime == nil
}

// wireState is state.values.
func wireState(values map[string]map[string]Value) object {
	state := object{}
	for block, actions := range values {
		o := object{}
		for action, v := range actions {
			o[action] = v.wire()
		}
		state[block] = o
	}
	return object{"values": state}
}

// cloneValues copies values for a caller outside.
func cloneValues(values map[string]map[string]Value) map[string]map[string]Value {
	out := make(map[string]map[string]Value, len(values))
	for block, actions := range values {
		out[block] = maps.Clone(actions)
	}
	return out
}

// problem says in Slack's words why a value keeps a modal from being
// submitted; "" when nothing does.
func (s slot) problem(v Value) string {
	if v.empty() {
		if s.block.flag("optional") {
			return ""
		}
		return "Please complete this required field."
	}
	if v.Value == nil {
		return ""
	}
	return s.textProblem(*v.Value)
}

func (s slot) textProblem(text string) string {
	switch n := len([]rune(text)); s.kind() {
	case "plain_text_input":
		most := number(s.element["max_length"])
		if most == 0 {
			most = 3000
		}
		if n > most {
			return "Please enter fewer than " + strconv.Itoa(most+1) + " characters."
		}
		if least := number(s.element["min_length"]); n < least {
			return "Please enter at least " + strconv.Itoa(least) + " characters."
		}
	case "email_text_input":
		if !emailLike.MatchString(text) {
			return "Please enter a valid email address."
		}
	case "url_text_input":
		if !urlLike.MatchString(text) {
			return "Please enter a valid URL."
		}
	case "number_input":
		return s.numberProblem(text)
	}
	return ""
}

func (s slot) numberProblem(text string) string {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return "Please enter a number."
	}
	if _, err := strconv.ParseInt(text, 10, 64); err != nil && !s.element.flag("is_decimal_allowed") {
		return "Please enter a whole number."
	}
	if least, err := strconv.ParseFloat(s.element.str("min_value"), 64); err == nil && f < least {
		return "Please enter a number of at least " + s.element.str("min_value") + "."
	}
	if most, err := strconv.ParseFloat(s.element.str("max_value"), 64); err == nil && f > most {
		return "Please enter a number of at most " + s.element.str("max_value") + "."
	}
	return ""
}

var (
	emailLike = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
	urlLike   = regexp.MustCompile(`^https?://\S+$`)
)
