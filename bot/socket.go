package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"oneonone"
)

const (
	// handleWithin bounds a handler, waiting for the database included, so
	// that "not saved, try again" arrives inside Slack's three seconds.
	handleWithin = 2 * time.Second
	// showWithin bounds what comes after the ack: a trigger lives 3 seconds.
	showWithin = 3 * time.Second
	// redrawWithin bounds how long a submission's acknowledgement, which has 3
	// seconds, waits for a redraw of its window.
	redrawWithin = 800 * time.Millisecond
	// openWithin bounds the opening of a window, and lineWithin a line to one
	// person, so that the other way to reach them can be tried before the
	// trigger is dead.
	openWithin = 2400 * time.Millisecond
	lineWithin = 2400 * time.Millisecond
	// drainWithin bounds the end: what was taken is finished and acked.
	drainWithin = 4 * time.Second
	// lastAcks is what the library gets to write the acks that stand in its
	// queue. It does not tell when they are out.
	lastAcks = 150 * time.Millisecond
)

// responseClient posts to response URLs, which the Web API's client does not.
var responseClient = &http.Client{Timeout: showWithin}

// Run connects and serves until ctx is done; then it finishes and acks what it
// took. It returns an error, a sentence for whoever runs the bot, when Slack
// will not have it.
func (b *Bot) Run(ctx context.Context) error {
	// The connection outlives ctx, so that the last acks get out.
	conn, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	defer b.counts.connected.Store(false)
	ended := make(chan error, 1)
	go func() { ended <- b.socket.RunContext(conn) }()

	var stop error
	for stop == nil {
		select {
		case <-ctx.Done():
			stop = ctx.Err()
		case err := <-ended:
			return cmp.Or(refusal(err), err)
		case evt := <-b.socket.Events:
			if err := b.take(evt); err != nil {
				hangUp()
				b.drainEvents(ended)
				return err
			}
		}
	}
	if err := b.finish(conn); err != nil {
		b.log.Warn("stopped with work unfinished", "err", err)
	}
	hangUp()
	b.drainEvents(ended)
	return nil
}

// finish serves what Slack had handed over when the end was asked for, and
// whatever arrives until all of it is answered and the acks are out.
func (b *Bot) finish(conn context.Context) error {
	ctx, cancel := context.WithTimeout(conn, drainWithin)
	defer cancel()
	answered := false
	for quiet := time.NewTimer(lastAcks); ; quiet.Reset(lastAcks) {
		select {
		case evt := <-b.socket.Events:
			answered = false
			if err := b.take(evt); err != nil {
				return err
			}
		case <-quiet.C:
			if answered {
				return nil
			}
			if err := b.Settle(ctx); err != nil {
				return err
			}
			answered = true
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// drainEvents reads on until the connection has ended: the library blocks on an
// event that nobody reads.
func (b *Bot) drainEvents(ended <-chan error) {
	for {
		select {
		case <-ended:
			return
		case <-b.socket.Events:
		}
	}
}

// Settle returns when nothing that was taken is still being worked on, and
// every Home is drawn.
func (b *Bot) Settle(ctx context.Context) error {
	for _, l := range []*lanes{&b.acks, &b.lanes, &b.screens, &b.homes.work} {
		if err := l.wait(ctx); err != nil {
			return err
		}
	}
	return nil
}

// take looks at one event and puts what a person did into their lane. Its error
// ends the bot.
func (b *Bot) take(evt socketmode.Event) error {
	switch evt.Type {
	case socketmode.EventTypeConnected:
		b.counts.connected.Store(true)
		b.log.Info("connected to Slack")
	case socketmode.EventTypeConnecting:
		b.counts.connected.Store(false)
	case socketmode.EventTypeConnectionError:
		if e, ok := evt.Data.(*slack.ConnectionErrorEvent); ok {
			if err := refusal(e.ErrorObj); err != nil {
				return err
			}
			b.log.Warn("cannot connect, will try again", "err", e.ErrorObj, "wait", e.Backoff.String())
		}
	case socketmode.EventTypeInvalidAuth:
		return refusal(errors.New("invalid_auth"))
	case socketmode.EventTypeErrorWriteFailed:
		// The library does not try again: a lost ack is a failure on
		// somebody's screen.
		if e, ok := evt.Data.(*socketmode.ErrorWriteFailed); ok && e.Response != nil {
			go b.ack(e.Response.EnvelopeID, e.Response.Payload)
		}
	case socketmode.EventTypeErrorBadMessage:
		// Something Slack added since. Ack it, or it comes again.
		if e, ok := evt.Data.(*socketmode.ErrorBadMessage); ok {
			var head struct {
				EnvelopeID string `json:"envelope_id"`
			}
			if json.Unmarshal(e.Message, &head) == nil && head.EnvelopeID != "" {
				go b.ack(head.EnvelopeID, nil)
			}
			b.log.Warn("a message of an unknown kind", "err", e.Cause)
		}
	case socketmode.EventTypeSlashCommand:
		if cmd, ok := evt.Data.(slack.SlashCommand); ok {
			b.enqueue(evt, cmd.UserID, b.router.showsCommand(cmd), func(ctx context.Context, ack func(any)) bool {
				b.hearCommand(ctx, cmd, ack)
				return true
			})
		}
	case socketmode.EventTypeInteractive:
		if in, ok := evt.Data.(slack.InteractionCallback); ok {
			b.enqueue(evt, in.User.ID, b.router.showsInteraction(in), func(ctx context.Context, ack func(any)) bool {
				b.hearInteraction(ctx, in, ack)
				return true
			})
		}
	case socketmode.EventTypeEventsAPI:
		if e, ok := evt.Data.(slackevents.EventsAPIEvent); ok {
			b.enqueue(evt, eventUser(e), false, func(ctx context.Context, _ func(any)) bool { return b.hearEvent(ctx, e) })
		}
	}
	return nil
}

// enqueue gives an envelope its deadline, its one ack and its place in line.
// What only shows something is acked before it is looked at, and however long the
// line; what writes when hear says so. Hear answers false to leave an event
// unacknowledged: Slack then tells it again.
func (b *Bot) enqueue(evt socketmode.Event, person string, shows bool, hear func(ctx context.Context, ack func(any)) bool) {
	if evt.Request == nil {
		return
	}
	id, taken := evt.Request.EnvelopeID, time.Now()
	var once sync.Once
	ack := func(payload any) {
		once.Do(func() {
			b.ack(id, payload)
			b.counts.acked(evt.Type, taken)
		})
	}
	waits := b.lanes.add(person, func() {
		began := taken
		if shows {
			ack(nil)
			// The library writes it in a goroutine of its own, which goes first: on a
			// small machine the work would take the processor from it.
			runtime.Gosched()
			began = time.Now()
		}
		ctx, cancel := context.WithDeadline(context.Background(), began.Add(handleWithin))
		defer cancel()
		defer b.survive("outside a handler")
		if hear(ctx, ack) {
			ack(nil)
		}
	})
	if shows && waits {
		// Behind the work: whoever hears the ack and then waits for the bot to
		// settle waits for what was acked, too.
		b.acks.add(id, func() { ack(nil) })
	}
}

// survive, deferred, keeps one person's accident from ending the bot for all.
// Only the kind of panic is logged: its value may hold somebody's words.
func (b *Bot) survive(where string) {
	if p := recover(); p != nil {
		b.log.Error("panic "+where, "panic", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
	}
}

// ack answers an envelope. With no connection the library's queue fills and
// would block for ever.
func (b *Bot) ack(envelope string, payload any) {
	ctx, cancel := context.WithTimeout(context.Background(), showWithin)
	defer cancel()
	if err := b.socket.AckCtx(ctx, envelope, payload); err != nil {
		b.log.Error("ack", "err", err)
	}
}

// eventUser is whose lane an event belongs in.
func eventUser(e slackevents.EventsAPIEvent) string {
	switch in := e.InnerEvent.Data.(type) {
	case *slackevents.AppHomeOpenedEvent:
		return in.User
	case *slackevents.MessageEvent:
		return in.User
	}
	return ""
}

// refusal makes a sentence of an error that no waiting will mend; nil for any
// other. The library retries most of them for ever, in silence.
func refusal(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return nil
	}
	name := slackError(err)
	if name == "" {
		name = err.Error()
	}
	switch name {
	case "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive":
		return &Misconfigured{Say: "Slack does not accept the app-level token (" + name + "). Make a new one under Basic Information, App-Level Tokens, with the scope connections:write, and set SLACK_APP_TOKEN to it."}
	case "not_allowed_token_type":
		return &Misconfigured{Say: "SLACK_APP_TOKEN is not an app-level token. It begins with xapp-; you find it under Basic Information, App-Level Tokens."}
	case "missing_scope":
		return &Misconfigured{Say: "The app-level token lacks the scope connections:write. Make a new one with it under Basic Information, App-Level Tokens, and set SLACK_APP_TOKEN to it."}
	case "link_disabled", "socket_mode_disabled", "method_not_supported_for_channel_type":
		return &Misconfigured{Say: "Socket Mode is switched off for this app (" + name + "). Switch it on in the app's settings, under Socket Mode."}
	}
	return nil
}

// Misconfigured says what to fix, and where, before the bot can run.
type Misconfigured struct{ Say string }

func (e *Misconfigured) Error() string { return e.Say }

// logFailure writes down what was nobody's doing but ours. A rule's answer to a
// person is no failure.
func (b *Bot) logFailure(what string, err error) {
	switch k := oneonone.KindOf(err); {
	case k == oneonone.Busy:
		b.log.Error(what, "err", err)
	case k != "":
		b.log.Debug(what, "err", err)
	default:
		if _, form := errors.AsType[fieldErrors](err); !form {
			b.log.Error(what, "err", err)
		}
	}
}
