package main

import "oneonone/bot"

// manifestCmd is `oneonone manifest`.
type manifestCmd struct{}

// Run prints manifest.yml from the table of commands.
func (manifestCmd) Run(e *env) error {
	text, err := bot.ManifestYAML()
	if err != nil {
		return err
	}
	_, err = e.stdout.Write(text)
	return err
}
