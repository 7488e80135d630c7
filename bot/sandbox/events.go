package sandbox

import (
	"slices"
)

// emit sends an event to the bot when it subscribed to its kind.
func (w *Workspace) emit(kind string, event object) *envelope {
	if !slices.Contains(w.app.BotEvents, kind) {
		return nil
	}
	if event["event_ts"] == nil {
		event["event_ts"] = w.newTS()
	}
	w.serial++
	e := &envelope{kind: "events_api", what: kind, payload: mustJSON(object{
		"token": "sandbox", "team_id": w.team, "api_app_id": w.appID, "type": "event_callback", "event": event,
		"event_id": "Ev0" + random(5), "event_time": w.clock.Now().Unix(), "is_ext_shared_channel": false, "event_context": "4-" + random(8),
		"authorizations": []object{{"enterprise_id": nil, "team_id": w.team, "user_id": w.botUser, "is_bot": true, "is_enterprise_install": false}},
	})}
	w.dispatch(e)
	return e
}

// emitMessage sends a message event of a channel the bot is in.
func (w *Workspace) emitMessage(ch *channel, event object) *envelope {
	kind, kindOfChannel := "message.channels", "channel"
	if ch.im() {
		kind, kindOfChannel = "message.im", "im"
	}
	if !slices.Contains(ch.members, w.botUser) {
		return nil
	}
	event["channel_type"] = kindOfChannel
	return w.emit(kind, event)
}

// messageEvent is the event of a new message.
func (w *Workspace) messageEvent(ch *channel, m *message) object {
	o := w.messageJSON(m, true)
	o["channel"], o["event_ts"] = ch.id, m.TS
	if m.BotID == "" {
		o["client_msg_id"] = uuid()
	}
	return o
}

// emitHome is app_home_opened, each time a person opens a tab of the app.
func (w *Workspace) emitHome(u *user) *envelope {
	o := object{"type": "app_home_opened", "user": u.id, "channel": w.dmOf(u).id, "tab": u.tab}
	if u.tab == "home" && u.home != nil {
		o["view"] = w.viewJSON(u.home)
	}
	return w.emit("app_home_opened", o)
}
