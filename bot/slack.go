package bot

import (
	"context"
	"errors"
	"net/http"
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
			next: transport,
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
