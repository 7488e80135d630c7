package sandbox

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// method is one Web API method: who may call it, how often, and what it does.
type method struct {
	app    bool     // takes the app-level token; the bot token otherwise
	open   bool     // takes no token
	scopes []string // any one of them; none: no scope needed
	tier   int      // calls a minute with Options.RateLimits
	// handle runs with mu held and returns the answer without "ok".
	handle func(*Workspace, *call) (object, *apiError)
}

// methods is every method the workspace answers; others are unknown_method.
func methods() map[string]method {
	read := []string{"channels:read", "im:read", "groups:read", "mpim:read"}
	history := []string{"channels:history", "im:history", "groups:history", "mpim:history"}
	write := []string{"chat:write"}
	return map[string]method{
		"api.test":              {open: true, tier: 600, handle: (*Workspace).apiTest},
		"auth.test":             {tier: 600, handle: (*Workspace).authTest},
		"apps.connections.open": {app: true, scopes: []string{"connections:write"}, tier: 20, handle: (*Workspace).openSocket},

		"users.info": {scopes: []string{"users:read"}, tier: 100, handle: (*Workspace).usersInfo},
		"users.list": {scopes: []string{"users:read"}, tier: 20, handle: (*Workspace).usersList},

		"conversations.open":    {scopes: []string{"im:write", "mpim:write", "channels:manage", "groups:write"}, tier: 50, handle: (*Workspace).conversationsOpen},
		"conversations.info":    {scopes: read, tier: 50, handle: (*Workspace).conversationsInfo},
		"conversations.list":    {scopes: read, tier: 20, handle: (*Workspace).conversationsList},
		"conversations.members": {scopes: read, tier: 100, handle: (*Workspace).conversationsMembers},
		"conversations.history": {scopes: history, tier: 50, handle: (*Workspace).conversationsHistory},

		"chat.postMessage":   {scopes: write, tier: 300, handle: (*Workspace).postMessage},
		"chat.postEphemeral": {scopes: write, tier: 100, handle: (*Workspace).postEphemeral},
		"chat.update":        {scopes: write, tier: 50, handle: (*Workspace).updateMessage},
		"chat.delete":        {scopes: write, tier: 50, handle: (*Workspace).deleteMessage},
		"chat.getPermalink":  {tier: 600, handle: (*Workspace).permalink},

		"views.open":    {tier: 100, handle: (*Workspace).viewsOpen},
		"views.push":    {tier: 100, handle: (*Workspace).viewsPush},
		"views.update":  {tier: 100, handle: (*Workspace).viewsUpdate},
		"views.publish": {tier: 100, handle: (*Workspace).viewsPublish},
	}
}

// apiError is an answer with "ok": false.
type apiError struct {
	code     string
	messages []string // response_metadata.messages
	extra    object
	retry    int // seconds of Retry-After, with HTTP 429
}

// unforeseen are the errors that happen to a bot that does everything right: a
// person closed the modal, someone left, the operator gave a wrong token.
var unforeseen = []string{
	"invalid_auth", "token_revoked", "ratelimited", "hash_conflict", "not_found", "user_not_found", "user_disabled", "user_not_visible",
	"cannot_dm_bot", "channel_not_found", "message_not_found", "is_archived", "not_in_channel", "user_not_in_channel",
	"messages_tab_disabled",
}

// call is one call being answered.
type call struct {
	method string
	args   map[string]any // strings from forms, anything from JSON
	token  string
	click  time.Time // of the trigger it used
}

// str is an argument as a string; numbers and booleans of JSON bodies too.
func (c *call) str(name string) string {
	switch v := c.args[name].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

func (c *call) flag(name string) bool {
	v := c.str(name)
	return v == "true" || v == "1"
}

// raw is an argument as JSON: forms carry it as a string, and JSON bodies may.
func (c *call) raw(name string) json.RawMessage {
	switch v := c.args[name].(type) {
	case nil:
		return nil
	case string:
		return json.RawMessage(v)
	default:
		return mustJSON(v)
	}
}

// about is what the call's log entry names.
func (c *call) about() string {
	for _, name := range []string{"channel", "view_id", "user_id", "user", "users"} {
		if s := c.str(name); s != "" {
			return s
		}
	}
	return ""
}

// serveAPI answers one call of the Web API.
func (w *Workspace) serveAPI(rw http.ResponseWriter, r *http.Request) {
	began := time.Now()
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, 4<<20))
	if err != nil {
		http.Error(rw, "body too large", http.StatusRequestEntityTooLarge)
		return
	}
	c, failed := readCall(r, body)

	w.mu.Lock()
	k, broken := w.takeKnob(c.method)
	w.mu.Unlock()
	if broken && (k.slack != "" || k.how != LoseAnswer) {
		w.answerBroken(rw, r, c, k, began)
		return
	}

	answer, failed := w.handle(c, failed, began)
	if broken { // LoseAnswer
		cut(rw)
		return
	}
	w.writeAnswer(rw, c, answer, failed)
}

// handle takes mu, answers a call unless it has failed already, and records it
// and its fault.
func (w *Workspace) handle(c *call, failed *apiError, began time.Time) (object, *apiError) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var answer object
	if failed == nil {
		answer, failed = w.answer(c)
	}
	entry := Call{At: began, Method: c.method, Channel: c.about(), OK: failed == nil, Took: time.Since(began)}
	if !c.click.IsZero() {
		entry.AfterClick = began.Sub(c.click)
	}
	if failed != nil {
		entry.Err = failed.code
		if !slices.Contains(unforeseen, failed.code) {
			w.fault(failed.code, "%s: %s", c.method, strings.Join(append([]string{failed.code}, failed.messages...), "; "))
		}
	}
	w.called(entry)
	return answer, failed
}

// answer checks a call's token, scopes and rate, and handles it.
func (w *Workspace) answer(c *call) (object, *apiError) {
	m, known := methods()[c.method]
	if !known {
		return nil, &apiError{code: "unknown_method", extra: object{"req_method": c.method}}
	}
	if err := w.authorize(c, m); err != nil {
		return nil, err
	}
	if err := w.limit(c, m); err != nil {
		return nil, err
	}
	return m.handle(w, c)
}

// authorize checks the token's kind and scopes.
func (w *Workspace) authorize(c *call, m method) *apiError {
	isApp, isBot := c.token == w.appToken, c.token == w.botToken
	switch {
	case m.open:
		return nil
	case c.token == "":
		return &apiError{code: "not_authed"}
	case !isApp && !isBot:
		return &apiError{code: "invalid_auth"}
	case w.revoked:
		return &apiError{code: "token_revoked"}
	case m.app != isApp && c.method != "auth.test":
		return &apiError{code: "not_allowed_token_type"}
	case isApp || len(m.scopes) == 0:
		return nil
	}
	if !slices.ContainsFunc(m.scopes, w.granted) {
		return &apiError{code: "missing_scope", extra: object{"needed": m.scopes[0], "provided": strings.Join(w.scopes, ",")}}
	}
	return nil
}

func (w *Workspace) granted(scope string) bool { return slices.Contains(w.scopes, scope) }

// readCall takes the arguments from the query, a form or JSON, and the token
// from the Authorization header or the arguments.
func readCall(r *http.Request, body []byte) (*call, *apiError) {
	c := &call{method: strings.TrimPrefix(r.URL.Path, "/api/"), args: map[string]any{}}
	fill := func(values url.Values) {
		for k, v := range values {
			c.args[k] = v[0]
		}
	}
	fill(r.URL.Query())
	var failed *apiError
	switch kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind {
	case "application/json":
		if v, err := decode(body); err == nil && asNode(v) != nil {
			c.args = asNode(v)
		} else if len(bytes.TrimSpace(body)) > 0 {
			failed = &apiError{code: "invalid_json"}
		}
	case "application/x-www-form-urlencoded":
		values, err := url.ParseQuery(string(body))
		if err != nil {
			failed = &apiError{code: "invalid_form_data"}
		}
		fill(values)
	case "multipart/form-data":
		r.Body = io.NopCloser(bytes.NewReader(body))
		if params["boundary"] == "" || r.ParseMultipartForm(1<<20) != nil {
			failed = &apiError{code: "invalid_form_data"}
		} else {
			fill(url.Values(r.MultipartForm.Value))
		}
	default:
		if len(body) > 0 {
			failed = &apiError{code: "invalid_post_type"}
		}
	}
	c.token = c.str("token")
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		c.token = bearer
	}
	return c, failed
}

// answerBroken plays a fault knob that keeps the call from being handled.
func (w *Workspace) answerBroken(rw http.ResponseWriter, r *http.Request, c *call, k knob, began time.Time) {
	entry := Call{At: began, Method: c.method, Channel: c.about(), Err: k.slack, Took: time.Since(began)}
	if k.slack == "" {
		entry.Err = map[Failure]string{RateLimited: "http 429", ServerError: "http 500", Hang: "hang"}[k.how]
	}
	w.mu.Lock()
	w.called(entry)
	w.mu.Unlock()
	switch {
	case k.slack != "":
		w.writeAnswer(rw, c, nil, &apiError{code: k.slack})
	case k.how == RateLimited:
		w.writeAnswer(rw, c, nil, &apiError{code: "ratelimited", retry: 1})
	case k.how == ServerError:
		http.Error(rw, "<html>the server has a bad day</html>", http.StatusInternalServerError)
	case k.how == Hang:
		select {
		case <-r.Context().Done():
		case <-w.ctx.Done():
		}
		cut(rw)
	}
}

// writeAnswer writes Slack's JSON and headers.
func (w *Workspace) writeAnswer(rw http.ResponseWriter, c *call, answer object, failed *apiError) {
	h := rw.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	w.mu.Lock()
	h.Set("Date", time.Now().Add(w.dates).UTC().Format(http.TimeFormat))
	w.mu.Unlock()
	if c.token == w.botToken {
		h.Set("X-Oauth-Scopes", strings.Join(w.scopes, ","))
		if m := methods()[c.method]; len(m.scopes) > 0 {
			h.Set("X-Accepted-Oauth-Scopes", strings.Join(m.scopes, ","))
		}
	}
	if failed == nil {
		answer["ok"] = true
		_, _ = rw.Write(mustJSON(answer))
		return
	}
	answer = object{"ok": false, "error": failed.code}
	for k, v := range failed.extra {
		answer[k] = v
	}
	if failed.messages != nil {
		answer["response_metadata"] = object{"messages": failed.messages}
	}
	if failed.retry > 0 {
		h.Set("Retry-After", strconv.Itoa(failed.retry))
		rw.WriteHeader(http.StatusTooManyRequests)
	}
	_, _ = rw.Write(mustJSON(answer))
}

// apiTest is api.test, which says that Slack is there.
func (w *Workspace) apiTest(c *call) (object, *apiError) {
	return object{"args": c.args}, nil
}

// authTest is auth.test.
func (w *Workspace) authTest(c *call) (object, *apiError) {
	if c.token == w.appToken {
		return object{"app_name": w.app.Name, "app_id": w.appID}, nil
	}
	return object{
		"url": "https://" + w.domain() + ".slack.com/", "team": w.opts.Name, "user": w.botHandle(),
		"team_id": w.team, "user_id": w.botUser, "bot_id": w.botID, "is_enterprise_install": false,
	}, nil
}

// domain is the workspace's name in its address.
func (w *Workspace) domain() string {
	var b strings.Builder
	for _, r := range strings.ToLower(w.opts.Name) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func (w *Workspace) botHandle() string {
	return strings.ToLower(strings.ReplaceAll(w.app.Name, " ", ""))
}

// paginate cuts a list into pages by Slack's cursors.
func paginate[T any](c *call, list []T, most int) ([]T, string, *apiError) {
	limit := most
	if s := c.str("limit"); s != "" && s != "0" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 || n > 1000 {
			return nil, "", &apiError{code: "invalid_limit"}
		}
		limit = n
	}
	from := 0
	if s := c.str("cursor"); s != "" {
		n, err := strconv.Atoi(strings.TrimPrefix(s, "next:"))
		if err != nil || n < 0 || n > len(list) || !strings.HasPrefix(s, "next:") {
			return nil, "", &apiError{code: "invalid_cursor"}
		}
		from = n
	}
	to := min(from+limit, len(list))
	next := ""
	if to < len(list) {
		next = "next:" + strconv.Itoa(to)
	}
	return list[from:to], next, nil
}
