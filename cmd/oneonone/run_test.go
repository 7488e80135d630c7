package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"go/build"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"oneonone/bot/sandbox"
)

// TestMain lets the test binary be the program: a test that needs a process of
// its own, to send it a signal, starts itself.
func TestMain(m *testing.M) {
	if os.Getenv("ONEONONE_TEST_BE_THE_PROGRAM") != "" {
		main()
		return
	}
	if what := os.Getenv(beTheFloor); what != "" {
		fmt.Fprintln(os.Stderr, floor(what))
		return
	}
	goleak.VerifyTestMain(m)
}

// program is a command that runs `oneonone` in a process of its own.
func program(ctx context.Context, environ []string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, os.Args[0], args...)
	c.Env = append(append(os.Environ(), "ONEONONE_TEST_BE_THE_PROGRAM=1"), environ...)
	return c
}

// mustWorkspace is a sandbox without a bot in it.
func mustWorkspace(t *testing.T, change func(*sandbox.Options)) *sandbox.Workspace {
	t.Helper()
	o, err := workspaceOptions()
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&o)
	}
	w, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// A wrong configuration ends the program soon, with exit code 2 and a sentence
// that says what to fix.
func TestRunMisconfigured(t *testing.T) {
	slack := mustWorkspace(t, nil)
	dir := t.TempDir()
	good := map[string]string{
		"SLACK_APP_TOKEN": slack.AppToken(), "SLACK_BOT_TOKEN": slack.BotToken(),
		"SLACK_API_URL": slack.APIURL(), "ONEONONE_DB": filepath.Join(dir, "good.db"),
	}
	notADatabase := filepath.Join(dir, "text.db")
	if err := os.WriteFile(notADatabase, bytes.Repeat([]byte("This is a letter, not a database. "), 200), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(notADatabase+".key", []byte("oneonone-key-1:"+strings.Repeat("A", 43)+"=\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(dir, "foreign.db")
	raw, err := sql.Open("sqlite", "file:"+foreign)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := raw.Exec(`create table bookmarks (url text)`); err != nil {
		t.Fatal(err)
	}
	raw.Close()
	meddled := filepath.Join(dir, "meddled.key")
	if err := os.WriteFile(meddled, []byte("oneonone-key-1:"+strings.Repeat("A", 43)+"=\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(meddled, 0o622); err != nil {
		t.Fatal(err)
	}
	noKey := filepath.Join(dir, "nokey.db")
	if err := os.WriteFile(noKey, []byte("SQLite format 3"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		vars map[string]string
		args []string
		says string
	}{
		{"no tokens", map[string]string{"SLACK_APP_TOKEN": "", "SLACK_BOT_TOKEN": ""}, nil, "No tokens."},
		{"no app token", map[string]string{"SLACK_APP_TOKEN": ""}, nil, "SLACK_APP_TOKEN is not set"},
		{"no bot token", map[string]string{"SLACK_BOT_TOKEN": ""}, nil, "SLACK_BOT_TOKEN is not set"},
		{"swapped", map[string]string{"SLACK_APP_TOKEN": slack.BotToken(), "SLACK_BOT_TOKEN": slack.AppToken()}, nil, "swapped"},
		{"a user token", map[string]string{"SLACK_BOT_TOKEN": "xoxp-1"}, nil, "SLACK_BOT_TOKEN is another kind of token"},
		{"an unknown bot token", map[string]string{"SLACK_BOT_TOKEN": "xoxb-wrong"}, nil, "does not accept the bot token"},
		{"an unknown app token", map[string]string{"SLACK_APP_TOKEN": "xapp-wrong"}, nil, "does not accept the app-level token"},
		{"database unwritable", map[string]string{"ONEONONE_DB": filepath.Join(dir, "no", "such", "dir", "x.db")}, nil, "cannot be written"},
		{"not a database", map[string]string{"ONEONONE_DB": notADatabase}, nil, "text.db"},
		{"another program's database", map[string]string{"ONEONONE_DB": foreign}, nil, "foreign.db is a database of another program, and is left as it is.\nChoose another file with --db."},
		{"a key that others may write", map[string]string{"ONEONONE_DB": filepath.Join(dir, "new.db"), "ONEONONE_KEY_FILE": meddled}, nil, "others on this machine can write the key file"},
		{"key missing", map[string]string{"ONEONONE_DB": noKey}, nil, "nokey.db.key is missing"},
		{"a flag misspelt", nil, []string{"--clock-ofset=1h"}, "clock-ofset"},
		{"a length that is none", map[string]string{"ONEONONE_CLOCK_OFFSET": "tomorrow"}, nil, "tomorrow"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(dir) // no .env of the developer's
			var environ []string
			for name, value := range good {
				if v, ok := tt.vars[name]; ok {
					value = v
				}
				environ = append(environ, name+"="+value)
			}
			for name, value := range tt.vars {
				if _, ok := good[name]; !ok {
					environ = append(environ, name+"="+value)
				}
			}
			ctx, cancel := context.WithTimeout(t.Context(), within)
			defer cancel()
			var stdout, stderr bytes.Buffer
			began := time.Now()
			code := run(ctx, append([]string{"run"}, tt.args...), environ, &stdout, &stderr)
			if code != exitMisconfigured || !strings.Contains(stderr.String(), tt.says) {
				t.Errorf("exit code %d after %v, want %d and %q in:\n%s", code, time.Since(began), exitMisconfigured, tt.says, stderr.String())
			}
		})
	}
	for _, f := range slack.Faults() {
		if f.Kind != "not_allowed_token_type" {
			t.Errorf("fault %s: %s", f.Kind, f.Text)
		}
	}
}

// A missing scope is named, with what it is for.
func TestRunMissingScope(t *testing.T) {
	slack := mustWorkspace(t, func(o *sandbox.Options) { o.Scopes = []string{"commands", "chat:write", "im:write", "users:read"} })
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	var stdout, stderr bytes.Buffer
	code := run(ctx, []string{"run", "--db", filepath.Join(t.TempDir(), "x.db")}, []string{
		"SLACK_APP_TOKEN=" + slack.AppToken(), "SLACK_BOT_TOKEN=" + slack.BotToken(), "SLACK_API_URL=" + slack.APIURL(),
	}, &stdout, &stderr)
	if code != exitMisconfigured || !strings.Contains(stderr.String(), "im:history (to look for its own message") {
		t.Errorf("exit code %d:\n%s", code, stderr.String())
	}
}

// The wrong key is a sentence, and the database is left as it is.
func TestRunWrongKey(t *testing.T) {
	dir := t.TempDir()
	start := func(args ...string) (int, string) {
		slack := mustWorkspace(t, nil) // its own: the connection awaited is this start's
		ctx, cancel := context.WithTimeout(t.Context(), within)
		defer cancel()
		go func() {
			if slack.AwaitConnection(ctx) == nil {
				cancel()
			}
		}()
		var stdout, stderr bytes.Buffer
		code := run(ctx, append([]string{"run", "--log-level=error"}, args...), []string{
			"SLACK_APP_TOKEN=" + slack.AppToken(), "SLACK_BOT_TOKEN=" + slack.BotToken(), "SLACK_API_URL=" + slack.APIURL(),
		}, &stdout, &stderr)
		return code, stderr.String()
	}
	one, two := filepath.Join(dir, "one.db"), filepath.Join(dir, "two.db")
	for _, db := range []string{one, two} {
		if code, out := start("--db", db); code != 0 {
			t.Fatalf("the first start of %s: exit code %d\n%s", db, code, out)
		}
	}
	code, out := start("--db", one, "--key-file", two+".key")
	if code != exitMisconfigured || !strings.Contains(out, "not the one this database was made with") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	if code, out := start("--db", one); code != 0 {
		t.Errorf("with its own key again: exit code %d\n%s", code, out)
	}
}

// A key that others can read is told of, and the bot runs.
func TestRunKeyExposed(t *testing.T) {
	db := filepath.Join(t.TempDir(), "x.db")
	for _, tt := range []struct {
		mode os.FileMode
		told bool
	}{{0o600, false}, {0o644, true}} {
		slack := mustWorkspace(t, nil)
		ctx, cancel := context.WithTimeout(t.Context(), within)
		defer cancel()
		go func() {
			if slack.AwaitConnection(ctx) == nil {
				cancel()
			}
		}()
		if err := os.Chmod(db+".key", tt.mode); err != nil && tt.told {
			t.Fatal(err)
		}
		var stdout, stderr bytes.Buffer
		code := run(ctx, []string{"run", "--db", db, "--log-format=text"}, []string{
			"SLACK_APP_TOKEN=" + slack.AppToken(), "SLACK_BOT_TOKEN=" + slack.BotToken(), "SLACK_API_URL=" + slack.APIURL(),
		}, &stdout, &stderr)
		told := strings.Contains(stdout.String()+stderr.String(), "others on this machine can read the key, and with the database all that people wrote") &&
			strings.Contains(stdout.String()+stderr.String(), "chmod 600 "+db+".key")
		if code != 0 || told != tt.told {
			t.Errorf("mode %o: exit code %d, told %t:\n%s%s", tt.mode, code, told, &stdout, &stderr)
		}
	}
}

// A .env file that others can read is refused; one that they cannot is read.
func TestRunDotEnv(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.WriteFile(".env", []byte("# tokens\nSLACK_APP_TOKEN=xapp-from-file\nexport SLACK_BOT_TOKEN=\"xoxp-from-file\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	check := func(says string) {
		t.Helper()
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), []string{"run"}, nil, &stdout, &stderr); code != exitMisconfigured || !strings.Contains(stderr.String(), says) {
			t.Errorf("exit code %d, want %q in:\n%s", code, says, stderr.String())
		}
	}
	check("chmod 600 .env")
	if err := os.Chmod(".env", 0o600); err != nil {
		t.Fatal(err)
	}
	check("The bot token begins with xoxb-")
	if err := os.WriteFile(".env", []byte("just a word\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	check("Line 1 of .env")
}

// SIGTERM ends the program within five seconds; what it took is finished and
// acked.
func TestRunSIGTERM(t *testing.T) {
	slack := mustWorkspace(t, nil)
	var people []*sandbox.Person
	for i := range 20 {
		people = append(people, slack.AddPerson(sandbox.Profile{Name: fmt.Sprintf("p%d", i), RealName: fmt.Sprintf("Person %d", i)}))
	}
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	cmd := program(ctx, []string{
		"SLACK_APP_TOKEN=" + slack.AppToken(), "SLACK_BOT_TOKEN=" + slack.BotToken(), "SLACK_API_URL=" + slack.APIURL(),
	}, "run", "--db", filepath.Join(t.TempDir(), "x.db"))
	cmd.Dir = t.TempDir()
	var stderr safeBuffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if err := slack.AwaitConnection(ctx); err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	// Slack is slow to say who everybody is, so that all are still being
	// served when the signal comes.
	slack.Fail("users.info", sandbox.Hang, len(people))
	done := make(chan error, len(people))
	for _, p := range people {
		go func() { done <- p.OpenHome(ctx) }()
	}
	for len(slack.Envelopes()) < len(people) {
		changed := slack.Changed()
		if len(slack.Envelopes()) >= len(people) {
			break
		}
		select {
		case <-changed:
		case <-time.After(10 * time.Millisecond):
		}
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v\n%s", err, &stderr)
	}
	t.Logf("ended %v after the signal", time.Since(began).Round(time.Millisecond))
	for range people {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	for _, e := range slack.Envelopes() {
		if !e.Acked {
			t.Errorf("an envelope was taken and not acked: %+v", e)
		}
	}
	if f := slack.Faults(); len(f) > 0 {
		t.Errorf("faults: %v", f)
	}
}

// The program brings the time zones along: without any, as in an empty container,
// everybody would be in UTC.
func TestZonesComeAlong(t *testing.T) {
	program, err := build.ImportDir(".", 0)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(program.Imports, "time/tzdata") {
		t.Error("the program does not import time/tzdata")
	}
}

// `oneonone manifest` is manifest.yml.
func TestManifestFile(t *testing.T) {
	want, err := os.ReadFile(filepath.Join("..", "..", "manifest.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{"manifest"}, nil, &stdout, &stderr); code != 0 {
		t.Fatal(stderr.String())
	}
	if stdout.String() != string(want) {
		t.Error("manifest.yml is not what `oneonone manifest` prints. Run: go run ./cmd/oneonone manifest > manifest.yml")
	}
}

func TestGalleryAndVersion(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{"gallery"}, nil, &stdout, &stderr); code != 0 {
		t.Fatal(stderr.String())
	}
	for line := range strings.Lines(stdout.String()) {
		var s struct{ Name, Surface string }
		if err := json.Unmarshal([]byte(line), &s); err != nil || s.Name == "" || s.Surface == "" {
			t.Errorf("not a sample: %v in %.80s", err, line)
		}
	}
	stdout.Reset()
	if code := run(t.Context(), []string{"version"}, nil, &stdout, &stderr); code != 0 || !strings.Contains(stdout.String(), version) {
		t.Errorf("version prints %q, exit code %d", stdout.String(), code)
	}
}

// /healthz and /metrics tell how the bot does, and of nobody.
func TestListen(t *testing.T) {
	w, err := newWorld(t, filepath.Join(t.TempDir(), "oneonone.db"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	if err := w.slack.Person("sam").OpenHome(ctx); err != nil {
		t.Fatal(err)
	}
	if err := w.settle(ctx); err != nil {
		t.Fatal(err)
	}
	get := func(path string) (int, string) {
		rec := httptest.NewRecorder()
		w.app.status().ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
		return rec.Code, rec.Body.String()
	}
	if code, body := get("/healthz"); code != http.StatusOK || body != "ok\n" {
		t.Errorf("/healthz: %d %q", code, body)
	}
	_, body := get("/metrics")
	for _, want := range []string{
		"oneonone_connected 1", "oneonone_outbox_late_seconds 0",
		`oneonone_messages_total{kind="welcome",outcome="sent"} 1`, `oneonone_ack_seconds_count{type="events_api"} `,
		"go_goroutines ", "process_resident_memory_bytes ",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in:\n%s", want, body)
		}
	}
	var names []string
	for _, sample := range regexp.MustCompile(`(?m)^(oneonone_\w+?)(?:_bucket|_sum|_count)?[{ ]`).FindAllStringSubmatch(body, -1) {
		names = append(names, sample[1])
	}
	slices.Sort(names)
	names = slices.Compact(names)
	if diff := cmp.Diff(names, toldMetrics(t)); diff != "" {
		t.Errorf("/metrics has other metrics than docs/operate.md tells of (-there +told):\n%s", diff)
	}
	if faults := w.finish(); len(faults) > 0 {
		t.Errorf("faults: %v", faults)
	}
	if code, _ := get("/healthz"); code != http.StatusServiceUnavailable {
		t.Errorf("/healthz after the end: %d", code)
	}
	if _, err := (&app{}).listen(ctx, "no such address"); err == nil {
		t.Error("listened on no address")
	}
}
