package sandbox_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"oneonone/bot/sandbox"
)

// A forged payload arrives as it was made, with what was left out filled in, and
// its answer comes back without anything being done with it.
func TestForge(t *testing.T) {
	r := open(t, func(o *sandbox.Options) { o.AckTimeout = 200 * time.Millisecond })
	silent := false
	b := r.connect(func(e socketmode.Event) any {
		if silent {
			return errSilent
		}
		if _, ok := interaction(e, slack.InteractionTypeViewSubmission); ok {
			return slack.NewErrorsViewSubmissionResponse(map[string]string{"why": "no"})
		}
		return nil
	})
	answer, err := r.ana.Forge(r.ctx, map[string]any{
		"type": "view_submission", "view": map[string]any{"id": "V0", "type": "modal", "callback_id": "gone", "private_metadata": "\x00"},
	})
	r.must(err)
	var got struct{ Errors map[string]string }
	if json.Unmarshal(answer, &got) != nil || got.Errors["why"] != "no" {
		t.Errorf("the answer is %s", answer)
	}
	if c := b.last(t); c.User.ID != r.ana.ID() || c.View.CallbackID != "gone" || c.View.PrivateMetadata != "\x00" || c.TriggerID == "" {
		t.Errorf("it arrived as %s", pretty(c))
	}
	answer, err = r.ana.Forge(r.ctx, map[string]any{
		"type": "block_actions", "actions": []any{map[string]any{"type": "button", "block_id": "b", "action_id": "a", "value": "v"}},
	})
	r.must(err)
	if c := b.last(t); answer != nil || c.ResponseURL == "" || c.ActionCallback.BlockActions[0].Value != "v" {
		t.Errorf("it arrived as %s, answered %s", pretty(c), answer)
	}
	silent = true
	if _, err := r.ana.Forge(r.ctx, map[string]any{"type": "block_actions"}); err == nil || !strings.Contains(err.Error(), "in time") {
		t.Errorf("without an acknowledgement: %v", err)
	}
	r.wants("missing_ack")
}

// Two devices have a modal each; what is done on one leaves the other as it was.
func TestTwoDevices(t *testing.T) {
	r := open(t)
	r.connect(r.opens(modal("Form", field("why", "Why")), nil))
	r.must(r.ana.Type(r.ctx, "", "/echo"))
	r.must(r.ana.Fill(r.ctx, "Why", "on the phone"))
	r.ana.SwitchDevice()
	if r.ana.Modal() != nil {
		t.Fatal("the modal came along")
	}
	r.must(r.ana.Type(r.ctx, "", "/echo"))
	r.must(r.ana.Fill(r.ctx, "Why", "at the desk"))
	r.must(r.ana.Submit(r.ctx))
	if r.ana.Modal() != nil {
		t.Error("it stays open")
	}
	r.ana.SwitchDevice()
	if !strings.Contains(r.ana.ScreenText(), "on the phone") {
		t.Errorf("on the phone stands\n%s", r.ana.ScreenText())
	}
	r.must(r.ana.Submit(r.ctx))
}
