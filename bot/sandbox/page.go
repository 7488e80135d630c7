package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// The page is the workspace in a browser. The server renders it whole and again
// at every change; a little JavaScript swaps in what differs. Its rules:
//
//   - nothing a person or a bot typed is ever markup;
//   - the page loads nothing but itself, and answers only to a loopback name;
//   - who one is stands in the address, so two windows can be two people;
//   - what was typed is on the server before any act that follows it.

// page serves the workspace's people. What it keeps is about looking, and so no
// part of the workspace: what each person has dismissed.
type page struct {
	w        *Workspace
	mux      *http.ServeMux
	pictures *pictures

	mu        sync.Mutex
	changed   chan struct{}       // closed when something below changes
	dismissed map[string]int      // notices of the workspace already put away
	said      map[string][]string // the page's own words to a person
	ride      ride                // of the clock, the last one
}

// newPage serves the page through which people look at the workspace.
func newPage(w *Workspace) http.Handler {
	p := &page{
		w: w, mux: http.NewServeMux(), pictures: newPictures(), changed: make(chan struct{}),
		dismissed: map[string]int{}, said: map[string][]string{}, ride: ride{away: map[string]int{}},
	}
	p.mux.HandleFunc("GET /{$}", p.get)
	p.mux.HandleFunc("GET /fragment", p.get)
	p.mux.HandleFunc("GET /events", p.events)
	p.mux.HandleFunc("GET /gallery", p.getGallery)
	p.mux.HandleFunc("GET /picture/{name}", p.pictures.get)
	for _, name := range []string{"page.css", "gallery.css", "page.js", "icon.svg"} {
		p.mux.HandleFunc("GET /page/"+name, func(rw http.ResponseWriter, r *http.Request) {
			http.ServeFileFS(rw, r, pageFiles, "page/"+name)
		})
	}
	for name, act := range map[string]func(*http.Request, *Person) error{
		"type": p.doType, "set": p.doSet, "act": p.doAct, "submit": p.doSubmit, "close": p.doClose,
		"shortcut": p.doShortcut, "delete": p.doDelete, "open": p.doOpen, "advance": p.doAdvance,
		"write": p.doWrite, "dismiss": p.doDismiss, "reload": p.doReload,
	} {
		p.mux.HandleFunc("POST /do/"+name, p.do(act))
	}
	return p
}

const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// ServeHTTP refuses, before anything else, requests that did not come to this
// listener by a loopback name (DNS rebinding) and posts from other origins.
func (p *page) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	h := rw.Header()
	h.Set("Content-Security-Policy", contentSecurityPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if !p.ours(r.Host) {
		http.Error(rw, "This page answers only to 127.0.0.1 and localhost.", http.StatusForbidden)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead && !sameOrigin(r) {
		http.Error(rw, "This request did not come from the page.", http.StatusForbidden)
		return
	}
	p.mux.ServeHTTP(rw, r)
}

// ours says whether a Host header names this listener.
func (p *page) ours(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		return false
	}
	u, err := url.Parse(p.w.URL())
	if err != nil || port != u.Port() {
		return false
	}
	return name == "127.0.0.1" || name == "::1" || strings.EqualFold(name, "localhost")
}

// sameOrigin wants proof from the browser that the page itself asks: what it
// says of the origin must be there and must match.
func sameOrigin(r *http.Request) bool {
	origin, site := r.Header.Get("Origin"), r.Header.Get("Sec-Fetch-Site")
	if origin == "" && site == "" {
		return false
	}
	return (origin == "" || origin == "http://"+r.Host) && (site == "" || site == "same-origin")
}

// get answers with the whole page; the fragment is the same page, of which the
// browser takes what changed.
func (p *page) get(rw http.ResponseWriter, r *http.Request) {
	who := p.w.Person(r.FormValue("as"))
	s, err := p.screen(r.Context(), who, r.FormValue("at"), r.FormValue("hidden") == "", r.FormValue("wire") != "")
	if err != nil {
		http.Error(rw, err.Error(), http.StatusInternalServerError)
		return
	}
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	name := "page"
	if r.URL.Path == "/fragment" {
		name = "app"
	}
	if err := pageTemplates.ExecuteTemplate(rw, name, s); err != nil {
		// Half the page is sent: all that is left is to say so in it.
		fmt.Fprintf(rw, "\n<!-- the page could not be rendered -->")
	}
}

// What the browser is told over its connection, with the workspace's version: the screen may
// be another, or only what is on the wire. What it was, the browser asks for itself.
const (
	changedScreen = "screen"
	changedWire   = "wire" // of use to those who look at the traffic
)

// events tells the browser that something changed; a beat now and then moves the clock. It is
// a websocket since everybody in the workspace may be looked at in a window of their own, and
// of other connections browsers allow six to one server.
func (p *page) events(rw http.ResponseWriter, r *http.Request) {
	ws, err := new(websocket.Upgrader).Upgrade(rw, r, nil) // which refuses other origins
	if err != nil {
		return // Upgrade has answered
	}
	defer ws.Close()
	gone := make(chan struct{})
	p.w.running.Go(func() {
		defer close(gone)
		for err := error(nil); err == nil; { // nothing comes but the end
			_, _, err = ws.NextReader()
		}
	})
	beat := time.NewTicker(20 * time.Second)
	defer beat.Stop()
	workspace, own, wire := p.w.Changed(), p.whenChanged(), p.w.wireChanged()
	for changed := changedScreen; ; {
		if ws.SetWriteDeadline(time.Now().Add(silence)) != nil || ws.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, "%s %d", changed, p.w.Version())) != nil {
			return
		}
		// Only what fired is taken anew: the others may have fired, too.
		changed = changedScreen
		select {
		case <-workspace:
			workspace = p.w.Changed()
		case <-own:
			own = p.whenChanged()
		case <-wire:
			wire, changed = p.w.wireChanged(), changedWire
		case <-beat.C:
		case <-gone:
			return
		case <-p.w.ctx.Done():
			return
		}
	}
}

func (p *page) whenChanged() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.changed
}

// poke wakes every window; the caller holds the lock.
func (p *page) poke() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// refusal is a sentence for the person: why an act was not done.
type refusal string

func (r refusal) Error() string { return string(r) }

// do wraps an act of a person: it is done when the answer comes, and what went
// wrong stands in the person's notices.
func (p *page) do(act func(*http.Request, *Person) error) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(rw, r.Body, 1<<20)
		if err := r.ParseForm(); err != nil {
			http.Error(rw, "The form could not be read.", http.StatusBadRequest)
			return
		}
		who := p.w.Person(r.PostForm.Get("as"))
		if who == nil {
			http.Error(rw, "Nobody here has that name.", http.StatusNotFound)
			return
		}
		before := len(who.Notices())
		if err := act(r, who); err != nil && !errors.Is(err, context.Canceled) && len(who.Notices()) <= before {
			p.say(who, err.Error())
		}
		rw.WriteHeader(http.StatusNoContent)
	}
}

// say leaves a word of the page's own to a person.
func (p *page) say(who *Person, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.said[who.ID()] = append(p.said[who.ID()], strings.TrimPrefix(text, "sandbox: "))
	p.poke()
}

// putAway dismisses what was said to a person so far: a new try begins.
func (p *page) putAway(who *Person) {
	n := len(who.Notices())
	p.mu.Lock()
	defer p.mu.Unlock()
	ridden := p.ride.id > p.ride.away[who.ID()] && !p.ride.moving
	if n == p.dismissed[who.ID()] && len(p.said[who.ID()]) == 0 && !ridden {
		return
	}
	if ridden {
		p.ride.away[who.ID()] = p.ride.id
	}
	p.dismissed[who.ID()] = n
	delete(p.said, who.ID())
	p.poke()
}

func (p *page) doType(r *http.Request, who *Person) error {
	text := strings.TrimSpace(strings.ReplaceAll(r.PostForm.Get("text"), "\r\n", "\n"))
	if text == "" {
		return nil
	}
	p.putAway(who)
	return who.Type(r.Context(), p.where(who, r.PostForm.Get("at")), text)
}

// where is the channel a tab shows; "" is the DM with the app.
func (p *page) where(who *Person, at string) string {
	for _, c := range p.channels(who) {
		if at == c.ID {
			return c.ID
		}
	}
	return ""
}

// channels are those a person is in.
func (p *page) channels(who *Person) []Channel {
	return slices.DeleteFunc(slices.Clone(p.w.Channels()), func(c Channel) bool {
		return !slices.Contains(c.Members, who.ID())
	})
}

func (p *page) doSet(r *http.Request, who *Person) error {
	return p.setAll(r.PostForm, who)
}

// setAll takes over every value the person's screen showed of a view. Fields
// that are gone meanwhile are not an error: their view was replaced.
func (p *page) setAll(form url.Values, who *Person) error {
	v := viewOf(who, form.Get("container"))
	if v == nil {
		return nil
	}
	loc := zone(who.Profile())
	for _, f := range fieldsOf(blocksOf(v)) {
		posted, shown := f.posted(form)
		if !shown {
			continue
		}
		before := v.Values[f.block][f.element.ActionID]
		now := readValue(f.element, posted, before, loc)
		if sameValue(now, before) {
			continue
		}
		if err := who.Set(v.ID, f.block, f.element.ActionID, now); err != nil {
			return fmt.Errorf("keep what was typed: %w", err)
		}
	}
	return nil
}

// viewOf finds an open view of a person by its id.
func viewOf(who *Person, id string) *View {
	if home := who.HomeView(); home != nil && home.ID == id {
		return home
	}
	for _, v := range who.Modals() {
		if v.ID == id {
			return &v
		}
	}
	return nil
}

func (p *page) doAct(r *http.Request, who *Person) error {
	form := r.PostForm
	p.putAway(who)
	if err := p.setAll(form, who); err != nil {
		return err
	}
	container := form.Get("container")
	blockID, actionID := form.Get("block"), form.Get("action")
	for _, f := range p.fieldsIn(who, container) {
		if f.block == blockID && f.element.ActionID == actionID {
			err := who.Act(r.Context(), container, blockID, actionID, f.acted(form, zone(who.Profile())))
			p.stay(who, userIn(f.element.URL))
			return err
		}
	}
	return refusal("That is no longer here.")
}

// doWrite follows a link in a text to the conversation with somebody.
func (p *page) doWrite(r *http.Request, who *Person) error {
	p.putAway(who)
	p.stay(who, r.PostForm.Get("to"))
	return nil
}

// stay says where Slack would go now: to the person's conversation with another,
// and there are none here. Whoever became that other instead would write as them.
func (p *page) stay(who *Person, id string) {
	for _, other := range p.w.People() {
		if of := other.Profile(); other.ID() == id && !of.Deleted && !of.Bot {
			p.say(who, fmt.Sprintf("In Slack this opens your conversation with %s. There are none between people here: you are still %s.",
				displayName(of), displayName(who.Profile())))
		}
	}
}

// fieldsIn lists the elements of a view, or of a message named channel/ts.
func (p *page) fieldsIn(who *Person, container string) []field {
	if v := viewOf(who, container); v != nil {
		return fieldsOf(blocksOf(v))
	}
	if m, ok := messageOf(who, container); ok {
		return fieldsOf(m.Blocks)
	}
	return nil
}

func messageOf(who *Person, container string) (Message, bool) {
	channel, ts, _ := strings.Cut(container, "/")
	if channel == "" {
		return Message{}, false
	}
	for _, m := range who.Messages(channel) {
		if m.TS == ts {
			return m, true
		}
	}
	return Message{}, false
}

// acted is the value an act carries: none for a button, the item pressed for an
// overflow menu, what is filled in for all others.
func (f field) acted(form url.Values, loc *time.Location) *Value {
	switch f.element.Type {
	case "button":
		return nil
	case "overflow":
		v := readValue(f.element, []string{form.Get("option")}, Value{}, loc)
		return &v
	}
	posted, _ := f.posted(form)
	v := readValue(f.element, posted, initialValue(f.element), loc)
	return &v
}

func (p *page) doSubmit(r *http.Request, who *Person) error {
	p.putAway(who)
	if err := p.setAll(r.PostForm, who); err != nil {
		return err
	}
	id := r.PostForm.Get("container")
	err := who.SubmitView(r.Context(), id)
	if v := viewOf(who, id); v != nil && len(v.Errors) > 0 {
		return nil // they stand under their fields
	}
	return err
}

func (p *page) doClose(r *http.Request, who *Person) error {
	p.putAway(who)
	return who.CloseView(r.Context(), r.PostForm.Get("container"))
}

func (p *page) doShortcut(r *http.Request, who *Person) error {
	p.putAway(who)
	name, on := r.PostForm.Get("name"), r.PostForm.Get("container")
	if on == "" {
		return who.Shortcut(r.Context(), name)
	}
	return who.do(r.Context(), func(u *user) ([]*envelope, error) {
		s, err := who.shortcut("message", name)
		if err != nil {
			return nil, err
		}
		ch, m, err := p.messageOf(u, on)
		if err != nil {
			return nil, err
		}
		return one(p.w.sendShortcut(u, s, ch, m)), nil
	})
}

// doDelete deletes what somebody typed themselves, as Slack's ⋯ does.
func (p *page) doDelete(r *http.Request, who *Person) error {
	return who.do(r.Context(), func(u *user) ([]*envelope, error) {
		ch, m, err := p.messageOf(u, r.PostForm.Get("container"))
		if err != nil {
			return nil, err
		}
		if m.User != u.id {
			return nil, refusal("Only who wrote a message can delete it.")
		}
		p.w.remove(ch, m)
		return nil, nil
	})
}

// messageOf is a message that somebody sees and others do, too, by its container.
func (p *page) messageOf(u *user, container string) (*channel, *message, error) {
	channelID, ts, _ := strings.Cut(container, "/")
	ch := p.w.channels[channelID]
	if ch == nil || !slices.Contains(ch.members, u.id) {
		return nil, nil, refusal("That channel is no longer here.")
	}
	m := ch.message(ts)
	if m == nil || m.Ephemeral {
		return nil, nil, refusal("That message is no longer here.")
	}
	return ch, m, nil
}

// doOpen says that a tab of the app was opened.
func (p *page) doOpen(r *http.Request, who *Person) error {
	switch r.PostForm.Get("at") {
	case "home":
		return who.OpenHome(r.Context())
	case "dm":
		return who.OpenDM(r.Context())
	}
	return nil
}

func (p *page) doDismiss(_ *http.Request, who *Person) error {
	p.putAway(who)
	return nil
}

// doReload is what a reload of Slack does: what was only on screen is gone.
func (p *page) doReload(_ *http.Request, who *Person) error {
	who.Reload()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dismissed[who.ID()] = len(who.Notices())
	delete(p.said, who.ID())
	p.poke()
	return nil
}
