package sandbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
	"go.uber.org/goleak"

	"oneonone/bot/sandbox"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const manifest = `{
	"display_information": {"name": "Echo Bot"},
	"features": {
		"app_home": {"home_tab_enabled": true, "messages_tab_enabled": true, "messages_tab_read_only_enabled": false},
		"bot_user": {"display_name": "echo"},
		"slash_commands": [{"command": "/echo", "description": "says it again", "should_escape": true}],
		"shortcuts": [
			{"name": "Start here", "type": "global", "callback_id": "start", "description": "starts"},
			{"name": "Keep this", "type": "message", "callback_id": "keep", "description": "keeps"}
		]
	},
	"oauth_config": {"scopes": {"bot": ["commands", "chat:write", "im:write", "im:history", "im:read", "channels:read", "users:read"]}},
	"settings": {"event_subscriptions": {"bot_events": ["app_home_opened", "message.im", "user_change"]}, "socket_mode_enabled": true}
}`

// room is a workspace with Ana in Madrid and Ben in New York.
type room struct {
	*sandbox.Workspace
	t        *testing.T
	ctx      context.Context
	ana, ben *sandbox.Person
	api      *slack.Client
	quiet    *bot // answers nothing: see trigger
}

func open(t *testing.T, change ...func(*sandbox.Options)) *room {
	t.Helper()
	o := sandbox.Options{Manifest: []byte(manifest), Start: time.Date(2026, 6, 12, 9, 0, 0, 0, time.UTC)}
	for _, c := range change {
		c(&o)
	}
	w, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	r := &room{Workspace: w, t: t, ctx: ctx}
	transport := &http.Transport{}
	t.Cleanup(func() {
		cancel()
		if err := w.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
		transport.CloseIdleConnections()
		for _, f := range w.Faults() {
			t.Errorf("fault nobody asked for: %s: %s", f.Kind, f.Text)
		}
	})
	r.ana = w.AddPerson(sandbox.Profile{Name: "ana", RealName: "Ana Torres", Zone: "Europe/Madrid", Locale: "es-ES"})
	r.ben = w.AddPerson(sandbox.Profile{Name: "ben", RealName: "Ben Ito", Zone: "America/New_York"})
	r.api = slack.New(w.BotToken(), slack.OptionAPIURL(w.APIURL()), slack.OptionAppLevelToken(w.AppToken()),
		slack.OptionHTTPClient(&http.Client{Timeout: 10 * time.Second, Transport: transport}))
	return r
}

// must ends the test at an error.
func (r *room) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// wants ends the test unless faults of exactly these kinds were recorded, and
// forgets them.
func (r *room) wants(kinds ...string) {
	r.t.Helper()
	var got []string
	for _, f := range r.Faults() {
		got = append(got, f.Kind)
	}
	if len(got) != len(kinds) {
		r.t.Fatalf("faults %v, want %v: %+v", got, kinds, r.Faults())
	}
	for i := range kinds {
		if got[i] != kinds[i] {
			r.t.Fatalf("faults %v, want %v", got, kinds)
		}
	}
	r.ForgetFaults()
}

// bot is a client over the real websocket. It acknowledges everything with
// what answer returns; a nil answer acknowledges everything bare.
type bot struct {
	*socketmode.Client
	mu     sync.Mutex
	seen   []socketmode.Event
	answer func(socketmode.Event) any
	stop   func()
}

// errSilent is an answer that does not acknowledge.
var errSilent = errors.New("no acknowledgement")

// connect starts a bot and waits for its hello.
func (r *room) connect(answer func(socketmode.Event) any) *bot {
	r.t.Helper()
	b := &bot{Client: socketmode.New(r.api), answer: answer}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = b.RunContext(ctx) })
	running.Go(func() {
		for {
			select {
			case e := <-b.Events:
				b.take(ctx, e)
			case <-ctx.Done():
				return
			}
		}
	})
	b.stop = sync.OnceFunc(func() { cancel(); running.Wait() })
	r.t.Cleanup(b.stop)
	r.must(r.AwaitConnection(r.ctx))
	return b
}

func (b *bot) take(ctx context.Context, e socketmode.Event) {
	if e.Request == nil || e.Request.EnvelopeID == "" {
		return
	}
	b.mu.Lock()
	b.seen = append(b.seen, e)
	b.mu.Unlock()
	var payload any
	if b.answer != nil {
		payload = b.answer(e)
	}
	if payload == errSilent {
		return
	}
	_ = b.AckCtx(ctx, e.Request.EnvelopeID, payload)
}

// events are what it has got so far.
func (b *bot) events() []socketmode.Event {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]socketmode.Event(nil), b.seen...)
}

// last is the newest interaction.
func (b *bot) last(t *testing.T) slack.InteractionCallback {
	t.Helper()
	seen := b.events()
	for i := len(seen) - 1; i >= 0; i-- {
		if c, ok := seen[i].Data.(slack.InteractionCallback); ok {
			return c
		}
	}
	t.Fatal("no interaction came")
	return slack.InteractionCallback{}
}

// messages are the message events so far.
func (b *bot) messages() []*slackevents.MessageEvent {
	var list []*slackevents.MessageEvent
	for _, e := range b.events() {
		if api, ok := e.Data.(slackevents.EventsAPIEvent); ok {
			if m, ok := api.InnerEvent.Data.(*slackevents.MessageEvent); ok {
				list = append(list, m)
			}
		}
	}
	return list
}

func plain(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject("plain_text", s, true, false)
}
func marked(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject("mrkdwn", s, false, false)
}

// modal makes a view with a title and blocks.
func modal(title string, blocks ...slack.Block) slack.ModalViewRequest {
	return slack.ModalViewRequest{Type: slack.VTModal, Title: plain(title), Submit: plain("Save"), Close: plain("Cancel"),
		CallbackID: "form", Blocks: slack.Blocks{BlockSet: append([]slack.Block{}, blocks...)}}
}

// field is a text input.
func field(block, label string) *slack.InputBlock {
	return slack.NewInputBlock(block, plain(label), nil, slack.NewPlainTextInputBlockElement(nil, "text"))
}

// buttons is an actions block; every button's action id is its value.
func buttons(words ...string) *slack.ActionBlock {
	var list []slack.BlockElement
	for _, w := range words {
		list = append(list, slack.NewButtonBlockElement("do "+w, w, plain(w)))
	}
	return slack.NewActionBlock("buttons", list...)
}

// opens answers commands and shortcuts by opening a modal.
func (r *room) opens(view slack.ModalViewRequest, then func(socketmode.Event) any) func(socketmode.Event) any {
	return func(e socketmode.Event) any {
		trigger := ""
		switch d := e.Data.(type) {
		case slack.SlashCommand:
			trigger = d.TriggerID
		case slack.InteractionCallback:
			if d.Type == slack.InteractionTypeShortcut || d.Type == slack.InteractionTypeMessageAction {
				trigger = d.TriggerID
			}
		}
		if trigger != "" {
			if _, err := r.api.OpenViewContext(r.ctx, trigger, view); err != nil {
				r.t.Errorf("views.open: %v", err)
			}
			return nil
		}
		if then != nil {
			return then(e)
		}
		return nil
	}
}

// interaction is the interaction of an event.
func interaction(e socketmode.Event, kind slack.InteractionType) (slack.InteractionCallback, bool) {
	c, ok := e.Data.(slack.InteractionCallback)
	return c, ok && c.Type == kind
}

func pretty(v any) string {
	b, _ := json.MarshalIndent(v, "", "  ")
	return string(b)
}

// triggerOf is the trigger of a command or interaction.
func triggerOf(e socketmode.Event) string {
	switch d := e.Data.(type) {
	case slack.SlashCommand:
		return d.TriggerID
	case slack.InteractionCallback:
		return d.TriggerID
	}
	return ""
}
