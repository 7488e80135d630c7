package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
)

// This file holds what no screen offers: payloads that no client would send, and
// a second device.

// Forge sends the bot an interactive payload of the caller's making: a button of
// a card long gone, a value tampered with, a submission of a modal that nobody
// opened. What it leaves out is filled in: the person, the workspace, a trigger,
// and a response_url into their DM where the payload names no view. It returns
// what the acknowledgement carried, and does nothing with it; its error says
// that none came in time.
func (p *Person) Forge(ctx context.Context, payload map[string]any) (answer json.RawMessage, err error) {
	late := false
	err = p.do(ctx, func(u *user) ([]*envelope, error) {
		kind, _ := payload["type"].(string)
		whole := p.w.interaction(u, kind)
		view, inView := payload["view"].(map[string]any)
		whole["trigger_id"] = p.w.newTrigger(u.id, inView && view["type"] == "modal" && len(u.stack) > 0)
		if !inView {
			whole["response_url"] = p.w.newHook(p.w.dmOf(u), u.id, nil)
		}
		maps.Copy(whole, payload)
		e := &envelope{kind: "interactive", what: "forged " + kind, accepts: kind == "view_submission", payload: mustJSON(whole)}
		e.acked = func(carried json.RawMessage) { answer = carried }
		e.failed = func() { late = true }
		if !p.w.dispatch(e) {
			return nil, errors.New("sandbox: the bot is not connected")
		}
		return one(e), nil
	})
	if late {
		err = errors.Join(err, errors.New("sandbox: no acknowledgement came in time"))
	}
	return answer, err
}

// SwitchDevice has them take up their other device: what modals are open here
// stay open there, as they are, and the other way round. Messages and the Home
// tab are the same on both.
func (p *Person) SwitchDevice() {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	u := p.me()
	u.stack, u.elsewhere = u.elsewhere, u.stack
	p.w.bump()
}
