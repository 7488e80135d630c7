package sandbox

import (
	"math/big"
	"slices"
	"strings"
)

// conversationsOpen is conversations.open for one person; see unsimulated.md
// for several.
func (w *Workspace) conversationsOpen(c *call) (object, *apiError) {
	if id := c.str("channel"); id != "" {
		ch := w.channels[id]
		if ch == nil || !ch.im() {
			return nil, &apiError{code: "channel_not_found"}
		}
		return object{"channel": w.channelJSON(ch), "no_op": true, "already_open": true}, nil
	}
	ids := strings.FieldsFunc(c.str("users"), func(r rune) bool { return r == ',' })
	switch {
	case len(ids) == 0:
		return nil, &apiError{code: "users_list_not_supplied"}
	case len(ids) > 1:
		return nil, &apiError{code: "not_simulated", messages: []string{"[ERROR] the sandbox opens DMs with one person"}}
	case !w.granted("im:write"):
		return nil, &apiError{code: "missing_scope", extra: object{"needed": "im:write", "provided": strings.Join(w.scopes, ",")}}
	}
	before := w.users[ids[0]] != nil && w.users[ids[0]].dm != ""
	ch, err := w.reach(ids[0])
	if err != nil {
		return nil, err
	}
	answer := object{"channel": object{"id": ch.id}}
	if c.flag("return_im") {
		answer["channel"] = w.channelJSON(ch)
	}
	if before {
		answer["no_op"], answer["already_open"] = true, true
	}
	return answer, nil
}

// reach is the DM with someone, or why there is none.
func (w *Workspace) reach(id string) (*channel, *apiError) {
	u := w.users[id]
	switch {
	case id == w.botUser || id == slackbot || u != nil && u.profile.Bot:
		return nil, &apiError{code: "cannot_dm_bot"}
	case u == nil:
		return nil, &apiError{code: "user_not_found"}
	case u.profile.Deleted:
		return nil, &apiError{code: "user_disabled"}
	case u.profile.Stranger && !w.shared(id):
		return nil, &apiError{code: "user_not_visible"}
	}
	return w.dmOf(u), nil
}

// shared says whether the bot shares a channel with someone of another
// workspace.
func (w *Workspace) shared(id string) bool {
	return slices.ContainsFunc(w.named, func(ch string) bool {
		m := w.channels[ch].members
		return slices.Contains(m, id) && slices.Contains(m, w.botUser)
	})
}

// named channel of a call, with the scope its kind needs.
func (w *Workspace) channelFor(c *call, scope string) (*channel, *apiError) {
	ch := w.channels[c.str("channel")]
	if ch == nil {
		return nil, &apiError{code: "channel_not_found"}
	}
	needed := "channels:" + scope
	if ch.im() {
		needed = "im:" + scope
	}
	if !w.granted(needed) {
		return nil, &apiError{code: "missing_scope", extra: object{"needed": needed, "provided": strings.Join(w.scopes, ",")}}
	}
	return ch, nil
}

func (w *Workspace) conversationsInfo(c *call) (object, *apiError) {
	ch, err := w.channelFor(c, "read")
	if err != nil {
		return nil, err
	}
	return object{"channel": w.channelJSON(ch)}, nil
}

func (w *Workspace) conversationsList(c *call) (object, *apiError) {
	var list []object
	for _, id := range w.named {
		list = append(list, w.channelJSON(w.channels[id]))
	}
	if strings.Contains(c.str("types"), "im") {
		for _, id := range w.order {
			if dm := w.users[id].dm; dm != "" {
				list = append(list, w.channelJSON(w.channels[dm]))
			}
		}
	}
	list, next, err := paginate(c, list, 100)
	if err != nil {
		return nil, err
	}
	return object{"channels": list, "response_metadata": object{"next_cursor": next}}, nil
}

func (w *Workspace) conversationsMembers(c *call) (object, *apiError) {
	ch, err := w.channelFor(c, "read")
	if err != nil {
		return nil, err
	}
	members, next, err := paginate(c, ch.members, 100)
	if err != nil {
		return nil, err
	}
	return object{"members": members, "response_metadata": object{"next_cursor": next}}, nil
}

// conversationsHistory is conversations.history: newest first.
func (w *Workspace) conversationsHistory(c *call) (object, *apiError) {
	ch, err := w.channelFor(c, "history")
	if err != nil {
		return nil, err
	}
	if !slices.Contains(ch.members, w.botUser) {
		return nil, &apiError{code: "not_in_channel"}
	}
	between, err := tsRange(c.str("oldest"), c.str("latest"), c.flag("inclusive"))
	if err != nil {
		return nil, err
	}
	var list []object
	for _, m := range slices.Backward(ch.messages) {
		if !m.Deleted && !m.Ephemeral && between(m.TS) {
			list = append(list, w.messageJSON(m, c.flag("include_all_metadata")))
		}
	}
	list, next, err := paginate(c, list, 100)
	if err != nil {
		return nil, err
	}
	if list == nil {
		list = []object{}
	}
	answer := object{"messages": list, "has_more": next != "", "pin_count": 0}
	if next != "" {
		answer["response_metadata"] = object{"next_cursor": next}
	}
	return answer, nil
}

// tsRange compares timestamps as numbers: "12.5" is "12.500000".
func tsRange(oldest, latest string, inclusive bool) (func(ts string) bool, *apiError) {
	number := func(s string) (*big.Rat, bool) { return new(big.Rat).SetString(s) }
	low, okLow := number(oldest)
	high, okHigh := number(latest)
	if !okLow && oldest != "" {
		return nil, &apiError{code: "invalid_ts_oldest"}
	}
	if !okHigh && latest != "" {
		return nil, &apiError{code: "invalid_ts_latest"}
	}
	return func(ts string) bool {
		at, _ := number(ts)
		if okLow {
			if d := at.Cmp(low); d < 0 || d == 0 && !inclusive {
				return false
			}
		}
		if okHigh {
			if d := at.Cmp(high); d > 0 || d == 0 && !inclusive {
				return false
			}
		}
		return true
	}, nil
}

// channelJSON is a conversation as Slack shows it to the bot.
func (w *Workspace) channelJSON(ch *channel) object {
	if ch.im() {
		return object{"id": ch.id, "created": 1700000000, "is_im": true, "is_org_shared": false, "is_archived": false,
			"user": ch.user, "is_user_deleted": w.users[ch.user].profile.Deleted, "is_open": true, "priority": 0}
	}
	return object{"id": ch.id, "created": 1700000000, "name": ch.name, "name_normalized": ch.name, "is_channel": true,
		"is_archived": ch.archived, "is_general": false, "is_private": false, "is_member": slices.Contains(ch.members, w.botUser),
		"num_members": len(ch.members), "topic": object{"value": ""}, "purpose": object{"value": ""}}
}
