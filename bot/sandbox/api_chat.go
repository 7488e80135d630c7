package sandbox

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxText is the length at which Slack refuses a message.
const maxText = 40000

// content is what a message says, checked.
type content struct {
	text     string
	blocks   json.RawMessage // nil without
	given    bool            // blocks were given, be it an empty list
	metadata json.RawMessage
}

// readContent checks the text, blocks and metadata of a call to method. A
// message with blocks and no text is a fault: screen readers and phone
// notifications have nothing to say.
func (w *Workspace) readContent(c *call) (content, *apiError) {
	out := content{text: c.str("text")}
	if raw := c.raw("blocks"); len(raw) > 0 && string(raw) != "null" {
		list, problems := checkBlocks(raw)
		if problems != nil {
			return out, &apiError{code: "invalid_blocks", messages: problems}
		}
		out.given = true
		if len(list) > 0 {
			w.nameAll(list)
			out.blocks = mustJSON(list)
		}
	}
	if utf8.RuneCountInString(out.text) > maxText {
		return out, &apiError{code: "msg_too_long"}
	}
	if raw := c.raw("attachments"); len(raw) > 0 && string(raw) != "null" && string(raw) != "[]" {
		w.fault("not_simulated", "%s: attachments are not simulated; use blocks", c.method)
	}
	metadata, err := readMetadata(c.raw("metadata"))
	out.metadata = metadata
	return out, err
}

// complain records blocks without text.
func (w *Workspace) complain(method string, m content) {
	if m.blocks != nil && strings.TrimSpace(m.text) == "" {
		w.fault("no_text_with_blocks", "%s: a message with blocks still needs text, for notifications and screen readers", method)
	}
}

// readMetadata checks message metadata; "{}" removes it.
func readMetadata(raw json.RawMessage) (json.RawMessage, *apiError) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	var m struct {
		Type    string         `json:"event_type"`
		Payload map[string]any `json:"event_payload"`
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, &apiError{code: "invalid_metadata_format"}
	}
	if m.Type == "" && m.Payload == nil {
		return json.RawMessage("{}"), nil
	}
	if m.Type == "" || m.Payload == nil {
		return nil, &apiError{code: "invalid_metadata_format"}
	}
	return slices.Clone(raw), nil
}

// target is the channel a message goes to; a user id means the DM.
func (w *Workspace) target(c *call) (*channel, *apiError) {
	id := c.str("channel")
	if strings.HasPrefix(id, "U") || strings.HasPrefix(id, "W") {
		ch, err := w.reach(id)
		if err != nil && err.code == "user_not_found" {
			err = &apiError{code: "channel_not_found"}
		}
		if err != nil {
			return nil, err
		}
		return ch, w.postable(ch)
	}
	ch := w.channels[id]
	if ch == nil {
		for _, n := range w.named {
			if name := w.channels[n].name; "#"+name == id || name == id {
				ch = w.channels[n]
			}
		}
	}
	if ch == nil {
		return nil, &apiError{code: "channel_not_found"}
	}
	return ch, w.postable(ch)
}

// postable says why the bot may not post in a channel.
func (w *Workspace) postable(ch *channel) *apiError {
	switch {
	case ch.im() && !w.app.MessagesTab:
		return &apiError{code: "messages_tab_disabled"}
	case ch.im() && w.users[ch.user].profile.Deleted:
		return &apiError{code: "user_disabled"}
	case ch.archived:
		return &apiError{code: "is_archived"}
	case !slices.Contains(ch.members, w.botUser) && !w.granted("chat:write.public"):
		return &apiError{code: "not_in_channel"}
	}
	return nil
}

// postMessage is chat.postMessage.
func (w *Workspace) postMessage(c *call) (object, *apiError) {
	m, err := w.readContent(c)
	if err != nil {
		return nil, err
	}
	if m.text == "" && m.blocks == nil {
		return nil, &apiError{code: "no_text"}
	}
	ch, err := w.target(c)
	if err != nil {
		return nil, err
	}
	w.complain(c.method, m)
	posted := w.post(ch, m)
	return object{"channel": ch.id, "ts": posted.TS, "message": w.messageJSON(posted, true)}, nil
}

// post puts a message of the bot's into a channel and echoes it as an event.
func (w *Workspace) post(ch *channel, m content) *message {
	posted := w.add(ch, &message{Message: Message{User: w.botUser, BotID: w.botID, Text: m.text, Blocks: m.blocks, Metadata: kept(m.metadata)}})
	w.emitMessage(ch, w.messageEvent(ch, posted))
	return posted
}

// kept is metadata as it is stored: an empty object is none.
func kept(metadata json.RawMessage) json.RawMessage {
	if string(metadata) == "{}" {
		return nil
	}
	return metadata
}

// add stores a message.
func (w *Workspace) add(ch *channel, m *message) *message {
	m.Channel, m.TS, m.At = ch.id, w.newTS(), w.clock.Now()
	m.picked = map[string]map[string]map[string]Value{}
	ch.messages = append(ch.messages, m)
	w.bump()
	return m
}

// postEphemeral is chat.postEphemeral.
func (w *Workspace) postEphemeral(c *call) (object, *apiError) {
	m, err := w.readContent(c)
	if err != nil {
		return nil, err
	}
	if m.text == "" && m.blocks == nil {
		return nil, &apiError{code: "no_text"}
	}
	ch, err := w.target(c)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(ch.members, w.botUser) {
		return nil, &apiError{code: "not_in_channel"}
	}
	if !slices.Contains(ch.members, c.str("user")) {
		return nil, &apiError{code: "user_not_in_channel"}
	}
	w.complain(c.method, m)
	return object{"message_ts": w.whisper(ch, c.str("user"), m).TS}, nil
}

// whisper shows one person a message in a channel.
func (w *Workspace) whisper(ch *channel, user string, m content) *message {
	return w.add(ch, &message{Message: Message{User: w.botUser, BotID: w.botID, Text: m.text, Blocks: m.blocks, Ephemeral: true, For: user}})
}

// find is the message a call is about, by channel and ts.
func (w *Workspace) find(c *call, ts string) (*channel, *message, *apiError) {
	ch := w.channels[c.str("channel")]
	if ch == nil {
		return nil, nil, &apiError{code: "channel_not_found"}
	}
	if m := ch.message(ts); m != nil && !m.Ephemeral {
		return ch, m, nil
	}
	return nil, nil, &apiError{code: "message_not_found"}
}

// message finds a message that was not deleted.
func (c *channel) message(ts string) *message {
	for _, m := range slices.Backward(c.messages) {
		if m.TS == ts && !m.Deleted {
			return m
		}
	}
	return nil
}

// updateMessage is chat.update. Blocks and metadata that are not given stay as
// they were; an empty list or object removes them.
func (w *Workspace) updateMessage(c *call) (object, *apiError) {
	m, err := w.readContent(c)
	if err != nil {
		return nil, err
	}
	if m.text == "" && !m.given {
		return nil, &apiError{code: "no_text"}
	}
	ch, old, err := w.find(c, c.str("ts"))
	if err != nil {
		return nil, err
	}
	if old.BotID != w.botID {
		return nil, &apiError{code: "cant_update_message"}
	}
	w.complain(c.method, m)
	if !m.given {
		m.blocks = old.Blocks
	}
	if m.metadata == nil {
		m.metadata = old.Metadata
	}
	w.rewrite(ch, old, m)
	return object{"channel": ch.id, "ts": old.TS, "text": old.Text, "message": w.messageJSON(old, true)}, nil
}

// rewrite changes a message of the bot's and echoes the change.
func (w *Workspace) rewrite(ch *channel, m *message, to content) {
	before := w.messageJSON(m, false)
	m.Text, m.Blocks, m.Metadata, m.Edited = to.text, to.blocks, kept(to.metadata), true
	m.edited = w.newTS()
	w.bump()
	if m.Ephemeral {
		return
	}
	event := object{"type": "message", "subtype": "message_changed", "hidden": true, "channel": ch.id, "ts": m.edited, "event_ts": m.edited,
		"message": w.messageJSON(m, false), "previous_message": before}
	w.emitMessage(ch, event)
}

// deleteMessage is chat.delete.
func (w *Workspace) deleteMessage(c *call) (object, *apiError) {
	ch, m, err := w.find(c, c.str("ts"))
	if err != nil {
		return nil, err
	}
	if m.BotID != w.botID {
		return nil, &apiError{code: "cant_delete_message"}
	}
	w.remove(ch, m)
	return object{"channel": ch.id, "ts": m.TS}, nil
}

// remove deletes a message and echoes it.
func (w *Workspace) remove(ch *channel, m *message) {
	before := w.messageJSON(m, false)
	m.Deleted = true
	w.bump()
	if m.Ephemeral {
		return
	}
	now := w.newTS()
	w.emitMessage(ch, object{"type": "message", "subtype": "message_deleted", "hidden": true, "channel": ch.id, "ts": now, "event_ts": now,
		"deleted_ts": m.TS, "previous_message": before})
}

// permalink is chat.getPermalink.
func (w *Workspace) permalink(c *call) (object, *apiError) {
	ch, m, err := w.find(c, c.str("message_ts"))
	if err != nil {
		return nil, err
	}
	return object{"channel": ch.id, "permalink": "https://" + w.domain() + ".slack.com/archives/" + ch.id + "/p" + strings.ReplaceAll(m.TS, ".", "")}, nil
}

// messageJSON is a message as Slack shows it to the bot.
func (w *Workspace) messageJSON(m *message, metadata bool) object {
	o := object{"type": "message", "user": m.User, "text": m.Text, "ts": m.TS, "team": w.team}
	if m.BotID != "" {
		o["bot_id"], o["app_id"] = m.BotID, w.appID
	}
	if m.Blocks != nil {
		o["blocks"] = m.Blocks
	}
	if metadata && m.Metadata != nil {
		o["metadata"] = m.Metadata
	}
	if m.Edited {
		o["edited"] = object{"user": m.User, "ts": m.edited}
	}
	return o
}
