package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"oneonone/bot"
	"oneonone/storage"
)

// doctorCmd is `oneonone doctor`: one line a check, ok or how to mend it. It
// takes the flags and the environment of run, and only looks: no database, no key
// and nothing in Slack is made or changed, and a bot may be running.
type doctorCmd struct {
	config
	JSON bool `name:"json" help:"Print each check as a JSON object on a line of its own, with check, state (ok, mend or skipped) and say."`
}

// The checks, in the order in which they are made. Each is told of, each time.
// The names are for programs that read the JSON: they stay.
const (
	checkSettings  = "settings"
	checkKinds     = "tokens"
	checkSlack     = "slack"
	checkClock     = "clock"
	checkBotToken  = "bot_token"
	checkScopes    = "scopes"
	checkAppToken  = "app_token"
	checkDisk      = "disk"
	checkDatabase  = "database"
	checkIntegrity = "integrity"
	checkSchema    = "schema"
	checkKey       = "key"
)

var checks = []string{
	checkSettings, checkKinds, checkSlack, checkClock, checkBotToken, checkScopes, checkAppToken,
	checkDisk, checkDatabase, checkIntegrity, checkSchema, checkKey,
}

// How a check came out.
const (
	stateOK      = "ok"
	stateMend    = "mend"
	stateSkipped = "skipped" // could not be made
)

const (
	// clockApart is how far the machine's clock may be from Slack's: messages
	// come that much too early or too late, and nobody minds half a minute.
	clockApart = 30 * time.Second
	// roomLeft is how much of the disk should be free, in bytes: years of talks.
	roomLeft = 100 << 20
)

// finding is what one check found: a sentence for whoever runs the bot, with the
// next step when there is one.
type finding struct {
	Check string `json:"check"`
	State string `json:"state"`
	Say   string `json:"say"`
}

// doctor prints each finding as soon as it is known, and counts.
type doctor struct {
	ctx    context.Context
	out    io.Writer
	json   bool
	toMend int
	err    error // the first that came of printing
}

// Run makes the checks. Its error ends the program with 2 when something is to be
// mended, and with 1 when the doctor itself failed.
func (c *doctorCmd) Run(e *env) error {
	d := &doctor{ctx: e.ctx, out: e.stdout, json: c.JSON}
	if d.settings(e) {
		c.askSlack(e, d)
		c.lookAtFiles(d)
	} else {
		for _, check := range checks[1:] {
			d.skip(check, "the file .env was not read")
		}
	}
	if err := e.ctx.Err(); err != nil {
		return err
	}
	if d.err != nil {
		return fmt.Errorf("what was found cannot be printed: %w", d.err)
	}
	if d.toMend > 0 {
		return &bot.Misconfigured{Say: "Not all is well. Do what the lines marked " + stateMend + " say, then run doctor again."}
	}
	return nil
}

// settings is whether the settings could be read.
func (d *doctor) settings(e *env) bool {
	dir, err := os.Getwd()
	if err != nil {
		dir = "this directory"
	}
	switch {
	case e.dotEnvErr != nil:
		d.mend(checkSettings, e.dotEnvErr.Error())
	case e.hasDotEnv:
		d.ok(checkSettings, "The file .env in "+dir+" is read, and only you can read it.")
	default:
		d.ok(checkSettings, "There is no file .env in "+dir+": flags and the environment say it all.")
	}
	return e.dotEnvErr == nil
}

// askSlack makes the checks that need Slack.
func (c *doctorCmd) askSlack(e *env, d *doctor) {
	appToken, botToken := e.vars["SLACK_APP_TOKEN"], e.vars["SLACK_BOT_TOKEN"]
	if err := checkTokens(appToken, botToken); err != nil {
		d.mend(checkKinds, err.Error())
	} else {
		d.ok(checkKinds, "Both are set, and of the right kind.")
	}

	q := bot.NewInquiry(appToken, botToken, c.APIURL)
	reached, err := q.Reach(e.ctx)
	if err != nil {
		d.mend(checkSlack, err.Error())
		for _, check := range []string{checkClock, checkBotToken, checkScopes, checkAppToken} {
			d.skip(check, "Slack did not answer")
		}
		return
	}
	d.ok(checkSlack, fmt.Sprintf("It answers, in %v.", reached.Took.Round(time.Millisecond)))
	d.clock(reached)

	// A token of another kind is not shown to anybody.
	if strings.HasPrefix(botToken, "xoxb-") {
		d.botToken(q)
	} else {
		d.skip(checkBotToken, "SLACK_BOT_TOKEN is no bot token")
		d.skip(checkScopes, "SLACK_BOT_TOKEN is no bot token")
	}
	if strings.HasPrefix(appToken, "xapp-") {
		d.answer(checkAppToken, q.AppToken(e.ctx), "Slack accepts it, and would let the bot connect.")
	} else {
		d.skip(checkAppToken, "SLACK_APP_TOKEN is no app-level token")
	}
}

// botToken is whether Slack accepts it, and which scopes it has.
func (d *doctor) botToken(q *bot.Inquiry) {
	err := q.BotToken(d.ctx)
	d.answer(checkBotToken, err, "Slack accepts it.")
	if _, refused := errors.AsType[*bot.Misconfigured](err); refused {
		d.skip(checkScopes, "Slack did not accept the bot token")
		return
	}
	err = q.Scopes()
	if _, silent := errors.AsType[*bot.Unanswered](err); silent {
		d.skip(checkScopes, "Slack did not say which the bot token has")
		return
	}
	d.answer(checkScopes, err, "All that the manifest asks for are granted.")
}

// clock compares the machine's clock with Slack's.
func (d *doctor) clock(r bot.Reached) {
	apart, way := r.Ahead, "ahead of"
	if apart < 0 {
		apart, way = -apart, "behind"
	}
	switch {
	case !r.Dated:
		d.skip(checkClock, "Slack's answer bears no date")
	case apart > clockApart:
		d.mend(checkClock, fmt.Sprintf("This machine's clock is %v %s Slack's, so messages would come at the wrong time. Have it set by the network (on most Linux machines: timedatectl set-ntp true).", apart.Round(time.Second), way))
	default:
		d.ok(checkClock, "This machine's clock agrees with Slack's.")
	}
}

// lookAtFiles makes the checks of what lies on this machine.
func (c *doctorCmd) lookAtFiles(d *doctor) {
	path, keyFile := absolute(c.DB), absolute(keyFileOf(c.DB, c.KeyFile))
	h := storage.Examine(d.ctx, storage.Options{Path: path, KeyFile: keyFile})
	dir := filepath.Dir(h.Path)
	writable := d.disk(dir)
	d.database(h, writable)
	switch since := unread(h); {
	case since != "":
		for _, check := range []string{checkIntegrity, checkSchema, checkKey} {
			d.skip(check, since)
		}
	case h.New:
		d.skip(checkIntegrity, "there is no database yet")
		d.skip(checkSchema, "there is no database yet")
		d.newKey(h, writable)
	case h.Damage != "":
		d.mend(checkIntegrity, "The database is damaged ("+h.Damage+"). Stop the bot, keep all files whose names begin with "+h.Path+" as they are now, and put your last copy of them in their place. Without a copy, the sqlite3 program's .recover command may save most of it.")
		d.skip(checkSchema, "the database is damaged")
		d.skip(checkKey, "the database is damaged")
	default:
		d.ok(checkIntegrity, "SQLite finds nothing wrong in the database.")
		d.schema(h)
	}
}

// unread is why the database's inside was not looked at; empty when it was, or
// when there is none yet.
func unread(h storage.Health) string {
	switch {
	case h.Unread != nil:
		return "the database cannot be read"
	case h.Foreign:
		return "the database is another program's"
	}
	return ""
}

// disk is whether the database's directory can be written to.
func (d *doctor) disk(dir string) bool {
	err := storage.TryWriting(dir)
	free, known := storage.Room(dir)
	room := fmt.Sprintf("%d MB are free", free>>20)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !exists(dir):
		d.mend(checkDisk, "There is no directory "+dir+". Make it, or choose another file with --db.")
	case errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT):
		d.mend(checkDisk, "The disk is full: nothing more can be written in "+dir+". Make room there; until then the bot keeps nothing that people tell it.")
	case errors.Is(err, syscall.EFBIG):
		d.mend(checkDisk, "Files cannot grow in "+dir+" ("+why(err)+"). Allow whoever runs the bot bigger files (ulimit -f), or choose another place with --db.")
	case err != nil:
		d.mend(checkDisk, "Nothing can be written in "+dir+" ("+why(err)+"). Let whoever runs the bot write there, or choose another place with --db.")
	case known && free < roomLeft:
		d.mend(checkDisk, "The disk is almost full: only "+room+" in "+dir+". Make room there.")
	case known:
		d.ok(checkDisk, dir+" can be written to, and "+room+".")
	default:
		d.ok(checkDisk, dir+" can be written to.")
	}
	return err == nil
}

// absolute is a path from the root: "oneonone.db" alone tells nobody where.
func absolute(path string) string {
	if p, err := filepath.Abs(path); err == nil {
		return p
	}
	return path
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// why is an error without the path, which stands in the sentence around it.
func why(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err
	}
	return err.Error()
}

// database is whether there is one, or can be.
func (d *doctor) database(h storage.Health, writable bool) {
	switch {
	case h.Unread != nil:
		d.mend(checkDatabase, h.Path+" cannot be read ("+why(h.Unread)+"). If it is the right file, let whoever runs the bot read it, or put your last copy in its place; otherwise choose another with --db.")
	case h.Foreign:
		d.mend(checkDatabase, h.Path+" is a database of another program. Choose another file with --db.")
	case h.Unwritten != nil:
		// It may be what SQLite puts beside it.
		file := h.Path
		if e, ok := errors.AsType[*fs.PathError](h.Unwritten); ok {
			file = e.Path
		}
		d.mend(checkDatabase, file+" cannot be written ("+why(h.Unwritten)+"). Let whoever runs the bot write it, or choose another with --db.")
	case h.New && !writable:
		d.skip(checkDatabase, "it is still to be made, and its directory cannot be written to")
	case h.New:
		d.ok(checkDatabase, "None yet. The first start makes it: "+h.Path)
	case h.Exposed:
		d.mend(checkDatabase, "Others on this machine can read it. Run: chmod 600 "+h.Path)
	default:
		d.ok(checkDatabase, "It can be read and written: "+h.Path)
	}
}

// schema is whose age the database has; with a newer program's the key is not
// tried.
func (d *doctor) schema(h storage.Health) {
	switch {
	case h.Schema > h.Newest:
		d.mend(checkSchema, fmt.Sprintf("The database was written by a newer oneonone (schema %d, this program knows %d). Install the newer program.", h.Schema, h.Newest))
		d.skip(checkKey, "the database is a newer program's")
		return
	case h.Schema < h.Newest:
		d.ok(checkSchema, fmt.Sprintf("It has schema %d; the next start brings it to %d.", h.Schema, h.Newest))
	default:
		d.ok(checkSchema, fmt.Sprintf("It has this program's schema, %d.", h.Schema))
	}
	d.key(h, "It is this database's, and only you can read it: "+h.KeyFile+" — keep a copy somewhere else.")
}

// newKey is the key of a database that is still to be made. Writable is whether
// the database's own directory is.
func (d *doctor) newKey(h storage.Health, writable bool) {
	dir := filepath.Dir(h.KeyFile)
	switch {
	case h.HasKey:
		d.key(h, "A key without a database: the first start uses it. If there was a database before, put it back, or point --db to it.")
		return
	case dir != filepath.Dir(h.Path):
		if err := storage.TryWriting(dir); err != nil {
			d.mend(checkKey, "The key cannot be made in "+dir+" ("+why(err)+"). Let whoever runs the bot write there, or choose another place with --key-file.")
			return
		}
	case !writable:
		d.skip(checkKey, "it is still to be made, and its directory cannot be written to")
		return
	}
	d.ok(checkKey, "None yet. The first start makes it: "+h.KeyFile)
}

func (d *doctor) key(h storage.Health, fine string) {
	switch {
	case h.Key != nil:
		say := strings.TrimPrefix(h.Key.Error(), storage.ErrKey.Error()+": ")
		d.mend(checkKey, strings.ToUpper(say[:1])+say[1:]+".")
	case h.KeyExposed:
		d.mend(checkKey, "Others on this machine can read it, and with the database all that people wrote. Run: chmod 600 "+h.KeyFile)
	default:
		d.ok(checkKey, fine)
	}
}

// answer tells what came of a question.
func (d *doctor) answer(check string, err error, fine string) {
	if err != nil {
		d.mend(check, err.Error())
	} else {
		d.ok(check, fine)
	}
}

func (d *doctor) ok(check, say string) { d.tell(finding{check, stateOK, say}) }

func (d *doctor) mend(check, say string) {
	d.toMend++
	d.tell(finding{check, stateMend, say})
}

// skip tells of a check that could not be made.
func (d *doctor) skip(check, since string) {
	d.tell(finding{check, stateSkipped, "Not looked at, since " + since + "."})
}

// tell prints a finding. Whoever stopped the doctor is not told that a check
// failed because of it.
func (d *doctor) tell(f finding) {
	if d.ctx.Err() != nil {
		return
	}
	lines := strings.Split(f.Say, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line)
	}
	f.Say = strings.Join(lines, " ")
	var err error
	if d.json {
		enc := json.NewEncoder(d.out)
		enc.SetEscapeHTML(false)
		err = enc.Encode(f)
	} else {
		_, err = fmt.Fprintf(d.out, "%-7s  %-9s  %s\n", f.State, strings.ReplaceAll(f.Check, "_", " "), f.Say)
	}
	if d.err == nil {
		d.err = err
	}
}
