package main

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// What a volunteer copies from these pages into a terminal must be so.
var pages = []string{"README.md", "CONTRIBUTING.md", "docs/operate.md", "docs/privacy.md", "docs/method.md"}

// What tells how to run the program, besides.
var recipes = []string{"Dockerfile", "docs/oneonone.service"}

// pictureBytes is how much a picture of a page may weigh: people pay by the
// megabyte.
const pictureBytes = 150_000

func page(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var (
	linkTarget = regexp.MustCompile(`\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"`)
	heading    = regexp.MustCompile(`(?m)^#+ (.+)$`)
	notInSlug  = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// Every picture, file and heading that a page leads to is there.
func TestPagesLeadSomewhere(t *testing.T) {
	pictures := 0
	for _, name := range pages {
		for _, found := range linkTarget.FindAllStringSubmatch(page(t, name), -1) {
			target := found[1] + found[2]
			if strings.Contains(target, "://") {
				continue
			}
			file, anchor, _ := strings.Cut(target, "#")
			there := name
			if file != "" {
				there = path.Join(path.Dir(name), file)
			}
			info, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(there)))
			switch {
			case err != nil && path.Ext(there) == ".png":
				t.Errorf("%s shows %s, which is not there. Take the pictures: go test ./cmd/oneonone -run TestPictures -pictures", name, there)
			case err != nil:
				t.Errorf("%s leads to %s, which is not there", name, there)
			case path.Ext(there) == ".png":
				if pictures++; info.Size() > pictureBytes {
					t.Errorf("%s weighs %d bytes, more than %d", there, info.Size(), pictureBytes)
				}
			case anchor != "" && !slices.Contains(anchors(page(t, there)), anchor):
				t.Errorf("%s leads to #%s, a heading that %s has not", name, anchor, there)
			}
		}
	}
	if pictures < 3 {
		t.Errorf("only %d pictures in %v", pictures, pages)
	}
}

// anchors are the names that a page's headings have in an address.
func anchors(text string) (names []string) {
	for _, h := range heading.FindAllStringSubmatch(text, -1) {
		names = append(names, strings.ReplaceAll(notInSlug.ReplaceAllString(strings.ToLower(h[1]), ""), " ", "-"))
	}
	return names
}

var (
	variable = regexp.MustCompile(`\b(?:ONEONONE|SLACK)_[A-Z_]+\b`)
	metric   = regexp.MustCompile(`\boneonone_[a-z_]+\b`)
	codeSpan = regexp.MustCompile("`[^`\n]+`")
	codeEnds = regexp.MustCompile("^ *```")
	// A call, up to what the shell takes for itself; a file's name is none.
	calls    = regexp.MustCompile(`(?:^|[\s("/])oneonone(?:", "| )([a-z]+(?:[" ][^#|&;>)\]]*)?)(?:$|[\s#|&;>)\]])`)
	redirect = regexp.MustCompile(`\s+\d$`)
	aFlag    = regexp.MustCompile("`(--[a-z-]+)`")
)

// Every variable that the pages name is read by the program, every command and
// flag of the program's that stands in code is understood by it, and every
// setting there is has its line.
func TestPagesAreUnderstood(t *testing.T) {
	known := map[string]bool{"SLACK_APP_TOKEN": true, "SLACK_BOT_TOKEN": true}
	settings := page(t, "docs/operate.md")
	parser := understand(t)
	var flags []string
	for _, command := range parser.Model.Children {
		for _, f := range command.Flags {
			for _, name := range f.Envs {
				known[name] = true
			}
			flags = append(flags, "--"+f.Name)
			if command.Name != "run" || f.Hidden {
				continue
			}
			for _, must := range append([]string{"--" + f.Name}, f.Envs...) {
				if !strings.Contains(settings, "`"+must+"`") {
					t.Errorf("docs/operate.md does not tell of %s", must)
				}
			}
		}
	}
	understood := 0
	for _, name := range append(slices.Clone(pages), recipes...) {
		text := page(t, name)
		for _, v := range variable.FindAllString(text, -1) {
			if !known[v] && !(name == "CONTRIBUTING.md" && v == "ONEONONE_SCREENSHOTS") {
				t.Errorf("%s names %s, which the program does not read", name, v)
			}
		}
		if name == "docs/operate.md" {
			for _, f := range aFlag.FindAllStringSubmatch(text, -1) {
				if f[1] != "--volume" && !slices.Contains(flags, f[1]) {
					t.Errorf("%s names %s, which is no flag of the program", name, f[1])
				}
			}
		}
		for _, line := range code(name, text) {
			for _, call := range calls.FindAllStringSubmatch(line, -1) {
				args := strings.FieldsFunc(redirect.ReplaceAllString(call[1], ""), func(r rune) bool { return strings.ContainsRune("\", \t", r) })
				understood++
				if _, err := understand(t).Parse(args); err != nil {
					t.Errorf("%s has the line\n\t%s\nwhich the program does not understand: %v", name, line, err)
				}
			}
		}
	}
	if understood < 20 {
		t.Errorf("only %d commands found in %v", understood, pages)
	}
}

// understand is the program's command line, which runs nothing.
func understand(t *testing.T) *kong.Kong {
	t.Helper()
	parser, err := kong.New(&cli{}, kong.Name("oneonone"), kong.Exit(func(int) {}), kong.Writers(&bytes.Buffer{}, &bytes.Buffer{}))
	if err != nil {
		t.Fatal(err)
	}
	return parser
}

// code is what stands in a page as code; all of a recipe is.
func code(name, text string) (lines []string) {
	text = strings.ReplaceAll(text, "\\\n", " ")
	inBlock := path.Ext(name) != ".md"
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "#"):
		case codeEnds.MatchString(line):
			inBlock = !inBlock
		case inBlock:
			lines = append(lines, line)
		default:
			for _, span := range codeSpan.FindAllString(line, -1) {
				lines = append(lines, strings.Trim(span, "`"))
			}
		}
	}
	return lines
}

// toldMetrics are the names that docs/operate.md tells of, sorted.
func toldMetrics(t *testing.T) []string {
	t.Helper()
	told := metric.FindAllString(page(t, "docs/operate.md"), -1)
	slices.Sort(told)
	return slices.Compact(told)
}
