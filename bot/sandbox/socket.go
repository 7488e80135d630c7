package sandbox

import (
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/gorilla/websocket"
)

const (
	maxConnections = 10
	// pingEvery stays well under the 30 s after which clients give a
	// connection up.
	pingEvery = 10 * time.Second
	// silence is how long a client may leave pings unanswered.
	silence = 60 * time.Second
	// maxAck is the size at which an acknowledgement closes the socket.
	maxAck = 20480
	// warningLead is how long a connection lives on after a "warning".
	warningLead = 10 * time.Second
	// ticketLife is how long the URL of apps.connections.open serves.
	ticketLife = 30 * time.Second
)

// socketState is the Socket Mode side of the workspace.
type socketState struct {
	tickets map[string]time.Time
	conns   []*conn
	next    int // whose turn it is among the connections
	open    map[*envelope]bool
	byID    ledger[*envelope]
	queue   []*envelope // waits for a connection
	last    *envelope
	log     []*Envelope
	retries map[*time.Timer]bool

	halveNext  bool
	doubleNext int
}

func (s *socketState) init() {
	s.tickets = map[string]time.Time{}
	s.open = map[*envelope]bool{}
	s.retries = map[*time.Timer]bool{}
}

// conn is one websocket of the bot. Frames go through out, so that nobody
// holds mu while the network is slow.
type conn struct {
	ws      *websocket.Conn
	out     chan frame
	dead    chan struct{} // closed by gone
	leaving string        // reason of the disconnect it was sent
	timer   *time.Timer   // of a warning
}

type frame struct {
	data []byte
	// half writes half of the frame and cuts the connection.
	half bool
	// code closes the socket after the data, when not zero.
	code int
}

// openSocket is apps.connections.open.
func (w *Workspace) openSocket(*call) (object, *apiError) {
	ticket := random(16)
	for t, made := range w.socket.tickets {
		if time.Since(made) > ticketLife {
			delete(w.socket.tickets, t)
		}
	}
	w.socket.tickets[ticket] = time.Now()
	return object{"url": "ws://" + w.listener.Addr().String() + "/link?ticket=" + ticket + "&app_id=" + w.appID}, nil
}

// serveSocket takes a ticket once, upgrades, says hello and reads
// acknowledgements until the connection ends.
func (w *Workspace) serveSocket(rw http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	w.mu.Lock()
	made, ok := w.socket.tickets[ticket]
	delete(w.socket.tickets, ticket)
	w.mu.Unlock()
	if !ok || time.Since(made) > ticketLife {
		http.Error(rw, "invalid ticket", http.StatusUnauthorized)
		return
	}
	// Official clients send Slack's own origin, others none.
	upgrader := websocket.Upgrader{CheckOrigin: func(r *http.Request) bool {
		origin := r.Header.Get("Origin")
		return origin == "" || origin == "https://api.slack.com"
	}}
	ws, err := upgrader.Upgrade(rw, r, nil)
	if err != nil {
		return // Upgrade has answered
	}
	c := &conn{ws: ws, out: make(chan frame, 1024), dead: make(chan struct{})}
	if !w.join(c) {
		_ = ws.Close()
		return
	}
	w.running.Go(c.write)
	w.read(c)
}

// join takes a new connection in, or sends it away when there are too many.
func (w *Workspace) join(c *conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return false
	}
	s := &w.socket
	over := len(s.conns) >= maxConnections
	s.conns = append(s.conns, c)
	debug := object{"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060}
	c.send(frame{data: mustJSON(object{"type": "hello", "num_connections": len(s.conns),
		"connection_info": object{"app_id": w.appID}, "debug_info": debug})})
	w.opts.Logf("socket: hello, %d connection(s)", len(s.conns))
	if over {
		w.fault("too_many_websockets", "connection %d; an app may have %d", len(s.conns), maxConnections)
		w.dismiss(c, "too_many_websockets")
		return true
	}
	w.flush()
	w.stir()
	w.bump()
	return true
}

// read takes what the bot sends until the connection ends.
func (w *Workspace) read(c *conn) {
	alive := func(string) error { return c.ws.SetReadDeadline(time.Now().Add(silence)) }
	_ = alive("")
	c.ws.SetPongHandler(alive)
	c.ws.SetReadLimit(1 << 20)
	for {
		kind, data, err := c.ws.ReadMessage()
		came := time.Now() // whatever it then waits for is no delay of the bot's
		if err != nil {
			break
		}
		_ = alive("")
		if kind != websocket.TextMessage {
			continue
		}
		w.takeFrame(c, data, came)
	}
	w.mu.Lock()
	w.gone(c)
	w.mu.Unlock()
}

// write sends frames and pings until the connection ends.
func (c *conn) write() {
	pings := time.NewTicker(pingEvery)
	defer pings.Stop()
	defer c.ws.Close()
	for {
		select {
		case f := <-c.out:
			if !c.put(f) {
				return
			}
		case <-pings.C:
			if c.ws.WriteControl(websocket.PingMessage, []byte("sandbox"), time.Now().Add(5*time.Second)) != nil {
				return
			}
		case <-c.dead:
			return
		}
	}
}

// put writes one frame and says whether the connection goes on.
func (c *conn) put(f frame) bool {
	deadline := time.Now().Add(10 * time.Second)
	if f.half {
		_ = c.ws.UnderlyingConn().SetWriteDeadline(deadline)
		_, _ = c.ws.UnderlyingConn().Write(halfFrame(f.data))
		return false
	}
	_ = c.ws.SetWriteDeadline(deadline)
	if f.data != nil && c.ws.WriteMessage(websocket.TextMessage, f.data) != nil {
		return false
	}
	if f.code != 0 {
		_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(f.code, ""), deadline)
		select {
		case <-c.dead: // the client answered the close, or went
		case <-time.After(time.Second):
		}
		return false
	}
	return true
}

// halfFrame is the beginning of a websocket text frame (RFC 6455 §5.2) that
// promises all of data and holds half of it.
func halfFrame(data []byte) []byte {
	head := []byte{0x81}
	switch n := len(data); {
	case n < 126:
		head = append(head, byte(n))
	case n < 1<<16:
		head = binary.BigEndian.AppendUint16(append(head, 126), uint16(n))
	default:
		head = binary.BigEndian.AppendUint64(append(head, 127), uint64(n))
	}
	return append(head, data[:len(data)/2]...)
}

// send queues a frame; a client that does not read loses its connection.
func (c *conn) send(f frame) {
	select {
	case c.out <- f:
	default:
		_ = c.ws.Close()
	}
}

// dismiss sends a disconnect and closes as Slack would: after a warning in ten
// seconds, else at once.
func (w *Workspace) dismiss(c *conn, reason string) {
	c.leaving = reason
	f := frame{data: mustJSON(object{"type": "disconnect", "reason": reason, "debug_info": object{"host": "sandbox"}})}
	if reason != "warning" {
		f.code = websocket.CloseNormalClosure
		c.send(f)
		return
	}
	c.send(f)
	c.timer = time.AfterFunc(warningLead, func() { c.send(frame{code: websocket.CloseNormalClosure}) })
}

// gone forgets a connection. What it left unacknowledged is delivered again on
// the next one.
func (w *Workspace) gone(c *conn) {
	s := &w.socket
	i := slices.Index(s.conns, c)
	if i < 0 {
		return
	}
	s.conns = slices.Delete(s.conns, i, i+1)
	close(c.dead)
	_ = c.ws.Close()
	if c.timer != nil {
		c.timer.Stop()
	}
	if w.closed {
		return
	}
	w.opts.Logf("socket: gone, %d left", len(s.conns))
	var left []*envelope
	for e := range s.open {
		if e.conn == c && e.acks < e.sent {
			e.conn = nil
			e.lost++
			left = append(left, e)
		}
	}
	slices.SortFunc(left, func(a, b *envelope) int { return a.at.Compare(b.at) })
	s.queue = append(left, s.queue...)
	w.flush()
	w.stir()
	w.bump()
}

// pick chooses the connection for an envelope: exactly one, in turn; nil when
// the bot is not connected. A connection that was warned still serves.
func (w *Workspace) pick() *conn {
	s := &w.socket
	var warned *conn
	for range s.conns {
		s.next = (s.next + 1) % len(s.conns)
		switch c := s.conns[s.next]; c.leaving {
		case "":
			return c
		case "warning":
			warned = c
		}
	}
	return warned
}

// AwaitConnection waits until a bot is connected and was told hello.
func (w *Workspace) AwaitConnection(ctx context.Context) error {
	return w.await(ctx, "no bot connected", func() bool { return w.pick() != nil })
}

// AwaitQuiet waits until every envelope that was sent has been acknowledged or
// has timed out.
func (w *Workspace) AwaitQuiet(ctx context.Context) error {
	return w.await(ctx, "envelopes are unacknowledged", func() bool { return len(w.socket.open) == 0 })
}

// DropSocket cuts every connection now, without a close frame.
func (w *Workspace) DropSocket() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range slices.Clone(w.socket.conns) {
		_ = c.ws.UnderlyingConn().Close()
		w.gone(c)
	}
}

// DropMidEnvelope cuts the connection in the middle of the next envelope, which
// is then delivered whole on the next connection.
func (w *Workspace) DropMidEnvelope() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.socket.halveNext = true
}

// Redeliver sends the last envelope again, as it was.
func (w *Workspace) Redeliver() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if e := w.socket.last; e != nil {
		w.deliver(e)
	}
}

// RedeliverLate sends the last press of a button, or choice from a menu, that says some
// words again as it was, or the last submission of a window of that title: Slack may tell
// of it after what followed.
func (w *Workspace) RedeliverLate(words string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, sent := range slices.Backward(w.socket.log) {
		e := w.socket.byID.at(sent.ID)
		if e == nil {
			continue
		}
		type label struct{ Text string }
		var did struct {
			Actions []struct {
				Text           label
				SelectedOption struct{ Text label } `json:"selected_option"`
			}
			View struct{ Title label }
		}
		if e.what != "block_actions" && e.what != "view_submission" {
			continue
		}
		if err := json.Unmarshal(e.payload, &did); err != nil {
			return err
		}
		says := did.View.Title.Text
		if len(did.Actions) > 0 {
			says = cmp.Or(did.Actions[0].Text.Text, did.Actions[0].SelectedOption.Text.Text)
		}
		if says == words {
			w.deliver(e)
			return nil
		}
	}
	return fmt.Errorf("sandbox: nobody pressed or sent off %s", words)
}

// RedeliverNext delivers each of the next n envelopes twice.
func (w *Workspace) RedeliverNext(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.socket.doubleNext = n
}

// Disconnect sends every connection a disconnect with Slack's reason (warning,
// refresh_requested, link_disabled, too_many_websockets) and closes it.
func (w *Workspace) Disconnect(reason string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.socket.conns {
		w.dismiss(c, reason)
	}
}

// closeSockets ends every connection and timer for Close.
func (w *Workspace) closeSockets() {
	s := &w.socket
	for _, c := range slices.Clone(s.conns) {
		w.gone(c)
	}
	for e := range s.open {
		e.timer.Stop()
	}
	for t := range s.retries {
		t.Stop()
	}
}

// object is a JSON object to be sent.
type object = map[string]any

// mustJSON marshals what this package made itself.
func mustJSON(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}
