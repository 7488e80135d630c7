package sandbox

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"time"
)

// screen is all that one window shows, on its way into page/page.html.
type screen struct {
	Workspace string
	App       string
	Title     string
	Me        *personModel // nil until somebody is chosen
	At        string       // "home", "dm" or a channel id
	People    []personModel
	Channels  []placeModel
	Home, DM  placeModel
	HasHome   bool
	Place     string // heading of the main part
	PlaceNote string
	Clock     clockModel
	HomeView  *viewModel
	Messages  []messageModel
	Newest    string // timestamp of the last of them
	Composer  *composerModel
	Shortcuts []string
	Modal     *viewModel
	Notices   []string
	Unread    int
	// HasGallery says that there are samples to look at.
	HasGallery bool
	Ride       *rideModel // what fell due as the clock moved
	Tour       *tourModel // nil without one
	Wire       *wireModel // what the bot did; nil while nobody looks
	WireHref   string     // opens it, or closes it
}

type personModel struct {
	ID, Handle, Name string
	Flags            []string
	Time             string
	Zone             string
	Face             faceModel
	Href             string
	Unread           int
	Current          bool
}

// faceModel is a picture made of letters: the page has no images.
type faceModel struct {
	Letters string
	Colour  int // of faceColours
}

const faceColours = 8

type placeModel struct {
	ID, Name, Href string
	Unread         int
	Current        bool
}

type viewModel struct {
	ID, Title     string
	Hash          string // another one when the app has changed the view
	Submit, Close string
	Blocks        template.HTML
	Waiting       bool
	Nested        bool // another view lies under it
}

type messageModel struct {
	Container string
	TS        string
	Author    string
	FromApp   bool
	Mine      bool
	Face      faceModel
	Time      string
	Full      string
	Day       string // set on the first of a day
	Follows   bool   // same author as the one before, shortly after
	Ephemeral bool
	Edited    bool
	Body      template.HTML
	Shortcuts []string
}

type composerModel struct {
	Label     string
	Commands  []Command
	Mentions  []personModel
	Forbidden string // why nobody can type here
}

// zone is where a person lives, UTC when their zone is unknown.
func zone(p Profile) *time.Location {
	loc, err := time.LoadLocation(cmp.Or(p.Zone, "UTC"))
	if err != nil {
		return time.UTC
	}
	return loc
}

func displayName(p Profile) string { return cmp.Or(p.RealName, p.Name) }

// face keeps colours apart: people take them in turn, as they were added.
func (p *page) face(id, name string) faceModel {
	letters := ""
	for _, word := range strings.Fields(name) {
		if len([]rune(letters)) < 2 {
			letters += strings.ToUpper(string([]rune(word)[0]))
		}
	}
	n := slices.IndexFunc(p.w.People(), func(other *Person) bool { return other.ID() == id })
	return faceModel{letters, (n + faceColours) % faceColours}
}

func flags(p Profile) []string {
	var out []string
	for _, f := range []struct {
		on   bool
		word string
	}{
		{p.Owner, "owner"}, {p.Admin && !p.Owner, "admin"}, {p.Guest, "guest"}, {p.Bot, "bot"},
		{p.Deleted, "deactivated"}, {p.Stranger, "other workspace"},
	} {
		if f.on {
			out = append(out, f.word)
		}
	}
	return out
}

// readerFor gathers what rendering for one person needs to know.
func (p *page) readerFor(who *Person) *reader {
	profile := who.Profile()
	r := &reader{
		me: who.ID(), loc: zone(profile), now: p.w.Clock().Now(), locale: cmp.Or(profile.Locale, "en-US"),
		names: map[string]string{p.w.BotUserID(): p.w.App().Name}, writable: map[string]bool{}, picture: p.pictures.address,
	}
	for _, other := range p.w.People() {
		of := other.Profile()
		r.names[other.ID()] = displayName(of)
		if of.Deleted { // Slack's pickers leave them out
			continue
		}
		r.people = append(r.people, pick{other.ID(), displayName(of)})
		if !of.Bot {
			r.writable[other.ID()] = true
		}
	}
	r.people = append(r.people, pick{p.w.BotUserID(), p.w.App().Name})
	for _, c := range p.channels(who) {
		r.channels = append(r.channels, pick{c.ID, "#" + c.Name})
	}
	for _, c := range p.w.Channels() {
		r.names[c.ID] = c.Name
	}
	return r
}

func (r *reader) clockTime(t time.Time) string {
	return slackDate(t.Unix(), "{time}", t.In(r.loc).Format("15:04"), r.loc, r.now, r.locale)
}

// screen composes what a person sees of a tab, and of the wire if they want to.
// With look set, the tab counts as read afterwards.
func (p *page) screen(ctx context.Context, who *Person, at string, look, wire bool) (*screen, error) {
	app := p.w.App()
	s := &screen{Workspace: p.w.opts.Name, App: app.Name, Title: p.w.opts.Name, HasHome: app.HomeTab, HasGallery: p.w.hasGallery()}
	if who == nil {
		s.People = p.people(nil, "dm", false)
		return s, nil
	}
	s.At = p.place(who, at)
	if look && s.At != "home" {
		who.Read(p.where(who, s.At))
	}
	r := p.readerFor(who)
	s.People = p.people(who, s.At, wire)
	for i := range s.People {
		if s.People[i].Current {
			s.Me = &s.People[i]
		}
	}
	p.places(s, who, wire)
	s.Clock, s.Ride, s.Tour = p.clock(r), p.rideModel(who, r), p.tour(ctx, who, r, s.People)
	if wire {
		s.Wire = p.wire(r)
	}
	s.WireHref = href(who.Profile().Name, s.At, !wire)
	for _, sc := range app.Shortcuts {
		if sc.Type == "global" {
			s.Shortcuts = append(s.Shortcuts, sc.Name)
		}
	}
	s.Notices = p.notices(who)
	if err := p.mainPart(s, who, r); err != nil {
		return nil, err
	}
	if open := who.Modals(); len(open) > 0 {
		m, err := r.view(&open[len(open)-1], 3)
		if err != nil {
			return nil, err
		}
		m.Nested = len(open) > 1
		s.Modal = m
	}
	return s, nil
}

// place is the tab that is really shown for what the address asks.
func (p *page) place(who *Person, at string) string {
	if at == "home" && p.w.App().HomeTab {
		return "home"
	}
	for _, c := range p.channels(who) {
		if at == c.ID || at == "#"+c.Name {
			return c.ID
		}
	}
	return "dm"
}

// href is where one is a person and looks at a tab, and perhaps at the wire.
func href(handle, at string, wire bool) string {
	v := url.Values{"as": {handle}, "at": {at}}
	if wire {
		v.Set("wire", "1")
	}
	return "/?" + v.Encode()
}

func (p *page) people(me *Person, at string, wire bool) []personModel {
	var out []personModel
	now := p.w.Clock().Now()
	for _, who := range p.w.People() {
		profile := who.Profile()
		if profile.Bot || profile.Deleted {
			continue // nobody can be them
		}
		r := &reader{loc: zone(profile), now: now, locale: cmp.Or(profile.Locale, "en-US")}
		m := personModel{
			ID: who.ID(), Handle: profile.Name, Name: displayName(profile), Flags: flags(profile),
			Time: r.clockTime(now), Zone: cmp.Or(profile.Zone, "UTC"), Face: p.face(who.ID(), displayName(profile)),
			Href: href(profile.Name, at, wire), Current: me != nil && me.ID() == who.ID(),
		}
		for _, channel := range p.reads(who) {
			m.Unread += p.unread(who, channel)
		}
		out = append(out, m)
	}
	return out
}

// reads lists the conversations of a person; "" is the DM.
func (p *page) reads(who *Person) []string {
	out := []string{""}
	for _, c := range p.channels(who) {
		out = append(out, c.ID)
	}
	return out
}

func (p *page) unread(who *Person, channel string) int {
	return len(who.Unread(channel))
}

func (p *page) places(s *screen, who *Person, wire bool) {
	handle := who.Profile().Name
	for _, c := range p.channels(who) {
		s.Channels = append(s.Channels, placeModel{
			ID: c.ID, Name: c.Name, Href: href(handle, c.ID, wire), Unread: p.unread(who, c.ID), Current: s.At == c.ID,
		})
	}
	s.Home = placeModel{ID: "home", Name: "Home", Href: href(handle, "home", wire), Current: s.At == "home"}
	s.DM = placeModel{ID: "dm", Name: "Messages", Href: href(handle, "dm", wire), Unread: p.unread(who, ""), Current: s.At == "dm"}
	s.Unread = s.Me.Unread
	s.Title = s.Me.Name + " · " + s.Workspace
	if s.Unread > 0 {
		s.Title = fmt.Sprintf("(%d) %s", s.Unread, s.Title)
	}
}

// notices are Slack's words to the person since they last put them away, and
// the page's own.
func (p *page) notices(who *Person) []string {
	all := who.Notices()
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Concat(all[min(p.dismissed[who.ID()], len(all)):], p.said[who.ID()])
}

func (p *page) mainPart(s *screen, who *Person, r *reader) error {
	s.Place = s.App
	if s.At == "home" {
		home := who.HomeView()
		if home == nil {
			return nil
		}
		var err error
		s.HomeView, err = r.view(home, 2)
		return err
	}
	app := p.w.App()
	s.Composer = &composerModel{Label: "Message " + s.App, Commands: app.Commands}
	for _, other := range s.People {
		if !other.Current {
			s.Composer.Mentions = append(s.Composer.Mentions, other)
		}
	}
	channel := p.where(who, s.At)
	if channel == "" && (!app.MessagesTab || app.MessagesReadOnly) {
		s.Composer.Forbidden = "Sending messages to this app has been turned off."
	}
	for _, c := range p.w.Channels() {
		if c.ID == channel {
			s.Place, s.PlaceNote = "#"+c.Name, fmt.Sprintf("%d members", len(c.Members))
			s.Composer.Label = "Message #" + c.Name
		}
	}
	var err error
	s.Messages, err = p.messages(who, channel, r)
	if n := len(s.Messages); n > 0 {
		s.Newest = s.Messages[n-1].TS
	}
	return err
}

func (p *page) messages(who *Person, channel string, r *reader) ([]messageModel, error) {
	var (
		out      []messageModel
		previous Message
		day      string
	)
	shortcuts := p.messageShortcuts()
	for _, m := range who.Messages(channel) {
		model := messageModel{
			Container: m.Channel + "/" + m.TS, TS: m.TS, FromApp: m.User == p.w.BotUserID() || m.BotID != "", Mine: m.User == who.ID(),
			Author: cmp.Or(r.names[m.User], m.User), Time: r.clockTime(m.At), Ephemeral: m.Ephemeral, Edited: m.Edited,
			Full: m.At.In(r.loc).Format("Monday 2 January 2006, 15:04:05 MST"),
		}
		if !m.Ephemeral {
			model.Shortcuts = shortcuts
		}
		model.Face = p.face(m.User, model.Author)
		if d := m.At.In(r.loc).Format("Monday 2 January"); d != day {
			day, model.Day = d, slackDate(m.At.Unix(), "{day_divider_pretty}", d, r.loc, r.now, r.locale)
		}
		model.Follows = model.Day == "" && previous.User == m.User && previous.Ephemeral == m.Ephemeral &&
			m.At.Sub(previous.At) < 5*time.Minute
		body, err := r.message(m, 2)
		if err != nil {
			return nil, err
		}
		model.Body, previous = body, m
		out = append(out, model)
	}
	return out, nil
}

func (p *page) messageShortcuts() []string {
	var out []string
	for _, sc := range p.w.App().Shortcuts {
		if sc.Type == "message" {
			out = append(out, sc.Name)
		}
	}
	return out
}

// message renders what stands under the author: the blocks, with headings of a
// level, or the text of a message that has none.
func (r *reader) message(m Message, level int) (template.HTML, error) {
	if len(m.Blocks) > 0 && string(m.Blocks) != "[]" && string(m.Blocks) != "null" {
		return r.blocks(m.Blocks, surface{container: m.Channel + "/" + m.TS, level: level})
	}
	return `<div class="text">` + r.mrkdwn(m.Text) + `</div>`, nil
}

func blocksOf(v *View) json.RawMessage {
	var body struct {
		Blocks json.RawMessage `json:"blocks"`
	}
	_ = json.Unmarshal(v.JSON, &body) // the workspace took it: it is JSON
	return body.Blocks
}

// view renders a modal or a Home, with headings of a level.
func (r *reader) view(v *View, level int) (*viewModel, error) {
	var body struct {
		Title  *textObject     `json:"title"`
		Submit *textObject     `json:"submit"`
		Close  *textObject     `json:"close"`
		Blocks json.RawMessage `json:"blocks"`
	}
	if err := json.Unmarshal(v.JSON, &body); err != nil {
		return nil, fmt.Errorf("render view %s: %w", v.ID, err)
	}
	values := v.Values
	if values == nil {
		values = map[string]map[string]Value{}
	}
	blocks, err := r.blocks(body.Blocks, surface{container: v.ID, values: values, errors: v.Errors, level: level})
	if err != nil {
		return nil, err
	}
	return &viewModel{
		ID: v.ID, Hash: v.Hash, Title: words(body.Title), Submit: words(body.Submit),
		Close: cmp.Or(words(body.Close), "Close"), Blocks: blocks, Waiting: v.Waiting,
	}, nil
}
