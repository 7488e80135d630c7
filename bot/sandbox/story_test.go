package sandbox_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// A command opens a modal; a wrong submission puts an error under its field; a
// right one closes the modal and a message with a button follows.
func TestCommandModalSubmissionMessage(t *testing.T) {
	r := open(t)
	when := slack.NewInputBlock("when", plain("When"), plain("your zone"), slack.NewDateTimePickerBlockElement("at"))
	who := slack.NewInputBlock("who", plain("Who"), nil, slack.NewOptionsSelectBlockElement("users_select", plain("Choose someone"), "user"))
	view := modal("Plan", who, when, field("why", "Why"), slack.NewDividerBlock())
	b := r.connect(r.opens(view, func(e socketmode.Event) any {
		c, ok := interaction(e, slack.InteractionTypeViewSubmission)
		if !ok {
			return nil
		}
		if c.View.State.Values["why"]["text"].Value == "no" {
			return slack.NewErrorsViewSubmissionResponse(map[string]string{"why": "Say more."})
		}
		_, _, err := r.api.PostMessage(c.User.ID, slack.MsgOptionText("Planned", false),
			slack.MsgOptionBlocks(slack.NewSectionBlock(marked("*Planned* with <@"+c.View.State.Values["who"]["user"].SelectedUser+">"), nil, nil), buttons("We met", "Moved")))
		if err != nil {
			t.Error(err)
		}
		return nil
	}))

	r.must(r.ana.Type(r.ctx, "", "/echo schedule @ben, please"))
	command := b.events()[0].Data.(slack.SlashCommand)
	if want := "schedule <@" + r.ben.ID() + "|ben>, please"; command.Text != want || command.UserName != "ana" || command.ChannelName != "directmessage" {
		t.Errorf("command %+v, want text %q of ana in directmessage", command, want)
	}
	for field, value := range map[string]string{"team": command.TeamID, "domain": command.TeamDomain, "channel": command.ChannelID, "app": command.APIAppID,
		"response_url": command.ResponseURL, "trigger": command.TriggerID, "token": command.Token} {
		if value == "" {
			t.Errorf("the command has no %s", field)
		}
	}

	if err := r.ana.Submit(r.ctx); err == nil || !strings.Contains(err.Error(), "Who: Please complete this required field.") {
		t.Errorf("empty form: %v", err)
	}
	r.must(r.ana.Fill(r.ctx, "Who", "Ben Ito"))
	r.must(r.ana.Fill(r.ctx, "When", "2026-06-18 18:00"))
	r.must(r.ana.Fill(r.ctx, "Why", "no"))
	if err := r.ana.Submit(r.ctx); err == nil || !strings.Contains(err.Error(), "Why: Say more.") {
		t.Errorf("refused form: %v", err)
	}
	want := `Plan
Who: @Ben Ito
When: Thu 18 June 2026 18:00 (your zone)
Why: no
! Say more.
---
[Cancel] [Save]
`
	if got := r.ana.ScreenText(); got != want {
		t.Errorf("screen\n%s\nwant\n%s", got, want)
	}
	r.must(r.ana.Fill(r.ctx, "Why", "to talk"))
	r.must(r.ana.Submit(r.ctx))
	if r.ana.Modal() != nil {
		t.Error("the modal is still open")
	}
	submission := b.last(t)
	// 18:00 in Madrid in summer is 16:00 UTC.
	if got := submission.View.State.Values["when"]["at"].SelectedDateTime; got != time.Date(2026, 6, 18, 16, 0, 0, 0, time.UTC).Unix() {
		t.Errorf("selected_date_time %d", got)
	}
	if submission.User.Name != "ana" || submission.Team.ID == "" || submission.View.Hash == "" || submission.View.RootViewID != submission.View.ID {
		t.Errorf("submission %s", pretty(submission))
	}

	got := r.ana.Messages("")
	if len(got) != 1 {
		t.Fatalf("%d messages", len(got))
	}
	if want := "Planned with @Ben Ito\n[We met] [Moved]\n"; got[0].Screen(r.ana) != want {
		t.Errorf("message\n%s\nwant\n%s", got[0].Screen(r.ana), want)
	}
	r.must(r.ana.Press(r.ctx, "We m"))
	action := b.last(t)
	if a := action.ActionCallback.BlockActions[0]; a.ActionID != "do We met" || a.Value != "We met" || a.BlockID != "buttons" || a.ActionTs == "" {
		t.Errorf("action %+v", a)
	}
	if action.Container.ChannelID != r.ana.DM() || action.Message.Timestamp != got[0].TS || action.ResponseURL == "" || action.TriggerID == "" {
		t.Errorf("block_actions %s", pretty(action))
	}
	err := r.ana.Press(r.ctx, "We never met")
	if err == nil || !strings.Contains(err.Error(), `no button "We never met"; there are: "We met", "Moved"`) {
		t.Errorf("a button that is not there: %v", err)
	}
	r.must(r.AwaitQuiet(r.ctx))
	// The bot's own message came back to it.
	if m := b.messages(); len(m) != 1 || m[0].BotID == "" || m[0].User != r.BotUserID() || m[0].ChannelType != "im" {
		t.Errorf("echo %s", pretty(m))
	}
}
