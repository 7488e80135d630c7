package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// What Slack itself says to a person when the bot fails them.
const (
	noticeTrouble = "We had some trouble connecting. Try again?"
	noticeButton  = "Something went wrong. Please try again."
)

// notice shows a person Slack's own words.
func (w *Workspace) notice(u *user, format string, args ...any) {
	u.notices = append(u.notices, fmt.Sprintf(format, args...))
	w.bump()
}

// interaction is what every interactive payload carries.
func (w *Workspace) interaction(u *user, kind string) object {
	return object{
		"type": kind, "token": "sandbox", "api_app_id": w.appID, "enterprise": nil, "is_enterprise_install": false,
		"team": object{"id": w.team, "domain": w.domain()},
		"user": object{"id": u.id, "username": u.profile.Name, "name": u.profile.Name, "team_id": w.team},
	}
}

// channelName is what payloads call a channel.
func (ch *channel) ref() object { return object{"id": ch.id, "name": ch.name} }

// sendCommand sends a slash command.
func (w *Workspace) sendCommand(u *user, ch *channel, command, text string) *envelope {
	name := ch.name
	payload := object{
		"token": "sandbox", "team_id": w.team, "team_domain": w.domain(), "channel_id": ch.id, "channel_name": name,
		"user_id": u.id, "user_name": u.profile.Name, "command": command, "text": w.commandText(text), "api_app_id": w.appID,
		"is_enterprise_install": "false", "response_url": w.newHook(ch, u.id, nil), "trigger_id": w.newTrigger(u.id, false),
	}
	e := &envelope{kind: "slash_commands", what: command, accepts: true, payload: mustJSON(payload)}
	e.acked = func(answer json.RawMessage) { w.commandAnswer(u, ch, e, answer) }
	e.failed = func() { w.notice(u, "%s failed with the error %q", command, "operation_timeout") }
	if !w.dispatch(e) {
		w.notice(u, "%s failed with the error %q", command, "dispatch_failed")
	}
	return e
}

// commandAnswer shows what a command's acknowledgement carried.
func (w *Workspace) commandAnswer(u *user, ch *channel, e *envelope, answer json.RawMessage) {
	if len(answer) == 0 || string(answer) == "{}" {
		return
	}
	c := &call{method: "acknowledgement of " + e.what, args: map[string]any{}}
	v, err := decode(answer)
	if err == nil {
		c.args = asNode(v)
	}
	m, failed := w.readContent(c)
	if failed == nil && m.text == "" && m.blocks == nil {
		failed = &apiError{code: "no_text"}
	}
	if failed != nil {
		w.fault("invalid_ack", "%s: %s %s", c.method, failed.code, strings.Join(failed.messages, "; "))
		w.notice(u, "%s failed with the error %q", e.what, "invalid_command_response")
		return
	}
	w.complain(c.method, m)
	if c.str("response_type") == "in_channel" {
		w.post(ch, m)
		return
	}
	w.whisper(ch, u.id, m)
}

// sendShortcut sends a global or message shortcut; m is nil for a global one.
func (w *Workspace) sendShortcut(u *user, s Shortcut, ch *channel, m *message) *envelope {
	payload := w.interaction(u, "shortcut")
	if m != nil {
		payload["type"] = "message_action"
		payload["channel"], payload["message"], payload["message_ts"] = ch.ref(), w.messageJSON(m, false), m.TS
		payload["response_url"] = w.newHook(ch, u.id, nil)
	}
	payload["callback_id"], payload["action_ts"] = s.CallbackID, w.newTS()
	payload["trigger_id"] = w.newTrigger(u.id, false)
	e := &envelope{kind: "interactive", what: payload["type"].(string), payload: mustJSON(payload)}
	e.failed = func() { w.notice(u, "%s", noticeTrouble) }
	if !w.dispatch(e) {
		e.failed()
	}
	return e
}

// sendAction sends block_actions of an element in a view or a message.
func (w *Workspace) sendAction(u *user, s slot, v Value, in *view, ch *channel, m *message) *envelope {
	payload := w.interaction(u, "block_actions")
	payload["trigger_id"] = w.newTrigger(u.id, in != nil && in.kind == "modal")
	failure := noticeTrouble
	if in != nil {
		payload["container"] = object{"type": "view", "view_id": in.id}
		payload["view"] = w.viewJSON(in)
		in.waiting++
	} else {
		failure = noticeButton
		payload["container"] = object{"type": "message", "message_ts": m.TS, "channel_id": ch.id, "is_ephemeral": m.Ephemeral}
		payload["channel"] = ch.ref()
		payload["response_url"] = w.newHook(ch, u.id, m)
		payload["state"] = wireState(startValues(m.blockList(), m.picked[u.id]))
		if !m.Ephemeral { // of ephemeral messages Slack sends no copy
			payload["message"] = w.messageJSON(m, false)
		}
	}
	payload["actions"] = []object{w.action(s, v)}
	e := &envelope{kind: "interactive", what: "block_actions", payload: mustJSON(payload)}
	settle := func() {
		if in != nil {
			in.waiting--
		}
	}
	e.acked = func(json.RawMessage) { settle() }
	e.failed = func() { settle(); w.notice(u, "%s", failure) }
	if !w.dispatch(e) {
		e.failed()
	}
	w.bump()
	return e
}

// action is one entry of actions[].
func (w *Workspace) action(s slot, v Value) object {
	o := v.wire()
	o["action_id"], o["block_id"], o["type"], o["action_ts"] = s.actionID, s.blockID, s.kind(), w.newTS()
	if s.kind() == "button" {
		o["text"] = s.element.child("text")
		if value := s.element.str("value"); value != "" {
			o["value"] = value
		}
		if style := s.element.str("style"); style != "" {
			o["style"] = style
		}
	}
	if p := s.element.child("placeholder"); p != nil {
		o["placeholder"] = p
	}
	return o
}

// blockList is the blocks of a message, decoded.
func (m *message) blockList() []any {
	if m.Blocks == nil {
		return nil
	}
	v, _ := decode(m.Blocks)
	list, _ := v.([]any)
	return list
}

// sendSubmission sends view_submission and does what its answer says.
func (w *Workspace) sendSubmission(u *user, v *view) *envelope {
	payload := w.interaction(u, "view_submission")
	payload["view"], payload["trigger_id"], payload["response_urls"] = w.viewJSON(v), w.newTrigger(u.id, true), []any{}
	v.errors = nil
	v.waiting++
	e := &envelope{kind: "interactive", what: "view_submission", accepts: true, payload: mustJSON(payload)}
	e.acked = func(answer json.RawMessage) {
		v.waiting--
		if problem := w.submissionAnswer(u, v, answer); problem != "" {
			w.fault("invalid_ack", "view_submission of %q: %s", v.callback(), problem)
			w.notice(u, "%s", noticeTrouble)
		}
	}
	e.failed = func() { v.waiting--; w.notice(u, "%s", noticeTrouble) }
	if !w.dispatch(e) {
		e.failed()
	}
	w.bump()
	return e
}

// submissionAnswer does what the acknowledgement of a submission says and
// returns what is wrong with it.
func (w *Workspace) submissionAnswer(u *user, v *view, raw json.RawMessage) string {
	if len(raw) == 0 || string(raw) == "{}" {
		w.drop(u, v)
		return ""
	}
	var answer struct {
		Action string            `json:"response_action"`
		View   json.RawMessage   `json:"view"`
		Errors map[string]string `json:"errors"`
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return err.Error()
	}
	switch answer.Action {
	case "clear":
		w.clear(u)
	case "errors":
		return w.showErrors(v, answer.Errors)
	case "update", "push":
		return w.answerWithView(u, v, answer.Action, answer.View)
	default:
		return fmt.Sprintf("response_action %q is none of errors, update, push, clear", answer.Action)
	}
	return ""
}

// showErrors puts errors under their fields.
func (w *Workspace) showErrors(v *view, errors map[string]string) string {
	if len(errors) == 0 {
		return "response_action errors without errors"
	}
	for id := range errors {
		isInput := slices.ContainsFunc(slots(v.blocks()), func(s slot) bool { return s.input && s.blockID == id })
		if !isInput {
			return fmt.Sprintf("errors: no input block has the block_id %q", id)
		}
		if errors[id] == "" {
			return fmt.Sprintf("errors: the text for %q is empty", id)
		}
	}
	v.errors = errors
	w.bump()
	return ""
}

// answerWithView updates a view or pushes one on it.
func (w *Workspace) answerWithView(u *user, v *view, action string, raw json.RawMessage) string {
	doc, err := w.readView(raw, "modal")
	if err == nil && w.views[v.id] == nil {
		return "" // closed in the meantime
	}
	if err == nil && action == "push" {
		_, err = w.push(u, doc)
	} else if err == nil {
		if w.taken(doc.str("external_id"), v.id) {
			return "duplicate_external_id"
		}
		w.fillView(v, doc)
	}
	if err != nil {
		return strings.Join(append([]string{action + ": " + err.code}, err.messages...), "; ")
	}
	return ""
}

// sendClosed sends view_closed for the views that asked for it.
func (w *Workspace) sendClosed(u *user, gone []*view, cleared bool) []*envelope {
	var sent []*envelope
	for _, v := range slices.Backward(gone) {
		if !v.doc.flag("notify_on_close") {
			continue
		}
		payload := w.interaction(u, "view_closed")
		payload["view"], payload["is_cleared"] = w.viewJSON(v), cleared
		e := &envelope{kind: "interactive", what: "view_closed", payload: mustJSON(payload)}
		w.dispatch(e)
		sent = append(sent, e)
	}
	return sent
}
