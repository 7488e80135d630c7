package sandbox_test

import (
	"context"
	"fmt"
	"sync"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"oneonone/bot/sandbox"
)

// A test of a bot: make a workspace, point the bot at it, act as a person, look
// at the screen, and end with no faults.
func Example() {
	w, err := sandbox.New(sandbox.Options{Manifest: []byte(manifest)})
	if err != nil {
		panic(err)
	}
	defer w.Close()
	ana := w.AddPerson(sandbox.Profile{Name: "ana", RealName: "Ana Torres"})

	// The bot under test: any Socket Mode client, with the workspace's tokens.
	ctx, cancel := context.WithCancel(context.Background())
	bot := socketmode.New(slack.New(w.BotToken(), slack.OptionAppLevelToken(w.AppToken()), slack.OptionAPIURL(w.APIURL())))
	var running sync.WaitGroup
	running.Go(func() { _ = bot.RunContext(ctx) })
	running.Go(func() {
		for {
			select {
			case e := <-bot.Events:
				if c, ok := e.Data.(slack.SlashCommand); ok {
					_ = bot.AckCtx(ctx, e.Request.EnvelopeID, map[string]string{"text": "You said *" + c.Text + "*"})
				}
			case <-ctx.Done():
				return
			}
		}
	})
	defer running.Wait()
	defer cancel()

	_ = w.AwaitConnection(ctx)
	_ = ana.Type(ctx, "", "/echo good morning")
	fmt.Print(ana.Messages("")[0].Screen(ana))
	fmt.Println(len(w.Faults()), "faults")
	// Output:
	// You said good morning
	// 0 faults
}
