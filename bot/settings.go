package bot

import (
	"context"
	"strconv"

	"oneonone"
	"oneonone/bot/views"
)

// settings shows what is set.
func (b *Bot) settings(ctx context.Context, q *request) (reply, error) {
	s, err := b.db.Settings(ctx, q.me.ID)
	if err != nil {
		return reply{}, err
	}
	return opens(views.SettingsModal(q.r, s))
}

// set reads the modal as it stands, over what is set.
func (b *Bot) set(ctx context.Context, q *request) (oneonone.Settings, error) {
	s, err := b.db.Settings(ctx, q.me.ID)
	if err != nil {
		return s, err
	}
	hour := func(f oneonone.Field) int {
		n, _ := strconv.Atoi(q.field(string(f)).SelectedOption.Value) // nothing chosen is refused as such
		return n
	}
	s.Morning, s.QuietFrom, s.QuietTo = hour(oneonone.FieldMorning), hour(oneonone.FieldQuietFrom), hour(oneonone.FieldQuietTo)
	s.Lead = oneonone.Lead(q.field(string(oneonone.FieldLead)).SelectedOption.Value)
	s.Initials = q.field(string(oneonone.FieldNames)).SelectedOption.Value == views.NamesInitials
	s.Reach = q.field(string(oneonone.FieldReach)).Value
	day := ""
	for _, block := range q.view.Blocks.BlockSet {
		if blockOf([]string{block.ID()}, oneonone.FieldPause) != "" {
			day = q.field(block.ID()).SelectedDate
		}
	}
	if s.PausedUntil = (oneonone.Date{}); day != "" {
		s.PausedUntil, err = oneonone.ParseDate(day)
	}
	return s, err
}

// submitSettings keeps it.
func (b *Bot) submitSettings(ctx context.Context, q *request) (reply, error) {
	s, err := b.set(ctx, q)
	if err != nil {
		return reply{}, err
	}
	if err := asError(s.Check(q.r.Today())); err != nil {
		return reply{}, err
	}
	if err := b.db.SetSettings(ctx, q.me.ID, s); err != nil {
		return reply{}, err
	}
	b.homes.touch(q.me.ID)
	return reply{}, nil
}

// pressEndPause ends it at once, on Home or in the settings.
func (b *Bot) pressEndPause(ctx context.Context, q *request) (reply, error) {
	s, err := b.db.Settings(ctx, q.me.ID)
	if err != nil {
		return reply{}, err
	}
	s.PausedUntil = oneonone.Date{}
	if err := b.db.SetSettings(ctx, q.me.ID, s); err != nil {
		return reply{}, err
	}
	b.homes.touch(q.me.ID)
	return reply{then: b.again}, nil
}

// reach is how people reach somebody, for a text to copy. The text does without
// where it cannot be read: nothing may fail any more by then.
func (b *Bot) reach(ctx context.Context, q *request) string {
	s, err := b.db.Settings(ctx, q.me.ID)
	if err != nil {
		b.log.Warn("read how people reach an organizer", "err", err)
	}
	return s.Reach
}
