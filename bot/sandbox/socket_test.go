package sandbox_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"oneonone/bot/sandbox"
)

// raw is a websocket by hand, for what slack-go would not do.
type raw struct {
	*websocket.Conn
	r *room
}

func (r *room) url() string {
	r.t.Helper()
	_, url, err := r.api.StartSocketModeContext(r.ctx)
	r.must(err)
	return url
}

func (r *room) dial() *raw {
	r.t.Helper()
	c, _, err := websocket.DefaultDialer.Dial(r.url(), http.Header{"Origin": {"https://api.slack.com"}})
	r.must(err)
	r.t.Cleanup(func() { _ = c.Close() })
	return &raw{c, r}
}

type envelope struct {
	Type     string `json:"type"`
	Reason   string `json:"reason"`
	Number   int    `json:"num_connections"`
	ID       string `json:"envelope_id"`
	Accepts  bool   `json:"accepts_response_payload"`
	Attempt  int    `json:"retry_attempt"`
	Why      string `json:"retry_reason"`
	Payload  json.RawMessage
	Received time.Time
}

func (c *raw) next() envelope {
	c.r.t.Helper()
	var e envelope
	_ = c.SetReadDeadline(time.Now().Add(5 * time.Second))
	c.r.must(c.ReadJSON(&e))
	return e
}

func (c *raw) ack(id, payload string) {
	c.r.t.Helper()
	body := fmt.Sprintf(`{"envelope_id":%q}`, id)
	if payload != "" {
		body = fmt.Sprintf(`{"envelope_id":%q,"payload":%s}`, id, payload)
	}
	c.r.must(c.WriteMessage(websocket.TextMessage, []byte(body)))
}

// quick makes Slack impatient.
func quick(o *sandbox.Options) {
	o.AckTimeout = 150 * time.Millisecond
	o.EventRetries = []time.Duration{0, 50 * time.Millisecond}
}

// in runs what a person does beside the test.
func (r *room) in(act func(ctx context.Context) error) chan error {
	done := make(chan error, 1)
	go func() { done <- act(r.ctx) }()
	return done
}

func TestTicketServesOnce(t *testing.T) {
	r := open(t)
	url := r.url()
	c, _, err := websocket.DefaultDialer.Dial(url, nil)
	r.must(err)
	defer c.Close()
	if _, resp, err := websocket.DefaultDialer.Dial(url, nil); err == nil || resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("the second dial: %v", err)
	}
}

func TestForeignOriginAndHost(t *testing.T) {
	r := open(t)
	if _, _, err := websocket.DefaultDialer.Dial(r.url(), http.Header{"Origin": {"https://evil.test"}}); err == nil {
		t.Error("a socket from a foreign origin")
	}
	req, err := http.NewRequest("POST", r.APIURL()+"auth.test", nil)
	r.must(err)
	req.Host = "evil.test"
	if got := r.send(req, r.BotToken()); got.status != http.StatusForbidden {
		t.Errorf("a foreign Host: %+v", got)
	}
}

func TestTenConnections(t *testing.T) {
	r := open(t)
	for i := range 10 {
		if e := r.dial().next(); e.Type != "hello" || e.Number != i+1 {
			t.Fatalf("connection %d: %+v", i+1, e)
		}
	}
	eleventh := r.dial()
	eleventh.next()
	if e := eleventh.next(); e.Type != "disconnect" || e.Reason != "too_many_websockets" {
		t.Errorf("the eleventh: %+v", e)
	}
	r.wants("too_many_websockets")
}

func TestEachEnvelopeGoesToOneConnection(t *testing.T) {
	r := open(t)
	a, b := r.dial(), r.dial()
	a.next()
	b.next()
	got := make(chan string, 10)
	for name, c := range map[string]*raw{"a": a, "b": b} {
		go func() {
			for {
				var e envelope
				if c.ReadJSON(&e) != nil {
					return
				}
				got <- name
				c.ack(e.ID, "")
			}
		}()
	}
	for range 4 {
		r.must(r.ana.Type(r.ctx, "", "/echo"))
	}
	if n := len(got); n != 4 {
		t.Errorf("%d deliveries of 4 commands", n)
	}
	if n := len(r.Envelopes()); n != 4 {
		t.Errorf("%d envelopes", n)
	}
}

func TestNobodyConnected(t *testing.T) {
	r := open(t)
	r.must(r.ana.Type(r.ctx, "", "/echo hello"))
	r.must(r.ana.Type(r.ctx, "", "/nope"))
	r.must(r.ana.Type(r.ctx, "", "good morning"))
	notices := r.ana.Notices()
	if len(notices) != 2 || notices[0] != `/echo failed with the error "dispatch_failed"` || !strings.Contains(notices[1], `"/nope" is not a valid command`) {
		t.Errorf("notices %q", notices)
	}
	// The event waits for a connection, the command does not.
	c := r.dial()
	c.next()
	e := c.next()
	if e.Type != "events_api" || !strings.Contains(string(e.Payload), "good morning") || e.Accepts {
		t.Errorf("%+v", e)
	}
	c.ack(e.ID, "")
	r.must(r.AwaitQuiet(r.ctx))
}

func TestMissingAck(t *testing.T) {
	r := open(t, quick)
	r.connect(func(socketmode.Event) any { return errSilent })
	r.must(r.ana.Type(r.ctx, "", "/echo"))
	if n := r.ana.Notices(); len(n) != 1 || n[0] != `/echo failed with the error "operation_timeout"` {
		t.Errorf("notices %q", n)
	}
	r.wants("missing_ack")
	if e := r.Envelopes(); len(e) != 1 || e[0].Acked || e[0].What != "/echo" {
		t.Errorf("envelopes %+v", e)
	}
}

func TestLateAck(t *testing.T) {
	r := open(t, quick)
	c := r.dial()
	c.next()
	done := r.in(func(ctx context.Context) error { return r.ana.Type(ctx, "", "/echo") })
	e := c.next()
	r.must(<-done) // Slack gave up
	c.ack(e.ID, `{"text":"too late"}`)
	r.must(r.ana.Await(r.ctx, "the fault", func() bool { f := r.Faults(); return len(f) == 1 && f[0].Kind == "late_ack" }))
	if m := r.ana.Messages(""); len(m) != 0 {
		t.Errorf("a late answer was shown: %+v", m)
	}
	r.wants("late_ack")
}

func TestDoubleUnknownAndBrokenAcks(t *testing.T) {
	r := open(t)
	c := r.dial()
	c.next()
	done := r.in(func(ctx context.Context) error { return r.ana.Type(ctx, "", "/echo") })
	e := c.next()
	c.ack(e.ID, "")
	r.must(<-done)
	c.ack(e.ID, "")
	c.ack("nonsense", "")
	r.must(c.WriteMessage(websocket.TextMessage, []byte("{")))
	r.must(r.ana.Await(r.ctx, "three faults", func() bool { return len(r.Faults()) == 3 }))
	r.wants("double_ack", "unknown_ack", "bad_frame")
}

func TestHugeAckClosesTheSocket(t *testing.T) {
	r := open(t, quick)
	c := r.dial()
	c.next()
	done := r.in(func(ctx context.Context) error { return r.ana.Type(ctx, "", "/echo") })
	e := c.next()
	c.ack(e.ID, `{"text":"`+strings.Repeat("x", 20480)+`"}`)
	if _, _, err := c.ReadMessage(); !websocket.IsCloseError(err, 1009) {
		t.Errorf("%v, want a close with 1009", err)
	}
	r.must(<-done)
	if f := r.Faults(); f[0].Kind != "ack_too_large" {
		t.Errorf("faults %+v", f)
	}
	r.ForgetFaults()
}

func TestAckPayloads(t *testing.T) {
	r := open(t)
	payload := `{"text":"only you see this"}`
	c := r.dial()
	c.next()
	command := func() {
		t.Helper()
		done := r.in(func(ctx context.Context) error { return r.ana.Type(ctx, "", "/echo") })
		c.ack(c.next().ID, payload)
		r.must(<-done)
	}
	command()
	if m := r.ana.Messages(""); len(m) != 1 || !m[0].Ephemeral || m[0].For != r.ana.ID() || m[0].Text != "only you see this" {
		t.Errorf("messages %+v", m)
	}
	r.ana.Reload()
	if m := r.ana.Messages(""); len(m) != 0 {
		t.Errorf("an ephemeral message survived the reload: %+v", m)
	}
	payload = `{"text":"x","blocks":[{"type":"poem"}]}`
	command()
	r.wants("invalid_ack")
	if n := r.ana.Notices(); len(n) != 1 {
		t.Errorf("notices %q", n)
	}

	done := r.in(r.ana.OpenHome)
	e := c.next()
	c.ack(e.ID, `{"text":"events take no answer"}`)
	r.must(<-done)
	r.wants("unexpected_ack_payload")
}

func TestEventRetries(t *testing.T) {
	r := open(t, quick)
	c := r.dial()
	c.next()
	r.must(r.ana.Type(r.ctx, "", "good morning"))
	var ids []string
	for attempt := range 3 {
		e := c.next()
		var p struct {
			EventID string `json:"event_id"`
		}
		r.must(json.Unmarshal(e.Payload, &p))
		ids = append(ids, p.EventID)
		if e.Attempt != attempt || attempt > 0 && e.Why != "timeout" {
			t.Errorf("attempt %d: %+v", attempt, e)
		}
		if attempt == 2 {
			c.ack(e.ID, "")
		}
	}
	if ids[0] == "" || ids[0] != ids[1] || ids[1] != ids[2] {
		t.Errorf("event ids %v", ids)
	}
	r.must(r.AwaitQuiet(r.ctx))
	r.wants("missing_ack", "missing_ack")
}

func TestRedeliveryAfterABrokenSocket(t *testing.T) {
	r := open(t)
	b := r.connect(nil)
	r.DropMidEnvelope()
	r.must(r.ana.Type(r.ctx, "", "/echo once"))
	if n := r.ana.Notices(); len(n) != 0 {
		t.Errorf("notices %q", n)
	}
	seen := b.events()
	if len(seen) != 1 || seen[0].Data.(slack.SlashCommand).Text != "once" {
		t.Errorf("events %+v", seen)
	}
	if e := r.Envelopes(); len(e) != 2 || e[0].ID != e[1].ID || !e[1].Acked {
		t.Errorf("envelopes %+v", e)
	}
	r.DropSocket()
	r.must(r.AwaitConnection(r.ctx))
	r.must(r.ana.Type(r.ctx, "", "/echo twice"))
	if n := len(b.events()); n != 2 {
		t.Errorf("%d events", n)
	}
}

func TestRedeliver(t *testing.T) {
	r := open(t)
	b := r.connect(nil)
	r.must(r.ana.Type(r.ctx, "", "/echo"))
	r.Redeliver()
	r.must(r.AwaitQuiet(r.ctx))
	r.RedeliverNext(1)
	r.must(r.ana.Type(r.ctx, "", "/echo"))
	r.must(r.AwaitQuiet(r.ctx))
	r.must(r.ana.Type(r.ctx, "", "/echo"))
	seen := b.events()
	if len(seen) != 5 || seen[0].Request.EnvelopeID != seen[1].Request.EnvelopeID || seen[2].Request.EnvelopeID != seen[3].Request.EnvelopeID {
		t.Errorf("%d events", len(seen))
	}
}

func TestDisconnect(t *testing.T) {
	for _, reason := range []string{"warning", "refresh_requested", "link_disabled", "too_many_websockets"} {
		t.Run(reason, func(t *testing.T) {
			r := open(t)
			c := r.dial()
			c.next()
			r.Disconnect(reason)
			if e := c.next(); e.Type != "disconnect" || e.Reason != reason {
				t.Errorf("%+v", e)
			}
			if reason != "warning" {
				if _, _, err := c.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseNormalClosure) {
					t.Errorf("after the disconnect: %v", err)
				}
			}
		})
	}
	// slack-go comes back by itself.
	r := open(t)
	b := r.connect(nil)
	r.Disconnect("refresh_requested")
	r.must(r.AwaitConnection(r.ctx))
	r.must(r.ana.Type(r.ctx, "", "/echo"))
	if len(b.events()) != 1 {
		t.Errorf("events %v", b.events())
	}
}

// Every delivery wants its acknowledgement, a second copy too; the person, who
// was served by the first, sees nothing of it.
func TestASecondCopyWantsItsAckToo(t *testing.T) {
	r := open(t, quick)
	c := r.dial()
	c.next()
	r.RedeliverNext(1)
	done := r.in(func(ctx context.Context) error { return r.ana.Type(ctx, "", "/echo") })
	first, second := c.next(), c.next()
	if first.ID != second.ID {
		t.Errorf("two envelopes: %s, %s", first.ID, second.ID)
	}
	c.ack(first.ID, "")
	r.must(<-done)
	r.must(r.AwaitQuiet(r.ctx))
	r.wants("missing_ack")
	if n := r.ana.Notices(); len(n) != 0 {
		t.Errorf("notices %q", n)
	}
}
