package bot

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// preflightWithin bounds the checks before the start: a wrong configuration
// ends in a sentence, soon. It bounds each question of the doctor's too.
const preflightWithin = 4 * time.Second

// Preflight asks Slack whether the two tokens will do, before anything is
// opened. Its error is a Misconfigured sentence when they will not. Where Slack
// cannot be reached it passes: that mends itself, and the bot keeps trying.
func Preflight(ctx context.Context, appToken, botToken, address string) error {
	ctx, cancel := context.WithTimeout(ctx, preflightWithin)
	defer cancel()
	q := NewInquiry(appToken, botToken, address)
	for _, ask := range []func(context.Context) error{
		q.BotToken,
		func(context.Context) error { return q.Scopes() },
		q.AppToken,
	} {
		err := ask(ctx)
		if _, refused := errors.AsType[*Misconfigured](err); refused {
			return err
		}
	}
	return nil
}

// Inquiry asks Slack about two tokens and changes nothing there: a bot that runs
// with the same tokens does not notice. What a question returns is nil when all
// is well, Misconfigured when something must be mended first, and another error,
// a sentence too, when Slack gave no answer to it.
type Inquiry struct {
	api    *slack.Client
	client *http.Client
	spy    *scopeSpy
	base   string // of every address, with a slash at its end
}

// NewInquiry makes the questions. Address is Slack's when empty.
func NewInquiry(appToken, botToken, address string) *Inquiry {
	q := &Inquiry{spy: &scopeSpy{next: http.DefaultTransport}, base: slack.APIURL}
	if address != "" {
		q.base = strings.TrimSuffix(address, "/") + "/"
	}
	q.client = &http.Client{Timeout: preflightWithin, Transport: q.spy}
	q.api = slack.New(botToken, slack.OptionAppLevelToken(appToken), slack.OptionHTTPClient(q.client), slack.OptionAPIURL(q.base))
	return q
}

// Reached is how Slack answered when it was asked for nothing.
type Reached struct {
	Took time.Duration
	// Ahead is how far this machine's clock is ahead of Slack's, to a second or
	// so. Dated is false when the answer bears no date.
	Ahead time.Duration
	Dated bool
}

// Reach asks whether Slack answers at all, and shows it no token.
func (q *Inquiry) Reach(ctx context.Context) (Reached, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, q.base+"api.test", nil)
	if err != nil {
		return Reached{}, &Misconfigured{Say: "The address of Slack is none. Leave --api-url and SLACK_API_URL out."}
	}
	began := time.Now()
	resp, err := q.client.Do(r)
	if err != nil {
		return Reached{}, unanswered(err)
	}
	defer resp.Body.Close()
	answer := Reached{Took: time.Since(began)}
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		// The date has whole seconds, and was written while we waited.
		answer.Ahead = began.Add(answer.Took / 2).Sub(date.Add(500 * time.Millisecond))
		answer.Dated = true
	}
	var word struct{ OK *bool }
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<16))
	switch {
	case resp.StatusCode == http.StatusNotFound:
		return answer, nobodyThere
	case resp.StatusCode >= 500:
		return answer, unanswered(slack.StatusCodeError{Code: resp.StatusCode})
	case err != nil:
		return answer, unanswered(err)
	case json.Unmarshal(body, &word) != nil || word.OK == nil:
		return answer, &Unanswered{Say: "Something else answers in Slack's place (" + resp.Status + "): a proxy, perhaps, or a sign-in page of this network. Let this machine through to slack.com, then try again."}
	}
	return answer, nil
}

// BotToken asks whether Slack accepts the bot token.
func (q *Inquiry) BotToken(ctx context.Context) error {
	_, err := q.api.AuthTestContext(ctx)
	if answer, ok := errors.AsType[slack.StatusCodeError](err); ok && answer.Code == http.StatusNotFound {
		return nobodyThere
	}
	if refused := refusedBotToken(err); refused != nil {
		return refused
	}
	return unanswered(err)
}

// Scopes says whether the bot token has every scope, as Slack told with its
// answer to BotToken.
func (q *Inquiry) Scopes() error { return q.spy.missing() }

// AppToken asks whether Slack accepts the app-level token. An address for the
// socket is what it is for; this one is not used.
func (q *Inquiry) AppToken(ctx context.Context) error {
	_, _, err := q.api.StartSocketModeContext(ctx)
	if refused := refusal(err); refused != nil {
		return refused
	}
	return unanswered(err)
}

var nobodyThere = &Misconfigured{Say: "No Slack answers at that address (404 Not Found). Leave --api-url and SLACK_API_URL out."}

// Unanswered says why Slack gave no answer, and what to do.
type Unanswered struct{ Say string }

func (e *Unanswered) Error() string { return e.Say }

// unanswered makes a sentence of an error that is not Slack's word on a token.
func unanswered(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	const online = ". See that this machine is online and that no firewall or proxy stands in between, then try again."
	if errors.Is(err, context.DeadlineExceeded) {
		return &Unanswered{Say: fmt.Sprintf("Slack does not answer within %d seconds%s", preflightWithin/time.Second, online)}
	}
	if busy, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return &Unanswered{Say: fmt.Sprintf("Slack was asked too often. Try again in %v.", max(busy.RetryAfter, time.Second))}
	}
	name := slackError(err)
	if answer, ok := errors.AsType[slack.StatusCodeError](err); ok {
		name = fmt.Sprintf("%d %s", answer.Code, http.StatusText(answer.Code))
	}
	if name != "" {
		return &Unanswered{Say: "Slack says no more than “" + name + "”. Try again in some minutes; https://slack-status.com tells whether it has trouble of its own."}
	}
	if e, ok := errors.AsType[*net.DNSError](err); ok {
		return &Unanswered{Say: "No address is known for " + e.Name + ". See that this machine is online and that its name server answers, then try again."}
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return &Unanswered{Say: "Who answers cannot prove to be Slack: the certificate is not accepted. Look at this machine's clock, its root certificates, and whether a proxy stands in between."}
	}
	// The library's words around it name the address asked, which helps nobody.
	if e, ok := errors.AsType[*net.OpError](err); ok {
		err = e.Err
	} else if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	return &Unanswered{Say: "Slack cannot be reached (" + err.Error() + ")" + online}
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
// is not guessed at.
func (s *scopeSpy) missing() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.header == "" {
		return &Unanswered{Say: "Slack does not say which scopes the bot token has."}
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
	return &Misconfigured{Say: "The bot token lacks a scope:\n  " + strings.Join(lacking, ",\n  ") +
		".\nAdd it under OAuth & Permissions, or create the app anew from manifest.yml, and install it to the workspace again."}
}
