package sandbox_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"oneonone/bot/sandbox"
)

func TestGallery(t *testing.T) {
	w, _, _ := shop(t)
	r, err := http.Get(w.URL() + "gallery")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusNotFound {
		t.Errorf("a gallery of nothing: %s", r.Status)
	}
	if strings.Contains(getPage(t, w, "/?as=ana"), "/gallery") {
		t.Error("the page links to a gallery of nothing")
	}

	modal := func(words string) json.RawMessage {
		return json.RawMessage(`{"type":"modal","title":{"type":"plain_text","text":"Tea"},"submit":{"type":"plain_text","text":"Brew"},"blocks":[
			{"type":"section","text":{"type":"plain_text","text":"` + words + `"}},
			{"type":"input","label":{"type":"plain_text","text":"Why"},"element":{"type":"plain_text_input","initial_value":"Thirst"}, "optional":true}]}`)
	}
	message := json.RawMessage(`{"text":"Tea <is> ready","blocks":[{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"Coming"}}]}]}`)
	if err := w.ShowGallery([]sandbox.Sample{
		{Group: "brew", Name: "brew/middle", Surface: "modal", Payload: modal("Some words")},
		{Group: "brew", Name: "brew/long", Surface: "modal", Payload: modal("Some more words <script>")},
		{Group: "brew", Name: "brew/short", Surface: "modal", Payload: modal("Few")},
		{Group: "call_all", Name: "call_all", Surface: "message", Payload: message},
	}); err != nil {
		t.Fatal(err)
	}
	pageHas(t, getPage(t, w, "/?as=ana"), `href="/gallery"`)
	page := getPage(t, w, "/gallery")
	pageHas(t, page, "4 screens", `href="#group-call-all"`, ">call all <", "Thirst", "Some more words &lt;script&gt;", "Tea &lt;is&gt; ready", ">Coming</button>", ">1 more<")
	short, long, middle := strings.Index(page, ">brew/short<"), strings.Index(page, ">brew/long<"), strings.Index(page, ">brew/middle<")
	if short > long || long > middle {
		t.Errorf("the emptiest stands at %d, the longest at %d, the other at %d", short, long, middle)
	}
	pageHas(t, page[short:long], "the emptiest")
	pageHas(t, page[long:middle], "the longest")
	if both := getPage(t, w, "/gallery?look=both"); strings.Count(both, `class="phone light"`) != 4 || strings.Count(both, `class="phone dark"`) != 4 {
		t.Errorf("not each in light and in dark:\n%s", both)
	}

	err = w.ShowGallery([]sandbox.Sample{{Name: "odd", Surface: "message", Payload: json.RawMessage(`{"text":"x","blocks":[{"type":"section"}]}`)}})
	if err == nil || !strings.Contains(err.Error(), "the sample odd: invalid_blocks") {
		t.Errorf("a sample that Slack refuses: %v", err)
	}
}
