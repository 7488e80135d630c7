// Package reminders sends what the outbox holds when it is due.
//
// It knows when to look (schedule.go) and how to send so that nothing is lost
// and nothing doubled: claim, check, send, mark. What is due is storage's, when
// it is due the root package's, and how a message looks the [Messenger]'s.
package reminders

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"oneonone/storage"
)

// Messenger is the far side: Slack, as the bot sees it.
type Messenger interface {
	// Send sends the message and gives Slack's timestamp of it. Its error
	// wraps ErrNotSent or ErrUndeliverable when that is certain; after any
	// other error the message may have arrived.
	Send(ctx context.Context, c storage.Claim) (ts string, err error)
	// Redraw draws a message already sent anew, as things stand now.
	Redraw(ctx context.Context, c storage.Claim) error
	// Find looks for the message among what the bot has sent the receiver
	// since the claim. An empty ts means that it surely is not there. Its error
	// wraps ErrUndeliverable when there is nobody left to look at.
	Find(ctx context.Context, c storage.Claim) (ts string, err error)
}

var (
	// ErrNotSent: Slack surely did not take it; sending again is safe.
	ErrNotSent = errors.New("not sent")
	// ErrUndeliverable: Slack will never take it.
	ErrUndeliverable = errors.New("undeliverable")
)

// NotSent is an ErrNotSent that says how long Slack asked to wait.
type NotSent struct {
	After time.Duration
	Err   error
}

func (e *NotSent) Error() string { return "not sent: " + e.Err.Error() }

// Unwrap gives ErrNotSent and the cause.
func (e *NotSent) Unwrap() []error { return []error{ErrNotSent, e.Err} }

// Reminders sends what is due. Make one with New.
type Reminders struct {
	db    *storage.DB
	to    Messenger
	log   *slog.Logger
	now   func() time.Time
	lease time.Duration
	tick  sync.Mutex // one Tick at a time
}

// Options for New.
type Options struct {
	Log *slog.Logger
	// Now is the bot's clock. time.Now by default.
	Now func() time.Time
	// Lease is how long a message of unknown outcome is left alone before the
	// bot looks for it: longer than the Slack client's timeout, plus the time
	// Slack may take to show a message it has accepted. 70 seconds by default.
	Lease time.Duration
}

// New makes a sender of what db's outbox holds.
func New(db *storage.DB, to Messenger, o Options) *Reminders {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Lease == 0 {
		o.Lease = 70 * time.Second
	}
	return &Reminders{db: db, to: to, log: o.Log, now: o.Now, lease: o.Lease}
}

// senders is how many messages are on their way at once. Two to one person
// never are: see storage.DB.Claim.
const senders = 4

// Tick sends everything that is due and returns when it is out. A message that
// cannot be sent now is tried again later and holds up nobody else's. The error
// is storage's; Slack's are logged.
func (r *Reminders) Tick(ctx context.Context) error {
	r.tick.Lock()
	defer r.tick.Unlock()
	for {
		// Most ticks find nothing, and one question tells.
		due, err := r.db.Due(ctx)
		if err != nil || !due {
			return err
		}
		n, err := r.round(ctx)
		if n == 0 || err != nil {
			return err
		}
	}
}

// round lets the senders claim until nothing is due that is not held back by a
// message to the same person; n is how many were sent.
func (r *Reminders) round(ctx context.Context) (n int, err error) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	for range senders {
		wg.Go(func() {
			for {
				sent, serr := r.sendOn(ctx)
				mu.Lock()
				n += sent
				if serr != nil && err == nil {
					err = serr
				}
				mu.Unlock()
				if sent == 0 || serr != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	return n, err
}

// taken is a claim, and until when it may be on its way: not as long as its lease,
// else another sender would look, find nothing, and send it a second time.
type taken struct {
	storage.Claim
	until time.Time
}

// take takes what claim gives, and nothing where it gives nothing.
func (r *Reminders) take(claim func() (*storage.Claim, error)) (*taken, error) {
	until := time.Now().Add(r.lease - r.lease/10)
	c, err := claim()
	if c == nil {
		return nil, err
	}
	return &taken{*c, until}, err
}

// sendOn claims a message and brings it to its end, and so with each that it
// takes along on the way; n is how many.
func (r *Reminders) sendOn(ctx context.Context) (n int, err error) {
	c, err := r.take(func() (*storage.Claim, error) { return r.db.Claim(ctx, r.lease) })
	for c != nil && err == nil {
		n++
		c, err = r.deliver(ctx, *c)
	}
	return n, err
}

// deliver brings one claim to its end, or leaves it claimed when its outcome is
// unknown: the lease then says when to look. Next is what it took along.
func (r *Reminders) deliver(ctx context.Context, c taken) (next *taken, err error) {
	log := r.log.With("message", c.ID.String(), "kind", string(c.Rows[0].Kind), "attempt", c.Attempts)
	defer func() {
		// One message that cannot be drawn must not end the bot, which would
		// run into it again at every start. Its outcome is unknown; but it may
		// not hold up for ever what else its receiver has to hear.
		if p := recover(); p != nil {
			log.Error("panic", "panic", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
			if c.Redraw != "" || c.Attempts >= panicsAtMost {
				err = r.db.Undeliverable(context.WithoutCancel(ctx), &c.Claim)
			}
		}
	}()
	sending, cancel := context.WithDeadline(ctx, c.until)
	defer cancel()
	if c.Redraw != "" {
		return r.settle(ctx, log, c.Claim, c.Redraw, r.to.Redraw(sending, c.Claim))
	}
	if c.Unknown {
		ts, err := r.to.Find(sending, c.Claim)
		switch {
		case errors.Is(err, ErrUndeliverable):
			return r.settle(ctx, log, c.Claim, "", err)
		case err != nil:
			log.Warn("cannot look for a message of unknown outcome, waiting", "err", err)
			return nil, nil
		case ts != "":
			return r.settle(ctx, log, c.Claim, ts, nil)
		}
		// Back among what waits: since it was claimed it may have expired or
		// been withdrawn, or become something for the morning.
		return nil, r.db.Retry(ctx, &c.Claim, r.now())
	}
	ts, err := r.to.Send(sending, c.Claim)
	return r.settle(ctx, log, c.Claim, ts, err)
}

// panicsAtMost is how often a message that cannot be drawn is tried.
const panicsAtMost = 5

// settle writes down how a send ended, even when the program is about to end: what
// is known now need not be looked for at the next start. Unless it is, it takes
// the next message along.
func (r *Reminders) settle(ctx context.Context, log *slog.Logger, c storage.Claim, ts string, err error) (next *taken, _ error) {
	ending := ctx.Err() != nil
	ctx = context.WithoutCancel(ctx)
	switch notSent := (*NotSent)(nil); {
	case err == nil && ending:
		return nil, r.db.Sent(ctx, &c, ts)
	case err == nil:
		return r.take(func() (*storage.Claim, error) { return r.db.Next(ctx, &c, ts, r.lease) })
	case errors.Is(err, ErrUndeliverable):
		log.Warn("cannot be delivered", "err", err)
		return nil, r.db.Undeliverable(ctx, &c)
	case errors.As(err, &notSent):
		wait := max(notSent.After, backoff(c.Attempts))
		log.Warn("not sent, will try again", "err", err, "wait", wait.String())
		return nil, r.db.Retry(ctx, &c, r.now().Add(wait))
	case errors.Is(err, ErrNotSent):
		log.Warn("not sent, will try again", "err", err)
		return nil, r.db.Retry(ctx, &c, r.now().Add(backoff(c.Attempts)))
	}
	log.Warn("outcome unknown, will look", "err", err)
	return nil, nil
}

// backoff is how long a message that was not sent waits: two seconds, doubled
// each time, at most ten minutes.
func backoff(attempts int) time.Duration {
	return min(2*time.Second<<min(attempts, 10), 10*time.Minute)
}
