package bot

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"oneonone"
	"oneonone/bot/sandbox"
	"oneonone/bot/views"
	"oneonone/reminders"
	"oneonone/storage"
)

// forgery is a workspace with the bot in it, talks of two organizers, and one
// person who has nothing to do with any of them.
type forgery struct {
	*Bot
	t                *testing.T
	ctx              context.Context
	slack            *sandbox.Workspace
	raw              *sql.DB
	mu               sync.Mutex
	log              bytes.Buffer
	reminders        *reminders.Reminders
	sam, ruth        *sandbox.Person
	foreign, promise oneonone.ID            // Joao's talk with Mei, and what he promised her
	mine             map[string]oneonone.ID // Sam's, by how they stand
	reads            atomic.Int64           // statements outside transactions
}

// Write takes the bot's log.
func (f *forgery) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.log.Write(p)
}

func (f *forgery) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

func newForgery(t *testing.T) *forgery {
	t.Helper()
	f := &forgery{t: t, mine: map[string]oneonone.ID{}}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	f.ctx = ctx
	manifest, err := ManifestJSON()
	f.must(err)
	f.slack, err = sandbox.New(sandbox.Options{Manifest: manifest, Start: time.Date(2026, 6, 8, 9, 0, 0, 0, time.UTC)})
	f.must(err)
	for _, name := range []string{"sam", "ana", "joao", "mei", "ruth"} {
		f.slack.AddPerson(sandbox.Profile{Name: name, RealName: strings.ToUpper(name[:1]) + name[1:]})
	}
	f.sam, f.ruth = f.slack.Person("sam"), f.slack.Person("ruth")
	path := filepath.Join(t.TempDir(), "oneonone.db")
	db, err := storage.Open(ctx, storage.Options{Path: path, KeyFile: path + ".key", Now: f.slack.Clock().Now,
		Reads: func(string, []any) { f.reads.Add(1) }})
	f.must(err)
	f.raw, err = sql.Open("sqlite", "file:"+path+"?_query_only=1")
	f.must(err)
	log := slog.New(slog.NewTextHandler(f, &slog.HandlerOptions{Level: slog.LevelDebug}))
	f.Bot = New(Options{DB: db, API: NewClient(f.slack.AppToken(), f.slack.BotToken(), f.slack.APIURL()), Log: log, Now: f.slack.Clock().Now, PerChannel: rate.Inf})
	f.reminders = reminders.New(db, f.Bot, reminders.Options{Log: log, Now: f.slack.Clock().Now})
	f.slack.Clock().OnAdvance(db.NextDue, f.settle)
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- f.Run(running) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		cancel()
		f.must(f.raw.Close())
		f.must(db.Close())
		f.must(f.slack.Close())
	})
	f.must(f.slack.AwaitConnection(ctx))
	f.talks()
	return f
}

func (f *forgery) settle(ctx context.Context) error {
	if err := f.Settle(ctx); err != nil {
		return err
	}
	return f.reminders.Tick(ctx)
}

// talks plans talks of Sam's in every state, and one of Joao's.
func (f *forgery) talks() {
	f.t.Helper()
	member := func(name string) oneonone.ID {
		m, err := f.db.Member(f.ctx, f.slack.Person(name).ID(), time.UTC)
		f.must(err)
		return m.ID
	}
	sam, ana, joao, mei := member("sam"), member("ana"), member("joao"), member("mei")
	member("ruth")
	n := 0
	now := f.slack.Clock().Now()
	plan := func(organizer oneonone.ID, whom oneonone.Whom, start time.Time, notice oneonone.Notice) oneonone.Meeting {
		n++
		m, err := f.db.Plan(f.ctx, organizer, whom, fmt.Sprint("V", n), oneonone.Plan{
			Purpose: "The buses", Start: start, Kind: oneonone.Recruitment, Length: 45 * time.Minute, Notice: notice,
		})
		f.must(err)
		return m
	}
	state := func(name string, change func(*oneonone.Meeting) error) {
		m := plan(sam, oneonone.Whom{Member: ana}, now.Add(time.Duration(n+1)*24*time.Hour), oneonone.NoticeInvite)
		f.mine[name] = m.ID
		_, err := f.db.ChangeMeeting(f.ctx, sam, m.ID, change)
		f.must(err)
	}
	state("planned", func(*oneonone.Meeting) error { return nil })
	state("coming", func(m *oneonone.Meeting) error { return m.Accept(now) })
	state("another time", func(m *oneonone.Meeting) error { return m.Suggest(0, now.Add(99*time.Hour), "", now) })
	state("declined", func(m *oneonone.Meeting) error { return m.Decline(oneonone.NotForMe, now) })
	state("called off", func(m *oneonone.Meeting) error { return m.CallOff("", now) })
	state("met", func(m *oneonone.Meeting) error { return m.WeMet(m.Start) })
	state("missed", func(m *oneonone.Meeting) error { return m.DidNotHappen(m.Start) })
	f.mine["outside"] = plan(sam, oneonone.Whom{Name: "Bea"}, now.Add(50*time.Hour), oneonone.NoticeTell).ID

	for name, task := range map[string]oneonone.Task{
		"to do":     {Words: "call", Whose: oneonone.Mine, By: oneonone.DateOf(now).AddDays(3)},
		"for her":   {Words: "bring", Whose: oneonone.Theirs, By: oneonone.DateOf(now).AddDays(3), How: oneonone.HowCall},
		"done once": {Words: "thank", Whose: oneonone.Mine, By: oneonone.DateOf(now).AddDays(3)},
	} {
		own, err := f.db.Follow(f.ctx, sam, oneonone.Whom{Member: ana}, "V "+name, task)
		f.must(err)
		f.mine[name] = own.ID
	}
	_, err := f.db.ChangeFollowup(f.ctx, sam, f.mine["done once"], func(f *oneonone.Followup) error { return f.Close(oneonone.Done, now) })
	f.must(err)
	_, err = f.db.Request(f.ctx, ana, f.mine["coming"], oneonone.OriginDelete)
	f.must(err)
	open, err := f.db.OpenFollowups(f.ctx, sam, 9)
	f.must(err)
	for _, o := range open {
		if o.Origin.Request() {
			f.mine["asked for"] = o.ID
		}
	}

	f.foreign = plan(joao, oneonone.Whom{Member: mei}, now.Add(time.Hour), oneonone.NoticeInvite).ID
	held := plan(joao, oneonone.Whom{Member: mei}, now.Add(time.Minute), oneonone.NoticeTell)
	f.must(f.slack.Clock().Advance(f.ctx, time.Hour))
	_, err = f.db.Reflect(f.ctx, "V/reflect", oneonone.Reflection{Organizer: joao, Meeting: held.ID, Remember: "She sews", Promise: "call"})
	f.must(err)
	open, err = f.db.OpenFollowups(f.ctx, joao, 1)
	f.must(err)
	f.promise = open[0].ID
	f.must(f.settle(f.ctx))
}

// dump is every row that is not the named person's own, and all that was said
// to the others.
func (f *forgery) dump(except *sandbox.Person) []string {
	f.t.Helper()
	me, err := f.db.Member(f.ctx, except.ID(), nil)
	f.must(err)
	var lines []string
	for _, q := range []string{
		`select * from meeting where organizer <> $1 order by id`, `select * from person where organizer <> $1 order by id`,
		`select * from reflection where organizer <> $1 order by id`, `select * from followup where organizer <> $1 order by id`,
		`select * from note where organizer <> $1 order by meeting, field`,
		`select * from outbox where owner <> $1 and receiver <> $1 order by id`, `select * from member where id <> $1 order by id`,
	} {
		rows, err := f.raw.QueryContext(f.ctx, q, me.ID)
		f.must(err)
		columns, err := rows.Columns()
		f.must(err)
		for rows.Next() {
			row := make([]any, len(columns))
			for i := range row {
				row[i] = new(any)
			}
			f.must(rows.Scan(row...))
			line := strings.Fields(q)[3]
			for i := range row {
				line += fmt.Sprintf(" %s %x", columns[i], *row[i].(*any))
			}
			lines = append(lines, line)
		}
		f.must(rows.Err())
		rows.Close()
	}
	for _, p := range f.slack.People() {
		if p == except || except == f.sam && p.Profile().Name == "ana" {
			continue // of Sam's talks she hears
		}
		for _, m := range p.Messages("") {
			lines = append(lines, fmt.Sprintf("%s reads %s %s", p.Profile().Name, m.Text, m.Blocks))
		}
	}
	return lines
}

// untouched fails the test where what is not the named person's changed.
func (f *forgery) untouched(who *sandbox.Person, before []string) {
	f.t.Helper()
	after := f.dump(who)
	for _, line := range after {
		if !slices.Contains(before, line) {
			f.t.Errorf("%s made %.300s", who.Profile().Name, line)
		}
	}
	for _, line := range before {
		if !slices.Contains(after, line) {
			f.t.Errorf("%s ended %.300s", who.Profile().Name, line)
		}
	}
}

// sound fails the test if anything broke: a panic, an envelope that was not
// acknowledged as Slack wants it, a screen that Slack would refuse.
func (f *forgery) sound() {
	f.t.Helper()
	f.must(f.settle(f.ctx))
	f.mu.Lock()
	log := f.log.String()
	f.mu.Unlock()
	told := map[string]bool{}
	for line := range strings.Lines(log) {
		_, what, _ := strings.Cut(line, "msg=")
		what, stack, panicked := strings.Cut(what, "panic")
		if panicked && !told[what] {
			told[what] = true
			_, where, _ := strings.Cut(stack, "panic(")
			f.t.Errorf("panic in %s: %.300s", what, where)
		}
	}
	for _, fault := range f.slack.Faults() {
		// The views named are open nowhere, what opens nobody closes, and nobody
		// presses a thousand buttons in a few seconds: on a slow machine a window
		// comes too late then.
		switch fault.Kind {
		case "exchanged_trigger_id", "push_limit_reached", "expired_trigger_id":
		default:
			f.t.Errorf("fault %s: %s", fault.Kind, fault.Text)
		}
	}
	f.slack.ForgetFaults()
}

// shown counts what came onto somebody's screen.
func shown(p *sandbox.Person) int { return len(p.Messages("")) + 1000*len(p.Modals()) }

// values are what a button may be made to carry.
func (f *forgery) values(own bool) map[string]string {
	values := map[string]string{
		"nothing": "", "a word": "garbage", "dashes": "---", "no such row": oneonone.NewID().String(),
		"zero": oneonone.ID{}.String(), "long": strings.Repeat("é", 5000), "control": "\x00\u202e<!channel>",
		"a page that never was": "99999999999999999999:" + oneonone.ID{}.String(),
		"a verb":                "slip-list--more", "a verb and nobody": "verb-schedule-" + oneonone.NewID().String(),
		"another's talk": f.foreign.String(), "another's talk as it stands": f.foreign.String() + "-1-0",
		"another's promise": f.promise.String(), "another's page": "0:" + f.foreign.String(),
	}
	if own {
		for state, id := range f.mine {
			values[state] = id.String()
			values[state+", another revision"] = id.String() + "-99"
			values[state+", another round"] = id.String() + "-1-99"
		}
	}
	return values
}

// windows are where a button may be said to stand; nil is a message.
func (f *forgery) windows() map[string]map[string]any {
	title := map[string]any{"type": "plain_text", "text": "A window"} // each has one
	modal := func(callback, metadata string) map[string]any {
		return map[string]any{"type": "modal", "id": "V0", "title": title, "callback_id": callback, "private_metadata": metadata, "hash": "h"}
	}
	w := map[string]map[string]any{
		"a message":    nil,
		"Home":         {"type": "home", "id": "V0", "blocks": []any{}},
		"a bare modal": {"type": "modal", "id": "V0", "title": title},
	}
	for callback := range f.router.submits {
		w["a modal of "+callback] = modal(callback, f.foreign.String())
	}
	w["an ask that was checked"] = modal(views.CallbackAsk, carriedAsk{Checked: true, Turn: math.MaxInt}.String())
	w["an ask of another's talk"] = modal(views.CallbackAsk, carriedAsk{Meeting: f.foreign.String(), Checked: true, Turn: -1}.String())
	w["a modal of a change"] = modal(views.CallbackChange, carriedTalk{Meeting: f.foreign.String(), Revision: 1}.String())
	return w
}

// Whatever is pressed, wherever it is said to stand and whatever it carries: it
// is acknowledged in time, nothing breaks, and nothing of anybody else's is
// touched.
func TestForgedPresses(t *testing.T) {
	f := newForgery(t)
	for _, who := range []*sandbox.Person{f.ruth, f.sam} {
		before := f.dump(who)
		for _, action := range slices.Sorted(maps.Keys(f.router.presses)) {
			for where, view := range f.windows() {
				for what, value := range f.values(who == f.sam && view == nil) {
					if view != nil && !slices.Contains([]string{"nothing", "a word", "another's talk"}, what) {
						continue // what a value may hold is tried in messages
					}
					payload := map[string]any{"type": "block_actions", "actions": []any{map[string]any{
						"type": "button", "block_id": "b", "action_id": action, "value": value,
						"selected_user": value, "selected_option": map[string]any{"value": value},
					}}}
					if view != nil {
						payload["view"] = view
					}
					if _, err := who.Forge(f.ctx, payload); err != nil {
						t.Errorf("%s in %s with %s: %v", action, where, what, err)
					}
				}
				// A person presses one thing after another: a window that came late
				// would be the test's own doing.
				f.must(f.settle(f.ctx))
			}
			who.Reload()
		}
		f.sound()
		f.untouched(who, before)
	}
}

// Whoever presses a button of a talk that is not theirs, or is long gone, reads
// what to do.
func TestStalePressesAreAnswered(t *testing.T) {
	f := newForgery(t)
	silent := []string{views.ActionWrite, views.ActionStopInvites, views.ActionMoreInvites, views.ActionEndPause}
	for _, action := range append(slices.Sorted(maps.Keys(f.router.presses)), "of another version") {
		if slices.Contains(silent, action) {
			continue // a link, and what Home shows by itself
		}
		for _, value := range []string{"garbage", f.foreign.String()} {
			f.ruth.Reload()
			f.must(f.settle(f.ctx))
			before := shown(f.ruth)
			_, err := f.ruth.Forge(f.ctx, map[string]any{"type": "block_actions", "actions": []any{map[string]any{
				"type": "button", "block_id": "b", "action_id": action, "value": value,
			}}})
			f.must(err)
			f.must(f.Settle(f.ctx))
			if shown(f.ruth) <= before {
				t.Errorf("%s with %s: nothing is seen", action, value)
			}
		}
	}
	f.sound()
}

// Whatever is submitted: nothing breaks, nothing of anybody else's is touched,
// and a window that somebody typed in never closes without having been heard.
func TestForgedSubmissions(t *testing.T) {
	f := newForgery(t)
	text := func(block string) map[string]any {
		return map[string]any{"type": "input", "block_id": block, "label": map[string]any{"type": "plain_text", "text": "Why"},
			"element": map[string]any{"type": "plain_text_input", "action_id": block}}
	}
	section := map[string]any{"type": "section", "block_id": "s", "text": map[string]any{"type": "mrkdwn", "text": "Words"}}
	carry := func(id oneonone.ID, revision int) string {
		return carriedTalk{Meeting: id.String(), Revision: revision}.String()
	}
	metadata := map[string]string{
		"nothing": "", "garbage": "garbage", "half": `{"meeting":`, "a turn": "-9223372036854775808", "no turn": "99999999999999999999", "other types": `{"meeting":7,"revision":"x"}`, "null": "null",
		"no such row": oneonone.NewID().String(), "a talk that never was": carry(oneonone.NewID(), 1),
		"another's": f.foreign.String(), "another's talk": carry(f.foreign, 1),
	}
	own := map[string]string{}
	for state, id := range f.mine {
		own["my "+state] = id.String()
		own["my talk, "+state] = carry(id, 1)
		own["my talk, "+state+", another revision"] = carry(id, 99)
	}
	bodies := map[string]map[string]any{
		"no blocks":       {},
		"nothing to fill": {"blocks": []any{section}},
		"no state":        {"blocks": []any{section, text("x")}},
		"half a state":    {"blocks": []any{text("x")}, "state": map[string]any{"values": map[string]any{"why": map[string]any{}, "when": nil}}},
		"nonsense": {"blocks": []any{text("remember"), text("name"), text("when-filled")}, "state": map[string]any{"values": map[string]any{
			"who": map[string]any{"who": map[string]any{"selected_user": "<!channel>"}}, "name": map[string]any{"name": map[string]any{"value": strings.Repeat("<!here>", 2000)}},
			"known": map[string]any{"known": map[string]any{"selected_option": map[string]any{"value": "<@U1>"}}},
			"why":   map[string]any{"why": map[string]any{"value": strings.Repeat("x", 10_000), "selected_option": map[string]any{"value": "none"}}},
			"when":  map[string]any{"when": map[string]any{"selected_date_time": -1 << 60}}, "when-filled": map[string]any{"when": map[string]any{"selected_date_time": 1 << 60}},
			"second": map[string]any{"second": map[string]any{"selected_date_time": 1 << 62}}, "kind": map[string]any{"kind": map[string]any{"selected_option": map[string]any{"value": "none"}}},
			"length-": map[string]any{"l": map[string]any{"selected_option": map[string]any{"value": "-9223372036854775808"}}}, "how": map[string]any{"how": map[string]any{"selected_option": map[string]any{"value": "none"}}},
			"word": map[string]any{"word": map[string]any{"value": strings.Repeat("\u202e", 9000)}}, "late": map[string]any{"late": map[string]any{"selected_option": map[string]any{"value": "none"}}},
			"what": map[string]any{"what": map[string]any{"value": strings.Repeat("é", 5000)}}, "whose": map[string]any{"whose": map[string]any{"selected_option": map[string]any{"value": "none"}}},
			"by":   map[string]any{"by": map[string]any{"selected_date": "1999-02-30"}},
			"next": map[string]any{"next": map[string]any{"selected_option": map[string]any{"value": "none"}}}, "next_on": map[string]any{"n": map[string]any{"selected_date": "2026-02-30"}},
			"remember": map[string]any{"remember": map[string]any{"value": strings.Repeat("😀", 10_000)}}, "feel": map[string]any{"feel": map[string]any{"selected_option": map[string]any{"value": "none"}}},
			"try": map[string]any{"try": map[string]any{"value": strings.Repeat("Maybe ", 2000)}}, "no": map[string]any{"no": map[string]any{"selected_option": map[string]any{"value": "none"}}},
			"moved": map[string]any{"moved": map[string]any{"selected_option": map[string]any{"value": "-1"}}},
		}}},
	}
	for _, who := range []*sandbox.Person{f.ruth, f.sam} {
		before := f.dump(who)
		carried := maps.Clone(metadata)
		if who == f.sam {
			maps.Copy(carried, own)
		}
		for _, callback := range append(slices.Sorted(maps.Keys(f.router.submits)), "", "of another version") {
			n := 0
			for what, m := range carried {
				for body, parts := range bodies {
					n++
					view := map[string]any{"type": "modal", "id": fmt.Sprint("V", callback, n), "callback_id": callback, "private_metadata": m, "hash": "h"}
					maps.Copy(view, parts)
					answer, err := who.Forge(f.ctx, map[string]any{"type": "view_submission", "view": view})
					if err != nil {
						t.Errorf("%s of %s with %s: %v", callback, body, what, err)
					}
					if who == f.sam && strings.HasPrefix(what, "my ") || callback == views.CallbackTell {
						continue // it may be what he means
					}
					if problem := unheard(view, answer); problem != "" {
						t.Errorf("%s of %s with %s: %s: %s", callback, body, what, problem, answer)
					}
				}
			}
		}
		f.sound()
		f.untouched(who, before)
	}
}

// unheard says what is wrong with an answer that should refuse.
func unheard(view map[string]any, answer json.RawMessage) string {
	var got struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
		View   struct {
			Blocks []json.RawMessage `json:"blocks"`
		} `json:"view"`
	}
	if len(answer) == 0 {
		return "the window closes"
	}
	if err := json.Unmarshal(answer, &got); err != nil {
		return err.Error()
	}
	switch got.Action {
	case "errors":
		if len(got.Errors) == 0 {
			return "no error"
		}
		for block, sentence := range got.Errors {
			if !strings.Contains(fmt.Sprint(view["blocks"]), "block_id:"+block) || sentence == "" {
				return "an error under nothing"
			}
		}
	case "update":
		if len(got.View.Blocks) == 0 {
			return "an empty window"
		}
	default:
		return "not refused"
	}
	return ""
}
