package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"oneonone"
	"oneonone/bot/views"
)

// turnout is `/1on1 turnout 20`: how many yeses to collect, and how many people to
// ask.
func (b *Bot) turnout(ctx context.Context, q *request) (reply, error) {
	return b.showTurnout(ctx, q, q.command.rest)
}

func (b *Bot) showTurnout(ctx context.Context, q *request, come string) (reply, error) {
	n := comeTyped(come)
	if n != 0 {
		q.command.more = false // the number is read
	}
	rate, err := b.db.ShowRate(ctx, q.me.ID)
	return reply{open: views.TurnoutModal(q.r, n, rate)}, err
}

// comeTyped is how many should come, as it was typed behind the verb; 0 where that is no
// number of people, and the window asks for it.
func comeTyped(come string) int {
	number, of, _ := strings.Cut(strings.TrimSpace(come), " ")
	n, err := strconv.Atoi(number)
	if err != nil || oneonone.CheckTurnout(n) != nil || !slices.Contains([]string{"", "people", "persons", "personas"}, bare(of)) {
		return 0
	}
	return n
}

// submitTurnout counts anew, in the same window.
func (b *Bot) submitTurnout(ctx context.Context, q *request) (reply, error) {
	n, err := strconv.Atoi(strings.TrimSpace(q.field(string(oneonone.FieldCome)).Value))
	if err != nil {
		n = 0
	}
	if err := oneonone.CheckTurnout(n); err != nil {
		return reply{}, err
	}
	rate, err := b.db.ShowRate(ctx, q.me.ID)
	return reply{update: views.TurnoutModal(q.r, n, rate)}, err
}
