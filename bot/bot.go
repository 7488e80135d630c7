// Package bot is the Slack side: it hears what people do, lets the root
// package's rules decide, has storage write it down, and shows the views.
//
// A request's way: socket.go takes the envelope, router.go finds the handler,
// the verb's file decides and writes, reply.go acks once. The other way, from
// the clock: the reminders package claims what is due, messenger.go sends it.
//
// What writes is on disk before it is acknowledged; what only shows something
// is acknowledged first.
package bot

import (
	"context"
	"log/slog"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
	"golang.org/x/time/rate"

	"oneonone"
	"oneonone/bot/views"
	"oneonone/storage"
)

// Options for New.
type Options struct {
	DB  *storage.DB
	API *slack.Client // from NewClient
	Log *slog.Logger
	// Now is the bot's clock. time.Now by default.
	Now func() time.Time
	// Ahead is how far Now is ahead of Slack's clock, in a rehearsal.
	Ahead time.Duration
	// PerChannel is how many messages a second one DM may get. Slack's one a
	// second, in short bursts, by default.
	PerChannel rate.Limit
}

// Bot is one running bot.
type Bot struct {
	db     *storage.DB
	api    *slack.Client
	socket *socketmode.Client
	log    *slog.Logger
	now    func() time.Time
	ahead  time.Duration
	router router
	people *people
	rates  *rates
	homes  *homes
	// What people did, what is acked at once, and what they then see, each on
	// lanes of their own: a slow window holds up no handler, and a full house no
	// ack.
	lanes, acks, screens lanes
	used                 recent  // triggers that were used
	done                 recent  // triggers of presses that were carried out, see [Bot.once]
	drawn                drawn   // what stands on Homes and cards
	windows              windows // those that were pressed in
	counts               *counts
}

// New makes a bot. It does nothing until Run.
func New(o Options) *Bot {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.PerChannel == 0 {
		o.PerChannel = 1
	}
	b := &Bot{
		db:     o.DB,
		api:    o.API,
		socket: socketmode.New(o.API),
		log:    o.Log,
		now:    o.Now,
		ahead:  o.Ahead,
		people: newPeople(o.API, o.Log),
		rates:  newRates(o.PerChannel),
		counts: newCounts(),
	}
	b.homes = newHomes(b.publishHome)
	b.router = newRouter(b)
	return b
}

// reader is how a member reads: in their language and zone, at the present.
func (b *Bot) reader(p oneonone.Profile) views.Reader {
	return views.For(p.Locale, p.Zone, b.now())
}

// profileOf asks what Slack says of a member. Where Slack does not answer, or tells no
// zone any more, that is the one it told last.
func (b *Bot) profileOf(ctx context.Context, m oneonone.Member) oneonone.Profile {
	p := b.people.profile(ctx, m.SlackID)
	if !p.Known {
		p.Zone, p.Name = m.Zone, "them"
	}
	if p.Zone == nil {
		p.Zone = m.Zone
	}
	return p
}

// other is the other one of the two: the person met, or the organizer.
func other(m oneonone.Meeting, mine bool) oneonone.ID {
	if mine {
		return m.Member
	}
	return m.Organizer
}

// talk makes a meeting ready to be shown to one of its two people on a screen.
func (b *Bot) talk(ctx context.Context, m oneonone.Meeting, mine bool) (views.Talk, error) {
	if m.Outside() {
		return b.outside(ctx, m)
	}
	member, err := b.db.MemberByID(ctx, other(m, mine))
	if err != nil {
		return views.Talk{}, err
	}
	return withName(m, mine, b.profileOf(ctx, member)), nil
}

// outside is a meeting with someone outside Slack, by the name the organizer
// gave them.
func (b *Bot) outside(ctx context.Context, m oneonone.Meeting) (views.Talk, error) {
	p, err := b.db.Person(ctx, m.Organizer, m.Person)
	return withPerson(m, p), err
}

// withPerson is a meeting with someone outside Slack.
func withPerson(m oneonone.Meeting, p oneonone.Person) views.Talk {
	return views.Talk{Meeting: m, With: oneonone.FirstWord(p.Name), WithFull: p.Name, Reach: p.Reach, Mine: true}
}

// withName is a meeting with the other's name.
func withName(m oneonone.Meeting, mine bool, p oneonone.Profile) views.Talk {
	if !mine {
		m = m.AsTheirs()
	}
	t := views.Talk{Meeting: m, With: p.FirstName(), WithFull: p.Name, Mine: mine, Left: p.Deleted}
	if p.Team != "" && !p.Deleted { // once they have left, nobody reads there
		t.WriteTo = "slack://user?team=" + p.Team + "&id=" + p.SlackID
	}
	return t
}

// inInitials is a talk whose other person is named as its reader set it for their messages.
func inInitials(t views.Talk, reader oneonone.Member) views.Talk {
	if reader.Initials {
		t.With = oneonone.Initials(t.WithFull)
		t.WithFull = t.With
	}
	return t
}

// talks does so for many of one reader's, who are read together.
func (b *Bot) talks(ctx context.Context, all []storage.Talk) ([]views.Talk, error) {
	var inside, with []oneonone.ID
	var reader oneonone.ID
	for _, t := range all {
		if t.Mine {
			with, reader = append(with, t.Person), t.Organizer
		}
		if !t.Outside() {
			inside = append(inside, other(t.Meeting, t.Mine))
		}
	}
	members, err := b.db.Members(ctx, inside)
	if err != nil {
		return nil, err
	}
	people, err := b.db.People(ctx, reader, with)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, m := range members {
		ids = append(ids, m.SlackID)
	}
	b.people.warm(ctx, ids)
	out := make([]views.Talk, len(all))
	for i, t := range all {
		if t.Outside() {
			out[i] = withPerson(t.Meeting, people[t.Person])
		} else {
			out[i] = withName(t.Meeting, t.Mine, b.profileOf(ctx, members[other(t.Meeting, t.Mine)]))
		}
		if out[i].NoAsks = t.NoAsks; t.Mine {
			p := people[t.Person]
			out[i].NoAsks, out[i].Silent = !p.NoAsks.IsZero(), p.NoContact
		}
	}
	return out, nil
}
