package sandbox

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Person is someone in the workspace, acting as a person does: by the words on
// the screen. Methods that reach the bot return when it acknowledged or when
// Slack's patience ended; what the bot does later is awaited with
// [Person.Await]. When a person could not act, the error says what was on
// screen.
type Person struct {
	w  *Workspace
	id string
}

// ID is the user id.
func (p *Person) ID() string { return p.id }

// Profile is what the workspace knows of them.
func (p *Person) Profile() Profile {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	return p.me().profile
}

// DM is the channel id of their DM with the bot.
func (p *Person) DM() string {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	return p.w.dmOf(p.me()).id
}

// me is their state.
func (p *Person) me() *user { return p.w.users[p.id] }

// Modals are their open views, bottom first.
func (p *Person) Modals() []View {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	var list []View
	for _, v := range p.me().stack {
		list = append(list, *v.shown())
	}
	return list
}

// Modal is the view on top; nil without one.
func (p *Person) Modal() *View {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	return p.me().top().shown()
}

func (u *user) top() *view {
	if len(u.stack) == 0 {
		return nil
	}
	return u.stack[len(u.stack)-1]
}

// HomeView is their Home tab; nil until published.
func (p *Person) HomeView() *View {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	return p.me().home.shown()
}

// Messages are what they see in a channel ("#name" or id; "" is the DM with the
// bot), oldest first.
func (p *Person) Messages(channel string) []Message {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	ch, err := p.place(channel)
	if err != nil {
		return nil
	}
	var list []Message
	for _, m := range p.seen(ch) {
		list = append(list, m.Message)
	}
	return list
}

// seen are the messages of a channel that they see.
func (p *Person) seen(ch *channel) []*message {
	var list []*message
	for _, m := range ch.messages {
		if !m.Deleted && (!m.Ephemeral || m.For == p.id) {
			list = append(list, m)
		}
	}
	return list
}

// place is a channel they are in.
func (p *Person) place(where string) (*channel, error) {
	w := p.w
	if where == "" {
		return w.dmOf(p.me()), nil
	}
	for _, ch := range w.channels {
		if ch.id == where || !ch.im() && "#"+ch.name == where {
			if !slices.Contains(ch.members, p.id) {
				return nil, fmt.Errorf("sandbox: %s is not in %s", p.me().profile.Name, where)
			}
			return ch, nil
		}
	}
	return nil, fmt.Errorf("sandbox: there is no channel %q", where)
}

// Read marks a channel ("#name" or id; "" is the DM with the bot) as read: all
// they see in it, they have seen.
func (p *Person) Read(channel string) {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	ch, err := p.place(channel)
	if err != nil {
		return
	}
	u := p.me()
	for _, m := range p.seen(ch) {
		if compareTS(m.TS, u.read[ch.id]) > 0 {
			u.read[ch.id] = m.TS
			p.w.bump() // others see who has something to read
		}
	}
}

// Unread are what others wrote in a channel since they read it last, oldest
// first.
func (p *Person) Unread(channel string) []Message {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	ch, err := p.place(channel)
	if err != nil {
		return nil
	}
	var list []Message
	for _, m := range p.seen(ch) {
		if compareTS(m.TS, p.me().read[ch.id]) > 0 && m.User != p.id {
			list = append(list, m.Message)
		}
	}
	return list
}

// Notices are Slack's own words to them, newest last.
func (p *Person) Notices() []string {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	return slices.Clone(p.me().notices)
}

// Reload reloads their client: ephemeral messages, notices and open modals are
// gone, and the bot is told nothing.
func (p *Person) Reload() {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	u := p.me()
	u.notices = nil
	p.w.clear(u)
	for _, ch := range p.w.channels {
		for _, m := range ch.messages {
			if m.Ephemeral && m.For == p.id {
				m.Deleted = true
			}
		}
	}
	p.w.bump()
}

// Await waits until ok, which it asks at every visible change. Otherwise the
// error says what was waited for and what was on screen.
func (p *Person) Await(ctx context.Context, what string, ok func() bool) error {
	for {
		changed := p.w.Changed()
		if ok() {
			return nil
		}
		select {
		case <-changed:
		case <-p.w.ctx.Done():
			return errClosed
		case <-ctx.Done():
			return fmt.Errorf("sandbox: %s: %w\non the screen of %s:\n%s", what, ctx.Err(), p.Profile().Name, p.everything())
		}
	}
}

// do runs act with mu held and waits for the envelopes it sent.
func (p *Person) do(ctx context.Context, act func(u *user) ([]*envelope, error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.w.mu.Lock()
	if p.w.closed {
		p.w.mu.Unlock()
		return errClosed
	}
	sent, err := act(p.me())
	p.w.mu.Unlock()
	for _, e := range sent {
		err = errors.Join(err, p.w.wait(ctx, e))
	}
	return err
}

func one(e *envelope) []*envelope { return []*envelope{e} }

// Type types into a channel ("#name" or id; "" is the DM with the bot): a
// command when it starts with a slash, else a message.
func (p *Person) Type(ctx context.Context, where, text string) error {
	return p.do(ctx, func(u *user) ([]*envelope, error) {
		ch, err := p.place(where)
		if err != nil {
			return nil, err
		}
		u.tab = "messages"
		if ch.archived {
			return nil, fmt.Errorf("sandbox: #%s is archived", ch.name)
		}
		if ch.im() && (!p.w.app.MessagesTab || p.w.app.MessagesReadOnly) {
			return nil, errors.New("sandbox: sending messages to this app has been turned off")
		}
		if strings.HasPrefix(text, "/") {
			return one(p.command(u, ch, text)), nil
		}
		if strings.TrimSpace(text) == "" {
			return nil, errors.New("sandbox: there is nothing to send")
		}
		m := p.w.add(ch, &message{Message: Message{User: u.id, Text: p.w.messageText(text)}})
		return one(p.w.emitMessage(ch, p.w.messageEvent(ch, m))), nil
	})
}

// command sends a slash command, or shows that there is none of the name.
func (p *Person) command(u *user, ch *channel, typed string) *envelope {
	name, rest, _ := strings.Cut(typed, " ")
	for _, c := range p.w.app.Commands {
		if c.Name == name {
			return p.w.sendCommand(u, ch, c.Name, strings.TrimSpace(rest))
		}
	}
	p.w.notice(u, "%q is not a valid command. In Slack, all messages that start with the \"/\" character are interpreted as commands.", name)
	return nil
}

// OpenHome opens the app's Home tab.
func (p *Person) OpenHome(ctx context.Context) error {
	return p.do(ctx, func(u *user) ([]*envelope, error) {
		if !p.w.app.HomeTab {
			return nil, errors.New("sandbox: the app has no Home tab")
		}
		return p.openTab(u, "home"), nil
	})
}

// OpenDM opens the app's messages tab.
func (p *Person) OpenDM(ctx context.Context) error {
	return p.do(ctx, func(u *user) ([]*envelope, error) { return p.openTab(u, "messages"), nil })
}

func (p *Person) openTab(u *user, tab string) []*envelope {
	u.tab = tab
	p.w.bump()
	return one(p.w.emitHome(u))
}

// Shortcut uses a global shortcut by its visible name.
func (p *Person) Shortcut(ctx context.Context, name string) error {
	return p.do(ctx, func(u *user) ([]*envelope, error) {
		s, err := p.shortcut("global", name)
		if err != nil {
			return nil, err
		}
		return one(p.w.sendShortcut(u, s, nil, nil)), nil
	})
}

// MessageShortcut uses a message shortcut on the newest message whose text
// contains message.
func (p *Person) MessageShortcut(ctx context.Context, name, message string) error {
	return p.do(ctx, func(u *user) ([]*envelope, error) {
		s, err := p.shortcut("message", name)
		if err != nil {
			return nil, err
		}
		for _, m := range p.newest() {
			if !m.Ephemeral && strings.Contains(p.w.screen(u, m), message) {
				return one(p.w.sendShortcut(u, s, p.w.channels[m.Channel], m)), nil
			}
		}
		return nil, fmt.Errorf("sandbox: no message says %q; on screen:\n%s", message, p.everythingLocked())
	})
}

func (p *Person) shortcut(kind, name string) (Shortcut, error) {
	var names []string
	for _, s := range p.w.app.Shortcuts {
		if s.Type == kind {
			names = append(names, s.Name)
		}
	}
	i, err := match("shortcut", name, names)
	if err != nil {
		return Shortcut{}, err
	}
	at := slices.IndexFunc(p.w.app.Shortcuts, func(s Shortcut) bool { return s.Type == kind && s.Name == names[i] })
	return p.w.app.Shortcuts[at], nil
}

// newest are all messages they see anywhere, newest first.
func (p *Person) newest() []*message {
	var list []*message
	for _, ch := range p.w.channels {
		if slices.Contains(ch.members, p.id) {
			list = append(list, p.seen(ch)...)
		}
	}
	slices.SortFunc(list, func(a, b *message) int { return compareTS(b.TS, a.TS) })
	return list
}

// compareTS compares timestamps, which all have six decimals.
func compareTS(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

// Set fills an element of an open view with a value, as typing does, and sends
// nothing.
func (p *Person) Set(viewID, blockID, actionID string, v Value) error {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	in, s, err := p.find(viewID, blockID, actionID)
	if err != nil {
		return err
	}
	return p.set(in, s, v)
}

// find is an element of a view of theirs.
func (p *Person) find(viewID, blockID, actionID string) (*view, slot, error) {
	v := p.w.views[viewID]
	if v == nil || v.user != p.id {
		return nil, slot{}, fmt.Errorf("sandbox: the view %s is not open", viewID)
	}
	s, ok := v.slot(blockID, actionID)
	if !ok {
		return nil, slot{}, fmt.Errorf("sandbox: the view %s has no element %s in block %s", viewID, actionID, blockID)
	}
	return v, s, nil
}

func (p *Person) set(in *view, s slot, v Value) error {
	if !stateful(s.kind()) {
		return fmt.Errorf("sandbox: a %s holds no value", s.kind())
	}
	if v.Type == "" {
		v.Type = s.kind()
	}
	if v.Type != s.kind() || !offered(s.element, v) {
		return fmt.Errorf("sandbox: this value does not fit the %s %s", s.kind(), s.actionID)
	}
	if v.Value != nil && *v.Value == "" {
		v.Value = nil
	}
	in.values[s.blockID][s.actionID] = v
	p.w.bump()
	return nil
}

// Act uses an element: a button (v is nil), an item of an overflow menu, a
// select, and sends its block_actions. The container is a view's id, or
// "channel/ts" of a message.
func (p *Person) Act(ctx context.Context, container, blockID, actionID string, v *Value) error {
	return p.do(ctx, func(u *user) ([]*envelope, error) {
		channelID, ts, inMessage := strings.Cut(container, "/")
		if !inMessage {
			in, s, err := p.find(container, blockID, actionID)
			if err != nil {
				return nil, err
			}
			return p.act(u, s, v, in, nil)
		}
		ch := p.w.channels[channelID]
		if ch == nil || !slices.Contains(ch.members, p.id) {
			return nil, fmt.Errorf("sandbox: there is no channel %q", channelID)
		}
		m := ch.message(ts)
		if m == nil || m.Ephemeral && m.For != p.id {
			return nil, fmt.Errorf("sandbox: there is no message %s", container)
		}
		s, ok := findSlot(m.blockList(), blockID, actionID)
		if !ok {
			return nil, fmt.Errorf("sandbox: the message has no element %s in block %s", actionID, blockID)
		}
		return p.act(u, s, v, nil, m)
	})
}

// act uses an element of a view, or of a message when in is nil.
func (p *Person) act(u *user, s slot, v *Value, in *view, m *message) ([]*envelope, error) {
	value := Value{Type: s.kind()}
	if v != nil {
		value = *v
		value.Type = s.kind()
	}
	if !offered(s.element, value) {
		return nil, fmt.Errorf("sandbox: that option is not offered by %s", s.actionID)
	}
	if in != nil {
		if stateful(s.kind()) {
			if err := p.set(in, s, value); err != nil {
				return nil, err
			}
		}
		if !s.dispatches() {
			return nil, nil
		}
		return one(p.w.sendAction(u, s, value, in, nil, nil)), nil
	}
	if stateful(s.kind()) {
		m.pick(u.id, s, value)
	}
	return one(p.w.sendAction(u, s, value, nil, p.w.channels[m.Channel], m)), nil
}

// pick remembers what someone picked in a message.
func (m *message) pick(user string, s slot, v Value) {
	if m.picked[user] == nil {
		m.picked[user] = map[string]map[string]Value{}
	}
	block := maps.Clone(m.picked[user][s.blockID])
	if block == nil {
		block = map[string]Value{}
	}
	block[s.actionID] = v
	m.picked[user][s.blockID] = block
}

// SubmitView submits an open modal. What Slack checks itself (required fields,
// lengths) is checked first; such errors and the bot's stand in View.Errors and
// are returned.
func (p *Person) SubmitView(ctx context.Context, viewID string) error {
	err := p.do(ctx, func(u *user) ([]*envelope, error) {
		v := p.w.views[viewID]
		if v == nil || v.user != p.id || v.kind != "modal" {
			return nil, fmt.Errorf("sandbox: the modal %s is not open", viewID)
		}
		if u.top() != v {
			return nil, fmt.Errorf("sandbox: another view lies on the modal %s", viewID)
		}
		if v.doc["submit"] == nil {
			return nil, fmt.Errorf("sandbox: the modal has no submit button:\n%s", p.w.viewText(u, v))
		}
		v.errors = nil
		for _, s := range slots(v.blocks()) {
			if problem := s.problem(v.values[s.blockID][s.actionID]); s.input && problem != "" {
				if v.errors == nil {
					v.errors = map[string]string{}
				}
				v.errors[s.blockID] = problem
			}
		}
		if v.errors != nil {
			p.w.bump()
			return nil, nil
		}
		return one(p.w.sendSubmission(u, v)), nil
	})
	if err != nil {
		return err
	}
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	if v := p.w.views[viewID]; v != nil {
		return v.problems()
	}
	return nil
}

// problems are the errors under a view's fields as one error.
func (v *view) problems() error {
	var errs []error
	for _, s := range slots(v.blocks()) {
		if e := v.errors[s.blockID]; e != "" && s.input {
			errs = append(errs, fmt.Errorf("sandbox: %s: %s", s.label, e))
		}
	}
	return errors.Join(errs...)
}

// CloseView closes an open view and what lies on it; with clear_on_close the
// whole modal.
func (p *Person) CloseView(ctx context.Context, viewID string) error {
	return p.do(ctx, func(u *user) ([]*envelope, error) {
		v := p.w.views[viewID]
		if v == nil || v.user != p.id || v.kind != "modal" {
			return nil, fmt.Errorf("sandbox: the modal %s is not open", viewID)
		}
		if v.doc.flag("clear_on_close") {
			return p.w.sendClosed(u, p.w.clear(u), true), nil
		}
		return p.w.sendClosed(u, p.w.drop(u, v), false), nil
	})
}
