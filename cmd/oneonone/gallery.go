package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"oneonone/bot/sandbox"
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

// showGallery puts every screen and message on the page of a workspace. Where
// the samples say Sam and Ana, they are the workspace's own.
func showGallery(w *sandbox.Workspace) error {
	var ids []string
	for _, name := range []string{"sam", "ana"} {
		if p := w.Person(name); p != nil {
			ids = append(ids, "U0"+strings.ToUpper(name), p.ID())
		}
	}
	people := strings.NewReplacer(ids...)
	var list []sandbox.Sample
	for _, s := range views.Samples() {
		payload, err := json.Marshal(s.Payload)
		if err != nil {
			return fmt.Errorf("the sample %s: %w", s.Name, err)
		}
		list = append(list, sandbox.Sample{
			Group: galleryGroup(s.Name), Name: s.Name, Surface: s.Surface,
			Payload: json.RawMessage(people.Replace(string(payload))),
		})
	}
	return w.ShowGallery(list)
}

// galleryGroup is the verb a sample's name begins with. The longest of a verb
// stands with the others: longest/door_them with door/them.
func galleryGroup(name string) string {
	verb, rest, _ := strings.Cut(name, "/")
	if verb == "longest" {
		verb, _, _ = strings.Cut(rest, "_")
	}
	if verb == "tell" { // a step of schedule
		return "schedule"
	}
	return verb
}
