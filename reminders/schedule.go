package reminders

import (
	"context"
	"log/slog"

	"github.com/robfig/cron/v3"
)

// schedule is when to look. The lines only say when; what is due is in the
// database, so a laptop that slept loses nothing. They run in UTC: at a change
// of clocks a local line would be skipped or run twice. A look that finds
// nothing costs a fraction of a millisecond, so it may come every second: what
// failed is then tried again in time.
const schedule = "@every 1s"

// Run looks at once, then by the schedule, and whenever something was put into
// the outbox, until ctx is done. It returns when the last Tick is over.
func (r *Reminders) Run(ctx context.Context) {
	look := func() {
		if err := r.Tick(ctx); err != nil && ctx.Err() == nil {
			r.log.Error("tick", "err", err)
		}
	}
	log := cronLog{r.log}
	c := cron.New(cron.WithChain(cron.Recover(log), cron.SkipIfStillRunning(log)), cron.WithLogger(log))
	if _, err := c.AddFunc(schedule, look); err != nil {
		panic(err) // the line above is a constant, and tested
	}
	c.Start()
	defer func() { <-c.Stop().Done() }()
	look()
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.db.Wake():
			look()
		}
	}
}

// cronLog sends cron's errors to slog; its comings and goings are of no interest.
type cronLog struct{ *slog.Logger }

func (l cronLog) Info(string, ...any) {}

func (l cronLog) Error(err error, msg string, kv ...any) {
	l.Logger.Error("cron: "+msg, append(kv, "err", err)...)
}
