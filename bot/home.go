package bot

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"oneonone"
	"oneonone/bot/views"
	"oneonone/storage"
)

// justClosed is how long what was done, or let go, stands on Home, for who tapped wrong there.
const justClosed = 10 * time.Minute

// home gathers what concerns a member now, at most so many of each thing.
func (b *Bot) home(ctx context.Context, me oneonone.Member, most int) (views.Home, error) {
	h := views.Home{Stopped: me.NoInvitations, PausedUntil: me.PausedUntil}
	upcoming, err := b.db.Upcoming(ctx, me.ID, most+1)
	if err != nil {
		return h, err
	}
	ended, err := b.db.Ended(ctx, me.ID, most+1)
	if err != nil {
		return h, err
	}
	unreflected, err := b.db.Unreflected(ctx, me.ID, most+1)
	if err != nil {
		return h, err
	}
	promises, err := b.db.OpenFollowups(ctx, me.ID, most)
	if err != nil {
		return h, err
	}
	asks, err := b.db.DueAsks(ctx, me.ID, storage.AskCursor{}, most+1)
	if err != nil {
		return h, err
	}
	h.MoreTalks, h.MoreAsks = max(len(upcoming), len(ended), len(unreflected)) > most, len(asks) > most
	open, waiting, err := b.db.CountFollowups(ctx, me.ID, oneonone.DateOf(b.now().In(me.Zone)).AddDays(1).In(me.Zone))
	if err != nil {
		return h, err
	}
	promises = promises[:min(most, len(promises))]
	if h.Waiting = waiting; len(promises) == most { // else all are there: one whose event is over is counted, and not shown
		h.MorePromises = max(0, open-most)
	}
	wishes, err := b.db.Wishes(ctx, me, min(most, views.HomeWishes))
	if err != nil {
		return h, err
	}
	made := make([]storage.Talk, len(wishes))
	for i, w := range wishes {
		made[i] = w.Talk
	}
	upcoming, ended, unreflected = upcoming[:min(most, len(upcoming))], ended[:min(most, len(ended))], unreflected[:min(most, len(unreflected))]
	talks, err := b.talks(ctx, slices.Concat(upcoming, ended, unreflected, made)) // who is in them is read once
	if err != nil {
		return h, err
	}
	for _, part := range []struct {
		of   []storage.Talk
		into *[]views.Talk
	}{{upcoming, &h.Upcoming}, {ended, &h.Ended}, {unreflected, &h.Unreflected}} {
		*part.into, talks = talks[:len(part.of)], talks[len(part.of):]
	}
	for i, w := range wishes {
		h.Wishes = append(h.Wishes, views.Wish{Talk: talks[i], Reflection: w.Reflection, NextOn: w.NextOn})
	}
	closed, err := b.db.JustClosed(ctx, me.ID, b.now().Add(-justClosed), min(most, views.HomeClosed))
	if err != nil {
		return h, err
	}
	followups, err := b.promises(ctx, slices.Concat(promises, closed))
	if err != nil {
		return h, err
	}
	h.Promises, h.Closed = followups[:len(promises)], followups[len(promises):]
	// Whom one is still to tell when and where is asked with that whether they are still on.
	asks = slices.DeleteFunc(asks, func(a oneonone.Ask) bool {
		return a.ToConfirm(b.now()) && slices.ContainsFunc(promises, func(f oneonone.Followup) bool { return f.Ask == a.ID })
	})
	if h.Asks, err = b.shownAsks(ctx, asks[:min(most, len(asks))]); err != nil {
		return h, err
	}
	return h, b.known(ctx, h.Asks)
}

// next is /1on1 alone.
func (b *Bot) next(ctx context.Context, q *request) (reply, error) {
	h, err := b.home(ctx, q.me, 1)
	if err != nil {
		return reply{}, err
	}
	if h.Suggested, err = b.suggested(ctx, q.me.ID, h.Upcoming); err != nil {
		return reply{}, err
	}
	h.Guest = isGuest(q.profile)
	v := views.NextModal(q.r, h)
	v.CallbackID = callbackNext
	return opens(v)
}

// suggested is the talk of an organizer's for which another time waits for their word, beside
// those shown; none where there is none.
func (b *Bot) suggested(ctx context.Context, organizer oneonone.ID, shown []views.Talk) ([]views.Talk, error) {
	coming, err := b.db.Upcoming(ctx, organizer, fewTalks)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(coming, func(t storage.Talk) bool {
		return t.Mine && t.Answer == oneonone.AnotherTime && !slices.ContainsFunc(shown, func(s views.Talk) bool { return s.ID == t.ID })
	})
	if i < 0 {
		return nil, nil
	}
	return b.talks(ctx, coming[i:i+1])
}

// homeOpened welcomes, once ever, and draws the Home tab. Who turns to it has come
// to look; who only reads the messages has not answered.
func (b *Bot) homeOpened(ctx context.Context, e *slackevents.AppHomeOpenedEvent) error {
	q := &request{tapped: e.Tab == "home"}
	if err := b.introduce(ctx, q, e.User); err != nil {
		return err
	}
	if err := b.db.Welcome(ctx, q.me.ID); err != nil {
		return err
	}
	if e.Tab == "home" {
		b.homes.opened(q.me.ID)
	}
	return nil
}

// onHome runs what was pressed on Home, and draws it: whoever presses there looks
// at it, also where it was opened before the bot was started.
func (b *Bot) onHome(run handler) handler {
	return func(ctx context.Context, q *request) (reply, error) {
		defer b.homes.opened(q.me.ID)
		return run(ctx, q)
	}
}

// publishHome draws a member's Home tab.
func (b *Bot) publishHome(ctx context.Context, id oneonone.ID) {
	defer b.survive("while drawing a home")
	ctx, cancel := context.WithTimeout(ctx, ClientTimeout)
	defer cancel()
	me, err := b.db.MemberByID(ctx, id)
	if err != nil {
		b.log.Warn("draw a home", "err", err)
		return
	}
	h, err := b.home(ctx, me, views.HomeMost)
	if err != nil {
		b.log.Warn("draw a home", "err", err)
		return
	}
	p := b.profileOf(ctx, me)
	h.Guest = isGuest(p)
	view := views.HomeView(b.reader(p).Living(me.Rhythm), h)
	if !b.drawn.differs(id.String(), view) {
		return // drawing the same again would only pull a button from under a finger
	}
	if _, err := b.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: me.SlackID, View: view}); err != nil {
		b.log.Warn("publish a home", "err", err)
		b.drawn.forget(id.String())
	}
}

// homes draws the Home tabs of those who have looked at theirs since the bot was
// started, after whatever concerns them changed. Nothing is lost where it fails:
// opening the tab draws it afresh, and so does a press on it.
type homes struct {
	publish func(context.Context, oneonone.ID)
	work    lanes // one lane a member: two drawings of one Home keep their order
	mu      sync.Mutex
	seen    map[oneonone.ID]bool
	due     map[oneonone.ID]bool
}

func newHomes(publish func(context.Context, oneonone.ID)) *homes {
	return &homes{publish: publish, seen: map[oneonone.ID]bool{}, due: map[oneonone.ID]bool{}}
}

// opened notes that a member looks at their Home, and draws it.
func (h *homes) opened(id oneonone.ID) {
	h.mu.Lock()
	h.seen[id] = true
	h.mu.Unlock()
	h.touch(id)
}

// touch has the Homes of these members drawn anew, if they looked. Several
// changes before the drawing begins are one drawing.
func (h *homes) touch(ids ...oneonone.ID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, id := range ids {
		if !h.seen[id] || h.due[id] {
			continue
		}
		h.due[id] = true
		h.work.add(id.String(), func() {
			h.mu.Lock()
			delete(h.due, id)
			h.mu.Unlock()
			h.publish(context.Background(), id)
		})
	}
}
