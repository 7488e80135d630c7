package sandbox

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"time"
)

// hookUses is how often a response_url serves.
const hookUses = 5

// hook is what a response_url stands for: a place, a person, and the message a
// button was on.
type hook struct {
	channel, user string
	message       *message // nil after a command
	at            time.Time
	uses          int
}

// newHook makes a response_url.
func (w *Workspace) newHook(ch *channel, user string, m *message) string {
	key := random(12)
	w.hooks.put(key, &hook{channel: ch.id, user: user, message: m, at: time.Now()}, func(h *hook) bool { return time.Since(h.at) > 2*w.opts.ResponseURLLife })
	return w.URL() + "hooks/" + w.team + "/" + key
}

// serveHook answers a response_url: five uses in half an hour, no token.
func (w *Workspace) serveHook(rw http.ResponseWriter, r *http.Request) {
	began := time.Now()
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, 1<<20))
	if err != nil || r.Method != http.MethodPost {
		http.Error(rw, "invalid_request", http.StatusBadRequest)
		return
	}
	w.mu.Lock()
	k, broken := w.takeKnob("response_url")
	w.mu.Unlock()
	c := &call{method: "response_url", args: map[string]any{}}
	if broken && (k.slack != "" || k.how != LoseAnswer) {
		w.answerBroken(rw, r, c, k, began)
		return
	}
	w.mu.Lock()
	status, failed := w.useHook(c, r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:], body)
	entry := Call{At: began, Method: c.method, OK: failed == nil, Took: time.Since(began)}
	if failed != nil {
		entry.Err = failed.code
		w.fault(failed.code, "response_url: %s", strings.Join(append([]string{failed.code}, failed.messages...), "; "))
	}
	w.called(entry)
	w.mu.Unlock()
	switch {
	case broken:
		cut(rw)
	case failed != nil:
		rw.Header().Set("Content-Type", "application/json; charset=utf-8")
		rw.WriteHeader(status)
		_, _ = rw.Write(mustJSON(object{"ok": false, "error": failed.code}))
	default:
		_, _ = io.WriteString(rw, "ok")
	}
}

// useHook does what a response_url was asked.
func (w *Workspace) useHook(c *call, key string, body []byte) (int, *apiError) {
	h := w.hooks.at(key)
	switch {
	case h == nil:
		return http.StatusNotFound, &apiError{code: "no_such_hook"}
	case time.Since(h.at) > w.opts.ResponseURLLife:
		return http.StatusNotFound, &apiError{code: "expired_url"}
	case h.uses >= hookUses:
		return http.StatusNotFound, &apiError{code: "used_url"}
	}
	v, err := decode(bytes.TrimSpace(body))
	if err != nil || asNode(v) == nil {
		return http.StatusBadRequest, &apiError{code: "invalid_payload"}
	}
	c.args = asNode(v)
	h.uses++
	ch := w.channels[h.channel]
	if c.flag("delete_original") {
		if h.message != nil {
			w.remove(ch, h.message)
		}
		return 0, nil
	}
	m, failed := w.readContent(c)
	if failed == nil && m.text == "" && m.blocks == nil {
		failed = &apiError{code: "no_text"}
	}
	if failed != nil {
		return http.StatusBadRequest, failed
	}
	w.complain(c.method, m)
	switch {
	case c.flag("replace_original") && h.message != nil:
		w.rewrite(ch, h.message, m)
	case c.str("response_type") == "in_channel":
		w.post(ch, m)
	default:
		w.whisper(ch, h.user, m)
	}
	return 0, nil
}
