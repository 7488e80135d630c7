package bot

import (
	"cmp"
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"oneonone"
)

// people remembers what Slack says of members, so that a screen need not wait.
// Nothing of it is written down.
type people struct {
	api *slack.Client
	log *slog.Logger
	mu  sync.Mutex
	by  map[string]remembered
	// silent is until when Slack is not asked, since it did not answer.
	silent time.Time
}

type remembered struct {
	oneonone.Profile
	until time.Time // on the real clock
}

const (
	// rememberFor is long because Slack tells of every change.
	rememberFor = 24 * time.Hour
	// askFor bounds the one call that may stand before a write's ack; after
	// that, Slack is left alone for a while, so that a second does not follow.
	askFor    = time.Second
	silentFor = 2 * time.Second
)

func newPeople(api *slack.Client, log *slog.Logger) *people {
	return &people{api: api, log: log, by: map[string]remembered{}}
}

// profile is what Slack says of a member, at most a second late: a screen does
// not wait longer. Where Slack does not answer, it is the last it said; and
// where it never said anything, Known is false.
func (p *people) profile(ctx context.Context, slackID string) oneonone.Profile {
	p.mu.Lock()
	r, ok := p.by[slackID]
	silent := time.Now().Before(p.silent)
	p.mu.Unlock()
	if !ok {
		r.Profile = oneonone.Profile{SlackID: slackID, Zone: time.UTC, Locale: "en-US"}
	}
	if silent || ok && time.Now().Before(r.until) {
		return r.Profile
	}
	asking, cancel := context.WithTimeout(ctx, askFor)
	defer cancel()
	u, err := p.api.GetUserInfoContext(asking, slackID)
	if nobody[slackError(err)] {
		return p.left(slackID)
	}
	if err != nil {
		p.log.Warn("users.info", "err", err)
		if ctx.Err() == nil && asking.Err() != nil {
			p.mu.Lock()
			p.silent = time.Now().Add(silentFor)
			p.mu.Unlock()
		}
		return r.Profile
	}
	return p.remember(*u)
}

// known is what Slack says of a member, for a message: it waits as long as the
// client does, since no message goes out, and none is drawn anew, with a gap
// where a name belongs.
func (p *people) known(ctx context.Context, slackID string) (oneonone.Profile, error) {
	p.mu.Lock()
	r, ok := p.by[slackID]
	p.mu.Unlock()
	if ok && time.Now().Before(r.until) {
		return r.Profile, nil
	}
	u, err := p.api.GetUserInfoContext(ctx, slackID)
	if nobody[slackError(err)] {
		return p.left(slackID), nil
	}
	if err != nil {
		return oneonone.Profile{}, err
	}
	return p.remember(*u), nil
}

// nobody are Slack's names for a member it will not tell of, today or tomorrow:
// one of another workspace that shares no channel any more, or one who never
// was.
var nobody = map[string]bool{"user_not_found": true, "users_not_found": true, "user_not_visible": true}

// isGuest says whether somebody can be met here, and plans no talks: see
// [oneonone.CheckOrganizer].
func isGuest(p oneonone.Profile) bool { return oneonone.CheckOrganizer(p) != nil }

// left is a member Slack does not tell of any more: to the bot, one who left. It
// is the last that was known of them, and what speaks of them can be said.
func (p *people) left(slackID string) oneonone.Profile {
	p.mu.Lock()
	r, ok := p.by[slackID]
	p.mu.Unlock()
	if !ok {
		r.Profile = oneonone.Profile{SlackID: slackID, Name: "them", Locale: "en-US"}
	}
	r.Known, r.Deleted = true, true
	return r.Profile
}

// warmers is how many members are asked for at once, before a list is drawn.
const warmers = 8

// warm asks for many members side by side, so that a long list opens in time.
func (p *people) warm(ctx context.Context, slackIDs []string) {
	var wg sync.WaitGroup
	slots := make(chan struct{}, warmers)
	for _, id := range slackIDs {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			p.profile(ctx, id)
		})
	}
	wg.Wait()
}

// forget has Slack asked again: something about the member changed. It gives what was
// remembered of them, if anything was.
func (p *people) forget(slackID string) oneonone.Profile {
	p.mu.Lock()
	defer p.mu.Unlock()
	was := p.by[slackID]
	delete(p.by, slackID)
	return was.Profile
}

// remember keeps what Slack told.
func (p *people) remember(u slack.User) oneonone.Profile {
	var zone *time.Location // of an account that is switched off, Slack tells none
	if in, err := time.LoadLocation(u.TZ); err == nil && u.TZ != "" {
		zone = in
	}
	profile := oneonone.Profile{
		SlackID:  u.ID,
		Team:     u.TeamID,
		Name:     oneonone.NameAmong(u.RealName, u.Profile.RealName, u.Profile.DisplayName, u.Name),
		Zone:     zone,
		Locale:   cmp.Or(u.Locale, "en-US"),
		Known:    true,
		Bot:      u.IsBot || u.ID == "USLACKBOT",
		Deleted:  u.Deleted,
		Guest:    u.IsRestricted || u.IsUltraRestricted,
		Stranger: u.IsStranger,
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.by[u.ID] = remembered{profile, time.Now().Add(rememberFor)}
	return profile
}
