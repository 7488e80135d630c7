package oneonone_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

func TestNotesCheck(t *testing.T) {
	type notes = oneonone.Notes
	full := strings.Repeat("ñ", oneonone.MaxNote)
	for _, tt := range []struct {
		name         string
		page         oneonone.Page
		typed        notes
		drawn, saved notes
		want         notes
		errs         []oneonone.Field
	}{
		{name: "nothing", page: oneonone.PageThem, typed: notes{}, want: notes{}},
		{name: "trimmed", page: oneonone.PageThem, typed: notes{"care": " the light\x00\n in the stairs \n", "role": "\u200b \n"},
			want: notes{"care": "the light\n in the stairs"}},
		{name: "of another page", page: oneonone.PageThem, typed: notes{"care": "light", "thread": "move"}, want: notes{"care": "light"}},
		{name: "as long as fits", page: oneonone.PagePrep, typed: notes{"find_out": full}, want: notes{"find_out": full}},
		{name: "too long", page: oneonone.PagePrep, typed: notes{"find_out": full + "x", "good_talk": full + "x"},
			want: notes{"find_out": full + "x", "good_talk": full + "x"}, errs: []oneonone.Field{"good_talk", "find_out"}},
		{name: "choices", page: oneonone.PageSelf, typed: notes{"feel": "hard", "story": "heard"}, want: notes{"feel": "hard", "story": "heard"}},
		{name: "no such choice", page: oneonone.PageSelf, typed: notes{"feel": "5 of 5"}, want: notes{"feel": "5 of 5"}, errs: []oneonone.Field{"feel"}},
		{name: "changed", page: oneonone.PageThem, drawn: notes{"care": "light"}, saved: notes{"care": "light"},
			typed: notes{"care": "the light"}, want: notes{"care": "the light"}},
		{name: "emptied", page: oneonone.PageThem, drawn: notes{"care": "light"}, saved: notes{"care": "light"}, typed: notes{}, want: notes{}},
		// Another window was there first.
		{name: "the same in another window", page: oneonone.PageThem, saved: notes{"care": "light"},
			typed: notes{"care": "light"}, want: notes{"care": "light"}},
		{name: "something else in another window", page: oneonone.PageThem, saved: notes{"care": "light", "role": "door"},
			typed: notes{"care": "heat", "role": "door"}, want: notes{"care": "heat", "role": "door"}, errs: []oneonone.Field{"care"}},
		{name: "written in another window, left alone in this", page: oneonone.PageThem, saved: notes{"care": "light"},
			typed: notes{}, want: notes{}, errs: []oneonone.Field{"care"}},
		{name: "emptied in another window", page: oneonone.PageThem, drawn: notes{"care": "light"},
			typed: notes{"care": "light"}, want: notes{"care": "light"}, errs: []oneonone.Field{"care"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var errs []oneonone.Field
			for _, err := range tt.typed.Check(tt.page, tt.drawn, tt.saved) {
				errs = append(errs, err.Field)
				if err.Sentence.Key == "" {
					t.Errorf("%s: no sentence", err.Field)
				}
			}
			if diff := cmp.Diff(tt.errs, errs); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.want, tt.typed); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Every field stands on one page: what is saved with one cannot wipe another's.
func TestPagesShareNoField(t *testing.T) {
	seen := map[oneonone.Field]oneonone.Page{}
	for _, p := range slices.Concat(oneonone.Doors, []oneonone.Page{oneonone.PagePrep}) {
		if len(p.Fields()) == 0 {
			t.Errorf("%s has no fields", p)
		}
		for _, f := range p.Fields() {
			if other, there := seen[f]; there {
				t.Errorf("%s stands on %s and on %s", f, other, p)
			}
			seen[f] = p
			if n := (oneonone.Notes{f: "x"}); !n.Has(p) {
				t.Errorf("%s does not count on %s", f, p)
			}
		}
	}
}
