package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"oneonone"
	"oneonone/bot/views"
)

// asksMost is how many asks a page holds, asksFew how many a section of the first
// page does.
const (
	asksMost = 10
	asksFew  = 5
)

// asks is `/1on1 asks`: one's asks by what they need next.
func (b *Bot) asks(ctx context.Context, q *request) (reply, error) {
	return b.asksPage(ctx, q, views.AsksOpen, 0)
}

// pressAsksFilter shows others.
func (b *Bot) pressAsksFilter(ctx context.Context, q *request) (reply, error) {
	filter := q.action.Value
	if !slices.Contains(views.AsksFilters(), filter) {
		return reply{}, oneonone.Outdated()
	}
	re, err := b.asksPage(ctx, q, filter, 0)
	return reply{replace: re.open}, err
}

// pressAsksMore turns the page.
func (b *Bot) pressAsksMore(ctx context.Context, q *request) (reply, error) {
	filter, from, _ := strings.Cut(q.action.Value, "-")
	skip, err := strconv.Atoi(from)
	if err != nil || skip < 0 || !slices.Contains(views.AsksFilters(), filter) {
		return reply{}, oneonone.Outdated()
	}
	re, err := b.asksPage(ctx, q, filter, skip)
	return reply{replace: re.open}, err
}

func (b *Bot) asksPage(ctx context.Context, q *request, filter string, skip int) (reply, error) {
	l := views.Asks{Filter: filter}
	filters, most := []string{filter}, asksMost
	if filter == views.AsksOpen {
		filters, most = []string{views.AsksDue}, asksFew
		for _, n := range oneonone.Needs {
			filters = append(filters, string(n))
		}
	}
	for _, f := range filters {
		found, err := b.asksLike(ctx, q, f, skip, most+1)
		if err != nil {
			return reply{}, err
		}
		s := views.AsksSection{Filter: f}
		if len(found) > most {
			found = found[:most]
			if filter == views.AsksOpen {
				s.More = true
			} else {
				l.Next = filter + "-" + strconv.Itoa(skip+most)
			}
		}
		for _, a := range found {
			shown, err := b.shownAsk(ctx, a)
			if err != nil {
				return reply{}, err
			}
			s.Asks = append(s.Asks, shown)
		}
		l.Sections = append(l.Sections, s)
	}
	v := views.AsksModal(q.r, l)
	v.CallbackID = callbackAsks
	return opens(v)
}

// asksLike are some of one's asks, so many from a place on.
func (b *Bot) asksLike(ctx context.Context, q *request, filter string, skip, limit int) ([]oneonone.Ask, error) {
	switch filter {
	case views.AsksDue:
		return b.db.DueAsks(ctx, q.me.ID, skip, limit)
	case views.AsksAll:
		return b.db.Asks(ctx, q.me.ID, skip, limit)
	case string(oneonone.NeedToAsk), string(oneonone.NeedWaiting), string(oneonone.NeedComing):
		return b.db.AsksThatNeed(ctx, q.me.ID, oneonone.Need(filter), skip, limit)
	case string(oneonone.SaidYes), string(oneonone.SaidMaybe):
		return b.db.AsksAnswered(ctx, q.me.ID, oneonone.Said(filter), "", skip, limit)
	}
	return b.db.AsksAnswered(ctx, q.me.ID, oneonone.SaidNo, oneonone.NoKind(filter), skip, limit)
}
