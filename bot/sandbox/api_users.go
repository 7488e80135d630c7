package sandbox

// slackbot is in every workspace, and its is_bot is false.
const slackbot = "USLACKBOT"

// usersInfo is users.info.
func (w *Workspace) usersInfo(c *call) (object, *apiError) {
	id, locale := c.str("user"), c.flag("include_locale")
	switch u := w.users[id]; {
	case u != nil:
		return object{"user": w.userJSON(u, locale)}, nil
	case id == w.botUser:
		return object{"user": w.botJSON(locale)}, nil
	case id == slackbot:
		return object{"user": w.slackbotJSON(locale)}, nil
	}
	return nil, &apiError{code: "user_not_found"}
}

// usersList is users.list.
func (w *Workspace) usersList(c *call) (object, *apiError) {
	locale := c.flag("include_locale")
	members := []object{w.slackbotJSON(locale), w.botJSON(locale)}
	for _, id := range w.order {
		// People of other workspaces are not in the directory.
		if u := w.users[id]; !u.profile.Stranger {
			members = append(members, w.userJSON(u, locale))
		}
	}
	members, next, err := paginate(c, members, 1000)
	if err != nil {
		return nil, err
	}
	return object{"members": members, "cache_ts": w.clock.Now().Unix(), "response_metadata": object{"next_cursor": next}}, nil
}

// userJSON is a person as Slack shows them to the bot.
func (w *Workspace) userJSON(u *user, locale bool) object {
	p := u.profile
	team := w.team
	if p.Stranger {
		team = "T0STRANGER"
	}
	name, offset := w.clock.Now().In(u.zone).Zone()
	o := object{
		"id": u.id, "team_id": team, "name": p.Name, "deleted": p.Deleted, "color": "9f69e7", "real_name": p.RealName,
		"is_bot": p.Bot, "updated": w.clock.Now().Unix(),
		"profile": object{"real_name": p.RealName, "real_name_normalized": p.RealName, "display_name": p.Name, "display_name_normalized": p.Name, "team": team},
	}
	if p.Stranger {
		o["is_stranger"] = true
	}
	if p.Deleted {
		return o // Slack keeps no zone and no flags of people who left
	}
	o["tz"], o["tz_label"], o["tz_offset"] = p.Zone, name, offset
	o["is_admin"], o["is_owner"], o["is_primary_owner"] = p.Admin || p.Owner, p.Owner, false
	o["is_restricted"], o["is_ultra_restricted"], o["is_app_user"] = p.Guest, false, false
	if locale {
		o["locale"] = p.Locale
	}
	return o
}

func (w *Workspace) botJSON(locale bool) object {
	bot := &user{id: w.botUser}
	bot.set(Profile{Name: w.botHandle(), RealName: w.app.Name, Bot: true})
	o := w.userJSON(bot, locale)
	o["profile"].(object)["bot_id"], o["profile"].(object)["api_app_id"] = w.botID, w.appID
	return o
}

func (w *Workspace) slackbotJSON(locale bool) object {
	bot := &user{id: slackbot}
	bot.set(Profile{Name: "slackbot", RealName: "Slackbot"})
	return w.userJSON(bot, locale)
}
