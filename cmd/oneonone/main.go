// Command oneonone is a Slack bot that helps organizers hold one-on-ones.
//
// One file a subcommand; run is the whole program and can be called by a test.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // people live in zones, and an empty container knows none

	"github.com/alecthomas/kong"

	"oneonone/bot"
	"oneonone/storage"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
}

// cli is every subcommand and flag: help and environment come from it.
type cli struct {
	Run      runCmd      `cmd:"" help:"Run the bot on a Slack workspace."`
	Doctor   doctorCmd   `cmd:"" help:"Say what keeps the bot from running, and how to mend it. Changes nothing, and may look while the bot runs."`
	Health   healthCmd   `cmd:"" help:"Ask a running bot how it is, at the address it was told to --listen on. Ends with 0 when all is well, with 1 otherwise."`
	Demo     demoCmd     `cmd:"" help:"Open a workspace in the browser with the bot in it. Needs no account anywhere."`
	Manifest manifestCmd `cmd:"" help:"Print the app manifest to create the app in Slack from."`
	Gallery  galleryCmd  `cmd:"" help:"Print every screen and message with sample people, as JSON lines."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
}

// env is what a subcommand has of the world.
type env struct {
	ctx            context.Context
	vars           map[string]string
	stdout, stderr io.Writer
	// hasDotEnv is whether there is a file .env, and dotEnvErr why it was not
	// read. Only the doctor gets to see an error: others end with it.
	hasDotEnv bool
	dotEnvErr error
}

// exitMisconfigured is the exit code for what whoever runs the bot has to mend.
const exitMisconfigured = 2

// run is the program. It returns the exit code: 0, 1 for a failure, 2 when
// something must be configured differently.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) int {
	e := &env{ctx: ctx, vars: variables(environ), stdout: stdout, stderr: stderr}
	if len(args) > 0 && (args[0] == "run" || args[0] == "doctor" || args[0] == "health") {
		e.hasDotEnv, e.dotEnvErr = dotEnv(e.vars)
		if e.dotEnvErr != nil && args[0] != "doctor" {
			fmt.Fprintln(stderr, "oneonone:", e.dotEnvErr)
			return exitMisconfigured
		}
	}
	code := -1
	var c cli
	parser, err := kong.New(&c,
		kong.Name("oneonone"),
		kong.Description("A Slack bot that helps organizers hold one-on-ones, and follow through."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(n int) { code = n }),
		kong.Resolvers(environment(e.vars)),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Bind(e),
	)
	if err != nil {
		fmt.Fprintln(stderr, "oneonone:", err)
		return 1
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if code >= 0 { // --help
		return code
	}
	if err == nil {
		err = parsed.Run()
		if err == nil {
			return 0
		}
	} else {
		err = &bot.Misconfigured{Say: err.Error()}
	}
	fmt.Fprintln(stderr, "oneonone:", err)
	if _, ok := errors.AsType[*bot.Misconfigured](err); ok || errors.Is(err, storage.ErrKey) {
		return exitMisconfigured
	}
	return 1
}
