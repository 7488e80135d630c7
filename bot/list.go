package bot

import (
	"context"

	"oneonone/bot/views"
	"oneonone/storage"
)

// list is every talk, a page at a time.
func (b *Bot) list(ctx context.Context, q *request) (reply, error) {
	return b.listPage(ctx, q, nil)
}

// pressList turns what's next into the whole list, so that what is opened from there
// leads back to it.
func (b *Bot) pressList(ctx context.Context, q *request) (reply, error) {
	return inPlace(b.list(ctx, q))
}

// upcomingMost is how many talks to come the list shows: one who has more has
// other worries than a list.
const upcomingMost = 20

// listMost is how many talks of a kind a page of the list holds; some take two
// blocks, and a modal has 100.
const listMost = 10

// pressEarlier turns the page.
func (b *Bot) pressEarlier(ctx context.Context, q *request) (reply, error) {
	if _, err := storage.ParseCursor(q.action.Value); err != nil {
		return reply{}, err
	}
	return inPlace(b.listPage(ctx, q, pagesOf(q.carries()).to(q.action.Value)))
}

// pressNewer turns it back.
func (b *Bot) pressNewer(ctx context.Context, q *request) (reply, error) {
	return inPlace(b.listPage(ctx, q, pagesOf(q.carries()).back()))
}

// listPage is a page of the list. The window carries along which.
func (b *Bot) listPage(ctx context.Context, q *request, turned pages) (reply, error) {
	from, err := storage.ParseCursor(turned.place())
	if err != nil { // the first, or another version drew it
		from, turned = storage.FirstPage, nil
	}
	l := views.List{Turned: len(turned) > 0, Guest: isGuest(q.profile)}
	if !l.Turned {
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
	if l.Turned && len(earlier) == 0 { // what was on it is elsewhere by now
		return b.listPage(ctx, q, turned.back())
	}
	if len(earlier) > listMost {
		earlier = earlier[:listMost]
		l.Next = storage.CursorAfter(earlier[listMost-1]).String()
	}
	if l.Earlier, err = b.talks(ctx, earlier); err != nil {
		return reply{}, err
	}
	v := views.ListModal(q.r, l)
	v.CallbackID, v.PrivateMetadata = callbackList, turned.String()
	return opens(v)
}
