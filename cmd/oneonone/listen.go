package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"oneonone/bot"
)

// listen serves /healthz and /metrics on addr until ctx is done; nothing when
// addr is empty. Both speak of counts and times only, never of anybody.
func (a *app) listen(ctx context.Context, addr string) (stop func(), err error) {
	if addr == "" {
		return func() {}, nil
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, &bot.Misconfigured{Say: fmt.Sprintf("Cannot listen on %s: %v\nChoose another address with --listen.", addr, err)}
	}
	server := &http.Server{Handler: a.status(), ReadHeaderTimeout: 5 * time.Second}
	go func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			a.log.Error("serve status", "err", err)
		}
	}()
	a.log.Info("serving status", "addr", l.Addr().String())
	return func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		server.Shutdown(ctx)
	}, nil
}

// status is what dashboards ask.
func (a *app) status() http.Handler {
	gauges := metrics.NewSet()
	gauges.NewGauge("oneonone_connected", func() float64 {
		if a.bot.Connected() {
			return 1
		}
		return 0
	})
	gauges.NewGauge("oneonone_outbox_late_seconds", a.late)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4")
		gauges.WritePrometheus(w)
		a.bot.WriteMetrics(w)
		metrics.WriteProcessMetrics(w)
	})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		if !a.bot.Connected() {
			http.Error(w, "not connected to Slack", http.StatusServiceUnavailable)
			return
		}
		if _, _, err := a.db.NextDue(r.Context()); err != nil {
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	return mux
}

// late is how many seconds the first message that waits has been due.
func (a *app) late() float64 {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	due, waiting, err := a.db.NextDue(ctx)
	if err != nil || !waiting {
		return 0
	}
	return max(0, a.now().Sub(due).Seconds())
}
