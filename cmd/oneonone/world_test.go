package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"oneonone/bot/sandbox"
)

// world is a workspace with the real bot in it.
type world struct {
	slack *sandbox.Workspace
	app   *app
	db    string
	log   *safeBuffer
	stop  context.CancelFunc
	ended chan error
}

// safeBuffer holds the bot's log: every word it writes is looked through by the
// test that no private word is among them.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// newWorld opens a workspace with the demo's people and starts the bot.
func newWorld(t testing.TB, db string) (*world, error) {
	t.Helper()
	o, err := workspaceOptions()
	if err != nil {
		return nil, err
	}
	o.Start = storyStart
	slack, err := sandbox.New(o)
	if err != nil {
		return nil, err
	}
	for _, p := range demoPeople {
		slack.AddPerson(p)
	}
	slack.AddPerson(sandbox.Profile{Name: "calendar", RealName: "Calendar", Bot: true})
	slack.AddChannel("general", slack.People()...)
	w := &world{slack: slack, db: db, log: &safeBuffer{}}
	if err := w.start(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, w.log)
	}
	return w, nil
}

// start starts the bot, again after a stop or for the first time.
func (w *world) start() error {
	ctx, stop := context.WithCancel(context.Background())
	a, err := newApp(ctx, appOptions{
		appToken: w.slack.AppToken(), botToken: w.slack.BotToken(), apiURL: w.slack.APIURL(),
		dbPath: w.db, now: w.slack.Clock().Now, perChannel: rate.Inf, lease: time.Second,
		log: slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		stop()
		return err
	}
	w.app, w.stop, w.ended = a, stop, make(chan error, 1)
	w.slack.Clock().OnAdvance(a.db.NextDue, a.settle)
	go func() { w.ended <- a.run(ctx) }()
	waiting, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	return w.slack.AwaitConnection(waiting)
}

// settle returns when all is answered, everything due is sent, and no message's
// outcome is unknown any more.
func (w *world) settle(ctx context.Context) error {
	if err := w.slack.AwaitQuiet(ctx); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", "file:"+w.db+"?_query_only=1")
	if err != nil {
		return err
	}
	defer db.Close()
	for {
		if err := w.app.settle(ctx); err != nil {
			return err
		}
		var claimed int
		if err := db.QueryRowContext(ctx, `select count(*) from outbox where state = 'claimed'`).Scan(&claimed); err != nil || claimed == 0 {
			return err
		}
		select { // a lease runs on the real clock
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// finish stops the bot and the workspace, and gives the faults.
func (w *world) finish() []string {
	w.stop()
	var out []string
	if err := <-w.ended; err != nil {
		out = append(out, "the bot ended with: "+err.Error())
	}
	for _, f := range w.slack.Faults() {
		out = append(out, f.Kind+": "+f.Text)
	}
	if err := w.slack.Close(); err != nil {
		out = append(out, err.Error())
	}
	return out
}
