package bot

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"oneonone/reminders"
)

// Of what Slack answers the echo is left out, and nothing that says how it went.
func TestEchoesAreLeftOut(t *testing.T) {
	var answer func(w http.ResponseWriter)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { answer(w) }))
	defer server.Close()
	says := func(text string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) { io.WriteString(w, text) }
	}
	api := NewClient("xapp-1", "xoxb-1", server.URL)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()

	answer = says(`{"ok":true,"view":{"id":"V1","type":"modal","blocks":[{"type":"section","text":{"type":"plain_text","text":"Hello"}}]}}`)
	shown, err := api.OpenViewContext(ctx, "1.2", slack.ModalViewRequest{})
	if err != nil || shown.ID != "" {
		t.Errorf("the window comes back: %+v, %v", shown, err)
	}
	answer = says(`{"message":{"text":"Hello","blocks":[]},"ts":"1.000002","channel":"D1","ok":true}`)
	channel, ts, err := api.PostMessageContext(ctx, "D1", slack.MsgOptionText("Hello", false))
	if err != nil || channel != "D1" || ts != "1.000002" {
		t.Errorf("posted to %q at %q, %v", channel, ts, err)
	}
	answer = says(`{"ok":false,"error":"invalid_arguments","response_metadata":{"messages":["[ERROR] must be a string"]}}`)
	_, err = api.OpenViewContext(ctx, "1.2", slack.ModalViewRequest{})
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); !ok || e.Err != "invalid_arguments" || len(e.ResponseMetadata.Messages) != 1 {
		t.Errorf("a refusal says %v", err)
	}
	answer = func(w http.ResponseWriter) {
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(http.StatusTooManyRequests)
	}
	_, _, err = api.PostMessageContext(ctx, "D1", slack.MsgOptionText("Hello", false))
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); !ok || limited.RetryAfter != 7*time.Second {
		t.Errorf("too many: %v", err)
	}
	// What breaks off may have been done.
	for _, text := range []string{"", `{"ok":true,`, "not JSON"} {
		answer = func(w http.ResponseWriter) {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, text)
		}
		_, _, err = api.PostMessageContext(ctx, "D1", slack.MsgOptionText("Hello", false))
		if err = outcome(err, false); err == nil || errors.Is(err, reminders.ErrNotSent) || errors.Is(err, reminders.ErrUndeliverable) {
			t.Errorf("after %q: %v, want an outcome that is unknown", text, err)
		}
	}
}
