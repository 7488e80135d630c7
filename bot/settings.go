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
	return opens(views.SettingsModal(q.r, s, isGuest(q.profile)))
}

// set reads the modal as it stands, over what is set. What was left there as it was
// drawn stays as it is by now: it may have been set on another device.
func (b *Bot) set(ctx context.Context, q *request) (s, was oneonone.Settings, err error) {
	if was, err = b.db.Settings(ctx, q.me.ID); err != nil {
		return s, was, err
	}
	s = was
	guest := isGuest(q.profile)
	chosen := func(f oneonone.Field, take func(string)) {
		if guest && !q.asks(string(f)) {
			return // it is not asked of them
		}
		if value := q.field(string(f)).SelectedOption.Value; value == "" || value != q.drawn(string(f)) {
			take(value) // nothing chosen is refused as such
		}
	}
	for f, hour := range map[oneonone.Field]*int{oneonone.FieldMorning: &s.Morning, oneonone.FieldQuietFrom: &s.QuietFrom, oneonone.FieldQuietTo: &s.QuietTo} {
		chosen(f, func(value string) { *hour, _ = strconv.Atoi(value) })
	}
	chosen(oneonone.FieldLead, func(value string) { s.Lead = oneonone.Lead(value) })
	chosen(oneonone.FieldNames, func(value string) { s.Initials = value == views.NamesInitials })
	if reach := q.field(string(oneonone.FieldReach)).Value; reach != q.drawn(string(oneonone.FieldReach)) {
		s.Reach = reach
	}
	if !s.Paused(q.r.Today()) {
		s.PausedUntil = oneonone.Date{} // it is over, and no modal shows it
	}
	for _, block := range q.view.Blocks.BlockSet {
		if blockOf([]string{block.ID()}, oneonone.FieldPause) == "" {
			continue
		}
		if day := q.field(block.ID()).SelectedDate; day != q.drawn(block.ID()) {
			if s.PausedUntil = (oneonone.Date{}); day != "" {
				s.PausedUntil, err = oneonone.ParseDate(day)
			}
		}
	}
	return s, was, err
}

// submitSettings keeps it.
func (b *Bot) submitSettings(ctx context.Context, q *request) (reply, error) {
	s, was, err := b.set(ctx, q)
	if err != nil {
		return reply{}, err
	}
	errs := s.Check(q.r.Today())
	if s.Reach != was.Reach {
		if err := oneonone.CheckWindow(oneonone.FieldReach, q.drawn(string(oneonone.FieldReach)), was.Reach, s.Reach); err != nil {
			errs = append(errs, err)
		}
	}
	if err := asError(errs); err != nil {
		return reply{}, err
	}
	if err := b.db.SetSettings(ctx, q.me.ID, s); err != nil {
		return reply{}, err
	}
	b.homes.touch(q.me.ID)
	if s.Initials == was.Initials {
		return reply{}, nil
	}
	return reply{then: b.redrawNames}, nil
}

// redrawNames has the cards that stand say what somebody is called by now.
func (b *Bot) redrawNames(ctx context.Context, q *request) (reply, error) {
	if err := b.db.RedrawNames(ctx, q.me.ID); err != nil { // the setting is safe
		b.log.Warn("redraw with other names", "err", err)
	}
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
