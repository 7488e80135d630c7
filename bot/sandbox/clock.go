package sandbox

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// sameInstantLimit ends an Advance whose next due instant never moves.
const sameInstantLimit = 10

// Clock is the workspace's time. It ticks with real time and can be moved
// forward, never back. Message timestamps and dates on the screen follow it;
// triggers, acknowledgements and response_urls live on real time, because the
// bot has real work to do in them.
type Clock struct {
	changed func()

	moving chan struct{} // one Advance at a time; holds a token while free

	mu     sync.Mutex
	origin time.Time // real time at which the clock stood at start
	start  time.Time
	ahead  time.Duration // what was advanced
	next   func(context.Context) (time.Time, bool, error)
	tick   func(context.Context) error
}

func newClock(start time.Time, changed func()) *Clock {
	now := time.Now()
	if start.IsZero() {
		start = now
	}
	c := &Clock{changed: changed, origin: now, start: start.Round(0), moving: make(chan struct{}, 1)}
	c.moving <- struct{}{}
	return c
}

// Now is where the clock stands.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.start.Add(c.ahead + time.Since(c.origin))
}

// OnAdvance tells the clock about the bot's own schedule: next is when its next
// thing falls due (false: nothing), tick is called whenever the clock stands at
// such an instant, and once where it comes to rest.
func (c *Clock) OnAdvance(next func(ctx context.Context) (time.Time, bool, error), tick func(ctx context.Context) error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.next, c.tick = next, tick
}

// Advance moves the clock forward by d, from one due instant to the next.
func (c *Clock) Advance(ctx context.Context, d time.Duration) error {
	if d < 0 {
		return fmt.Errorf("sandbox: the clock does not go back %s", -d)
	}
	return c.move(ctx, func(now time.Time) time.Time { return now.Add(d) })
}

// AdvanceTo moves the clock forward to t: while something is due by then, the
// clock is set there and the bot ticks; then it is set to t and ticks once more.
// It fails when t is in the past, when the bot's functions fail, or when the
// bot's next due instant never moves.
func (c *Clock) AdvanceTo(ctx context.Context, t time.Time) error {
	return c.move(ctx, func(time.Time) time.Time { return t })
}

// due is when the bot's next thing falls due.
func (c *Clock) due(ctx context.Context) (time.Time, bool, error) {
	c.mu.Lock()
	next := c.next
	c.mu.Unlock()
	if next == nil {
		return time.Time{}, false, nil
	}
	return next(ctx)
}

// move goes where to says, once no other move is under way.
func (c *Clock) move(ctx context.Context, to func(now time.Time) time.Time) error {
	select {
	case <-c.moving:
		defer func() { c.moving <- struct{}{} }()
	case <-ctx.Done():
		return ctx.Err()
	}
	now := c.Now()
	t := to(now)
	if t.Before(now) {
		return fmt.Errorf("sandbox: the clock stands at %s and does not go back to %s", now.Format(time.RFC3339), t.Format(time.RFC3339))
	}
	c.mu.Lock()
	next, tick := c.next, c.tick
	c.mu.Unlock()

	var last time.Time
	for same := 0; next != nil; {
		due, ok, err := next(ctx)
		if err != nil {
			return fmt.Errorf("sandbox: asking what is due next: %w", err)
		}
		if !ok || due.After(t) {
			break
		}
		if same++; due.After(last) {
			same, last = 0, due
		}
		if same >= sameInstantLimit {
			return fmt.Errorf("sandbox: what is due at %s stays due after %d ticks", due.Format(time.RFC3339), same)
		}
		if err := c.stand(ctx, due, tick); err != nil {
			return err
		}
	}
	return c.stand(ctx, t, tick)
}

// stand sets the clock to t, unless it is there already, and ticks.
func (c *Clock) stand(ctx context.Context, t time.Time, tick func(context.Context) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.mu.Lock()
	if gap := t.Sub(c.start.Add(c.ahead + time.Since(c.origin))); gap > 0 {
		c.ahead += gap
	}
	c.mu.Unlock()
	c.changed()
	if tick == nil {
		return nil
	}
	if err := tick(ctx); err != nil {
		return fmt.Errorf("sandbox: tick at %s: %w", t.Format(time.RFC3339), err)
	}
	return nil
}
