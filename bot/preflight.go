package bot

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// preflightWithin bounds the checks before the start: a wrong configuration
// ends in a sentence, soon.
const preflightWithin = 4 * time.Second

// Preflight asks Slack whether the two tokens will do, before anything is
// opened. Its error is a Misconfigured sentence when they will not. Where Slack
// cannot be reached it passes: that mends itself, and the bot keeps trying.
func Preflight(ctx context.Context, appToken, botToken, url string) error {
	ctx, cancel := context.WithTimeout(ctx, preflightWithin)
	defer cancel()
	spy := &scopeSpy{next: http.DefaultTransport}
	o := []slack.Option{slack.OptionAppLevelToken(appToken), slack.OptionHTTPClient(&http.Client{Timeout: preflightWithin, Transport: spy})}
	if url != "" {
		o = append(o, slack.OptionAPIURL(strings.TrimSuffix(url, "/")+"/"))
	}
	api := slack.New(botToken, o...)
	if _, err := api.AuthTestContext(ctx); err != nil {
		if answer, ok := errors.AsType[slack.StatusCodeError](err); ok && answer.Code == http.StatusNotFound {
			return &Misconfigured{Say: "No Slack answers at that address (404 Not Found). Leave --api-url and SLACK_API_URL out."}
		}
		return refusedBotToken(err)
	}
	if err := spy.missing(); err != nil {
		return err
	}
	// An address for the socket is what the app-level token is for. This one
	// is not used.
	if _, _, err := api.StartSocketModeContext(ctx); err != nil {
		return refusal(err)
	}
	return nil
}

func refusedBotToken(err error) error {
	switch name := slackError(err); name {
	case "":
		return nil // not Slack's word: the network
	case "not_allowed_token_type":
		return &Misconfigured{Say: "SLACK_BOT_TOKEN is another kind of token. The bot token begins with xoxb-; you find it under OAuth & Permissions."}
	case "ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout":
		return nil
	default:
		return &Misconfigured{Say: "Slack does not accept the bot token (" + name + "). Install the app to the workspace again, under OAuth & Permissions, and set SLACK_BOT_TOKEN to the token shown there."}
	}
}

// scopeSpy reads which scopes Slack says the token has.
type scopeSpy struct {
	next   http.RoundTripper
	mu     sync.Mutex
	header string
}

func (s *scopeSpy) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := s.next.RoundTrip(r)
	if err == nil && strings.HasSuffix(r.URL.Path, "/auth.test") {
		s.mu.Lock()
		s.header = resp.Header.Get("X-OAuth-Scopes")
		s.mu.Unlock()
	}
	return resp, err
}

// missing says which scopes are not granted. A Slack that says nothing of them
// is believed.
func (s *scopeSpy) missing() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.header == "" {
		return nil
	}
	granted := strings.Split(strings.ReplaceAll(s.header, " ", ""), ",")
	var lacking []string
	for _, scope := range Scopes {
		if !slices.Contains(granted, scope.Name) {
			lacking = append(lacking, scope.Name+" ("+scope.Why+")")
		}
	}
	if lacking == nil {
		return nil
	}
	return &Misconfigured{Say: "The bot token lacks a scope:\n  " + strings.Join(lacking, "\n  ") +
		"\nAdd it under OAuth & Permissions, or create the app anew from manifest.yml, and install it to the workspace again."}
}
