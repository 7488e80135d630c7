package main

import (
	"strings"
	"time"

	"oneonone/bot"
)

// runCmd is `oneonone run`: the bot on a real workspace.
type runCmd struct {
	config
}

// Run checks what it is told, then serves until it is asked to stop.
func (c *runCmd) Run(e *env) error {
	appToken, botToken := e.vars["SLACK_APP_TOKEN"], e.vars["SLACK_BOT_TOKEN"]
	if err := checkTokens(appToken, botToken); err != nil {
		return err
	}
	if err := bot.Preflight(e.ctx, appToken, botToken, c.APIURL); err != nil {
		return err
	}
	o := appOptions{
		appToken: appToken, botToken: botToken, apiURL: c.APIURL,
		dbPath: c.DB, keyFile: c.KeyFile, log: c.logger(e), lease: c.OutcomeWait,
	}
	if c.ClockOffset != 0 {
		o.now = func() time.Time { return time.Now().Add(c.ClockOffset) }
		o.ahead = c.ClockOffset
	}
	a, err := newApp(e.ctx, o)
	if err != nil {
		return err
	}
	stop, err := a.listen(e.ctx, c.Listen)
	if err != nil {
		a.db.Close()
		return err
	}
	defer stop()
	return a.run(e.ctx)
}

// checkTokens tells the two kinds of token apart before Slack is asked.
func checkTokens(app, bt string) error {
	const where = "\nYou find both in your app's settings in Slack; the README goes through it step by step."
	switch {
	case app == "" && bt == "":
		return &bot.Misconfigured{Say: "No tokens. Set SLACK_APP_TOKEN (it begins with xapp-) and SLACK_BOT_TOKEN (it begins with xoxb-), or write them into a file .env." + where}
	case app == "":
		return &bot.Misconfigured{Say: "SLACK_APP_TOKEN is not set. It is the app-level token and begins with xapp-." + where}
	case bt == "":
		return &bot.Misconfigured{Say: "SLACK_BOT_TOKEN is not set. It is the bot token and begins with xoxb-." + where}
	case strings.HasPrefix(app, "xoxb-") && strings.HasPrefix(bt, "xapp-"):
		return &bot.Misconfigured{Say: "The two tokens are swapped: SLACK_APP_TOKEN begins with xapp-, SLACK_BOT_TOKEN with xoxb-."}
	case !strings.HasPrefix(app, "xapp-"):
		return &bot.Misconfigured{Say: "SLACK_APP_TOKEN is another kind of token. The app-level token begins with xapp-; you find it under Basic Information, App-Level Tokens."}
	case !strings.HasPrefix(bt, "xoxb-"):
		return &bot.Misconfigured{Say: "SLACK_BOT_TOKEN is another kind of token. The bot token begins with xoxb-; you find it under OAuth & Permissions."}
	}
	return nil
}
