package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"oneonone/bot"
	"oneonone/bot/sandbox"
)

// demoCmd is `oneonone demo`: a workspace in the browser, with the bot in it.
type demoCmd struct {
	Listen string `name:"listen" default:"127.0.0.1:1101" help:"The loopback address of the page."`
	Empty  bool   `name:"empty" help:"Begin with nothing, instead of a month of talks."`
}

// demoPeople live in the demo's workspace: six people in three time zones, one of
// whom speaks Spanish, and one who left, to see what the bot says then.
var demoPeople = []sandbox.Profile{
	{Name: "sam", RealName: "Sam Okoro", Zone: "Europe/London", Locale: "en-GB", Admin: true},
	{Name: "ana", RealName: "Ana Torres", Zone: "Europe/Madrid", Locale: "en-GB"},
	{Name: "joao", RealName: "João Lima", Zone: "America/Sao_Paulo", Locale: "en-US"},
	{Name: "mei", RealName: "Mei Tanaka", Zone: "Europe/London", Locale: "en-GB"},
	{Name: "ruth", RealName: "Ruth Adler", Zone: "Europe/London", Locale: "en-GB"},
	{Name: "lucia", RealName: "Lucía Herrera", Zone: "Europe/Madrid", Locale: "es-ES"},
	{Name: "lee", RealName: "Lee Park", Zone: "America/New_York", Locale: "en-US", Deleted: true},
}

// Run serves until it is asked to stop. Everything lives in a directory that is
// removed at the end.
func (c *demoCmd) Run(e *env) error {
	dir, err := os.MkdirTemp("", "oneonone-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	today := demoStart(time.Now())
	start := today
	if !c.Empty {
		start = today.AddDate(0, 0, -monthBefore)
	}
	w, err := demoWorkspace(c.Listen, start)
	if err != nil {
		return err
	}
	defer w.Close()
	a, err := joinWorkspace(e.ctx, w, filepath.Join(dir, "demo.db"), config{LogLevel: slog.LevelWarn, LogFormat: "text"}, e)
	if err != nil {
		return err
	}
	ready, cancel := context.WithTimeout(e.ctx, 10*time.Second)
	defer cancel()
	served := make(chan error, 1)
	var wg sync.WaitGroup
	defer wg.Wait()
	ctx, stop := context.WithCancel(e.ctx)
	defer stop()
	wg.Go(func() { served <- a.run(ctx) })
	if err := w.AwaitConnection(ready); err != nil {
		return errors.Join(err, <-served)
	}
	if !c.Empty {
		err := liveMonth(ctx, w, a, today)
		if ctx.Err() != nil {
			return <-served // asked to stop meanwhile
		}
		if err != nil {
			return fmt.Errorf("%w\nTo begin without it: oneonone demo --empty", err)
		}
	}
	showTour(w, a)
	fmt.Fprintf(e.stdout, `Open %s?as=sam&at=dm in your browser.

You are Sam, who organizes tenants. A short tour on the page leads you through one
talk, from the plan to a line about it; or go your own way. Choose a name to be
somebody else; the clock at the top moves time. Every screen there is stands on
%sgallery. Nothing leaves this machine, and nothing is kept. Ctrl-C ends it.
`, w.URL(), w.URL())
	return <-served
}

// demoWorkspace is the demo's workspace, served on an address, before anything
// happened in it.
func demoWorkspace(listen string, start time.Time) (*sandbox.Workspace, error) {
	o, err := workspaceOptions()
	if err != nil {
		return nil, err
	}
	o.Listen, o.Start = listen, start
	w, err := sandbox.New(o)
	if err != nil {
		return nil, fmt.Errorf("the page cannot be served on %s: %w\nChoose another address with --listen, for example --listen 127.0.0.1:0", listen, err)
	}
	for _, p := range demoPeople {
		w.AddPerson(p)
	}
	w.AddChannel("general", w.People()...)
	if err := showGallery(w); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// demoStart is where the demo's clock begins: today at 10:00 in Sam's zone, so
// that nobody is invited in the middle of a night.
func demoStart(now time.Time) time.Time {
	zone, err := time.LoadLocation(demoPeople[0].Zone)
	if err != nil {
		zone = time.UTC
	}
	y, m, d := now.In(zone).Date()
	return time.Date(y, m, d, 10, 0, 0, 0, zone)
}

// workspaceOptions describe a workspace that takes the app as its manifest says.
func workspaceOptions() (sandbox.Options, error) {
	manifest, err := bot.ManifestJSON()
	return sandbox.Options{Manifest: manifest, Name: "Riverside Tenants"}, err
}

// joinWorkspace wires the real bot to a sandbox and its clock.
func joinWorkspace(ctx context.Context, w *sandbox.Workspace, db string, c config, e *env) (*app, error) {
	a, err := newApp(ctx, appOptions{
		appToken: w.AppToken(), botToken: w.BotToken(), apiURL: w.APIURL(),
		dbPath: db, now: w.Clock().Now, log: c.logger(e), perChannel: rate.Inf,
	})
	if err != nil {
		return nil, err
	}
	w.Clock().OnAdvance(a.db.NextDue, a.settle)
	return a, nil
}
