package sandbox_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"oneonone/bot/sandbox"
)

func slackError(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestTriggers(t *testing.T) {
	r := open(t, func(o *sandbox.Options) { o.TriggerLife = 200 * time.Millisecond })
	view := modal("T", field("a", "A"))
	try := func(trigger string) string {
		_, err := r.api.OpenViewContext(r.ctx, trigger, view)
		return slackError(err)
	}
	first := r.trigger()
	if got := try(first); got != "" {
		t.Errorf("a fresh trigger: %s", got)
	}
	if got := try(first); got != "exchanged_trigger_id" {
		t.Errorf("the same again: %q", got)
	}
	if got := try("1.2.3"); got != "invalid_trigger_id" {
		t.Errorf("one made up: %q", got)
	}
	late := r.trigger()
	time.Sleep(250 * time.Millisecond) // real time is what it lives on
	if got := try(late); got != "expired_trigger_id" {
		t.Errorf("an old one: %q", got)
	}
	r.wants("exchanged_trigger_id", "invalid_trigger_id", "expired_trigger_id")
	for _, c := range r.Calls() {
		if used := c.AfterClick > 0 && c.AfterClick < time.Minute; c.Method == "views.open" && used != c.OK {
			t.Errorf("a call with the answer %q came %v after the click", c.Err, c.AfterClick)
		}
	}
}

func TestHashes(t *testing.T) {
	r := open(t)
	opened, err := r.api.OpenViewContext(r.ctx, r.trigger(), modal("T", field("a", "A")))
	r.must(err)
	updated, err := r.api.UpdateViewContext(r.ctx, modal("T2", field("a", "A")), "", opened.View.Hash, opened.View.ID)
	r.must(err)
	if updated.View.Hash == opened.View.Hash || r.ana.Modal().Hash != updated.View.Hash {
		t.Error("the hash did not change")
	}
	if _, err = r.api.UpdateViewContext(r.ctx, modal("T3"), "", opened.View.Hash, opened.View.ID); slackError(err) != "hash_conflict" {
		t.Errorf("an old hash: %v", err)
	}
	r.must(r.ana.Close(r.ctx))
	if _, err = r.api.UpdateViewContext(r.ctx, modal("T3"), "", "", opened.View.ID); slackError(err) != "not_found" {
		t.Errorf("a closed view: %v", err)
	}

	home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{}}}
	published, err := r.api.PublishViewContext(r.ctx, slack.PublishViewContextRequest{UserID: r.ana.ID(), View: home})
	r.must(err)
	old := published.View.Hash
	_, err = r.api.PublishViewContext(r.ctx, slack.PublishViewContextRequest{UserID: r.ana.ID(), View: home, Hash: &old})
	r.must(err)
	if _, err = r.api.PublishViewContext(r.ctx, slack.PublishViewContextRequest{UserID: r.ana.ID(), View: home, Hash: &old}); slackError(err) != "hash_conflict" {
		t.Errorf("an old hash of the Home tab: %v", err)
	}
}

func TestExternalID(t *testing.T) {
	r := open(t)
	view := modal("T")
	view.ExternalID = "mine"
	_, err := r.api.OpenViewContext(r.ctx, r.trigger(), view)
	r.must(err)
	if _, err = r.api.OpenViewContext(r.ctx, r.trigger(), view); slackError(err) != "duplicate_external_id" {
		t.Errorf("the same id twice: %v", err)
	}
	r.wants("duplicate_external_id")
	_, err = r.api.UpdateViewContext(r.ctx, view, "mine", "", "")
	r.must(err)
}

func TestStackOfThree(t *testing.T) {
	r := open(t)
	page := func(title string) slack.ModalViewRequest {
		v := modal(title, buttons("Deeper "+title))
		v.NotifyOnClose = true
		return v
	}
	var pushed []string
	b := r.connect(r.opens(page("1"), func(e socketmode.Event) any {
		if c, ok := interaction(e, slack.InteractionTypeBlockActions); ok {
			_, err := r.api.PushViewContext(r.ctx, c.TriggerID, page(string('1'+rune(len(pushed)+1))))
			pushed = append(pushed, slackError(err))
		}
		return nil
	}))
	r.must(r.ana.Type(r.ctx, "", "/echo"))
	for range 3 {
		r.must(r.ana.Press(r.ctx, "Deeper"))
	}
	if got := strings.Join(pushed, ","); got != ",,push_limit_reached" {
		t.Fatalf("pushes: %s", got)
	}
	r.wants("push_limit_reached")
	stack := r.ana.Modals()
	if len(stack) != 3 {
		t.Fatalf("%d views", len(stack))
	}
	top := b.last(t).View
	if top.RootViewID != stack[0].ID || top.PreviousViewID != stack[1].ID {
		t.Errorf("root %s, previous %s", top.RootViewID, top.PreviousViewID)
	}
	r.must(r.ana.Close(r.ctx))
	if c := b.last(t); c.Type != slack.InteractionTypeViewClosed || c.IsCleared || c.View.ID != stack[2].ID {
		t.Errorf("view_closed %s", pretty(c))
	}
	if got := r.ana.Modal(); got == nil || got.ID != stack[1].ID {
		t.Error("the view below is not on top")
	}
}

func TestTypedValuesKeptOrLost(t *testing.T) {
	r := open(t)
	input := func(block, action, initial string) *slack.InputBlock {
		e := slack.NewPlainTextInputBlockElement(nil, action)
		e.InitialValue = initial
		return slack.NewInputBlock(block, plain("L "+block), nil, e)
	}
	opened, err := r.api.OpenViewContext(r.ctx, r.trigger(), modal("T",
		input("same", "t", "start"), input("moved", "t", ""), input("gone", "t", ""), input("untouched", "t", "start")))
	r.must(err)
	for label, value := range map[string]string{"L same": "typed", "L moved": "typed", "L gone": "typed"} {
		r.must(r.ana.Fill(r.ctx, label, value))
	}
	_, err = r.api.UpdateViewContext(r.ctx, modal("T",
		input("same", "t", "changed"), input("moved", "other", "changed"), input("new", "t", "fresh"), input("untouched", "t", "changed")), "", "", opened.View.ID)
	r.must(err)
	check := func(want map[string]string) {
		t.Helper()
		values := r.ana.Modal().Values
		for key, w := range want {
			block, action, _ := strings.Cut(key, "/")
			got := ""
			if v := values[block][action].Value; v != nil {
				got = *v
			}
			if got != w {
				t.Errorf("%s holds %q, want %q", key, got, w)
			}
		}
	}
	// "untouched" keeps its first initial value: a changed one is ignored.
	check(map[string]string{"same/t": "typed", "moved/other": "changed", "new/t": "fresh", "untouched/t": "start", "gone/t": ""})
	// A block that comes back starts afresh.
	_, err = r.api.UpdateViewContext(r.ctx, modal("T", input("gone", "t", "")), "", "", opened.View.ID)
	r.must(err)
	check(map[string]string{"gone/t": ""})
	// Without ids, nothing is recognized again.
	_, err = r.api.UpdateViewContext(r.ctx, modal("T", input("", "t", "")), "", "", opened.View.ID)
	r.must(err)
	r.must(r.ana.Fill(r.ctx, "L ", "typed"))
	_, err = r.api.UpdateViewContext(r.ctx, modal("T", input("", "t", "")), "", "", opened.View.ID)
	r.must(err)
	if s := r.ana.ScreenText(); strings.Contains(s, "typed") {
		t.Errorf("kept without a block_id:\n%s", s)
	}
}

func TestSubmissionAnswers(t *testing.T) {
	next := modal("Next", field("b", "B"))
	bad := modal("A title that is far too long for Slack")
	for _, c := range []struct {
		name        string
		answer      any
		titles      string // of the stack afterwards
		fault       string
		wantsNotice bool
	}{
		{"nothing", nil, "", "", false},
		{"clear", slack.NewClearViewSubmissionResponse(), "", "", false},
		{"update", slack.NewUpdateViewSubmissionResponse(&next), "Next", "", false},
		{"push", slack.NewPushViewSubmissionResponse(&next), "First Next", "", false},
		{"bad update", slack.NewUpdateViewSubmissionResponse(&bad), "First", "invalid_ack", true},
		{"bad push", slack.NewPushViewSubmissionResponse(&bad), "First", "invalid_ack", true},
		{"errors of a block that is no input", slack.NewErrorsViewSubmissionResponse(map[string]string{"note": "x"}), "First", "invalid_ack", true},
		{"no errors", map[string]any{"response_action": "errors", "errors": map[string]string{}}, "First", "invalid_ack", true},
		{"unknown action", map[string]string{"response_action": "dance"}, "First", "invalid_ack", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := open(t)
			first := modal("First", field("a", "A"), slack.NewSectionBlock(plain("note"), nil, nil, slack.SectionBlockOptionBlockID("note")))
			r.connect(r.opens(first, func(socketmode.Event) any { return c.answer }))
			r.must(r.ana.Shortcut(r.ctx, "Start"))
			r.must(r.ana.Fill(r.ctx, "A", "x"))
			r.must(r.ana.Submit(r.ctx))
			var titles []string
			for _, v := range r.ana.Modals() {
				title, _, _ := strings.Cut(v.Text(r.ana), "\n")
				titles = append(titles, title)
				if v.Waiting {
					t.Error("still waiting")
				}
			}
			if got := strings.Join(titles, " "); got != c.titles {
				t.Errorf("open %q, want %q", got, c.titles)
			}
			if got := len(r.ana.Notices()) > 0; got != c.wantsNotice {
				t.Errorf("notices %q", r.ana.Notices())
			}
			if c.fault != "" {
				r.wants(c.fault)
			}
		})
	}
}

func TestSubmissionUnanswered(t *testing.T) {
	r := open(t, quick)
	r.connect(r.opens(modal("T", field("a", "A")), func(e socketmode.Event) any { return errSilent }))
	r.must(r.ana.Type(r.ctx, "", "/echo"))
	r.must(r.ana.Fill(r.ctx, "A", "x"))
	r.must(r.ana.Submit(r.ctx))
	if n := r.ana.Notices(); len(n) != 1 || n[0] != "We had some trouble connecting. Try again?" {
		t.Errorf("notices %q", n)
	}
	if m := r.ana.Modal(); m == nil || m.Waiting || *m.Values["a"]["text"].Value != "x" {
		t.Errorf("the modal should stand with what was typed: %+v", m)
	}
	r.wants("missing_ack")
}

func TestMessageShortcutAndHome(t *testing.T) {
	r := open(t)
	b := r.connect(r.opens(modal("T"), nil))
	_, ts, err := r.api.PostMessageContext(r.ctx, r.ana.ID(), slack.MsgOptionText("keep me", false))
	r.must(err)
	r.must(r.ana.MessageShortcut(r.ctx, "Keep this", "keep"))
	if c := b.last(t); c.Type != slack.InteractionTypeMessageAction || c.CallbackID != "keep" || c.MessageTs != ts || c.Message.Text != "keep me" || c.Channel.ID != r.ana.DM() {
		t.Errorf("message_action %s", pretty(c))
	}
	r.must(r.ana.Close(r.ctx))

	_, err = r.api.PublishViewContext(r.ctx, slack.PublishViewContextRequest{UserID: r.ana.ID(), View: slack.HomeTabViewRequest{
		Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewHeaderBlock(plain("Yours")), buttons("Plan")}}}})
	r.must(err)
	r.must(r.ana.OpenHome(r.ctx))
	if got := r.ana.ScreenText(); got != "Yours\n[Plan]\n" {
		t.Errorf("home %q", got)
	}
	r.must(r.ana.Press(r.ctx, "Plan"))
	c := b.last(t)
	if c.Container.ViewID != r.ana.HomeView().ID || c.View.Type != slack.VTHomeTab || c.ResponseURL != "" {
		t.Errorf("block_actions of Home %s", pretty(c))
	}
	if _, err := r.api.PushViewContext(r.ctx, c.TriggerID, modal("T")); slackError(err) != "not_found" {
		t.Errorf("a push without a modal: %v", err)
	}
	r.must(r.AwaitQuiet(r.ctx))
}

func TestClearOnClose(t *testing.T) {
	r := open(t)
	page := modal("T", buttons("Deeper"))
	page.ClearOnClose, page.NotifyOnClose = true, true
	b := r.connect(r.opens(page, func(e socketmode.Event) any {
		if c, ok := interaction(e, slack.InteractionTypeBlockActions); ok {
			if _, err := r.api.PushViewContext(r.ctx, c.TriggerID, page); err != nil {
				t.Error(err)
			}
		}
		return nil
	}))
	r.must(r.ana.Type(r.ctx, "", "/echo"))
	r.must(r.ana.Press(r.ctx, "Deeper"))
	r.must(r.ana.Press(r.ctx, "Cancel"))
	if n := len(r.ana.Modals()); n != 0 {
		t.Errorf("%d views are open", n)
	}
	closed := 0
	for _, e := range b.events() {
		if c, ok := interaction(e, slack.InteractionTypeViewClosed); ok && c.IsCleared {
			closed++
		}
	}
	if closed != 2 {
		t.Errorf("%d view_closed with is_cleared, want 2", closed)
	}
}

// What was typed is lost when the field becomes another, and a pick when it is
// no longer offered.
func TestValuesOfChangedFields(t *testing.T) {
	r := open(t)
	choose := func(options ...*slack.OptionBlockObject) *slack.InputBlock {
		return slack.NewInputBlock("c", plain("Choice"), nil, slack.NewOptionsSelectBlockElement("static_select", nil, "e", options...))
	}
	opened, err := r.api.OpenViewContext(r.ctx, r.trigger(), modal("T", field("a", "A"), choose(option("One", "1"), option("Two", "2"))))
	r.must(err)
	r.must(r.ana.Fill(r.ctx, "A", "typed"))
	r.must(r.ana.Fill(r.ctx, "Choice", "Two"))
	date := slack.NewInputBlock("a", plain("A"), nil, slack.NewDatePickerBlockElement("text"))
	_, err = r.api.UpdateViewContext(r.ctx, modal("T", date, choose(option("One", "1"))), "", "", opened.View.ID)
	r.must(err)
	v := r.ana.Modal().Values
	if got := v["a"]["text"]; got.Type != "datepicker" || got.Value != nil {
		t.Errorf("a date holds %+v", got)
	}
	if got := v["c"]["e"]; got.SelectedOption != nil {
		t.Errorf("a pick that is not offered: %+v", got)
	}
}
