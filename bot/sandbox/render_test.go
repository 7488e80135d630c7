package sandbox

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// anas is a reader for the tables: Ana, in Madrid, on 1 June 2026.
func anas(t *testing.T) *reader {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Fatal(err)
	}
	return &reader{
		me: "U1", loc: loc, now: time.Date(2026, 6, 1, 12, 0, 0, 0, loc), locale: "en-GB",
		people:   []pick{{"U1", "Ana Torres"}, {"U2", "Bo <Lind>"}},
		channels: []pick{{"C1", "#general"}},
		names:    map[string]string{"U1": "Ana Torres", "U2": "Bo <Lind>", "U9": "Gone", "C1": "general"},
		writable: map[string]bool{"U2": true},
	}
}

func TestMrkdwn(t *testing.T) {
	const at = "1781280000" // 12 June 2026, 18:00 in Madrid
	for _, c := range []struct{ name, in, want string }{
		{"plain", "Hello", "Hello"},
		{"bold", "a *b c* d", "a <strong>b c</strong> d"},
		{"italic", "_b_", "<em>b</em>"},
		{"strike", "~b~", "<s>b</s>"},
		{"nested", "*b _i_*", "<strong>b <em>i</em></strong>"},
		{"no bold inside a word", "2*3*4", "2*3*4"},
		{"no bold with a space inside", "* b*", "* b*"},
		{"an open mark stays", "*b", "*b"},
		{"snake case stays", "a_b_c", "a_b_c"},
		{"code", "`*b*`", "<code>*b*</code>"},
		{"pre", "```a *b*\nc```", "<pre>a *b*\nc</pre>"},
		{"an open fence stays", "```a", "```a"},
		{"lines", "a\nb", "a<br>b"},
		{"quote", "a\n&gt; b\n&gt; c\nd", "a<blockquote>b<br>c</blockquote>d"},
		{"entities once", "&lt;b&gt; &amp;lt;", "&lt;b&gt; &amp;lt;"},
		{"own mention", "<@U1>", `<span class="mention me">@Ana Torres</span>`},
		{"mention, name escaped", "<@U2|bo>", `<span class="mention">@Bo &lt;Lind&gt;</span>`},
		{"unknown mention", "<@U7|zoe>", `<span class="mention">@zoe</span>`},
		{"channel", "<#C1>", `<span class="mention">#general</span>`},
		{"broadcast", "<!here>", `<span class="mention">@here</span>`},
		{"link", "<https://example.org/?a=1&amp;b=2|see *this*>", `<a href="https://example.org/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">see *this*</a>`},
		{"bare link", "see https://example.org/a.", `see <a href="https://example.org/a" target="_blank" rel="noopener noreferrer">https://example.org/a</a>.`},
		{"mail", "<mailto:a@example.org>", `<a href="mailto:a@example.org" target="_blank" rel="noopener noreferrer">a@example.org</a>`},
		{"a person's conversation", "<slack://user?team=T1&amp;id=U2|Write to Bo>", `<button type="button" class="link" data-writes="U2">Write to Bo</button>`},
		{"nobody's conversation", "<slack://user?team=T1&amp;id=U9|Write>", "Write"},
		{"no script links", "<javascript:alert(1)|x>", "x"},
		{"no data links", "<data:text/html,x|x>", "x"},
		{"emoji", ":wave: :no_such_thing:", "👋 :no_such_thing:"},
		{"a broken date is its fallback", "<!date^soon^{time}|18:00>", "18:00"},
		{"date", "<!date^" + at + "^at {time}|x>", `<time datetime="2026-06-12T16:00:00Z" title="Friday 12 June 2026, 18:00 CEST">at 18:00</time>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := string(anas(t).mrkdwn(c.in)); got != c.want {
				t.Errorf("mrkdwn(%q)\n got %s\nwant %s", c.in, got, c.want)
			}
		})
	}
}

func TestBlocks(t *testing.T) {
	const label = `"label":{"type":"plain_text","text":"Who"}`
	for _, c := range []struct {
		name, blocks string
		want         []string
		without      []string
	}{
		{"section", `{"type":"section","text":{"type":"mrkdwn","text":"*a*"},"fields":[{"type":"plain_text","text":"*f*"}]}`,
			[]string{"<strong>a</strong>", `<div class="fields"><div class="text">*f*</div></div>`}, nil},
		{"header", `{"type":"header","text":{"type":"plain_text","text":"Next :wave:"}}`, []string{`role="heading" aria-level="0"`, ">Next 👋</div>"}, nil},
		{"divider", `{"type":"divider"}`, []string{"<hr"}, nil},
		{"context", `{"type":"context","elements":[{"type":"mrkdwn","text":"_a_"},{"type":"image","image_url":"https://example.org/a.png","alt_text":"A face"}]}`,
			[]string{"<em>a</em>", `aria-label="A face"`}, []string{"example.org", "<img"}},
		{"image", `{"type":"image","image_url":"https://example.org/a.png","alt_text":"A map","title":{"type":"plain_text","text":"The way"}}`,
			[]string{"A map", "The way"}, []string{"example.org"}},
		{"button", `{"type":"actions","block_id":"b","elements":[{"type":"button","action_id":"a","style":"primary","text":{"type":"plain_text","text":"We met"}}]}`,
			[]string{`<button type="button" class="button primary"`, `data-block-id="b"`, `data-action-id="a"`, `data-dispatch="press"`, ">We met</button>"}, nil},
		{"button to a person's conversation", `{"type":"actions","elements":[{"type":"button","action_id":"a","url":"slack://user?team=T1&id=U2","text":{"type":"plain_text","text":"Write"}}]}`,
			[]string{`<button type="button" class="button "`, `title="Slack opens your conversation with Bo &lt;Lind&gt;."`, `data-dispatch="press"`}, []string{"as=bo", "_blank", "slack:"}},
		{"button with its own name for readers", `{"type":"actions","elements":[{"type":"button","action_id":"a","accessibility_label":"Plan a talk with Ana","text":{"type":"plain_text","text":"Plan"}}]}`,
			[]string{`aria-label="Plan a talk with Ana"`}, nil},
		{"button beside a text", `{"type":"section","text":{"type":"mrkdwn","text":"*Ana*\nsays yes"},"accessory":{"type":"button","action_id":"a","text":{"type":"plain_text","text":"Plan"}}}`,
			[]string{`aria-label="Plan: Ana"`}, nil},
		{"confirm", `{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"Delete"},"confirm":{"title":{"type":"plain_text","text":"Sure?"},"text":{"type":"mrkdwn","text":"For *good*."},"confirm":{"type":"plain_text","text":"Yes"},"deny":{"type":"plain_text","text":"No"},"style":"danger"}}]}`,
			[]string{`<template class="confirm">`, "For <strong>good</strong>.", `data-answer="yes">Yes<`, `danger`}, nil},
		{"overflow", `{"type":"section","text":{"type":"plain_text","text":"x"},"accessory":{"type":"overflow","action_id":"a","options":[{"text":{"type":"plain_text","text":"Not now"},"value":"n"}]}}`,
			[]string{`<details class="menu overflow"`, `data-option="n"`, ">Not now</button>"}, nil},
		{"select with a chosen option and its description", `{"type":"input","block_id":"b",` + label + `,"element":{"type":"static_select","action_id":"a","initial_option":{"text":{"type":"plain_text","text":"Check-in"},"value":"c"},"options":[{"text":{"type":"plain_text","text":"Check-in"},"value":"c","description":{"type":"plain_text","text":"How are they"}}]}}`,
			[]string{`<option value="c" selected data-description="How are they">Check-in</option>`, `aria-live="polite">How are they</p>`}, nil},
		{"select in groups", `{"type":"input",` + label + `,"element":{"type":"static_select","action_id":"a","option_groups":[{"label":{"type":"plain_text","text":"G"},"options":[{"text":{"type":"plain_text","text":"One"},"value":"1"}]}]}}`,
			[]string{`<optgroup label="G"><option value="1">One</option></optgroup>`}, nil},
		{"people", `{"type":"input",` + label + `,"element":{"type":"users_select","action_id":"a","initial_user":"U9"}}`,
			[]string{`<option value="U2">Bo &lt;Lind&gt;</option>`, `<option value="U9" selected>Gone</option>`}, nil},
		{"date-time in the reader's zone", `{"type":"input",` + label + `,"element":{"type":"datetimepicker","action_id":"a","initial_date_time":1781280000}}`,
			[]string{`type="datetime-local" value="2026-06-12T18:00"`}, nil},
		{"text input", `{"type":"input","block_id":"b","optional":true,` + label + `,"hint":{"type":"plain_text","text":"A hint"},"element":{"type":"plain_text_input","action_id":"a","max_length":300,"placeholder":{"type":"plain_text","text":"Say it"}}}`,
			[]string{"(optional)", `placeholder="Say it"`, `maxlength="300"`, ">A hint</p>", `<label class="label" for="`}, []string{"data-dispatch", "data-required"}},
		{"many lines keep their first", `{"type":"input",` + label + `,"element":{"type":"plain_text_input","multiline":true,"action_id":"a","initial_value":"\na</textarea>"}}`,
			[]string{">\n\na&lt;/textarea&gt;</textarea>"}, nil},
		{"text tells on Enter", `{"type":"input","dispatch_action":true,` + label + `,"element":{"type":"plain_text_input","action_id":"a"}}`,
			[]string{`data-dispatch="enter"`}, nil},
		{"text tells at each character", `{"type":"input","dispatch_action":true,` + label + `,"element":{"type":"plain_text_input","action_id":"a","dispatch_action_config":{"trigger_actions_on":["on_character_entered"]}}}`,
			[]string{`data-dispatch="character"`}, nil},
		{"ticks", `{"type":"input",` + label + `,"element":{"type":"checkboxes","action_id":"a","initial_options":[{"text":{"type":"mrkdwn","text":"*Yes*"},"value":"y"}],"options":[{"text":{"type":"mrkdwn","text":"*Yes*"},"value":"y","description":{"type":"plain_text","text":"No is fine"}}]}}`,
			[]string{`<input type="checkbox" value="y" checked`, "<strong>Yes</strong>", "No is fine", `role="group" aria-labelledby="`}, nil},
		{"radio", `{"type":"input",` + label + `,"element":{"type":"radio_buttons","action_id":"a","options":[{"text":{"type":"plain_text","text":"Not now"},"value":"n"}]}}`,
			[]string{`<input type="radio" value="n"`, `role="radiogroup"`}, nil},
		{"rich text", `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"*a*","style":{"bold":true}},{"type":"user","user_id":"U1"}]},{"type":"rich_text_list","style":"ordered","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"one"}]}]}]}`,
			[]string{"<p><strong>*a*</strong>", "@Ana Torres", "<ol><li>one</li></ol>"}, nil},
		{"unknown block", `{"type":"video"}`, []string{"unknown block: video"}, nil},
		{"unknown element", `{"type":"actions","elements":[{"type":"workflow_button"}]}`, []string{"unknown block: workflow_button"}, nil},
		{"odd block", `{"type":"section","text":7}`, []string{"unknown block"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := anas(t).blocks(json.RawMessage("["+c.blocks+"]"), surface{container: "V1"})
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range c.want {
				if !strings.Contains(string(got), want) {
					t.Errorf("no %s in\n%s", want, got)
				}
			}
			for _, no := range c.without {
				if strings.Contains(string(got), no) {
					t.Errorf("%s stands in\n%s", no, got)
				}
			}
		})
	}
}

func TestBlocksOfAView(t *testing.T) {
	const blocks = `[{"type":"input","block_id":"b","label":{"type":"plain_text","text":"Why"},"element":{"type":"plain_text_input","action_id":"a","initial_value":"first"}}]`
	typed := "typed"
	got, err := anas(t).blocks(json.RawMessage(blocks), surface{
		container: "V1", values: map[string]map[string]Value{"b": {"a": {Value: &typed}}}, errors: map[string]string{"b": "Say <why>."},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`value="typed"`, "Say &lt;why&gt;.</p>", `aria-invalid="true"`} {
		if !strings.Contains(string(got), want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

// Every string of every block is replaced, one at a time, by text that would
// break out of an element or an attribute if anything let it.
func TestNothingTypedIsMarkup(t *testing.T) {
	const bad = `"'><script>alert(1)</script><img src=x onerror=alert(1)>`
	samples := []string{
		`{"type":"section","block_id":"b","text":{"type":"mrkdwn","text":"x"},"fields":[{"type":"plain_text","text":"x"}],"accessory":{"type":"button","action_id":"a","text":{"type":"plain_text","text":"x"},"value":"x","style":"primary","url":"https://example.org/x"}}`,
		`{"type":"header","block_id":"b","text":{"type":"plain_text","text":"x"}}`,
		`{"type":"image","block_id":"b","image_url":"x","alt_text":"x","title":{"type":"plain_text","text":"x"}}`,
		`{"type":"context","block_id":"b","elements":[{"type":"mrkdwn","text":"x"},{"type":"image","alt_text":"x","image_url":"x"}]}`,
		`{"type":"actions","block_id":"b","elements":[{"type":"overflow","action_id":"a","options":[{"text":{"type":"plain_text","text":"x"},"value":"x","url":"https://example.org/x","description":{"type":"plain_text","text":"x"}}],"confirm":{"title":{"type":"plain_text","text":"x"},"text":{"type":"mrkdwn","text":"x"},"confirm":{"type":"plain_text","text":"x"},"deny":{"type":"plain_text","text":"x"}}}]}`,
		`{"type":"input","block_id":"b","label":{"type":"plain_text","text":"x"},"hint":{"type":"plain_text","text":"x"},"element":{"type":"plain_text_input","action_id":"a","initial_value":"x","placeholder":{"type":"plain_text","text":"x"}}}`,
		`{"type":"input","block_id":"b","label":{"type":"plain_text","text":"x"},"element":{"type":"plain_text_input","multiline":true,"action_id":"a","initial_value":"x"}}`,
		`{"type":"input","block_id":"b","label":{"type":"plain_text","text":"x"},"element":{"type":"static_select","action_id":"a","placeholder":{"type":"plain_text","text":"x"},"initial_option":{"value":"x"},"options":[{"text":{"type":"plain_text","text":"x"},"value":"x","description":{"type":"plain_text","text":"x"}}]}}`,
		`{"type":"input","block_id":"b","label":{"type":"plain_text","text":"x"},"element":{"type":"checkboxes","action_id":"a","options":[{"text":{"type":"mrkdwn","text":"x"},"value":"x","description":{"type":"mrkdwn","text":"x"}}]}}`,
		`{"type":"input","block_id":"b","label":{"type":"plain_text","text":"x"},"element":{"type":"radio_buttons","action_id":"a","options":[{"text":{"type":"plain_text","text":"x"},"value":"x"}]}}`,
		`{"type":"input","block_id":"b","label":{"type":"plain_text","text":"x"},"element":{"type":"datepicker","action_id":"a","initial_date":"x"}}`,
		`{"type":"rich_text","block_id":"b","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"x"},{"type":"link","url":"https://example.org/x","text":"x"},{"type":"emoji","name":"x"},{"type":"user","user_id":"x"},{"type":"color","value":"x"},{"type":"date","timestamp":1,"format":"x","fallback":"x"}]}]}`,
		`{"type":"x","block_id":"b"}`,
	}
	r := anas(t)
	r.people = append(r.people, pick{"U3", bad})
	r.names["x"] = bad
	tried := 0
	for _, sample := range samples {
		var doc any
		if err := json.Unmarshal([]byte(sample), &doc); err != nil {
			t.Fatalf("%s: %v", sample, err)
		}
		everyString(doc, func(set func(string), was, key string) {
			for _, attack := range []string{bad, "<@" + bad + ">", "<https://example.org/" + bad + "|" + bad + ">", "<!date^1^" + bad + "|" + bad + ">", "```" + bad + "```", "*" + bad + "*", "javascript:alert(1)"} {
				set(attack)
				raw, _ := json.Marshal([]any{doc})
				got, err := r.blocks(raw, surface{container: "V1", errors: map[string]string{"b": attack}})
				if err != nil {
					t.Errorf("%s of %s: %v", key, sample, err)
				}
				for _, no := range []string{"<script", "<img", `href="javascript:`, `url="javascript:`, `"'>`} {
					if strings.Contains(strings.ToLower(string(got)), no) {
						t.Errorf("%s = %q lets %s through:\n%s", key, attack, no, got)
					}
				}
				tried++
			}
			set(was)
		})
	}
	if tried < 200 {
		t.Errorf("only %d attacks were tried", tried)
	}
}

// everyString calls f for each string value in a JSON document.
func everyString(doc any, f func(set func(string), was, key string)) {
	switch d := doc.(type) {
	case map[string]any:
		for k, v := range d {
			if s, ok := v.(string); ok {
				f(func(to string) { d[k] = to }, s, k)
			} else {
				everyString(v, f)
			}
		}
	case []any:
		for _, v := range d {
			everyString(v, f)
		}
	}
}

func TestReadValue(t *testing.T) {
	madrid := anas(t).loc
	unix := func(n int64) *int64 { return &n }
	for _, c := range []struct {
		name, element string
		posted        []string
		before        Value
		want          string
	}{
		{"text", `{"type":"plain_text_input"}`, []string{"a\r\nb"}, Value{}, `{"type":"plain_text_input","value":"a\nb"}`},
		{"empty text is none", `{"type":"plain_text_input"}`, []string{""}, Value{}, `{"type":"plain_text_input"}`},
		{"date-time in the person's zone", `{"type":"datetimepicker"}`, []string{"2026-06-12T18:00"}, Value{}, `{"type":"datetimepicker","selected_date_time":1781280000}`},
		{"an untouched date-time keeps its seconds", `{"type":"datetimepicker"}`, []string{"2026-06-12T18:00"}, Value{Type: "datetimepicker", SelectedDateTime: unix(1781280007)}, `{"type":"datetimepicker","selected_date_time":1781280007}`},
		{"no date-time", `{"type":"datetimepicker"}`, nil, Value{}, `{"type":"datetimepicker"}`},
		{"option", `{"type":"static_select","options":[{"value":"a"},{"value":"b"}]}`, []string{"b"}, Value{}, `{"type":"static_select","selected_option":{"value":"b"}}`},
		{"an option that is not offered", `{"type":"static_select","options":[{"value":"a"}]}`, []string{"z"}, Value{}, `{"type":"static_select"}`},
		{"ticks", `{"type":"checkboxes","options":[{"value":"a"},{"value":"b"}]}`, []string{"b", "a"}, Value{}, `{"type":"checkboxes","selected_options":[{"value":"a"},{"value":"b"}]}`},
		{"person", `{"type":"users_select"}`, []string{"U1"}, Value{}, `{"type":"users_select","selected_user":"U1"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			var e element
			if err := json.Unmarshal([]byte(c.element), &e); err != nil {
				t.Fatal(err)
			}
			got, err := json.Marshal(readValue(e, c.posted, c.before, madrid))
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
