package bot

import (
	"encoding/json"
	"strings"
	"testing"

	"oneonone/bot/views"
)

// Whatever is typed behind a command fits into the window that opens, by the longest
// of the ways to count.
func TestWordsBehindACommandFit(t *testing.T) {
	f := newForgery(t)
	for _, command := range []string{"/1on1 ask @ana ", "/1on1 follow-up @ana "} {
		for _, letter := range []string{"x", "😀"} {
			f.must(f.sam.Type(f.ctx, "", command+strings.Repeat(letter, 3001)))
			f.must(f.sam.Await(f.ctx, letter, func() bool {
				return f.sam.Modal() != nil && strings.Contains(string(f.sam.Modal().JSON), letter+letter)
			}))
			var v struct {
				Blocks []struct {
					Element struct {
						Initial string `json:"initial_value"`
						Most    int    `json:"max_length"`
					} `json:"element"`
				} `json:"blocks"`
			}
			f.must(json.Unmarshal(f.sam.Modal().JSON, &v))
			for _, b := range v.Blocks {
				if n := views.Units(b.Element.Initial); n > b.Element.Most || b.Element.Most > 3000 {
					t.Errorf("%s%s…: %d of %d", command, letter, n, b.Element.Most)
				}
			}
			f.must(f.sam.Close(f.ctx))
		}
	}
}
