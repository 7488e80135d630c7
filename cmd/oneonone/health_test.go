package main

import (
	"bytes"
	"context"
	"net"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

// `oneonone health` says what a running bot answers, in words and as a number.
func TestHealth(t *testing.T) {
	t.Chdir(t.TempDir()) // no .env of the developer's
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	asked := func(code int, says string, environ []string, args ...string) {
		t.Helper()
		var stdout, stderr bytes.Buffer
		if got := run(ctx, append([]string{"health"}, args...), environ, &stdout, &stderr); got != code || !strings.Contains(stdout.String()+stderr.String(), says) {
			t.Errorf("health %v %v: exit code %d, want %d and %q in:\n%s%s", environ, args, got, code, says, &stdout, &stderr)
		}
	}
	w, err := newWorld(t, filepath.Join(t.TempDir(), "oneonone.db"))
	if err != nil {
		t.Fatal(err)
	}
	// Slack's end of the connection is there a moment before the bot hears of it: an
	// answer says that it has.
	if err := w.slack.Person("sam").Type(ctx, "", "/1on1 help"); err != nil {
		t.Fatal(err)
	}
	if err := w.settle(ctx); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(w.app.status())
	address := server.Listener.Addr().String()
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	asked(0, "ok", nil, "--listen", address)
	asked(0, "ok", []string{"ONEONONE_LISTEN=:" + port}) // everywhere is here, too
	asked(0, "ok", nil, "--listen", "[::]:"+port)
	if faults := w.finish(); len(faults) > 0 {
		t.Errorf("faults: %v", faults)
	}
	asked(1, "not connected to Slack", nil, "--listen", address)
	server.Close()
	asked(1, "no bot answers on "+address, nil, "--listen", address)
	asked(exitMisconfigured, "Set ONEONONE_LISTEN", nil)
	asked(exitMisconfigured, "missing port", nil, "--listen", "here")
}
