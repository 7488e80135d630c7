package bot

import (
	"context"
	"slices"

	"oneonone"
	"oneonone/bot/views"
)

// pressCheck has the coach read the ask as it stands in the window. Once asked for,
// what it says is drawn anew with the window.
func (b *Bot) pressCheck(ctx context.Context, q *request) (reply, error) {
	return b.redrawAsk(ctx, q, func(_ *views.AskForm, c *carriedAsk) { c.Checked = true })
}

// pressTakeWords puts the coach's words in the place of what was typed. Slack keeps
// what was typed under the same block, so the field has another name then.
func (b *Bot) pressTakeWords(ctx context.Context, q *request) (reply, error) {
	better := oneonone.Clean(q.action.Value)
	if letters := []rune(better); len(letters) > oneonone.TryMost {
		better = string(letters[:oneonone.TryMost]) // no button of ours
	}
	return b.redrawAsk(ctx, q, func(f *views.AskForm, c *carriedAsk) {
		if !slices.Contains(f.Before, f.Words) {
			f.Before = append(f.Before, f.Words)
		}
		f.Words, c.Checked = better, true
		c.Turn++
		f.Turn = c.Turn
	})
}
