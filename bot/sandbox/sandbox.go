// Package sandbox is a Slack workspace inside the process: the Web API, the
// Socket Mode server, the people, a movable clock and a page to look at it all.
//
// It serves three readers. A demo runs a bot against it with no account
// anywhere. A test drives a real bot over a real websocket and fails on any
// [Fault] the bot committed. And anyone who builds Slack bots in Go can do both:
// the package knows Slack's wire format and nothing of the bot under test.
//
// It is strict by default. What Slack refuses, it refuses, with Slack's error
// names; what Slack only frowns upon (a late ack, a double ack, a message with
// blocks and no text) is recorded as a Fault. unsimulated.md lists what it does
// not simulate.
package sandbox

import (
	"encoding/json"
	"time"
)

// App is the part of a Slack app manifest that the workspace honours. Parse it
// from the manifest's JSON with [ParseManifest], so that a demo runs with
// exactly what a real workspace would be told.
type App struct {
	Name      string
	Commands  []Command
	Shortcuts []Shortcut
	BotScopes []string
	BotEvents []string
	// ShouldEscape says whether the app's commands receive mentions as
	// <@U123|name> rather than @name.
	ShouldEscape bool
	// MessagesReadOnly is true when nobody can type to the bot in its DM.
	MessagesReadOnly bool
	HomeTab          bool
	MessagesTab      bool
}

// Command is a slash command of the app.
type Command struct {
	Name        string // with the slash: "/1on1"
	Description string
	UsageHint   string
}

// Shortcut is a global or message shortcut of the app.
type Shortcut struct {
	Name       string
	CallbackID string
	Type       string // "global" or "message"
}

// Options say what workspace to make. Only Manifest is required.
type Options struct {
	// Manifest is the app's manifest as JSON.
	Manifest []byte
	// Name of the workspace; "Sandbox" by default.
	Name string
	// Listen is a loopback address; "127.0.0.1:0" by default. Anything that
	// is not loopback is refused.
	Listen string
	// Start is where the workspace's clock begins; the present by default.
	Start time.Time
	// Scopes granted to the bot token; the manifest's by default. Tests take
	// some away to see missing_scope.
	Scopes []string
	// AckTimeout is Slack's three seconds by default.
	AckTimeout time.Duration
	// EventRetries are the waits before an unacknowledged event is sent
	// again: at once, a minute, five minutes by default.
	EventRetries []time.Duration
	// TriggerLife is how long a trigger id serves; Slack's three seconds by
	// default.
	TriggerLife time.Duration
	// ResponseURLLife is how long a response_url serves; Slack's thirty
	// minutes by default.
	ResponseURLLife time.Duration
	// RateLimits makes the Web API answer 429 past Slack's published rates.
	// Off by default: most tests are faster than any person.
	RateLimits bool
	// Logf receives one line per envelope, call and fault when set. It must
	// not call back into the workspace.
	Logf func(format string, args ...any)
}

// Profile describes someone in the workspace.
type Profile struct {
	Name     string // handle, "ana": unique, what a mention is typed with
	RealName string // "Ana Torres"
	Zone     string // IANA name, "Europe/Madrid"; UTC by default
	Locale   string // "en-US" by default
	Admin    bool
	Owner    bool
	Guest    bool // is_restricted
	Bot      bool
	Deleted  bool
	Stranger bool // belongs to another workspace (Slack Connect)
}

// Fault is something the bot did that Slack would punish, or let pass in
// silence while a person suffers: a late ack, a refused block, a stale trigger.
type Fault struct {
	At   time.Time // real time
	Kind string    // "late_ack", "double_ack", "missing_ack", "invalid_blocks", ...
	Text string    // what happened, with a pointer to the offending field
}

// Message is one message as the workspace keeps it.
type Message struct {
	Channel   string // channel or DM id
	TS        string
	User      string // author's user id; the bot's user id for the bot
	BotID     string // set when the bot wrote it
	Text      string
	Blocks    json.RawMessage // nil when the message has none
	Metadata  json.RawMessage // message metadata, kept as posted
	Ephemeral bool            // shown only to For, vanishes on reload
	For       string          // user id the ephemeral message is for
	Edited    bool
	Deleted   bool
	At        time.Time // workspace clock
}

// View is one open modal, or a person's Home tab.
type View struct {
	ID         string
	User       string // whose screen it is on
	Type       string // "modal" or "home"
	CallbackID string
	Hash       string
	// JSON is the view as the bot sent it; blocks and elements that came
	// without an id carry the one Slack gave them.
	JSON json.RawMessage
	// Values is what the person has filled in so far, by block id and action
	// id, in the shape of view.state.values.
	Values map[string]map[string]Value
	// Errors stand under fields after a refused submission, by block id.
	Errors map[string]string
	// Waiting is true while a submission or an action of it is unanswered.
	Waiting bool
}

// Value is the state of one input element, as in Slack's view.state.values:
// only the fields of its type are set.
type Value struct {
	Type                 string         `json:"type"`
	Value                *string        `json:"value,omitempty"`
	SelectedOption       map[string]any `json:"selected_option,omitempty"`
	SelectedOptions      []any          `json:"selected_options,omitempty"`
	SelectedUser         *string        `json:"selected_user,omitempty"`
	SelectedUsers        []string       `json:"selected_users,omitempty"`
	SelectedChannel      *string        `json:"selected_channel,omitempty"`
	SelectedChannels     []string       `json:"selected_channels,omitempty"`
	SelectedConversation *string        `json:"selected_conversation,omitempty"`
	// SelectedConversations belongs to multi_conversations_select.
	SelectedConversations []string `json:"selected_conversations,omitempty"`
	SelectedDate          *string  `json:"selected_date,omitempty"`
	SelectedTime          *string  `json:"selected_time,omitempty"`
	SelectedDateTime      *int64   `json:"selected_date_time,omitempty"`
}

// Channel is a channel of the workspace; DMs are no channels.
type Channel struct {
	ID, Name string
	Members  []string // user ids
}

// Call is one Web API call the bot made.
type Call struct {
	At      time.Time // real time
	Method  string
	Channel string // the channel, user or view it was about, when it named one
	OK      bool
	Err     string // Slack's error, or "http 429" and the like for a fault knob
	Took    time.Duration
	// AfterClick is how long after the person's click a call came that used the
	// click's trigger; zero for others. The trigger lives three seconds.
	AfterClick time.Duration
}

// Envelope is one delivery of Socket Mode.
type Envelope struct {
	At         time.Time // real time
	ID         string
	Type       string        // "slash_commands", "interactive", "events_api"
	What       string        // "/1on1", "block_actions", "message.im"
	AckedAfter time.Duration // zero while unacknowledged
	Acked      bool
	Attempt    int // retry_attempt of an event
}
