package sandbox

import (
	"context"
	"encoding/json"
	"slices"
	"time"
)

// redeliverWithin is how long a command or interaction waits for a new
// connection after its own broke.
const redeliverWithin = time.Minute

// envelope is one thing for the bot to acknowledge. It may be delivered more
// than once: after a broken socket, or by a knob.
type envelope struct {
	id, kind, what string
	accepts        bool // a payload in the acknowledgement
	payload        json.RawMessage
	attempt        int // of an event
	reason         string

	// acked and failed run once, with mu held: the one with the payload of
	// the acknowledgement, the other when none came in time. Either may be nil.
	acked  func(payload json.RawMessage)
	failed func()
	done   chan struct{} // closed after either
	over   bool          // done is closed

	conn             *conn // of the last delivery; nil when that broke
	at               time.Time
	sent, lost, acks int
	turn             int // tells the timer of this delivery from older ones
	timer            *time.Timer
	missing          *Fault
	log              *Envelope
}

// dispatch sends an envelope. An event waits for a connection; anything else
// fails at once when there is none, and false is returned.
func (w *Workspace) dispatch(e *envelope) bool {
	e.id = uuid()
	e.done = make(chan struct{})
	// What still waits for a connection, or for its acknowledgement, is looked for by its id.
	w.socket.byID.put(e.id, e, func(e *envelope) bool {
		return e.over && e.acks > 0 && !w.socket.open[e] && time.Since(e.at) > time.Minute
	})
	if w.deliver(e) {
		if w.socket.doubleNext > 0 {
			w.socket.doubleNext--
			w.deliver(e)
		}
		return true
	}
	if e.kind == "events_api" {
		w.socket.queue = append(w.socket.queue, e)
		e.finish()
		return true
	}
	w.socket.byID.forget(e.id)
	e.finish()
	return false
}

// deliver writes an envelope to one connection and starts its timer.
func (w *Workspace) deliver(e *envelope) bool {
	c := w.pick()
	if c == nil || w.closed {
		return false
	}
	s := &w.socket
	e.conn, e.at, s.last = c, time.Now(), e
	e.sent++
	e.log = &Envelope{At: e.at, ID: e.id, Type: e.kind, What: e.what, Attempt: e.attempt}
	s.log = append(s.log, e.log)
	if len(s.log) > remembered {
		s.log = s.log[1:]
	}
	body := object{"envelope_id": e.id, "type": e.kind, "accepts_response_payload": e.accepts, "payload": e.payload}
	if e.kind == "events_api" {
		body["retry_attempt"], body["retry_reason"] = e.attempt, e.reason
	}
	c.send(frame{data: mustJSON(body), half: s.halveNext})
	s.halveNext = false
	w.opts.Logf("envelope %s %s (%s)", e.id, e.what, e.kind)

	if e.timer != nil {
		e.timer.Stop()
	}
	e.turn++
	turn := e.turn
	s.open[e] = true
	e.timer = time.AfterFunc(w.opts.AckTimeout, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if !w.closed && e.turn == turn && s.open[e] {
			w.timeout(e)
		}
	})
	return true
}

// flush delivers what waited for a connection.
func (w *Workspace) flush() {
	if w.closed || w.pick() == nil {
		return
	}
	waiting := w.socket.queue
	w.socket.queue = nil
	for _, e := range waiting {
		if e.kind == "events_api" || time.Since(e.at) < redeliverWithin {
			w.deliver(e)
		}
	}
}

// timeout is the end of Slack's patience with a delivery.
func (w *Workspace) timeout(e *envelope) {
	delete(w.socket.open, e)
	defer w.stir()
	// Without its connection it waits in the queue: no fault of the bot's.
	if e.conn != nil {
		e.missing = w.fault("missing_ack", "%s (%s) was not acknowledged within %s", e.what, e.id, w.opts.AckTimeout)
		w.retry(e)
	}
	if e.over {
		return
	}
	if e.failed != nil {
		e.failed()
		w.bump()
	}
	e.finish()
}

// retry sends an event again after its wait, with the same event id.
func (w *Workspace) retry(e *envelope) {
	if e.kind != "events_api" || e.attempt >= len(w.opts.EventRetries) {
		return
	}
	again := &envelope{kind: e.kind, what: e.what, payload: e.payload, attempt: e.attempt + 1, reason: "timeout"}
	wait := w.opts.EventRetries[e.attempt]
	if wait == 0 {
		w.dispatch(again)
		return
	}
	var t *time.Timer
	t = time.AfterFunc(wait, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.socket.retries, t)
		if !w.closed {
			w.dispatch(again)
		}
	})
	w.socket.retries[t] = true
}

// takeFrame takes mu and reads an acknowledgement that came at an instant.
func (w *Workspace) takeFrame(c *conn, data []byte, came time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return
	}
	if len(data) >= maxAck {
		w.fault("ack_too_large", "an acknowledgement of %d bytes; %d close the socket", len(data), maxAck)
		c.leaving = "too_big"
		c.send(frame{code: 1009})
		return
	}
	var ack struct {
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload"`
	}
	if err := json.Unmarshal(data, &ack); err != nil || ack.ID == "" {
		w.fault("bad_frame", "not an acknowledgement: %.200s", data)
		return
	}
	e := w.socket.byID.at(ack.ID)
	if e == nil {
		w.fault("unknown_ack", "no envelope has the id %q", ack.ID)
		return
	}
	defer w.stir()
	e.acks++
	if e.acks > e.sent {
		w.fault("double_ack", "%s (%s) was delivered %d time(s) and acknowledged %d", e.what, e.id, e.sent, e.acks)
		return
	}
	after := came.Sub(e.at)
	if e.missing != nil && !w.socket.open[e] {
		w.late(e, after)
		return
	}
	e.log.Acked, e.log.AckedAfter = true, after
	if e.acks >= e.sent-e.lost {
		e.timer.Stop()
		delete(w.socket.open, e)
		w.socket.queue = slices.DeleteFunc(w.socket.queue, func(q *envelope) bool { return q == e })
	}
	if string(ack.Payload) == "null" {
		ack.Payload = nil
	}
	if len(ack.Payload) > 0 && !e.accepts {
		w.fault("unexpected_ack_payload", "%s accepts no payload in its acknowledgement: %.200s", e.what, ack.Payload)
	}
	if e.over {
		return
	}
	if e.acked != nil {
		e.acked(ack.Payload)
		w.bump()
	}
	e.finish()
}

// late turns the fault of a missing acknowledgement into one of a late one.
func (w *Workspace) late(e *envelope, after time.Duration) {
	if e.missing.Kind == "missing_ack" && slices.Contains(w.faults, e.missing) {
		e.missing.Kind = "late_ack"
		e.missing.Text = e.what + " (" + e.id + ") was acknowledged after " + after.Round(time.Millisecond).String()
		w.bump()
		return
	}
	w.fault("late_ack", "%s (%s) was acknowledged after %s", e.what, e.id, after.Round(time.Millisecond))
}

func (e *envelope) finish() {
	if !e.over {
		e.over = true
		close(e.done)
	}
}

// wait takes no lock and returns when the envelope was acknowledged or given
// up.
func (w *Workspace) wait(ctx context.Context, e *envelope) error {
	if e == nil {
		return nil
	}
	select {
	case <-e.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-w.ctx.Done():
		return errClosed
	}
}

// Envelopes lists the deliveries, oldest first; old ones are forgotten.
func (w *Workspace) Envelopes() []Envelope {
	w.mu.Lock()
	defer w.mu.Unlock()
	list := make([]Envelope, len(w.socket.log))
	for i, e := range w.socket.log {
		list[i] = *e
	}
	return list
}

// uuid is a random UUID in Slack's notation.
func uuid() string {
	r := random(16)
	return r[:8] + "-" + r[8:12] + "-4" + r[13:16] + "-8" + r[17:20] + "-" + r[20:]
}
