package oneonone_test

import (
	"strings"
	"testing"

	"oneonone"
)

// What the bot's messages call someone, on a lock screen too.
func TestFirstName(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"Ana Torres", "Ana"},
		{"Ana", "Ana"},
		{"  Ana\tMaría Torres ", "Ana"},
		{"Jean-Luc Picard", "Jean-Luc"},
		{"", ""},
		{"   ", ""},
		// A name must fit into a button's description: 30 characters and a sign
		// that there is more.
		{strings.Repeat("ñ", 30) + " Torres", strings.Repeat("ñ", 30)},
		{strings.Repeat("ñ", 31), strings.Repeat("ñ", 30) + "…"},
	} {
		if got := (oneonone.Profile{Name: tt.name}).FirstName(); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.name, got, tt.want)
		}
	}
}
