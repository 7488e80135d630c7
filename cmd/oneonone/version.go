package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version is the release this is made from; see CHANGELOG.md.
const version = "0.1.0-dev"

// versionCmd is `oneonone version`.
type versionCmd struct{}

// Run prints the version, the commit when it is known, and the Go that built it.
func (versionCmd) Run(e *env) error {
	commit := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				commit = " (" + s.Value[:min(12, len(s.Value))] + ")"
			}
		}
	}
	_, err := fmt.Fprintf(e.stdout, "oneonone %s%s, %s\n", version, commit, runtime.Version())
	return err
}
