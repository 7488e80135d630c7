package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"oneonone/bot"
	"oneonone/bot/sandbox"
	"oneonone/bot/views"
)

// Slack takes every screen and message the bot can send, the longest too. A bad
// view in an ack would give no error at all, so this is where it is found.
func TestSlackTakesEverySample(t *testing.T) {
	w := mustWorkspace(t, nil)
	sam := w.AddPerson(sandbox.Profile{Name: "sam", RealName: "Sam Okoro"})
	samples := views.Samples()

	api := bot.NewClient(w.AppToken(), w.BotToken(), w.APIURL())
	client := socketmode.New(api)
	ctx, cancel := context.WithTimeout(t.Context(), 3*within)
	defer cancel()
	ended := make(chan struct{})
	go func() { defer close(ended); client.RunContext(ctx) }()
	results := make(chan error)
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case evt := <-client.Events:
				cmd, ok := evt.Data.(slack.SlashCommand)
				if !ok {
					continue
				}
				client.AckCtx(ctx, evt.Request.EnvelopeID, nil)
				n, _ := strconv.Atoi(cmd.Text)
				_, err := api.OpenViewContext(ctx, cmd.TriggerID, samples[n].Payload.(slack.ModalViewRequest))
				results <- err
			}
		}
	}()
	defer func() { cancel(); <-ended }()
	if err := w.AwaitConnection(ctx); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i, s := range samples {
		if seen[s.Surface+s.Name] {
			t.Errorf("%s: two samples of that name", s.Name)
		}
		seen[s.Surface+s.Name] = true
		var err error
		switch s.Surface {
		case "modal":
			if err = sam.Type(ctx, "", fmt.Sprintf("/1on1 %d", i)); err == nil {
				err = <-results
			}
			sam.Reload()
		case "home":
			_, err = api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: sam.ID(), View: s.Payload.(slack.HomeTabViewRequest)})
		case "message":
			err = post(ctx, api, sam.DM(), s)
		}
		if err != nil {
			t.Errorf("%s %s: %v", s.Surface, s.Name, err)
		}
	}
	for _, f := range w.Faults() {
		t.Errorf("%s: %s", f.Kind, f.Text)
	}
}

func post(ctx context.Context, api *slack.Client, channel string, s views.Sample) error {
	m := s.Payload.(views.Message)
	_, _, err := api.PostMessageContext(ctx, channel, slack.MsgOptionText(m.Text, false), slack.MsgOptionBlocks(m.Blocks...))
	return err
}

// The demo's page shows every sample, and knows its people.
func TestDemoShowsEverySample(t *testing.T) {
	w := mustWorkspace(t, nil)
	w.AddPerson(sandbox.Profile{Name: "ana", RealName: "Ana Torres"})
	if err := showGallery(w); err != nil {
		t.Fatal(err)
	}
	r, err := http.Get(w.URL() + "gallery?all=1")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	page := string(body)
	for _, s := range views.Samples() {
		if !strings.Contains(page, ">"+s.Name+"</a>") {
			t.Errorf("the gallery lacks %s", s.Name)
		}
	}
	for _, odd := range []string{"unknown block", "U0ANA", ">longest <"} {
		if strings.Contains(page, odd) {
			t.Errorf("the gallery says %q", odd)
		}
	}
}
