package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"oneonone/bot"
	"oneonone/reminders"
	"oneonone/storage"
)

// app is the whole bot, wired: storage, the Slack side and the reminders.
type app struct {
	db        *storage.DB
	bot       *bot.Bot
	reminders *reminders.Reminders
	log       *slog.Logger
	now       func() time.Time
}

// appOptions say how to wire it.
type appOptions struct {
	appToken, botToken, apiURL string
	dbPath, keyFile            string
	now                        func() time.Time
	ahead                      time.Duration // of Now, to Slack's clock
	log                        *slog.Logger
	perChannel                 rate.Limit
	lease                      time.Duration
	reads                      func(query string, args []any) // see storage.Options
}

// keyFileOf is where the key of a database is: beside it, unless said otherwise.
func keyFileOf(dbPath, keyFile string) string {
	if keyFile == "" {
		return dbPath + ".key"
	}
	return keyFile
}

// newApp opens the database and wires the rooms.
func newApp(ctx context.Context, o appOptions) (*app, error) {
	o.keyFile = keyFileOf(o.dbPath, o.keyFile)
	if o.log == nil {
		o.log = slog.New(slog.DiscardHandler)
	}
	db, err := storage.Open(ctx, storage.Options{Path: o.dbPath, KeyFile: o.keyFile, Now: o.now, Reads: o.reads})
	if err != nil {
		if errors.Is(err, storage.ErrKey) {
			return nil, err
		}
		if errors.Is(err, storage.ErrForeign) {
			return nil, &bot.Misconfigured{Say: err.Error() + ".\nChoose another file with --db."}
		}
		return nil, &bot.Misconfigured{Say: err.Error() + "\nChoose another file with --db, or see that it can be written."}
	}
	if storage.KeyExposed(o.keyFile) {
		o.log.Warn("others on this machine can read the key, and with the database all that people wrote", "mend", "chmod 600 "+o.keyFile)
	}
	if o.now == nil {
		o.now = time.Now
	}
	a := &app{db: db, log: o.log, now: o.now}
	a.bot = bot.New(bot.Options{
		DB: db, API: bot.NewClient(o.appToken, o.botToken, o.apiURL),
		Log: o.log, Now: o.now, Ahead: o.ahead, PerChannel: o.perChannel,
	})
	a.reminders = reminders.New(db, a.bot, reminders.Options{Log: o.log, Now: o.now, Lease: o.lease})
	return a, nil
}

// run serves until ctx is done, then closes the database. Its error is a
// sentence for whoever runs the bot.
func (a *app) run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { a.reminders.Run(ctx) })
	err := a.bot.Run(ctx)
	stop()
	wg.Wait()
	return errors.Join(err, a.db.Close())
}

// settle returns when everything that people did so far is answered, and
// everything due is sent.
func (a *app) settle(ctx context.Context) error {
	if err := a.bot.Settle(ctx); err != nil {
		return err
	}
	return a.reminders.Tick(ctx)
}
