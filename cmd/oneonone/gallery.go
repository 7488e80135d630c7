package main

import (
	"encoding/json"

	"oneonone/bot/views"
)

// galleryCmd is `oneonone gallery`.
type galleryCmd struct{}

// Run prints every screen and message, a JSON object a line.
func (galleryCmd) Run(e *env) error {
	out := json.NewEncoder(e.stdout)
	out.SetEscapeHTML(false)
	for _, s := range views.Samples() {
		if err := out.Encode(s); err != nil {
			return err
		}
	}
	return nil
}
