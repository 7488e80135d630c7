package bot

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"oneonone"
)

// Answered is what a person just typed to the bot, in a thread or with a file
// too; nothing that the bot said itself, and nothing twice.
func TestByAPerson(t *testing.T) {
	typed := func(change func(*slackevents.MessageEvent)) *slackevents.MessageEvent {
		m := &slackevents.MessageEvent{ChannelType: "im", Channel: "D1", User: "U0SAM", Text: "list", TimeStamp: "1.1"}
		change(m)
		return m
	}
	for _, tt := range []struct {
		name string
		in   *slackevents.MessageEvent
		want bool
	}{
		{"typed", typed(func(*slackevents.MessageEvent) {}), true},
		{"in a thread", typed(func(m *slackevents.MessageEvent) { m.ThreadTimeStamp = "1.0" }), true},
		{"in a thread, and sent to the conversation too", typed(func(m *slackevents.MessageEvent) { m.SubType = "thread_broadcast" }), true},
		{"with a file", typed(func(m *slackevents.MessageEvent) { m.SubType = "file_share" }), true},
		{"edited", typed(func(m *slackevents.MessageEvent) { m.SubType = "message_changed" }), false},
		{"deleted", typed(func(m *slackevents.MessageEvent) { m.SubType = "message_deleted" }), false},
		{"said by an app", typed(func(m *slackevents.MessageEvent) { m.BotID = "B1" }), false},
		{"a file of an app's", typed(func(m *slackevents.MessageEvent) { m.BotID, m.SubType = "B1", "file_share" }), false},
		{"of nobody", typed(func(m *slackevents.MessageEvent) { m.User = "" }), false},
		{"in a channel", typed(func(m *slackevents.MessageEvent) { m.ChannelType = "channel" }), false},
	} {
		if got := byAPerson(tt.in); got != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
		}
	}
}

// Of a message only the verb is kept, and whether there was more.
func TestHear(t *testing.T) {
	b := &Bot{}
	b.router = newRouter(b)
	for _, tt := range []struct {
		in   slackevents.MessageEvent
		want oneonone.Typed
	}{
		{slackevents.MessageEvent{Text: "List"}, oneonone.Typed{Heard: oneonone.HeardVerb, Verb: "list"}},
		{slackevents.MessageEvent{Text: "1on1"}, oneonone.Typed{Heard: oneonone.HeardVerb}},
		{slackevents.MessageEvent{Text: "lsit of people"}, oneonone.Typed{Heard: oneonone.HeardSlip, Verb: "list", More: true}},
		{slackevents.MessageEvent{Text: "thanks"}, oneonone.Typed{Heard: oneonone.HeardThanks}},
		{slackevents.MessageEvent{Text: "<mailto:ana@river.example|ana@river.example>"}, oneonone.Typed{More: true}},
		{slackevents.MessageEvent{Text: "thanks for this"}, oneonone.Typed{Heard: oneonone.HeardThanks}},
		{slackevents.MessageEvent{Text: "help schedule"}, oneonone.Typed{Heard: oneonone.HeardVerb, Verb: "schedule"}},
		{slackevents.MessageEvent{Text: "Please stop!"}, oneonone.Typed{Heard: oneonone.HeardStop}},
		{slackevents.MessageEvent{Text: "no more invitations, leave me alone"}, oneonone.Typed{Heard: oneonone.HeardStop, More: true}},
		{slackevents.MessageEvent{Text: "Please stop writing to me"}, oneonone.Typed{Heard: oneonone.HeardStop}},
		{slackevents.MessageEvent{Text: "Friday is better, let me know what time"}, oneonone.Typed{More: true}},
		{slackevents.MessageEvent{Text: "No problem, I'll send a message"}, oneonone.Typed{More: true}},
		{slackevents.MessageEvent{Text: "I'll stop by Tuesday"}, oneonone.Typed{More: true}},
		{slackevents.MessageEvent{Text: "hlep ask"}, oneonone.Typed{Heard: oneonone.HeardSlip, Verb: "help"}},
		{slackevents.MessageEvent{Text: "What does Sam know about me?"}, oneonone.Typed{Heard: oneonone.HeardKept, More: true}},
		{slackevents.MessageEvent{Text: "delete my notes"}, oneonone.Typed{Heard: oneonone.HeardKept}},
		{slackevents.MessageEvent{Text: "Voy a llegar tarde"}, oneonone.Typed{Heard: oneonone.HeardLate}},
		{slackevents.MessageEvent{Text: "ya no me escribas"}, oneonone.Typed{Heard: oneonone.HeardStop}},
		{slackevents.MessageEvent{Text: "No quiero más mensajes"}, oneonone.Typed{Heard: oneonone.HeardStop}},
		{slackevents.MessageEvent{Text: "hola, ¿quién eres?"}, oneonone.Typed{Heard: oneonone.HeardWho}},
		{slackevents.MessageEvent{Text: "What are you bringing on Friday?"}, oneonone.Typed{More: true}},
		{slackevents.MessageEvent{Text: "Espero no llegar tarde"}, oneonone.Typed{More: true}},
		{slackevents.MessageEvent{Text: "No quiero perderme tus mensajes"}, oneonone.Typed{More: true}},
		{slackevents.MessageEvent{Text: "help me"}, oneonone.Typed{Heard: oneonone.HeardVerb, Verb: "help", More: true}},
		{slackevents.MessageEvent{Text: "list", SubType: fileShared}, oneonone.Typed{Heard: oneonone.HeardVerb, Verb: "list", More: true}},
		{slackevents.MessageEvent{Text: "", SubType: fileShared}, oneonone.Typed{More: true}},
	} {
		got, err := b.hear(t.Context(), &tt.in)
		if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
			t.Errorf("%q: %v (-want +got):\n%s", tt.in.Text, err, diff)
		}
	}
}

// A shortcut, like a press that only shows something, is acked before it runs:
// its window would come too late otherwise.
func TestShortcutsOnlyShow(t *testing.T) {
	table := newRouter(&Bot{})
	if len(table.shortcuts) == 0 {
		t.Fatal("there is none")
	}
	names := map[string]bool{}
	for _, s := range table.shortcuts {
		kind := slack.InteractionTypeShortcut
		if s.place == onMessage {
			kind = slack.InteractionTypeMessageAction
		}
		if !table.showsInteraction(slack.InteractionCallback{Type: kind, CallbackID: s.callback}) {
			t.Errorf("%s on %s is acked late", s.name, s.place)
		}
		if names[s.callback] {
			t.Errorf("two shortcuts are called %s", s.callback)
		}
		names[s.callback] = true
	}
}
