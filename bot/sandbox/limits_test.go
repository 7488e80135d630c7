package sandbox_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// answer is what every call returns.
type answer struct {
	OK       bool   `json:"ok"`
	Error    string `json:"error"`
	TS       string `json:"ts"`
	Needed   string `json:"needed"`
	Provided string `json:"provided"`
	Metadata struct {
		Messages []string `json:"messages"`
	} `json:"response_metadata"`
	status int
	header http.Header
}

// call posts JSON as it stands, past slack-go's types.
func (r *room) call(method, token, body string) answer {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.ctx, "POST", r.APIURL()+method, strings.NewReader(body))
	r.must(err)
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	return r.send(req, token)
}

func (r *room) send(req *http.Request, token string) answer {
	r.t.Helper()
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	r.must(err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	r.must(err)
	a := answer{status: resp.StatusCode, header: resp.Header}
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&a); err != nil {
		a.Error = string(data)
	}
	return a
}

func long(n int) string { return strings.Repeat("é", n) } // two bytes each: limits count characters

func repeat(n int, f func(i int) string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = f(i)
	}
	return strings.Join(parts, ",")
}

func plainJSON(s string) string { return fmt.Sprintf(`{"type":"plain_text","text":%q}`, s) }

func optionJSON(words, value string) string {
	return fmt.Sprintf(`{"text":%s,"value":%q}`, plainJSON(words), value)
}

func inputJSON(element string) string {
	return fmt.Sprintf(`{"type":"input","block_id":"i","label":%s,"element":%s}`, plainJSON("Label"), element)
}

func sectionJSON(accessory string) string {
	return fmt.Sprintf(`{"type":"section","text":%s,"accessory":%s}`, plainJSON("Words"), accessory)
}

func actionsJSON(elements string) string {
	return fmt.Sprintf(`{"type":"actions","elements":[%s]}`, elements)
}

func buttonJSON(more string) string {
	return fmt.Sprintf(`{"type":"button","text":%s%s}`, plainJSON("Go"), more)
}

// Messages: what is accepted (no pointer) and what is refused, with the pointer
// to the field.
func TestBlocksOfMessages(t *testing.T) {
	r := open(t)
	divider := func(int) string { return `{"type":"divider"}` }
	options := func(n int) string {
		return repeat(n, func(i int) string { return optionJSON("o", fmt.Sprint("v", i)) })
	}
	confirm := func(title, text, yes string) string {
		return fmt.Sprintf(`,"confirm":{"title":%s,"text":%s,"confirm":%s,"deny":%s}`, plainJSON(title), plainJSON(text), plainJSON(yes), plainJSON("No"))
	}
	for _, c := range []struct{ name, blocks, pointer string }{
		{"50 blocks", repeat(50, divider), ""},
		{"51 blocks", repeat(51, divider), "/blocks"},
		{"unknown block", `{"type":"poem"}`, "/blocks/0/type"},
		{"video", `{"type":"video"}`, "/blocks/0/type"},
		{"no type", `{}`, "/blocks/0/type"},
		{"not an object", `"divider"`, "/blocks/0/type"},
		{"unknown property", `{"type":"divider","colour":"red"}`, "/blocks/0"},
		{"input in a message", inputJSON(`{"type":"plain_text_input"}`), "/blocks/0/type"},
		{"rich text", `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[]}]}`, ""},

		{"section of 3000", `{"type":"section","text":` + plainJSON(long(3000)) + `}`, ""},
		{"section of 3001", `{"type":"section","text":` + plainJSON(long(3001)) + `}`, "/blocks/0/text/text"},
		{"empty section", `{"type":"section","text":` + plainJSON("") + `}`, "/blocks/0/text/text"},
		{"section without text or fields", `{"type":"section"}`, "/blocks/0"},
		{"10 fields", `{"type":"section","fields":[` + repeat(10, func(int) string { return plainJSON("f") }) + `]}`, ""},
		{"11 fields", `{"type":"section","fields":[` + repeat(11, func(int) string { return plainJSON("f") }) + `]}`, "/blocks/0/fields"},
		{"field of 2001", `{"type":"section","fields":[` + plainJSON(long(2001)) + `]}`, "/blocks/0/fields/0/text"},
		{"emoji in mrkdwn", `{"type":"section","text":{"type":"mrkdwn","text":"a","emoji":true}}`, "/blocks/0/text"},
		{"verbatim in mrkdwn", `{"type":"section","text":{"type":"mrkdwn","text":"a","verbatim":true}}`, ""},
		{"unknown text type", `{"type":"section","text":{"type":"markdown","text":"a"}}`, "/blocks/0/text/type"},

		{"header of 150", `{"type":"header","text":` + plainJSON(long(150)) + `}`, ""},
		{"header of 151", `{"type":"header","text":` + plainJSON(long(151)) + `}`, "/blocks/0/text/text"},
		{"mrkdwn header", `{"type":"header","text":{"type":"mrkdwn","text":"a"}}`, "/blocks/0/text/type"},

		{"10 in a context", `{"type":"context","elements":[` + repeat(10, func(int) string { return plainJSON("c") }) + `]}`, ""},
		{"11 in a context", `{"type":"context","elements":[` + repeat(11, func(int) string { return plainJSON("c") }) + `]}`, "/blocks/0/elements"},
		{"empty context", `{"type":"context","elements":[]}`, "/blocks/0/elements"},
		{"button in a context", `{"type":"context","elements":[` + buttonJSON("") + `]}`, "/blocks/0/elements/0/type"},

		{"25 actions", actionsJSON(repeat(25, func(i int) string { return buttonJSON(fmt.Sprintf(`,"action_id":"a%d"`, i)) })), ""},
		{"26 actions", actionsJSON(repeat(26, func(i int) string { return buttonJSON(fmt.Sprintf(`,"action_id":"a%d"`, i)) })), "/blocks/0/elements"},
		{"one action id twice in a block", actionsJSON(buttonJSON(`,"action_id":"a"`) + "," + buttonJSON(`,"action_id":"a"`)), "/blocks/0/elements/1/action_id"},
		{"one action id in two blocks", actionsJSON(buttonJSON(`,"action_id":"a"`)) + "," + actionsJSON(buttonJSON(`,"action_id":"a"`)), ""},
		{"one block id twice", `{"type":"divider","block_id":"b"},{"type":"divider","block_id":"b"}`, "/blocks/1/block_id"},
		{"block id of 255", `{"type":"divider","block_id":"` + long(255) + `"}`, ""},
		{"block id of 256", `{"type":"divider","block_id":"` + long(256) + `"}`, "/blocks/0/block_id"},
		{"multi select in actions", actionsJSON(`{"type":"multi_users_select"}`), "/blocks/0/elements/0/type"},

		{"button text of 75", actionsJSON(`{"type":"button","text":` + plainJSON(long(75)) + `}`), ""},
		{"button text of 76", actionsJSON(`{"type":"button","text":` + plainJSON(long(76)) + `}`), "/blocks/0/elements/0/text/text"},
		{"mrkdwn button", actionsJSON(`{"type":"button","text":{"type":"mrkdwn","text":"a"}}`), "/blocks/0/elements/0/text/type"},
		{"button without text", actionsJSON(`{"type":"button"}`), "/blocks/0/elements/0"},
		{"button value of 2001", actionsJSON(buttonJSON(`,"value":"` + long(2001) + `"`)), "/blocks/0/elements/0/value"},
		{"button url of 3001", actionsJSON(buttonJSON(`,"url":"` + long(3001) + `"`)), "/blocks/0/elements/0/url"},
		{"default button style", actionsJSON(buttonJSON(`,"style":"default"`)), "/blocks/0/elements/0/style"},
		{"confirm", actionsJSON(buttonJSON(confirm(long(100), long(300), long(30)))), ""},
		{"confirm title of 101", actionsJSON(buttonJSON(confirm(long(101), "t", "y"))), "/blocks/0/elements/0/confirm/title/text"},
		{"confirm text of 301", actionsJSON(buttonJSON(confirm("t", long(301), "y"))), "/blocks/0/elements/0/confirm/text/text"},
		{"confirm button of 31", actionsJSON(buttonJSON(confirm("t", "t", long(31)))), "/blocks/0/elements/0/confirm/confirm/text"},
		{"confirm without deny", actionsJSON(buttonJSON(`,"confirm":{"title":` + plainJSON("t") + `,"text":` + plainJSON("t") + `,"confirm":` + plainJSON("t") + `}`)), "/blocks/0/elements/0/confirm"},

		{"overflow of 1", sectionJSON(`{"type":"overflow","options":[` + options(1) + `]}`), ""},
		{"overflow of 5", sectionJSON(`{"type":"overflow","options":[` + options(5) + `]}`), ""},
		{"overflow of 6", sectionJSON(`{"type":"overflow","options":[` + options(6) + `]}`), "/blocks/0/accessory/options"},
		{"empty overflow", sectionJSON(`{"type":"overflow","options":[]}`), "/blocks/0/accessory/options"},
		{"text input as accessory", sectionJSON(`{"type":"plain_text_input"}`), "/blocks/0/accessory/type"},
		{"external select", sectionJSON(`{"type":"external_select"}`), "/blocks/0/accessory/type"},

		{"100 options", sectionJSON(`{"type":"static_select","options":[` + options(100) + `]}`), ""},
		{"101 options", sectionJSON(`{"type":"static_select","options":[` + options(101) + `]}`), "/blocks/0/accessory/options"},
		{"neither options nor groups", sectionJSON(`{"type":"static_select"}`), "/blocks/0/accessory"},
		{"one value twice", sectionJSON(`{"type":"static_select","options":[` + optionJSON("a", "v") + `,` + optionJSON("b", "v") + `]}`), "/blocks/0/accessory/options"},
		{"option text of 76", sectionJSON(`{"type":"static_select","options":[` + optionJSON(long(76), "v") + `]}`), "/blocks/0/accessory/options/0/text/text"},
		{"option value of 150", sectionJSON(`{"type":"static_select","options":[` + optionJSON("o", long(150)) + `]}`), ""},
		{"option value of 151", sectionJSON(`{"type":"static_select","options":[` + optionJSON("o", long(151)) + `]}`), "/blocks/0/accessory/options/0/value"},
		{"placeholder of 151", sectionJSON(`{"type":"users_select","placeholder":` + plainJSON(long(151)) + `}`), "/blocks/0/accessory/placeholder/text"},
		{"initial option among them", sectionJSON(`{"type":"static_select","options":[` + options(2) + `],"initial_option":` + optionJSON("o", "v1") + `}`), ""},
		{"initial option not among them", sectionJSON(`{"type":"static_select","options":[` + options(2) + `],"initial_option":` + optionJSON("o", "v7") + `}`), "/blocks/0/accessory/initial_option"},
		{"group label of 76", sectionJSON(`{"type":"static_select","option_groups":[{"label":` + plainJSON(long(76)) + `,"options":[` + options(1) + `]}]}`), "/blocks/0/accessory/option_groups/0/label/text"},

		{"10 checkboxes", sectionJSON(`{"type":"checkboxes","options":[` + options(10) + `]}`), ""},
		{"11 checkboxes", sectionJSON(`{"type":"checkboxes","options":[` + options(11) + `]}`), "/blocks/0/accessory/options"},
		{"initial checkbox not among them", sectionJSON(`{"type":"checkboxes","options":[` + options(2) + `],"initial_options":[` + optionJSON("o", "v9") + `]}`), "/blocks/0/accessory/initial_options/0"},
		{"11 radio buttons", sectionJSON(`{"type":"radio_buttons","options":[` + options(11) + `]}`), "/blocks/0/accessory/options"},
		{"datepicker", sectionJSON(`{"type":"datepicker","initial_date":"2026-06-12"}`), ""},
		{"day first", sectionJSON(`{"type":"datepicker","initial_date":"12.06.2026"}`), "/blocks/0/accessory/initial_date"},
		{"24:00", sectionJSON(`{"type":"timepicker","initial_time":"24:00"}`), "/blocks/0/accessory/initial_time"},
		{"ten digits", actionsJSON(`{"type":"datetimepicker","initial_date_time":1781280000}`), ""},
		{"milliseconds", actionsJSON(`{"type":"datetimepicker","initial_date_time":1781280000000}`), "/blocks/0/elements/0/initial_date_time"},

		{"image", `{"type":"image","image_url":"https://x.test/a.png","alt_text":"a cat"}`, ""},
		{"image without alt", `{"type":"image","image_url":"https://x.test/a.png"}`, "/blocks/0"},
		{"alt of 2001", `{"type":"image","image_url":"https://x.test/a.png","alt_text":"` + long(2001) + `"}`, "/blocks/0/alt_text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := r.call("chat.postMessage", r.BotToken(), fmt.Sprintf(`{"channel":%q,"text":"words","blocks":[%s]}`, r.ana.ID(), c.blocks))
			r.checkPointer(t, got, c.pointer, "invalid_blocks")
		})
	}
}

// checkPointer wants a call accepted, or refused at a pointer with a fault.
func (r *room) checkPointer(t *testing.T, got answer, pointer, code string) {
	t.Helper()
	if pointer == "" {
		if !got.OK {
			t.Errorf("refused: %s %v", got.Error, got.Metadata.Messages)
		}
		return
	}
	if got.OK || got.Error != code {
		t.Errorf("ok %v, error %q, want %s", got.OK, got.Error, code)
	}
	if !slices.ContainsFunc(got.Metadata.Messages, func(m string) bool { return strings.HasSuffix(m, "[json-pointer:"+pointer+"]") }) {
		t.Errorf("messages %v, want the pointer %s", got.Metadata.Messages, pointer)
	}
	if f := r.Faults(); len(f) != 1 || f[0].Kind != code || !strings.Contains(f[0].Text, pointer) {
		t.Errorf("faults %+v, want one of %s at %s", f, code, pointer)
	}
	r.ForgetFaults(code)
}

// Views: the same for modals and the Home tab.
func TestViews(t *testing.T) {
	r := open(t)
	form := func(more string, blocks string) string {
		return fmt.Sprintf(`{"type":"modal","title":%s,"submit":%s%s,"blocks":[%s]}`, plainJSON("T"), plainJSON("S"), more, blocks)
	}
	home := func(more, blocks string) string {
		return fmt.Sprintf(`{"type":"home"%s,"blocks":[%s]}`, more, blocks)
	}
	text := `{"type":"plain_text_input"%s}`
	for _, c := range []struct{ name, view, pointer string }{
		{"form", form("", inputJSON(fmt.Sprintf(text, ""))), ""},
		{"title of 24", fmt.Sprintf(`{"type":"modal","title":%s,"blocks":[]}`, plainJSON(long(24))), ""},
		{"title of 25", fmt.Sprintf(`{"type":"modal","title":%s,"blocks":[]}`, plainJSON(long(25))), "/view/title/text"},
		{"no title", `{"type":"modal","blocks":[]}`, "/view"},
		{"mrkdwn title", `{"type":"modal","title":{"type":"mrkdwn","text":"a"},"blocks":[]}`, "/view/title/type"},
		{"submit of 25", fmt.Sprintf(`{"type":"modal","title":%s,"submit":%s,"blocks":[]}`, plainJSON("T"), plainJSON(long(25))), "/view/submit/text"},
		{"close of 25", form(`,"close":`+plainJSON(long(25)), ""), "/view/close/text"},
		{"input without submit", fmt.Sprintf(`{"type":"modal","title":%s,"blocks":[%s]}`, plainJSON("T"), inputJSON(fmt.Sprintf(text, ""))), "/view/submit"},
		{"101 blocks", form("", repeat(101, func(int) string { return `{"type":"divider"}` })), "/view/blocks"},
		{"private_metadata of 3000", form(`,"private_metadata":"`+long(3000)+`"`, ""), ""},
		{"private_metadata of 3001", form(`,"private_metadata":"`+long(3001)+`"`, ""), "/view/private_metadata"},
		{"callback_id of 256", form(`,"callback_id":"`+long(256)+`"`, ""), "/view/callback_id"},
		{"external_id of 256", form(`,"external_id":"`+long(256)+`"`, ""), "/view/external_id"},
		{"label of 2001", form("", `{"type":"input","label":`+plainJSON(long(2001))+`,"element":{"type":"plain_text_input"}}`), "/view/blocks/0/label/text"},
		{"hint of 2001", form("", `{"type":"input","label":`+plainJSON("L")+`,"hint":`+plainJSON(long(2001))+`,"element":{"type":"plain_text_input"}}`), "/view/blocks/0/hint/text"},
		{"mrkdwn label", form("", `{"type":"input","label":{"type":"mrkdwn","text":"a"},"element":{"type":"plain_text_input"}}`), "/view/blocks/0/label/type"},
		{"button in an input", form("", inputJSON(buttonJSON(""))), "/view/blocks/0/element/type"},
		{"max_length of 3000", form("", inputJSON(fmt.Sprintf(text, `,"max_length":3000`))), ""},
		{"max_length of 3001", form("", inputJSON(fmt.Sprintf(text, `,"max_length":3001`))), "/view/blocks/0/element/max_length"},
		{"min over max", form("", inputJSON(fmt.Sprintf(text, `,"min_length":9,"max_length":3`))), "/view/blocks/0/element/min_length"},
		{"initial value over max", form("", inputJSON(fmt.Sprintf(text, `,"initial_value":"abcd","max_length":3`))), "/view/blocks/0/element/initial_value"},
		{"empty initial value", form("", inputJSON(fmt.Sprintf(text, `,"initial_value":""`))), "/view/blocks/0/element/initial_value"},
		{"file input", form("", inputJSON(`{"type":"file_input"}`)), "/view/blocks/0/element/type"},
		{"number input", form("", inputJSON(`{"type":"number_input","is_decimal_allowed":false}`)), ""},
		{"number input without is_decimal_allowed", form("", inputJSON(`{"type":"number_input"}`)), "/view/blocks/0/element"},
		{"two in focus", form("", inputJSON(fmt.Sprintf(text, `,"focus_on_load":true`))+`,{"type":"input","label":`+plainJSON("L")+`,"element":{"type":"plain_text_input","focus_on_load":true}}`), "/view/blocks/1/element/focus_on_load"},

		{"home", home(`,"private_metadata":"x","callback_id":"c"`, sectionJSON(buttonJSON(""))), ""},
		{"home with a title", home(`,"title":`+plainJSON("T"), ""), "/view"},
		{"home with 101 blocks", home("", repeat(101, func(int) string { return `{"type":"divider"}` })), "/view/blocks"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if strings.HasPrefix(c.view, `{"type":"home"`) {
				got := r.call("views.publish", r.BotToken(), fmt.Sprintf(`{"user_id":%q,"view":%s}`, r.ana.ID(), c.view))
				r.checkPointer(t, got, c.pointer, "invalid_arguments")
				return
			}
			got := r.call("views.open", r.BotToken(), fmt.Sprintf(`{"trigger_id":%q,"view":%s}`, r.trigger(), c.view))
			r.checkPointer(t, got, c.pointer, "invalid_arguments")
		})
	}
	big := form("", repeat(90, func(int) string { return `{"type":"section","text":` + plainJSON(long(1500)) + `}` }))
	if got := r.call("views.open", r.BotToken(), fmt.Sprintf(`{"trigger_id":%q,"view":%s}`, r.trigger(), big)); got.Error != "view_too_large" {
		t.Errorf("a view of %d bytes: %+v", len(big), got)
	}
	r.ForgetFaults("view_too_large")
}

func TestMessageText(t *testing.T) {
	r := open(t)
	for _, c := range []struct{ name, body, want, fault string }{
		{"nothing", `"blocks":[]`, "no_text", "no_text"},
		{"40000 characters", `"text":"` + long(40000) + `"`, "", ""},
		{"40001 characters", `"text":"` + long(40001) + `"`, "msg_too_long", "msg_too_long"},
		{"blocks and no text", `"blocks":[{"type":"divider"}]`, "", "no_text_with_blocks"},
		{"half a metadata", `"text":"a","metadata":{"event_type":"x"}`, "invalid_metadata_format", "invalid_metadata_format"},
	} {
		got := r.call("chat.postMessage", r.BotToken(), fmt.Sprintf(`{"channel":%q,%s}`, r.ana.ID(), c.body))
		if got.Error != c.want {
			t.Errorf("%s: %q, want %q", c.name, got.Error, c.want)
		}
		if c.fault != "" {
			r.wants(c.fault)
		}
	}
}

// trigger is a fresh trigger of Ana's: she runs a command with no bot there to
// use it.
func (r *room) trigger() string {
	r.t.Helper()
	if r.quiet == nil {
		r.quiet = r.connect(nil)
	}
	r.must(r.ana.Type(r.ctx, "", "/echo"))
	seen := r.quiet.events()
	return triggerOf(seen[len(seen)-1])
}
