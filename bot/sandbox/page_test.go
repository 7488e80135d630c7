package sandbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"oneonone/bot/sandbox"
)

const pageManifest = `{
  "display_information": {"name": "tea"},
  "features": {
    "app_home": {"home_tab_enabled": true, "messages_tab_enabled": true, "messages_tab_read_only_enabled": false},
    "bot_user": {"display_name": "tea", "always_online": true},
    "slash_commands": [{"command": "/tea", "description": "Ask for tea", "usage_hint": "[now | later]", "should_escape": true}],
    "shortcuts": [
      {"name": "Tea for everyone", "type": "global", "callback_id": "all", "description": "Ask for a pot"},
      {"name": "Remember this", "type": "message", "callback_id": "keep", "description": "Keep it"}
    ]
  },
  "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "im:write", "im:history", "users:read"]}},
  "settings": {"event_subscriptions": {"bot_events": ["app_home_opened", "message.im"]}, "socket_mode_enabled": true}
}`

// shop is a workspace with Ana and Bo in it.
func shop(t *testing.T) (w *sandbox.Workspace, ana, bo *sandbox.Person) {
	t.Helper()
	w, err := sandbox.New(sandbox.Options{
		Manifest: []byte(pageManifest), Name: "The <shop>",
		Start: time.Date(2026, 6, 1, 10, 0, 0, 0, time.UTC),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	ana = w.AddPerson(sandbox.Profile{Name: "ana", RealName: "Ana <b>Torres</b>", Zone: "Europe/Madrid", Locale: "en-GB"})
	bo = w.AddPerson(sandbox.Profile{Name: "bo", RealName: "Bo Lind", Zone: "America/New_York", Admin: true})
	w.AddChannel("general", ana, bo)
	return w, ana, bo
}

func getPage(t *testing.T, w *sandbox.Workspace, path string) string {
	t.Helper()
	r, err := http.Get(w.URL() + strings.TrimPrefix(path, "/"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	if r.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s %s", path, r.Status, body)
	}
	return string(body)
}

func postAct(t *testing.T, w *sandbox.Workspace, act string, form url.Values) {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, w.URL()+"do/"+act, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", strings.TrimSuffix(w.URL(), "/"))
	r, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusNoContent {
		body, _ := io.ReadAll(r.Body)
		t.Fatalf("POST %s: %s %s", act, r.Status, body)
	}
}

func pageHas(t *testing.T, page string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in\n%s", want, page)
		}
	}
}

func TestPageHeaders(t *testing.T) {
	w, _, _ := shop(t)
	for _, path := range []string{"", "?as=ana", "fragment?as=ana", "page/page.js", "page/page.css", "nowhere"} {
		r, err := http.Get(w.URL() + path)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		csp := r.Header.Get("Content-Security-Policy")
		if !strings.HasPrefix(csp, "default-src 'none'; ") || strings.Contains(csp, "unsafe") {
			t.Errorf("/%s: Content-Security-Policy is %q", path, csp)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("/%s: %s is %q, want %q", path, name, got, want)
			}
		}
	}
	// What the policy refuses must not be in the page.
	if page := getPage(t, w, "/?as=ana"); regexp.MustCompile(`(?i)<script>|<style|\sstyle=|\son[a-z]+=`).MatchString(page) {
		t.Errorf("the page has a script or a style inside:\n%s", page)
	}
}

func TestPageRefuses(t *testing.T) {
	w, _, _ := shop(t)
	u, err := url.Parse(w.URL())
	if err != nil {
		t.Fatal(err)
	}
	own, port := u.Host, u.Port()
	for _, c := range []struct {
		name, method, host string
		header             map[string]string
		want               int
	}{
		{"own address", "GET", own, nil, 200},
		{"localhost", "GET", "localhost:" + port, nil, 200},
		{"IPv6 loopback", "GET", "[::1]:" + port, nil, 200},
		{"another name", "GET", "evil.example:" + port, nil, 403},
		{"a name that begins as ours", "GET", "localhost.evil.example:" + port, nil, 403},
		{"another port", "GET", "127.0.0.1:1", nil, 403},
		{"no port", "GET", "127.0.0.1", nil, 403},
		{"post from the page", "POST", own, map[string]string{"Origin": "http://" + own}, 204},
		{"post, the browser says same origin", "POST", own, map[string]string{"Sec-Fetch-Site": "same-origin"}, 204},
		{"post that says nothing", "POST", own, nil, 403},
		{"post from elsewhere", "POST", own, map[string]string{"Origin": "http://evil.example"}, 403},
		{"post from another port", "POST", own, map[string]string{"Origin": "http://127.0.0.1:1"}, 403},
		{"post from nowhere", "POST", own, map[string]string{"Origin": "null"}, 403},
		{"post, origins disagree", "POST", own, map[string]string{"Origin": "http://" + own, "Sec-Fetch-Site": "cross-site"}, 403},
		{"post, same site only", "POST", own, map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
		{"post by another name", "POST", "evil.example:" + port, map[string]string{"Origin": "http://evil.example:" + port}, 403},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := ""
			if c.method == "POST" {
				path = "do/dismiss"
			}
			req, err := http.NewRequest(c.method, w.URL()+path, strings.NewReader("as=ana"))
			if err != nil {
				t.Fatal(err)
			}
			req.Host = c.host
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			for k, v := range c.header {
				req.Header.Set(k, v)
			}
			r, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			r.Body.Close()
			if r.StatusCode != c.want {
				t.Errorf("got %d, want %d", r.StatusCode, c.want)
			}
		})
	}
}

func TestPageShowsWhoOneIs(t *testing.T) {
	w, _, bo := shop(t)
	page := getPage(t, w, "/")
	pageHas(t, page, "The &lt;shop&gt;", `data-person="ana"`, "Ana &lt;b&gt;Torres&lt;/b&gt;", "12:00", "6:00 AM", "admin")
	if err := bo.Type(t.Context(), "#general", "<script>hi</script> @ana & all"); err != nil {
		t.Fatal(err)
	}
	page = getPage(t, w, "/?as=ana&at=dm")
	pageHas(t, page, `data-as="ana"`, `id="composer"`, `<span class="dot"><span class="sr">unread</span>`, "(1) Ana", "/tea", "[now | later]", "Tea for everyone")

	page = getPage(t, w, "/?as=ana&at="+url.QueryEscape("#general"))
	pageHas(t, page, "&lt;script&gt;hi&lt;/script&gt;", "Remember this", "@Ana &lt;b&gt;Torres&lt;/b&gt;</span> &amp; all", "12:00")
	if strings.Contains(page, "<script>hi") || strings.Contains(page, "(1) Ana") {
		t.Errorf("markup let through, or not read:\n%s", page)
	}
	if page := getPage(t, w, "/?as=nobody"); !strings.Contains(page, "Who are you?") {
		t.Errorf("a stranger sees\n%s", page)
	}
}

func TestPageClock(t *testing.T) {
	w, _, _ := shop(t)
	for _, c := range []struct{ by, to, want string }{
		{"hour", "", "2026-06-01T13:00"},
		{"tomorrow", "", "2026-06-02T09:00"},
		{"two-days", "", "2026-06-04T09:00"},
		{"to", "2026-06-05T08:30", "2026-06-05T08:30"},
		{"to", "2026-06-01T08:30", "2026-06-05T08:30"}, // never back
	} {
		postAct(t, w, "advance", url.Values{"as": {"ana"}, "by": {c.by}, "to": {c.to}})
		pageHas(t, getPage(t, w, "/?as=ana"), `id="clock-to" min="`+c.want)
	}
	pageHas(t, getPage(t, w, "/?as=ana"), "The clock only moves forward.")
	postAct(t, w, "dismiss", url.Values{"as": {"ana"}})
	if strings.Contains(getPage(t, w, "/?as=ana"), "only moves forward") {
		t.Error("a dismissed notice is still there")
	}
}

// As the clock moves, the page tells what came to whom, until it is put away.
func TestPageRide(t *testing.T) {
	w, ana, bo := shop(t)
	teaBot(t, w)
	start := w.Clock().Now()
	var due []time.Time
	for _, h := range []int{2, 26} {
		due = append(due, start.Add(time.Duration(h)*time.Hour))
	}
	w.Clock().OnAdvance(
		func(context.Context) (time.Time, bool, error) {
			if len(due) == 0 {
				return time.Time{}, false, nil
			}
			return due[0], true, nil
		},
		func(context.Context) error {
			if len(due) > 0 && !w.Clock().Now().Before(due[0]) {
				due = due[1:]
				return write(w, bo, `"text":"Tea *is* &lt;ready&gt;, <@`+ana.ID()+`>"`)
			}
			return nil
		})
	if page := getPage(t, w, "/?as=ana"); strings.Contains(page, `id="ride"`) {
		t.Errorf("a ride before any:\n%s", page)
	}
	next := url.Values{"as": {"ana"}, "by": {"next"}, "still": {"1"}}
	postAct(t, w, "advance", next)
	page := getPage(t, w, "/?as=ana")
	pageHas(t, page, `id="ride"`, "Mon 1 Jun, 12:00", "<b>Mon 1 Jun, 14:00</b>", "<b>Bo Lind</b> 14:00", "Tea is &lt;ready&gt;, @Ana", `href="/?as=bo&amp;at=dm"`)
	if strings.Count(page, `id="ride-`) != 2 { // one that came, and the button
		t.Errorf("more than one came:\n%s", page)
	}
	postAct(t, w, "dismiss", url.Values{"as": {"ana"}})
	if page := getPage(t, w, "/?as=ana"); strings.Contains(page, `id="ride"`) {
		t.Error("the ride was put away, and is there")
	}
	pageHas(t, getPage(t, w, "/?as=bo"), `id="ride"`) // who did not put it away

	postAct(t, w, "advance", url.Values{"as": {"ana"}, "by": {"two-days"}, "still": {"1"}})
	pageHas(t, getPage(t, w, "/?as=ana"), "<b>Wed 3 Jun, 14:00</b>", "Tue 2 Jun", "<b>Bo Lind</b> 14:00")
	postAct(t, w, "advance", next)
	pageHas(t, getPage(t, w, "/?as=ana"), "Nothing is waiting to happen.", `id="clock-to" min="2026-06-03T14:00`)
}

// The tour follows from what happened: it offers what is next to whose turn it is,
// and their seat to everybody else.
func TestPageTour(t *testing.T) {
	w, ana, bo := shop(t)
	teaBot(t, w)
	start := w.Clock().Now()
	due := []time.Time{start.Add(time.Hour), start.Add(2 * time.Hour), start.Add(3 * time.Hour)}
	w.Clock().OnAdvance(
		func(context.Context) (time.Time, bool, error) {
			if len(due) == 0 {
				return time.Time{}, false, nil
			}
			return due[0], true, nil
		},
		func(context.Context) error {
			if len(due) > 0 && !w.Clock().Now().Before(due[0]) {
				due = due[1:]
				return write(w, ana, `"text":"The water boils."`)
			}
			return nil
		})
	forward := url.Values{"as": {"ana"}, "by": {"tour"}, "still": {"1"}}
	postAct(t, w, "advance", forward)
	if page := getPage(t, w, "/?as=ana"); strings.Contains(page, `id="tour`) {
		t.Errorf("a tour, and there is none:\n%s", page)
	}
	pageHas(t, getPage(t, w, "/?as=ana"), "The tour has gone on meanwhile.", `id="clock-to" min="2026-06-01T12:00`)

	var broken error
	w.ShowTour(sandbox.Tour{Name: "Tea in <two> steps", Steps: 2, Next: func(_ context.Context, who *sandbox.Person) (sandbox.TourStep, error) {
		asked := len(bo.Messages("")) > 0
		switch {
		case !asked:
			return sandbox.TourStep{Seat: bo, Say: "Ask for *tea*, &lt;b&gt;" + who.Profile().Name, Type: "hello"}, broken
		case len(due) > 1:
			return sandbox.TourStep{Done: 1, Seat: ana, Say: "Wait.", Forward: "Till it boils"}, broken
		}
		return sandbox.TourStep{Done: 2, Say: "That is all.", Look: true}, broken
	}})
	page := getPage(t, w, "/?as=bo")
	pageHas(t, page, `<section id="tour" aria-label="Tea in &lt;two&gt; steps" hidden>`, "Step 1 of 2", "Ask for <strong>tea</strong>, &lt;b&gt;bo", `data-type="hello"`, `id="tour-open"`)
	if strings.Contains(page, `id="tour-seat"`) {
		t.Errorf("Bo is offered his own seat:\n%s", page)
	}
	page = getPage(t, w, "/?as=ana&at=home")
	pageHas(t, page, `id="tour-seat" href="/?as=bo&amp;at=dm" data-person="bo"`)
	if strings.Contains(page, `id="tour-type"`) {
		t.Errorf("Ana is offered what is Bo's to do:\n%s", page)
	}

	postAct(t, w, "type", url.Values{"as": {"bo"}, "at": {"dm"}, "text": {"hello"}})
	pageHas(t, getPage(t, w, "/?as=ana"), "Step 2 of 2", `id="tour-forward" data-clock="tour">Till it boils<`)
	pageHas(t, getPage(t, w, "/?as=bo"), `id="tour-seat" href="/?as=ana&amp;at=dm"`)
	postAct(t, w, "advance", forward)
	page = getPage(t, w, "/?as=ana")
	pageHas(t, page, "That is all.", `id="tour-home"`, `id="clock-to" min="2026-06-01T14:00`)
	if strings.Contains(page, "Step ") {
		t.Errorf("a step after the last:\n%s", page)
	}
	if len(due) != 1 {
		t.Errorf("it went past what it was to go to: %v", due)
	}

	broken = errors.New("cannot tell")
	if page := getPage(t, w, "/?as=ana"); strings.Contains(page, `id="tour`) {
		t.Errorf("a tour that cannot tell what is next:\n%s", page)
	}
}

// What went over the wire is there for who asks.
func TestPageWire(t *testing.T) {
	w, ana, _ := shop(t)
	heard := teaBot(t, w)
	postAct(t, w, "type", url.Values{"as": {"ana"}, "at": {"dm"}, "text": {"/tea now"}})
	hear(t, heard, "command")
	if err := write(w, ana, `"text":"x","blocks":[{"type":"actions","elements":[]}]`); err == nil {
		t.Fatal("the sandbox took odd blocks")
	}
	if page := getPage(t, w, "/?as=ana"); strings.Contains(page, `id="wire"`) {
		t.Error("the wire is shown to who did not ask")
	}
	page := getPage(t, w, "/?as=ana&wire=1")
	pageHas(t, page, `id="wire"`, "What tea did", "<b>/tea</b>", "acknowledged", "<b>views.open</b>", "<b>chat.postMessage</b>",
		"Ana &lt;b&gt;Torres&lt;/b&gt;", "invalid_blocks", "What Slack would not like", "wire=1")
	entries := page[strings.Index(page, `id="entries"`):]
	if strings.Index(entries, "<b>chat.postMessage</b>") > strings.Index(entries, "<b>/tea</b>") {
		t.Error("the newest does not stand first")
	}
}

// A picture is fetched by the workspace, and only one that a block named.
func TestPagePictures(t *testing.T) {
	w, ana, _ := shop(t)
	png := "\x89PNG\r\n\x1a\n and so on"
	var asked atomic.Int32
	from := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		rw.Header().Set("Content-Type", "image/png")
		switch r.URL.Path {
		case "/odd.png":
			_, _ = io.WriteString(rw, "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
		default:
			_, _ = io.WriteString(rw, png)
		}
	}))
	defer from.Close()
	get := func(path string) (status int, kind, body string) {
		r, err := http.Get(w.URL() + strings.TrimPrefix(path, "/"))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		data, _ := io.ReadAll(r.Body)
		return r.StatusCode, r.Header.Get("Content-Type"), string(data)
	}
	for _, name := range []string{"map.png", "odd.png"} {
		if err := write(w, ana, `"text":"A map","blocks":[{"type":"image","image_url":"`+from.URL+"/"+name+`","alt_text":"The <way>","title":{"type":"plain_text","text":"A map"}}]`); err != nil {
			t.Fatal(err)
		}
	}
	page := getPage(t, w, "/?as=ana&at=dm")
	pageHas(t, page, `alt="The &lt;way&gt;"`, ">A map</figcaption>")
	if strings.Contains(page, from.URL) {
		t.Error("the page names where a picture is from")
	}
	pictures := regexp.MustCompile(`src="(/picture/[^"]*)"`).FindAllStringSubmatch(page, -1)
	if len(pictures) != 2 {
		t.Fatalf("%d pictures", len(pictures))
	}
	for range 2 {
		if status, kind, body := get(pictures[0][1]); status != 200 || kind != "image/png" || body != png {
			t.Errorf("the picture: %d %s %q", status, kind, body)
		}
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("the picture was fetched %d times", n)
	}
	if status, kind, body := get(pictures[1][1]); status != http.StatusBadGateway || strings.Contains(kind, "image") || strings.Contains(body, "<script>") {
		t.Errorf("an SVG: %d %s %s", status, kind, body)
	}
	if status, _, _ := get("/picture/" + strings.Repeat("0", 32)); status != http.StatusNotFound {
		t.Errorf("a picture nobody named: %d", status)
	}
}

// Every window is told of every change, whatever goes over the wire meanwhile.
func TestPageEvents(t *testing.T) {
	w, _, bo := shop(t)
	teaBot(t, w)
	address := "ws" + strings.TrimPrefix(w.URL(), "http") + "events"
	if _, r, err := websocket.DefaultDialer.Dial(address, http.Header{"Origin": {"http://evil.example"}}); err == nil || r.StatusCode != http.StatusForbidden {
		t.Errorf("another origin listens: %v", err)
	}
	ws, _, err := websocket.DefaultDialer.Dial(address, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	for i := range 20 {
		if err := bo.Type(t.Context(), "#general", "news"); err != nil {
			t.Fatal(err)
		}
		for version := uint64(0); version < w.Version(); {
			_, heard, err := ws.ReadMessage()
			if err != nil {
				t.Fatalf("message %d: the events ended: %v", i, err)
			}
			changed, number, _ := strings.Cut(string(heard), " ")
			if changed == "wire" {
				continue
			}
			if version, err = strconv.ParseUint(number, 10, 64); err != nil || changed != "screen" {
				t.Fatalf("message %d: %q", i, heard)
			}
		}
	}
}

const teaView = `{"type":"modal","callback_id":"tea","title":{"type":"plain_text","text":"Tea"},
 "submit":{"type":"plain_text","text":"Brew it"},"close":{"type":"plain_text","text":"Not now"},"blocks":[
 {"type":"input","block_id":"who","label":{"type":"plain_text","text":"Who"},"element":{"type":"users_select","action_id":"a"}},
 {"type":"input","block_id":"when","label":{"type":"plain_text","text":"When"},"element":{"type":"datetimepicker","action_id":"a"}},
 {"type":"input","block_id":"why","label":{"type":"plain_text","text":"Why"},"element":{"type":"plain_text_input","action_id":"a"}},
 {"type":"input","block_id":"how","optional":true,"label":{"type":"plain_text","text":"How"},"element":{"type":"checkboxes","action_id":"a","options":[
  {"text":{"type":"plain_text","text":"Hot"},"value":"hot"},{"text":{"type":"plain_text","text":"Sweet"},"value":"sweet"}]}},
 {"type":"actions","block_id":"more","elements":[{"type":"button","action_id":"cup","text":{"type":"plain_text","text":"Another cup"}}]}]}`

// teaBot answers /tea with a modal, refuses the first submission, and passes on
// what it was sent.
func teaBot(t *testing.T, w *sandbox.Workspace) <-chan map[string]any {
	t.Helper()
	answer, err := callAPI(w, w.AppToken(), "apps.connections.open", "{}")
	if err != nil {
		t.Fatal(err)
	}
	address, _ := answer["url"].(string)
	ws, _, err := websocket.DefaultDialer.Dial(address, nil)
	if err != nil {
		t.Fatal(err)
	}
	heard := make(chan map[string]any, 100)
	done := make(chan struct{})
	go func() {
		defer close(done)
		submissions := 0
		for {
			var envelope struct {
				ID      string         `json:"envelope_id"`
				Payload map[string]any `json:"payload"`
			}
			if ws.ReadJSON(&envelope) != nil {
				return
			}
			if envelope.ID == "" {
				continue
			}
			ack := map[string]any{"envelope_id": envelope.ID}
			if envelope.Payload["type"] == "view_submission" {
				if submissions++; submissions == 1 {
					ack["payload"] = map[string]any{"response_action": "errors", "errors": map[string]string{"why": "Say it <better>."}}
				}
			}
			if ws.WriteJSON(ack) != nil {
				return
			}
			if envelope.Payload["command"] == "/tea" {
				trigger, _ := json.Marshal(envelope.Payload["trigger_id"])
				if _, err := callAPI(w, w.BotToken(), "views.open", `{"trigger_id":`+string(trigger)+`,"view":`+teaView+`}`); err != nil {
					t.Error(err)
				}
			}
			heard <- envelope.Payload
		}
	}()
	t.Cleanup(func() { _ = ws.Close(); <-done })
	if err := w.AwaitConnection(t.Context()); err != nil {
		t.Fatal(err)
	}
	return heard
}

// callAPI calls a method of the Web API.
func callAPI(w *sandbox.Workspace, token, method, body string) (map[string]any, error) {
	req, err := http.NewRequest(http.MethodPost, w.APIURL()+method, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	r, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	var answer map[string]any
	if err := json.NewDecoder(r.Body).Decode(&answer); err != nil {
		return nil, err
	}
	if answer["ok"] != true {
		return nil, fmt.Errorf("%s: %v", method, answer)
	}
	return answer, nil
}

// write has the bot write to a person.
func write(w *sandbox.Workspace, to *sandbox.Person, message string) error {
	_, err := callAPI(w, w.BotToken(), "chat.postMessage", `{"channel":"`+to.ID()+`",`+message+`}`)
	return err
}

// hear waits for a payload of a type.
func hear(t *testing.T, heard <-chan map[string]any, kind string) map[string]any {
	t.Helper()
	limit := time.After(5 * time.Second)
	for {
		select {
		case p := <-heard:
			if p["type"] == kind || kind == "command" && p["command"] != nil {
				return p
			}
		case <-limit:
			t.Fatalf("the bot heard no %s", kind)
		}
	}
}

func TestPageFromCommandToSubmission(t *testing.T) {
	w, ana, bo := shop(t)
	heard := teaBot(t, w)

	postAct(t, w, "type", url.Values{"as": {"ana"}, "at": {"dm"}, "text": {"/tea now"}})
	hear(t, heard, "command")
	if err := ana.Await(t.Context(), "the modal", func() bool { return ana.Modal() != nil }); err != nil {
		t.Fatal(err)
	}
	page := getPage(t, w, "/fragment?as=ana&at=dm")
	pageHas(t, page, `<dialog role="dialog"`, ">Tea</h2>", ">Brew it</button>", ">Not now</button>", "(optional)")

	// The form as a browser would post it, from the names on the page.
	view := ana.Modal().ID
	form := url.Values{"as": {"ana"}, "container": {view}}
	for _, name := range regexp.MustCompile(`name="has" value="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		form.Add("has", html.UnescapeString(name[1]))
	}
	form.Set("who/a", bo.ID())
	form.Set("when/a", "2026-06-12T18:00")
	form["how/a"] = []string{"sweet"}

	// Required fields are asked for before the bot hears anything.
	postAct(t, w, "submit", form)
	pageHas(t, getPage(t, w, "/fragment?as=ana"), "Please complete this required field.", "2026-06-12T18:00")

	form.Set("why/a", `"Thirst" & <b>`)
	press := url.Values{"block": {"more"}, "action": {"cup"}}
	for k, v := range form {
		press[k] = v
	}
	postAct(t, w, "act", press)
	pressed := hear(t, heard, "block_actions")
	if got, _ := json.Marshal(pressed["actions"]); !bytes.Contains(got, []byte(`"action_id":"cup"`)) {
		t.Errorf("the bot heard of %s", got)
	}

	postAct(t, w, "submit", form)
	sent := hear(t, heard, "view_submission")
	state, _ := json.Marshal(sent["view"].(map[string]any)["state"])
	pageHas(t, string(state), `"selected_user":"`+bo.ID()+`"`, `"selected_date_time":1781280000`, `"value":"\"Thirst\" \u0026 \u003cb\u003e"`, `"value":"sweet"`)
	page = getPage(t, w, "/fragment?as=ana")
	pageHas(t, page, "Say it &lt;better&gt;.", `value="&#34;Thirst&#34; &amp; &lt;b&gt;"`)

	postAct(t, w, "submit", form)
	hear(t, heard, "view_submission")
	if page := getPage(t, w, "/fragment?as=ana"); strings.Contains(page, "<dialog role") {
		t.Errorf("the modal is still open:\n%s", page)
	}
	for _, f := range w.Faults() {
		t.Errorf("fault %s: %s", f.Kind, f.Text)
	}
}

func TestPageShortcutsAndTabs(t *testing.T) {
	w, _, bo := shop(t)
	heard := teaBot(t, w)
	if err := bo.Type(t.Context(), "#general", "first"); err != nil {
		t.Fatal(err)
	}
	if err := bo.Type(t.Context(), "#general", "first and second"); err != nil {
		t.Fatal(err)
	}
	first := bo.Messages("#general")[0]

	postAct(t, w, "shortcut", url.Values{"as": {"ana"}, "name": {"Remember this"}, "container": {first.Channel + "/" + first.TS}})
	if got := hear(t, heard, "message_action")["message_ts"]; got != first.TS {
		t.Errorf("the shortcut was used on %v, want %s", got, first.TS)
	}
	postAct(t, w, "shortcut", url.Values{"as": {"ana"}, "name": {"Tea for everyone"}})
	if got := hear(t, heard, "shortcut")["callback_id"]; got != "all" {
		t.Errorf("got the shortcut %v", got)
	}
	postAct(t, w, "open", url.Values{"as": {"ana"}, "at": {"home"}})
	event := hear(t, heard, "event_callback")["event"].(map[string]any)
	if event["type"] != "app_home_opened" || event["tab"] != "home" {
		t.Errorf("got the event %v", event)
	}
}

// Whoever typed something that should not stay deletes it as in Slack, and nobody else does.
func TestPageDeletes(t *testing.T) {
	w, ana, bo := shop(t)
	if err := ana.Type(t.Context(), "", "her mother is ill"); err != nil {
		t.Fatal(err)
	}
	typed := ana.Messages("")[0]
	on := url.Values{"as": {"ana"}, "container": {typed.Channel + "/" + typed.TS}}
	if page := getPage(t, w, "/fragment?as=ana"); !strings.Contains(page, "Delete message") {
		t.Errorf("no button deletes it:\n%s", page)
	}
	postAct(t, w, "delete", on)
	if left := ana.Messages(""); len(left) > 0 {
		t.Errorf("it is still there: %v", left)
	}
	if err := bo.Type(t.Context(), "#general", "tea?"); err != nil {
		t.Fatal(err)
	}
	his := bo.Messages("#general")[0]
	on.Set("container", his.Channel+"/"+his.TS)
	postAct(t, w, "delete", on)
	if len(bo.Messages("#general")) != 1 {
		t.Error("another's is deleted")
	}
}

// A link to somebody's conversation leaves one who one is.
func TestPageStays(t *testing.T) {
	w, ana, _ := shop(t)
	err := write(w, ana, strings.ReplaceAll(`"text":"Bo is here","blocks":[
		{"type":"section","text":{"type":"mrkdwn","text":"<slack://user?team=T1&amp;id=BO|Say hello>"}},
		{"type":"actions","block_id":"b","elements":[{"type":"button","action_id":"w","url":"slack://user?team=T1&id=BO","text":{"type":"plain_text","text":"Write to Bo"}}]}]`,
		"BO", w.Person("bo").ID()))
	if err != nil {
		t.Fatal(err)
	}
	const stays = "In Slack this opens your conversation with Bo Lind. There are none between people here: you are still Ana"
	for name, press := range map[string]func(){
		"a button": func() {
			container := regexp.MustCompile(`data-action-id="w" data-container="([^"]*)"`).FindStringSubmatch(getPage(t, w, "/?as=ana&at=dm"))
			if container == nil {
				t.Fatal("no button")
			}
			postAct(t, w, "act", url.Values{"as": {"ana"}, "container": {container[1]}, "block": {"b"}, "action": {"w"}})
		},
		"a link in a text": func() { postAct(t, w, "write", url.Values{"as": {"ana"}, "to": {w.Person("bo").ID()}}) },
	} {
		press()
		page := getPage(t, w, "/?as=ana&at=dm")
		pageHas(t, page, `data-as="ana"`, `<div id="notices" role="status"><p class="notice">`, stays)
		for _, bad := range []string{`>Write to Bo</a>`, `>Say hello</a>`} {
			if strings.Contains(page, bad) {
				t.Errorf("%s: a link leads away: %s", name, bad)
			}
		}
		if strings.Contains(getPage(t, w, "/?as=bo&at=dm"), "In Slack this") {
			t.Errorf("%s: Bo is told", name)
		}
		postAct(t, w, "dismiss", url.Values{"as": {"ana"}})
		if strings.Contains(getPage(t, w, "/?as=ana&at=dm"), "In Slack this") {
			t.Errorf("%s: it stays when put away", name)
		}
	}
}

func TestPageSaysWhatSlackSays(t *testing.T) {
	w, _, _ := shop(t) // and no bot
	postAct(t, w, "type", url.Values{"as": {"ana"}, "at": {"dm"}, "text": {"/tea"}})
	pageHas(t, getPage(t, w, "/?as=ana"), `class="notice"`, "/tea failed with the error")
	postAct(t, w, "reload", url.Values{"as": {"ana"}})
	if strings.Contains(getPage(t, w, "/?as=ana"), `class="notice"`) {
		t.Error("a notice outlives the reload")
	}
}
