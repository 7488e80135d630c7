package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"oneonone"
	"oneonone/bot/views"
	"oneonone/reminders"
	"oneonone/storage"
)

// metadataType marks the bot's own messages in Slack's message metadata; the
// payload holds the outbox id, by which a message of unknown outcome is found.
const metadataType = "oneonone_message"

// clockSkew is how far the server's clock may be behind this one's when the
// bot looks for its own message.
const clockSkew = 10 * time.Minute

var _ reminders.Messenger = (*Bot)(nil)

// Send sends what a claim holds, as a DM.
func (b *Bot) Send(ctx context.Context, c storage.Claim) (string, error) {
	ts, err := b.send(ctx, c)
	b.counts.delivered(string(c.Rows[0].Kind), err)
	return ts, err
}

// prepare draws what a claim holds and finds the DM it goes to. Its errors are
// sorted: nothing has been sent yet.
func (b *Bot) prepare(ctx context.Context, c storage.Claim) (channel string, m views.Message, err error) {
	to := c.Receiver
	// A plan may be accepted unseen while Slack is silent; nothing is sent
	// unseen.
	p, err := b.people.known(ctx, to.SlackID)
	if err != nil {
		return "", m, outcome(err, true)
	}
	if p.Zone == nil {
		p.Zone = to.Zone
	}
	if p.Zone.String() != to.Zone.String() {
		if _, err := b.db.Member(ctx, to.SlackID, p.Zone); err != nil {
			return "", m, notSent(err) // the zone Slack tells of, where it was unknown
		}
	}
	if p.Deleted || p.Bot {
		return "", m, fmt.Errorf("%w: deleted %t, bot %t", reminders.ErrUndeliverable, p.Deleted, p.Bot)
	}
	if m, err = b.compose(ctx, to, p, c); err != nil {
		return "", m, gone(err)
	}
	if channel, err = b.dm(ctx, to); err != nil {
		return "", m, outcome(err, true)
	}
	b.homes.touch(to.ID)
	return channel, m, nil
}

func (b *Bot) send(ctx context.Context, c storage.Claim) (string, error) {
	channel, m, err := b.prepare(ctx, c)
	if err != nil {
		return "", err
	}
	if err := b.rates.wait(ctx, channel); err != nil {
		return "", notSent(err)
	}
	_, ts, err := b.api.PostMessageContext(ctx, channel,
		slack.MsgOptionText(m.Text, true),
		slack.MsgOptionBlocks(m.Blocks...),
		slack.MsgOptionMetadata(slack.SlackMetadata{
			EventType:    metadataType,
			EventPayload: map[string]any{"id": c.ID.String()},
		}),
	)
	if err == nil && ts == "" {
		err = errors.New("slack gave no timestamp")
	}
	if err == nil {
		b.drawn.differs(channel+ts, m)
	}
	return ts, outcome(err, false)
}

// Redraw draws a message already sent as things stand now.
func (b *Bot) Redraw(ctx context.Context, c storage.Claim) error {
	err := b.redraw(ctx, c)
	b.counts.delivered(string(oneonone.NudgeCard), err)
	return err
}

func (b *Bot) redraw(ctx context.Context, c storage.Claim) error {
	channel, m, err := b.prepare(ctx, c)
	if err != nil {
		return err
	}
	if !b.drawn.differs(channel+c.Redraw, m) {
		return nil
	}
	_, _, _, err = b.api.UpdateMessageContext(ctx, channel, c.Redraw,
		slack.MsgOptionText(m.Text, true), slack.MsgOptionBlocks(m.Blocks...))
	if err != nil {
		b.drawn.forget(channel + c.Redraw)
	}
	return outcome(err, true)
}

// Find looks through the DM's history for a message of unknown outcome.
func (b *Bot) Find(ctx context.Context, c storage.Claim) (string, error) {
	channel, err := b.dm(ctx, c.Receiver)
	if err != nil {
		return "", outcome(err, true)
	}
	ask := &slack.GetConversationHistoryParameters{
		ChannelID: channel, IncludeAllMetadata: true, Limit: 200,
		Oldest: fmt.Sprintf("%d.000000", c.Since.Add(-b.ahead-clockSkew).Unix()),
	}
	for {
		page, err := b.api.GetConversationHistoryContext(ctx, ask)
		if err != nil {
			return "", outcome(err, true)
		}
		for _, m := range page.Messages {
			if m.Metadata.EventType == metadataType && m.Metadata.EventPayload["id"] == c.ID.String() {
				return m.Timestamp, nil
			}
		}
		if ask.Cursor = page.ResponseMetaData.NextCursor; !page.HasMore || ask.Cursor == "" {
			return "", nil
		}
	}
}

// dm is the member's DM with the bot, opened once.
func (b *Bot) dm(ctx context.Context, to oneonone.Member) (string, error) {
	channel, err := b.db.Channel(ctx, to.ID)
	if err != nil || channel != "" {
		return channel, err
	}
	c, _, _, err := b.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{to.SlackID}})
	if err != nil {
		return "", err
	}
	return c.ID, b.db.SetChannel(ctx, to.ID, c.ID)
}

// compose draws what a claim holds from the facts as they are now.
func (b *Bot) compose(ctx context.Context, to oneonone.Member, p oneonone.Profile, c storage.Claim) (views.Message, error) {
	r, row := b.reader(p).Living(to.Rhythm).Quiet(to.Unanswered >= oneonone.QuietAfter), c.Rows[0]
	switch {
	case row.Kind == oneonone.NudgeWelcome:
		return views.WelcomeMessage(r, p.FirstName(), isGuest(p)), nil
	case row.Kind == oneonone.NudgeHint:
		return b.answerTyped(ctx, to, r, oneonone.ParseTyped(row.Occurrence))
	case row.Kind == oneonone.NudgeQuiet:
		return views.QuietMessage(r, to.Unanswered < oneonone.QuietAfter), nil
	case row.Kind == oneonone.NudgeWord:
		words, err := b.db.Word(ctx, row.Owner, row.Subject)
		if err != nil {
			return views.Message{}, err
		}
		from, err := b.db.MemberByID(ctx, row.Owner)
		if err != nil {
			return views.Message{}, err
		}
		who, err := b.people.known(ctx, from.SlackID)
		return views.WordMessage(r, inInitials(withName(oneonone.Meeting{}, false, who), to), words), err
	case row.Kind.InMorning() || len(c.Rows) > 1:
		items := make([]views.MorningItem, len(c.Rows))
		for i, row := range c.Rows {
			var err error
			if items[i], err = b.morningItem(ctx, to, row); err != nil {
				return views.Message{}, err
			}
		}
		slices.SortStableFunc(items, earlierItem)
		return views.MorningMessage(r, p.FirstName(), b.sentAt(c), items), nil
	}
	if row.Kind == oneonone.NudgeUndone && strings.HasPrefix(row.Occurrence, "unsaid-") {
		a, err := b.db.Ask(ctx, row.Owner, row.Subject)
		if err != nil {
			return views.Message{}, err
		}
		t, err := b.knownTalk(ctx, to, oneonone.Meeting{Organizer: a.Organizer, Person: a.Person, Member: a.Member}, true)
		return views.UnsaidMessage(r, views.Ask{Ask: a, With: t.With}), err
	}
	m, err := b.db.Meeting(ctx, row.Owner, row.Subject)
	if err != nil {
		return views.Message{}, err
	}
	t, err := b.knownTalk(ctx, to, m, row.Owner == to.ID)
	if err != nil {
		return views.Message{}, err
	}
	if row.Kind != oneonone.NudgeInvitation { // which has to say who asks
		t = inInitials(t, to)
	}
	revision, rest, _ := strings.Cut(row.Occurrence, "-")
	superseded := revision != fmt.Sprint(m.Revision)
	moved := revision != fmt.Sprint(m.Timed) // of what speaks of the time
	if n, err := strconv.Atoi(revision); err == nil {
		t.Older = n < m.Revision-1
	}
	switch row.Kind {
	case oneonone.NudgePlanned:
		return views.PlannedMessage(r, t, superseded), nil
	case oneonone.NudgeInvitation:
		p, err := b.db.Person(ctx, row.Owner, m.Person)
		t.NoAsks = !p.NoAsks.IsZero()
		return views.InvitationMessage(r, t, superseded), err
	case oneonone.NudgeAnswer:
		answer, after, _ := strings.Cut(rest, "-")
		round, returned, _ := strings.Cut(after, "-")
		moved = revision != fmt.Sprint(m.AnsweredRevision)
		another := round != "" && round != fmt.Sprint(m.Rounds) // suggested since
		if moved {
			another = m.Replied != "" && m.Replied != revision+"-"+round
		}
		t.Meeting = t.AsTold() // it was said of that time
		if m.Replied != revision+"-"+round {
			t.Reply = "" // of another suggestion
		}
		back := !moved && (another || cmp.Or(returned, "0") != fmt.Sprint(m.Returned))
		if another && oneonone.Answer(answer) == oneonone.AnotherTime {
			return views.SuggestedBeforeMessage(r, t), nil
		}
		return views.AnswerMessage(r, t, oneonone.Answer(answer), moved, back), nil
	case oneonone.NudgeCalledOff:
		return views.CalledOffMessage(r, t, superseded), nil
	case oneonone.NudgePrep:
		asks, err := b.db.AsksOf(ctx, row.Owner, m.Person, fewAsks)
		if err != nil {
			return views.Message{}, err
		}
		t.AskReady = slices.ContainsFunc(asks, func(a oneonone.Ask) bool { return isReady(a) && !a.Lapsed(b.now(), to.Zone) })
		questions, err := b.db.Questions(ctx, m, false)
		return views.PrepMessage(r, t, questions, b.over(m), moved), err
	case oneonone.NudgeStillGood:
		return views.StillGoodMessage(r, t, moved), nil
	case oneonone.NudgeHourBefore:
		return views.HourBeforeMessage(r, t, moved, b.sentAt(c)), nil
	case oneonone.NudgeLate:
		how, _, _ := strings.Cut(rest, "-")
		return views.LateMessage(r, t, oneonone.Late(how)), nil
	case oneonone.NudgeAfter:
		return views.AfterMessage(r, t, moved), nil
	case oneonone.NudgeUndone:
		return views.UndoneMessage(r, t, revision, rest != fmt.Sprint(m.Revision)), nil
	}
	return views.Message{}, fmt.Errorf("nothing to say for %q", row.Kind)
}

// over says whether there is nothing left to get ready for.
func (b *Bot) over(m oneonone.Meeting) bool {
	return m.State != oneonone.Planned || !b.now().Before(m.End())
}

// sentAt is when a claim's message was sent: now, or when Slack's timestamp of it
// says, on the bot's clock.
func (b *Bot) sentAt(c storage.Claim) time.Time {
	seconds, _, _ := strings.Cut(c.Redraw, ".")
	if n, err := strconv.ParseInt(seconds, 10, 64); err == nil {
		return time.Unix(n, 0).Add(b.ahead)
	}
	return b.now()
}

// morningItem gathers one line of the morning message.
func (b *Bot) morningItem(ctx context.Context, to oneonone.Member, row storage.Row) (views.MorningItem, error) {
	item := views.MorningItem{Kind: row.Kind, Subject: row.Subject}
	subject := row.Subject
	switch row.Kind {
	case oneonone.NudgeFollowup:
		f, err := b.db.Followup(ctx, row.Owner, subject)
		if err != nil {
			return item, err
		}
		if item.Talk, err = b.knownTalk(ctx, to, oneonone.Meeting{Organizer: f.Organizer, Person: f.Person, Member: f.Member}, true); err != nil {
			return item, err
		}
		item.Promise = views.Promise{Followup: f, With: item.Talk.With, WriteTo: item.Talk.WriteTo, Silent: item.Talk.Silent}
		// A line about another day than the present one is history.
		item.Superseded = strings.TrimSuffix(row.Occurrence, "-again") != f.Day(to.Zone)
		return item, nil
	case oneonone.NudgeGetBack, oneonone.NudgeStillOn, oneonone.NudgeCame:
		a, err := b.db.Ask(ctx, row.Owner, subject)
		if err != nil {
			return item, err
		}
		if item.Talk, err = b.knownTalk(ctx, to, oneonone.Meeting{Organizer: a.Organizer, Person: a.Person, Member: a.Member}, true); err != nil {
			return item, err
		}
		item.Ask = views.Ask{Ask: a, With: item.Talk.With, WithFull: item.Talk.With, Closed: item.Talk.NoAsks, Silent: item.Talk.Silent}
		// A line about another day than the present one is history.
		day, _, _ := strings.Cut(strings.TrimSuffix(row.Occurrence, "-again"), "-later-")
		item.Superseded = day != a.AskedFor(row.Kind)
		shown := []views.Ask{item.Ask}
		if err := b.known(ctx, shown); err != nil {
			return item, err
		}
		item.Ask = shown[0]
		return item, b.wrote(ctx, &item.Ask)
	case oneonone.NudgeAgain:
		r, err := b.db.ReflectionByID(ctx, row.Owner, subject)
		if err != nil {
			return item, err
		}
		subject, item.NextOn, item.LaterOn = r.Meeting, r.NextOn, r.LaterOn
	}
	m, err := b.db.Meeting(ctx, row.Owner, subject)
	if err != nil {
		return item, err
	}
	revision, round, _ := strings.Cut(row.Occurrence, "-")
	round, _, _ = strings.Cut(round, "-") // the day it was put off to
	switch row.Kind {
	case oneonone.NudgeAgain:
	case oneonone.NudgeSuggested:
		item.Superseded = revision != fmt.Sprint(m.Revision) || round != fmt.Sprint(m.Rounds)
	default:
		item.Superseded = revision != fmt.Sprint(m.Timed)
	}
	switch row.Kind {
	case oneonone.NudgePrep:
		item.Over = b.over(m)
		if item.Questions, err = b.db.Questions(ctx, m, false); err != nil {
			return item, err
		}
	case oneonone.NudgeAgain:
		if item.Again, err = b.db.MetAgain(ctx, row.Owner, row.Subject); err != nil {
			return item, err
		}
	}
	if item.Talk, err = b.knownTalk(ctx, to, m, true); item.Talk.Silent { // nothing is to be planned with them
		item.NextOn = oneonone.Date{}
	}
	if m.Replied != revision+"-"+round {
		item.Talk.Reply = "" // of another suggestion
	}
	return item, err
}

// knownTalk is a meeting ready to be shown in a message to somebody: with a name,
// or not at all; and to its organizer with no more of it than the first word, or
// initials, since Slack keeps messages.
func (b *Bot) knownTalk(ctx context.Context, to oneonone.Member, m oneonone.Meeting, mine bool) (views.Talk, error) {
	t, err := b.namedTalk(ctx, m, mine)
	if err != nil {
		return t, err
	}
	if mine {
		p, err := b.db.Person(ctx, m.Organizer, m.Person)
		if err != nil {
			return t, err
		}
		t.NoAsks, t.Silent = !p.NoAsks.IsZero(), p.NoContact
	}
	if mine {
		t = inInitials(t, to)
		t.WithFull = t.With
	}
	return t, err
}

func (b *Bot) namedTalk(ctx context.Context, m oneonone.Meeting, mine bool) (views.Talk, error) {
	if m.Outside() {
		return b.outside(ctx, m)
	}
	member, err := b.db.MemberByID(ctx, other(m, mine))
	if err != nil {
		return views.Talk{}, err
	}
	p, err := b.people.known(ctx, member.SlackID)
	return withName(m, mine, p), err
}

// morningOrder is what comes first in a morning: the talks of the day, which
// cannot wait; then what was, what is due, and what might be.
var morningOrder = []oneonone.NudgeKind{
	oneonone.NudgePrep,
	oneonone.NudgeAfterAgain, oneonone.NudgeReflect, oneonone.NudgeSuggested, oneonone.NudgeFollowup,
	oneonone.NudgeCame, oneonone.NudgeStillOn, oneonone.NudgeGetBack, oneonone.NudgeUnanswered, oneonone.NudgeAgain,
}

// earlierItem orders the lines of a morning, the same way at every drawing.
func earlierItem(a, b views.MorningItem) int {
	return cmp.Or(
		cmp.Compare(slices.Index(morningOrder, a.Kind), slices.Index(morningOrder, b.Kind)),
		a.Talk.Start.Compare(b.Talk.Start),
		a.Promise.CreatedAt.Compare(b.Promise.CreatedAt),
		a.Ask.CreatedAt.Compare(b.Ask.CreatedAt),
	)
}

func notSent(err error) error { return &reminders.NotSent{Err: err} }

// gone is what composing ran into: what a message speaks of is no more, or the
// database or Slack does not answer.
func gone(err error) error {
	if oneonone.KindOf(err) == oneonone.NotFound {
		return fmt.Errorf("%w: %w", reminders.ErrUndeliverable, err)
	}
	return notSent(err)
}

// undeliverable are Slack's names for never.
var undeliverable = map[string]bool{
	"channel_not_found": true, "user_not_found": true, "users_not_found": true, "user_disabled": true,
	"cannot_dm_bot": true, "is_archived": true, "not_in_channel": true, "messages_tab_disabled": true,
	"restricted_action": true, "user_not_visible": true,
	"message_not_found": true, "cant_update_message": true, "edit_window_closed": true,
	// Ours to mend, and never by sending again.
	"invalid_blocks": true, "invalid_blocks_format": true, "msg_too_long": true, "no_text": true, "invalid_arguments": true, "metadata_too_large": true,
}

// outcome sorts Slack's errors: surely not sent, never to be sent, or unknown.
// Harmless is true where doing it twice is doing it once, so that an unknown
// outcome is simply tried again.
func outcome(err error, harmless bool) error {
	if err == nil {
		return nil
	}
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return &reminders.NotSent{After: limited.RetryAfter, Err: err}
	}
	switch name := slackError(err); {
	case undeliverable[name]:
		return fmt.Errorf("%w: %w", reminders.ErrUndeliverable, err)
	case name == "internal_error" || name == "fatal_error" || name == "request_timeout" || name == "service_unavailable":
		// Slack says that it may have been done.
	case name != "":
		return notSent(err)
	}
	if dial, ok := errors.AsType[*net.OpError](err); harmless || ok && dial.Op == "dial" {
		return notSent(err)
	}
	return err
}

// userChanged notes a new name, zone or standing of someone the bot knows.
func (b *Bot) userChanged(ctx context.Context, in *slackevents.UserChangeEvent) error {
	was := b.people.forget(in.User.ID)
	known, err := b.db.KnownMember(ctx, in.User.ID)
	if err != nil || !known {
		return err
	}
	var q request
	if err := b.introduce(ctx, &q, in.User.ID); err != nil {
		return err
	}
	// After a start nobody is known: it may have been any of them.
	if !was.Known || was.Deleted != in.User.Deleted {
		if err := b.db.RedrawUpcoming(ctx, q.me.ID); err != nil {
			return err
		}
	}
	if !was.Known || was.Name != q.profile.Name {
		return b.db.RedrawNames(ctx, q.me.ID)
	}
	return nil
}
