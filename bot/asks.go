package bot

import (
	"context"
	"slices"
	"strings"

	"oneonone"
	"oneonone/bot/views"
	"oneonone/storage"
)

// asksMost is how many asks a page holds, asksFew how many a section of the first
// page does.
const (
	asksMost = 10
	asksFew  = 5
)

// asks is `/1on1 asks`: one's asks by what they need next.
func (b *Bot) asks(ctx context.Context, q *request) (reply, error) {
	return b.asksPage(ctx, q, views.AsksOpen, nil)
}

// pressAsksFilter shows others.
func (b *Bot) pressAsksFilter(ctx context.Context, q *request) (reply, error) {
	filter := q.action.Value
	if !slices.Contains(views.AsksFilters(), filter) {
		return reply{}, oneonone.Outdated()
	}
	return inPlace(b.asksPage(ctx, q, filter, nil))
}

// pressAsksMore turns the page.
func (b *Bot) pressAsksMore(ctx context.Context, q *request) (reply, error) {
	filter, turned := asksPages(q.carries())
	if _, err := storage.ParseAskCursor(q.action.Value); err != nil {
		return reply{}, oneonone.Outdated()
	}
	return inPlace(b.asksPage(ctx, q, filter, turned.to(q.action.Value)))
}

// pressAsksBack turns it back.
func (b *Bot) pressAsksBack(ctx context.Context, q *request) (reply, error) {
	filter, turned := asksPages(q.carries())
	return inPlace(b.asksPage(ctx, q, filter, turned.back()))
}

// asksPages reads which asks a window shows, and which page of them.
func asksPages(carried string) (filter string, turned pages) {
	filter, places, _ := strings.Cut(carried, "-")
	if !slices.Contains(views.AsksFilters(), filter) {
		return views.AsksOpen, nil // another version drew it
	}
	return filter, pagesOf(places)
}

func (b *Bot) asksPage(ctx context.Context, q *request, filter string, turned pages) (reply, error) {
	from, err := storage.ParseAskCursor(turned.place())
	if err != nil { // the first, or another version drew it
		from, turned = storage.AskCursor{}, nil
	}
	l, err := b.asksOn(ctx, q, filter, from)
	if err != nil {
		return reply{}, err
	}
	if l.Turned = len(turned) > 0; l.Turned && !l.Some() { // what was on it is elsewhere by now
		return b.asksPage(ctx, q, filter, turned.back())
	}
	v := views.AsksModal(q.r, l)
	v.CallbackID, v.PrivateMetadata = callbackAsks, filter+"-"+turned.String()
	return opens(v)
}

// asksOn gathers a page.
func (b *Bot) asksOn(ctx context.Context, q *request, filter string, from storage.AskCursor) (views.Asks, error) {
	l := views.Asks{Filter: filter, Guest: isGuest(q.profile)}
	filters, most := []string{filter}, asksMost
	if filter == views.AsksOpen {
		filters, most = []string{views.AsksDue}, asksFew
		for _, n := range oneonone.Needs {
			filters = append(filters, string(n))
		}
	}
	var asks []oneonone.Ask
	for _, f := range filters {
		begin := from
		if filter == views.AsksOpen && f == string(oneonone.NeedToAsk) {
			begin = storage.AskCursorAt(q.now) // what is to be asked soon stands above
		}
		found, err := b.asksLike(ctx, q, f, begin, most+1)
		if err != nil {
			return l, err
		}
		s := views.AsksSection{Filter: f}
		if len(found) > most {
			found = found[:most]
			if filter == views.AsksOpen {
				s.More = true
			} else {
				next, err := b.db.AskCursorAfter(ctx, q.me.ID, found[most-1].ID)
				if err != nil {
					return l, err
				}
				l.Next = next.String()
			}
		}
		s.Asks = make([]views.Ask, len(found))
		l.Sections, asks = append(l.Sections, s), append(asks, found...)
	}
	shown, err := b.asksWithChains(ctx, q, asks)
	if err != nil {
		return l, err
	}
	for _, s := range l.Sections {
		shown = shown[copy(s.Asks, shown):]
	}
	if filter == views.AsksOpen && !l.Some() {
		ever, err := b.db.Asks(ctx, q.me.ID, storage.AskCursor{}, 1)
		if err != nil {
			return l, err
		}
		l.Never = len(ever) == 0
	}
	return l, nil
}

// asksWithChains are asks ready to be shown to their organizer, with their chains.
func (b *Bot) asksWithChains(ctx context.Context, q *request, asks []oneonone.Ask) ([]views.Ask, error) {
	shown, err := b.shownAsks(ctx, asks)
	if err != nil {
		return nil, err
	}
	ids := make([]oneonone.ID, len(asks))
	for i, a := range asks {
		ids[i] = a.Chain
	}
	chains, err := b.db.Chains(ctx, q.me.ID, ids)
	for i := range shown {
		shown[i].Chain = chains[shown[i].Ask.Chain]
	}
	return shown, err
}

// asksLike are some of one's asks, so many from a place on.
func (b *Bot) asksLike(ctx context.Context, q *request, filter string, from storage.AskCursor, limit int) ([]oneonone.Ask, error) {
	switch filter {
	case views.AsksDue:
		return b.db.DueAsks(ctx, q.me.ID, from, limit)
	case views.AsksAll:
		return b.db.Asks(ctx, q.me.ID, from, limit)
	case string(oneonone.NeedToAsk):
		return b.db.AsksToAsk(ctx, q.me.ID, from, limit)
	case string(oneonone.NeedWaiting), string(oneonone.NeedComing):
		return b.db.AsksThatNeed(ctx, q.me.ID, oneonone.Need(filter), from, limit)
	case string(oneonone.SaidYes), string(oneonone.SaidMaybe):
		return b.db.AsksAnswered(ctx, q.me.ID, oneonone.Said(filter), "", from, limit)
	}
	return b.db.AsksAnswered(ctx, q.me.ID, oneonone.SaidNo, oneonone.NoKind(filter), from, limit)
}
