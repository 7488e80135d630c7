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
		// Nobody is greeted by a title alone.
		{"Dona Fátima Reis", "Dona Fátima"},
		{"pastor James", "pastor James"},
		{"Mr. Silva", "Mr. Silva"},
		{"T. R. Silva", "T. R."},
		{"Rev. Dr. Young Fitzgerald", "Rev. Dr. Young"},
		{"Doña", "Doña"},
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

// People write into their Slack name what they like; a name that shows nothing
// gives way to the next.
func TestNameAmong(t *testing.T) {
	for _, tt := range []struct {
		told []string
		want string
	}{
		{[]string{"Ana Torres", "ana"}, "Ana Torres"},
		{[]string{" Ana\r\n\u2028Torres\x00 ", "ana"}, "Ana Torres"},
		{[]string{"", "\u200b \u2060", "\u202e", "ana"}, "ana"},
		{[]string{"👩‍👩‍👦 Ana"}, "👩‍👩‍👦 Ana"},
		{[]string{"", ""}, ""},
	} {
		if got := oneonone.NameAmong(tt.told...); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.told, got, tt.want)
		}
	}
}
