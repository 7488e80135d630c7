package sandbox

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// remembered bounds the logs of calls, envelopes and faults; a [ledger] with no more is not
// looked through.
const remembered = 5000

// Workspace is one Slack workspace with one app installed. Make it with [New]
// and end it with [Workspace.Close]. All methods may be called from anywhere.
type Workspace struct {
	opts     Options
	app      App
	scopes   []string
	clock    *Clock
	listener net.Listener
	server   *http.Server
	ctx      context.Context // ends with Close
	cancel   context.CancelFunc
	running  sync.WaitGroup // handlers, sockets and the server itself

	team, appID, botID, botUser string
	appToken, botToken          string

	// mu guards everything below. Methods in lower case that touch it expect
	// it held, unless their comment says that they take it.
	mu      sync.Mutex
	closed  bool
	version uint64
	changed chan struct{} // closed at the next visible change
	stirred chan struct{} // closed when a connection or an envelope changes, or a call ends
	serial  int
	lastTS  int64 // microseconds of the newest message timestamp

	users    map[string]*user
	order    []string // user ids of people, as added
	channels map[string]*channel
	named    []string // ids of channels that are no DMs, as added
	views    map[string]*view
	triggers ledger[*trigger]
	hooks    ledger[*hook]
	gallery  []galleryItem
	tour     *Tour // nil without one

	socket  socketState
	faults  []*Fault
	calls   []Call
	knobs   map[string][]knob
	revoked bool
	dates   time.Duration // how far the Date of answers is ahead
	rates   map[string]*bucket
}

// user is someone in the workspace, and what is on their screen.
type user struct {
	id      string
	profile Profile
	person  *Person
	zone    *time.Location
	dm      string // channel id, "" until opened
	tab     string // "messages" or "home"
	stack   []*view
	// elsewhere is what is open on their other device.
	elsewhere []*view
	home      *view
	notices   []string
	read      map[string]string // by channel id: the newest message they have seen
}

type channel struct {
	id, name string
	user     string // of a DM: the person in it
	members  []string
	archived bool
	messages []*message
}

func (c *channel) im() bool { return c.user != "" }

// message is a Message and what people picked in it, by user.
type message struct {
	Message
	picked map[string]map[string]map[string]Value
	edited string // timestamp of the edit
}

// New makes a workspace from the app's manifest and serves it at once on one
// loopback listener: the Web API, Socket Mode, response_urls and the page.
func New(o Options) (*Workspace, error) {
	app, err := ParseManifest(o.Manifest)
	if err != nil {
		return nil, fmt.Errorf("sandbox: %w", err)
	}
	o = o.withDefaults()
	host, _, err := net.SplitHostPort(o.Listen)
	if err != nil || !loopback(host) {
		return nil, fmt.Errorf("sandbox: listen address %q is not a loopback address", o.Listen)
	}
	listener, err := net.Listen("tcp", o.Listen)
	if err != nil {
		return nil, fmt.Errorf("sandbox: %w", err)
	}
	w := &Workspace{
		opts: o, app: app, scopes: o.Scopes, listener: listener,
		changed: make(chan struct{}), stirred: make(chan struct{}),
		users: map[string]*user{}, channels: map[string]*channel{},
		views: map[string]*view{},
		knobs: map[string][]knob{}, rates: map[string]*bucket{},
	}
	if w.scopes == nil {
		w.scopes = app.BotScopes
	}
	w.ctx, w.cancel = context.WithCancel(context.Background())
	w.clock = newClock(o.Start, w.bumpNow)
	w.socket.init()
	w.team, w.appID, w.botID, w.botUser = w.newID("T"), w.newID("A"), w.newID("B"), w.newID("U")
	w.appToken = "xapp-1-" + w.appID + "-" + random(8) + "-" + random(24)
	w.botToken = "xoxb-" + random(6) + "-" + random(6) + "-" + random(12)

	w.server = &http.Server{
		Handler:     w.handler(),
		BaseContext: func(net.Listener) context.Context { return w.ctx },
	}
	w.running.Go(func() { _ = w.server.Serve(listener) })
	return w, nil
}

func (o Options) withDefaults() Options {
	if o.Name == "" {
		o.Name = "Sandbox"
	}
	if o.Listen == "" {
		o.Listen = "127.0.0.1:0"
	}
	if o.AckTimeout == 0 {
		o.AckTimeout = 3 * time.Second
	}
	if o.EventRetries == nil {
		o.EventRetries = []time.Duration{0, time.Minute, 5 * time.Minute}
	}
	if o.TriggerLife == 0 {
		o.TriggerLife = 3 * time.Second
	}
	if o.ResponseURLLife == 0 {
		o.ResponseURLLife = 30 * time.Minute
	}
	if o.Logf == nil {
		o.Logf = func(string, ...any) {}
	}
	return o
}

// handler serves the four parts. The paths of the protocol are /api/, /link and
// /hooks/; the page has every other.
func (w *Workspace) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/api/", loopbackOnly(http.HandlerFunc(w.serveAPI)))
	mux.Handle("/link", loopbackOnly(http.HandlerFunc(w.serveSocket)))
	mux.Handle("/hooks/", loopbackOnly(http.HandlerFunc(w.serveHook)))
	mux.Handle("/", newPage(w))
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if !w.enter() {
			http.Error(rw, "closed", http.StatusServiceUnavailable)
			return
		}
		defer w.running.Done()
		mux.ServeHTTP(rw, r)
	})
}

// enter counts a request in, so that Close can wait for it.
func (w *Workspace) enter() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return false
	}
	w.running.Add(1)
	return true
}

// loopbackOnly refuses requests that were addressed to another name: a page
// elsewhere cannot reach the API by DNS rebinding.
func loopbackOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		if !loopback(strings.Trim(host, "[]")) {
			http.Error(rw, "this sandbox answers on loopback only", http.StatusForbidden)
			return
		}
		next.ServeHTTP(rw, r)
	})
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// Close ends the workspace: sockets are cut, requests that hang are released,
// and every goroutine has ended when it returns.
func (w *Workspace) Close() error {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return nil
	}
	w.closed = true
	w.closeSockets()
	w.mu.Unlock()

	w.cancel()
	err := w.server.Close()
	w.running.Wait()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// APIURL is the base of the Web API, with the slash at its end that slack-go's
// OptionAPIURL wants.
func (w *Workspace) APIURL() string { return w.URL() + "api/" }

// URL is the page.
func (w *Workspace) URL() string { return "http://" + w.listener.Addr().String() + "/" }

// AppToken is the app-level token (xapp-…) that opens sockets.
func (w *Workspace) AppToken() string { return w.appToken }

// BotToken is the bot token (xoxb-…) of the Web API.
func (w *Workspace) BotToken() string { return w.botToken }

// BotUserID is the bot's own user id.
func (w *Workspace) BotUserID() string { return w.botUser }

// App is the app that is installed.
func (w *Workspace) App() App { return w.app }

// Clock is the workspace's clock.
func (w *Workspace) Clock() *Clock { return w.clock }

// AddPerson adds someone. A taken or missing handle is a mistake in the test or
// demo and panics.
func (w *Workspace) AddPerson(p Profile) *Person {
	w.mu.Lock()
	defer w.mu.Unlock()
	if p.Name == "" || w.byHandle(p.Name) != nil {
		panic(fmt.Sprintf("sandbox: the handle %q is missing or taken", p.Name))
	}
	id := w.newID("U")
	u := &user{id: id, tab: "messages", read: map[string]string{}}
	u.person = &Person{w: w, id: id}
	u.set(p)
	w.users[id] = u
	w.order = append(w.order, id)
	w.emit("team_join", object{"type": "team_join", "user": w.userJSON(u, true)})
	w.bump()
	return u.person
}

func (u *user) set(p Profile) {
	if p.RealName == "" {
		p.RealName = p.Name
	}
	if p.Zone == "" {
		p.Zone = "UTC"
	}
	if p.Locale == "" {
		p.Locale = "en-US"
	}
	u.profile = p
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		zone = time.UTC // a zone this machine does not know
	}
	u.zone = zone
}

// SetProfile changes someone's profile and tells the bot with user_change when
// it subscribed.
func (w *Workspace) SetProfile(p *Person, change func(*Profile)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u := w.users[p.id]
	profile := u.profile
	change(&profile)
	u.set(profile)
	w.emit("user_change", object{"type": "user_change", "user": w.userJSON(u, true), "cache_ts": w.clock.Now().Unix()})
	w.bump()
}

// AddChannel adds a public channel and returns its id. The bot is no member;
// see [Workspace.InviteBot].
func (w *Workspace) AddChannel(name string, members ...*Person) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := &channel{id: w.newID("C"), name: strings.TrimPrefix(name, "#")}
	for _, p := range members {
		c.members = append(c.members, p.id)
	}
	w.channels[c.id] = c
	w.named = append(w.named, c.id)
	w.bump()
	return c.id
}

// InviteBot makes the bot a member of a channel.
func (w *Workspace) InviteBot(channel string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c := w.channels[channel]; c != nil && !slices.Contains(c.members, w.botUser) {
		c.members = append(c.members, w.botUser)
		w.bump()
	}
}

// Archive archives a channel: nobody posts there any more.
func (w *Workspace) Archive(channel string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c := w.channels[channel]; c != nil {
		c.archived = true
		w.bump()
	}
}

// People lists everyone but the bot, in the order they were added.
func (w *Workspace) People() []*Person {
	w.mu.Lock()
	defer w.mu.Unlock()
	people := make([]*Person, len(w.order))
	for i, id := range w.order {
		people[i] = w.users[id].person
	}
	return people
}

// Person finds someone by handle, with or without @; nil when unknown.
func (w *Workspace) Person(name string) *Person {
	w.mu.Lock()
	defer w.mu.Unlock()
	if u := w.byHandle(strings.TrimPrefix(name, "@")); u != nil {
		return u.person
	}
	return nil
}

// byHandle finds a user by handle.
func (w *Workspace) byHandle(name string) *user {
	for _, id := range w.order {
		if u := w.users[id]; strings.EqualFold(u.profile.Name, name) {
			return u
		}
	}
	return nil
}

// Channels lists the channels, in the order they were added.
func (w *Workspace) Channels() []Channel {
	w.mu.Lock()
	defer w.mu.Unlock()
	list := make([]Channel, len(w.named))
	for i, id := range w.named {
		c := w.channels[id]
		list[i] = Channel{ID: c.id, Name: c.name, Members: slices.Clone(c.members)}
	}
	return list
}

// Changed is closed at the next change of anything visible: a message, a view,
// a Home tab, a notice, the clock. Take it before looking, wait on it after.
func (w *Workspace) Changed() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.changed
}

// Version grows with every visible change.
func (w *Workspace) Version() uint64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.version
}

// bump says that something visible changed.
func (w *Workspace) bump() {
	w.version++
	close(w.changed)
	w.changed = make(chan struct{})
}

// bumpNow is bump for those who do not hold mu.
func (w *Workspace) bumpNow() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.bump()
}

// stir says that a connection or an envelope changed, or a call ended.
func (w *Workspace) stir() {
	close(w.stirred)
	w.stirred = make(chan struct{})
}

// wireChanged is closed at the next stir; it takes mu.
func (w *Workspace) wireChanged() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.stirred
}

// await takes mu and waits until ok, which runs with mu held, says so.
func (w *Workspace) await(ctx context.Context, what string, ok func() bool) error {
	for {
		w.mu.Lock()
		stirred, done := w.stirred, ok()
		w.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-stirred:
		case <-w.ctx.Done():
			return errClosed
		case <-ctx.Done():
			return fmt.Errorf("sandbox: %s: %w", what, ctx.Err())
		}
	}
}

var errClosed = errors.New("sandbox: the workspace is closed")

// dmOf opens a user's DM with the bot when there is none yet.
func (w *Workspace) dmOf(u *user) *channel {
	if u.dm == "" {
		c := &channel{id: w.newID("D"), name: "directmessage", user: u.id, members: []string{u.id, w.botUser}}
		w.channels[c.id] = c
		u.dm = c.id
	}
	return w.channels[u.dm]
}

// newID makes an id as Slack makes them: a letter and capitals.
func (w *Workspace) newID(letter string) string {
	w.serial++
	return fmt.Sprintf("%s0%07d%s", letter, w.serial, letter)
}

// newTS makes a message timestamp by the workspace's clock: unique, and never
// smaller than the one before.
func (w *Workspace) newTS() string {
	w.lastTS = max(w.lastTS+1, w.clock.Now().UnixMicro())
	return fmt.Sprintf("%d.%06d", w.lastTS/1e6, w.lastTS%1e6)
}

// random is n random bytes as hex.
func random(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: see crypto/rand
	return hex.EncodeToString(b)
}
