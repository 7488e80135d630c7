package storage_test

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// queries reads every SQL statement out of the package's own files, so that a
// new one is looked at without anybody's thinking of it: a constant string that
// begins like a statement and is no part of a longer one.
func queries(t *testing.T) map[string]token.Position {
	t.Helper()
	files := token.NewFileSet()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var parsed []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, f)
	}
	// Only constants matter: what the imports hold need not be known.
	info := types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	config := types.Config{Error: func(error) {}, Importer: noImports{}}
	config.Check("storage", files, parsed, &info)

	found := map[string]token.Position{}
	statement := regexp.MustCompile(`^\s*(select|insert|update|delete)\s`)
	for _, f := range parsed {
		ast.Inspect(f, func(n ast.Node) bool {
			if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.CONST {
				return false // a part, used in others
			}
			e, ok := n.(ast.Expr)
			if !ok {
				return true
			}
			v := info.Types[e].Value
			if v == nil || v.Kind() != constant.String {
				return true
			}
			if s := constant.StringVal(v); statement.MatchString(s) {
				found[s] = files.Position(e.Pos())
			}
			return false
		})
	}
	return found
}

type noImports struct{}

func (noImports) Import(path string) (*types.Package, error) {
	p := types.NewPackage(path, path[strings.LastIndex(path, "/")+1:])
	p.MarkComplete()
	return p, nil
}

// plan is how SQLite goes about a statement, step by step.
func (w *world) plan(t *testing.T, query string) []string {
	t.Helper()
	var args []any
	for n := 1; regexp.MustCompile(`\$` + strconv.Itoa(n) + `\b`).MatchString(query); n++ {
		args = append(args, int64(1))
	}
	rows, err := w.raw.Query(`explain query plan `+query, args...)
	if err != nil {
		t.Fatalf("%v in\n%s", err, query)
	}
	defer rows.Close()
	var plan []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, detail)
	}
	return plan
}

// No statement reads a growing table from end to end: each finds its rows by an
// index. The one scan allowed is of what is being sent at this moment.
func TestEveryQueryUsesAnIndex(t *testing.T) {
	w := newWorld(t)
	all := queries(t)
	if len(all) < 30 {
		t.Fatalf("found only %d statements", len(all))
	}
	for query, pos := range all {
		plan := w.plan(t, query)
		for _, step := range plan {
			switch {
			case !strings.HasPrefix(step, "SCAN"):
			case strings.HasPrefix(step, "SCAN (subquery"), step == "SCAN talks", step == "SCAN CONSTANT ROW":
			case step == "SCAN seal_check": // one row
			case strings.HasPrefix(step, "SCAN outbox USING") && strings.HasSuffix(step, "INDEX outbox_claimed"):
				// Partial: one message a person at most, and only while it is sent.
			default:
				t.Errorf("%s: %s in\n%s\n%s", pos, step, query, strings.Join(plan, "\n"))
			}
		}
		if testing.Verbose() {
			t.Logf("%s\n%s\n-> %s", pos, query, strings.Join(plan, "\n   "))
		}
	}
}

// What every tick asks goes straight to the index of what waits.
func TestDueQueriesUseTheIndexOfWhatWaits(t *testing.T) {
	w := newWorld(t)
	hot := 0
	for query := range queries(t) {
		if !strings.Contains(query, "due_at <= $1") && !strings.Contains(query, "min(due_at)") || strings.Contains(query, "receiver = $2") {
			continue
		}
		hot++
		plan := w.plan(t, query)
		if !slices.ContainsFunc(plan, func(s string) bool { return strings.Contains(s, "INDEX outbox_due") }) {
			t.Errorf("%s\n%s", query, strings.Join(plan, "\n"))
		}
		if slices.ContainsFunc(plan, func(s string) bool { return strings.Contains(s, "TEMP B-TREE") }) {
			t.Errorf("sorts all that is due:\n%s\n%s", query, strings.Join(plan, "\n"))
		}
	}
	if hot != 3 { // is anything due, what is due next, when is the next due
		t.Errorf("looked at %d queries, want 3", hot)
	}
}

// A page of asks or follow-ups is read in the order of an index, wherever it
// begins: nobody's thousands are sorted for ten of them. What is counted of them is
// in an index too.
func TestPagesAreNotSorted(t *testing.T) {
	w := newWorld(t)
	pages, counts := 0, 0
	for query := range queries(t) {
		plan := w.plan(t, query)
		of := strings.Contains(query, "from ask") || strings.Contains(query, "from followup")
		switch {
		case of && strings.Contains(query, "limit $"):
			pages++
			if slices.ContainsFunc(plan, func(s string) bool { return strings.Contains(s, "TEMP B-TREE") }) {
				t.Errorf("sorts:\n%s\n%s", query, strings.Join(plan, "\n"))
			}
		case of && strings.Contains(query, "count(*)") && !strings.Contains(query, "from meeting"):
			counts++
			if slices.ContainsFunc(plan, func(s string) bool {
				counted := strings.HasPrefix(s, "SEARCH ask ") || strings.HasPrefix(s, "SEARCH followup ")
				return counted && !strings.Contains(s, "COVERING") && !strings.Contains(s, "PRIMARY KEY")
			}) {
				t.Errorf("reads what it counts:\n%s\n%s", query, strings.Join(plan, "\n"))
			}
		}
	}
	if pages < 7 || counts != 2 {
		t.Errorf("looked at %d pages and %d counts", pages, counts)
	}
}

// Rows read together are found by what names them, not by walking all their organizer has.
func TestTogetherIsFoundByName(t *testing.T) {
	w := newWorld(t)
	looked := 0
	for query, pos := range queries(t) {
		if !strings.Contains(query, "$20)") {
			continue
		}
		looked++
		for _, step := range w.plan(t, query) {
			if strings.HasPrefix(step, "SEARCH") && !regexp.MustCompile(`\b(id|ask|chain)=\?`).MatchString(step) {
				t.Errorf("%s: %s in\n%s", pos, step, query)
			}
		}
	}
	if looked < 5 {
		t.Errorf("looked at %d queries", looked)
	}
}

// Years of one person's talks are not walked for the few that are asked for: a talk
// is looked up by whom it is with, or by when it is. But for the question whether
// there is any, and where somebody's account in Slack is switched off or on again, or
// their name or zone is another, which is rare.
func TestYearsOfTalksAreNotWalked(t *testing.T) {
	w := newWorld(t)
	looked := 0
	for query := range queries(t) {
		if strings.HasPrefix(strings.TrimSpace(query), "select exists (select 1 from person where organizer = $1) or") ||
			strings.Contains(query, "from meeting where organizer = $1 and ends_at > $2\n\t\t\tunion all") ||
			strings.Contains(query, "from meeting held join reflection on reflection.meeting = held.id\n\t\t\t\twhere held.member") ||
			strings.Contains(query, "and (second_at is not null or suggested_at is not null)") {
			continue
		}
		for _, step := range w.plan(t, query) {
			if !strings.HasPrefix(step, "SEARCH meeting") {
				continue
			}
			looked++
			for _, all := range []string{"(organizer=?)", "(member=?)", "(organizer=? AND state=?)", "(member=? AND state=?)"} {
				if strings.HasSuffix(step, all) && !strings.Contains(step, "meeting_unreflected") {
					t.Errorf("%s:\n%s", step, query)
				}
			}
		}
	}
	if looked < 10 {
		t.Errorf("looked at %d steps", looked)
	}
}

// What a new plan may collide with is seen in the indexes, however many talks there
// were and are to come: a talk itself is read where there is a collision, and the
// talks two people had where one of them said no lately.
func TestPlansAreComparedInIndexes(t *testing.T) {
	w := newWorld(t)
	looked := 0
	for query := range queries(t) {
		if !strings.HasPrefix(query, "select starts_at from") && !strings.HasPrefix(query, "select starts_at, second_at, ") {
			continue
		}
		looked++
		said := false // they said no
		for _, step := range w.plan(t, query) {
			said = said || strings.Contains(step, "meeting_declined")
			if talk := strings.HasPrefix(step, "SEARCH meeting") || strings.HasPrefix(step, "SEARCH last"); talk && !said &&
				!strings.Contains(step, "COVERING INDEX") && !strings.Contains(step, "PRIMARY KEY (id=?)") {
				t.Errorf("%s:\n%s", step, query)
			}
		}
	}
	if looked != 4 {
		t.Errorf("looked at %d statements, want 4", looked)
	}
}
