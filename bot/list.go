package bot

import (
	"context"

	"oneonone/bot/views"
	"oneonone/storage"
)

// list is every talk, a page at a time.
func (b *Bot) list(ctx context.Context, q *request) (reply, error) {
	return b.listPage(ctx, q, storage.FirstPage)
}

// upcomingMost is how many talks to come the list shows: one who has more has
// other worries than a list.
const upcomingMost = 20

// listMost is how many talks of a kind a page of the list holds; some take two
// blocks, and a modal has 100.
const listMost = 10

// pressEarlier turns the page.
func (b *Bot) pressEarlier(ctx context.Context, q *request) (reply, error) {
	from, err := storage.ParseCursor(q.action.Value)
	if err != nil {
		return reply{}, err
	}
	return inPlace(b.listPage(ctx, q, from))
}

// listPage is the list from a place on, which the window carries along.
func (b *Bot) listPage(ctx context.Context, q *request, from storage.Cursor) (reply, error) {
	var l views.List
	if from == storage.FirstPage {
		upcoming, err := b.db.Upcoming(ctx, q.me.ID, upcomingMost+1)
		if err != nil {
			return reply{}, err
		}
		l.More = len(upcoming) > upcomingMost
		if l.Upcoming, err = b.talks(ctx, upcoming[:min(upcomingMost, len(upcoming))]); err != nil {
			return reply{}, err
		}
	}
	earlier, err := b.db.Earlier(ctx, q.me.ID, from, listMost+1)
	if err != nil {
		return reply{}, err
	}
	if len(earlier) > listMost {
		earlier = earlier[:listMost]
		l.Next = storage.CursorAfter(earlier[listMost-1]).String()
	}
	if l.Earlier, err = b.talks(ctx, earlier); err != nil {
		return reply{}, err
	}
	v := views.ListModal(q.r, l)
	v.CallbackID, v.PrivateMetadata = callbackList, from.String()
	return opens(v)
}
