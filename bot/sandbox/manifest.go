package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// ParseManifest reads an app manifest as JSON and refuses what Slack refuses
// when an app is created from it: names that are too long, an event without the
// scope it needs, commands without the commands scope.
func ParseManifest(data []byte) (App, error) {
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return App{}, fmt.Errorf("manifest: %w", err)
	}
	if err := m.check(); err != nil {
		return App{}, fmt.Errorf("manifest: %w", err)
	}
	app := App{
		Name:             m.Display.Name,
		BotScopes:        m.OAuth.Scopes.Bot,
		BotEvents:        m.Settings.Events.BotEvents,
		MessagesReadOnly: m.Features.Home.ReadOnly,
		HomeTab:          m.Features.Home.HomeTab,
		MessagesTab:      m.Features.Home.MessagesTab,
	}
	for _, c := range m.Features.Commands {
		app.Commands = append(app.Commands, Command{Name: c.Command, Description: c.Description, UsageHint: c.UsageHint})
		app.ShouldEscape = app.ShouldEscape || c.ShouldEscape
	}
	for _, s := range m.Features.Shortcuts {
		app.Shortcuts = append(app.Shortcuts, Shortcut{Name: s.Name, CallbackID: s.CallbackID, Type: s.Type})
	}
	return app, nil
}

// manifest holds the parts of Slack's manifest that the workspace reads.
type manifest struct {
	Display struct {
		Name            string `json:"name"`
		Description     string `json:"description"`
		LongDescription string `json:"long_description"`
	} `json:"display_information"`
	Features struct {
		Home struct {
			HomeTab     bool `json:"home_tab_enabled"`
			MessagesTab bool `json:"messages_tab_enabled"`
			ReadOnly    bool `json:"messages_tab_read_only_enabled"`
		} `json:"app_home"`
		BotUser *struct {
			DisplayName string `json:"display_name"`
		} `json:"bot_user"`
		Commands []struct {
			Command      string `json:"command"`
			Description  string `json:"description"`
			UsageHint    string `json:"usage_hint"`
			ShouldEscape bool   `json:"should_escape"`
		} `json:"slash_commands"`
		Shortcuts []struct {
			Name        string `json:"name"`
			Type        string `json:"type"`
			CallbackID  string `json:"callback_id"`
			Description string `json:"description"`
		} `json:"shortcuts"`
	} `json:"features"`
	OAuth struct {
		Scopes struct {
			Bot []string `json:"bot"`
		} `json:"scopes"`
	} `json:"oauth_config"`
	Settings struct {
		Events struct {
			BotEvents []string `json:"bot_events"`
		} `json:"event_subscriptions"`
		SocketMode bool `json:"socket_mode_enabled"`
	} `json:"settings"`
}

// eventScopes are the scopes an event needs; any one of them is enough.
var eventScopes = map[string][]string{
	"message.im":       {"im:history"},
	"message.channels": {"channels:history"},
	"user_change":      {"users:read"},
	"team_join":        {"users:read"},
	"app_mention":      {"app_mentions:read"},
	"app_home_opened":  nil,
}

func (m *manifest) check() error {
	var errs []error
	tooLong := func(what, s string, most int) {
		if utf8.RuneCountInString(s) > most {
			errs = append(errs, fmt.Errorf("%s is longer than %d characters", what, most))
		}
	}
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }

	if m.Display.Name == "" {
		bad("display_information.name is missing")
	}
	tooLong("display_information.name", m.Display.Name, 35)
	tooLong("display_information.description", m.Display.Description, 140)
	if n := utf8.RuneCountInString(m.Display.LongDescription); n > 0 && n < 175 {
		bad("display_information.long_description is shorter than 175 characters")
	}
	tooLong("display_information.long_description", m.Display.LongDescription, 4000)
	if m.Features.BotUser == nil {
		bad("features.bot_user is missing: without it there is no bot token")
	} else {
		tooLong("features.bot_user.display_name", m.Features.BotUser.DisplayName, 80)
	}
	if !m.Settings.SocketMode {
		bad("settings.socket_mode_enabled must be true")
	}
	scope := func(s string) bool { return slices.Contains(m.OAuth.Scopes.Bot, s) }
	for _, e := range m.Settings.Events.BotEvents {
		needs, known := eventScopes[e]
		if !known {
			continue // see unsimulated.md
		}
		if len(needs) > 0 && !slices.ContainsFunc(needs, scope) {
			bad("event %s needs the scope %s", e, strings.Join(needs, " or "))
		}
	}
	if (len(m.Features.Commands) > 0 || len(m.Features.Shortcuts) > 0) && !scope("commands") {
		bad("commands and shortcuts need the scope commands")
	}
	if len(m.Features.Commands) > 50 {
		bad("more than 50 slash commands")
	}
	for _, c := range m.Features.Commands {
		if !strings.HasPrefix(c.Command, "/") || strings.ContainsAny(c.Command, " \t\n") || c.Command != strings.ToLower(c.Command) {
			bad("command %q must start with a slash, be lower case and hold no spaces", c.Command)
		}
		if c.Description == "" {
			bad("command %s has no description", c.Command)
		}
		tooLong("command "+c.Command, c.Command, 32)
		tooLong("description of "+c.Command, c.Description, 2000)
		tooLong("usage_hint of "+c.Command, c.UsageHint, 1000)
	}
	if len(m.Features.Shortcuts) > 10 {
		bad("more than 10 shortcuts")
	}
	for _, s := range m.Features.Shortcuts {
		if s.Type != "global" && s.Type != "message" {
			bad("shortcut %q: type must be global or message", s.Name)
		}
		if s.CallbackID == "" || s.Name == "" || s.Description == "" {
			bad("shortcut %q needs a name, a callback_id and a description", s.Name)
		}
		tooLong("name of shortcut "+s.Name, s.Name, 24)
		tooLong("callback_id of shortcut "+s.Name, s.CallbackID, 255)
		tooLong("description of shortcut "+s.Name, s.Description, 150)
	}
	return errors.Join(errs...)
}
