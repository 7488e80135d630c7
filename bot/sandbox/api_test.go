package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"oneonone/bot/sandbox"
)

func TestTokensAndScopes(t *testing.T) {
	r := open(t, func(o *sandbox.Options) { o.Scopes = []string{"chat:write", "users:read"} })
	bot, app := r.BotToken(), r.AppToken()
	for _, c := range []struct{ method, token, body, want string }{
		{"api.test", "", "{}", ""},
		{"auth.test", bot, "{}", ""},
		{"auth.test", app, "{}", ""},
		{"auth.test", "", "{}", "not_authed"},
		{"auth.test", "xoxb-stolen", "{}", "invalid_auth"},
		{"auth.test", bot, "{", "invalid_json"},
		{"apps.connections.open", app, "{}", ""},
		{"apps.connections.open", bot, "{}", "not_allowed_token_type"},
		{"chat.postMessage", app, "{}", "not_allowed_token_type"},
		{"users.list", bot, "{}", ""},
		{"conversations.open", bot, `{"users":"` + r.ana.ID() + `"}`, "missing_scope"},
		{"conversations.history", bot, "{}", "missing_scope"},
		{"poems.write", bot, "{}", "unknown_method"},
	} {
		if got := r.call(c.method, c.token, c.body); got.Error != c.want {
			t.Errorf("%s with %.5s: %q, want %q", c.method, c.token, got.Error, c.want)
		} else if got.Error == "missing_scope" && (got.Needed == "" || got.Provided != "chat:write,users:read") {
			t.Errorf("%s: needed %q, provided %q", c.method, got.Needed, got.Provided)
		}
	}
	r.wants("not_authed", "invalid_json", "not_allowed_token_type", "not_allowed_token_type", "missing_scope", "missing_scope", "unknown_method")

	if got := r.call("auth.test", bot, "{}"); got.header.Get("X-Oauth-Scopes") != "chat:write,users:read" {
		t.Errorf("X-OAuth-Scopes %q", got.header.Get("X-Oauth-Scopes"))
	}
	r.RevokeTokens()
	for method, token := range map[string]string{"auth.test": bot, "apps.connections.open": app} {
		if got := r.call(method, token, "{}"); got.Error != "token_revoked" {
			t.Errorf("%s: %q", method, got.Error)
		}
	}
}

func TestBodies(t *testing.T) {
	r := open(t)
	values := url.Values{"token": {r.BotToken()}, "user": {r.ana.ID()}, "include_locale": {"true"}}
	form, err := http.NewRequest("POST", r.APIURL()+"users.info", strings.NewReader(values.Encode()))
	r.must(err)
	form.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	query, err := http.NewRequest("GET", r.APIURL()+"users.info?"+values.Encode(), nil)
	r.must(err)
	for name, req := range map[string]*http.Request{"form": form, "query": query} {
		if got := r.send(req, ""); !got.OK {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestPeopleAsSlackShowsThem(t *testing.T) {
	r := open(t)
	for _, p := range []sandbox.Profile{
		{Name: "gus", Guest: true}, {Name: "deb", Deleted: true}, {Name: "robo", Bot: true},
		{Name: "stu", Stranger: true}, {Name: "ada", Admin: true}, {Name: "oli", Owner: true},
	} {
		r.AddPerson(p)
	}
	team, err := r.api.AuthTestContext(r.ctx)
	r.must(err)
	for name, check := range map[string]func(*slack.User) bool{
		"ana": func(u *slack.User) bool {
			return u.TZ == "Europe/Madrid" && u.TZOffset == 7200 && u.Locale == "es-ES" && u.RealName == "Ana Torres" && !u.IsBot
		},
		"gus":  func(u *slack.User) bool { return u.IsRestricted && !u.IsUltraRestricted },
		"deb":  func(u *slack.User) bool { return u.Deleted && u.TZ == "" },
		"robo": func(u *slack.User) bool { return u.IsBot },
		"stu":  func(u *slack.User) bool { return u.IsStranger && u.TeamID != team.TeamID },
		"ada":  func(u *slack.User) bool { return u.IsAdmin && !u.IsOwner },
		"oli":  func(u *slack.User) bool { return u.IsAdmin && u.IsOwner },
	} {
		u, err := r.api.GetUserInfoContext(r.ctx, r.Person(name).ID())
		if err != nil || !check(u) {
			t.Errorf("%s: %v %s", name, err, pretty(u))
		}
	}
	all, err := r.api.GetUsersContext(r.ctx, slack.GetUsersOptionLimit(3))
	r.must(err)
	names := map[string]bool{}
	for _, u := range all {
		names[u.Name] = true
	}
	if len(all) != 9 || !names["slackbot"] || !names["echobot"] || names["stu"] {
		t.Errorf("users.list: %v", names)
	}
	for name, want := range map[string]string{"deb": "user_disabled", "robo": "cannot_dm_bot", "stu": "user_not_visible"} {
		_, _, _, err := r.api.OpenConversationContext(r.ctx, &slack.OpenConversationParameters{Users: []string{r.Person(name).ID()}})
		if err == nil || err.Error() != want {
			t.Errorf("a DM with %s: %v, want %s", name, err, want)
		}
	}
}

func TestMessagesLifeAndHistory(t *testing.T) {
	r := open(t)
	meta := slack.SlackMetadata{EventType: "card", EventPayload: map[string]any{"id": "c1"}}
	channel, ts, err := r.api.PostMessageContext(r.ctx, r.ana.ID(), slack.MsgOptionText("one", false), slack.MsgOptionMetadata(meta),
		slack.MsgOptionBlocks(slack.NewSectionBlock(marked("one"), nil, nil)))
	r.must(err)
	if channel != r.ana.DM() {
		t.Errorf("channel %s, want the DM %s", channel, r.ana.DM())
	}
	var stamps []string
	for _, text := range []string{"two", "three", "four"} {
		_, ts, err := r.api.PostMessageContext(r.ctx, channel, slack.MsgOptionText(text, false))
		r.must(err)
		stamps = append(stamps, ts)
	}
	// Text alone leaves blocks and metadata as they were.
	_, _, _, err = r.api.UpdateMessageContext(r.ctx, channel, ts, slack.MsgOptionText("ONE", false))
	r.must(err)

	read := func(p slack.GetConversationHistoryParameters) (texts string, h *slack.GetConversationHistoryResponse) {
		t.Helper()
		p.ChannelID = channel
		h, err := r.api.GetConversationHistoryContext(r.ctx, &p)
		r.must(err)
		for _, m := range h.Messages {
			texts += m.Text + " "
		}
		return strings.TrimSpace(texts), h
	}
	texts, h := read(slack.GetConversationHistoryParameters{})
	if texts != "four three two ONE" {
		t.Errorf("history %q", texts)
	}
	first := h.Messages[3]
	if first.Edited == nil || len(first.Blocks.BlockSet) != 1 || first.Metadata.EventType != "" {
		t.Errorf("first message %s", pretty(first))
	}
	if _, h = read(slack.GetConversationHistoryParameters{IncludeAllMetadata: true}); h.Messages[3].Metadata.EventPayload["id"] != "c1" {
		t.Errorf("metadata %+v", h.Messages[3].Metadata)
	}
	page1, h := read(slack.GetConversationHistoryParameters{Limit: 3})
	page2, _ := read(slack.GetConversationHistoryParameters{Limit: 3, Cursor: h.ResponseMetaData.NextCursor})
	if page1 != "four three two" || !h.HasMore || page2 != "ONE" {
		t.Errorf("pages %q, %q", page1, page2)
	}
	for _, c := range []struct {
		oldest, latest string
		inclusive      bool
		want           string
	}{
		{stamps[0], "", false, "four three"},
		{stamps[0], "", true, "four three two"},
		{"", stamps[0], false, "ONE"},
		{stamps[0], stamps[1], true, "three two"},
		{"9", "", false, "four three two ONE"}, // a number, not letters
	} {
		if got, _ := read(slack.GetConversationHistoryParameters{Oldest: c.oldest, Latest: c.latest, Inclusive: c.inclusive}); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
	_, _, err = r.api.DeleteMessageContext(r.ctx, channel, stamps[2])
	r.must(err)
	if texts, _ := read(slack.GetConversationHistoryParameters{}); texts != "three two ONE" {
		t.Errorf("after the deletion %q", texts)
	}
	link, err := r.api.GetPermalinkContext(r.ctx, &slack.PermalinkParameters{Channel: channel, Ts: ts})
	if err != nil || link != "https://sandbox.slack.com/archives/"+channel+"/p"+strings.Replace(ts, ".", "", 1) {
		t.Errorf("permalink %q, %v", link, err)
	}
}

func TestMessageErrors(t *testing.T) {
	r := open(t)
	general := r.AddChannel("general", r.ana)
	old := r.AddChannel("old", r.ana)
	r.InviteBot(old)
	r.Archive(old)
	r.must(r.ana.Type(r.ctx, "", "mine"))
	mine := r.ana.Messages("")[0].TS
	gone := r.AddPerson(sandbox.Profile{Name: "gone"})
	gone.DM()
	r.SetProfile(gone, func(p *sandbox.Profile) { p.Deleted = true })
	r.ForgetFaults()
	for _, c := range []struct{ method, body, want string }{
		{"chat.postMessage", `{"channel":"D0NOBODY","text":"a"}`, "channel_not_found"},
		{"chat.postMessage", `{"channel":"U0NOBODY","text":"a"}`, "channel_not_found"},
		{"chat.postMessage", `{"channel":"` + general + `","text":"a"}`, "not_in_channel"},
		{"chat.postMessage", `{"channel":"` + old + `","text":"a"}`, "is_archived"},
		{"chat.postMessage", `{"channel":"` + gone.DM() + `","text":"a"}`, "user_disabled"},
		{"chat.postEphemeral", `{"channel":"` + general + `","user":"` + r.ana.ID() + `","text":"a"}`, "not_in_channel"},
		{"chat.update", `{"channel":"` + r.ana.DM() + `","ts":"1.000000","text":"a"}`, "message_not_found"},
		{"chat.update", `{"channel":"` + r.ana.DM() + `","ts":"` + mine + `","text":"a"}`, "cant_update_message"},
		{"chat.delete", `{"channel":"` + r.ana.DM() + `","ts":"` + mine + `"}`, "cant_delete_message"},
		{"users.info", `{"user":"U0NOBODY"}`, "user_not_found"},
	} {
		if got := r.call(c.method, r.BotToken(), c.body); got.Error != c.want {
			t.Errorf("%s %s: %q, want %q", c.method, c.body, got.Error, c.want)
		}
	}
	r.wants("cant_update_message", "cant_delete_message") // the rest no bot can foresee
}

func TestEchoes(t *testing.T) {
	r := open(t)
	b := r.connect(nil)
	r.must(r.ana.Type(r.ctx, "", "hello <b> & @ben"))
	_, ts, err := r.api.PostMessageContext(r.ctx, r.ana.DM(), slack.MsgOptionText("hi", false))
	r.must(err)
	_, _, _, err = r.api.UpdateMessageContext(r.ctx, r.ana.DM(), ts, slack.MsgOptionText("hi!", false))
	r.must(err)
	_, _, err = r.api.DeleteMessageContext(r.ctx, r.ana.DM(), ts)
	r.must(err)
	r.must(r.AwaitQuiet(r.ctx))
	var got []string
	for _, m := range b.messages() {
		got = append(got, fmt.Sprintf("%s/%v/%s", m.SubType, m.BotID != "", m.Text))
	}
	slices.Sort(got) // events take no order
	want := []string{"/false/hello &lt;b&gt; &amp; <@" + r.ben.ID() + ">", "/true/hi", "message_changed/false/", "message_deleted/false/"}
	if !slices.Equal(got, want) {
		t.Errorf("events %q, want %q", got, want)
	}
	if s := r.ana.Messages("")[0].Screen(r.ana); s != "hello <b> & @Ben Ito\n" {
		t.Errorf("screen %q", s)
	}
}

func TestResponseURL(t *testing.T) {
	r := open(t, func(o *sandbox.Options) { o.ResponseURLLife = 500 * time.Millisecond })
	b := r.connect(nil)
	general := r.AddChannel("general", r.ana, r.ben)
	r.must(r.ana.Type(r.ctx, "#general", "/echo"))
	link := b.events()[0].Data.(slack.SlashCommand).ResponseURL
	post := func(options ...slack.MsgOption) error {
		_, _, err := r.api.PostMessageContext(r.ctx, "", append([]slack.MsgOption{slack.MsgOptionText("answer", false)}, options...)...)
		return err
	}
	r.must(post(slack.MsgOptionResponseURL(link, slack.ResponseTypeEphemeral)))
	r.must(post(slack.MsgOptionResponseURL(link, slack.ResponseTypeInChannel)))
	if a, b := r.ana.Messages(general), r.ben.Messages("#general"); len(a) != 2 || !a[0].Ephemeral || len(b) != 1 {
		t.Errorf("ana sees %+v, ben %+v", a, b)
	}
	for range 3 {
		r.must(post(slack.MsgOptionResponseURL(link, slack.ResponseTypeEphemeral)))
	}
	if err := post(slack.MsgOptionResponseURL(link, slack.ResponseTypeEphemeral)); err == nil {
		t.Error("a sixth use")
	}
	r.wants("used_url")

	// A button's replaces or deletes the message it was on.
	_, _, err := r.api.PostMessageContext(r.ctx, r.ana.ID(), slack.MsgOptionText("card", false), slack.MsgOptionBlocks(buttons("Go")))
	r.must(err)
	r.must(r.ana.Press(r.ctx, "Go"))
	link = b.last(t).ResponseURL
	r.must(post(slack.MsgOptionResponseURL(link, slack.ResponseTypeInChannel), slack.MsgOptionReplaceOriginal(link)))
	if m := r.ana.Messages(""); len(m) != 1 || m[0].Text != "answer" || m[0].Blocks != nil {
		t.Errorf("after replace_original %+v", m)
	}
	r.must(post(slack.MsgOptionDeleteOriginal(link)))
	if m := r.ana.Messages(""); len(m) != 0 {
		t.Errorf("after delete_original %+v", m)
	}
	time.Sleep(500 * time.Millisecond) // real time is what it lives on
	if err := post(slack.MsgOptionResponseURL(link, slack.ResponseTypeEphemeral)); err == nil {
		t.Error("an expired use")
	}
	r.wants("expired_url")
	r.must(r.AwaitQuiet(r.ctx))
}

func TestFaultKnobs(t *testing.T) {
	r := open(t)
	say := func(ctx context.Context) error {
		_, _, err := r.api.PostMessageContext(ctx, r.ana.ID(), slack.MsgOptionText("hi", false))
		return err
	}
	r.Fail("chat.postMessage", sandbox.RateLimited, 1)
	var limited *slack.RateLimitedError
	if err := say(r.ctx); !errors.As(err, &limited) || limited.RetryAfter != time.Second {
		t.Errorf("RateLimited: %v", err)
	}
	r.Fail("chat.postMessage", sandbox.ServerError, 2)
	for range 2 {
		var status slack.StatusCodeError
		if err := say(r.ctx); !errors.As(err, &status) || status.Code != 500 {
			t.Errorf("ServerError: %v", err)
		}
	}
	r.FailWith("chat.postMessage", "fatal_error", 1)
	if err := say(r.ctx); err == nil || err.Error() != "fatal_error" {
		t.Errorf("FailWith: %v", err)
	}
	if m := r.ana.Messages(""); len(m) != 0 {
		t.Errorf("messages came through: %+v", m)
	}
	r.Fail("chat.postMessage", sandbox.LoseAnswer, 1)
	if err := say(r.ctx); err == nil {
		t.Error("LoseAnswer: no error")
	}
	if m := r.ana.Messages(""); len(m) != 1 {
		t.Errorf("LoseAnswer: %d messages", len(m))
	}
	r.Fail("chat.postMessage", sandbox.Hang, 1)
	short, cancel := context.WithTimeout(r.ctx, 100*time.Millisecond)
	defer cancel()
	if err := say(short); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Hang: %v", err)
	}
	r.must(say(r.ctx))
	var errs []string
	for _, c := range r.Calls() {
		errs = append(errs, c.Err)
	}
	slices.Sort(errs)
	if got := strings.Join(errs, ","); got != ",,fatal_error,hang,http 429,http 500,http 500" {
		t.Errorf("calls %q", got)
	}
}

func TestShiftDates(t *testing.T) {
	r := open(t)
	for _, d := range []time.Duration{0, time.Hour, -time.Hour} {
		r.ShiftDates(d)
		date, err := http.ParseTime(r.call("api.test", "", "{}").header.Get("Date"))
		if off := date.Sub(time.Now().Add(d)).Abs(); err != nil || off > time.Minute {
			t.Errorf("shifted by %v: %v, %v off", d, err, off)
		}
	}
}

func TestCloseReleasesAHangingCall(t *testing.T) {
	r := open(t)
	r.Fail("auth.test", sandbox.Hang, 1)
	done := r.in(func(ctx context.Context) error { _, err := r.api.AuthTestContext(ctx); return err })
	r.must(r.Close())
	if err := <-done; err == nil {
		t.Error("the call was answered")
	}
}

func TestRateLimits(t *testing.T) {
	r := open(t, func(o *sandbox.Options) { o.RateLimits = true })
	limited := 0
	for range 8 {
		got := r.call("chat.postMessage", r.BotToken(), fmt.Sprintf(`{"channel":%q,"text":"a"}`, r.ana.DM()))
		if got.status == 429 {
			limited++
			if got.Error != "ratelimited" || got.header.Get("Retry-After") != "1" {
				t.Errorf("%+v", got)
			}
		}
	}
	if limited == 0 || limited > 3 {
		t.Errorf("%d of 8 messages at once were refused, want those past the burst of 5", limited)
	}
	// Another channel has its own pace.
	if got := r.call("chat.postMessage", r.BotToken(), fmt.Sprintf(`{"channel":%q,"text":"a"}`, r.ben.DM())); !got.OK {
		t.Errorf("%+v", got)
	}
}
