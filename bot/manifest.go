package bot

import (
	"bytes"
	"encoding/json"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Scopes are what the bot token must be granted, and what each is for.
var Scopes = []Scope{
	{"commands", "to hear /1on1, and to stand in Slack's menus"},
	{"chat:write", "to send you and the person you meet direct messages"},
	{"im:write", "to open those direct messages"},
	{"im:history", "to look for its own message when Slack's answer was lost, so that nothing is sent twice; and to answer who types to it"},
	{"users:read", "to know names, time zones and languages"},
}

// Scope is one permission and its reason.
type Scope struct{ Name, Why string }

// manifest is the app's manifest as Slack reads it. It is our own type because
// what Slack takes a missing key for differs from false.
type manifest struct {
	Display struct {
		Name            string `json:"name" yaml:"name"`
		Description     string `json:"description" yaml:"description"`
		LongDescription string `json:"long_description" yaml:"long_description"`
		BackgroundColor string `json:"background_color" yaml:"background_color"`
	} `json:"display_information" yaml:"display_information"`
	Features struct {
		AppHome struct {
			HomeTab          bool `json:"home_tab_enabled" yaml:"home_tab_enabled"`
			MessagesTab      bool `json:"messages_tab_enabled" yaml:"messages_tab_enabled"`
			MessagesReadOnly bool `json:"messages_tab_read_only_enabled" yaml:"messages_tab_read_only_enabled"`
		} `json:"app_home" yaml:"app_home"`
		BotUser struct {
			DisplayName  string `json:"display_name" yaml:"display_name"`
			AlwaysOnline bool   `json:"always_online" yaml:"always_online"`
		} `json:"bot_user" yaml:"bot_user"`
		Shortcuts     []menuShortcut `json:"shortcuts" yaml:"shortcuts"`
		SlashCommands []slashCommand `json:"slash_commands" yaml:"slash_commands"`
	} `json:"features" yaml:"features"`
	OAuth struct {
		Scopes struct {
			Bot []string `json:"bot" yaml:"bot"`
		} `json:"scopes" yaml:"scopes"`
	} `json:"oauth_config" yaml:"oauth_config"`
	Settings struct {
		Events struct {
			Bot []string `json:"bot_events" yaml:"bot_events"`
		} `json:"event_subscriptions" yaml:"event_subscriptions"`
		Interactivity struct {
			Enabled bool `json:"is_enabled" yaml:"is_enabled"`
		} `json:"interactivity" yaml:"interactivity"`
		OrgDeploy     bool `json:"org_deploy_enabled" yaml:"org_deploy_enabled"`
		SocketMode    bool `json:"socket_mode_enabled" yaml:"socket_mode_enabled"`
		TokenRotation bool `json:"token_rotation_enabled" yaml:"token_rotation_enabled"`
	} `json:"settings" yaml:"settings"`
}

type slashCommand struct {
	Command      string `json:"command" yaml:"command"`
	Description  string `json:"description" yaml:"description"`
	UsageHint    string `json:"usage_hint" yaml:"usage_hint"`
	ShouldEscape bool   `json:"should_escape" yaml:"should_escape"`
}

type menuShortcut struct {
	Name        string `json:"name" yaml:"name"`
	Type        string `json:"type" yaml:"type"`
	CallbackID  string `json:"callback_id" yaml:"callback_id"`
	Description string `json:"description" yaml:"description"`
}

// makeManifest makes it from the table that routes.
func makeManifest() manifest {
	var m manifest
	m.Display.Name = "oneonone"
	m.Display.Description = "One-on-ones for organizers: plan the talk, listen, remember, follow through."
	m.Display.LongDescription = "oneonone helps organizers sit down with one person at a time. Plan a talk with /1on1 schedule; " +
		"the other person is invited in plain words and can say no. Both are reminded, nobody is nagged. " +
		"Afterwards you note what you want to remember and what you promised. Only you can read it."
	m.Display.BackgroundColor = "#2f4b3c"
	m.Features.AppHome.HomeTab = true
	m.Features.AppHome.MessagesTab = true
	m.Features.BotUser.DisplayName = "oneonone"
	m.Features.BotUser.AlwaysOnline = true
	table := newRouter(&Bot{})
	for _, s := range table.shortcuts {
		m.Features.Shortcuts = append(m.Features.Shortcuts, menuShortcut{Name: s.name, Type: s.place, CallbackID: s.callback, Description: s.does})
	}
	var verbs []string
	for _, v := range table.verbs {
		if v.name != "" {
			verbs = append(verbs, v.name)
		}
	}
	m.Features.SlashCommands = []slashCommand{{
		Command: Slash, Description: "Plan a talk, or see what's next",
		UsageHint: "[" + strings.Join(verbs, " | ") + "] [@member]", ShouldEscape: true,
	}}
	for _, s := range Scopes {
		m.OAuth.Scopes.Bot = append(m.OAuth.Scopes.Bot, s.Name)
	}
	m.Settings.Events.Bot = []string{"app_home_opened", "message.im", "user_change"}
	m.Settings.Interactivity.Enabled = true
	m.Settings.SocketMode = true
	return m
}

// ManifestYAML is what one pastes into Slack to create the app.
func ManifestYAML() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("# Made by `oneonone manifest` from the table of commands. Create the app from it:\n# in Slack's app settings choose Create New App, From a manifest.\n")
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(makeManifest()); err != nil {
		return nil, err
	}
	return b.Bytes(), e.Close()
}

// ManifestJSON is the same as JSON.
func ManifestJSON() ([]byte, error) { return json.Marshal(makeManifest()) }
