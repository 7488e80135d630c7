package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/time/rate"
)

// ClientTimeout bounds every call to Slack. The library has none of its own: a
// call that hangs would hang for ever.
const ClientTimeout = 10 * time.Second

// NewClient makes the client of the Web API. URL is Slack's when empty.
func NewClient(appToken, botToken, url string) *slack.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	// Two are kept by default, and every call beyond them would shake hands anew.
	transport.MaxIdleConnsPerHost = side
	o := []slack.Option{
		slack.OptionAppLevelToken(appToken),
		slack.OptionHTTPClient(&http.Client{Timeout: ClientTimeout, Transport: &calmTransport{
			next: &briefTransport{transport},
			open: rate.NewLimiter(rate.Every(time.Second), 3),
		}}),
	}
	if url != "" {
		if !strings.HasSuffix(url, "/") {
			url += "/" // the library joins by concatenation
		}
		o = append(o, slack.OptionAPIURL(url))
	}
	return slack.New(botToken, o...)
}

// calmTransport limits apps.connections.open. The library reconnects at once
// and without backoff when a server says hello and then goodbye; a thousand
// calls a second would have the app banned.
type calmTransport struct {
	next http.RoundTripper
	open *rate.Limiter
}

func (t *calmTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "/apps.connections.open") {
		if err := t.open.Wait(r.Context()); err != nil {
			return nil, err
		}
	}
	return t.next.RoundTrip(r)
}

// briefTransport leaves out of Slack's answers what they echo: the window, or the
// message, that was just sent. The library would take it apart block by block, which
// takes longer than all else about a window, and nobody looks at it.
type briefTransport struct{ next http.RoundTripper }

// echoing are the methods whose answers it shortens; what else of them is used is in
// echoless.
var echoing = []string{"views.open", "views.push", "views.update", "views.publish", "chat.postMessage", "chat.update"}

type echoless struct {
	OK      bool   `json:"ok"`
	Channel string `json:"channel,omitempty"`
	TS      string `json:"ts,omitempty"`
}

func (t *briefTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(r)
	if err != nil || resp.StatusCode != http.StatusOK || !slices.Contains(echoing, path.Base(r.URL.Path)) {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil { // the answer broke off: whoever reads on finds out
		resp.Body = io.NopCloser(broken{err})
		return resp, nil
	}
	var brief echoless
	if json.Unmarshal(body, &brief) == nil && brief.OK { // else it is an error, and needs all it says
		body, _ = json.Marshal(brief) // strings and a truth: it cannot fail
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	resp.ContentLength = int64(len(body))
	return resp, nil
}

// broken is a body that broke off.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

// rates holds a limiter for each DM: Slack takes one message a second in each,
// in short bursts.
type rates struct {
	limit rate.Limit
	mu    sync.Mutex
	each  map[string]*rate.Limiter
}

func newRates(l rate.Limit) *rates { return &rates{limit: l, each: map[string]*rate.Limiter{}} }

func (r *rates) wait(ctx context.Context, channel string) error {
	r.mu.Lock()
	l := r.each[channel]
	if l == nil {
		l = rate.NewLimiter(r.limit, 3)
		r.each[channel] = l
	}
	r.mu.Unlock()
	return l.Wait(ctx)
}

// slackError is the name Slack gave an error, or "".
func slackError(err error) string {
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return e.Err
	}
	return ""
}
