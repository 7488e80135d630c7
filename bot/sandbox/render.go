package sandbox

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"time"
)

// This file turns Block Kit JSON into HTML. It decodes blocks into the small
// models below and leaves the markup to page/blocks.html, whose contextual
// escaping is what keeps typed text text.

//go:embed page
var pageFiles embed.FS

var pageTemplates = template.Must(template.New("").Funcs(template.FuncMap{
	"tick": func(of *control, c choice) tick { return tick{of, c} },
}).ParseFS(pageFiles, "page/*.html"))

// tick is one box of a group of checkboxes.
type tick struct {
	Control *control
	Choice  choice
}

// textObject is a Block Kit text object.
type textObject struct {
	Type  string `json:"type"`
	Text  string `json:"text"`
	Emoji *bool  `json:"emoji"`
}

func (r *reader) text(t *textObject) template.HTML {
	switch {
	case t == nil:
		return ""
	case t.Type == "mrkdwn":
		return r.mrkdwn(t.Text)
	}
	return plain(t.Text, t.Emoji == nil || *t.Emoji)
}

// words is a text object as bare text, for attributes and native options.
func words(t *textObject) string {
	if t == nil {
		return ""
	}
	text := unescape(t.Text)
	if t.Emoji == nil || *t.Emoji {
		text = emojis(text)
	}
	return text
}

type block struct {
	Type           string            `json:"type"`
	BlockID        string            `json:"block_id"`
	Text           *textObject       `json:"text"`
	Fields         []textObject      `json:"fields"`
	Accessory      *element          `json:"accessory"`
	Elements       []json.RawMessage `json:"elements"`
	Label          *textObject       `json:"label"`
	Hint           *textObject       `json:"hint"`
	Element        *element          `json:"element"`
	Optional       bool              `json:"optional"`
	DispatchAction bool              `json:"dispatch_action"`
	Title          *textObject       `json:"title"`
	ImageURL       string            `json:"image_url"`
	AltText        string            `json:"alt_text"`
}

type option struct {
	Text        textObject  `json:"text"`
	Value       string      `json:"value"`
	Description *textObject `json:"description"`
	URL         string      `json:"url"`
}

type optionGroup struct {
	Label   textObject        `json:"label"`
	Options []json.RawMessage `json:"options"`
}

type confirmation struct {
	Title   *textObject `json:"title"`
	Text    *textObject `json:"text"`
	Confirm *textObject `json:"confirm"`
	Deny    *textObject `json:"deny"`
	Style   string      `json:"style"`
}

type dispatchConfig struct {
	TriggerActionsOn []string `json:"trigger_actions_on"`
}

// element is any interactive element; options stay raw, since a press sends
// them back as they came.
type element struct {
	Type                 string            `json:"type"`
	ActionID             string            `json:"action_id"`
	Text                 *textObject       `json:"text"`
	Value                string            `json:"value"`
	URL                  string            `json:"url"`
	Style                string            `json:"style"`
	AccessibilityLabel   string            `json:"accessibility_label"`
	Placeholder          *textObject       `json:"placeholder"`
	Multiline            bool              `json:"multiline"`
	MinLength            int               `json:"min_length"`
	MaxLength            int               `json:"max_length"`
	MinValue             string            `json:"min_value"`
	MaxValue             string            `json:"max_value"`
	IsDecimal            bool              `json:"is_decimal_allowed"`
	FocusOnLoad          bool              `json:"focus_on_load"`
	Options              []json.RawMessage `json:"options"`
	OptionGroups         []optionGroup     `json:"option_groups"`
	Confirm              *confirmation     `json:"confirm"`
	DispatchActionConfig *dispatchConfig   `json:"dispatch_action_config"`
	ImageURL             string            `json:"image_url"`
	AltText              string            `json:"alt_text"`

	InitialValue         string            `json:"initial_value"`
	InitialOption        json.RawMessage   `json:"initial_option"`
	InitialOptions       []json.RawMessage `json:"initial_options"`
	InitialUser          string            `json:"initial_user"`
	InitialUsers         []string          `json:"initial_users"`
	InitialChannel       string            `json:"initial_channel"`
	InitialChannels      []string          `json:"initial_channels"`
	InitialConversation  string            `json:"initial_conversation"`
	InitialConversations []string          `json:"initial_conversations"`
	InitialDate          string            `json:"initial_date"`
	InitialTime          string            `json:"initial_time"`
	InitialDateTime      int64             `json:"initial_date_time"`
}

// control is one interactive element on its way into a template.
type control struct {
	Kind        string // element type
	ID          string // stable while view, block and action are
	Name        string // form field: see fieldName
	Container   string // view id, or channel/ts
	Block       string
	Action      string
	Text        template.HTML // a button's words
	Words       string        // the same, bare
	Aria        string        // accessible name where no label stands
	Beside      string        // what an accessory stands beside
	LabelledBy  string        // id of the legend of a group
	Style       string
	URL         string
	WritesTo    string // whose conversation it opens in Slack
	Placeholder string
	Value       string
	Multiline   bool
	Min, Max    int
	Low, High   string // a number's bounds
	Step        string
	Choices     []choice
	Groups      []choiceGroup
	Dispatch    string // when an act is sent: "press", "change", "enter", "character"
	Required    bool
	Focus       bool
	Invalid     bool
	Described   string // ids of hint and error
	Confirm     *confirmModel
}

type choice struct {
	ID          string
	Value       string
	Text        template.HTML
	Words       string
	Description template.HTML
	Described   string
	URL         string
	Chosen      bool
}

type choiceGroup struct {
	Label   string
	Choices []choice
}

type confirmModel struct {
	Title, Confirm, Deny string
	Text                 template.HTML
	Style                string
}

// blockModel is one block on its way into a template.
type blockModel struct {
	Type     string
	BlockID  string
	Text     template.HTML
	Fields   []template.HTML
	Control  *control // accessory or input element
	Image    *imageModel
	Parts    []partModel // actions and context
	Label    string
	LabelFor string // empty when the control is a group of its own
	GroupID  string
	Hint     template.HTML
	Error    string
	ID       string
	Optional bool
	Unknown  string
	Level    int // of a header among the page's headings
}

type partModel struct {
	Text    template.HTML
	Image   *imageModel
	Control *control
	Unknown string
}

// imageModel is a picture. Without an address of the page's own, it shows what
// the picture says to those who cannot see it.
type imageModel struct {
	Address    string
	Alt, Title string
	Small      bool
}

func (r *reader) image(address, alt string) *imageModel {
	m := &imageModel{Alt: alt}
	if r.picture != nil {
		m.Address = r.picture(address)
	}
	return m
}

func (r *reader) smallImage(address, alt string) *imageModel {
	m := r.image(address, alt)
	m.Small = true
	return m
}

// surface is where blocks stand: a view with its values, or a message.
type surface struct {
	container string
	values    map[string]map[string]Value // nil in a message: initial values stand
	errors    map[string]string
	level     int // of the headings on it
}

// blocks renders a list of blocks.
func (r *reader) blocks(raw json.RawMessage, on surface) (template.HTML, error) {
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		return "", fmt.Errorf("render blocks: %w", err)
	}
	models := make([]blockModel, 0, len(list))
	for i, one := range list {
		var b block
		if err := json.Unmarshal(one, &b); err != nil {
			models = append(models, blockModel{Type: "unknown", Unknown: typeOf(one)})
			continue
		}
		if b.Type == "rich_text" {
			elements, _ := json.Marshal(b.Elements) // raw messages that were just decoded
			models = append(models, blockModel{Type: b.Type, BlockID: b.BlockID, Text: r.richText(elements)})
			continue
		}
		models = append(models, r.block(b, i, on))
	}
	var out bytes.Buffer
	if err := pageTemplates.ExecuteTemplate(&out, "blocks", models); err != nil {
		return "", fmt.Errorf("render blocks: %w", err)
	}
	return template.HTML(out.String()), nil
}

func typeOf(raw json.RawMessage) string {
	var t struct {
		Type string `json:"type"`
	}
	_ = json.Unmarshal(raw, &t) // nothing known is "" and shown so
	return t.Type
}

func (r *reader) block(b block, n int, on surface) blockModel {
	m := blockModel{Type: b.Type, BlockID: b.BlockID, ID: elementID(on.container, b.BlockID, fmt.Sprint("block", n)), Level: on.level}
	switch b.Type {
	case "section":
		m.Text = r.text(b.Text)
		for i := range b.Fields {
			m.Fields = append(m.Fields, r.text(&b.Fields[i]))
		}
		if b.Accessory != nil {
			if b.Accessory.Type == "image" {
				m.Image = r.smallImage(b.Accessory.ImageURL, b.Accessory.AltText)
				break
			}
			m.Control = r.control(*b.Accessory, b.BlockID, on)
			m.Control.Beside = firstLine(b.Text)
			if b.Accessory.Type != "button" {
				m.Control.Aria = cmp.Or(m.Control.Aria, m.Control.Beside)
			}
			m.Control.Dispatch = always(m.Control)
		}
	case "header", "divider":
		m.Text = r.text(b.Text)
	case "image":
		m.Image = r.image(b.ImageURL, b.AltText)
		m.Image.Title = words(b.Title)
	case "context":
		for _, raw := range b.Elements {
			m.Parts = append(m.Parts, r.contextPart(raw))
		}
	case "actions":
		for _, raw := range b.Elements {
			var e element
			if json.Unmarshal(raw, &e) != nil || !known(e.Type) {
				m.Parts = append(m.Parts, partModel{Unknown: typeOf(raw)})
				continue
			}
			c := r.control(e, b.BlockID, on)
			c.Dispatch = always(c)
			if c.Aria == "" {
				c.Aria = c.Placeholder
			}
			m.Parts = append(m.Parts, partModel{Control: c})
		}
	case "input":
		return r.input(b, m, on)
	default:
		m.Unknown, m.Type = b.Type, "unknown"
	}
	return m
}

func (r *reader) contextPart(raw json.RawMessage) partModel {
	var kind struct {
		Type     string `json:"type"`
		AltText  string `json:"alt_text"`
		ImageURL string `json:"image_url"`
	}
	if json.Unmarshal(raw, &kind) != nil {
		return partModel{Unknown: typeOf(raw)}
	}
	var t textObject
	switch kind.Type {
	case "image":
		return partModel{Image: r.smallImage(kind.ImageURL, kind.AltText)}
	case "mrkdwn", "plain_text":
		if json.Unmarshal(raw, &t) == nil {
			return partModel{Text: r.text(&t)}
		}
	}
	return partModel{Unknown: kind.Type}
}

// input renders a labelled field. A required field bears no mark, an optional
// one says so: that is how Slack does it.
func (r *reader) input(b block, m blockModel, on surface) blockModel {
	m.Label, m.Hint, m.Optional = words(b.Label), r.text(b.Hint), b.Optional
	if b.Element == nil || !known(b.Element.Type) {
		m.Type, m.Unknown = "unknown", "input"
		if b.Element != nil {
			m.Unknown = b.Element.Type
		}
		return m
	}
	m.Error = on.errors[b.BlockID]
	c := r.control(*b.Element, b.BlockID, on)
	c.Required, c.Invalid = !b.Optional, m.Error != ""
	if b.DispatchAction {
		c.Dispatch = dispatch(*b.Element)
	}
	var described []string
	if m.Hint != "" {
		described = append(described, m.ID+"-hint")
	}
	if m.Error != "" {
		described = append(described, m.ID+"-error")
	}
	c.Described = strings.Join(described, " ")
	m.Control = c
	if grouped(c.Kind) {
		m.GroupID = m.ID + "-label"
		c.LabelledBy = m.GroupID
	} else {
		m.LabelFor = c.ID
	}
	return m
}

// dispatch says when an input with dispatch_action tells the app. Text waits
// for Enter unless the element asks for more.
func dispatch(e element) string {
	switch e.Type {
	case "plain_text_input", "email_text_input", "url_text_input", "number_input":
		if e.DispatchActionConfig == nil || len(e.DispatchActionConfig.TriggerActionsOn) == 0 {
			return "enter"
		}
		var on []string
		for _, t := range e.DispatchActionConfig.TriggerActionsOn {
			switch t {
			case "on_enter_pressed":
				on = append(on, "enter")
			case "on_character_entered":
				on = append(on, "character")
			}
		}
		return strings.Join(on, " ")
	}
	return "change"
}

// always is the dispatch of elements outside input blocks: every use is told.
func always(c *control) string {
	if c.Kind == "button" || c.Kind == "overflow" {
		return "press"
	}
	return "change"
}

// firstLine names an accessory after the text it stands beside.
func firstLine(t *textObject) string {
	line, _, _ := strings.Cut(words(t), "\n")
	return strings.Trim(line, "*_~")
}

var elementKinds = []string{
	"button", "overflow", "static_select", "multi_static_select", "users_select", "multi_users_select",
	"conversations_select", "multi_conversations_select", "channels_select", "multi_channels_select",
	"datepicker", "timepicker", "datetimepicker", "radio_buttons", "checkboxes", "plain_text_input",
	"email_text_input", "url_text_input", "number_input",
}

func known(kind string) bool { return slices.Contains(elementKinds, kind) }

// grouped elements are several inputs under one legend.
func grouped(kind string) bool {
	return kind == "radio_buttons" || kind == "checkboxes" || strings.HasPrefix(kind, "multi_")
}

// elementID is a DOM id made of what Slack calls the element.
func elementID(parts ...string) string {
	h := fnv.New64a()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return fmt.Sprintf("e%x", h.Sum64())
}

// fieldName is the name under which an element's value is posted.
func fieldName(block, action string) string {
	return url.QueryEscape(block) + "/" + url.QueryEscape(action)
}

func (r *reader) control(e element, blockID string, on surface) *control {
	v := initialValue(e)
	if on.values != nil {
		v = on.values[blockID][e.ActionID]
	}
	c := &control{
		Kind: e.Type, ID: elementID(on.container, blockID, e.ActionID), Name: fieldName(blockID, e.ActionID),
		Container: on.container, Block: blockID, Action: e.ActionID,
		Text: r.text(e.Text), Words: words(e.Text), Aria: e.AccessibilityLabel, Style: e.Style,
		Placeholder: words(e.Placeholder), Multiline: e.Multiline, Min: e.MinLength, Max: e.MaxLength,
		Low: e.MinValue, High: e.MaxValue, Step: "1", Focus: e.FocusOnLoad,
	}
	if e.IsDecimal {
		c.Step = "any"
	}
	if e.Type == "plain_text_input" && c.Max == 0 {
		c.Max = 3000 // Slack's own limit
	}
	if followable(e.URL) {
		c.URL = e.URL
	}
	if id := r.writes(e.URL); id != "" {
		c.WritesTo = r.names[id]
	}
	if e.Confirm != nil {
		c.Confirm = r.confirm(e.Confirm)
	}
	c.Value = shownValue(v, r.loc)
	c.Choices, c.Groups = r.choices(e, v, c.ID)
	return c
}

func (r *reader) confirm(f *confirmation) *confirmModel {
	m := &confirmModel{Title: words(f.Title), Text: r.text(f.Text), Confirm: words(f.Confirm), Deny: words(f.Deny), Style: f.Style}
	if m.Title == "" {
		m.Title = "Are you sure?"
	}
	if m.Confirm == "" {
		m.Confirm = "Yes"
	}
	if m.Deny == "" {
		m.Deny = "No"
	}
	return m
}

const nativeDateTime = "2006-01-02T15:04"

// shownValue is a value as a native input holds it; choices mark theirs
// themselves.
func shownValue(v Value, loc *time.Location) string {
	switch {
	case v.Value != nil:
		return *v.Value
	case v.SelectedDate != nil:
		return *v.SelectedDate
	case v.SelectedTime != nil:
		return *v.SelectedTime
	case v.SelectedDateTime != nil:
		return time.Unix(*v.SelectedDateTime, 0).In(loc).Format(nativeDateTime)
	}
	return ""
}

func (r *reader) choices(e element, v Value, id string) ([]choice, []choiceGroup) {
	chosen := chosenValues(v)
	switch e.Type {
	case "users_select", "multi_users_select":
		return picks(r.people, r.names, chosen, id), nil
	case "channels_select", "multi_channels_select":
		return picks(r.channels, r.names, chosen, id), nil
	case "conversations_select", "multi_conversations_select":
		return picks(append(slices.Clone(r.channels), r.people...), r.names, chosen, id), nil
	}
	var groups []choiceGroup
	for g, group := range e.OptionGroups {
		groups = append(groups, choiceGroup{
			Label:   words(&group.Label),
			Choices: r.options(group.Options, chosen, fmt.Sprintf("%s-%d", id, g)),
		})
	}
	return r.options(e.Options, chosen, id), groups
}

func (r *reader) options(raw []json.RawMessage, chosen []string, id string) []choice {
	var out []choice
	for i, one := range raw {
		var o option
		if json.Unmarshal(one, &o) != nil {
			continue
		}
		c := choice{
			ID: fmt.Sprintf("%s-%d", id, i), Value: o.Value, Text: r.text(&o.Text), Words: words(&o.Text),
			Description: r.text(o.Description), Described: words(o.Description), Chosen: slices.Contains(chosen, o.Value),
		}
		if followable(o.URL) {
			c.URL = o.URL
		}
		out = append(out, c)
	}
	return out
}

// picks offers people or channels. One that was chosen before is offered even
// if it would not be now.
func picks(list []pick, names map[string]string, chosen []string, id string) []choice {
	var out []choice
	add := func(p pick) {
		out = append(out, choice{
			ID: fmt.Sprintf("%s-%d", id, len(out)), Value: p.ID, Text: plain(p.Name, false), Words: p.Name,
			Chosen: slices.Contains(chosen, p.ID),
		})
	}
	for _, p := range list {
		add(p)
	}
	for _, c := range chosen {
		if !slices.ContainsFunc(list, func(p pick) bool { return p.ID == c }) && names[c] != "" {
			add(pick{c, names[c]})
		}
	}
	return out
}
