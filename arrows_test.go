package oneonone_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows is the layout's promise: which of our packages each of our packages
// may import. The root is "oneonone".
//
// bot imports reminders for the types of its Messenger, the one interface by
// which a message that is due reaches Slack: the interface lives with who calls
// it, and bot satisfies it.
//
// bot/sandbox imports nothing of ours, so that a mistake of ours about Slack
// cannot be its mistake too.
var arrows = map[string][]string{
	"oneonone":              {},
	"oneonone/storage":      {"oneonone"},
	"oneonone/reminders":    {"oneonone", "oneonone/storage"},
	"oneonone/bot/views":    {"oneonone"},
	"oneonone/bot/sandbox":  {},
	"oneonone/bot":          {"oneonone", "oneonone/bot/views", "oneonone/storage", "oneonone/reminders"},
	"oneonone/cmd/oneonone": {"oneonone", "oneonone/bot", "oneonone/bot/views", "oneonone/bot/sandbox", "oneonone/storage", "oneonone/reminders"},
}

// TestArrows reads the imports of every file, whatever its build tags say.
// Tests may import what they like; but the sandbox's own tests, too, know
// nothing of ours besides the sandbox.
func TestArrows(t *testing.T) {
	found := map[string]bool{}
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if file != "." && (name == "testdata" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		pkg := path.Join("oneonone", filepath.ToSlash(filepath.Dir(file)))
		allowed, known := arrows[pkg]
		if !known {
			t.Errorf("%s: the arrows do not say what %s may import", file, pkg)
			return nil
		}
		found[pkg] = true
		test, sandbox := strings.HasSuffix(name, "_test.go"), pkg == "oneonone/bot/sandbox"
		if test && sandbox {
			allowed = []string{pkg}
		} else if test {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			first, _, _ := strings.Cut(imported, "/")
			switch {
			case first == "oneonone" && !slices.Contains(allowed, imported):
				t.Errorf("%s imports %s, which %s may not", file, imported, pkg)
			case pkg == "oneonone" && strings.Contains(first, "."):
				t.Errorf("%s imports %s: the rules stand on the standard library alone", file, imported)
			case sandbox && !test && strings.HasPrefix(imported, "github.com/slack-go/"):
				t.Errorf("%s imports %s: the sandbox shall not share the library's mistakes either", file, imported)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range arrows {
		if !found[pkg] {
			t.Errorf("%s stands among the arrows, but has no files", pkg)
		}
	}
}

// The promise itself makes no circle: following the arrows always ends.
func TestArrowsMakeNoCircle(t *testing.T) {
	var follow func(pkg string, way []string)
	follow = func(pkg string, way []string) {
		if slices.Contains(way, pkg) {
			t.Fatalf("a circle: %s", strings.Join(append(way, pkg), " → "))
		}
		for _, next := range arrows[pkg] {
			follow(next, append(slices.Clip(way), pkg))
		}
	}
	for pkg := range arrows {
		follow(pkg, nil)
	}
}
