package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"oneonone/bot"
)

// healthCmd is `oneonone health`: what a container asks every half minute, and
// cron may. It costs Slack nothing, unlike the doctor, and needs no shell.
type healthCmd struct {
	Listen string `name:"listen" env:"ONEONONE_LISTEN" placeholder:"ADDRESS" help:"The address that run was told to listen on."`
}

// healthWithin bounds the question; whoever asks gives up sooner or later too.
const healthWithin = 4 * time.Second

// Run asks /healthz and prints its answer. Its error says what is wrong.
func (c *healthCmd) Run(e *env) error {
	if c.Listen == "" {
		return &bot.Misconfigured{Say: "No address to ask. Set ONEONONE_LISTEN, for run and for health, to 127.0.0.1:9090, or give both the flag --listen."}
	}
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		return &bot.Misconfigured{Say: fmt.Sprintf("There is nothing to ask at %s: %v\nChoose another address with --listen, for example 127.0.0.1:9090.", c.Listen, err)}
	}
	r, err := http.NewRequestWithContext(e.ctx, http.MethodGet, "http://"+c.Listen+"/healthz", nil)
	if err != nil {
		return err
	}
	// A bot on this machine is asked, never a proxy.
	client := &http.Client{Timeout: healthWithin, Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(r)
	if err != nil {
		return fmt.Errorf("no bot answers on %s: %w", c.Listen, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<10))
	if err != nil {
		return err
	}
	said := bytes.TrimSpace(body)
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("not well: %s", said)
	}
	_, err = fmt.Fprintf(e.stdout, "%s\n", said)
	return err
}
