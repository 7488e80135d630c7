package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Failure is a way for a Web API method to fail.
type Failure int

const (
	// RateLimited answers 429 with Retry-After: 1.
	RateLimited Failure = iota
	// ServerError answers 500.
	ServerError
	// Hang never answers: the call ends when the client goes away or the
	// workspace closes.
	Hang
	// LoseAnswer does what was asked, then cuts the connection.
	LoseAnswer
)

// knob is one failure that waits for its call.
type knob struct {
	how   Failure
	slack string // of FailWith
}

// Fail makes the next n calls of a method fail. The uses of response_urls count
// as the method "response_url".
func (w *Workspace) Fail(method string, how Failure, n int) {
	w.turn(method, knob{how: how}, n)
}

// FailWith makes the next n calls of a method answer {"ok":false} with one of
// Slack's errors.
func (w *Workspace) FailWith(method, slackError string, n int) {
	w.turn(method, knob{slack: slackError}, n)
}

func (w *Workspace) turn(method string, k knob, n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for range n {
		w.knobs[method] = append(w.knobs[method], k)
	}
}

// takeKnob takes the failure that waits for a call of method.
func (w *Workspace) takeKnob(method string) (knob, bool) {
	waiting := w.knobs[method]
	if len(waiting) == 0 {
		return knob{}, false
	}
	w.knobs[method] = waiting[1:]
	return waiting[0], true
}

// RevokeTokens makes both tokens answer token_revoked from now on.
func (w *Workspace) RevokeTokens() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.revoked = true
}

// ShiftDates makes the Date header of every answer run ahead of real time by d,
// or behind: to the bot, this machine's clock is then off by as much.
func (w *Workspace) ShiftDates(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.dates = d
}

// Faults lists what the bot did wrong, oldest first.
func (w *Workspace) Faults() []Fault {
	w.mu.Lock()
	defer w.mu.Unlock()
	list := make([]Fault, len(w.faults))
	for i, f := range w.faults {
		list[i] = *f
	}
	return list
}

// ForgetFaults forgets the faults of the kinds given, or all: a test that asked
// for a fault forgets it, and ends by checking that there is no other.
func (w *Workspace) ForgetFaults(kind ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults = slices.DeleteFunc(w.faults, func(f *Fault) bool {
		return len(kind) == 0 || slices.Contains(kind, f.Kind)
	})
}

// fault records something the bot did wrong.
func (w *Workspace) fault(kind, format string, args ...any) *Fault {
	f := &Fault{At: time.Now(), Kind: kind, Text: fmt.Sprintf(format, args...)}
	w.faults = append(w.faults, f)
	if len(w.faults) > remembered {
		w.faults = w.faults[1:]
	}
	w.opts.Logf("fault %s: %s", f.Kind, f.Text)
	w.bump()
	return f
}

// Calls lists the Web API calls, oldest first; old ones are forgotten.
func (w *Workspace) Calls() []Call {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.calls)
}

// called records a call.
func (w *Workspace) called(c Call) {
	w.calls = append(w.calls, c)
	if len(w.calls) > remembered {
		w.calls = w.calls[1:]
	}
	w.stir()
	w.opts.Logf("%s %s %s", c.Method, c.Channel, strings.TrimSpace(map[bool]string{true: "ok "}[c.OK]+c.Err))
}

// cut ends a connection without an answer.
func cut(rw http.ResponseWriter) {
	if h, ok := rw.(http.Hijacker); ok {
		if conn, _, err := h.Hijack(); err == nil {
			_ = conn.Close()
			return
		}
	}
	panic(http.ErrAbortHandler)
}
