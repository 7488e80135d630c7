package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"oneonone/bot/sandbox"
)

// patient is what a doctor is called to: a workspace, and a directory with a
// database in which somebody has lived.
type patient struct {
	slack *sandbox.Workspace
	dir   string
	vars  map[string]string // beside the tokens and the address, or in their place
	args  []string
	// within wraps the program's start, to take something away from it.
	within []string
	awake  bool // a bot is running, and writes
}

func (p *patient) db() string { return filepath.Join(p.dir, "oneonone.db") }

// words are those that nobody but their author may read.
var words = []string{"Purposeword", "Placeword"}

// newPatient brings a workspace together with a copy of the database in healthy.
func newPatient(t *testing.T, healthy string) *patient {
	t.Helper()
	p := &patient{slack: mustWorkspace(t, nil), dir: t.TempDir(), vars: map[string]string{}}
	if err := os.CopyFS(p.dir, os.DirFS(healthy)); err != nil {
		t.Fatal(err)
	}
	p.chmod(t, 0o600, "oneonone.db", "oneonone.db.key")
	return p
}

func (p *patient) chmod(t *testing.T, mode fs.FileMode, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := os.Chmod(filepath.Join(p.dir, name), mode); err != nil {
			t.Fatal(err)
		}
	}
}

func (p *patient) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(p.dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// exec changes the database behind the bot's back.
func (p *patient) exec(t *testing.T, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+p.db())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func (p *patient) remove(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := os.Remove(filepath.Join(p.dir, name)); err != nil {
			t.Fatal(err)
		}
	}
}

// environ is the doctor's environment.
func (p *patient) environ() []string {
	vars := map[string]string{"SLACK_API_URL": p.slack.APIURL(), "SLACK_APP_TOKEN": p.slack.AppToken(), "SLACK_BOT_TOKEN": p.slack.BotToken()}
	maps.Copy(vars, p.vars)
	var out []string
	for name, value := range vars {
		out = append(out, name+"="+value)
	}
	return out
}

// examine runs the doctor in a process of its own, and gives its exit code and
// what it wrote. Whatever it finds, it prints no token and no private word, and
// leaves every file as it is.
func (p *patient) examine(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	cmd := program(ctx, p.environ(), append(append([]string{"doctor"}, args...), p.args...)...)
	if len(p.within) > 0 {
		path, err := exec.LookPath(p.within[0])
		if err != nil {
			t.Skip(err)
		}
		cmd.Path, cmd.Args = path, append(p.within, cmd.Args...)
	}
	var out, errs bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = p.dir, &out, &errs
	before := files(t, p.dir)
	began := time.Now()
	err := cmd.Run()
	if took := time.Since(began); took > 15*time.Second {
		t.Errorf("it took %v", took)
	}
	after := files(t, p.dir)
	if p.awake {
		delete(before, "oneonone.db-wal")
		delete(after, "oneonone.db-wal")
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("the doctor changed something (-before +after):\n%s", diff)
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	stdout, stderr = out.String(), errs.String()
	for _, secret := range append([]string{p.slack.AppToken(), p.slack.BotToken(), "Okoro", "Torres"}, words...) {
		if strings.Contains(stdout+stderr, secret) {
			t.Errorf("the doctor printed %q", secret)
		}
	}
	return code, stdout, stderr
}

// files is what lies in a directory: name, mode, when it was changed, and what
// is in it. SQLite's index (-shm) holds nothing of its own and is left out.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "-shm") {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		out[filepath.Base(path)] = fmt.Sprintf("%v %v %x", info.Mode(), info.ModTime(), sha256.Sum256(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// wants examines, and compares with what is to be found: for each check that is
// not simply ok, its state and a part of what it says, "mend: chmod 600".
func (p *patient) wants(t *testing.T, want map[string]string) {
	t.Helper()
	code, stdout, stderr := p.examine(t, "--json")
	var names []string
	sick := false
	for line := range strings.Lines(stdout) {
		var f finding
		dec := json.NewDecoder(strings.NewReader(line))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&f); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		names = append(names, f.Check)
		sick = sick || f.State == stateMend
		state, says, _ := strings.Cut(want[f.Check], ": ")
		if state == "" {
			state = stateOK
		}
		if f.State != state || !strings.Contains(f.Say, says) {
			t.Errorf("%s: %s: %s\nwant %s: …%s…", f.Check, f.State, f.Say, state, says)
		}
		if strings.TrimSpace(f.Say) == "" || strings.ContainsAny(f.Say, "\n\r") {
			t.Errorf("%s says no one line: %q", f.Check, f.Say)
		}
		if f.State == stateSkipped && !strings.HasPrefix(f.Say, "Not looked at, since ") {
			t.Errorf("%s does not say why it was not looked at: %s", f.Check, f.Say)
		}
	}
	if diff := cmp.Diff(checks, names); diff != "" {
		t.Errorf("checks (-want +got):\n%s\n%s", diff, stderr)
	}
	if sick != (code == exitMisconfigured) || !sick && code != 0 {
		t.Errorf("exit code %d, something to mend: %t\n%s", code, sick, stderr)
	}
	if sick != strings.Contains(stderr, "Not all is well.") {
		t.Errorf("on standard error: %q", stderr)
	}
}

// lived is a directory with a database in which a talk was planned, closed.
func lived(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	w, err := newWorld(t, filepath.Join(dir, "oneonone.db"))
	if err != nil {
		t.Fatal(err)
	}
	planATalk(t, w.slack)
	if faults := w.finish(); len(faults) > 0 {
		t.Errorf("faults: %v", faults)
	}
	return dir
}

// planATalk has Sam plan one with Ana, and returns when Ana has the invitation.
func planATalk(t *testing.T, slack *sandbox.Workspace) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	sam, ana := slack.Person("sam"), slack.Person("ana")
	before := len(ana.Messages(""))
	for _, step := range []func() error{
		func() error { return sam.Type(ctx, "", "/1on1 schedule @ana") },
		func() error {
			return sam.Await(ctx, "the form", func() bool { return strings.Contains(sam.ScreenText(), "Plan a one-on-one") })
		},
		func() error { return sam.Fill(ctx, "Why you'd like to meet", words[0]) },
		func() error {
			return sam.Fill(ctx, "When", slack.Clock().Now().AddDate(0, 0, 3).Format("2006-01-02")+" 12:00")
		},
		func() error { return sam.Fill(ctx, "Where", words[1]) },
		func() error { return sam.Submit(ctx) },
		func() error { // a second one with her is worth a question
			if strings.Contains(sam.ScreenText(), "One thing first.") {
				return sam.Submit(ctx)
			}
			return nil
		},
		func() error {
			return ana.Await(ctx, "the invitation", func() bool { return len(ana.Messages("")) > before })
		},
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
}

// serve answers in Slack's place, and gives the address.
func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

const (
	noAnswer   = "skipped: since Slack did not answer"
	noDatabase = "skipped: since there is no database yet"
	unreadable = "skipped: since the database cannot be read"
)

// Each thing that can be wrong is found, named and told how to mend; what could
// not be looked at because of it is said; all else is ok.
func TestDoctor(t *testing.T) {
	healthy := lived(t)
	silent := map[string]string{checkClock: noAnswer, checkBotToken: noAnswer, checkScopes: noAnswer, checkAppToken: noAnswer}
	with := func(base map[string]string, check, says string) map[string]string {
		m := maps.Clone(base)
		m[check] = says
		return m
	}
	tests := []struct {
		name  string
		spoil func(t *testing.T, p *patient)
		want  map[string]string
	}{
		{"all well", func(*testing.T, *patient) {}, nil},
		{"settings in .env", func(t *testing.T, p *patient) {
			p.write(t, ".env", "SLACK_APP_TOKEN="+p.slack.AppToken()+"\nexport SLACK_BOT_TOKEN='"+p.slack.BotToken()+"'\nONEONONE_DB=oneonone.db\n")
			p.vars["SLACK_APP_TOKEN"], p.vars["SLACK_BOT_TOKEN"] = "", ""
		}, map[string]string{checkSettings: "ok: is read"}},
		{".env for all to read", func(t *testing.T, p *patient) {
			p.write(t, ".env", "SLACK_APP_TOKEN="+p.slack.AppToken()+"\n")
			p.chmod(t, 0o644, ".env")
		}, func() map[string]string {
			m := map[string]string{checkSettings: "mend: chmod 600 .env"}
			for _, check := range checks[1:] {
				m[check] = "skipped: since the file .env was not read"
			}
			return m
		}()},

		{"Slack's port closed", func(t *testing.T, p *patient) { p.slack.Close() },
			with(silent, checkSlack, "mend: cannot be reached (connect: connection refused). See that")},
		{"Slack hangs", func(t *testing.T, p *patient) {
			l, err := net.Listen("tcp", "127.0.0.1:0") // takes every call, answers none
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { l.Close() })
			p.vars["SLACK_API_URL"] = "http://" + l.Addr().String() + "/"
		}, with(silent, checkSlack, "mend: does not answer within 4 seconds")},
		{"no name server knows Slack", func(t *testing.T, p *patient) { p.vars["SLACK_API_URL"] = "http://slack.invalid/api/" },
			with(silent, checkSlack, "mend: No address is known for slack.invalid")},
		{"another server in Slack's place", func(t *testing.T, p *patient) {
			p.vars["SLACK_API_URL"] = serve(t, func(rw http.ResponseWriter, _ *http.Request) {
				fmt.Fprint(rw, "<html>Please sign in to this café's network</html>")
			})
		}, with(silent, checkSlack, "mend: answers in Slack's place (200 OK)")},
		{"nobody at that address", func(t *testing.T, p *patient) { p.vars["SLACK_API_URL"] = serve(t, http.NotFound) },
			with(silent, checkSlack, "mend: Leave --api-url and SLACK_API_URL out")},
		{"another certificate than Slack's", func(t *testing.T, p *patient) {
			s := httptest.NewUnstartedServer(http.NotFoundHandler())
			s.Config.ErrorLog = log.New(io.Discard, "", 0) // it complains of who hangs up
			s.StartTLS()
			t.Cleanup(s.Close)
			p.vars["SLACK_API_URL"] = s.URL
		}, with(silent, checkSlack, "mend: the certificate is not accepted")},
		{"Slack has a bad day", func(t *testing.T, p *patient) { p.slack.Fail("api.test", sandbox.ServerError, 1) },
			with(silent, checkSlack, "mend: says no more than “500 Internal Server Error”")},

		{"no tokens", func(t *testing.T, p *patient) { p.vars["SLACK_APP_TOKEN"], p.vars["SLACK_BOT_TOKEN"] = "", "" }, map[string]string{
			checkKinds: "mend: No tokens.", checkBotToken: "skipped: no bot token", checkScopes: "skipped: no bot token", checkAppToken: "skipped: no app-level token"}},
		{"one token", func(t *testing.T, p *patient) { p.vars["SLACK_APP_TOKEN"] = "" }, map[string]string{
			checkKinds: "mend: SLACK_APP_TOKEN is not set", checkAppToken: "skipped: no app-level token"}},
		{"tokens swapped", func(t *testing.T, p *patient) {
			p.vars["SLACK_APP_TOKEN"], p.vars["SLACK_BOT_TOKEN"] = p.slack.BotToken(), p.slack.AppToken()
		}, map[string]string{
			checkKinds: "mend: swapped", checkBotToken: "skipped: no bot token", checkScopes: "skipped: no bot token", checkAppToken: "skipped: no app-level token"}},
		{"a user's token", func(t *testing.T, p *patient) { p.vars["SLACK_BOT_TOKEN"] = "xoxp-1" }, map[string]string{
			checkKinds: "mend: SLACK_BOT_TOKEN is another kind of token", checkBotToken: "skipped: no bot token", checkScopes: "skipped: no bot token"}},
		{"a wrong bot token", func(t *testing.T, p *patient) { p.vars["SLACK_BOT_TOKEN"] = "xoxb-wrong" }, map[string]string{
			checkBotToken: "mend: does not accept the bot token (invalid_auth). Install the app", checkScopes: "skipped: did not accept the bot token"}},
		{"a wrong app-level token", func(t *testing.T, p *patient) { p.vars["SLACK_APP_TOKEN"] = "xapp-wrong" }, map[string]string{
			checkAppToken: "mend: does not accept the app-level token (invalid_auth). Make a new one"}},
		{"tokens revoked", func(t *testing.T, p *patient) { p.slack.RevokeTokens() }, map[string]string{
			checkBotToken: "mend: (token_revoked)", checkScopes: "skipped: did not accept the bot token", checkAppToken: "mend: (token_revoked)"}},
		{"a scope missing", func(t *testing.T, p *patient) {
			p.slack = mustWorkspace(t, func(o *sandbox.Options) { o.Scopes = []string{"commands", "chat:write", "im:write", "files:read"} })
		}, map[string]string{checkScopes: "mend: im:history (to look for its own message"}},
		{"app-level token without its scope", func(t *testing.T, p *patient) { p.slack.FailWith("apps.connections.open", "missing_scope", 1) },
			map[string]string{checkAppToken: "mend: lacks the scope connections:write"}},
		{"Socket Mode off", func(t *testing.T, p *patient) { p.slack.FailWith("apps.connections.open", "socket_mode_disabled", 1) },
			map[string]string{checkAppToken: "mend: Socket Mode is switched off"}},
		{"Slack does not say of the bot token", func(t *testing.T, p *patient) { p.slack.Fail("auth.test", sandbox.Hang, 1) }, map[string]string{
			checkBotToken: "mend: does not answer within 4 seconds", checkScopes: "skipped: did not say which the bot token has"}},
		{"Slack does not say of the app-level token", func(t *testing.T, p *patient) {
			p.slack.Fail("apps.connections.open", sandbox.RateLimited, 1)
		}, map[string]string{checkAppToken: "mend: Try again in 1s"}},

		{"clock ahead", func(t *testing.T, p *patient) { p.slack.ShiftDates(-5 * time.Minute) },
			map[string]string{checkClock: "mend: ahead of Slack's"}},
		{"clock behind", func(t *testing.T, p *patient) { p.slack.ShiftDates(40 * time.Second) },
			map[string]string{checkClock: "mend: behind Slack's"}},
		{"clock off by little", func(t *testing.T, p *patient) { p.slack.ShiftDates(20 * time.Second) }, nil},
		{"clock shifted for a rehearsal", func(t *testing.T, p *patient) { p.args = []string{"--clock-offset=48h"} }, nil},

		{"first start", func(t *testing.T, p *patient) { p.remove(t, "oneonone.db", "oneonone.db.key") }, map[string]string{
			checkDatabase: "ok: The first start makes it", checkIntegrity: noDatabase, checkSchema: noDatabase, checkKey: "ok: The first start makes it"}},
		{"first start interrupted", func(t *testing.T, p *patient) { p.write(t, "oneonone.db", "") }, map[string]string{
			checkDatabase: "ok: The first start makes it", checkIntegrity: noDatabase, checkSchema: noDatabase, checkKey: "ok: A key without a database"}},
		{"first start, the key elsewhere", func(t *testing.T, p *patient) {
			p.remove(t, "oneonone.db", "oneonone.db.key")
			p.args = []string{"--key-file", filepath.Join(t.TempDir(), "no", "such", "key")}
		}, map[string]string{checkIntegrity: noDatabase, checkSchema: noDatabase, checkKey: "mend: cannot be made in"}},
		{"no such directory", func(t *testing.T, p *patient) { p.args = []string{"--db", filepath.Join(p.dir, "no", "such.db")} }, map[string]string{
			checkDisk: "mend: There is no directory", checkDatabase: "skipped: cannot be written to",
			checkIntegrity: noDatabase, checkSchema: noDatabase, checkKey: "skipped: cannot be written to"}},
		// Not even root can write here; a test that ran as root would find every
		// other directory writable.
		{"a directory nobody can write to", func(t *testing.T, p *patient) { p.args = []string{"--db", "/proc/oneonone.db"} }, map[string]string{
			checkDisk: "mend: Nothing can be written in /proc", checkDatabase: "skipped: cannot be written to",
			checkIntegrity: noDatabase, checkSchema: noDatabase, checkKey: "skipped: cannot be written to"}},
		{"a directory in the database's place", func(t *testing.T, p *patient) {
			p.args = []string{"--db", p.dir, "--key-file", p.db() + ".key"}
		}, map[string]string{checkDatabase: "mend: it is not a file", checkIntegrity: unreadable, checkSchema: unreadable, checkKey: unreadable}},
		{"a database by another way", func(t *testing.T, p *patient) {
			link := filepath.Join(t.TempDir(), "link 100% #1?.db")
			if err := os.Symlink(p.db(), link); err != nil {
				t.Fatal(err)
			}
			p.args = []string{"--db", link, "--key-file", p.db() + ".key"}
		}, nil},

		{"a database of a newer program", func(t *testing.T, p *patient) {
			p.exec(t, `insert into goose_db_version (version_id, is_applied) values (9999, 1)`)
		}, map[string]string{checkSchema: "mend: newer oneonone (schema 9999", checkKey: "skipped: newer program's"}},
		{"a database of an older program", func(t *testing.T, p *patient) {
			p.exec(t, `delete from goose_db_version where version_id = (select max(version_id) from goose_db_version)`)
		}, map[string]string{checkSchema: "ok: the next start brings it to"}},
		{"a database begun and not finished", func(t *testing.T, p *patient) {
			p.remove(t, "oneonone.db")
			p.exec(t, `pragma journal_mode=wal`)
			p.chmod(t, 0o600, "oneonone.db")
		}, map[string]string{checkSchema: "ok: It has schema 0; the next start brings it to"}},
		{"another program's database", func(t *testing.T, p *patient) {
			p.remove(t, "oneonone.db")
			p.exec(t, `create table bookmarks (url text)`)
			p.chmod(t, 0o600, "oneonone.db")
		}, map[string]string{
			checkDatabase: "mend: of another program", checkIntegrity: "skipped: another program's", checkSchema: "skipped: another program's", checkKey: "skipped: another program's"}},
		{"no database at all", func(t *testing.T, p *patient) { p.write(t, "oneonone.db", strings.Repeat("shopping list\n", 600)) }, map[string]string{
			checkDatabase: "mend: file is not a database", checkIntegrity: unreadable, checkSchema: unreadable, checkKey: unreadable}},
		{"a damaged database", func(t *testing.T, p *patient) {
			f, err := os.OpenFile(p.db(), os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if _, err := f.WriteAt(bytes.Repeat([]byte{0xff}, 4096), 4*4096); err != nil {
				t.Fatal(err)
			}
		}, map[string]string{checkIntegrity: "mend: damaged", checkSchema: "skipped: damaged", checkKey: "skipped: damaged"}},
		{"half a database", func(t *testing.T, p *patient) {
			info, err := os.Stat(p.db())
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(p.db(), info.Size()/2); err != nil {
				t.Fatal(err)
			}
		}, map[string]string{checkIntegrity: "mend: damaged", checkSchema: "skipped: damaged", checkKey: "skipped: damaged"}},
		{"a database for all to read", func(t *testing.T, p *patient) { p.chmod(t, 0o644, "oneonone.db") },
			map[string]string{checkDatabase: "mend: Others on this machine can read it. Run: chmod 600"}},

		{"the key missing", func(t *testing.T, p *patient) { p.remove(t, "oneonone.db.key") },
			map[string]string{checkKey: "mend: is missing. Put your copy of it back"}},
		{"another database's key", func(t *testing.T, p *patient) {
			p.write(t, "oneonone.db.key", "oneonone-key-1:"+strings.Repeat("A", 43)+"=\n")
		}, map[string]string{checkKey: "mend: not the one this database was made with"}},
		{"half a key", func(t *testing.T, p *patient) { p.write(t, "oneonone.db.key", "oneonone-key-1:AAAA\n") },
			map[string]string{checkKey: "mend: is not a key file"}},
		{"the key for others to write", func(t *testing.T, p *patient) { p.chmod(t, 0o620, "oneonone.db.key") },
			map[string]string{checkKey: "mend: Others on this machine can write the key file, and so put another in its place. Run: chmod 600"}},
		{"the key for all to read", func(t *testing.T, p *patient) { p.chmod(t, 0o640, "oneonone.db.key") },
			map[string]string{checkKey: "mend: Others on this machine can read it, and with the database all"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newPatient(t, healthy)
			tt.spoil(t, p)
			p.wants(t, tt.want)
			for _, f := range p.slack.Faults() {
				if f.Kind != "missing_scope" {
					t.Errorf("fault %s: %s", f.Kind, f.Text)
				}
			}
		})
	}
}

// A disk that takes nothing more, and one that nobody may write to. Nothing here
// is played: it is the kernel that refuses.
func TestDoctorDisk(t *testing.T) {
	healthy := lived(t)
	// A mount of one's own needs a kernel that lets everybody make one.
	mount := func(t *testing.T, p *patient, script string) {
		if out, err := exec.Command("unshare", "-rm", "true").CombinedOutput(); err != nil {
			t.Skipf("no mounts of one's own here: %v %s", err, out)
		}
		p.within = []string{"unshare", "-rm", "sh", "-ec", script + `; cd .; exec "$@"`, "sh"}
	}
	tests := []struct {
		name  string
		spoil func(t *testing.T, p *patient)
		want  map[string]string
	}{
		// This stands for a disk that is full without being one: the write fails
		// in the same place, but the kernel says EFBIG, and not ENOSPC. It can be
		// had everywhere.
		{"files may not grow", func(t *testing.T, p *patient) {
			p.within = []string{"sh", "-ec", `ulimit -f 0; exec "$@"`, "sh"}
		}, map[string]string{checkDisk: "mend: file too large"}},
		{"full", func(t *testing.T, p *patient) {
			mount(t, p, `mkdir full; mount -t tmpfs -o size=64k none full; head -c 64k /dev/zero >full/fill`)
			p.args = []string{"--db", "full/oneonone.db"}
		}, map[string]string{checkDisk: "mend: The disk is full", checkDatabase: "skipped: cannot be written to",
			checkIntegrity: noDatabase, checkSchema: noDatabase, checkKey: "skipped: cannot be written to"}},
		{"full, and the database in it", func(t *testing.T, p *patient) {
			mount(t, p, `mkdir full; mount -t tmpfs -o size=1m none full; cp -p oneonone.db oneonone.db.key full; cat /dev/zero >full/fill || true`)
			p.args = []string{"--db", "full/oneonone.db"}
		}, map[string]string{checkDisk: "mend: The disk is full"}},
		{"almost full", func(t *testing.T, p *patient) {
			mount(t, p, `mkdir full; mount -t tmpfs -o size=2m none full; cp -p oneonone.db oneonone.db.key full`)
			p.args = []string{"--db", "full/oneonone.db"}
		}, map[string]string{checkDisk: "mend: The disk is almost full: only 1 MB are free"}},
		{"read-only", func(t *testing.T, p *patient) {
			mount(t, p, `mkdir ro; cp -p oneonone.db oneonone.db.key ro; mount --bind ro ro; mount -o remount,bind,ro ro`)
			p.args = []string{"--db", "ro/oneonone.db"}
		}, map[string]string{checkDisk: "mend: read-only file system", checkDatabase: "mend: ro/oneonone.db cannot be written"}},
		{"SQLite's log is somebody else's", func(t *testing.T, p *patient) {
			p.write(t, "oneonone.db-wal", "")
			mount(t, p, `mount --bind oneonone.db-wal oneonone.db-wal; mount -o remount,bind,ro oneonone.db-wal`)
		}, map[string]string{checkDatabase: "mend: oneonone.db-wal cannot be written"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newPatient(t, healthy)
			tt.spoil(t, p)
			p.wants(t, tt.want)
		})
	}
}

// The doctor looks while the bot runs, and after it was killed, and neither
// disturbs it nor what it wrote.
func TestDoctorBesideTheBot(t *testing.T) {
	slack := mustWorkspace(t, nil)
	for _, p := range demoPeople {
		slack.AddPerson(p)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*within)
	defer cancel()
	p := &patient{slack: slack, dir: t.TempDir()}
	bot := &process{t: t, slack: slack, db: p.db()}
	bot.start(ctx)
	defer func() { bot.kill() }()
	planATalk(t, slack)
	// Nearly all of it stands in SQLite's log as yet.
	found := map[string]string{checkSchema: "ok: this program's schema", checkKey: "ok: It is this database's"}
	sockets := func() (n int) {
		for _, c := range slack.Calls() {
			if c.Method == "apps.connections.open" {
				n++
			}
		}
		return n
	}
	before := sockets()
	p.awake = true
	p.wants(t, found)
	if got := sockets(); got != before+1 {
		t.Errorf("%d addresses asked for, want the doctor's one", got-before)
	}
	planATalk(t, slack)

	bot.kill()
	p.awake = false
	if info, err := os.Stat(p.db() + "-wal"); err != nil || info.Size() == 0 {
		t.Fatalf("this test needs a database that was not closed: %v", err)
	}
	p.wants(t, found)
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(p.db(), link); err != nil {
		t.Fatal(err)
	}
	p.args = []string{"--db", link, "--key-file", p.db() + ".key"}
	p.wants(t, found)
	p.args = nil
	p.remove(t, "oneonone.db-shm") // a copy without the index
	p.wants(t, found)

	bot.start(ctx)
	planATalk(t, slack)
	for _, f := range slack.Faults() {
		t.Errorf("fault %s: %s", f.Kind, f.Text)
	}
}

// For people: one line a check, and on standard error what to do next.
func TestDoctorPrints(t *testing.T) {
	p := newPatient(t, lived(t))
	code, stdout, stderr := p.examine(t)
	lines := slices.Collect(strings.Lines(stdout))
	if code != 0 || len(lines) != len(checks) || stderr != "" {
		t.Errorf("exit code %d, %d lines for %d checks:\n%s%s", code, len(lines), len(checks), stdout, stderr)
	}
	for _, line := range lines {
		if !strings.HasPrefix(line, "ok ") {
			t.Error(line)
		}
	}
	p.vars["SLACK_APP_TOKEN"] = "xapp-wrong"
	code, stdout, stderr = p.examine(t)
	if code != exitMisconfigured || !strings.Contains(stdout, "\nmend     app token  Slack does not accept the app-level token (invalid_auth).") || !strings.Contains(stderr, "run doctor again") {
		t.Errorf("exit code %d:\n%s%s", code, stdout, stderr)
	}
}

// A doctor that cannot tell what it found has failed itself, and so has one that
// was stopped.
func TestDoctorFails(t *testing.T) {
	p := newPatient(t, lived(t))
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	t.Chdir(p.dir)
	var stderr bytes.Buffer
	if code := run(t.Context(), []string{"doctor"}, p.environ(), full, &stderr); code != 1 || !strings.Contains(stderr.String(), "cannot be printed") {
		t.Errorf("exit code %d: %s", code, &stderr)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	p.slack.Fail("auth.test", sandbox.Hang, 1)
	go func() {
		defer cancel()
		for {
			changed := p.slack.Changed()
			if slices.ContainsFunc(p.slack.Calls(), func(c sandbox.Call) bool { return c.Err == "hang" }) {
				return
			}
			select {
			case <-changed:
			case <-ctx.Done():
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	}()
	var stdout bytes.Buffer
	if code := run(ctx, []string{"doctor"}, p.environ(), &stdout, &stderr); code != 1 || strings.Contains(stdout.String(), stateMend) {
		t.Errorf("exit code %d after it was stopped:\n%s%s", code, &stdout, &stderr)
	}
}
