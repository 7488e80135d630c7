package sandbox_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"oneonone/bot/sandbox"
)

func option(words, value string) *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(value, plain(words), nil)
}

// Every kind of field is filled by words, shown, and sent in the shape that
// slack-go reads.
func TestEveryField(t *testing.T) {
	r := open(t)
	general := r.AddChannel("general", r.ana)
	input := func(id string, e slack.BlockElement) *slack.InputBlock {
		return slack.NewInputBlock(id, plain(strings.ToUpper(id[:1])+id[1:]), nil, e).WithOptional(true)
	}
	view := modal("All",
		input("text", slack.NewPlainTextInputBlockElement(plain("type here"), "e")),
		input("select", slack.NewOptionsSelectBlockElement("static_select", plain("pick"), "e", option("One", "1"), option("Two", "2"))),
		input("radio", slack.NewRadioButtonsBlockElement("e", option("Yes", "y"), option("No", "n"))),
		input("boxes", slack.NewCheckboxGroupsBlockElement("e", option("Tea", "t"), option("Coffee", "c"))),
		input("user", slack.NewOptionsSelectBlockElement("users_select", nil, "e")),
		input("several", slack.NewOptionsMultiSelectBlockElement("multi_users_select", nil, "e")),
		input("channel", slack.NewOptionsSelectBlockElement("channels_select", nil, "e")),
		input("date", slack.NewDatePickerBlockElement("e")),
		input("hour", slack.NewTimePickerBlockElement("e")),
		input("moment", slack.NewDateTimePickerBlockElement("e")),
		input("mail", slack.NewEmailTextInputBlockElement(nil, "e")),
		input("number", slack.NewNumberInputBlockElement(nil, "e", false)),
	)
	b := r.connect(r.opens(view, nil))
	r.must(r.ben.Type(r.ctx, "", "/echo"))
	for _, f := range [][2]string{{"Text", "héllo"}, {"select", "two"}, {"Radio", "Yes"}, {"Boxes", "Tea, Coffee"}, {"User", "@ana"}, {"Several", "ana, Ben Ito"},
		{"Channel", "#general"}, {"Date", "2026-06-18"}, {"Hour", "18:00"}, {"Moment", "2026-06-18 18:00"}, {"Mail", "nonsense"}, {"Number", "1.5"}} {
		r.must(r.ben.Fill(r.ctx, f[0], f[1]))
	}
	err := r.ben.Submit(r.ctx)
	if err == nil || !strings.Contains(err.Error(), "Mail: Please enter a valid email address.") || !strings.Contains(err.Error(), "Number: Please enter a whole number.") {
		t.Errorf("%v", err)
	}
	r.must(r.ben.Fill(r.ctx, "Mail", "ben@x.test"))
	r.must(r.ben.Fill(r.ctx, "Number", ""))
	want := `All
Text: héllo
Select: Two
Radio: (x) Yes ( ) No
Boxes: [x] Tea [x] Coffee
User: @Ana Torres
Several: @Ana Torres, @Ben Ito
Channel: #general
Date: 2026-06-18
Hour: 18:00
Moment: Thu 18 June 2026 18:00
Mail: ben@x.test
! Please enter a valid email address.
Number: 
! Please enter a whole number.
[Cancel] [Save]
`
	if got := r.ben.ScreenText(); got != want {
		t.Errorf("screen\n%s\nwant\n%s", got, want)
	}
	r.must(r.ben.Press(r.ctx, "Save"))
	v := b.last(t).View.State.Values
	for name, ok := range map[string]bool{
		"text":    v["text"]["e"].Value == "héllo",
		"select":  v["select"]["e"].SelectedOption.Value == "2",
		"radio":   v["radio"]["e"].SelectedOption.Text.Text == "Yes",
		"boxes":   len(v["boxes"]["e"].SelectedOptions) == 2,
		"user":    v["user"]["e"].SelectedUser == r.ana.ID(),
		"several": len(v["several"]["e"].SelectedUsers) == 2,
		"channel": v["channel"]["e"].SelectedChannel == general,
		"date":    v["date"]["e"].SelectedDate == "2026-06-18",
		"hour":    v["hour"]["e"].SelectedTime == "18:00",
		"moment":  v["moment"]["e"].SelectedDateTime == time.Date(2026, 6, 18, 22, 0, 0, 0, time.UTC).Unix(),
		"mail":    v["mail"]["e"].Value == "ben@x.test",
		"number":  v["number"]["e"].Value == "" && v["number"]["e"].Type == "number_input",
	} {
		if !ok {
			t.Errorf("%s: %s", name, pretty(v[name]))
		}
	}
	for _, bad := range [][2]string{{"Date", "tomorrow"}, {"Nope", "x"}} {
		if err := r.ben.Fill(r.ctx, bad[0], bad[1]); err == nil {
			t.Errorf("Fill(%q, %q) went through", bad[0], bad[1])
		}
	}
}

func TestSelectsAndMenusDispatch(t *testing.T) {
	r := open(t)
	b := r.connect(nil)
	pick := slack.NewOptionsSelectBlockElement("static_select", plain("Pick one"), "pick", option("One", "1"), option("Two", "2"))
	menu := slack.NewOverflowBlockElement("menu", option("Archive", "a"), option("Delete", "d"))
	_, err := r.api.PublishViewContext(r.ctx, slack.PublishViewContextRequest{UserID: r.ana.ID(), View: slack.HomeTabViewRequest{Type: slack.VTHomeTab,
		Blocks: slack.Blocks{BlockSet: []slack.Block{
			slack.NewSectionBlock(marked("*Settings*"), nil, slack.NewAccessory(pick)),
			slack.NewSectionBlock(marked("More"), nil, slack.NewAccessory(menu))}}}})
	r.must(err)
	r.must(r.ana.OpenHome(r.ctx))
	r.must(r.ana.Fill(r.ctx, "Settings", "Two"))
	if a := b.last(t).ActionCallback.BlockActions[0]; a.ActionID != "pick" || a.SelectedOption.Value != "2" {
		t.Errorf("select %+v", a)
	}
	r.must(r.ana.Press(r.ctx, "Delete"))
	if a := b.last(t).ActionCallback.BlockActions[0]; a.ActionID != "menu" || a.SelectedOption.Value != "d" {
		t.Errorf("overflow %+v", a)
	}
	if got, want := r.ana.ScreenText(), "Settings\nTwo\nMore\n[... Archive | Delete]\n"; got != want {
		t.Errorf("home %q, want %q", got, want)
	}
	// An input tells only when it asks to.
	told := modal("T", field("quiet", "Quiet"), field("loud", "Loud").WithDispatchAction(true))
	opened, err := r.api.OpenViewContext(r.ctx, b.last(t).TriggerID, told)
	r.must(err)
	before := len(b.events())
	r.must(r.ana.Fill(r.ctx, "Quiet", "x"))
	if n := len(b.events()); n != before {
		t.Error("a quiet input dispatched")
	}
	r.must(r.ana.Fill(r.ctx, "Loud", "y"))
	if c := b.last(t); c.View.ID != opened.ID || c.ActionCallback.BlockActions[0].Value != "y" || c.View.State.Values["quiet"]["text"].Value != "x" {
		t.Errorf("block_actions %s", pretty(c))
	}
}

func TestNewestMessageWithTheButton(t *testing.T) {
	r := open(t)
	b := r.connect(nil)
	var stamps []string
	for _, text := range []string{"first card", "second card", "no buttons"} {
		blocks := []slack.Block{slack.NewSectionBlock(marked(text), nil, nil)}
		if text != "no buttons" {
			blocks = append(blocks, buttons("Go"))
		}
		_, ts, err := r.api.PostMessageContext(r.ctx, r.ana.ID(), slack.MsgOptionText(text, false), slack.MsgOptionBlocks(blocks...))
		r.must(err)
		stamps = append(stamps, ts)
	}
	r.must(r.ana.Press(r.ctx, "Go"))
	if got := b.last(t).Container.MessageTs; got != stamps[1] {
		t.Errorf("pressed on %s, want the second card", got)
	}
	r.must(r.ana.PressOn(r.ctx, "first", "Go"))
	if got := b.last(t).Container.MessageTs; got != stamps[0] {
		t.Errorf("pressed on %s, want the first card", got)
	}
	// A newer button that only begins so does not stand in for the very words.
	_, _, err := r.api.PostMessageContext(r.ctx, r.ana.ID(), slack.MsgOptionText("third", false), slack.MsgOptionBlocks(buttons("Go away", "Good")))
	r.must(err)
	r.must(r.ana.Press(r.ctx, "Go"))
	if got := b.last(t).Container.MessageTs; got != stamps[1] {
		t.Errorf("pressed on %s, want the second card", got)
	}
	if err := r.ana.PressOn(r.ctx, "Go away", "Go"); err == nil || !strings.Contains(err.Error(), `could be "Go away" or "Good"`) {
		t.Errorf("two buttons begin so: %v", err)
	}
	if err := r.ana.PressOn(r.ctx, "no buttons", "Go"); err == nil {
		t.Error("pressed a button that is not there")
	}
	if err := r.ben.Press(r.ctx, "Go"); err == nil {
		t.Error("Ben pressed in Ana's DM")
	}
	r.must(r.AwaitQuiet(r.ctx))
}

func TestActRefusesWhatIsNotThere(t *testing.T) {
	r := open(t)
	r.connect(nil)
	_, ts, err := r.api.PostMessageContext(r.ctx, r.ana.ID(), slack.MsgOptionText("card", false), slack.MsgOptionBlocks(buttons("Go")))
	r.must(err)
	at := r.ana.DM() + "/" + ts
	r.must(r.ana.Act(r.ctx, at, "buttons", "do Go", nil))
	for name, err := range map[string]error{
		"someone else's": r.ben.Act(r.ctx, at, "buttons", "do Go", nil),
		"no element":     r.ana.Act(r.ctx, at, "buttons", "do Stop", nil),
		"no message":     r.ana.Act(r.ctx, r.ana.DM()+"/1.000000", "buttons", "do Go", nil),
		"no view":        r.ana.Act(r.ctx, "V0", "b", "a", nil),
		"set":            r.ana.Set("V0", "b", "a", sandbox.Value{}),
		"submit":         r.ana.SubmitView(r.ctx, "V0"),
		"close":          r.ana.CloseView(r.ctx, "V0"),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	r.must(r.AwaitQuiet(r.ctx))
}

func TestProfilesAndTabs(t *testing.T) {
	r := open(t)
	b := r.connect(nil)
	r.SetProfile(r.ana, func(p *sandbox.Profile) { p.Zone = "Asia/Tokyo" })
	r.must(r.ana.OpenDM(r.ctx))
	r.must(r.AwaitQuiet(r.ctx))
	var changed, tab string
	for _, e := range b.events() {
		switch ev := e.Data.(slackevents.EventsAPIEvent).InnerEvent.Data.(type) {
		case *slackevents.UserChangeEvent:
			changed = ev.User.TZ
		case *slackevents.AppHomeOpenedEvent:
			tab = ev.Tab
		}
	}
	if changed != "Asia/Tokyo" || tab != "messages" {
		t.Errorf("zone %q, tab %q", changed, tab)
	}
}

// Read is a mark each person sets in each conversation; what one wrote oneself is
// never unread.
func TestUnread(t *testing.T) {
	r := open(t)
	bo := r.AddPerson(sandbox.Profile{Name: "bo"})
	r.AddChannel("general", r.ana, bo)
	ctx := t.Context()
	check := func(p *sandbox.Person, want int) {
		t.Helper()
		if got := p.Unread("#general"); len(got) != want {
			t.Errorf("%s has %d messages to read, want %d", p.Profile().Name, len(got), want)
		}
	}
	for _, text := range []string{"one", "two"} {
		if err := bo.Type(ctx, "#general", text); err != nil {
			t.Fatal(err)
		}
	}
	check(r.ana, 2)
	check(bo, 0)
	changed := r.Changed()
	r.ana.Read("#general")
	check(r.ana, 0)
	select {
	case <-changed:
	default:
		t.Error("nobody is told that she has read it")
	}
	if err := bo.Type(ctx, "#general", "three"); err != nil {
		t.Fatal(err)
	}
	check(r.ana, 1)
	if got := r.ana.Unread("#general")[0].Text; got != "three" {
		t.Errorf("she has to read %q", got)
	}
	r.ana.Read("#nowhere")
	if got := r.ana.Unread("#nowhere"); got != nil {
		t.Errorf("there is no such channel, and in it %v", got)
	}
}

func TestAwaitSaysWhatWasOnScreen(t *testing.T) {
	r := open(t)
	r.must(r.ana.Type(r.ctx, "", "hello there"))
	short, cancel := context.WithTimeout(r.ctx, 50*time.Millisecond)
	defer cancel()
	err := r.ana.Await(short, "a miracle", func() bool { return false })
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "a miracle") || !strings.Contains(err.Error(), "hello there") {
		t.Errorf("%v", err)
	}
}

func TestClock(t *testing.T) {
	r := open(t)
	start := r.Clock().Now()
	at := func(h int) time.Time { return time.Date(2026, 6, 12, h, 0, 0, 0, time.UTC) }
	due := []time.Time{at(10), at(12), at(12), at(20)}
	var stood []string
	next := func(context.Context) (time.Time, bool, error) {
		if len(due) == 0 {
			return time.Time{}, false, nil
		}
		return due[0], true, nil
	}
	tick := func(ctx context.Context) error {
		now := r.Clock().Now()
		stood = append(stood, now.Format("15"))
		if len(due) > 0 && !due[0].After(now) {
			due = due[1:]
		}
		_, _, err := r.api.PostMessageContext(ctx, r.ana.ID(), slack.MsgOptionText("tick", false))
		return err
	}
	r.Clock().OnAdvance(next, tick)
	before := r.Version()
	r.must(r.Clock().AdvanceTo(r.ctx, at(18)))
	if got := strings.Join(stood, " "); got != "10 12 12 18" {
		t.Errorf("stood at %s", got)
	}
	if r.Version() == before {
		t.Error("the version did not grow")
	}
	var hours []string
	last := ""
	for _, m := range r.ana.Messages("") {
		hours = append(hours, m.At.UTC().Format("15"))
		if m.TS <= last {
			t.Errorf("timestamp %s after %s", m.TS, last)
		}
		last = m.TS
	}
	if got := strings.Join(hours, " "); got != "10 12 12 18" {
		t.Errorf("messages at %s", got)
	}
	if err := r.Clock().AdvanceTo(r.ctx, start); err == nil {
		t.Error("the clock went back")
	}
	if r.Clock().Now().Sub(at(18)) > time.Minute {
		t.Error("the clock ran away")
	}
	// A due instant that never moves ends the advance.
	r.Clock().OnAdvance(func(context.Context) (time.Time, bool, error) { return at(19), true, nil }, func(context.Context) error { return nil })
	if err := r.Clock().Advance(r.ctx, 5*time.Hour); err == nil || !strings.Contains(err.Error(), "stays due") {
		t.Errorf("a stuck schedule: %v", err)
	}
	boom := errors.New("boom")
	r.Clock().OnAdvance(func(context.Context) (time.Time, bool, error) { return time.Time{}, false, nil }, func(context.Context) error { return boom })
	if err := r.Clock().Advance(r.ctx, 0); !errors.Is(err, boom) {
		t.Errorf("a failing tick: %v", err)
	}
}

func TestWhatIsVisible(t *testing.T) {
	r := open(t)
	general := r.AddChannel("general", r.ana)
	for _, c := range []struct{ text, want string }{
		{"*bold* _it_ ~no~ `code`", "bold it no code"},
		{"2 * 3 * 4, snake_case_name", "2 * 3 * 4, snake_case_name"},
		{"<@" + r.ben.ID() + "> &lt;3 &amp;", "@Ben Ito <3 &"},
		{"<#" + general + "> <https://x.test|*a link*> <https://x.test/a_b_c>", "#general *a link* https://x.test/a_b_c"},
		{"<!here> now", "@here now"},
		{"<!date^1781535600^{date_short_pretty} {time}|fallback>", "Jun 15, 2026 17:00"},
		{"on <!date^1781262000^{date_short_pretty} at {time}|fallback>", "on Today at 13:00"},
		{"<!date^1781262000^nothing|fallback>", "fallback"},
	} {
		if got := (sandbox.Message{Text: c.text}).Screen(r.ana); got != c.want+"\n" {
			t.Errorf("%q reads %q, want %q", c.text, got, c.want)
		}
	}
	if got := (sandbox.Message{Text: "<!date^1781535600^{date} {time}|x>"}).Screen(r.ben); got != "June 15th, 2026 11:00 AM\n" {
		t.Errorf("Ben reads %q", got)
	}
}

func TestManifest(t *testing.T) {
	for name, change := range map[string][2]string{
		"an event without its scope":   {`"im:history", `, ``},
		"commands without their scope": {`"commands", `, ``},
		"a name of 36":                 {`"Echo Bot"`, `"` + strings.Repeat("x", 36) + `"`},
		"a short long_description":     {`"name": "Echo Bot"`, `"name": "Echo Bot", "long_description": "short"`},
		"no socket mode":               {`"socket_mode_enabled": true`, `"socket_mode_enabled": false`},
		"a command without a slash":    {`"/echo"`, `"echo"`},
	} {
		if _, err := sandbox.ParseManifest([]byte(strings.Replace(manifest, change[0], change[1], 1))); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	app, err := sandbox.ParseManifest([]byte(manifest))
	if err != nil || !app.ShouldEscape || !app.HomeTab || app.MessagesReadOnly || len(app.Commands) != 1 || len(app.Shortcuts) != 2 {
		t.Errorf("%+v, %v", app, err)
	}
	if _, err := sandbox.New(sandbox.Options{Manifest: []byte(manifest), Listen: "0.0.0.0:0"}); err == nil {
		t.Error("listens beyond loopback")
	}
}
