package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"oneonone/bot"
)

// config is what `run` and `doctor` are told by flags or the environment. The
// tokens come by the environment only: a flag would show in the list of
// processes.
type config struct {
	APIURL      string        `name:"api-url" env:"SLACK_API_URL" help:"Base URL of Slack's Web API, for tests." placeholder:"URL"`
	DB          string        `name:"db" env:"ONEONONE_DB" default:"oneonone.db" help:"The database file."`
	KeyFile     string        `name:"key-file" env:"ONEONONE_KEY_FILE" help:"The key that seals what people write. The database's path and .key by default; made with a new database."`
	Listen      string        `name:"listen" env:"ONEONONE_LISTEN" placeholder:"ADDRESS" help:"Serve /healthz and /metrics on this address; off by default."`
	LogLevel    slog.Level    `name:"log-level" env:"ONEONONE_LOG_LEVEL" default:"info" help:"debug, info, warn or error."`
	LogFormat   string        `name:"log-format" env:"ONEONONE_LOG_FORMAT" enum:"auto,text,json" default:"auto" help:"text or json; text on a terminal and json elsewhere by default."`
	OutcomeWait time.Duration `name:"outcome-wait" env:"ONEONONE_OUTCOME_WAIT" default:"70s" hidden:"" help:"How long a message of unknown outcome is left alone before the bot looks for it. Longer than the client's timeout; tests shorten it."`
	ClockOffset time.Duration `name:"clock-offset" env:"ONEONONE_CLOCK_OFFSET" default:"0s" help:"Shift the bot's clock, for rehearsals."`
}

// variables makes a map of "NAME=value" lines.
func variables(environ []string) map[string]string {
	vars := make(map[string]string, len(environ))
	for _, line := range environ {
		name, value, _ := strings.Cut(line, "=")
		vars[name] = value
	}
	return vars
}

// environment lets flags take their values from vars rather than from the
// process, so that a test can run the program with an environment of its own.
func environment(vars map[string]string) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		for _, name := range flag.Envs {
			if value := vars[name]; value != "" {
				return value, nil
			}
		}
		return nil, nil
	})
}

// dotEnv adds what a .env file in the working directory says, where the
// environment says nothing, and tells whether there is one. The file holds
// tokens: others must not read it.
func dotEnv(vars map[string]string) (there bool, err error) {
	const path = ".env"
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return true, &bot.Misconfigured{Say: "The file .env cannot be read: " + err.Error()}
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return true, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return true, &bot.Misconfigured{Say: "The file .env holds tokens and others can read it. Run: chmod 600 .env"}
	}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, ok := strings.Cut(strings.TrimPrefix(line, "export "), "=")
		if !ok {
			return true, &bot.Misconfigured{Say: fmt.Sprintf("Line %d of .env is not NAME=value.", n)}
		}
		if name = strings.TrimSpace(name); vars[name] == "" {
			vars[name] = strings.Trim(strings.TrimSpace(value), `"'`)
		}
	}
	return true, lines.Err()
}

// logger writes to e's standard error.
func (c config) logger(e *env) *slog.Logger {
	o := &slog.HandlerOptions{Level: c.LogLevel}
	format := c.LogFormat
	if format == "auto" {
		format = "json"
		if f, ok := e.stderr.(*os.File); ok {
			if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
				format = "text"
			}
		}
	}
	if format == "json" {
		return slog.New(slog.NewJSONHandler(e.stderr, o))
	}
	return slog.New(slog.NewTextHandler(e.stderr, o))
}
