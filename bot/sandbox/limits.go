package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// This file knows what Slack accepts in blocks and views. Two tables, one of
// blocks and one of elements, name every property and its rule; what a table
// does not name is refused, as Slack refuses it. The rules in prose are on
// https://docs.slack.dev/reference/block-kit.

// node is a JSON object as it came over the wire; numbers are json.Number.
type node map[string]any

func (n node) str(key string) string   { s, _ := n[key].(string); return s }
func (n node) list(key string) []any   { l, _ := n[key].([]any); return l }
func (n node) flag(key string) bool    { b, _ := n[key].(bool); return b }
func (n node) child(key string) node   { return asNode(n[key]) }
func (n node) words(key string) string { return n.child(key).str("text") }
func (n node) nodes(key string) []node {
	var list []node
	for _, v := range n.list(key) {
		list = append(list, asNode(v))
	}
	return list
}

func asNode(v any) node {
	switch v := v.(type) {
	case node:
		return v
	case map[string]any:
		return v
	}
	return nil
}

// checker walks a view or the blocks of a message and collects what is wrong,
// in Slack's words with a JSON pointer.
type checker struct {
	surface  string // "modal", "home" or "message"
	submit   bool   // a modal with a submit button
	blockIDs map[string]bool
	actions  map[string]bool // of the block at hand
	focused  bool
	problems []string
}

func (c *checker) bad(at, format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf("[ERROR] "+format+" [json-pointer:%s]", append(args, at)...))
}

// rule checks one value at a pointer.
type rule func(c *checker, at string, v any)

// property is one row of a table.
type property struct {
	name     string
	required bool
	rule     rule
}

// kindOf is the shape of an object: its properties, and rules over several.
type kindOf struct {
	properties []property
	whole      func(c *checker, at string, n node)
}

func must(name string, r rule) property { return property{name, true, r} }
func may(name string, r rule) property  { return property{name, false, r} }

// object checks v against a shape.
func (k kindOf) check(c *checker, at string, v any) {
	n := asNode(v)
	if n == nil {
		c.bad(at, "must be an object")
		return
	}
	for _, p := range k.properties {
		value, there := n[p.name]
		switch {
		case there && value != nil:
			p.rule(c, at+"/"+p.name, value)
		case there:
			c.bad(at+"/"+p.name, "must not be null")
		case p.required:
			c.bad(at, "missing required field: %s", p.name)
		}
	}
	for _, name := range sortedKeys(n) {
		if name != "type" && !slices.ContainsFunc(k.properties, func(p property) bool { return p.name == name }) {
			c.bad(at, "invalid additional property: %s", name)
		}
	}
	if k.whole != nil {
		k.whole(c, at, n)
	}
}

// The rules.

func text(least, most int) rule {
	return func(c *checker, at string, v any) {
		s, ok := v.(string)
		switch n := utf8.RuneCountInString(s); {
		case !ok:
			c.bad(at, "must be a string")
		case n < least:
			c.bad(at, "must be more than %d characters", least-1)
		case n > most:
			c.bad(at, "must be less than %d characters", most+1)
		}
	}
}

func yesNo(c *checker, at string, v any) {
	if _, ok := v.(bool); !ok {
		c.bad(at, "must be a boolean")
	}
}

func whole(least, most int) rule {
	return func(c *checker, at string, v any) {
		number, _ := v.(json.Number)
		n, err := strconv.Atoi(number.String())
		switch {
		case err != nil:
			c.bad(at, "must be an integer")
		case n < least:
			c.bad(at, "must be at least %d", least)
		case n > most:
			c.bad(at, "must be at most %d", most)
		}
	}
}

func oneOf(values ...string) rule {
	return func(c *checker, at string, v any) {
		if s, ok := v.(string); !ok || !slices.Contains(values, s) {
			c.bad(at, "must be one of: %s", strings.Join(values, ", "))
		}
	}
}

func pattern(what, expr string) rule {
	re := regexp.MustCompile("^(" + expr + ")$")
	return func(c *checker, at string, v any) {
		if s, ok := v.(string); !ok || !re.MatchString(s) {
			c.bad(at, "must be %s", what)
		}
	}
}

func listOf(least, most int, each rule) rule {
	return func(c *checker, at string, v any) {
		list, ok := v.([]any)
		switch {
		case !ok:
			c.bad(at, "must be an array")
			return
		case len(list) < least:
			c.bad(at, "no fewer than %d items allowed", least)
		case len(list) > most:
			c.bad(at, "no more than %d items allowed", most)
		}
		for i, item := range list {
			each(c, fmt.Sprintf("%s/%d", at, i), item)
		}
	}
}

func anything(*checker, string, any) {}

// words is a text object of at most so many characters.
func wordsOf(most int, types ...string) rule {
	return func(c *checker, at string, v any) {
		n := asNode(v)
		if n == nil {
			c.bad(at, "must be an object")
			return
		}
		if !slices.Contains(types, n.str("type")) {
			c.bad(at+"/type", "must be one of: %s", strings.Join(types, ", "))
			return
		}
		extra := may("emoji", yesNo)
		if n.str("type") == "mrkdwn" {
			extra = may("verbatim", yesNo)
		}
		kindOf{properties: []property{must("text", text(1, most)), extra}}.check(c, at, n)
	}
}

func plainWords(most int) rule { return wordsOf(most, "plain_text") }
func anyWords(most int) rule   { return wordsOf(most, "plain_text", "mrkdwn") }

// blockID and actionID also see to it that an id comes once.

func blockID(c *checker, at string, v any) {
	text(1, 255)(c, at, v)
	if id, _ := v.(string); id != "" {
		if c.blockIDs[id] {
			c.bad(at, "block_id `%s` already exists", id)
		}
		c.blockIDs[id] = true
	}
}

func actionID(c *checker, at string, v any) {
	text(1, 255)(c, at, v)
	if id, _ := v.(string); id != "" {
		if c.actions[id] {
			c.bad(at, "action_id `%s` already exists", id)
		}
		c.actions[id] = true
	}
}

func focus(c *checker, at string, v any) {
	yesNo(c, at, v)
	if on, _ := v.(bool); on {
		if c.focused {
			c.bad(at, "only one element can have focus_on_load set to true")
		}
		c.focused = true
	}
}

var link3000 = text(1, 3000)

var confirmDialog = kindOf{properties: []property{
	must("title", plainWords(100)), must("text", anyWords(300)),
	must("confirm", plainWords(30)), must("deny", plainWords(30)),
	may("style", oneOf("primary", "danger")),
}}

var plainOption = kindOf{properties: []property{
	must("text", plainWords(75)), must("value", text(1, 150)), may("description", plainWords(75)),
}}

var markedOption = kindOf{properties: []property{
	must("text", anyWords(75)), must("value", text(1, 150)), may("description", anyWords(75)),
}}

var overflowOption = kindOf{properties: []property{
	must("text", plainWords(75)), must("value", text(1, 150)), may("description", plainWords(75)), may("url", link3000),
}}

var optionGroupShape = kindOf{properties: []property{
	must("label", plainWords(75)), must("options", listOf(1, 100, plainOption.check)),
}}

// elementShape says what an element may hold and which blocks take it.
type elementShape struct {
	in []string // "section", "actions", "input", "context"
	kindOf
}

// pickers is what most elements share.
func pickers(more ...property) []property {
	return append([]property{may("action_id", actionID), may("confirm", confirmDialog.check), may("focus_on_load", focus)}, more...)
}

var (
	placeholder  = may("placeholder", plainWords(150))
	manyAtMost   = may("max_selected_items", whole(1, 1000))
	anywhere     = []string{"section", "actions", "input"}
	notInActions = []string{"section", "input"}
	inputOnly    = []string{"input"}
)

var dispatchShape = kindOf{properties: []property{
	must("trigger_actions_on", listOf(1, 2, oneOf("on_enter_pressed", "on_character_entered"))),
}}

var conversationFilter = kindOf{properties: []property{
	may("include", listOf(1, 4, oneOf("im", "mpim", "private", "public"))),
	may("exclude_external_shared_channels", yesNo), may("exclude_bot_users", yesNo),
}}

// elementShapes is the table of elements.
var elementShapes = map[string]elementShape{
	"button": {[]string{"section", "actions"}, kindOf{[]property{
		must("text", plainWords(75)), may("action_id", actionID), may("url", link3000), may("value", text(1, 2000)),
		may("style", oneOf("primary", "danger")), may("confirm", confirmDialog.check), may("accessibility_label", text(1, 75)),
	}, nil}},
	"overflow": {[]string{"section", "actions"}, kindOf{[]property{
		may("action_id", actionID), must("options", listOf(1, 5, overflowOption.check)), may("confirm", confirmDialog.check),
	}, distinctValues}},
	"image": {[]string{"section", "context"}, kindOf{[]property{
		must("image_url", link3000), must("alt_text", text(1, 2000)),
	}, nil}},

	"static_select": {anywhere, kindOf{pickers(placeholder,
		may("options", listOf(1, 100, plainOption.check)), may("option_groups", listOf(1, 100, optionGroupShape.check)),
		may("initial_option", plainOption.check)), optionsOrGroups}},
	"multi_static_select": {notInActions, kindOf{pickers(placeholder, manyAtMost,
		may("options", listOf(1, 100, plainOption.check)), may("option_groups", listOf(1, 100, optionGroupShape.check)),
		may("initial_options", listOf(1, 100, plainOption.check))), optionsOrGroups}},
	"users_select":       {anywhere, kindOf{pickers(placeholder, may("initial_user", text(1, 255))), nil}},
	"multi_users_select": {notInActions, kindOf{pickers(placeholder, manyAtMost, may("initial_users", listOf(0, 1000, text(1, 255)))), nil}},
	"channels_select":    {anywhere, kindOf{pickers(placeholder, may("initial_channel", text(1, 255)), may("response_url_enabled", yesNo)), nil}},
	"conversations_select": {anywhere, kindOf{pickers(placeholder, may("initial_conversation", text(1, 255)),
		may("default_to_current_conversation", yesNo), may("response_url_enabled", yesNo), may("filter", conversationFilter.check)), nil}},
	"multi_channels_select": {notInActions, kindOf{pickers(placeholder, manyAtMost, may("initial_channels", listOf(0, 1000, text(1, 255)))), nil}},
	"multi_conversations_select": {notInActions, kindOf{pickers(placeholder, manyAtMost, may("initial_conversations", listOf(0, 1000, text(1, 255))),
		may("default_to_current_conversation", yesNo), may("filter", conversationFilter.check)), nil}},

	"datepicker":     {anywhere, kindOf{pickers(placeholder, may("initial_date", pattern("a date as YYYY-MM-DD", `\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])`))), nil}},
	"timepicker":     {anywhere, kindOf{pickers(placeholder, may("initial_time", pattern("a time as HH:mm", `([01]\d|2[0-3]):[0-5]\d`)), may("timezone", text(1, 255))), nil}},
	"datetimepicker": {[]string{"actions", "input"}, kindOf{pickers(may("initial_date_time", whole(1_000_000_000, 9_999_999_999))), nil}},
	"checkboxes": {anywhere, kindOf{pickers(must("options", listOf(1, 10, markedOption.check)),
		may("initial_options", listOf(1, 10, markedOption.check))), initialAmongOptions}},
	"radio_buttons": {anywhere, kindOf{pickers(must("options", listOf(1, 10, markedOption.check)),
		may("initial_option", markedOption.check)), initialAmongOptions}},

	"plain_text_input": {inputOnly, kindOf{[]property{
		may("action_id", actionID), may("focus_on_load", focus), placeholder, may("initial_value", text(1, 3000)), may("multiline", yesNo),
		may("min_length", whole(0, 3000)), may("max_length", whole(1, 3000)), may("dispatch_action_config", dispatchShape.check),
	}, lengthsFit}},
	"email_text_input": {inputOnly, kindOf{[]property{
		may("action_id", actionID), may("focus_on_load", focus), placeholder, may("initial_value", text(1, 3000)), may("dispatch_action_config", dispatchShape.check),
	}, nil}},
	"url_text_input": {inputOnly, kindOf{[]property{
		may("action_id", actionID), may("focus_on_load", focus), placeholder, may("initial_value", text(1, 3000)), may("dispatch_action_config", dispatchShape.check),
	}, nil}},
	"number_input": {inputOnly, kindOf{[]property{
		may("action_id", actionID), may("focus_on_load", focus), placeholder, must("is_decimal_allowed", yesNo), may("initial_value", text(1, 3000)),
		may("min_value", text(1, 255)), may("max_value", text(1, 255)), may("dispatch_action_config", dispatchShape.check),
	}, nil}},
}

// blockShapes is the table of blocks.
var blockShapes = map[string]kindOf{
	"section": {[]property{may("block_id", blockID), may("text", anyWords(3000)), may("fields", listOf(1, 10, anyWords(2000))),
		may("accessory", elementIn("section")), may("expand", yesNo)}, textOrFields},
	"header":  {[]property{may("block_id", blockID), must("text", plainWords(150)), may("level", whole(1, 4))}, nil},
	"divider": {[]property{may("block_id", blockID)}, nil},
	"context": {[]property{may("block_id", blockID), must("elements", listOf(1, 10, contextElement))}, nil},
	"actions": {[]property{may("block_id", blockID), must("elements", listOf(1, 25, elementIn("actions")))}, nil},
	"input": {[]property{may("block_id", blockID), must("label", plainWords(2000)), must("element", elementIn("input")),
		may("hint", plainWords(2000)), may("optional", yesNo), may("dispatch_action", yesNo)}, inputPlace},
	"image": {[]property{may("block_id", blockID), must("image_url", link3000), must("alt_text", text(1, 2000)), may("title", plainWords(2000))}, nil},
	// The inside of rich text is accepted as it comes.
	"rich_text": {[]property{may("block_id", blockID), must("elements", listOf(1, 1000, anything))}, nil},
}

var modalShape = kindOf{properties: []property{
	must("title", plainWords(24)), must("blocks", blocksRule(100)), may("submit", plainWords(24)), may("close", plainWords(24)),
	may("private_metadata", text(0, 3000)), may("callback_id", text(0, 255)), may("external_id", text(0, 255)),
	may("clear_on_close", yesNo), may("notify_on_close", yesNo), may("submit_disabled", yesNo),
}}

var homeShape = kindOf{properties: []property{
	must("blocks", blocksRule(100)),
	may("private_metadata", text(0, 3000)), may("callback_id", text(0, 255)), may("external_id", text(0, 255)),
}}

func blocksRule(most int) rule { return listOf(0, most, checkBlock) }

func checkBlock(c *checker, at string, v any) {
	n := asNode(v)
	shape, known := blockShapes[n.str("type")]
	if !known {
		c.bad(at+"/type", "unsupported type: %s", n.str("type"))
		return
	}
	c.actions = map[string]bool{}
	shape.check(c, at, n)
}

func elementIn(place string) rule {
	return func(c *checker, at string, v any) {
		n := asNode(v)
		shape, known := elementShapes[n.str("type")]
		if !known || !slices.Contains(shape.in, place) {
			c.bad(at+"/type", "unsupported type: %s", n.str("type"))
			return
		}
		shape.check(c, at, n)
	}
}

func contextElement(c *checker, at string, v any) {
	switch asNode(v).str("type") {
	case "plain_text", "mrkdwn":
		anyWords(3000)(c, at, v)
	default:
		elementIn("context")(c, at, v)
	}
}

// Rules over several properties.

func textOrFields(c *checker, at string, n node) {
	if n["text"] == nil && n["fields"] == nil {
		c.bad(at, "missing required field: text")
	}
}

func inputPlace(c *checker, at string, n node) {
	switch {
	case c.surface == "message":
		c.bad(at+"/type", "unsupported type: input")
	case c.surface == "modal" && !c.submit:
		c.bad("/view/submit", "missing required field: submit, because there is an input block at %s", at)
	}
}

func lengthsFit(c *checker, at string, n node) {
	least, most := number(n["min_length"]), number(n["max_length"])
	if most > 0 && least > most {
		c.bad(at+"/min_length", "must be less than max_length")
	}
	if size := utf8.RuneCountInString(n.str("initial_value")); most > 0 && size > most {
		c.bad(at+"/initial_value", "must be less than %d characters", most+1)
	}
}

func number(v any) int {
	n, _ := v.(json.Number)
	i, _ := strconv.Atoi(n.String())
	return i
}

func optionsOrGroups(c *checker, at string, n node) {
	if (n["options"] == nil) == (n["option_groups"] == nil) {
		c.bad(at, "must have either options or option_groups")
	}
	initialAmongOptions(c, at, n)
}

func initialAmongOptions(c *checker, at string, n node) {
	distinctValues(c, at, n)
	options := allOptions(n)
	among := func(v any) bool {
		return slices.ContainsFunc(options, func(o node) bool { return sameJSON(o, v) })
	}
	if initial := n["initial_option"]; initial != nil && !among(initial) {
		c.bad(at+"/initial_option", "must be among the options")
	}
	for i, initial := range n.list("initial_options") {
		if !among(initial) {
			c.bad(fmt.Sprintf("%s/initial_options/%d", at, i), "must be among the options")
		}
	}
}

// distinctValues keeps a pick from meaning two options.
func distinctValues(c *checker, at string, n node) {
	seen := map[string]bool{}
	for _, o := range allOptions(n) {
		if v := o.str("value"); v != "" && seen[v] {
			c.bad(at+"/options", "option value `%s` already exists", v)
		} else {
			seen[v] = true
		}
	}
}

// allOptions are the options of an element, in groups or not.
func allOptions(n node) []node {
	options := n.nodes("options")
	for _, g := range n.nodes("option_groups") {
		options = append(options, g.nodes("options")...)
	}
	return options
}

// sameJSON compares what two values say; a text object's emoji flag defaults to
// true and does not count.
func sameJSON(a, b any) bool {
	return bytes.Equal(mustJSON(withoutEmoji(a)), mustJSON(withoutEmoji(b)))
}

func withoutEmoji(v any) any {
	n := asNode(v)
	if n == nil {
		return v
	}
	out := node{}
	for k, inner := range n {
		if k != "emoji" && k != "verbatim" {
			out[k] = withoutEmoji(inner)
		}
	}
	return out
}

// maxView is the size of a view in bytes.
const maxView = 250 * 1024

// checkView reads a view for a surface ("modal" or "home") and returns what is
// wrong with it.
func checkView(raw json.RawMessage, surface string) (node, []string) {
	c := &checker{surface: surface, blockIDs: map[string]bool{}}
	v, err := decode(raw)
	n := asNode(v)
	if err != nil || n == nil {
		return nil, []string{"[ERROR] must be a view [json-pointer:/view]"}
	}
	c.submit = n["submit"] != nil
	switch {
	case n.str("type") != surface:
		c.bad("/view/type", "must be one of: %s", surface)
	case surface == "modal":
		modalShape.check(c, "/view", n)
	default:
		homeShape.check(c, "/view", n)
	}
	return n, c.problems
}

// checkBlocks reads the blocks of a message and returns what is wrong with them.
func checkBlocks(raw json.RawMessage) ([]any, []string) {
	c := &checker{surface: "message", blockIDs: map[string]bool{}}
	v, err := decode(raw)
	list, ok := v.([]any)
	if err != nil || !ok {
		return nil, []string{"[ERROR] must be an array [json-pointer:/blocks]"}
	}
	blocksRule(50)(c, "/blocks", list)
	return list, c.problems
}

// decode reads JSON and keeps numbers as they were written.
func decode(raw []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	return v, err
}

func sortedKeys(n node) []string {
	keys := make([]string, 0, len(n))
	for k := range n {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
